"""Chapters among Vorbis comments, of Ogg Vorbis, Opus and FLAC (xiph.org, Chapter Extension)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from feed_builder.chapters.lines import vorbis
from feed_builder.model import Chapter

_MOST: Final = 100_000
_WANTED: Final = b"CHAPTER"


def chapters_in(block: bytes) -> tuple[Chapter, ...]:
    """The chapters in a block of comments, in order of time."""
    fields = dict(_fields(block))
    return tuple(sorted(vorbis(fields), key=lambda chapter: chapter.start))


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    """The comments about chapters, their names in capitals."""
    at = 4 + int.from_bytes(block[:4], "little")
    count = int.from_bytes(block[at : at + 4], "little")
    at += 4
    for _ in range(min(count, _MOST)):
        size = int.from_bytes(block[at : at + 4], "little")
        if at + 4 > len(block) or at + 4 + size > len(block):
            return
        if block[at + 4 : at + 11].upper() == _WANTED:
            name, _, value = block[at + 4 : at + 4 + size].partition(b"=")
            yield name.decode("ascii", "replace").upper(), value.decode("utf-8", "replace")
        at += 4 + size
