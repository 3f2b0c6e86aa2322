"""TOML with places: every fault is told with the line on which it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from feed_builder.model import Finding, Level

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")
_AT_END = re.compile(r"\s*\(at end of document\)$")
_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))(?:\s*\.\s*[\w-]+)*\s*=""")
# A file with more broken lines than this is no TOML at all; the rest would be echoes.
_MOST_SYNTAX_FAULTS = 10


def parse_toml(
    text: str, where: str, first_line: int = 1
) -> tuple[dict[str, Any], list[Finding], frozenset[str]]:
    """The table in `text`, the syntax faults, and the top-level keys that those faults hid.

    A line that can't be read is told and left out, and reading goes on, so that one run names
    all faults. `first_line` is the line of the file on which `text` begins.
    """
    lines = text.split("\n")
    findings: list[Finding] = []
    hidden: set[str] = set()
    while True:
        try:
            return tomllib.loads("\n".join(lines)), findings, frozenset(hidden)
        except tomllib.TOMLDecodeError as error:
            index = _index_of_fault(str(error), lines)
            findings.append(_syntax_finding(str(error), where, first_line + index))
            hidden |= _top_level_key(lines[index])
            if not lines[index].strip() or len(findings) >= _MOST_SYNTAX_FAULTS:
                return {}, findings, frozenset({"*"})
            lines[index] = ""


def _index_of_fault(message: str, lines: Sequence[str]) -> int:
    at = _AT_LINE.search(message)
    if at:
        return min(int(at.group(1)), len(lines)) - 1
    return max((i for i, line in enumerate(lines) if line.strip()), default=0)


def _syntax_finding(message: str, where: str, line: int) -> Finding:
    fact = _AT_END.sub(", at the end of the file", _AT_LINE.sub("", message))
    return Finding(
        rule="toml-syntax",
        level=Level.ERROR,
        where=where,
        line=line,
        message=f"is no TOML: {fact[:1].lower()}{fact[1:]}",
        fix='write key = "text", numbers and true or false without quotes',
        source="TOML 1.0",
    )


def _top_level_key(line: str) -> set[str]:
    match = _KEY.match(line)
    return {next(group for group in match.groups() if group)} if match else set()


Path = tuple[str | int, ...]


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


def _places(text: str) -> dict[Path, int]:
    """The line, counted from 0, of each key and table of a TOML text."""
    places: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    inside: str | None = None
    for number, line in enumerate(text.split("\n")):
        if inside:
            inside = None if inside in line else inside
            continue
        header = _TABLE.match(line)
        if header:
            table = _table_path(header.group(1), header.group(2), counts)
            places.setdefault(table, number)
            continue
        for key in _top_level_key(line):
            places.setdefault((*table, key), number)
        inside = _opened_string(line)
    return places


def _table_path(bracket: str, name: str, counts: dict[str, int]) -> Path:
    parts: list[str | int] = [part.strip().strip("\"'") for part in name.split(".")]
    if bracket == "[[":
        counts[name] = counts.get(name, -1) + 1
        parts.append(counts[name])
    return tuple(parts)


def _opened_string(line: str) -> str | None:
    for quotes in ('"""', "'''"):
        if line.count(quotes) % 2:
            return quotes
    return None
