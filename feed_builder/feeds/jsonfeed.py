"""A JSON Feed with recordings (versions 1 and 1.1), read into the same values as an RSS feed."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from feed_builder.feeds.foreign import ForeignEnclosure, ForeignFeed, ForeignItem, ForeignPerson
from feed_builder.feeds.rss import resolve
from feed_builder.feeds.takes import add_keyword, line
from feed_builder.feeds.values import moment
from feed_builder.feeds.xml import NotAFeedError
from feed_builder.text import without_control_characters

_VERSION = "https://jsonfeed.org/version/"
_MADE_ANEW = frozenset(("version", "user_comment", "items", "favicon"))
_UNKNOWN = "no such thing is known here"


def is_json(data: bytes) -> bool:
    """Whether a document is an object of JSON."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json_feed(data: bytes, address: str | None) -> ForeignFeed:
    """The feed in `data`, found at `address`; raises NotAFeedError where it is none."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(f"is no JSON: {error}") from error
    if not isinstance(told, dict) or not str(told.get("version", "")).startswith(_VERSION):
        raise NotAFeedError(f"is JSON, but no JSON Feed (its version would be {_VERSION}1.1)")
    feed = _head(told)
    feed.items = [_item(one) for one in _listed(told, "items") if isinstance(one, dict)]
    if not feed.title and not feed.items:
        raise NotAFeedError("holds neither a title nor an item")
    base = address or feed.self_url or feed.link or ""
    for item in feed.items:
        resolve(item, base)
    return feed


def _text(told: Mapping[str, Any], name: str) -> str:
    """A text of an object, on one line; "" where there is none."""
    value = told.get(name)
    return line(value) if isinstance(value, str) else ""


def _listed(told: Mapping[str, Any], name: str) -> list[Any]:
    """A list of an object; an empty one where there is none."""
    value = told.get(name)
    return value if isinstance(value, list) else []


def _head(told: Mapping[str, Any]) -> ForeignFeed:
    feed = ForeignFeed(
        title=_text(told, "title"),
        link=_text(told, "home_page_url") or None,
        self_url=_text(told, "feed_url") or None,
        description=_text(told, "description"),
        language=_text(told, "language") or None,
        artwork=_text(told, "icon") or _text(told, "favicon") or None,
        complete=told.get("expired") is True,
        next_page=_text(told, "next_url") or None,
    )
    authors = list(_authors(told))
    if authors:
        feed.author = authors[0].name
    for other in authors[1:]:
        feed.people.append(other)
    if told.get("hubs"):
        feed.leave("hubs", "the new host has its own hub")
    for name in told:
        if name not in _FEED and name not in _MADE_ANEW:
            feed.leave(name, _UNKNOWN)
    return feed


_FEED = frozenset(
    "title home_page_url feed_url description language icon expired next_url author authors "
    "hubs".split()
)
_ITEM = frozenset(
    "id url title content_html content_text summary image banner_image external_url date_published "
    "date_modified author authors tags language attachments".split()
)


def _authors(told: Mapping[str, Any]) -> Iterator[ForeignPerson]:
    """The authors of a feed or an item; version 1 had one (JF-2)."""
    for author in _listed(told, "authors") or [told.get("author")]:
        if isinstance(author, dict) and _text(author, "name"):
            yield ForeignPerson(
                name=_text(author, "name"),
                role="author",
                group="writing",
                href=_text(author, "url") or None,
                img=_text(author, "avatar") or None,
            )


def _item(told: Mapping[str, Any]) -> ForeignItem:
    # An id is no address to go to, even where it looks like one: `url` is (JF-4).
    item = ForeignItem(permalink=False, title=_text(told, "title"))
    identity = told.get("id")
    if isinstance(identity, str) and identity.strip():
        item.guid = identity
    elif isinstance(identity, int | float) and not isinstance(identity, bool):
        item.guid = json.dumps(identity)
    item.link = _text(told, "url") or _text(told, "external_url") or None
    item.notes = _notes(told)
    item.short = html.escape(_text(told, "summary"), quote=False)
    item.artwork = _text(told, "image") or None
    item.published = moment(_text(told, "date_published")) or moment(_text(told, "date_modified"))
    item.updated = moment(_text(told, "date_modified"))
    item.people = list(_authors(told))
    for tag in _listed(told, "tags"):
        if isinstance(tag, str):
            add_keyword(item, line(tag))
    for one in _listed(told, "attachments"):
        if isinstance(one, dict):
            _attachment(item, one)
    _more(item, told)
    return item


def _notes(told: Mapping[str, Any]) -> str:
    """The text; plain text as HTML that says the same."""
    for name, shown in (("content_html", str), ("content_text", html.escape)):
        value = told.get(name)
        if isinstance(value, str) and value.strip():
            return without_control_characters(shown(value)).strip()
    return ""


def _attachment(item: ForeignItem, told: Mapping[str, Any]) -> None:
    url, size, seconds = (
        _text(told, "url"),
        told.get("size_in_bytes"),
        told.get("duration_in_seconds"),
    )
    if not url:
        item.leave("attachments", "one has no address")
        return
    length = int(size) if isinstance(size, int | float) and 0 < size < 1e15 else None
    item.add_recording(
        ForeignEnclosure(url=url, type=_text(told, "mime_type").lower(), length=length)
    )
    if isinstance(seconds, int | float) and seconds > 0 and item.duration is None:
        item.duration = float(seconds)


def _more(item: ForeignItem, told: Mapping[str, Any]) -> None:
    banner, elsewhere = _text(told, "banner_image"), _text(told, "external_url")
    if banner:
        item.extras["image"] = [{"href": banner, "purpose": "banner"}]
    if elsewhere and elsewhere != item.link:
        item.leave("external_url", "an item has one link; its page's was kept")
    if told.get("language"):
        item.leave("language", "there is one language for a show")
    for name in told:
        if name not in _ITEM:
            item.leave(name, _UNKNOWN)
