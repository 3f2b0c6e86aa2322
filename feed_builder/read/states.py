"""Where each episode stands: published, waiting for audio, scheduled, broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from feed_builder.model import ListedEpisode, State
from feed_builder.read.episodes import ArticleFile, EpisodeFile
from feed_builder.read.files import ARTICLE_FILE
from feed_builder.read.media import FileFacts
from feed_builder.read.sources import Sources


def state_of(episode: EpisodeFile, facts: Mapping[str, FileFacts], now: datetime) -> State:
    """Where an episode stands at the moment `now`."""
    recording = episode.audio or episode.remote
    if recording is None or _is_elsewhere(episode, facts[recording]):
        return State.WAITING
    if facts[recording].error:
        return State.BROKEN
    return State.SCHEDULED if episode.values["published"] > now else State.PUBLISHED


def _is_elsewhere(episode: EpisodeFile, facts: FileFacts) -> bool:
    """Whether what is known is of another address than the one that the episode names."""
    return facts.url is not None and facts.url != episode.values.get("audio")


def listed_episodes(sources: Sources, states: Mapping[str, State]) -> tuple[ListedEpisode, ...]:
    """Every episode as `list` tells it, the oldest first."""
    lines = []
    for episode in sources.episodes:
        recording = episode.audio or episode.remote
        audio = sources.facts[recording].audio if recording else None
        lines.append(
            ListedEpisode(
                file=episode.file,
                state=states[episode.file],
                title=episode.values["title"],
                guid=episode.values.get("guid"),
                number=episode.values.get("number"),
                season=season_number(episode, sources.articles),
                published=episode.values["published"],
                duration=audio.duration if audio else None,
                length=audio.length if audio else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.published, line.number or 0, line.file)))


def season_number(episode: EpisodeFile, articles: Mapping[str, ArticleFile]) -> int | None:
    """The number of its season: its own, else its article's."""
    article = articles.get(episode.folder)
    own: int | None = episode.values.get("season")
    return own or (article.values["season"] if article else None)


def pages_out(pages: Mapping[str, str], listed: Iterable[ListedEpisode]) -> dict[str, str]:
    """Those of `pages`, addresses by file, that a link can lead to: what is `listed` as published.

    An article's page is there with its first episode.
    """
    out = {episode.file for episode in listed if episode.state is State.PUBLISHED}
    out |= {f"{file.rpartition('/')[0]}/{ARTICLE_FILE}" for file in out}
    return {file: page for file, page in pages.items() if file in out}
