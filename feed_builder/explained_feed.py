"""A feed of any form as `explain` looks at it: Atom and JSON Feed under the names of RSS. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from feed_builder.check.dates import iso_moment, moment_of
from feed_builder.check.document import decoded
from feed_builder.check.markup import Element, Reader, Refused
from feed_builder.errors import FeedBuilderError
from feed_builder.records import dataclass

RSS, ATOM, JSON = "RSS", "Atom", "JSON Feed"
_NAMES: Mapping[str, Mapping[str, str]] = {
    RSS: {},
    ATOM: {"content:encoded": "content", "description": "summary"},
    JSON: {"content:encoded": "content_html", "description": "summary"},
}
"""How each form calls what RSS has another name for."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A feed that was read: its channel, its items, and how often something stands in them.

    `moments` are the dates that can be read, in order.
    """

    channel: Element
    items: Sequence[Element]
    now: datetime
    format: str = RSS
    guids: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    urls: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[str, str]] = field(default_factory=Counter)
    moments: Sequence[datetime] = ()

    def called(self, name: str) -> str:
        """What an element of RSS is called in this feed."""
        return _NAMES[self.format].get(name, name)


def parse(data: bytes, name: str, now: datetime) -> Parsed:
    """The feed in `data`. Raises FeedBuilderError with `name` where there is none."""
    try:
        text = decoded(data).data
        if text.lstrip()[:1] == b"{":
            return _json_feed(text, name, now)
        items: list[Element] = []
        reader = Reader(items.append)
        reader.read(text)
    except Refused as refused:
        line = f":{refused.line}" if refused.line else ""
        raise FeedBuilderError(f"{name}{line}: {refused.message} ({refused.fix})") from refused
    root = reader.root
    if root is not None and root.name == "atom:feed":
        return _counted(_atom_channel(root), [_atom_item(e) for e in items], now, ATOM)
    channel = root.child("channel") if root is not None else None
    if channel is None:
        fix = "give a feed of RSS, Atom or JSON Feed"
        raise FeedBuilderError(f"{name}: is no feed that podcast apps read ({fix})")
    return _counted(channel, items, now, RSS)


def _counted(channel: Element, items: Sequence[Element], now: datetime, format_: str) -> Parsed:
    return Parsed(
        channel,
        items,
        now,
        format_,
        Counter(item.text_of("guid") for item in items),
        Counter(file_of(item) for item in items),
        Counter(url_of(item) for item in items),
        Counter(day_of(item) for item in items),
        sorted(moment for item in items if (moment := when(item))),
    )


def url_of(item: Element) -> str:
    """The address of an item's enclosure; empty if there is none."""
    enclosure = item.child("enclosure")
    return enclosure.attrs.get("url", "") if enclosure is not None else ""


def file_of(item: Element) -> str:
    """The name of an item's file."""
    try:
        return urlsplit(url_of(item)).path.rpartition("/")[2]
    except ValueError:
        return ""


def when(item: Element) -> datetime | None:
    """When an item was published; None where that can't be read."""
    written = item.text_of("pubDate")
    return moment_of(written) or (iso_moment(written) if "T" in written else None)


def day_of(item: Element) -> tuple[str, str]:
    """The title and the day of an item."""
    moment = when(item)
    return item.text_of("title"), moment.date().isoformat() if moment else ""


def _made(parent: Element | None, name: str, text: str = "", **attrs: str) -> Element:
    element = Element(name, name, 1, 0, parent)
    element.parts, element.attrs = [text] if text else [], attrs
    if parent is not None:
        parent.children.append(element)
    return element


def _texts(parent: Element, found: Mapping[str, str]) -> None:
    for name, text in found.items():
        if text:
            _made(parent, name, text)


def _atom_channel(feed: Element) -> Element:
    channel = _made(None, "channel")
    _texts(channel, {"title": feed.text_of("atom:title"), "language": _language(feed)})
    return channel


def _language(feed: Element) -> str:
    return feed.attrs.get("xml:lang", "")


def _atom_item(entry: Element) -> Element:
    item = _made(None, "item")
    _texts(
        item,
        {
            "title": entry.text_of("atom:title"),
            "guid": entry.text_of("atom:id"),
            "pubDate": entry.text_of("atom:published") or entry.text_of("atom:updated"),
            "content:encoded": entry.text_of("atom:content"),
            "description": entry.text_of("atom:summary"),
        },
    )
    for link in entry.all("atom:link"):
        if link.attrs.get("rel") == "enclosure":
            _made(item, "enclosure", url=link.attrs.get("href", ""))
    item.children += [child for child in entry.children if child.name.startswith("psc:")]
    return item


def _json_feed(text: bytes, name: str, now: datetime) -> Parsed:
    try:
        feed = json.loads(text)
        items = [_json_item(item) for item in feed["items"] if isinstance(item, dict)]
        channel = _made(None, "channel")
        _texts(channel, {key: str(feed.get(key) or "") for key in ("title", "language")})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fix = "feed-builder check says why"
        raise FeedBuilderError(f"{name}: is no JSON Feed ({fix})") from error
    return _counted(channel, items, now, JSON)


def _json_item(told: Mapping[str, Any]) -> Element:
    item = _made(None, "item")
    _texts(
        item,
        {
            "title": str(told.get("title") or ""),
            "guid": str(told.get("id") or ""),
            "pubDate": str(told.get("date_published") or ""),
            "content:encoded": str(told.get("content_html") or told.get("content_text") or ""),
            "description": str(told.get("summary") or ""),
        },
    )
    for url in _attached(told):
        _made(item, "enclosure", url=url)
    return item


def _attached(told: Mapping[str, Any]) -> Iterator[str]:
    for attachment in told.get("attachments") or ():
        if isinstance(attachment, dict):
            yield str(attachment.get("url") or "")
