"""What subscribers will see of the difference between two feeds.

Pure: bytes in, facts out. Episodes are compared as apps do, by their guid.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from feed_builder.check.dates import iso_moment, moment_of
from feed_builder.check.document import decoded
from feed_builder.check.markup import Element, Reader, Refused
from feed_builder.errors import FeedBuilderError

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_SHOWN = ("title", "published", "enclosure", "duration", "link", "season", "number", "artwork")
_NOTES = ("content:encoded", "description", "itunes:summary", "atom:content", "atom:summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An episode as a feed gives it; `notes` is a name for its text, another for another text."""

    guid: str
    title: str = ""
    published: str = ""
    enclosure: str = ""
    duration: str = ""
    link: str = ""
    season: str = ""
    number: str = ""
    artwork: str = ""
    notes: str = ""

    def moment(self) -> datetime:
        """When it was published; long ago where that can't be read."""
        return moment_of(self.published) or iso_moment(self.published) or _LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An episode of both feeds, and what is new about it."""

    old: Entry
    new: Entry
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What subscribers will see."""

    added: Sequence[Entry] = ()
    gone: Sequence[Entry] = ()
    downloaded_again: Sequence[Changed] = ()
    changed: Sequence[Changed] = ()
    reordered: Sequence[Entry] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return any((self.added, self.gone, self.downloaded_again, self.changed, self.reordered))


def entries(data: bytes, name: str) -> list[Entry]:
    """The episodes of a feed, in its order. Raises FeedBuilderError where it is none."""
    found: list[Entry] = []
    try:
        text = decoded(data).data
        if text.lstrip()[:1] == b"{":
            return list(_json_entries(json.loads(text)))
        reader = Reader(lambda item: found.append(_entry(item)))
        reader.read(text)
    except Refused as refused:
        line = f":{refused.line}" if refused.line else ""
        raise FeedBuilderError(f"{name}{line}: {refused.message} ({refused.fix})") from refused
    except (ValueError, AttributeError, TypeError) as error:
        raise FeedBuilderError(f"{name}: is no feed: {error}") from error
    if reader.root is None or reader.root.name not in ("rss", "atom:feed"):
        raise FeedBuilderError(f"{name}: is no feed (give one of RSS, Atom or JSON Feed)")
    return found


def _entry(item: Element) -> Entry:
    guid = item.text_of("guid") or item.text_of("atom:id")
    enclosure = item.child("enclosure")
    links = {link.attrs.get("rel", "alternate"): link for link in item.all("atom:link")}
    url = enclosure.attrs.get("url", "") if enclosure is not None else ""
    if not url and "enclosure" in links:
        url = links["enclosure"].attrs.get("href", "")
    link = item.text_of("link")
    if not link and "alternate" in links:
        link = links["alternate"].attrs.get("href", "")
    image = item.child("itunes:image")
    return Entry(
        guid=guid or url or link,
        title=item.title(),
        published=item.text_of("pubDate") or item.text_of("atom:published"),
        enclosure=url,
        duration=item.text_of("itunes:duration"),
        link=link,
        season=item.text_of("itunes:season"),
        number=item.text_of("itunes:episode"),
        artwork=image.attrs.get("href", "") if image is not None else "",
        notes=_digest(next((item.text_of(n) for n in _NOTES if item.has(n)), "")),
    )


def _json_entries(feed: Mapping[str, Any]) -> Iterator[Entry]:
    for item in feed.get("items", []):
        attachments = item.get("attachments") or [{}]
        yield Entry(
            guid=str(item.get("id", "")),
            title=str(item.get("title") or ""),
            published=str(item.get("date_published") or ""),
            enclosure=str(attachments[0].get("url") or ""),
            duration=str(attachments[0].get("duration_in_seconds") or ""),
            link=str(item.get("url") or ""),
            artwork=str(item.get("image") or ""),
            notes=_digest(str(item.get("content_html") or item.get("content_text") or "")),
        )


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def compare(
    old: Sequence[Entry], new: Sequence[Entry], same: Collection[str] = frozenset()
) -> Difference:
    """What is different in `new`; `same` are guids whose recording is known to be the same."""
    before = {entry.guid: entry for entry in old}
    after = {entry.guid: entry for entry in new}
    gone = [entry for entry in old if entry.guid not in after]
    added = [entry for entry in new if entry.guid not in before]
    renamed = list(_renamed(gone, added))
    moved = {pair.old.guid for pair in renamed} | {pair.new.guid for pair in renamed}
    both = [(before[e.guid], e) for e in new if e.guid in before]
    again = [
        Changed(old=o, new=n, what=("enclosure", *_what(o, n, but="enclosure")))
        for o, n in both
        if n.guid not in same and o.enclosure and n.enclosure and o.enclosure != n.enclosure
    ]
    known = {pair.new.guid for pair in again}
    changed = [
        Changed(old=o, new=n, what=what)
        for o, n in both
        if n.guid not in known and (what := _what(o, n))
    ]
    return Difference(
        added=[entry for entry in added if entry.guid not in moved],
        gone=[entry for entry in gone if entry.guid not in moved],
        downloaded_again=[*renamed, *again],
        changed=changed,
        reordered=_reordered([o for o, _ in both], [n for _, n in both]),
    )


def _renamed(gone: Sequence[Entry], added: Sequence[Entry]) -> Iterator[Changed]:
    """Episodes whose guid alone is another: of one recording, or of one title and moment."""
    by_url = {entry.enclosure: entry for entry in added if entry.enclosure}
    by_title = {(entry.title, entry.moment()): entry for entry in added}
    taken: set[str] = set()
    for old in gone:
        new = by_url.get(old.enclosure) or by_title.get((old.title, old.moment()))
        if new is not None and new.guid not in taken:
            taken.add(new.guid)
            yield Changed(old=old, new=new, what=("guid", *_what(old, new)))


def _what(old: Entry, new: Entry, *, but: str = "") -> tuple[str, ...]:
    names = [name for name in (*_SHOWN, "notes") if name != but]
    return tuple(name for name in names if not _same(name, old, new))


def _same(name: str, old: Entry, new: Entry) -> bool:
    if name == "published" and old.published and new.published:
        return old.moment() == new.moment()
    return bool(getattr(old, name) == getattr(new, name))


def _reordered(old: Sequence[Entry], new: Sequence[Entry]) -> list[Entry]:
    """The fewest episodes that stand in another place, in the order of their dates."""
    places = {e.guid: n for n, e in enumerate(sorted(old, key=_when))}
    order = sorted(new, key=_when)
    stay = _longest_ascending([places[entry.guid] for entry in order])
    return [entry for entry in order if places[entry.guid] not in stay]


def _when(entry: Entry) -> tuple[datetime, str]:
    return entry.moment(), entry.guid


def _longest_ascending(numbers: Sequence[int]) -> set[int]:
    """The longest subsequence that ascends (patience sorting)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        if place == len(ends):
            ends.append(number)
        else:
            ends[place] = number
    found: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def as_dict(difference: Difference) -> dict[str, Any]:
    """The difference as `--json` prints it."""
    return {
        "added": [_entry_dict(entry) for entry in difference.added],
        "gone": [_entry_dict(entry) for entry in difference.gone],
        "downloaded_again": [_changed_dict(pair) for pair in difference.downloaded_again],
        "changed": [_changed_dict(pair) for pair in difference.changed],
        "reordered": [_entry_dict(entry) for entry in difference.reordered],
    }


def _entry_dict(entry: Entry) -> dict[str, str]:
    return {name: getattr(entry, name) for name in ("guid", *_SHOWN)}


def _changed_dict(pair: Changed) -> dict[str, Any]:
    return {
        "guid": pair.new.guid,
        "title": pair.new.title,
        "what": list(pair.what),
        "old": _entry_dict(pair.old),
        "new": _entry_dict(pair.new),
    }


def lines(difference: Difference) -> Iterator[str]:
    """The difference as people read it."""
    yield from _listed("added", difference.added)
    yield from _listed("gone: subscribers lose it", difference.gone)
    for pair in difference.downloaded_again:
        yield f"downloaded again: {_told(pair.new)}: {_differences(pair)}"
    for pair in difference.changed:
        yield f"changed: {_told(pair.new)}: {_differences(pair)}"
    yield from _listed("reordered", difference.reordered)


def _listed(word: str, found: Sequence[Entry]) -> Iterator[str]:
    for entry in found:
        yield f"{word}: {_told(entry)}"


def _told(entry: Entry) -> str:
    return f"“{' '.join(entry.title.split())[:70]}” ({entry.published or entry.guid})"


def _differences(pair: Changed) -> str:
    return "; ".join(_one(name, pair) for name in pair.what)


def _one(name: str, pair: Changed) -> str:
    if name == "notes":
        return "its notes"
    return f"{name}: {getattr(pair.old, name) or '—'} → {getattr(pair.new, name) or '—'}"
