"""The line that says who wrote an article, and when: "Par NAME, role - 01.09.2023"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from feed_builder.articles.dates import find_date, is_month
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.names import Heard, NamedPerson, name_end
from feed_builder.articles.people import parse_people
from feed_builder.articles.small_letters import small_names
from feed_builder.records import dataclass
from feed_builder.text import words

_LONGEST = 250
# A sentence that begins with "Par Anne Martin, …" goes on for longer.
_LONGEST_ROLE = 80
# One row for each wording; the name follows. With a colon no name needs to be recognised.
_KINDS = (
    "texte text words story reporting report testo texto tekst bericht reportage auteur auteure "
    "auteurs autrice author autor autorin autore autora redaction redaktion redaccion redacao "
    "redazione redactie ecrit propos servizio reportaje reportagem cronica dossier enquete article "
    "artikel beitrag articolo articulo artigo gestaltung redactrice redacteur redazionale signe "
    "journaliste journalist redakteur redakteurin redaktor redaktorin giornalista periodista "
    "jornalista correspondent correspondant korrespondent corrispondente textes texts texte testi "
    "textos teksten redactora redator redatora reporter documentation recherche auteurin bericht"
)
_DONE = (
    "redige ecrit publie poste written posted published reported scritto pubblicato escrito "
    "publicado verfasst submitted soumis enviado ingediend inviato erstellt proposto propose "
    "geschrieben veroffentlicht geplaatst gepubliceerd"
)
_OURS = (
    r"(?:notre|nos|our|unsere[mnr]?|nuestr[oa]|(?:il |la )?nostr[oa]|onze|noss[oa]) "
    r"(?:[\w-]{3,14} )?(?:correspond|corrispond|envoye|enviad|inviat|reporter|journalist|"
    r"korrespond|redakt)"
)
_OPENINGS = (
    rf"(?:{'|'.join(_KINDS.split())})(?: (?:{'|'.join(_DONE.split())}))?"
    r"\s?(?:(?:et|and|&|und|e|y|en) (?:photos?|fotos?|foto's|\w{4,14}(?=\s?:)))?"
    r"\s?(?::|(?:recueillis?|redigee?|realisee?|menee?|signee?|proposee?) par|"
    r"par|de|by|von|di|por|door|da)\s",
    r"(?:un |une |a |an |ein |een )?(?:article|dossier|reportage|enquete|analyse|recit|servizio|"
    r"note|billet|tribune|chronique|edito|synthese|visite|rencontre|"
    r"beitrag|artikel) (?:de|par|by|di|von|van)\s",
    r"(?:entretien|interview)s? (?:recueillie?s?|realisee?s?|menee?s?|conduite?s?) par\s",
    rf"(?:{'|'.join(_DONE.split())}|mis en ligne) "
    r"(?:(?:le |on |am |el |il |op |em |the )?[^,]{4,24},? )?(?:par|by|da|di|por|von|door)\s?:?\s",
    # "De notre correspondante …": what she is stands before the name.
    rf"(?:(?:de|from|von|di|van|da|par|by) )?(?={_OURS})",
    r"(?:par|by|von|por|di|da|a cura di|door)\s?:?\s?",
    r"(?:un |une |a |an |ein |eine |een |um |uma )\w{4,20} (?:de|par|by|von|por|di|door) ",
)
_OUR = re.compile(_OURS)
_OPENING = re.compile(rf"[^\w]{{0,4}}(?:{'|'.join(_OPENINGS)})")
_DATE_WORDS = frozenset(
    words(
        "publie publiee le mis mise a jour modifie date du en ligne updated published posted on at "
        "last date datum fecha data veroffentlicht am den aktualisiert publicado el actualizado "
        "pubblicato il "
        "aggiornato gepubliceerd op bijgewerkt em atualizado lundi mardi mercredi jeudi vendredi "
        "samedi dimanche monday tuesday wednesday thursday friday saturday sunday montag dienstag "
        "mittwoch donnerstag freitag samstag sonntag lunes martes miercoles jueves viernes sabado "
        "domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag woensdag "
        "donderdag vrijdag zaterdag zondag segunda terca quarta quinta sexta feira h uhr am pm gmt "
        "stand erschienen fecha publicacion pubblicazione publicacao parution paru parue release "
        "released online verschenen aktualisierung lun mar mer jeu ven sam dim mon tue wed thu fri "
        "sat sun mo di mi do fr sa so ma wo vr za zo lu ju vi gio gi me sab dom seg ter qua qui "
        "sex "
        "utc cet cest bst est edt pst"
    )
)
_DIGIT = re.compile(r"\d")
_FIRST_WORD = re.compile(r"\W{0,4}(\w{1,20})(?=\W)")
_ARTICLES = frozenset(
    words("the un une ein eine een um uma la le les el los il lo gli der die das")
)
_TEAMS = frozenset(words("redaction redaktion redaccion redazione redactie redacao team equipe"))
# "… Stand:", "…. Publicado:": what labels the date that follows.
_LABELLED = re.compile(r"[\s.,;|]{1,3}[^\W\d_]{4,20}(?:\s[^\W\d_]{1,3})?\s?:$")
# "Jane Doe reports"
_REPORTS = re.compile(
    r"\s(?:reports?|writes|berichtet|berichten|rapporte|informa|riferisce|schrijft)\s?\.?$"
)
_MOST_DATES = 3
_MOST_TEAM_WORDS = 8
# "envoyé spécial à Saint-Denis de la Réunion"
_MOST_OF_OURS = 7
_SEGMENTS = re.compile(
    r"\s\d{1,4}\s(?:comm?ent|koment|reacti)\w{0,10}|\s?[|·•]\s?|"
    r"(?:[,;]|(?<! et)(?<! and)(?<! und)(?<! y)(?<! e)(?<! en))\s"
    r"(?:photos?|images?|illustrations?|fotos?)\s?:",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}\s?[:h]\s?\d{2}\b|\b\d{1,2}\.\d{2}(?=\s?(?:uhr|h\b|u\b|uur))|\b\d{1,2}\s?(?:am|pm)\b"
)


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
    """The date of a line that holds nothing else, but for a place before it ("Lisboa, 3 mai…")."""
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    day, parts = _dated(plain(text))
    said = " ".join(parts)
    rest = [word for word in words(_TIME.sub(" ", fold(said).text)) if word not in _DATE_WORDS]
    if len(rest) == 2 and is_month(rest[0]) and rest[1].isdigit():
        return day
    return day if not rest or _is_place(parts, rest) else None


def _is_place(parts: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether "Bilbao," stands before the date."""
    place = parts[0].strip()
    name = place.rstrip(" ,(")
    return (
        place.endswith((",", "("))
        and len(rest) < 3
        and name[:1].isupper()
        and (not is_given_name(name.split()[0]) and len(words(name)) == len(rest))
    )


# Asked for each line by one stage of the finder after the other.
@lru_cache(maxsize=32_768)
def find_byline(text: str) -> Byline:
    """The author and the date in a line; an empty `Byline` where it is no byline."""
    if len(text) > _LONGEST:
        return Byline()
    day, parts = _dated(plain(text))
    segments = [segment for part in parts for segment in _SEGMENTS.split(part) if segment.strip()]
    for segment in segments:
        authors = _opened_author(segment, dated=day is not None)
        if authors:
            return Byline(authors, day)
    reported = _REPORTS.search(fold(plain(text)).text)
    if reported and len(text) < 90:
        authors = parse_people(plain(text)[: fold(plain(text)).place(reported.start())]).guests
        if authors and len(authors[0].name.split()) > 1 and not authors[0].role:
            return Byline(authors, day)
    alone = _alone(segments) if day else ()
    return Byline(alone, day) if alone else Byline()


def _dated(shown: str) -> tuple[date | None, list[str]]:
    """The first date of a line, and what stands before, between and behind its dates."""
    day: date | None = None
    parts: list[str] = []
    rest = shown
    while (found := find_date(rest)) is not None and len(parts) < _MOST_DATES:
        day = day or found.day
        parts.append(rest[: found.start])
        rest = rest[found.end :]
    return day, [*parts, rest]


def _opened_author(segment: str, *, dated: bool) -> tuple[NamedPerson, ...]:
    """Who follows "Par", "Written by", "Texte :"."""
    view = fold(segment)
    places = (0, _after_date_words(view.text))
    match = next((found for at in places if (found := _OPENING.match(view.text, at))), None)
    if not match:
        return ()
    rest = _without_date_words(segment[view.place(match.end()) :])
    heard = parse_people(rest)
    if _is_author(heard, rest):
        return tuple(_without_digits_as_role(person) for person in heard.guests)
    return small_names(rest).guests or _office(rest) if dated else ()


def _without_digits_as_role(person: NamedPerson) -> NamedPerson:
    """A day that no calendar has ("31.02.2023") is nobody's role."""
    said = person.role and any(map(str.isalpha, person.role))
    return person if said else replace(person, role=None)


def _after_date_words(text: str) -> int:
    """Where "Le", "Publié", ", " at the beginning of a line end."""
    place = 0
    while (match := _FIRST_WORD.match(text, place)) and match.group(1) in _DATE_WORDS:
        place = match.end()
    return place


def _office(rest: str) -> tuple[NamedPerson, ...]:
    """ "la rédaction", "Direction de la communication": who wrote it is no person."""
    found = words(rest)
    named = rest[:1].isupper() or bool(set(found) & _TEAMS)
    if not found or len(found) > _MOST_TEAM_WORDS or not named or rest.endswith("."):
        return ()
    return (NamedPerson(rest, rest[:1].upper() + rest[1:]),)


def _alone(segments: Sequence[str]) -> tuple[NamedPerson, ...]:
    """The author in "02/10/2023 - Julie Roche": a name that the date stands beside."""
    for segment in segments:
        said = _without_date_words(segment.lstrip(" \u00a0\u202f,;:-–—|("))
        heard = parse_people(said)
        if heard.guests and said.startswith(heard.guests[0].name) and _is_author(heard, said):
            return heard.guests if len(heard.guests[0].name.split()) > 1 else ()
    return ()


def _without_date_words(part: str) -> str:
    kept = part.strip(" \u00a0\u202f,;-–—(")
    while kept:
        before, space, last = kept.rpartition(" ")
        quiet = last.islower() or part.isupper() or len(last) < 4
        named = _LABELLED.search(kept)
        if named and set(words(named.group())) <= _DATE_WORDS:
            kept = kept[: named.start()].rstrip(" \u00a0\u202f,;.-–—(")
            continue
        if not space or not quiet or not set(words(last)) <= _DATE_WORDS:
            break
        kept = before.rstrip(" \u00a0\u202f,;-–—(")
    return kept


def _is_author(heard: Heard, rest: str) -> bool:
    if not heard.guests:
        return False
    name = heard.guests[0]
    longest = _MOST_OF_OURS if _OUR.match(fold(rest).text) else 3
    if not rest[: name_end(rest)] and len((name.role or "x " * 9).split()) > longest:
        return False
    if len(name.name.split()) < 2 and name.role:
        return False
    if words(name.name)[:1] and words(name.name)[0] in _ARTICLES | {"l"}:
        return False
    if rest.endswith(".") and any(len(p.role or "") > _LONGEST_ROLE for p in heard.guests):
        return False
    explained = sum(len(person.name) + len(person.role or "") for person in heard.guests)
    return len(rest) - explained <= 12
