"""Announcements that are labels: "Interview with … (12 min)", "Guest: …", "Podcast (12 min)"."""

from __future__ import annotations

from dataclasses import replace

from feed_builder.articles.announced import Line, Marker, is_name, made
from feed_builder.articles.forms import Patterns
from feed_builder.articles.names import Heard, parse_people, trimmed

_LONGEST_TITLE = 140


def label(line: Line, row: Patterns) -> Marker | None:
    """The marker that a line is as a label in the language `row`."""
    for form in (_guest_label, _label, _whole_label, _bare_label):
        marker = form(line, row)
        if marker:
            return marker
    return None


def _guest_label(line: Line, row: Patterns) -> Marker | None:
    """ "Guest: Jane Doe, mayor"."""
    match = row.guests.match(line.view.text)
    if not match:
        return None
    heard = parse_people(line.after(match.end()))
    if not heard.guests or not (is_name(heard.guests[0].name) or heard.guests[0].role):
        return None
    return replace(made("interview", line, row, match, heard), form="guest")


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
    found = replace(found, thing=match["thing"] or match["all"] or found.thing)
    return found if line.duration_s else replace(found, form="caption")


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
    found = made("interview", line, row, titled, Heard())
    return replace(found, said=trimmed(line.after(titled.end())))
