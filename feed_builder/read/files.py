"""What lies below `episodes/`: each episode's file, and all that shares its stem."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CONFIG_FILE = "podcast.toml"
EPISODES = "episodes"
ARTICLE_FILE = "article.md"

# In the order in which one is preferred when several recordings share a stem.
AUDIO_SUFFIXES = (".mp3", ".m4a", ".m4b", ".mp4", ".aac", ".opus", ".ogg", ".oga", ".flac", ".wav")
ARTWORK_SUFFIXES = (".jpg", ".jpeg", ".png")
TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}
CHAPTERS_SUFFIX = ".chapters.json"
UNREAD_CHAPTERS = (".chapters.txt", ".psc.xml")


@dataclass(frozen=True, slots=True)
class Signature:
    """When a file last changed, as far as its folder knows: size in bytes, mtime in ns."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file below a folder, by its path relative to the project, with its signature."""

    files: Mapping[str, Signature]
    by_folded_path: Mapping[str, str]

    def beside(self, stem: str, suffixes: Iterable[str]) -> list[str]:
        """The files named `stem` with one of `suffixes`, in that order, whatever their case."""
        found = (self.by_folded_path.get(f"{stem}{suffix}".lower()) for suffix in suffixes)
        return [file for file in found if file]


def scan(project: Path, folder: str = EPISODES) -> Tree:
    """The files below `folder`, hidden ones and half-written ones left out."""
    files = dict(_walk(str(project / folder), folder))
    return Tree(files, {path.lower(): path for path in files})


def _walk(folder: str, shown: str) -> Iterator[tuple[str, Signature]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(".part"):
            continue
        path = f"{shown}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path)
        else:
            status = entry.stat(follow_symlinks=False)
            yield path, Signature(status.st_size, status.st_mtime_ns)
