""" "… and his son Bilal", "… et sa sœur Jeanne": people told by whose they are."""

from __future__ import annotations

import re

from feed_builder.articles.folding import fold
from feed_builder.articles.names import WORD, NamedPerson, name_end, named, trimmed
from feed_builder.articles.offices import is_role_word
from feed_builder.text import words

_POSSESSIVES = "|".join(
    words(
        "sa son ses leur leurs his her their seine seinem seinen seiner "
        "sein ihre ihrem ihren ihrer ihr su sus zijn haar hun seu sua"
    )
)
_WITH_ARTICLE = r"(?:la|il|lo|o|a|i|le|os|as) (?:sua|suo|suoi|sue|loro|seu|seus|suas)"
_KIN = "|".join(
    words(
        "fille fils frere soeur epouse mari femme mere pere cousin cousine neveu niece "
        "son daughter sister brother wife husband mother father nephew grandson granddaughter "
        "tochter sohn "
        "schwester bruder mutter vater enkel enkelin hijo hija hermano hermana esposa marido madre "
        "padre nieto nieta figlio figlia fratello sorella moglie marito nipote zoon dochter zus "
        "broer vrouw moeder vader kleinzoon kleindochter filho filha irmao irma mulher mae pai "
        "neto neta"
    )
)
_RELATIVE = re.compile(
    rf"(?:(?:a|con|com|with|mit|met|avec|de|di) )?(?:"
    rf"(?:{_WITH_ARTICLE}|suo|suoi|sue|{_POSSESSIVES})\s(?P<who>(?=[^\W\d_]))"
    rf"|(?:(?:a|o|la|el|il|de|die|der|le|the)\s)?(?P<kin>(?:{_KIN}),?\s(?=[^\W\d_])))"
)


def relative(text: str) -> NamedPerson | None:
    """Who "his son Bilal, apprentice" names: Bilal, apprentice; None where it names nobody.

    Whose son he is tells who he is, not what: it is no role.
    """
    view = fold(text)
    match = _RELATIVE.match(view.text)
    if not match:
        return None
    place = view.place(match.end())
    # One to three small words, then the name.
    begins = view.place(match.start("kin" if match["kin"] else "who"))
    for word in WORD.finditer(text, begins):
        place = word.start()
        if not word.group()[:1].islower():
            break
    end = name_end(text[place:])
    small = len(text[begins:place].split())
    if not end or not 1 <= small <= 3:
        return None
    behind = text[place + end :].lstrip()
    role = trimmed(behind.strip("()")) if behind[:1] in (",", "(") else None
    who = text[begins:place].strip(" ,")
    role = role or (who if is_role_word(who.rpartition(" ")[2]) else None)
    return named(text[place : place + end], role)
