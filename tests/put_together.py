"""Feeds as a build puts them together: of entries, kept ones and new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from feed_builder.model import Episode, Show
from feed_builder.pieces import Piece, chunks_of
from feed_builder.render.documents import ATOM, RSS, Format
from feed_builder.render.entries import Lines, around, entries_of
from feed_builder.rendering import renderer

Render = Callable[[Show, Sequence[Episode]], bytes]


def put_together(show: Show, kept: Sequence[Piece | None], lines: Lines, render: Render) -> bytes:
    """The feed of `show`; `kept` has a place for each episode, None where it is new, or none."""
    pieces = entries_of(show, kept or [None] * len(show.episodes), lines, render)
    if pieces is None:
        return render(show, show.episodes)
    return b"".join(chunks_of(around(show, pieces, lines, render)))


def feed_of(show: Show, kept: Sequence[Piece | None] = (), form: Format = RSS) -> bytes:
    """`put_together` in one of the formats that are cut into entries."""
    return put_together(show, kept, form.lines, renderer(form))


def atom_of(show: Show, kept: Sequence[Piece | None] = ()) -> bytes:
    """The Atom feed of `show`."""
    return feed_of(show, kept, ATOM)
