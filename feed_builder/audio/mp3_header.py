"""The frame that says how long an MP3 is: Xing's and LAME's, or Fraunhofer's VBRI.

"LAME Tag" by Gabriel Bouvigne; FFmpeg's mp3dec.c for what decoders make of it: they leave out what
the encoder put in front and behind.
"""

from __future__ import annotations

import re
from typing import Final

from feed_builder.records import dataclass

# The longest side information ends at byte 38 of a frame.
SEARCHED: Final = slice(4, 44)
LONGEST: Final = 44 + 160
_MARK = re.compile(rb"Xing|Info|VBRI")
_FRAMES, _BYTES, _TOC, _QUALITY = 1, 2, 4, 8
_ENCODERS: Final = (b"LAME", b"Lavf", b"Lavc")
# What a decoder's own filters hold back: the start is that much later, the end too.
_DECODER_DELAY: Final = 529


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthHeader:
    """What it says: frames and bytes, None where it doesn't; samples that nobody is to hear."""

    frames: int | None = None
    length: int | None = None
    before: int = 0
    behind: int = 0


def length_header(frame: bytes) -> LengthHeader | None:
    """The length header in the first `LONGEST` bytes of a stream's first frame."""
    found = _MARK.search(frame, SEARCHED.start, SEARCHED.stop)
    if not found:
        return None
    body = frame[found.end() :]
    return _vbri(body) if found.group() == b"VBRI" else _xing(body)


def _vbri(body: bytes) -> LengthHeader | None:
    if len(body) < 14:
        return None
    return LengthHeader(
        frames=int.from_bytes(body[10:14], "big"), length=int.from_bytes(body[6:10], "big")
    )


def _xing(body: bytes) -> LengthHeader:
    flags, at = int.from_bytes(body[:4], "big"), 4
    told: dict[int, int] = {}
    for flag, size in ((_FRAMES, 4), (_BYTES, 4), (_TOC, 100), (_QUALITY, 4)):
        if flags & flag:
            told[flag] = int.from_bytes(body[at : at + 4], "big")
            at += size
    before = behind = 0
    if body[at : at + 4] in _ENCODERS and len(body) >= at + 24:
        delays = int.from_bytes(body[at + 21 : at + 24], "big")
        before = (delays >> 12) + _DECODER_DELAY
        behind = max(0, (delays & 0xFFF) - _DECODER_DELAY)
    return LengthHeader(
        frames=told.get(_FRAMES), length=told.get(_BYTES), before=before, behind=behind
    )
