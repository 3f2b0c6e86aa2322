"""Files in pieces: most of a long feed stands in the one that it replaces."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Self

_AT_ONCE = 2**18  # bytes


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file that is there: `length` bytes of it, from `start`. It is not read before
    it is written elsewhere, nor ever held as a whole.
    """

    file: Path
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    def chunks(self) -> Iterator[bytes]:
        """Its bytes; raises OSError where the file does not hold them any more."""
        left = self.length
        with self.file.open("rb", buffering=0) as file:
            file.seek(self.start)
            while left:
                chunk = file.read(min(left, _AT_ONCE))
                if not chunk:
                    fact = "was changed while it was read"
                    raise OSError(errno.EIO, fact, str(self.file))
                left -= len(chunk)
                yield chunk

    def copied_to(self, target: int) -> Self:
        """Copy its bytes to a file descriptor within the system; what is left to be written.

        That is all of it where the system, or the disk, can't.
        """
        copied = 0
        if hasattr(os, "copy_file_range"):  # not on macOS
            with self.file.open("rb", buffering=0) as file, suppress(OSError):
                while copied < self.length:
                    rest = (self.length - copied, self.start + copied)
                    done = os.copy_file_range(file.fileno(), target, *rest)
                    if not done:
                        break
                    copied += done
        return type(self)(self.file, self.start + copied, self.length - copied)

    def joined(self, following: object, between: int) -> Self | None:
        """This span and a `following` one as one, where just `between` bytes part them."""
        if not isinstance(following, Span) or following.file is not self.file:
            return None
        if following.start != self.start + self.length + between:
            return None
        return type(self)(self.file, self.start, self.length + between + following.length)


Piece = bytes | memoryview | Span
"""A part of a file, as a view of bytes or a span where that saves copying them."""


def parted(pieces: Iterable[Piece], between: bytes) -> list[Piece]:
    """`pieces` with `between` after each but the last; spans that it parts already become one."""
    parts: list[Piece] = []
    for piece in pieces:
        last = parts[-2] if parts else None
        wider = last.joined(piece, len(between)) if isinstance(last, Span) else None
        if wider:
            parts[-2] = wider
        else:
            parts += (piece, between)
    return parts[:-1]


def layout_of(start: int, pieces: Iterable[Piece]) -> list[int]:
    """Where pieces lie in a file: where the first begins, and how long each is."""
    return [start, *map(len, pieces)]


def places_in(layout: Sequence[int], between: int) -> Iterator[tuple[int, int]]:
    """Where each piece begins and how long it is, if so many bytes part them."""
    start, *lengths = layout
    for length in lengths:
        yield start, length
        start += length + between


class Spool:
    """A file in which pieces wait that were made before they are needed: in memory they would all
    lie at once. Without a path they wait in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.size = 0
        self.is_usable = path is not None

    def put(self, pieces: Sequence[Piece], between: bytes) -> Sequence[Piece]:
        """The same pieces, there, with `between` after each as in the file that they are for."""
        if self.path is None or not self.is_usable:
            return pieces
        starts = list(accumulate((len(p) + len(between) for p in pieces), initial=self.size))
        try:
            with self.path.open("ab" if self.size else "wb", buffering=_AT_ONCE) as file:
                for piece in pieces:
                    file.writelines((*chunks_of((piece,)), between))
        except OSError:
            self.is_usable = False  # a full disk: what is there already stays readable
            return pieces
        self.size = starts[-1]
        places = zip(starts, pieces, strict=False)
        return [Span(self.path, start, len(piece)) for start, piece in places]

    def clear(self) -> None:
        """Begin anew: nobody needs what is there any more."""
        self.size = 0
        if self.path:
            with suppress(OSError):
                self.path.unlink()


def chunks_of(pieces: Iterable[Piece]) -> Iterator[bytes | memoryview]:
    """The bytes of `pieces`, one after the other."""
    for piece in pieces:
        if isinstance(piece, Span):
            yield from piece.chunks()
        else:
            yield piece
