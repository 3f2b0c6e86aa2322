"""What belongs to a recording: its facts and its chapters. `model` hands them on."""

from __future__ import annotations

from datetime import timedelta

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a recording: one type for all forms of chapters (PSC-5).

    `end` is there where the source says it, `toc` is false for one that only changes the picture.
    `title` is None where nobody gave it one; `href` and `image` are addresses of the web. `picture`
    is the file of the project that `image` was published from, or as its source names it.
    """

    start: timedelta
    title: str | None = None
    href: str | None = None
    image: str | None = None
    end: timedelta | None = None
    toc: bool = True
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioInfo:
    """What `audio.probe` finds in a file.

    `type` is the MIME type that a feed states (MIME), `suffix` the one a published
    file carries (".mp3"), `length` bytes, `bitrate` bit/s, `sample_rate` Hz. `chapters` are those
    that the file itself holds.
    """

    type: str
    suffix: str
    length: int
    duration: timedelta
    bitrate: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    warnings: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
