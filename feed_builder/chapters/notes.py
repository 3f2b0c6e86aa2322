"""Times in show notes: lines that are chapters, and moments that become links.

`00:12:34 Title` at the start of a line is the one form of chapters that every large app reads
(PLT-52, APL-61). A line without hours may be a programme of the day ("09:00 Accueil"), so such
lines are chapters only if the first of them is 0:00, as apps ask for anyway.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from feed_builder.chapters.entries import entry
from feed_builder.chapters.times import moment
from feed_builder.model import Chapter

_TIME: Final = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d(?:\.\d{1,3})?"
_FULL_TIME: Final = r"\d{1,2}:[0-5]\d:[0-5]\d(?:\.\d{1,3})?"
_MARKER: Final = r"[ \t]{0,8}(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?"
_LINE = re.compile(
    rf"^{_MARKER}[\[(*_`]{{0,3}}({_TIME})[\])*_`]{{0,3}}[ \t\u00a0\u202f]*(?:[-–—:|→][ \t\u00a0]*)?"
    r"(?<=[^\w.:])([^\s\d:.,][^\n]*?|\d[^\n]*?[^\W\d][^\n]*?)[ \t\r]*$",
    re.MULTILINE,
)
# Without the digit before the colon, so that it is looked for as fast as a single letter is.
_MAYBE = re.compile(rb":[0-5]\d")
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(\s{0,20}<?([^()\s<>]{0,2000})>?(?:\s[^()]{0,500})?\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1")
_TAG = re.compile(r"<[^<>]*>")
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
_FEWEST: Final = 2

# What is no text, a link as a whole among it: there no second link may begin.
_NO_TEXT = re.compile(r"<(a|code|pre)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL)
_IN_TEXT = re.compile(
    rf"(?<![\w:./,&#-])({_FULL_TIME})(?![\w:]|[./]\d)|(?<=[\[(])({_TIME})(?=[\])])"
)
_AT_START = re.compile(rf"(?:^|(?<=\n))[ \t]*({_TIME})(?![\w:]|[./]\d)")
_OPENS_LINE = re.compile(r"<(?:p|li|br|div|td|h[2-6])\b[^>]*>\s*\Z", re.DOTALL)


def chapters_in(raw: bytes) -> tuple[Chapter, ...]:
    """The chapters that the lines of some Markdown are, none where it only looks like it."""
    if not _MAYBE.search(raw):
        return ()
    found = _LINE.findall(_FENCED.sub("", raw.decode()))
    chapters = [_chapter(moment(time), text) for time, text in found]
    in_order = all(one.start < following.start for one, following in pairwise(chapters))
    sure = all(time.count(":") == 2 for time, _ in found)
    if len(chapters) < _FEWEST or not in_order or not (sure or not chapters[0].start):
        return ()
    return tuple(chapters)


def _chapter(start: timedelta | None, text: str) -> Chapter:
    assert start is not None
    link = _LINK.search(text)
    title = _TAG.sub("", _BACKSLASH.sub(r"\1", _without_emphasis(_LINK.sub(r"\1", text))))
    return entry(start, html.unescape(title), href=link.group(2) if link else None)


def _without_emphasis(text: str) -> str:
    plain = _EMPHASIS.sub(r"\2", text)
    return plain if plain == text else _without_emphasis(plain)


def in_lines(markdown: str) -> str:
    """`markdown` with each line of chapters a line of its own, as apps read them (APL-61)."""
    lines = markdown.split("\n")
    timed = [_LINE.match(line) is not None for line in lines]
    for place in range(1, len(lines)):
        if timed[place] and timed[place - 1]:
            lines[place - 1] = lines[place - 1].rstrip() + "  "
    return "\n".join(lines)


def with_links(fragment: str, page: str, duration: timedelta, *, chapters: bool) -> str:
    """Sanitised HTML in which each moment of the recording links to it, `page#t=754`.

    That is a Media Fragment (W3C, 4.2.1). Without `chapters` only times that can be nothing else
    are moments: those with hours, and those in brackets.
    """
    if not _MAYBE.search(fragment.encode()):
        return fragment
    pieces: list[str] = []
    at, opens = 0, True
    for tag in [*_NO_TEXT.finditer(fragment), None]:
        text = fragment[at : tag.start() if tag else len(fragment)]
        pieces.append(_linked(text, page, duration, chapters and opens))
        if tag:
            pieces.append(tag.group())
            opens = _OPENS_LINE.search(tag.group()) is not None or (opens and not text.strip())
            at = tag.end()
    return "".join(pieces)


def _linked(text: str, page: str, duration: timedelta, opens: bool) -> str:
    def link(found: re.Match[str]) -> str:
        written = next(group for group in found.groups() if group)
        time = moment(written)
        if time is None or time >= duration:
            return found.group()
        place = found.group().index(written)
        address = f"{html.escape(page)}#t={int(time.total_seconds())}"
        return f'{found.group()[:place]}<a href="{address}">{written}</a>'

    linked = _IN_TEXT.sub(link, text)
    return _AT_START.sub(link, linked) if opens else linked


def heard(chapters: Sequence[Chapter], duration: timedelta) -> bool:
    """Whether enough of `chapters` begin within the recording for them to be its chapters."""
    return sum(chapter.start < duration for chapter in chapters) >= _FEWEST
