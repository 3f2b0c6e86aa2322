"""A value of a feed as the forms look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from feed_builder.check.dates import Problem
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A text without white space around it, the moment of the check, and how its feed escapes.

    `hexadecimal` tells whether the lines that the value stands on hold references like &#x26;.
    """

    text: str
    now: datetime
    hexadecimal: Callable[[], bool] = lambda: False


Form = Callable[[Value], Iterator[Problem]]
"""Yields what is wrong with a value."""
