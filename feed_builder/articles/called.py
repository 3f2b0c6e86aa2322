"""Announcements that call a footnote: "the interview with Jane DOE, mayor of Ashford [1]:"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from feed_builder.articles.blocks import LIST_MARK, Block, Kind, one_line
from feed_builder.articles.folding import plain
from feed_builder.articles.footnotes import Footnotes
from feed_builder.articles.markers import find_caption, find_marker
from feed_builder.articles.spot import Spot
from feed_builder.articles.told import LONGEST_PERSON, person_line

_KINDS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.LIST})


def without_calls(blocks: Iterable[Block], footnotes: Footnotes) -> list[Block]:
    """`blocks` with announcements that call no footnote: a call is part of nobody's name or role.

    The article keeps its calls: such a block remembers how it was `written`.
    """
    return [_without_calls(block, footnotes) for block in blocks]


def _without_calls(block: Block, footnotes: Footnotes) -> Block:
    if not footnotes.notes or block.kind not in _KINDS:
        return block
    text = footnotes.without_calls(block.text)
    if text == block.text.strip() or not (find_marker(text) or _names_somebody(block, text)):
        return block
    return replace(block, text=text, written=block.text.strip())


def _names_somebody(block: Block, text: str) -> bool:
    """Whether a line of a list or a caption may be who is heard."""
    if block.kind is Kind.LIST:
        return any(len(line) <= LONGEST_PERSON and person_line(line) for line in text.split("\n"))
    if block.kind is not Kind.PARAGRAPH or len(text) > LONGEST_PERSON:
        return False
    return bool(find_caption(text) or person_line(text))


def announced_as(spot: Spot) -> str:
    """The line that announces a recording as the article has it, its calls among it."""
    written = spot.block.written
    if written is None:
        return spot.marker.text
    found = find_marker(written)
    return found.text if found else _shown(written)


def _shown(written: str) -> str:
    return plain(one_line(LIST_MARK.sub("", written, count=1)))


def calling(spot: Spot, texts: Sequence[Block], footnotes: Footnotes) -> list[Block]:
    """What an announcement says, where it calls footnotes that its `texts` do not.

    The announcement itself is in no notes: without this, nor were those footnotes.
    """
    written = spot.block.written
    if written is None:
        return []
    resolved = {note.id for text in texts for note in footnotes.resolve(text.markdown)[1]}
    called = {note.id for note in footnotes.resolve(written)[1]}
    if called <= resolved:
        return []
    found = find_marker(written)
    said = (found.said if found else "") or _shown(written)
    if not called <= {note.id for note in footnotes.resolve(said)[1]}:
        said = _shown(written)
    return [Block(kind=Kind.PARAGRAPH, text=said[:1].upper() + said[1:], line=spot.block.line)]
