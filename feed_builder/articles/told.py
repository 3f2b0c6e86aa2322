"""Lines that name somebody and announce nothing by themselves: list items, captions, sentences."""

from __future__ import annotations

import re

from feed_builder.articles.blocks import one_line
from feed_builder.articles.durations import FoundDuration, find_duration
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.markers import Marker, find_caption, is_several_sentences
from feed_builder.articles.mentions import people_in_text
from feed_builder.articles.names import Heard, is_full_name, is_known, is_whole_name, named, trimmed
from feed_builder.articles.offices import is_role_word
from feed_builder.articles.people import parse_people
from feed_builder.articles.phrases import asks, is_symmetrical, without_trade_of_asking
from feed_builder.articles.speech import HEARD

_FEW = 8
LONGEST_PERSON = 220
_TIME = re.compile(r"\d|heure|hour|stunde|hora|\bora\b|uur\b")
_MAY_CLOSE = re.compile(r"\d|:|stunde|heure|hour|hora|ora|uur", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[^:|\d]{3,40})[:|]\s")
_CAPITAL = re.compile(r"[^\W\d_a-zß-ÿ]")
_IN_THIS = re.compile(
    r"\b(?:dans (?:ce|cet|cette|notre)|in (?:this|our)|(?:in|dans|en|em) (?:an?|une?|ein(?:em|er)?|"
    r"uma?|een)(?: \w{4,10})?|in (?:diesem|dieser|unserem)|im|"
    r"en (?:este|esta)|"
    r"in (?:questo|questa|quest')|in (?:deze|dit|onze)|n(?:este|esta))\s?"
    r"(?:podcast\w*|interview|entretien|episode|emission|gesprach|folge|beitrag|"
    r"entrevista|episodio|"
    r"intervista|puntata|gesprek|aflevering|conversation|audio|conversa)\b(?! (?:mit|"
    r"met|con|com|with|avec)\b)"
)


def told_in_this(text: str, *, beside_player: bool = False) -> Marker | None:
    """ "In this podcast, Jane Doe, mayor, tells … (12 min)": a sentence closed as a marker is.

    Beside a player it need not be closed.
    """
    may_close = beside_player or _MAY_CLOSE.search(text, max(0, len(text) - 80)) is not None
    if not may_close or len(text) > 4 * LONGEST_PERSON:
        return None
    shown = plain(one_line(text))
    if len(shown) > LONGEST_PERSON + 80 or is_several_sentences(shown):
        return None
    duration = find_duration(shown)
    closed = duration is not None or shown.endswith(":") or beside_player
    if not closed or not _IN_THIS.search(fold(shown).text):
        return None
    guests = people_in_text(shown)
    if not guests:
        return None
    return _told(shown, shown, Heard(guests), duration)


def host_speaks(text: str) -> Marker | None:
    """ "Host Ana Roy speaks with Tom Ray, baker.": a sentence that names both, and who asks."""
    if len(text) > LONGEST_PERSON or without_trade_of_asking(text.lstrip("*_ ")) == text:
        return None
    shown = plain(one_line(text))
    if without_trade_of_asking(shown) == shown or is_several_sentences(shown):
        return None
    heard = parse_people(shown.rstrip(". "))
    if not heard.hosts or not heard.guests or not is_symmetrical(shown):
        return None
    duration = find_duration(shown)
    return _told(shown, shown, heard, duration)


def person_with_time_or_host(text: str) -> Marker | None:
    """A line that names somebody and how long it is, or who asks: it needs no player beside it."""
    if len(text) > 2 * LONGEST_PERSON or len(_CAPITAL.findall(text)) < 2:
        return None
    view = fold(text).text
    if not (_TIME.search(view) or asks(view)):
        return None
    announced = find_caption(text)
    found = announced if announced and announced.guests else person_line(text)
    return found if found and (found.duration_s or found.hosts) else None


def _without_label(text: str) -> str:
    """ "Auf die Ohren: Ana Roy im Gespräch mit …" without what stands before who is heard.

    A label is neither somebody nor what somebody is; a whole name stands behind it.
    """
    match = _LABEL.match(text)
    if not match or not asks(fold(text).text):
        return text
    label, rest = match["label"].strip(), text[match.end() :]
    heard = parse_people(rest)
    first = heard.guests[0].name if heard.guests else ""
    if not is_full_name(first) or not rest.startswith(first):
        return text
    somebody = is_whole_name(label) and is_known(named(label, None))
    return text if somebody or any(map(is_role_word, label.split())) else rest


def person_line(text: str) -> Marker | None:
    """ "Jane Doe, mayor (12 min)": a line that names somebody and says nothing else."""
    shown = plain(one_line(text))
    if len(shown) > LONGEST_PERSON or is_several_sentences(shown):
        return None
    duration = find_duration(shown)
    said = shown if not duration else f"{shown[: duration.start]} {shown[duration.end :]}".strip()
    suffix = HEARD.search(fold(said).text)
    if suffix:
        said = said[: fold(said).place(suffix.start())]
    said = _without_label(said)
    heard = parse_people(said)
    if not heard.guests:
        return None
    first = heard.guests[0]
    plain_enough = bool(first.role) and (duration is not None or len(said.split()) <= _FEW)
    known = suffix or heard.hosts or plain_enough or any(map(is_known, heard.guests))
    if not known or not all(len(p.name.split()) > 1 for p in heard.guests):
        return None
    if not said.startswith(first.name) and not first.role:
        return None
    return _told(shown, said, heard, duration)


def _told(shown: str, said: str, heard: Heard, duration: FoundDuration | None) -> Marker:
    return Marker(
        kind="interview",
        text=shown,
        said=trimmed(said),
        thing="",
        language="",
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=duration.seconds if duration else None,
    )
