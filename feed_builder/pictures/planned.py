"""Which pictures a show's site has, as pages to make: only those that are new are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from feed_builder.errors import FeedBuilderError
from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Artwork, Portrait, Show
from feed_builder.read import cache as kept
from feed_builder.render.site import Page, previews
from feed_builder.render.site.artwork import PORTRAIT, Preview, Small, icons, small_forms
from feed_builder.render.site.theme import Colour, read, theme

if TYPE_CHECKING:
    from PIL import Image

_FORM = 3  # raised when pictures are drawn otherwise
_NAME, _COLOURS = "picture-", "colours.json"
_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
Drawn = TypeVar("Drawn")
_DECODED = 1280  # pixels; covers are made smaller from that
_COLOURED = 192  # pixels: enough to see which colours a cover has


class Pictures:
    """The pictures of one show: planned, drawn when asked for, kept for the next time."""

    def __init__(self, show: Show, project: Path) -> None:
        self.show = show
        self.project = project
        self.opened = cache(self._opened)

    def pages(self) -> Iterator[Page]:
        """Every picture, not drawn yet."""
        if not self.show.site.pictures:
            return
        link = self.show.link
        artworks = {a.url: a for a in (self.show.artwork, *self._own())}
        for artwork in artworks.values():
            for form in small_forms(artwork, link):
                yield self._page(form.path, form.format, partial(self._small, artwork, form))
        for form in icons(self.show.artwork, link):
            small = partial(self._small, self.show.artwork, form)
            yield self._page(form.path, form.format, small)
        for known in self.show.site.portraits:
            yield self._page(known.path, "webp", partial(self._portrait, known))
        for one in previews(self.show):
            yield self._page(one.path, "jpeg", partial(self._preview, one))

    def palette(self) -> Sequence[Colour]:
        """The main colours of the show's cover."""
        artwork = self.show.artwork
        known = kept.load(self.project, _COLOURS)
        if known.get("url") == artwork.url and _are_colours(known.get("colours")):
            return [(c[0], c[1], c[2]) for c in known["colours"]]
        from feed_builder.pictures.draw import main_colours

        colours = main_colours(self._opened(artwork, _COLOURED))
        told = {"url": artwork.url, "colours": [list(colour) for colour in colours]}
        kept.save(self.project, _COLOURS, told)
        return colours

    def _own(self) -> list[Artwork]:
        return [episode.artwork for episode in self.show.episodes if episode.artwork]

    def _page(self, path: str, kind: str, draw: Callable[[], bytes]) -> Page:
        return Page(path, (_FORM,), partial(self._made, path, draw), _TYPES[kind])

    def _made(self, path: str, draw: Callable[[], bytes]) -> bytes:
        """The picture as it was kept, or drawn now; its path says all that is on it."""
        name = f"{_NAME}{sha256(f'{path} {_FORM}'.encode()).hexdigest()[:24]}"
        content = kept.load_bytes(self.project, name)
        if not content:
            content = draw()
            kept.save_bytes(self.project, name, content)
        return content

    def _opened(self, artwork: Artwork, side: int = _DECODED) -> Image.Image:
        from feed_builder.pictures.draw import opened

        return self._drawn(artwork.source, lambda content: opened(content, side))

    def _portrait(self, known: Portrait) -> bytes:
        from feed_builder.pictures.draw import portrait

        return self._drawn(known.source, lambda content: portrait(content, PORTRAIT))

    def _drawn(self, source: str, draw: Callable[[bytes], Drawn]) -> Drawn:
        """What is drawn from a file of the project; raises FeedBuilderError where it can't be."""
        try:
            return draw(read_regular(self.project / source))
        except (Unreadable, OSError, SyntaxError, ValueError) as error:
            fact = f"{source}: can't be drawn from: {error}"
            raise FeedBuilderError(f"{fact} (export the picture again)") from error

    def _small(self, artwork: Artwork, form: Small) -> bytes:
        from feed_builder.pictures.draw import smaller

        return smaller(self.opened(artwork), form.side, form.format)

    def _preview(self, one: Preview) -> bytes:
        from feed_builder.pictures.draw import preview

        return preview(self.opened(one.artwork), one.title, one.subtitle, one.show, self.accent)

    @cached_property
    def accent(self) -> Colour:
        """The colour of the bar on every preview: that of the site's links."""
        said = dict(self.show.site.colours)
        own = {"accent": said["accent"]} if "accent" in said else {}
        return read(theme(own, self.palette()).light.accent)


def _are_colours(told: Any) -> bool:
    return isinstance(told, list) and all(
        isinstance(c, list) and len(c) == 3 and all(isinstance(p, int) for p in c) for c in told
    )
