"""Counting MP3 frames: how long a file plays when its header can't be trusted.

A frame's header says how many bytes follow; so a table from its first three bytes to its size
(`mp3_families`) walks an hour in some 30 ms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO, Final

from feed_builder.audio.edges import LONGEST_HEAD, tag_length
from feed_builder.audio.mp3_families import ANY_LAYER, FAMILIES, HEADER, SYNC, Family
from feed_builder.audio.mp3_header import LONGEST, length_header
from feed_builder.records import dataclass

_BLOCK: Final = 1 << 20
_AHEAD: Final = 1 << 13  # more than four of the longest frames (1441 bytes)
_FRAMES_IN_A_ROW: Final = 3  # fewer would find frames in pictures


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

    def head(self, position: int) -> bytes:
        """The three bytes at `position`."""
        index = self.index(position)
        return self.block[index : index + 3]

    @property
    def at_end(self) -> bool:
        """Whether nothing follows the block."""
        return self.base + len(self.block) >= self.end


def walk(file: BinaryIO, start: int, end: int) -> Walk:
    """The MP3 frames between two offsets that FFmpeg plays, damage stepped over as it does.

    Its parser (libavcodec/mpegaudio_parser.c) takes whatever looks like a header of any layer for
    one; its decoder then drops a frame with anything but zeros in front of it.
    """
    tape, found = Tape(file, start, end), Walk()
    family, position = _first_frames(tape, start)
    if family is None:
        return found
    _note_start(found, tape, position, family)
    tag_end = before_gap = 0
    while family:
        position = _take_run(found, tape, position, family)
        tag_end = max(tag_end, _tag_end(tape, position))
        family, begin, clean = next_header(tape, position)
        if family and begin > position:
            swallowed = 0 if clean else family.sizes[tape.head(begin)]
            if position >= tag_end:
                found.gaps += found.frames - before_gap >= _FRAMES_IN_A_ROW
                found.lost += begin - position + swallowed
                before_gap = found.frames
            position = begin + swallowed
    return found


def _take_run(found: Walk, tape: Tape, position: int, family: Family) -> int:
    """Count the frames of `family` that follow each other; where they end."""
    frames, after = _run(tape, position, family.sizes)
    if frames and after > tape.end:  # the last is not all there
        frames, after = frames - 1, tape.end
    found.frames += frames
    found.seconds += frames * family.samples / family.rate
    found.length += max(0, after - position)
    return after


def starts_with_frames(data: bytes) -> bool:
    """Whether frames that belong together start at the first byte."""
    return _chained(data, 0) is not None


def other_layer(data: bytes) -> int | None:
    """The layer, 1 or 2, of frames that start at the first byte and are no MP3."""
    index = 0
    for _ in range(_FRAMES_IN_A_ROW):
        head = data[index : index + 3]
        if head not in ANY_LAYER or head in FAMILIES:
            return None
        index += ANY_LAYER[head].sizes[head]
    return 4 - (data[1] >> 1 & 3)


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
            found.add(family.bitrates[(data[index + 2] >> 4) - 1] * 1000)
        index += size
    return found


def is_free_format(data: bytes) -> bool:
    """Whether frames start at the first byte whose bit rate is none of the table's.

    Their header doesn't tell how long they are, so equal headers at equal distances do.
    """
    head = data[:4]
    known = len(head) == 4 and SYNC.match(head) and head[2] >> 4 == 0 and head[2] & 12 != 12
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
    for match in SYNC.finditer(data):
        if _chained(data, match.start()):
            return match.start()
    return None


def _note_start(found: Walk, tape: Tape, begin: int, family: Family) -> None:
    index = tape.index(begin)
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


def _first_frames(tape: Tape, position: int) -> tuple[Family | None, int]:
    """The frames that come first, and where they start."""
    while position < tape.end:
        index = tape.index(position)
        if family := _chained(tape.block, index):
            return family, position
        step = tag_length(tape.block[index : index + LONGEST_HEAD])
        if not step or position + step > tape.end:
            step = _junk(tape, index)
        position += step
    return None, position


def _junk(tape: Tape, index: int) -> int:
    """How many bytes to skip: up to the next frames in the block, or to where it must be refilled.

    The start of the block itself is known to be none.
    """
    stop = len(tape.block) if tape.at_end else len(tape.block) - _AHEAD
    for match in SYNC.finditer(tape.block, index + 1, stop):
        if _chained(tape.block, match.start()):
            return match.start() - index
    return max(1, stop - index)


def next_header(tape: Tape, position: int) -> tuple[Family | None, int, bool]:
    """What looks like a frame's header at or behind `position`, where, and whether only zeros
    stand before it.
    """
    clean = True
    while position < tape.end:
        index = tape.index(position)
        stop = len(tape.block) if tape.at_end else len(tape.block) - _AHEAD
        match = HEADER.search(tape.block, index, stop + 2)
        upto = match.start() if match else max(stop, index + 1)
        clean = clean and not tape.block[index:upto].strip(b"\0")
        position += upto - index
        if match:
            return ANY_LAYER[match.group()], position, clean
    return None, position, clean


def _tag_end(tape: Tape, position: int) -> int:
    """Where a tag ends that starts at `position`, else 0: it is no damage."""
    index = tape.index(position)
    step = tag_length(tape.block[index : index + LONGEST_HEAD])
    return position + step if step and position + step <= tape.end else 0


def _chained(block: bytes, index: int) -> Family | None:
    """The family of the frames at `index`, if some of one family follow each other there."""
    family = FAMILIES.get(block[index : index + 3])
    if family is None:
        return None
    for _ in range(_FRAMES_IN_A_ROW - 1):
        index += family.sizes[block[index : index + 3]]
        if block[index : index + 3] not in family.sizes:
            return None
    return family
