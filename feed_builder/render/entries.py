"""A feed's entries as pieces of bytes: those whose episodes did not change are taken over.

Rendering one episode's entry costs a hundred times what copying it does. The pieces are cut from a
whole feed, which stays the only thing that anybody renders or keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from feed_builder.model import Episode, Show
from feed_builder.pieces import Piece, Spool, parted
from feed_builder.records import dataclass
from feed_builder.sameness import Digests, digest


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that open and close an entry in a feed as it is indented.

    `end` is the line after the last one; `separated` closes one that another follows, where that
    differs.
    """

    opening: bytes
    closing: bytes
    end: bytes
    separated: bytes | None = None

    @property
    def between(self) -> bytes:
        """What stands between what two entries hold."""
        return (self.separated or self.closing) + self.opening

    def cut(
        self, feed: bytes, count: int
    ) -> tuple[memoryview, list[memoryview], memoryview] | None:
        """What stands before the entries of `feed`, what they hold, and what stands after them.

        None where there are not `count` of them, one directly after the other.
        """
        start = feed.find(b"\n" + self.opening) + 1 + len(self.opening)
        end = feed.rfind(self.closing)
        if start <= len(self.opening) or end < start:
            return None
        whole = memoryview(feed)
        ends = [*_places(feed, self.between), end]
        starts = [start, *(place + len(self.between) for place in ends[:-1])]
        pieces = [whole[a:b] for a, b in zip(starts, ends, strict=True)]
        return (whole[:start], pieces, whole[end:]) if len(pieces) == count else None


def _places(feed: bytes, part: bytes) -> Iterator[int]:
    """Where `part` stands. A regular expression takes three times as long."""
    place = feed.find(part)
    while place >= 0:
        yield place
        place = feed.find(part, place + len(part))


# feedgen holds everything that it is told, and lxml a tree of it, until the feed is a text.
_AT_ONCE = 20

RSS_LINES = Lines(b"    <item>\n", b"    </item>\n", b"  </channel>\n")
ATOM_LINES = Lines(b"  <entry>\n", b"  </entry>\n", b"</feed>\n")
JSON_LINES = Lines(b"    {\n", b"    }\n", b"  ]\n", b"    },\n")


def entry_keys(digests: Digests) -> tuple[str, ...]:
    """For each episode, what stays the same as long as its entry does in every feed."""
    return tuple(digest(digests.common, known) for known in digests.episodes)


def entries_of(
    show: Show,
    kept: Sequence[Piece | None],
    lines: Lines,
    render: Callable[[Show, Sequence[Episode]], bytes],
    spool: Spool | None = None,
) -> list[Piece] | None:
    """What the entry of each episode holds, taken from `kept` or rendered.

    `kept` has a place for each episode, None where its entry must be rendered. Many new ones wait
    in the `spool`. None where the entries of the rendered feed can't be told apart.
    """
    new = [episode for episode, entry in zip(show.episodes, kept, strict=True) if entry is None]
    if not new:
        return [entry for entry in kept if entry is not None]
    try:
        made = _rendered(show, new, lines, render, spool or Spool())
    except _NotCut:
        return None
    fresh = iter(made)
    return [entry or next(fresh) for entry in kept]


def around(
    show: Show,
    entries: Sequence[Piece],
    lines: Lines,
    render: Callable[[Show, Sequence[Episode]], bytes],
) -> Sequence[Piece]:
    """The feed of `show` with these `entries`, whatever feed they were rendered in, in pieces:
    a long feed is not to lie in memory twice.
    """
    empty = render(show, ())
    end = empty.rfind(lines.end)
    head, tail = (empty[:end], lines.opening), (lines.closing, empty[end:])
    return (*head, *parted(entries, lines.between), *tail)


class _NotCut(Exception):
    """A feed was rendered whose entries can't be told apart."""


def _rendered(
    show: Show,
    episodes: Sequence[Episode],
    lines: Lines,
    render: Callable[[Show, Sequence[Episode]], bytes],
    spool: Spool,
) -> list[Piece]:
    """What the entries of these episodes hold."""
    made: list[Piece] = []
    for start in range(0, len(episodes), _AT_ONCE):
        batch = episodes[start : start + _AT_ONCE]
        parts = lines.cut(render(show, batch), len(batch))
        if parts is None:
            raise _NotCut
        _, pieces, _ = parts
        made += spool.put(pieces, lines.between) if len(episodes) > _AT_ONCE else pieces
    return made
