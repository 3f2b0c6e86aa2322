"""A podcast as somebody else's feed tells it: values as they are written, nothing decided yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from typing import Any

from feed_builder.feeds.xml import Element
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a feed that does not come along: the element, why, and of which item."""

    element: str
    why: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEnclosure:
    """A recording as a feed names it; `length` is what it says, in bytes."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTranscript:
    """A transcript as a feed names it."""

    url: str
    type: str = ""
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignPerson:
    """Somebody named in a feed."""

    name: str
    role: str | None = None
    group: str | None = None
    href: str | None = None
    img: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignChapter:
    """A chapter written in the feed itself; `start` in seconds."""

    start: float
    title: str
    href: str | None = None
    image: str | None = None


@dataclass(slots=True, kw_only=True)
class ForeignItem:
    """An item of a feed. It is filled while the feed is read and not changed afterwards.

    `guid` is letter for letter what stands in the feed; `notes` is HTML or plain text, `short`
    the shorter text beside it. `podcast` are the elements of Podcasting 2.0, `extras` values that
    have the name of the key they are for. Addresses are relative to `base` (xml:base).
    """

    guid: str | None = None
    permalink: bool = True
    title: str = ""
    link: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    notes: str = ""
    short: str = ""
    enclosure: ForeignEnclosure | None = None
    artwork: str | None = None
    duration: float | None = None
    author: str | None = None
    season: str | None = None
    number: str | None = None
    type: str | None = None
    explicit: bool | None = None
    block: bool = False
    people: list[ForeignPerson] = field(default_factory=list)
    chapters_url: str | None = None
    chapters: list[ForeignChapter] = field(default_factory=list)
    transcripts: list[ForeignTranscript] = field(default_factory=list)
    podcast: list[Element] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    base: str | None = None

    def add_recording(self, recording: ForeignEnclosure) -> None:
        """Take a recording: apps play the first one (RSS-73); others are the same in other forms.

        A picture or a text that stands before it is none.
        """
        first = self.enclosure
        if first and recording.url in (first.url, *self._others()):
            return
        if first and _is_none(first) and not _is_none(recording):
            self.enclosure, recording, first = recording, first, recording
        if first is None:
            self.enclosure = recording
        elif not recording.type or _is_none(recording):
            self.leave("enclosure", "is a second one that apps do not play (RSS-73)")
        else:
            length = {"length": recording.length} if recording.length else {}
            row = {"type": recording.type, **length, "source": [{"uri": recording.url}]}
            self.extras.setdefault("alternate_enclosure", []).append(row)

    def _others(self) -> list[str]:
        return [row["source"][0]["uri"] for row in self.extras.get("alternate_enclosure", ())]

    @property
    def shown(self) -> str:
        """How messages name it."""
        return self.title or self.guid or "an item without a title"

    def leave(self, element: str, why: str) -> None:
        """Note that an element of this item does not come along."""
        self.left.append(Left(element, why, self.shown))


@dataclass(slots=True, kw_only=True)
class ForeignFeed:
    """A feed, all its pages together; items in the order of the feed, newest first as a rule."""

    title: str = ""
    link: str | None = None
    self_url: str | None = None
    description: str = ""
    language: str | None = None
    copyright: str | None = None
    author: str | None = None
    owner_name: str | None = None
    owner_email: str | None = None
    managing_editor: str | None = None
    categories: list[tuple[str, str | None]] = field(default_factory=list)
    artwork: str | None = None
    explicit: bool | None = None
    type: str | None = None
    complete: bool = False
    block: bool = False
    locked: bool | None = None
    new_feed_url: str | None = None
    guid: str | None = None
    medium: str | None = None
    people: list[ForeignPerson] = field(default_factory=list)
    podcast: list[Element] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)
    next_page: str | None = None
    items: list[ForeignItem] = field(default_factory=list)
    live: list[ForeignItem] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def leave(self, element: str, why: str) -> None:
        """Note that an element of the channel does not come along."""
        self.left.append(Left(element, why))


def _is_none(recording: ForeignEnclosure) -> bool:
    """Whether an enclosure is neither sound nor film."""
    return recording.type.lower().startswith(("image/", "text/", "application/pdf"))


def counted(left: Iterable[Left]) -> list[dict[str, object]]:
    """What does not come along, each element with its reason once: how often, and where first."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in left:
        groups.setdefault((one.element, one.why), []).append(one.item)
    return [
        {"element": element, "why": why, "count": len(items), "first": items[0] or "the show"}
        for (element, why), items in groups.items()
    ]
