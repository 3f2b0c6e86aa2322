"""People in headings and sentences, for announcements that name nobody.

A run of capitals may be a town or a company: a person is believed only with evidence (a role
beside the name, a known given name, a surname in capitals, an honorific, a verb of speech).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feed_builder.articles.folding import fold, plain
from feed_builder.articles.given_names import is_given_name
from feed_builder.articles.markers import find_caption
from feed_builder.articles.names import NamedPerson, is_known, name_end, trimmed
from feed_builder.articles.offices import is_role_word, is_title, is_trade, may_be_role_word
from feed_builder.articles.people import parse_people
from feed_builder.articles.phrases import office_before
from feed_builder.articles.speech import without_clause
from feed_builder.articles.spellings import display_name, is_honorific, is_shouted, name_words
from feed_builder.text import words

_MOST_TEXT = 4000
_MOST_PEOPLE = 3
_QUESTIONS = re.compile(
    r".{0,40}?\b(?:questions? (?:a|to|for)|fragen an|preguntas a|domande a|vragen aan|"
    r"perguntas a|rencontre avec|recontre avec|portrait (?:de|of|von)|meet|zu besuch bei|"
    r"im gesprach mit|in conversation with|in gesprek met|conversation (?:with|avec)|"
    r"a tu per tu con|a colloquio con|en conversacion con|encuentro con|conversa com|"
    r"entretien avec|interview (?:de|mit|met|with)|intervista a|entrevista (?:a|con|com)|"
    r"(?:entrevista|intervista|entretien|interview)\s?:)\s"
)
_QUOTE = re.compile(r"[«“„\"][^«»“”„\"]{1,300}[»”“\"]")
_LABEL = re.compile(r"[^:|]{1,30}\s?[:|]\s")
_QUOTE_MARKS = tuple('«“„"‘')
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”)]{0,2}\s+(?=[^\w\s]{0,3}[^\W\d_])")
_SAYS = frozenset(
    words(
        "dit explique raconte souligne assure confie resume rappelle affirme estime temoigne "
        "precise ajoute says said explains explained tells told recalls adds insists remembers "
        "sagt erklart erzahlt berichtet meint betont dice explica cuenta recuerda afirma senala "
        "spiega racconta sostiene ricorda zegt vertelt legt diz conta lembra afirma relata"
    )
)
_BEFORE_A_PERSON = frozenset(
    words("avec with mit con com met par by von por door da rencontre met recontre meet trafen")
)
_DETERMINERS = frozenset(
    words(
        "le la les l du des au aux un une the a an der die das den dem des el los las il lo gli i "
        "het een o os as do dos ao cette ce this"
    )
)
_DEFINITE = frozenset(words("le la les the der die das el los las il lo gli de het o"))
_NOT_ROLES = frozenset(
    words(
        "et and und y e en ou or oder o of de d a au en in im on sur auf sobre su over dans pour "
        "for per para fur ten two deux trois zwei drei dos tres due tre twee drie one ein eine "
        "ville city town stadt ciudad citta village commune quand when wenn wo ou where wie "
        "comment how toujours encore still noch not pas nicht no non"
    )
)
_COPULA = re.compile(
    r"(?:est|is|ist|es|e|is|era|etait|was|war|wird|sera)\s(?P<rest>[^.;:!?]{3,120})"
)
_AGE = re.compile(r",?\s?\(?\d{1,3}(?: ans| years old| jahre alt| anos| anni| jaar)?\)?(?=[,\s])")


def people_in_heading(text: str) -> tuple[NamedPerson, ...]:
    """Who a heading or a title names as the person heard in what stands below it."""
    shown = plain(text)
    if len(shown) > 300:
        return ()
    caption = find_caption(shown)
    if caption:
        return caption.guests
    view = fold(shown)
    asked = _QUESTIONS.match(view.text)
    if asked:
        found = parse_people(shown[view.place(asked.end()) :]).guests
        if found and _is_full(found[0].name):
            return found
    return _named_beside_a_quote(shown) or _named_alone(shown)


def _named_beside_a_quote(shown: str) -> tuple[NamedPerson, ...]:
    """ "Jane Doe: “…”", "“…”, Jane Doe, mayor"."""
    quote = _QUOTE.search(shown)
    if not quote:
        return ()
    for part in (shown[quote.end() :], shown[: quote.start()]):
        said = part.strip(" ,:;–—-|()\u00a0\u202f")
        found = parse_people(said).guests
        if found and _is_full(found[0].name) and said.startswith(found[0].name):
            return found
    return ()


def _named_alone(shown: str) -> tuple[NamedPerson, ...]:
    parts = [shown]
    label = _LABEL.match(shown)
    if label:
        before = shown[: label.end()].strip(" :|\u00a0\u202f")
        dated = any(map(str.isdigit, before))  # "2000s: Ana Roy, matron"
        behind = shown[label.end() :]
        parts = [behind] if dated else [*parts, before, behind]
    for part in parts:
        found = parse_people(part).guests
        if found and all(is_known(person) or _is_described(person) for person in found):
            whole = sum(len(one.name) + len(one.role or "") for one in found)
            if whole + 8 * len(found) >= len(part.strip()):
                return found
    return ()


def _is_described(person: NamedPerson) -> bool:
    """Whether a heading is "Two Words, what they are": a few words in small letters."""
    role = (person.role or "").split()
    small = bool(role) and role[0][:1].islower() and len(role) <= 5
    return (
        small
        and len(name_words(person.name)) == 2
        and words(role[0])[:1] != []
        and words(role[0])[0] not in _DETERMINERS | _NOT_ROLES
        and not any(c.isdigit() for c in person.role or "")
    )


def _is_full(name: str) -> bool:
    return len(name_words(name)) > 1 or any(map(is_honorific, name.split()))


def people_in_text(text: str) -> tuple[NamedPerson, ...]:
    """Who is named in a text, the last sentence that names somebody before the others.

    Nobody where more than a few are: then the text does not say who is heard.
    """
    shown = plain(text)[-_MOST_TEXT:]
    for sentence in reversed(_SENTENCE.split(shown)):
        found = _distinct(_people_in(sentence))
        if found:
            return found if len(found) <= _MOST_PEOPLE else ()
    return ()


def role_in_text(text: str, person: NamedPerson) -> str | None:
    """What a text says that `person` is."""
    wanted = display_name(person.name)
    for sentence in _SENTENCE.split(plain(text)[:_MOST_TEXT]):
        for found in _people_in(sentence):
            if found.display_name == wanted and found.role:
                return found.role
    return None


def _distinct(people: Iterable[NamedPerson]) -> tuple[NamedPerson, ...]:
    found: dict[str, NamedPerson] = {}
    for person in people:
        known = found.get(person.display_name)
        if known is None or (person.role and not known.role):
            found[person.display_name] = person
    return tuple(found.values())


def _people_in(sentence: str) -> Iterator[NamedPerson]:
    at = 0
    tokens = list(_WORD.finditer(sentence[:1500]))
    for number, token in enumerate(tokens):
        if token.start() < at:
            continue
        start = token.start() + len(token.group()) - len(token.group().lstrip("«“„\"'‘([—–-"))
        start = _behind_elision(sentence, start)
        end = name_end(sentence[start:])
        if not end or not sentence[start : start + 1].isupper():
            continue
        name = sentence[start : start + end].strip("»”\"'.,")
        person = _believed(sentence, start, name, tokens[:number])
        if person:
            at = start + end
            yield person


def _behind_elision(sentence: str, start: int) -> int:
    head = sentence[start : start + 3].lower().replace("’", "'")
    return start + 2 if head[1:2] == "'" and head[:1] in ("d", "l") else start


def _believed(
    sentence: str, start: int, name: str, before: list[re.Match[str]]
) -> NamedPerson | None:
    found = name_words(name)
    if len(found) < 2 or len(found) > 5 or is_role_word(found[0]):
        return None
    last = words(before[-1].group())[-1:] if before else []
    if last and last[0] in _DETERMINERS and not is_honorific(name.split()[0]):
        return None
    after = sentence[start + len(name) :]
    office = office_before(name)
    role = _role_after(after) or name[:office].strip() or _role_before(sentence[:start])
    role = role or _role_said(before)
    name, found = name[office:], name_words(name[office:])
    loud = [is_shouted(word) for word in found]
    evidence = (
        bool(role),
        is_given_name(found[0]) and len(found) < 5,
        len(found) < len(name.split()) or is_title(found[0]),
        any(loud) and not all(loud),
        bool(_says(after)) or (bool(last) and last[0] in _SAYS),
        bool(last) and last[0] in _BEFORE_A_PERSON and len(found) == 2 and not _is_place(after),
    )
    return NamedPerson(name, display_name(name), role) if any(evidence[:5]) else None


def _role_said(before: list[re.Match[str]]) -> str | None:
    """ "… vertelt veerman Sjouke Terpstra": one small word between the verb and the name."""
    last = [word.group() for word in before[-2:]]
    if len(last) < 2 or folded_first(last[0]) not in _SAYS or not last[1].islower():
        return None
    return last[1] if len(last[1]) > 2 and last[1] not in _DETERMINERS | _BEFORE_A_PERSON else None


def _says(after: str) -> bool:
    first = words(after[:40])[:1]
    return bool(first) and first[0] in _SAYS


def _is_place(after: str) -> bool:
    return after.lstrip()[:1] == "("


def _role_after(after: str) -> str | None:
    """ ", mayor of Wick, says …", "(mayor)", "is the mayor of Wick."."""
    aged = _AGE.match(after)
    rest = after[aged.end() :] if aged else after
    if rest.lstrip()[:1] == "(":
        inside = rest.lstrip()[1:].partition(")")[0].strip()
        return inside if is_role_word(inside.partition(" ")[0]) else None
    copula = _COPULA.match(fold(rest[:200]).text.lstrip())
    if copula:
        skip = len(rest) - len(rest.lstrip())
        said = rest[skip + copula.start("rest") : skip + copula.end("rest")]
        return _if_role(said.partition(",")[0])
    if rest.lstrip()[:1] not in (",", "–", "—", "-"):
        return None
    behind = rest.lstrip()[1:].strip()
    said = re.split(r"[,;:.!?–—](?:\s|$)", behind + " ", maxsplit=1)[0]
    return (
        _if_role(said)
        or _if_telling(said, behind[len(said) :])
        or _if_apposed(said, behind[len(said) :])
    )


def _if_apposed(said: str, behind: str) -> str | None:
    """ "Ana Roy, la régisseuse, …": a definite article and a few small words between commas."""
    first, space, rest = said.strip().partition(" ")
    elided = first[1:2] in ("'", "’") and first[:1] == "l"
    if not behind.startswith(",") or not (elided or (space and first in _DEFINITE)):
        return None
    role = f"{first[2:]} {rest}".strip() if elided else rest
    return role if 0 < len(role.split()) <= 5 else None


def _if_telling(said: str, behind: str) -> str | None:
    """ "Ana Roy, abonnée, répond …": whatever stands between a name and its verb."""
    tells = without_clause(f"{said}{behind[:60]}") == said
    short = 0 < len(said.split()) <= 6 and said[:1].islower()
    return said.strip() if short and len(said) > 3 and behind[:1] == "," and tells else None


def _if_role(said: str) -> str | None:
    """`said` without its article, if it begins with an office."""
    found = said.strip()
    for _ in range(2):
        first, _, rest = found.partition(" ")
        if is_role_word(first):
            return trimmed(found.rstrip(".")) if len(found) <= 120 else None
        elided = first.lower().replace("’", "'").startswith("l'")
        if elided and is_role_word(first[2:]):
            return trimmed(found[2:].rstrip("."))
        if words(first)[:1] and words(first)[0] in _DETERMINERS | _POSSESSIVES:
            found = rest
        elif is_role_word(rest.partition(" ")[0]) and first.islower():
            return trimmed(found.rstrip(".")) if len(found) <= 120 else None
        else:
            return None
    return None


_POSSESSIVES = frozenset(
    words("notre our unser unsere nuestra nuestro nostra nostro onze nossa sa son")
)


def _role_before(before: str) -> str | None:
    """ "The mayor of Wick, Jane Doe", "our head gardener Jane Doe"."""
    said = re.split(r"[;:.!?–—(]\s", before.rstrip(" \u00a0,"))[-1]
    said = said.rpartition(",")[2].strip()
    found = said.split()
    if len(found) < 4 and not _DETERMINERS.intersection(word.lower() for word in found):
        trade = _trade_at_start(found)
        if trade:
            return trade
    for at in range(len(found)):
        if is_role_word(_bare(found[at])) and len(found) - at <= 12:
            rest = found[at:]
            if any(words(word)[:1] and words(word)[0] in _SAYS for word in rest):
                return None
            if rest[-1].lower() in (
                "et",
                "and",
                "und",
                "y",
                "e",
                "en",
                "avec",
                "with",
                "mit",
                "que",
            ):
                return None
            first = found[at - 1] if at else ""
            lead = f"{first} " if first and _is_adjective(first) else ""
            return lead + " ".join([_bare(rest[0]), *rest[1:]])
    return _trade_at_start(found)


def _trade_at_start(found: list[str]) -> str | None:
    """ "Retired driver Jane Doe …": a few small words at a sentence's start, the last a trade."""
    if not 1 < len(found) <= 4 or not found[0][:1].isupper() or not " ".join(found[1:]).islower():
        return None
    first, last = words(found[0])[:1], found[-1]
    if not first or first[0] in _NOT_ROLES | _BEFORE_A_PERSON or not last.isalpha():
        return None
    if not (may_be_role_word(last, shortest=5) or is_trade(last)):
        return None
    said = found[1:] if first[0] in _DETERMINERS else found
    return " ".join(said)


def _bare(word: str) -> str:
    return word[2:] if word[1:2] in ("'", "’") else word


def _is_adjective(word: str) -> bool:
    return folded_first(word) in ("head", "former", "local", "deputy", "senior", "chief", "ancien")


def folded_first(word: str) -> str:
    """The first folded word of `word`, or nothing."""
    return next(iter(words(word)), "")
