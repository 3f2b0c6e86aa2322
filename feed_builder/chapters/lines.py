"""Chapters in lines of text: mp4chaps, OGM, Audacity's labels, WebVTT, and lines in show notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from feed_builder.chapters.entries import entry, web_address
from feed_builder.chapters.times import CLOCK, moment
from feed_builder.model import Chapter

_LINE = re.compile(rf"\s*({CLOCK})\s+(\S.*?)\s*")
_WITH_LINK = re.compile(r"([^<]*(?<!\s))\s{0,20}<([^<>\s]+)>")
_OGM = re.compile(r"\s*CHAPTER(\d+)(NAME|URL)?\s*=\s*(.*?)\s*", re.IGNORECASE)
_LABEL = re.compile(r"\s*(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)\t(.*)")
_CUE = re.compile(rf"\s*({CLOCK})\s+-->\s+({CLOCK})(?:\s.*)?")
_HOW: Final = "write lines such as 00:12:34.000 Title"


def read(text: str) -> list[Chapter]:
    """The chapters in a text, in whichever of the forms it has; raises ValueError."""
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not numbered:
        raise ValueError(f"is empty ({_HOW}, or delete the file)")
    first = numbered[0][1]
    if first.startswith("WEBVTT"):
        return read_webvtt(text)
    for form, reader in ((_OGM, _ogm), (_LABEL, _labels)):
        if form.fullmatch(first):
            return reader(numbered)
    return _mp4chaps(numbered)


def _mp4chaps(numbered: list[tuple[int, str]]) -> list[Chapter]:
    """mp4v2's text, with `<address>` behind the title as Auphonic writes it."""
    chapters = []
    for number, line in numbered:
        found = _LINE.fullmatch(line)
        start = moment(found.group(1)) if found else None
        if found and start is not None:
            title, href = _split_link(found.group(2))
            chapters.append(entry(start, title, href=href))
        elif not line.lstrip().startswith("#"):
            raise ValueError(f"has no time at the start of line {number} ({_HOW})")
    if not chapters:
        raise ValueError(f"holds no chapter ({_HOW})")
    return chapters


def _split_link(title: str) -> tuple[str, str | None]:
    found = _WITH_LINK.fullmatch(title)
    if found and web_address(found.group(2)):
        return found.group(1), found.group(2)
    return title, None


def _ogm(numbered: list[tuple[int, str]]) -> list[Chapter]:
    """`CHAPTER01=00:00:00.000` and `CHAPTER01NAME=Title`, as in Vorbis comments."""
    fields: dict[str, str] = {}
    for number, line in numbered:
        found = _OGM.fullmatch(line)
        if not found:
            raise ValueError(f"has no CHAPTER01=… in line {number} ({_HOW})")
        fields[f"CHAPTER{found.group(1)}{found.group(2) or ''}".upper()] = found.group(3)
    chapters = list(vorbis(fields))
    if not chapters:
        raise ValueError(f"holds no time such as CHAPTER01=00:00:00.000 ({_HOW})")
    return chapters


def vorbis(fields: dict[str, str]) -> Iterator[Chapter]:
    """The chapters among Vorbis comments (xiph.org, Chapter Extension): names in capitals."""
    for name, value in fields.items():
        start = moment(value.strip()) if re.fullmatch(r"CHAPTER\d+", name) else None
        if start is not None:
            yield entry(start, fields.get(f"{name}NAME"), href=fields.get(f"{name}URL"))


def _labels(numbered: list[tuple[int, str]]) -> list[Chapter]:
    """Audacity's label track: start, end and title between tabs; below it, a line of pitches."""
    chapters = []
    for number, line in numbered:
        found = _LABEL.fullmatch(line)
        if found:
            start, end = moment(found.group(1)), moment(found.group(2))
            if start is None:
                raise ValueError(f"has no time that can be in line {number} (export it again)")
            chapters.append(entry(start, found.group(3), end=end))
        elif not line.startswith("\\"):
            raise ValueError(f"has no label in line {number} (export it again from Audacity)")
    return chapters


def read_webvtt(text: str) -> list[Chapter]:
    """Cues of a WebVTT file of the kind chapters (W3C WebVTT, 1.4); raises ValueError."""
    if not re.match(r"WEBVTT(?:[ \t].*)?$", text.partition("\n")[0].rstrip("\r")):
        raise ValueError("is no WebVTT: its first line is not WEBVTT (export it again as .vtt)")
    chapters = []
    for block in re.split(r"\r?\n[ \t]*\r?\n|\n\n", text):
        lines = block.splitlines()
        cue = next(((n, found) for n, line in enumerate(lines) if (found := _cue(line))), None)
        if cue:
            number, (start, end) = cue
            chapters.append(entry(start, _plain(" ".join(lines[number + 1 :])), end=end))
    if not chapters:
        raise ValueError("holds no cue: no line reads 00:00.000 --> 00:02.000 (export it again)")
    return chapters


def _cue(line: str) -> tuple[timedelta, timedelta | None] | None:
    found = _CUE.fullmatch(line)
    start = moment(found.group(1)) if found else None
    return (start, moment(found.group(2))) if found and start is not None else None


def _plain(text: str) -> str:
    """A cue's text without its tags and references."""
    import html

    return html.unescape(re.sub(r"<[^<>]*>", "", text))
