"""Telling whether something would be rendered again as it was: by all that it is made of.

A page and a feed's entry are pure: the same values make the same bytes. So a digest of the values
says whether last time's bytes still hold, whatever file the values came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter

from feed_builder.model import Article, Episode, Show

# Long texts are hashed as they are: the repr of one takes as long as rendering it.
_LONG = ("show_notes", "description")
_SHORT = tuple(f.name for f in fields(Episode) if f.name not in (*_LONG, "article"))
_long_of = attrgetter(*_LONG)
_short_of = attrgetter(*_SHORT)


def without_episodes(show: Show) -> Show:
    """`show` without what changes whenever an episode does.

    What is made of this and one episode stays as it is when another episode changes.
    """
    return replace(show, episodes=(), articles=(), updated=datetime.min.replace(tzinfo=UTC))


def digest(*values: object) -> str:
    """A name for `values`: two that differ in anything that can be seen have different ones."""
    return sha256(repr(values).encode(errors="surrogatepass")).hexdigest()[:32]


def episode_digests(show: Show) -> tuple[str, ...]:
    """The digest of each episode of `show` with its article, in their order."""
    articles = {id(article): digest(article) for article in show.articles}
    return tuple(_episode_digest(episode, articles) for episode in show.episodes)


def _episode_digest(episode: Episode, articles: Mapping[int, str]) -> str:
    article: Article | None = episode.article
    known = articles.get(id(article)) or digest(article)
    texts = [text.encode(errors="surrogatepass") for text in _long_of(episode)]
    seen = repr((_short_of(episode), known, [len(text) for text in texts]))
    return sha256(b"".join((seen.encode(errors="surrogatepass"), *texts))).hexdigest()[:32]
