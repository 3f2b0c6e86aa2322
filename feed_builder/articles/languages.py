"""The languages that import knows: how to tell them, name a month, and close show notes.

One `Language` is one row; the markers of each stand in `markers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from feed_builder.language_tags import is_language_tag
from feed_builder.records import dataclass
from feed_builder.text import words

_SAMPLE = 20_000
# In a short text, "on" and "a" decide nothing: the words of an announcement say more.
_SHORT = 150
_MARKED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language. Words are folded: lower case, without accents.

    `joined` is "and" between names, `by` stands before an author, `day` formats a date, `colon`
    is the colon with its spaces, `from_article` the words before a link to the article.
    """

    code: str
    stop_words: frozenset[str]
    months: tuple[str, ...]
    joined: str
    by: str
    from_article: str
    day: str = "{day} {month} {year}"
    first: str = "1"
    colon: str = ": "


LANGUAGES = (
    Language(
        code="fr",
        stop_words=frozenset(
            words(
                "le la les des du une est dans pour qui que avec sur par plus aux ce cette sont "
                "et ont leur nous vous ou l d au pas"
            )
        ),
        months=(
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
        joined="et",
        by="par",
        from_article="Extrait de l’article",
        first="1er",
        colon=" : ",
    ),
    Language(
        code="en",
        stop_words=frozenset(
            words(
                "the of and to in is that for with was are this from by be at it on as has their "
                "we you or not an"
            )
        ),
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        joined="and",
        by="by",
        from_article="From the article",
    ),
    Language(
        code="de",
        stop_words=frozenset(
            words(
                "der die das und ist nicht mit von zu den ein eine auf fur im dem sie wir hat "
                "sich auch aus bei nach werden des"
            )
        ),
        months=(
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ),
        joined="und",
        by="von",
        from_article="Aus dem Artikel",
        day="{day}. {month} {year}",
    ),
    Language(
        code="es",
        stop_words=frozenset(
            words(
                "el la los las del y que en una por con para es se su al mas sus como lo este "
                "esta ha sobre"
            )
        ),
        months=(
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        joined="y",
        by="por",
        from_article="Del artículo",
        day="{day} de {month} de {year}",
    ),
    Language(
        code="it",
        stop_words=frozenset(
            words(
                "il gli della di che e per una con nel sono dei delle la le i un al alla piu "
                "anche si ha da questo"
            )
        ),
        months=(
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ),
        joined="e",
        by="di",
        from_article="Dall’articolo",
    ),
    Language(
        code="nl",
        stop_words=frozenset(
            words(
                "de het een van en is dat niet met voor op zijn te aan ook er die wordt naar om "
                "door we bij"
            )
        ),
        months=(
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ),
        joined="en",
        by="door",
        from_article="Uit het artikel",
    ),
    Language(
        code="pt",
        stop_words=frozenset(
            words(
                "o os as da do dos das e que em uma para com nao na no por um mais ao se como sua "
                "foi pela"
            )
        ),
        months=(
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ),
        joined="e",
        by="por",
        from_article="Do artigo",
        day="{day} de {month} de {year}",
    ),
)
_BY_CODE = {language.code: language for language in LANGUAGES}
_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})")


def language_of(tag: str | None) -> Language:
    """The row for a language tag ("fr-CA" is French); English where there is none."""
    return _BY_CODE.get((tag or "").partition("-")[0], _BY_CODE["en"])


def normalised_tag(stated: str) -> str | None:
    """`stated` as feeds write it ("fr_FR" is "fr-FR"), or None where it is no language tag."""
    match = _TAG.fullmatch(stated.strip())
    if not match:
        return None
    tag = match.group(1).lower() + match.group(2).replace("_", "-")
    return tag if is_language_tag(tag) else None


def detected(texts: Iterable[str], *, markers: Iterable[str] = ()) -> str | None:
    """The language of `texts` by its stop words; the languages of the `markers` decide a draw."""
    found = words(_sample(texts))
    marked = list(markers)
    scores = {
        language.code: (
            sum(w in language.stop_words for w in found)
            + _MARKED * marked.count(language.code) * (len(found) < _SHORT),
            marked.count(language.code),
        )
        for language in LANGUAGES
    }
    best = max(scores, key=lambda code: scores[code])
    return best if any(scores[best]) else None


def _sample(texts: Iterable[str]) -> str:
    parts: list[str] = []
    length = 0
    for text in texts:
        if length >= _SAMPLE:
            break
        parts.append(text[:_SAMPLE])
        length += len(text)
    return " ".join(parts)[:_SAMPLE]


def written_date(day: date, language: Language) -> str:
    """`day` as people write it: "1er septembre 2023", "1 September 2023"."""
    shown = language.first if day.day == 1 else str(day.day)
    return language.day.format(day=shown, month=language.months[day.month - 1], year=day.year)
