"""Where an MP4's sound lies and how long it is, sample by sample.

ISO 14496-12: 8.6.1.2 stts, 8.6.6 elst, 8.7.3 stsz, 8.7.4 stsc, 8.7.5 stco and co64, 8.8 for
fragments. A "sample" is what a decoder takes at once: a frame of some 20 ms.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import accumulate, pairwise, repeat
from typing import Final

from feed_builder.audio.mp4_boxes import every, inside
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

Ranges = Sequence[tuple[int, int]]
"""Bytes of a file that are not there, in order: from, to."""

_WIDTHS: Final = {b"stts": 8, b"stsc": 12, b"stco": 4, b"co64": 8}
_NO_EDIT: Final = 0xFFFF_FFFF
_MOST: Final = 1 << 24  # samples; a week of sound has 30 million, which no podcast is


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a track: when each begins and where it lies. Times in units of 1/`scale` s."""

    scale: int
    starts: Sequence[int]
    offsets: Sequence[int] = field(default_factory=list)
    sizes: Sequence[int] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """All of them."""
        return self.starts[-1] / self.scale if self.scale else 0.0


def samples_of(media: bytes, *, fixed: bool) -> Samples:
    """The samples that the body of an mdia box lists.

    With `fixed` the last one plays as long as the others, whatever the table says: an AAC frame
    can't be decoded in part. Raises AudioError where a table says that it is longer than it is.
    """
    table = inside(media, b"minf", b"stbl")
    _refuse_lies(table)
    sizes = _sizes(inside(table, b"stsz"))
    durations = list(_durations(inside(table, b"stts")))
    if fixed and len(durations) > 1:
        durations[-1] = max(durations[-2:])
    return Samples(
        scale=scale_of(inside(media, b"mdhd")),
        starts=[0, *accumulate(durations)],
        offsets=_offsets(table, sizes),
        sizes=sizes,
    )


def _refuse_lies(table: bytes) -> None:
    for name, width in _WIDTHS.items():
        body = inside(table, name)
        count = int.from_bytes(body[4:8], "big")
        if count * width > len(body) - 8 and body:
            fact = f"its index ({name.decode()}) promises {count} entries, which are not there"
            raise AudioError(f"is damaged: {fact} ({EXPORT_AGAIN})")


def scale_of(header: bytes) -> int:
    """The units of a second in the body of an mdhd or mvhd box."""
    at = 20 if header[:1] == b"\1" else 12
    return int.from_bytes(header[at : at + 4], "big")


def _durations(times: bytes) -> Iterator[int]:
    whole, left = len(times) - len(times) % 8, _MOST
    for count, delta in struct.iter_unpack(">II", times[8:whole]):
        yield from repeat(delta, min(count, left))
        left -= min(count, left)


def _sizes(table: bytes) -> Sequence[int]:
    if len(table) < 12:
        return []
    same, count = struct.unpack(">II", table[4:12])
    if not same and 4 * count > len(table) - 12:
        fact = f"its index (stsz) promises {count} samples, which are not there"
        raise AudioError(f"is damaged: {fact} ({EXPORT_AGAIN})")
    return [same] * min(count, _MOST) if same else numbers(table[12 : 12 + 4 * count], "I")


def numbers(data: bytes, kind: str) -> array[int]:
    """Big-endian whole numbers: "I" of four bytes, "Q" of eight."""
    found = array(kind)
    found.frombytes(data[: len(data) - len(data) % found.itemsize])
    if sys.byteorder == "little":
        found.byteswap()
    return found


def _offsets(table: bytes, sizes: Sequence[int]) -> list[int]:
    """Where each sample lies: chunks follow no order, the samples of one follow each other."""
    short, long = inside(table, b"stco"), inside(table, b"co64")
    chunks = numbers(long[8:], "Q") if long else numbers(short[8:], "I")
    found: list[int] = []
    for chunk, count in zip(chunks, _per_chunk(inside(table, b"stsc"), len(chunks)), strict=False):
        position = chunk
        for size in sizes[len(found) : len(found) + count]:
            found.append(position)
            position += size
    return found


def _per_chunk(table: bytes, chunks: int) -> Iterator[int]:
    whole = len(table) - (len(table) - 8) % 12
    runs = [(first, count) for first, count, _ in struct.iter_unpack(">III", table[8:whole])]
    for (first, count), (following, _) in pairwise([*runs, (chunks + 1, 0)]):
        yield from repeat(count, max(0, min(following, chunks + 1) - first))


def edits_of(track: bytes, movie_scale: int, samples: Samples) -> list[tuple[int, int]]:
    """What of a track is played, in its own units; all of it where nothing else is said."""
    table, all_ = inside(track, b"edts", b"elst"), samples.starts[-1]
    form = ">QQI" if table[:1] == b"\1" else ">III"
    whole = len(table) - (len(table) - 8) % struct.calcsize(form)
    edits = []
    for duration, begin, _ in struct.iter_unpack(form, table[8:whole]) if movie_scale else ():
        if begin & _NO_EDIT != _NO_EDIT and begin < all_:
            length = duration * samples.scale // movie_scale
            edits.append((begin, _whole(samples, begin + length) if duration else all_))
    return edits or [(0, all_)]


def _whole(samples: Samples, end: int) -> int:
    """The end of the sample in which `end` lies: decoders play it to its end (FFmpeg, tried)."""
    place = bisect_left(samples.starts, end)
    return samples.starts[min(place, len(samples.starts) - 1)]


def heard(samples: Samples, edits: Iterable[tuple[int, int]], missing: Ranges) -> float:
    """The seconds that `edits` play, without the samples that lie in `missing` bytes."""
    edits = list(edits)
    played = sum(end - begin for begin, end in edits)
    if missing:
        played -= sum(
            max(0, min(to, end) - max(since, begin))
            for since, to in _lost(samples, missing)
            for begin, end in edits
        )
    return max(0, played) / samples.scale if samples.scale else 0.0


def _lost(samples: Samples, missing: Ranges) -> Iterator[tuple[int, int]]:
    """When the samples play that are not whole."""
    listed = zip(samples.offsets, samples.sizes, pairwise(samples.starts), strict=False)
    for offset, size, (since, to) in listed:
        if touches(missing, offset, offset + size):
            yield since, to


def touches(missing: Ranges, begin: int, end: int) -> bool:
    """Whether any of the bytes from `begin` to `end` are missing."""
    place = bisect_right(missing, (begin, sys.maxsize))
    if place and missing[place - 1][1] > begin:
        return True
    return place < len(missing) and missing[place][0] < end


@dataclass(frozen=True, slots=True)
class _Defaults:
    duration: int
    size: int


def defaults_of(index: bytes, track: int) -> _Defaults:
    """What a fragment's samples of a track are where it says nothing (8.8.3)."""
    for body in every(inside(index, b"mvex"), b"trex"):
        if int.from_bytes(body[4:8], "big") == track:
            return _Defaults(*struct.unpack(">II", body[12:20].ljust(8, b"\0")))
    return _Defaults(0, 0)


def fragment_samples(
    moof: bytes, begin: int, track: int, defaults: _Defaults
) -> Iterator[tuple[int, int, int]]:
    """The samples of `track` in a fragment at `begin`: where each lies, its bytes, its units."""
    for body in every(moof, b"traf"):
        header = inside(body, b"tfhd")
        if int.from_bytes(header[4:8], "big") == track:
            base, own = _track_fragment(header, begin, defaults)
            for run in every(body, b"trun"):
                for place, size, duration in _run(run, begin, base, own):
                    yield place, size, duration
                    base = place + size


def _track_fragment(header: bytes, begin: int, defaults: _Defaults) -> tuple[int, _Defaults]:
    """Where the sound of a fragment begins unless a run says it, and its own defaults (8.8.7)."""
    flags, at, base = int.from_bytes(header[1:4], "big"), 8, begin
    duration, size = defaults.duration, defaults.size
    if flags & 1:
        base, at = int.from_bytes(header[at : at + 8], "big"), at + 8
    at += 4 if flags & 2 else 0
    if flags & 8:
        duration, at = int.from_bytes(header[at : at + 4], "big"), at + 4
    if flags & 16:
        size = int.from_bytes(header[at : at + 4], "big")
    return base, _Defaults(duration, size)


def _run(run: bytes, begin: int, base: int, defaults: _Defaults) -> Iterator[tuple[int, int, int]]:
    """The samples of a run, which follow each other (8.8.8)."""
    if len(run) < 8:
        return
    flags, count = int.from_bytes(run[1:4], "big"), int.from_bytes(run[4:8], "big")
    at = 8
    if flags & 1:
        base, at = begin + int.from_bytes(run[at : at + 4], "big", signed=True), at + 4
    at += 4 if flags & 4 else 0
    fields = [bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800)]
    width = sum(fields)
    told = numbers(run[at : at + 4 * width * min(count, _MOST)], "I")
    count = min(count, len(told) // width if width else min(count, _MOST))
    durations = told[0::width] if fields[0] else repeat(defaults.duration, count)
    sizes = told[fields[0] :: width] if fields[1] else repeat(defaults.size, count)
    for duration, size in zip(durations, sizes, strict=False):
        yield base, size, duration
        base += size
