"""Writing: whole files only, feeds last, and nothing removed that we did not write.

A build killed at any moment leaves the old feed or the new one, and every file that either names:
media and pages first, feeds after them, removals at the end.
"""

from __future__ import annotations

import filecmp
import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feed_builder.errors import FeedBuilderError
from feed_builder.files import part_of, remove_parts, replace_file, signature
from feed_builder.pieces import chunks_of
from feed_builder.records import dataclass
from feed_builder.results import Finding, Level

if TYPE_CHECKING:
    from feed_builder.model import Asset, LateFile, Piece, RenderedFile

MANIFEST = ".feed-builder-manifest"
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


Progress = Callable[[int, int], None]


class OutputError(FeedBuilderError):
    """The output folder can't be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What changed in the output folder; paths are relative to it.

    What was `written` has the size and the date that it had then.
    """

    written: Mapping[str, list[int]]
    removed: tuple[str, ...]
    unchanged: int


def write_output(
    output: Path,
    assets: Sequence[Asset],
    rendered: Sequence[RenderedFile | LateFile],
    *,
    settled: Collection[str] = frozenset(),
    progress: Progress | None = None,
) -> Written:
    """Publish `assets` and `rendered` into `output`; raises OutputError.

    `settled` are further paths that are to stay, since they hold the right bytes already.
    """
    feeds = [file for file in rendered if file.media_type in _FEED_TYPES]
    pages = [file for file in rendered if file.media_type not in _FEED_TYPES]
    paths = {*(file.path for file in rendered), *(asset.path for asset in assets), *settled}
    try:
        output.mkdir(parents=True, exist_ok=True)
        remove_parts(output)
        place = _Place(output)
        before = _manifest(output)
        gone = [path for path in before if path not in paths]
        # Named before they are written: a build that is cut off leaves nothing unowned behind.
        named = paths.union(gone)
        _replace_if_new(output / MANIFEST, _manifest_bytes(named))
        made = {asset.path: _copy(place, asset) for asset in _with_progress(assets, progress)}
        made |= {file.path: _write(place, file) for file in (*pages, *feeds)}
        written = {path: new for path, new in made.items() if new}
        removed = _remove(output, gone)
        # What another build wrote meanwhile stays named: the next one removes it, or takes it over.
        others = set(_manifest(output)) - named
        if gone or others:
            _replace_if_new(output / MANIFEST, _manifest_bytes(paths | others))
    except OSError as error:
        where = error.filename or output
        raise OutputError(
            f"{where}: can't be written: {error.strerror} (mend that, or choose another folder "
            "with --output)"
        ) from error
    return Written(
        written=written,
        removed=tuple(removed),
        unchanged=len(paths) - len(written),
    )


def obstacles(output: Path, paths: Collection[str]) -> list[Finding]:
    """A finding for each thing in `output` that stands where one of `paths` is to be written."""
    if not output.exists() and not output.is_symlink():
        return []
    if not output.is_dir():
        return [_in_the_way(output.name, "is a file, not a folder")]
    if not _manifest_is_readable(output):
        return [_in_the_way(f"{output.name}/{MANIFEST}", "is not the list that we wrote")]
    folders = {folder for path in paths for folder in _folders(path)}
    blocked = {folder: _not_a_folder(output / folder) for folder in folders}
    found = {folder: fact for folder, fact in blocked.items() if fact}
    ours = set(_manifest(output))
    for path in paths:
        if not any(folder in found for folder in _folders(path)):
            fact = _not_ours(output / path, is_named=path in ours)
            if fact:
                found[path] = fact
    return [_in_the_way(f"{output.name}/{path}", fact) for path, fact in sorted(found.items())]


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: place + 1]) for place in range(len(parts))]


def _not_a_folder(place: Path) -> str | None:
    try:
        mode = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(mode):
        return "is a symbolic link, which would carry our files elsewhere"
    if not stat.S_ISDIR(mode):
        return "is a file where a folder is to be"
    return None if os.access(place, os.W_OK | os.X_OK) else "is a folder that can't be written to"


def _not_ours(place: Path, *, is_named: bool) -> str | None:
    try:
        mode = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISDIR(mode):
        return "is a folder where a file is to be"
    if stat.S_ISLNK(mode):
        return "is a symbolic link where a file is to be"
    return None if is_named else "was not made by Feed Builder, which would replace it"


def _in_the_way(where: str, message: str) -> Finding:
    return Finding(
        rule="output-ours",
        level=Level.ERROR,
        where=where,
        message=message,
        fix="move it away, choose another folder with --output, or use --force",
    )


class _Place:
    """The output folder, and the folders in it that this run found to be folders of its own."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folders = {""}

    def target(self, path: str) -> Path:
        """Where `path` lies. Its folder is there then, and no link leads out of it."""
        target = _inside(self.output, path)
        self._make(path.rpartition("/")[0])
        return target

    def _make(self, folder: str) -> None:
        if folder in self.folders:
            return
        self._make(folder.rpartition("/")[0])
        place = self.output / folder
        try:
            place.mkdir()
        except FileExistsError:
            # A folder that is a link would carry our files out of the output folder.
            if place.is_symlink():
                raise OutputError(
                    f"{place}: is a symbolic link (put a folder in its place)"
                ) from None
            remove_parts(place)
        self.folders.add(folder)


def _replace_if_new(path: Path, *pieces: Piece) -> list[int] | None:
    """The signature of the new file; None where the old one stays."""
    return None if _holds(path, pieces) else signature(replace_file(path, *pieces))


def _holds(path: Path, pieces: Sequence[Piece]) -> bool:
    """Whether a file is there, and its bytes are these."""
    try:
        if path.stat().st_size != sum(map(len, pieces)):
            return False
        with path.open("rb") as file:
            return all(file.read(len(chunk)) == chunk for chunk in chunks_of(pieces))
    except FileNotFoundError:
        return False


def _write(place: _Place, file: RenderedFile | LateFile) -> list[int] | None:
    return _replace_if_new(place.target(file.path), *file.pieces)


def _copy(place: _Place, asset: Asset) -> list[int] | None:
    """Copy an asset; None where it is there already."""
    target = place.target(asset.path)
    if not isinstance(asset.source, str):
        content = asset.source if isinstance(asset.source, bytes) else asset.source()
        return _replace_if_new(target, content)
    source = Path(asset.source)
    if _same(source, target):
        return None
    part = part_of(target)
    try:
        if not (asset.passing and _moved(source, part)):
            import shutil  # next to all builds have recordings to move, not to copy

            shutil.copyfile(source, part, follow_symlinks=False)
        written = signature(part.lstat())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(target)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return written


def _moved(source: Path, target: Path) -> bool:
    """Whether `source` lies at `target` now; on another disk it can only be copied."""
    try:
        source.replace(target)
    except OSError:
        return False
    return True


def _same(source: Path, target: Path) -> bool:
    try:
        return filecmp.cmp(source, target, shallow=False)
    except FileNotFoundError:
        return False


def _inside(output: Path, path: str) -> Path:
    if not _is_inside(path):
        raise OutputError(f"{path}: would be written outside {output}")
    return output / path


def _remove(output: Path, paths: Sequence[str]) -> list[str]:
    """Those of `paths` that were there; what lies behind a link is none of ours.

    Folders that are empty then go as well, also those that only a killed run put something in.
    """
    folders = {folder for path in paths for folder in _folders(path)}
    links = {folder for folder in folders if (output / folder).is_symlink()}
    ours = [path for path in paths if links.isdisjoint(_folders(path))]
    removed = [path for path in ours if _was_there(_inside(output, path))]
    for folder in sorted({folder for path in ours for folder in _folders(path)}, reverse=True):
        remove_parts(output / folder)
        with suppress(OSError):  # where it is not empty, or not there
            (output / folder).rmdir()
    return removed


def _was_there(file: Path) -> bool:
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _manifest(output: Path) -> list[str]:
    """The paths that we wrote; a line that leads out of `output` is none of ours."""
    try:
        lines = (output / MANIFEST).read_text("utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return []
    return [line for line in lines if line and not line.startswith("#") and _is_inside(line)]


def _manifest_is_readable(output: Path) -> bool:
    place = output / MANIFEST
    try:
        return stat.S_ISREG(place.lstat().st_mode) and bool(place.read_text("utf-8") or True)
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\0" not in path


def _manifest_bytes(paths: Iterable[str]) -> bytes:
    head = "# The files here that Feed Builder wrote; it removes no others.\n"
    return (head + "".join(f"{path}\n" for path in sorted(paths))).encode()


def _with_progress(assets: Sequence[Asset], progress: Progress | None) -> Iterable[Asset]:
    for done, asset in enumerate(assets, 1):
        yield asset
        if progress:
            progress(done, len(assets))
