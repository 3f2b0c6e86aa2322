"""Vorbis comments in Ogg Vorbis, Opus and FLAC; a chapter is CHAPTER001 and CHAPTER001NAME."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from feed_builder.audio.tags.fields import Tags, parts
from feed_builder.chapters.times import clock

_READERS: Final[dict[str, Any]] = {"ogg": OggVorbis, "opus": OggOpus, "flac": FLAC}
_CHAPTER: Final = re.compile(r"CHAPTER\d+(NAME|URL)?", re.IGNORECASE)
_PICTURE: Final = "METADATA_BLOCK_PICTURE"
_MOST: Final = 999


def write(target: Path, form: str, tags: Tags) -> None:
    """Write our comments into the copy at `target`, whose others stay."""
    file: Any = _READERS[form](target)
    if file.tags is None:
        file.add_tags()
    if not tags.keep:
        file.tags.clear()
    for name, value in tags.named("vorbis"):
        file.tags[name] = [str(value)]
    if tags.chapters:
        _write_chapters(file.tags, tags)
    if tags.picture:
        _write_picture(file, _picture(tags))
    file.save(padding=lambda info: 0)


def _write_chapters(comments: Any, tags: Tags) -> None:
    for name in {name for name, _ in comments if _CHAPTER.fullmatch(name)}:
        del comments[name]
    for number, (chapter, part) in enumerate(
        zip(tags.chapters[:_MOST], parts(tags), strict=False), 1
    ):
        name = f"CHAPTER{number:03}"
        comments[name] = [clock(chapter.start)]
        comments[f"{name}NAME"] = [part.title]
        if part.href:
            comments[f"{name}URL"] = [part.href]


def _picture(tags: Tags) -> Picture:
    picture = Picture()
    picture.type = PictureType.COVER_FRONT
    picture.mime = tags.picture_type
    picture.data = Path(tags.picture or "").read_bytes()
    return picture


def _write_picture(file: Any, picture: Picture) -> None:
    """FLAC has blocks for pictures, Ogg a comment."""
    if isinstance(file, FLAC):
        others = [one for one in file.pictures if one.type != PictureType.COVER_FRONT]
        file.clear_pictures()
        for one in (picture, *others):
            file.add_picture(one)
    else:
        file.tags[_PICTURE] = [b64encode(picture.write()).decode("ascii")]
