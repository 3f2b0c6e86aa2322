"""What every template sees: addresses as its page writes them, words, pictures, colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from feed_builder.model import Artwork, Show
from feed_builder.pieces import Piece
from feed_builder.records import dataclass
from feed_builder.render.site.artwork import FORMATS, ICONS, SIZES, icons, stem
from feed_builder.render.site.items import person_path
from feed_builder.render.site.page import Place
from feed_builder.render.site.templates import rendered
from feed_builder.render.site.theme import Colour, Theme, theme
from feed_builder.render.words import clock, direction, words_for
from feed_builder.sameness import without_episodes
from feed_builder.text import tied

Values = dict[str, Any]
_KEPT = 100  # covers and parts of pages; neighbours have most of them in common


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What pages need that lies in files: the cover's main colours, what was published before.

    `old` gives what the last build made of each episode in a file of the output folder, by the
    episode's name, where so many bytes part the pieces; `laid` is told where they lie in a new one.
    `apart` is a place where a new piece waits, with the bytes that part it from the next.
    """

    palette: Callable[[], Sequence[Colour]]
    old: Callable[[str, int], Mapping[str, Piece]]
    laid: Callable[[str, Sequence[int]], None]
    apart: Callable[[bytes, bytes], Piece]


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture as a page shows it: the way to the file, and to its small forms."""

    src: str
    sets: tuple[tuple[str, str], ...]
    side: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Social:
    """What social networks are told of a page; `player` is the address of its small player."""

    picture: str
    type: str
    title: str
    player: str | None = None
    player_size: tuple[int, int] | None = None
    audio: str | None = None
    audio_type: str | None = None


class Look:
    """What all pages of a show have in common."""

    def __init__(self, show: Show, supply: Supply, *, has_people: bool) -> None:
        self.show = without_episodes(show)
        self.supply = supply
        self.policy = _policy(show)
        self.has_pictures = show.site.pictures
        self.has_people = has_people
        self._portraits = {known.address: known for known in show.site.portraits}
        self._found: dict[tuple[str, str], Values] = {}

    @cached_property
    def theme(self) -> Theme:
        """The colours; found when the first page is made."""
        return theme(dict(self.show.site.colours), self.supply.palette())

    def page(self, place: Place, language: str, template: str, /, **values: Any) -> str:
        """The page at `place`."""
        values = self._common(place, language) | {"address": place.address} | values
        return rendered(self.show.site.templates, template, words_for(language), values)

    def _common(self, place: Place, language: str) -> Values:
        """What is the same on all pages of a language that lie as deep as `place`."""
        key = (place.root, language)
        if key not in self._found:
            self._found[key] = self._seen_from(place, language)
        return self._found[key]

    def _seen_from(self, place: Place, language: str) -> Values:
        words = words_for(language)
        common = {
            "_": words.text,
            "plural": words.plural,
            "words": words,
            "show": self.show,
            "site": self.show.site,
            "page_language": language,
            "direction": direction(language),
            "direction_of": direction,
            "tied": tied,
            "root": place.root,
            "rel": place.relative,
            "is_ours": lambda url: url.startswith(place.link),
            "person": lambda name: place.root + person_path(name) if self.has_people else "",
            "cover": lru_cache(_KEPT)(lambda artwork, side: self.cover(artwork, place, side)),
            "portrait": lambda address: self.portrait(address, place),
            "icon": self.icon(place),
            "clock": clock,
            "policy": self.policy,
            "has_people": self.has_people,
            "has_embed": self.show.site.embed,
            "theme": self.theme,
            "structured": None,
            "social": None,
        }

        @lru_cache(_KEPT)
        def fixed(name: str, **values: Any) -> Markup:
            """What a template makes, once for all pages where `values` are the same."""
            return Markup(rendered(self.show.site.templates, name, words, common | values))

        return common | {"fixed": fixed}

    def cover(self, artwork: Artwork, place: Place, side: int) -> Cover:
        """`artwork` for a page that shows it `side` pixels wide."""
        if not self.has_pictures:
            return Cover(place.relative(artwork.url), (), side)
        name = place.root + stem(artwork, place.link)
        wanted = [size for size in SIZES if size <= 2 * side] or [SIZES[0]]
        sets = tuple(
            (f"image/{kind}", ", ".join(f"{name}-{size}.{kind} {size}w" for size in wanted))
            for kind in FORMATS
        )
        return Cover(f"{name}-{SIZES[1]}.jpg", sets, side)

    def portrait(self, address: str | None, place: Place) -> str | None:
        """The way to a person's picture, if it is one of our own files."""
        known = self._portraits.get(address or "")
        if known is None:
            return None
        return place.root + (known.path if self.has_pictures else known.source.partition("/")[2])

    def icon(self, place: Place) -> str:
        """The way to the smallest icon."""
        if not self.has_pictures:
            return place.relative(self.show.artwork.url)
        return f"{place.root}{stem(self.show.artwork, place.link)}-{ICONS[0]}.png"

    def icons(self) -> list[tuple[str, int, str]]:
        """The icons for the manifest: way, side, type."""
        if not self.has_pictures:
            art = self.show.artwork
            return [(art.url.removeprefix(self.show.link), art.width, art.type)]
        return [(i.path, i.side, "image/png") for i in icons(self.show.artwork, self.show.link)]


def _policy(show: Show) -> str:
    """The Content-Security-Policy: nothing but our own files, and no script in a page."""
    starts = {"/".join(e.enclosure.url.split("/", 3)[:3]) for e in show.episodes}
    hosts = {_origin(start) for start in starts} - {_origin(show.link)}
    media = " ".join(["'self'", *sorted(hosts)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        f"media-src {media}; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return quote(f"{parts.scheme}://{parts.netloc}", safe=":/[]@.-")
