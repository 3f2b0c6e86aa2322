"""The index that pages search: for each episode a line of JSON with its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from feed_builder.compact_json import encoded
from feed_builder.model import Cue, Episode
from feed_builder.pieces import Piece, parted
from feed_builder.text import folded

_TAG = re.compile(rb"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
_folded = lru_cache(20_000)(folded)
HEAD, BETWEEN, _TAIL = b'{"episodes":[\n', b",\n", b"\n]}\n"


def index(lines: Iterable[Piece]) -> Sequence[Piece]:
    """The whole index, made of the episodes' lines."""
    return (HEAD, *parted(lines, BETWEEN), _TAIL)


def line(episode: Episode, path: str, shown: str, cues: Iterable[Cue]) -> bytes:
    """An episode's line: title, path, summary, the words of its texts and those heard.

    `shown` is what a result shows below the title. A word that is heard is followed by a colon
    and the second at which it first is.
    """
    people = " ".join(f"{p.name} {p.title or ''}" for p in episode.people)
    season = episode.article.title if episode.article else ""
    said = _words(f"{episode.title} {people} {season}") | _words_of_html(episode.notes.raw_full)
    entry = {
        "title": episode.title,
        "path": path,
        "shown": shown,
        "summary": episode.notes.summary,
        "words": " ".join(sorted(said)),
        "heard": " ".join(_heard(cues)),
    }
    return encoded(entry)


def _words(text: str) -> set[str]:
    """The folded words of `text`."""
    found = _WORD.findall(text.lower())
    return {word if word.isascii() else _folded(word) for word in found}


def _words_of_html(content: bytes) -> set[str]:
    """The words of notes. What stands between spaces is looked at once: half of it is repeated."""
    distinct = set(_TAG.sub(b" ", content).split())
    return _words(html.unescape(b" ".join(distinct).decode()))


def _heard(cues: Iterable[Cue]) -> Iterator[str]:
    first: dict[str, int] = {}
    for cue in cues:
        for word in _words(cue.text):
            first.setdefault(word, int(cue.start_s or 0))
    for word in sorted(first):
        yield f"{word}:{first[word]}"
