"""Dates as feeds write them: RFC 822 in RSS, RFC 3339 in Atom and JSON Feed, W3C-DTF elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

Problem = tuple[str, str, str]
"""The rule, the fact, the way out."""

_SAFE = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d)(:\d\d)? "
    r"([+-]?\d\d(00|15|30|45)|UT|GMT|[ECMP][SD]T|Z)"
)
_OLD = re.compile(
    r"((mon|tue|wed|thu|fri|sat|sun)\s*,\s*)?\d\d?\s+"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+\d\d(\d\d)?\s+\d\d:\d\d(:\d\d)?\s+"
    r"([+-]\d{4}|ut|gmt|[ecmp][sd]t|[a-ik-z])?"
)
_NAMED_ZONE = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, )?\d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d(:\d\d)? (UTC|[A-Z]{3,4}|[+-]\d\d:\d\d)"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_EXAMPLE = "write it as Wed, 06 Jul 2022 13:00:00 +0000"
_FIRST_YEAR, _LATE = 1990, timedelta(minutes=10)


def rfc822(value: str, now: datetime) -> Iterator[Problem]:
    """What is wrong with a date of RSS (RSS-20 to RSS-25, RSS-84)."""
    found = _SAFE.fullmatch(value)
    if found:
        yield from _safe_form(value, found, now)
    elif _OLD.fullmatch(_without_comments(value).strip().lower()):
        fact = f"“{value}” is read differently by different apps"
        yield "date-safe", fact, f"{_EXAMPLE}: four digits for the year, single spaces"
    elif _NAMED_ZONE.fullmatch(value):
        zone = value.rpartition(" ")[2]
        yield "date-zone", f"“{value}”: {zone} is no time zone of RFC 822", "write +0000, or GMT"
    else:
        yield "date-rfc822", f"“{value[:60]}” is not an RFC 822 date", _EXAMPLE


def _safe_form(value: str, found: re.Match[str], now: datetime) -> Iterator[Problem]:
    _, weekday, day, month, year, *_ = found.groups()
    try:
        day_meant = date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        yield "date-rfc822", f"“{value}”: there is no such day", _EXAMPLE
        return
    right = _DAYS[day_meant.weekday()]
    if weekday and weekday != right:
        yield "date-weekday", f"“{value}”: that day is a {right}", f"write {right}, or no weekday"
        return
    moment = moment_of(value)
    if moment is None:
        yield "date-rfc822", f"“{value}”: there is no such time of day", _EXAMPLE
    elif moment > now + _LATE or day_meant.year < _FIRST_YEAR:
        fact = f"“{value}” lies in the future, or long ago"
        yield "date-plausible", fact, "publish it when it is due; apps show it at once"


def _without_comments(value: str) -> str:
    before, value = "", re.sub(r"\\(.)", "", value)
    while before != value:
        before, value = value, re.sub(r"\([^()]*\)", " ", value)
    return value


@lru_cache(maxsize=64)
def moment_of(value: str) -> datetime | None:
    """The moment that a date of RSS names, as apps understand it; None where they do not."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_W3CDTF = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
_ISO8601 = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d*)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")


def rfc3339(value: str, now: datetime) -> Iterator[Problem]:
    """What is wrong with a date of Atom (ATOM-10) or JSON Feed (JF-4)."""
    if not _RFC3339.fullmatch(value) or iso_moment(value) is None:
        fix = "write it as 2022-07-06T13:00:00Z: T and Z in capitals, the zone always"
        yield "date-rfc3339", f"“{value[:60]}” is not an RFC 3339 date", fix
    else:
        yield from _plausible(value, now)


def w3cdtf(value: str, now: datetime) -> Iterator[Problem]:
    """What is wrong with a date of Dublin Core (DC-1)."""
    if not _W3CDTF.fullmatch(value) or iso_moment(value) is None:
        fix = "write it as 2022-07-06 or 2022-07-06T13:00:00Z"
        yield "date-w3cdtf", f"“{value[:60]}” is not a W3C-DTF date", fix
    else:
        yield from _plausible(value, now)


def iso8601(value: str, _now: datetime) -> Iterator[Problem]:
    """What is wrong with a date of ISO 8601, whose zone may be missing."""
    if not _ISO8601.fullmatch(value) or iso_moment(value) is None:
        yield "date-iso8601", f"“{value[:60]}” is not an ISO 8601 date", "write it as 2022-07-06"


def iso_moment(value: str) -> datetime | None:
    """The moment that a date of ISO 8601 names; None where there is none."""
    padded = {4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value)
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plausible(value: str, now: datetime) -> Iterator[Problem]:
    moment = iso_moment(value)
    if moment and (moment > now + _LATE or moment.year < _FIRST_YEAR):
        fact = f"“{value}” lies in the future, or long ago"
        yield "date-plausible", fact, "publish it when it is due; apps show it at once"
