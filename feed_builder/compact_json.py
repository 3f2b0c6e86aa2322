"""JSON on one line, read and written by orjson: between builds, between processes, in pages.

It takes a third of the standard library's time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import orjson


def decoded(content: bytes) -> Any:
    """The value that `content` holds. Raises ValueError, or RecursionError, where it is no JSON."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:  # a file's name may be no UTF-8
        return json.loads(content)


def encoded(value: object, default: Callable[[object], object] | None = None) -> bytes:
    """`value` on one line; `default` gives another value for one of a type that JSON has not.

    Raises TypeError where that is not given.
    """
    try:
        return orjson.dumps(value, default, orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError:  # a file's name that is no UTF-8, a number of more than 64 bits
        return json.dumps(value, separators=(",", ":"), default=default).encode("ascii")
