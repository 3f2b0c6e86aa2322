"""WebVTT and SubRip: the forms that are made of cues with a line of times.

webvtt-py reads them; it tells no lines and leaves unreadable times out silently, so the lines of
times are looked at here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.transcripts.parsed import EXPORT_AGAIN, Fault, Parsed, broken, parsed, plain

if TYPE_CHECKING:
    from webvtt import WebVTT
    from webvtt.models import Caption

_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?$")
_ARROW = "-->"
_VTT_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_SRT_TIME = r"\d{1,3}:[0-5]?\d:[0-5]?\d[,.]\d{1,3}"
# <v Name>, <v.loud Name>: who speaks from here on (WebVTT, section 4.2.2).
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
# The other tags of WebVTT, those that SubRip borrowed from HTML, and {\an8}.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Form:
    """A line of times in one of the two forms, and how one is written."""

    times: re.Pattern[str]
    example: str


_VTT = _Form(
    re.compile(rf"[ \t]{{0,20}}{_VTT_TIME}[ \t]{{1,20}}-->[ \t]{{1,20}}{_VTT_TIME}(?:[ \t].*)?$"),
    "00:00:01.000 --> 00:00:02.500",
)
_SRT = _Form(
    re.compile(rf"[ \t]{{0,20}}{_SRT_TIME}[ \t]{{0,20}}-->[ \t]{{0,20}}{_SRT_TIME}(?:[ \t].*)?$"),
    "00:00:01,000 --> 00:00:02,500",
)


def read_vtt(text: str) -> Parsed:
    """WebVTT: its first line, then cues (W3C, section 4.1)."""
    if not _HEAD.match(text.partition("\n")[0]):
        return broken(1, "is no WebVTT: its first line is not WEBVTT", f"{EXPORT_AGAIN} as .vtt")

    def read() -> WebVTT:
        from webvtt import WebVTT

        return WebVTT.from_string(text)

    return _read(text, _VTT, read)


def read_srt(text: str) -> Parsed:
    """SubRip: numbered cards (P20-TR-4)."""

    def read() -> WebVTT:
        from webvtt import WebVTT

        return WebVTT.from_buffer(text.lstrip("\n").split("\n"), format="srt")

    return _read(text, _SRT, read)


def _read(text: str, form: _Form, read: Callable[[], WebVTT]) -> Parsed:
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    numbered = [(n, line) for n, line in enumerate(text.split("\n"), 1) if _ARROW in line]
    faults = tuple(_faults_of_lines(numbered, form))
    if faults or not numbered:
        return Parsed(faults=faults) if faults else broken(None, _no_cue(form))
    first = numbered[0][0]
    try:
        file = read()
    except (MalformedCaptionError, MalformedFileError):
        return broken(first, "is no cue: a line with its number is to stand before its times")
    captions = file.captions
    if len(captions) != len(numbered):
        return broken(
            first, "begins cues that can't be told apart", "put an empty line between them"
        )
    pairs = zip(numbered, captions, strict=True)
    cues = [(line, cue) for (line, _), caption in pairs for cue in _cues(caption)]
    return parsed(cues, notes=[plain(note) for note in file.header_comments])


def _no_cue(form: _Form) -> str:
    return f"holds no cue: no line reads {form.example}"


def _faults_of_lines(lines: Sequence[tuple[int, str]], form: _Form) -> Iterator[Fault]:
    for number, line in lines:
        if not form.times.match(line):
            shown = plain(line)[:60]
            yield Fault(number, f"{shown!r} are no times of a cue", f"write {form.example}")


def _cues(caption: Caption) -> Iterator[Cue]:
    """What each voice says in a caption: two of them may speak in one."""
    start = caption.start_time.in_milliseconds() / 1000
    end = caption.end_time.in_milliseconds() / 1000
    for speaker, text in _voices(caption.raw_text):
        yield Cue(start, end, text, speaker)


def _voices(raw: str) -> Iterator[tuple[str | None, str]]:
    before, *rest = _VOICE.split(raw)
    yield None, _text(before)
    for name, said in zip(rest[::2], rest[1::2], strict=True):
        yield _text(name) or None, _text(said)


def _text(raw: str) -> str:
    return plain(html.unescape(_TAG.sub("", raw)))
