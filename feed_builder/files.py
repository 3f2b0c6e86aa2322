"""Files: read only where they are files of the project, written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from feed_builder.pieces import Piece, Span, chunks_of

_AT_ONCE = 2**18  # what is handed to the system: pieces of a feed are many and small
_PART = re.compile(r"\.[0-9a-f]{8}\.(\d+)\.part")


def open_regular(path: Path) -> BufferedReader:
    """`path` open for reading; raises `Unreadable` where it is no file of its own.

    A link could lead out of the project, and a pipe would keep us waiting for ever.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.fdopen(descriptor, "rb")
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        os.close(descriptor)
    except OSError as error:
        raise Unreadable(*_reason(path, error)) from error
    if is_folder:
        raise Unreadable("is a folder, not a file", "put a file in its place")
    raise Unreadable("is no ordinary file", "put a file in its place")


class Unreadable(Exception):
    """A file that can't be read: the fact, and the way out."""

    def __init__(self, fact: str, fix: str) -> None:
        super().__init__(f"{fact} ({fix})")
        self.fact = fact
        self.fix = fix


def read_regular(path: Path) -> bytes:
    """The bytes of a file; raises `Unreadable`."""
    with open_regular(path) as file:
        try:
            return file.read()
        except OSError as error:
            raise Unreadable(*_reason(path, error)) from error


def _reason(path: Path, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "put it there"
    if path.is_symlink():
        return "is a symbolic link", "put the file itself in its place"
    return f"can't be read: {error.strerror}", "mend its permissions"


def part_of(path: Path) -> Path:
    """Where the new content of `path` is written before it takes its place.

    In the same folder, and short: a name may be as long as the disk allows.
    """
    return path.with_name(f".{crc32(os.fsencode(path.name)):08x}.{os.getpid()}.part")


def remove_parts(folder: Path) -> None:
    """What runs that were killed left half-written in `folder`."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        part = _PART.fullmatch(entry.name)
        if part and not entry.is_dir() and not is_running(int(part.group(1))):
            Path(entry.path).unlink(missing_ok=True)


def signature(status: os.stat_result) -> list[int]:
    """What changes when a file does: its size in bytes and its date in nanoseconds."""
    return [status.st_size, status.st_mtime_ns]


def is_running(process: int) -> bool:
    """Whether another process of this number lives: it may still be writing."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _write(file: BinaryIO, content: Iterable[Piece]) -> None:
    for piece in content:
        left = piece
        if isinstance(piece, Span):
            file.flush()
            left = piece.copied_to(file.fileno())
        file.writelines(chunks_of((left,)))


def replace_file(path: Path, *content: Piece, lasting: bool = False) -> os.stat_result:
    """`path` with `content`, one piece after the other: the old bytes or the new, never a part.

    One that is `lasting` is that after a power cut as well: what nobody could make again. Returns
    the size and the date of the new file; who asked afterwards could meet somebody else's.
    Raises OSError, which names `path`.
    """
    part = part_of(path)
    try:
        with part.open("wb", buffering=_AT_ONCE if len(content) > 1 else -1) as file:
            _write(file, content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
            status = os.fstat(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(path)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return status
