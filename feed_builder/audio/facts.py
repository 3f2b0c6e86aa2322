"""An `AudioInfo` as JSON can say it: what a worker answers, and what a cache stores."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from feed_builder.model import AudioInfo, Chapter

_MICROSECOND = timedelta(microseconds=1)
_FIELDS = fields(AudioInfo)


def to_dict(info: AudioInfo) -> dict[str, Any]:
    """The fields of `info`, its duration as whole microseconds so that none is lost."""
    return {
        **{field.name: getattr(info, field.name) for field in _FIELDS},
        "duration": info.duration // _MICROSECOND,
        "warnings": list(info.warnings),
        "chapters": chapters_told(info.chapters),
    }


def from_dict(d: dict[str, Any]) -> AudioInfo:
    """The `AudioInfo` that `to_dict` was given.

    Raises KeyError or TypeError for a dict with other keys, such as an older version's.
    """
    return AudioInfo(
        **{
            **d,
            "duration": timedelta(microseconds=d["duration"]),
            "warnings": tuple(d["warnings"]),
            "chapters": chapters_from(d["chapters"]),
        }
    )


def chapters_told(chapters: Iterable[Chapter]) -> list[list[Any]]:
    """`chapters` as JSON can say them, times in microseconds."""
    return [
        [_microseconds(c.start), c.title, c.href, c.image, _microseconds(c.end), c.toc, c.picture]
        for c in chapters
    ]


def chapters_from(told: Iterable[Sequence[Any]]) -> tuple[Chapter, ...]:
    """What `chapters_told` was given; raises TypeError or ValueError for anything else."""
    return tuple(
        Chapter(
            start=timedelta(microseconds=start),
            title=title,
            href=href,
            image=image,
            end=None if end is None else timedelta(microseconds=end),
            toc=toc,
            picture=picture,
        )
        for start, title, href, image, end, toc, picture in told
    )


def length_of(path: Path) -> int | None:
    """The bytes of a file that is one, None for a link, a pipe or nothing."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _microseconds(time: timedelta | None) -> int | None:
    return None if time is None else time // _MICROSECOND
