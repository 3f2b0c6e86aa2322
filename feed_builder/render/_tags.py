"""XML elements as rows of tables, and the bridge that carries them through feedgen.

A tag is a function that yields `Tag`s for a show or an episode; nothing yielded, no element. The
order in a `Namespace`'s tuple is the order in the file.

An entry is made of its episode and of the show without its episodes, so that it can be taken over
from the last build as long as these two are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from lxml import etree

from feed_builder.model import Episode, Show
from feed_builder.records import dataclass
from feed_builder.sameness import without_episodes

# Without a version: a new release alone must not change a feed's bytes (HST-8).
GENERATOR = "Feed Builder"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tag:
    """An XML element: name, text, attributes, child elements.

    It stands in the namespace of its table, or in the one at `uri` ("": in none).
    """

    name: str
    text: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Tag, ...] = ()
    uri: str | None = None


ShowTag = Callable[[Show], Iterable[Tag]]
EpisodeTag = Callable[[Show, Episode], Iterable[Tag]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """An XML namespace with its tags for a channel and for an item, in the order of the file.

    Without a `uri` they stand in none, as RSS's own do.
    """

    prefix: str
    uri: str
    channel: tuple[ShowTag, ...] = ()
    item: tuple[EpisodeTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is added to a feed beyond feedgen's own elements, and what is mended in them."""

    namespaces: Sequence[Namespace] = ()
    mend_channel: Callable[[Any, Show], None] | None = None
    mend_item: Callable[[Any, Show, Episode], None] | None = None


class _ChannelExtension:
    """Adds a show's tags to feedgen's channel."""

    def __init__(self, extras: Extras, show: Show) -> None:
        self.extras, self.show = extras, show

    def extend_ns(self) -> dict[str, str]:
        return {n.prefix: n.uri for n in self.extras.namespaces if n.uri}

    def extend_rss(self, feed: Any) -> Any:
        return self._extend(feed, feed.find("channel"))

    def extend_atom(self, feed: Any) -> Any:
        return self._extend(feed, feed)

    def _extend(self, feed: Any, element: Any) -> Any:
        if self.extras.mend_channel:
            self.extras.mend_channel(element, self.show)
        for namespace in self.extras.namespaces:
            for tag in namespace.channel:
                append(element, namespace.uri, tag(self.show))
        return feed


class _ItemExtension:
    """Adds an episode's tags to feedgen's entry; `episode` is set when that is made."""

    episode: Episode

    def __init__(self, extras: Extras, common: Show) -> None:
        self.extras, self.common = extras, common

    def extend_rss(self, entry: Any) -> Any:
        return self._extend(entry)

    def extend_atom(self, entry: Any) -> Any:
        return self._extend(entry)

    def _extend(self, entry: Any) -> Any:
        if self.extras.mend_item:
            self.extras.mend_item(entry, self.common, self.episode)
        for namespace in self.extras.namespaces:
            for tag in namespace.item:
                append(entry, namespace.uri, tag(self.common, self.episode))
        return entry


def extensions(extras: Extras, show: Show) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """What feedgen makes the extension of the feed itself with, and one of each entry.

    The `episode` of an entry's is set afterwards.
    """
    common = without_episodes(show)
    return partial(_ChannelExtension, extras, show), partial(_ItemExtension, extras, common)


def append(parent: Any, uri: str, tags: Iterable[Tag]) -> None:
    """`tags` as the last children of `parent`, in the namespace `uri` ("": in none)."""
    for tag in tags:
        own = uri if tag.uri is None else tag.uri
        name = f"{{{own}}}{tag.name}" if own else tag.name
        element = etree.SubElement(parent, name, dict(tag.attributes) if tag.attributes else None)
        if tag.text is not None:
            element.text = tag.text
        if tag.children:
            append(element, uri, tag.children)


def rfc822(moment: datetime) -> str:
    """`moment` as RSS wants it, in universal time and English whatever the locale (RSS-20..25)."""
    at = moment.astimezone(UTC)
    return (
        f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} "
        f"{at:%H:%M:%S} +0000"
    )


def attributes(**values: str | None) -> dict[str, str]:
    """The attributes that have a value; a trailing underscore is not part of the name."""
    return {name.rstrip("_"): value for name, value in values.items() if value is not None}
