"""An article's sections, what is announced in each, and which text belongs to an announcement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.spot import Spot, is_text
from feed_builder.articles.spots import with_spots
from feed_builder.records import dataclass

__all__ = ["Section", "Spot", "is_text", "split_sections", "text_of"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; the lead is the section without a heading."""

    heading: Block | None
    items: tuple[Block | Spot, ...]

    def texts(self) -> tuple[Block, ...]:
        """The blocks that are read, markers left out."""
        return tuple(item for item in self.items if isinstance(item, Block) and is_text(item))


def split_sections(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """The sections of an article's body, the lead first even where it is empty.

    A heading that is itself a marker opens no section of that name, unless it is "Guest: …" below
    no other: it belongs to the heading above it, with the text below it as its own.
    """
    sections: list[tuple[Block | None, list[Block | Spot]]] = [(None, [])]
    for item in with_spots(tuple(blocks)):
        if isinstance(item, Spot) and item.block.kind is Kind.HEADING:
            own = item.block if item.marker.form == "guest" else None
            sections.append((_enclosing(sections, item.block) or own, [item]))
        elif isinstance(item, Block) and item.kind is Kind.HEADING:
            sections.append((item, []))
        else:
            sections[-1][1].append(item)
    return tuple(Section(heading, tuple(items)) for heading, items in sections)


def _enclosing(
    sections: Sequence[tuple[Block | None, list[Block | Spot]]], below: Block
) -> Block | None:
    heading = sections[-1][0]
    inside = heading is not None and (heading.level or 2) < (below.level or 2)
    return heading if inside else None


def text_of(section: Section, place: int) -> tuple[Block, ...]:
    """The text that belongs to the marker at `place` of `section`.

    It is what stands between the marker before it (or the heading) and the marker; where that is
    nothing, the text of the nearest neighbour. Where each text stands below its marker, that one.
    """
    groups = _groups(section)
    own = sum(isinstance(item, Spot) for item in section.items[:place])
    if not groups[0] and groups[-1] and own + 1 < len(groups) and all(groups[1:]):
        return groups[own + 1]
    before = (groups[index] for index in range(own, -1, -1))
    after = (groups[index] for index in range(own + 1, len(groups)))
    return next((group for group in (*before, *after) if group), ())


def _groups(section: Section) -> list[tuple[Block, ...]]:
    groups: list[list[Block]] = [[]]
    for item in section.items:
        if isinstance(item, Spot):
            groups.append([])
        elif is_text(item):
            groups[-1].append(item)
    return [tuple(group) for group in groups]
