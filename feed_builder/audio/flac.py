"""FLAC: the header says how long it should be, its frames say how far it goes.

RFC 9639, section 8.2 for STREAMINFO.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from feed_builder.audio.comments import chapters_in
from feed_builder.audio.flac_frames import Frame, ends_inside, ends_whole, frames
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    cut_off,
    known,
    promise,
    read_at,
    spoken,
)
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

_COMMENTS: Final = 4
_INFO: Final = 34  # bytes of STREAMINFO
_SHORTEST_BLOCK: Final = 16
_LONGEST_FRAME: Final = 1 << 21
# FFmpeg, and all that is built on it, needs two frames behind a gap to find its way (tried).
_FRAMES_TO_RESUME: Final = 2


@dataclass(frozen=True, slots=True)
class _Stream:
    """STREAMINFO, the offset where the frames start, and the block of Vorbis comments."""

    block: int
    longest_frame: int
    rate: int
    channels: int
    samples: int
    frames_at: int
    comments: bytes


@dataclass(slots=True)
class _Count:
    """Samples in frames that are whole, gaps between those, the last frame that was seen.

    `again` says that the numbers began anew: two files were joined.
    """

    samples: int = 0
    gaps: int = 0
    last: Frame | None = None
    again: bool = False


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of a FLAC file that starts at `start`.

    Raises AudioError where the header is damaged or no frame follows it.
    """
    stream = _stream(file, start, end)
    found = _counted(file, stream, end)
    if not found.samples:
        raise AudioError(f"is a FLAC without sound: no frame follows its header ({UPLOAD_AGAIN})")
    seconds = found.samples / stream.rate
    return Sound(
        seconds=seconds,
        bitrate=average_bitrate(end - stream.frames_at, seconds),
        sample_rate=stream.rate,
        channels=stream.channels,
        warnings=known([_warning(stream, found, seconds)]),
        chapters=chapters_in(stream.comments),
    )


def _warning(stream: _Stream, found: _Count, seconds: float) -> str | None:
    promised, off = stream.samples / stream.rate, found.samples - stream.samples
    if found.again:
        return (
            "is several recordings in a row: apps will show the wrong length"
            " (export it again as one file)"
        )
    if not stream.samples:
        return f"doesn't say how long it is: apps may show no length ({EXPORT_AGAIN})"
    if off > stream.block:
        shown = f"apps will show {spoken(promised)} instead of {spoken(seconds)}"
        return f"is longer than its header says: {shown} ({EXPORT_AGAIN})"
    if off >= 0:
        return None
    if found.gaps:
        places = "1 place" if found.gaps == 1 else f"{found.gaps} places"
        return f"is damaged in {places}: {promise(promised, seconds)} ({UPLOAD_AGAIN})"
    return cut_off(promised, seconds)


def promised(file: BinaryIO, start: int, end: int) -> float:
    """The seconds that the header says, 0 where it doesn't; raises AudioError."""
    stream = _stream(file, start, end)
    return stream.samples / stream.rate


def _stream(file: BinaryIO, start: int, end: int) -> _Stream:
    info, comments, position, last = b"", b"", start + 4, False
    while not last:
        head = read_at(file, position, 4)
        size = int.from_bytes(head[1:], "big")
        if len(head) < 4 or position + 4 + size > end:
            raise AudioError(f"is cut off before its sound begins ({UPLOAD_AGAIN})")
        last, kind = bool(head[0] & 0x80), head[0] & 0x7F
        if kind == 0:
            info = file.read(size)
        elif kind == _COMMENTS:
            comments = file.read(size)
        position += 4 + size
    return _parsed(info, position, comments)


def _parsed(info: bytes, frames_at: int, comments: bytes) -> _Stream:
    packed = int.from_bytes(info[10:18], "big")
    rate = packed >> 44
    longest_block = int.from_bytes(info[2:4], "big")
    if len(info) != _INFO or not rate or longest_block < _SHORTEST_BLOCK:
        raise AudioError(f"is a FLAC with a damaged header ({EXPORT_AGAIN})")
    return _Stream(
        block=longest_block,
        longest_frame=int.from_bytes(info[7:10], "big"),
        rate=rate,
        channels=(packed >> 41 & 7) + 1,
        samples=packed & (1 << 36) - 1,
        frames_at=frames_at,
        comments=comments,
    )


def _counted(file: BinaryIO, stream: _Stream, end: int) -> _Count:
    found = _Count()
    for frame in _in_a_row(file, stream, end, found):
        if found.last and not _holds_junk(stream, found.last, frame):
            found.samples += found.last.after - found.last.first
        found.last = frame
    if found.last and _is_whole(file, stream, found.last, end):
        found.samples += found.last.after - found.last.first
    found.samples = max(0, found.samples - found.gaps * _FRAMES_TO_RESUME * stream.block)
    return found


def _holds_junk(stream: _Stream, frame: Frame, following: Frame) -> bool:
    """Whether there are more bytes up to the next frame than any has: something was put in."""
    return 0 < stream.longest_frame < following.at - frame.at


def _in_a_row(file: BinaryIO, stream: _Stream, end: int, found: _Count) -> Iterator[Frame]:
    """The frames that follow each other; behind a gap two have to, since one may be chance."""
    expected: int | None = None
    candidate: Frame | None = None
    for frame in frames(file, stream.frames_at, end, channels=stream.channels, block=stream.block):
        if frame.first == expected or (expected is None and frame.at == stream.frames_at):
            candidate = None
        elif candidate and candidate.after == frame.first:
            if found.last:  # the frame before a gap is torn
                found.last = None
                found.gaps += 1
                found.again = found.again or candidate.first < (expected or 0)
            yield candidate
            candidate = None
        else:
            candidate = frame
            continue
        expected = frame.after
        yield frame


def _is_whole(file: BinaryIO, stream: _Stream, frame: Frame, end: int) -> bool:
    """Whether the last frame is all there: an upload that breaks off tears it."""
    longest = stream.longest_frame or _LONGEST_FRAME
    data = read_at(file, frame.at, min(end - frame.at, longest))
    if ends_whole(data):
        return True
    return bool(stream.samples) and frame.after >= stream.samples and ends_inside(data)
