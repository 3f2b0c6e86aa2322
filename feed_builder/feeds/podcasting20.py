"""Podcasting 2.0 elements of a foreign feed as keys of ours.

Our keys are called by the tags' and attributes' own names, so one table says what each tag is; a
value becomes what its key takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from feed_builder.feeds.foreign import ForeignFeed, ForeignItem
from feed_builder.feeds.values import moment, one_line, yes_or_no
from feed_builder.feeds.xml import Element, attribute, children, name_of, text_of
from feed_builder.read.episode_keys import EPISODE_KEYS
from feed_builder.read.schema import Fault, Key
from feed_builder.read.show_keys import SHOW_KEYS
from feed_builder.read.tag_kinds import LICENSES

_NO_KEY = "there is no key for it"
_WHY = {
    "images": "podcast:image has taken its place",
}
_CREATIVE_COMMONS = re.compile(r"CC-(?P<kind>[a-z-]+)-(?P<version>\d\.\d)", re.I)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

# The key of each tag, and which of its inner keys the tag's text is for.
_TAGS: Mapping[str, tuple[str, str | None]] = {
    "funding": ("funding", "text"),
    "location": ("location", "name"),
    "image": ("image", None),
    "socialInteract": ("social_interact", None),
    "txt": ("txt", "text"),
    "chat": ("chat", None),
    "value": ("value", None),
    "contentLink": ("content_link", "text"),
    "soundbite": ("soundbite", "title"),
    "alternateEnclosure": ("alternate_enclosure", None),
    "trailer": ("trailer", "title"),
    "remoteItem": ("remote_item", None),
    "updateFrequency": ("update_frequency", "text"),
}
# Inner tags whose key is not their own name in snake_case.
_INNER = {"valueRecipient": "recipient", "valueTimeSplit": "time_split"}
_RENAMED = {"pubdate": "published"}
_TOLD_ELSEWHERE = frozenset(("season", "episode", "episodeGuid"))


Leave = Callable[[str, str], None]
Values = dict[str, Any]


def item_values(item: ForeignItem, keys: Sequence[Key] = EPISODE_KEYS) -> dict[str, Any]:
    """The front matter that an item's elements make; what has no key is left."""
    elements = [e for e in item.podcast if not _is_artwork(e, item.artwork)]
    if item.enclosure:
        elements = [e for e in elements if not _is_enclosure(e, item.enclosure.url)]
    return _described(item, item.artwork) | _values(elements, keys, item.leave, item.artwork)


def show_values(feed: ForeignFeed) -> dict[str, Any]:
    """The keys of podcast.toml that a channel's elements make; what has no key is left."""
    trailers = {
        item.enclosure.url
        for item in feed.items
        if item.enclosure and (item.type or "").lower() == "trailer"
    }
    elements = [
        e for e in feed.podcast if not _is_artwork(e, feed.artwork) and not _is_trailer(e, trailers)
    ]
    return _described(feed, feed.artwork) | _values(elements, SHOW_KEYS, feed.leave, feed.artwork)


def _described(thing: ForeignFeed | ForeignItem, artwork: str | None) -> Values:
    """What is to be seen on the artwork, where its element says so."""
    told = (attribute(e, "alt") for e in thing.podcast if _is_artwork(e, artwork))
    alt = next((text for text in told if text), None)
    return {"artwork_alt": alt[:255]} if alt else {}


# What `build` makes itself of the artwork, of trailers among the episodes, of the recording.


def _is_artwork(element: Element, artwork: str | None) -> bool:
    return name_of(element) == "podcast:image" and element.get("href") == artwork


def _is_trailer(element: Element, known: Collection[str]) -> bool:
    return name_of(element) == "podcast:trailer" and element.get("url") in known


def _is_enclosure(element: Element, url: str) -> bool:
    return name_of(element) == "podcast:alternateEnclosure" and any(
        child.get("uri") == url for _, child in children(element)
    )


def _values(
    elements: Sequence[Element], keys: Sequence[Key], leave: Leave, artwork: str | None
) -> Values:
    by_name = {key.name: key for key in keys}
    values: Values = {}
    has_images = any(name_of(element) == "podcast:image" for element in elements)
    for element in elements:
        tag = name_of(element).partition(":")[2]
        special = _SPECIAL.get(tag)
        if tag == "images" and not has_images and "image" in by_name:
            _images(element, values, artwork)
        elif special:
            special(element, values)
        elif tag in _TAGS and _TAGS[tag][0] in by_name:
            key = by_name[_TAGS[tag][0]]
            _put(values, key, _table(element, key, _TAGS[tag][1]), leave, name_of(element))
        elif tag not in _TOLD_ELSEWHERE:
            leave(name_of(element), _WHY.get(tag, _NO_KEY))
    return values


def _put(values: Values, key: Key, table: Values, leave: Leave, element: str) -> None:
    if key.many:
        values.setdefault(key.name, []).append(table)
    elif key.name in values:
        leave(element, "stands there more than once; the first one counts")
    else:
        values[key.name] = table


def _table(element: Element, key: Key, text_key: str | None) -> Values:
    """The values of an element's attributes, text and children that `key` has inner keys for."""
    rows = {row.name: row for row in key.keys}
    table: Values = {}
    for name in element.attrib:
        snake = _snake(name)
        row = rows.get(_RENAMED.get(snake, snake))
        value = attribute(element, name)
        if row and row.kind and value is not None:
            table[row.name] = _coerced(value, row)
    text = one_line(text_of(element))
    if text_key and text and rows[text_key].kind:
        table[text_key] = _coerced(text, rows[text_key])
    for name, child in children(element):
        local = name.partition(":")[2]
        inner = rows.get(_INNER.get(local) or _snake(local))
        if inner and inner.keys and inner.many:
            table.setdefault(inner.name, []).append(_table(child, inner, None))
        elif inner and inner.keys:
            table.setdefault(inner.name, _table(child, inner, None))
    return table


def _snake(name: str) -> str:
    return _HUMP.sub("_", name).replace("-", "_").lower()


def _coerced(text: str, key: Key) -> Any:
    """`text` as the kind of value that `key` takes; as it is where it takes none of them."""
    assert key.kind is not None
    for make in _FORMS:
        value = make(text)
        if value is None:
            continue
        try:
            key.kind(value)
        except Fault:
            continue
        return value
    return text


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,15}", text) else None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text) else None


_FORMS: Sequence[Callable[[str], Any]] = (str, _whole, _number, yes_or_no, moment)


def _images(element: Element, values: Values, artwork: str | None) -> None:
    """Pictures in the form of before 2025: addresses with their widths ("… 1500w, …")."""
    for one in (element.get("srcset") or "").split(","):
        href, _, width = one.strip().partition(" ")
        pixels = width.strip().rstrip("w")
        if href and href != artwork:
            row = {"href": href, **({"width": int(pixels)} if pixels.isdecimal() else {})}
            values.setdefault("image", []).append(row)


def _license(element: Element, values: Values) -> None:
    name, url = one_line(text_of(element)), attribute(element, "url")
    known = _CREATIVE_COMMONS.fullmatch(name)
    if known and not url and name.upper() not in LICENSES:
        url = f"https://creativecommons.org/licenses/{known['kind'].lower()}/{known['version']}/"
    if name:
        values.setdefault("license", {"name": name, "url": url} if url else name)


def _block(element: Element, values: Values) -> None:
    said = yes_or_no(text_of(element))
    if said is not None:
        values.setdefault("podcast_block", {})[attribute(element, "id") or "all"] = said


def _podping(element: Element, values: Values) -> None:
    said = yes_or_no(element.get("usesPodping") or text_of(element))
    if said is not None:
        values["podping"] = said


def _remotes(element: Element) -> list[Values]:
    row = next(key for key in SHOW_KEYS if key.name == "podroll")
    return [_table(child, row, None) for _, child in children(element)]


def _podroll(element: Element, values: Values) -> None:
    values["podroll"] = _remotes(element)


def _publisher(element: Element, values: Values) -> None:
    for remote in _remotes(element)[:1]:
        values["publisher"] = remote


def _ai_content(element: Element, values: Values) -> None:
    """One text among those of `txt` has a key of its own."""
    purpose, text = attribute(element, "purpose"), one_line(text_of(element))
    if (purpose or "").lower() == "ai-content" and yes_or_no(text) is not None:
        values["ai_content"] = yes_or_no(text)
    elif text:
        row = {"text": text, **({"purpose": purpose} if purpose else {})}
        values.setdefault("txt", []).append(row)


_SPECIAL: Mapping[str, Callable[[Element, Values], None]] = {
    "license": _license,
    "block": _block,
    "podping": _podping,
    "podroll": _podroll,
    "publisher": _publisher,
    "txt": _ai_content,
}
