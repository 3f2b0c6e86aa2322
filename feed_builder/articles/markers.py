"""The lines of an article that say "here one can listen", and what they announce."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from feed_builder.articles.blocks import one_line
from feed_builder.articles.durations import find_duration
from feed_builder.articles.folding import Folded, fold, plain
from feed_builder.articles.forms import (
    BEFORE,
    TAIL_CHARACTERS,
    Patterns,
    any_opening,
    any_tail,
    is_on_air,
    is_read_aloud,
    labels,
    list_heads,
    patterns,
)
from feed_builder.articles.names import Heard, NamedPerson, name_end, parse_people, trimmed
from feed_builder.articles.wordings import WORDINGS
from feed_builder.text import folded, words

RecordingKind = Literal["interview", "full_recording"]
Form = Literal["announcement", "guest", "caption"]
# A longer line is a paragraph that begins like a marker.
MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A line that announces a recording.

    `text` is the line as the article has it, without its emphasis; `said` what it announces,
    without verb, duration and closing colon; `thing` the word for what was recorded. `form` tells
    how much it says: an announcement stands by itself, "Guest: …" goes with one where there is
    one, and a caption ("Interview with …") is one only beside a player.
    """

    kind: RecordingKind
    text: str
    said: str
    thing: str
    language: str
    guests: tuple[NamedPerson, ...]
    hosts: tuple[NamedPerson, ...]
    duration_s: int | None
    form: Form = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line that may be a marker. `closed` tells that it ends as an announcement does.

    `tail` is the verb that closed it, `placed` that it said where the player is.
    """

    shown: str
    view: Folded
    marker: str
    duration_s: int | None
    closed: bool
    tail: str = ""

    def after(self, place: int) -> str:
        """What stands after the folded line's `place`, as the article has it."""
        return self.shown[self.view.place(place) :]


_WITH = re.compile(r"(?:^|\s)(?:avec|with|mit|con|met|com)\s")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]{0,2}\s+([^\W\d_])")
_ABBREVIATIONS = frozenset(
    words(
        "m mm mme mmes mr mrs ms dr drs pr prof st ste jr sr sra mgr gen col lt cap capt inc ltd "
        "co no vol env ca approx min sek std dhr mevr sig dott ing dipl rev hon srta exmo exma arq "
        "dra profa avv arch geom maj sgt cdt cmdt"
    )
)
_POSSESSIVE = re.compile(r"(?:(?<=\w)['’]s|(?<=s)['’])\s(?P<own>[\w-]+(?:\s[\w-]+)?)")
# What sends the reader to the player says nothing of the guest.
_WAY_TO_PLAYER = re.compile(
    r"[\s,]\s?(?:(?:en )?cliqu(?:ez|ant) (?:ici|ci-dessous|sur le lecteur)|ci-dessous|ci-contre|"
    r"ici|en podcast|click (?:here|below)|below|here|hier|aqui|hier anhoren)\s?[.:]?\s?$"
)
_IN_FULL = re.compile(
    r"[\s,(]\s?(?:en integralite|dans son integralite|in full|in voller lange|integra(?:mente)?|"
    r"na integra|in versione integrale|in zijn geheel)[\s.:)]{0,3}$"
)
# A verb of hearing: what is only "available" may be anything.
_HEARS = re.compile(
    r"ecout|entend|listen|hear|stream|play|ho?e?r|o[iu]r|escuch|ascolt|luister|ouvi|escut|podcast|"
    r"audio"
)
_ICON = re.compile(r"^\s*[🎧🎙🎤🔊🔉🔈📻▶►⏵⏯]")
_TITLE_WORDS = frozenset(
    words("le la les l un une the a an der die das el los las il gli de het o os your our my")
)


# Each stage of the finder asks again; one article's lines are remembered from one to the next.
@lru_cache(maxsize=4096)
def find_marker(text: str) -> Marker | None:
    """The marker that `text`, one paragraph or heading, is; None where it is something else."""
    found = _find(text)
    return found if found and found.form != "caption" else None


def find_caption(text: str) -> Marker | None:
    """What a line beside a player announces, be it only "Interview with …"."""
    return _find(text)


@lru_cache(maxsize=4096)
def _find(text: str) -> Marker | None:
    if not text or len(text) > 2 * MOST_CHARACTERS or not _may_be(text):
        return None
    line = _line(plain(one_line(text)))
    if len(line.shown) > MOST_CHARACTERS or is_several_sentences(line.shown):
        return None
    if is_read_aloud(line.view.text) or is_on_air(line.view.text):
        return None
    found = (_marker(line, row) for row in patterns())
    return next((marker for marker in found if marker), None) or _icon(line)


def _may_be(text: str) -> bool:
    """Whether a line begins or ends with one of the words that a marker has there."""
    return (
        any_opening().match(fold(text[:60]).text) is not None
        or _ICON.match(text) is not None
        or any_tail().search(fold(text[-TAIL_CHARACTERS:].rstrip("*_ ")).text) is not None
    )


def _line(shown: str) -> _Line:
    duration = find_duration(shown)
    rest = shown if duration is None else _cut(shown, duration.start, duration.end)
    way = _WAY_TO_PLAYER.search(fold(rest).text, max(0, len(rest) - 60))
    kept = rest[: fold(rest).place(way.start())] if way else rest
    return _Line(
        shown=kept,
        view=fold(kept),
        marker=shown,
        duration_s=duration.seconds if duration else None,
        closed=duration is not None or way is not None or kept.rstrip().endswith(":"),
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


def _marker(line: _Line, row: Patterns) -> Marker | None:
    if row.tasks.search(line.view.text):
        return None
    if row.opening.match(line.view.text):
        found = _with_verb(_without(line, row.place), row)
        if found:
            return found
    found = _with_tail(line, row)
    if found:
        return found
    for form in (_guest_label, _label, _whole_label, _bare_label):
        marker = form(line, row)
        if marker:
            return marker
    return None


def _with_verb(line: _Line, row: Patterns) -> Marker | None:
    return (
        _interview(line, row, row.interview)
        or _recording(line, row, row.recording)
        or _bare_name(line, row, row.name)
    )


def _with_tail(line: _Line, row: Patterns) -> Marker | None:
    """A sentence with its verb at the end: "L'interview de … est à écouter ici"."""
    text = line.marker if line.duration_s is None else line.shown
    view = fold(text)
    match = row.tail.search(view.text, max(0, len(view.text) - TAIL_CHARACTERS))
    if not match:
        return None
    kept = text[: view.place(match.start())].rstrip(" ,:(|–-")
    cut = replace(line, shown=kept, view=fold(kept), closed=True, tail=match.group())
    return (
        _interview(cut, row, row.final_interview)
        or _recording(cut, row, row.final_recording)
        or _bare_name(cut, row, row.final_name)
    )


def _without(line: _Line, place: re.Pattern[str]) -> _Line:
    """`line` without the words at its end that say where the player is."""
    match = place.search(line.view.text, max(0, len(line.view.text) - 60))
    if not match or _IN_FULL.search(line.view.text):
        return line
    kept = line.shown[: line.view.place(match.start())]
    return replace(line, shown=kept, view=fold(kept), closed=True)


def _interview(line: _Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
    """ "Listen to the interview with …", or without a name at the line's end."""
    match = form.match(line.view.text)
    if not match:
        return None
    rest = _without_in_full(line.after(match.end()))
    heard = parse_people(rest) if match["link"] else Heard()
    if not heard.guests and not _may_be_nameless(match, line, trimmed(rest)):
        return None
    return _made("interview", line, row, match, heard)


def _without_in_full(text: str) -> str:
    match = _IN_FULL.search(fold(text).text)
    return text[: fold(text).place(match.start())] if match else text


_PLURALS = frozenset(words("entrevistas interviste podcasts gesprekken gesprache afleveringen"))


def _may_be_nameless(match: re.Match[str], line: _Line, rest: str) -> bool:
    thing = match["thing"]
    if match["whole"] or match["soft"] or thing.endswith("s") or thing in _PLURALS:
        return False
    if not rest.strip("."):
        return not line.tail or _HEARS.search(line.tail) is not None
    return line.closed and bool(match["link"]) and match["link"][0] not in ":-"


def _recording(line: _Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
    """ "Listen to the full recording …", "… to the debate"."""
    match = form.match(line.view.text)
    if not match or not (match["whole"] or match["thing"]):
        return None
    if match["soft"] and not (match["whole"] or line.duration_s):
        return None
    if not match["whole"] and not line.closed and line.shown.endswith("."):
        return None
    if line.tail and not (line.duration_s or _HEARS.search(line.tail)):
        return None
    guests = _WITH.search(line.view.text, match.end())
    heard = parse_people(line.after(guests.end())) if guests else Heard()
    return _made("full_recording", line, row, match, heard)


def _bare_name(line: _Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
    """ "Listen to Jane Doe, mayor:" and "Listen: Jane Doe, mayor"."""
    match = form.match(line.view.text)
    if not match or match["soft"]:
        return None
    rest = line.after(match.end())
    possessive = _POSSESSIVE.search(rest)
    if possessive and row.noun.search(fold(possessive["own"]).text):
        rest = rest[: possessive.start()]
    heard = parse_people(rest)
    if not _is_name(rest[: name_end(rest)]) and not (
        heard.guests and (line.duration_s or _is_name(heard.guests[0].name))
    ):
        return None
    plainly = line.closed and not match["colon"]
    if not plainly and not any(p.role or p.name != p.display_name for p in heard.guests):
        return None
    return _made("interview", line, row, match, heard)


def _is_name(text: str) -> bool:
    found = words(text)
    return len(text.split()) > 1 and bool(found) and found[0] not in _TITLE_WORDS


def _label(line: _Line, row: Patterns) -> Marker | None:
    """ "Interview with Jane Doe (12 min)": a duration or a colon tells it from a heading."""
    match = row.label.match(line.view.text)
    if not match:
        return None
    heard = parse_people(line.after(match.end()))
    if not heard.guests or not _is_name(heard.guests[0].name):
        return None
    colon = line.shown.rstrip().endswith(":") and match["link"][0] not in ":-"
    stands = line.duration_s is not None or colon
    made = _made("interview", line, row, match, heard)
    return made if stands else replace(made, form="caption")


def _whole_label(line: _Line, row: Patterns) -> Marker | None:
    """ "Full recording of the debate (58 min)"."""
    match = row.whole.match(line.view.text)
    if not match:
        return None
    made = _made("full_recording", line, row, match, Heard())
    made = replace(made, thing=match["thing"] or match["all"] or made.thing)
    return made if line.duration_s else replace(made, form="caption")


def _bare_label(line: _Line, row: Patterns) -> Marker | None:
    """ "Podcast (12 min)": nobody is named."""
    match = row.bare.match(line.view.text)
    if not match or line.duration_s is None or match["thing"].endswith("s"):
        return None
    return _made("interview", line, row, match, Heard())


def _guest_label(line: _Line, row: Patterns) -> Marker | None:
    """ "Guest: Jane Doe, mayor"."""
    match = row.guests.match(line.view.text)
    if not match:
        return None
    heard = parse_people(line.after(match.end()))
    if not heard.guests or not (_is_name(heard.guests[0].name) or heard.guests[0].role):
        return None
    return replace(_made("interview", line, row, match, heard), form="guest")


def _icon(line: _Line) -> Marker | None:
    """ "🎧 Jane Doe, mayor (12 min)"."""
    if not _ICON.match(line.marker):
        return None
    opening = re.match(BEFORE, line.view.text)
    heard = parse_people(line.after(opening.end() if opening else 0))
    if not heard.guests or not _is_name(heard.guests[0].name):
        return None
    if not (line.duration_s or heard.guests[0].role):
        return None
    return Marker(
        kind="interview",
        text=line.marker,
        said=trimmed(line.shown),
        thing="",
        language="",
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=line.duration_s,
    )


def _made(
    kind: RecordingKind, line: _Line, row: Patterns, match: re.Match[str], heard: Heard
) -> Marker:
    said = trimmed(line.after(match.start("said")))
    groups = match.groupdict()
    return Marker(
        kind=kind,
        text=line.marker,
        said=said,
        thing=groups.get("thing") or _first_words(line.after(match.end())),
        language=row.language,
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=line.duration_s,
    )


def _first_words(text: str) -> str:
    return " ".join(words(text)[:4])


def is_label(text: str) -> bool:
    """Whether a line only says that something can be heard below ("À écouter :", "Podcast")."""
    shown = plain(text) if len(text) < MOST_CHARACTERS else text
    return len(shown) <= 40 and labels().fullmatch(fold(shown).text) is not None


def is_list_head(text: str) -> bool:
    """Whether a line heads a list of people to hear ("Écoutez les interviews :")."""
    return len(text) <= 90 and list_heads().fullmatch(fold(plain(text)).text) is not None


def is_article_read_aloud(text: str) -> bool:
    """Whether a line offers the article itself to the ear ("Écouter cet article (4 min)")."""
    line = _line(plain(one_line(text[:200])))
    return len(text) < 120 and is_read_aloud(line.view.text.rstrip(" :.-"))


def examples() -> str:
    """A line to add, for each language that is most asked for; for error messages."""
    return " or ".join(f"“{row.example}”" for row in WORDINGS[:2])
