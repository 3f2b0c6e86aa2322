"""Rendering what has changed: the rest stands in the output folder as the last build left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from feed_builder.model import RenderedFile, Show
from feed_builder.pictures.planned import Pictures
from feed_builder.render.entries import (
    ATOM_LINES,
    RSS_LINES,
    Lines,
    Piece,
    entry_keys,
    kept_entries,
)
from feed_builder.render.sameness import digests_of
from feed_builder.render.site import Supply, pages
from feed_builder.snapshot import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The files to write, and the paths of those that are `settled`: they would be the same.

    `keys` and `entries` are for the next build: what its `Standing` says.
    """

    files: tuple[RenderedFile, ...]
    settled: frozenset[str]
    keys: Mapping[str, str]
    entries: tuple[str, ...]

    def paths(self) -> list[str]:
        """All files of the show that are rendered, now or before."""
        return [*self.settled, *(file.path for file in self.files)]


def render(show: Show, there: Standing, output: Path, project: Path) -> Rendering:
    """The show's site and feeds, except the files that are `there` in `output`."""
    digests = digests_of(show)
    entries = entry_keys(digests)
    pictures = Pictures(show, project)
    supply = Supply(
        palette=pictures.palette,
        old=lambda path: _old(output, path, there),
        entries=there.entries,
    )
    planned = {page.path: page for page in pages(show, digests, entries, supply)}
    planned |= {page.path: page for page in pictures.pages()}
    keys = {path: page.key() for path, page in planned.items()}
    settled = frozenset(path for path, key in keys.items() if there.holds(path, key))
    files = [page.rendered() for path, page in planned.items() if path not in settled]
    files += _feeds(show, entries, there, output)
    return Rendering(files=tuple(files), settled=settled, keys=keys, entries=entries)


def _feeds(
    show: Show, entries: tuple[str, ...], there: Standing, output: Path
) -> Iterator[RenderedFile]:
    from feed_builder.render.atom import render_atom
    from feed_builder.render.rss import render_rss

    feeds = ((show.atom_url, ATOM_LINES, render_atom), (show.feed_url, RSS_LINES, render_rss))
    for url, lines, render_feed in feeds:
        old = _old_entries(output, url.removeprefix(show.link), lines, there)
        yield render_feed(show, [old.get(key) for key in entries])


def _old_entries(output: Path, path: str, lines: Lines, there: Standing) -> Mapping[str, Piece]:
    feed = _old(output, path, there)
    return kept_entries(feed, lines, there.entries) if feed else {}


def _old(output: Path, path: str, there: Standing) -> bytes:
    """A file as the last build left it; nothing where somebody was at it since."""
    if path not in there.files:
        return b""
    try:
        return (output / path).read_bytes()
    except OSError:
        return b""
