"""Broadcasts that a feed announces (podcast:liveItem), as files in live/. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from feed_builder.feeds.foreign import ForeignFeed, ForeignItem, Left
from feed_builder.feeds.markdown import to_markdown, words_of
from feed_builder.feeds.podcasting20 import item_values
from feed_builder.feeds.toml import fitting, front_matter
from feed_builder.feeds.values import moment
from feed_builder.read.files import LIVE
from feed_builder.read.item_tag_keys import LIVE_KEYS
from feed_builder.records import dataclass
from feed_builder.text import shortened, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLive:
    """A broadcast's file: its path in the project, its identity, what stands in it."""

    path: str
    guid: str
    text: str


def new_broadcasts(
    feed: ForeignFeed, known: Collection[str]
) -> tuple[tuple[NewLive, ...], tuple[Left, ...]]:
    """The broadcasts whose guids are not `known` here, and what of them does not come along."""
    made, left = [], []
    names: set[str] = set()
    for item in feed.live:
        guid = item.guid or item.link
        if guid is None:
            item.leave("podcast:liveItem", "has neither guid nor link")
        elif guid not in known:
            page = _page(item, guid, names)
            if page:
                made.append(page)
        left += item.left
    return tuple(made), tuple(left)


def _page(item: ForeignItem, guid: str, names: set[str]) -> NewLive | None:
    from feed_builder.feeds.plan import person_values

    values: dict[str, Any] = {
        "title": shortened(item.title or words_of(item.notes) or guid, 255),
        "guid": guid,
        "status": str(item.extras.get("status") or "pending").lower(),
        "start": moment(item.extras.get("start")),
        "end": moment(item.extras.get("end")),
        "link": item.link,
        "explicit": item.explicit,
        "people": [person_values(person) for person in item.people],
        **item_values(item, LIVE_KEYS),
    }
    if item.enclosure:
        stream = item.enclosure
        values["enclosure"] = {"url": stream.url, "type": stream.type, "length": stream.length or 0}
    told = {name: value for name, value in values.items() if value not in (None, [], "")}
    kept = fitting(told, LIVE_KEYS, item.leave)
    missing = [key.name for key in LIVE_KEYS if key.required and key.name not in kept]
    if missing == ["content_link"] and item.link:
        kept["content_link"] = [{"href": item.link, "text": values["title"]}]
    elif missing:
        item.leave("podcast:liveItem", f"has no {missing[0]}")
        return None
    name = stem = slug(values["title"])[:60].strip("-") or "live"
    while name in names:
        name = f"{stem}-{len(names) + 1}"
    names.add(name)
    notes = to_markdown(item.notes, item.base or item.link).markdown
    text = front_matter(kept) + (f"\n{notes}\n" if notes else "")
    return NewLive(path=f"{LIVE}/{name}.md", guid=guid, text=text)
