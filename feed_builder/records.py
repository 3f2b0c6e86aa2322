"""Frozen dataclasses whose methods are made when they are first called.

The standard library writes six methods for each class and compiles them one by one, 0.4 ms for a
class. A build loads a hundred classes: that, and setting their fields in its way, took an eighth of
the time of one in which one episode has changed. These behave alike (`tests/test_records.py`), and
type checkers are told that they are the same. What asks for more is the standard library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

Method = Callable[..., Any]


def _dataclass(cls: type[Any] | None = None, /, **options: Any) -> Any:
    """What `dataclasses.dataclass` makes with these `options`."""
    return _made(cls, options) if cls else lambda cls: _made(cls, options)


def _made(cls: type[Any], options: Mapping[str, Any]) -> type[Any]:
    if not options.get("frozen") or _asks_for_more(cls, options):
        return dataclasses.dataclass(**options)(cls)
    left = {"init": False, "repr": False, "eq": False, "frozen": False}
    made: type[Any] = dataclasses.dataclass(**{**options, **left})(cls)
    compared = () if options.get("eq", True) else ("__eq__", "__hash__")
    late = {name: _late(made, name) for name in _WRITERS if name not in compared}
    copied = _COPIED if options.get("slots") else {}
    for name, method in {**late, **_FROZEN, **copied}.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _asks_for_more(cls: type[Any], options: Mapping[str, Any]) -> bool:
    """Whether a class wants something that is not made here."""
    return bool(
        options.keys() - {"frozen", "slots", "kw_only", "eq"}
        or hasattr(cls, "__post_init__")
        or "__eq__" in vars(cls)
        or any(
            isinstance(value, Field) and (not value.init or value.hash is not None)
            for value in vars(cls).values()
        )
    )


def _late(cls: type[Any], name: str) -> Method:
    """A method of `cls` that makes the one that takes its place, and calls that."""

    def first(self: object, *args: Any, **named: Any) -> Any:
        method = _WRITERS[name](cls)
        method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)
        return method(self, *args, **named)

    return first


def _init(cls: type[Any]) -> Method:
    """What sets the fields, each by its slot: `__setattr__` refuses."""
    space: dict[str, Any] = {"MISSING": MISSING}
    lines = []
    for field in fields(cls):
        name = field.name
        space[f"_set_{name}"] = _setter(cls, name)
        if field.default_factory is not MISSING:
            space[f"_default_{name}"] = field.default_factory
            lines.append(f"if {name} is MISSING: {name} = _default_{name}()")
        elif field.default is not MISSING:
            space[f"_default_{name}"] = field.default
        lines.append(f"_set_{name}(self, {name})")
    heard = ["self", *(_parameter(f) for f in fields(cls) if not f.kw_only)]
    named = [_parameter(f) for f in fields(cls) if f.kw_only]
    told = ", ".join([*heard, "*", *named] if named else heard)
    exec(f"def init({told}):\n  " + "\n  ".join(lines or ["pass"]), space)
    method: Method = space["init"]
    return method


def _parameter(field: Field[Any]) -> str:
    if field.default_factory is not MISSING:
        return f"{field.name}=MISSING"
    return field.name if field.default is MISSING else f"{field.name}=_default_{field.name}"


def _setter(cls: type[Any], name: str) -> Callable[[object, Any], None]:
    slot = getattr(cls, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda self, value: object.__setattr__(self, name, value)


def _repr(cls: type[Any]) -> Method:
    names = [field.name for field in fields(cls) if field.repr]
    values = _values(names)

    def method(self: object) -> str:
        told = [f"{name}={value!r}" for name, value in zip(names, values(self), strict=True)]
        return f"{type(self).__qualname__}({', '.join(told)})"

    return method


def _eq(cls: type[Any]) -> Method:
    values = _compared(cls)

    def method(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    return method


def _hash(cls: type[Any]) -> Method:
    values = _compared(cls)
    return lambda self: hash(values(self))


def _compared(cls: type[Any]) -> Callable[[object], tuple[Any, ...]]:
    return _values([field.name for field in fields(cls) if field.compare])


def _values(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives these attributes of an object."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _refuse(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} can't be changed")


def _state(self: Any) -> list[Any]:
    """What a copy is made of: without this it would be made by setting attributes."""
    return [getattr(self, field.name) for field in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_WRITERS: Mapping[str, Callable[[type[Any]], Method]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
}
_FROZEN: Mapping[str, Method] = {"__setattr__": _refuse, "__delattr__": _refuse}
_COPIED: Mapping[str, Method] = {"__getstate__": _state, "__setstate__": _restore}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _dataclass
