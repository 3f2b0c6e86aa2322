"""What lies in `templates/` and `static/`: the publisher's own part of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from feed_builder.records import dataclass

TEMPLATES, STATIC = "templates", "static"
_SHOWN_DOT_FOLDER = ".well-known"  # RFC 8615: hosts look for files there


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """What the two folders hold, by path relative to the project: size and mtime of files.

    `others` are links and the like, which could lead anywhere.
    """

    signatures: Mapping[str, list[int]]
    others: tuple[str, ...]


def site_files(project: Path) -> SiteFiles:
    """The publisher's own templates and static files."""
    signatures: dict[str, list[int]] = {}
    others: list[str] = []
    for folder in (TEMPLATES, STATIC):
        for path, entry in _walk(project, folder):
            if entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                signatures[path] = [status.st_size, status.st_mtime_ns]
            else:
                others.append(path)
    return SiteFiles(signatures, tuple(others))


def _walk(project: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(f"{project}/{folder}"), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(".") and entry.name != _SHOWN_DOT_FOLDER:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(project, path)
        else:
            yield path, entry
