"""Values as TOML that the program will read again: each key is tried before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Table

from feed_builder.read.schema import Document, Fault, Key
from feed_builder.read.tables import read_table

Leave = Callable[[str, str], None]
"""Called with the name of what is left out, and why."""


def fitting(values: Mapping[str, Any], keys: Sequence[Key], leave: Leave) -> dict[str, Any]:
    """Those of `values` that their `keys` take; each other is told."""
    by_name = {key.name: key for key in keys}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        key = by_name.get(name)
        if key is None:
            leave(name, "there is no key for it")
        elif key.many:
            tables = [t for one in value if (t := _table(one, key, leave))]
            kept |= {name: tables} if tables else {}
        elif key.keys:
            table = _table(value, key, leave)
            kept |= {name: table} if table else {}
        elif (fault := _fault(key, value)) is not None:
            leave(name, fault)
        else:
            kept[name] = value
    return kept


def _table(values: Mapping[str, Any], key: Key, leave: Leave) -> dict[str, Any] | None:
    """A table's fitting values; None where one that it needs is not among them."""
    kept = fitting(values, key.keys, lambda name, why: leave(f"{key.name}.{name}", why))
    _, findings = read_table(kept, key.keys, Document("", ""))
    if findings:
        leave(key.name, findings[0].message)
        return None
    return kept


def _fault(key: Key, value: object) -> str | None:
    assert key.kind is not None
    try:
        key.kind(value)
    except Fault as fault:
        return fault.fact
    return None


def front_matter(values: Mapping[str, Any]) -> str:
    """`values` as an episode file's front matter, with its fences."""
    return f"+++\n{as_toml(values)}+++\n"


def as_toml(values: Mapping[str, Any]) -> str:
    """`values` as TOML: simple ones first, then tables."""
    document = tomlkit.document()
    for name, value in sorted(values.items(), key=lambda item: _is_table(item[1])):
        document.append(name, _item(value))
    return tomlkit.dumps(document)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _item(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        array = tomlkit.aot()
        for one in value:
            array.append(_as_table(one))
        return array
    return _as_table(value) if isinstance(value, dict) else tomlkit.item(value)


def _as_table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in sorted(values.items(), key=lambda item: _is_table(item[1])):
        table.append(name, _item(value))
    return table
