"""The lines of an article that say "here one can listen", and what they announce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from feed_builder.articles.announced import (
    MOST_CHARACTERS,
    Line,
    Marker,
    RecordingKind,
    is_name,
    line_of,
    without_file,
)
from feed_builder.articles.announcements import announcement
from feed_builder.articles.blocks import one_line
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.forms import (
    BEFORE,
    Patterns,
    any_opening,
    has_tail,
    is_on_air,
    is_read_aloud,
    labels,
    list_heads,
    patterns,
)
from feed_builder.articles.labels import label, opened
from feed_builder.articles.names import trimmed
from feed_builder.articles.openings import find_opening, has_icon
from feed_builder.articles.people import parse_people
from feed_builder.articles.sentences import is_several_sentences
from feed_builder.articles.tasks import sets_task
from feed_builder.articles.wordings import WORDINGS

__all__ = [
    "MOST_CHARACTERS",
    "Marker",
    "RecordingKind",
    "examples",
    "find_caption",
    "find_marker",
    "is_article_read_aloud",
    "is_label",
    "is_list_head",
    "is_several_sentences",
]


_QUOTED = re.compile(
    r"(?P<label>[^«“„\"]{3,30}[.:|–-]\s)[«“„\"][^«»“”„\"]{12,200}[»”“\"]\s?[,.:–-]{0,1}\s"
    r"(?P<rest>\S.{8,300})$"
)
_LONGEST_LABEL = 30
_BREAK = re.compile(r"\s?[:|]\s|\s[–—-]\s")
_LAST_BREAK = re.compile(r"(?:[:|]|\s[–—-])\s([^:|–—-]{3,60})$")
_MICROPHONE = re.compile(
    r"(?:ai nostri microfoni|al microfono|a nuestros microfonos|a notre micro|a nos microphones|"
    r"an unserem mikrofon|bei uns im studio|in our studio|with us|con noi|avec nous|bij ons)\s?:?\s"
)


def find_marker(text: str) -> Marker | None:
    """The marker that `text`, one paragraph or heading, is; None where it is something else."""
    found = _find(text)
    return found if found and found.form != "caption" else None


def find_caption(text: str) -> Marker | None:
    """What a line beside a player announces, be it only "Interview with …"."""
    return _find(text)


# Each stage of the finder asks again; one article's lines are remembered from one to the next.
@lru_cache(maxsize=32_768)
def _find(text: str) -> Marker | None:
    if not text or len(text) > 2 * MOST_CHARACTERS or not _may_be(text):
        return None
    whole = plain(one_line(text))
    line = _line(whole)
    if len(line.shown) > MOST_CHARACTERS or is_several_sentences(line.shown):
        return None
    if is_read_aloud(line.view.text) or is_on_air(line.view.text):
        return None
    rows = patterns()
    if any(sets_task(line, row) for row in rows):
        return None
    said = next((found for row in rows if (found := announcement(line, row))), None)
    labelled = said or _labelled(line, rows)
    if labelled and labelled.form != "caption":
        return labelled
    return _icon(line) or _called_at_end(line) or labelled


def _line(whole: str) -> Line:
    """The line `whole`; "A ECOUTER. Ana Roy, maire" says what it does with a colon."""
    head, stop, rest = whole.partition(". ")
    if not rest or len(head) > _LONGEST_LABEL or not is_label(head):
        return line_of(_without_quote(whole))
    line = line_of(_without_quote(f"{head} : {rest}"))
    return replace(line, marker=line.marker.replace(f"{head} : ", head + stop, 1))


def _without_quote(text: str) -> str:
    """ "Podcast. « On ne part pas », entretien avec Ana Roy": without what is quoted first."""
    match = _QUOTED.match(text)
    return f"{match['label'].rstrip(' .:|-–')} : {match['rest']}" if match else text


def _labelled(line: Line, rows: Sequence[Patterns]) -> Marker | None:
    """A line that opens with a label; what its words say one by one is more than its form does."""
    by_form = label(line, rows)
    by_word = opened(line)
    if by_form and by_word and by_form.form == "caption" and by_word.hosts:
        return by_word
    if by_form and (by_form.form == "guest" or by_form.hosts or by_form.kind != "interview"):
        return by_form
    if by_form and by_word and by_form.form == "announcement":
        return replace(by_word, form="announcement", language=by_form.language)
    return by_word or by_form


def _may_be(text: str) -> bool:
    """Whether a line begins or ends with one of the words that a marker has there."""
    text = text.strip("*_ ")
    return (
        any_opening().match(fold(text[:60]).text) is not None
        or has_icon(text)
        or has_tail(text)
        or _may_call_at_end(text)
        or find_opening(fold(text[:120]), text[:120]) is not None
    )


def _may_call_at_end(text: str) -> bool:
    last = _LAST_BREAK.search(text, max(0, len(text) - 60))
    return last is not None and any_opening().match(fold(last.group(1)).text) is not None


def _called_at_end(line: Line) -> Marker | None:
    """ "Jane Doe, mayor: listen to the interview": who is heard, then the call to listen."""
    for match in reversed(list(_BREAK.finditer(line.shown))):
        call = line.shown[match.end() :]
        heard = parse_people(_behind_microphone(line.shown[: match.start()]))
        if not heard.guests or not is_name(heard.guests[0].name):
            continue
        nameless = find_marker(call)
        if is_label(call) or (nameless and not nameless.guests and nameless.kind == "interview"):
            return Marker(
                kind="interview",
                text=line.marker,
                said=trimmed(line.shown[: match.start()]),
                thing="",
                language=nameless.language if nameless else "",
                guests=heard.guests,
                hosts=heard.hosts,
                duration_s=line.duration_s,
            )
    return None


def _behind_microphone(text: str) -> str:
    """ "Ai nostri microfoni Ana Roy": the name."""
    match = _MICROPHONE.match(fold(text).text)
    return text[fold(text).place(match.end()) :] if match else text


def _icon(line: Line) -> Marker | None:
    """ "🎧 Jane Doe, mayor (12 min)"."""
    if not has_icon(line.marker):
        return None
    opening = re.match(BEFORE, line.view.text)
    heard = parse_people(line.after(opening.end() if opening else 0))
    if not heard.guests or not is_name(heard.guests[0].name):
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


def is_label(text: str) -> bool:
    """Whether a line only says that something can be heard below ("À écouter :", "Podcast")."""
    shown = without_file(plain(text)) if len(text) < MOST_CHARACTERS else text
    return len(shown) <= 40 and labels().fullmatch(fold(shown).text) is not None


def is_list_head(text: str) -> bool:
    """Whether a line heads a list of people to hear ("Écoutez les interviews :")."""
    return len(text) <= 90 and list_heads().fullmatch(fold(plain(text)).text) is not None


def is_article_read_aloud(text: str) -> bool:
    """Whether a line offers the article itself to the ear ("Écouter cet article (4 min)")."""
    if len(text) >= 120:
        return False
    line = line_of(plain(one_line(text)))
    return is_read_aloud(line.view.text.rstrip(" :.-"))


def examples() -> str:
    """A line to add, for each language that is most asked for; for error messages."""
    return " or ".join(f"“{row.example}”" for row in WORDINGS[:2])
