"""What opens an announcement, in whatever order its usual words stand.

`forms.py` knows the sentences that people write most. Here the words before the first name are
taken one by one, as long as each is one that announcements are made of ("PODCAST | Hablamos con",
"Reportage audio :", "Hier unser Audio-Interview mit"); what they say together decides.
"""

from __future__ import annotations

import re
from functools import cache

from feed_builder.articles.folding import Folded
from feed_builder.articles.forms import BEFORE
from feed_builder.articles.wordings import MEETINGS, RECORDINGS, WORDINGS
from feed_builder.records import dataclass

_MOST_WORDS = 14
_END = r"(?=\W|$)"
_JOINT = re.compile(r"(?:\s?(?:n°\s?|#)?\d{1,2}(?=\s?[:|)-]))?[\s:|,.\-/!>•·\"]{0,6}")
_NUMBER = re.compile(r"(?:n°\s?|#)?\d{1,2}\s?[:|)-]\s")
_SEPARATOR = re.compile(r"(?:\s?(?:n°\s?|#)?\d{1,2}(?=\s?[:|)-]))?\s?(?:[:|>•·/]|-(?=\s))")
_PARTED = re.compile(r"\w.{0,3}[:|>-]\s?$")
_ELIDED = r"(?:l|d|qu|j|n|s|un|dell|all|nell|sull|quest|nostr)'"


@dataclass(frozen=True, slots=True)
class Opening:
    """The words before a name. `end` is the place in the folded line where the rest begins.

    `hears` tells that they call to listen, `records` that they name a recording by its kind
    ("podcast", "audio"), `talks` a talk or who it was with, `closed` that a colon, a bar or a dash
    parts them from the rest.
    """

    end: int
    hears: bool = False
    records: bool = False
    talks: bool = False
    closed: bool = False


def _any(*parts: str) -> str:
    return "|".join(part.replace(" |", "|").strip() for part in parts)


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each word may be, in the order of trust: a call, a recording, a talk, or filling."""
    rows = (
        ("hears", "|".join(row.verbs for row in WORDINGS)),
        ("records", "|".join(RECORDINGS)),
        ("talks", "|".join([*MEETINGS, *(f"{r.interviews}|{r.guests}" for r in WORDINGS)])),
        ("fills", "|".join(f"{row.leads}|{row.qualifiers}" for row in WORDINGS)),
        ("links", "|".join(_any(row.links.replace("|: |- ", "")) for row in WORDINGS)),
        ("fills", "|".join(_any(r.articles, r.adjectives, r.fillers, r.places) for r in WORDINGS)),
    )
    return tuple((kind, re.compile(rf"(?:{row}){_END}")) for kind, row in rows)


@cache
def _may_open() -> re.Pattern[str]:
    """What an opening begins with: one look for the many lines that are none."""
    rows = "|".join(words.pattern for _, words in _words())
    return re.compile(rf"{_NUMBER.pattern}|{_SMALL.pattern}|{rows}")


_TELLING = frozenset({"hears", "records", "talks"})
_SMALL = re.compile(_ELIDED)
_BEGINNING = re.compile(BEFORE)


_ICON = re.compile(r"^\s{0,9}[🎧🎙🎤🔊🔉🔈📻▶►⏵⏯]")


def has_icon(text: str) -> bool:
    """Whether a line begins with a picture of a player or a microphone."""
    return _ICON.match(text) is not None


def find_opening(view: Folded, shown: str) -> Opening | None:
    """What opens the line `shown`, folded to `view`; None where no word of it announces."""
    beginning = _BEGINNING.match(view.text)
    place = beginning.end() if beginning else 0
    labelled = beginning is not None and re.search(r"\w", beginning.group()) is not None
    if not labelled and not _may_open().match(view.text, place):
        return None
    numbered = _NUMBER.match(view.text, place)
    place = numbered.end() if numbered else place
    said = set[str]()
    if labelled:
        said.add("records")
    linked = False
    parted = closed = numbered is not None or (
        beginning is not None and _PARTED.search(beginning.group()) is not None
    )
    for _ in range(_MOST_WORDS):
        kind, end = _word(view, shown, place, linked=linked, first=not said or closed)
        if not end:
            break
        said.add(kind)
        # "el audio de la charla con": each noun has a preposition of its own.
        linked = kind == "links" or (linked and kind not in _TELLING)
        closed = _SEPARATOR.match(view.text, end) is not None
        parted = parted or (closed and bool(said & _TELLING))
        joint = _JOINT.match(view.text, end)
        place = joint.end() if joint else end
    if not said & _TELLING:
        return None
    return Opening(place, "hears" in said, "records" in said, "talks" in said, parted)


def _word(view: Folded, shown: str, place: int, *, linked: bool, first: bool) -> tuple[str, int]:
    """What the word at `place` is and where it ends; 0 where it is none of an opening's.

    Small words are small, but at the line's beginning: "El Idrissi" is a name. One preposition
    leads to it, and what follows is the name's own ("mit von der Leyen").
    """
    elided = _SMALL.match(view.text, place)
    if elided and (first or shown.isupper() or shown[view.place(place)].islower()):
        return "fills", elided.end()
    for kind, words in _words():
        match = words.match(view.text, place)
        if not match or match.end() == place:
            continue
        small = kind in ("links", "fills")
        loud = not shown[view.place(place)].islower() and not shown.isupper()
        if small and ((loud and not first) or (linked and kind == "links")):
            continue
        return kind, match.end()
    return "", 0
