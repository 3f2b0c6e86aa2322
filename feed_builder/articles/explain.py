"""Why each block of an article was taken for what it is: `import --explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feed_builder.articles.blocks import ArticleSource, Block, Kind
from feed_builder.articles.bylines import is_byline, is_date_line
from feed_builder.articles.folding import plain
from feed_builder.articles.furniture import is_ending, is_furniture
from feed_builder.articles.guests import credited
from feed_builder.articles.markers import find_caption, find_marker, is_article_read_aloud, is_label
from feed_builder.articles.pieces import pieces_of
from feed_builder.articles.sections import Section, Spot
from feed_builder.articles.spot import is_player
from feed_builder.text import shortened, without_control_characters

_SHOWN = 60


def explained(
    source: ArticleSource, sections: Sequence[Section], title: str | None
) -> tuple[str, ...]:
    """A line for each block: its line, its kind, what it was taken for or why not, its words.

    `sections` and `title` are what was made of `source`.
    """
    return tuple(_lines(source, sections, title))


def _lines(source: ArticleSource, sections: Sequence[Section], title: str | None) -> Iterator[str]:
    spots = {
        _key(item.block): item
        for section in sections
        for item in section.items
        if isinstance(item, Spot)
    }
    headings = {_key(section.heading) for section in sections if section.heading}
    texts = {_key(block) for section in sections for block in section.texts()}
    last = max((line for line, _ in (*spots, *headings, *texts)), default=0)
    for block in (piece for whole in source.blocks for piece in pieces_of(whole)):
        spot = spots.get(_key(block))
        if spot:
            why = _as_interview(spot)
        elif _key(block) in headings:
            why = "taken as a section's heading"
        elif _key(block) in texts:
            why = f"taken as text{_not_heard(block)}"
        else:
            why = _left_out(block, title, behind=block.line > last)
        yield f"{block.line}: {block.kind.value}: {why}: {_words(block)}"


def _key(block: Block) -> tuple[int, str]:
    """What tells a block from others: pages are often written on one line."""
    return block.line, plain(block.flat) or block.audio_url or block.page_url or ""


def _as_interview(spot: Spot) -> str:
    what = spot.marker.kind.replace("_", " ")
    names = ", ".join(guest.display_name for guest in spot.marker.guests) or "nobody named"
    played = "; with its player" if spot.has_player else ""
    return f"taken as an announcement ({what}; {names}{played})"


def _not_heard(block: Block) -> str:
    """Why a text that nearly announces something does not."""
    if block.kind is Kind.PLAYER or len(block.text) > 400:
        return ""
    if find_marker(block.text):
        return ""
    return " (a caption, but no player is beside it)" if find_caption(block.text) else ""


def _left_out(block: Block, title: str | None, *, behind: bool) -> str:
    text = block.flat
    rows = (
        (plain(text) == title, "taken as the article's title"),
        (is_date_line(text), "taken as the article's date"),
        (bool(credited(block)), "taken as a credit: who wrote or asked"),
        (is_byline(text), "taken as the line of the author"),
        (is_article_read_aloud(text), "left out: it reads the article itself aloud"),
        (is_player(block), "taken with the announcement beside it"),
        (block.kind is Kind.PLAYER, "left out: a player of which no address is known"),
        (block.kind is Kind.FOOTNOTE, "taken as a footnote"),
        (block.kind is Kind.RULE, "left out: a rule"),
        (block.kind is Kind.IMAGE, "left out of show notes: a picture"),
        (is_ending(text), "left out: what follows belongs to the page"),
        (is_furniture(text), "left out: a word of the page around the article"),
        (is_label(text), "taken with the announcement below it"),
        (behind, "left out: below the article's end, or a footnote"),
    )
    return next((why for holds, why in rows if holds), "left out: above the article's beginning")


def _words(block: Block) -> str:
    shown = without_control_characters(plain(block.flat) or block.title or block.audio_url or "")
    return f"“{shortened(shown, _SHOWN)}”"
