"""Who signs an article without a word before the name: a name, what they are, the date."""

from __future__ import annotations

from collections.abc import Sequence

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.folding import plain
from feed_builder.articles.names import NamedPerson, is_known, is_whole_name, named
from feed_builder.records import dataclass

_LONGEST_ROLE = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and the index of the block that names them."""

    author: NamedPerson
    begins: int


def signature(blocks: Sequence[Block], dated: int | None) -> Signature | None:
    """The name right above the date, or with one line between that says what they are."""
    if dated is None:
        return None
    for above in (1, 2):
        at = dated - above
        name = _name(blocks[at]) if at >= 0 else None
        role = plain(blocks[dated - 1].flat) if above == 2 else None
        if name and (role is None or _may_be_role(role)):
            return Signature(named(name, role), at)
    return None


def _name(block: Block) -> str | None:
    text = plain(block.flat)
    if block.kind not in (Kind.PARAGRAPH, Kind.HEADING) or not 1 < len(text.split()) < 5:
        return None
    return text if is_whole_name(text) and is_known(named(text, None)) else None


def _may_be_role(text: str) -> bool:
    return len(text) <= _LONGEST_ROLE and not text.endswith((".", "?", "!", ":"))
