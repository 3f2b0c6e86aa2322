"""Transcripts as plain text: paragraphs, perhaps with the time and the speaker before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from feed_builder.speech import Cue
from feed_builder.transcripts.parsed import Parsed, broken, parsed, plain

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)(?:[.,](\d{1,3}))?"
# "[00:01:02] Bonjour", "(1:02) Bonjour", "00:01:02 - Bonjour".
_BEFORE = re.compile(rf"[\[(]?{_TIME}[\])]?(?:\s*[-–—])?(?:\s+|$)")
_ALONE = re.compile(rf"[\[(]?{_TIME}[\])]?")
# "Anne Martin  0:05" or "Anne Martin (00:05):", with what she says in the lines below.
_HEAD = re.compile(rf"([^\d.!?\[(][^.!?\[(]{{0,60}}?)\s{{1,20}}[\[(]?{_TIME}[\])]?\s*:?")

Numbered = tuple[int | None, Cue]


def read_text(text: str) -> Parsed:
    """Paragraphs between empty lines; lines, where there is no empty one."""
    paragraphs = list(_paragraphs(text))
    if not paragraphs:
        return broken(None, "is empty: it holds no words", "write the transcript into it")
    return parsed(with_marks([(line, _cue(lines)) for line, lines in paragraphs]))


def with_marks(numbered: Sequence[Numbered]) -> Iterable[Numbered]:
    """Cues whose texts begin with their times, told apart: if the first one does.

    Elsewhere "12:30" in front of a paragraph is what somebody says.
    """
    if not numbered or not _BEFORE.match(numbered[0][1].text):
        return numbered
    return [(line, _without_mark(cue)) for line, cue in numbered]


def moment(text: str) -> float | None:
    """The seconds that a time such as "1:02" stands for."""
    found = _ALONE.fullmatch(text.strip())
    return _seconds(found.groups(default="0")) if found else None


def _without_mark(cue: Cue) -> Cue:
    mark = _BEFORE.match(cue.text)
    if mark is None or cue.start_s is not None:
        return cue
    return replace(cue, start_s=_seconds(mark.groups(default="0")), text=cue.text[mark.end() :])


def _cue(lines: Sequence[str]) -> Cue:
    head = _HEAD.fullmatch(plain(lines[0])) if len(lines) > 1 else None
    if head is None:
        return Cue(None, None, plain("\n".join(lines)))
    name, *time = head.groups(default="0")
    return Cue(_seconds(time), None, plain("\n".join(lines[1:])), name)


def _seconds(parts: Sequence[str]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each paragraph and the number of the first."""
    lines = text.rstrip("\n").split("\n")
    by_line = all(line.strip() for line in lines)
    held: list[str] = []
    for number, line in enumerate(lines, 1):
        if held and (by_line or not line.strip()):
            yield number - len(held), held
            held = []
        if line.strip():
            held.append(line)
    if held:
        yield len(lines) + 1 - len(held), held
