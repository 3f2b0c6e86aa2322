"""Rendering what has changed: the rest stands in the output folder as the last build left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from feed_builder.model import RenderedFile, Show
from feed_builder.render.entries import (
    ATOM_LINES,
    RSS_LINES,
    Lines,
    Piece,
    entry_keys,
    kept_entries,
)
from feed_builder.render.sameness import digests_of
from feed_builder.render.site import STYLE, pages, style
from feed_builder.snapshot import Standing

_UNVARIED = "the same for every show"


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


def render(show: Show, there: Standing, output: Path) -> Rendering:
    """The show's pages and feeds, except those that are `there` in `output`."""
    digests = digests_of(show)
    planned = {page.path: page for page in pages(show, digests)}
    keys = {path: page.key() for path, page in planned.items()} | {STYLE: _UNVARIED}
    entries = entry_keys(digests)
    settled = frozenset(path for path, key in keys.items() if there.holds(path, key))
    files = [page.rendered() for path, page in planned.items() if path not in settled]
    if STYLE not in settled:
        files.append(style())
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
    if path not in there.files:
        return {}
    try:
        return kept_entries((output / path).read_bytes(), lines, there.entries)
    except OSError:
        return {}
