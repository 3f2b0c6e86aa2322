"""An RSS feed, element by element: one table says what each is taken for.

What stands in no table is noted by its name, so that a publisher sees what does not come along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import urljoin

from feed_builder.feeds.foreign import (
    ForeignChapter,
    ForeignEnclosure,
    ForeignFeed,
    ForeignItem,
    ForeignPerson,
    ForeignTranscript,
)
from feed_builder.feeds.left import LEFT, MADE_ANEW
from feed_builder.feeds.values import moment, seconds, yes_or_no
from feed_builder.feeds.xml import Element, NotAFeedError, attribute, children, name_of, text_of
from feed_builder.text import without_control_characters

_UNKNOWN = "no such thing is known here"
_AGAIN = "stands there more than once; the first one counts"
_AT_START = re.compile(r"[^<]*<\s*(p|br|a|ul|ol|div|h[1-6]|strong|em|b|i|span|img)\b", re.I)


def read_rss(root: Element, address: str | None) -> ForeignFeed:
    """The feed below `root`, found at `address`; raises NotAFeedError where it is none."""
    channel = root.find("channel") if name_of(root).lower() == "rss" else None
    if channel is None:
        raise NotAFeedError("is XML, but no RSS feed")
    feed = ForeignFeed()
    # A few programs write the items beside the channel.
    items = [*channel.findall("item"), *root.findall("item")]
    for name, element in children(channel):
        if name == "item":
            continue
        known = CHANNEL.get(name)
        if known:
            known(feed, element)
        elif name.startswith("podcast:"):
            feed.podcast.append(element)
        elif name not in MADE_ANEW:
            feed.leave(name, LEFT.get(name, _UNKNOWN))
    feed.items = [_item(item) for item in items]
    if not feed.title and not feed.items:
        raise NotAFeedError("holds neither a title nor an item")
    _resolve(feed, address)
    return feed


def _item(element: Element) -> ForeignItem:
    item = ForeignItem(title=_line(element.findtext("title") or ""))
    seen: set[str] = set()
    for name, child in children(element):
        known = ITEM.get(name)
        if known and name in seen and name in ONCE:
            item.leave(name, _AGAIN)
        elif known:
            known(item, child)
        elif name.startswith("podcast:"):
            item.podcast.append(child)
        elif name not in MADE_ANEW:
            item.leave(name, LEFT.get(name, _UNKNOWN))
        seen.add(name)
    return item


def _resolve(feed: ForeignFeed, address: str | None) -> None:
    """Addresses without a host are relative to the feed's own."""
    base = address or feed.self_url or feed.link
    if not base:
        return
    for item in feed.items:
        if item.enclosure:
            enclosure = item.enclosure
            item.enclosure = ForeignEnclosure(
                url=_joined(base, enclosure.url), type=enclosure.type, length=enclosure.length
            )
        item.link = _joined(base, item.link) if item.link else None
        item.artwork = _joined(base, item.artwork) if item.artwork else None
        item.chapters_url = _joined(base, item.chapters_url) if item.chapters_url else None
    feed.artwork = _joined(base, feed.artwork) if feed.artwork else None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _line(text: str) -> str:
    """Text on one line, without what XML can't hold."""
    return " ".join(without_control_characters(text).split())


# The channel.


def _text_to(field: str) -> Callable[[ForeignFeed | ForeignItem, Element], None]:
    """Takes an element's text, on one line, for a field that is still empty."""

    def take(thing: ForeignFeed | ForeignItem, element: Element) -> None:
        text = _line(text_of(element))
        if text and not getattr(thing, field):
            setattr(thing, field, text)

    return take


def _flag_to(field: str) -> Callable[[ForeignFeed | ForeignItem, Element], None]:
    """Takes an element's yes or no."""

    def take(thing: ForeignFeed | ForeignItem, element: Element) -> None:
        said = yes_or_no(text_of(element))
        if said is not None:
            setattr(thing, field, said)
        else:
            thing.leave(name_of(element), f"“{_line(text_of(element))[:40]}” is neither yes nor no")

    return take


def _description(feed: ForeignFeed, element: Element) -> None:
    text = without_control_characters(text_of(element)).strip()
    if len(text) > len(feed.description):
        feed.description = text


def _channel_image(feed: ForeignFeed, element: Element) -> None:
    address = _line(element.findtext("url") or "") or attribute(element, "href")
    feed.artwork = feed.artwork or address


def _itunes_image(thing: ForeignFeed | ForeignItem, element: Element) -> None:
    """Apple's picture is the large one; some write its address as text."""
    thing.artwork = attribute(element, "href") or _line(text_of(element)) or thing.artwork


def _category(feed: ForeignFeed, element: Element) -> None:
    main = attribute(element, "text") or _line(element.text or "")
    subs = [attribute(c, "text") for name, c in children(element) if name == "itunes:category"]
    if main:
        feed.categories += [(main, sub) for sub in subs if sub] or [(main, None)]


def _owner(feed: ForeignFeed, element: Element) -> None:
    for name, child in children(element):
        text = _line(text_of(child)) or None
        if name == "itunes:name":
            feed.owner_name = text
        elif name == "itunes:email":
            feed.owner_email = text


def _managing_editor(feed: ForeignFeed, element: Element) -> None:
    text = _line(text_of(element))
    name = re.search(r"\(([^()]*)\)", text)
    feed.managing_editor = (name.group(1) if name else parseaddr(text)[0] or text) or None


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
        feed.leave(f"atom:link rel={rel}", LEFT.get(f"atom:link rel={rel}", _UNKNOWN))


def _person(thing: ForeignFeed | ForeignItem, element: Element) -> None:
    name = _line(text_of(element))
    if not name:
        thing.leave("podcast:person", "has no name")
        return
    values = {key: attribute(element, key) for key in ("role", "group", "href", "img")}
    thing.people.append(ForeignPerson(name=name, **values))


def _show_guid(feed: ForeignFeed, element: Element) -> None:
    feed.guid = _line(text_of(element)) or None


# The items.


def _guid(item: ForeignItem, element: Element) -> None:
    text = text_of(element)
    if text.strip():
        item.guid = text
        item.permalink = (element.get("isPermaLink") or "true").strip().lower() != "false"


def _published(item: ForeignItem, element: Element) -> None:
    item.published = item.published or moment(text_of(element))


def _updated(item: ForeignItem, element: Element) -> None:
    item.updated = moment(text_of(element))


def _notes(item: ForeignItem, element: Element) -> None:
    """The longer text is the notes: `content:encoded` where there is one, as apps take it."""
    text = without_control_characters(text_of(element)).strip()
    if name_of(element) == "content:encoded" and text:
        item.short, item.notes = item.notes or item.short, text
    elif name_of(element) == "description" and not item.notes:
        item.notes = text
    elif text and text not in (item.notes, item.short) and not item.short:
        item.short = text


def _enclosure(item: ForeignItem, element: Element) -> None:
    url = attribute(element, "url") or attribute(element, "href")
    if not url:
        item.leave("enclosure", "has no address")
    elif item.enclosure:
        item.leave("enclosure", "is a second recording; apps play the first (RSS-73)")
    else:
        length = (element.get("length") or "").strip()
        item.enclosure = ForeignEnclosure(
            url=url,
            type=attribute(element, "type") or "",
            length=int(length) if length.isdecimal() else None,
        )


def _season(item: ForeignItem, element: Element) -> None:
    item.season = item.season or _line(text_of(element)) or None
    _extra(item, "season_name", attribute(element, "name"))


def _number(item: ForeignItem, element: Element) -> None:
    written = _line(text_of(element))
    item.number = item.number or written or None
    _extra(item, "number_display", attribute(element, "display"))
    if "." in written and name_of(element) == "podcast:episode":
        _extra(item, "podcast_number", written)


def _extra(thing: ForeignFeed | ForeignItem, key: str, value: Any) -> None:
    """A value for a key that is still without one."""
    if value:
        thing.extras.setdefault(key, value)


def _extra_text(key: str) -> Callable[[ForeignFeed | ForeignItem, Element], None]:
    return lambda thing, element: _extra(thing, key, _line(text_of(element)))


def _keyword(thing: ForeignFeed | ForeignItem, element: Element) -> None:
    name, domain = _line(text_of(element)), attribute(element, "domain")
    if name:
        words = thing.extras.setdefault("keywords", [])
        words.append({"name": name, **({"domain": domain} if domain else {})})


def _itunes_title(item: ForeignItem, element: Element) -> None:
    """Apple's title, where it is not the item's."""
    title = _line(text_of(element))
    if title != item.title and item.title:
        _extra(item, "itunes_title", title)
    item.title = item.title or title


def _origin(item: ForeignItem, element: Element) -> None:
    url, title = attribute(element, "url"), _line(text_of(element))
    if url:
        item.extras["origin"] = {"url": url, **({"title": title} if title else {})}


def _ttl(feed: ForeignFeed, element: Element) -> None:
    text = _line(text_of(element))
    if text.isdecimal() and len(text) < 7:
        _extra(feed, "ttl", int(text))


def _transcript(item: ForeignItem, element: Element) -> None:
    url = attribute(element, "url")
    if url:
        item.transcripts.append(
            ForeignTranscript(
                url=url,
                type=(attribute(element, "type") or "").lower(),
                language=attribute(element, "language"),
                rel=attribute(element, "rel"),
            )
        )


def _chapters_url(item: ForeignItem, element: Element) -> None:
    item.chapters_url = item.chapters_url or attribute(element, "url")


def _chapters(item: ForeignItem, element: Element) -> None:
    for name, child in children(element):
        start = seconds(child.get("start") or "")
        if name == "psc:chapter" and start is not None:
            item.chapters.append(
                ForeignChapter(
                    start=start,
                    title=_line(child.get("title") or ""),
                    href=attribute(child, "href"),
                    image=attribute(child, "image"),
                )
            )
        elif name == "psc:chapter":
            item.leave(name, "its start is no time")


def _thumbnail(item: ForeignItem, element: Element) -> None:
    item.artwork = item.artwork or attribute(element, "url")


def _duration(item: ForeignItem, element: Element) -> None:
    item.duration = seconds(text_of(element)) or item.duration


Take = Callable[[ForeignFeed, Element], None]
TakeItem = Callable[[ForeignItem, Element], None]

CHANNEL: Mapping[str, Take] = {
    "title": _text_to("title"),
    "link": _text_to("link"),
    "description": _description,
    "itunes:summary": _description,
    "language": _text_to("language"),
    "copyright": _text_to("copyright"),
    "managingEditor": _managing_editor,
    "image": _channel_image,
    "atom:link": _channel_link,
    "itunes:author": _text_to("author"),
    "itunes:owner": _owner,
    "itunes:category": _category,
    "itunes:image": _itunes_image,
    "itunes:explicit": _flag_to("explicit"),
    "itunes:type": _text_to("type"),
    "itunes:complete": _flag_to("complete"),
    "itunes:block": _flag_to("block"),
    "itunes:new-feed-url": _text_to("new_feed_url"),
    "podcast:guid": _show_guid,
    "podcast:locked": _flag_to("locked"),
    "podcast:medium": _text_to("medium"),
    "podcast:person": _person,
    "category": _keyword,
    "ttl": _ttl,
    "itunes:applepodcastsverify": _extra_text("applepodcastsverify"),
}
ITEM: Mapping[str, TakeItem] = {
    "title": _text_to("title"),
    "guid": _guid,
    "link": _text_to("link"),
    "pubDate": _published,
    "dc:date": _published,
    "atom:updated": _updated,
    "description": _notes,
    "content:encoded": _notes,
    "itunes:summary": _notes,
    "enclosure": _enclosure,
    "itunes:image": _itunes_image,
    "itunes:author": _text_to("author"),
    "dc:creator": _text_to("author"),
    "itunes:season": _season,
    "podcast:season": _season,
    "itunes:episode": _number,
    "podcast:episode": _number,
    "itunes:episodeType": _text_to("type"),
    "itunes:explicit": _flag_to("explicit"),
    "itunes:block": _flag_to("block"),
    "podcast:person": _person,
    "podcast:transcript": _transcript,
    "podcast:chapters": _chapters_url,
    "psc:chapters": _chapters,
    "media:thumbnail": _thumbnail,
    "itunes:duration": _duration,
    "itunes:title": _itunes_title,
    "category": _keyword,
    "comments": _extra_text("comments"),
    "source": _origin,
}
ONCE = frozenset(("guid", "pubDate", "itunes:image", "itunes:season", "itunes:episode"))
