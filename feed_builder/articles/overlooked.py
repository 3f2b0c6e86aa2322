"""Lines that look like an announcement and were taken for text: told, so that a person can look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.durations import find_duration
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.forms import is_on_air, is_read_aloud, patterns
from feed_builder.articles.markers import Marker, examples, find_caption, is_label
from feed_builder.articles.names import surname_words
from feed_builder.articles.openings import find_opening
from feed_builder.articles.sections import Section
from feed_builder.articles.sentences import is_several_sentences
from feed_builder.articles.spot import Spot
from feed_builder.text import shortened

_LONGEST = 300
_SHOWN = 80
_MOST = 10
_MOST_LOOKED_AT = 2_000


def overlooked(sections: Sequence[Section]) -> tuple[str, ...]:
    """A sentence for each line of `sections` that nearly announces something, the first ten."""
    lines = [
        f"line {block.line} looks like an announcement but was taken for "
        f"{'a heading' if block.kind is Kind.HEADING else 'text'}: "
        f"“{shortened(plain(block.flat), _SHOWN)}” (write it as {examples()})"
        for block in _nearly(sections)
    ]
    return tuple(lines[:_MOST])


def _nearly(sections: Sequence[Section]) -> Iterator[Block]:
    heard = _heard(sections)
    texts = (block for section in sections for block in _read(section))
    for block in islice(texts, _MOST_LOOKED_AT):
        if block.kind is Kind.HEADING:
            caption = find_caption(block.text)
            if caption and caption.guests and not _surnames(caption) & heard:
                yield block
        elif block.kind in (Kind.PARAGRAPH, Kind.QUOTE) and _announces(block):
            yield block


def _read(section: Section) -> tuple[Block, ...]:
    return (*([section.heading] if section.heading else []), *section.texts())


def _heard(sections: Iterable[Section]) -> set[str]:
    """The surnames of all who are announced: a heading that names them announces nobody else."""
    spots = (item for section in sections for item in section.items if isinstance(item, Spot))
    return {name for spot in spots for name in _surnames(spot.marker)}


def _surnames(marker: Marker) -> set[str]:
    return {word for guest in marker.guests for word in surname_words(guest)}


def _announces(block: Block) -> bool:
    if len(block.text) > _LONGEST:
        return False
    shown = plain(block.flat).lstrip("> ")
    view = fold(shown)
    if is_several_sentences(shown) or is_read_aloud(view.text) or is_on_air(view.text):
        return False
    caption = find_caption(block.text)
    if is_label(block.text) or (caption and caption.guests):
        return True
    opening = find_opening(view, shown)
    closed = shown.rstrip().endswith(":") or (opening is not None and opening.closed)
    closed = closed or find_duration(shown) is not None
    return opening is not None and opening.hears and (closed or _names_somebody(view.text))


def _names_somebody(folded: str) -> bool:
    """Whether "Listen to the interview with …" goes on, be it with what is no name to us."""
    matches = (row.interview.match(folded) for row in patterns() if row.opening.match(folded))
    return any(match and match["link"] and not match["soft"] for match in matches)
