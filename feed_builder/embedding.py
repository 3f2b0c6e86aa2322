"""`feed-builder embed`: the code that shows an episode, or an article's interviews, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.build import PUBLIC, Request, read_project
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.model import Article, Episode, Show
from feed_builder.text import folded


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
    """What is called `name`: a guid, an address, a file, its stem, a title or a part of one."""
    for names in (_exact, _loose):
        found = {id(thing): thing for thing, known in names(show) if _is_called(name, known)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            listed = "; ".join(sorted(thing.title for thing in found.values()))
            raise FeedBuilderError(f"{name}: is the name of several: {listed} (name its file)")
    whole = [thing for thing in _things(show) if folded(name) in folded(thing.title)]
    if len(whole) == 1:
        return whole[0]
    several = "; ".join(thing.title for thing in whole[:5])
    fact = f"stands in several titles: {several}" if whole else "is no episode and no article"
    raise FeedBuilderError(f"{name}: {fact} (`feed-builder list` tells what there is)")


def _is_called(name: str, known: set[str]) -> bool:
    return name in known or name.removeprefix("./").rstrip("/") in known


def _things(show: Show) -> Iterator[Episode | Article]:
    yield from show.episodes
    yield from show.articles


def _exact(show: Show) -> Iterator[tuple[Episode | Article, set[str]]]:
    for episode in show.episodes:
        file = episode.source
        stem = file.removesuffix(".md")
        yield (
            episode,
            {episode.guid, episode.link, episode.link.rstrip("/"), file, stem, episode.slug},
        )
    for article in show.articles:
        folder = f"episodes/{article.slug}"
        own = {f"{folder}/article.md", folder, article.slug, article.link, article.link.rstrip("/")}
        yield article, own


def _loose(show: Show) -> Iterator[tuple[Episode | Article, set[str]]]:
    for episode in show.episodes:
        last = episode.source.rpartition("/")[2]
        yield episode, {episode.title, last, last.removesuffix(".md")}
    for article in show.articles:
        yield article, {article.title}
