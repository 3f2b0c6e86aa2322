"""Transcripts in JSON: Podcasting 2.0's, Whisper's and Podlove's segments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from feed_builder.speech import Cue
from feed_builder.text import json_fault
from feed_builder.transcripts.parsed import Fault, Parsed, broken, parsed, plain

_START = ("startTime", "start_ms", "start")
_END = ("endTime", "end_ms", "end")
_BODY = ("body", "text")
_SPEAKER = ("speaker", "voice")
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)")
_LIST = re.compile(r'"(?:segments|transcript)"\s*:\s*\[')


def read_json(text: str) -> Parsed:
    """`{"version": "1.0.0", "segments": […]}` (P20-TR-6), or such a list alone."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return broken(error.lineno, f"is no JSON: {json_fault(error)}")
    except RecursionError:
        return broken(None, "is no JSON: too many brackets within brackets")
    listed = _listed(data)
    if not listed:
        fix = 'write {"version": "1.0.0", "segments": […]}'
        return broken(None, 'holds no list "segments"', fix)
    lines = _lines(text, len(listed))
    cues: list[tuple[int | None, Cue]] = []
    faults: list[Fault] = []
    for place, (line, segment) in enumerate(zip(lines, listed, strict=True), 1):
        try:
            cues.append((line, _cue(segment)))
        except ValueError as error:
            faults.append(
                Fault(line, f"segment {place} {error}", "write it as a number of seconds")
            )
    if not faults and not any(cue.text for _, cue in cues):
        return broken(None, 'holds no words: no segment has a "body"')
    return parsed(cues, faults)


def _listed(data: Any) -> list[Any]:
    if isinstance(data, dict):
        data = data.get("segments", data.get("transcript"))
    return data if isinstance(data, list) else []


def _cue(segment: Any) -> Cue:
    if not isinstance(segment, dict):
        raise ValueError("is no table of startTime, endTime and body")
    start = _seconds(segment, _START)
    if start is None:
        raise ValueError('has no "startTime"')
    body, speaker = _first(segment, _BODY), _first(segment, _SPEAKER)
    return Cue(
        start,
        _seconds(segment, _END),
        plain(body) if isinstance(body, str) else "",
        (plain(speaker) or None) if isinstance(speaker, str) else None,
    )


def _first(segment: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((segment[name] for name in names if segment.get(name) is not None), None)


def _seconds(segment: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    name = next((name for name in names if segment.get(name) is not None), None)
    if name is None:
        return None
    value = segment[name]
    if isinstance(value, str) and (read := _CLOCK.fullmatch(value)):
        hours, minutes, seconds = read.groups(default="0")
        value = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    # Compared before it is made a float: a whole number may be too large for that.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        raise ValueError(f"has no time in {name!r}")
    return value / 1000 if name.endswith("_ms") else float(value)


def _lines(text: str, count: int) -> list[int | None]:
    """The line that each element of the list begins at; None where that can't be told."""
    found = list(_starts(text))
    if len(found) != count:
        return [None] * count
    lines: list[int | None] = []
    line, at = 1, 0
    for start in found:
        line += text.count("\n", at, start)
        at = start
        lines.append(line)
    return lines


def _starts(text: str) -> Iterator[int]:
    named = _LIST.search(text)
    at = named.end() if named else text.find("[") + 1
    decoder = json.JSONDecoder()
    try:
        while True:
            at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip(" \t\n\r,"))
            if text[at : at + 1] in ("", "]"):
                return
            yield at
            _, at = decoder.raw_decode(text, at)
    except (ValueError, RecursionError):
        return
