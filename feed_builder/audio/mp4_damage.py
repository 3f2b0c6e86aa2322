"""AAC samples of an MP4 that are none: bytes were lost before them, or others put in their place.

A sample begins with an element's kind (three bits) and, for channels, its number (four): ISO
14496-3, 4.4.2.1. Those of one recording begin alike; other bytes do so one time in a hundred.
FFmpeg plays nothing in their place. How a sample ends is of no help: Apple's encoder fills up its
last byte with anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final

from feed_builder.audio.mp4_samples import Ranges, Samples
from feed_builder.audio.sound import EXPORT_AGAIN, read_at
from feed_builder.errors import AudioError

_BLOCK: Final = 1 << 20
_FEW_ZEROS: Final = 16  # bytes; no codec begins with so many
_ZEROS: Final = -1
_FIRST_WITHOUT_NUMBER: Final = 4 << 4
_USUAL: Final = 0.2  # of the samples; encoders begin a few in another way
_FEWEST: Final = 20
_LEAST_ALIKE: Final = 0.5


def foreign(file: BinaryIO, samples: Samples, end: int) -> list[tuple[int, int]]:
    """The bytes of samples before `end` that are no AAC: from, to, in order.

    Raises AudioError where most are none: the index leads elsewhere.
    """
    told = list(_beginnings(file, samples, end))
    counts = Counter(kind for _, _, kind in told if kind != _ZEROS)
    usual = {kind for kind, count in counts.items() if count >= _USUAL * counts.total()}
    alike = sum(counts[kind] for kind in usual)
    if alike < _LEAST_ALIKE * counts.total() and counts.total() >= _FEWEST:
        fact = "its index leads elsewhere than to its sound"
        raise AudioError(f"is damaged: {fact} ({EXPORT_AGAIN})")
    odd = [False, *(kind not in usual for _, _, kind in told), False]
    # One alone is an encoder's name, or the like.
    found = [
        (begin, to)
        for number, (begin, to, kind) in enumerate(told, start=1)
        if kind == _ZEROS or (odd[number] and (odd[number - 1] or odd[number + 1]))
    ]
    return sorted(found)


def unfilled(holes: Ranges, samples: Samples) -> list[tuple[int, int]]:
    """Those of `holes` in which a sample begins: within one a codec may write zeros of its own."""
    places = sorted(samples.offsets)
    return [
        (begin, to)
        for begin, to in holes
        if bisect_right(places, to - _FEW_ZEROS) > bisect_left(places, begin)
    ]


def together(*missing: Ranges) -> list[tuple[int, int]]:
    """All of them in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for begin, to in sorted(chain(*missing)):
        if found and begin <= found[-1][1]:
            begin, before = found.pop()
            to = max(to, before)
        found.append((begin, to))
    return found


def _beginnings(file: BinaryIO, samples: Samples, end: int) -> Iterator[tuple[int, int, int]]:
    """Each whole sample's place, and the kind and number of its first element."""
    block, base = b"", 0
    for begin, size in zip(samples.offsets, samples.sizes, strict=False):
        if begin + size > end or not size:
            continue
        if not base <= begin < base + len(block):
            block, base = read_at(file, begin, _BLOCK), begin
        yield begin, begin + size, _kind(block[begin - base : begin - base + _FEW_ZEROS], size)


def _kind(beginning: bytes, size: int) -> int:
    if size > 2 * _FEW_ZEROS and not any(beginning):
        return _ZEROS
    bits = beginning[0] >> 1
    return bits if bits < _FIRST_WITHOUT_NUMBER else bits & 0x70
