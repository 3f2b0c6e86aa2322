"""JSON chapters, version 1.2: in and out (podcast-namespace, chapters/jsonChapters.md).

Podlove's player writes a list of its own (`start` on a clock, `href`, `image`); it is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from feed_builder.chapters.entries import entry
from feed_builder.chapters.times import LATEST, in_milliseconds, moment
from feed_builder.model import Chapter
from feed_builder.text import json_fault

_EXPORT = "export it again"


def read(text: str) -> list[Chapter]:
    """The chapters in a JSON file; raises ValueError with the fact and the way out."""
    data = _json(text)
    if isinstance(data, list) and data and all(_is_podlove(one) for one in data):
        return [_podlove(one, place) for place, one in enumerate(data, 1)]
    listed = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError('holds no list "chapters" (write {"version": "1.2.0", "chapters": […]})')
    if not isinstance(data.get("version"), str):
        raise ValueError('does not say its version (write "version": "1.2.0" before "chapters")')
    return [_chapter(one, place) for place, one in enumerate(listed, 1)]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {json_fault(error)} ({_EXPORT})") from error
    except (RecursionError, ValueError):
        raise ValueError(f"is no JSON: it is too deep or too long ({_EXPORT})") from None


def _chapter(one: object, place: int) -> Chapter:
    if not isinstance(one, dict):
        raise ValueError(f'has no "startTime" in chapters, number {place} (write it in seconds)')
    start = _seconds(one.get("startTime"))
    if start is None:
        raise ValueError(f'has no "startTime" in chapters, number {place} (write it in seconds)')
    return entry(
        start,
        _text(one, "title"),
        href=_text(one, "url"),
        image=_text(one, "img"),
        end=_seconds(one.get("endTime")),
        toc=one.get("toc") is not False,
    )


def _seconds(value: object) -> timedelta | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # Compared before it is made a float: a whole number may be too large for that.
    return in_milliseconds(value) if 0 <= value <= LATEST.total_seconds() else None


def _text(one: Mapping[str, Any], name: str) -> str | None:
    value = one.get(name)
    return value if isinstance(value, str) else None


def _is_podlove(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("start"), str)


def _podlove(one: Mapping[str, Any], place: int) -> Chapter:
    start = moment(one["start"].strip())
    if start is None:
        raise ValueError(f'has no time in "start", number {place} (write it as 00:12:34.000)')
    return entry(start, _text(one, "title"), href=_text(one, "href"), image=_text(one, "image"))


def write(chapters: Iterable[Chapter]) -> bytes:
    """The file that `podcast:chapters` names; whole seconds without a point (P20-CH-4)."""
    told = {"version": "1.2.0", "chapters": [_told(chapter) for chapter in chapters]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _told(chapter: Chapter) -> dict[str, Any]:
    values = {
        "startTime": _number(chapter.start),
        "endTime": _number(chapter.end) if chapter.end is not None else None,
        "title": chapter.title,
        "url": chapter.href,
        "img": chapter.image,
        "toc": None if chapter.toc else False,
    }
    return {name: value for name, value in values.items() if value is not None}


def _number(time: timedelta) -> int | float:
    seconds = round(time.total_seconds(), 3)
    return int(seconds) if seconds == int(seconds) else seconds
