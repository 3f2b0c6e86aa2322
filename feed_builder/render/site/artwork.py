"""Which small forms of a picture there are, and how pages name them; they are drawn elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from feed_builder.model import Artwork, Episode, Show
from feed_builder.records import dataclass
from feed_builder.sameness import digest

SIZES = (160, 320, 640)
ICONS = (192, 512)
PORTRAIT = 256  # pixels; pages show half of that, and screens are dense
FORMATS = ("avif", "webp")
PREVIEWS = "previews"
PREVIEW_SIZE = (1200, 630)
_FORM = 1  # raised when previews are drawn otherwise


@dataclass(frozen=True, slots=True)
class Small:
    """A smaller form of an artwork: its path in the output, its side, its format."""

    path: str
    side: int
    format: str


def stem(artwork: Artwork, link: str) -> str:
    """An artwork's path in the output without its suffix; it says which bytes those are."""
    return artwork.url.removeprefix(link).rpartition(".")[0]


def small_forms(artwork: Artwork, link: str) -> Iterator[Small]:
    """Every small form of `artwork`: for browsers of today two, a JPEG for the others."""
    name = stem(artwork, link)
    for side in SIZES:
        for kind in FORMATS:
            yield Small(f"{name}-{side}.{kind}", side, kind)
    yield Small(f"{name}-{SIZES[1]}.jpg", SIZES[1], "jpeg")


def icons(artwork: Artwork, link: str) -> Iterator[Small]:
    """The show's cover as an icon for home screens and tabs."""
    name = stem(artwork, link)
    for side in ICONS:
        yield Small(f"{name}-{side}.png", side, "png")


@dataclass(frozen=True, slots=True)
class Preview:
    """What social networks show of a page: a cover, a line or two, the show's name."""

    path: str
    artwork: Artwork
    title: str
    subtitle: str
    show: str
    accent: str | None


def preview(show: Show, name: str, title: str, subtitle: str, artwork: Artwork) -> Preview:
    """The picture for the page called `name`; its path says what is on it."""
    accent = dict(show.site.colours).get("accent")
    told = (title, subtitle, show.title, artwork.url, show.artwork.url, accent, _FORM)
    path = f"{PREVIEWS}/{name}.{digest(*told)[:8]}.jpg"
    return Preview(path, artwork, title, subtitle, show.title, accent)


def preview_of(show: Show, episode: Episode, name: str, rest: str) -> Preview:
    """The picture for an episode: who is heard, what they are, the show."""
    file = episode.slug.rpartition("/")[2]
    return preview(show, file, name, rest, episode.artwork or show.artwork)
