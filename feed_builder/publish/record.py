"""What lies at a target, as the last run wrote it down there: hashes, and when a feed named what.

It is a file beside the feeds, so that every machine that publishes knows the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta

from feed_builder.publish.files import PublicFile
from feed_builder.records import dataclass

NAME = ".feed-builder-published.json"
KEPT = timedelta(days=30)
"""For so long nothing is deleted that a published feed has named: apps may still hold that feed."""
_UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file at the target: its length, its hash, and when a feed there last named it."""

    length: int
    sha256: str
    named: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The files at a target that we put there, by path."""

    files: Mapping[str, Published] = field(default_factory=dict)

    def holds(self, file: PublicFile, lengths: Mapping[str, int]) -> bool:
        """Whether a file is at the target already, with these bytes.

        `lengths` are those that the target itself tells. A name with a hash in it says which bytes
        it stands for.
        """
        if lengths.get(file.path) != file.length:
            return False
        known = self.files.get(file.path)
        return known.sha256 == file.sha256 if known else file.is_hashed

    def with_files(
        self, files: Iterable[PublicFile], named: Iterable[str], now: datetime
    ) -> Record:
        """This record with `files` added, and what feeds name at the moment."""
        known = dict(self.files)
        for file in files:
            before = known.get(file.path)
            known[file.path] = Published(
                length=file.length, sha256=file.sha256, named=before.named if before else None
            )
        for path in named:
            if path in known:
                known[path] = replace(known[path], named=now)
        return Record(known)

    def before(self, files: Iterable[PublicFile]) -> Record:
        """This record as it is right while `files` are on their way.

        Nothing is believed of what is being replaced. What has a hash in its name holds these bytes
        if it is there at all, so that it is known as ours even if the run is cut off.
        """
        known = dict(self.files)
        for file in files:
            old = known.get(file.path)
            named = old.named if old else None
            if file.is_hashed:
                known[file.path] = Published(length=file.length, sha256=file.sha256, named=named)
            elif old:
                known[file.path] = Published(length=old.length, sha256=_UNKNOWN, named=named)
        return Record(known)

    def without(self, paths: Iterable[str]) -> Record:
        """This record without the files that were deleted."""
        gone = set(paths)
        return Record({path: file for path, file in self.files.items() if path not in gone})

    def outdated(self, files: Iterable[PublicFile], now: datetime) -> tuple[list[str], list[str]]:
        """What is at the target and no more among `files`: what may go, and what must stay.

        What a feed has named within 30 days stays.
        """
        current = {file.path for file in files}
        left = sorted(path for path in self.files if path not in current)
        stays = [path for path in left if self._is_fresh(path, now)]
        return [path for path in left if path not in stays], stays

    def _is_fresh(self, path: str, now: datetime) -> bool:
        named = self.files[path].named
        return named is not None and now - named < KEPT


def to_bytes(record: Record) -> bytes:
    """The record as the file at the target."""
    files = {
        path: [one.length, one.sha256, one.named.isoformat() if one.named else None]
        for path, one in sorted(record.files.items())
    }
    return json.dumps({"version": 1, "files": files}, indent=0).encode() + b"\n"


def from_bytes(content: bytes | None) -> Record:
    """The record in a file; an empty one where there is none, or none that can be read."""
    try:
        told = json.loads(content or b"{}")
        return Record(
            {
                str(path): Published(
                    length=int(length),
                    sha256=str(sha256),
                    named=datetime.fromisoformat(named) if named else None,
                )
                for path, (length, sha256, named) in told.get("files", {}).items()
                if _is_inside(str(path))
            }
        )
    except (ValueError, TypeError, AttributeError):
        return Record()


def _is_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")
