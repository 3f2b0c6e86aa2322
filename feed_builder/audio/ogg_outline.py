"""How long an Ogg file is by its first and its last page."""

from __future__ import annotations

from typing import BinaryIO, Final

from feed_builder.audio.ogg import begun
from feed_builder.audio.ogg_pages import NO_PACKET_ENDS, Damage, pages
from feed_builder.audio.sound import UPLOAD_AGAIN
from feed_builder.errors import AudioError

_TAIL: Final = 1 << 17


def seconds(file: BinaryIO, start: int, end: int) -> float:
    """The position of the last page less what is left out at the start.

    Raises AudioError where the last page is of another stream, or cut off.
    """
    first = next(pages(file, start, min(end, start + _TAIL), Damage()), None)
    stream = begun(first.body) if first else None
    last = None
    for page in pages(file, max(start, end - _TAIL), end, Damage()):
        if page.position != NO_PACKET_ENDS:
            last = page
    if first is None or stream is None or last is None or last.serial != first.serial:
        raise AudioError(f"is no whole Ogg file ({UPLOAD_AGAIN})")
    return max(0, last.position - stream.skip) / stream.rate
