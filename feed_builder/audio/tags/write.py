"""A published copy with tags: written whole to a place of its own, its source untouched."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any, BinaryIO, Final

from feed_builder.audio.edges import sound_start
from feed_builder.audio.opening import opened
from feed_builder.audio.sniff import format_of
from feed_builder.audio.tags.copying import copy_bytes
from feed_builder.audio.tags.fields import Tags, parts
from feed_builder.errors import AudioError

TAGGED: Final = frozenset(("mp3", "aac", "wav", "m4a", "ogg", "opus", "flac"))
_TAG_IN_FRONT: Final = ("mp3", "aac")
_ID3V1: Final = 128


def write_tagged(source: Path, target: Path, tags: Tags) -> dict[str, Any]:
    """Write the copy of `source` with `tags` to `target`; its hash and length in bytes.

    Raises AudioError where the tags that are there can't be read.
    """
    try:
        _write(source, target, tags)
    except AudioError:
        raise
    except MemoryError as error:
        raise AudioError("its tags need too much memory to be read") from error
    except Exception as error:
        raise AudioError("its tags can't be read: they are damaged (export it again)") from error
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": sha256, "length": target.stat().st_size}


def _write(source: Path, target: Path, tags: Tags) -> None:
    with opened(source) as (file, length):
        start = sound_start(file, length)
        form = format_of(file, start, length)
        if form in _TAG_IN_FRONT:
            _write_mp3(file, start, length, target, tags)
            return
        if form == "wav":
            from feed_builder.audio.tags import wav

            wav.write(file, start, length, target, tags)
            return
        file.seek(0)
        if form != "m4a":
            _copy(file, target, length)
    if form == "m4a":
        _write_mp4(source, target, tags)
    elif form in TAGGED:
        from feed_builder.audio.tags import vorbis

        vorbis.write(target, form, tags)


def _write_mp3(file: BinaryIO, start: int, length: int, target: Path, tags: Tags) -> None:
    """The new tag, then everything behind the old one but an ID3v1, whose title would be another.

    Frames are copied as they are, so that they decode to the same sound.
    """
    from feed_builder.audio.tags import id3

    file.seek(0)
    tag = id3.tag_bytes(file, tags)
    file.seek(max(0, length - _ID3V1))
    end = length - _ID3V1 if file.read(3) == b"TAG" else length
    file.seek(start)
    with target.open("wb") as new:
        new.write(tag)
        copy_bytes(file, new, end - start)


def _write_mp4(source: Path, target: Path, tags: Tags) -> None:
    from feed_builder.audio.tags import mp4, remux

    own = mp4.own_tags(source) if tags.keep else {}
    if tags.chapters and remux.can_remux():
        remux.with_chapters(source, target, list(parts(tags)))
    else:
        shutil.copyfile(source, target, follow_symlinks=False)
    mp4.write(target, tags, own)


def _copy(file: BinaryIO, target: Path, length: int) -> None:
    with target.open("wb") as new:
        copy_bytes(file, new, length)
