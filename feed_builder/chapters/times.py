"""Moments as they are written: `1:02:03.500`, `02:03`, `123.5`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

CLOCK: Final = r"(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,9})?"
"""Hours where there are any, minutes, seconds, and parts of one: a group of none."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,9}))?")
_SECONDS = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
# More than a week: nothing that is heard begins later.
LATEST: Final = timedelta(seconds=1_000_000)


def moment(written: str) -> timedelta | None:
    """The moment that is `written` on a clock or in seconds (NPT, RFC 2326, 3.6), to the ms."""
    found = _CLOCK.fullmatch(written)
    if found:
        hours, minutes, seconds, part = found.groups()
        if hours and int(minutes) > 59:
            return None
        whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        return in_milliseconds(whole + float(f"0.{part or 0}"))
    if _SECONDS.fullmatch(written):
        return in_milliseconds(float(written.replace(",", ".")))
    return None


def in_milliseconds(seconds: float) -> timedelta:
    """`seconds` rounded to what every form of chapters can say."""
    return timedelta(milliseconds=round(seconds * 1000))


def clock(time: timedelta) -> str:
    """`time` as `01:02:03.500`: what no reader of chapters misreads (PSC-3)."""
    milliseconds = round(time.total_seconds() * 1000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def spoken(time: timedelta) -> str:
    """`time` as people read it: `2:03` or `1:02:03`, its parts of a second dropped."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
