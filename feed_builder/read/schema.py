"""The keys a publisher may write, as tables: name, kind of value, meaning.

One `Key` is one row. Reading, error messages and the documentation all run off these rows.
"""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from feed_builder.categories import CATEGORIES
from feed_builder.language_tags import is_language_tag
from feed_builder.model import Category, Finding, Level
from feed_builder.read.shown import Fault as Fault
from feed_builder.read.shown import dotted, shown
from feed_builder.read.toml import Path, line_of
from feed_builder.text import has_control_characters

Kind = Callable[[object], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of podcast.toml or of a front matter.

    `kind` turns the written value into the wanted one or raises `Fault`; `keys` are those of a
    table; `many` says that it is an array of such tables. `example` is TOML. `way_out` is said
    where the key is missing, if writing the example would be wrong.
    """

    name: str
    meaning: str
    example: str
    kind: Kind | None = None
    keys: tuple[Key, ...] = ()
    many: bool = False
    required: bool = False
    source: str | None = None
    way_out: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text with its place: what a finding needs to name file and line."""

    where: str
    text: str
    first_line: int = 1

    def finding(self, path: Path, rule: str, message: str, fix: str, source: str | None) -> Finding:
        """An error about the value at `path`."""
        return Finding(
            rule=rule,
            level=Level.ERROR,
            where=self.where,
            line=line_of(self.text, path, self.first_line),
            message=message,
            fix=fix,
            source=source,
        )


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
        return read_table(_table(value, key), key.keys, document, hidden=hidden, path=path)
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
        read_table(table, key.keys, document, hidden=hidden, path=(*path, place))
        for place, table in enumerate(tables)
    ]
    return [values for values, _ in read], [fault for _, faults in read for fault in faults]


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
    return [
        document.finding(
            (*path, name),
            "key-unknown",
            f"{dotted((*path, name))}: there is no such key",
            _nearest(name, known),
            None,
        )
        for name in data
        if name not in known
    ]


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "the documentation lists the keys; see docs/"


def _missing(key: Key, document: Document, path: Path) -> Finding:
    message = f"{dotted((*path, key.name))} is missing"
    return document.finding(path, f"key-{key.name}", message, _way_out(key), key.source)


def _way_out(key: Key) -> str:
    return key.way_out or f"write {', '.join(key.example.splitlines())}"


# The kinds of values.


def text(limit: int | None = None, *, unit: str = "characters") -> Callable[[object], str]:
    """One line of text, not empty, at most `limit` characters or bytes (PSP-4: 255)."""

    def kind(value: object) -> str:
        if not isinstance(value, str):
            raise Fault(f"{shown(value)} is no text", 'write it between quotes: "…"')
        if has_control_characters(value):
            raise Fault(f"{shown(value)} holds a control character", "delete it and type it anew")
        line = re.sub(r"[ \t\r\n]+", " ", value).strip()
        if not line:
            raise Fault("is empty", "write some text, or leave the key out")
        size = len(line.encode()) if unit == "bytes" else len(line)
        if limit is not None and size > limit:
            raise Fault(f"is {size} {unit} long", f"at most {limit} are allowed: shorten it")
        return line

    return kind


_LONGEST_IDENTITY = 4000


def identity(value: object) -> str:
    """A guid, letter for letter: spaces belong to it (RSS-80, AntennaPod in clients.md)."""
    if not isinstance(value, str):
        raise Fault(f"{shown(value)} is no text", 'write it between quotes: "…"')
    if has_control_characters(value):
        raise Fault(f"{shown(value)} holds a control character", "delete it and type it anew")
    if not value.strip():
        raise Fault("is empty", "leave the key out: the next build writes one")
    if len(value) > _LONGEST_IDENTITY:
        raise Fault(f"is {len(value)} characters long", f"at most {_LONGEST_IDENTITY} are allowed")
    return value


def prose(value: object) -> str:
    """Text of several lines, which may be empty."""
    if not isinstance(value, str):
        raise Fault(f"{shown(value)} is no text", 'write it between quotes: "…"')
    if has_control_characters(value):
        raise Fault(f"{shown(value)} holds a control character", "delete it and type it anew")
    return value.strip()


def boolean(value: object) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    raise Fault(f"{shown(value)} is neither true nor false", "write true or false, without quotes")


_LARGEST_NUMBER = 999_999


def counting_number(value: object) -> int:
    """A whole number from 1 (PSP-60, PSP-61)."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        if value <= _LARGEST_NUMBER:
            return value
        raise Fault(f"{shown(value)} is too large", f"write at most {_LARGEST_NUMBER}")
    raise Fault(f"{shown(value)} is no whole number from 1", "write 1, 2, 3, … without quotes")


def one_of(*allowed: str) -> Kind:
    """One of a few words, as they are written here."""

    def kind(value: object) -> str:
        if value in allowed:
            return str(value)
        raise Fault(f"{shown(value)} is not allowed here", f"write {_either(allowed)}")

    return kind


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def web_address(value: object) -> str:
    """An absolute http or https URL in ASCII (RSS-27)."""
    address = text()(value)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise Fault(f"{shown(value)} is no web address", 'write "https://www.example.org/…"')
    if not address.isascii() or any(c in address for c in ' <>"{}|\\^`'):
        raise Fault(
            f"{shown(value)} holds a character that no web address can",
            "percent-encode it (é is %C3%A9), and write the host in punycode",
        )
    return address


def site_address(value: object) -> str:
    """A web address to which paths are added: it ends with a slash, without ? or #."""
    address = web_address(value)
    if "?" in address or "#" in address:
        raise Fault(f"{shown(value)} has a ? or a #", "write the address of the site's folder")
    return address if address.endswith("/") else f"{address}/"


def mail_address(value: object) -> str:
    """A mail address of the plain form (RSS-26)."""
    address = text(255)(value)
    if re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]+", address):
        return address
    raise Fault(f"{shown(value)} is no mail address", 'write "podcast@example.org"')


def language_tag(value: object) -> str:
    """A language of ISO 639-1, perhaps with a region (RSS-46, APL-23)."""
    tag = text()(value)
    if is_language_tag(tag):
        return tag
    raise Fault(f"{shown(value)} is no language code", 'write "fr", "en" or "fr-CA"')


def categories(value: object) -> tuple[Category, ...]:
    """One or two of Apple's categories, "Main" or "Main > Sub", main one first (CON-4)."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise Fault(f"{shown(value)} is no list of categories", 'write ["News > Politics"]')
    if len(names) > 2:
        raise Fault(f"names {len(names)} categories", "keep two: apps read no more")
    read = tuple(_category(name) for name in names)
    if len(set(read)) < len(read):
        raise Fault(f"names {shown(names[0])} twice", "name it once")
    return read


def _category(name: str) -> Category:
    main, _, sub = (part.strip() for part in name.partition(">"))
    if main not in CATEGORIES:
        raise Fault(f"{shown(name)} is none of Apple's categories", _near(main, tuple(CATEGORIES)))
    if sub and sub not in CATEGORIES[main]:
        raise Fault(f"{shown(sub)} does not stand under {main}", _near(sub, CATEGORIES[main]))
    return Category(main, sub or None)


def _near(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"one of: {', '.join(known) or 'none'}"


def show_guid(value: object) -> str:
    """A UUID in its usual spelling (P20-GUID-1)."""
    written = text()(value)
    try:
        if str(uuid.UUID(written)) == written.lower():
            return written.lower()
    except ValueError:
        pass
    raise Fault(f"{shown(value)} is no UUID", "`feed-builder init` makes one; keep it for ever")


def moment(value: object) -> datetime:
    """A date with a time and its distance from universal time (PSP-51)."""
    fix = "write 2024-01-31T08:00:00+01:00, without quotes"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise Fault(f"{shown(value)} does not say how far from universal time it is", fix)
        if 1970 < value.year < 2999:
            return value.astimezone(UTC).replace(microsecond=0)
    raise Fault(f"{shown(value)} is not a date and time", fix)


def day(value: object) -> date:
    """A date without a time."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Fault(f"{shown(value)} is not a date", "write 2024-01-31, without quotes")


def anything(value: object) -> object:
    """Whatever a publisher's own tools keep here."""
    return value
