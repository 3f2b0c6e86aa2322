"""Rendering what has changed: the rest stands in the output folder as the last build left it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from feed_builder.files import signature
from feed_builder.model import Episode, LateFile, RenderedFile, Show
from feed_builder.pictures.planned import Pictures
from feed_builder.pieces import Piece, Source, Span, Spool, layout_of, places_in
from feed_builder.records import dataclass
from feed_builder.render.documents import (
    ATOM,
    JSON,
    Document,
    Format,
    Series,
    documents,
    page_path,
    slices,
)
from feed_builder.render.entries import (
    around,
    entries_of,
    entry_keys,
)
from feed_builder.render.feed_style import FEED_STYLE, feed_style
from feed_builder.render.jsonfeed import json_content
from feed_builder.render.site import Page, Supply, pages
from feed_builder.sameness import Digests, digests_of
from feed_builder.snapshot import Standing

OPML = "shows.opml"
_PART = "/"  # in the path of a feed of a part of the show: it has the entries of the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The files to write, and the paths of those that are `settled`: they would be the same.

    `keys`, `entries` and `layouts` are for the next build: what its `Standing` says. The layout of
    a feed is known when it was made. `doubled` are the paths that two pages want.
    """

    files: tuple[RenderedFile | LateFile, ...]
    settled: frozenset[str]
    keys: Mapping[str, str]
    entries: tuple[str, ...]
    layouts: Mapping[str, Sequence[int]]
    doubled: frozenset[str] = frozenset()

    def paths(self) -> list[str]:
        """All files of the show that are rendered, now or before."""
        return [*self.settled, *(file.path for file in self.files)]


def render(
    show: Show,
    there: Standing,
    output: Path,
    project: Path,
    *,
    digests: Digests | None = None,
    spool: Spool | None = None,
) -> Rendering:
    """The show's site and feeds, except the files that are `there` in `output`.

    `digests` are the show's; without them they are found. Entries of long feeds wait in the `spool`
    until they are written.
    """
    digests = digests or digests_of(show)
    entries = entry_keys(digests)
    pictures = Pictures(show, project)
    spool = spool or Spool()
    layouts: dict[str, Sequence[int]] = {}  # of files that stay, and of those that are made
    supply = Supply(
        palette=pictures.palette,
        old=lambda path, between: _old(output, there, path, there.entries, between),
        laid=layouts.__setitem__,
        apart=lambda piece, between: spool.put((piece,), between)[0],
    )
    site = list(pages(show, digests, entries, supply))
    planned = {page.path: page for page in site}
    doubled = _doubled(site) if len(planned) < len(site) else frozenset()
    drawn = {page.path: page for page in pictures.pages()}
    planned |= drawn
    keys = {path: page.key() for path, page in planned.items()}
    planned_feeds = tuple(documents(show))
    keys |= {document.path: document.key(digests.common, entries) for document in planned_feeds}
    keys |= {OPML: digests.common, FEED_STYLE: digests.common}
    settled = frozenset(path for path, key in keys.items() if there.holds(path, key))
    layouts |= {path: there.layouts[path] for path in settled & there.layouts.keys()}
    new = [page for path, page in planned.items() if path not in settled]
    files: list[RenderedFile | LateFile] = [
        page.late() if page.path in drawn or not show.site.templates else page.rendered()
        for page in new
    ]
    _try_out(new, drawn, pictures)
    feeds = _Feeds(show, entries, there, output, layouts, spool)
    files += [feeds.file(document) for document in planned_feeds if document.path not in settled]
    if FEED_STYLE not in settled:
        files.append(feed_style(show))
    if OPML not in settled:
        files.append(_opml(show))
    return Rendering(
        files=tuple(files),
        settled=settled,
        keys=keys,
        entries=entries,
        layouts=layouts,
        doubled=doubled,
    )


def _doubled(pages: Iterable[Page]) -> frozenset[str]:
    counted = Counter(page.path for page in pages)
    return frozenset(path for path, count in counted.items() if count > 1)


def _try_out(new: Sequence[Page], drawn: Collection[str], pictures: Pictures) -> None:
    """Find out what may fail while nothing is written yet: a cover that can't be drawn from.

    Drawn pictures are kept beside the project, and taken from there when they are written.
    """
    if new:
        pictures.palette()
    for page in new:
        if page.path in drawn:
            page.make()


def _opml(show: Show) -> RenderedFile:
    from feed_builder.render.opml import Outline, render_opml

    outline = Outline(
        title=show.title,
        feed_url=show.feed_url,
        link=show.link,
        description=show.description,
        language=show.language,
    )
    return render_opml([outline], show.title)


class _Feeds:
    """The bytes of documents. The entries of one series are held at a time: a series' documents
    come one after the other, and no tree of a whole feed is ever made."""

    def __init__(
        self,
        show: Show,
        entries: tuple[str, ...],
        there: Standing,
        output: Path,
        layouts: dict[str, Sequence[int]],
        spool: Spool,
    ) -> None:
        self.show = show
        self.entries = entries
        self.there = there
        self.output = output
        self.spool = spool
        self.held: tuple[Series, Show, list[Piece] | None] | None = None
        self.layouts = layouts

    def file(self, document: Document) -> LateFile:
        """A document's file, which is made when it is written."""
        media_type = document.series.format.media_type
        return LateFile(document.path, media_type, partial(self.pieces, document))

    def pieces(self, document: Document) -> Sequence[Piece]:
        """The bytes of a document."""
        series = document.series
        render, lines = renderer(series.format), series.format.lines
        whole, pieces = self._entries(series)
        episodes = tuple(whole.episodes[place] for place in document.places)
        show = replace(document.make_head(), episodes=episodes)
        if pieces is None:
            return (render(show, episodes),)
        entries = [pieces[place] for place in document.places]
        parts = around(show, entries, lines, render)
        if _PART not in document.path:
            self.layouts[document.path] = layout_of(sum(map(len, parts[:2])), entries)
        return parts

    def _entries(self, series: Series) -> tuple[Show, list[Piece] | None]:
        if self.held is None or self.held[0] != series:
            self.held = None
            self.spool.clear()
            whole = series.show(self.show)
            old = self._old(series)
            kept = [old.get(key) for key in self.entries]
            lines, render = series.format.lines, renderer(series.format)
            self.held = (series, whole, entries_of(whole, kept, lines, render, self.spool))
        return self.held[1:]

    def _old(self, series: Series) -> Mapping[str, Piece]:
        """The entries that the last build left in the documents of this series."""
        found: dict[str, Piece] = {}
        keys = self.there.entries
        cut = slices(len(keys), self.show.feed_limit)
        for number, places in cut:
            path = page_path(series.path, number)
            # Of the pages of a feed there may be more than files can be open.
            taken = _spans if len(cut) == 1 else _views
            there = [keys[place] for place in places]
            between = len(series.format.lines.between)
            found |= _old(self.output, self.there, path, there, between, taken)
        return found


def renderer(format_: Format) -> Callable[[Show, Sequence[Episode]], bytes]:
    """What renders a format. Its libraries are loaded where a feed is rendered, not before."""
    if format_ is JSON:
        return json_content
    if format_ is ATOM:
        from feed_builder.render.atom import atom_content

        return atom_content
    from feed_builder.render.rss import rss_content

    return rss_content


def _spans(source: Source, places: Iterable[tuple[int, int]]) -> Sequence[Piece]:
    """The parts of a file, to be read when they are written."""
    return [Span(source, start, length) for start, length in places]


def _views(source: Source, places: Iterable[tuple[int, int]]) -> Sequence[Piece]:
    """The parts of a file, read now."""
    return [b"".join(Span(source, start, length).chunks()) for start, length in places]


def _old(
    output: Path,
    there: Standing,
    path: str,
    keys: Sequence[str],
    between: int,
    taken: Callable[[Source, Iterable[tuple[int, int]]], Sequence[Piece]] = _spans,
) -> Mapping[str, Piece]:
    """What was made of the episodes with these `keys` in a file that has one piece for each, as the
    last build left it; nothing where somebody was at it since."""
    layout = there.layouts.get(path, ())
    source = _source(output, there, path) if len(layout) == len(keys) + 1 else None
    return dict(zip(keys, taken(source, places_in(layout, between)), strict=True)) if source else {}


def _source(output: Path, there: Standing, path: str) -> Source | None:
    """A file as the last build left it, opened; None where another build was at it since."""
    try:
        source = Source(output / path)
        found = signature(os.fstat(source.descriptor))
    except OSError:
        return None
    return source if found == there.files.get(path) else None
