"""Announcements that are labels: "Interview with … (12 min)", "Guest: …", "Podcast (12 min)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from feed_builder.articles.announced import Form, Line, Marker, RecordingKind, is_name, made
from feed_builder.articles.forms import COMPLETE, Patterns
from feed_builder.articles.names import Heard, is_known, trimmed
from feed_builder.articles.openings import find_opening, has_icon
from feed_builder.articles.people import parse_people
from feed_builder.articles.phrases import asked_by, without_works
from feed_builder.articles.speech import without_clause, without_first_verb
from feed_builder.text import words

_LONGEST_TITLE = 140
_WITH = re.compile(r"\s(?:avec|with|mit|con|met|com)\s")
# "Au micro de Paul Roy : Ana Lee": who holds the microphone stands first.
_ASKS_FIRST = re.compile(
    r"[^\w]{0,6}(?:au micro d'|au micro de |propos recueillis par |interviewed by |"
    r"interviewt von |intervistat[oaie] da |entrevistad[oa]s? por |geinterviewd door |"
    r"(?P<both>in conversation with |im gesprach mit |in gesprek met |en conversation avec |"
    r"en conversacion con |em conversa com |a conversa com |in conversazione con |"
    r"a colloquio con ))"
    r"(?P<host>[^:|()\n]{4,60}?)\s?[:|]\s"
)


def label(line: Line, rows: Sequence[Patterns]) -> Marker | None:
    """The marker that a line is as a label in one of the languages `rows`.

    What says most is asked first in all of them: "Audio:" alone is a label in many.
    """
    forms = (_host_label, _guest_label, _thing_label, _worded, _label, _whole_label, _bare_label)
    for form in forms:
        found = [marker for row in rows if (marker := form(line, row))]
        if found:
            of_many = len({marker.said for marker in found}) < len(found)
            return replace(found[0], language="") if of_many else found[0]
    return None


def _host_label(line: Line, row: Patterns) -> Marker | None:
    """ "Au micro de Paul Roy : Ana Lee, maire"."""
    match = _ASKS_FIRST.match(line.view.text)
    if not match:
        return None
    start, end = (line.view.place(match.start("host")), line.view.place(match.end("host")))
    asking = parse_people(line.shown[start:end]).guests
    rest = line.after(match.end())
    heard = parse_people(rest)
    if not asking or not heard.guests or not is_name(heard.guests[0].name):
        return None
    if match["both"] and (asking[0].role or not heard.guests[0].role):
        return None
    return _marker(line, rest, Heard(heard.guests, (*asking, *heard.hosts)), "announcement")


def _guest_label(line: Line, row: Patterns) -> Marker | None:
    """ "Guest: Jane Doe, mayor"."""
    match = row.guests.match(line.view.text)
    if not match:
        return None
    heard = parse_people(line.after(match.end()))
    if not heard.guests or not (is_name(heard.guests[0].name) or heard.guests[0].role):
        return None
    return replace(made("interview", line, row, match, heard), form="guest")


def _worded(line: Line, row: Patterns) -> Marker | None:
    """ "Interview with Jane Doe": a word of the language leads to the name, no colon."""
    match = row.label.match(line.view.text)
    return _label(line, row) if match and match["link"][0] not in ":-" else None


def _label(line: Line, row: Patterns) -> Marker | None:
    """ "Interview with Jane Doe (12 min)": a duration or a colon tells it from a heading."""
    match = row.label.match(line.view.text)
    if not match:
        return None
    heard = parse_people(line.after(match.end()))
    if not heard.guests or not is_name(heard.guests[0].name):
        return None
    colon = line.shown.rstrip().endswith(":") and match["link"][0] not in ":-"
    stands = line.duration_s is not None or colon
    found = made("interview", line, row, match, heard)
    return found if stands else replace(found, form="caption")


def _whole_label(line: Line, row: Patterns) -> Marker | None:
    """ "Full recording of the debate (58 min)"."""
    match = row.whole.match(line.view.text)
    if not match:
        return None
    found = made("full_recording", line, row, match, Heard())
    found = replace(found, thing=match["thing"] or match["all"] or match["post"] or found.thing)
    return found if line.duration_s else replace(found, form="caption")


def _thing_label(line: Line, row: Patterns) -> Marker | None:
    """ "[Podcast] Opening lecture of Jane Doe (58 min)": what was held, and how long it is."""
    match = row.thing.match(line.view.text) if line.duration_s else None
    return made("full_recording", line, row, match, Heard()) if match else None


def _bare_label(line: Line, row: Patterns) -> Marker | None:
    """ "Podcast (12 min)" and "Audio: the pupils of Wick (12 min)": nobody is named."""
    if line.duration_s is None:
        return None
    match = row.bare.match(line.view.text)
    if match and not match["thing"].endswith("s"):
        return made("interview", line, row, match, Heard())
    titled = row.titled.match(line.view.text)
    if not titled or len(line.shown) > _LONGEST_TITLE:
        return None
    whole = COMPLETE.search(line.view.text, titled.end()) is not None
    kind: RecordingKind = "full_recording" if whole else "interview"
    behind = _WITH.search(line.view.text, titled.end())
    heard = parse_people(line.after(behind.end())) if behind and not whole else Heard()
    found = made(kind, line, row, titled, heard)
    return replace(found, said=trimmed(line.after(titled.end())))


def opened(line: Line) -> Marker | None:
    """The marker that a line is by the words it opens with, in whatever order they stand."""
    opening = find_opening(line.view, line.shown)
    if not opening:
        return None
    rest = without_first_verb(line.after(opening.end))
    heard = parse_people(rest)
    if not heard.guests and opening.talks and line.duration_s and len(rest) < _LONGEST_TITLE:
        return _marker(line, rest, heard, "announcement")
    person = heard.guests[0] if heard.guests else None
    if not person or not (is_name(person.name) or (person.role and line.closed)):
        return None
    # "Ana Roy: “I stayed”" says as much of her as a role.
    told = any(guest.role for guest in heard.guests) or without_works(rest) != rest
    if not (told or line.closed or is_known(person)) or not _is_explained(rest, heard):
        return None
    sure = (
        opening.hears
        or has_icon(line.marker)
        or (opening.records and (opening.closed or opening.talks))
        or line.closed
    )
    return _marker(line, rest, heard, "announcement" if sure else "caption")


def _is_explained(rest: str, heard: Heard) -> bool:
    """Whether names and roles are all there is: "… a été diffusée hier" goes on about the talk."""
    people = (*heard.guests, *heard.hosts)
    said = sum(len(person.name) + len(person.role or "") + 8 for person in people)
    written = asked_by(rest) if heard.hosts else (rest,)
    told = sum(len(without_clause(part)) for part in written)
    quoted = without_works(rest) != rest
    return quoted or any(person.role for person in people) or told <= said


def _marker(line: Line, rest: str, heard: Heard, form: Form) -> Marker:
    return Marker(
        kind="interview",
        text=line.marker,
        said=trimmed(rest),
        thing=" ".join(words(rest)[:4]),
        language="",
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=line.duration_s,
        form=form,
    )
