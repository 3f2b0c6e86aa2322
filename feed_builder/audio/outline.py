"""The facts of a recording of which only the first and the last piece are at hand.

Its headers are believed where they fit its length; nothing is counted: most of it is far away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import BinaryIO, Final

from feed_builder.audio import flac, id3_chapters, mp4, wav
from feed_builder.audio.edges import sound_end, sound_start
from feed_builder.audio.formats import FORMATS
from feed_builder.audio.mp3_frames import bitrates, walk
from feed_builder.audio.mp3_header import LONGEST, length_header
from feed_builder.audio.ogg_outline import seconds as ogg_seconds
from feed_builder.audio.sniff import format_of
from feed_builder.audio.sound import read_at
from feed_builder.chapters.entries import within
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

_PIECE: Final = 1 << 16
_FEW_BYTES: Final = 4096
_UNKNOWN: Final = (
    "does not say how long it is, and all of it would have to be fetched to know (put the file "
    "beside the episode, or export it again with a constant bit rate)"
)


def outline(file: BinaryIO, length: int) -> AudioInfo:
    """What a recording of `length` bytes holds, by as few reads of it as can be.

    Raises AudioError where that does not tell its type and duration.
    """
    start, end = sound_start(file, length), sound_end(file, length)
    name = format_of(file, start, end)
    seconds = _READERS.get(name, _unknown)(file, start, end)
    duration = timedelta(microseconds=round(seconds * 1_000_000))
    return AudioInfo(
        type=FORMATS[name].type,
        suffix=FORMATS[name].suffix,
        length=length,
        duration=duration,
        bitrate=round(length * 8 / seconds) if seconds else None,
        chapters=within(id3_chapters.read(file), duration),
    )


def _mp3(file: BinaryIO, start: int, end: int) -> float:
    """By its length header if its bytes are there, else by its bit rate if both ends have one."""
    first = walk(file, start, min(end, start + _PIECE))
    if first.frames <= 0:
        raise AudioError(_UNKNOWN)
    header = length_header(read_at(file, first.begin, LONGEST))
    there = end - first.begin
    if header and header.frames and abs((header.length or there) - there) <= _FEW_BYTES:
        silent = (header.before + header.behind) / first.rate
        return max(0.0, header.frames * first.frame_seconds - silent)
    rates = bitrates(read_at(file, first.begin, _PIECE))
    rates |= bitrates(read_at(file, max(first.begin, end - _PIECE), _PIECE))
    if header or len(rates) != 1:
        raise AudioError(_UNKNOWN)
    return there * 8 / rates.pop()


def _m4a(file: BinaryIO, start: int, end: int) -> float:
    return mp4.promised(file, start, end)


def _flac(file: BinaryIO, start: int, end: int) -> float:
    promised = flac.promised(file, start, end)
    if not promised:
        raise AudioError(_UNKNOWN)
    return promised


def _wav(file: BinaryIO, start: int, end: int) -> float:
    return wav.read(file, start, end).seconds


def _unknown(file: BinaryIO, start: int, end: int) -> float:
    raise AudioError(_UNKNOWN)


_READERS: Final[dict[str, Callable[[BinaryIO, int, int], float]]] = {
    "mp3": _mp3,
    "m4a": _m4a,
    "flac": _flac,
    "wav": _wav,
    "ogg": ogg_seconds,
    "opus": ogg_seconds,
}
