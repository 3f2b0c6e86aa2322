"""Bytes to a foreign feed: which format they are in, and who reads it."""

from __future__ import annotations

from feed_builder.feeds.atom import read_atom
from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.feeds.jsonfeed import is_json, read_json_feed
from feed_builder.feeds.rss import read_rss
from feed_builder.feeds.xml import name_of, parse


def read_feed(
    data: bytes, address: str | None, charset: str | None = None
) -> tuple[ForeignFeed, tuple[str, ...]]:
    """The feed in `data`, found at `address`, and what had to be mended; raises NotAFeedError.

    `charset` is what the server says.
    """
    if is_json(data):
        return read_json_feed(data, address), ()
    root, warnings = parse(data, charset)
    read = read_atom if name_of(root) in ("atom:feed", "feed") else read_rss
    return read(root, address), warnings
