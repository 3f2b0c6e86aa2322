"""Real MP3 files of about 20 seconds, each with bytes of its own, made of the tests' recordings."""

from __future__ import annotations

from pathlib import Path

RECORDINGS = Path(__file__).parents[1] / "tests" / "data" / "audio"
# Half of what is published says how long it is; of the other half every frame is counted.
SOURCES = (
    "lame_cbr.mp3",
    "lame_cbr_headerless.mp3",
    "lame_vbr.mp3",
    "lame_crc.mp3",
)
_TIMES = 13  # the sources last some 1.5 s
# LAME's header: flags, then the number of frames and of bytes, each in four bytes.
_LENGTH_MARKS = (b"Xing", b"Info")
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def recordings() -> tuple[bytes, ...]:
    """One long recording of each source, without tags."""
    return tuple(_repeated((RECORDINGS / name).read_bytes()) for name in SOURCES)


def tagged(recording: bytes, title: str) -> bytes:
    """`recording` behind an ID3v2.4 tag with `title`."""
    text = b"\x03" + title.encode()
    frame = b"TIT2" + _synchsafe(len(text)) + b"\0\0" + text
    return b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame + recording


def _repeated(source: bytes) -> bytes:
    mark = max(source.find(mark, 0, 64) for mark in _LENGTH_MARKS)
    if mark < 0:
        return source * _TIMES
    start = _frame_length(source)
    sound = source[start:] * _TIMES
    frames = _number(source, mark + 8) * _TIMES
    counts = frames.to_bytes(4, "big") + (start + len(sound)).to_bytes(4, "big")
    return source[: mark + 8] + counts + source[mark + 16 : start] + sound


def _frame_length(frame: bytes) -> int:
    """Of an MPEG 1 frame of 44.1 kHz: what both sources with a header are."""
    return 144_000 * _BITRATES[(frame[2] >> 4) - 1] // 44_100 + (frame[2] >> 1 & 1)


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
