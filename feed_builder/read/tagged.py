"""Recordings as they are published: copies with tags, whose names say which bytes they hold.

A copy is made once: its hash is kept by what it was made of, and it is made anew only where it has
to be written. What can't be tagged is published as it is.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feed_builder.errors import AudioError
from feed_builder.files import is_running
from feed_builder.model import Asset, Enclosure, Episode, Finding, Level, Show
from feed_builder.read import cache
from feed_builder.read.copies import Copy, copies_of, pictures
from feed_builder.read.covers import small_cover
from feed_builder.records import dataclass
from feed_builder.sameness import Digests, digests_of, with_more

if TYPE_CHECKING:
    from feed_builder.audio.tags.fields import Tags
    from feed_builder.read.show import Reading
    from feed_builder.read.sources import Sources

_TABLE: Final = "tagged.json"
_NAMES: Final = tuple(field.name for field in fields(Episode))
_told: Final = attrgetter(*_NAMES)
Progress = Callable[[int, int], None]
Covers = Mapping[str, tuple[str, str] | None]
"""For each picture of the project its small form: a file, and its media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """A reading whose recordings have their tags, and the folder where new copies lie."""

    reading: Reading
    folder: Path | None = None

    def clear(self) -> None:
        """Remove what was not published."""
        if self.folder:
            _remove(self.folder)


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
    digests = digests_of(show)
    copies = list(copies_of(reading, show, sources, config, digests))
    known = _known(copies, table)
    needed = [c for c in copies if not _is_there(c, known.get(c.name), there)]
    folder, made = _make(needed, project, progress) if needed else (None, {})
    known |= made
    if known != table:
        cache.save(project, _TABLE, known)
    reading = _published(reading, show, copies, known, folder, digests)
    return Tagging(reading=reading, folder=folder)


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
    digests = digests_of(show)
    copies = list(copies_of(reading, show, sources, config, digests))
    known = _known(copies, cache.load(project, _TABLE))
    there = [copy for copy in copies if copy.name in known]
    return _published(reading, show, there, known, None, digests)


def _known(copies: Sequence[Copy], table: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of those copies that were made before, by their names.

    Where all else but what is written changed, what is written tells.
    """
    known = {c.name: table[c.name] for c in copies if _is_entry(table.get(c.name))}
    new = [copy for copy in copies if copy.name not in known]
    by_key = {entry["key"]: entry for entry in table.values() if _is_entry(entry)} if new else {}
    return known | {c.name: by_key[c.plan.key] for c in new if by_key and c.plan.key in by_key}


def _path(copy: Copy, made: Mapping[str, Any]) -> str:
    """Where it is published: the name of its asset with the hash of its own bytes."""
    stem, _, suffix = copy.asset.path.rpartition(".")
    return f"{stem.rpartition('.')[0]}.{made['sha256'][:8]}.{suffix}"


def _is_there(copy: Copy, known: Any, there: Container[str]) -> bool:
    return _is_entry(known) and (known["sha256"] is None or _path(copy, known) in there)


def _is_entry(known: Any) -> bool:
    """Whether a value of the kept table is one that was written."""
    is_table = isinstance(known, dict) and known.keys() == {"key", "sha256", "length", "error"}
    return is_table and isinstance(known["length"], int)


def _entry(copy: Copy, sha256: str | None, length: int, error: str | None) -> dict[str, Any]:
    """What is kept of a copy: without a hash there is none."""
    return {"key": copy.plan.key, "sha256": sha256, "length": length, "error": error}


def _make(
    copies: Sequence[Copy], project: Path, progress: Progress | None
) -> tuple[Path, dict[str, Any]]:
    """The folder of new copies, and what is known of each by its name."""
    folder = _folder(project)
    try:
        return folder, _made(copies, project, folder, progress)
    except BaseException:
        _remove(folder)
        raise


def _made(
    copies: Sequence[Copy], project: Path, folder: Path, progress: Progress | None
) -> dict[str, Any]:
    from feed_builder.audio.child import Tagging as Job
    from feed_builder.audio.child import tag_all

    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(min(done, len(copies)), len(copies))

    files = {file for copy in copies for file in pictures(copy.plan.tags)}
    covers = {file: small_cover(project, file, folder) for file in sorted(files)}
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
                found[copy.name] = _entry(copy, None, 0, str(outcome))
            else:
                told = None if keep else found[copy.name]["error"]
                found[copy.name] = _entry(copy, outcome.sha256, outcome.length, told)
        left = failed
    return found


def _job(make: Any, copy: Copy, folder: Path, covers: Covers, *, keep: bool) -> Any:
    tags = partial(_tags, copy, covers, keep=keep)
    return make(Path(str(copy.asset.source)), Path(_target(folder, copy)), tags)


def _tags(copy: Copy, covers: Covers, *, keep: bool) -> Tags:
    """What is written into a copy, with all words and the small forms of its pictures."""
    picture, kind = covers.get(copy.plan.tags.picture or "") or (None, "image/jpeg")
    chapters = tuple(
        replace(chapter, picture=(covers.get(chapter.picture or "") or (None,))[0])
        for chapter in copy.plan.tags.chapters
    )
    return replace(
        copy.plan.tags,
        values=copy.values(),
        picture=picture,
        picture_type=kind,
        chapters=chapters,
        keep=keep,
    )


def _target(folder: Path, copy: Copy) -> str:
    return f"{folder}/{copy.name}{copy.asset.path[copy.asset.path.rindex('.') :]}"


def _folder(project: Path) -> Path:
    """A folder for this run: of the project, so that copies need only be moved, else any.

    What a run left that was killed is removed.
    """
    try:
        folder = cache.make_folder(project)
        for left in folder.glob("tagged.*"):
            number = left.name.rpartition(".")[2]
            if number.isdigit() and not is_running(int(number)):
                _remove(left)
        place = folder / f"tagged.{os.getpid()}"
        place.mkdir()
    except OSError:
        import tempfile

        return Path(tempfile.mkdtemp(prefix="feed-builder-"))
    return place


def _remove(folder: Path) -> None:
    import shutil  # slow to load, and most builds make no copy

    shutil.rmtree(folder, ignore_errors=True)


def _published(
    reading: Reading,
    show: Show,
    copies: Sequence[Copy],
    known: Mapping[str, Any],
    folder: Path | None,
    digests: Digests,
) -> Reading:
    """The reading with the copies in place of what they were made of.

    `digests` are those of the show without them.
    """
    assets = {asset.path: asset for asset in reading.assets}
    episodes = {episode.guid: episode for episode in show.episodes}
    findings = list(reading.findings)
    told: dict[str, str] = {}
    for copy in copies:
        made = known[copy.name]
        if made["error"]:
            findings.append(_left_out(copy, made))
        if made["sha256"]:
            path = _path(copy, made)
            assets.pop(copy.asset.path, None)
            target = _target(folder, copy) if folder else ""
            assets.setdefault(path, Asset(path, target, passing=True))
            guid = copy.episode.guid
            episodes[guid] = _with_copy(episodes[guid], copy, show.link + path, made)
            told[guid] = f"{told.get(guid, '')} {path} {made['length']} {made['sha256']}"
    return replace(
        reading,
        show=replace(show, episodes=tuple(episodes[e.guid] for e in show.episodes)),
        assets=tuple(assets.values()),
        findings=tuple(findings),
        digests=with_more(digests, [told.get(episode.guid) for episode in show.episodes]),
    )


def _with_copy(episode: Episode, copy: Copy, url: str, made: Mapping[str, Any]) -> Episode:
    """`episode` with the address, the length and the hash of a copy."""
    if copy.rendition is None:
        old = episode.enclosure
        enclosure = Enclosure(
            url=url, length=made["length"], type=old.type, recording=old.recording
        )
        return _with_enclosure(episode, enclosure)
    from feed_builder.podcasting20 import Integrity, Source

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


def _left_out(copy: Copy, made: Mapping[str, Any]) -> Finding:
    what = "they are left out" if made["sha256"] else "it is published without tags"
    return Finding(
        rule="tags-read",
        level=Level.WARNING,
        where=copy.episode.source,
        message=f"the recording can't be tagged with its own tags kept: {made['error']}; {what}",
        fix="export the recording again, without tags",
    )
