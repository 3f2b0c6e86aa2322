"""Announcements that are sentences, with the verb first ("Listen to …") or last."""

from __future__ import annotations

import re
from dataclasses import replace

from feed_builder.articles.announced import Line, Marker, is_name, made
from feed_builder.articles.folding import fold
from feed_builder.articles.forms import COMPLETE, TAIL_CHARACTERS, Patterns
from feed_builder.articles.names import Heard, name_end, trimmed
from feed_builder.articles.people import parse_people
from feed_builder.articles.phrases import says_in_full, without_in_full
from feed_builder.articles.small_letters import small_names
from feed_builder.text import words

_WITH = re.compile(r"(?:^|\s)(?:avec|with|mit|con|met|com)\s")
_POSSESSIVE = re.compile(r"(?:(?<=\w)['’]s|(?<=s)['’])\s(?P<own>[\w-]+(?:\s[\w-]+)?)")
# "Jane Doe's interview with Tom Ray, porter": who asks stands first.
_ASKED = re.compile(
    r"(?P<host>[^,;:()]{4,60}?)(?:['’]s|(?<=s)['’])\s(?P<own>[\w-]{4,20}(?:\s[\w-]{4,20})?)\s"
    r"(?:with|featuring)\s(?P<guest>.{4,300})"
)
# "Find the interview in our May issue": it is not here.
_ELSEWHERE = re.compile(
    r"\b(?:numero|magazine|edition|page|journal|issue|youtube|heft|ausgabe|revista|kiosk|kiosque|"
    r"quotidiano|rivista|tijdschrift|nummer|jornal|newsletter|print|livre|book)\b"
)
# A verb of hearing: what is only "available" may be anything.
_HEARS = re.compile(
    r"ecout|entend|listen|hear|stream|play|ho?e?r|o[iu]r|escuch|ascolt|luister|ouvi|escut|podcast|"
    r"audio"
)
# A talk of several; "the full interview" is one with whom the text is about.
_TALK = re.compile(
    r"\b(?:gesprek|gesprach|conversations?|discussions?|echanges?|dialogues?|dialogo|dialoog|debat\w*|"
    r"conversacion|charla|conversazione|chiacchierata|conversa|bate-papo|talk|unterhaltung|emission|"
    r"sendung|uitzending|programa|gesprache|rencontre|encuentro|incontro|encontro)\b"
)
_TOGETHER = frozenset(words("avec with mit con met com"))
_THE = frozenset(
    words("le la les l des the die den der los las el il gli i le de het os as o a")
    + words("both beide beiden deux ambos ambas entrambi entrambe all alle tous toutes todos todas")
)
_PLURALS = frozenset(words("entrevistas interviste podcasts gesprekken gesprache afleveringen"))


def announcement(line: Line, row: Patterns) -> Marker | None:
    """The marker that a line is as a sentence of the language `row`."""
    if row.opening.match(line.view.text):
        found = _with_verb(_without(line, row.place), row)
        if found:
            return found
    return _with_tail(line, row) or _call_alone(line, row)


def _call_alone(line: Line, row: Patterns) -> Marker | None:
    """ "Click here to listen (8 min)": who is heard stands above."""
    opening = row.opening.match(line.view.text)
    rest = line.view.text[opening.end() :] if opening else "…"
    verb = opening is not None and _HEARS.search(opening.group()) is not None
    if not opening or not verb or rest.strip(" .:!") or line.duration_s is None:
        return None
    if " " not in opening.group().strip():
        return None
    return Marker(
        kind="interview",
        text=line.marker,
        said="",
        thing="",
        language=row.language,
        guests=(),
        hosts=(),
        duration_s=line.duration_s,
    )


def _with_verb(line: Line, row: Patterns) -> Marker | None:
    return (
        _interview(line, row, row.interview)
        or _recording(line, row, row.recording)
        or _bare_name(line, row, row.name)
        or _complete(line, row)
    )


def _complete(line: Line, row: Patterns) -> Marker | None:
    """ "Listen again: the complete AGM (1:31:00)": all of something, whatever it is called."""
    match = row.name.match(line.view.text)
    if not match or line.duration_s is None or not COMPLETE.search(line.view.text, match.end()):
        return None
    return made("full_recording", line, row, match, Heard())


def _with_tail(line: Line, row: Patterns) -> Marker | None:
    """A sentence with its verb at the end: "L'interview de … est à écouter ici"."""
    text = line.marker if line.duration_s is None else line.shown
    view = fold(text)
    match = row.tail.search(view.text, max(0, len(view.text) - TAIL_CHARACTERS))
    opening = row.opening.match(view.text)
    # "Click to listen": the verb that opens the line is the one that closes it.
    if not match or (opening and opening.end() > match.start() + 1):
        return None
    kept = text[: view.place(match.start())].rstrip(" ,:(|–-")
    cut = replace(line, shown=kept, view=fold(kept), closed=True, tail=match.group())
    if row.opening.match(cut.view.text):
        return _with_verb(replace(cut, tail=""), row)
    return (
        _interview(cut, row, row.final_interview)
        or _recording(cut, row, row.final_recording)
        or _bare_name(cut, row, row.final_name)
    )


def _without(line: Line, place: re.Pattern[str]) -> Line:
    """`line` without the words at its end that say where the player is."""
    match = place.search(line.view.text, max(0, len(line.view.text) - 60))
    if not match or says_in_full(line.view.text):
        return line
    kept = line.shown[: line.view.place(match.start())]
    return replace(line, shown=kept, view=fold(kept), closed=True)


def _interview(line: Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
    """ "Listen to the interview with …", or without a name at the line's end."""
    match = form.match(line.view.text)
    if not match:
        return None
    if match["soft"] and _ELSEWHERE.search(line.view.text, match.end()):
        return None
    rest = without_in_full(line.after(match.end()))
    heard = parse_people(rest) if match["link"] else Heard()
    heard = small_names(rest) if match["link"] and not heard.guests else heard
    if not heard.guests and not _may_be_nameless(match, line, trimmed(rest)):
        return None
    found = made("interview", line, row, match, heard)
    named = heard.guests or (match["link"] and not _is_group(match["link"], trimmed(rest)))
    whole = not named and _is_whole_talk(line, match)
    return replace(found, kind="full_recording") if whole else found


def _is_whole_talk(line: Line, match: re.Match[str]) -> bool:
    """Whether "het volledige gesprek" is announced: all of a talk, and nobody is named."""
    said = line.view.text[match.start("said") :]
    return COMPLETE.search(said) is not None and _TALK.search(said) is not None


def _may_be_nameless(match: re.Match[str], line: Line, rest: str) -> bool:
    thing = match["thing"]
    if match["whole"] or match["soft"] or thing.endswith("s") or thing in _PLURALS:
        return False
    if (
        match["link"]
        and match["colon"] is None
        and _is_group(match["link"], rest)
        and not line.tail
    ):
        return True
    if not rest.strip("."):
        return not line.tail or _HEARS.search(line.tail) is not None
    return line.closed and bool(match["link"]) and match["link"][0] not in ":-"


def _is_group(link: str, rest: str) -> bool:
    """Whether "with the cooks", "avec les élèves du lycée" follows: people without names."""
    said = words(f"{link}{rest}")
    together = len(said) > 2 and said[0] in _TOGETHER and said[1] in _THE
    return together and len(rest) <= 80 and not rest.rstrip().endswith(".") and "," not in rest


def _recording(line: Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
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
    if not heard.hosts:
        heard = Heard(heard.guests, parse_people(f"… {line.shown}").hosts)
    return made("full_recording", line, row, match, heard)


def _bare_name(line: Line, row: Patterns, form: re.Pattern[str]) -> Marker | None:
    """ "Listen to Jane Doe, mayor:" and "Listen: Jane Doe, mayor"."""
    match = form.match(line.view.text)
    if not match or match["soft"]:
        return None
    rest = line.after(match.end())
    asked = _ASKED.match(rest)
    if asked and row.noun.search(fold(asked["own"]).text):
        guests = parse_people(asked["guest"]).guests
        hosts = parse_people(asked["host"]).guests
        return made("interview", line, row, match, Heard(guests, hosts)) if guests else None
    possessive = _POSSESSIVE.search(rest)
    if possessive and row.noun.search(fold(possessive["own"]).text):
        rest = rest[: possessive.start()]
    heard = parse_people(rest)
    if not is_name(rest[: name_end(rest)]) and not (
        heard.guests
        and (line.duration_s or is_name(heard.guests[0].name) or _is_one_word(line, heard))
    ):
        return None
    plainly = line.closed and not match["colon"]
    if not plainly and not any(p.role or p.name != p.display_name for p in heard.guests):
        return None
    return made("interview", line, row, match, heard)


def _is_one_word(line: Line, heard: Heard) -> bool:
    """Whether "Zineb, riveraine :" is announced: one name, with what she is."""
    return line.closed and bool(heard.guests[0].role)
