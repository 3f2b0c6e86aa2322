"""What is known of files that did not change: hashes and audio facts, by size and mtime.

Losing it costs time only. It lies in `.feed-builder/`, which tells git to leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache as memoized
from pathlib import Path
from typing import Any
from zlib import crc32

from feed_builder.compact_json import decoded, encoded
from feed_builder.files import part_of, remove_parts, replace_file
from feed_builder.read.files import Signature

CACHE_FOLDER = ".feed-builder"
_VERSION = 5
_CHECK = len("01234567\n")


@memoized
def code_of(*folders: str) -> str:
    """A name for the code in those folders of this package: what it found is found anew when it
    changes, without anybody having to think of it.
    """
    root = Path(__file__).parents[1]
    sources = [file for folder in folders for file in sorted((root / folder).glob("*.py"))]
    return f"{crc32(b''.join(file.read_bytes() for file in sources)):08x}"


def load(project: Path, name: str, code: str = "") -> dict[str, Any]:
    """The table kept under `name`; empty where there is none or it can't be used.

    `code` names what made the values; those of other code are not used.
    """
    try:
        kept = decoded(load_bytes(project, name))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or kept.get("version") != [_VERSION, code]:
        return {}
    table = kept.get("table")
    return table if isinstance(table, dict) else {}


def save(project: Path, name: str, table: Mapping[str, Any], code: str = "") -> None:
    """Keep `table` for `load`."""
    kept = {"version": [_VERSION, code], "table": table}
    save_bytes(project, name, encoded(kept))


def load_bytes(project: Path, name: str) -> bytes:
    """What `save_bytes` kept; empty where there is nothing, or not all of what was kept."""
    try:
        with (project / CACHE_FOLDER / name).open("rb") as file:
            check, content = file.read(_CHECK), file.read()
    except OSError:
        return b""
    return content if check == _check(content) else b""


def _check(content: bytes) -> bytes:
    return b"%08x\n" % crc32(content)


def save_bytes(project: Path, name: str, content: bytes) -> None:
    """Keep `content` as a file, behind its checksum: a bad disk must not reach a feed.

    A project that can't be written to does without.
    """
    try:
        folder = make_folder(project)
        replace_file(folder / name, _check(content), content)
    except OSError:
        return


def make_folder(project: Path) -> Path:
    """The folder of what is kept, which tells git to leave it out; raises OSError."""
    folder = project / CACHE_FOLDER
    folder.mkdir(exist_ok=True)
    _clean(folder.absolute())
    if not (folder / ".gitignore").exists():
        replace_file(folder / ".gitignore", b"*\n")
    return folder


def scratch(project: Path, name: str) -> Path | None:
    """A file for what this run puts aside and removes; None for a project that can't be written to.

    What a killed run left there goes with the next one that keeps something.
    """
    try:
        return part_of(make_folder(project) / name)
    except OSError:
        return None


@memoized
def _clean(folder: Path) -> None:
    """Remove what killed runs left half-written, there and of podcast.lock, podcast.toml.

    Once a run: thousands of files may lie there.
    """
    for place in (folder, folder.parent):
        with suppress(OSError):
            remove_parts(place)


def known(table: Mapping[str, Any], path: str, signature: Signature) -> Any:
    """What was kept for `path`, if the file is still the one it was kept for."""
    kept = table.get(path)
    if isinstance(kept, list) and kept[:2] == [signature.size, signature.mtime_ns]:
        return kept[2]
    return None


def entry(signature: Signature, value: Any) -> list[Any]:
    """The form in which `value` is kept for a file."""
    return [signature.size, signature.mtime_ns, value]
