"""What every reader hands to the finder: an article as a list of blocks, whatever its format."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from enum import StrEnum

from feed_builder.records import dataclass


class Kind(StrEnum):
    """What a block is in its own format."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    IMAGE = "image"
    PLAYER = "player"
    FOOTNOTE = "footnote"
    RULE = "rule"


# A word broken at a line's end keeps its hyphen: "OGBOYE-" and "VAZIEUX" are one name.
_HYPHENED = re.compile(r"(?<=[^\W\d_])-\n[ \t]{0,40}(?=[^\W\d_])")
# No article has more paragraphs.
MOST_BLOCKS = 30_000
# Kinds whose line breaks mean something; those of the others are a matter of the editor's width.
_LINED = frozenset({Kind.LIST, Kind.QUOTE, Kind.CODE, Kind.PLAYER})
# What a list's item begins with.
LIST_MARK = re.compile(r"^\s{0,40}(?:[-*+•]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an article.

    `text` is Markdown (inline marks kept, a heading's "#" and a footnote's label not); `line` is
    where it stands in its file, counted from 1. `level` belongs to headings, `label` to footnotes.

    The last three belong to players: `audio_url` is the file itself, `page_url` where it plays when
    there is no file to take, `title` what the player or its link is called. A player's `text` is
    its caption and may be empty.

    `written` is the text with the calls of footnotes that an announcement had (`called.py`).
    """

    kind: Kind
    text: str
    line: int
    level: int | None = None
    label: str | None = None
    audio_url: str | None = None
    page_url: str | None = None
    title: str | None = None
    written: str | None = None

    @property
    def flat(self) -> str:
        """The text on one line, for no-break spaces the same."""
        return one_line(self.text)

    @property
    def markdown(self) -> str:
        """The block as it stands in a Markdown document."""
        text = self.text if self.written is None else self.written
        if self.kind is Kind.HEADING:
            return f"{'#' * max(2, self.level or 2)} {one_line(text)}"
        return text if self.kind in _LINED else one_line(text)


def one_line(text: str) -> str:
    """`text` without line breaks; no-break spaces stay what they are."""
    if "\n" not in text:
        return text.strip()
    whole = _HYPHENED.sub("-", text) if "-\n" in text else text
    return " ".join(line.strip() for line in whole.split("\n")).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an article says of itself outside its text. `url` is where it was first published."""

    title: str | None = None
    author: str | None = None
    author_role: str | None = None
    published: date | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSource:
    """An article as read: its blocks, and what it says of itself.

    `name` is what its file is called; `recordings` are players that stand nowhere in the text;
    `warnings` are sentences for the person who imports it.
    """

    name: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    recordings: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
