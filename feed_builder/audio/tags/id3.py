"""ID3v2 in front of an MP3: ours, and whatever else the recording had.

Version 2.3 unless 2.4 is asked for: FFmpeg loses 2.4's chapters where a title or a picture is long.
mutagen sorts frames by size, so each chapter is written by itself and put where its
time wants it: ffmpeg and mpv list them as they stand (clients.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from mutagen import id3
from mutagen.id3 import ID3

from feed_builder.audio.tags.fields import Part, Tags, parts

_UTF8: Final = id3.Encoding.UTF8
_MOST: Final = 255  # what one byte of CTOC can count (ID3-14)
_HEADER: Final = 10
_COVERS: Final = (id3.PictureType.COVER_FRONT, id3.PictureType.OTHER)


def tag_bytes(source: BinaryIO, tags: Tags, told: Mapping[str, str] | None = None) -> bytes:
    """The whole tag for the recording in `source`, whose own frames are kept as far as not ours.

    `told` is what it says outside of its tag, under names of its own.
    """
    old = _old(source) if tags.keep else ID3()
    for name, value in (told or {}).items():
        old.add(id3.TXXX(encoding=_UTF8, desc=name, text=[value]))
    if "notes" in tags.values:
        old.delall("TXXX:comment")  # where FFmpeg writes a comment, and shows it before COMM
    chapters = _chapters(list(parts(tags))[:_MOST], tags, old) if tags.chapters else []
    for frame in _frames(tags):
        for key in [one.HashKey for one in old.getall(frame.FrameID) if _is_same(one, frame)]:
            del old[key]
        old.add(frame)
    if tags.picture:
        for key in [f.HashKey for f in old.getall("APIC") if f.type in _COVERS]:
            del old[key]
        old.add(_picture(tags.picture_type, Path(tags.picture).read_bytes()))
    if chapters:
        old.delall("CHAP")
        old.delall("CTOC")
    body = _frame_bytes(old, tags) + b"".join(_frame_bytes(one, tags) for one in chapters)
    return b"ID3" + bytes([_version(tags), 0, 0]) + _synchsafe(len(body)) + body


def _is_same(own: Any, ours: Any) -> bool:
    """Whether a frame says what one of ours says: of comments the one without a name does, in any
    language.
    """
    return ours.FrameID != "COMM" or not own.desc


def _old(source: BinaryIO) -> ID3:
    """The frames that the recording has; what no version knows is left out."""
    try:
        return ID3(source)
    except id3.ID3NoHeaderError:
        return ID3()


def _version(tags: Tags) -> int:
    return 4 if tags.id3 == "2.4" else 3


def _frame_bytes(frames: ID3, tags: Tags) -> bytes:
    """The frames as the file holds them, without the tag's own header."""
    if not frames and not frames.unknown_frames:
        return b""
    out = BytesIO()
    if _version(tags) == 3:
        frames.update_to_v23()
    else:
        frames.update_to_v24()
    frames.save(out, v1=0, v2_version=_version(tags), v23_sep=", ", padding=lambda info: 0)
    return out.getvalue()[_HEADER:]


def _frames(tags: Tags) -> Iterator[Any]:
    language = str(tags.values.get("language", "XXX"))
    for name, value in tags.named("id3"):
        kind = getattr(id3, name)
        if name == "PCST":
            yield kind(value=int(value))
        elif name == "COMM":
            yield kind(encoding=_UTF8, lang=language, desc="", text=[str(value)])
        elif name.startswith("W"):
            yield kind(url=str(value))
        else:
            yield kind(encoding=_UTF8, text=[str(value)])


def _picture(kind: str, content: bytes) -> Any:
    return id3.APIC(
        encoding=id3.Encoding.LATIN1,
        mime=kind,
        type=id3.PictureType.COVER_FRONT,
        desc="",
        data=content,
    )


def _chapters(wanted: list[Part], tags: Tags, old: ID3) -> list[ID3]:
    """The table of contents, then each chapter in order of time, each in a tag of its own."""
    pictures = {frame.start_time: frame.sub_frames.getall("APIC") for frame in old.getall("CHAP")}
    names = [f"ch{number:03}" for number in range(1, len(wanted) + 1)]
    contents = id3.CTOC(
        element_id="toc",
        flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
        child_element_ids=[n for n, part in zip(names, wanted, strict=True) if part.listed],
        sub_frames=[id3.TIT2(encoding=_UTF8, text=[str(tags.values.get("title", ""))])],
    )
    return [
        _alone(contents),
        *(
            _alone(_chapter(name, part, pictures.get(part.start, [])))
            for name, part in zip(names, wanted, strict=True)
        ),
    ]


def _chapter(name: str, part: Part, pictures: list[Any]) -> Any:
    """A chapter with its own picture, else with the one that the source had at that moment."""
    if part.picture:
        content = Path(part.picture).read_bytes()
        kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        pictures = [_picture(kind, content)]
    inside: list[Any] = [id3.TIT2(encoding=_UTF8, text=[part.title])]
    if part.href:
        inside.append(id3.WXXX(encoding=_UTF8, desc="chapter url", url=part.href))
    return id3.CHAP(
        element_id=name,
        start_time=part.start,
        end_time=part.end,
        start_offset=0xFFFF_FFFF,
        end_offset=0xFFFF_FFFF,
        sub_frames=[*inside, *pictures[:1]],
    )


def _alone(frame: Any) -> ID3:
    tag = ID3()
    tag.add(frame)
    return tag


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
