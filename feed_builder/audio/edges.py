"""Where a file's own bytes start and end: behind the tags in front, before the tags at the end.

ID3v2 (id3.org, ID3v2.4.0 sections 3.1 and 3.4), ID3v1, and APEv2 (Hydrogenaudio's APEv2 page) are
put around files of any format.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from feed_builder.audio.sound import UPLOAD_AGAIN, read_at
from feed_builder.errors import AudioError

LONGEST_HEAD: Final = 32  # bytes of a tag that tell how long it is
_ID3V1: Final = 128


def tag_length(head: bytes) -> int:
    """The bytes that a tag with this head takes, 0 if it is none."""
    if head.startswith(b"ID3") and len(head) >= 10:
        return _id3v2_length(head)
    if head.startswith(b"APETAGEX") and len(head) >= LONGEST_HEAD:
        return LONGEST_HEAD + int.from_bytes(head[12:16], "little")
    return _ID3V1 if head.startswith(b"TAG") else 0


def _id3v2_length(head: bytes) -> int:
    """Four times seven bits, that count neither the header nor the footer."""
    if any(byte & 0x80 for byte in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    footer = 10 if head[5] & 0x10 else 0
    return 10 + size + footer


def sound_start(file: BinaryIO, end: int) -> int:
    """The offset behind all tags in front.

    Raises AudioError where a tag would go on behind the file: players skip all of it (so does
    FFmpeg), and find no sound.
    """
    position = 0
    while length := tag_length(read_at(file, position, LONGEST_HEAD)):
        position += length
    if position > end:
        fact = f"its tags take {position} bytes, {end} are there"
        raise AudioError(f"is cut off before its sound begins: {fact} ({UPLOAD_AGAIN})")
    return position


def sound_end(file: BinaryIO, length: int) -> int:
    """The offset of an ID3v1 tag at the end, or of an APEv2 tag in front of it, or `length`."""
    end = length
    if end > _ID3V1 and read_at(file, end - _ID3V1, 3) == b"TAG":
        end -= _ID3V1
    footer = read_at(file, max(0, end - LONGEST_HEAD), LONGEST_HEAD)
    if footer.startswith(b"APETAGEX") and len(footer) == LONGEST_HEAD:
        size = int.from_bytes(footer[12:16], "little")
        end -= size if size < end else 0
    return end
