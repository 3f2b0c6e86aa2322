"""A recording that stays where it is: `audio = "https://…"`, and what is known of it.

The facts lie in a file beside the episode, `NN-name.audio.json`, so that builds work offline:
`{"url", "type", "length" (bytes), "duration" (seconds), "etag"}`. They hold as long as the address
is the one in the front matter, and the server gives the same length and ETag.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from feed_builder.files import Unreadable, read_regular
from feed_builder.model import AudioInfo
from feed_builder.read.media import FileFacts

_SUFFIXES = {
    "audio/mpeg": ".mp3",
    "audio/x-m4a": ".m4a",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/opus": ".opus",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "audio/aac": ".aac",
    "video/mp4": ".mp4",
}
_TYPE = re.compile(r"(?:audio|video)/[a-z0-9.+-]{1,60}")


def read_remote(path: Path) -> FileFacts:
    """The facts in a file beside an episode, or why it can't be used."""
    try:
        told = json.loads(read_regular(path))
        length, duration = int(told["length"]), float(told["duration"])
        type, url = str(told["type"]), str(told["url"])
        if length <= 0 or not 0 < duration < 10_000_000 or not _TYPE.fullmatch(type):
            raise ValueError("a value is out of range")
    except Unreadable as error:
        return FileFacts(error=str(error))
    except (ValueError, TypeError, KeyError, RecursionError):
        return FileFacts(
            error="does not say url, type, length and duration (delete it; the next build asks)"
        )
    info = AudioInfo(
        type=type,
        suffix=_SUFFIXES.get(type, ".mp3"),
        length=length,
        duration=timedelta(seconds=duration),
    )
    return FileFacts(audio=info, url=url)


def to_bytes(url: str, type: str, length: int, duration: float, etag: str | None = None) -> bytes:
    """The file for a recording at `url`; `etag` changes when it does."""
    told: dict[str, Any] = {"url": url, "type": type, "length": length, "duration": duration}
    if etag:
        told["etag"] = etag
    return json.dumps(told, indent=2).encode() + b"\n"


def kept_state(path: Path) -> tuple[str, int, str | None] | None:
    """Address, length and ETag of the recording that the file at `path` is about."""
    try:
        told = json.loads(read_regular(path))
        return str(told["url"]), int(told["length"]), told.get("etag")
    except (Unreadable, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
