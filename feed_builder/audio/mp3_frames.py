"""Counting MP3 frames: how long a file plays when its header can't be trusted.

A frame's header (ISO 11172-3, 2.4.2.3, and ISO 13818-3 for the lower rates) says how many bytes
follow; so a table from its first three bytes to its size walks an hour in some 30 ms
(performance.md, section 2b).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from feed_builder.audio.edges import LONGEST_HEAD, tag_length
from feed_builder.audio.mp3_header import LONGEST, length_header

_BITRATES_1: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)

_SAMPLES_1: Final = 1152
# The second byte of a header without CRC; samples in a frame; kbit/s; Hz.
_VERSIONS: Final = (
    (0xFB, _SAMPLES_1, _BITRATES_1, (44100, 48000, 32000)),
    (0xF3, 576, _BITRATES_2, (22050, 24000, 16000)),
    (0xE3, 576, _BITRATES_2, (11025, 12000, 8000)),
)
_SYNC = re.compile(rb"\xff[\xfb\xfa\xf3\xf2\xe3\xe2]")

_BLOCK: Final = 1 << 20
_AHEAD: Final = 1 << 13  # more than four of the longest frames (1441 bytes)
_FRAMES_IN_A_ROW: Final = 3  # fewer would find frames in pictures


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Frames that one decoder plays in a row: same sample rate, same number of samples.

    `sizes` has the length in bytes of a frame by its first three bytes.
    """

    sizes: Mapping[bytes, int]
    samples: int
    rate: int


def _family(second: int, samples: int, bitrates: tuple[int, ...], code: int, rate: int) -> Family:
    sizes = {}
    for number, kilobits in enumerate(bitrates, start=1):
        for padding in (0, 1):
            size = samples // 8 * kilobits * 1000 // rate + padding
            third = number << 4 | code << 2 | padding << 1
            for without_crc in (second, second & 0xFE):
                for private in (0, 1):
                    sizes[bytes((0xFF, without_crc, third | private))] = size
    return Family(sizes, samples, rate)


_FAMILIES: Final = {
    head: family
    for second, samples, bitrates, rates in _VERSIONS
    for code, rate in enumerate(rates)
    for family in [_family(second, samples, bitrates, code, rate)]
    for head in family.sizes
}


@dataclass(slots=True)
class Walk:
    """What a walk found: `frames` to hear, `length` their bytes, `gaps` the damage between them.

    `lost` counts the bytes in those gaps. The first frame begins at `begin` and has `first_length`
    bytes; if it only holds a length header it is not counted and has `header_length`.
    """

    frames: int = 0
    seconds: float = 0.0
    length: int = 0
    gaps: int = 0
    lost: int = 0
    rate: int = 0
    channels: int = 0
    frame_seconds: float = 0.0
    begin: int = 0
    first_length: int = 0
    header_length: int = 0


class Tape:
    """The bytes of a file from `start` to `end`, one block of them in memory at a time."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self.file, self.base, self.end = file, start, end
        self.block = b""

    def index(self, position: int) -> int:
        """Where `position` is in the block, with room ahead for several frames or at the end."""
        index = position - self.base
        if index + 2 * _AHEAD > len(self.block) and not self.at_end:
            self.file.seek(position)
            self.block = self.file.read(min(_BLOCK, max(0, self.end - position)))
            self.base, index = position, 0
        return index

    @property
    def at_end(self) -> bool:
        """Whether nothing follows the block."""
        return self.base + len(self.block) >= self.end


def walk(file: BinaryIO, start: int, end: int) -> Walk:
    """The MP3 frames between two offsets, tags and damage stepped over."""
    tape, found, position = Tape(file, start, end), Walk(), start
    while True:
        family, begin, skipped = _next_frames(tape, position)
        if family is None:
            return found
        _note_start(found, tape, begin, family, skipped)
        frames, position = _run(tape, begin, family.sizes)
        if position > end:  # the last frame is not all there
            frames, position = frames - 1, end
        found.frames += frames
        found.seconds += frames * family.samples / family.rate
        found.length += position - begin


def starts_with_frames(data: bytes) -> bool:
    """Whether frames that belong together start at the first byte."""
    return _chained(data, 0) is not None


def bitrates(data: bytes) -> set[int]:
    """The bit rates in bit/s of the frames in `data` but the first's.

    That one may hold a length header, which takes the room it needs.
    """
    begin = first_frames(data)
    family = None if begin is None else _chained(data, begin)
    found: set[int] = set()
    index = begin or 0
    while family and (size := family.sizes.get(data[index : index + 3])):
        if index != begin:
            rates = _BITRATES_1 if family.samples == _SAMPLES_1 else _BITRATES_2
            found.add(rates[(data[index + 2] >> 4) - 1] * 1000)
        index += size
    return found


def is_free_format(data: bytes) -> bool:
    """Whether frames start at the first byte whose bit rate is none of the table's.

    Their header doesn't tell how long they are, so equal headers at equal distances do.
    """
    head = data[:4]
    known = len(head) == 4 and _SYNC.match(head) and head[2] >> 4 == 0 and head[2] & 12 != 12
    if not known:
        return False
    same = re.compile(
        re.escape(head[:2]) + b"[%s]" % re.escape(bytes((head[2] & 0xFC, head[2] | 2)))
    )
    found = [match.start() for match in same.finditer(data)]
    first = found[1] if len(found) > 1 else 0
    return any(abs(place - 2 * first) <= 1 for place in found[2:])


def first_frames(data: bytes) -> int | None:
    """Where in `data` frames start that belong together."""
    for match in _SYNC.finditer(data):
        if _chained(data, match.start()):
            return match.start()
    return None


def _note_start(found: Walk, tape: Tape, begin: int, family: Family, skipped: int) -> None:
    index = tape.index(begin)
    if found.rate:
        if skipped:  # the frame before a gap is torn by it
            found.gaps += 1
            found.lost += skipped
            found.frames -= 1
            found.seconds -= found.frame_seconds
        return
    found.rate, found.frame_seconds = family.rate, family.samples / family.rate
    found.channels = 1 if tape.block[index + 3] >> 6 == 3 else 2
    found.begin = begin
    found.first_length = family.sizes[tape.block[index : index + 3]]
    if length_header(tape.block[index : index + LONGEST]):
        found.frames -= 1
        found.seconds -= found.frame_seconds
        found.header_length = found.first_length
        found.length -= found.first_length


def _run(tape: Tape, position: int, sizes: Mapping[bytes, int]) -> tuple[int, int]:
    """How many frames follow each other from `position`, and where they end."""
    frames = 0
    while True:
        index = tape.index(position)
        count, stop = _run_in_block(tape.block, index, sizes)
        if not count:
            return frames, position
        frames += count
        position += stop - index


def _run_in_block(block: bytes, index: int, sizes: Mapping[bytes, int]) -> tuple[int, int]:
    frames, size_of = 0, sizes.get
    while size := size_of(block[index : index + 3]):
        index += size
        frames += 1
    return frames, index


def _next_frames(tape: Tape, position: int) -> tuple[Family | None, int, int]:
    """The frames that come next, where they start, and how many bytes before them are no tag."""
    skipped = 0
    while position < tape.end:
        index = tape.index(position)
        if family := _chained(tape.block, index):
            return family, position, skipped
        step = tag_length(tape.block[index : index + LONGEST_HEAD])
        if not step or position + step > tape.end:
            step = _junk(tape, index)
            skipped += step
        position += step
    return None, position, skipped


def _junk(tape: Tape, index: int) -> int:
    """How many bytes to skip: up to the next frames in the block, or to where it must be refilled.

    The start of the block itself is known to be none.
    """
    stop = len(tape.block) if tape.at_end else len(tape.block) - _AHEAD
    for match in _SYNC.finditer(tape.block, index + 1, stop):
        if _chained(tape.block, match.start()):
            return match.start() - index
    return max(1, stop - index)


def _chained(block: bytes, index: int) -> Family | None:
    """The family of the frames at `index`, if some of one family follow each other there."""
    family = _FAMILIES.get(block[index : index + 3])
    if family is None:
        return None
    for _ in range(_FRAMES_IN_A_ROW - 1):
        index += family.sizes[block[index : index + 3]]
        if block[index : index + 3] not in family.sizes:
            return None
    return family
