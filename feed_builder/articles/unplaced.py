"""Recordings that a page names without a place in its text, given to their announcements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from feed_builder.articles.blocks import Block
from feed_builder.articles.durations import find_duration
from feed_builder.articles.names import surname_words
from feed_builder.articles.sections import Section, Spot
from feed_builder.text import words


def with_recordings(
    sections: Sequence[Section], recordings: Sequence[Block]
) -> tuple[Section, ...]:
    """`sections` whose announcements have the recordings that are clearly theirs.

    By the guest's name in a recording's title or address; in order, where as many announcements
    are without a player as recordings are left.
    """
    spots = [item for section in sections for item in section.items if isinstance(item, Spot)]
    played = {spot.audio_url for spot in spots}
    left = [one for one in recordings if one.audio_url not in played]
    bare = [spot for spot in spots if not spot.has_player]
    pairs = _by_name(bare, left)
    rest = [spot for spot in bare if id(spot) not in pairs]
    unnamed = [one for one in left if one not in pairs.values()]
    if len(rest) == len(unnamed):
        pairs |= {id(spot): one for spot, one in zip(rest, unnamed, strict=True)}
    return tuple(
        replace(section, items=tuple(_played(item, pairs.get(id(item))) for item in section.items))
        for section in sections
    )


def _by_name(spots: Iterable[Spot], recordings: Sequence[Block]) -> dict[int, Block]:
    pairs: dict[int, Block] = {}
    for spot in spots:
        names = [set(surname_words(guest)) for guest in spot.marker.guests]
        fitting = [one for one in recordings if any(name and name <= _said(one) for name in names)]
        if len(fitting) == 1 and fitting[0] not in pairs.values():
            pairs[id(spot)] = fitting[0]
    return pairs


def _said(recording: Block) -> set[str]:
    file = unquote((recording.audio_url or "").partition("?")[0]).rpartition("/")[2]
    return set(words(f"{recording.title or ''} {file}"))


def _played(item: Block | Spot, recording: Block | None) -> Block | Spot:
    if not isinstance(item, Spot) or recording is None:
        return item
    stated = find_duration(recording.title or "")
    seconds = item.marker.duration_s or (stated.seconds if stated else None)
    marker = replace(item.marker, duration_s=seconds)
    return replace(item, marker=marker, audio_url=recording.audio_url)
