"""Forms that values have, one function for each; the tables of elements name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from feed_builder.check import addresses, dates, hypertext
from feed_builder.check.dates import Problem
from feed_builder.check.podcast_forms import PODCAST_FORMS, label
from feed_builder.check.rule import shown
from feed_builder.check.value import Form, Value
from feed_builder.language_tags import is_known_language

_MIME = re.compile(
    r"[^\s()<>,;:\\\"/\[\]?=]+/[^\s()<>,;:\\\"/\[\]?=]+"
    r"(\s*;\s*[^\s()<>,;:\\\"/\[\]?=]+=(\"(\\\"|[^\"])*\"|[^\s()<>,;:\\\"/\[\]?=]+))*"
)
_DURATION = re.compile(r"\d+(:[0-5]\d(:[0-5]\d)?)?")
_LEGACY_DURATION = re.compile(r"\d+:\d+(:\d+)?(\.\d+)?|\d+\.\d+")
_NPT = re.compile(r"now|\d+(\.\d*)?|\d+:[0-5]?\d(:[0-5]?\d)?(\.\d*)?")
_COORDINATE = r"[-+]?\d{1,10}(?:\.\d{0,20})?"
_COORDINATES = re.compile(rf"{_COORDINATE}[ ,]{_COORDINATE}")


def integer(text: str) -> int | None:
    """The whole number that `text` writes in ASCII digits; None where it writes none."""
    return int(text) if re.fullmatch(r"\s*[-+]?[0-9]{1,18}\s*", text) else None


def _plain(value: Value) -> Iterator[Problem]:
    text = value.text
    if "<" in text or "&" in text:
        yield from hypertext.plain(text, hexadecimal=value.hexadecimal())


def _filled(value: Value) -> Iterator[Problem]:
    if not value.text:
        yield "text-filled", "is empty", "write something, or leave the element out"


def _filled_plain(value: Value) -> Iterator[Problem]:
    yield from _filled(value)
    yield from _plain(value)


def _positive(value: Value) -> Iterator[Problem]:
    number = integer(value.text)
    if number is None or number <= 0:
        fact = f"{shown(value.text)} is not a whole number from 1 on"
        yield "number-positive", fact, "write digits alone"


def _natural(value: Value) -> Iterator[Problem]:
    number = integer(value.text)
    if number is None or number < 0:
        fact = f"{shown(value.text)} is not a whole number from 0 on"
        yield "number-natural", fact, "write digits alone"


def _whole(value: Value) -> Iterator[Problem]:
    if value.text and integer(value.text) is None:
        yield "number-natural", f"{shown(value.text)} is not a whole number", "write digits alone"


def _decimal(value: Value) -> Iterator[Problem]:
    if not re.fullmatch(r"[-+]?\d+(\.\d*)?", value.text):
        yield "number-decimal", f"{shown(value.text)} is not a number", "write 12.5"


def _integers(value: Value) -> Iterator[Problem]:
    if any(integer(part) is None for part in value.text.split(",")):
        fact = f"{shown(value.text)} is no list of whole numbers"
        yield "value-listed", fact, "write 12,3,0"


def _role(value: Value) -> Iterator[Problem]:
    if value.text != value.text.lower():
        yield "value-listed", f"{shown(value.text)} is not in small letters", "write author"


def _robots(value: Value) -> Iterator[Problem]:
    for word in value.text.lower().split(","):
        if word.strip() not in _ROBOTS:
            fact = f"{shown(word)} is no word for robots"
            yield "value-listed", fact, f"write one of {', '.join(_ROBOTS)}"
            return


_ROBOTS = ("all", "none", "index", "noindex", "follow", "nofollow")


def _within(low: float, high: float) -> Form:
    def check(value: Value) -> Iterator[Problem]:
        found = re.fullmatch(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+", value.text)
        if not found or not low <= float(value.text) <= high:
            fact = f"{shown(value.text)} is not a number from {low:g} to {high:g}"
            yield "number-within", fact, "write degrees with a decimal point"

    return check


def _mime(value: Value) -> Iterator[Problem]:
    if not _MIME.fullmatch(value.text):
        yield "mime-type", f"{shown(value.text)} is no media type", "write audio/mpeg or the like"


def _language(value: Value) -> Iterator[Problem]:
    main = value.text.partition("-")[0].lower()
    if not is_known_language(main):
        rule = "language-listed" if re.fullmatch("[a-z]{3}", main) else "language-code"
        fact = f"{shown(value.text)} is no language code of ISO 639"
        yield rule, fact, "write fr, fr-FR, en, … as in ISO 639-1"


def _duration(value: Value) -> Iterator[Problem]:
    if not _DURATION.fullmatch(value.text):
        legacy = _LEGACY_DURATION.fullmatch(value.text)
        rule = "itunes-duration-form" if legacy else "itunes-duration"
        yield rule, f"{shown(value.text)} is no duration", "write whole seconds: 1801"


def _explicit(value: Value) -> Iterator[Problem]:
    text = value.text.lower()
    if text in ("yes", "no", "clean", "explicit"):
        meant = "true" if text in ("yes", "explicit") else "false"
        yield "itunes-explicit-form", f"{shown(value.text)} is the old form", f"write {meant}"
    elif text not in ("true", "false"):
        fact = f"{shown(value.text)} is neither true nor false"
        yield "itunes-explicit", fact, "write true or false"


def _boolean(value: Value) -> Iterator[Problem]:
    if value.text not in ("true", "false"):
        fact = f"{shown(value.text)} is neither true nor false"
        yield "value-boolean", fact, "write true or false"


def _keywords(value: Value) -> Iterator[Problem]:
    yield from _limited(255)(value)
    if " " in value.text and "," not in value.text:
        fact = "the words are not separated by commas"
        yield "itunes-keywords", fact, "write a, b, c; or leave it out: Apple ignores it"


def _limited(limit: int, rule: str = "text-short") -> Form:
    def check(value: Value) -> Iterator[Problem]:
        if len(value.text) > limit:
            fact = f"has {len(value.text):,} characters, of which {limit:,} are kept"
            yield rule, fact, f"shorten it to {limit:,} characters"
        yield from _plain(value)

    return check


def _npt(value: Value) -> Iterator[Problem]:
    if not _NPT.fullmatch(value.text):
        yield "time-npt", f"{shown(value.text)} is no point in time", "write 00:01:30.000"


def _coordinates(value: Value) -> Iterator[Problem]:
    if not _COORDINATES.fullmatch(value.text):
        yield "coordinates", f"{shown(value.text)} is no latitude and longitude", "write 48.86 2.33"


def _hour(value: Value) -> Iterator[Problem]:
    number = integer(value.text)
    if number == 24:
        yield "skip-midnight", "24 is not an hour", "write 0 for midnight"
    elif number is None or not 0 <= number <= 23:
        yield "skip-hour", f"{shown(value.text)} is no hour", "write a number from 0 to 23"


def _day(value: Value) -> Iterator[Problem]:
    if value.text not in _WEEKDAYS:
        yield "skip-day", f"{shown(value.text)} is no day", "write Monday, Tuesday, …"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _side(limit: int) -> Form:
    def check(value: Value) -> Iterator[Problem]:
        number = integer(value.text)
        if number is None or not 0 < number <= limit:
            fact = f"{shown(value.text)} is not a number from 1 to {limit}"
            yield "image-size", fact, "leave width and height out; itunes:image carries the cover"

    return check


def _listed(rule: str, words: tuple[str, ...]) -> Form:
    folded = words[:2] == ("yes", "no")

    def check(value: Value) -> Iterator[Problem]:
        if (value.text.lower() if folded else value.text) not in words:
            fact = f"{shown(value.text)} is none of {', '.join(words)}"
            yield rule, fact, f"write {words[0]}" if len(words) < 3 else "write one of them"

    return check


def _bytes(value: Value) -> Iterator[Problem]:
    number = integer(value.text)
    fix = "write the size of the file in bytes, or 0 where it can’t be known"
    if number is None:
        yield "enclosure-length", f"{shown(value.text)} is no number of bytes", fix
    elif number < 0:
        rule = "enclosure-unknown-length" if number == -1 else "enclosure-length-negative"
        yield rule, f"{number} is no number of bytes", fix


def _enclosure_type(value: Value) -> Iterator[Problem]:
    if not _MIME.fullmatch(value.text):
        fix = "write audio/mpeg, audio/x-m4a or the like"
        yield "enclosure-media-type", f"{shown(value.text)} is no media type", fix


def _positive_attribute(value: Value) -> Iterator[Problem]:
    number = integer(value.text)
    if number is None or number <= 0:
        fact = f"{shown(value.text)} is not a whole number from 1 on"
        yield "attribute-number", fact, "write digits alone"


def _permalink_flag(value: Value) -> Iterator[Problem]:
    if value.text not in ("true", "false"):
        fact = f"isPermaLink is {shown(value.text)}: neither true nor false"
        yield "guid-flag", fact, 'write isPermaLink="false" unless the guid is a web address'


FORMS: Mapping[str, Form] = {
    **PODCAST_FORMS,
    "bytes": _bytes,
    "enclosure-type": _enclosure_type,
    "positive-attribute": _positive_attribute,
    "permalink-flag": _permalink_flag,
    "plain": _plain,
    "filled": _filled,
    "filled-plain": _filled_plain,
    "html": lambda value: hypertext.html(value.text),
    "url": lambda value: addresses.full_url(value.text),
    "reference": lambda value: addresses.reference(value.text),
    "web": lambda value: addresses.web_url(value.text),
    "email": lambda value: addresses.email(value.text),
    "named-email": lambda value: addresses.named_email(value.text),
    "rfc822": lambda value: dates.rfc822(value.text, value.now),
    "rfc3339": lambda value: dates.rfc3339(value.text, value.now),
    "w3cdtf": lambda value: dates.w3cdtf(value.text, value.now),
    "iso8601": lambda value: dates.iso8601(value.text, value.now),
    "positive": _positive,
    "natural": _natural,
    "integer": _whole,
    "decimal": _decimal,
    "integers": _integers,
    "role": _role,
    "robots": _robots,
    "latitude": _within(-90, 90),
    "longitude": _within(-180, 180),
    "mime": _mime,
    "language": _language,
    "duration": _duration,
    "explicit": _explicit,
    "boolean": _boolean,
    "keywords": _keywords,
    "npt": _npt,
    "coordinates": _coordinates,
    "hour": _hour,
    "day": _day,
    "width": _side(144),
    "height": _side(400),
}
"""The form of each name; "limit:255" and "one:rule:a,b" are made by `form`."""


@cache
def form(name: str) -> Form | None:
    """The form that a table names; None where any text will do."""
    if name in ("", "text"):
        return None
    kind, _, rest = name.partition(":")
    if kind == "limit":
        number, _, rule = rest.partition(":")
        return _limited(int(number), rule or "text-short")
    if kind in ("podcast-label", "podcast-name"):
        return label(int(rest), needed=kind == "podcast-name")
    if kind == "one":
        rule, _, words = rest.partition(":")
        return _listed(rule, tuple(words.split(",")))
    return FORMS[name]
