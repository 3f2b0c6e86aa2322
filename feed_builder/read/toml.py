"""TOML with places: every fault is told with the line on which it stands.

The standard library reads TOML but tells no places, and stops at the first fault. Here a text is
cut into statements, so that each can be tried alone and each key has a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from feed_builder.model import Finding, Level
from feed_builder.records import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""
      "{3}(?:[^\\]|\\.)*?(?:"{3}(?!")|\Z)     # text of several lines, perhaps never closed
    | '{3}.*?(?:'{3}(?!')|\Z)
    | "(?:[^"\\\n]|\\[^\n])*"?
    | '[^'\n]*'?
    | \#[^\n]*
    | \n | [\[{] | [\]}]
    | [^"'\#\n\[\]{}]+
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_KEY = re.compile(rf"\s*({_DOTTED})[ \t]*=")
_HEADER = re.compile(rf"\s*(\[\[?)[ \t]*({_DOTTED})")
_PARTS = re.compile(_PART)
# Where a statement begins for certain; and where none of the values in a bracket does.
_BEGINNING = re.compile(
    rf"^[ \t]*(?:{_DOTTED}[ \t]*=|\[\[?[ \t]*[A-Za-z_][\w.-]*[ \t]*\])", re.MULTILINE
)
_NO_VALUE = re.compile(
    rf"{_BEGINNING.pattern}|^[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_]", re.MULTILINE
)
_OPEN_TEXT = re.compile(r"(\"\"\"|''')(?!.*\1\Z).*", re.DOTALL)
_AT_LINE = re.compile(r" \(at line (\d{1,9}), column \d{1,9}\)$")
_AT_END = re.compile(r"\s*\(at end of document\)$")
_CONTROL = re.compile(r"Illegal character '(\\x[01][0-9a-f]|\\x7f|\\r)'")
_STANDS_ALREADY = re.compile(r"Cannot overwrite a value|Cannot declare .* twice|Duplicate")
# Nobody writes a key of so many parts; tables nested so deeply break what walks them.
_MOST_PARTS = 16
_DEEP = re.compile(rf"(?:\.[ \t]*{_PART}[ \t]*){{{_MOST_PARTS}}}")
# A file with more faults than this is no TOML at all; the rest would be echoes.
_MOST_SYNTAX_FAULTS = 10
_MOST_TOLD = 100
_EVERYTHING: Path = ()


@dataclass(frozen=True, slots=True)
class _Statement:
    """A key with its value, or a table's header: the lines it stands on, counted from 0.

    `next_begins` where a bracket or a text is never closed: the form of a line that is not its.
    """

    text: str
    first: int
    last: int
    next_begins: re.Pattern[str] | None = None

    @property
    def is_header(self) -> bool:
        return self.text.lstrip().startswith("[")


def parse_toml(
    text: str, where: str, first_line: int = 1
) -> tuple[dict[str, Any], list[Finding], frozenset[Path]]:
    """The table in `text`, the syntax faults, and the paths that those faults hid (() hides all).

    A statement that can't be read is told and left out, and reading goes on, so that one run names
    all faults. `first_line` is the line of the file on which `text` begins.
    """
    if not _DEEP.search(text):
        try:
            return tomllib.loads(text), [], frozenset()
        except (ValueError, RecursionError):
            pass
    return _recovered(text, where, first_line)


def _recovered(
    text: str, where: str, first_line: int
) -> tuple[dict[str, Any], list[Finding], frozenset[Path]]:
    lines = text.split("\n")
    findings: list[Finding] = []
    hidden: set[Path] = set()
    for statement, table in _in_tables(text):
        fault = _fault_of(statement)
        if fault:
            findings.append(_finding(fault, where, first_line + statement.first))
            if len(findings) == _MOST_TOLD:
                return {}, findings, frozenset({_EVERYTHING})
            hidden.add(_EVERYTHING if statement.next_begins else _hidden_by(statement, table))
            _leave_out(lines, statement)
        elif _EVERYTHING not in hidden and _under(table, hidden):
            _leave_out(lines, statement)
    while len(findings) <= _MOST_SYNTAX_FAULTS:
        try:
            return tomllib.loads("\n".join(lines)), findings, frozenset(hidden)
        except (ValueError, RecursionError) as error:
            at = _AT_LINE.search(str(error))
            index = min(int(at.group(1)), len(lines)) - 1 if at else len(lines) - 1
            findings.append(_finding(str(error), where, first_line + index))
            if not at or not lines[index].strip():
                break
            lines[index] = ""
    return {}, findings, frozenset({_EVERYTHING})


def _fault_of(statement: _Statement) -> str | None:
    """Why a statement is no TOML, taken alone."""
    match = (_HEADER if statement.is_header else _KEY).match(statement.text)
    if match and len(_names(match.group(match.lastindex or 1))) > _MOST_PARTS:
        return f"A key has more than {_MOST_PARTS} parts"
    try:
        tomllib.loads(statement.text)
    except RecursionError:
        return "Too many brackets within brackets"
    except ValueError as error:
        return str(error)
    return None


def _hidden_by(statement: _Statement, table: Path) -> Path:
    match = (_HEADER if statement.is_header else _KEY).match(statement.text)
    if match is None:
        return (*table, "")
    names = _names(match.group(match.lastindex or 1))
    return tuple(names[:1]) if statement.is_header else (*table, *names)


def _under(table: Path, hidden: set[Path]) -> bool:
    """Whether a table's header was unreadable: its keys would seem to be another table's."""
    return any(table[:length] in hidden for length in range(1, len(table) + 1))


def _leave_out(lines: list[str], statement: _Statement) -> None:
    for number in range(statement.first, statement.last + 1):
        lines[number] = ""


def _finding(message: str, where: str, line: int) -> Finding:
    fact, fix = _in_our_words(_AT_END.sub("", _AT_LINE.sub("", message)))
    return Finding(
        rule="toml-syntax",
        level=Level.ERROR,
        where=where,
        line=line,
        message=fact,
        fix=fix,
        source="TOML 1.0",
    )


def _in_our_words(said: str) -> tuple[str, str]:
    """What the standard library says of a fault, for people: the fact, and the way out."""
    control = _CONTROL.fullmatch(said)
    if control:
        return f"holds a control character, {control[1]}", "delete it and type it anew"
    if _STANDS_ALREADY.match(said):
        return "is no TOML: its name stands further up already", "delete one of the two"
    fact = said.partition("; use sys.")[0]
    return (
        f"is no TOML: {fact[:1].lower()}{fact[1:]}",
        'write key = "text", numbers and true or false without quotes',
    )


def line_of(text: str, path: Path, first_line: int = 1) -> int | None:
    """The line on which the key at `path` stands, or its table; None where it is not written.

    `path` names tables, keys and, for arrays of tables, places counted from 0.
    """
    places = _places(text)
    for length in range(len(path), 0, -1):
        line = places.get(path[:length])
        if line is not None:
            return first_line + line
    return None


@lru_cache(maxsize=1)
def _places(text: str) -> dict[Path, int]:
    """The line of each key and table, counted from 0; a file with many faults asks for many."""
    places: dict[Path, int] = {}
    for statement, table in _in_tables(text):
        for length in range(len(table) + 1):
            places.setdefault(table[:length], statement.first)
        key = _KEY.match(statement.text)
        if key and not statement.is_header:
            names = _names(key.group(1))
            for length in range(1, len(names) + 1):
                places.setdefault((*table, *names[:length]), statement.first)
    return places


def _in_tables(text: str) -> Iterator[tuple[_Statement, Path]]:
    """Every statement with the table it belongs to; a header belongs to the one it opens."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for statement in _statements(text):
        header = _HEADER.match(statement.text) if statement.is_header else None
        if header:
            table = _opened(header.group(1), _names(header.group(2)), counts)
        yield statement, table


def _opened(brackets: str, names: Sequence[str], counts: dict[Path, int]) -> Path:
    """The path of a table; for a table below an array of tables, below its newest."""
    path: Path = ()
    for place, name in enumerate(names):
        path = (*path, name)
        if brackets == "[[" and place == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _names(dotted: str) -> list[str]:
    """The parts of a key; of more than may be, no more than tell that."""
    parts = islice(_PARTS.finditer(dotted), _MOST_PARTS + 1)
    return [part.group().strip("\"'") for part in parts]


def _statements(text: str) -> Iterator[_Statement]:
    """Every statement.

    What one that is never closed takes in is given back, from the next line on that begins a
    statement: its faults are told in the same run.
    """
    first = 0
    for _ in range(_MOST_SYNTAX_FAULTS):
        found = list(_up_to_the_end(text, first))
        endless = found.pop() if found and found[-1].next_begins else None
        yield from found
        if endless is None or endless.next_begins is None:
            return
        begins = endless.next_begins.search(endless.text, endless.text.find("\n"))
        if begins is None:
            yield endless
            return
        taken = endless.text[: begins.start()]
        text, first = endless.text[begins.start() :], endless.first + taken.count("\n")
        yield _Statement(taken.rstrip("\n"), endless.first, first - 1)
    yield from _up_to_the_end(text, first)


def _up_to_the_end(text: str, first: int) -> Iterator[_Statement]:
    start, line, depth = 0, first, 0
    begin = piece = ""
    for token in _TOKEN.finditer(text):
        piece = token.group()
        begin = begin or piece.strip(" \t")[:1]
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(piece, 0)
        # A header ends with its line, whatever its brackets.
        if piece == "\n" and (depth <= 0 or begin == "["):
            yield from _statement(text[start : token.start()], first, line)
            start, first, depth, begin = token.end(), line + 1, 0, ""
        line += piece.count("\n")
    is_text = _OPEN_TEXT.fullmatch(piece)
    endless = (_BEGINNING if is_text else _NO_VALUE) if is_text or depth > 0 else None
    yield from _statement(text[start:], first, line, endless if line > first else None)


def _statement(
    text: str, first: int, last: int, next_begins: re.Pattern[str] | None = None
) -> Iterator[_Statement]:
    if text.strip() and not text.lstrip().startswith("#"):
        yield _Statement(text, first, last, next_begins)
