"""Telling whether something would be rendered again as it was: by all that it is made of.

A page and a feed's entry are pure: the same values make the same bytes. So a digest of the values
says whether last time's bytes still hold, whatever file the values came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter

from feed_builder.model import Article, Episode, Show
from feed_builder.text import fingerprint

# Long texts are hashed as they are: the repr of one takes as long as rendering it.
_LONG = {"show_notes", "description", "text", "article"}
_short_of_episode = attrgetter(*(f.name for f in fields(Episode) if f.name not in _LONG))
_short_of_article = attrgetter(*(f.name for f in fields(Article) if f.name not in _LONG))


@dataclass(frozen=True, slots=True)
class Digests:
    """A name for each part of a show: `common` for what its episodes have no part in.

    Articles are found by their slugs, episodes stand in the show's order.
    """

    common: str
    articles: Mapping[str, str]
    episodes: tuple[str, ...]


def digests_of(show: Show, texts: Mapping[str, str] | None = None) -> Digests:
    """The digests of `show`.

    `texts` are the fingerprints of show notes and description, where they are known already, by
    the file that they come from.
    """
    articles = {article.slug: _article_digest(article) for article in show.articles}
    known = texts or {}
    return Digests(
        common=digest(without_episodes(show)),
        articles=articles,
        episodes=tuple(_episode_digest(e, articles, known.get(e.source)) for e in show.episodes),
    )


def without_episodes(show: Show) -> Show:
    """`show` without what changes whenever an episode does.

    What is made of this and one episode stays as it is when another episode changes.
    """
    return replace(show, episodes=(), articles=(), updated=datetime.min.replace(tzinfo=UTC))


def digest(*values: object) -> str:
    """A name for `values`: two that differ in anything that can be seen have different ones."""
    return sha256(repr(values).encode(errors="surrogatepass")).hexdigest()[:32]


def _article_digest(article: Article) -> str:
    return digest(_short_of_article(article), fingerprint(article.text))


def _episode_digest(episode: Episode, articles: Mapping[str, str], texts: str | None) -> str:
    article = articles[episode.article.slug] if episode.article else None
    texts = texts or fingerprint(episode.show_notes, episode.description)
    return digest(_short_of_episode(episode), article, texts)
