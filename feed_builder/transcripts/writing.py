"""The published forms of a transcript, all made of one list of cues.

What no library does is done here: milliseconds are rounded first, `&`, `<` and "-->" can't become
markup or a cue, and no line is empty inside a cue.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain
from textwrap import wrap
from typing import Final

from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.transcripts.automatic import has_mark
from feed_builder.transcripts.parsed import clock, milliseconds

_VTT_LINE = 65  # characters, P20-TR-3
_LONG_CUE = 240  # characters: more than anybody reads in one
_SENTENCE_END = re.compile(r"(?<=[.!?…»]) +")
_SRT_LINE, _SRT_LINES = 32, 2  # P20-TR-4
_PARAGRAPH = 600  # characters after which a new paragraph may begin
_PAUSE_S = 2.0  # a silence that ends a paragraph
_LAST_S_PER_CHARACTER = 1 / 15  # how long speech takes, where nothing says when it ends
_WORDS = {
    "fr": ("Transcription", "Transcription automatique, non relue."),
    "en": ("Transcript", "Automatic transcript, not corrected yet."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above a transcript: the episode's title, the language, who wrote it."""

    title: str
    language: str
    is_automatic: bool = False

    @property
    def notice(self) -> str | None:
        """That a machine wrote it and nobody has corrected it yet, in its own language."""
        return self._words[1] if self.is_automatic else None

    @property
    def name(self) -> str:
        """What a page with it is called."""
        return f"{self._words[0]} – {self.title}"

    @property
    def _words(self) -> tuple[str, str]:
        return _WORDS.get(self.language.partition("-")[0], _WORDS["en"])


def completed(cues: Sequence[Cue], duration_s: float | None = None) -> tuple[Cue, ...]:
    """`cues` each with an end: the next one's start, or that of the recording."""
    full = []
    for place, cue in enumerate(cues):
        start, end = cue.start_s, cue.end_s
        if start is not None and end is None:
            later = cues[place + 1].start_s if place + 1 < len(cues) else None
            spoken = start + max(1.0, len(cue.text) * _LAST_S_PER_CHARACTER)
            end = later if later is not None else min(spoken, max(start, duration_s or spoken))
        full.append(replace(cue, end_s=end))
    return tuple(full)


def write_vtt(cues: Sequence[Cue], heading: Heading) -> str:
    """WebVTT with voices (W3C; P20-TR-3, APL-58)."""
    blocks = ["WEBVTT"]
    if heading.notice:
        blocks.append(f"NOTE {heading.notice}")
    for cue in chain.from_iterable(map(_readable, cues)):
        start, end = _times(cue)
        voice = f"<v {_vtt(cue.speaker)}>" if cue.speaker else ""
        lines = [_vtt(line) for line in _wrapped(cue.text, _VTT_LINE)]
        blocks.append("\n".join([f"{clock(start)} --> {clock(end)}", voice + lines[0], *lines[1:]]))
    return "\n\n".join(blocks) + "\n"


def write_srt(cues: Sequence[Cue], heading: Heading) -> str:
    """SubRip: two short lines a card, the speaker's name where it changes (P20-TR-4)."""
    speaker: str | None = None
    cards: list[str] = []
    for cue in cues:
        named = f"{cue.speaker}: " if cue.speaker and cue.speaker != speaker else ""
        speaker = cue.speaker or speaker
        for start, end, lines in _cards(cue, named + cue.text):
            times = f"{_comma(start)} --> {_comma(end)}"
            cards.append("\n".join([str(len(cards) + 1), times, *lines]))
    return "\n\n".join(cards) + "\n"


def write_json(cues: Sequence[Cue], heading: Heading) -> str:
    """Podcasting 2.0's JSON (P20-TR-6)."""
    segments = []
    for cue in cues:
        start, end = _times(cue)
        segment = {"startTime": _rounded(start), "endTime": _rounded(end), "body": cue.text}
        segments.append({"speaker": cue.speaker, **segment} if cue.speaker else segment)
    told = {"version": "1.0.0", "segments": segments}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def write_html(cues: Sequence[Cue], heading: Heading) -> str:
    """A page to read: speakers in `cite`, times in `time`, words in `p` (P20-TR-5).

    Apps read what stands in `time`; HTML wants it said as a duration as well.
    """
    title = html.escape(heading.name)
    lines = [
        "<!doctype html>",
        f'<html lang="{html.escape(heading.language)}" dir="auto">',
        "<head>",
        '<meta charset="utf-8">',
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
    ]
    if heading.notice:
        lines.append(f"<h2>{html.escape(heading.notice)}</h2>")
    speaker: str | None = None
    for cue in paragraphs(cues):
        if cue.speaker and cue.speaker != speaker:
            lines.append(f"<cite>{html.escape(cue.speaker)}:</cite>")
        speaker = cue.speaker or speaker
        if cue.start_s is not None:
            duration = f"PT{int(cue.start_s)}S"
            lines.append(f'<time datetime="{duration}">{short_clock(cue.start_s)}</time>')
        lines.append(f"<p>{html.escape(cue.text, quote=False)}</p>")
    return "\n".join([*lines, "</main>", "</body>", "</html>", ""])


def write_text(cues: Sequence[Cue], heading: Heading) -> str:
    """Paragraphs with the speaker's name where it changes."""
    blocks = [heading.notice] if heading.notice else []
    speaker: str | None = None
    for cue in paragraphs(cues):
        named = f"{cue.speaker}: " if cue.speaker and cue.speaker != speaker else ""
        speaker = cue.speaker or speaker
        blocks.append(named + cue.text)
    return "\n\n".join(blocks) + "\n"


def is_written(content: bytes, suffix: str, cues: Sequence[Cue]) -> bool:
    """Whether `content` is this form of `cues` already, in somebody's own hand.

    Names must be those of `cues`, and JSON that of Podcasting 2.0. Pages are always written anew.
    """
    text = content.decode("utf-8-sig", errors="replace")
    names = {cue.speaker for cue in cues if cue.speaker}
    if suffix == ".json":
        return _is_podcasting(text, names)
    if has_mark(text):  # of a machine, which says what is no longer true
        return False
    if suffix == ".vtt":
        names = {_vtt(name) for name in names}
    return suffix != ".html" and all(name in text for name in names)


def _is_podcasting(text: str, names: Set[str]) -> bool:
    told = json.loads(text)
    segments = told.get("segments") if isinstance(told, dict) else None
    return (
        isinstance(segments, list)
        and isinstance(told.get("version"), str)
        and all("startTime" in segment and "body" in segment for segment in segments)
        and names <= {segment.get("speaker") for segment in segments}
    )


def paragraphs(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues put together as people read them: until another speaks, pauses, or it gets long."""
    held: Cue | None = None
    for cue in cues:
        if held and _goes_on(held, cue):
            held = replace(held, end_s=cue.end_s, text=f"{held.text} {cue.text}")
        else:
            if held:
                yield held
            held = cue
    if held:
        yield held


def _goes_on(held: Cue, cue: Cue) -> bool:
    if cue.start_s is None or held.end_s is None or cue.speaker not in (None, held.speaker):
        return False
    finished = held.text.endswith((".", "!", "?", "…", "»", '"', "”"))
    pause = cue.start_s - held.end_s
    return not finished or (pause < _PAUSE_S and len(held.text) + len(cue.text) <= _PARAGRAPH)


def short_clock(seconds: float) -> str:
    """A moment as people write it: "0:53", "1:02:03"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _readable(cue: Cue) -> Iterator[Cue]:
    """A cue that is a whole paragraph in pieces of some sentences, its time shared out."""
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(cue.text):
        if pieces and len(pieces[-1]) + len(sentence) < _LONG_CUE:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    start, end = _times(cue)
    begins = start
    for place in range(len(pieces)):
        said = sum(map(len, pieces[: place + 1])) / sum(map(len, pieces))
        ends = start + (end - start) * said
        yield replace(cue, start_s=begins, end_s=ends, text=pieces[place])
        begins = ends


def _cards(cue: Cue, text: str) -> Iterator[tuple[float, float, list[str]]]:
    """A cue's text in pieces of two lines, its time shared out by their lengths."""
    start, end = _times(cue)
    lines = _wrapped(text, _SRT_LINE)
    pieces = [lines[at : at + _SRT_LINES] for at in range(0, len(lines), _SRT_LINES)]
    total = sum(len(line) for line in lines)
    begins, said = start, 0
    for piece in pieces:
        said += sum(len(line) for line in piece)
        ends = start + (end - start) * said / total
        yield begins, ends, piece
        begins = ends


def _wrapped(text: str, width: int) -> list[str]:
    # Of white space that is no space textwrap leaves nothing.
    return wrap(text, width, break_long_words=False) or [text]


def _times(cue: Cue) -> tuple[float, float]:
    assert cue.start_s is not None
    # WebVTT wants an end after the start.
    return cue.start_s, max(cue.end_s or 0, cue.start_s + 0.001)


def _comma(seconds: float) -> str:
    return clock(seconds).replace(".", ",")


def _rounded(seconds: float) -> float:
    return milliseconds(seconds) / 1000


def _vtt(text: str | None) -> str:
    return html.escape(text or "", quote=False)


Writer = Callable[[Sequence[Cue], Heading], str]

WRITERS: Final[dict[str, Writer]] = {
    ".vtt": write_vtt,
    ".srt": write_srt,
    ".json": write_json,
    ".html": write_html,
    ".txt": write_text,
}
TIMED: Final = (".vtt", ".srt", ".json")
"""The forms that need to know when things are said."""
