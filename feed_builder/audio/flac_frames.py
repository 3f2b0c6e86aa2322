"""The frames of a FLAC stream, found by their headers. RFC 9639, section 9.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio.sound import read_at

_BLOCK: Final = 1 << 20
_LONGEST_HEADER: Final = 16
# Samples in a frame by the code in its header; 6 and 7 mean that they stand behind it.
_BLOCKS: Final = {1: 192, **{code: 144 << code for code in range(2, 6)}} | {
    code: 1 << code for code in range(8, 16)
}
# Channels by the code in a frame's header; 8 to 10 are two that share what they have in common.
_CHANNELS: Final = {**{code: code + 1 for code in range(8)}, 8: 2, 9: 2, 10: 2}


class Frame(NamedTuple):
    """A frame: where its header is, its first sample, the sample after it."""

    at: int
    first: int
    after: int


def frames(file: BinaryIO, start: int, end: int, *, channels: int, block: int) -> Iterator[Frame]:
    """What looks like a frame's header, checksum and all, between two offsets.

    `block` are the samples of a frame where frames are numbered and samples are not.
    """
    sync = _sync(channels)
    position = start
    while position < end:
        data = read_at(file, position, min(_BLOCK, end - position))
        at_end = position + len(data) >= end
        stop = len(data) if at_end else len(data) - _LONGEST_HEADER
        for match in sync.finditer(data, 0, stop):
            found = _frame(data, match.start(), block)
            if found:
                yield Frame(position + match.start(), *found)
        if at_end or stop <= 0:
            return
        # A header on the border is found in the next block, and once only.
        position += stop - 3


def _sync(channels: int) -> re.Pattern[bytes]:
    """Four bytes that a header can begin with: a code that is no rate or size is none."""
    third = bytes(b << 4 | r for b in range(1, 16) for r in range(15))
    fourth = bytes(
        code << 4 | size << 1
        for code, count in _CHANNELS.items()
        for size in range(8)
        if count == channels
    )
    return re.compile(b"\xff[\xf8\xf9][%s][%s]" % (re.escape(third), re.escape(fourth)))


def _frame(data: bytes, at: int, block: int) -> tuple[int, int] | None:
    width = _number_width(data[at + 4]) if at + 4 < len(data) else 0
    block_code, rate_code = data[at + 2] >> 4, data[at + 2] & 15
    extra = {6: 1, 7: 2}.get(block_code, 0)
    length = 4 + width + extra + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if not width or at + length >= len(data):
        return None
    if _crc8(data[at : at + length]) != data[at + length]:
        return None
    after = data[at + 4 + width : at + 4 + width + extra]
    samples = int.from_bytes(after, "big") + 1 if extra else _BLOCKS.get(block_code, 0)
    number = _number(data[at + 4 : at + 4 + width])
    first = number if data[at + 1] & 1 else number * block
    return first, first + samples


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


def _table(polynomial: int, width: int) -> tuple[int, ...]:
    values = []
    top, mask = 1 << width - 1, (1 << width) - 1
    for byte in range(256):
        crc = byte << width - 8
        for _ in range(8):
            crc = (crc << 1 ^ (polynomial if crc & top else 0)) & mask
        values.append(crc)
    return tuple(values)


_CRC8: Final = _table(0x07, 8)
_CRC16: Final = _table(0x8005, 16)


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc = _CRC8[crc ^ byte]
    return crc


def ends_whole(data: bytes) -> bool:
    """Whether a frame that starts `data` ends with it, as its checksum says (9.3)."""
    crc = 0
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ _CRC16[crc >> 8 ^ byte]
    return not crc


def ends_inside(data: bytes) -> bool:
    """Whether a frame that starts `data` may end anywhere in it."""
    crc = 0
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ _CRC16[crc >> 8 ^ byte]
        if not crc:
            return True
    return False
