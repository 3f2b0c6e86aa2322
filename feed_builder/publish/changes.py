"""What subscribers will see when a feed takes another's place: told before the feeds go up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Episodes by their titles: new, gone, told differently, and with another recording."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    is_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed or self.recordings)

    def lines(self) -> Iterator[str]:
        """A line for each."""
        yield from (f"+ {title}" for title in self.added)
        yield from (f"- {title} (subscribers lose it)" for title in self.gone)
        yield from (f"~ {title}" for title in self.changed)
        yield from (f"~ {title} (another recording or address)" for title in self.recordings)

    def as_dict(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "added": list(self.added),
            "gone": list(self.gone),
            "changed": list(self.changed),
            "recordings": list(self.recordings),
        }


def changes(old: bytes | None, new: bytes) -> Changes:
    """What an app finds where it knew `old` (None: nothing) and now reads `new`."""
    before, after = _items(old or b""), _items(new)
    common = [guid for guid in after if guid in before]
    moved = [guid for guid in common if before[guid][1] != after[guid][1]]
    return Changes(
        added=tuple(after[guid][0] for guid in after if guid not in before),
        gone=tuple(before[guid][0] for guid in before if guid not in after),
        changed=tuple(
            after[guid][0]
            for guid in common
            if guid not in moved and before[guid][2] != after[guid][2]
        ),
        recordings=tuple(after[guid][0] for guid in moved),
        is_first=old is None,
    )


def _items(feed: bytes) -> dict[str, tuple[str, str, bytes]]:
    """Title, recording and all there is of each item, by guid."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(feed, parser) if feed.strip() else None
    found = {}
    for item in root.iter("item") if root is not None else ():
        enclosure = item.find("enclosure")
        url = (enclosure.get("url") or "") if enclosure is not None else ""
        text = etree.tostring(item, with_tail=False)
        found[item.findtext("guid") or url] = (item.findtext("title") or "", url, text)
    return found


def enclosures(feed: bytes) -> list[str]:
    """The addresses of all recordings that a feed names, in its order."""
    return [url for _, url, _ in _items(feed).values() if url]
