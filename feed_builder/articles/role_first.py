"""Roles before names: "the mayor of Wick, Jane Doe", "Mme la ministre Ana Roy"."""

from __future__ import annotations

import re
from itertools import pairwise

from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.names import (
    WORD,
    NamedPerson,
    is_capital,
    is_full_name,
    is_particle,
    is_role,
    is_whole_name,
    is_written_loud,
    name_end,
    named,
    trimmed,
)
from feed_builder.articles.offices import is_role_word, is_title, may_be_role_word
from feed_builder.articles.phrases import (
    ARTICLES,
    IS_AND,
    TOPIC,
    is_office,
    office_before,
    only_role,
    without_article,
)
from feed_builder.articles.spellings import is_honorific, is_shouted, name_words

_QUOTES = "\"“„«‘'"


def role_first(text: str) -> NamedPerson | None:
    """ "maire de Vichy, Anne Martin" and "maire de Vichy Anne MARTIN": a role, then a name."""
    before, comma, after = text.rpartition(",")
    name = after.strip()
    is_last = comma and name_end(name) == len(name) and len(name_words(name)) > 1
    if is_last and not _ends_with_somebody(before):
        return named(name, without_article(trimmed(before)))
    if not comma:
        text = TOPIC.split(text, maxsplit=1)[0]
    head, comma, rest = text.partition(",")
    middle = rest.partition(",")[0].strip()
    is_named = is_whole_name(middle) and is_full_name(middle)
    if comma and "," in rest and is_named and is_role(without_article(head)):
        return named(middle, without_article(head.strip()))
    place = _start_of_last_name(text) or _behind_office(text)
    if place and not (comma and _ends_with_somebody(head)):
        return _named(text[:place], text[place:])
    first, comma, after = text.partition(",")
    place = (_start_of_last_name(first) if comma else 0) or _start_of_one_word(first)
    if not place:
        return None
    more = trimmed(only_role(f",{after}"))
    office = without_article(trimmed(first[:place]))
    office = "" if office.lower() in ARTICLES else office
    return named(first[place:], ", ".join(part for part in (office, more) if part))


def _named(role: str, name: str) -> NamedPerson:
    """Somebody with what stands before the name, a trade with a capital too."""
    office = office_before(name)
    whole = f"{trimmed(role)} {name[:office]}".strip()
    return named(name[office:], without_article(whole))


def _ends_with_somebody(text: str) -> bool:
    """Whether "le professeur Éric Lemoine" names somebody: what follows is where he works."""
    place = _start_of_last_name(text)
    found = name_words(text[place:]) if place else []
    sure = bool(found) and (is_given_name(found[0]) or is_title(found[0]))
    return sure or is_written_loud(text[place:])


def _behind_office(text: str) -> int:
    """Where the name begins in "Mme la ministre Ana Roy", in capitals too."""
    found = list(WORD.finditer(text))
    if len(found) < 5 or not is_office(text) or not is_role_word(found[2].group()):
        return 0
    place = found[3].start()
    return place if name_end(text[place:]) == len(text) - place else 0


def _start_of_last_name(text: str) -> int:
    """Where the name at the end of `text` begins; 0 where that is not clear."""
    found = list(WORD.finditer(text))
    with_particle = _start_with_particle(text, found)
    if with_particle:
        return _before_titles(text, with_particle)
    last = len(found)
    while last and is_capital(found[last - 1].group().lstrip(_QUOTES)):
        last -= 1
    run = found[last:]
    counted = sum(not is_title(word.group()) and len(word.group()) > 1 for word in run)
    if not 2 <= counted <= 4 or len(run) > 7 or not last:
        return 0
    if IS_AND.fullmatch(found[last - 1].group()):
        return 0
    if found[last - 1].group().endswith(".") and is_title(found[last - 1].group()):
        return _before_titles(text, run[0].start())
    if not is_particle(found[last - 1].group(), first=False):
        return run[0].start()
    if len(run) == 3 and is_given_name(run[1].group()) and not is_given_name(run[0].group()):
        return run[1].start()
    # "maire de Vichy Anne MARTIN": the town belongs to the role; capitals show the surname.
    shouted = len(run) == 3 and is_shouted(run[2].group()) and not is_shouted(run[1].group())
    return run[1].start() if shouted else 0


def _before_titles(text: str, place: int) -> int:
    """`place`, or where titles in small letters begin before it: "dijkgraaf mr. Jan Smit"."""
    for word in reversed(list(WORD.finditer(text, 0, place))):
        said = word.group()
        if not said.endswith(".") or not (is_title(said) or is_honorific(said)):
            break
        place = word.start()
    return place


def _start_of_one_word(text: str) -> int:
    """Where the name begins in "barqueiro Zeferino": a trade in small letters, and one name."""
    trade, space, name = text.rpartition(" ")
    if not space or not name[:1].isupper() or not name.isalpha() or " " in without_article(trade):
        return 0
    word = without_article(trade)
    is_trade = word.islower() and (is_role_word(word) or may_be_role_word(word, shortest=5))
    return len(trade) + 1 if is_trade else 0


def _start_with_particle(text: str, found: list[re.Match[str]]) -> int:
    """Where "Grietje de Haan" begins in "boerin Grietje de Haan"."""
    if not any(is_particle(word.group(), first=False) for word in found[-3:]):
        return 0
    for before, word in pairwise(found[-6:-1]):
        rest = text[word.start() :]
        if is_particle(before.group(), first=False) or is_capital(before.group()):
            continue
        if is_capital(word.group()) and name_end(rest) == len(rest) and is_full_name(rest):
            return word.start()
    return 0
