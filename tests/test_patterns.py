"""No regular expression that reads articles backtracks without bound: time grows as the line."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import feed_builder

SMALL, LARGE = 500, 2_000
# Four times the line may take four times as long, and as much again for the machine's moods; what
# is done in a few milliseconds is not worth measuring.
MOST_GROWTH = 9
NOTHING = 0.008
PIECES = (
    *(
        "a",
        "A",
        "1",
        " ",
        "\u00a0",
        "\n",
        ".",
        ". ",
        ", ",
        ":",
        ": ",
        "-",
        " - ",
        "(",
        ")",
        "[",
        "](",
    ),
    *(
        "<",
        "<a ",
        '"',
        "'",
        "*",
        "_",
        "\\",
        "|",
        "=",
        "#",
        "1:",
        "12 ",
        "A. ",
        "a b ",
        "A B ",
        "et ",
    ),
    *(
        "de ",
        "d'",
        "ici ",
        "ecoutez l'interview ",
        "listen to ",
        "das gesprach ",
        "http://a",
        "[a](",
    ),
)


def _modules() -> Iterator[str]:
    """All modules of the package but those that run when they are imported."""
    for module in pkgutil.walk_packages(feed_builder.__path__, "feed_builder."):
        if not module.name.endswith("__main__"):
            yield module.name


def _patterns_of(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a module's value: itself, in a table, in a row."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from _patterns_of(one, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        yield from _patterns_of(tuple(value.values()), depth + 1)
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        yield from _patterns_of(tuple(getattr(value, f.name) for f in fields(value)), depth + 1)


_SEARCHES = ("search", "finditer", "findall", "sub", "subn", "split")


def _all_patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Each pattern by its source, and whether the package searches with it or only matches."""
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    for name in _modules():
        module = importlib.import_module(name)
        text = inspect.getsource(module)
        for attribute, value in vars(module).items():
            # Those that are made when first asked for hold patterns too.
            lazy = hasattr(value, "cache_info") and not _arguments(value)
            searched = not isinstance(value, re.Pattern) and not lazy
            searched |= any(f"{attribute}.{way}(" in text for way in _SEARCHES)
            searched |= any(f"{attribute}().{way}(" in text for way in _SEARCHES)
            for pattern in _patterns_of(value() if lazy else value):
                known = found.get(pattern.pattern, (pattern, False))
                found[pattern.pattern] = (pattern, known[1] or searched)
        for pattern, searched in _written_inline(text):
            known = found.get(pattern.pattern, (pattern, False))
            found[pattern.pattern] = (pattern, known[1] or searched)
    return found


def _written_inline(text: str) -> Iterator[tuple[re.Pattern[str], bool]]:
    """The patterns that a module writes where it uses them: `re.sub(r"…", …)`."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield re.compile(node.args[0].value), node.func.attr in _SEARCHES


def _arguments(function: object) -> int:
    wrapped = getattr(function, "__wrapped__", function)
    return len(inspect.signature(wrapped).parameters) if callable(wrapped) else 1


PATTERNS = _all_patterns()


def _seconds(pattern: re.Pattern[str], text: str, *, searched: bool) -> float:
    started = time.thread_time()
    pattern.match(text)
    pattern.fullmatch(text)
    if searched:
        pattern.search(text)
    return time.thread_time() - started


def _grows_too_fast(source: str, piece: str, beginning: str = "") -> bool:
    pattern, searched = PATTERNS[source]
    large = beginning + piece * (LARGE // len(piece)) + "!"
    took = _seconds(pattern, large, searched=searched)
    if took < NOTHING:
        return False
    # Once more, lest another program took the time.
    took = min(took, *(_seconds(pattern, large, searched=searched) for _ in range(3)))
    small = beginning + piece * (SMALL // len(piece)) + "!"
    less = min(_seconds(pattern, small, searched=searched) for _ in range(3))
    return took > NOTHING and took / max(less, 1e-6) > MOST_GROWTH


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 450


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_takes_longer_than_the_line_is_long(piece: str) -> None:
    slow = [source[:80] for source in PATTERNS if _grows_too_fast(source, piece)]
    assert slow == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
)
def test_no_mixture_of_pieces_makes_a_pattern_slow(piece: str, beginning: str) -> None:
    slow = [source[:80] for source in PATTERNS if _grows_too_fast(source, piece, beginning)]
    assert slow == []


_NESTED = re.compile(r"[+*]\)[+*]|[+*]\)\{\d+,\}")


def test_no_quantifier_without_bound_stands_in_another() -> None:
    assert [source for source in PATTERNS if _NESTED.search(source)] == []


_CLASS_OR_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_POSSESSIVE = re.compile(r"[*+?}]\+|\(\?>")


def _is_possessive(source: str) -> bool:
    return _POSSESSIVE.search(_CLASS_OR_ESCAPED.sub("x", source)) is not None


def test_no_quantifier_is_possessive() -> None:
    """Python before 3.11.5, Debian 12's among them, finds less by them (gh-106052)."""
    assert _is_possessive(r"<a>((?:[^<]++|<(?!/a>))*+)</a>")
    assert not _is_possessive(r"[-*+]+\++")
    assert [source for source in PATTERNS if _is_possessive(source)] == []
