""" "Guest: …" beside an announcement that names nobody: one of the two is no recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.spot import Item, Spot


def with_guest_lines(items: Sequence[Item]) -> list[Item]:
    """`items` with "Guest: …" joined to the announcement beside it that names nobody."""
    kept: list[Item] = []
    waiting: list[Spot] = []
    for at, item in enumerate(items):
        if not isinstance(item, Spot):
            if item.kind is Kind.HEADING:
                kept, waiting = [*kept, *waiting], []
            kept.append(item)
            continue
        if item.marker.form != "guest" or item.has_player:
            kept.append(_guested(item, waiting))
            waiting = []
        elif not _joins_last(kept, item):
            waiting.append(item)
            if not _has_bare_spot(items[at + 1 :]):
                kept.append(waiting.pop())
            elif _has_own_text(items[at + 1 :]):
                kept.append(replace(item.block, kind=Kind.HEADING, level=3))
    return [*kept, *waiting]


def _has_own_text(items: Iterable[Item]) -> bool:
    """Whether text stands between "Guest: …" and its announcement: then the guest heads it."""
    first = next(iter(items), None)
    return isinstance(first, Block) and first.kind is Kind.PARAGRAPH


def _has_bare_spot(items: Iterable[Item]) -> bool:
    """Whether the next marker of the section names nobody, or more guests follow first."""
    for item in items:
        if isinstance(item, Spot):
            if item.marker.form != "guest":
                return not item.marker.guests and item.marker.kind == "interview"
        elif item.kind is Kind.HEADING:
            return False
    return False


def _joins_last(kept: list[Item], guest: Spot) -> bool:
    last = kept[-1] if kept else None
    if not isinstance(last, Spot) or (last.marker.guests and last.marker.form != "guest"):
        return False
    if last.marker.form == "guest" and not last.has_player:
        return False
    kept[-1] = _guested(last, [guest])
    return True


def _guested(spot: Spot, guests: Sequence[Spot]) -> Spot:
    if not guests or (spot.marker.guests and spot.marker.form != "guest"):
        return spot
    people = tuple(person for one in guests for person in one.marker.guests)
    duration = spot.marker.duration_s or next((g.marker.duration_s for g in guests), None)
    return replace(spot, marker=replace(spot.marker, guests=people, duration_s=duration))
