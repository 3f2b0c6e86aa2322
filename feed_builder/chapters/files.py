"""A file of chapters beside an episode: which form it has, and what it says."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from feed_builder.chapters import lines, podcasting, podlove
from feed_builder.chapters.times import spoken
from feed_builder.files import read_regular
from feed_builder.model import Chapter

_LONGEST = 1 << 24  # bytes; a day of chapters needs some 100 kB


def read_chapters(path: Path) -> tuple[Chapter, ...]:
    """The chapters in the file at `path`, in order of time.

    Raises ValueError with the fact and the way out, and `Unreadable` where it is no file.
    """
    content = read_regular(path)
    if len(content) > _LONGEST:
        raise ValueError(f"is {len(content)} bytes long, which no list of chapters is (check it)")
    chapters = _read(content, path.name.lower())
    _refuse_disorder(chapters)
    return tuple(chapters)


def _read(content: bytes, name: str) -> list[Chapter]:
    if name.endswith((".xml", ".psc")):
        return podlove.read(content)
    text = _text(content)
    return podcasting.read(text) if name.endswith(".json") else lines.read(text)


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"is no UTF-8 text, line {line} (save it again as UTF-8)") from error


def _refuse_disorder(chapters: list[Chapter]) -> None:
    for place, (one, following) in enumerate(pairwise(chapters), 2):
        if following.start < one.start:
            raise ValueError(
                f"has chapters that are not in order of time: number {place}, "
                f"{spoken(following.start)}, comes after {spoken(one.start)} (sort them by time)"
            )
