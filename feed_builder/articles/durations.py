"""How long a recording is, as people write it: (1h26), 12 min, 4'32, [03:45], – 7 minutes."""

from __future__ import annotations

import re
from collections.abc import Callable

from feed_builder.articles.folding import fold
from feed_builder.records import dataclass

_LABEL = (
    r"(?:(?:duree(?: totale)?|duration|length|running time|run time|dauer|"
    r"spieldauer|lange|laufzeit|"
    r"duracion|durata|duur|speelduur|duracao|audio|podcast|ecoute|interview|entretien|mp3|"
    r"environ|about|approx\.?|around|ca\.?|circa|etwa|unos|cerca de|aprox\.?|env\.?|~|"
    r"[▶►🎧⏱])\s?:?\s?){0,3}"
)
_H = r"(?:heures?|hours?|stunden?|std\.?|horas?|ore|ora|uur|uren|hrs?|h|u\.?)"
_M = r"(?:minutes?|minuten|minutos?|minuti|minuut|mins?\.?|mn\.?|')"
_S = r"(?:secondes?|seconds?|sekunden?|segundos?|secondi|seconden|secs?\.?|sek\.?|seg\.?|s|''|\")"
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
    hours, minutes, seconds = (int(group or 0) for group in (*groups, None)[:3])
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
    (re.compile(rf"(\d{{1,2}})m(?:\s?(\d{{1,2}})\s?{_S})?"), _minutes),
    (re.compile(rf"(\d{{1,2}})[:.](\d{{2}})\s?{_H}"), _hours),
    (
        re.compile(rf"(\d)[.,](\d)\s?{_H}"),
        lambda groups: 3600 * int(groups[0] or 0) + 360 * int(groups[1] or 0),
    ),
    (
        re.compile(rf"(?:(\d{{1,2}}):)?(\d{{1,3}}):(\d{{2}})(?:\s?(?:{_M}|{_H}))?"),
        _hours,
    ),
    (re.compile(rf"()(\d{{1,3}})\s?{_S}"), lambda groups: int(groups[1] or 0)),
)
# "Half an hour" and its like, as people say them.
_SAID = {
    3600: "une heure|1 heure|an hour|one hour|eine stunde|una hora|un'ora|een uur|uma hora",
    1800: "une demi-heure|half an hour|eine halbe stunde|media hora|mezz'ora|mezzora|"
    "een half uur|meia hora",
    5400: "une heure et demie|an hour and a half|one and a half hours|anderthalb stunden|"
    "eineinhalb stunden|una hora y media|un'ora e mezza|anderhalf uur|uma hora e meia",
    2700: "trois quarts d'heure|three quarters of an hour|eine dreiviertelstunde|"
    "tres cuartos de hora|tre quarti d'ora|drie kwartier|tres quartos de hora",
    900: "un quart d'heure|a quarter of an hour|eine viertelstunde|un cuarto de hora|"
    "un quarto d'ora|een kwartier|um quarto de hora",
}
_SECONDS = {said: seconds for seconds, row in _SAID.items() for said in row.split("|")}
# What may stand in a bracket beside a duration: a file's form and size.
_FILE = re.compile(
    r"(?:mp3|m4a|ogg|wav|aac|flac|audio|podcast|interview|son|sound|ton)?\s?"
    r"(?:\d{1,4}(?:[.,]\d{1,2})?\s?(?:mo|mb|mib|ko|kb))?"
    r"|(?:\W{0,3}(?:(?:re)?ecoute[rz]?|(?:a )?ecouter|listen(?: now| here)?|play|(?:an|nach)?horen|"
    r"escuchar|escucha|ascolta|(?:be)?luister(?:en)?|ouvir|ouca|download|telecharger|herunterladen|"
    r"descargar|scarica|downloaden|baixar)(?: (?:ici|here|hier|aqui|qui|nu))?)"
)
_PARTS = re.compile(r"\s?(?:,(?!\d)|[;|·•/])\s?|\s-\s|:\s")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,50})[)\]]")
_TAIL = re.compile(r"(?:^|\s[-|·•:]|[,;:|·•]|\.\s|\s-\s)\s?([^()\[\]|·•,;-]{2,40}?)\s?[.:]?\s?$")
# "… Dauer: 12 Min." after a sentence or a space.
_LABELLED = re.compile(
    r"[\s,.;|-]{1,3}((?:duree|duration|length|running time|dauer|spieldauer|lange|laufzeit|"
    r"duracion|"
    r"durata|duur|speelduur|duracao)\s?:?\s[^()\[\]|]{2,30}?)\s?[.:]?\s?$"
)
# "12 min | Interview mit …", "🎧 4'32 – …"
_HEAD = re.compile(r"\W{0,6}(\d{1,2}[^|·()\[\]-]{1,18}?)\s?(?:[|·]|\s-)\s")


_OPENING = re.compile(rf"^\s?{_LABEL}")


def seconds_of(text: str) -> int | None:
    """The seconds that `text` states if it is a duration and nothing else; else None."""
    said = _OPENING.sub("", fold(text).text.strip(" ()[]"), count=1).strip(" .")
    if said in _SECONDS:
        return _SECONDS[said]
    for form, counted in FORMS:
        match = form.fullmatch(said)
        if match:
            seconds = counted(match.groups())
            return seconds if 0 < seconds < _MOST_HOURS * 3600 else None
    return None


def find_duration(text: str) -> FoundDuration | None:
    """The duration that stands in brackets in `text`, or after a dash or a comma at its end."""
    view = fold(text)
    for match in (*_BRACKETS.finditer(view.text), *_tails(view.text), *_heads(view.text)):
        seconds = _beside_a_file(match.group(1))
        if seconds is not None:
            return FoundDuration(seconds, view.place(match.start()), view.place(match.end()))
    return None


def _beside_a_file(text: str) -> int | None:
    """The seconds in "12 min, MP3, 8 MB": one duration, and nothing but a file's form and size."""
    seconds = seconds_of(text)
    if seconds is not None:
        return seconds
    parts = _PARTS.split(text)
    stated = [(part, found) for part in parts if (found := seconds_of(part)) is not None]
    others = [part for part in parts if seconds_of(part) is None]
    if len(stated) == 1 and all(_FILE.fullmatch(part.strip()) for part in others):
        return stated[0][1]
    return None


def _heads(text: str) -> list[re.Match[str]]:
    match = _HEAD.match(text[:60])
    return [match] if match else []


def _tails(text: str) -> list[re.Match[str]]:
    # Only the last words: a search through a long text would be quadratic.
    start = max(0, len(text) - 60)
    found = [match] if (match := _LABELLED.search(text, start)) else []
    while (match := _TAIL.search(text, start)) is not None:
        found.append(match)
        start = match.start() + 1
    return found
