"""Rules about a show. A rule is a generator with a name, a level and a source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from urllib.parse import urlsplit

from feed_builder.model import Artwork, Episode, Finding, Level, Show
from feed_builder.records import dataclass

Fault = tuple[str, str, str]
"""The file, the fact, the way out."""

_CONFIG = "podcast.toml"
_VALUE = 255
_ARTWORK_MIN, _ARTWORK_MAX = 1400, 3000
_APPLE_TYPES = ("audio/mpeg", "audio/x-m4a")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its public name, how bad breaking it is, who asks for it, and its generator."""

    name: str
    level: Level
    source: str
    faults: Callable[[Show], Iterable[Fault]]


def check_show(show: Show) -> list[Finding]:
    """Every rule that `show` breaks.

    What was out before it was imported is no reason to keep it from its subscribers.
    """
    history = frozenset(_history(show))
    return [
        Finding(
            rule=rule.name,
            level=Level.WARNING if where in history and rule.level is Level.ERROR else rule.level,
            source=rule.source,
            where=where,
            message=message,
            fix=fix,
        )
        for rule in RULES
        for where, message, fix in rule.faults(show)
    ]


def _history(show: Show) -> Iterator[str]:
    """The files that say what was published elsewhere before."""
    if show.imported:
        yield show.artwork.source
    for episode in show.episodes:
        if episode.imported:
            yield episode.source
            if episode.artwork:
                yield episode.artwork.source


def enclosures_differ(show: Show) -> Iterator[Fault]:
    """Apple ignores an episode that reuses an earlier enclosure's address."""
    for same in _alike(show, lambda e: e.enclosure.url):
        for episode in same:
            yield (
                episode.source,
                f"has the same recording as {_others(same, episode)}",
                "give each episode a recording of its own, or delete one of the episodes",
            )


def titles_of_a_day_differ(show: Show) -> Iterator[Fault]:
    """AntennaPod melts two episodes of one title on one day into one (clients.md)."""
    for same in _alike(show, lambda e: (e.title, e.published.date())):
        for episode in same:
            yield (
                episode.source,
                f"title: is also that of {_others(same, episode)}, published on the same day",
                "change one title, or publish them on different days",
            )


def serial_is_numbered(show: Show) -> Iterator[Fault]:
    """In a serial show every full episode has a number."""
    if show.type == "serial":
        for episode in show.episodes:
            if episode.number is None and episode.type == "full":
                yield (
                    episode.source,
                    "number is missing: a serial show is ordered by it",
                    'write number = 1, or type = "episodic" in podcast.toml',
                )


def numbers_differ(show: Show) -> Iterator[Fault]:
    """Two full episodes of a season with one number can't be ordered."""
    numbered = (e for e in show.episodes if e.number is not None and e.type == "full")
    for same in _groups(numbered, lambda e: (e.season.number if e.season else 0, e.number)):
        for episode in same:
            yield (
                episode.source,
                f"number: {episode.number} is also that of {_others(same, episode)}, "
                "in the same season",
                "give each its own number",
            )


def addresses_are_short(show: Show) -> Iterator[Fault]:
    """No address is longer than 255 characters."""
    for episode in show.episodes:
        longest = max(episode.link, episode.enclosure.url, key=len)
        if len(longest) > _VALUE:
            yield (
                episode.source,
                f"its address has {len(longest)} characters: {longest}",
                f"shorten its name or its folders' names: at most {_VALUE} are allowed",
            )


def updates_follow(show: Show) -> Iterator[Fault]:
    """An episode is not updated before it is published."""
    for episode in show.episodes:
        if episode.updated and episode.updated < episode.published:
            yield episode.source, "updated: lies before published", "delete it, or write when"


def artwork_fits(show: Show) -> Iterator[Fault]:
    """Square, 1400 to 3000 pixels, RGB without transparency."""
    pictures = [show.artwork, *(e.artwork for e in show.episodes if e.artwork)]
    for picture in pictures:
        yield from _picture_faults(picture)


def _picture_faults(picture: Artwork) -> Iterator[Fault]:
    size = f"{picture.width} × {picture.height} pixels"
    if picture.width != picture.height:
        yield picture.source, f"is not square: {size}", "cut it to a square"
    elif not _ARTWORK_MIN <= picture.width <= _ARTWORK_MAX:
        yield (
            picture.source,
            f"is {size}",
            f"save it with {_ARTWORK_MIN} to {_ARTWORK_MAX} pixels on each side",
        )
    if picture.mode not in ("RGB", "L"):
        fact = "has transparent parts" if picture.mode == "RGBA" else f"has {picture.mode} colours"
        yield picture.source, fact, "save it as RGB without transparency"


def site_is_secure(show: Show) -> Iterator[Fault]:
    """Apps and directories want https; a preview on this machine does without."""
    parts = urlsplit(show.link)
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield _CONFIG, f"link: {show.link} is not https", "write https:// if the host offers it"


def owner_is_known(show: Show) -> Iterator[Fault]:
    """Spotify, YouTube and Amazon send their codes to this address."""
    if show.owner is None:
        yield (
            _CONFIG,
            "there is no [owner]: Spotify, YouTube and Amazon can't verify the show",
            'write [owner], name = "…" and email = "…"',
        )


def directories_take_the_type(show: Show) -> Iterator[Fault]:
    """Apple lists MP3 and M4A only, and goes by the suffix."""
    for episode in show.episodes:
        if episode.enclosure.type not in _APPLE_TYPES:
            yield (
                episode.source,
                f"its recording is {episode.enclosure.type}: Apple Podcasts will not list it",
                "export it as MP3 or M4A",
            )


def titles_survive_apps(show: Show) -> Iterator[Fault]:
    """AntennaPod reads titles as HTML: what stands between < and > vanishes (clients.md)."""
    for episode in show.episodes:
        if "<" in episode.title and ">" in episode.title.partition("<")[2]:
            yield episode.source, "title: some apps hide what stands in < >", "write it without"


def soundbites_lie_inside(show: Show) -> Iterator[Fault]:
    """A soundbite ends before its recording does."""
    for episode in show.episodes:
        for part in episode.soundbites:
            if part.start_time + part.duration > episode.duration:
                seconds = round((part.start_time + part.duration).total_seconds(), 3)
                yield (
                    episode.source,
                    f"soundbite: ends at {seconds:g} s, after the recording",
                    "mend start_time or duration",
                )


def disabled_talk_stands_alone(show: Show) -> Iterator[Fault]:
    """Who asks for no talk names no place for it."""
    for where, tags in [(_CONFIG, show.tags), *((e.source, e.tags) for e in show.episodes)]:
        talks = tags.social_interacts if tags else ()
        if len(talks) > 1 and any(talk.protocol == "disabled" for talk in talks):
            yield where, "social_interact: disabled stands beside others", "delete it or the others"


def _alike(show: Show, key: Callable[[Episode], Hashable]) -> list[list[Episode]]:
    return _groups(show.episodes, key)


def _groups(episodes: Iterable[Episode], key: Callable[[Episode], Hashable]) -> list[list[Episode]]:
    """The groups of two and more that share a key."""
    groups: dict[Hashable, list[Episode]] = defaultdict(list)
    for episode in episodes:
        groups[key(episode)].append(episode)
    return [group for group in groups.values() if len(group) > 1]


def _others(same: Iterable[Episode], episode: Episode) -> str:
    return ", ".join(other.source for other in same if other is not episode)


RULES = (
    Rule("enclosure-unique", Level.ERROR, "APL-6", enclosures_differ),
    Rule("title-unique-in-a-day", Level.ERROR, "AntennaPod (clients.md)", titles_of_a_day_differ),
    Rule("serial-numbered", Level.ERROR, "APL-52, PSP-60", serial_is_numbered),
    Rule("number-unique", Level.ERROR, "APL-52", numbers_differ),
    Rule("address-short", Level.ERROR, "PSP-4", addresses_are_short),
    Rule("updated-after-published", Level.WARNING, "ATOM-10", updates_follow),
    Rule("artwork-fits", Level.ERROR, "PSP-17, APL-70 to APL-73", artwork_fits),
    Rule("site-secure", Level.WARNING, "HST-1", site_is_secure),
    Rule("owner-known", Level.WARNING, "PLT-3", owner_is_known),
    Rule("enclosure-type", Level.WARNING, "APL-41, APL-42", directories_take_the_type),
    Rule("soundbite-inside", Level.WARNING, "podcast:soundbite", soundbites_lie_inside),
    Rule("social-disabled-alone", Level.ERROR, "P20-SOC", disabled_talk_stands_alone),
    Rule("title-plain", Level.WARNING, "AntennaPod (clients.md)", titles_survive_apps),
)
