"""Podcasting 2.0 elements of a foreign feed as keys of ours."""

from __future__ import annotations

from typing import Any

from feed_builder.feeds.foreign import ForeignFeed, ForeignItem
from feed_builder.feeds.xml import name_of

_NO_KEY = "there is no key for it yet"


def item_values(item: ForeignItem) -> dict[str, Any]:
    """The front matter that an item's elements make; what has no key is left."""
    for element in item.podcast:
        item.leave(name_of(element), _NO_KEY)
    return {}


def show_values(feed: ForeignFeed) -> dict[str, Any]:
    """The keys of podcast.toml that a channel's elements make; what has no key is left."""
    for element in feed.podcast:
        feed.leave(name_of(element), _NO_KEY)
    return {}
