"""A recording that is left where an article plays it."""

from __future__ import annotations

from datetime import timedelta

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A recording on the web: its address, media type, bytes, and seconds as far as known."""

    address: str
    type: str
    length: int
    seconds: float | None

    def __str__(self) -> str:
        about = f", about {timedelta(seconds=round(self.seconds))}" if self.seconds else ""
        return f"{self.type}, {self.length} bytes{about}"
