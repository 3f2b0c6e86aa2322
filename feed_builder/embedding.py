"""`feed-builder embed`: the code that shows an episode, or an article's interviews, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.build import PUBLIC, Request, read_project
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.model import Article, Episode, Show
from feed_builder.naming import Named, meant, published
from feed_builder.read.files import ARTICLE_FILE, EPISODES
from feed_builder.records import dataclass

_NO_PLAYER = (
    "podcast.toml: `embed = false` in `[site]` leaves out the small player that the code "
    "would show: take that line out and build again, or print plain HTML, which needs no "
    "player (--plain)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Code for one episode; `marker` are the article's words behind which it belongs."""

    title: str
    guid: str
    html: str
    marker: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "marker": self.marker,
            "title": self.title,
            "guid": self.guid,
            "html": self.html,
        }


def codes(project: Path, name: str, *, now: datetime, plain: bool) -> list[Code]:
    """The code for the episode or the article called `name`; raises FeedBuilderError.

    An episode is shown in a frame unless it is to be `plain`; an article's interviews are plain.
    """
    from feed_builder.render.site import machines
    from feed_builder.render.site.embedding import article_players, plain_player

    show = _show(Request(project=project, output=project / PUBLIC, now=now))
    found = _named(show, name)
    if isinstance(found, Article):
        return [
            Code(title=e.title, guid=e.guid, html=html, marker=marker)
            for marker, e, html in article_players(show, found)
        ]
    if not plain and not show.site.embed:
        raise FeedBuilderError(_NO_PLAYER)
    html = plain_player(show, found) if plain else machines.iframe(found)
    return [Code(title=found.title, guid=found.guid, html=html)]


def _show(request: Request) -> Show:
    """The show as it is published: code that names a recording must name the file that is there."""
    from feed_builder.read.tagged import as_built

    sources, reading = read_project(request)
    if reading.show is None or any(finding.level == "error" for finding in reading.findings):
        raise FindingsError(reading.findings)
    built = as_built(reading, sources, request.project)
    return built.show or reading.show


def _named(show: Show, name: str) -> Episode | Article:
    found = meant(name, _things(show))
    if found is None:
        fact = f"{name}: is no episode and no article"
        raise FeedBuilderError(f"{fact} (`feed-builder list` tells what there is)")
    return found


def _things(show: Show) -> Iterator[Named[Episode | Article]]:
    yield from (published(episode) for episode in show.episodes)
    for article in show.articles:
        folder = f"{EPISODES}/{article.slug}"
        yield Named(
            thing=article,
            file=f"{folder}/{ARTICLE_FILE}",
            title=article.title,
            slug=article.slug,
            link=article.link,
            folder=folder,
        )
