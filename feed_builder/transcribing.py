"""`feed-builder transcribe`: transcripts by a model that runs here, marked as a machine's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from feed_builder.audio.jobs import Job, Outcome, run_jobs
from feed_builder.audio.speech_to_text import require_model
from feed_builder.errors import AudioError, FeedBuilderError
from feed_builder.read.choice import Work, chosen, read_project
from feed_builder.read.sources import Sources
from feed_builder.records import dataclass

_PATIENCE = 3600.0  # seconds: a large model takes long to say its first words
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed:
    """What came of one episode: the file that was written, or why there is none."""

    episode: str
    file: str | None = None
    cues: int | None = None
    reason: str | None = None
    failed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """What `--json` prints."""
        key = "error" if self.failed else "left_alone"
        return {"episode": self.episode, "file": self.file, "cues": self.cues, key: self.reason}

    def line(self) -> str:
        """What to say of it."""
        if self.file is None:
            return f"{self.episode}: {self.reason}"
        return f"{self.file}: {self.cues} cues; read it and correct it: until then it is marked"


def transcribe_episodes(
    project: Path,
    names: Sequence[str],
    *,
    every: bool,
    model: str | None,
    language: str | None,
    allow_download: bool,
    force: bool,
    progress: Progress | None = None,
) -> list[Transcribed]:
    """Write a transcript beside the episodes that `names` mean, or all that have none.

    `force` writes those anew that nobody has corrected; a person's are never touched. Raises
    AudioError without the extra or the model, FeedBuilderError where none is named.
    """
    sources = read_project(project, partial(progress, "reading") if progress else None)
    assert sources.config is not None
    named = model or sources.config.transcribe.get("model")
    if not named:
        fix = '[transcribe] model = "models/whisper-small"'
        raise FeedBuilderError(f"podcast.toml names no model to transcribe with (write {fix})")
    loaded = require_model(named, project, allow_download=allow_download)
    works = chosen(sources, names, every=every)
    left = {work.episode.file: _reason(sources, work, force=force) for work in works}
    jobs = {
        work.episode.file: Job(
            task="transcribe",
            source=project / (work.recording or ""),
            target=project / f"{work.stem}.vtt",
            settings={
                "model": loaded,
                "language": language or _language(sources, work),
                "allow_download": allow_download,
            },
            patience=_PATIENCE,
        )
        for work in works
        if left[work.episode.file] is None
    }
    bar = partial(progress, "transcribing") if progress else None
    # One at a time: a model takes all CPUs, and half of the memory there is.
    outcomes = run_jobs(list(jobs.values()), workers=1, progress=_in_percent(bar))
    made = dict(zip(jobs, outcomes, strict=True))
    return [_told(work, left[work.episode.file], made.get(work.episode.file)) for work in works]


def _in_percent(bar: Callable[[int, int], None] | None) -> Callable[[float], None] | None:
    return (lambda share: bar(round(share * 100), 100)) if bar else None


def _reason(sources: Sources, work: Work, *, force: bool) -> str | None:
    """Why an episode is left alone, None if it is not."""
    if work.recording is None:
        return "has no recording here yet"
    for file in work.episode.transcripts:
        facts = sources.facts[file].transcript
        if facts is None or not facts.is_automatic:
            return f"has a transcript that a person wrote: {file}"
        if not force:
            return f"has a transcript: {file} (--force makes it anew)"
    return None


def _language(sources: Sources, work: Work) -> str:
    assert sources.config is not None
    article = sources.articles.get(work.episode.folder)
    own = article.values.get("language") if article else None
    return str(sources.config.transcribe.get("language") or own or sources.config.language)


def _told(work: Work, reason: str | None, outcome: Outcome | None) -> Transcribed:
    episode = work.episode.file
    if outcome is None:
        return Transcribed(episode=episode, reason=reason)
    if isinstance(outcome, AudioError):
        return Transcribed(episode=episode, reason=str(outcome), failed=True)
    return Transcribed(episode=episode, file=f"{work.stem}.vtt", cues=outcome["cues"])
