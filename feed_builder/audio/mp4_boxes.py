"""The boxes of an MP4 file. ISO 14496-12, section 4.2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio.sound import EXPORT_AGAIN, UPLOAD_AGAIN, read_at
from feed_builder.errors import AudioError

EXPORT_AS: Final = "export the recording again as M4A or MP3"
_LONGEST_INDEX: Final = 1 << 28  # a day of sound needs some 20 MB
_BOX_LIMIT: Final = 200_000  # a day of one-second fragments
_DEEPEST: Final = 10  # FFmpeg, and all that is built on it, opens no file with more
_CONTAINERS: Final = frozenset(
    b"moov trak mdia minf stbl dinf edts udta meta ilst mvex moof traf wave".split()
)


class Box(NamedTuple):
    """A box: its name, where it begins, where its body starts, where it ends."""

    name: bytes
    begin: int
    body: int
    end: int


def file_boxes(file: BinaryIO, position: int, end: int) -> Iterator[Box]:
    """The boxes of a file; the last may end behind the file."""
    for _ in range(_BOX_LIMIT):
        box = _box(read_at(file, position, 16), position, end) if position < end else None
        if box is None:
            return
        yield box
        position = box.end


def boxes(data: bytes, position: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes in a box, as far as they are whole."""
    end = len(data) if end is None else end
    while box := _box(data[position : position + 16], position, end):
        if box.end > end:
            return
        yield box
        position = box.end


def inside(data: bytes, *path: bytes) -> bytes:
    """The body of the first box on that path, empty if there is none."""
    for name in path:
        found = next((box for box in boxes(data) if box.name == name), None)
        if found is None:
            return b""
        data = data[found.body : found.end]
    return data


def every(data: bytes, name: bytes) -> Iterator[bytes]:
    """The bodies of all boxes of that name."""
    for box in boxes(data):
        if box.name == name:
            yield data[box.body : box.end]


def _box(head: bytes, position: int, end: int) -> Box | None:
    """The box that starts with `head`; size 0 means up to the end, size 1 that eight bytes say."""
    if len(head) < 8:
        return None
    size, body = int.from_bytes(head[:4], "big"), position + 8
    if size == 1 and len(head) == 16:
        size, body = int.from_bytes(head[8:], "big"), position + 16
    elif size == 0:
        size = end - position
    known = position + size >= body
    return Box(head[4:8], position, body, position + size) if known else None


def index_of(file: BinaryIO, found: list[Box], end: int) -> bytes:
    """The body of the moov box: everything about the sound but the sound; raises AudioError."""
    box = next((box for box in found if box.name == b"moov"), None)
    if box is None or box.end > end:
        fact = "is cut off" if found and found[-1].end > end else "is no whole M4A"
        raise AudioError(f"{fact}: its index (moov) is missing ({UPLOAD_AGAIN})")
    if box.end - box.body > _LONGEST_INDEX:
        raise AudioError(f"has an index (moov) of {box.end - box.body} bytes ({EXPORT_AS})")
    return body_of(file, box)


def body_of(file: BinaryIO, box: Box) -> bytes:
    """What is in a box of the file."""
    return read_at(file, box.body, box.end - box.body)


def refuse_depth(file: BinaryIO, found: list[Box], end: int) -> None:
    """Raises AudioError where boxes lie so deep in boxes that players give up."""
    for box in found:
        if box.name in _CONTAINERS and box.end <= min(end, box.body + _LONGEST_INDEX):
            _refuse_depth(body_of(file, box), 1)


def _refuse_depth(data: bytes, depth: int) -> None:
    if depth > _DEEPEST:
        fact = f"its boxes lie more than {_DEEPEST} deep, which players don't follow"
        raise AudioError(f"is damaged: {fact} ({EXPORT_AGAIN})")
    for box in boxes(data):
        if box.name in _CONTAINERS:
            _refuse_depth(data[box.body : box.end], depth + 1)
