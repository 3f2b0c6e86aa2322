"""One chapter as it is read: what every form's reader makes of what is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from feed_builder.chapters.times import LATEST
from feed_builder.model import Chapter
from feed_builder.text import shortened, without_control_characters

_LONGEST_TITLE: Final = 1000
_SPACES = re.compile(r"\s+")
_PICTURE = re.compile(r"[^/\\:?#%][^\\:?#%]*\.(?:jpe?g|png)", re.IGNORECASE)


def entry(
    start: timedelta,
    title: str | None = None,
    *,
    href: str | None = None,
    image: str | None = None,
    end: timedelta | None = None,
    toc: bool = True,
) -> Chapter:
    """A chapter, its title in one line, and only addresses that a browser may follow."""
    return Chapter(
        start=start,
        title=one_line(title),
        href=web_address(href),
        image=web_address(image),
        picture=_file_beside(image),
        end=end if end is not None and end > start else None,
        toc=toc,
    )


def one_line(text: str | None) -> str | None:
    """`text` without line breaks and what no feed can hold; None for nothing."""
    plain = _SPACES.sub(" ", without_control_characters(text or "")).strip()
    return shortened(plain, _LONGEST_TITLE) or None if plain else None


def web_address(text: str | None) -> str | None:
    """`text` if it is a whole address of the web."""
    address = without_control_characters(text or "").strip()
    try:
        parts = urlsplit(address)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if good and not re.search(r"[\s<>\"]", address) else None


def _file_beside(text: str | None) -> str | None:
    """`text` if it names a picture that lies with the file that names it."""
    name = without_control_characters(text or "").strip()
    is_one = bool(_PICTURE.fullmatch(name)) and ".." not in name.split("/")
    return name if is_one else None


def within(chapters: Sequence[Chapter], duration: timedelta) -> tuple[Chapter, ...]:
    """`chapters` in order of time, of one moment the last, none that begins after the sound.

    An end behind the next start or the sound is drawn in: some players show it as the duration
    (clients.md: ffprobe takes an M4A's last end for its length).
    """
    by_start = {chapter.start: chapter for chapter in chapters}
    starts = sorted(start for start in by_start if start < min(duration, LATEST))
    followers = [*starts, duration][1:]
    return tuple(
        _ending(by_start[start], follower)
        for start, follower in zip(starts, followers, strict=True)
    )


def _ending(chapter: Chapter, latest: timedelta) -> Chapter:
    if chapter.end is None or chapter.end <= latest:
        return chapter
    return replace(chapter, end=latest)
