"""Notes at the very end of an article, whatever they look like: "1. …", "(1) …", "1 – …".

Elsewhere a paragraph that begins with a number is a footnote only where it is called in its own
form; a run of them that closes the article, counted from 1, each called in the text, can be
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from feed_builder.articles.blocks import Block, Kind, one_line
from feed_builder.articles.furniture import is_ending, is_furniture

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST = 500
_LONGEST_HEADING = 40
_NOTE = re.compile(
    r"(?:(?:note|nota|noot|voetnoot|footnote|fußnote|anmerkung|anm\.|nb)\s?)?"
    r"\\?[\[(]?\^?(?P<label>\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\\?[\])]?(?:\(#[^()\s]{0,200}\))?"
    r"(?:\s?\\?[.):–—-]{1,2})?[\s\u00a0]{1,3}(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_RAISED = re.compile(r"(?P<label>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?P<text>\S.*)", re.DOTALL)


def endnotes(blocks: Sequence[Block], called: Container[str]) -> dict[int, dict[str, str]]:
    """The notes in each block of the run that closes `blocks`: labels and texts, by place.

    Nothing where they are not counted from 1, or one of them is not `called`.
    """
    found: dict[int, dict[str, str]] = {}
    for place in _from_the_end(blocks):
        notes = _notes_in(blocks[place])
        if notes is None:
            break
        found[place] = notes
    labels = [label for place in sorted(found) for label in found[place]]
    counted = labels == [str(number) for number in range(1, len(labels) + 1)]
    return found if counted and all(label in called for label in labels) else {}


def _from_the_end(blocks: Sequence[Block]) -> Iterator[int]:
    """The places of what may be notes, the last first; headings over them are passed by."""
    ends = (place for place, block in enumerate(blocks) if is_ending(block.flat))
    end = next(ends, len(blocks))
    for place in range(end - 1, max(-1, end - _MOST), -1):
        block = blocks[place]
        small = block.kind is Kind.HEADING and len(block.text) < _LONGEST_HEADING
        if block.kind is Kind.RULE or is_furniture(block.flat):
            continue
        if small and not _notes_in(block):
            return
        yield place


def _notes_in(block: Block) -> dict[str, str] | None:
    if block.kind not in (Kind.PARAGRAPH, Kind.LIST):
        return None
    whole = _note(block.text)
    lines = [_note(line) for line in block.text.split("\n")]
    rows = lines if len(lines) > 1 and all(lines) else [whole]
    found = [row for row in rows if row]
    labels = {label for label, _ in found}
    return dict(found) if found and len(labels) == len(found) else None


def _note(text: str) -> tuple[str, str] | None:
    match = _NOTE.match(text.strip()) or _RAISED.match(text.strip())
    if not match:
        return None
    return match["label"].translate(SUPERSCRIPTS), one_line(match["text"])
