"""Everything that is known of one episode, as `feed-builder show` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from feed_builder.build import PUBLIC, Progress, Request, read_project
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.model import Episode, ListedEpisode, ShowNotes
from feed_builder.naming import Named, meant
from feed_builder.read.episodes import page_slug
from feed_builder.read.sources import Sources
from feed_builder.snapshot import episode_to_dict, finding_to_dict

# Long texts and what is read when a page needs it.
_LEFT_OUT = {"notes", "article", "speeches", "waveform", "slug", "source"}


def episode_details(
    project: Path, name: str, *, now: datetime, progress: Progress | None = None
) -> dict[str, Any]:
    """What is known of the episode that `name` means (naming.py).

    Raises FeedBuilderError where it means none, or more than one, FindingsError where podcast.toml
    can't be read.
    """
    from feed_builder.read.tagged import as_known

    request = Request(project=project, output=project / PUBLIC, now=now, progress=progress)
    sources, found = read_project(request)
    reading = as_known(found, sources, project)
    if sources.config is None:
        raise FindingsError(reading.findings)
    listed = _meant(reading.listed, name)
    episodes = reading.show.episodes if reading.show else ()
    published = next((e for e in episodes if e.source == listed.file), None)
    own = {listed.file, *_beside(sources, listed.file)}
    return {
        **episode_to_dict(listed),
        **_front_matter(sources, listed.file),
        **(_published(published) if published else {}),
        "recording": _recording(sources, listed.file),
        "beside": sorted(own - {listed.file}),
        "findings": [finding_to_dict(f) for f in reading.findings if f.where in own],
    }


def _meant(listed: tuple[ListedEpisode, ...], name: str) -> ListedEpisode:
    found = meant(name, (_named(episode) for episode in listed))
    if found is None:
        raise FeedBuilderError(f"{name}: there is no such episode (`feed-builder list` lists all)")
    return found


def _named(episode: ListedEpisode) -> Named[ListedEpisode]:
    return Named(
        thing=episode,
        file=episode.file,
        title=episode.title,
        guid=episode.guid,
        number=episode.number,
        slug=page_slug(episode.file.removesuffix(".md")),
    )


def _beside(sources: Sources, file: str) -> list[str]:
    stem = file.removesuffix(".md")
    return [path for path in sources.tree.files if path.startswith(f"{stem}.")]


def _front_matter(sources: Sources, file: str) -> dict[str, Any]:
    """What its file says in words; published episodes say the rest."""
    found = next((e for e in sources.episodes if e.file == file), None)
    values = found.values if found else {}
    return {name: plain(value) for name, value in values.items() if name not in ("extra", "guid")}


def _published(episode: Episode) -> dict[str, Any]:
    told = plain(episode)
    season = told.pop("season", None)
    if season:
        told |= {"season": season["number"], "season_name": season.get("name")}
    notes: ShowNotes = episode.notes
    article = {"article": episode.article.title} if episode.article else {}
    words = len(notes.full.split())
    return {**told, **article, "summary": notes.summary, "words_in_notes": words}


def _recording(sources: Sources, file: str) -> dict[str, Any] | None:
    found = next((e for e in sources.episodes if e.file == file), None)
    if found is None or found.audio is None:
        return None
    facts = sources.facts[found.audio]
    told = plain(facts.audio) if facts.audio else {"error": facts.error}
    told.pop("chapters", None)
    return {"file": found.audio, **told}


def plain(value: Any) -> Any:
    """A value as JSON has it: moments by ISO 8601, spans in seconds; without what is not there."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in _LEFT_OUT}
        return {name: plain(one) for name, one in told.items() if one not in (None, (), "", False)}
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value
