"""Our frozen dataclasses are the standard library's, but for when their methods are made."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field
from functools import cached_property
from typing import Any

import pytest

from feed_builder import records


def one(made: Callable[..., Any]) -> type[Any]:
    @made(frozen=True, slots=True)
    class Place:
        """Where."""

        line: int
        file: str = "a.md"
        notes: tuple[str, ...] = field(default=(), repr=False)
        seen: list[int] = field(default_factory=list, compare=False)

    Place.__qualname__ = "Place"
    return Place


def named(made: Callable[..., Any]) -> type[Any]:
    @made(frozen=True, slots=True, kw_only=True)
    class Base:
        """A part."""

        title: str
        number: int | None = None

    @made(frozen=True, slots=True, kw_only=True)
    class Whole(Base):
        """All of it, with a default before what has none."""

        guid: str

    Whole.__qualname__ = "Whole"
    return Whole


def empty(made: Callable[..., Any]) -> type[Any]:
    @made(frozen=True)
    class Nothing:
        """No field at all, and a dict."""

    Nothing.__qualname__ = "Nothing"
    return Nothing


def single(made: Callable[..., Any]) -> type[Any]:
    @made(frozen=True, eq=False)
    class Single:
        """Only the same when it is the same."""

        value: int

        @cached_property
        def twice(self) -> int:
            """Kept in its dict, where nobody sets an attribute."""
            return self.value * 2

    Single.__qualname__ = "Single"
    return Single


CALLS: list[tuple[Callable[..., type[Any]], tuple[Any, ...], dict[str, Any]]] = [
    (one, (1,), {}),
    (one, (1, "b.md"), {"notes": ("x",)}),
    (one, (), {"line": 2, "seen": [3]}),
    (one, (), {}),
    (one, (1, "a", (), [], 5), {}),
    (one, (1,), {"nobody": 2}),
    (one, (1,), {"line": 1}),
    (named, (), {"title": "t", "guid": "g"}),
    (named, (), {"title": "t", "guid": "g", "number": 3}),
    (named, ("t",), {"guid": "g"}),
    (named, (), {"title": "t"}),
    (empty, (), {}),
    (empty, (1,), {}),
    (single, (4,), {}),
]


def told(made: type[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What can be seen of an object, or of the refusal to make it."""
    try:
        thing = made(*args, **kwargs)
    except TypeError as error:
        return re.sub(r"^.*?(__init__\(\))", r"\1", str(error))
    values = {f.name: getattr(thing, f.name) for f in dataclasses.fields(thing)}
    again = made(*args, **kwargs)
    hashes = hash(thing) == hash(again)
    return repr(thing), values, thing == again, thing != again, hashes, hasattr(thing, "__dict__")


@pytest.mark.parametrize(("make", "args", "kwargs"), CALLS)
def test_it_is_what_the_standard_library_makes(
    make: Callable[..., type[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    ours, theirs = make(records.dataclass), make(dataclasses.dataclass)
    assert told(ours, args, kwargs) == told(theirs, args, kwargs)
    # Once more, by methods that are made now.
    assert told(ours, args, kwargs) == told(theirs, args, kwargs)


def test_what_differs_in_a_compared_field_is_not_the_same() -> None:
    place = one(records.dataclass)
    assert place(1) != place(2)
    assert place(1, seen=[1]) == place(1, seen=[2])
    assert place(1) != (1, "a.md", (), [])
    assert place(1).__eq__(1) is NotImplemented
    assert one(records.dataclass)(1) != place(1), "another class"
    assert {place(1): "there"}[place(1)] == "there"


def test_it_is_frozen_before_and_after_its_methods_are_made() -> None:
    for made in (one(records.dataclass)(1), single(records.dataclass)(1)):
        for _ in range(2):
            with pytest.raises(FrozenInstanceError, match="line"):
                made.line = 2
            with pytest.raises(FrozenInstanceError, match="line"):
                del made.line
            repr(made)


def test_a_list_by_default_is_everybodys_own() -> None:
    place = one(records.dataclass)
    first = place(1)
    first.seen.append(1)
    assert place(1).seen == []


def test_it_can_be_replaced_told_as_a_dict_and_copied() -> None:
    whole = named(records.dataclass)(title="t", guid="g")
    assert dataclasses.replace(whole, number=2) == type(whole)(title="t", guid="g", number=2)
    assert dataclasses.asdict(whole) == {"title": "t", "number": None, "guid": "g"}
    assert copy.copy(whole) == copy.deepcopy(whole) == whole
    assert one(records.dataclass).__match_args__ == ("line", "file", "notes", "seen")
    assert single(records.dataclass)(4).twice == 8


def test_what_the_package_makes_can_be_pickled() -> None:
    from feed_builder.feed_parts import Person

    person = Person(name="Jean-François Vallès")
    assert pickle.loads(pickle.dumps(person)) == person


def test_a_method_of_the_class_stays() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Own:
        """Says how it looks."""

        value: int

        def __repr__(self) -> str:
            return f"<{self.value}>"

    assert repr(Own(3)) == "<3>"


def test_what_is_not_frozen_is_the_standard_librarys() -> None:
    @records.dataclass(slots=True)
    class Count:
        """Counts."""

        value: int = 0

    count = Count()
    count.value += 1
    assert count == Count(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count)


def test_what_asks_for_more_is_the_standard_librarys() -> None:
    @records.dataclass(frozen=True, order=True)
    class Ordered:
        """Has an order, and a second thought."""

        value: int
        doubled: int = field(init=False, default=0, hash=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "doubled", self.value * 2)

    @records.dataclass(frozen=True, slots=True)
    class Equal:
        """The same as whatever has its length."""

        value: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Equal) and len(other.value) == len(self.value)

    assert Ordered(1) < Ordered(2)
    assert Ordered(2).doubled == 4
    with pytest.raises(TypeError):
        Ordered(2, doubled=3)  # type: ignore[call-arg]
    assert Equal("a") == Equal("b")
    assert hash(Equal("a")) == hash(Equal("a"))


def test_what_was_found_on_the_way_is_copied_where_there_is_a_dict() -> None:
    kept = single(records.dataclass)(4)
    assert kept.twice == 8
    assert vars(copy.copy(kept)) == {"value": 4, "twice": 8}


def test_late_methods_bear_threads() -> None:
    for _ in range(50):
        place = one(records.dataclass)
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(place, range(8)))
        assert [thing.line for thing in made] == list(range(8))
        assert made == [place(number) for number in range(8)]
