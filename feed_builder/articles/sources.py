"""What may be named as an article: a file, a pipe, an address; and which of several is meant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from feed_builder.articles.addresses import is_web
from feed_builder.articles.blocks import ArticleSource
from feed_builder.articles.documents import Document
from feed_builder.articles.interviews import Found, find_interviews
from feed_builder.articles.readers import (
    MOST_BYTES,
    path_document,
    read_documents,
    stream_document,
)
from feed_builder.errors import ArticleError
from feed_builder.text import slug, words

STANDARD_INPUT = "-"
_MOST_LISTED = 20


def document_of(named: str | Path) -> Document:
    """What `named` stands for: a path, "-" for standard input, or an http(s) address.

    Raises `ArticleError`.
    """
    if isinstance(named, str) and named == STANDARD_INPUT:
        return stream_document(sys.stdin.buffer.read(MOST_BYTES + 1))
    if isinstance(named, str) and is_web(named):
        from feed_builder.articles.web import fetch_page

        return fetch_page(named.strip())
    return path_document(Path(named))


def read_articles(document: Document, post: str | None = None) -> tuple[ArticleSource, ...]:
    """The articles in `document`; with `post` the one of that title or name.

    Raises `ArticleError` where it holds none of that name.
    """
    sources = read_documents(replace(document, post=post))
    if post is None:
        return sources
    wanted = words(post)
    tests: tuple[Callable[[ArticleSource], bool], ...] = (
        lambda one: slug(one.name) == slug(post),
        lambda one: words(one.metadata.title or "") == wanted,
        lambda one: " ".join(wanted) in " ".join(words(one.metadata.title or "")),
    )
    for test in tests:
        fitting = tuple(source for source in sources if test(source))
        if fitting:
            return fitting
    raise ArticleError(f"{document.shown}: holds no post “{post}”{_listed(sources)}")


def the_one(sources: Sequence[ArticleSource], shown: str) -> tuple[ArticleSource, Found]:
    """The one article that announces interviews, with what is found in it.

    Raises `ArticleError` with `shown` where none does, or more than one.
    """
    if len(sources) == 1:
        try:
            return sources[0], find_interviews(sources[0])
        except ArticleError as error:
            raise ArticleError(f"{shown}: {error}") from error
    from feed_builder.articles.exports import found_in

    found = [(source, inside) for source in sources if (inside := found_in(source))]
    if len(found) == 1:
        source, inside = found[0]
        others = len(sources) - 1
        said = f"{others} more post{'s announce' if others > 1 else ' announces'} no interview"
        warned = replace(source, warnings=(*source.warnings, said))
        return warned, replace(inside, warnings=(*inside.warnings, said))
    if not found:
        raise ArticleError(f"{shown}: none of its {len(sources)} posts announces an interview")
    listed = _listed([source for source, _ in found])
    raise ArticleError(
        f"{shown}: {len(found)} posts announce interviews: choose one with --post{listed}"
    )


def _listed(sources: Sequence[ArticleSource]) -> str:
    lines = [f"\n  {one.name}: {one.metadata.title or ''}" for one in sources[:_MOST_LISTED]]
    more = len(sources) - _MOST_LISTED
    return "".join(lines) + (f"\n  and {more} more" if more > 0 else "")
