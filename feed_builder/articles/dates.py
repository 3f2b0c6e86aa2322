"""Calendar dates as articles write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from feed_builder.articles.folding import fold
from feed_builder.articles.languages import LANGUAGES
from feed_builder.records import dataclass
from feed_builder.text import folded

_DIGIT = re.compile(r"\d")
# The first day of a month, where it is a word.
_FIRST = "premier|first|primero|primo|ersten?|eerste|primeiro"
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}}|{_FIRST})(?:er|st|nd|rd|th|o|a|\.)?\s(?:de |of |du mois de )?"
    r"([a-z]{3,12})\.?,?\s(?:de |del )?(\d{4})\b"
)
_MONTH_DAY = re.compile(
    rf"\b([a-z]{{3,12}})\.?\s(?:the )?(\d{{1,2}}|{_FIRST})(?:st|nd|rd|th)?,?\s(\d{{4}})\b"
)
_ISO = re.compile(
    r"\b(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:z\b|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d.]\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, and where it begins and ends in the text it was found in."""

    day: date
    start: int
    end: int


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        full = [folded(month) for month in language.months]
        for number, name in enumerate(full, 1):
            for length in range(3, len(name) + 1):
                short = name[:length]
                if sum(other.startswith(short) for other in full) == 1:
                    names.setdefault(short, number)
    return names


_MONTHS = _month_names()


def is_month(word: str) -> bool:
    """Whether a folded word names a month."""
    return word in _MONTHS


def find_date(text: str) -> FoundDate | None:
    """The first date in `text`: 01.09.2023, 1er septembre 2023, 2023-09-01, September 1st, 2023.

    Numbers alone are read as day, month, year unless only the other order is a date.
    """
    if not _DIGIT.search(text):
        return None
    view = fold(text)
    found = [
        FoundDate(day, view.place(start), view.place(end))
        for day, start, end in _all_dates(view.text)
    ]
    return min(found, key=lambda one: one.start, default=None)


def _all_dates(text: str) -> Iterator[tuple[date, int, int]]:
    for row in (_iso, _numbers, _day_month, _month_day):
        yield from row(text)


def _iso(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _ISO.finditer(text):
        year, month, day = (int(match.group(group)) for group in (1, 3, 4))
        yield from _dated(year, month, day, match)


def _numbers(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _NUMBERS.finditer(text):
        day, month, year = (int(match.group(group)) for group in (1, 3, 4))
        if month > 12 >= day:
            day, month = month, day
        yield from _dated(year if year > 99 else 2000 + year, month, day, match)


def _day_month(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _DAY_MONTH.finditer(text):
        month, day = _MONTHS.get(match.group(2), 0), _day(match.group(1))
        yield from _dated(int(match.group(3)), month, day, match)


def _month_day(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _MONTH_DAY.finditer(text):
        month, day = _MONTHS.get(match.group(1), 0), _day(match.group(2))
        yield from _dated(int(match.group(3)), month, day, match)


def _day(said: str) -> int:
    return int(said) if said.isdecimal() else 1


def _dated(
    year: int, month: int, day: int, match: re.Match[str]
) -> Iterator[tuple[date, int, int]]:
    try:
        found = date(year, month, day)
    except ValueError:
        return
    if is_publishable(found):
        yield found, match.start(), match.end()


def is_publishable(day: date) -> bool:
    """Whether a feed can say `day`: readers of RFC 822 dates know no year before 1970."""
    return 1970 < day.year < 2999
