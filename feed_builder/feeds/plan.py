"""What an import will write: each item of a feed as the values of an episode's front matter.

Pure: it reads and fetches nothing. What a key does not take is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Any

from feed_builder.articles.addresses import is_web
from feed_builder.feeds.foreign import ForeignFeed, ForeignItem, ForeignPerson, Left
from feed_builder.feeds.live import NewLive, new_broadcasts
from feed_builder.feeds.markdown import to_markdown, words_of
from feed_builder.feeds.podcasting20 import item_values
from feed_builder.feeds.toml import fitting
from feed_builder.feeds.values import one_line
from feed_builder.language_tags import is_language_tag
from feed_builder.read.episode_keys import EPISODE_KEYS
from feed_builder.records import dataclass
from feed_builder.stems import TRANSCRIPT_TYPES
from feed_builder.text import address_parts, shortened, slug

_TITLE = 255
_TRANSCRIPTS = {
    **{type: suffix for suffix, type in TRANSCRIPT_TYPES.items()},
    "application/srt": ".srt",
    "text/srt": ".srt",
    "application/x-srt": ".srt",
    "application/vtt": ".vtt",
    "text/json": ".json",
}
_TYPES = ("full", "trailer", "bonus")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEpisode:
    """An episode to be written: its stem below the project, its values, its notes, its files.

    `transcripts` are addresses by suffix, with the language before it where need be. `item` is
    what it was made of.
    """

    stem: str
    values: Mapping[str, Any]
    notes: str
    item: ForeignItem
    recording: str | None = None
    artwork: str | None = None
    chapters: str | None = None
    transcripts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import will do: new episodes, the oldest first, those there, what is lost."""

    new: tuple[NewEpisode, ...]
    there: tuple[tuple[str, ForeignItem], ...]
    live: tuple[NewLive, ...]
    left: tuple[Left, ...]


def plan(
    feed: ForeignFeed,
    known: Mapping[str, str],
    stems: Collection[str],
    broadcasts: Collection[str] = (),
    *,
    link: bool,
    now: datetime,
) -> Plan:
    """The episodes that `feed` adds to a project.

    `known` are the files of its episodes by guid, `stems` the paths that are taken, `broadcasts`
    the guids in live/; with `link` recordings stay where they are.
    """
    items = list(_identified(feed))
    _date(items, now)
    names = _Names(stems)
    ties = _ties(items)
    new, there = [], []
    for item in reversed(items):
        guid = item.guid or ""
        if guid in known:
            there.append((known[guid], item))
        else:
            new.append(_episode(feed, item, names.free(_name(item, ties)), link=link))
    live, left_live = new_broadcasts(feed, broadcasts)
    left = [*feed.left, *(one for item in feed.items for one in item.left), *left_live]
    return Plan(new=tuple(new), there=tuple(there), live=live, left=tuple(left))


def _identified(feed: ForeignFeed) -> Iterable[ForeignItem]:
    """The items, each with the identity that apps know it by; a second one of the same is left."""
    seen: set[str] = set()
    for item in feed.items:
        if item.guid is None:
            item.guid = item.link or (item.enclosure.url if item.enclosure else None)
            item.permalink = False
            if item.guid is None:
                item.leave("item", "has neither guid, link nor enclosure")
                continue
            item.leave("guid", "there is none; what apps take instead was written (its address)")
        if item.guid in seen:
            item.leave("item", "has the guid of an earlier item; apps show the first")
            continue
        seen.add(item.guid)
        yield item


def _date(items: Sequence[ForeignItem], now: datetime) -> None:
    """A date for items without one, between their neighbours, so that the order stays."""
    newer: datetime | None = None
    for place, item in enumerate(items):
        if item.published is None:
            older = next((i.published for i in items[place:] if i.published), None)
            latest = older + timedelta(seconds=1) if older else now.replace(microsecond=0)
            given = newer - timedelta(seconds=1) if newer else latest
            item.published = given.astimezone(UTC)
            item.leave("pubDate", "is missing or no date; one that keeps the order was written")
        newer = item.published


def _ties(items: Sequence[ForeignItem]) -> dict[int, int]:
    """For items of one moment, their place among these from the oldest on, by identity."""
    groups: dict[datetime | None, list[ForeignItem]] = {}
    for item in reversed(items):
        groups.setdefault(item.published, []).append(item)
    return {
        id(item): place
        for group in groups.values()
        if len(group) > 1
        for place, item in enumerate(group, 1)
    }


def _name(item: ForeignItem, ties: Mapping[int, int]) -> str:
    """The file's name: its day, for items of one moment their order, its title."""
    tie = f"{ties[id(item)]:02}-" if id(item) in ties else ""
    title = slug(item.title)[:60].rstrip("-") or "episode"
    return f"{item.published:%Y-%m-%d}-{tie}{title}"


class _Names:
    """Names of files, none given twice."""

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = {stem.lower() for stem in taken}

    def free(self, name: str) -> str:
        """The first of name, name-2, name-3 … below episodes/ that nobody has."""
        stem, number = f"episodes/{name}", 1
        while stem.lower() in self.taken:
            number += 1
            stem = f"episodes/{name}-{number}"
        self.taken.add(stem.lower())
        return stem


def _episode(feed: ForeignFeed, item: ForeignItem, stem: str, *, link: bool) -> NewEpisode:
    converted = to_markdown(item.notes, item.base or item.link or feed.link)
    for element in dict.fromkeys(converted.lost):
        item.leave(f"{element} in the notes", "notes hold text, links, lists and tables only")
    recording = item.enclosure.url if item.enclosure else None
    if recording is None:
        item.leave("enclosure", "there is none: the episode waits for a recording")
    values = {
        **_values(feed, item, converted.markdown),
        **({"audio": recording} if link and recording else {}),
        "imported": _origin(item),
    }
    artwork = item.artwork if item.artwork != feed.artwork else None
    return NewEpisode(
        stem=stem,
        values=fitting(values, EPISODE_KEYS, item.leave),
        notes=converted.markdown,
        item=item,
        recording=recording,
        artwork=artwork,
        chapters=item.chapters_url,
        transcripts=_transcripts(item),
    )


def _origin(item: ForeignItem) -> dict[str, Any]:
    """Where an item lay before: what redirects lead from."""
    return {
        **({"link": item.link} if item.link else {}),
        **({"enclosure": item.enclosure.url} if item.enclosure else {}),
    }


def _values(feed: ForeignFeed, item: ForeignItem, notes: str) -> dict[str, Any]:
    title = item.title or shortened(one_line(notes), 80) or str(item.guid)
    if len(title) > _TITLE:
        item.leave("title", f"is longer than {_TITLE} characters and was cut")
    values: dict[str, Any] = {"guid": item.guid}
    if item.permalink:
        values["permalink"] = True
    values["title"] = shortened(title, _TITLE)
    values["published"] = item.published
    if item.updated and item.published and item.updated > item.published:
        values["updated"] = item.updated
    for key, written in (("season", item.season), ("number", item.number)):
        number = _whole(written)
        if number is not None:
            values[key] = number
        elif written:
            item.leave(
                f"itunes:{'episode' if key == 'number' else key}",
                f"“{written[:20]}” is no number from 1",
            )
    kind = (item.type or "full").lower()
    if kind not in _TYPES:
        item.leave("itunes:episodeType", f"“{kind[:20]}” is none of full, trailer and bonus")
    elif kind != "full":
        values["type"] = kind
    summary = _summary(item)
    if summary:
        values["summary"] = summary
    if item.explicit is not None and item.explicit != bool(feed.explicit):
        values["explicit"] = item.explicit
    if item.block:
        values["block"] = True
    told = item_values(item)
    # What stands in both ways: a second enclosure beside podcast:alternateEnclosure.
    both = [name for name in told if isinstance(told[name], list) and name in item.extras]
    values |= item.extras | told | {name: [*told[name], *item.extras[name]] for name in both}
    people = [person_values(person) for person in item.people]
    if item.author and item.author not in (feed.author, *(p["name"] for p in people)):
        people.append({"name": item.author, "role": "author", "group": "writing"})
    if people:
        values["people"] = people
    return values


def _whole(written: str | None) -> int | None:
    match = re.fullmatch(r"0*([1-9]\d{0,5})(?:\.0+)?", written or "")
    return int(match.group(1)) if match else None


def _summary(item: ForeignItem) -> str | None:
    """The short text beside the notes, where it is one: plain, and not their beginning."""
    words = words_of(item.short)
    if not words or words[:60] in words_of(item.notes) or len(words) > 1000:
        return None
    return words


def person_values(person: ForeignPerson) -> dict[str, Any]:
    """A person's table."""
    told = {
        "name": person.name,
        "role": person.role or "host",
        "group": person.group or "cast",
        "href": person.href,
        "img": person.img,
    }
    return {key: value for key, value in told.items() if value}


def _transcripts(item: ForeignItem) -> dict[str, str]:
    """Where each transcript lies, by what follows the stem in its file's name.

    Of several of one form the others are told apart by their language.
    """
    found: dict[str, str] = {}
    for transcript in item.transcripts:
        type = transcript.type.partition(";")[0].strip()
        path = address_parts(transcript.url).path if is_web(transcript.url) else transcript.url
        named = f".{path.rpartition('.')[2].lower()}"
        suffix = _TRANSCRIPTS.get(type) or (named if named in TRANSCRIPT_TYPES else None)
        if suffix is None:
            item.leave("podcast:transcript", f"“{type}” is no form of a transcript")
            continue
        tag = (transcript.language or "").replace("_", "-")
        in_language = f".{tag}{suffix}" if is_language_tag(tag) else suffix
        free = next((name for name in (suffix, in_language) if name not in found), None)
        if free:
            found[free] = transcript.url
        else:
            item.leave("podcast:transcript", f"is a second one of the form {suffix}")
    return found
