"""Who is heard: names and roles in the words of an article, and names as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.offices import is_role_word
from feed_builder.articles.phrases import (
    ARTICLES,
    asked_by,
    is_affiliation,
    is_office,
    is_plural,
    office_before,
    only_role,
    without_article,
    without_opening,
)
from feed_builder.articles.spellings import (
    PARTICLES,
    display_name,
    is_honorific,
    is_shouted,
    name_words,
)
from feed_builder.text import words

__all__ = ["Heard", "NamedPerson", "display_name", "name_end", "parse_people", "surname_words"]

# podcast:person holds 128 characters (P20-PER); nobody's name is longer.
MOST_CHARACTERS = 128
_MOST_WORDS = 9
# An announcement names a handful of people; a line with more commas than this is none.
_MOST_JOINTS = 24


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


# With one of these a name may begin; "le Pôle" or "du Hall" is none.
_LEADING_PARTICLES = frozenset(words("von van de d' di da ibn ben al el ter ten"))
_TOPIC = re.compile(r"\s(?:on|about|sur|à propos|über|zu|sobre|su|over)\s")
_AND = r"(?:et|and|&|und|y|e|en|sowie|ainsi que|as well as|avec|with|mit|con|met|com)"
_IS_AND = re.compile(_AND, re.IGNORECASE)
# "… and to", "… y a", "et d'": the preposition before the second name.
_TO = r"(?:(?:ad|a|à|al|alla|con|de|avec|with|mit|met|com|von|van|to)\s|d['’])?"
_JOINED = re.compile(
    rf"\s?(?P<comma>[,;])\s(?P<and>{_AND}\s{_TO})?|\s(?P<only>{_AND})\s{_TO}", re.IGNORECASE
)
_WORD = re.compile(r"\S+")
_CLOSING = " \t\n\u00a0\u202f\u2009:"
_DASHES = "-–—|·•"


def trimmed(text: str) -> str:
    """`text` without the spaces and the colon that close an announcement."""
    return text.strip(_CLOSING + ",;" + _DASHES)


def parse_people(text: str) -> Heard:
    """The people in what follows "the interview with" or "by".

    "A, role" is one guest with all the rest as the role, even where it holds "et la cheffe de …";
    several are found only where that is clear (`_split`). No name, nobody: an empty result.
    """
    speaking, asking = asked_by(without_opening(text))
    return Heard(_people(speaking), tuple(_named_only(p) for p in _people(asking)))


def _named_only(person: NamedPerson) -> NamedPerson:
    return NamedPerson(person.name, person.display_name)


def _people(text: str) -> tuple[NamedPerson, ...]:
    said = _without_full_stop(trimmed(text))
    role, names = _role_then_names(said)
    if names:
        return tuple(_named(name, role) for name in names)
    pieces = _split(said)
    people = [person for person in map(_person, pieces) if person]
    return tuple(_with_shared_role(people)) if len(people) == len(pieces) else tuple(people[:1])


def _without_full_stop(text: str) -> str:
    last = text.rpartition(" ")[2]
    # "Inc.", "S.A.", "Jr." keep theirs; a sentence does not.
    if text.endswith(".") and "." not in last[:-1] and len(last) > 4:
        return text[:-1].rstrip()
    return text


def _with_shared_role(people: list[NamedPerson]) -> Iterator[NamedPerson]:
    """Two names before one role in the plural ("A et B, co-présidents") have it both."""
    role = people[-1].role if people else None
    plural = role is not None and is_plural(role.split()[0].rstrip(","))
    shared = plural and all(person.role is None for person in people[:-1])
    for person in people:
        yield NamedPerson(person.name, person.display_name, role) if shared else person


def name_end(text: str) -> int:
    """Where the name with which `text` begins ends; 0 where it begins with none."""
    end, given, surname, pending = 0, False, False, False
    for number, match in enumerate(_WORD.finditer(text)):
        word = match.group().rstrip(",;:)")
        if number >= _MOST_WORDS or match.start() + len(word) > MOST_CHARACTERS:
            break
        if word.endswith(("'s", "’s")):
            return 0
        if _is_capital(word):
            if given and surname and not pending and not is_shouted(word):
                break
            end, pending = match.start() + len(word), False
            surname, given = surname or is_shouted(word), given or not is_shouted(word)
        elif not _is_particle(word, first=number == 0) or (
            number > 1 and is_affiliation(text[match.start() :])
        ):
            break
        else:
            pending = True
        if len(word) < len(match.group()):
            break
    return end if _is_somebody(text[:end]) else 0


def _is_capital(word: str) -> bool:
    core = _after_elision(word)
    return core[:1].isupper() and not any(c.isdigit() for c in core)


def _after_elision(word: str) -> str:
    return word[2:] if word[1:2] in ("'", "’") and word[:1].islower() else word


def _is_particle(word: str, *, first: bool) -> bool:
    return word.lower().replace("’", "'").strip("'") in (_LEADING_PARTICLES if first else PARTICLES)


def _is_somebody(name: str) -> bool:
    return any(not is_honorific(word) for word in name.split())


def _is_role(text: str) -> bool:
    return is_role_word(text.partition(" ")[0])


def _person(text: str) -> NamedPerson | None:
    end = name_end(text)
    if end == 0 or is_office(text):
        return _role_first(text)
    rest = text[end:].lstrip()
    if len(name_words(text[:end])) == 1 and rest and rest[0].isalpha():
        return _role_first(text)
    office = office_before(text[:end])
    if office:
        after = _role_of(rest)
        role = text[:office].strip() + (f", {after}" if after else "")
        return _named(text[office:end], role)
    return _named(text[:end], _role_of(rest))


def _named(name: str, role: str | None) -> NamedPerson:
    written = name.strip()
    return NamedPerson(written, display_name(written), role or None)


def _role_of(rest: str) -> str | None:
    """What follows a name, if it says what the person is; a topic ("sur l'eau") does not."""
    if rest.startswith("(") and ")" in rest and rest.count("(") == 1:
        inside, _, behind = rest[1:].partition(")")
        said = only_role(f",{behind}") if _is_more_role(behind) else ""
        return f"{inside.strip()}, {trimmed(said)}" if trimmed(said) else inside.strip()
    if rest[:1] in (",", ":", "(") or rest[:1] in _DASHES:
        return trimmed(only_role(rest)) or None
    return only_role(rest) if _is_role(rest) or is_affiliation(rest) else None


def _is_more_role(behind: str) -> bool:
    return behind.lstrip()[:1] == "," and is_role_word(trimmed(behind).partition(" ")[0])


def _role_then_names(text: str) -> tuple[str, list[str]]:
    """ "the apprentices of Wick, Tom Reilly and Sue Ng": one role, then several names."""
    if name_end(text):
        return "", []
    for comma in islice(re.finditer(",", text), _MOST_JOINTS):
        names = _only_names(text[comma.end() :].strip())
        if names:
            return trimmed(text[: comma.start()]), names
    return "", []


def _role_first(text: str) -> NamedPerson | None:
    """ "maire de Vichy, Anne Martin" and "maire de Vichy Anne MARTIN": a role, then a name."""
    before, comma, after = text.rpartition(",")
    name = after.strip()
    if comma and name_end(name) == len(name) and len(name_words(name)) > 1:
        return _named(name, without_article(trimmed(before)))
    if not comma:
        text = _TOPIC.split(text, maxsplit=1)[0]
    head, comma, rest = text.partition(",")
    middle = rest.partition(",")[0].strip()
    named = _is_whole_name(middle) and _is_full_name(middle)
    if comma and "," in rest and named and _is_role(without_article(head)):
        return _named(middle, without_article(head.strip()))
    place = _start_of_last_name(text) or _behind_office(text)
    if place:
        return _named(text[place:], without_article(trimmed(text[:place])))
    first, comma, after = text.partition(",")
    place = _start_of_last_name(first) if comma else 0
    if not place:
        return None
    more = trimmed(only_role(f",{after}"))
    office = without_article(trimmed(first[:place]))
    return _named(first[place:], ", ".join(part for part in (office, more) if part))


def _behind_office(text: str) -> int:
    """Where the name begins in "Mme la ministre Ana Roy", in capitals too."""
    found = list(_WORD.finditer(text))
    if len(found) < 5 or not is_office(text) or not is_role_word(found[2].group()):
        return 0
    place = found[3].start()
    return place if name_end(text[place:]) == len(text) - place else 0


def _start_of_last_name(text: str) -> int:
    """Where the name at the end of `text` begins; 0 where that is not clear."""
    found = list(_WORD.finditer(text))
    with_particle = _start_with_particle(text, found)
    if with_particle:
        return with_particle
    last = len(found)
    while last and _is_capital(found[last - 1].group()):
        last -= 1
    run = found[last:]
    if not 2 <= len(run) <= 4 or not last or _IS_AND.fullmatch(found[last - 1].group()):
        return 0
    if not _is_particle(found[last - 1].group(), first=False):
        return run[0].start()
    if len(run) == 3 and is_given_name(run[1].group()) and not is_given_name(run[0].group()):
        return run[1].start()
    # "maire de Vichy Anne MARTIN": the town belongs to the role; capitals show the surname.
    shouted = len(run) == 3 and is_shouted(run[2].group()) and not is_shouted(run[1].group())
    return run[1].start() if shouted else 0


def _start_with_particle(text: str, found: list[re.Match[str]]) -> int:
    """Where "Grietje de Haan" begins in "boerin Grietje de Haan"."""
    if not any(word.group().lower() in PARTICLES for word in found[-3:]):
        return 0
    for before, word in pairwise(found[-6:-1]):
        rest = text[word.start() :]
        if _is_particle(before.group(), first=False) or _is_capital(before.group()):
            continue
        if _is_capital(word.group()) and name_end(rest) == len(rest) and _is_full_name(rest):
            return word.start()
    return 0


def _split(text: str) -> list[str]:
    """The pieces of `text` that tell of one person each.

    Several people are seen in "A, B et C" (names only), in "A, role, et B, role" (a comma before
    "et"), in "A et B, role", and wherever a given name and a surname in capitals follow a comma
    or "et", if the first is written so too. Anything else is one person with a long role.
    """
    names = _only_names(text) or _names_before_role(text)
    if names:
        return names
    pieces, start = [], 0
    for joint in islice(_JOINED.finditer(text), _MOST_JOINTS):
        if joint.start() >= start and _opens_person(text, start, joint):
            pieces.append(text[start : joint.start()])
            start = joint.end()
    return [*pieces, text[start:]]


def _names_before_role(text: str) -> list[str]:
    """ "Enzo, Zoé et Tom, élèves": the names, the last with what they are."""
    for joint in islice(_JOINED.finditer(text), _MOST_JOINTS):
        if not (joint.group("only") or joint.group("and")):
            continue
        behind = text.find(",", joint.end())
        names = _only_names(text[:behind]) if behind > 0 else []
        if len(names) > 2 and is_plural(trimmed(text[behind:]).partition(" ")[0]):
            return [*names[:-1], names[-1] + text[behind:]]
    return []


def _only_names(text: str) -> list[str]:
    joints = list(islice(_JOINED.finditer(text), _MOST_JOINTS))
    if len(joints) == _MOST_JOINTS or not joints:
        return []
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    joined = any(joint.group("and") or joint.group("only") for joint in joints)
    clear = joined or all(
        _is_full_name(one) and is_given_name(name_words(one)[0]) for one in pieces
    )
    given = len(pieces) > 1 and all(len(one.split()) == 1 for one in pieces)
    full = _is_full_name(pieces[-1]) or (given and any(map(is_given_name, pieces)))
    names = clear and all(map(_is_whole_name, pieces)) and full
    return pieces if names else []


def _is_whole_name(text: str) -> bool:
    return name_end(text) == len(text) > 0 and not _is_role(text)


def _is_full_name(name: str) -> bool:
    return 2 <= len(name_words(name)) <= 5 and not _is_role(name)


def _opens_person(text: str, start: int, joint: re.Match[str]) -> bool:
    after = text[joint.end() :]
    name = after[: name_end(after)]
    before = text[start : joint.start()]
    first = before[: name_end(before)]
    if not first and (joint.group("and") or joint.group("only")) and _opens_office(after):
        return _role_first(before) is not None
    if first and joint.group("only") and _is_trade_and_name(after):
        return True
    if not _is_full_name(name) or not _may_follow_name(after[len(name) :]):
        return False
    if before.endswith(")") or (first != before and _is_told_apart(name, after, joint)):
        return True
    if joint.group("comma") == ";" or joint.group("and") or joint.group("only") == "&":
        return True
    if joint.group("only") is not None and first == before:
        return True
    return _is_written_loud(first) and _is_written_loud(name)


def _opens_office(text: str) -> bool:
    """Whether "le préfet Luc Pin" or "die Rektorin, Uta Lehe" begins here."""
    return any(map(is_role_word, text.split()[:2])) and _role_first(text) is not None


def _is_trade_and_name(text: str) -> bool:
    """Whether "la harpiste Solveig Dahl" begins here: an article or none, one word, a name."""
    found = text.split()
    skip = 1 if found and found[0].lower() in ARTICLES else 0
    if len(found) < skip + 3 or not is_role_word(found[skip]) or found[skip][:1].isupper():
        return False
    name = " ".join(found[skip + 1 :])
    end = name_end(name)
    return _is_full_name(name[:end]) and _may_follow_name(name[end:])


def _is_told_apart(name: str, after: str, joint: re.Match[str]) -> bool:
    """Whether a known given name, with a role or the text's end behind it, opens a person."""
    behind = after[len(name) :].lstrip()
    known = is_given_name(name_words(name)[0])
    if joint.group("only"):
        return known or (behind[:1] in tuple(",(") and is_role_word(trimmed(behind).split(" ")[0]))
    return known and behind[:1] in tuple(",(:–-")


def _may_follow_name(rest: str) -> bool:
    closed = rest.strip()
    marked = not closed or closed[0] in ",;(:" or closed[0] in _DASHES
    return marked or bool(_JOINED.match(rest) or _TOPIC.match(rest))


def _is_written_loud(name: str) -> bool:
    found = name_words(name)
    return any(map(is_shouted, found)) and not all(map(is_shouted, found))


def surname_words(person: NamedPerson) -> list[str]:
    """The folded words of a person's surname: those in capitals, else the last one's."""
    found = name_words(person.name)
    loud = [word for word in found if is_shouted(word)]
    if loud and len(loud) < len(found):
        return [part for word in loud for part in words(word)]
    return words(found[-1]) if found else []
