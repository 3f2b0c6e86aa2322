"""FLAC: the header says how long it should be, the last frame says how far it goes.

RFC 9639: section 8.2 for STREAMINFO, section 9.1 for the header of a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    cut_off,
    known,
    read_at,
)
from feed_builder.errors import AudioError

_SYNC = re.compile(rb"\xff[\xf8\xf9]")
_LONGEST_HEADER: Final = 16
_SHORTEST_TAIL: Final = 1 << 16
_LONGEST_TAIL: Final = 1 << 22  # the longest frame there can be takes half of it
# Samples in a frame by the code in its header; 6 and 7 mean that they stand behind it.
_BLOCKS: Final = {1: 192, **{code: 144 << code for code in range(2, 6)}} | {
    code: 1 << code for code in range(8, 16)
}

# Channels by the code in a frame's header; 8 to 10 are two that share what they have in common.
_CHANNELS: Final = {**{code: code + 1 for code in range(8)}, 8: 2, 9: 2, 10: 2}


@dataclass(frozen=True, slots=True)
class _Stream:
    """STREAMINFO, and the offset where the frames start."""

    block: int
    longest_frame: int
    rate: int
    channels: int
    samples: int
    frames_at: int


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of a FLAC file that starts at `start`.

    Raises AudioError where the header is damaged or no frame follows it.
    """
    stream = _stream(file, start, end)
    there = _last_sample(file, stream, end)
    if not there:
        raise AudioError(f"is a FLAC without sound: no frame follows its header ({UPLOAD_AGAIN})")
    # The last frame of a stream that is cut off may be torn; one block is not worth a warning.
    whole = stream.samples and there >= stream.samples - stream.block
    seconds = (stream.samples if whole else there) / stream.rate
    return Sound(
        seconds=seconds,
        bitrate=average_bitrate(end - stream.frames_at, seconds),
        sample_rate=stream.rate,
        channels=stream.channels,
        warnings=known([None if whole else _warning(stream, seconds)]),
    )


def _warning(stream: _Stream, seconds: float) -> str:
    if stream.samples:
        return cut_off(stream.samples / stream.rate, seconds)
    return f"doesn't say how long it is: apps may show no length ({EXPORT_AGAIN})"


def _stream(file: BinaryIO, start: int, end: int) -> _Stream:
    info, position, last = b"", start + 4, False
    while not last:
        head = read_at(file, position, 4)
        size = int.from_bytes(head[1:], "big")
        if len(head) < 4 or position + 4 + size > end:
            raise AudioError(f"is cut off before its sound begins ({UPLOAD_AGAIN})")
        last, kind = bool(head[0] & 0x80), head[0] & 0x7F
        if kind == 0:
            info = file.read(34)
        position += 4 + size
    return _parsed(info, position)


def _parsed(info: bytes, frames_at: int) -> _Stream:
    packed = int.from_bytes(info[10:18], "big")
    rate = packed >> 44
    if len(info) < 34 or not rate:
        raise AudioError(f"is a FLAC with a damaged header ({EXPORT_AGAIN})")
    return _Stream(
        block=int.from_bytes(info[2:4], "big"),
        longest_frame=int.from_bytes(info[7:10], "big"),
        rate=rate,
        channels=(packed >> 41 & 7) + 1,
        samples=packed & (1 << 36) - 1,
        frames_at=frames_at,
    )


def _last_sample(file: BinaryIO, stream: _Stream, end: int) -> int:
    """The number of samples up to the end of the last frame that starts before `end`."""
    wanted = min(_LONGEST_TAIL, max(_SHORTEST_TAIL, 2 * stream.longest_frame))
    begin = max(stream.frames_at, end - wanted)
    tail = read_at(file, begin, end - begin)
    return next(_ends(tail, stream), 0)


def _ends(tail: bytes, stream: _Stream) -> Iterator[int]:
    """The sample after each frame in `tail`, from the last frame to the first."""
    for place in reversed([match.start() for match in _SYNC.finditer(tail)]):
        if end := _frame_end(tail[place : place + _LONGEST_HEADER], stream):
            yield end


def _frame_end(head: bytes, stream: _Stream) -> int:
    """The sample after the frame that starts with `head`, 0 if that is no frame's header."""
    if len(head) < 7 or head[3] & 1 or _CHANNELS.get(head[3] >> 4) != stream.channels:
        return 0
    width = _number_width(head[4])
    block_code, rate_code = head[2] >> 4, head[2] & 15
    extra = {6: 1, 7: 2}.get(block_code, 0)
    length = 4 + width + extra + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if not width or len(head) <= length or _crc8(head[:length]) != head[length]:
        return 0
    after = head[4 + width : 4 + width + extra]
    block = int.from_bytes(after, "big") + 1 if extra else _BLOCKS.get(block_code, 0)
    number = _number(head[4 : 4 + width])
    return (number if head[1] & 1 else number * stream.block) + block


def _number_width(first: int) -> int:
    """The bytes of a number that is coded as UTF-8 codes characters, 0 if it can't start so."""
    ones = 8 - (first ^ 0xFF).bit_length()
    return {0: 1, 1: 0, 8: 0}.get(ones, ones)


def _number(coded: bytes) -> int:
    width = len(coded)
    value = coded[0] & (0x7F if width == 1 else (1 << 7 - width) - 1)
    for byte in coded[1:]:
        value = value << 6 | byte & 0x3F
    return value


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ (0x107 if crc & 0x80 else 0)) & 0xFF
    return crc
