"""Headings by the rules of typography, for texts that mark none.

A heading is a line that stands alone, is short, begins like a sentence, does not end like one,
and has longer text below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.bylines import is_byline, is_date_line
from feed_builder.articles.folding import plain
from feed_builder.articles.furniture import is_furniture
from feed_builder.articles.markers import (
    find_caption,
    find_marker,
    is_label,
    is_several_sentences,
)
from feed_builder.articles.told import person_with_time_or_host

_LONGEST = 160
_MOST_WORDS = 28
# A question may be a heading, but a long one is the text's own.
_LONGEST_QUESTION = 90
# "Bilan 2023. Perspectives 2024" may be one too; two longer sentences are text.
_LONGEST_PAIR = 60
_NO_HEADING_ENDS = tuple(".,;:…")
# Quotes and brackets may close after a full stop, and footnotes be called there.
_AFTER_THE_END = "\"'»”’)[]^0123456789⁰¹²³⁴⁵⁶⁷⁸⁹ \u00a0\u202f"
_NUMBERED = re.compile(r"\d{1,2}\s?[.)]\s")
_BOLD = re.compile(r"(\*\*|__)(?P<text>[^*_\n]{1,200})\1[ \t]*:?$")
# A list of two short lines is no heading over a heading over a text.
_MOST_STACKED = 2


def with_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with their unmarked headings marked.

    Where an article marks headings of its own, only a paragraph that is bold from end to end is
    taken for one more; otherwise every line that looks like a heading and has text below it.
    """
    marked = any(block.kind is Kind.HEADING and (block.level or 1) > 1 for block in blocks)
    likely = [_is_bold(block) if marked else looks_like_heading(block) for block in blocks]
    likely = [one and not _is_caption(blocks, at) for at, one in enumerate(likely)]
    return tuple(
        _as_heading(block) if likely[at] and _heads_text(blocks, likely, at) else block
        for at, block in enumerate(blocks)
    )


def _is_caption(blocks: Sequence[Block], at: int) -> bool:
    """Whether "Interview with Jane Doe, mayor" has no text of its own below it."""
    if blocks[at].kind is Kind.HEADING:
        return False
    found = find_caption(blocks[at].flat)
    if person_with_time_or_host(blocks[at].flat):
        return True
    if not found or not found.guests:
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if below is None or below.kind is not Kind.PARAGRAPH:
        return True
    return looks_like_heading(below) or find_marker(below.flat) is not None


def looks_like_heading(block: Block) -> bool:
    """Whether a block could be a heading, by itself: what stands below it is another matter."""
    if block.kind is Kind.HEADING:
        return True
    if "\n" in block.text and block.kind is not Kind.PARAGRAPH:
        return False
    numbered = block.kind is Kind.LIST and _NUMBERED.match(block.text) is not None
    if block.kind is not Kind.PARAGRAPH and not numbered:
        return False
    return _reads_like_heading(plain(block.flat)) and not _is_something_else(block)


def _reads_like_heading(text: str) -> bool:
    if not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    first = text.lstrip("\"'«“‘¿¡([ \u00a0\u202f")[:1]
    if first.islower() or not (first.isalnum()):
        return False
    if len(text) > _LONGEST_PAIR and is_several_sentences(text):
        return False
    closed = text.rstrip(_AFTER_THE_END)
    if closed.endswith(("?", "!")):
        return len(text) <= _LONGEST_QUESTION
    return not closed.endswith(_NO_HEADING_ENDS)


def _is_something_else(block: Block) -> bool:
    text = block.flat
    return (
        ("](" in text and is_label(text))
        or is_furniture(text)
        or is_byline(text)
        or is_date_line(text)
        or find_marker(text) is not None
    )


def _is_bold(block: Block) -> bool:
    if block.kind is not Kind.PARAGRAPH or not _BOLD.fullmatch(block.flat):
        return False
    return looks_like_heading(block)


def _heads_text(blocks: Sequence[Block], likely: Sequence[bool], at: int) -> bool:
    """Whether longer text follows, or an announcement, with at most one heading between."""
    for below in range(at + 1, min(at + 1 + _MOST_STACKED, len(blocks))):
        if blocks[below].kind is Kind.HEADING:
            return True
        if not likely[below]:
            return _outweighs(blocks[below], blocks[at])
    return False


def _outweighs(below: Block, heading: Block) -> bool:
    if below.kind is not Kind.PARAGRAPH:
        return below.kind in (Kind.LIST, Kind.QUOTE, Kind.IMAGE, Kind.PLAYER)
    return len(below.text) > len(heading.text) or find_marker(below.flat) is not None


def _as_heading(block: Block) -> Block:
    if block.kind is Kind.HEADING:
        return block
    return replace(block, kind=Kind.HEADING, text=_without_bold(block), level=2)


def _without_bold(block: Block) -> str:
    return plain(block.flat) if _BOLD.fullmatch(block.flat) else block.flat
