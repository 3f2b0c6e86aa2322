"""`feed-builder master`: a new source beside the old one, as loud as it is to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from feed_builder.audio.extra import require_av
from feed_builder.audio.jobs import Job, Outcome, run_jobs
from feed_builder.errors import AudioError
from feed_builder.read import cache
from feed_builder.read.audio_keys import AudioSettings
from feed_builder.read.choice import Work, chosen, read_project
from feed_builder.records import dataclass
from feed_builder.stems import MASTERS

_TABLE = "masters.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """What came of one episode: the file that was made, or why there is none.

    `done` is what `audio.mastering.Mastered` says; None where nothing was made, for the `reason`.
    """

    episode: str
    source: str | None = None
    file: str | None = None
    done: Mapping[str, Any] | None = None
    reason: str | None = None
    failed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The master as `--json` prints it: LUFS, dBTP, dB, seconds, bit/s."""
        return {
            "episode": self.episode,
            "source": self.source,
            "file": self.file,
            **({} if self.done is None else self.done),
            "error" if self.failed else "left_alone": self.reason,
        }

    def lines(self) -> list[str]:
        """What to say of it."""
        if self.done is None:
            return [f"{self.source or self.episode}: {self.reason}"]
        done = self.done
        before, after = done["before"], done["after"]
        channels = "mono" if done["channels"] == 1 else "stereo"
        parts = [
            f"{before['integrated']:.1f} → {after['integrated']:.1f} LUFS",
            f"highest peak {before['true_peak']:.1f} → {after['true_peak']:.1f} dBTP",
            f"gain {done['gain_db']:+.1f} dB",
        ]
        if done["limited_db"]:
            parts.append(f"the limiter took {done['limited_db']:.1f} dB off the peaks")
        if done["trimmed_s"]:
            parts.append(f"{done['trimmed_s']:.1f} s of silence cut off")
        kind = f"{done['bitrate'] // 1000} kbit/s {channels} at {done['sample_rate'] / 1000:g} kHz"
        lines = [f"{self.file}: {', '.join(parts)}; {kind}"]
        return [*lines, f"{self.file}: {done['note']}"] if done["note"] else lines


def master_episodes(
    project: Path,
    names: Sequence[str],
    *,
    every: bool,
    wishes: Mapping[str, Any],
    force: bool,
    progress: Progress | None = None,
) -> list[Master]:
    """Make masters of the episodes that `names` mean, or of all.

    `wishes` stand before those of podcast.toml. A master that is up to date, or that somebody else
    made, is left alone unless `force` says otherwise. Raises AudioError without PyAV.
    """
    require_av("mastering")
    reading = partial(progress, "reading") if progress else None
    sources = read_project(project, reading)
    assert sources.config is not None
    settings = _settings(sources.config.audio, wishes)
    kept = cache.load(project, _TABLE)
    desk = _Desk(project, settings, kept, force=force)
    works = chosen(sources, names, every=every)
    for work in works:
        desk.take(work)
    desk.work(partial(progress, "mastering") if progress else None)
    cache.save(project, _TABLE, desk.kept)
    return [desk.results[work.episode.file] for work in works]


def _settings(audio: AudioSettings, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """What `audio.mastering.Wishes` takes."""
    own = {"loudness": audio.loudness, "true_peak": audio.true_peak, **audio.master}
    given = {name: value for name, value in wishes.items() if value is not None}
    settings = {**own, **given}
    return {**settings, "bitrate": settings.get("bitrate") or None}


class _Desk:
    """The masters to make, and what is known of those there are."""

    def __init__(
        self, project: Path, settings: dict[str, Any], kept: Mapping[str, Any], *, force: bool
    ) -> None:
        self.project, self.settings, self.force = project, settings, force
        self.kept = dict(kept)
        self.results: dict[str, Master] = {}
        self.jobs: dict[str, tuple[Work, Job, list[Any]]] = {}

    def take(self, work: Work) -> None:
        """Decide what to do with an episode."""
        source, file = work.recording, f"{work.stem}{MASTERS[self.settings.get('format', 'mp3')]}"
        if source is None:
            self._leave(work, "has no recording here yet", failed=False)
            return
        made_of = [_signature(self.project / source), self.settings]
        target = self.project / file
        others = [
            f"{work.stem}{suffix}" for suffix in MASTERS.values() if f"{work.stem}{suffix}" != file
        ]
        for other in others:
            if (self.project / other).exists():
                self._leave(work, f"{other} is in the way (delete it first)", failed=True)
                return
        if target.exists() and not self.force:
            known: Any = self.kept.get(file)
            is_ours = isinstance(known, list) and known[1:] == [_signature(target)]
            if not is_ours:
                self._leave(work, f"{file} is left alone: --force makes it anew", failed=False)
                return
            if known[0] == made_of:
                self._leave(work, f"{file} is up to date", failed=False)
                return
        job = Job(
            task="master",
            source=self.project / source,
            target=target,
            settings=self.settings,
        )
        self.jobs[file] = (work, job, made_of)

    def work(self, progress: Callable[[int, int], None] | None) -> None:
        """Make what was taken on; each is noted as soon as it is there."""
        told = (lambda share: progress(round(share * 100), 100)) if progress else None
        files = list(self.jobs)
        by_job = {id(job): file for file, (_, job, _) in self.jobs.items()}

        def done(job: Job, outcome: Outcome) -> None:
            self._settle(by_job[id(job)], outcome)

        run_jobs([self.jobs[file][1] for file in files], progress=told, done=done)

    def _settle(self, file: str, outcome: Outcome) -> None:
        work, _, made_of = self.jobs[file]
        if isinstance(outcome, AudioError):
            self._leave(work, str(outcome), failed=True)
            return
        self.kept[file] = [made_of, _signature(self.project / file)]
        self.results[work.episode.file] = Master(
            episode=work.episode.file, source=work.recording, file=file, done=outcome
        )

    def _leave(self, work: Work, reason: str, *, failed: bool) -> None:
        self.results[work.episode.file] = Master(
            episode=work.episode.file, source=work.recording, reason=reason, failed=failed
        )


def _signature(path: Path) -> list[int]:
    status = path.lstat()
    return [status.st_size, status.st_mtime_ns]
