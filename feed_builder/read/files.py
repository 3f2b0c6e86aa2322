"""What lies below `episodes/`: each episode's file, and all that shares its stem."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from feed_builder.errors import FeedBuilderError
from feed_builder.records import dataclass
from feed_builder.stems import (
    ARTWORK_SUFFIXES,
    AUDIO_SUFFIXES,
    CHAPTER_SUFFIXES,
    MASTERS,
    REMOTE_SUFFIX,
    TRANSCRIPT_TYPES,
)

CONFIG_FILE = "podcast.toml"
LOCK_FILE = "podcast.lock"
EPISODES = "episodes"
LIVE = "live"
ARTICLE_FILE = "article.md"

PAGE_SUFFIX = ".md"
_OURS = (PAGE_SUFFIX, *AUDIO_SUFFIXES, *ARTWORK_SUFFIXES, *TRANSCRIPT_TYPES, *CHAPTER_SUFFIXES)
# At most so many are in a suffix; a name may have hundreds.
_DOTS = max(suffix.count(".") for suffix in (*_OURS, *MASTERS.values(), REMOTE_SUFFIX))
_name = attrgetter("name")


@dataclass(frozen=True, slots=True)
class Signature:
    """When a file last changed, as far as its folder knows: size in bytes, mtime in ns."""

    size: int
    mtime_ns: int


def in_one_case(path: str) -> str:
    """`path` in lower case, letter by letter: the last of "ΛΟΓΟΣ" is that of "ΛΟΓΟΣ.mp3"."""
    return path.lower().replace("ς", "σ")


@dataclass(frozen=True)
class Tree:
    """Every file below a folder, by its path relative to the project, with its signature."""

    files: Mapping[str, Signature]

    @cached_property
    def by_folded_path(self) -> Mapping[str, tuple[str, ...]]:
        """The files by their paths in lower case: more than one where they differ in case only."""
        named: dict[str, tuple[str, ...]] = {}
        for path in self.files:
            folded = in_one_case(path)
            named[folded] = (*named.get(folded, ()), path)
        return named

    @cached_property
    def _endings(self) -> Mapping[str, Set[str]]:
        """What follows a stem in the names of files, by that stem in lower case."""
        found: dict[str, set[str]] = defaultdict(set)
        for path in self.by_folded_path:
            start, at = path.rfind("/") + 1, len(path)
            for _ in range(_DOTS):
                at = path.rfind(".", start, at)
                if at < 0:
                    break
                found[path[:at]].add(path[at:])
        return found

    def beside(self, stem: str, *kinds: Iterable[str]) -> Sequence[list[str]]:
        """The files named `stem` with a suffix of each of `kinds`, in their order, whatever their
        case."""
        folded = in_one_case(stem)
        endings = self._endings.get(folded, frozenset())
        return [
            # Most kinds are asked for and are not there.
            [] if endings.isdisjoint(kind) else self._named(stem, folded, endings, kind)
            for kind in kinds
        ]

    def _named(
        self, stem: str, folded: str, endings: Set[str], suffixes: Iterable[str]
    ) -> list[str]:
        there = [suffix for suffix in suffixes if suffix in endings]
        found = [file for suffix in there for file in self.by_folded_path[folded + suffix]]
        # Two stems that differ in case only are two episodes where the disk tells them apart.
        own = [file for file in found if file.startswith(stem + ".")]
        return own or found


def scan(project: Path, folder: str = EPISODES) -> Tree:
    """The files below `folder`, hidden ones and half-written ones left out.

    A folder that is named like a file of ours is among them, so that it can be told.
    """
    return Tree(dict(_walk(str(project / folder), folder)))


def files_ending(project: Path, suffix: str, folder: str = EPISODES) -> Iterator[Path]:
    """The files below `folder` whose names end with `suffix`; none is asked when it changed."""
    for entry, path in _entries(str(project / folder), folder):
        if path.endswith(suffix) and not entry.is_dir(follow_symlinks=False):
            yield project / path


def _walk(folder: str, shown: str) -> Iterator[tuple[str, Signature]]:
    for entry, path in _entries(folder, shown):
        if not entry.is_dir(follow_symlinks=False) or path.lower().endswith(_OURS):
            status = entry.stat(follow_symlinks=False)
            yield path, Signature(status.st_size, status.st_mtime_ns)


def _entries(folder: str, shown: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """What lies below a folder, with its path as it is `shown`: what is inside before itself."""
    try:
        entries = sorted(os.scandir(folder), key=_name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        fact = f"{shown}: can't be read: {error.strerror}"
        raise FeedBuilderError(f"{fact} (mend the folder's permissions)") from error
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(".part"):
            continue
        path = f"{shown}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, path)
        yield entry, path
