"""Who is heard where the announcement names nobody: the heading, the text above or the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.bylines import find_byline
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.forms import credits_row
from feed_builder.articles.markers import find_caption
from feed_builder.articles.mentions import people_in_heading, people_in_text, role_in_text
from feed_builder.articles.names import NamedPerson
from feed_builder.articles.people import parse_people
from feed_builder.articles.phrases import asks_by_trade
from feed_builder.articles.sections import Section, Spot, text_of
from feed_builder.text import words

_LONGEST_CREDIT = 120


def with_guests(sections: Sequence[Section], title: str) -> tuple[Section, ...]:
    """`sections` whose interviews name their guests wherever the article does."""
    return tuple(
        replace(
            section,
            items=tuple(
                _named(section, place, item, title) if isinstance(item, Spot) else item
                for place, item in enumerate(section.items)
            ),
        )
        for section in sections
    )


def _named(section: Section, place: int, spot: Spot, title: str) -> Spot:
    if spot.marker.kind != "interview":
        return spot
    if spot.marker.guests:
        return _with_whole_name(section, spot)
    texts = [block.flat for block in text_of(section, place)]
    guests = (
        (people_in_heading(section.heading.flat) if section.heading else ())
        or next((found for text in reversed(texts) if (found := people_in_text(text))), ())
        or people_in_heading(title)
    )
    roled = tuple(_with_role(guest, texts) for guest in guests)
    return replace(spot, marker=replace(spot.marker, guests=roled))


def _with_whole_name(section: Section, spot: Spot) -> Spot:
    """`spot` with "Maureen" or "Mme Roy" as the heading calls her: with her whole name and role."""
    (guest, *others) = spot.marker.guests
    if others or guest.role or not section.heading:
        return spot
    own = set(words(guest.display_name))
    heading = plain(section.heading.flat)
    said = (heading.rpartition(": ")[2], heading)
    found = (one for part in said for one in (*people_in_heading(part), *parse_people(part).guests))
    whole = [one for one in found if own < set(words(one.display_name))]
    return replace(spot, marker=replace(spot.marker, guests=(whole[0],))) if whole else spot


def _with_role(guest: NamedPerson, texts: Sequence[str]) -> NamedPerson:
    if guest.role:
        return guest
    role = next((found for text in texts if (found := role_in_text(text, guest))), None)
    return replace(guest, role=role)


def credited(block: Block) -> tuple[NamedPerson, ...]:
    """Who asked, if a block is a credit line ("Interview : …", "Propos recueillis par …")."""
    if block.kind not in (Kind.PARAGRAPH, Kind.HEADING) or len(block.text) > _LONGEST_CREDIT:
        return ()
    shown = plain(block.flat).strip("() ")
    view = fold(shown)
    opening = credits_row().match(view.text)
    if not opening:
        return ()
    said = shown[view.place(opening.end()) :]
    people = find_byline(f"Par {said}").authors or parse_people(said).guests
    if _may_be_heard(block, people):
        return ()
    names = people and all(len(person.name.split()) > 1 for person in people)
    bare = sum(len(person.name) + len(person.role or "") for person in people)
    return people if names and bare + 14 * len(people) >= len(said.strip()) else ()


def _may_be_heard(block: Block, people: Sequence[NamedPerson]) -> bool:
    """Whether "Interview: Jane Doe, economist" may name who is heard: she asks nobody by trade."""
    roles = [person.role for person in people if person.role]
    caption = find_caption(block.text) if roles else None
    return bool(caption and caption.guests) and not any(map(asks_by_trade, roles))
