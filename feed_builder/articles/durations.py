"""How long a recording is, as people write it: (1h26), 12 min, 4'32, [03:45], – 7 minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from feed_builder.articles.folding import fold

_LABEL = (
    r"(?:(?:duree|duration|length|running time|dauer|lange|duracion|durata|duur|duracao|audio|"
    r"podcast|ecoute|environ|about|approx\.?|ca\.?|env\.?|~)\s?:?\s?){0,2}"
)
_H = r"(?:heures?|hours?|stunden?|std\.?|horas?|ore|ora|uur|hrs?|h)"
_M = r"(?:minutes?|minuten|minutos?|minuti|mins?\.?|mn\.?|')"
_S = r"(?:secondes?|seconds?|sekunden|segundos?|secondi|seconden|secs?\.?|sek\.?|s|''|\")"
_AND = r"\s?(?:et |and |und |y |e |en )?"
# Longer than this it is a time of day ("18h30") or nobody's recording.
_MOST_HOURS = 9


@dataclass(frozen=True, slots=True)
class FoundDuration:
    """A duration, and where it begins and ends (its brackets too) in the text."""

    seconds: int
    start: int
    end: int


_Groups = tuple[str | None, ...]


def _hours(groups: _Groups) -> int:
    hours, minutes, seconds = (int(group or 0) for group in groups)
    return hours * 3600 + minutes * 60 + seconds


def _minutes(groups: _Groups) -> int:
    minutes, seconds = (int(group or 0) for group in groups)
    return minutes * 60 + seconds


FORMS: tuple[tuple[re.Pattern[str], Callable[[_Groups], int]], ...] = (
    (
        re.compile(
            rf"(\d{{1,2}})\s?{_H}(?:{_AND}(\d{{1,2}})(?:\s?(?:{_M}|m))?(?:{_AND}(\d{{1,2}})\s?{_S})?)?"
        ),
        _hours,
    ),
    (re.compile(rf"(\d{{1,3}})\s?{_M}(?:{_AND}(\d{{1,2}})(?:\s?{_S})?)?"), _minutes),
    (re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})"), _hours),
    (re.compile(rf"()(\d{{1,3}})\s?{_S}"), lambda groups: int(groups[1] or 0)),
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
_TAIL = re.compile(r"(?:^|\s[-|·•:]|[,;:|·•]|\s-\s)\s?([^()\[\]|·•,;-]{2,40}?)\s?[.:]?\s?$")


def seconds_of(text: str) -> int | None:
    """The seconds that `text` states if it is a duration and nothing else; else None."""
    said = re.sub(rf"^\s?{_LABEL}", "", fold(text).text.strip(" ()[]"), count=1).strip(" .")
    for form, counted in FORMS:
        match = form.fullmatch(said)
        if match:
            seconds = counted(match.groups())
            return seconds if 0 < seconds < _MOST_HOURS * 3600 else None
    return None


def find_duration(text: str) -> FoundDuration | None:
    """The duration that stands in brackets in `text`, or after a dash or a comma at its end."""
    view = fold(text)
    for match in (*_BRACKETS.finditer(view.text), *_tails(view.text)):
        seconds = seconds_of(match.group(1))
        if seconds is not None:
            return FoundDuration(seconds, view.place(match.start()), view.place(match.end()))
    return None


def _tails(text: str) -> list[re.Match[str]]:
    # Only the last words: a search through a long text would be quadratic.
    match = _TAIL.search(text, max(0, len(text) - 60))
    return [match] if match else []
