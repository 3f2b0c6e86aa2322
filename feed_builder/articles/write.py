"""The disk: text and recordings put in place, each file whole or not at all."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from feed_builder.articles.plan import Action, ImportPlan, What, Write
from feed_builder.articles.recordings import Match, shown
from feed_builder.articles.survey import EPISODES
from feed_builder.errors import ArticleError
from feed_builder.stems import AUDIO_SUFFIXES


def apply(project: Path, writes: Iterable[Write]) -> None:
    """Write the files of a plan, in its order; raises `ArticleError` where the disk refuses."""
    for write in writes:
        _put(project, write.path, BytesIO(write.text.encode()))


def copy_recordings(
    project: Path, plan: ImportPlan, matches: Iterable[Match], *, dry_run: bool
) -> tuple[Action, ...]:
    """Copy each matched recording and its sidecars beside its episode; never over another file."""
    actions: list[Action] = []
    for match in matches:
        episode = plan.files[match.interview.order - 1]
        if episode is None:
            why = f"not copied: the episode of “{match.interview.title}” was deleted"
            actions.append(Action(shown(match.recording.file), What.LEFT_ALONE, why))
            continue
        stem = episode.removesuffix(".md")
        for source in (match.recording.file, *match.recording.sidecars):
            suffix = source.name[len(match.recording.file.stem) :].lower()
            actions.append(copy_file(project, source, stem, suffix, dry_run=dry_run))
    return tuple(actions)


def copy_file(project: Path, source: Path, stem: str, suffix: str, *, dry_run: bool) -> Action:
    """Copy `source` to `stem` + `suffix` of the project, unless something lies there.

    An empty file of that name is nothing: a copy that went wrong, to be had again.
    """
    there = already(project, stem, suffix)
    empty = there == stem + suffix and _is_empty(project / there) and not _is_empty(source)
    if there and not empty:
        same = there == stem + suffix and _is_same(source, project / there)
        why = "" if same else f"there is a file already; {shown(source)} was not copied"
        return Action(there, What.UNCHANGED if same else What.LEFT_ALONE, why)
    if not dry_run:
        try:
            with source.open("rb") as opened:
                _put(project, stem + suffix, opened)
        except OSError as error:
            raise ArticleError(f"{shown(source)}: can't be read: {error.strerror}") from error
    what = What.UPDATED if empty else What.CREATED
    return Action(stem + suffix, what, f"from {shown(source)}")


def _is_empty(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == 0


def already(project: Path, stem: str, suffix: str) -> str | None:
    """The file that has this place: for a recording, any recording of the episode."""
    folder, _, name = stem.rpartition("/")
    suffixes = [suffix, *(sorted(AUDIO_SUFFIXES) if suffix in AUDIO_SUFFIXES else ())]
    place = project / folder
    names = {path.name.lower(): path.name for path in place.iterdir()} if place.is_dir() else {}
    found = (names.get(f"{name}{candidate}".lower()) for candidate in suffixes)
    return next((f"{folder}/{one}" for one in found if one), None)


def _is_same(first: Path, second: Path) -> bool:
    try:
        return filecmp.cmp(first, second, shallow=False)
    except OSError:
        return False


def _put(project: Path, path: str, content: IO[bytes]) -> None:
    """Make `path` whole or not at all: a temporary file in its folder takes its place."""
    target = inside(project, path)
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                shutil.copyfileobj(content, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        with suppress(OSError):  # one that holds something stays
            target.parent.rmdir()
        fact = f"{path}: can't be written: {error.strerror or error}"
        raise ArticleError(f"{fact} (mend that, then import again)") from error


def inside(project: Path, path: str) -> Path:
    """The file at `path`, unless a link would lead out of `episodes/`."""
    root, target = (project / EPISODES).resolve(), project / path
    if not target.parent.resolve().is_relative_to(root):
        raise ArticleError(f"{path}: leads out of {EPISODES}/ (a link?); nothing was written there")
    return target
