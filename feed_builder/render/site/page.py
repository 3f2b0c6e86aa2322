"""A file of the site that is not rendered yet, and where it lies below the site's address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from feed_builder.model import LateFile, RenderedFile
from feed_builder.pieces import Piece
from feed_builder.records import dataclass
from feed_builder.sameness import digest

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Page:
    """A file to make: its path in the output, all that it depends on, and how it is made.

    As long as the `parts` are the same, `make` gives the same.
    """

    path: str
    parts: tuple[object, ...]
    make: Callable[[], str | bytes | Sequence[Piece]]
    media_type: str = HTML

    def key(self) -> str:
        """As long as this is the same, so is the rendered file."""
        return digest(self.path, *self.parts)

    def rendered(self) -> RenderedFile:
        """The file, made."""
        return RenderedFile(self.path, self.late().content, self.media_type)

    def late(self) -> LateFile:
        """The file, to be made when it is written: not all lie in memory at once."""
        return LateFile(self.path, self.media_type, partial(pieces_of, self.make))


def pieces_of(make: Callable[[], str | bytes | Sequence[Piece]]) -> Sequence[Piece]:
    """The bytes of a file, made now."""
    made = make()
    if isinstance(made, str):
        return (made.encode(),)
    return (made,) if isinstance(made, bytes) else made


@dataclass(frozen=True)
class Place:
    """Where a page lies below the site's address, `path` ending with a slash.

    Links from it are relative, so that the folder can be looked at anywhere.
    """

    link: str
    path: str

    @cached_property
    def root(self) -> str:
        """The way from here to the site's first page."""
        return "../" * self.path.count("/") or "./"

    @property
    def address(self) -> str:
        """The page's own address."""
        return self.link + self.path

    def relative(self, url: str) -> str:
        """`url` as this page writes it."""
        return self.root + url[len(self.link) :] if url.startswith(self.link) else url
