"""An `AudioInfo` as JSON can say it: what a worker answers, and what a cache stores."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from feed_builder.model import AudioInfo

_MICROSECOND = timedelta(microseconds=1)


def to_dict(info: AudioInfo) -> dict[str, Any]:
    """The fields of `info`, its duration as whole microseconds so that none is lost."""
    return {
        **asdict(info),
        "duration": info.duration // _MICROSECOND,
        "warnings": list(info.warnings),
    }


def from_dict(d: dict[str, Any]) -> AudioInfo:
    """The `AudioInfo` that `to_dict` was given.

    Raises KeyError or TypeError for a dict with other keys, such as an older version's.
    """
    return AudioInfo(
        **{
            **d,
            "duration": timedelta(microseconds=d["duration"]),
            "warnings": tuple(d["warnings"]),
        }
    )
