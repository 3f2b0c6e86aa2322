"""Names in the words of an article: where one begins and ends, and what is none."""

from __future__ import annotations

import re
from dataclasses import replace

from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.offices import is_role_word, is_title, may_be_role_word
from feed_builder.articles.phrases import ARTICLES, is_affiliation
from feed_builder.articles.spellings import (
    PARTICLES,
    display_name,
    is_honorific,
    is_shouted,
    name_words,
)
from feed_builder.records import dataclass
from feed_builder.text import words

__all__ = ["Heard", "NamedPerson", "display_name", "name_end", "surname_words", "trimmed"]
# podcast:person holds 128 characters (P20-PER); nobody's name is longer.
MOST_CHARACTERS = 128
_MOST_WORDS = 9
# With one of these a name may begin; "le Pôle" or "du Hall" is none.
_LEADING_PARTICLES = frozenset(words("von van de d' di da ibn ben al el ter ten"))
# "L'institutrice Ana Roy": what she is comes first.
_ELIDED = re.compile(r"[Ll]['’][a-zß-ÿ]")
WORD = re.compile(r"\S+")
# One or two words with capitals, in quotes; behind a name nothing but its end may follow.
_NICKNAME = re.compile(
    r"(?<!\S)[\"“„«‘'’](?=[^\W\d_a-zß-ÿ])[\w.-]{1,20}(?:\s[^\W\d_a-zß-ÿ][\w.-]{1,20})?[\"”“»’'],?"
    r"(?:(?P<more>\s[^\W\d_a-zß-ÿ])|(?=\s?(?:[,;:()|–—-]|$)|\s(?:et|and|und|y|e|en|&)\s))"
)
_CLOSING = " \t\n\u00a0\u202f\u2009:"
DASHES = "-–—|·•"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody an article names.

    `name` is spelt as the article spells it ("Jean-François VALLÈS"), `display_name` as people
    write it ("Jean-François Vallès"), `role` is what the article says they are, to the letter.
    """

    name: str
    display_name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The people in an announcement: who speaks, and who asks."""

    guests: tuple[NamedPerson, ...] = ()
    hosts: tuple[NamedPerson, ...] = ()


def trimmed(text: str) -> str:
    """`text` without the spaces and the colon that close an announcement."""
    return text.strip(_CLOSING + ",;" + DASHES)


def name_end(text: str) -> int:
    """Where the name with which `text` begins ends; 0 where it begins with none."""
    end, given, surname, pending = 0, False, False, False
    for number, match in enumerate(WORD.finditer(text)):
        word = match.group().rstrip(",;:)")
        if number >= _MOST_WORDS or match.start() + len(word) > MOST_CHARACTERS:
            break
        if word.endswith(("'s", "’s")):
            return 0
        if number == 0 and _ELIDED.match(word):
            return 0
        if is_nickname(text, match):
            end = match.start() + len(word)
            if len(word) < len(match.group()):
                break
            continue
        if _is_before_name(text, match, number, word) and not (given or surname):
            end, pending = match.start() + len(word), False
            if len(word) < len(match.group()):
                break
            continue
        if is_capital(word):
            if given and surname and not pending and not is_shouted(word):
                break
            end, pending = match.start() + len(word), False
            surname, given = surname or is_shouted(word), given or not is_shouted(word)
        elif _opens_name(word, number) or _joins(text, match):
            pending = True
        elif not is_particle(word, first=number == 0) or (
            number > 1 and is_affiliation(text[match.start() :])
        ):
            break
        else:
            pending = True
        if len(word) < len(match.group()):
            break
    return end if _is_somebody(text[:end]) else 0


def _is_before_name(text: str, match: re.Match[str], number: int, word: str) -> bool:
    """Whether a word is a title, or an office or its degree before one: "Ingenieurin ETH Ana"."""
    if is_title(word) and (is_capital(word) or (number > 0 and word.endswith("."))):
        return True
    before = text[: match.start()].split()
    degree = number == 1 and word.isupper() and len(word) < 5 and _is_office(before[0])
    return degree or (number == 0 and is_capital(word) and _is_office(word) and " " in text)


def _is_office(word: str) -> bool:
    return not is_given_name(word) and (is_role_word(word) or may_be_role_word(word))


def _opens_name(word: str, number: int) -> bool:
    """Whether a title in small letters begins a name: "dr. Jan Smit"."""
    short = word.endswith(".") and (is_title(word) or is_honorific(word))
    return number == 0 and (short or word in ("don", "doña", "dona", "dom"))


def is_nickname(text: str, match: re.Match[str]) -> bool:
    """Whether the word at `match` is of a name in quotes within a name: “Patsy”, «La Chata»."""
    return any(
        found.start() <= match.start() < found.end() and (found.start() or found["more"])
        for found in _NICKNAME.finditer(text, max(0, match.start() - 40), match.end() + 60)
    )


def _joins(text: str, match: re.Match[str]) -> bool:
    """Whether the "und" of "von und zu Aufseß" is at `match`."""
    return (
        match.group() == "und"
        and text[: match.start()].endswith("von ")
        and (text[match.end() :].startswith(" zu "))
    )


def is_capital(word: str) -> bool:
    """Whether a word is written as names are; "L'institutrice" is not."""
    if _ELIDED.match(word):
        return False
    core = _after_elision(word)
    return core[:1].isupper() and not any(c.isdigit() for c in core)


def _after_elision(word: str) -> str:
    return word[2:] if word[1:2] in ("'", "’") and word[:1].islower() else word


def is_particle(word: str, *, first: bool) -> bool:
    return word.lower().replace("’", "'").strip("'") in (_LEADING_PARTICLES if first else PARTICLES)


def _is_somebody(name: str) -> bool:
    return any(not is_honorific(word) for word in name.split())


def is_role(text: str) -> bool:
    return is_role_word(text.partition(" ")[0])


def named(name: str, role: str | None) -> NamedPerson:
    written = name.strip()
    if written.endswith(".") and written[-2:-1].islower() and "." not in written[-5:-1]:
        written = written if len(written.rpartition(" ")[2]) < 5 else written[:-1]
    said = role if role and role.lower() not in ARTICLES else None
    return NamedPerson(written, display_name(written), said)


def spelt_in(people: tuple[NamedPerson, ...], language: str | None) -> tuple[NamedPerson, ...]:
    """`people` shown as an article's language writes surnames in capitals (`display_name`)."""
    return tuple(
        replace(person, display_name=display_name(person.name, language or ""))
        if person.display_name == display_name(person.name)
        else person
        for person in people
    )


def is_whole_name(text: str) -> bool:
    return name_end(text) == len(text) > 0 and not is_role(text)


def is_full_name(name: str) -> bool:
    return 2 <= len(name_words(name)) <= 5 and not is_role(name)


def is_written_loud(name: str) -> bool:
    found = name_words(name)
    return any(map(is_shouted, found)) and not all(map(is_shouted, found))


def is_known(person: NamedPerson) -> bool:
    """Whether a name stands for somebody by itself."""
    found = name_words(person.name)
    if len(found) < 2:
        return any(map(is_honorific, person.name.split()))
    if any(is_role_word(word) for word in found[:1]) or words(found[0])[:1] == []:
        return False
    loud = [is_shouted(word) for word in found]
    role = (person.role or "").split()
    return (
        is_given_name(found[0])
        or is_title(found[0])
        or len(found) < len(person.name.split())
        or (any(loud) and not all(loud))
        or any(map(is_role_word, role[:2]))
    )


def surname_words(person: NamedPerson) -> list[str]:
    """The folded words of a person's surname: those in capitals, else the last one's."""
    found = name_words(person.name)
    loud = [word for word in found if is_shouted(word)]
    if loud and len(loud) < len(found):
        return [part for word in loud for part in words(word)]
    return words(found[-1]) if found else []
