"""The formats that are published, one row each: a new one is a row, a reader and a fixture."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from feed_builder.audio import adts, flac, mp3, mp4, ogg, wav
from feed_builder.audio.sound import Sound
from feed_builder.records import dataclass

# Takes the open file and the offsets where its own bytes start and end.
Reader = Callable[[BinaryIO, int, int], Sound]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its MIME type (MIME), the suffix it is published with, its reader.

    `suffixes` are those that don't contradict the content.
    """

    name: str
    type: str
    suffix: str
    suffixes: frozenset[str]
    read: Reader


def _format(name: str, type: str, suffixes: str, read: Reader) -> Format:
    first, *_ = every = suffixes.split()
    return Format(name=name, type=type, suffix=first, suffixes=frozenset(every), read=read)


FORMATS: Final = {
    "mp3": _format("MP3", "audio/mpeg", ".mp3 .mpga", mp3.read),
    "m4a": _format("M4A", "audio/x-m4a", ".m4a .m4b", mp4.read),
    "aac": _format("raw AAC (ADTS)", "audio/aac", ".aac", adts.read),
    "ogg": _format("Ogg Vorbis", "audio/ogg", ".ogg .oga", ogg.read),
    "opus": _format("Opus", "audio/ogg", ".opus .ogg .oga", ogg.read),
    "flac": _format("FLAC", "audio/flac", ".flac", flac.read),
    "wav": _format("WAV", "audio/wav", ".wav .wave .bwf", wav.read),
}
