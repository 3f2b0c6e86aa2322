"""The generated show: its folder is made once and kept, so that every run measures the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from benchmarks import prose, sound

_FIRST = datetime(2015, 1, 5, 6, 0, tzinfo=UTC)
_COMPLETE = ".complete-3"  # raise the number whenever what is generated changes
_COVER_SIDE = 1400

# `[site]` comes last: each subject of ours adds what it makes there.
_CONFIG = """\
title = "La revue à voix haute"
description = "Les entretiens de la revue, un article après l’autre."
link = "https://podcast.example.org/"
language = "fr"
author = "La revue"
categories = ["News > Politics"]
artwork = "cover.jpg"
explicit = false
type = "episodic"
guid = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"
copyright = "La revue"

[owner]
name = "La rédaction"
email = "podcast@example.org"

# No peer draws pictures.
[site]
pictures = false
"""

_EPISODE = """\
+++
guid = "00000000-0000-4000-8000-{number:012}"
title = "{title}"
published = {published}
number = {place}

[[people]]
name = "Camille Exemple {number}"
role = "guest"
title = "directrice d’usine"
+++

{notes}
"""

_ARTICLE = """\
+++
title = "L’industrie, article {season}"
season = {season}
author = "Claude Plume"
published = {day}
source = "https://example.org/articles/{season}"
+++

{text}
"""


@dataclass(frozen=True, slots=True)
class Episode:
    """A generated episode: where its files lie below the project, and what they say."""

    number: int
    place: int
    stem: str
    title: str
    published: datetime

    @property
    def notes(self) -> str:
        """Its show notes; made anew each time, so that measuring needs no memory for them."""
        return prose.notes(Random(self.number))


@dataclass(frozen=True, slots=True)
class Corpus:
    """A generated project, and the episodes in it."""

    project: Path
    episodes: tuple[Episode, ...]


def corpus(folder: Path, episodes: int, per_article: int) -> Corpus:
    """The show of so many episodes in `folder`; made unless it lies there whole.

    `per_article` says how many interviews an article has, 0 that there are no articles.
    """
    shape = f"{per_article}-per-article" if per_article else "flat"
    project = folder / f"{episodes}-{shape}"
    listed = tuple(_episodes(episodes, per_article))
    if not (project / _COMPLETE).exists():
        shutil.rmtree(project, ignore_errors=True)
        _write(project, listed, per_article)
        (project / _COMPLETE).touch()
    return Corpus(project, listed)


def _episodes(count: int, per_article: int) -> Iterator[Episode]:
    for index in range(count):
        season = index // per_article + 1 if per_article else 0
        folder = f"episodes/article-{season:04}" if season else "episodes"
        yield Episode(
            number=index + 1,
            place=index % per_article + 1 if per_article else index + 1,
            stem=f"{folder}/{index + 1:05}-entretien",
            title=f"Entretien {index + 1}\u00a0: l’atelier d’abord",
            published=_FIRST + timedelta(hours=9 * index),
        )


def _write(project: Path, episodes: tuple[Episode, ...], per_article: int) -> None:
    project.mkdir(parents=True)
    (project / "podcast.toml").write_text(_CONFIG, "utf-8")
    (project / "cover.jpg").write_bytes(_cover())
    recordings = sound.recordings()
    for episode in episodes:
        path = project / episode.stem
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        if per_article and episode.place == 1:
            season = (episode.number - 1) // per_article + 1
            (path.parent / "article.md").write_text(_article(season, episode), "utf-8")
        path.with_suffix(".md").write_text(episode_file(episode), "utf-8")
        recording = recordings[episode.number % len(recordings)]
        path.with_suffix(".mp3").write_bytes(sound.tagged(recording, episode.title))


def episode_file(episode: Episode) -> str:
    """The episode's file: front matter and notes."""
    return _EPISODE.format(
        number=episode.number,
        place=episode.place,
        title=episode.title,
        published=episode.published.isoformat(),
        notes=episode.notes,
    )


def _article(season: int, first: Episode) -> str:
    text = prose.article(Random(-season))
    return _ARTICLE.format(season=season, day=first.published.date(), text=text)


def _cover() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.linear_gradient("L").resize((_COVER_SIDE, _COVER_SIDE)).convert("RGB").save(out, "JPEG")
    return out.getvalue()
