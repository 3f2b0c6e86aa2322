"""Show notes: the words of a section as Markdown, with its footnotes and the way to the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from feed_builder.articles.blocks import Block, Kind, one_line
from feed_builder.articles.footnotes import Footnote, Footnotes
from feed_builder.articles.languages import language_of, written_date
from feed_builder.records import dataclass

ARTICLE_FILE = "article.md"
# Longer notes are no notes; a page of a hundred thousand markers must not fill the disk.
MOST_CHARACTERS = 100_000
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The article that notes link back to."""

    title: str
    author: str | None
    day: date | None
    language: str | None
    url: str | None


def show_notes(blocks: Sequence[Block], footnotes: Footnotes, origin: Origin) -> str:
    """`blocks` as show notes, with the footnotes called in them and a link to the article."""
    text, called = footnotes.resolve("\n\n".join(_within_limit(blocks)))
    return "\n\n".join([part for part in (text, definitions(called), link_back(origin)) if part])


def _within_limit(blocks: Iterable[Block]) -> list[str]:
    kept: list[str] = []
    length = 0
    for block in blocks:
        length += len(block.text) + 2
        if length > MOST_CHARACTERS:
            return [*kept, "…"]
        heading = block.kind is Kind.HEADING
        kept.append(f"## {one_line(block.written or block.text)}" if heading else block.markdown)
    return kept


def definitions(footnotes: Iterable[Footnote]) -> str:
    """`footnotes` as Markdown defines them, one below the other."""
    return "\n\n".join(f"[^{note.id}]: {note.text}" for note in footnotes)


def link_back(origin: Origin) -> str:
    """A sentence that names and links the article, in its language.

    Without a known address it links the article's file beside the episode's: the build makes that
    the article's page.
    """
    language = language_of(origin.language)
    target = web_address(origin.url) if origin.url else ARTICLE_FILE
    parts = [f"{language.from_article} [{escaped(origin.title)}]({target})"]
    if origin.author:
        parts.append(f"{language.by} {escaped(origin.author)}")
    if origin.day:
        parts.append(written_date(origin.day, language))
    return ", ".join(parts) + "."


def escaped(text: str) -> str:
    """`text` for Markdown, with nothing in it that Markdown takes for a mark."""
    return _SPECIAL.sub(r"\\\1", text)


def web_address(url: str) -> str:
    """`url` in the characters of a web address (RFC 3986), which no Markdown mistakes."""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@*._-")
