"""The RSS 2.0 feed: feedgen's core, our namespaces, and what feedgen can't be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feed_builder.model import Episode, Owner, Show
from feed_builder.render._tags import (
    GENERATOR,
    Extras,
    Namespace,
    append,
    extensions,
    rfc822,
)
from feed_builder.render.feed_style import with_style
from feed_builder.render.itunes import ITUNES
from feed_builder.render.live import live_items
from feed_builder.render.podcasting20 import PODCAST
from feed_builder.render.small_tags import (
    ATOM_LINKS,
    CORE,
    DUBLIN_CORE,
    HISTORY,
    SIMPLE_CHAPTERS,
    SPOTIFY,
)
from feed_builder.text import shortened

NAMESPACES = (CORE, ATOM_LINKS, ITUNES, PODCAST, SIMPLE_CHAPTERS, DUBLIN_CORE)
_DOCS = "https://www.rssboard.org/rss-specification"
_VALUE = 255
_EXTENSION = "feed_builder"


def rss_content(show: Show, episodes: Sequence[Episode]) -> bytes:
    """The feed of `show` with these `episodes`."""
    generator = _channel(show)
    for episode in episodes:
        _item(generator, episode)
    content: bytes = generator.rss_str(pretty=True, encoding="UTF-8")
    return with_style(content, show.feed_style)


def namespaces_of(show: Show) -> tuple[Namespace, ...]:
    """Those that every feed declares, and those that this one's channel needs."""
    spotify = (SPOTIFY,) if show.countries or show.recent_count else ()
    history = (HISTORY,) if show.pages and show.pages.is_archive else ()
    return (*NAMESPACES, *spotify, *history)


def _channel(show: Show) -> FeedGenerator:
    generator = FeedGenerator()
    extras = Extras(
        namespaces=namespaces_of(show), mend_channel=_mend_channel, mend_item=_mend_item
    )
    generator.register_extension(_EXTENSION, *extensions(extras, show))
    generator.title(show.title)
    generator.description(show.description)
    generator.language(show.language)
    generator.copyright(show.copyright)
    generator.docs(_DOCS)
    generator.generator(GENERATOR)
    if show.owner:
        generator.managingEditor(_mailbox(show.owner))
    generator.image(url=show.artwork.url, title=show.title, link=show.link)
    generator.lastBuildDate(show.updated)
    # feedgen takes the last link of any kind for the site's (FG-3).
    generator.link(href=show.feed_url, rel="self", type="application/rss+xml")
    generator.link(href=show.link, rel="alternate")
    return generator


def _mailbox(owner: Owner) -> str:
    """RSS-26, within the 255 characters of PSP-4."""
    room = _VALUE - len(f"{owner.email} ()")
    # Brackets of its own would end the comment that the name stands in.
    name = shortened(owner.name.replace("(", "").replace(")", ""), room)
    return f"{owner.email} ({name})" if room > 1 else owner.email


def _item(generator: FeedGenerator, episode: Episode) -> None:
    entry = generator.add_entry(order="append")
    entry.title(episode.title)
    entry.link(href=episode.link)
    entry.guid(episode.guid, permalink=episode.permalink)
    entry.description(episode.notes.short)
    entry.content(episode.notes.full, type="CDATA")
    enclosure = episode.enclosure
    entry.enclosure(enclosure.url, str(enclosure.length), enclosure.type)
    entry.pubDate(episode.published)
    getattr(entry, _EXTENSION).episode = episode


def _mend_channel(channel: Any, show: Show) -> None:
    """Dates without feedgen's excursions into the process's locale (FG-19)."""
    channel.find("lastBuildDate").text = rfc822(show.updated)
    # feedparser takes the link and the description of a live item for the channel's if they come
    # after those: so it stands before them.
    above = etree.Element("channel", nsmap=channel.nsmap)
    append(above, PODCAST.uri, live_items(show))
    for place, element in enumerate(list(above)):
        channel.insert(place, element)


def _mend_item(item: Any, show: Show, episode: Episode) -> None:
    """HTML stands in CDATA (PSP-2), which feedgen offers for one of the two texts only."""
    description = item.find("description")
    description.text = etree.CDATA(description.text or "")
    item.find("pubDate").text = rfc822(episode.published)
