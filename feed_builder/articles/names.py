"""Who is heard: names and roles in the words of an article, and names as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from feed_builder.articles.folding import fold
from feed_builder.text import folded, words

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


_PARTICLES = frozenset(
    words(
        "de du des la le les d' van von der den vom zum zur ter ten te di da del della dello dei "
        "dos das do y e ibn bin ben al el bint af av zu of"
    )
)
# With one of these a name may begin; "le Pôle" or "du Hall" is none.
_LEADING_PARTICLES = frozenset(words("von van de d' di da ibn ben al el ter ten"))
# In a surname in capitals these keep a capital: Marine Le Pen, Myriam El Khomri.
_CAPITAL_PARTICLES = frozenset(words("le la les el al ben bin ibn"))
_HONORIFICS = frozenset(
    words(
        "m mm mme mmes mlle monsieur madame mr mrs ms miss mx herr frau sr sra srta senor senora "
        "don dona sig signor signora dhr mevr mevrouw meneer"
    )
)
_ROLES = frozenset(
    words(
        "maire president presidente directeur directrice ministre depute deputee senateur "
        "senatrice prefet prefete conseiller conseillere chef cheffe responsable professeur "
        "professeure chercheur chercheuse secretaire delegue deleguee fondateur fondatrice "
        "cofondateur cofondatrice charge chargee coordinateur coordinatrice coordonnateur "
        "coordonnatrice adjoint adjointe membre ancien ancienne elu elue gerant gerante dirigeant "
        "dirigeante ingenieur ingenieure architecte avocat avocate journaliste ecrivain ecrivaine "
        "medecin docteur economiste sociologue historien historienne urbaniste animateur "
        "animatrice referent referente mayor director minister professor head chief ceo chair "
        "chairman chairwoman chairperson secretary member founder cofounder deputy senator "
        "councillor councilor former manager editor author writer historian engineer architect "
        "lawyer doctor researcher leader governor burgermeister burgermeisterin direktor "
        "direktorin leiter leiterin prasident prasidentin ministerin professorin geschaftsfuhrer "
        "geschaftsfuhrerin vorsitzende vorsitzender alcalde alcaldesa directora ministro ministra "
        "profesor profesora sindaco sindaca direttore direttrice professore professoressa "
        "burgemeester voorzitter hoogleraar wethouder diretor diretora prefeito prefeita "
        "professora"
    )
)
_ASKED_BY = re.compile(
    r"[\s,(-]{1,3}(?:au micro d'|au micro de |interroge(?:e|s|es)? par |interviewe(?:e|s|es)? par |"
    r"(?:propos )?recueillis? par |realise(?:e|s|es)? par |interviewed by |in conversation with |"
    r"speaking (?:to|with) |talking to |interviewt von |befragt von |im gesprach mit |"
    r"entrevistad[oa]s? por |intervistat[oaie] da |geinterviewd door )"
)
_TOPIC = re.compile(r"\s(?:on|about|sur|à propos|über|zu|sobre|su|over)\s")
_AND = r"(?:et|and|&|und|y|e|en|sowie|ainsi que|as well as|avec|with|mit|con|met|com)"
_IS_AND = re.compile(_AND, re.IGNORECASE)
_JOINED = re.compile(rf"\s?(?P<comma>[,;])\s(?P<and>{_AND}\s)?|\s(?P<only>{_AND})\s", re.IGNORECASE)
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
    speaking, asking = _asked_by(text)
    return Heard(_people(speaking), tuple(_named_only(p) for p in _people(asking)))


def _asked_by(text: str) -> tuple[str, str]:
    view = fold(text)
    match = _ASKED_BY.search(view.text)
    if not match:
        return text, ""
    return text[: view.place(match.start())], text[view.place(match.end()) :].rstrip(" )")


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
    plural = role is not None and role.split()[0].rstrip(",").endswith("s")
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
            if given and surname and not pending and not _is_shouted(word):
                break
            end, pending = match.start() + len(word), False
            surname, given = surname or _is_shouted(word), given or not _is_shouted(word)
        elif not _is_particle(word, first=number == 0):
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


def _is_shouted(word: str) -> bool:
    """Whether a word is a surname in capitals: two of them side by side, also in "McDONALD"."""
    return any(a.isupper() and b.isupper() for a, b in pairwise(word))


def _is_particle(word: str, *, first: bool) -> bool:
    return word.lower().replace("’", "'").strip("'") in (
        _LEADING_PARTICLES if first else _PARTICLES
    )


def _is_somebody(name: str) -> bool:
    return any(not _is_honorific(word) for word in name.split())


def _is_honorific(word: str) -> bool:
    return folded(word).rstrip(".") in _HONORIFICS


def _name_words(name: str) -> list[str]:
    return [word for word in name.split() if not _is_honorific(word)]


def _is_role(text: str) -> bool:
    first = words(text.partition(" ")[0])
    return any(word in _ROLES for word in first)


def _is_office(text: str) -> bool:
    """Whether `text` begins with "Mme la …", "Monsieur le …": an office, not a name."""
    first, _, rest = text.partition(" ")
    return _is_honorific(first) and words(rest[:3])[:1] in (["le"], ["la"], ["l"], ["les"])


def _person(text: str) -> NamedPerson | None:
    end = name_end(text)
    if end == 0 or _is_office(text):
        return _role_first(text)
    rest = text[end:].lstrip()
    if len(_name_words(text[:end])) == 1 and rest and rest[0].isalpha():
        return _role_first(text)
    return _named(text[:end], _role_of(rest))


def _named(name: str, role: str | None) -> NamedPerson:
    written = name.strip()
    return NamedPerson(written, display_name(written), role or None)


def _role_of(rest: str) -> str | None:
    """What follows a name, if it says what the person is; a topic ("sur l'eau") does not."""
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        return rest[1:-1].strip()
    if rest[:1] in (",", ":", "(") or rest[:1] in _DASHES:
        return trimmed(rest)
    return rest if _is_role(rest) else None


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
    if comma and name_end(name) == len(name) and len(_name_words(name)) > 1:
        return _named(name, trimmed(before))
    if not comma:
        text = _TOPIC.split(text, maxsplit=1)[0]
    place = _start_of_last_name(text)
    return _named(text[place:], trimmed(text[:place])) if place else None


def _start_of_last_name(text: str) -> int:
    """Where the name at the end of `text` begins; 0 where that is not clear."""
    found = list(_WORD.finditer(text))
    last = len(found)
    while last and _is_capital(found[last - 1].group()):
        last -= 1
    run = found[last:]
    if not 2 <= len(run) <= 4 or not last or _IS_AND.fullmatch(found[last - 1].group()):
        return 0
    if not _is_particle(found[last - 1].group(), first=False):
        return run[0].start()
    # "maire de Vichy Anne MARTIN": the town belongs to the role; capitals show the surname.
    shouted = len(run) == 3 and _is_shouted(run[2].group()) and not _is_shouted(run[1].group())
    return run[1].start() if shouted else 0


def _split(text: str) -> list[str]:
    """The pieces of `text` that tell of one person each.

    Several people are seen in "A, B et C" (names only), in "A, role, et B, role" (a comma before
    "et"), in "A et B, role", and wherever a given name and a surname in capitals follow a comma
    or "et", if the first is written so too. Anything else is one person with a long role.
    """
    names = _only_names(text)
    if names:
        return names
    pieces, start = [], 0
    for joint in islice(_JOINED.finditer(text), _MOST_JOINTS):
        if joint.start() >= start and _opens_person(text, start, joint):
            pieces.append(text[start : joint.start()])
            start = joint.end()
    return [*pieces, text[start:]]


def _only_names(text: str) -> list[str]:
    joints = list(islice(_JOINED.finditer(text), _MOST_JOINTS))
    if len(joints) == _MOST_JOINTS or not any(
        joint.group("and") or joint.group("only") for joint in joints
    ):
        return []
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return pieces if all(map(_is_whole_name, pieces)) and _is_full_name(pieces[-1]) else []


def _is_whole_name(text: str) -> bool:
    return name_end(text) == len(text) > 0 and not _is_role(text)


def _is_full_name(name: str) -> bool:
    return 2 <= len(_name_words(name)) <= 5 and not _is_role(name)


def _opens_person(text: str, start: int, joint: re.Match[str]) -> bool:
    after = text[joint.end() :]
    name = after[: name_end(after)]
    if not _is_full_name(name) or not _may_follow_name(after[len(name) :]):
        return False
    before = text[start : joint.start()]
    first = before[: name_end(before)]
    if joint.group("comma") == ";" or joint.group("and") or joint.group("only") == "&":
        return True
    if _is_written_loud(first):
        return _is_written_loud(name)
    return joint.group("only") is not None and first == before


def _may_follow_name(rest: str) -> bool:
    closed = rest.strip()
    return not closed or closed[0] in ",;(:" or closed[0] in _DASHES or bool(_JOINED.match(rest))


def _is_written_loud(name: str) -> bool:
    found = _name_words(name)
    return any(map(_is_shouted, found)) and not all(map(_is_shouted, found))


def surname_words(person: NamedPerson) -> list[str]:
    """The folded words of a person's surname: those in capitals, else the last one's."""
    found = _name_words(person.name)
    loud = [word for word in found if _is_shouted(word)]
    if loud and len(loud) < len(found):
        return [part for word in loud for part in words(word)]
    return words(found[-1]) if found else []


def display_name(name: str) -> str:
    """`name` as people write it: "OGBOYE-VAZIEUX" is "Ogboye-Vazieux", "McDONALD" "McDonald".

    Particles of a surname in capitals become small ("VON DER LEYEN" is "von der Leyen"), but Le,
    La and El keep their capital; a surname set first ("DUPONT Jean") goes behind; "M." and "Mme"
    are left out.
    """
    found = [word.strip('"“”«»') for word in _name_words(name)]
    ordered = _given_first([word for word in found if word])
    shown = [
        _shown(word, first=i == 0, last=i == len(ordered) - 1) for i, word in enumerate(ordered)
    ]
    return " ".join(shown)


def _given_first(found: list[str]) -> list[str]:
    loud = [len(word) > 2 and word.isupper() for word in found]
    if len(found) < 2 or not loud[0] or loud[-1] or _is_particle(found[-1], first=False):
        return found
    if not all(one.isalpha() or "-" in one for one in found):
        return found
    end = loud.index(False)
    return [*found[end:], *found[:end]] if not any(loud[end:]) else found


_ROMAN = re.compile(r"[IVX]{2,4}")
_PREFIXED = re.compile(r"([A-ZÀ-Þ][a-zß-ÿ]{1,3})([A-ZÀ-Þ]{2,})")
_SCOTTISH = re.compile(r"MC([A-Z]{3,})")


def _shown(word: str, *, first: bool, last: bool) -> str:
    if not _is_shouted(word) or (_ROMAN.fullmatch(word) and last and not first):
        return word
    if len(word) == 2 and not last and not set("AEIOUYÉÈ") & set(word):
        return word
    if not first and word.lower() in _PARTICLES and not last:
        return word.capitalize() if word.lower() in _CAPITAL_PARTICLES else word.lower()
    return "".join(_shown_part(part) for part in re.split(r"([-'’.])", word))


def _shown_part(part: str) -> str:
    prefixed = _PREFIXED.fullmatch(part)
    if prefixed:
        return prefixed.group(1) + prefixed.group(2).capitalize()
    scottish = _SCOTTISH.fullmatch(part)
    if scottish:
        return "Mc" + scottish.group(1).capitalize()
    return part.capitalize() if part.isupper() else part
