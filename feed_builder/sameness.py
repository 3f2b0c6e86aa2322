"""Telling whether something would be rendered again as it was: by all that it is made of.

A page and a feed's entry are pure: the same values make the same bytes. So a digest of the values
says whether last time's bytes still hold, whatever file the values came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import compress
from operator import attrgetter, ne

from feed_builder.model import Article, Episode, Show
from feed_builder.records import dataclass

# Long texts have a name of their own: the repr of one takes as long as rendering it.
_LONG = {"notes", "article"}
_short_of_article = attrgetter(*(f.name for f in fields(Article) if f.name not in _LONG))
_short_fields = [f for f in fields(Episode) if f.name not in _LONG]
_short_of_episode = attrgetter(*(f.name for f in _short_fields))
_usual = tuple(f.default for f in _short_fields)


@dataclass(frozen=True, slots=True)
class Digests:
    """A name for each part of a show: `common` for what its episodes have no part in.

    Articles are found by their slugs, episodes stand in the show's order. They are names to compare
    with those of the last build, which were found in the same way.
    """

    common: str
    articles: Mapping[str, str]
    episodes: tuple[str, ...]


def digests_of(show: Show) -> Digests:
    """The digests of `show`."""
    articles = {article.slug: _article_digest(article) for article in show.articles}
    return Digests(
        common=digest(without_episodes(show)),
        articles=articles,
        episodes=tuple(_episode_digest(episode, articles) for episode in show.episodes),
    )


def with_more(digests: Digests, told: Sequence[str | None]) -> Digests:
    """The digests of a show of which more is `told` than those are of, for each episode."""
    pairs = zip(digests.episodes, told, strict=True)
    return replace(digests, episodes=tuple(old + new if new else old for old, new in pairs))


def without_episodes(show: Show) -> Show:
    """`show` without what changes whenever an episode or a broadcast does.

    What is made of this and one episode stays as it is when another episode changes.
    """
    tags = replace(show.tags, live_items=()) if show.tags and show.tags.live_items else show.tags
    never = datetime.min.replace(tzinfo=UTC)
    return replace(show, episodes=(), articles=(), updated=never, tags=tags)


def digest(*values: object) -> str:
    """A name for `values`: two that differ in anything that can be seen have different ones."""
    return sha256(repr(values).encode(errors="surrogatepass")).hexdigest()[:32]


def _article_digest(article: Article) -> str:
    return digest(_short_of_article(article), article.notes.fingerprint)


def _episode_digest(episode: Episode, articles: Mapping[str, str]) -> str:
    article = articles[episode.article.slug] if episode.article else None
    # Two thirds of an episode are as they are without being told, and their repr takes as long.
    values = _short_of_episode(episode)
    told = bytes(map(ne, values, _usual))
    return digest(told, *compress(values, told), article, episode.notes.fingerprint)
