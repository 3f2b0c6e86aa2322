"""MP3: the header's length where it can be trusted, else the frames are counted.

mutagen's length is wrong for a variable bit rate without a Xing or VBRI header, for a file that is
cut off, and for two that were joined (performance.md, section 2b; standards.md, MG-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from feed_builder.audio.by_mutagen import MpegHeader, mpeg_header
from feed_builder.audio.mp3_frames import Walk, walk
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    cut_off,
    promise,
    spoken,
)
from feed_builder.errors import AudioError

# A header is believed when the bytes it implies are there, within both of these. An intact file
# is off by a frame or two; 2 % of an hour alone would hide a missing minute.
_TRUSTED_SHARE: Final = 0.02
_TRUSTED_BYTES: Final = 4096
# ISO 11172-3 and 13818-3 know 8 to 320 kbit/s, and a header's numbers are off by a frame. One that
# implies another rate lies about its frames.
_BITRATES: Final = range(7_500, 325_000)
# An encoder adds up to four frames that its header tells players to leave out (LAME tag, "enc_delay
# and enc_padding"), so a walk may find that much more.
_FRAMES_LEFT_OUT: Final = 4
# A shorter loss is heard as a click at most: the frame that a careless cut tears.
_HEARD_LOSS: Final = 0.1
_SEEN_ERROR: Final = 1.0  # seconds are what apps show


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an MP3 whose frames start at or after `start`.

    Raises AudioError where no frame is found.
    """
    header = mpeg_header(file)
    if header is not None and _is_trusted(header, end - start):
        return Sound(
            seconds=header.seconds,
            bitrate=header.bitrate,
            sample_rate=header.sample_rate,
            channels=header.channels,
        )
    return _walked(file, start, end, header)


def _is_trusted(header: MpegHeader, there: int) -> bool:
    off = abs(header.bitrate / 8 * header.seconds - there)
    return (
        header.has_length
        and header.bitrate in _BITRATES
        and off <= _TRUSTED_BYTES
        and off <= _TRUSTED_SHARE * there
    )


def _walked(file: BinaryIO, start: int, end: int, header: MpegHeader | None) -> Sound:
    found = walk(file, start, end)
    if found.frames <= 0:
        raise AudioError(f"holds no MP3 sound: not one frame is whole ({EXPORT_AGAIN})")
    seconds = found.seconds
    if header is not None and header.has_length and _agree(header.seconds, found):
        seconds = header.seconds  # it leaves out what the encoder added, to the sample
    return Sound(
        seconds=seconds,
        bitrate=average_bitrate(found.length, found.seconds),
        sample_rate=found.rate,
        channels=found.channels,
        warnings=tuple(_warnings(header, found)),
    )


def _agree(promised: float, found: Walk) -> bool:
    return abs(found.seconds - promised) <= _FRAMES_LEFT_OUT * found.frame_seconds


def _warnings(header: MpegHeader | None, found: Walk) -> Iterator[str]:
    promised = header.seconds if header is not None and _lacks_bytes(header, found) else None
    lost = found.lost * found.seconds / found.length
    if found.gaps and (promised or lost >= _HEARD_LOSS):
        places = "1 place" if found.gaps == 1 else f"{found.gaps} places"
        fact = f"about {spoken(lost)} can't be played"
        if promised:
            fact = promise(promised, found.seconds)
        yield f"is damaged in {places}: {fact} ({UPLOAD_AGAIN})"
    elif promised:
        yield cut_off(promised, found.seconds)
    elif header is not None:
        yield from _wrong_length(header, found)


def _lacks_bytes(header: MpegHeader, found: Walk) -> bool:
    """Whether sound is missing: a header that lies about its frames alone is no loss."""
    promised = header.bitrate / 8 * header.seconds
    missing = promised - found.length - found.lost
    return (
        header.has_length
        and header.seconds > found.seconds
        and missing > min(_TRUSTED_BYTES, _TRUSTED_SHARE * promised)
        and not _agree(header.seconds, found)
    )


def _wrong_length(header: MpegHeader, found: Walk) -> Iterator[str]:
    """What to say where apps will show a length that isn't the one that they play."""
    shown, played = spoken(header.seconds), spoken(found.seconds)
    if header.has_length and not _agree(header.seconds, found):
        wrong = "longer" if header.seconds < found.seconds else "shorter"
        yield (
            f"is {wrong} than its header says: apps will show {shown} instead of {played}"
            f" (export it again as one file)"
        )
    if not header.has_length and abs(header.seconds - found.seconds) >= _SEEN_ERROR:
        yield (
            f"doesn't say how long it is: apps will show about {shown} instead of {played}"
            f" (export it again with a constant bit rate)"
        )
