"""The Atom feed (RFC 4287), for readers; directories want RSS (APL-1)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from feedgen.feed import FeedGenerator

from feed_builder.model import Episode, Keyword, Person, Show
from feed_builder.render import itunes, podcasting20
from feed_builder.render._tags import (
    GENERATOR,
    Extras,
    Namespace,
    Tag,
    append,
    attributes,
    extensions,
)
from feed_builder.render.feed_style import with_style
from feed_builder.render.small_tags import HISTORY, SIMPLE_CHAPTERS
from feed_builder.sameness import without_episodes

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 3986: the characters of an absolute address, percent-encoding included.
_IRI = re.compile(
    r"(?:https?://|urn:[A-Za-z0-9-]+:|tag:)(?:[\w.~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.A
)
_EXTENSION = "feed_builder"
# What apps that read podcasts from Atom take besides: length, picture, chapters, transcripts.
_ITUNES = Namespace(
    prefix="itunes", uri=itunes.ITUNES.uri, item=(itunes.duration, itunes.artwork, itunes.explicit)
)
_PODCAST = Namespace(
    prefix="podcast",
    uri=podcasting20.PODCAST.uri,
    item=(podcasting20.transcripts, podcasting20.chapters),
)
NAMESPACES = (_ITUNES, _PODCAST, SIMPLE_CHAPTERS)


def atom_content(show: Show, episodes: Sequence[Episode]) -> bytes:
    """The feed of `show` with these `episodes`."""
    generator = _feed(show)
    common = without_episodes(show)
    for episode in episodes:
        _entry(generator, common, episode)
    content: bytes = generator.atom_str(pretty=True, encoding="UTF-8")
    return with_style(content, show.feed_style)


def _feed(show: Show) -> FeedGenerator:
    generator = FeedGenerator()
    extras = Extras(
        namespaces=(*NAMESPACES, *((HISTORY,) if show.pages and show.pages.is_archive else ())),
        mend_channel=_mend_feed,
        mend_item=_mend_entry,
    )
    generator.register_extension(_EXTENSION, *extensions(extras, show))
    generator.id(f"urn:uuid:{show.guid}")
    generator.title(show.title)
    generator.subtitle(show.description)
    generator.updated(show.updated)
    generator.author({"name": show.author})
    generator.generator(GENERATOR)
    generator.logo(show.artwork.url)
    generator.rights(show.copyright)
    generator.link(href=show.atom_url, rel="self", type="application/atom+xml")
    generator.link(href=show.link, rel="alternate", type="text/html")
    return generator


def _entry(generator: FeedGenerator, show: Show, episode: Episode) -> None:
    entry = generator.add_entry(order="append")
    entry.id(atom_id(show, episode.guid))
    entry.title(episode.title)
    entry.updated(max(episode.updated or episode.published, episode.published))
    entry.published(episode.published)
    entry.summary(episode.notes.summary)
    entry.content(episode.notes.full, type="html")
    getattr(entry, _EXTENSION).episode = episode


def atom_id(show: Show, guid: str) -> str:
    """The entry's id, one to one with the item's guid: an absolute IRI (ATOM-2, ATOM-14)."""
    try:
        if str(uuid.UUID(guid)) == guid:
            return f"urn:uuid:{guid}"
    except ValueError:
        pass
    # What we make ourselves must not be met as somebody's guid.
    if _IRI.fullmatch(guid) and not guid.lower().startswith("urn:uuid:"):
        return guid
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(show.guid), guid)}"


def _mend_feed(feed: Any, show: Show) -> None:
    feed.set(_XML_LANG, show.language)
    pages = show.pages.links if show.pages else ()
    links = [*(("hub", hub) for hub in show.hubs), *pages]
    append(feed, "", [Tag("link", attributes={"rel": rel, "href": href}) for rel, href in links])
    append(feed, "", [*_show_categories(show), *map(_contributor, show.people)])


def _show_categories(show: Show) -> list[Tag]:
    """Apple's categories, then the publisher's own words."""
    names = [name for c in show.categories for name in (c.name, c.sub) if name]
    apple = [Tag("category", attributes={"term": name}) for name in dict.fromkeys(names)]
    return [*apple, *map(_category, show.keywords)]


def _category(keyword: Keyword) -> Tag:
    # A scheme is an IRI; RSS's domain may be any text.
    scheme = keyword.domain if keyword.domain and _IRI.fullmatch(keyword.domain) else None
    return Tag("category", attributes=attributes(term=keyword.name, scheme=scheme))


def _mend_entry(entry: Any, show: Show, episode: Episode) -> None:
    """What feedgen 1.0.0 can't write: links with rel, type and length (FG-5); contributors."""
    # feedgen writes its elements without a namespace, under an xmlns attribute of the root.
    append(
        entry,
        "",
        [
            *_links(episode),
            *map(_category, episode.keywords),
            *map(_contributor, episode.people),
        ],
    )


def _links(episode: Episode) -> list[Tag]:
    enclosure = episode.enclosure
    links = [
        attributes(rel="alternate", type="text/html", href=episode.link),
        attributes(
            rel="enclosure",
            type=enclosure.type,
            length=str(enclosure.length),
            href=enclosure.url,
        ),
    ]
    links += [
        attributes(
            rel="enclosure",
            type=other.type,
            length=str(other.length) if other.length is not None else None,
            href=other.sources[0].uri,
            title=other.title,
        )
        for other in episode.alternates
        if not other.default
    ]
    if episode.article and episode.article.source:
        links.append(
            attributes(
                rel="related",
                type="text/html",
                href=episode.article.source,
                title=episode.article.title,
            )
        )
    return [Tag("link", attributes=link) for link in links]


def _contributor(person: Person) -> Tag:
    uri = (Tag("uri", person.href),) if person.href else ()
    email = (Tag("email", person.email),) if person.email else ()
    return Tag("contributor", children=(Tag("name", person.name), *uri, *email))
