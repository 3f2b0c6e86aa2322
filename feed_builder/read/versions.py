"""What is made of recordings for feeds and pages: renditions and waveforms, each made once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder.audio.extra import INSTALL, has_av
from feed_builder.audio.facts import from_dict, to_dict
from feed_builder.errors import AudioError
from feed_builder.model import Asset, AudioInfo, Finding, Level, Waveform
from feed_builder.read.audio_keys import AudioSettings
from feed_builder.read.made import Made, MadeFile
from feed_builder.read.media import FileFacts
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.podcasting20 import AlternateEnclosure

_MAKERS = 1  # changes when what makes them does
_WAVEFORM = "waveform"
_NAMES = {"opus": "Opus", "aac": "AAC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file made of a recording: `name` is "waveform" or that of a codec."""

    name: str
    file: MadeFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What was made of each recording, and what could not be."""

    by_file: Mapping[str, Sequence[Version]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Something to be made of a recording, and the name under which it is kept."""

    recording: str
    name: str
    key: str
    bitrate: int | None
    seconds: float


def make_versions(
    project: Path,
    recordings: Iterable[str],
    facts: Mapping[str, FileFacts],
    settings: AudioSettings,
    made: Made,
    progress: Callable[[int, int], None] | None = None,
) -> Versions:
    """What `settings` ask for, of `recordings`: made now where it is not there yet."""
    wanted = [one for file in recordings for one in _wanted(file, facts[file], settings)]
    # Two episodes may have the same recording.
    missing = list({one.key: one for one in wanted if made.file(one.key) is None}.values())
    findings = tuple(_made_now(project, missing, made, progress)) if missing else ()
    by_file: dict[str, list[Version]] = {}
    for one in wanted:
        file = made.file(one.key)
        if file:
            by_file.setdefault(one.recording, []).append(Version(name=one.name, file=file))
    return Versions(by_file=by_file, findings=findings)


def _wanted(file: str, facts: FileFacts, settings: AudioSettings) -> Iterator[_Wanted]:
    audio = facts.audio
    if audio is None:
        return
    asked: dict[str, int | None] = dict(settings.renditions)
    if settings.waveform:
        asked[_WAVEFORM] = None
    for name, bitrate in asked.items():
        parts = (_MAKERS, facts.sha256, name, bitrate)
        key = sha256(repr(parts).encode()).hexdigest()[:32]
        suffix = ".json" if name == _WAVEFORM else f".{name}"
        yield _Wanted(
            recording=file,
            name=name,
            key=f"{key}{suffix}",
            bitrate=bitrate,
            seconds=audio.duration.total_seconds(),
        )


def _made_now(
    project: Path,
    missing: Sequence[_Wanted],
    made: Made,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Finding]:
    if not has_av():
        yield _no_av(missing)
        return
    from feed_builder.audio.jobs import Job, Outcome, run_jobs

    try:
        made.place("")
    except OSError as error:
        yield _failed(missing[0], AudioError(f"{made.folder} can't be made: {error.strerror}"))
        return
    jobs = [
        Job(
            task="waveform" if one.name == _WAVEFORM else "encode",
            source=project / one.recording,
            target=made.place(one.key),
            settings={"codec": one.name, "bitrate": one.bitrate, "seconds": one.seconds},
        )
        for one in missing
    ]
    keys = {str(job.target): one for job, one in zip(jobs, missing, strict=True)}

    failed: dict[str, AudioError] = {}

    def take(job: Job, outcome: Outcome) -> None:
        one = keys[str(job.target)]
        try:
            if isinstance(outcome, AudioError):
                raise outcome
            made.add(one.key, _facts(one, made.folder / one.key))
        except AudioError as error:
            failed[one.key] = error

    run_jobs(jobs, progress=_in_percent(progress), done=take)
    made.save()
    yield from (_failed(one, failed[one.key]) for one in missing if one.key in failed)


def _facts(one: _Wanted, path: Path) -> dict[str, Any]:
    """What a feed says of a rendition: as its own bytes have it, not as they were ordered."""
    if one.name == _WAVEFORM:
        return {}
    from feed_builder.audio.probe import probe

    return {"audio": to_dict(probe(path))}


def _in_percent(progress: Callable[[int, int], None] | None) -> Callable[[float], None] | None:
    return (lambda share: progress(round(share * 100), 100)) if progress else None


def _no_av(missing: Sequence[_Wanted]) -> Finding:
    return Finding(
        rule="audio-extra",
        level=Level.WARNING,
        where="podcast.toml",
        message=f"[audio] asks for {len(missing)} files that are made with PyAV, which is not "
        "installed; the rest is built",
        fix=INSTALL,
    )


def _failed(one: _Wanted, error: AudioError) -> Finding:
    what = "waveform" if one.name == _WAVEFORM else f"{_NAMES[one.name]} version"
    return Finding(
        rule="audio-versions",
        level=Level.WARNING,
        where=one.recording,
        message=f"has no {what}: {error}",
    )


class VersionFiles:
    """Publishes what was made of recordings into `assets`."""

    def __init__(self, versions: Versions, base: str, assets: dict[str, Asset]) -> None:
        self.versions, self.base, self.assets = versions, base, assets

    def alternates(self, recording: str | None, name: str) -> tuple[AlternateEnclosure, ...]:
        """The renditions of a recording, published under `name` (P20-AE-1, P20-INT)."""
        return tuple(
            self._alternate(version, name)
            for version in self.versions.by_file.get(recording or "", ())
            if version.name != _WAVEFORM
        )

    def waveform(self, recording: str | None, name: str) -> Waveform | None:
        """The peaks of a recording, published under `name`."""
        for version in self.versions.by_file.get(recording or "", ()):
            if version.name == _WAVEFORM:
                url = self._publish(version.file, "waveforms", name, ".json")
                return Waveform(url=url, read=partial(_peaks, version.file.path))
        return None

    def _alternate(self, version: Version, name: str) -> AlternateEnclosure:
        from feed_builder.audio.encoding import CODECS
        from feed_builder.podcasting20 import AlternateEnclosure, Integrity, Source

        audio = _audio(version.file)
        digest = base64.b64encode(bytes.fromhex(version.file.sha256)).decode()
        url = self._publish(version.file, "media", name, audio.suffix)
        return AlternateEnclosure(
            type=audio.type,
            sources=(Source(uri=url),),
            length=version.file.length,
            bitrate=audio.bitrate,
            title=_NAMES[version.name],
            codecs=CODECS[version.name].codecs,
            integrity=Integrity(type="sri", value=f"sha256-{digest}"),
            rendition=version.name,
        )

    def _publish(self, file: MadeFile, folder: str, name: str, suffix: str) -> str:
        path = f"{folder}/{name}.{file.sha256[:8]}{suffix}"
        self.assets.setdefault(path, Asset(path, str(file.path)))
        return self.base + path


def _audio(file: MadeFile) -> AudioInfo:
    return from_dict(file.facts["audio"])


def _peaks(path: Path) -> tuple[int, ...]:
    try:
        return tuple(json.loads(path.read_bytes())["data"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
