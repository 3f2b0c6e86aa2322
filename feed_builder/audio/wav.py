"""WAV: its length is the bytes that are there, since recorders that crash or stream leave a lie.

Microsoft's "Multimedia Programming Interface", and EBU Tech 3306 for RF64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

from feed_builder.audio.sound import EXPORT_AGAIN, Sound, cut_off, known, read_at
from feed_builder.errors import AudioError

# PCM, float, A-law, mu-law, and "extensible", which every program writes for one of them. Any other
# is a compressed stream in a WAV's clothes, which browsers don't play.
_PLAIN: Final = {1, 3, 6, 7, 0xFFFE}
# What a program writes that doesn't know the size yet: ffmpeg to a pipe, sox, a recorder.
_UNKNOWN_SIZES: Final = {0, 0x7FFF_F000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF}


@dataclass(slots=True)
class _Chunks:
    """What a WAV says of itself: bytes per second, sizes and places in bytes."""

    channels: int = 0
    rate: int = 0
    per_second: int = 0
    data: int = 0
    promised: int = 0
    long_size: int = 0


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of a RIFF or RF64 file that starts at `start`.

    Raises AudioError for a compressed one, and where the description or the sound is missing.
    """
    chunks = _chunks(file, start + 12, end)
    if not chunks.data or not chunks.per_second:
        raise AudioError(f"is a WAV without sound ({EXPORT_AGAIN})")
    there = end - chunks.data
    if chunks.promised not in _UNKNOWN_SIZES:
        there = min(there, chunks.promised)
    return Sound(
        seconds=there / chunks.per_second,
        bitrate=chunks.per_second * 8,
        sample_rate=chunks.rate,
        channels=chunks.channels,
        warnings=known([_warning(chunks, there)]),
    )


def _warning(chunks: _Chunks, there: int) -> str | None:
    if chunks.promised in _UNKNOWN_SIZES:
        return f"doesn't say how long it is: some apps will not play it ({EXPORT_AGAIN})"
    if there < chunks.promised:
        return cut_off(chunks.promised / chunks.per_second, there / chunks.per_second)
    return None


def _chunks(file: BinaryIO, position: int, end: int) -> _Chunks:
    """Everything up to the sound; what follows it is no concern of ours."""
    found = _Chunks()
    while position + 8 <= end:
        head = read_at(file, position, 8)
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"data":
            found.data = position + 8
            found.promised = found.long_size if size == 0xFFFF_FFFF and found.long_size else size
            break
        if head[:4] == b"fmt ":
            _note_format(found, file.read(26))
        elif head[:4] == b"ds64":
            found.long_size = int.from_bytes(file.read(16)[8:], "little")
        position += 8 + size + size % 2
    return found


def _note_format(found: _Chunks, body: bytes) -> None:
    codec = int.from_bytes(body[0:2], "little")
    if codec not in _PLAIN:
        raise AudioError(
            f"is a WAV that holds a compressed stream (format {codec:#06x}), which browsers don't"
            f" play ({EXPORT_AGAIN})"
        )
    found.channels = int.from_bytes(body[2:4], "little")
    found.rate = int.from_bytes(body[4:8], "little")
    # Bytes per second stand in the header as well, but are wrong more often than these two.
    found.per_second = found.rate * int.from_bytes(body[12:14], "little")
