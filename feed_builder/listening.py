"""Listening to a project's recordings for `check`: each once, as long as it does not change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.audio.analysis import Analysis
from feed_builder.audio.extra import has_av
from feed_builder.audio.jobs import Job, Outcome, run_jobs
from feed_builder.check.sound import Wanted, sound_findings
from feed_builder.errors import AudioError
from feed_builder.model import Finding
from feed_builder.read import cache
from feed_builder.read.choice import read_project
from feed_builder.read.media import FileFacts

_TABLE = "sound.json"


def listen(
    project: Path, now: datetime, progress: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """What is wrong with the sound of what is published at `now`; nothing without PyAV."""
    if not has_av():
        return []
    sources = read_project(project)
    assert sources.config is not None
    audio = sources.config.audio
    wanted = Wanted(loudness=audio.loudness, true_peak=audio.true_peak)
    files = {
        episode.audio: sources.facts[episode.audio]
        for episode in sources.episodes
        if episode.audio and episode.audio in sources.facts and episode.values["published"] <= now
    }
    heard = _heard(project, files, progress)
    return [
        finding
        for file, analysis in heard.items()
        for finding in sound_findings(file, analysis, wanted)
    ]


def _heard(
    project: Path,
    files: Mapping[str, FileFacts],
    progress: Callable[[int, int], None] | None,
) -> dict[str, Analysis]:
    """What is heard in each of `files`, which are listened to only if that is not known."""
    code = cache.code_of("audio")
    kept = cache.load(project, _TABLE, code)
    now: dict[str, Any] = {}
    hashes = {file: facts.sha256 for file, facts in files.items() if facts.sha256 and facts.audio}
    missing = [file for file, sha256 in hashes.items() if sha256 not in kept]
    jobs = {file: Job(task="analyse", source=project / file) for file in missing}
    by_job = {id(job): file for file, job in jobs.items()}

    def take(job: Job, outcome: Outcome) -> None:
        if not isinstance(outcome, AudioError):
            now[hashes[by_job[id(job)]]] = outcome

    told = (lambda share: progress(round(share * 100), 100)) if progress else None
    try:
        run_jobs(list(jobs.values()), progress=told, done=take)
    finally:
        known = {sha256: kept[sha256] for sha256 in hashes.values() if sha256 in kept}
        if now or len(known) != len(kept):
            cache.save(project, _TABLE, known | now, code)
    heard = {file: _analysis((known | now).get(sha256)) for file, sha256 in hashes.items()}
    return {file: analysis for file, analysis in heard.items() if analysis}


def _analysis(told: Any) -> Analysis | None:
    try:
        return Analysis.from_dict(told)
    except (TypeError, KeyError, AttributeError):
        return None
