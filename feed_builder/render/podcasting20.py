"""Podcasting 2.0 tags (P20): a show's, an episode's, and a live item's.

What all three can say is a function of `Tags`; what only one says, of that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from feed_builder.feed_parts import Image
from feed_builder.model import Artwork, Episode, Show
from feed_builder.render import _numbers as numbers
from feed_builder.render._tags import Namespace, Tag, attributes, rfc822
from feed_builder.render.shared_tags import NAME, SHARED, alternate, person, picture, remote_item
from feed_builder.text import shortened

if TYPE_CHECKING:
    from feed_builder.podcasting20 import ShowTags


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
    yield from map(person, show.people)


def show_artwork(show: Show) -> Iterable[Tag]:
    """The cover once more, with what is to be seen on it (P20-IMG)."""
    yield picture(_of_artwork(show.artwork, show.artwork_alt or show.title))


def show_ai_content(show: Show) -> Iterable[Tag]:
    """P20-AI: said where a machine made voices or words (APL-65)."""
    if show.ai_content:
        yield Tag("txt", "true", {"purpose": "ai-content"})


def show_trailers(show: Show) -> Iterable[Tag]:
    """Those of podcast.toml, and every episode that is one."""
    for trailer in show.tags.trailers if show.tags else ():
        yield Tag(
            "trailer",
            trailer.title,
            attributes(
                pubdate=rfc822(trailer.published),
                url=trailer.url,
                length=numbers.number(trailer.length),
                type=trailer.type,
                season=numbers.number(trailer.season),
            ),
        )
    yield from (_trailer(episode) for episode in show.episodes if episode.type == "trailer")


def _trailer(episode: Episode) -> Tag:
    return Tag(
        "trailer",
        shortened(episode.title, NAME),
        attributes(
            pubdate=rfc822(episode.published),
            url=episode.enclosure.url,
            length=str(episode.enclosure.length),
            type=episode.enclosure.type,
            season=str(episode.season.number) if episode.season else None,
        ),
    )


def blocks(tags: ShowTags) -> Iterable[Tag]:
    """P20-BLK: a bare one stands for every service."""
    for block in tags.blocks:
        yield Tag("block", "yes" if block.value else "no", attributes(id=block.id))


def remote_items(tags: ShowTags) -> Iterable[Tag]:
    """Shows and episodes that belong to this feed."""
    yield from map(remote_item, tags.remote_items)


def podroll(tags: ShowTags) -> Iterable[Tag]:
    """Shows that this one recommends."""
    if tags.podroll:
        yield Tag("podroll", children=tuple(map(remote_item, tags.podroll)))


def publisher(tags: ShowTags) -> Iterable[Tag]:
    """P20-PUB: exactly one remote item, of the medium `publisher`."""
    if tags.publisher:
        yield Tag("publisher", children=(remote_item(tags.publisher, medium="publisher"),))


def update_frequency(tags: ShowTags) -> Iterable[Tag]:
    """P20-UF."""
    if rhythm := tags.update_frequency:
        yield Tag(
            "updateFrequency",
            rhythm.text,
            attributes(
                rrule=rhythm.rrule,
                dtstart=numbers.iso(rhythm.dtstart) if rhythm.dtstart else None,
                complete=numbers.boolean(rhythm.complete),
            ),
        )


def podping(tags: ShowTags) -> Iterable[Tag]:
    """Whether changes are announced by Podping."""
    if tags.uses_podping is not None:
        yield Tag("podping", attributes=attributes(usesPodping=numbers.boolean(tags.uses_podping)))


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
    yield from map(person, episode.people)


def season(show: Show, episode: Episode) -> Iterable[Tag]:
    """The season's name is its article's title."""
    if episode.season:
        named = attributes(name=episode.season.name)
        yield Tag("season", str(episode.season.number), named)


def number(show: Show, episode: Episode) -> Iterable[Tag]:
    """The episode's number in its season, with decimals if it has any."""
    said = episode.decimal_number or numbers.number(episode.number)
    if said is not None:
        yield Tag("episode", said, attributes(display=episode.number_display))


def artwork(show: Show, episode: Episode) -> Iterable[Tag]:
    """The episode's own picture once more, with what is to be seen on it (P20-IMG)."""
    if episode.artwork:
        yield picture(_of_artwork(episode.artwork, episode.artwork_alt or episode.title))


def soundbites(show: Show, episode: Episode) -> Iterable[Tag]:
    """Parts worth quoting."""
    for part in episode.soundbites:
        given = {
            "startTime": numbers.seconds(part.start_time),
            "duration": numbers.seconds(part.duration),
        }
        yield Tag("soundbite", part.title, given)


def alternates(show: Show, episode: Episode) -> Iterable[Tag]:
    """Other forms; the enclosure itself first, unless it is among them (P20-AE-1)."""
    if episode.alternates and not any(other.default for other in episode.alternates):
        enclosure = episode.enclosure
        given = {"type": enclosure.type, "length": str(enclosure.length), "default": "true"}
        source = Tag("source", attributes={"uri": enclosure.url})
        yield Tag("alternateEnclosure", attributes=given, children=(source,))
    yield from map(alternate, episode.alternates)


def ai_content(show: Show, episode: Episode) -> Iterable[Tag]:
    """P20-AI, where the episode's word is not the show's."""
    if episode.ai_content != show.ai_content:
        yield Tag("txt", "true" if episode.ai_content else "false", {"purpose": "ai-content"})


def _of_artwork(picture: Artwork, alt: str | None) -> Image:
    return Image(
        href=picture.url,
        alt=alt,
        aspect_ratio="1/1" if picture.width == picture.height else None,
        width=picture.width,
        height=picture.height,
        type=picture.type,
        purpose="artwork",
    )


_SHOW: tuple[Callable[[ShowTags], Iterable[Tag]], ...] = (
    blocks,
    update_frequency,
    podping,
    podroll,
    publisher,
    remote_items,
)


def show_tags(show: Show) -> Iterable[Tag]:
    """What only some shows say."""
    if show.tags:
        for shared in SHARED:
            yield from shared(show.tags)
        for own in _SHOW:
            yield from own(show.tags)


def item_tags(show: Show, episode: Episode) -> Iterable[Tag]:
    """What only some episodes say."""
    if episode.tags:
        for shared in SHARED:
            yield from shared(episode.tags)


PODCAST = Namespace(
    prefix="podcast",
    uri="https://podcastindex.org/namespace/1.0",
    channel=(
        show_guid,
        show_locked,
        show_medium,
        show_people,
        show_artwork,
        show_ai_content,
        show_trailers,
        show_tags,
    ),
    item=(
        transcripts,
        chapters,
        people,
        season,
        number,
        artwork,
        soundbites,
        alternates,
        ai_content,
        item_tags,
    ),
)
