"""The line that says who wrote an article, and when: "Par NAME, role - 01.09.2023"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feed_builder.articles.dates import find_date
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.names import Heard, NamedPerson, name_end, parse_people
from feed_builder.text import words

_LONGEST = 250
# A sentence that begins with "Par Anne Martin, …" goes on for longer.
_LONGEST_ROLE = 80
# One row for each wording; the name follows. With a colon no name needs to be recognised.
_KINDS = (
    "texte text words story reporting report testo texto tekst bericht reportage auteur auteure "
    "auteurs autrice author autor autorin autore autora redaction redaktion redaccion redacao "
    "redazione redactie ecrit propos servizio reportaje reportagem cronica dossier enquete article "
    "artikel beitrag articolo articulo artigo"
)
_DONE = (
    "redige ecrit publie poste written posted published reported scritto pubblicato escrito "
    "publicado "
    "geschrieben veroffentlicht geplaatst gepubliceerd"
)
_OPENINGS = (
    rf"(?:{'|'.join(_KINDS.split())})"
    r"\s?(?:(?:et|and|&|und|e|y|en) (?:photos?|fotos?|foto's))?"
    r"\s?(?::|(?:recueillis?|redigee?|realisee?|menee?|signee?|proposee?) par|"
    r"par|de|by|von|di|por|door|da)\s",
    r"(?:un |une |a |an |ein |een )?(?:article|dossier|reportage|enquete|analyse|recit|servizio|"
    r"beitrag|artikel) (?:de|par|by|di|von|van)\s",
    r"(?:entretien|interview)s? (?:recueillie?s?|realisee?s?|menee?s?|conduite?s?) par\s",
    rf"(?:{'|'.join(_DONE.split())}|mis en ligne) "
    r"(?:(?:le |on |am |el |il |op |em |the )?[^,]{4,24},? )?(?:par|by|da|di|por|von|door)\s",
    r"(?:par|by|von|por|di|da|a cura di|door)\s:?\s?",
)
_OPENING = re.compile(rf"[^\w]{{0,4}}(?:{'|'.join(_OPENINGS)})")
_DATE_WORDS = frozenset(
    words(
        "publie publiee le mis mise a jour modifie date du en ligne updated published posted on at "
        "last date veroffentlicht am den aktualisiert publicado el actualizado pubblicato il "
        "aggiornato gepubliceerd op bijgewerkt em atualizado lundi mardi mercredi jeudi vendredi "
        "samedi dimanche monday tuesday wednesday thursday friday saturday sunday montag dienstag "
        "mittwoch donnerstag freitag samstag sonntag lunes martes miercoles jueves viernes sabado "
        "domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag woensdag "
        "donderdag vrijdag zaterdag zondag segunda terca quarta quinta sexta feira h uhr am pm"
    )
)
_SEGMENTS = re.compile(r"\s?[|·•]\s?|[,;]?\s(?:photos?|images?|illustrations?|fotos?)\s?:", re.I)
_TIME = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}\b|\b\d{1,2}\s?(?:am|pm)\b")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article and when it was published, as far as one line says it."""

    authors: tuple[NamedPerson, ...] = ()
    day: date | None = None


def is_byline(text: str) -> bool:
    """Whether a line names the author after "Par", "By", "Texte :" or so."""
    return bool(find_byline(text).authors)


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and nothing else but "Publié le" and such."""
    return date_line(text) is not None


def date_line(text: str) -> date | None:
    """The date of a line that holds nothing else."""
    if len(text) > _LONGEST:
        return None
    shown = plain(text)
    found = find_date(shown)
    if not found:
        return None
    rest = _TIME.sub(" ", fold(f"{shown[: found.start]} {shown[found.end :]}").text)
    while (second := find_date(rest)) is not None:
        rest = f"{rest[: second.start]} {rest[second.end :]}"
    return found.day if all(word in _DATE_WORDS for word in words(rest)) else None


def find_byline(text: str) -> Byline:
    """The author and the date in a line; an empty `Byline` where it is no byline."""
    if len(text) > _LONGEST:
        return Byline()
    shown = plain(text)
    view = fold(shown)
    match = _OPENING.match(view.text)
    rest = shown[view.place(match.end()) :] if match else shown
    found = find_date(rest)
    if not match and not found:
        return Byline()
    heard = parse_people(_author_part(rest))
    if not _is_author(heard, rest, opened=match is not None):
        return Byline()
    day = find_date(shown)
    return Byline(heard.guests, day.day if day else None)


def _author_part(rest: str) -> str:
    """The first of a byline's parts, without the date that may stand in it."""
    part = _SEGMENTS.split(rest, maxsplit=1)[0]
    found = find_date(part)
    if found:
        part = part[: found.start] or part[found.end :]
    return _without_date_words(part)


def _without_date_words(part: str) -> str:
    kept = part.rstrip(" \u00a0\u202f,;-–—(")
    while kept:
        before, space, last = kept.rpartition(" ")
        quiet = last.islower() or part.isupper()
        if not space or not quiet or not set(words(last)) <= _DATE_WORDS:
            break
        kept = before.rstrip(" \u00a0\u202f,;-–—(")
    return kept


def _is_author(heard: Heard, rest: str, *, opened: bool) -> bool:
    if not heard.guests or not rest[: name_end(rest)]:
        return False
    name = heard.guests[0]
    if len(name.name.split()) < 2 and (name.role or not opened):
        return False
    if rest.rstrip().endswith(".") and any(len(p.role or "") > _LONGEST_ROLE for p in heard.guests):
        return False
    explained = len(_author_part(rest)) - sum(
        len(person.name) + len(person.role or "") for person in heard.guests
    )
    return explained <= 12
