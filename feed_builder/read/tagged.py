"""Recordings as they are published: copies with tags, whose names say which bytes they hold.

A copy is made once: its hash is kept by what it was made of, and it is made anew only where it has
to be written. What can't be tagged is published as it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feed_builder.audio.tags.facts import values_of
from feed_builder.errors import AudioError
from feed_builder.files import is_running
from feed_builder.model import Asset, Enclosure, Episode, Finding, Level, Show
from feed_builder.podcasting20 import Integrity, Source
from feed_builder.read import cache
from feed_builder.read.config import Config
from feed_builder.read.covers import small_cover
from feed_builder.read.plain import plain_notes

if TYPE_CHECKING:
    from feed_builder.audio.tags.fields import Tags
    from feed_builder.read.show import Reading
    from feed_builder.read.sources import Sources

_TABLE: Final = "tagged.json"
_WRITERS: Final = ("audio/tags",)  # when they change copies are made anew
_SUFFIXES: Final = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wav")
_WITH_EXTRA: Final = ".m4a"  # its chapters need PyAV
_NAMES: Final = tuple(field.name for field in fields(Episode))
_told: Final = attrgetter(*_NAMES)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A copy to publish: of an episode's asset, with these tags; `key` says what it is made of.

    `tags` lack the notes, which are among the `values` that are made for a new copy. `rendition`
    names the alternate enclosure that it is, None for the enclosure itself.
    """

    episode: Episode
    asset: Asset
    tags: Tags
    values: Callable[[], dict[str, str | int]]
    key: str
    rendition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """A reading whose recordings have their tags, and the folder where new copies lie."""

    reading: Reading
    folder: Path | None = None

    def clear(self) -> None:
        """Remove what was not published."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def with_tags(
    reading: Reading,
    sources: Sources,
    project: Path,
    there: Container[str],
    progress: Progress | None = None,
) -> Tagging:
    """`reading` with a tagged copy for each recording; those `there` already are not made again."""
    show, config = reading.show, sources.config
    if show is None or config is None or not config.audio.tags:
        return Tagging(reading=reading)
    table = cache.load(project, _TABLE)
    copies = list(_copies(reading, show, sources, config))
    needed = [c for c in copies if not _is_there(c, table.get(c.key), there)]
    folder, made = _make(needed, project, progress) if needed else (None, {})
    known = {c.key: made.get(c.key) or table[c.key] for c in copies}
    if known != table:
        cache.save(project, _TABLE, known)
    return Tagging(reading=_published(reading, show, copies, known, folder), folder=folder)


def as_built(
    reading: Reading, sources: Sources, project: Path, progress: Progress | None = None
) -> Reading:
    """`reading` as it would be published, with the names that its recordings will have there.

    A copy of which nothing is known is made, and thrown away: its name is that of its bytes.
    """
    tagging = with_tags(reading, sources, project, _Anywhere(), progress)
    tagging.clear()
    return tagging.reading


class _Anywhere(Container[str]):
    """All paths: wherever something lies, it need not be made."""

    def __contains__(self, _: object) -> bool:
        return True


def as_known(reading: Reading, sources: Sources, project: Path) -> Reading:
    """`reading` as it would be published, as far as copies are known; nothing is made."""
    show, config = reading.show, sources.config
    if show is None or config is None or not config.audio.tags:
        return reading
    table = cache.load(project, _TABLE)
    known = [c for c in _copies(reading, show, sources, config) if _is_entry(table.get(c.key))]
    return _published(reading, show, known, table, None)


def _copies(reading: Reading, show: Show, sources: Sources, config: Config) -> Iterator[_Copy]:
    assets = {asset.path: asset for asset in reading.assets}
    hashes = {e.file: sources.facts[e.audio].sha256 for e in sources.episodes if e.audio}
    # An imported episode is on subscribers' disks: its bytes stay those that they have.
    for episode in (episode for episode in show.episodes if not episode.imported):
        for url, rendition in _files(episode):
            path = url.removeprefix(show.link)
            asset = assets.get(path)
            if asset and path.endswith(_SUFFIXES):
                recording = hashes.get(episode.source, path)
                yield _copy(episode, asset, recording, show, sources, config, rendition)


def _files(episode: Episode) -> Iterator[tuple[str, str | None]]:
    """The address of the enclosure, and those of its renditions with their names."""
    yield episode.enclosure.url, None
    for other in episode.alternates:
        if other.rendition:
            yield other.sources[0].uri, other.rendition


def _copy(
    episode: Episode,
    asset: Asset,
    recording: str | None,
    show: Show,
    sources: Sources,
    config: Config,
    rendition: str | None,
) -> _Copy:
    """`recording` says which bytes it is a copy of: their hash, or where they lie."""
    from feed_builder.audio.tags.fields import Tags

    artwork = episode.artwork or show.artwork
    tags = Tags(
        values=values_of(show, episode, "", config.link),
        seconds=episode.duration.total_seconds(),
        chapters=tuple(replace(chapter, image=None) for chapter in episode.chapter_list),
        picture=artwork.source,
        id3=config.audio.id3,
    )
    made_of = [
        cache.code_of(*_WRITERS),
        asset.path.rpartition("/")[2],
        recording,
        rendition,
        [sources.facts[file].sha256 for file in _pictures(tags)],
        tags.to_dict(),
        # Their words are found where a copy is made: for a thousand episodes that takes 0.1 s.
        sha256(episode.notes.raw[1].replace(show.link.encode(), config.link.encode())).hexdigest(),
        _extra() if asset.path.endswith(_WITH_EXTRA) and tags.chapters else None,
    ]
    return _Copy(
        episode=episode,
        asset=asset,
        tags=tags,
        values=partial(_values, show, episode, config.link),
        key=_digest(made_of),
        rendition=rendition,
    )


def _values(show: Show, episode: Episode, link: str) -> dict[str, str | int]:
    return values_of(show, episode, plain_notes(episode.notes.short), link)


def _extra() -> str | None:
    """The version of PyAV, which writes chapters into M4As; None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("av")
    except PackageNotFoundError:
        return None


def _digest(made_of: Sequence[Any]) -> str:
    return sha256(repr(made_of).encode(errors="surrogatepass")).hexdigest()[:32]


def _path(copy: _Copy, made: Mapping[str, Any]) -> str:
    """Where it is published: the name of its asset with the hash of its own bytes."""
    stem, _, suffix = copy.asset.path.rpartition(".")
    return f"{stem.rpartition('.')[0]}.{made['sha256'][:8]}.{suffix}"


def _is_there(copy: _Copy, known: Any, there: Container[str]) -> bool:
    return _is_entry(known) and (known["sha256"] is None or _path(copy, known) in there)


def _is_entry(known: Any) -> bool:
    """Whether a value of the kept table is one that was written."""
    is_table = isinstance(known, dict) and known.keys() == {"sha256", "length", "error"}
    return is_table and isinstance(known["length"], int)


def _make(
    copies: Sequence[_Copy], project: Path, progress: Progress | None
) -> tuple[Path, dict[str, Any]]:
    """The folder of new copies, and what is known of each by its key."""
    folder = _folder(project)
    try:
        return folder, _made(copies, project, folder, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _made(
    copies: Sequence[_Copy], project: Path, folder: Path, progress: Progress | None
) -> dict[str, Any]:
    from feed_builder.audio.child import Tagging as Job
    from feed_builder.audio.child import tag_all

    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(min(done, len(copies)), len(copies))

    pictures = {file for copy in copies for file in _pictures(copy.tags)}
    covers = {file: small_cover(project, file, folder) for file in sorted(pictures)}
    found: dict[str, Any] = {}
    left = list(copies)
    for keep in (True, False):  # what its own tags make impossible goes without them
        jobs = [_job(Job, c, folder, covers, keep=keep) for c in left]
        outcomes = tag_all(jobs, progress=one_more) if jobs else []
        failed = []
        for copy, job, outcome in zip(left, jobs, outcomes, strict=True):
            if isinstance(outcome, AudioError):
                failed.append(copy)
                job.target.unlink(missing_ok=True)
                found[copy.key] = {"sha256": None, "length": 0, "error": str(outcome)}
            else:
                told = None if keep else found[copy.key]["error"]
                found[copy.key] = {
                    "sha256": outcome.sha256,
                    "length": outcome.length,
                    "error": told,
                }
        left = failed
    return found


def _pictures(tags: Tags) -> list[str]:
    """The files of the project that are embedded: the cover, then the chapters' own."""
    return [p for p in (tags.picture, *(chapter.picture for chapter in tags.chapters)) if p]


def _job(
    make: Any,
    copy: _Copy,
    folder: Path,
    covers: Mapping[str, tuple[str, str] | None],
    *,
    keep: bool,
) -> Any:
    picture, kind = covers.get(copy.tags.picture or "") or (None, "image/jpeg")
    chapters = tuple(
        replace(chapter, picture=(covers.get(chapter.picture or "") or (None,))[0])
        for chapter in copy.tags.chapters
    )
    tags = replace(
        copy.tags,
        values=copy.values(),
        picture=picture,
        picture_type=kind,
        chapters=chapters,
        keep=keep,
    )
    return make(copy.asset.source, _target(folder, copy), tags)


def _target(folder: Path, copy: _Copy) -> Path:
    return folder / (copy.key + copy.asset.path[copy.asset.path.rindex(".") :])


def _folder(project: Path) -> Path:
    """A folder for this run: of the project, so that copies need only be moved, else any.

    What a run left that was killed is removed.
    """
    try:
        folder = cache.make_folder(project)
        for left in folder.glob("tagged.*"):
            number = left.name.rpartition(".")[2]
            if number.isdigit() and not is_running(int(number)):
                shutil.rmtree(left, ignore_errors=True)
        place = folder / f"tagged.{os.getpid()}"
        place.mkdir()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="feed-builder-"))
    return place


def _published(
    reading: Reading,
    show: Show,
    copies: Sequence[_Copy],
    known: Mapping[str, Any],
    folder: Path | None,
) -> Reading:
    """The reading with the copies in place of what they were made of."""
    assets = {asset.path: asset for asset in reading.assets}
    episodes = {episode.guid: episode for episode in show.episodes}
    findings = list(reading.findings)
    for copy in copies:
        made = known[copy.key]
        if made["error"]:
            findings.append(_left_out(copy, made))
        if made["sha256"]:
            path = _path(copy, made)
            assets.pop(copy.asset.path, None)
            target = _target(folder, copy) if folder else Path()
            assets.setdefault(path, Asset(path, target, passing=True))
            guid = copy.episode.guid
            episodes[guid] = _with_copy(episodes[guid], copy, show.link + path, made)
    shown = replace(show, episodes=tuple(episodes[e.guid] for e in show.episodes))
    return replace(reading, show=shown, assets=tuple(assets.values()), findings=tuple(findings))


def _with_copy(episode: Episode, copy: _Copy, url: str, made: Mapping[str, Any]) -> Episode:
    """`episode` with the address, the length and the hash of a copy."""
    if copy.rendition is None:
        enclosure = replace(episode.enclosure, url=url, length=made["length"])
        return _with_enclosure(episode, enclosure)
    digest = b64encode(bytes.fromhex(made["sha256"])).decode()
    alternates = tuple(
        replace(
            other,
            sources=(Source(uri=url),),
            length=made["length"],
            integrity=Integrity(type="sri", value=f"sha256-{digest}"),
        )
        if other.rendition == copy.rendition
        else other
        for other in episode.alternates
    )
    return replace(episode, alternates=alternates)


def _with_enclosure(episode: Episode, enclosure: Enclosure) -> Episode:
    # What `replace` does, in a third of its time: every episode comes by in every build.
    known = dict(zip(_NAMES, _told(episode), strict=True))
    return Episode(**known | {"enclosure": enclosure})


def _left_out(copy: _Copy, made: Mapping[str, Any]) -> Finding:
    what = "they are left out" if made["sha256"] else "it is published without tags"
    return Finding(
        rule="tags-read",
        level=Level.WARNING,
        where=copy.episode.source,
        message=f"the recording can't be tagged with its own tags kept: {made['error']}; {what}",
        fix="export the recording again, without tags",
    )
