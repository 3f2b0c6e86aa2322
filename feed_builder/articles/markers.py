"""The lines of an article that say "here one can listen", and what they announce."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from feed_builder.articles.blocks import one_line
from feed_builder.articles.durations import find_duration
from feed_builder.articles.folding import Folded, fold, plain
from feed_builder.articles.names import Heard, NamedPerson, name_end, parse_people, trimmed
from feed_builder.articles.wordings import WORDINGS, Wording
from feed_builder.text import folded, words

RecordingKind = Literal["interview", "full_recording"]
# A longer line is a paragraph that begins like a marker.
MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A line that announces a recording.

    `text` is the line as the article has it, without its emphasis; `said` what it announces,
    without verb, duration and closing colon; `thing` the word for what was recorded.
    """

    kind: RecordingKind
    text: str
    said: str
    thing: str
    language: str
    guests: tuple[NamedPerson, ...]
    hosts: tuple[NamedPerson, ...]
    duration_s: int | None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """A row's patterns, made once. Each begins at a line's beginning."""

    language: str
    opening: re.Pattern[str]
    noun: re.Pattern[str]
    interview: re.Pattern[str]
    recording: re.Pattern[str]
    name: re.Pattern[str]
    label: re.Pattern[str]


# What may stand before the words: icons, list marks, a word in brackets ("[AUDIO]").
_BEFORE = r"[^\w(]{0,12}(?:[(\[]?(?:audio|podcast|video|son)[)\]]?\s?[:.|>-]?\s?)?"
_END = r"(?=\W|$)"


@cache
def _patterns() -> tuple[_Patterns, ...]:
    return tuple(_compiled(row) for row in WORDINGS)


def _compiled(row: Wording) -> _Patterns:
    verb = (
        rf"{_BEFORE}(?:(?:{row.verbs})|(?P<soft>{row.soft_verbs})){_END}"
        rf"(?: (?:{row.fillers}){_END})?\s?(?P<colon>[:-]\s?|,\s?)?"
    )
    noun = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<thing>{row.interviews}){_END}"
    some = rf"(?: (?:{row.qualifiers}){_END})?"
    whole = rf"(?:{row.articles})?(?P<whole>{row.wholes}){_END}"
    thing = rf"(?:{row.articles})?(?:{row.adjectives})?(?P<thing>{row.things}){_END}"
    return _Patterns(
        row.language,
        re.compile(rf"{_BEFORE}(?:{row.verbs}|{row.soft_verbs}|{row.labels}){_END}"),
        re.compile(rf"\b(?:{row.interviews}){_END}"),
        re.compile(
            rf"{verb}(?P<said>(?:{whole} (?:{row.of}))?{noun}{some})\s?"
            rf"(?:(?P<link>{row.links})|(?=[:.(\[-]|$))"
        ),
        re.compile(rf"{verb}(?P<said>(?:{whole}\s?(?:{row.of})?)?(?:{thing})?)"),
        re.compile(rf"{verb}(?P<said>)"),
        re.compile(rf"{_BEFORE}(?P<said>(?P<thing>{row.labels}){some})\s?(?P<link>{row.links})"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line that may be a marker. `closed` tells that it ends as an announcement does."""

    shown: str
    view: Folded
    marker: str
    duration_s: int | None
    closed: bool

    def after(self, place: int) -> str:
        """What stands after the folded line's `place`, as the article has it."""
        return self.shown[self.view.place(place) :]


_WITH = re.compile(r"(?:^|\s)(?:avec|with|mit|con|met|com)\s")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]{0,2}\s+([^\W\d_])")
_ABBREVIATIONS = frozenset(
    words(
        "mm mme mmes mr mrs ms dr drs pr prof st ste jr sr sra mgr gen col lt cap inc ltd co no "
        "vol env ca approx min sek std dhr mevr sig dott"
    )
)
_POSSESSIVE = re.compile(r"(?:(?<=\w)['’]s|(?<=s)['’])\s(?P<own>[\w-]+(?:\s[\w-]+)?)")
# What sends the reader to the player says nothing of the guest.
_WAY_TO_PLAYER = re.compile(
    r"[\s,]\s?(?:(?:en )?cliqu(?:ez|ant) (?:ici|ci-dessous|sur le lecteur)|ci-dessous|ci-contre|"
    r"ici|en podcast|click (?:here|below)|below|here|hier|aqui|hier anhoren)\s?[.:]?\s?$"
)
_EXERCISE = re.compile(
    r"\b(?:et|puis|and|then|e|und|y|en) (?:repond|complet|remplis|coche|answer|fill|tick|choose|"
    r"match |rispond|scegli|antwort|beantwoord|respond|conteste)"
)
_TITLE_WORDS = frozenset(
    words("le la les l un une the a an der die das el los las il gli de het o os")
)


# Each stage of the finder asks again; one article's lines are remembered from one to the next.
@lru_cache(maxsize=4096)
def find_marker(text: str) -> Marker | None:
    """The marker that `text`, one paragraph or heading, is; None where it is something else."""
    if not text or len(text) > 2 * MOST_CHARACTERS or not _may_open(text):
        return None
    line = _line(plain(one_line(text)))
    if len(line.shown) > MOST_CHARACTERS or is_several_sentences(line.shown):
        return None
    opening = (row for row in _patterns() if row.opening.match(line.view.text))
    found = (_marker(line, patterns) for patterns in opening)
    return next((marker for marker in found if marker), None)


@cache
def _openings() -> re.Pattern[str]:
    rows = "|".join(f"{row.verbs}|{row.soft_verbs}|{row.labels}" for row in WORDINGS)
    return re.compile(rf"{_BEFORE}(?:{rows}){_END}")


def _may_open(text: str) -> bool:
    """Whether a line begins with one of the words that a marker begins with."""
    return _openings().match(fold(text[:60]).text) is not None


def _line(shown: str) -> _Line:
    duration = find_duration(shown)
    rest = shown if duration is None else _cut(shown, duration.start, duration.end)
    way = _WAY_TO_PLAYER.search(fold(rest).text, max(0, len(rest) - 60))
    if way:
        rest = rest[: fold(rest).place(way.start())]
    return _Line(
        shown=rest,
        view=fold(rest),
        marker=shown,
        duration_s=duration.seconds if duration else None,
        closed=duration is not None or way is not None or rest.rstrip().endswith(":"),
    )


def _cut(text: str, start: int, end: int) -> str:
    before, after = text[:start], text[end:]
    return before.rstrip() + after if after[:1].isspace() or not after else before + after


def is_several_sentences(text: str) -> bool:
    """Whether a full stop stands before the end of `text`; that of an abbreviation is none."""
    return any(
        match.group(1).isupper() and not _is_abbreviation(text[: match.start()])
        for match in _SENTENCE_END.finditer(text)
    )


def _is_abbreviation(before: str) -> bool:
    last = folded(before[-12:].rpartition(" ")[2]).strip(".-(")
    return len(last.rpartition(".")[2]) < 2 or last in _ABBREVIATIONS


def _marker(line: _Line, patterns: _Patterns) -> Marker | None:
    for form in (_interview, _recording, _bare_name, _label):
        marker = form(line, patterns)
        if marker:
            return marker
    return None


def _interview(line: _Line, patterns: _Patterns) -> Marker | None:
    """ "Listen to the interview with …", or without a name at the line's end."""
    match = patterns.interview.match(line.view.text)
    if not match or _EXERCISE.search(line.view.text):
        return None
    rest = line.after(match.end())
    heard = parse_people(rest) if match["link"] else Heard()
    if not heard.guests and not _may_be_nameless(match, line, trimmed(rest)):
        return None
    return _made("interview", line, patterns, match, heard)


def _may_be_nameless(match: re.Match[str], line: _Line, rest: str) -> bool:
    if match["whole"] or match["soft"] or match["thing"].endswith("s"):
        return False
    if not rest.strip("."):
        return True
    return line.closed and bool(match["link"]) and match["link"][0] not in ":-"


def _recording(line: _Line, patterns: _Patterns) -> Marker | None:
    """ "Listen to the full recording …", "… to the debate"."""
    match = patterns.recording.match(line.view.text)
    if not match or not (match["whole"] or match["thing"]):
        return None
    if match["soft"] and not (match["whole"] or line.duration_s):
        return None
    if not match["whole"] and not line.closed and line.shown.endswith("."):
        return None
    guests = _WITH.search(line.view.text, match.end())
    heard = parse_people(line.after(guests.end())) if guests else Heard()
    return _made("full_recording", line, patterns, match, heard)


def _bare_name(line: _Line, patterns: _Patterns) -> Marker | None:
    """ "Listen to Jane Doe, mayor:" and "Listen: Jane Doe, mayor"."""
    match = patterns.name.match(line.view.text)
    if not match or match["soft"]:
        return None
    rest = line.after(match.end())
    possessive = _POSSESSIVE.search(rest)
    if possessive and patterns.noun.search(fold(possessive["own"]).text):
        rest = rest[: possessive.start()]
    heard = parse_people(rest)
    if not _is_name(rest[: name_end(rest)]) and not (line.duration_s and heard.guests):
        return None
    plainly = line.closed and not match["colon"]
    if not plainly and not any(p.role or p.name != p.display_name for p in heard.guests):
        return None
    return _made("interview", line, patterns, match, heard)


def _is_name(text: str) -> bool:
    found = words(text)
    return len(text.split()) > 1 and bool(found) and found[0] not in _TITLE_WORDS


def _label(line: _Line, patterns: _Patterns) -> Marker | None:
    """ "Interview with Jane Doe (12 min)": only a stated duration tells it from a heading."""
    match = patterns.label.match(line.view.text)
    if not match or line.duration_s is None:
        return None
    rest = line.after(match.end())
    if not _is_name(rest[: name_end(rest)]):
        return None
    return _made("interview", line, patterns, match, parse_people(rest))


def _made(
    kind: RecordingKind, line: _Line, patterns: _Patterns, match: re.Match[str], heard: Heard
) -> Marker:
    said = trimmed(line.after(match.start("said")))
    groups = match.groupdict()
    return Marker(
        kind=kind,
        text=line.marker,
        said=said,
        thing=groups.get("thing") or _first_words(line.after(match.end())),
        language=patterns.language,
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=line.duration_s,
    )


def _first_words(text: str) -> str:
    return " ".join(words(text)[:4])


@cache
def _labels() -> re.Pattern[str]:
    labels = "|".join(f"{row.labels}|{row.interviews}|{row.verbs}" for row in WORDINGS)
    return re.compile(rf"\W{{0,6}}(?:l'|les? |la |the |our |nos |notre )?(?:{labels})\s?\W{{0,4}}")


def is_label(text: str) -> bool:
    """Whether a line only says that something can be heard below ("À écouter :", "Podcast")."""
    return len(text) <= 40 and _labels().fullmatch(fold(plain(text)).text) is not None


def examples() -> str:
    """A line to add, for each language that is most asked for; for error messages."""
    return " or ".join(f"“{row.example}”" for row in WORDINGS[:2])
