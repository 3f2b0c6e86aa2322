"""A marker where it stands in an article, with the player beside it."""

from __future__ import annotations

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.markers import Marker
from feed_builder.records import dataclass

NO_TEXT = frozenset({Kind.IMAGE, Kind.PLAYER, Kind.RULE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A marker where it stands, with the player beside it.

    `audio_url` is the file that plays, `page_url` where it plays if there is no file.
    """

    marker: Marker
    block: Block
    audio_url: str | None = None
    page_url: str | None = None
    alone: bool = False

    @property
    def has_player(self) -> bool:
        """Whether a player stands beside the marker."""
        return bool(self.audio_url or self.page_url)


Item = Block | Spot


def is_text(block: Block) -> bool:
    """Whether a block has words for show notes."""
    return block.kind not in NO_TEXT


def is_player(block: Block) -> bool:
    """Whether a block plays something that can be found."""
    return block.kind is Kind.PLAYER and bool(block.audio_url or block.page_url)
