"""Exports of WordPress too large to hold: read post by post, so that memory stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from feed_builder.articles.blocks import ArticleSource, Kind
from feed_builder.articles.documents import Document
from feed_builder.articles.folding import fold
from feed_builder.articles.interviews import Found, find_interviews
from feed_builder.articles.wordpress import (
    Site,
    html_of,
    is_article,
    is_export,
    names_of,
    site_of,
    source_of,
)
from feed_builder.errors import ArticleError
from feed_builder.text import slug, words

MOST_BYTES = 2_000_000_000
_HEAD = 65_536
_MOST_KEPT = 300
# What XML 1.0 forbids and old databases hold; a parser would stop at it.
_FORBIDDEN = bytes(c for c in range(32) if c not in b"\t\n\r")
# A post without one of these, and without a player, announces nothing.
_STEMS = re.compile(
    r"ecout|entend|podcast|audio|interview|entretien|micro|invite|listen|hear|guest|conversation|"
    r"speak|talk|horen|hort|horb|hoeren|erzahl|gesprach|gast|mitschnitt|aufzeichn|escuch|oiga|oye|"
    r"entrevist|conversa|charla|\(\d{1,3}:\d\d\)|"
    r"ascolt|intervist|ospit|luister|hoor|gesprek|ouca|oica|ouvir|escut|convidad|enregistrement|"
    r"recording|grabacion|registrazion|opname|gravac|integral|table ronde|debat|woord|iframe|"
    r"\[embed|soundcloud|\.(?:mp3|m4a|ogg|wav)"
)


def may_announce(source: ArticleSource) -> bool:
    """Whether an article holds a player or a word that announcements are made of."""
    return any(
        block.kind is Kind.PLAYER or _STEMS.search(fold(block.text).text) for block in source.blocks
    )


def found_in(source: ArticleSource) -> Found | None:
    """What the finder finds in one of many articles; None where that announces nothing."""
    if not may_announce(source):
        return None
    try:
        return find_interviews(source)
    except ArticleError:
        return None


def stream_export(document: Document, path: Path) -> tuple[ArticleSource, ...]:
    """The posts in the export `path` that announce interviews, or the one that is asked for.

    The file is read twice: what posts share stands anywhere in it. Raises `ArticleError`.
    """
    _refuse_others(path)
    site = site_of(_elements(path))
    found: list[ArticleSource] = []
    posts = 0
    for item in _items(path):
        if is_article(item):
            posts += 1
            if _is_wanted(item, document.post) and (source := _source(item, site, document)):
                found += [source] if document.post or found_in(source) else []
        if len(found) > _MOST_KEPT:
            raise ArticleError(
                f"holds more than {_MOST_KEPT} posts that announce interviews: choose one "
                "with --post, or export one category or year at a time"
            )
    if not posts:
        raise ArticleError("is a WordPress export without a post that has a text")
    if not found:
        raise ArticleError(f"none of its {posts} posts {_why_none(document.post)}")
    return tuple(found)


def _source(item: Any, site: Site, document: Document) -> ArticleSource | None:
    """The article that a post is, unless its HTML holds nothing that announces."""
    asked = document.post is not None or _STEMS.search(fold(html_of(item)).text)
    return source_of(item, site, document) if asked else None


def _why_none(post: str | None) -> str:
    return f"is called “{post}”" if post else "announces an interview"


def _refuse_others(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_export(head):
        raise ArticleError("is larger than 20 MB, and no WordPress export: no article is")
    if b"<!ENTITY" in head:
        raise ArticleError("defines entities, which no export of WordPress does")
    if path.stat().st_size > MOST_BYTES:
        raise ArticleError("is larger than 2 GB: export one year at a time")


class _Clean:
    """A file without the bytes that XML forbids."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """The next bytes; nothing at the end only."""
        data = self._file.read(size)
        while data and not (kept := data.translate(None, _FORBIDDEN)):
            data = self._file.read(size)
        return kept if data else b""


def _elements(path: Path) -> Iterator[Any]:
    """Each author, language and item of an export; gone from memory once it was looked at."""
    with path.open("rb") as file:
        # UTF-16 holds such bytes in every letter.
        marked = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        file.seek(0)
        events = etree.iterparse(
            file if marked else _Clean(file),
            events=("end",),
            tag=("item", "language", "{*}author"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
            remove_comments=True,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise ArticleError(f"is broken XML: {error.msg}") from error


def _items(path: Path) -> Iterator[Any]:
    return (element for element in _elements(path) if element.tag == "item")


def _is_wanted(item: Any, post: str | None) -> bool:
    if post is None:
        return True
    name, title = names_of(item)
    return slug(name) == slug(post) or " ".join(words(post)) in " ".join(words(title))
