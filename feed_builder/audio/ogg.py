"""Ogg Vorbis and Opus: every page is visited, since files that were joined hold several streams.

RFC 3533, section 6 for pages; RFC 7845, section 5.1, and the Vorbis I specification, section 4.2.2,
for the header that a stream begins with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio.sound import (
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    read_at,
    spoken,
)
from feed_builder.errors import AudioError

_HEAD: Final = 27
_LONGEST_HEAD: Final = _HEAD + 255
_FIRST, _LAST = 2, 4  # the flags of a stream's first and last page
_NO_PACKET_ENDS: Final = (1 << 64) - 1
_OPUS_RATE: Final = 48_000  # RFC 7845, section 4: positions count at 48 kHz, whatever was recorded


class _Page(NamedTuple):
    serial: int
    flags: int
    position: int
    body: int
    end: int


@dataclass(slots=True)
class _Stream:
    """One stream: `skip` are the samples at its start that nobody hears."""

    rate: int
    channels: int
    skip: int = 0
    last: int = 0
    closed: bool = False

    @property
    def seconds(self) -> float:
        return max(0, self.last - self.skip) / self.rate


@dataclass(slots=True)
class _Damage:
    """Bytes that are in no page, and whether the last page lacks some."""

    lost: int = 0
    torn: bool = False


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an Ogg file whose first page is at `start`; streams that follow each other add.

    Raises AudioError where it holds no stream of Vorbis or Opus.
    """
    damage = _Damage()
    streams = _streams(file, start, end, damage)
    if not streams:
        raise AudioError(f"holds no Vorbis or Opus stream that can be read ({UPLOAD_AGAIN})")
    seconds = sum(stream.seconds for stream in streams)
    bitrate = average_bitrate(end - start, seconds)
    return Sound(
        seconds=seconds,
        bitrate=bitrate,
        sample_rate=streams[0].rate,
        channels=streams[0].channels,
        warnings=tuple(_warnings(streams, damage, bitrate)),
    )


def _warnings(streams: list[_Stream], damage: _Damage, bitrate: int | None) -> Iterator[str]:
    if damage.torn or not streams[-1].closed:
        yield f"is cut off: it has no end ({UPLOAD_AGAIN})"
    if damage.lost and bitrate:
        lost = spoken(damage.lost * 8 / bitrate)
        yield f"is damaged: about {lost} can't be played ({UPLOAD_AGAIN})"
    if len(streams) > 1:
        yield (
            f"is {len(streams)} recordings in a row: apps will show the wrong length"
            f" (export it again as one file)"
        )


def _streams(file: BinaryIO, start: int, end: int, damage: _Damage) -> list[_Stream]:
    found: list[_Stream] = []
    playing: dict[int, _Stream] = {}
    for page in _pages(file, start, end, damage):
        if page.flags & _FIRST and (stream := _begun(read_at(file, page.body, 64))):
            playing[page.serial] = stream
            found.append(stream)
        elif current := playing.get(page.serial):
            if page.position != _NO_PACKET_ENDS:
                current.last = max(current.last, page.position)
            current.closed = bool(page.flags & _LAST)
    return found


def _begun(body: bytes) -> _Stream | None:
    """The stream that a first page's body begins, None if it's neither Vorbis nor Opus."""
    if body.startswith(b"OpusHead") and len(body) >= 19:
        skip = int.from_bytes(body[10:12], "little")
        return _Stream(_OPUS_RATE, channels=body[9], skip=skip)
    if body.startswith(b"\x01vorbis") and len(body) >= 30:
        rate = int.from_bytes(body[12:16], "little")
        return _Stream(rate, channels=body[11]) if rate else None
    return None


def _pages(file: BinaryIO, position: int, end: int, damage: _Damage) -> Iterator[_Page]:
    while position < end:
        head = read_at(file, position, _LONGEST_HEAD)
        if head.startswith(b"OggS") and len(head) >= _HEAD:
            page = _page(head, position)
            if page.end > end:
                damage.torn = True
                return
            yield page
            position = page.end
            continue
        following = _next_page(file, position + 1, end)
        if following is None:  # tags at the end, or the rest of a torn page
            return
        damage.lost += following - position
        position = following


def _page(head: bytes, position: int) -> _Page:
    body = position + _HEAD + head[26]
    return _Page(
        serial=int.from_bytes(head[14:18], "little"),
        flags=head[5],
        position=int.from_bytes(head[6:14], "little"),
        body=body,
        end=body + sum(head[_HEAD : _HEAD + head[26]]),
    )


def _next_page(file: BinaryIO, position: int, end: int) -> int | None:
    while position < end:
        block = read_at(file, position, 1 << 20)
        place = block.find(b"OggS")
        if place >= 0:
            return position + place
        if len(block) < 4:
            break
        position += len(block) - 3
    return None
