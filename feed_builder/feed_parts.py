"""What nearly every feed says of a show and its episodes: people, seasons, files, pictures.

Frozen types as in `podcasting20.py`, which holds what few shows say and is loaded for those.
"""

from __future__ import annotations

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody heard or named: `podcast:person` (Podcasting 2.0, section 4.4 of its taxonomy).

    `title` is what the person is in the world ("directeur du Hall 32"); `role` is what they do in
    the podcast ("guest", "host", "author"); `email` makes RSS's own `author` of an author.
    """

    name: str
    role: str = "host"
    group: str = "cast"
    href: str | None = None
    img: str | None = None
    title: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What is said, as a file: `podcast:transcript`."""

    url: str
    type: str
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapters:
    """A chapters file: `podcast:chapters`."""

    url: str
    type: str = "application/json+chapters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A season; for an article's interviews, the article. `number` counts from 1."""

    number: int
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """The recording as the feed names it: RSS's three words. `length` is in bytes.

    `recording` names what is heard: copies of one recording with other tags share it.
    """

    url: str
    length: int
    type: str
    recording: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture for one purpose or more: `podcast:image`. Width and height are in pixels."""

    href: str
    alt: str | None = None
    aspect_ratio: str | None = None
    width: int | None = None
    height: int | None = None
    type: str | None = None
    purpose: str | None = None
