"""Rules about transcripts and chapters in files of their own (P20-TR, P20-CH)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from feed_builder.check.dates import Problem
from feed_builder.check.hypertext import tags_in
from feed_builder.check.rule import rule, shown
from feed_builder.text import json_fault

_VTT_LINE, _SRT_LINE, _SRT_LINES, _TITLE = 65, 32, 2, 45
_TIMING = re.compile(r"[\d:.,][ \t]{0,20}-->[ \t]{0,20}[\d:.,]")
_SHORT = 600.0


def transcript_problems(text: str, type_: str) -> Iterator[Problem]:
    """What is wrong with a transcript of this media type."""
    kind = type_.partition(";")[0].strip().lower()
    if kind == "text/vtt":
        yield from _vtt(text)
    elif kind in ("application/x-subrip", "application/srt"):
        yield from _srt(text)
    elif kind == "text/html":
        yield from _html(text)
    elif kind == "application/json":
        yield from _json(text)


def _vtt(text: str) -> Iterator[Problem]:
    if not text.lstrip("\ufeff").startswith("WEBVTT"):
        yield "transcript-vtt", "does not begin with WEBVTT", "write it in the first line"
        return
    cues = [cue for cue in re.split(r"\n\s*\n", text) if "-->" in cue]
    lines = [line for cue in cues for line in cue.split("\n") if not _TIMING.search(line)]
    long = [line for line in lines if len(re.sub(r"<[^>]*>", "", line)) > _VTT_LINE]
    if long:
        fact = f"has {len(long):,} lines of more than {_VTT_LINE} characters: {shown(long[0], 40)}"
        yield "transcript-lines", fact, f"break them at {_VTT_LINE}"


def _srt(text: str) -> Iterator[Problem]:
    cards = [card.split("\n") for card in re.split(r"\n\s*\n", text.strip()) if "-->" in card]
    texts = [[line for line in card if line.strip()][2:] for card in cards]
    long = [lines for lines in texts if len(lines) > _SRT_LINES]
    wide = [line for lines in texts for line in lines if len(line.strip()) > _SRT_LINE]
    if not cards:
        yield "transcript-srt", "holds no card with a time", "write it as SubRip"
    elif long or wide:
        fact = f"has {len(long):,} cards of more than {_SRT_LINES} lines"
        fact += f", {len(wide):,} lines of more than {_SRT_LINE} characters"
        yield "transcript-cards", fact, "two lines of 32 characters fit on every screen"


def _html(text: str) -> Iterator[Problem]:
    if not tags_in(text) & {"cite", "time"}:
        fix = "write <cite>Name:</cite><time>0:00</time><p>…</p>"
        yield "transcript-html", "names neither speakers nor times", fix


def _json(text: str) -> Iterator[Problem]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield (
            "transcript-json",
            f"is no JSON: {json_fault(error)}",
            "mend the program that writes it",
        )
        return
    segments = told.get("segments") if isinstance(told, dict) else None
    if not isinstance(segments, list) or "version" not in told:
        yield (
            "transcript-json",
            "has no version and no list of segments",
            'write "version": "1.0.0"',
        )
    elif not all(isinstance(s, dict) and {"startTime", "body"} <= s.keys() for s in segments):
        yield "transcript-json", "has segments without startTime or body", "write both"


def chapters_problems(text: str, duration: float | None) -> Iterator[Problem]:
    """What is wrong with a file of chapters; `duration` is that of the recording in seconds."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield "chapters-file", f"is no JSON: {json_fault(error)}", "mend the program that writes it"
        return
    listed = told.get("chapters") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not isinstance(told.get("version"), str):
        yield "chapters-file", "has no version and no list of chapters", 'write "version": "1.2.0"'
        return
    starts = [c.get("startTime") if isinstance(c, dict) else None for c in listed]
    numbers = [s for s in starts if isinstance(s, int | float) and not isinstance(s, bool)]
    if len(numbers) < len(starts):
        yield "chapters-file", "has a chapter without a startTime in seconds", "write startTime: 0"
    elif any(one > other for one, other in pairwise(numbers)):
        yield "chapters-file", "does not ascend", "list chapters by their start"
    else:
        yield from _advice(listed, numbers, duration)


def chapters_differ(text: str, simple: tuple[float, ...]) -> Iterator[Problem]:
    """Whether the chapters in the feed are others than those in the file (PSC-5)."""
    try:
        listed = json.loads(text)["chapters"]
        starts = [float(c["startTime"]) for c in listed if c.get("toc") is not False]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    if simple and (
        len(starts) != len(simple)
        or any(abs(one - other) > 1 for one, other in zip(starts, simple, strict=True))
    ):
        fact = f"lists {len(starts)} chapters, psc:chapters {len(simple)} or at other times"
        yield "chapters-agree", fact, "make all forms of one list: apps merge them"


def _advice(
    listed: list[dict[str, Any]], starts: list[float], duration: float | None
) -> Iterator[Problem]:
    seen = [chapter for chapter in listed if chapter.get("toc") is not False]
    if any(not str(chapter.get("title") or "").strip() for chapter in seen):
        yield "chapters-titles", "has chapters without a title", "Apple shows titles alone"
    elif any(len(str(chapter["title"])) > _TITLE for chapter in seen):
        yield "chapters-titles", f"has titles of more than {_TITLE} characters", "shorten them"
    if starts and starts[0] != 0:
        yield "chapters-start", f"begins at {starts[0]:g} s", "let the first begin at 0"
    if any(start != int(start) for start in starts):
        yield "chapters-start", "has starts between seconds", "AntennaPod reads whole ones"
    if duration and duration > _SHORT and len(starts) > 6 * max(duration / 3600, 0.5) * 3:
        fact = f"has {len(starts)} chapters in {duration / 60:.0f} minutes"
        yield "chapters-dense", fact, "Apple advises six an hour"


SIDECAR_RULES = (
    rule("transcript-vtt", "warning", "A WebVTT file is one.", "P20-TR-3 APL-57"),
    rule("transcript-lines", "hint", "Lines of WebVTT have at most 65 characters.", "P20-TR-3"),
    rule("transcript-srt", "warning", "A SubRip file is one.", "P20-TR-4"),
    rule("transcript-cards", "hint", "Cards of SubRip have two lines of 32 characters.", "P20-TR-4"),
    rule("transcript-html", "hint", "A transcript in HTML names speakers and times.", "P20-TR-5"),
    rule("transcript-json", "warning", "A transcript in JSON has its form.", "P20-TR-6"),
    rule("chapters-file", "warning", "A file of chapters has its form, and ascends.", "P20-CH-1 P20-CH-2"),
    rule("chapters-titles", "hint", "Chapters have short titles.", "P20-CH-4 APL-62"),
    rule("chapters-start", "hint", "Chapters begin at 0, and at whole seconds.", "P20-CH-4"),
    rule("chapters-agree", "hint", "All forms of chapters say the same.", "PSC-5"),
    rule("chapters-dense", "hint", "Chapters are few.", "APL-63"),
)  # fmt: skip
