"""Numbers, times and answers as attributes write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import overload


@overload
def seconds(span: timedelta) -> str: ...


@overload
def seconds(span: timedelta | None) -> str | None: ...


def seconds(span: timedelta | None) -> str | None:
    """A span in seconds, with as many decimals as it has: "73.5"."""
    return None if span is None else number(span.total_seconds())


@overload
def number(value: float) -> str: ...


@overload
def number(value: float | None) -> str | None: ...


def number(value: float | None) -> str | None:
    """A number in plain decimals, never as 5e-08."""
    if value is None:
        return None
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def boolean(value: bool | None) -> str | None:
    """`true` or `false`; nothing for no answer."""
    return None if value is None else str(value).lower()


def iso(moment: datetime) -> str:
    """A moment by ISO 8601, in universal time."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def clock(span: timedelta) -> str:
    """A place in a recording as Podlove's chapters write it: "00:01:13.500" (PSC-3)."""
    milliseconds = round(span / timedelta(milliseconds=1))
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:03}"
