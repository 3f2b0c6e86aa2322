"""A feed as subscribers see it: what it says of the show, and its episodes as apps know them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from feed_builder.check.dates import iso_moment, moment_of
from feed_builder.check.document import decoded
from feed_builder.check.markup import Element, Reader, Refused
from feed_builder.errors import FeedBuilderError
from feed_builder.records import dataclass
from feed_builder.text import joined

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_SHOW = {
    "title": ("title", "atom:title"),
    "description": ("description", "itunes:summary", "atom:subtitle"),
    "language": ("language",),
    "author": ("itunes:author",),
    "explicit": ("itunes:explicit",),
    "type": ("itunes:type",),
    "block": ("itunes:block",),
    "complete": ("itunes:complete",),
    "new_feed_url": ("itunes:new-feed-url",),
    "guid": ("podcast:guid",),
}
"""What apps show or do of the show itself, and the elements that say it."""
_NOTES = ("content:encoded", "description", "itunes:summary", "atom:content", "atom:summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An episode as a feed gives it; `notes` is a name for its text, another for another text."""

    guid: str
    title: str = ""
    published: str = ""
    enclosure: str = ""
    duration: str = ""
    link: str = ""
    season: str = ""
    number: str = ""
    artwork: str = ""
    notes: str = ""
    length: str = ""
    base: str = ""

    def moment(self) -> datetime:
        """When it was published; long ago where that can't be read."""
        return moment_of(self.published) or iso_moment(self.published) or LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as subscribers see it: what it says of the show, its episodes, its next page.

    `form` is the name of its root: "rss" or "atom:feed"; "json" for JSON Feed. `itself` is the
    address that it gives for itself.
    """

    show: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    next_page: str | None = None
    form: str = "rss"
    itself: str | None = None


def entries(data: bytes, name: str) -> Sequence[Entry]:
    """The episodes of a feed, in its order. Raises FeedBuilderError where it is none."""
    return read(data, name).entries


def read(data: bytes, name: str, address: str = "") -> Feed:
    """A feed as subscribers see it, found at `address` on the web if it has one.

    Raises FeedBuilderError where it is none.
    """
    found: list[Entry] = []
    try:
        text = decoded(data).data
        if text.lstrip()[:1] == b"{":
            return _json_feed(json.loads(text), address)
        reader = Reader(lambda item: found.append(_entry(item)))
        reader.read(text)
    except Refused as refused:
        line = f":{refused.line}" if refused.line else ""
        raise FeedBuilderError(f"{name}{line}: {refused.message} ({refused.fix})") from refused
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise FeedBuilderError(f"{name}: is no feed (feed-builder check says why)") from error
    if reader.root is None or reader.root.name not in ("rss", "atom:feed"):
        raise FeedBuilderError(f"{name}: is no feed (give one of RSS, Atom or JSON Feed)")
    channel = reader.root.child("channel") or reader.root
    links = [link.attrs for link in channel.all("atom:link")]
    following = (attrs for attrs in links if attrs.get("rel") in _FOLLOWING)
    itself = next((attrs.get("href") for attrs in links if attrs.get("rel") == "self"), None)
    base = address or itself or channel.text_of("link")
    return Feed(
        show=_show(channel),
        entries=[_whole(entry, base) for entry in found],
        next_page=next((attrs["href"] for attrs in following if attrs.get("href")), None),
        form=reader.root.name,
        itself=itself,
    )


_FOLLOWING = ("next", "prev-archive")


def _whole(entry: Entry, base: str) -> Entry:
    """An entry with whole addresses, and with the identity that apps give it."""
    base = _joined(base, entry.base) or base
    enclosure, link = _joined(base, entry.enclosure), _joined(base, entry.link)
    # Without a guid gPodder and most others take the link, then the recording (clients.md).
    guid = entry.guid or link or enclosure
    return replace(entry, enclosure=enclosure, link=link, guid=guid)


def _joined(base: str, address: str) -> str:
    return joined(base, address) if address else address


def _base_of(item: Element) -> str:
    """What the addresses of an item are relative to, as far as xml:base says it."""
    base, element = "", item
    while element is not None:
        outer = element.attrs.get("xml:base", "")
        base = _joined(outer, base) or outer
        element = element.parent  # type: ignore[assignment]
    return base


def _show(channel: Element) -> dict[str, str]:
    told = {
        key: next((channel.text_of(name) for name in names if channel.has(name)), "")
        for key, names in _SHOW.items()
    }
    image = channel.child("itunes:image")
    return {**told, "artwork": image.attrs.get("href", "") if image is not None else ""}


def _entry(item: Element) -> Entry:
    guid = item.text_of("guid") or item.text_of("atom:id")
    enclosure = item.child("enclosure")
    links = {link.attrs.get("rel", "alternate"): link for link in item.all("atom:link")[::-1]}
    url = enclosure.attrs.get("url", "") if enclosure is not None else ""
    length = enclosure.attrs.get("length", "") if enclosure is not None else ""
    if not url and "enclosure" in links:
        url = links["enclosure"].attrs.get("href", "")
        length = links["enclosure"].attrs.get("length", "")
    link = item.text_of("link")
    if not link and "alternate" in links:
        link = links["alternate"].attrs.get("href", "")
    image = item.child("itunes:image")
    return Entry(
        guid=guid,
        base=_base_of(item),
        title=item.title(),
        published=item.text_of("pubDate") or item.text_of("atom:published"),
        enclosure=url,
        duration=item.text_of("itunes:duration"),
        link=link,
        season=item.text_of("itunes:season"),
        number=item.text_of("itunes:episode"),
        artwork=image.attrs.get("href", "") if image is not None else "",
        notes=_digest(next((item.text_of(n) for n in _NOTES if item.has(n)), "")),
        length=length.strip(),
    )


def _json_feed(feed: Mapping[str, Any], address: str) -> Feed:
    author = next((a.get("name") for a in _tables(feed.get("authors"))), None)
    told = {
        "title": feed.get("title"),
        "description": feed.get("description"),
        "language": feed.get("language"),
        "author": author,
        "artwork": feed.get("icon"),
    }
    return Feed(
        show={key: str(value or "") for key, value in told.items()},
        entries=[
            _whole(entry, address or str(feed.get("feed_url") or ""))
            for entry in _json_entries(feed)
        ],
        next_page=feed.get("next_url") or None,
        form="json",
    )


def _json_entries(feed: Mapping[str, Any]) -> Iterator[Entry]:
    for item in _tables(feed.get("items")):
        attachments = [*_tables(item.get("attachments")), {}]
        yield Entry(
            guid=str(item.get("id", "")).strip(),
            title=str(item.get("title") or ""),
            published=str(item.get("date_published") or ""),
            enclosure=str(attachments[0].get("url") or ""),
            duration=str(attachments[0].get("duration_in_seconds") or ""),
            link=str(item.get("url") or ""),
            artwork=str(item.get("image") or ""),
            notes=_digest(str(item.get("content_html") or item.get("content_text") or "")),
            length=str(attachments[0].get("size_in_bytes") or ""),
        )


def _tables(found: object) -> list[Mapping[str, Any]]:
    """What is a table in a list; nothing where there is none."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
