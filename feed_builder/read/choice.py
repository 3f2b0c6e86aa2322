"""Which episodes a command is asked to work on, and what lies beside each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.naming import Named, meant
from feed_builder.read.episodes import EpisodeFile
from feed_builder.read.files import PAGE_SUFFIX, scan
from feed_builder.read.sources import Sources, read_and_keep
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An episode to work on. `recording` is what was recorded, not what was mastered of it."""

    episode: EpisodeFile
    recording: str | None

    @property
    def stem(self) -> str:
        """Its file without the suffix: what is made lies beside it."""
        return self.episode.file[: -len(PAGE_SUFFIX)]


def read_project(project: Path, progress: Callable[[int, int], None] | None = None) -> Sources:
    """What lies in the project; raises FindingsError where podcast.toml can't be read."""
    sources = read_and_keep(project, scan(project), {}, progress)
    if sources.config is None:
        raise FindingsError(sources.findings)
    return sources


def chosen(sources: Sources, names: Sequence[str], *, every: bool) -> tuple[Work, ...]:
    """The episodes that `names` mean, or all; raises FeedBuilderError for a name of none or two."""
    if every:
        return tuple(_work(sources, episode) for episode in sources.episodes)
    found = {episode.file: episode for episode in (_found(sources, name) for name in names)}
    return tuple(_work(sources, episode) for episode in found.values())


def _work(sources: Sources, episode: EpisodeFile) -> Work:
    stem = episode.file[: -len(PAGE_SUFFIX)]
    (recordings,) = sources.tree.beside(stem, AUDIO_SUFFIXES)
    return Work(episode=episode, recording=recordings[0] if recordings else None)


def _found(sources: Sources, name: str) -> EpisodeFile:
    found = meant(name, (_named(episode) for episode in sources.episodes))
    if found:
        return found
    broken = [f for f in sources.findings if f.level == "error" and name in f.where]
    if broken:
        raise FindingsError(broken)
    raise FeedBuilderError(f"{name}: there is no such episode (`feed-builder list` lists all)")


def _named(episode: EpisodeFile) -> Named[EpisodeFile]:
    return Named(
        thing=episode,
        file=episode.file,
        title=episode.values["title"],
        guid=episode.values.get("guid"),
        number=episode.values.get("number"),
        slug=episode.slug,
    )
