"""The smaller tables of tags: RSS's own optional elements, and namespaces of a few tags each.

Dublin Core names authors without a mail address (RSS-85), the links of Atom lead to hubs and to
other pages of a feed (WS-1, PAGE-2), Podlove Simple Chapters are what gPodder reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from feed_builder.model import Episode, Keyword, Person, Show
from feed_builder.render import _numbers as numbers
from feed_builder.render._tags import Namespace, Tag, attributes


def show_keywords(show: Show) -> Iterable[Tag]:
    """RSS-88."""
    yield from map(_keyword, show.keywords)


def web_master(show: Show) -> Iterable[Tag]:
    """Whom to write to about the feed's technique: address and name (RSS-26)."""
    if show.web_master:
        yield Tag("webMaster", f"{show.web_master} ({_without_brackets(show.author)})")


def ttl(show: Show) -> Iterable[Tag]:
    """RSS-54: minutes."""
    if show.ttl is not None:
        yield Tag("ttl", str(show.ttl))


def skip_hours(show: Show) -> Iterable[Tag]:
    """RSS-55."""
    if show.skip_hours:
        yield Tag("skipHours", children=tuple(Tag("hour", str(h)) for h in show.skip_hours))


def skip_days(show: Show) -> Iterable[Tag]:
    """RSS-55."""
    if show.skip_days:
        yield Tag("skipDays", children=tuple(Tag("day", day) for day in show.skip_days))


def keywords(show: Show, episode: Episode) -> Iterable[Tag]:
    """RSS-88."""
    yield from map(_keyword, episode.keywords)


def author(show: Show, episode: Episode) -> Iterable[Tag]:
    """RSS-85: a mail address first; one author at most (RSS-71)."""
    for person in authors(episode):
        if person.email:
            yield Tag("author", f"{person.email} ({_without_brackets(person.name)})")
            return


def comments(show: Show, episode: Episode) -> Iterable[Tag]:
    """RSS-89."""
    if episode.comments:
        yield Tag("comments", episode.comments)


def origin(show: Show, episode: Episode) -> Iterable[Tag]:
    """RSS-87."""
    if episode.origin:
        yield Tag("source", episode.origin.title, {"url": episode.origin.url})


def _keyword(keyword: Keyword) -> Tag:
    return Tag("category", keyword.name, attributes(domain=keyword.domain))


def _without_brackets(name: str) -> str:
    return name.replace("(", "").replace(")", "")


def authors(episode: Episode) -> list[Person]:
    """Those of its people who wrote it."""
    return [person for person in episode.people if person.role.lower() == "author"]


def creators(show: Show, episode: Episode) -> Iterable[Tag]:
    """DC-1: authors, where none has a mail address that could stand in RSS's own (RSS-86)."""
    written = authors(episode)
    if not any(person.email for person in written):
        yield from (Tag("creator", person.name) for person in written)


def show_creator(show: Show) -> Iterable[Tag]:
    """The author of a show that has no mailbox to name in RSS's own elements."""
    if show.owner is None:
        yield Tag("creator", show.author)


def hub_links(show: Show) -> Iterable[Tag]:
    """WS-1: with these, and the feed's own address, subscribers find the hub."""
    for hub in show.hubs:
        yield Tag("link", attributes={"href": hub, "rel": "hub"})


def page_links(show: Show) -> Iterable[Tag]:
    """PAGE-2, PAGE-3."""
    if show.pages:
        yield from (
            Tag("link", attributes={"href": to, "rel": rel}) for rel, to in show.pages.links
        )


def archive(show: Show) -> Iterable[Tag]:
    """PAGE-3: a page that no longer changes."""
    if show.pages and show.pages.is_archive:
        yield Tag("archive")


def simple_chapters(show: Show, episode: Episode) -> Iterable[Tag]:
    """PSC-1 to PSC-4: what gPodder reads. A chapter without a title is called by its number."""
    listed = tuple(
        Tag(
            "chapter",
            attributes=attributes(
                start=numbers.clock(chapter.start),
                title=chapter.title or str(place),
                href=chapter.href,
                image=chapter.image,
            ),
        )
        for place, chapter in enumerate(episode.chapter_list, 1)
        if chapter.toc
    )
    if listed:
        yield Tag("chapters", attributes={"version": "1.2"}, children=listed)


def country_of_origin(show: Show) -> Iterable[Tag]:
    """PLT-6."""
    if show.countries:
        yield Tag("countryOfOrigin", " ".join(show.countries))


def recent_count(show: Show) -> Iterable[Tag]:
    """PLT-6."""
    if show.recent_count:
        yield Tag("limit", attributes={"recentCount": str(show.recent_count)})


CORE = Namespace(
    prefix="",
    uri="",
    channel=(show_keywords, web_master, ttl, skip_hours, skip_days),
    item=(author, keywords, comments, origin),
)
ATOM_LINKS = Namespace(
    prefix="atom", uri="http://www.w3.org/2005/Atom", channel=(hub_links, page_links)
)
HISTORY = Namespace(prefix="fh", uri="http://purl.org/syndication/history/1.0", channel=(archive,))
DUBLIN_CORE = Namespace(
    prefix="dc",
    uri="http://purl.org/dc/elements/1.1/",
    channel=(show_creator,),
    item=(creators,),
)
SIMPLE_CHAPTERS = Namespace(
    prefix="psc", uri="http://podlove.org/simple-chapters", item=(simple_chapters,)
)
SPOTIFY = Namespace(
    prefix="spotify",
    uri="http://www.spotify.com/ns/rss",
    channel=(country_of_origin, recent_count),
)
