"""What subscribers will see of the difference between two feeds.

Pure: facts in, facts out. Episodes are compared as apps do, by their guid.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from feed_builder.diff_forms import alike
from feed_builder.entries import LONG_AGO, Entry, Feed
from feed_builder.records import dataclass
from feed_builder.text import address_parts

_SHOWN = ("title", "published", "enclosure", "duration", "link", "season", "number", "artwork")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An episode of both feeds, and what is new about it."""

    old: Entry
    new: Entry
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a project knows of its episodes' recordings.

    `same` are guids whose published recording is the one that they have now, `names` say by address
    which recording it is. Of episodes that were taken over from another feed `taken_over` has the
    addresses of their recordings there, by guid; those that are `waiting` have none here.
    """

    same: Collection[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    taken_over: Mapping[str, str] = field(default_factory=dict)
    waiting: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What subscribers will see; `show` has what is told of the show itself, old and new."""

    added: Sequence[Entry] = ()
    gone: Sequence[Entry] = ()
    downloaded_again: Sequence[Changed] = ()
    changed: Sequence[Changed] = ()
    reordered: Sequence[Entry] = ()
    show: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        episodes = (self.added, self.gone, self.downloaded_again, self.changed, self.reordered)
        return bool(self.show) or any(episodes)


def compare_feeds(old: Feed, new: Feed, known: Known | None = None) -> Difference:
    """What is different in `new`, for the show and its episodes."""
    old, new = alike(old, new)
    both = old.show.keys() & new.show.keys()
    show = {
        key: (old.show[key], new.show[key])
        for key in new.show
        if key in both and " ".join(old.show[key].split()) != " ".join(new.show[key].split())
    }
    return replace(compare(old.entries, new.entries, known), show=show)


def compare(old: Sequence[Entry], new: Sequence[Entry], known: Known | None = None) -> Difference:
    """What is different in `new`; `known` is what the project of one of them knows."""
    known = known or Known()
    before = {entry.guid: entry for entry in old}
    after = {entry.guid: entry for entry in new}
    gone = [e for e in old if e.guid not in after and (e.enclosure or e.guid not in known.waiting)]
    added = [entry for entry in new if entry.guid not in before]
    renamed = list(_renamed(gone, added))
    moved = {pair.old.guid for pair in renamed} | {pair.new.guid for pair in renamed}
    both = [(before[e.guid], e) for e in new if e.guid in before]
    again = [
        Changed(old=o, new=n, what=("enclosure", *_what(o, n, but="enclosure")))
        for o, n in both
        if o.enclosure and n.enclosure and not _is_one_recording(o, n, known)
    ]
    told = {pair.new.guid for pair in again}
    changed = [
        Changed(old=o, new=n, what=what)
        for o, n in both
        if n.guid not in told and (what := _what(o, n))
    ]
    return Difference(
        added=[entry for entry in added if entry.guid not in moved],
        gone=[entry for entry in gone if entry.guid not in moved],
        downloaded_again=[*renamed, *again],
        changed=changed,
        reordered=_reordered([(o, n) for o, n in both if _is_dated(o) and _is_dated(n)]),
    )


def _is_one_recording(old: Entry, new: Entry, known: Known) -> bool:
    """Whether nobody needs to fetch it again: the same address, or the same sound elsewhere.

    A show that moves takes its recordings along; no app fetches one again because it lies on
    another host under the same guid (clients.md).
    """
    if old.enclosure == new.enclosure or new.guid in known.same:
        return True
    names = [known.names.get(entry.enclosure) for entry in (old, new)]
    if all(names):
        return names[0] == names[1]
    taken_over = known.taken_over.get(new.guid)
    if taken_over and old.enclosure and taken_over.endswith(old.enclosure.lstrip("./")):
        return True
    lengths = {old.length, new.length}
    has_moved = address_parts(old.enclosure).netloc != address_parts(new.enclosure).netloc
    return has_moved and len(lengths) == 1 and lengths.isdisjoint(("", "0"))


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


def _is_dated(entry: Entry) -> bool:
    return entry.moment() != LONG_AGO


def _reordered(both: Sequence[tuple[Entry, Entry]]) -> list[Entry]:
    """The fewest episodes that stand in another place, in the order of their dates."""
    places = {e.guid: n for n, e in enumerate(sorted((o for o, _ in both), key=_when))}
    order = sorted((n for _, n in both), key=_when)
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
        "show": {key: {"old": old, "new": new} for key, (old, new) in difference.show.items()},
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
    for key, (old, new) in difference.show.items():
        yield f"the show: {key}: {_short(old)} → {_short(new)}"
    yield from _listed("added", difference.added)
    yield from _listed("gone: subscribers lose it", difference.gone)
    for pair in difference.downloaded_again:
        yield f"downloaded again: {_told(pair.new)}: {_differences(pair)}"
    for pair in difference.changed:
        same = " (the same recording)" if "enclosure" in pair.what else ""
        yield f"changed: {_told(pair.new)}: {_differences(pair)}{same}"
    yield from _listed("reordered", difference.reordered)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:69]}…" if len(line) > 70 else line or "—"


def _listed(word: str, found: Sequence[Entry]) -> Iterator[str]:
    for entry in found:
        yield f"{word}: {_told(entry)}"


def _told(entry: Entry) -> str:
    title = _short(entry.title) if entry.title.split() else ""
    return f"“{title}” ({entry.published or entry.guid})"


def _differences(pair: Changed) -> str:
    return "; ".join(_one(name, pair) for name in pair.what)


def _one(name: str, pair: Changed) -> str:
    if name == "notes":
        return "its notes"
    return f"{name}: {getattr(pair.old, name) or '—'} → {getattr(pair.new, name) or '—'}"
