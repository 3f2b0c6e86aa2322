"""An RSS feed, element by element: one table says what each is taken for.

What stands in no table is noted by its name, so that a publisher sees what does not come along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from feed_builder.feeds.fallbacks import CHANNEL_FALLBACKS
from feed_builder.feeds.foreign import ForeignFeed, ForeignItem
from feed_builder.feeds.left import LEFT, MADE_ANEW
from feed_builder.feeds.rss_item import UNKNOWN, read_item
from feed_builder.feeds.takes import (
    extra,
    extra_text,
    flag_to,
    itunes_image,
    keyword,
    line,
    mailbox,
    person,
    text_to,
)
from feed_builder.feeds.xml import Element, NotAFeedError, attribute, children, name_of, text_of
from feed_builder.text import joined, without_control_characters

Take = Callable[[ForeignFeed, Element], None]
_ROOTS = ("rss", "rdf:rdf")
_MADE_OF_ITEMS = frozenset(("item", "podcast:liveItem"))


def read_rss(root: Element, address: str | None) -> ForeignFeed:
    """The feed below `root`, found at `address`; raises NotAFeedError where it is none."""
    channel = root.find("channel") if name_of(root).lower() in _ROOTS else None
    if channel is None:
        raise NotAFeedError("is XML, but no RSS feed")
    feed = ForeignFeed()
    # A few programs write the items beside the channel.
    items = [*channel.findall("item"), *root.findall("item")]
    later: list[Element] = []
    for name, element in children(channel):
        known = CHANNEL.get(name)
        if known:
            known(feed, element)
        elif name in CHANNEL_FALLBACKS:
            later.append(element)
        elif name in _MADE_OF_ITEMS:
            continue
        elif name.startswith("podcast:"):
            feed.podcast.append(element)
        elif name not in MADE_ANEW:
            feed.leave(name, LEFT.get(name, UNKNOWN))
    for element in later:
        CHANNEL_FALLBACKS[name_of(element)](feed, element)
    feed.items = [read_item(item) for item in items]
    feed.live = [_live(e) for name, e in children(channel) if name == "podcast:liveItem"]
    if not feed.title and not feed.items:
        raise NotAFeedError("holds neither a title nor an item")
    _resolve(feed, address)
    return feed


def _live(element: Element) -> ForeignItem:
    """A broadcast that is announced: an item with a status and its times."""
    item = read_item(element)
    for name in ("status", "start", "end"):
        extra(item, name, attribute(element, name))
    return item


def _resolve(feed: ForeignFeed, address: str | None) -> None:
    """Addresses without a host are relative to xml:base, else to the feed's own."""
    base = address or feed.self_url or feed.link or ""
    for item in (*feed.items, *feed.live):
        resolve(item, base)
    feed.artwork = joined(base, feed.artwork) if feed.artwork else None


def resolve(item: ForeignItem, base: str) -> None:
    """Make an item's addresses whole; those of its notes are made so where they are read."""
    own = joined(base, item.base) if item.base else base
    item.base = own if item.base else None
    if item.enclosure:
        item.enclosure = replace(item.enclosure, url=joined(own, item.enclosure.url))
    item.link = joined(own, item.link) if item.link else None
    item.artwork = joined(own, item.artwork) if item.artwork else None
    item.chapters_url = joined(own, item.chapters_url) if item.chapters_url else None
    for row in item.extras.get("alternate_enclosure", ()):
        row["source"] = [{"uri": joined(own, source["uri"])} for source in row["source"]]
    item.transcripts = [replace(t, url=joined(own, t.url)) for t in item.transcripts]


# The channel.


def _description(feed: ForeignFeed, element: Element) -> None:
    text = without_control_characters(text_of(element)).strip()
    if len(text) > len(feed.description):
        feed.description = text


def _channel_image(feed: ForeignFeed, element: Element) -> None:
    address = line(element.findtext("url") or "") or attribute(element, "href")
    feed.artwork = feed.artwork or address


def _category(feed: ForeignFeed, element: Element) -> None:
    main = attribute(element, "text") or line(element.text or "")
    subs = [attribute(c, "text") for name, c in children(element) if name == "itunes:category"]
    if main:
        feed.categories += [(main, sub) for sub in subs if sub] or [(main, None)]


def _owner(feed: ForeignFeed, element: Element) -> None:
    for name, child in children(element):
        text = line(text_of(child)) or None
        if name == "itunes:name":
            feed.owner_name = text
        elif name == "itunes:email":
            feed.owner_email = text


def _managing_editor(feed: ForeignFeed, element: Element) -> None:
    name, address = mailbox(text_of(element))
    feed.managing_editor = name or address


def _web_master(feed: ForeignFeed, element: Element) -> None:
    _, address = mailbox(text_of(element))
    if address:
        extra(feed, "web_master", address)
    else:
        feed.leave("webMaster", "is no mail address")


def _itunes_title(feed: ForeignFeed, element: Element) -> None:
    """Apple's title, where it is not the show's."""
    title = line(text_of(element))
    if title != feed.title and feed.title:
        extra(feed, "itunes_title", title)
    feed.title = feed.title or title


def _skip(key: str) -> Take:
    def take(feed: ForeignFeed, element: Element) -> None:
        told = [line(text_of(child)) for _, child in children(element)]
        hours = [int(one) for one in told if one.isdecimal() and len(one) < 3]
        extra(feed, key, hours if key == "skip_hours" else [one.capitalize() for one in told])

    return take


def _ttl(feed: ForeignFeed, element: Element) -> None:
    text = line(text_of(element))
    if text.isdecimal() and len(text) < 7:
        extra(feed, "ttl", int(text))


def _channel_link(feed: ForeignFeed, element: Element) -> None:
    rel, href = (element.get("rel") or "alternate").lower(), attribute(element, "href")
    if not href:
        return
    if rel == "self":
        feed.self_url = feed.self_url or href
    elif rel in ("next", "prev-archive"):
        feed.next_page = feed.next_page or href
    elif rel in ("first", "last", "previous", "prev", "current", "next-archive", "alternate"):
        pass  # what these say is found by following the others
    else:
        feed.leave(f"atom:link rel={rel}", LEFT.get(f"atom:link rel={rel}", UNKNOWN))


def _show_guid(feed: ForeignFeed, element: Element) -> None:
    feed.guid = line(text_of(element)) or None


CHANNEL: Mapping[str, Take] = {
    "title": text_to("title"),
    "link": text_to("link"),
    "description": _description,
    "itunes:summary": _description,
    "language": text_to("language"),
    "copyright": text_to("copyright"),
    "managingEditor": _managing_editor,
    "image": _channel_image,
    "atom:link": _channel_link,
    "itunes:author": text_to("author"),
    "itunes:owner": _owner,
    "itunes:category": _category,
    "itunes:image": itunes_image,
    "itunes:explicit": flag_to("explicit"),
    "itunes:type": text_to("type"),
    "itunes:complete": flag_to("complete"),
    "itunes:block": flag_to("block"),
    "itunes:new-feed-url": text_to("new_feed_url"),
    "podcast:guid": _show_guid,
    "podcast:locked": flag_to("locked"),
    "podcast:medium": text_to("medium"),
    "podcast:person": person,
    "category": keyword,
    "ttl": _ttl,
    "skipHours": _skip("skip_hours"),
    "skipDays": _skip("skip_days"),
    "webMaster": _web_master,
    "itunes:title": _itunes_title,
    "itunes:applepodcastsverify": extra_text("applepodcastsverify"),
}
