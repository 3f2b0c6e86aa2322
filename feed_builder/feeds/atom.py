"""An Atom feed with recordings (RFC 4287), read into the same values as an RSS feed."""

from __future__ import annotations

from typing import Any

from lxml import etree

from feed_builder.feeds.fallbacks import CHANNEL_FALLBACKS, ITEM_FALLBACKS
from feed_builder.feeds.foreign import ForeignEnclosure, ForeignFeed, ForeignItem, ForeignPerson
from feed_builder.feeds.left import LEFT, MADE_ANEW
from feed_builder.feeds.markdown import words_of
from feed_builder.feeds.rss import CHANNEL, resolve
from feed_builder.feeds.rss_item import ITEM, UNKNOWN
from feed_builder.feeds.takes import add_keyword, line
from feed_builder.feeds.values import moment
from feed_builder.feeds.xml import Element, NotAFeedError, attribute, children, name_of, text_of
from feed_builder.text import joined, without_control_characters

_MADE_ANEW = frozenset(
    ("atom:id", "atom:updated", "atom:generator", "atom:icon", "atom:link", "atom:entry")
)


def read_atom(root: Element, address: str | None) -> ForeignFeed:
    """The feed below `root`, found at `address`; raises NotAFeedError where it is none."""
    if name_of(root) not in ("atom:feed", "feed"):
        raise NotAFeedError("is XML, but no feed")
    feed = ForeignFeed(language=root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    later: list[Element] = []
    for name, element in children(root):
        known = CHANNEL.get(name)
        if name == "atom:link":
            _feed_link(feed, element)
        elif name in _FEED_TEXTS:
            setattr(feed, _FEED_TEXTS[name], _text(element))
        elif name == "atom:author":
            feed.author = feed.author or _person(element)
        elif name == "atom:category":
            add_keyword(feed, attribute(element, "label") or attribute(element, "term") or "")
        elif known:
            known(feed, element)
        elif name in CHANNEL_FALLBACKS and not name.startswith("atom:"):
            later.append(element)
        elif name.startswith("podcast:"):
            feed.podcast.append(element)
        elif name not in _MADE_ANEW and name not in MADE_ANEW:
            feed.leave(name, LEFT.get(name, UNKNOWN))
    for element in later:
        CHANNEL_FALLBACKS[name_of(element)](feed, element)
    base = address or feed.self_url or ""
    feed.link = joined(joined(base, root.base or ""), feed.link) if feed.link else None
    feed.artwork = joined(joined(base, root.base or ""), feed.artwork) if feed.artwork else None
    feed.items = [_entry(e, base) for name, e in children(root) if name == "atom:entry"]
    if not feed.title and not feed.items:
        raise NotAFeedError("holds neither a title nor an item")
    return feed


_FEED_TEXTS = {
    "atom:title": "title",
    "atom:subtitle": "description",
    "atom:rights": "copyright",
    "atom:logo": "artwork",
}


def _feed_link(feed: ForeignFeed, element: Element) -> None:
    rel, href = element.get("rel") or "alternate", attribute(element, "href")
    if rel == "alternate":
        feed.link = feed.link or href
    elif rel == "self":
        feed.self_url = feed.self_url or href
    elif rel in ("next", "prev-archive"):
        feed.next_page = feed.next_page or href


def _entry(element: Element, base: str) -> ForeignItem:
    # An Atom id is permanent and leads nowhere (ATOM-2).
    item = ForeignItem(permalink=False, base=element.base)
    later: list[Element] = []
    for name, child in children(element):
        known = ITEM.get(name)
        if name == "atom:link":
            _entry_link(item, child, base)
        elif name in _ENTRY:
            _ENTRY[name](item, child)
        elif known:
            known(item, child)
        elif name in ITEM_FALLBACKS and not name.startswith("atom:"):
            later.append(child)
        elif name.startswith("podcast:"):
            item.podcast.append(child)
        elif name not in _MADE_ANEW and name not in MADE_ANEW:
            item.leave(name, LEFT.get(name, UNKNOWN))
    for child in later:
        ITEM_FALLBACKS[name_of(child)](item, child)
    resolve(item, base)
    if not item.notes:
        item.notes, item.short = item.short, ""
    item.published = item.published or item.updated
    return item


def _entry_link(item: ForeignItem, element: Element, base: str) -> None:
    rel, href = element.get("rel") or "alternate", attribute(element, "href")
    if not href:
        return
    # An element may have a base of its own.
    href = joined(joined(base, element.base or ""), href)
    if rel == "alternate":
        item.link = item.link or href
    elif rel == "enclosure":
        length = (element.get("length") or "").strip()
        item.add_recording(
            ForeignEnclosure(
                url=href,
                type=attribute(element, "type") or "",
                length=int(length) if length.isdecimal() and len(length) < 16 else None,
            )
        )
    elif rel in ("replies", "related", "via"):
        item.leave(f"atom:link rel={rel}", "there is no key for it")


def _category(item: ForeignItem, element: Element) -> None:
    add_keyword(item, attribute(element, "label") or attribute(element, "term") or "")


def _title(item: ForeignItem, element: Element) -> None:
    is_html = element.get("type") in ("html", "xhtml")
    item.title = item.title or (words_of(_html(element)) if is_html else _text(element))


def _id(item: ForeignItem, element: Element) -> None:
    # Letter for letter, as long as there is a letter.
    text = text_of(element)
    item.guid = text if text.strip() else None


def _published(item: ForeignItem, element: Element) -> None:
    item.published = moment(text_of(element))


def _updated(item: ForeignItem, element: Element) -> None:
    item.updated = moment(text_of(element))


def _content(item: ForeignItem, element: Element) -> None:
    item.notes = _html(element)


def _summary(item: ForeignItem, element: Element) -> None:
    item.short = _html(element)


def _contributor(item: ForeignItem, element: Element) -> None:
    name = _person(element)
    if name and name not in {person.name for person in item.people}:
        item.people.append(ForeignPerson(name=name, role="guest"))


def _author(item: ForeignItem, element: Element) -> None:
    item.author = item.author or _person(element)


_ENTRY: dict[str, Any] = {
    "atom:title": _title,
    "atom:id": _id,
    "atom:published": _published,
    "atom:updated": _updated,
    "atom:content": _content,
    "atom:summary": _summary,
    "atom:contributor": _contributor,
    "atom:author": _author,
    "atom:category": _category,
}


def _person(element: Element) -> str | None:
    found = (text_of(child) for name, child in children(element) if name == "atom:name")
    return line(next(found, "")) or None


def _text(element: Element) -> str:
    return line(text_of(element))


def _html(element: Element) -> str:
    """The HTML of a text construct: escaped, as elements (xhtml), or plain."""
    if element.get("type") == "xhtml":
        inside = "".join(etree.tostring(child, encoding="unicode") for child in element)
        return without_control_characters(inside).strip()
    return without_control_characters(text_of(element)).strip()
