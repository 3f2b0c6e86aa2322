"""The pages of an Ogg file. RFC 3533, section 6."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO, Final

from feed_builder.audio.sound import read_at
from feed_builder.records import dataclass

FIRST, LAST = 2, 4  # the flags of a stream's first and last page
NO_PACKET_ENDS: Final = (1 << 64) - 1
_HEAD: Final = 27
_LONGEST: Final = _HEAD + 255 + 255 * 255
_BLOCK: Final = 1 << 20
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(slots=True)
class Damage:
    """Bytes that are in no page that is whole, and whether the last page lacks some."""

    lost: int = 0
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is whole; `after_gap` says that something before it is not."""

    serial: int
    flags: int
    position: int
    lacing: bytes
    body: bytes
    after_gap: bool

    def packets(self) -> Iterator[bytes]:
        """The packets that end on this page, as far as they lie on it."""
        begin = 0
        for length, end in zip(self.lacing, accumulate(self.lacing), strict=True):
            if length < 255:
                yield self.body[begin:end]
                begin = end

    @property
    def rest(self) -> bytes:
        """The beginning of a packet that goes on on the next page."""
        ended = len(self.lacing) - next(
            (n for n, length in enumerate(reversed(self.lacing)) if length < 255), len(self.lacing)
        )
        return self.body[sum(self.lacing[:ended]) :]


def pages(file: BinaryIO, position: int, end: int, damage: Damage) -> Iterator[Page]:
    """The whole pages between two offsets; what isn't is noted in `damage`.

    Players leave out a page whose checksum is wrong, so it is none.
    """
    data, base, gap = b"", position, False
    while position < end:
        at = position - base
        if at + _LONGEST > len(data) and base + len(data) < end:
            data, base, at = read_at(file, position, min(_BLOCK, end - position)), position, 0
        size = _size(data, at)
        if size and at + size > len(data):
            damage.torn = True
            return
        if size and _is_whole(data[at : at + size]):
            yield _page(data[at : at + size], gap)
            position, gap = position + size, False
            continue
        following = data.find(b"OggS", at + 1)
        at_end = base + len(data) >= end
        if following < 0 and at_end:  # tags at the end, or the rest of a torn page
            damage.torn = damage.torn or bool(size)
            return
        step = (following if following >= 0 else max(at + 1, len(data) - 3)) - at
        damage.lost += step
        position, gap = position + step, True


def _size(data: bytes, at: int) -> int:
    """The bytes of the page that starts at `at`, 0 if none does."""
    if not data.startswith(b"OggS", at) or len(data) < at + _HEAD:
        return 0
    lacing = data[at + _HEAD : at + _HEAD + data[at + 26]]
    return _HEAD + data[at + 26] + sum(lacing)


def _is_whole(page: bytes) -> bool:
    """Whether the page has the checksum that it says.

    It is CRC-32 with its bits in the other order, so zlib's does with all bits turned round.
    """
    told = int.from_bytes(page[22:26].translate(_REVERSED), "big")
    turned = (page[:22] + bytes(4) + page[26:]).translate(_REVERSED)
    return zlib.crc32(turned, 0xFFFF_FFFF) ^ 0xFFFF_FFFF == told


def _page(page: bytes, after_gap: bool) -> Page:
    segments = page[26]
    return Page(
        serial=int.from_bytes(page[14:18], "little"),
        flags=page[5],
        position=int.from_bytes(page[6:14], "little"),
        lacing=page[_HEAD : _HEAD + segments],
        body=page[_HEAD + segments :],
        after_gap=after_gap,
    )
