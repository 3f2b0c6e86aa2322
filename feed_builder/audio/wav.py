"""WAV: its length is the bytes that are there, since recorders that crash or stream leave a lie.

Microsoft's "Multimedia Programming Interface", and EBU Tech 3306 for RF64.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from feed_builder.audio import wav_chapters
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    Sound,
    cut_off,
    known,
    leading_zeros,
    read_at,
)
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

# PCM, float, A-law, mu-law. Any other is a compressed stream in a WAV's clothes.
_PLAIN: Final = {1, 3, 6, 7}
_EXTENSIBLE: Final = 0xFFFE
_COMPRESSED: Final = {
    0x0002: "ADPCM",
    0x0011: "ADPCM",
    0x0031: "GSM",
    0x0045: "G.726",
    0x0050: "MP2",
    0x0055: "MP3",
    0x00FF: "AAC",
    0x0161: "Windows Media",
    0x0162: "Windows Media",
    0x028F: "G.722",
    0x2000: "AC-3",
    0x2001: "DTS",
    0xFFFE: "unknown",
}
# What a program writes that doesn't know the size yet: ffmpeg to a pipe, sox, a recorder.
_UNKNOWN_SIZES: Final = {0, 0x7FFF_F000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF}


_MOST_ZEROS: Final = 1 << 20


@dataclass(slots=True)
class _Chunks:
    """What a WAV says of itself: bytes per second, sizes and places in bytes."""

    channels: int = 0
    rate: int = 0
    per_second: int = 0
    data: int = 0
    promised: int = 0
    long: bool = False
    long_size: int = 0


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of a RIFF or RF64 file that starts at `start`.

    Raises AudioError for a compressed one, and where the description or the sound is missing.
    """
    chunks = _chunks(file, start + 12, end)
    if read_at(file, start, 4) != b"RIFF" and not chunks.long:
        raise AudioError(
            f"is a long WAV (RF64) without the chunk that says its size ({EXPORT_AGAIN})"
        )
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
        chapters=wav_chapters.read(file, start, end, chunks.rate),
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
            _note_format(found, file.read(min(size, 26)))
        elif head[:4] == b"ds64":
            found.long = True
            found.long_size = int.from_bytes(file.read(16)[8:], "little")
        elif not any(head):
            nothing = min(leading_zeros(file, position, min(end, position + _MOST_ZEROS)), end)
            if nothing >= _MOST_ZEROS:  # a preallocated file of gigabytes would be read for ever
                break
            position += max(8, nothing - nothing % 2)
            continue
        position += 8 + size + size % 2
    return found


def _note_format(found: _Chunks, body: bytes) -> None:
    codec = int.from_bytes(body[0:2], "little")
    if codec == _EXTENSIBLE:  # the real one begins its "sub-format"
        codec = int.from_bytes(body[24:26], "little")
    if codec not in _PLAIN:
        name = _COMPRESSED.get(codec, f"format {codec:#06x}")
        raise AudioError(
            f"is a WAV that holds a compressed stream ({name}), which browsers don't play"
            f" ({EXPORT_AGAIN})"
        )
    found.channels = int.from_bytes(body[2:4], "little")
    found.rate = int.from_bytes(body[4:8], "little")
    # Bytes per second stand in the header as well, but are wrong more often than these.
    bits, block = int.from_bytes(body[14:16], "little"), int.from_bytes(body[12:14], "little")
    plain = found.channels * -(-bits // 8)
    if block and plain and block != plain:
        fact = f"{found.channels} × {bits} bits don't make {block} bytes"
        raise AudioError(f"is a WAV with a damaged header: {fact} ({EXPORT_AGAIN})")
    found.per_second = found.rate * plain
