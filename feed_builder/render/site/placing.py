"""Putting each player where the article announces its interview."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from feed_builder.model import Marker
from feed_builder.records import dataclass
from feed_builder.text import words

# What an announcement may stand in: a player follows it.
_BEGIN = re.compile(r"<(p|li|h[2-6]|blockquote|dd|td)(?: [^>]*)?>")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)"')
_INSIDE = ("li", "dd", "td")  # a player stands in these, behind other blocks
_FORWARD = 3  # words that two announcements must at least share


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article's text, and the guid of the interview that is heard after it."""

    html: str
    guid: str | None = None


def placed(text: str, markers: Sequence[Marker], links: Mapping[str, str]) -> tuple[Piece, ...]:
    """The article's `text` cut where players go, the last piece without one.

    An interview goes behind the block that holds its marker, else behind the first that links to
    its page; `links` are the pages' addresses by guid. Those without a place are in no piece.
    """
    places: dict[int, list[str]] = {}
    blocks = list(_blocks(text))
    linking = {to.partition("#")[0]: block for block in reversed(blocks) for to in block.links}
    for guid, link in links.items():
        said = [words(m.text) for m in markers if m.guid == guid]
        block = _announcing(blocks, said) or linking.get(link)
        if block:
            places.setdefault(block.end, []).append(guid)
    return tuple(_pieces(text, places))


def _blocks(text: str) -> Iterator[_Block]:
    """Each block up to its end; a search for that is quicker than a pattern, and never slow."""
    found = _BEGIN.search(text)
    while found:
        end = text.find(f"</{found[1]}>", found.end())
        if end >= 0:
            yield _Block(found[1], text[found.end() : end], end)
        found = _BEGIN.search(text, max(end, found.end()))


class _Block:
    def __init__(self, name: str, inner: str, end: int) -> None:
        self.inner = inner
        self.links = [html.unescape(link) for link in _LINK.findall(inner)]
        self.end = end if name in _INSIDE else end + len(f"</{name}>")

    @cached_property
    def words(self) -> str:
        return _spaced(words(html.unescape(_TAG.sub(" ", self.inner))))


def _announcing(blocks: Iterable[_Block], said: Iterable[Sequence[str]]) -> _Block | None:
    wanted = [_spaced(marker) for marker in said if len(marker) >= _FORWARD]
    return next((b for b in blocks for marker in wanted if marker in b.words), None)


def _spaced(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _pieces(text: str, places: Mapping[int, Sequence[str]]) -> Iterable[Piece]:
    start = 0
    for end in sorted(places):
        first, *others = places[end]
        yield Piece(text[start:end], first)
        yield from (Piece("", guid) for guid in others)
        start = end
    yield Piece(text[start:])
