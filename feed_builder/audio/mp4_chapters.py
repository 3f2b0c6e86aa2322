"""Chapters in an M4A: QuickTime's track of texts, else Nero's list.

QuickTime File Format, "Chapter Lists"; FFmpeg's mov.c for `chpl`, which Nero never described.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO, Final

from feed_builder.audio.mp4_boxes import every, inside
from feed_builder.audio.mp4_samples import numbers, samples_of
from feed_builder.audio.sound import read_at
from feed_builder.chapters.entries import entry
from feed_builder.model import Chapter

_MOST: Final = 1000
_TICKS: Final = 10_000_000  # of Nero's clock, in a second
_LONGEST_TITLE: Final = 1 << 12


def read(file: BinaryIO, index: bytes, sound: bytes, end: int) -> tuple[Chapter, ...]:
    """The chapters that `index` (a moov box's body) lists for the track whose body is `sound`."""
    texts = tuple(_texts(file, index, sound, end))
    # Who adds a list to a file that has tags may add a second udta.
    lists = (inside(body, b"chpl") for body in every(index, b"udta"))
    return texts or tuple(_nero(next(filter(None, lists), b"")))


def _texts(file: BinaryIO, index: bytes, sound: bytes, end: int) -> Iterator[Chapter]:
    wanted = set(numbers(inside(sound, b"tref", b"chap"), "I"))
    for body in every(index, b"trak"):
        header, media = inside(body, b"tkhd"), inside(body, b"mdia")
        number_at = 20 if header[:1] == b"\1" else 12
        number = int.from_bytes(header[number_at : number_at + 4], "big")
        if number in wanted and inside(media, b"hdlr")[8:12] in (b"text", b"sbtl"):
            samples = samples_of(media, fixed=False)
            places = zip(samples.starts, samples.offsets, samples.sizes, strict=False)
            for start, offset, size in list(places)[:_MOST]:
                if offset + size <= end and samples.scale:
                    text = _title(read_at(file, offset, min(size, _LONGEST_TITLE)))
                    yield entry(timedelta(seconds=start / samples.scale), text)
            return


def _title(sample: bytes) -> str:
    """A length in two bytes, then UTF-8, or UTF-16 with its mark."""
    text = sample[2 : 2 + int.from_bytes(sample[:2], "big")]
    codec = "utf-16" if text[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
    return text.decode(codec, "replace")


def _nero(body: bytes) -> Iterator[Chapter]:
    at = 8 if body[:1] == b"\1" else 4
    count = body[at] if at < len(body) else 0
    at += 1
    for _ in range(count):
        if at + 9 > len(body):
            return
        start, size = int.from_bytes(body[at : at + 8], "big"), body[at + 8]
        title = body[at + 9 : at + 9 + size].decode("utf-8", "replace")
        if start < _TICKS * 1_000_000:
            yield entry(timedelta(microseconds=start // 10), title)
        at += 9 + size
