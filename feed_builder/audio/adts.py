"""ADTS: AAC frames without a container, each with a header of its own.

ISO 13818-7, section 6.2.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from feed_builder.audio.mp3_frames import Tape
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    spoken,
)
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

# fmt: off
_RATES: Final = (
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
)
# fmt: on
_CHANNELS: Final = (0, 1, 2, 3, 4, 5, 6, 8)
_SYNC = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_SYNC_BYTES: Final = frozenset((0xF0, 0xF1, 0xF8, 0xF9))
_SAMPLES: Final = 1024
_HEAD: Final = 7
_IN_A_ROW: Final = 3
_AHEAD: Final = 1 << 13
_HEARD_LOSS: Final = 0.1


@dataclass(slots=True)
class _Count:
    """Seconds in frames that are whole, and the bytes in between that are none.

    `rate` and `channels` are the first frame's, `last` the seconds of the one before.
    """

    rate: int = 0
    channels: int = 0
    seconds: float = 0.0
    last: float = 0.0
    length: int = 0
    gaps: int = 0
    lost: int = 0
    torn: bool = False


def is_adts(data: bytes) -> bool:
    """Whether frames that belong together start at the first byte."""
    return _chained(data, 0, 2)


def first_adts(data: bytes) -> int | None:
    """Where in `data` frames start that belong together."""
    for match in _SYNC.finditer(data):
        if _chained(data, match.start(), _IN_A_ROW):
            return match.start()
    return None


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an ADTS stream; raises AudioError where it holds no frame."""
    found = _counted(Tape(file, start, end), start, end)
    if not found.seconds:
        raise AudioError(f"holds no AAC sound: not one frame is whole ({EXPORT_AGAIN})")
    return Sound(
        seconds=found.seconds,
        bitrate=average_bitrate(found.length, found.seconds),
        sample_rate=found.rate,
        channels=found.channels,
        warnings=tuple(_warnings(found, found.seconds)),
    )


def _warnings(found: _Count, seconds: float) -> list[str]:
    told = [f"is raw AAC without a container (ADTS): apps can't seek in it ({EXPORT_AGAIN} or M4A)"]
    lost = found.lost * seconds / found.length
    if found.gaps and lost >= _HEARD_LOSS:
        told.append(f"is damaged: about {spoken(lost)} can't be played ({UPLOAD_AGAIN})")
    if found.torn:
        told.append(f"is cut off: it ends within a frame, after {spoken(seconds)} ({UPLOAD_AGAIN})")
    return told


def _counted(tape: Tape, position: int, end: int) -> _Count:
    found = _Count()
    while position < end:
        index = tape.index(position)
        size, seconds = _frame(tape.block, index)
        if size and position + size <= end:
            _take(found, tape.block[index : index + _HEAD], size, seconds)
            position += size
            continue
        if size:
            found.torn = True
            break
        step = _junk(tape, index)
        if position + step < end and found.seconds:  # the frame before a gap is torn by it
            found.gaps += 1
            found.lost += step
            found.seconds -= found.last
        position += step
    return found


def _take(found: _Count, head: bytes, size: int, seconds: float) -> None:
    if not found.rate:
        found.rate = _RATES[head[2] >> 2 & 15]
        found.channels = _CHANNELS[(head[2] & 1) << 2 | head[3] >> 6]
    found.seconds += seconds
    found.last = seconds
    found.length += size


def _frame(block: bytes, index: int) -> tuple[int, float]:
    """The bytes of the frame at `index` and the seconds that it plays; 0 for none."""
    if index + _HEAD > len(block) or block[index] != 0xFF or block[index + 1] not in _SYNC_BYTES:
        return 0, 0
    size = (block[index + 3] & 3) << 11 | block[index + 4] << 3 | block[index + 5] >> 5
    rate = block[index + 2] >> 2 & 15
    if size <= _HEAD or rate >= len(_RATES):
        return 0, 0
    return size, ((block[index + 6] & 3) + 1) * _SAMPLES / _RATES[rate]


def _junk(tape: Tape, index: int) -> int:
    """How many bytes to skip, up to the next frames in the block or to where it is refilled."""
    stop = len(tape.block) if tape.at_end else len(tape.block) - _AHEAD
    for match in _SYNC.finditer(tape.block, index + 1, stop):
        if _chained(tape.block, match.start(), _IN_A_ROW):
            return match.start() - index
    return max(1, stop - index)


def _chained(block: bytes, index: int, count: int) -> bool:
    """Whether so many frames of one stream follow each other."""
    kind = block[index + 1 : index + 3]
    for _ in range(count):
        size, _ = _frame(block, index)
        if not size or block[index + 1] != kind[0] or (block[index + 2] ^ kind[1]) & 0xFD:
            return False
        index += size
    return True
