"""Names that an announcement writes in small letters: "the interview with jane doe, mayor"."""

from __future__ import annotations

import re
from dataclasses import replace

from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.names import Heard, NamedPerson, trimmed
from feed_builder.articles.offices import is_role_word
from feed_builder.articles.people import parse_people
from feed_builder.articles.spellings import PARTICLES

_NAMES_END = re.compile(r"[,;:(]|\s[–—-]\s|$")
_AND = re.compile(r"\s(?:et|and|und|y|e|en|&)\s(?:(?:de|avec|with|mit|con|met|com)\s|d['’])?")
_LETTERS = re.compile(r"[^\W\d_]{1,20}(?:[-'’][^\W\d_]{1,20}){0,3}")
_PART = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 5


def small_names(text: str) -> Heard:
    """The people in what follows "the interview with", where their names have small letters.

    Only a common given name with a surname behind it, and nothing else up to the comma, tells
    that they are names. What the article wrote stays their `name`.
    """
    said = trimmed(text)
    match = _NAMES_END.search(said)
    end = match.start() if match else len(said)
    names = [name.strip() for name in _AND.split(said[:end])]
    if not all(map(_is_small_name, names)):
        return Heard()
    shown = [_with_capitals(name) for name in names]
    heard = parse_people(_in_place(said[:end], names, shown) + said[end:])
    written = dict(zip(shown, names, strict=True))
    return replace(heard, guests=tuple(_as_written(one, written) for one in heard.guests))


def _is_small_name(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or not words[0].islower():
        return False
    if not all(map(_LETTERS.fullmatch, words)) or not is_given_name(words[0]):
        return False
    surname = [word for word in words[1:] if word.lower() not in PARTICLES]
    return bool(surname) and words[-1] in surname and not any(map(_is_no_name, surname))


def _is_no_name(word: str) -> bool:
    return is_role_word(word) or len(word) < 3


def _with_capitals(name: str) -> str:
    first, *rest = name.split()
    return " ".join([_capital(first), *(w if w in PARTICLES else _capital(w) for w in rest)])


def _capital(word: str) -> str:
    return _PART.sub(lambda m: m[0].capitalize() if m[0].islower() else m[0], word)


def _in_place(text: str, names: list[str], shown: list[str]) -> str:
    for name, capital in zip(names, shown, strict=True):
        text = text.replace(name, capital, 1)
    return text


def _as_written(person: NamedPerson, written: dict[str, str]) -> NamedPerson:
    return replace(person, name=written.get(person.name, person.name))
