"""The keys a publisher may write, as tables: name, kind of value, meaning.

One `Key` is one row. Reading, error messages and the documentation all run off these rows.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from feed_builder.categories import CATEGORIES
from feed_builder.language_tags import is_language_tag
from feed_builder.model import Category, Finding, Level
from feed_builder.pieces import Later
from feed_builder.read.shown import Fault as Fault
from feed_builder.read.shown import shown
from feed_builder.read.toml import Path, line_of
from feed_builder.records import dataclass
from feed_builder.text import has_control_characters

Kind = Callable[[object], Any]

_IN_NO_ADDRESS = ' <>"{}|\\^`'
_IN_ADDRESS = "%/:=&?~#+!$,;'@*()[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of podcast.toml or of a front matter.

    `kind` turns the written value into the wanted one or raises `Fault`; `keys` are those of a
    table; `many` says that it is an array of such tables. `example` is TOML. `way_out` is said
    where the key is missing, if writing the example would be wrong. `check` raises `Fault` where
    the values of a table, each sound, don't go together. `elements` are those that it makes in a
    feed, as "channel/podcast:funding".
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
    check: Callable[[Mapping[str, Any]], None] | None = None
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text with its place: what a finding needs to name file and line.

    `source` is the text, or gives it as UTF-8 where it is asked for.
    """

    where: str
    source: str | Later = field(repr=False, compare=False)
    first_line: int = 1

    @property
    def text(self) -> str:
        """The text."""
        return self.source if isinstance(self.source, str) else self.source().decode()

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


# The kinds of values.

_K = TypeVar("_K", bound=Callable[[object], Any])


def described(**json_schema: Any) -> Callable[[_K], _K]:
    """Says of a kind what JSON Schema says of the values it takes, for editors."""

    def mark(kind: _K) -> _K:
        kind.json_schema = json_schema  # type: ignore[attr-defined]
        return kind

    return mark


def text(limit: int | None = None, *, unit: str = "characters") -> Callable[[object], str]:
    """One line of text, not empty, at most `limit` characters or bytes (PSP-4: 255)."""

    @described(type="string", minLength=1, **({"maxLength": limit} if limit else {}))
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


@described(type="string", minLength=1)
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


@described(type="string")
def prose(value: object) -> str:
    """Text of several lines, which may be empty."""
    if not isinstance(value, str):
        raise Fault(f"{shown(value)} is no text", 'write it between quotes: "…"')
    if has_control_characters(value):
        raise Fault(f"{shown(value)} holds a control character", "delete it and type it anew")
    return value.strip()


@described(type="boolean")
def boolean(value: object) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    raise Fault(f"{shown(value)} is neither true nor false", "write true or false, without quotes")


_LARGEST_NUMBER = 999_999


@described(type="integer", minimum=1)
def counting_number(value: object) -> int:
    """A whole number from 1 (PSP-60, PSP-61)."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        if value <= _LARGEST_NUMBER:
            return value
        raise Fault(f"{shown(value)} is too large", f"write at most {_LARGEST_NUMBER}")
    raise Fault(f"{shown(value)} is no whole number from 1", "write 1, 2, 3, … without quotes")


def one_of(*allowed: str) -> Kind:
    """One of a few words, as they are written here."""

    @described(enum=list(allowed))
    def kind(value: object) -> str:
        if value in allowed:
            return str(value)
        raise Fault(f"{shown(value)} is not allowed here", f"write {_either(allowed)}")

    return kind


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


@described(type="string", format="uri", pattern="^https?://")
def web_address(value: object) -> str:
    """An absolute http or https URL in ASCII (RSS-27)."""
    address = text()(value)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise Fault(f"{shown(value)} is no web address", _way_to_scheme(address))
    if not address.isascii() or any(c in address for c in _IN_NO_ADDRESS):
        raise Fault(
            f"{shown(value)} holds a character that no web address can", _way_to_ascii(address)
        )
    return address


def _way_to_scheme(address: str) -> str:
    """The address to write instead of one that is typed as people say it: www.example.org."""
    said = re.fullmatch(r"[a-z0-9-]+\.[a-z0-9.-]+(/[!-~]*)?", address, re.IGNORECASE)
    return f'write "https://{address}"' if said else 'write "https://www.example.org/…"'


def _way_to_ascii(address: str) -> str:
    """The address to write instead: the host in punycode, the rest percent-encoded."""
    parts = urlsplit(address)
    written = parts.hostname or ""
    try:
        host = written.encode("idna").decode()
    except ValueError:
        host = ""
    if not host or written not in parts.netloc or any(c in host for c in _IN_NO_ADDRESS):
        return "percent-encode it (é is %C3%A9), and write the host in punycode"
    netloc = parts.netloc.replace(written, host)
    return f'write "{quote(parts._replace(netloc=netloc).geturl(), safe=_IN_ADDRESS)}"'


@described(type="string", format="uri", pattern="^https?://[^?#]+$")
def site_address(value: object) -> str:
    """A web address to which paths are added: it ends with a slash, without ? or #."""
    address = web_address(value)
    if "?" in address or "#" in address:
        raise Fault(f"{shown(value)} has a ? or a #", "write the address of the site's folder")
    return address if address.endswith("/") else f"{address}/"


@described(type="string", format="email")
def mail_address(value: object) -> str:
    """A mail address of the plain form (RSS-26)."""
    address = text(255)(value)
    if re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]+", address):
        return address
    raise Fault(f"{shown(value)} is no mail address", 'write "podcast@example.org"')


@described(type="string", pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
def language_tag(value: object) -> str:
    """A language of ISO 639-1, perhaps with a region (RSS-46, APL-23)."""
    tag = text()(value)
    if is_language_tag(tag):
        return tag
    raise Fault(f"{shown(value)} is no language code", 'write "fr", "en" or "fr-CA"')


@described(
    anyOf=[
        {"$ref": "#/$defs/category"},
        {"type": "array", "items": {"$ref": "#/$defs/category"}, "minItems": 1, "maxItems": 2},
    ]
)
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
    import difflib  # where somebody mistyped

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"one of: {', '.join(known) or 'none'}"


@described(type="string", format="uuid")
def show_guid(value: object) -> str:
    """A UUID in its usual spelling (P20-GUID-1)."""
    written = text()(value)
    try:
        if str(uuid.UUID(written)) == written.lower():
            return written.lower()
    except ValueError:
        pass
    raise Fault(f"{shown(value)} is no UUID", "`feed-builder init` makes one; keep it for ever")


@described(type="string", format="date-time")
def moment(value: object) -> datetime:
    """A date with a time and its distance from universal time (PSP-51)."""
    fix = "write 2024-01-31T08:00:00+01:00, without quotes"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise Fault(f"{shown(value)} does not say how far from universal time it is", fix)
        if 1970 < value.year < 2999:
            return value.astimezone(UTC).replace(microsecond=0)
        fact = f"{shown(value)} lies outside the years that apps can show"
        raise Fault(fact, "write one of 1971 to 2998; say in the notes when it was recorded")
    raise Fault(f"{shown(value)} is not a date and time", fix)


@described(type="string", format="date")
def day(value: object) -> date:
    """A date without a time."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Fault(f"{shown(value)} is not a date", "write 2024-01-31, without quotes")


@described()
def anything(value: object) -> object:
    """Whatever a publisher's own tools keep here."""
    return value
