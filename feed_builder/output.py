"""Writing: whole files only, feeds last, and nothing removed that we did not write.

A build killed at any moment leaves the old feed or the new one, and every file that either names:
media and pages first, feeds after them, removals at the end.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from feed_builder.errors import FeedBuilderError
from feed_builder.files import replace_file
from feed_builder.model import Asset, Finding, Level, RenderedFile

MANIFEST = ".feed-builder-manifest"
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")

Progress = Callable[[int, int], None]


class OutputError(FeedBuilderError):
    """The output folder can't be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What changed in the output folder; paths are relative to it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def write_output(
    output: Path,
    assets: Sequence[Asset],
    rendered: Iterable[RenderedFile],
    *,
    kept: Callable[[str], bool] = lambda path: False,
    progress: Progress | None = None,
) -> Written:
    """Publish `assets` and `rendered` into `output`; raises OutputError.

    `kept` says that an asset's path already holds the right bytes, so that it need not be read.
    """
    rendered = list(rendered)
    feeds = [file for file in rendered if file.media_type in _FEED_TYPES]
    pages = [file for file in rendered if file.media_type not in _FEED_TYPES]
    paths = sorted({file.path for file in rendered} | {asset.path for asset in assets})
    try:
        output.mkdir(parents=True, exist_ok=True)
        before = _manifest(output)
        # Named before they are written: a build that is cut off leaves nothing unowned behind.
        _replace_if_new(output / MANIFEST, _manifest_bytes({*before, *paths}))
        written = [a.path for a in _with_progress(assets, progress) if _copy(output, a, kept)]
        written += [f.path for f in [*pages, *feeds] if _write(output, f)]
        removed = [path for path in before if path not in set(paths) and _remove(output, path)]
        _replace_if_new(output / MANIFEST, _manifest_bytes(set(paths)))
    except OSError as error:
        place = error.filename or output
        raise OutputError(f"{place}: can't be written: {error.strerror}") from error
    return Written(
        written=tuple(written),
        removed=tuple(removed),
        unchanged=len(paths) - len(written),
    )


def foreign_files(output: Path, paths: Iterable[str]) -> list[Finding]:
    """A finding for each of `paths` that stands in `output` and that we did not write."""
    if not output.is_dir():
        return [] if not output.exists() else [_foreign(output.name, "is a file, not a folder")]
    ours = set(_manifest(output))
    return [
        _foreign(f"{output.name}/{path}", "was not made by Feed Builder, which would replace it")
        for path in paths
        if path not in ours and (output / path).exists()
    ]


def _foreign(where: str, message: str) -> Finding:
    return Finding(
        rule="output-ours",
        level=Level.ERROR,
        where=where,
        message=message,
        fix="move it away, choose another folder with --output, or use --force",
    )


def _replace_if_new(path: Path, content: bytes) -> bool:
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content)
    return True


def _write(output: Path, file: RenderedFile) -> bool:
    target = _inside(output, file.path)
    _refuse_link(output, target)
    return _replace_if_new(target, file.content)


def _copy(output: Path, asset: Asset, kept: Callable[[str], bool]) -> bool:
    """Copy an asset unless it is there already; its name says which bytes it holds."""
    target = _inside(output, asset.path)
    if kept(asset.path) or _same(asset.source, target):
        return False
    _refuse_link(output, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(asset.source, part, follow_symlinks=False)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True


def _same(source: Path, target: Path) -> bool:
    try:
        return filecmp.cmp(source, target, shallow=False)
    except FileNotFoundError:
        return False


def _inside(output: Path, path: str) -> Path:
    if path.startswith("/") or ".." in path.split("/"):
        raise OutputError(f"{path}: would be written outside {output}")
    return output / path


def _refuse_link(output: Path, target: Path) -> None:
    """A folder that is a link would carry our files out of the output folder."""
    for folder in target.relative_to(output).parents:
        if (output / folder).is_symlink() and folder != Path():
            raise OutputError(f"{output / folder}: is a symbolic link (put a folder in its place)")


def _remove(output: Path, path: str) -> bool:
    target = _inside(output, path)
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    folder = target.parent
    while folder != output and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
    return True


def _manifest(output: Path) -> list[str]:
    try:
        lines = (output / MANIFEST).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [line for line in lines if line and not line.startswith("#")]


def _manifest_bytes(paths: Iterable[str]) -> bytes:
    head = "# The files here that Feed Builder wrote; it removes no others.\n"
    return (head + "".join(f"{path}\n" for path in sorted(paths))).encode()


def _with_progress(assets: Sequence[Asset], progress: Progress | None) -> Iterable[Asset]:
    for done, asset in enumerate(assets, 1):
        yield asset
        if progress:
            progress(done, len(assets))
