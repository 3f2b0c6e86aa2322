"""Byte ranges of HTTP: which parts of a file a client asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re

_SPEC = re.compile(r"(\d*)-(\d*)")
_MOST = 64  # parts; nobody who asks for more wants to listen


class Unsatisfiable(ValueError):
    """None of the ranges asked for lies in the file."""


def wanted(header: str | None, length: int) -> list[range]:
    """The ranges that a `Range` header names in a file of `length` bytes.

    Nothing where the whole file is to be sent: without a header, or with one that is malformed.
    Raises Unsatisfiable where every range begins behind the end.
    """
    unit, _, specs = (header or "").partition("=")
    if unit.strip().lower() != "bytes" or not specs:
        return []
    read = [_SPEC.fullmatch(spec.strip()) for spec in specs.split(",") if spec.strip()]
    if not read or len(read) > _MOST or not all(read):
        return []
    asked = [_range(match.group(1), match.group(2), length) for match in read if match]
    if None in asked:
        return []
    found = [one for one in asked if one]
    if not found:
        raise Unsatisfiable
    # A client that asks for more than there is gets it once, whole (RFC 9110, 14.2).
    return found if sum(map(len, found)) <= length else []


def _range(first: str, last: str, length: int) -> range | None:
    """The bytes of one spec, none of them if they lie behind the end; None for no spec at all."""
    if not first and not last:
        return None
    if not first:
        return range(max(0, length - int(last)), length)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last), length - 1) + 1 if last else length)
