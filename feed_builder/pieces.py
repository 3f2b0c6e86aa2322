"""Files in pieces: most of a long feed stands in the one that it replaces."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Self

from feed_builder.records import dataclass

_AT_ONCE = 2**18  # bytes

Later = Callable[[], bytes]
"""Gives a text where it is asked for."""
Keep = Callable[[Sequence[bytes]], Sequence[Later]]
"""Puts texts where they wait until then."""


def held(texts: Sequence[bytes]) -> Sequence[Later]:
    """`texts`, waiting in memory."""
    return [partial(bytes, text) for text in texts]


class Source:
    """An open file, until nobody has it any more; raises OSError where it can't be opened.

    What it holds stays readable when another file takes its place.
    """

    def __init__(self, path: Path, flags: int = os.O_RDONLY) -> None:
        self.path, self.descriptor = path, -1
        # A pipe in its place would keep us waiting.
        self.descriptor = os.open(path, flags | os.O_NONBLOCK, 0o600)

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)

    def part(self, start: int, length: int) -> bytes:
        """So many bytes of it, or what there is of them."""
        return os.pread(self.descriptor, length, start)

    def append(self, content: bytes) -> None:
        """Write `content` at its end; raises OSError."""
        left = memoryview(content)
        while left:
            left = left[os.write(self.descriptor, left) :]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file that is there: `length` bytes of it, from `start`. It is not read before
    it is written elsewhere, nor ever held as a whole.
    """

    source: Source
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    def chunks(self) -> Iterator[bytes]:
        """Its bytes; raises OSError where the file does not hold them any more."""
        place, end = self.start, self.start + self.length
        while place < end:
            chunk = self.source.part(place, min(end - place, _AT_ONCE))
            if not chunk:
                fact = "was changed while it was read"
                raise OSError(errno.EIO, fact, str(self.source.path))
            place += len(chunk)
            yield chunk

    def __call__(self) -> bytes:
        """Its bytes as a whole; raises as `chunks` does."""
        found = self.source.part(self.start, self.length)
        return found if len(found) == self.length else b"".join(self.chunks())

    def copied_to(self, target: int) -> Self:
        """Copy its bytes to a file descriptor within the system; what is left to be written.

        That is all of it where the system, or the disk, can't.
        """
        copied = 0
        if hasattr(os, "copy_file_range"):  # not on macOS
            with suppress(OSError):
                while copied < self.length:
                    rest = (self.length - copied, self.start + copied)
                    done = os.copy_file_range(self.source.descriptor, target, *rest)
                    if not done:
                        break
                    copied += done
        return type(self)(self.source, self.start + copied, self.length - copied)


Piece = bytes | memoryview | Span
"""A part of a file, as a view of bytes or a span where that saves copying them."""


def parted(pieces: Iterable[Piece], between: bytes) -> list[Piece]:
    """`pieces` with `between` after each but the last; spans that it parts already become one."""
    parts: list[Piece] = []
    for run in _runs(pieces, len(between)):
        parts += (run, between)
    return parts[:-1]


def _runs(pieces: Iterable[Piece], between: int) -> Iterator[Piece]:
    """`pieces`, those as one that lie in one file with just so many bytes between them."""
    source: Source | None = None
    start = end = 0
    for piece in pieces:
        if isinstance(piece, Span) and piece.source is source and piece.start == end + between:
            end = piece.start + piece.length
            continue
        if source:
            yield Span(source, start, end - start)
        if isinstance(piece, Span):
            source, start, end = piece.source, piece.start, piece.start + piece.length
        else:
            source = None
            yield piece
    if source:
        yield Span(source, start, end - start)


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
    lie at once. It is made with the first of them at the path that `place` gives then, and has no
    name from there on, so that nothing is left of it. Without a path they wait in memory.
    """

    def __init__(self, place: Callable[[], Path | None] = lambda: None) -> None:
        self.place = place
        self.is_full = False
        self.source: Source | None = None
        self.size = 0

    def put(self, pieces: Sequence[Piece], between: bytes) -> Sequence[Piece]:
        """The same pieces, there, with `between` after each as in the file that they are for."""
        if self.is_full:
            return pieces
        starts = list(accumulate((len(p) + len(between) for p in pieces), initial=self.size))
        try:
            source = self.source = self.source or self._made()
            source.append(b"".join(chunk for p in pieces for chunk in (*chunks_of((p,)), between)))
        except OSError:
            self.is_full = True  # the disk is: what is there already stays readable
            return pieces
        self.size = starts[-1]
        places = zip(starts, pieces, strict=False)
        return [Span(source, start, len(piece)) for start, piece in places]

    def later(self, texts: Sequence[bytes]) -> Sequence[Later]:
        """`texts`, waiting there."""
        spans = [piece for piece in self.put(texts, b"") if isinstance(piece, Span)]
        return spans or held(texts)

    def clear(self) -> None:
        """Begin anew; what is there is gone as soon as nobody has a span of it."""
        self.source, self.size = None, 0

    def _made(self) -> Source:
        path = self.place()
        if path is None:
            raise FileNotFoundError
        source = Source(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        path.unlink()
        return source


def chunks_of(pieces: Iterable[Piece]) -> Iterator[bytes | memoryview]:
    """The bytes of `pieces`, one after the other."""
    for piece in pieces:
        if isinstance(piece, Span):
            yield from piece.chunks()
        else:
            yield piece
