"""M4A and M4B: what is in the boxes, and whether the bytes they promise are there.

ISO 14496-12: 8.4.2 mdhd, 8.4.3 hdlr, 8.5.2 stsd. mutagen is of no help: it takes the length that
mdhd states, whatever is there, doesn't see films or fragments, and follows boxes 3,000 deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from feed_builder.audio import mp4_chapters
from feed_builder.audio.holes import zeros
from feed_builder.audio.mp4_boxes import (
    EXPORT_AS,
    Box,
    body_of,
    every,
    file_boxes,
    index_of,
    inside,
    refuse_depth,
)
from feed_builder.audio.mp4_damage import foreign, together, unfilled
from feed_builder.audio.mp4_entry import SoundEntry, sound_entry
from feed_builder.audio.mp4_samples import (
    Ranges,
    Samples,
    defaults_of,
    edits_of,
    fragment_samples,
    heard,
    samples_of,
    scale_of,
    touches,
)
from feed_builder.audio.sound import EXPORT_AGAIN, Sound, average_bitrate, cut_off, known, spoken
from feed_builder.errors import AudioError

# Pictures that change with the chapters: an "enhanced podcast" is still sound.
_STILL_PICTURES: Final = {b"jpeg", b"mjpa", b"mjpb", b"png ", b"text"}
_PROTECTED: Final = {b"drms", b"enca"}
_PLAYABLE: Final = {b"mp4a", b"alac"}
_HEARD_LOSS: Final = 0.1
_END: Final = 1 << 63


class _Track(NamedTuple):
    """A track: "soun" or "vide" or another, the first entry of its description, its number."""

    kind: bytes
    entry: SoundEntry
    number: int
    body: bytes


class _Length(NamedTuple):
    """Seconds that are there, and that are said to be."""

    there: float
    promised: float
    fragmented: bool


def read(file: BinaryIO, start: int, end: int) -> Sound:
    """The sound of an MP4 file whose first box is at `start`.

    Raises AudioError for films, for files that only the shop that sold them can play, and for those
    whose index is missing or leads elsewhere.
    """
    if start:
        fact = "has a tag in front, which moves its sound from where its index says"
        raise AudioError(f"{fact} ({EXPORT_AGAIN})")
    found = list(file_boxes(file, start, end))
    index = index_of(file, found, end)
    refuse_depth(file, found, end)
    track = _sound_track([_track(body) for body in every(index, b"trak")])
    length = _length(file, found, index, track, _missing(file, found, track, end))
    return Sound(
        seconds=length.there,
        bitrate=average_bitrate(_sound_bytes(found, end), length.there),
        sample_rate=track.entry.sample_rate,
        channels=track.entry.channels,
        warnings=known(_warnings(length)),
        chapters=mp4_chapters.read(file, index, track.body, end),
    )


def promised(file: BinaryIO, start: int, end: int) -> float:
    """The seconds that the index says, of a file whose sound is not at hand; raises AudioError."""
    found = list(file_boxes(file, start, end))
    index = index_of(file, found, end)
    if any(box.name == b"moof" for box in found):
        raise AudioError(f"is a fragmented MP4, whose index says no length ({EXPORT_AS})")
    track = _sound_track([_track(body) for body in every(index, b"trak")])
    return _length(file, found, index, track, [(end, _END)]).promised


def _warnings(length: _Length) -> Iterator[str]:
    if length.promised - length.there >= _HEARD_LOSS:
        yield cut_off(length.promised, length.there)
    if length.fragmented:
        yield (
            "is a fragmented MP4, as browsers record it: apps may show no length and can't seek,"
            f" it plays for {spoken(length.there)} ({EXPORT_AS})"
        )


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
        raise AudioError(f"holds {name!r} sound, which podcast apps don't play ({EXPORT_AS})")


def _track(body: bytes) -> _Track:
    media = inside(body, b"mdia")
    header = inside(body, b"tkhd")
    number_at = 20 if header[:1] == b"\1" else 12
    return _Track(
        kind=inside(media, b"hdlr")[8:12],
        entry=sound_entry(inside(media, b"minf", b"stbl", b"stsd")),
        number=int.from_bytes(header[number_at : number_at + 4], "big"),
        body=body,
    )


def _missing(file: BinaryIO, found: list[Box], track: _Track, end: int) -> Ranges:
    """The bytes of the sound that are not there: zeros, what is none, and all behind the end."""
    places = [box for box in found if box.name == b"mdat"]
    holes = [hole for box in places for hole in zeros(file, box.body, min(box.end, end))]
    if any(box.name == b"moof" for box in found):
        return [*holes, (end, _END)]
    samples = samples_of(inside(track.body, b"mdia"), fixed=False)
    if not track.entry.is_aac:
        return [*unfilled(holes, samples), (end, _END)]
    return [*together(holes, foreign(file, samples, end)), (end, _END)]


def _length(
    file: BinaryIO, found: list[Box], index: bytes, track: _Track, missing: Ranges
) -> _Length:
    fixed = track.entry.codec != b"alac"
    samples = samples_of(inside(track.body, b"mdia"), fixed=fixed)
    edits = edits_of(track.body, scale_of(inside(index, b"mvhd")), samples)
    end = missing[-1][0]
    damaged = len(missing) > 1 or max(samples.offsets, default=0) >= end
    damaged = damaged or any(b.name == b"mdat" and b.end > end for b in found)
    promised = heard(samples, edits, ())
    there = heard(samples, edits, missing) if damaged else promised
    fragments = [box for box in found if box.name == b"moof" and box.end <= end]
    if not fragments or not samples.scale:
        return _Length(there, promised, fragmented=False)
    units = list(_fragmented(file, fragments, index, track))
    missing = together(missing, _foreign_in(file, units, track, end))
    whole = sum(u for at, size, u in units if not touches(missing, at, at + size))
    return _Length(
        there + whole / samples.scale,
        promised + sum(u for _, _, u in units) / samples.scale,
        fragmented=True,
    )


def _fragmented(
    file: BinaryIO, fragments: list[Box], index: bytes, track: _Track
) -> Iterator[tuple[int, int, int]]:
    defaults = defaults_of(index, track.number)
    for box in fragments:
        yield from fragment_samples(body_of(file, box), box.begin, track.number, defaults)


def _foreign_in(
    file: BinaryIO, units: list[tuple[int, int, int]], track: _Track, end: int
) -> Ranges:
    if not track.entry.is_aac:
        return []
    places = Samples(1, [0], [at for at, _, _ in units], [size for _, size, _ in units])
    return foreign(file, places, end)


def _sound_bytes(found: list[Box], end: int) -> int:
    return sum(max(0, min(box.end, end) - box.body) for box in found if box.name == b"mdat")
