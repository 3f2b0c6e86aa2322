"""Names as people write them: surnames in capitals made small, given names first."""

from __future__ import annotations

import re
from itertools import pairwise

from feed_builder.text import folded, words

PARTICLES = frozenset(
    words(
        "de du des la le les d' van von der den vom zum zur ter ten te di da del della dello dei "
        "dos das do y e i los las t ap ibn bin ben al el bint af av zu of"
    )
)
# In a surname in capitals these keep a capital: Marine Le Pen, Myriam El Khomri.
_CAPITAL_PARTICLES = frozenset(words("le la les el al ben bin ibn"))
_HONORIFICS = frozenset(
    words(
        "m mm mme mmes mlle monsieur madame mr mrs ms miss mx herr herrn frau sr sra srta senor "
        "senora senhor senhora don dona dom mw mej dna sig sigra signor signora dhr mevr mevrouw "
        "meneer "
        "exmo exma"
    )
)


def is_honorific(word: str) -> bool:
    """Whether a word is "Mme", "Mr." or so, which is left out of a shown name."""
    return folded(word).rstrip(".") in _HONORIFICS


def name_words(name: str) -> list[str]:
    """The words of a name without honorifics."""
    found = [word for word in name.split() if not is_honorific(word)]
    # "D. Saturnino Lobo" is don Saturnino; "D. H. Lawrence" has two initials.
    don = len(found) > 2 and found[0] in ("D.", "D.ª", "Dª") and not found[1].endswith(".")
    return found[1:] if don else found


def is_shouted(word: str) -> bool:
    """Whether a word is a surname in capitals: two of them side by side, also in "McDONALD"."""
    return any(a.isupper() and b.isupper() for a, b in pairwise(word))


def display_name(name: str, language: str = "") -> str:
    """`name` as people write it: "OGBOYE-VAZIEUX" is "Ogboye-Vazieux", "McDONALD" "McDonald".

    Particles of a surname in capitals become small ("VON DER LEYEN" is "von der Leyen"), but Le,
    La and El keep their capital; a surname set first ("DUPONT Jean") goes behind; "M." and "Mme"
    are left out. Where the `language` (its BCP 47 tag) is known, an Italian surname keeps all its
    capitals ("DE GIORGI" is "De Giorgi"), and a French "D'" becomes small.
    """
    found = name_words(name)
    if len(found) < 2 or not any(map(_is_quoted, found)):
        found = [word.strip(_QUOTES) for word in found]
    ordered = _given_first([word for word in found if word])
    honour = ordered[2:][-1:] if set(ordered[2:][-1:]) <= _HONOURS else []
    shown = [
        _shown(word, first=i == 0, last=i == len(ordered) - 1, language=language[:2].lower())
        for i, word in enumerate(ordered[: len(ordered) - len(honour)])
    ]
    return " ".join([*shown, *honour])


def _is_quoted(word: str) -> bool:
    """Whether a nickname is "Buzz", in quotes by itself, or begins so."""
    return word[:1] in _QUOTES and len(word) > 2


def _given_first(found: list[str]) -> list[str]:
    loud = [len(word) > 2 and word.isupper() and "." not in word for word in found]
    if len(found) < 2 or not loud[0] or loud[-1] or found[-1].lower() in PARTICLES:
        return found
    if not all(one.isalpha() or "-" in one for one in found):
        return found
    end = loud.index(False)
    return [*found[end:], *found[:end]] if not any(loud[end:]) else found


# Behind a given name and a surname these are no surname.
_HONOURS = frozenset(("OBE", "MBE", "CBE", "KBE", "DBE", "MP", "MSP", "MEP", "KC", "QC", "FRS"))
_QUOTES = '"“”„«»'
_ROMAN = re.compile(r"[IVX]{2,4}")
_PREFIXED = re.compile(r"([A-ZÀ-Þ][a-zß-ÿ]{1,3})([A-ZÀ-Þ]{2,})")
# "LA TOUR-D'AUVERGNE"; at the beginning it is French or Italian: the article's language decides.
_INNER_D = re.compile(r"-D(?=['’])")
_FIRST_D = re.compile(r"D['’](?=[^\W\d_a-zß-ÿ]{2})")
# One letter of Breton's: "GUIVARC'H" is Guivarc'h.
_BRETON = re.compile(r"(?<=[cC]['’])H")
_SCOTTISH = re.compile(r"MC([A-Z]{3,})")


def _shown(word: str, *, first: bool, last: bool, language: str) -> str:
    if word in ("E", "Y") and not first and not last:
        return word.lower()
    if not is_shouted(word) or (_ROMAN.fullmatch(word) and last and not first):
        return word
    if len(word) == 2 and not last and not set("AEIOUYÉÈ") & set(word):
        return word
    if not first and word.lower() in PARTICLES and not last:
        capital = language == "it" or word.lower() in _CAPITAL_PARTICLES
        return word.capitalize() if capital else word.lower()
    shown = "".join(_shown_part(part) for part in re.split(r"([-'’.])", word))
    shown = _BRETON.sub("h", shown)
    if language == "fr" and not first and _FIRST_D.match(word):
        shown = f"d{shown[1:]}"
    return _INNER_D.sub("-d", shown)


def _shown_part(part: str) -> str:
    prefixed = _PREFIXED.fullmatch(part)
    if prefixed:
        return prefixed.group(1) + prefixed.group(2).capitalize()
    scottish = _SCOTTISH.fullmatch(part)
    if scottish:
        return "Mc" + scottish.group(1).capitalize()
    return part.capitalize() if part.isupper() else part
