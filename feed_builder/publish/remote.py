"""A target that is open: what lies there, files put in their place whole, the lock.

Each file is there whole or not at all: stores do that themselves; elsewhere a part is written
beside it and then takes its place. A part is called by its file's path and content, so that it can
be continued.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from feed_builder.publish.credentials import Secrets
from feed_builder.publish.files import PublicFile
from feed_builder.publish.targets import Kind, Place

_PART = ".feed-builder-{}.part"
_LEFT = ".feed-builder-"

Sent = Callable[[int], None]
"""Called with how many bytes of a file are there."""


class Remote:
    """A target over a file system of fsspec."""

    atomic = False

    def __init__(self, place: Place, kind: Kind, secrets: Secrets) -> None:
        self.place, self.kind, self.secrets = place, kind, secrets
        self._own = threading.local()
        self._shared: Any = None
        self._made: set[str] = set()
        self._lock, self._making = threading.Lock(), threading.Lock()

    @property
    def is_exclusive(self) -> bool:
        """Whether of two that `create` one file at the same moment only one succeeds.

        Amazon's S3 sees to that; of others that speak its language nobody knows.
        """
        return self.kind.exclusive is not None and "endpoint_url" not in self.place.settings

    @property
    def has_parts(self) -> bool:
        """Whether files are written beside and then take their place."""
        return self.kind.headers is None

    @property
    def filesystem(self) -> Any:
        """The file system for this thread."""
        if self.kind.alone:
            if getattr(self._own, "filesystem", None) is None:
                self._own.filesystem = self.kind.connect(self.place, self.secrets)
            return self._own.filesystem
        with self._lock:
            if self._shared is None:
                self._shared = self.kind.connect(self.place, self.secrets)
            return self._shared

    def forget_connection(self) -> None:
        """The next thing that is asked for opens a new connection."""
        if self.kind.alone:
            self._own.filesystem = None

    def at(self, path: str) -> str:
        """Where `path` lies at the target."""
        return f"{self.place.root.rstrip('/')}/{path}"

    def lengths(self) -> dict[str, int]:
        """The length of each file that lies there, by path; parts that were left as well."""
        root = self.place.root
        try:
            found = self.filesystem.find(root, detail=True)
        except FileNotFoundError:
            return {}
        told = {}
        for name, info in found.items():
            path = _below(root, name)
            if path is not None:
                told[path] = int(info.get("size") or 0)
        return told

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return bytes(self.filesystem.cat_file(self.at(path)))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def put(self, file: PublicFile, sent: Sent) -> None:
        """Put a file in its place."""
        filesystem, target = self.filesystem, self.at(file.path)
        if self.kind.headers:
            filesystem.put_file(
                str(file.source), target, callback=_callback(sent), **self.kind.headers(file)
            )
            return
        self._make(str(PurePosixPath(target).parent))
        part = self.at(part_path(file))
        if self.kind.append:
            self.kind.append(filesystem, part, file, sent)
        else:
            filesystem.put_file(str(file.source), part, callback=_callback(sent))
        assert self.kind.rename is not None
        self.kind.rename(filesystem, part, target)
        sent(file.length)

    def write(self, path: str, content: bytes) -> None:
        """Put a small file of ours in its place; two may do so at the same moment."""
        target = self.at(path)
        if self.kind.headers:
            self.filesystem.pipe_file(target, content)
            return
        folder = str(PurePosixPath(target).parent)
        self._make(folder)
        part = f"{folder.rstrip('/')}/{_PART.format(uuid.uuid4().hex[:16])}"
        with self.filesystem.open(part, "wb") as opened:
            opened.write(content)
        assert self.kind.rename is not None
        self.kind.rename(self.filesystem, part, target)

    def create(self, path: str, content: bytes) -> bool:
        """Make a file that must not be there yet; False where it is."""
        target = self.at(path)
        mode = self.kind.exclusive
        try:
            if mode == "create":
                # Not every store that speaks the language knows the condition.
                if self.filesystem.exists(target):
                    return False
                self.filesystem.pipe_file(target, content, mode="create")
                return True
            self._make(str(PurePosixPath(target).parent))
            if mode is None:
                if self.filesystem.exists(target):
                    return False
                self.write(path, content)
                return True
            with self.filesystem.open(target, mode) as opened:
                opened.write(content)
        except FileExistsError:
            return False
        except OSError:
            if mode is not None and self.filesystem.exists(target):
                return False
            raise
        return True

    def age(self, path: str) -> float | None:
        """For how many seconds a file has not been written, by the target's own clock.

        None where the target does not say.
        """
        other = _PART.format(uuid.uuid4().hex[:16])
        try:
            self.write(other, b"now")
            now, then = (_written(self.filesystem, self.at(name)) for name in (other, path))
        except (OSError, NotImplementedError, ValueError, TypeError):
            return None
        finally:
            with suppress(Exception):
                self.remove(other)
        return (now - then).total_seconds() if now and then else None

    def remove(self, path: str) -> None:
        """Delete a file, if it is there."""
        try:
            self.filesystem.rm_file(self.at(path))
        except (FileNotFoundError, NotADirectoryError):
            return
        except NotImplementedError:
            self.filesystem.rm(self.at(path))
        except Exception:
            # FTP has one error for all that can't be done.
            self.filesystem.invalidate_cache()
            if self.filesystem.exists(self.at(path)):
                raise

    def finish(self, message: str) -> None:
        """Nothing to do: all is in its place."""

    def _make(self, folder: str) -> None:
        filesystem = self.filesystem
        with self._making:
            if folder in self._made:
                return
            filesystem.makedirs(folder, exist_ok=True)
            self._made.add(folder)


def _written(filesystem: Any, path: str) -> datetime | None:
    """When a file was written, as the target says."""
    try:
        moment = filesystem.modified(path)
    except NotImplementedError:
        # FTP: what MLSD says (RFC 3659).
        told = str(filesystem.info(path).get("modify", ""))[:14]
        moment = datetime.strptime(told, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def part_path(file: PublicFile) -> str:
    """Where a file's part lies; two files of one content, sent at once, have one each."""
    name = hashlib.sha256(f"{file.path}\0{file.sha256}".encode()).hexdigest()[:16]
    return str(PurePosixPath(file.path).parent / _PART.format(name))


def left_parts(paths: Iterable[str], sent: Iterable[PublicFile]) -> tuple[str, ...]:
    """The parts among `paths` that earlier runs left and that sending does not use up."""
    used = {part_path(file) for file in sent}
    return tuple(path for path in paths if is_part(path) and path not in used)


def _below(root: str, name: str) -> str | None:
    """The path of a file below the target's root."""
    start = root.strip("/")
    path = name.strip("/")
    if start:
        if not path.startswith(f"{start}/"):
            return None
        path = path[len(start) + 1 :]
    return path


def is_part(path: str) -> bool:
    """Whether a path is that of a part which a run left."""
    name = path.rpartition("/")[2]
    return name.startswith(_LEFT) and name.endswith(".part")


def _callback(sent: Sent) -> Any:
    from fsspec.callbacks import Callback

    class Bytes(Callback):  # type: ignore[misc]
        """Hands on how many bytes are there."""

        def call(self, *args: Any, **kwargs: Any) -> None:
            sent(int(self.value))

    return Bytes()
