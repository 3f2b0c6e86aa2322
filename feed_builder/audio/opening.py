"""Opening a file that somebody else put there.

A link is not followed (`link.mp3 -> /dev/zero` would eat the machine), a pipe is not waited for,
and only a regular file is read.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from feed_builder.audio.sound import UPLOAD_AGAIN
from feed_builder.errors import AudioError

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_REFUSALS = {
    errno.ELOOP: "is a symbolic link (put the recording itself in its place)",
    errno.ENOENT: "does not exist (check its name)",
    errno.ENOTDIR: "does not exist (check its name)",
    errno.EACCES: "may not be read by you (change its permissions)",
    errno.EPERM: "may not be read by you (change its permissions)",
    errno.ENXIO: "is a socket, not a file (put a recording in its place)",
    errno.EOPNOTSUPP: "is a socket, not a file (put a recording in its place)",
    errno.ENAMETOOLONG: "has a name that is too long (shorten it)",
}

_OTHER_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """A regular file, open for reading, and its length in bytes.

    Raises AudioError for everything else, for an empty file, and for one that grows or shrinks
    while it is read.
    """
    descriptor = _descriptor(path)
    try:
        length = _length(descriptor)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            yield file, length
        if os.fstat(descriptor).st_size != length:
            raise AudioError("is still being written (build again when its upload is complete)")
    finally:
        os.close(descriptor)


def _descriptor(path: Path) -> int:
    try:
        return os.open(path, _FLAGS)
    except OSError as error:
        raise AudioError(refusal(error)) from error
    except ValueError as error:  # a NUL, or a character that this file system can't write
        raise AudioError("has a name that no file can have (rename it)") from error


def refusal(error: OSError) -> str:
    """The reason that `error` gives for a file that can't be read."""
    if error.errno in _REFUSALS:
        return _REFUSALS[error.errno]
    return f"can't be read: {error.strerror or error} (look at the disk, or {UPLOAD_AGAIN})"


def _length(descriptor: int) -> int:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        kind = _OTHER_KINDS.get(stat.S_IFMT(found.st_mode), "no file")
        raise AudioError(f"is {kind}, not a file (put a recording in its place)")
    if not found.st_size:
        raise AudioError(f"is empty: it holds 0 bytes ({UPLOAD_AGAIN})")
    return found.st_size
