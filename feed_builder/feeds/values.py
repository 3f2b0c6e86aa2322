"""Values as feeds in the wild write them: dates of all kinds, yes and no, times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_YES = frozenset(("yes", "true", "explicit", "1"))
_NO = frozenset(("no", "false", "clean", "0", "none"))
# RFC 822 knows the American ones; these are met beside them.
_ZONES = {
    "utc": 0, "z": 0, "cet": 60, "cest": 120, "bst": 60, "ist": 330, "jst": 540,
    "aest": 600, "aedt": 660, "msk": 180, "eet": 120, "eest": 180, "wet": 0, "west": 60,
    "akst": -540, "akdt": -480, "hst": -600, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180,
}  # fmt: skip
_ZONE = re.compile(r"([A-Za-z]{1,5})\s*$")
_OFFSET = re.compile(r"([+-]\d{2}):(\d{2})\s*$")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LOOSE = re.compile(
    r"(?:[^\W\d_]+[.,]*\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s,-]+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_BREAKING = re.compile(r"[ \t\r\n\f\v]+")
_SPELT = re.compile(
    r"(?:[A-Za-z]+,\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})(?:\D{0,4}\s(\d{1,2}):(\d{2}))?"
)
_IN_WORDS = re.compile(
    r"(?:PT)?(?:(\d+)\s*h[a-z]*\s*)?(?:(\d+)\s*m[a-z]*\s*)?(?:(\d+)\s*s[a-z]*)?$", re.I
)
_PARTS = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$")


def one_line(text: str) -> str:
    """Text on one line; spaces that may not break stay what they are."""
    return _BREAKING.sub(" ", text).strip(" ")


def moment(text: str | None) -> datetime | None:
    """A date of RFC 822 or ISO 8601, with the faults that feeds have; None where it is none.

    Without a zone it is taken for universal time.
    """
    written = " ".join((text or "").split())
    if not written:
        return None
    for read in (_iso, _mail, _loose, _spelt):
        try:
            found = read(written)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if found is not None and 1970 < found.year < 2999:
            return found.astimezone(UTC).replace(microsecond=0)
    return None


def _iso(written: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}", written):
        return None
    found = datetime.fromisoformat(written.replace(" UTC", "+00:00").replace(" Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _mail(written: str) -> datetime | None:
    zone = _ZONE.search(written)
    known = _ZONES.get(zone.group(1).lower()) if zone else None
    if zone and known is not None:
        written = f"{written[: zone.start()]}{_offset(known)}"
    found = parsedate_to_datetime(_OFFSET.sub(r"\1\2", written))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _loose(written: str) -> datetime | None:
    found = _LOOSE.match(written)
    if not found:
        return None
    day, name, year, hour, minute, second = found.groups()
    month = _MONTHS.index(name.lower()) + 1
    whole = int(year) + (2000 if len(year) == 2 else 0)
    offset = re.search(r"([+-])(\d{2}):?(\d{2})\s*$", written[found.end() :])
    zone = UTC if not offset else timezone(_shift(*offset.groups()))
    return datetime(
        whole, month, int(day), int(hour or 0), int(minute or 0), int(second or 0), 0, zone
    )


def _spelt(written: str) -> datetime | None:
    """ "January 3, 2024" with or without a weekday and a time, "2024/01/03 10:00"."""
    found = _SPELT.match(written)
    if found:
        name, day, year, hour, minute = found.groups()
        month = _MONTHS.index(name.lower()) + 1
        return datetime(int(year), month, int(day), int(hour or 0), int(minute or 0), tzinfo=UTC)
    return _iso(written.replace("/", "-")) if re.match(r"\d{4}/\d{2}/\d{2}", written) else None


def _shift(sign: str, hours: str, minutes: str) -> timedelta:
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return -shift if sign == "-" else shift


def yes_or_no(text: str | None) -> bool | None:
    """What `explicit`, `block` and their like say; None where it is neither."""
    word = (text or "").strip().lower()
    return True if word in _YES else False if word in _NO else None


def seconds(text: str) -> float | None:
    """Normal Play Time ("1:02:03.5", "37") in seconds (PSC-2)."""
    written = text.strip()
    found = _PARTS.match(written) or (_IN_WORDS.match(written) if written else None)
    if not found:
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)
