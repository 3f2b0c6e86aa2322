"""Broadcasts that are announced or under way: `podcast:liveItem`, an item of a kind of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from feed_builder.model import Show
from feed_builder.render import _numbers as numbers
from feed_builder.render._tags import Tag, attributes
from feed_builder.render.itunes import ITUNES
from feed_builder.render.shared_tags import SHARED, alternate, person

if TYPE_CHECKING:
    from feed_builder.podcasting20 import LiveItem

_CORE = ""


def live_items(show: Show) -> Iterable[Tag]:
    """Each with the elements that an item has; apps show it until it is taken away."""
    for item in show.tags.live_items if show.tags else ():
        given = attributes(
            status=item.status,
            start=numbers.iso(item.start),
            end=numbers.iso(item.end) if item.end else None,
        )
        yield Tag("liveItem", attributes=given, children=tuple(_inside(show, item)))


def _inside(show: Show, item: LiveItem) -> Iterator[Tag]:
    yield Tag("title", item.title, uri=_CORE)
    if item.notes:
        yield Tag("description", item.notes, uri=_CORE)
    yield Tag("link", item.link, uri=_CORE)
    yield Tag("guid", item.guid, {"isPermaLink": "false"}, uri=_CORE)
    if stream := item.enclosure:
        given = {"url": stream.url, "length": str(stream.length), "type": stream.type}
        yield Tag("enclosure", attributes=given, uri=_CORE)
    explicit = show.explicit if item.explicit is None else item.explicit
    yield Tag("explicit", numbers.boolean(explicit), uri=ITUNES.uri)
    yield from map(person, item.people)
    yield from map(alternate, item.alternates)
    if item.tags:
        for shared in SHARED:
            yield from shared(item.tags)
