"""MP3: its frames are counted, whatever its header says; the header says what to leave out.

Headers are wrong for a file that is cut off, has a hole or was joined, and missing for many with a
variable bit rate. Counting an hour takes 0.1 s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from feed_builder.audio.mp3_frames import Walk, walk
from feed_builder.audio.mp3_header import LONGEST, LengthHeader, length_header
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    cut_off,
    promise,
    read_at,
    spoken,
)
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

# A header is off by a frame or two where the file is intact; so are its bytes.
_FEW_FRAMES: Final = 4
_FEW_BYTES: Final = 4096
_SMALL_SHARE: Final = 0.02
# A shorter loss is heard as a click at most: the frame that a careless cut tears.
_HEARD_LOSS: Final = 0.1
_SEEN_ERROR: Final = 1.0  # seconds are what apps show


@dataclass(frozen=True, slots=True)
class _Found:
    """The frames, the header if there is one, and the offset where the file's own bytes end."""

    walk: Walk
    header: LengthHeader | None
    end: int

    @property
    def seconds(self) -> float:
        """What a decoder plays, the silence that the encoder added left out."""
        header, found = self.header, self.walk
        if header is None or not found.rate:
            return found.seconds
        whole = header.frames is not None and 0 < header.frames <= found.frames
        left_out = header.before + (header.behind if whole else 0)
        return max(0.0, found.seconds - left_out / found.rate)

    @property
    def promised(self) -> float | None:
        """The seconds that the header says, None where it doesn't."""
        header, found = self.header, self.walk
        if header is None or header.frames is None:
            return None
        silent = (header.before + header.behind) / found.rate
        return max(0.0, header.frames * found.frame_seconds - silent)

    @property
    def agrees(self) -> bool:
        """Whether the header is right about the frames."""
        frames = self.header.frames if self.header else None
        return frames is not None and abs(frames - self.walk.frames) <= _FEW_FRAMES


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an MP3 whose frames start at or after `start`.

    Raises AudioError where no frame is found.
    """
    counted = walk(file, start, end)
    if counted.frames <= 0:
        raise AudioError(f"holds no MP3 sound: not one frame is whole ({EXPORT_AGAIN})")
    found = _Found(counted, length_header(read_at(file, counted.begin, LONGEST)), end)
    return Sound(
        seconds=found.seconds,
        bitrate=average_bitrate(counted.length, counted.seconds),
        sample_rate=counted.rate,
        channels=counted.channels,
        warnings=tuple(_warnings(found)),
    )


def _warnings(found: _Found) -> Iterator[str]:
    counted, promised = found.walk, found.promised
    missing = promised is not None and _lacks_bytes(found)
    lost = counted.lost * counted.seconds / counted.length
    if counted.gaps and (missing or lost >= _HEARD_LOSS):
        places = "1 place" if counted.gaps == 1 else f"{counted.gaps} places"
        fact = f"about {spoken(lost)} can't be played"
        if promised is not None and missing:
            fact = promise(promised, found.seconds)
        yield f"is damaged in {places}: {fact} ({UPLOAD_AGAIN})"
    elif promised is not None and missing:
        yield cut_off(promised, found.seconds)
    elif promised is None:
        yield from _guessed_length(found)
    elif not found.agrees:
        wrong = "longer" if promised < found.seconds else "shorter"
        shown = f"apps will show {spoken(promised)} instead of {spoken(found.seconds)}"
        yield f"is {wrong} than its header says: {shown} (export it again as one file)"


def _lacks_bytes(found: _Found) -> bool:
    """Whether sound is missing: a header that lies about its frames alone is no loss."""
    header, counted = found.header, found.walk
    if header is None or header.frames is None or header.frames <= counted.frames:
        return False
    if found.agrees and not counted.gaps:
        return False
    if not header.length:
        return True
    missing = header.length - counted.length - counted.header_length - counted.lost
    gone = missing > min(_FEW_BYTES, _SMALL_SHARE * header.length)
    return gone or (counted.gaps > 0 and not found.agrees and counted.lost > 0)


def _guessed_length(found: _Found) -> Iterator[str]:
    """What to say where apps go by the first frame, and show a length that isn't played."""
    counted = found.walk
    bitrate = counted.first_length / counted.frame_seconds
    guessed = (found.end - counted.begin) / bitrate
    if abs(guessed - counted.seconds) >= _SEEN_ERROR:
        yield (
            f"doesn't say how long it is: apps will show about {spoken(guessed)} instead of"
            f" {spoken(counted.seconds)} (export it again with a constant bit rate)"
        )
