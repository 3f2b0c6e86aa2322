"""Whether a transcript is what its name says, before it is published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from feed_builder.files import read_regular

_LONGEST = 1_000_000  # seconds, more than a week: nothing that is heard begins later
_EXPORT = "export it again"
_VTT_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?$")
_VTT_TIMES = re.compile(r"^(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->", re.M)
_SRT_TIMES = re.compile(r"^\d{1,3}:[0-5]\d:[0-5]\d[,.]\d{1,3}[ \t]+-->", re.M)


def check_vtt(path: Path) -> None:
    """WebVTT: its first line, and at least one cue; raises ValueError."""
    text = _text(path)
    if not _VTT_HEAD.match(text.partition("\n")[0].rstrip("\r")):
        raise ValueError(f"is no WebVTT: its first line is not WEBVTT ({_EXPORT} as .vtt)")
    if not _VTT_TIMES.search(text):
        raise ValueError(f"holds no cue: no line reads 00:00.000 --> 00:02.000 ({_EXPORT})")


def check_srt(path: Path) -> None:
    """SubRip: at least one cue; raises ValueError."""
    if not _SRT_TIMES.search(_text(path)):
        raise ValueError(f"holds no cue: no line reads 00:00:00,000 --> 00:00:02,000 ({_EXPORT})")


def check_text(path: Path) -> None:
    """Plain text or HTML: not empty; raises ValueError."""
    if not _text(path).strip():
        raise ValueError("is empty (write the transcript into it, or delete the file)")


def check_json(path: Path) -> None:
    """A transcript (P20-TR-6), in order of time; raises ValueError."""
    kind = "segments"
    data = _json(path)
    listed = data.get(kind) if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError(f'holds no list "{kind}" (write {{"version": "1.2.0", "{kind}": […]}})')
    if not isinstance(data.get("version"), str):
        raise ValueError(f'does not say its version (write "version": "1.2.0" before "{kind}")')
    times = [_start(one, place, kind) for place, one in enumerate(listed, 1)]
    if times != sorted(times):
        raise ValueError(f"has {kind} that are not in order of time (sort them by startTime)")


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg}, line {error.lineno} ({_EXPORT})") from error
    except RecursionError:
        raise ValueError(f"is no JSON: too many brackets within brackets ({_EXPORT})") from None


def _start(one: object, place: int, kind: str) -> float:
    time = one.get("startTime") if isinstance(one, dict) else None
    if isinstance(time, bool) or not isinstance(time, (int, float)):
        time = -1
    # Compared before it is made a float: a whole number may be too large for that.
    if 0 <= time <= _LONGEST:
        return float(time)
    raise ValueError(f'has no "startTime" in {kind}, number {place} (write it in seconds)')


def _text(path: Path) -> str:
    content = read_regular(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"is no UTF-8 text, line {line} (save it again as UTF-8)") from error


CHECKS: Mapping[str, Callable[[Path], None]] = {
    ".vtt": check_vtt,
    ".srt": check_srt,
    ".txt": check_text,
    ".html": check_text,
    ".json": check_json,
}
