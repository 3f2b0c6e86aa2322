"""What a rule is, what a fault is, and which profiles there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from feed_builder.model import Level
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.check.markup import Element


class Profile(StrEnum):
    """By whose rules a feed is judged; `ALL` is everybody's."""

    APPLE = "apple"
    SPOTIFY = "spotify"
    PSP1 = "psp1"
    PODCASTING2 = "podcasting2"
    W3C = "w3c"
    ALL = "all"


SOURCES: Mapping[str, str] = {
    "RSS": "RSS Advisory Board, Best Practices Profile",
    "PSP": "PSP-1, The Podcast RSS Standard",
    "APL": "Apple, A Podcaster’s Guide to RSS",
    "P20": "Podcasting 2.0 namespace",
    "PLT": "directories’ delivery specifications",
    "ATOM": "RFC 4287 (Atom)",
    "PAGE": "RFC 5005 (feed paging)",
    "JF": "JSON Feed 1.1",
    "WS": "W3C WebSub",
    "OPML": "OPML 2.0",
    "DISC": "feed discovery",
    "PSC": "Podlove Simple Chapters",
    "MRSS": "Media RSS",
    "DC": "Dublin Core in RSS",
    "AUD": "Apple, audio requirements",
    "MIME": "media types of podcasts",
    "HST": "hosting of podcasts",
}
"""The standard behind each prefix of a row."""

_PROFILES = {
    "APL": Profile.APPLE,
    "AUD": Profile.APPLE,
    "PSP": Profile.PSP1,
    "P20": Profile.PODCASTING2,
    "PLT": Profile.SPOTIFY,
}


# Rules that hold for many elements: the rows of the element say more than theirs.
_GENERAL = (
    "element-",
    "attribute-",
    "text-",
    "url-",
    "number-",
    "podcast-attribute",
    "podcast-value",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its public name, how bad breaking it is, what it asks, and who asks for it.

    `rows` are rows of the checklist in docs/rules.md; `w3c` the messages of the W3C feed validator
    that say the same. In a profile of `strict` breaking it is an error. A rule that stands
    `everywhere` belongs to all profiles.
    """

    name: str
    level: Level
    asks: str
    rows: tuple[str, ...] = ()
    w3c: tuple[str, ...] = ()
    strict: frozenset[Profile] = frozenset()
    everywhere: bool = False

    def profiles(self) -> frozenset[Profile]:
        """The profiles that hold a feed to this rule."""
        if self.everywhere:
            return frozenset(Profile)
        asked = {_PROFILES[prefix(row)] for row in self.rows if prefix(row) in _PROFILES}
        return frozenset(
            asked | self.strict | {Profile.ALL} | ({Profile.W3C} if self.w3c else set())
        )

    def level_in(self, profile: Profile) -> Level:
        """How bad breaking it is by the rules of `profile`; the validator gives no hints."""
        if profile in self.strict:
            return Level.ERROR
        hinted = profile is Profile.W3C and self.w3c and self.level is Level.HINT
        return Level.WARNING if hinted else self.level

    def source(self, rows: Iterable[str] = ()) -> str:
        """Who asks for it, with the rows; `rows` are those of the element that breaks it."""
        general = self.name.startswith(_GENERAL)
        told = sources((tuple(rows) if general else ()) or self.rows)
        if self.w3c:
            told.append("W3C feed validator: " + ", ".join(self.w3c))
        return "; ".join(told)


def rule(
    name: str,
    level: str,
    asks: str,
    rows: str = "",
    w3c: str = "",
    *,
    strict: str = "",
    everywhere: bool = False,
) -> Rule:
    """A row of a table of rules: words between spaces stand for tuples."""
    return Rule(
        name=name,
        level=Level(level),
        asks=asks,
        rows=tuple(rows.split()),
        w3c=tuple(w3c.split()),
        strict=frozenset(Profile(word) for word in strict.split()),
        everywhere=everywhere,
    )


def prefix(row: str) -> str:
    """The standard that a row is of: "RSS" for "RSS-40"."""
    return row.partition("-")[0]


def sources(rows: Iterable[str]) -> list[str]:
    """The standards of `rows`, each with its rows."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(prefix(row), []).append(row)
    return [f"{SOURCES.get(name, name)} ({', '.join(of)})" for name, of in grouped.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where a rule is broken: the fact and the way out.

    `path` leads to the element ("channel/item[3]/enclosure"), `item` is the number of the episode
    in the file, counted from 1.
    """

    rule: str
    message: str
    fix: str = ""
    path: str = ""
    line: int | None = None
    item: int | None = None
    title: str = ""
    rows: tuple[str, ...] = ()

    @classmethod
    def at(
        cls, element: Element, rule: str, message: str, fix: str = "", rows: tuple[str, ...] = ()
    ) -> Fault:
        """A fault of `element`."""
        item = element.item
        return cls(
            rule=rule,
            message=message,
            fix=fix,
            path=element.path(),
            line=element.line,
            item=item.index if item else None,
            title=item.title() if item else "",
            rows=rows,
        )


def shown(value: str, limit: int = 60) -> str:
    """A value as a message shows it: on one line, short, in quotation marks."""
    flat = " ".join(value.split())
    return f"“{flat if len(flat) <= limit else flat[: limit - 1] + '…'}”"
