"""What a podcast is: plain frozen data, named with the field's own words.

Every stage of the program hands these on; none of them does anything. A value is there or `None`.
URLs are absolute, dates are aware, durations are `timedelta`. What the tags of Podcasting 2.0 say
has its types in `podcasting20.py`; nothing else is imported but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Self

from feed_builder.feed_parts import Chapters as Chapters
from feed_builder.feed_parts import Enclosure as Enclosure
from feed_builder.feed_parts import Person as Person
from feed_builder.feed_parts import Season as Season
from feed_builder.feed_parts import Transcript as Transcript
from feed_builder.pieces import Keep, Later, chunks_of, held
from feed_builder.pieces import Piece as Piece
from feed_builder.recorded import AudioInfo as AudioInfo
from feed_builder.recorded import Chapter as Chapter
from feed_builder.records import dataclass
from feed_builder.results import BuildResult as BuildResult
from feed_builder.results import Finding as Finding
from feed_builder.results import Level as Level
from feed_builder.results import ListedEpisode as ListedEpisode
from feed_builder.results import State as State
from feed_builder.speech import Cue as Cue
from feed_builder.speech import Speech as Speech
from feed_builder.speech import Waveform as Waveform

if TYPE_CHECKING:
    from feed_builder.podcasting20 import AlternateEnclosure, ShowTags, Soundbite, Tags


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a directory may write to: `itunes:owner`."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Category:
    """One of Apple's categories, with at most one subcategory."""

    name: str
    sub: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """A picture: the show's cover or an episode's.

    `mode` is its colour mode ("RGB", "CMYK", "RGBA" where a part is transparent, …), `source` the
    file it was read from.
    """

    url: str
    type: str
    width: int
    height: int
    mode: str = "RGB"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that it is filed under: RSS's `category`. `domain` names the list it is from."""

    name: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The feed that an episode was taken over from: RSS's `source`."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Where an article announces an interview: the episode's guid, the words as they stand."""

    guid: str
    text: str


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """What subscribers read of an episode or an article: sanitised HTML in two lengths, plain text.

    `texts` give the HTML as UTF-8, whole and short: a build reads and decodes those of new episodes
    only, and they need not lie in memory all at once. `summary` is one or two sentences of plain
    text, `fingerprint` a name for all three: others have another one.
    """

    texts: tuple[Later, Later] = field(repr=False, compare=False)
    summary: str
    fingerprint: str

    @classmethod
    def of(cls, full: str, short: str, summary: str, keep: Keep = held) -> Self:
        """The notes with these texts, which wait where `keep` puts them."""
        from hashlib import sha256

        raw = (full.encode(), short.encode())
        lengths = b"%d %d " % (len(raw[0]), len(raw[1]))
        name = sha256(b"".join((lengths, *raw, summary.encode()))).hexdigest()[:32]
        whole, cut = keep(raw)
        return cls((whole, cut), summary, name)

    @property
    def raw_full(self) -> bytes:
        """`full` as UTF-8."""
        return self.texts[0]()

    @property
    def raw_short(self) -> bytes:
        """`short` as UTF-8."""
        return self.texts[1]()

    @property
    def full(self) -> str:
        """Everything."""
        return self.raw_full.decode()

    @property
    def short(self) -> str:
        """What fits in the 4,000 bytes that directories read."""
        return self.raw_short.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article whose interviews are episodes. `source` is where it was first published.

    `season` is the number of its interviews' season; `markers` stand in the order in which the
    article announces them.
    """

    slug: str
    title: str
    link: str
    notes: ShowNotes
    season: int
    source: str | None = None
    author: Person | None = None
    published: date | None = None
    language: str | None = None
    markers: tuple[Marker, ...] = ()

    @property
    def text(self) -> str:
        """Sanitised HTML."""
        return self.notes.full

    @property
    def summary(self) -> str:
        """One or two sentences of plain text."""
        return self.notes.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode as subscribers will see it; `source` is the file it was read from.

    `chapter_list` is what all forms of its chapters are made of, `chapters` the file of one.

    `permalink` says that the guid is the address of a page (RSS-78), `imported` that the episode
    was out before it came to us: what it lacks is history, and changing it harms subscribers.
    """

    guid: str
    title: str
    link: str
    slug: str
    published: datetime
    enclosure: Enclosure
    duration: timedelta
    notes: ShowNotes
    updated: datetime | None = None
    season: Season | None = None
    number: int | None = None
    type: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool | None = None
    artwork: Artwork | None = None
    people: tuple[Person, ...] = ()
    chapters: Chapters | None = None
    chapter_list: tuple[Chapter, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    speeches: tuple[Speech, ...] = ()
    waveform: Waveform | None = None
    article: Article | None = None
    block: bool = False
    ai_content: bool = False
    permalink: bool = False
    imported: bool = False
    source: str = ""
    itunes_title: str | None = None
    decimal_number: str | None = None
    number_display: str | None = None
    keywords: tuple[Keyword, ...] = ()
    comments: str | None = None
    origin: Origin | None = None
    artwork_alt: str | None = None
    alternates: tuple[AlternateEnclosure, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    tags: Tags | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A person's picture: the `address` that feeds name, the file in `static/` that lies there.

    `path` is where its small form for pages lies in the output.
    """

    address: str
    path: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How the show's pages look: what `[site]` in podcast.toml says.

    Colours are "#rrggbb", `footer` is sanitised HTML, `logo` an address; `directories` are pairs
    of a directory's key ("apple") and the show's address there, `templates` pairs of a file's name
    and its text. Without `pictures` no picture is made of the covers, without `people` there is no
    page and no feed of a person, without `embed` no small player for other sites. `portraits` are
    the people's pictures that are the site's own.
    """

    colours: tuple[tuple[str, str], ...] = ()
    logo: str | None = None
    footer: str | None = None
    pictures: bool = True
    people: bool = True
    embed: bool = True
    directories: tuple[tuple[str, str], ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    portraits: tuple[Portrait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where one document of a paged feed stands among the others (RFC 5005).

    `links` are relations with addresses: first, next, prev-archive, …
    """

    links: tuple[tuple[str, str], ...]
    is_archive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A podcast. `guid` is its `podcast:guid`, fixed for life; `link` ends with a slash."""

    title: str
    description: str
    link: str
    feed_url: str
    atom_url: str
    json_url: str
    language: str
    guid: str
    author: str
    categories: tuple[Category, ...]
    artwork: Artwork
    explicit: bool
    type: Literal["episodic", "serial"]
    updated: datetime
    episodes: tuple[Episode, ...]
    articles: tuple[Article, ...] = ()
    owner: Owner | None = None
    copyright: str | None = None
    locked: bool = True
    medium: str = "podcast"
    people: tuple[Person, ...] = ()
    complete: bool = False
    block: bool = False
    new_feed_url: str | None = None
    ai_content: bool = False
    notice: str | None = None
    itunes_title: str | None = None
    applepodcastsverify: str | None = None
    keywords: tuple[Keyword, ...] = ()
    web_master: str | None = None
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    recent_count: int | None = None
    hubs: tuple[str, ...] = ()
    feed_limit: int | None = None
    artwork_alt: str | None = None
    tags: ShowTags | None = None
    pages: Pages | None = None
    feed_style: str = "feed.css"
    imported: bool = False
    site: Site = Site()


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is: its path in `public/`, and where it lies, or its bytes.

    Where it lies is text, since a `Path` for each of thousands takes time. A function makes its
    bytes when they are needed: not where they are published already. With `passing` it lies where
    nobody needs it any more, so it may be moved instead of copied. One that is not
    `is_named_by_content` may hold other bytes next time.
    """

    path: str
    source: str | bytes | Callable[[], bytes]
    passing: bool = False
    is_named_by_content: bool = True


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file that a renderer made: its path in `public/`, and its bytes."""

    path: str
    content: bytes
    media_type: str

    @property
    def pieces(self) -> Sequence[Piece]:
        """Its bytes, as a file in pieces has them."""
        return (self.content,)


@dataclass(frozen=True, slots=True)
class LateFile:
    """A file that is rendered when it is written, so that not all lie in memory at once.

    What `make` gives are its bytes in pieces, since most of a long feed is there already.
    """

    path: str
    media_type: str
    make: Callable[[], Sequence[Piece]]

    @property
    def pieces(self) -> Sequence[Piece]:
        """Its bytes in order, made anew each time."""
        return self.make()

    @property
    def content(self) -> bytes:
        """Its bytes, made anew each time."""
        return b"".join(chunks_of(self.make()))
