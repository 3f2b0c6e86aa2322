"""Reading a table of TOML by its keys: each value that fits, a finding for each that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from feed_builder.model import Finding
from feed_builder.read.schema import Document, Fault, Key
from feed_builder.read.shown import dotted, shown
from feed_builder.read.toml import Path

_MOST_UNKNOWN = 100  # Who has that many wrote another program's file.


def read_table(
    data: Mapping[str, Any],
    keys: Sequence[Key],
    document: Document,
    *,
    hidden: frozenset[Path] = frozenset(),
    path: Path = (),
) -> tuple[dict[str, Any], list[Finding]]:
    """The values of `data` that fit their `keys`, and a finding for each that does not.

    `hidden` are the paths of what may be written but could not be read: (): anything.
    """
    values: dict[str, Any] = {}
    findings = _unknown_keys(data, keys, document, path)
    for key in keys:
        if key.name in data:
            here = (*path, key.name)
            value, faults = _read_value(data[key.name], key, document, here, hidden)
            findings += faults
            if not faults:
                values[key.name] = value
        elif key.required and not hidden & {(), (*path, key.name)}:
            findings.append(_missing(key, document, path))
    return values, findings


def _read_value(
    value: object, key: Key, document: Document, path: Path, hidden: frozenset[Path]
) -> tuple[Any, list[Finding]]:
    try:
        if key.kind:
            return key.kind(value), []
        if key.many:
            return _read_tables(_tables(value, key), key, document, path, hidden)
        return _read_one(_table(value, key), key, document, path, hidden)
    except Fault as fault:
        message = f"{dotted(path)}: {fault.fact}"
        return None, [document.finding(path, f"key-{key.name}", message, fault.fix, key.source)]


def _read_tables(
    tables: Sequence[Mapping[str, Any]],
    key: Key,
    document: Document,
    path: Path,
    hidden: frozenset[Path],
) -> tuple[list[dict[str, Any]], list[Finding]]:
    read = [
        _read_one(table, key, document, (*path, place), hidden)
        for place, table in enumerate(tables)
    ]
    return [values for values, _ in read], [fault for _, faults in read for fault in faults]


def _read_one(
    table: Mapping[str, Any], key: Key, document: Document, path: Path, hidden: frozenset[Path]
) -> tuple[dict[str, Any], list[Finding]]:
    """The values of one table, which have to go together."""
    values, faults = read_table(table, key.keys, document, hidden=hidden, path=path)
    if key.check and not faults:
        try:
            key.check(values)
        except Fault as fault:
            message = f"{dotted(path)}: {fault.fact}"
            faults = [document.finding(path, f"key-{key.name}", message, fault.fix, key.source)]
    return values, faults


def _table(value: object, key: Key) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Fault(f"{shown(value)} is no table", _way_out(key))


def _tables(value: object, key: Key) -> list[Mapping[str, Any]]:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return value
    raise Fault(f"{shown(value)} is no list of tables", _way_out(key))


def _unknown_keys(
    data: Mapping[str, Any], keys: Sequence[Key], document: Document, path: Path
) -> list[Finding]:
    known = [key.name for key in keys]
    unknown = [name for name in data if name not in known]
    findings = [
        document.finding(
            (*path, name),
            "key-unknown",
            f"{dotted((*path, name))}: there is no such key",
            _nearest(name, known),
            None,
        )
        for name in unknown[:_MOST_UNKNOWN]
    ]
    if len(unknown) > _MOST_UNKNOWN:
        rest = len(unknown) - _MOST_UNKNOWN
        message = f"{rest} more keys that are none stand in this table"
        where = (*path, unknown[_MOST_UNKNOWN])
        findings.append(document.finding(where, "key-unknown", message, _nearest("", ()), None))
    return findings


def _nearest(name: str, known: Sequence[str]) -> str:
    import difflib  # where somebody mistyped

    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "the documentation lists the keys; see docs/"


def _missing(key: Key, document: Document, path: Path) -> Finding:
    message = f"{dotted((*path, key.name))} is missing"
    found = document.finding(path, f"key-{key.name}", message, _way_out(key), key.source)
    # An editor goes to where it can be added.
    return found if found.line else replace(found, line=document.first_line)


def _way_out(key: Key) -> str:
    return key.way_out or f"write {', '.join(key.example.splitlines())}"
