"""Kinds of values that the tags of Podcasting 2.0 and RSS take (P20, RSS)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from feed_builder.read.recurrence import recurrence_fault
from feed_builder.read.schema import boolean, described, one_of, text, web_address
from feed_builder.read.shown import Fault, shown
from feed_builder.stems import ARTWORK_SUFFIXES

LICENSES = ("ARR", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "POD-V4V-1.0")
# The list of services that podcast:block can name; one that is not there may still be written.
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]\d(?:\.\d+)?)")
_LONGEST = 1_000_000
_GEO = re.compile(
    r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:,-?\d+(?:\.\d+)?)?(?:;[\w.;=-]+)?", re.A
)
_MIME = re.compile(
    r"[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]*(?:;\s{0,4}[\w-]{1,80}=[\w.\"-]{1,200}){0,9}", re.A
)


@described(anyOf=[{"type": "number", "minimum": 0}, {"type": "string"}])
def seconds(value: object) -> float | int:
    """A place in a recording or a length: seconds, or "1:02:03.5"."""
    if isinstance(value, str) and (match := _CLOCK.fullmatch(value.strip())):
        hours, minutes, rest = match.groups()
        value = int(hours or 0) * 3600 + int(minutes) * 60 + float(rest)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _LONGEST:
        return value
    raise Fault(f"{shown(value)} is no time", 'write seconds, 73.5, or "1:13.5"')


@described(type="integer", minimum=0)
def whole_number(value: object) -> int:
    """A whole number from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    raise Fault(f"{shown(value)} is no whole number", "write 0, 1, 2, … without quotes")


@described(type="number", minimum=0)
def number(value: object) -> float | int:
    """A number from 0, with or without decimals."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    raise Fault(f"{shown(value)} is no number", "write 1.5, without quotes")


@described(type="number", minimum=0, maximum=100)
def percentage(value: object) -> float | int:
    """From 0 to 100."""
    read = number(value)
    if read <= 100:
        return read
    raise Fault(f"{shown(value)} is over 100", "write a number from 0 to 100")


@described(type=["number", "string"])
def decimal_text(value: object) -> str:
    """A number, kept as it is written: a quoted one keeps its zeros."""
    from decimal import Decimal  # few shows have such a number

    written = format(Decimal(repr(value)), "f") if type(value) in (int, float) else value
    if isinstance(written, str) and re.fullmatch(r"\d{1,12}(\.\d{1,18})?", written, re.A):
        return written
    raise Fault(f"{shown(value)} is no number", 'write 0.00000005, or "0.00000005000"')


@described(type="string", pattern="^geo:")
def geo(value: object) -> str:
    """A place on the earth by RFC 5870, latitude first (P20-LOC-1)."""
    match = _GEO.fullmatch(text(128)(value))
    if match and abs(float(match.group(1))) <= 90 and abs(float(match.group(2))) <= 180:
        return match.group()
    raise Fault(f"{shown(value)} is no place on the earth", 'write "geo:45.7797,3.0869"')


@described(type="string", pattern="^[NWR][0-9]+(#[0-9]+)?$")
def osm(value: object) -> str:
    """An object of OpenStreetMap: N, W or R and its number (P20-LOC-1)."""
    written = text(128)(value)
    if re.fullmatch(r"[NWR]\d+(#\d+)?", written, re.A):
        return written
    raise Fault(f"{shown(value)} is no OpenStreetMap object", 'write "R113314"')


@described(type="string", pattern="^[A-Za-z]{2}$")
def country(value: object) -> str:
    """A country's two letters in ISO 3166-1."""
    written = text()(value).upper()
    if re.fullmatch(r"[A-Z]{2}", written):
        return written
    raise Fault(f"{shown(value)} is no country code", 'write "FR"')


@described(type="array", items={"type": "string"})
def countries(value: object) -> list[str]:
    """Countries, the most relevant first (PLT-6)."""
    return [country(one).lower() for one in _listed(value, '["fr", "be"]')]


@described(type="string", pattern="^[a-z]+/")
def media_type(value: object) -> str:
    """A MIME type (RSS-76)."""
    written = text(255)(value)
    if _MIME.fullmatch(written):
        return written
    raise Fault(f"{shown(value)} is no media type", 'write "audio/opus"')


@described(type="string", pattern="^[0-9.]+ ?/ ?[0-9.]+$")
def aspect_ratio(value: object) -> str:
    """Width to height (podcast:image)."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?/ ?(\d+(?:\.\d+)?)", text()(value), re.A)
    if match and float(match.group(1)) and float(match.group(2)):
        return "/".join(match.groups())
    raise Fault(f"{shown(value)} is no ratio", 'write "16/9"')


@described(type="string")
def picture(value: object) -> str:
    """A picture's web address, or the path of one in the project (podcast:image)."""
    written = text()(value)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", written):
        return web_address(written)
    if written.lower().endswith(ARTWORK_SUFFIXES) and not written.startswith("/"):
        return written
    fix = 'write "https://…/banner.jpg", or the path of a JPEG or PNG: "banner.jpg"'
    raise Fault(f"{shown(value)} is neither a web address nor a picture of the project", fix)


@described(type="string")
def address(value: object) -> str:
    """An absolute address of any scheme: https:, ipfs:, nostr:, …"""
    written = text()(value)
    if re.match(r"https?:", written):
        return web_address(written)
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:[\x21-\x7e]+", written) and not re.search(
        r'[<>"{}|\\^`]', written
    ):
        return written
    raise Fault(f"{shown(value)} is no address", 'write "https://…", "magnet:…" or "ipfs://…"')


@described(type="string")
def host_name(value: object) -> str:
    """A server's full name (podcast:chat)."""
    written = text(253)(value)
    if re.fullmatch(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}", written):
        return written
    raise Fault(f"{shown(value)} is no server's name", 'write "matrix.example.org"')


@described(
    anyOf=[
        {"type": "string"},
        {
            "type": "object",
            "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
            "required": ["name", "url"],
            "additionalProperties": False,
        },
    ]
)
def license_(value: object) -> dict[str, str]:
    """A licence of the list, or another's name with its address (P20-LIC-1)."""
    written = value if isinstance(value, dict) else {"name": value}
    fix = f'write one of {", ".join(LICENSES)}, or {{ name = "…", url = "https://…" }}'
    if "name" not in written or set(written) - {"name", "url"}:
        raise Fault(f"{shown(value)} is no license", fix)
    name = text(128)(written["name"])
    known = next((k for k in LICENSES if k.lower() == name.lower()), None)
    if "url" in written:
        return {"name": known or name, "url": web_address(written["url"])}
    if known:
        return {"name": known}
    raise Fault(f"{shown(name)} is not in the list of licenses and has no url", fix)


@described(type="array", items={"anyOf": [{"type": "string"}, {"type": "object"}]})
def keywords(value: object) -> list[dict[str, str]]:
    """Words it is filed under; `{ name, domain }` names the list that a word is from (RSS-88)."""
    read = []
    for one in _listed(value, '["eau", "villes"]'):
        table = one if isinstance(one, dict) else {"name": one}
        if "name" not in table or set(table) - {"name", "domain"}:
            raise Fault(
                f"{shown(one)} is no keyword", 'write "eau" or { name = "…", domain = "…" }'
            )
        read.append({name: text(255)(word) for name, word in table.items()})
    return read


@described(type="object", additionalProperties={"type": "boolean"})
def blocked(value: object) -> dict[str, bool]:
    """Which services may not take the show in; `all` stands for every other one (P20-BLK)."""
    if not isinstance(value, dict) or not value:
        raise Fault(f"{shown(value)} is no table of services", "write google = true below it")
    for name in value:
        if not _SLUG.fullmatch(name):
            raise Fault(f"{shown(name)} is no service", "write its short name: apple, spotify, …")
    return {name: boolean(flag) for name, flag in value.items()}


@described(type="array", items={"type": "string"})
def web_addresses(value: object) -> list[str]:
    """Several web addresses."""
    return [web_address(one) for one in _listed(value, '["https://hub.example.org/"]')]


@described(type="array", items={"type": "integer", "minimum": 0, "maximum": 23})
def hours(value: object) -> list[int]:
    """Hours of the day in universal time, each once (RSS-55)."""
    read = [whole_number(one) for one in _listed(value, "[0, 1, 2]")]
    if max(read) < 24 and len(set(read)) == len(read):
        return read
    raise Fault(f"{shown(value)} are no hours of one day", "write each of 0 to 23 at most once")


@described(type="array", items={"enum": list(_DAYS)})
def weekdays(value: object) -> list[str]:
    """Days of the week in English, each once (RSS-55)."""
    read = [str(one_of(*_DAYS)(one)) for one in _listed(value, '["Saturday", "Sunday"]')]
    if len(set(read)) == len(read):
        return read
    raise Fault(f"{shown(value)} names a day twice", "name it once")


@described(type="string")
def rrule(value: object) -> str:
    """A rule of recurrence by RFC 5545 (P20-UF)."""
    written = text(255)(value).removeprefix("RRULE:")
    fault = recurrence_fault(written)
    if fault:
        raise Fault(f"{shown(value)} {fault}", 'write "FREQ=WEEKLY;BYDAY=MO"')
    return written


@described(type="string", format="date-time")
def any_moment(value: object) -> datetime:
    """A date with a time and its distance from universal time; unlike `moment` far in the future
    or in the past as well."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(microsecond=0)
    raise Fault(f"{shown(value)} is no date and time", "write 2024-01-31T08:00:00+01:00")


def _listed(value: object, example: str) -> list[Any]:
    if isinstance(value, list) and value:
        return value
    raise Fault(f"{shown(value)} is no list", f"write {example}")


def either(values: Mapping[str, Any], one: str, other: str) -> None:
    """One of two keys must be there, not both; raises Fault."""
    if (one in values) == (other in values):
        fact = "both" if one in values else "neither"
        raise Fault(f"has {fact} {one} and {other}", f"write one of them, {one} or {other}")
