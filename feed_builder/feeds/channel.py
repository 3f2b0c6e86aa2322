"""A foreign channel as a podcast.toml of ours, each key with a sentence before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlunsplit

from feed_builder.categories import CATEGORIES
from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.feeds.markdown import words_of
from feed_builder.feeds.plan import person_values
from feed_builder.feeds.podcasting20 import show_values
from feed_builder.feeds.toml import as_toml, fitting
from feed_builder.language_tags import is_language_tag
from feed_builder.read.show_keys import SHOW_KEYS
from feed_builder.scaffold import podcast_guid
from feed_builder.text import address_parts, shortened

_DESCRIPTION = 4000
_HEAD = """\
# The show. Every key is explained in docs/configuration.md; lines that begin with # are notes.
# Made by `feed-builder import feed`; it is yours from now on, and importing again leaves it alone.
"""
# What Apple called them before 2019 (APL-CAT-3).
_OLD_CATEGORIES = {
    "Games & Hobbies": ("Leisure", None),
    "News & Politics": ("News", None),
    "Science & Medicine": ("Science", None),
    "Sports & Recreation": ("Sports", None),
    "Government & Organizations": ("Government", None),
    "Kids & Family": ("Kids & Family", None),
    "Health": ("Health & Fitness", None),
    "Literature": ("Arts", "Books"),
    "Tech News": ("News", "Tech News"),
    "Gadgets": ("Technology", None),
    "Podcasting": ("Technology", None),
    "Software How-To": ("Technology", None),
    "Video Games": ("Leisure", "Video Games"),
    "Hobbies": ("Leisure", "Hobbies"),
    "Medicine": ("Health & Fitness", "Medicine"),
    "Self-Help": ("Education", "Self-Improvement"),
    "Sexuality": ("Health & Fitness", "Sexuality"),
    "Business News": ("News", "Business News"),
}
_FALLBACK = ("News", None)
_NOWHERE = "https://podcast.example.org/"


def config_values(
    feed: ForeignFeed,
    *,
    address: str | None,
    artwork: str,
    link: str | None,
    origin: Mapping[str, Any],
) -> dict[str, Any]:
    """The keys of podcast.toml for `feed`, found at `address` if that is known.

    `link` is where public/ will lie, the old site's address where that is not told; what the feed
    does not say and every show needs is filled in, and told.
    """
    values: dict[str, Any] = {
        "title": shortened(feed.title or "Podcast", 255),
        "description": _description(feed),
        "link": link or _folder(feed.link or address or _NOWHERE),
        "language": _language(feed),
        "author": shortened(feed.author or feed.managing_editor or feed.title or "Podcast", 255),
        "categories": _categories(feed),
        "artwork": artwork,
        "explicit": bool(feed.explicit),
        "type": "serial" if (feed.type or "").lower() == "serial" else "episodic",
        "guid": _guid(feed, address),
    }
    if feed.copyright:
        values["copyright"] = shortened(feed.copyright, 255)
    for name, value, usual in (
        ("locked", feed.locked, True),
        ("complete", feed.complete, False),
        ("block", feed.block, False),
        ("medium", feed.medium, "podcast"),
    ):
        if value is not None and value != usual:
            values[name] = value
    if feed.owner_name and feed.owner_email:
        values["owner"] = {"name": feed.owner_name, "email": feed.owner_email}
    elif feed.owner_email:
        values["owner"] = {"name": values["author"], "email": feed.owner_email}
    if feed.people:
        values["people"] = [person_values(person) for person in feed.people]
    values |= feed.extras | show_values(feed)
    values["imported"] = dict(origin)
    _tell(feed)
    return fitting(values, SHOW_KEYS, feed.leave)


def _tell(feed: ForeignFeed) -> None:
    """What a publisher should know of a channel that no key says."""
    if feed.new_feed_url and feed.new_feed_url != feed.self_url:
        told = f"it says that the show has moved to {feed.new_feed_url}"
        feed.leave("itunes:new-feed-url", told)
    shown = {(person.name, person.role) for person in feed.people}
    for item in feed.items:
        if item.people and not shown <= {(p.name, p.role) for p in item.people}:
            item.leave("podcast:person", "the show's people are added to the item's own")


def _description(feed: ForeignFeed) -> str:
    words = words_of(feed.description)
    if len(words.encode()) > _DESCRIPTION:
        feed.leave("description", f"is longer than {_DESCRIPTION} bytes and was cut (PSP-12)")
    return shortened(words, _DESCRIPTION, size="bytes") or shortened(feed.title, 255) or "Podcast"


def _folder(address: str) -> str:
    """The folder on the web that an address lies in, without what follows ? and #."""
    parts = address_parts(address)
    path = parts.path if parts.path.endswith("/") or not parts.path else f"{parts.path}/"
    if parts.path.rpartition("/")[2].count("."):
        path = address_parts(urljoin(address, ".")).path
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return urlunsplit((parts.scheme, host, path or "/", "", ""))


def _language(feed: ForeignFeed) -> str:
    main, _, rest = (feed.language or "").replace("_", "-").partition("-")
    tag = f"{main.lower()}-{rest}" if rest else main.lower()
    if is_language_tag(tag):
        return tag
    feed.leave("language", "the feed tells none that is known; “en” was written: mend it")
    return "en"


def _categories(feed: ForeignFeed) -> list[str]:
    found: list[tuple[str, str | None]] = []
    for main, sub in feed.categories:
        known = _category(main, sub)
        if known is None or (sub and known[1] is None and main in CATEGORIES):
            feed.leave(
                "itunes:category", f"“{main}{f' > {sub}' if sub else ''}” is none of Apple's"
            )
        if known and known not in found:
            found.append(known)
    for extra in found[2:]:
        feed.leave("itunes:category", f"“{extra[0]}” is a third one; apps read two (CON-4)")
    if not found:
        feed.leave("itunes:category", f"there is none; “{_FALLBACK[0]}” was written: mend it")
    return [f"{main} > {sub}" if sub else main for main, sub in (found or [_FALLBACK])[:2]]


def _category(main: str, sub: str | None) -> tuple[str, str | None] | None:
    by_name = {name.lower(): name for name in CATEGORIES}
    name = by_name.get(main.lower())
    if name is None:
        return _OLD_CATEGORIES.get(sub or "") or _OLD_CATEGORIES.get(main)
    subs = {one.lower(): one for one in CATEGORIES[name]}
    return name, subs.get((sub or "").lower())


def _guid(feed: ForeignFeed, address: str | None) -> str:
    """The show's identity: the feed's own, else what every reader derives from its address."""
    if feed.guid and re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", feed.guid):
        return feed.guid.lower()
    if feed.guid:
        feed.leave("podcast:guid", f"“{feed.guid[:40]}” is no UUID")
    if address is None:
        told = "a file does not say where it was published; one was made of its site and title"
        feed.leave("podcast:guid", told)
    return str(podcast_guid(address or f"{feed.link or _NOWHERE}{feed.title}"))


def config_text(values: Mapping[str, Any]) -> str:
    """A podcast.toml with what each key means before it."""
    meanings = {key.name: key.meaning for key in SHOW_KEYS}
    parts = [_HEAD]
    for name, value in _tables_last(values):
        parts.append(f"# {meanings.get(name, '')}\n{as_toml({name: value})}")
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _tables_last(values: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    def is_table(value: Any) -> bool:
        return isinstance(value, dict) or bool(
            isinstance(value, list) and value and isinstance(value[0], dict)
        )

    return sorted(values.items(), key=lambda item: is_table(item[1]))
