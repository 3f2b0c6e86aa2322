"""What a reader of one format finds, and the words that all readers share.

A warning or an error is a fragment that follows the file's name: "ep1.mp3 is cut off: …".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from feed_builder.model import Chapter
from feed_builder.records import dataclass

EXPORT_AGAIN = "export the recording again as MP3"
UPLOAD_AGAIN = "upload it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The sound in a file: `seconds` to play, `bitrate` in bit/s, `sample_rate` in Hz.

    `chapters` are those of its own container; those in an ID3 tag stand around it.
    """

    seconds: float
    bitrate: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    warnings: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()


def spoken(seconds: float) -> str:
    """A length as people write it: "0.5 s", "12 s", "27:02" or "1:20:05"."""
    if seconds < 59.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def exactly(seconds: float) -> str:
    """A length to the millisecond: "12.034 s" or "1:20:05.250"."""
    if seconds < 60:
        return f"{seconds:.3f} s"
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f"{milliseconds / 1000:06.3f}"
    return f"{hours}:{minutes:02}:{rest}" if hours else f"{minutes}:{rest}"


def cut_off(promised: float, there: float) -> str:
    """The warning for a file that stops before its header says so; both are seconds."""
    return f"is cut off: {promise(promised, there)} ({UPLOAD_AGAIN})"


def promise(promised: float, there: float) -> str:
    """The fact that sound is missing; both are seconds."""
    return f"its header promises {spoken(promised)}, {spoken(there)} are there"


def average_bitrate(length: int, seconds: float) -> int | None:
    """Bits per second of `length` bytes, or None where there is nothing to hear."""
    return round(length * 8 / seconds) if seconds > 0 else None


def read_at(file: BinaryIO, position: int, size: int) -> bytes:
    """The bytes at `position`, fewer than `size` where the file ends."""
    file.seek(position)
    return file.read(size)


def leading_zeros(file: BinaryIO, start: int, end: int) -> int:
    """How many NUL bytes stand at `start`: players skip them, an interrupted upload leaves them."""
    position = start
    while position < end:
        block = read_at(file, position, min(1 << 20, end - position))
        if not block:
            break
        zeros = len(block) - len(block.lstrip(b"\0"))
        position += zeros
        if zeros < len(block):
            break
    return position - start


def known(warnings: Iterable[str | None]) -> tuple[str, ...]:
    """The warnings that apply."""
    return tuple(warning for warning in warnings if warning)
