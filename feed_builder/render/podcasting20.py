"""Podcasting 2.0 tags (standards.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable

from feed_builder.model import Episode, Person, Show
from feed_builder.render._tags import Namespace, Tag, attributes
from feed_builder.text import shortened

_PERSON_NAME = 128


def show_guid(show: Show) -> Iterable[Tag]:
    """P20-GUID-2: written once, never recomputed."""
    yield Tag("guid", show.guid)


def show_locked(show: Show) -> Iterable[Tag]:
    """P20-LOCK; the owner's mail lets another host ask."""
    owner = show.owner.email if show.owner else None
    yield Tag("locked", "yes" if show.locked else "no", attributes(owner=owner))


def show_medium(show: Show) -> Iterable[Tag]:
    """What the feed holds."""
    yield Tag("medium", show.medium)


def show_people(show: Show) -> Iterable[Tag]:
    """Who is heard in every episode."""
    yield from map(_person, show.people)


def show_ai_content(show: Show) -> Iterable[Tag]:
    """P20-AI: said where a machine made voices or words (APL-65)."""
    if show.ai_content:
        yield Tag("txt", "true", {"purpose": "ai-content"})


def transcripts(show: Show, episode: Episode) -> Iterable[Tag]:
    """Every form there is; apps choose (P20-TR-1)."""
    for transcript in episode.transcripts:
        yield Tag(
            "transcript",
            attributes=attributes(
                url=transcript.url,
                type=transcript.type,
                language=transcript.language,
                rel=transcript.rel,
            ),
        )


def chapters(show: Show, episode: Episode) -> Iterable[Tag]:
    """P20-CH-3."""
    if episode.chapters:
        yield Tag(
            "chapters", attributes={"url": episode.chapters.url, "type": episode.chapters.type}
        )


def people(show: Show, episode: Episode) -> Iterable[Tag]:
    """P20-PER-1: these replace the show's, so the hosts are among them."""
    yield from map(_person, episode.people)


def season(show: Show, episode: Episode) -> Iterable[Tag]:
    """The season's name is its article's title."""
    if episode.season:
        named = attributes(name=episode.season.name)
        yield Tag("season", str(episode.season.number), named)


def number(show: Show, episode: Episode) -> Iterable[Tag]:
    """The episode's number in its season."""
    if episode.number is not None:
        yield Tag("episode", str(episode.number))


def ai_content(show: Show, episode: Episode) -> Iterable[Tag]:
    """P20-AI, where the episode's word is not the show's."""
    if episode.ai_content != show.ai_content:
        yield Tag("txt", "true" if episode.ai_content else "false", {"purpose": "ai-content"})


def _person(person: Person) -> Tag:
    return Tag(
        "person",
        shortened(person.name, _PERSON_NAME),
        attributes(role=person.role, group=person.group, href=person.href, img=person.img),
    )


PODCAST = Namespace(
    prefix="podcast",
    uri="https://podcastindex.org/namespace/1.0",
    channel=(show_guid, show_locked, show_medium, show_people, show_ai_content),
    item=(transcripts, chapters, people, season, number, ai_content),
)
