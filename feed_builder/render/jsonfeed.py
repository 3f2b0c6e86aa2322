"""The JSON Feed (version 1.1, JF): each value on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from feed_builder.model import Episode, Person, Show
from feed_builder.render import _numbers as numbers
from feed_builder.render.entries import JSON_LINES

VERSION = "https://jsonfeed.org/version/1.1"
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def json_content(show: Show, episodes: Sequence[Episode]) -> bytes:
    """The feed of `show` with these `episodes`."""
    opening, closing = JSON_LINES.opening.decode(), JSON_LINES.closing.decode()
    between = JSON_LINES.between.decode()
    items = between.join(_lines(_item(show, episode), 6) + "\n" for episode in episodes)
    head = _lines(_head(show), 2)
    listed = f"{opening}{items}{closing}" if episodes else ""
    return f'{{\n{head},\n  "items": [\n{listed}  ]\n}}\n'.encode()


def _lines(values: Mapping[str, Any], indent: int) -> str:
    """Each of the values that are there on a line, as JSON writes the inside of an object."""
    return ",\n".join(
        f'{" " * indent}"{name}": {_as_json(value)}'
        for name, value in values.items()
        if value not in (None, [], "")
    )


def _head(show: Show) -> dict[str, Any]:
    links = dict(show.pages.links) if show.pages else {}
    return {
        "version": VERSION,
        "title": show.title,
        "home_page_url": show.link,
        "feed_url": show.json_url,
        "description": show.description,
        "next_url": links.get("next"),
        "icon": show.artwork.url,
        "authors": [{"name": show.author, "url": show.link}],
        "language": show.language,
        "expired": show.complete or None,
        "hubs": [{"type": "WebSub", "url": hub} for hub in show.hubs],
    }


def _item(show: Show, episode: Episode) -> dict[str, Any]:
    article, notes = episode.article, episode.notes.full
    return {
        "id": episode.guid,
        "url": episode.link,
        "external_url": article.source if article else None,
        "title": episode.title,
        # One of the two must be there (JF-3).
        "content_html": notes,
        "content_text": None if notes else episode.title,
        "summary": episode.notes.summary,
        "image": episode.artwork.url if episode.artwork else None,
        "date_published": numbers.iso(episode.published),
        "date_modified": numbers.iso(episode.updated) if episode.updated else None,
        "authors": [_author(person) for person in episode.people],
        "tags": [keyword.name for keyword in episode.keywords],
        "language": article.language if article else None,
        "attachments": _attachments(episode),
    }


def _author(person: Person) -> dict[str, str]:
    told = {"name": person.name, "url": person.href, "avatar": person.img}
    return {name: value for name, value in told.items() if value}


def _attachments(episode: Episode) -> list[dict[str, Any]]:
    """The recording and its other forms: of one title, since they are the same (JF-5)."""
    enclosure, seconds = episode.enclosure, max(1, round(episode.duration.total_seconds()))
    main = {
        "url": enclosure.url,
        "mime_type": enclosure.type,
        "title": episode.title,
        "size_in_bytes": enclosure.length,
        "duration_in_seconds": seconds,
    }
    others = [
        {
            "url": other.sources[0].uri,
            "mime_type": other.type,
            "title": episode.title,
            **({"size_in_bytes": other.length} if other.length is not None else {}),
            "duration_in_seconds": seconds,
        }
        for other in episode.alternates
        if not other.default
    ]
    return [main, *others]
