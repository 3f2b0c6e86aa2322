"""Recordings that a page names beside its text: JSON-LD's AudioObject and OpenGraph's audio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from feed_builder.articles.addresses import is_audio
from feed_builder.articles.blocks import Block
from feed_builder.articles.html.facts import json_nodes
from feed_builder.articles.html.tree import words_of
from feed_builder.articles.players import Players

_MOST = 200
_HOLDERS = ("audio", "associatedMedia", "encoding")
# ISO 8601, as schema.org asks for: PT8M20S.
_ISO = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,4})M)?(?:(\d{1,5})(?:\.\d{1,6})?S)?")


def recordings_of(page: HtmlElement, players: Players) -> tuple[Block, ...]:
    """The recordings that a page's facts name, as players without a place in its text."""
    found: dict[str, Block] = {}
    for address, title in [*_objects(page), *_open_graph(page)][:_MOST]:
        player = players.of_file([address], line=0, title=title) if is_audio(address) else None
        if player and player.audio_url:
            found.setdefault(player.audio_url, player)
    return tuple(found.values())


def _objects(page: HtmlElement) -> Iterator[tuple[str, str]]:
    for node in json_nodes(page):
        held = [node[key] for key in _HOLDERS if key in node]
        for one in [node, *(inner for value in held for inner in _listed(value))]:
            if isinstance(one, dict) and "AudioObject" in str(one.get("@type")):
                yield _text(one, "contentUrl") or _text(one, "url"), _title(one)
            elif isinstance(one, str):
                yield one, ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    return value.strip()[:2000] if isinstance(value, str) else ""


def _title(node: Mapping[str, Any]) -> str:
    """What a recording is called, with its length as people write it."""
    match = _ISO.fullmatch(_text(node, "duration"))
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    length = f" ({hours}:{minutes:02}:{seconds:02})" if hours + minutes + seconds else ""
    return (_text(node, "name") or _text(node, "headline"))[:300] + length


def _open_graph(page: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in page.iter("meta"):
        if words_of(element, "property", "name").lower() in ("og:audio", "og:audio:url"):
            yield (element.get("content") or "").strip()[:2000], ""
