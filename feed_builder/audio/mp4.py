"""M4A and M4B: what is in the boxes, and whether the bytes they promise are there.

ISO 14496-12: section 4.2 for boxes, 8.4.2 mdhd, 8.4.3 hdlr, 8.5.2 stsd, 8.6.1.2 stts. mutagen is of
no help: it takes the length that mdhd states, whatever is there, doesn't see films, and follows
boxes 3,000 deep (media.md, section 1).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio.mp4_entry import SoundEntry, sound_entry
from feed_builder.audio.sound import (
    EXPORT_AGAIN,
    UPLOAD_AGAIN,
    Sound,
    average_bitrate,
    cut_off,
    known,
    read_at,
)
from feed_builder.errors import AudioError

_EXPORT_AS: Final = "export the recording again as M4A or MP3"
_LONGEST_INDEX: Final = 1 << 28  # a day of sound needs some 20 MB
_BOX_LIMIT: Final = 200_000  # a day of one-second fragments
# Pictures that change with the chapters: an "enhanced podcast" is still sound.
_STILL_PICTURES: Final = {b"jpeg", b"mjpa", b"mjpb", b"png ", b"text"}
_PROTECTED: Final = {b"drms", b"enca"}
_PLAYABLE: Final = {b"mp4a", b"alac"}


class _Box(NamedTuple):
    """A box: its name, where its body starts, where it ends."""

    name: bytes
    body: int
    end: int


class _Track(NamedTuple):
    """A track: "soun" or "vide" or another, the first entry of its description, seconds."""

    kind: bytes
    entry: SoundEntry
    seconds: float


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an MP4 file whose first box is at `start`.

    Raises AudioError for films, for files that only the shop that sold them can play, for those
    whose index is missing, and for fragmented ones.
    """
    boxes = list(_file_boxes(file, start, end))
    index = _index(file, boxes, end)
    track = _sound_track(list(_tracks(index)))
    if not track.seconds and any(box.name == b"moof" for box in boxes):
        raise AudioError(
            "is a fragmented MP4, as browsers record it: apps can't show its length or seek in it"
            f" ({_EXPORT_AS})"
        )
    seconds = track.seconds * _share(boxes, end)
    return Sound(
        seconds=seconds,
        bitrate=average_bitrate(_sound_bytes(boxes, end), seconds),
        sample_rate=track.entry.sample_rate,
        channels=track.entry.channels,
        warnings=known([cut_off(track.seconds, seconds) if seconds < track.seconds else None]),
    )


def _file_boxes(file: BinaryIO, position: int, end: int) -> Iterator[_Box]:
    """The boxes of a file; the last may end behind the file."""
    for _ in range(_BOX_LIMIT):
        box = _box(read_at(file, position, 16), position, end) if position < end else None
        if box is None:
            return
        yield box
        position = box.end


def _boxes(data: bytes, position: int, end: int) -> Iterator[_Box]:
    """The boxes in a box, as far as they are whole."""
    while box := _box(data[position : position + 16], position, end):
        if box.end > end:
            return
        yield box
        position = box.end


def _box(head: bytes, position: int, end: int) -> _Box | None:
    """The box that starts with `head`; size 0 means up to the end, size 1 that eight bytes say."""
    if len(head) < 8:
        return None
    size, body = int.from_bytes(head[:4], "big"), position + 8
    if size == 1 and len(head) == 16:
        size, body = int.from_bytes(head[8:], "big"), position + 16
    elif size == 0:
        size = end - position
    return _Box(head[4:8], body, position + size) if position + size >= body else None


def _index(file: BinaryIO, boxes: list[_Box], end: int) -> bytes:
    """The body of the moov box: everything about the sound but the sound."""
    box = next((box for box in boxes if box.name == b"moov"), None)
    if box is None or box.end > end:
        fact = "is cut off" if boxes and boxes[-1].end > end else "is no whole M4A"
        raise AudioError(f"{fact}: its index (moov) is missing ({UPLOAD_AGAIN})")
    if box.end - box.body > _LONGEST_INDEX:
        raise AudioError(f"has an index (moov) of {box.end - box.body} bytes ({_EXPORT_AS})")
    return read_at(file, box.body, box.end - box.body)


def _sound_track(tracks: list[_Track]) -> _Track:
    sounds = [track for track in tracks if track.kind == b"soun"]
    films = [track for track in tracks if track.kind == b"vide"]
    if any(film.entry.codec not in _STILL_PICTURES for film in films):
        raise AudioError("is a film, not a recording (export its sound as M4A or MP3)")
    if not sounds:
        raise AudioError(f"holds no sound ({EXPORT_AGAIN})")
    _refuse_codec(sounds[0].entry.codec)
    return sounds[0]


def _refuse_codec(codec: bytes) -> None:
    if codec in _PROTECTED:
        raise AudioError(f"is copy-protected: only its buyer can play it ({EXPORT_AGAIN})")
    if codec not in _PLAYABLE:
        name = codec.decode("ascii", "backslashreplace").strip()
        raise AudioError(f"holds {name!r} sound, which podcast apps don't play ({_EXPORT_AS})")


def _tracks(index: bytes) -> Iterator[_Track]:
    for box in _boxes(index, 0, len(index)):
        if box.name == b"trak":
            yield _track(index[box.body : box.end])


def _track(data: bytes) -> _Track:
    media = _inside(data, b"mdia")
    table = _inside(_inside(media, b"minf"), b"stbl")
    return _Track(
        kind=_inside(media, b"hdlr")[8:12],
        entry=sound_entry(_inside(table, b"stsd")),
        seconds=_seconds(_inside(media, b"mdhd"), _inside(table, b"stts")),
    )


def _inside(data: bytes, name: bytes) -> bytes:
    """The body of the first box of that name, empty if there is none."""
    for box in _boxes(data, 0, len(data)):
        if box.name == name:
            return data[box.body : box.end]
    return b""


def _seconds(header: bytes, times: bytes) -> float:
    """The samples' own lengths added up: mdhd may lie, these are what a player follows."""
    scale_at = 20 if header[:1] == b"\1" else 12
    scale = int.from_bytes(header[scale_at : scale_at + 4], "big")
    whole = len(times) - len(times) % 8
    total = sum(count * delta for count, delta in struct.iter_unpack(">II", times[8:whole]))
    return total / scale if scale else 0.0


def _share(boxes: list[_Box], end: int) -> float:
    """How much of the sound is there, from 0 to 1."""
    promised = sum(box.end - box.body for box in boxes if box.name == b"mdat")
    return _sound_bytes(boxes, end) / promised if promised else 0.0


def _sound_bytes(boxes: list[_Box], end: int) -> int:
    return sum(max(0, min(box.end, end) - box.body) for box in boxes if box.name == b"mdat")
