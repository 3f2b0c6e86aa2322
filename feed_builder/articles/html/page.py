"""A page of HTML to an article's blocks, and a piece of HTML to blocks."""

from __future__ import annotations

from pathlib import Path

from lxml.html import HtmlElement

from feed_builder.articles.addresses import Base
from feed_builder.articles.blocks import MOST_BLOCKS, ArticleSource, Block, Kind
from feed_builder.articles.html.article import article_head, article_of, between
from feed_builder.articles.html.facts import base_of, facts_of
from feed_builder.articles.html.notes import Notes, find_notes
from feed_builder.articles.html.spoken import recordings_of
from feed_builder.articles.html.tree import parsed, remove
from feed_builder.articles.html.walk import Walk
from feed_builder.articles.players import Players, with_players
from feed_builder.errors import ArticleError


def read_page(
    text: str, name: str, *, address: str | None = None, folder: Path | None = None
) -> ArticleSource:
    """The article of a whole page.

    `address` is where it was found on the web, `folder` where it lies on the disk: what its
    relative addresses are relative to. Raises `ArticleError`.
    """
    page = parsed(text)
    metadata = facts_of(page, address)
    base = base_of(page, address)
    players = Players(Base(base, folder))
    recordings = recordings_of(page, players)
    notes = find_notes(page)
    _keep_notes(page, notes)
    article = article_of(page)
    for note in notes.texts:
        if note is not article and article not in note.iterancestors():
            article.append(note)
    above = article_head(page, article)
    blocks = _blocks(article, players, notes, base)
    if above is not None:
        blocks = (*_head(above, article, players, base), *blocks)
    if not any(block.text for block in blocks):
        raise ArticleError("holds no text")
    return ArticleSource(
        name=name,
        blocks=blocks,
        metadata=metadata,
        recordings=recordings,
        warnings=players.warnings,
    )


def _head(
    above: HtmlElement, article: HtmlElement, players: Players, base: str | None
) -> tuple[Block, ...]:
    """What stands between a page's heading and the element that holds its article."""
    found: list[Block] = []
    for element in between(above, article):
        found += Walk(players, Notes(), base).over(element)
    small = [one for one in found if one.kind is Kind.PARAGRAPH and len(one.text) < 300]
    heading = Walk(players, Notes(), base).over(above)
    return (*heading, *small[:8])


def fragment_blocks(text: str, players: Players) -> tuple[Block, ...]:
    """The blocks of a piece of HTML, all of it; an empty piece has none."""
    if not text.strip():
        return ()
    page = parsed(f"<html><body>{text}</body></html>")
    for element in list(page.iter("script", "style", "form", "template")):
        remove(element)
    return _blocks(page, players, find_notes(page), players.base.address)


def _blocks(
    article: HtmlElement, players: Players, notes: Notes, page: str | None
) -> tuple[Block, ...]:
    blocks = with_players(Walk(players, notes, page).over(article), players)
    if len(blocks) > MOST_BLOCKS:
        raise ArticleError(
            f"has {len(blocks):,} paragraphs; no article has more than {MOST_BLOCKS:,}"
        )
    return _noted(blocks)


def _noted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` with the footnotes last, where a text has them."""
    notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    return (*(block for block in blocks if block.kind is not Kind.FOOTNOTE), *notes)


def _keep_notes(page: HtmlElement, notes: Notes) -> None:
    """Put footnotes that stand outside the article where its text ends."""
    holders = list(page.iter("article")) or list(page.iter("main"))
    if len(holders) != 1:
        return
    for text in notes.texts:
        if not any(one is holders[0] for one in text.iterancestors()):
            holders[0].append(text)
