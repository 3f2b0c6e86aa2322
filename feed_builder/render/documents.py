"""Which feeds there are: the show's in each format, in pages where it is long (RFC 5005), one for
each rendition, each season and each person.

A document is its head and the places of its episodes in the show. Entries are the same wherever
they stand, so they are rendered once for each `Series` and shared by all its documents.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from feed_builder.model import Episode, Pages, Show
from feed_builder.records import dataclass
from feed_builder.render.entries import ATOM_LINES, JSON_LINES, RSS_LINES, Lines
from feed_builder.render.feed_style import FEED_STYLE
from feed_builder.render.words import words_for
from feed_builder.sameness import digest, without_episodes
from feed_builder.text import shortened, slug

if TYPE_CHECKING:
    from feed_builder.podcasting20 import LiveItem

_TITLE = 255


@dataclass(frozen=True, slots=True)
class Format:
    """A form of feed: its file, the field that holds its address, its type, its entries' lines."""

    path: str
    address: str
    media_type: str
    lines: Lines


RSS = Format("feed.xml", "feed_url", "application/rss+xml", RSS_LINES)
ATOM = Format("atom.xml", "atom_url", "application/atom+xml", ATOM_LINES)
JSON = Format("feed.json", "json_url", "application/feed+json", JSON_LINES)


@dataclass(frozen=True, slots=True)
class Series:
    """Documents whose entries are the same: of one format and, maybe, of one rendition."""

    format: Format
    path: str
    rendition: str | None = None

    def show(self, show: Show) -> Show:
        """The show as these documents tell it."""
        if self.rendition is None:
            return show
        return replace(
            show, episodes=tuple(_as_rendition(e, self.rendition) for e in show.episodes)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file: `make_head` gives the show with what is to stand above its entries, no episodes.

    `places` are those of its episodes in the show. `parts` say what the head is made of, besides
    what all feeds of the show have in common and its episodes: in a long show next to no feed
    changes from build to build, so heads are made of those only that do.
    """

    path: str
    series: Series
    places: Sequence[int]
    parts: tuple[object, ...]
    make_head: Callable[[], Show]

    def key(self, common: str, entries: Sequence[str]) -> str:
        """As long as this is the same, so is the document; `entries` are the episodes' keys,
        `common` is the digest of the show without them."""
        names = [entries[place] for place in self.places]
        return digest(common, self.path, self.series.rendition, self.parts, names)


def documents(show: Show) -> Iterator[Document]:
    """Every feed of the show, the main one last: it is written after all that it may lead to."""
    everything = range(len(show.episodes))
    rss, *others = main_series(show)
    whole = _Feed(lambda: show, show.tags.live_items if show.tags else ())
    for series in others:
        feed = _Feed(partial(_rendition_head, show, series)) if series.rendition else whole
        yield from _paged(feed, series, series.path, everything, show)
    for number, places in _seasons(show).items():
        path = season_path(number)
        about = _about_season(show, number, places)
        feed = _Feed(partial(_season_head, show, number, path, *about), parts=about)
        yield from _paged(feed, rss, path, places, show)
    for name, places in _people(show).items() if show.site.people else ():
        path = person_path(name)
        feed = _Feed(partial(_person_head, show, name, path), parts=(name,))
        yield from _paged(feed, rss, path, places, show)
    yield from _paged(whole, rss, rss.path, everything, show)


def main_series(show: Show) -> tuple[Series, ...]:
    """The series of the whole show: RSS, its renditions, Atom, JSON."""
    names = dict.fromkeys(a.rendition for e in show.episodes for a in e.alternates if a.rendition)
    renditions = (Series(RSS, f"feed-{slug(name)}.xml", name) for name in names)
    plain = (Series(format_, format_.path) for format_ in (ATOM, JSON))
    return (Series(RSS, RSS.path), *renditions, *plain)


def season_path(number: int) -> str:
    """The feed of a season, below the site's address."""
    return f"seasons/{number}/feed.xml"


def person_path(name: str) -> str:
    """The feed of a person, below the site's address."""
    return f"people/{person_slug(name)}/feed.xml"


@cache
def person_slug(name: str) -> str:
    """A path part for a name in any script."""
    return slug(name) or str(uuid.uuid5(uuid.NAMESPACE_OID, name))[:8]


def slices(count: int, limit: int | None) -> list[tuple[int, range]]:
    """The pages that `count` episodes, newest first, make: number and places.

    Number 0 is the feed that apps subscribe to, with the newest. The others are numbered from the
    oldest and always full, so that a new episode changes none of them (PAGE-4); where the count
    does not come out even, the first page and the next overlap.
    """
    if not limit or count <= limit:
        return [(0, range(count))]
    pages = -(-(count - limit) // limit)
    numbered = ((n, range(count - n * limit, count - (n - 1) * limit)) for n in range(pages, 0, -1))
    return [(0, range(limit)), *numbered]


def page_path(path: str, number: int) -> str:
    """The file of a page: "feed-page-1.xml" of "feed.xml"."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}-page-{number}{dot}{suffix}" if number else path


@dataclass(frozen=True, slots=True)
class _Feed:
    """How the head of a feed's documents is made, and which broadcasts it announces.

    `parts` say what of the feed's episodes the head is made of: those of a page are but a few.
    """

    make_head: Callable[[], Show]
    live_items: tuple[LiveItem, ...] = ()
    parts: tuple[object, ...] = ()


def _paged(
    feed: _Feed, series: Series, path: str, places: Sequence[int], show: Show
) -> Iterator[Document]:
    """The documents of one feed, the one that apps subscribe to last."""
    cut = slices(len(places), show.feed_limit)
    addresses = [show.link + page_path(path, number) for number, _ in cut]
    for at, (number, inside) in reversed(list(enumerate(cut))):
        here = [places[place] for place in inside]
        pages = _pages(addresses, at) if len(cut) > 1 else None
        yield Document(
            path=page_path(path, number),
            series=series,
            places=here,
            parts=(pages, () if pages and pages.is_archive else feed.live_items, feed.parts),
            make_head=partial(_head, feed, series.format, addresses[at], pages, show, here),
        )


def _head(
    feed: _Feed,
    format_: Format,
    address: str,
    pages: Pages | None,
    show: Show,
    places: Sequence[int],
) -> Show:
    head = feed.make_head()
    episodes = [show.episodes[place] for place in places]
    tags = head.tags
    if pages and pages.is_archive and tags:
        tags = replace(tags, live_items=())
    depth = address.removeprefix(show.link).count("/")
    field: dict[str, Any] = {format_.address: address, "feed_style": "../" * depth + FEED_STYLE}
    return replace(
        head,
        **field,
        episodes=(),
        articles=(),
        updated=max(e.updated or e.published for e in episodes),
        pages=pages,
        new_feed_url=None if pages and pages.is_archive else head.new_feed_url,
        tags=tags,
    )


def _pages(addresses: Sequence[str], at: int) -> Pages:
    """PAGE-2 and PAGE-3 in one: apps follow either. `addresses` are newest first."""
    newer = addresses[at - 1] if at else None
    older = addresses[at + 1] if at + 1 < len(addresses) else None
    links = {
        "first": addresses[0],
        "previous": newer,
        "next": older,
        "last": addresses[-1],
        "prev-archive": older,
        "next-archive": newer if at > 1 else None,
        "current": addresses[0] if at else None,
    }
    found = tuple((rel, address) for rel, address in links.items() if address)
    return Pages(links=found, is_archive=at > 0)


def _seasons(show: Show) -> Mapping[int, list[int]]:
    """The places of each season's episodes, by its number."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, episode in enumerate(show.episodes):
        if episode.season:
            found[episode.season.number].append(place)
    return dict(sorted(found.items()))


def _people(show: Show) -> Mapping[str, list[int]]:
    """The places of each person's episodes, by name."""
    names: dict[str, str] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for place, episode in enumerate(show.episodes):
        # Who is named for the show is heard in every episode that names nobody itself.
        people = episode.people or show.people
        for key in dict.fromkeys(person_slug(person.name) for person in people):
            found[key].append(place)
        names |= {person_slug(p.name): p.name for p in people}
    return {names[key]: places for key, places in sorted(found.items())}


def _about_season(show: Show, number: int, places: Sequence[int]) -> tuple[str, str, str]:
    """The name of a season, where it can be read, what it is about: its newest episode knows."""
    newest = show.episodes[places[0]]
    article = newest.article if newest.article and newest.article.season == number else None
    named = newest.season.name if newest.season else None
    name = named or words_for(show.language).text("Season {number}").format(number=number)
    if article is None:
        return name, show.link, show.description
    return name, article.link, article.summary or show.description


def _season_head(
    show: Show, number: int, path: str, name: str, link: str, description: str
) -> Show:
    part = _part(show, name, f"season/{number}", path)
    return replace(part, link=link, description=description)


def _person_head(show: Show, name: str, path: str) -> Show:
    return _part(show, name, f"person/{person_slug(name)}", path)


def _rendition_head(show: Show, series: Series) -> Show:
    name = series.rendition or ""
    return _part(show, name.capitalize(), f"rendition/{name}", series.path)


def _part(show: Show, name: str, key: str, path: str) -> Show:
    """The head of a feed that is a part of the show: an identity of its own, hidden from
    directories, which would list the same episodes twice."""
    return replace(
        without_episodes(show),
        title=shortened(f"{show.title} – {name}", _TITLE),
        itunes_title=None,
        guid=str(uuid.uuid5(uuid.UUID(show.guid), key)),
        feed_url=show.link + path,
        block=True,
        new_feed_url=None,
        applepodcastsverify=None,
        tags=replace(show.tags, live_items=(), trailers=()) if show.tags else None,
    )


def _as_rendition(episode: Episode, rendition: str) -> Episode:
    """The episode with its rendition as the enclosure; as it is where it has none."""
    for other in episode.alternates:
        if other.rendition == rendition and other.length is not None:
            enclosure = replace(
                episode.enclosure, url=other.sources[0].uri, type=other.type, length=other.length
            )
            return replace(episode, enclosure=enclosure)
    return episode
