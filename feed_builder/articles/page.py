"""What belongs to the page and not to the article: furniture, what stands below it, credits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.bylines import is_byline
from feed_builder.articles.furniture import is_comments, is_ending, is_furniture
from feed_builder.articles.guests import credited
from feed_builder.articles.markers import find_marker
from feed_builder.articles.names import NamedPerson
from feed_builder.articles.spot import is_player
from feed_builder.errors import ArticleError

MOST_INTERVIEWS = 500
# Below "Related articles" stand titles and teasers; longer text is the article going on.
_LONGEST_TEASER = 200


def without_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """`blocks` without the page around them, above all what it puts below the article."""
    kept = [block for block in blocks if not _belongs_to_page(block)]
    places = _marker_places(kept)
    ends = (at for at, block in enumerate(kept) if _ends_article(kept, at, places))
    cut = next(ends, len(kept))
    return tuple(block for block in kept[:cut] if not is_ending(block.flat))


def _ends_article(blocks: Sequence[Block], at: int, places: Sequence[int]) -> bool:
    """Whether the article is over at block `at`.

    It is behind its last announcement; comments and teasers below it may hold words that look
    like one.
    """
    block = blocks[at]
    if not is_ending(block.flat):
        return False
    if at > max(places, default=0):
        return True
    if not places or places[0] > at:
        return False
    return is_comments(block.flat) or all(
        len(below.text) < _LONGEST_TEASER and not is_player(below) for below in blocks[at + 1 :]
    )


def _marker_places(blocks: Sequence[Block]) -> list[int]:
    places: list[int] = []
    for at, block in enumerate(blocks):
        if is_player(block) or find_marker(block.text):
            places.append(at)
        if len(places) > MOST_INTERVIEWS:
            raise ArticleError(f"announces more than {MOST_INTERVIEWS} interviews: no article does")
    return places


def _belongs_to_page(block: Block) -> bool:
    if block.kind is Kind.RULE:
        return True
    if block.kind not in (Kind.PARAGRAPH, Kind.HEADING, Kind.LIST):
        return False
    return is_furniture(block.flat) and find_marker(block.text) is None


def without_credits(
    blocks: Sequence[Block],
) -> tuple[tuple[Block, ...], tuple[NamedPerson, ...]]:
    """`blocks` without their credit lines, and who asks by them."""
    kept: list[Block] = []
    asking: dict[str, NamedPerson] = {}
    for at, block in enumerate(blocks):
        people = () if _is_caption(blocks, at) else credited(block)
        asking |= {person.display_name: person for person in people}
        if not people or is_byline(block.flat):
            kept.append(block)
    return tuple(kept), tuple(asking.values())


def _is_caption(blocks: Sequence[Block], at: int) -> bool:
    """Whether "Interview: Jane Doe" stands beside a player, or is a marker: she is the guest."""
    beside = (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2])
    return any(map(is_player, beside)) or find_marker(blocks[at].text) is not None
