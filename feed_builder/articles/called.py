"""Announcements that call a footnote: "the interview with Jane DOE, mayor of Ashford [1]:"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind, one_line
from feed_builder.articles.folding import plain
from feed_builder.articles.footnotes import Footnotes
from feed_builder.articles.markers import find_marker
from feed_builder.articles.spot import Spot

_KINDS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE})


def without_calls(blocks: Iterable[Block], footnotes: Footnotes) -> list[Block]:
    """`blocks` with announcements that call no footnote: a call is part of nobody's name or role.

    The article keeps its calls: such a block remembers how it was `written`.
    """
    return [_without_calls(block, footnotes) for block in blocks]


def _without_calls(block: Block, footnotes: Footnotes) -> Block:
    if not footnotes.notes or block.kind not in _KINDS:
        return block
    text = footnotes.without_calls(block.text)
    if text == block.text.strip() or not find_marker(text):
        return block
    return replace(block, text=text, written=block.text)


def announced_as(spot: Spot) -> str:
    """The line that announces a recording as the article has it, its calls among it."""
    written = spot.block.written
    if written is None:
        return spot.marker.text
    found = find_marker(written)
    return found.text if found else plain(one_line(written))
