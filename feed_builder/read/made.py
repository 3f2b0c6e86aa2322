"""What a build makes of sources once: transcripts' forms, renditions, waveforms.

A table says what each was made of and what came of it. Texts are made again when they are to be
written; media lie in `.feed-builder/made/`. Losing either costs time only.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from feed_builder.files import remove_parts
from feed_builder.read import cache
from feed_builder.records import dataclass

_TABLE = "made.json"
_FOLDER = "made"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A medium that was made: where it lies, its hash, its length in bytes.

    `facts` are what else was found when it was made.
    """

    path: Path
    sha256: str
    length: int
    facts: Mapping[str, Any]


class Made:
    """What was made for a project; what a build asks for is kept."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.folder = project / cache.CACHE_FOLDER / _FOLDER
        self._table: dict[str, Any] | None = None
        self._used: dict[str, Any] = {}

    def text(self, name: str, make: Callable[[], bytes]) -> str:
        """The hash of what `make` gives, which is called only if it is not known yet."""
        known = self._entries().get(name)
        if not (isinstance(known, str) and _HASH.fullmatch(known)):
            known = hashlib.sha256(make()).hexdigest()
        self._used[name] = known
        return known

    def file(self, name: str) -> MadeFile | None:
        """The medium of this name, if it is there as it was made."""
        entry: Any = self._entries().get(name)
        path = self.folder / name
        try:
            status = path.lstat()
            signature, sha256, facts = entry
            if signature != [status.st_size, status.st_mtime_ns]:
                return None
            made = MadeFile(path=path, sha256=sha256, length=status.st_size, facts=dict(facts))
        except (OSError, TypeError, ValueError):
            return None
        self._used[name] = entry
        return made

    def place(self, name: str) -> Path:
        """Where to write what is made under this name; raises OSError."""
        cache.make_folder(self.project)
        self.folder.mkdir(exist_ok=True)
        return self.folder / name

    def add(self, name: str, facts: Mapping[str, Any]) -> None:
        """Take up the file of this name, which lies in its place now; raises OSError."""
        path = self.folder / name
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        status = path.lstat()
        self._entries()[name] = [[status.st_size, status.st_mtime_ns], sha256, dict(facts)]

    def keep(self) -> None:
        """Write down what was used, and remove the rest: nobody will ask for it again."""
        if self._used != self._entries():
            cache.save(self.project, _TABLE, self._used)
        names = _names(self.folder)
        for name in names:
            if name not in self._used and not name.endswith(".part"):
                (self.folder / name).unlink(missing_ok=True)
        if any(name.endswith(".part") for name in names):  # another run may be writing it
            remove_parts(self.folder)

    def save(self) -> None:
        """Write down what was made so far, for a build that goes no further."""
        cache.save(self.project, _TABLE, self._entries())

    def _entries(self) -> dict[str, Any]:
        if self._table is None:
            self._table = cache.load(self.project, _TABLE)
        return self._table


def _names(folder: Path) -> Sequence[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return ()
