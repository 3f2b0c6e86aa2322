"""Titles of episodes as a person would give them: who is heard, without numbers or show names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain, count

from feed_builder.articles.languages import Language
from feed_builder.articles.markers import Marker
from feed_builder.articles.names import NamedPerson
from feed_builder.records import dataclass
from feed_builder.text import folded, shortened, words

MOST_CHARACTERS = 255
"""PSP-4: what a title may have at most."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A marker with the heading it stands under, and what to call it where it names nobody."""

    marker: Marker
    section: str | None
    article: str


def titles(spots: Sequence[Titled], language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A title for each of `spots`, no two alike, and warnings.

    Alike ones get their section's heading behind them, and a count where that does not help.
    """
    plain = [shortened(_title(spot, language), MOST_CHARACTERS) for spot in spots]
    counts = Counter(folded(title) for title in plain)
    given: dict[str, str] = {}
    warnings: list[str] = []
    for title, spot in zip(plain, spots, strict=True):
        alike = counts[folded(title)] > 1 and spot.section
        section = f"{language.colon}{spot.section}" if alike else ""
        wanted = _with(title, section, "")
        others = (_with(title, section, f" ({number})") for number in range(2, len(spots) + 2))
        chosen = next(one for one in chain([wanted], others) if folded(one) not in given)
        given[folded(chosen)] = chosen
        if chosen != wanted:
            warnings.append(f"two interviews would be called “{wanted}”; one is now “{chosen}”")
    return tuple(given.values()), tuple(warnings)


def apart(
    given: Sequence[str], taken: Collection[str], ending: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`given` titles, those that are `taken` (folded) with an `ending`, and warnings."""
    used = {*taken, *(folded(title) for title in given)}
    chosen: list[str] = []
    warnings: list[str] = []
    for title in given:
        if folded(title) in taken:
            others = (_with(title, ending, f" ({n})" if n > 1 else "") for n in count(1))
            other = next(one for one in others if folded(one) not in used)
            used.add(folded(other))
            warnings.append(f"another episode of that day is called “{title}”; this is “{other}”")
            title = other
        chosen.append(title)
    return tuple(chosen), tuple(warnings)


def _with(title: str, section: str, number: str) -> str:
    ending = shortened(section, MOST_CHARACTERS // 2) + number
    return shortened(title, MOST_CHARACTERS - len(ending)) + ending


def _title(spot: Titled, language: Language) -> str:
    marker = spot.marker
    if marker.kind == "interview" and marker.guests:
        return _of_guests(marker.guests, language)
    if marker.kind == "interview" and len(words(marker.said)) < 3:
        return spot.section or spot.article
    return _capitalised(marker.said) or spot.section or spot.article


def _of_guests(guests: Sequence[NamedPerson], language: Language) -> str:
    *first, last = guests
    if all(guest.role in (None, last.role) for guest in first):
        return _joined([guest.display_name for guest in guests], language, "") + _role(last)
    return _joined([guest.display_name + _role(guest) for guest in guests], language, ",")


def _role(person: NamedPerson) -> str:
    return f", {person.role}" if person.role else ""


def _joined(parts: Sequence[str], language: Language, comma: str) -> str:
    *first, last = parts
    return f"{', '.join(first)}{comma} {language.joined} {last}" if first else last


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
