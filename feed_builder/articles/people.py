"""Who is heard: the people in what follows "the interview with"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from feed_builder.articles.names import (
    DASHES,
    Heard,
    NamedPerson,
    is_role,
    name_end,
    named,
    trimmed,
)
from feed_builder.articles.offices import is_role_word
from feed_builder.articles.phrases import (
    asked_by,
    asks_by_trade,
    is_affiliation,
    is_of_several,
    is_office,
    is_symmetrical,
    office_before,
    only_role,
    without_in_full,
    without_opening,
    without_trade_of_asking,
    without_works,
)
from feed_builder.articles.relatives import relative
from feed_builder.articles.role_first import role_first
from feed_builder.articles.several import (
    MOST_JOINTS,
    only_names,
    split_people,
    with_both_surnames,
)
from feed_builder.articles.speech import without_clause
from feed_builder.articles.spellings import name_words


def parse_people(text: str) -> Heard:
    """The people in what follows "the interview with" or "by".

    "A, role" is one guest with all the rest as the role, even where it holds "et la cheffe de …";
    several are found only where that is clear (`split_people`). No name, nobody: an empty result.
    """
    speaking, asking = asked_by(without_opening(text))
    named = without_trade_of_asking(speaking)
    heard = Heard(_people(named), _people(asking))
    turned = _turned(heard, asks=named != speaking) if is_symmetrical(text) else heard
    return Heard(turned.guests, tuple(_named_only(p) for p in turned.hosts))


def _turned(heard: Heard, *, asks: bool) -> Heard:
    """Who speaks and who asks, where the words say only that they talk with each other.

    "Host Ana Roy speaks with Tom Ray" and "Ana Roy speaks with baker Tom Ray": he is the guest.
    """
    if not heard.guests or not heard.hosts:
        return heard
    first, second = heard.guests[0], heard.hosts[0]
    if len(name_words(first.name)) < 2:
        return heard
    if (asks or asks_by_trade(first.role or "")) and not asks_by_trade(second.role or ""):
        return Heard(heard.hosts, heard.guests)
    if not first.role and second.role and not asks_by_trade(second.role):
        return Heard(heard.hosts, heard.guests)
    return heard


# "Bademeister a. D. Ewald Krause"
_RETIRED = re.compile(r"((?:\w[\w-]{3,40}\s){1,3}(?:a\.\s?D\.|i\.\s?R\.))\s(?=[^\W\d_a-zß-ÿ])")
# "Tilly (8) and Max (10), readers"
_AGE = re.compile(r"\s\(\d{1,2}(?:\s(?:ans|years?(?: old)?|Jahre|años|anni|jaar|anos))?\)")
_AGED_AND = re.compile(rf"{_AGE.pattern}\s(?:et|and|und|y|e|en|&)\s[^\W\d_a-zß-ÿ]")
_ROMAN = re.compile(r"[IVX]{2,4}\.")


def _named_only(person: NamedPerson) -> NamedPerson:
    return NamedPerson(person.name, person.display_name)


def _people(text: str) -> tuple[NamedPerson, ...]:
    said = _without_full_stop(trimmed(without_clause(text)))
    role, names = _role_then_names(said)
    if names:
        return tuple(named(name, role) for name in names)
    said = _AGE.sub("", said) if _AGED_AND.search(said) else said
    said = with_both_surnames(said)
    pieces = split_people(said)
    people = [person for person in map(_person, pieces) if person]
    return tuple(_with_shared_role(people)) if len(people) == len(pieces) else tuple(people[:1])


def _without_full_stop(text: str) -> str:
    last = text.rpartition(" ")[2]
    # "Inc.", "S.A.", "Jr." keep theirs; a sentence does not.
    if text.endswith(".") and "." not in last[:-1] and (len(last) > 4 or _ROMAN.fullmatch(last)):
        return text[:-1].rstrip()
    return text


def _with_shared_role(people: list[NamedPerson]) -> Iterator[NamedPerson]:
    """Two names before one role in the plural ("A et B, co-présidents") have it both."""
    role = people[-1].role if people else None
    plural = role is not None and (is_of_several(role) or is_affiliation(role))
    shared = plural and all(person.role is None for person in people[:-1])
    first = people[0].role if people else None
    if first and len(people) > 1 and all(person.role is None for person in people[1:]):
        # "les lingères Odile Hamon et Rachida Benyahia"
        shared, role = is_of_several(first), first
    for person in people:
        yield NamedPerson(person.name, person.display_name, role) if shared else person


def _person(text: str) -> NamedPerson | None:
    retired = _RETIRED.match(text)
    if retired and name_end(text[retired.end() :]):
        found = _person(text[retired.end() :])
        return replace(found, role=retired[1]) if found else None
    kin = relative(text)
    if kin:
        return kin
    end = name_end(text)
    if end == 0 or is_office(text):
        return role_first(text) or _role_first_in_brackets(text)
    rest = text[end:].lstrip()
    if len(name_words(text[:end])) == 1 and rest[:1].isdigit():  # "Year 4 pupils"
        return None
    if len(name_words(text[:end])) == 1 and rest and rest[0].isalpha():
        return role_first(text)
    office = office_before(text[:end])
    if office:
        after = _role_of(rest)
        role = text[:office].strip() + (f", {after}" if after else "")
        return named(text[office:end], role)
    return named(text[:end], _role_of(rest))


def _role_first_in_brackets(text: str) -> NamedPerson | None:
    """ "chercheuse Ana Roy (CNRS)": a trade, a name, and where she works."""
    before, bracket, inside = text.rstrip(" .").partition("(")
    if not bracket or not inside.endswith(")") or "(" in inside:
        return None
    found = role_first(before.strip())
    said = inside.removesuffix(")").strip()
    return replace(found, role=f"{found.role}, {said}" if found.role else said) if found else None


def _role_of(rest: str) -> str | None:
    """What follows a name, if it says what the person is; a topic ("sur l'eau") does not."""
    rest = without_in_full(without_works(rest))
    if rest.startswith("(") and ")" in rest and rest.count("(") == 1:
        inside, _, behind = rest[1:].partition(")")
        said = only_role(f",{behind}") if _is_more_role(behind) else ""
        return f"{inside.strip()}, {trimmed(said)}" if trimmed(said) else inside.strip()
    if rest[:1] in (",", ":", "(") or rest[:1] in DASHES:
        return trimmed(only_role(rest)) or None
    return only_role(rest) if is_role(rest) or is_affiliation(rest) else None


def _is_more_role(behind: str) -> bool:
    return behind.lstrip()[:1] == "," and is_role_word(trimmed(behind).partition(" ")[0])


def _role_then_names(text: str) -> tuple[str, list[str]]:
    """ "the apprentices of Wick, Tom Reilly and Sue Ng": one role, then several names."""
    if name_end(text):
        return "", []
    for comma in islice(re.finditer(",", text), MOST_JOINTS):
        names = only_names(text[comma.end() :].strip())
        if names:
            return trimmed(text[: comma.start()]), names
    return "", []
