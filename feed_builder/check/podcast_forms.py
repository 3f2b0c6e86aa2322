"""Forms of values in the Podcasting 2.0 namespace (P20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from feed_builder.check.dates import Problem
from feed_builder.check.podcast_tags import MEDIUMS
from feed_builder.check.rule import shown
from feed_builder.check.value import Form, Value

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_GEO = re.compile(r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;[\w\-]+(=[^;,]*)?)*", re.I)
_OSM = re.compile(r"[NWR]\d+(#\d+)?")
_TRANSCRIPTS = frozenset(
    "text/plain text/html text/vtt application/json application/x-subrip application/srt".split()
)
_RULE_PART = re.compile(r"([A-Z]+)=([^=;]+)")
_FREQUENCIES = frozenset("SECONDLY MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY".split())
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERED = frozenset(
    "BYSECOND BYMINUTE BYHOUR BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS".split()
)


def label(limit: int, *, needed: bool) -> Form:
    """A text of at most `limit` characters, which aggregators cut off (P20-5)."""

    def check(value: Value) -> Iterator[Problem]:
        if needed and not value.text:
            yield "podcast-filled", "is empty", "write it, or leave the element out"
        if len(value.text) > limit:
            fact = f"has {len(value.text):,} characters, of which {limit:,} are kept"
            yield "podcast-short", fact, f"shorten it to {limit:,} characters"

    return check


def _guid(value: Value) -> Iterator[Problem]:
    found = _UUID.fullmatch(value.text)
    if not found or found[1] != "5":
        fact = f"{shown(value.text)} is not a UUID of version 5"
        fix = "derive it once from the feed’s address, and keep it for ever"
        yield "podcast-guid-form", fact, fix


def _uuid(value: Value) -> Iterator[Problem]:
    if not _UUID.fullmatch(value.text):
        yield (
            "podcast-uuid",
            f"{shown(value.text)} is no UUID",
            "write the other feed’s podcast:guid",
        )


def _geo(value: Value) -> Iterator[Problem]:
    if not _GEO.fullmatch(value.text):
        fact = f"{shown(value.text)} is no geo: URI of RFC 5870"
        yield "podcast-location", fact, "write geo:48.86,2.33"


def _osm(value: Value) -> Iterator[Problem]:
    if not _OSM.fullmatch(value.text):
        fact = f"{shown(value.text)} names nothing of OpenStreetMap"
        yield "podcast-location", fact, "write N, W or R and the number: R113314"


def _country(value: Value) -> Iterator[Problem]:
    if not re.fullmatch("[A-Za-z]{2}", value.text):
        fact = f"{shown(value.text)} is no country code"
        yield "podcast-location", fact, "write two letters as in ISO 3166: FR"


def _medium(value: Value) -> Iterator[Problem]:
    text = value.text
    if text not in MEDIUMS and text != "mixed" and text.removesuffix("L") not in MEDIUMS:
        yield "podcast-medium", f"{shown(text)} is no medium", "write podcast, music, video, …"


def _integer(value: Value) -> Iterator[Problem]:
    if not re.fullmatch("[0-9]{1,9}", value.text):
        yield "podcast-number", f"{shown(value.text)} is no whole number", "write digits alone"


def _number(value: Value) -> Iterator[Problem]:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", value.text):
        yield "podcast-number", f"{shown(value.text)} is no number", "write 100 or 100.5"


def _transcript_type(value: Value) -> Iterator[Problem]:
    if value.text.partition(";")[0].strip().lower() not in _TRANSCRIPTS:
        fact = f"{shown(value.text)} is no type of transcripts"
        fix = "write text/vtt, application/x-subrip, text/html, application/json or text/plain"
        yield "podcast-transcript-type", fact, fix


def _chapters_type(value: Value) -> Iterator[Problem]:
    if value.text.partition(";")[0].strip() != "application/json+chapters":
        fact = f"{shown(value.text)} is not the type of chapters"
        yield "podcast-chapters-type", fact, "write application/json+chapters"


def _rrule(value: Value) -> Iterator[Problem]:
    reason = wrong_rrule(value.text.removeprefix("RRULE:"))
    if reason:
        fix = "write FREQ=WEEKLY;BYDAY=MO as in RFC 5545"
        yield "podcast-rrule", f"{shown(value.text)}: {reason}", fix


def wrong_rrule(text: str) -> str | None:
    """Why `text` is no recurrence rule of RFC 5545, section 3.3.10; None where it is one."""
    parts: dict[str, str] = {}
    for part in text.rstrip(";").upper().split(";"):
        found = _RULE_PART.fullmatch(part)
        if not found:
            return f"{part or 'an empty part'} has not the form NAME=VALUE"
        if found[1] in parts:
            return f"{found[1]} stands there twice"
        parts[found[1]] = found[2]
    if parts.get("FREQ") not in _FREQUENCIES:
        return "FREQ is missing, or not DAILY, WEEKLY, MONTHLY, YEARLY, …"
    if "COUNT" in parts and "UNTIL" in parts:
        return "COUNT and UNTIL exclude each other"
    return next((why for name in parts if (why := _wrong_part(name, parts[name]))), None)


def _wrong_part(name: str, value: str) -> str | None:
    if name in ("FREQ", "WKST"):
        right = name == "FREQ" or _BYDAY.fullmatch(value) is not None
    elif name in ("COUNT", "INTERVAL"):
        right = value.isdecimal() and int(value) > 0
    elif name == "UNTIL":
        right = _UNTIL.fullmatch(value) is not None
    elif name == "BYDAY":
        right = all(_BYDAY.fullmatch(day) for day in value.split(","))
    elif name in _NUMBERED:
        right = all(re.fullmatch(r"[+-]?\d{1,3}", number) for number in value.split(","))
    else:
        return f"{name} is no part of a rule"
    return None if right else f"{name}={value} can’t be read"


PODCAST_FORMS: Mapping[str, Form] = {
    "podcast-guid": _guid,
    "uuid": _uuid,
    "geo": _geo,
    "osm": _osm,
    "country": _country,
    "medium": _medium,
    "podcast-integer": _integer,
    "podcast-number": _number,
    "transcript-type": _transcript_type,
    "chapters-type": _chapters_type,
    "rrule": _rrule,
}
"""The forms that only this namespace has."""
