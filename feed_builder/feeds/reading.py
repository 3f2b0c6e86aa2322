"""Bytes to a foreign feed: which format they are in, and who reads it."""

from __future__ import annotations

from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.feeds.rss import read_rss
from feed_builder.feeds.xml import parse


def read_feed(data: bytes, address: str | None) -> tuple[ForeignFeed, tuple[str, ...]]:
    """The feed in `data`, found at `address`, and what had to be mended; raises NotAFeedError."""
    root, warnings = parse(data)
    return read_rss(root, address), warnings
