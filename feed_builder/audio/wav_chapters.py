"""Chapters of a WAV: markers (`cue ` with labels), as editors write them, or an ID3 tag in a chunk.

Microsoft's "Multimedia Programming Interface": "Cue-Points Chunk" and "Associated Data Chunk".
A cue without a label is a loop or a cut, and no chapter.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio import id3_chapters
from feed_builder.audio.sound import read_at
from feed_builder.chapters.entries import entry
from feed_builder.model import Chapter

ID3_CHUNKS: Final = (b"id3 ", b"ID3 ")
_MOST_CHUNKS: Final = 10_000
_LONGEST: Final = 1 << 26
_CUE: Final = struct.Struct("<II4sIII")
_MOST: Final = 1000


class Chunk(NamedTuple):
    """A chunk: its name, where its body starts, how many bytes that has."""

    name: bytes
    body: int
    size: int

    @property
    def after(self) -> int:
        """Where the next one begins: on an even place."""
        return self.body + self.size + self.size % 2


def chunks(file: BinaryIO, position: int, end: int) -> Iterator[Chunk]:
    """The chunks between two offsets, as far as they are whole."""
    for _ in range(_MOST_CHUNKS):
        head = read_at(file, position, 8) if position + 8 <= end else b""
        chunk = Chunk(head[:4], position + 8, int.from_bytes(head[4:], "little"))
        if not any(head[:4]) or chunk.body + chunk.size > end:
            return
        yield chunk
        position = chunk.after


def read(file: BinaryIO, start: int, end: int, rate: int) -> tuple[Chapter, ...]:
    """The chapters of the WAV at `start` whose samples are `rate` in a second."""
    starts: dict[int, int] = {}
    labels: dict[int, str] = {}
    for chunk in chunks(file, start + 12, end):
        if chunk.size > _LONGEST:
            continue
        if chunk.name in ID3_CHUNKS:
            tagged = id3_chapters.read(BytesIO(read_at(file, chunk.body, chunk.size)))
            if tagged:
                return tagged
        elif chunk.name == b"cue ":
            starts |= dict(_cues(read_at(file, chunk.body, chunk.size)))
        elif chunk.name == b"LIST" and read_at(file, chunk.body, 4) == b"adtl":
            labels |= dict(_labels(file, chunk))
    named = [(at, labels[number]) for number, at in starts.items() if labels.get(number)]
    return tuple(entry(timedelta(seconds=at / rate), title) for at, title in sorted(named)[:_MOST])


def _cues(body: bytes) -> Iterator[tuple[int, int]]:
    """The numbers of markers, and their samples."""
    count = min(int.from_bytes(body[:4], "little"), (len(body) - 4) // _CUE.size)
    for number, _, _, _, _, sample in _CUE.iter_unpack(body[4 : 4 + max(0, count) * _CUE.size]):
        yield number, sample


def _labels(file: BinaryIO, chunk: Chunk) -> Iterator[tuple[int, str]]:
    for part in chunks(file, chunk.body + 4, chunk.body + chunk.size):
        if part.name == b"labl" and part.size > 4:
            body = read_at(file, part.body, part.size)
            yield int.from_bytes(body[:4], "little"), text(body[4:].partition(b"\0")[0])


def text(coded: bytes) -> str:
    """UTF-8 where it is that, else what Windows programs write."""
    try:
        return coded.decode()
    except UnicodeDecodeError:
        return coded.decode("cp1252", "replace")
