"""A whole show back from an archive: every checksum is proved before any file takes its place."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from feed_builder.archive import (
    CHUNK,
    DECLARATION,
    INFO,
    MANIFEST,
    TAG_MANIFEST,
    ArchiveError,
    Progress,
    copied,
)
from feed_builder.files import replace_file
from feed_builder.read.cache import CACHE_FOLDER
from feed_builder.read.config import read_config
from feed_builder.read.files import CONFIG_FILE
from feed_builder.records import dataclass

_MOST_TEXT = 50_000_000
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")


def is_archive(path: Path) -> bool:
    """Whether a path is an archive that `export` made, or another bag with a show in it."""
    if path.is_dir():
        return (path / DECLARATION).is_file()
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _top(archive) is not None
    except (zipfile.BadZipFile, OSError):
        return False


def _top(archive: zipfile.ZipFile) -> str | None:
    """The folder in a zip that is the bag, with its slash; "" where it is the zip itself."""
    found = [n for n in archive.namelist() if n.rpartition("/")[2] == DECLARATION]
    tops = [n[: -len(DECLARATION)] for n in found if n.count("/") < 2 and "data/" not in n]
    return tops[0] if tops else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A show that came back from an archive."""

    title: str
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `import --json` prints for an archive."""
        return {"title": self.title, "written": list(self.files)}


def restore(archive: Path, project: Path, progress: Progress | None = None) -> Restored:
    """The show in an archive, put into a folder that holds none yet.

    Every checksum is looked at before any file takes its place; raises ArchiveError.
    """
    if os.path.lexists(project / CONFIG_FILE):
        raise ArchiveError(f"{project / CONFIG_FILE}: a show is here already (use another folder)")
    (project / CACHE_FOLDER).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project / CACHE_FOLDER, prefix="restore-") as folder:
        try:
            files = _unpacked(archive, Path(folder), progress)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise ArchiveError(f"{archive}: can't be read: {error}") from error
        if CONFIG_FILE not in files:
            raise ArchiveError(f"{archive}: holds no {CONFIG_FILE}, so it is no show")
        for path in files:
            if os.path.lexists(project / path):
                raise ArchiveError(f"{project / path}: is there already (use an empty folder)")
        # podcast.toml last: without it there is no show, and this can be done again.
        for path in sorted(files, key=lambda path: path == CONFIG_FILE):
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).rename(project / path)
    if not (project / CACHE_FOLDER / ".gitignore").exists():
        replace_file(project / CACHE_FOLDER / ".gitignore", b"*\n")
    config, _ = read_config(project)
    return Restored(title=config.title if config else archive.stem, files=tuple(sorted(files)))


def _unpacked(archive: Path, folder: Path, progress: Progress | None) -> list[str]:
    if archive.is_dir():
        return _checked(_Folder(archive), str(archive), folder, progress)
    with zipfile.ZipFile(archive) as opened:
        return _checked(_Zip(opened), str(archive), folder, progress)


class _Folder:
    """A bag that is a folder."""

    def __init__(self, bag: Path) -> None:
        self.bag = bag

    def names(self) -> Iterator[str]:
        """The files of the bag."""
        for path in sorted(self.bag.rglob("*")):
            if path.is_symlink():
                raise ArchiveError(f"{path}: is a link, which no archive of ours holds")
            if path.is_file():
                yield path.relative_to(self.bag).as_posix()

    def open(self, name: str) -> IO[bytes]:
        """A file of the bag."""
        return (self.bag / name).open("rb")


class _Zip:
    """A bag that is a zip."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.top = archive, _top(archive) or ""

    def names(self) -> Iterator[str]:
        """The files of the bag."""
        for entry in self.archive.infolist():
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise ArchiveError(f"{entry.filename}: is a link, which no archive of ours holds")
            if not entry.is_dir() and entry.filename.startswith(self.top):
                yield entry.filename[len(self.top) :]

    def open(self, name: str) -> IO[bytes]:
        """A file of the bag."""
        return self.archive.open(self.top + name)


def _checked(bag: _Folder | _Zip, shown: str, folder: Path, progress: Progress | None) -> list[str]:
    """The payload unpacked into `folder`, each file proved by its checksum."""
    names = set(bag.names())
    if MANIFEST not in names:
        raise ArchiveError(f"{shown}: has no {MANIFEST} (only SHA-256 is read)")
    sums = _sums(bag, MANIFEST, shown)
    if TAG_MANIFEST in names:
        for name, wanted in _sums(bag, TAG_MANIFEST, shown).items():
            with bag.open(name) as opened:
                if hashlib.sha256(opened.read(_MOST_TEXT)).hexdigest() != wanted:
                    raise ArchiveError(f"{shown}: {name} is not what its checksum says")
    payload = {name for name in names if name.startswith("data/")}
    for name in sorted(payload ^ sums.keys()):
        fact = "is not in the archive" if name in sums else "has no checksum"
        raise ArchiveError(f"{shown}: {name} {fact}")
    room = _declared(bag, names)
    paths = []
    for done, name in enumerate(sorted(payload), 1):
        path = _inside(name.removeprefix("data/"), shown)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with bag.open(name) as source, target.open("wb") as out:
            digest, length = copied(_Bounded(source, room, shown), out)
        room -= length
        if digest != sums[name]:
            raise ArchiveError(f"{shown}: {name} is not what its checksum says")
        paths.append(path)
        if progress:
            progress("importing", done, len(payload))
    return paths


def _declared(bag: _Folder | _Zip, names: set[str]) -> int:
    """How many bytes the payload may have: what the bag itself says, and the disk holds."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if INFO in names:
        with bag.open(INFO) as opened:
            found = re.search(rb"^Payload-Oxum:\s*(\d{1,18})\.", opened.read(CHUNK), re.M)
        if found:
            return int(found.group(1))
    return free


class _Bounded:
    """A file that may hold only so much: a small zip can unpack to a full disk."""

    def __init__(self, source: IO[bytes], room: int, shown: str) -> None:
        self.source, self.room, self.shown = source, room, shown

    def read(self, size: int) -> bytes:
        """The next bytes; raises ArchiveError where there are too many."""
        chunk = self.source.read(size)
        self.room -= len(chunk)
        if self.room < 0:
            raise ArchiveError(f"{self.shown}: holds more than it says")
        return chunk


def _sums(bag: _Folder | _Zip, name: str, shown: str) -> dict[str, str]:
    with bag.open(name) as opened:
        text = opened.read(_MOST_TEXT).decode("utf-8", "replace")
    sums = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match:
            sums[_decoded(match.group(2))] = match.group(1).lower()
        elif line.strip():
            raise ArchiveError(f"{shown}: {name} has a line that is no checksum: {line[:60]!r}")
    return sums


def _inside(path: str, shown: str) -> str:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or "\\" in path or "\0" in path or not parts:
        raise ArchiveError(f"{shown}: {path!r} would be written outside the project")
    if parts[0].startswith("."):
        raise ArchiveError(f"{shown}: {path!r} is a hidden file, which no archive of ours holds")
    return path


def _decoded(path: str) -> str:
    return re.sub("%0A", "\n", re.sub("%0D", "\r", path, flags=re.I), flags=re.I).replace(
        "%25", "%"
    )
