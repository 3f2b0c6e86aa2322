"""Where an article announces a recording: markers with their players, captions and guests.

A line that is a marker by itself is one anywhere (`markers.py`). Here are those that need their
neighbours: a player without words, a caption beside a player, names under "Listen to the
interviews:", and "Guest: …" beside an announcement that names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from feed_builder.articles.blocks import LIST_MARK, Block, Kind, one_line
from feed_builder.articles.durations import find_duration, seconds_of
from feed_builder.articles.folding import plain
from feed_builder.articles.guest_lines import with_guest_lines
from feed_builder.articles.markers import (
    Marker,
    find_caption,
    find_marker,
    is_article_read_aloud,
    is_label,
    is_list_head,
    is_several_sentences,
)
from feed_builder.articles.mentions import people_in_heading
from feed_builder.articles.names import is_known, is_role
from feed_builder.articles.pieces import without_quote_marks
from feed_builder.articles.spot import Item, Spot, is_player, is_text
from feed_builder.articles.told import (
    LONGEST_PERSON,
    host_speaks,
    person_line,
    person_with_time_or_host,
    told_in_this,
)

_QUOTED = tuple("«“„\"‘'")
_LONGEST_ROLE = 100


def without_read_aloud(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` without the button that reads the article itself, and without its player."""
    said = [_reads_article(block) for block in blocks]
    return tuple(
        block
        for at, block in enumerate(blocks)
        if not (said[at] or (is_player(block) and at > 0 and said[at - 1]))
    )


def _reads_article(block: Block) -> bool:
    if block.kind is Kind.PLAYER:
        return is_article_read_aloud(block.title or block.text[:200])
    return block.kind is Kind.PARAGRAPH and is_article_read_aloud(block.text)


def with_spots(blocks: Sequence[Block]) -> list[Item]:
    """`blocks` with the markers among them; labels and stated durations join their marker."""
    found = _with_players(_with_linked(list(_with_markers(blocks))))
    return with_guest_lines(_without_labels(found))


def _with_markers(blocks: Sequence[Block]) -> Iterator[Item]:
    """The items of an article: each announcement a spot, list items under their head too."""
    listed = False
    played = any(map(is_player, blocks))
    for at, block in enumerate(blocks):
        marker = find_marker(block.text) if is_text(block) else None
        if not marker and block.kind is Kind.PARAGRAPH:
            marker = told_in_this(block.text) or host_speaks(block.text)
            marker = marker or (None if played else _stands_for_player(blocks, at))
        if marker:
            yield Spot(marker=marker, block=block)
        elif listed and (people := _listed_people(block)):
            yield from people
        else:
            if not is_player(block):
                listed = is_text(block) and is_list_head(block.text)
            text = is_text(block) and block.kind not in (Kind.HEADING, Kind.QUOTE)
            stated = person_with_time_or_host(block.text) if text and not listed else None
            yield Spot(marker=stated, block=block) if stated else block


def _with_linked(items: Sequence[Item]) -> list[Item]:
    """`items` with each short line that links to the recording right below it a spot."""
    out = list(items)
    for at, (item, below) in enumerate(pairwise(items)):
        if isinstance(item, Block) and isinstance(below, Block) and is_player(below):
            marker = _linking(item, below)
            out[at] = Spot(marker=marker, block=item) if marker else item
    return out


def _linking(block: Block, player: Block) -> Marker | None:
    """ "Here is the [talk with the mayor](a.mp3) (12 min)": the line, once its link is known."""
    address = player.audio_url or player.page_url or ""
    if block.kind is not Kind.PARAGRAPH or len(block.text) > 400 + len(address):
        return None
    file = address.rpartition("/")[2]
    shown = plain(block.flat)
    if not file or f"{file})" not in block.text or len(shown) > LONGEST_PERSON:
        return None
    if shown.endswith(".") or is_several_sentences(shown) or _caption(block) or is_label(shown):
        return None
    if _only_time(shown) is not None:
        return None
    duration = find_duration(shown)
    if player.title == shown and not duration:
        return None
    found = _of_player(player)
    seconds = duration.seconds if duration else found.duration_s
    return replace(found, text=shown, said=shown, duration_s=seconds)


def _stands_for_player(blocks: Sequence[Block], at: int) -> Marker | None:
    """ "Interview with Jane Doe, mayor" in a text without players: all that is left of one.

    Where questions follow it heads a written interview.
    """
    found = find_caption(blocks[at].text)
    if not found or not found.guests or blocks[at].text.rstrip().endswith("."):
        return None
    if any(block.text.rstrip("*_ \u00a0").endswith("?") for block in blocks[at + 1 : at + 4]):
        return None
    first = found.guests[0]
    sure = bool(first.role) or is_known(first)
    return replace(found, form="announcement") if sure else None


def _listed_people(block: Block) -> list[Spot]:
    """A spot for each item of a list of people, or for a line that is one."""
    if block.kind not in (Kind.LIST, Kind.PARAGRAPH):
        return []
    found = [person_line(LIST_MARK.sub("", line, count=1)) for line in _lines(block, block.text)]
    return [
        Spot(marker=one, block=line) for line, one in zip(_items(block), found, strict=True) if one
    ]


def _items(block: Block) -> list[Block]:
    """A list's items, each with the calls that it has in the article."""
    lines = _lines(block, block.text)
    written = _lines(block, block.written or block.text)
    return [
        replace(block, text=line, written=None if own == line else own, line=block.line + at)
        for at, (line, own) in enumerate(zip(lines, written, strict=True))
    ]


def _lines(block: Block, text: str) -> list[str]:
    return text.split("\n") if block.kind is Kind.LIST else [text]


def _with_players(items: Sequence[Item]) -> list[Item]:
    """`items` with each player joined to the marker or caption beside it, or a spot itself."""
    out: list[Item] = []
    done = 0
    for start, end in _runs(items):
        out += [*items[done:start], *_joined(items[start:end])]
        done = end
    return _orphans([*out, *items[done:]])


def _runs(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where players stand with what belongs to them; only around players is looked."""
    end = 0
    for at, item in enumerate(items):
        if at < end or not _is_waiting(item):
            continue
        start = at
        while start > end and _belongs_to_run(items[start - 1]):
            start -= 1
        end = at + 1
        while end < len(items) and _belongs_to_run(items[end]):
            end += 1
        yield start, end


def _is_waiting(item: Item) -> bool:
    return isinstance(item, Block) and is_player(item)


def _belongs_to_run(item: Item) -> bool:
    if isinstance(item, Spot):
        return True
    if item.kind in (Kind.IMAGE, Kind.PLAYER):
        return True
    if item.kind is Kind.QUOTE:
        return _caption(item) is not None
    return item.kind is Kind.PARAGRAPH and (_caption(item) is not None or is_label(item.text))


def _caption(block: Block) -> Marker | None:
    if len(block.text) > LONGEST_PERSON:
        return None
    if block.kind is Kind.QUOTE:
        said = without_quote_marks(block.text).strip()
        return None if said.startswith(_QUOTED) else find_caption(said) or person_line(said)
    if block.text.rstrip().endswith("."):
        return told_in_this(block.text, beside_player=True)
    return find_caption(block.text) or person_line(block.text)


def _joined(run: Sequence[Item]) -> list[Item]:
    """A run of markers and players: a player belongs to what stands before it, or behind."""
    out = [_as_spot(item) for item in run if not _only_labels(item)]
    for at, item in enumerate(out):
        if not isinstance(item, Block) or not is_player(item):
            continue
        before = _nearest(out, range(at - 1, -1, -1))
        behind = _nearest(out, range(at + 1, len(out)))
        first = before if before is not None else behind
        if first is not None:
            marked = out[first]
            assert isinstance(marked, Spot)
            out[first] = _played(marked, item)
            out[at] = replace(item, audio_url=None, page_url=None)
    return [_unless_unplayed(item) for item in out]


def _only_labels(item: Item) -> bool:
    return isinstance(item, Block) and is_text(item) and is_label(item.text)


def _as_spot(item: Item) -> Item:
    if isinstance(item, Spot) or item.kind not in (Kind.PARAGRAPH, Kind.QUOTE):
        return item
    marker = _caption(item)
    return Spot(marker=marker, block=item, alone=True) if marker else item


def _unless_unplayed(item: Item) -> Item:
    """A caption that no player belongs to is text."""
    return item.block if isinstance(item, Spot) and item.alone and not item.has_player else item


def _nearest(items: Sequence[Item], places: Iterable[int]) -> int | None:
    """The marker nearest in a direction that has no player yet, with no player between."""
    for at in places:
        item = items[at]
        if isinstance(item, Spot):
            return None if item.has_player else at
        if is_player(item):
            return None
    return None


def _played(spot: Spot, player: Block) -> Spot:
    marker = spot.marker
    if not marker.guests:
        named = _of_player(player)
        marker = replace(
            marker,
            guests=named.guests if named.kind == marker.kind else (),
            duration_s=marker.duration_s or named.duration_s,
        )
    return replace(spot, marker=marker, audio_url=player.audio_url, page_url=player.page_url)


def _of_player(player: Block) -> Marker:
    """What a player without a marker announces, by its caption or title."""
    for text in (player.text, player.title or ""):
        shown = plain(one_line(text)) if "<" not in text else ""
        found = find_caption(shown) or person_line(shown)
        if found:
            return replace(found, form="announcement")
    title = plain(player.title or "")
    duration = find_duration(title)
    return Marker(
        kind="interview",
        text=title or (player.audio_url or player.page_url or ""),
        said="",
        thing="",
        language="",
        guests=people_in_heading(title),
        hosts=(),
        duration_s=duration.seconds if duration else None,
    )


def _orphans(items: Sequence[Item]) -> list[Item]:
    """Players that no marker took: the only one of its section goes to the only bare marker."""
    out = list(items)
    for start, end in _sections(out):
        players = [at for at in range(start, end) if _is_waiting(out[at])]
        bare = [
            at
            for at in range(start, end)
            if isinstance(spot := out[at], Spot) and not spot.has_player
        ]
        if len(players) == 1 and len(bare) == 1:
            player, spot = out[players[0]], out[bare[0]]
            assert isinstance(player, Block) and isinstance(spot, Spot)
            out[bare[0]] = _played(spot, player)
            out[players[0]] = replace(player, audio_url=None, page_url=None)
    return [_player_spot(item) if isinstance(item, Block) else item for item in out]


def _sections(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    starts = [
        at
        for at, item in enumerate(items)
        if (item if isinstance(item, Block) else item.block).kind is Kind.HEADING
    ]
    yield from zip([0, *starts], [*starts, len(items)], strict=True)


def _player_spot(block: Block) -> Item:
    if not is_player(block):
        return block
    return Spot(
        marker=_of_player(block),
        block=block,
        audio_url=block.audio_url,
        page_url=block.page_url,
        alone=True,
    )


def _without_labels(items: Iterable[Item]) -> list[Item]:
    """`items` without the labels above a marker, and with the durations below one in it."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Spot):
            _drop_label(kept)
            kept.append(item)
        elif not (_takes_duration(kept, item) or _takes_role(kept, item)):
            kept.append(item)
    return kept


def _drop_label(items: list[Item]) -> None:
    last = items[-1] if items else None
    if isinstance(last, Block) and (is_label(last.text) or is_list_head(last.text)):
        items.pop()


def _takes_duration(items: list[Item], block: Block) -> bool:
    last = items[-1] if items else None
    if not isinstance(last, Spot) or len(block.text) > 400 or _is_no_time(block):
        return False
    shown = plain(block.flat)
    seconds = _only_time(shown) if len(shown) <= 40 else None
    if seconds is None:
        return False
    if last.marker.duration_s is None:
        items[-1] = replace(last, marker=replace(last.marker, duration_s=seconds))
    return True


def _is_no_time(block: Block) -> bool:
    """A player, and a heading such as "03:40"; "Durée : 9 min" may look like one."""
    return block.kind is Kind.PLAYER or (
        block.kind is Kind.HEADING and not plain(block.flat)[:1].isalpha()
    )


def _takes_role(items: list[Item], block: Block) -> bool:
    """Whether the line right below a guest without a role says what they are."""
    last = items[-1] if items else None
    text = plain(block.flat)
    kinds = (Kind.PARAGRAPH, Kind.HEADING)
    if not isinstance(last, Spot) or block.kind not in kinds or len(text) > _LONGEST_ROLE:
        return False
    guests = last.marker.guests
    below = block.line == last.block.line + last.block.text.count("\n") + 1
    if not below or len(guests) != 1 or guests[0].role or text.endswith((".", ":", "?", "!")):
        return False
    if not is_role(text):
        return False
    roled = (replace(guests[0], role=text),)
    items[-1] = replace(last, marker=replace(last.marker, guests=roled))
    return True


def _only_time(shown: str) -> int | None:
    """The seconds in "5:05" and "Listen (5:05)": a line that says no more."""
    said, _, time = shown.rpartition(" ")
    if is_label(said) and (seconds := seconds_of(time)):
        return seconds
    found = find_duration(shown)
    if found and is_label(f"{shown[: found.start]} {shown[found.end :]}".strip()):
        return found.seconds
    return seconds_of(shown)
