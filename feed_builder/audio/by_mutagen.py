"""What mutagen knows of an MP3: the only module that imports it, and the border for its errors.

The stream's header is read and never the tags, since a tag of 1 kB can take minutes (media.md,
section 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from mutagen.mp3 import BitrateMode, HeaderNotFoundError, MPEGInfo

from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class MpegHeader:
    """The first frames of an MPEG audio stream.

    Where `has_length` is false there is no Xing, Info or VBRI header, and `seconds` is a guess
    (standards.md, MG-1). `bitrate` is in bit/s, `sample_rate` in Hz.
    """

    seconds: float
    has_length: bool
    bitrate: int
    sample_rate: int
    channels: int


def mpeg_header(file: BinaryIO) -> MpegHeader | None:
    """The header of the first MPEG stream in `file`, None where none is in its first megabyte."""
    try:
        with _border():
            info: Any = MPEGInfo(file)
    except HeaderNotFoundError:
        return None
    return MpegHeader(
        seconds=info.length,
        has_length=info.bitrate_mode != BitrateMode.UNKNOWN,
        bitrate=info.bitrate,
        sample_rate=info.sample_rate,
        channels=info.channels,
    )


@contextmanager
def _border() -> Iterator[None]:
    """Whatever mutagen raises is a fault of the file: it lets RecursionError and others through."""
    try:
        yield
    except (HeaderNotFoundError, MemoryError):
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise AudioError(f"is damaged: {said} ({EXPORT_AGAIN})") from error
