"""Ogg Vorbis and Opus: every page is visited, since files that were joined hold several streams.

RFC 7845, section 5.1, and the Vorbis I specification, section 4.2.2, for the header that a stream
begins with. A page says how far its stream has come; what is lost before it can't be heard, so of a
page behind a gap its own packets count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import BinaryIO, Final

from feed_builder.audio.comments import chapters_in
from feed_builder.audio.ogg_packets import OPUS_RATE, Units, VorbisClock, opus_units, vorbis_modes
from feed_builder.audio.ogg_pages import FIRST, LAST, NO_PACKET_ENDS, Damage, Page, pages
from feed_builder.audio.sound import (
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    spoken,
)
from feed_builder.errors import AudioError
from feed_builder.model import Chapter
from feed_builder.records import dataclass

_COMMENT_MARKS: Final = (b"OpusTags", b"\x03vorbis")
_OPUS_HEADERS, _VORBIS_HEADERS = 2, 3
_LONGEST_HEADER: Final = 1 << 24
_HEARD_LOSS: Final = 0.1


@dataclass(slots=True)
class _Stream:
    """One stream: `skip` are the samples at its start that nobody hears, `played` those counted.

    `lost` are samples in pages that are not there; `headers` are its packets before the sound
    that are still to come, `setup` the last of them.
    """

    rate: int
    channels: int
    headers: int
    units: Units
    clock: VorbisClock | None = None
    skip: int = 0
    played: int = 0
    lost: int = 0
    last: int | None = None
    closed: bool = False
    setup: bytearray = field(default_factory=bytearray)
    chapters: tuple[Chapter, ...] = ()

    @property
    def mark(self) -> bytes:
        """What its comments begin with."""
        return _COMMENT_MARKS[0 if self.clock is None else 1]

    @property
    def seconds(self) -> float:
        return max(0, self.played - self.skip) / self.rate

    def take(self, page: Page) -> None:
        """Count what `page` adds."""
        self.closed = bool(page.flags & LAST)
        if self.headers:
            self._take_headers(page)
        elif page.position != NO_PACKET_ENDS:
            self.played += self._added(page)
            self.last = page.position

    def _take_headers(self, page: Page) -> None:
        for packet in page.packets():
            self.setup += packet
            self.headers -= 1
            if self.setup.startswith(_COMMENT_MARKS):
                self.chapters = chapters_in(bytes(self.setup[len(self.mark) :]))
            if not self.headers and self.clock:
                self.clock.modes = vorbis_modes(bytes(self.setup))
            self.setup.clear()
        if self.headers and len(self.setup) < _LONGEST_HEADER:
            self.setup += page.rest

    def _added(self, page: Page) -> int:
        if self.last is not None and not page.after_gap:
            return max(0, page.position - self.last)
        if self.clock:
            self.clock.before = 0
        own = sum(map(self.units, page.packets()))
        if page.after_gap:
            self.lost += max(0, page.position - (self.last or 0) - own)
        if self.last is None and own and (self.closed or not self.clock):
            return min(own, page.position)  # a position below cuts off the end, or Opus's start
        return own or page.position


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an Ogg file whose first page is at `start`; streams that follow each other add.

    Raises AudioError where it holds no stream of Vorbis or Opus.
    """
    damage = Damage()
    streams = _streams(file, start, end, damage)
    if not streams:
        raise AudioError(f"holds no Vorbis or Opus stream that can be read ({UPLOAD_AGAIN})")
    seconds = sum(stream.seconds for stream in streams)
    bitrate = average_bitrate(end - start - damage.lost, seconds)
    return Sound(
        seconds=seconds,
        bitrate=bitrate,
        sample_rate=streams[0].rate,
        channels=streams[0].channels,
        warnings=tuple(_warnings(streams, damage)),
        chapters=streams[0].chapters if len(streams) == 1 else (),
    )


def _warnings(streams: list[_Stream], damage: Damage) -> Iterator[str]:
    if damage.torn or not streams[-1].closed:
        yield f"is cut off: it has no end ({UPLOAD_AGAIN})"
    lost = sum(stream.lost / stream.rate for stream in streams)
    if lost >= _HEARD_LOSS:
        yield f"is damaged: about {spoken(lost)} can't be played ({UPLOAD_AGAIN})"
    if len(streams) > 1:
        yield (
            f"is {len(streams)} recordings in a row: apps will show the wrong length"
            f" (export it again as one file)"
        )


def _streams(file: BinaryIO, start: int, end: int, damage: Damage) -> list[_Stream]:
    """The streams that are played one after the other.

    Of those that run side by side FFmpeg takes the first, and it stays with that one's codec.
    """
    found: list[_Stream] = []
    playing: dict[int, _Stream] = {}
    is_beginning = False
    for page in pages(file, start, end, damage):
        if page.flags & FIRST and (stream := begun(page.body)):
            is_heard = not is_beginning and (not found or stream.mark == found[0].mark)
            playing[page.serial] = stream
            found += [stream] * is_heard
            is_beginning = True
        elif current := playing.get(page.serial):
            is_beginning = is_beginning and bool(current.headers)
            current.take(page)
    return found


def begun(body: bytes) -> _Stream | None:
    """The stream that a first page's body begins, None if it's neither Vorbis nor Opus."""
    if body.startswith(b"OpusHead") and len(body) >= 19:
        skip = int.from_bytes(body[10:12], "little")
        return _Stream(OPUS_RATE, body[9], _OPUS_HEADERS - 1, opus_units, skip=skip)
    if body.startswith(b"\x01vorbis") and len(body) >= 30:
        rate = int.from_bytes(body[12:16], "little")
        clock = VorbisClock(short=1 << (body[28] & 15), long=1 << (body[28] >> 4))
        if rate:
            return _Stream(rate, body[11], _VORBIS_HEADERS - 1, clock.units, clock)
    return None
