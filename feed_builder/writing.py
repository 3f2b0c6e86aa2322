"""A new episode without an article: its file, with an identity, and its recording beside it."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from datetime import datetime
from pathlib import Path

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.files import part_of, replace_file
from feed_builder.read.config import Config, read_config
from feed_builder.read.episodes import is_article, read_page
from feed_builder.read.files import EPISODES, PAGE_SUFFIX, Tree, scan
from feed_builder.read.schema import Fault, text
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES
from feed_builder.text import has_control_characters, slug

_NOTES = {
    "fr": "De quoi il est question, en Markdown.",
    "en": "What it is about, in Markdown.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEpisode:
    """What is asked for: `folder` is below episodes/, `audio` a recording to copy beside it."""

    title: str
    published: datetime
    type: str = "full"
    folder: str = ""
    number: int | None = None
    audio: Path | None = None
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: paths relative to the project."""

    file: str
    guid: str
    audio: str | None


def write_episode(project: Path, new: NewEpisode) -> Made:
    """Write the file of a new episode; nothing that exists is overwritten.

    Raises FeedBuilderError where it can't be, FindingsError where podcast.toml can't be read.
    """
    config, faults = read_config(project)
    if config is None:
        raise FindingsError(faults)
    title = _checked(new.title, "the title")
    guests = tuple(_checked(guest, "a guest's name") for guest in new.guests)
    tree = scan(project)
    folder = _folder(new.folder)
    number = new.number
    if number is None and new.type == "full" and config.type == "serial":
        number = _next_number(project, tree, folder)
    stem = _stem(folder, title, number)
    audio = _copy_of(new.audio, stem)
    for file in (stem + PAGE_SUFFIX, audio):
        if file and os.path.lexists(project / file):
            raise FeedBuilderError(f"{file}: is there already (choose another title or folder)")
    guid = str(uuid.uuid4())
    content = _content(config, title, guid, number, new, guests)
    try:
        (project / stem).parent.mkdir(parents=True, exist_ok=True)
        if new.audio and audio:
            _copy(new.audio, project / audio)
        replace_file(project / (stem + PAGE_SUFFIX), content.encode())
    except OSError as error:
        fact = f"{error.filename}: can't be written: {error.strerror}"
        raise FeedBuilderError(f"{fact} (mend the folder's permissions)") from error
    return Made(stem + PAGE_SUFFIX, guid, audio)


def _checked(written: str, what: str) -> str:
    try:
        return text(255)(written)
    except Fault as fault:
        raise FeedBuilderError(f"{what}: {fault.fact} ({fault.fix})") from fault


def _folder(folder: str) -> str:
    parts = [part for part in folder.split("/") if part not in ("", ".")]
    parts = parts[1:] if parts[:1] == [EPISODES] else parts
    if any(part == ".." or part.startswith(".") or has_control_characters(part) for part in parts):
        raise FeedBuilderError(f"{folder}: is no folder below {EPISODES}/ (write a name like 2024)")
    return "/".join([EPISODES, *parts])


def _stem(folder: str, title: str, number: int | None) -> str:
    name = slug(title) or "episode"
    return f"{folder}/{number:02}-{name}" if number is not None else f"{folder}/{name}"


def _next_number(project: Path, tree: Tree, folder: str) -> int:
    """One more than the highest of the episodes in the same folder, which share a season."""
    beside = [f for f in tree.files if f.endswith(PAGE_SUFFIX) and f.rpartition("/")[0] == folder]
    pages = (read_page(project, file)[0] for file in beside if not is_article(file))
    return 1 + max((page.values.get("number") or 0 for page in pages if page), default=0)


def _copy_of(audio: Path | None, stem: str) -> str | None:
    if audio is None:
        return None
    suffix = audio.suffix.lower()
    if suffix not in AUDIO_SUFFIXES:
        known = ", ".join(AUDIO_SUFFIXES)
        raise FeedBuilderError(f"{audio}: is no recording by its name (one of {known})")
    if not audio.is_file():
        raise FeedBuilderError(f"{audio}: there is no such file (name the recording)")
    return stem + suffix


def _copy(source: Path, target: Path) -> None:
    part = part_of(target)
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _content(
    config: Config,
    title: str,
    guid: str,
    number: int | None,
    new: NewEpisode,
    guests: tuple[str, ...],
) -> str:
    lines = [
        f"title = {_toml(title)}",
        f'guid = "{guid}"',
        f"published = {new.published.isoformat()}",
        *([f"number = {number}"] if number is not None else []),
        f'type = "{new.type}"',
    ]
    for guest in guests:
        lines += ["", "[[people]]", f"name = {_toml(guest)}", 'role = "guest"']
    notes = _NOTES.get(config.language.partition("-")[0], _NOTES["en"])
    return "+++\n" + "\n".join(lines) + f"\n+++\n\n{notes}\n"


def _toml(value: str) -> str:
    """A basic string of TOML; control characters have been refused before."""
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
