"""Which feeds `diff` compares and `explain` explains: named ones, what is out, and what comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feed_builder.build import PUBLIC, Request, read_project
from feed_builder.checking import bytes_of, is_address
from feed_builder.diff import Difference, Known, compare_feeds
from feed_builder.entries import Entry, Feed, read
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.explain import explain_episode, explain_feed
from feed_builder.explained_feed import parse
from feed_builder.lock import read_lock
from feed_builder.model import Episode, Show
from feed_builder.naming import meant, published
from feed_builder.promises import same_recordings
from feed_builder.text import address_parts, joined

if TYPE_CHECKING:
    from feed_builder.read.show import Reading

_FEED = "feed.xml"
_PAGE = re.compile(r"feed(?:-page-\d+)?\.xml")
_MOST_PAGES = 1000


def difference(
    project: Path, old: str | None, new: str | None, *, now: datetime
) -> tuple[Difference, str, str]:
    """What is different, and the names of both feeds.

    Without `new` it is what `build` would write now; without `old` what it wrote last. Raises
    FeedBuilderError where one of them is no feed.
    """
    before = old or str(project / PUBLIC / _FEED)
    if old is None and not Path(before).is_file():
        raise FeedBuilderError(f"{before}: nothing is published yet (run feed-builder build)")
    published = whole_feed(before, _bytes_near(before))
    if new:
        found = compare_feeds(published, whole_feed(new, _bytes_near(new)), known(project))
        return found, before, new
    feed, same = _whole_about_to_be(project, now)
    found = compare_feeds(published, feed, replace(known(project), same=same))
    return found, before, "what build would write now"


def _bytes_near(first: str) -> Callable[[str], bytes]:
    """What reads a feed and its further pages: those no further away than the first one lies."""

    def bytes_at(place: str) -> bytes:
        if place == first or not is_address(place):
            return bytes_of(place)
        from feed_builder.feeds.source import page_bytes

        return page_bytes(first, place)

    return bytes_at


def whole_feed(place: str, bytes_at: Callable[[str], bytes]) -> Feed:
    """The feed at `place` with all its pages (RFC 5005); those that can't be read are left out.

    Raises FeedBuilderError where the first one is no feed.
    """
    first = page = _read(bytes_at(place), place)
    found = {entry.guid: entry for entry in first.entries}
    seen = {place}
    while page.next_page and len(seen) < _MOST_PAGES:
        place = _place_of(page.next_page, place)
        if place in seen:
            break
        seen.add(place)
        try:
            page = _read(bytes_at(place), place)
        except FeedBuilderError:
            break
        found = {**{entry.guid: entry for entry in page.entries}, **found}
    return first if len(seen) == 1 else replace(first, entries=_in_order(found))


def _read(data: bytes, place: str) -> Feed:
    """The feed in `data`, found at `place`; one that is not well-formed as far as it goes."""
    address = place if is_address(place) else ""
    try:
        return read(data, place, address)
    except FeedBuilderError:
        from feed_builder.feeds.xml import NotAFeedError, mended

        try:
            found = read(mended(data), place, address)
        except (FeedBuilderError, NotAFeedError):
            found = Feed()
        if not found.entries:
            raise
        return found


def _in_order(found: Mapping[str, Entry]) -> list[Entry]:
    return sorted(found.values(), key=Entry.moment, reverse=True)


def _place_of(following: str, place: str) -> str:
    """Where the next page lies: of a file the one beside it that is called so."""
    if is_address(place):
        return joined(place, following)
    beside = Path(place).parent / Path(address_parts(following).path).name
    return str(beside) if beside.is_file() else following


def known(project: Path) -> Known:
    """What is known here of recordings; nothing where this is no project."""
    from feed_builder.feeds.known import taken_over

    facts = read_lock(project).facts
    recordings, waiting = taken_over(project)
    return Known(
        names={f.enclosure: f.recording for f in facts if f.enclosure and f.recording},
        taken_over=recordings,
        waiting=waiting,
    )


def explained(project: Path, target: str, language: str | None, *, now: datetime) -> Iterator[str]:
    """What apps will show of a feed, or of an episode of the project.

    Raises FeedBuilderError where `target` is neither.
    """
    file = Path(target)
    if is_address(target) or (file.is_file() and file.suffix != ".md"):
        feed = parse(bytes_of(target), target, now)
        spoken = language or feed.channel.text_of("language") or "en"
        yield from explain_feed(feed, spoken)
        return
    show, files = _about_to_be(project, now)
    feed = parse(files[show.feed_url], target, now)
    guid = _guid_of(show, target)
    item = next(item for item in feed.items if item.text_of("guid") == guid)
    yield from explain_episode(feed, item, language or show.language)


def _guid_of(show: Show, target: str) -> str:
    """The guid of the episode that `target` means."""
    found: Episode | None = meant(target, (published(episode) for episode in show.episodes))
    if found is None:
        fix = "feed-builder list names them; a feed is given as a file or an address"
        raise FeedBuilderError(f"{target}: is neither a feed nor a published episode ({fix})")
    return found.guid


def _whole_about_to_be(project: Path, now: datetime) -> tuple[Feed, frozenset[str]]:
    """The feed that `build` would write, and the guids of which the recording stays the same."""
    show, files = _about_to_be(project, now)

    def bytes_at(place: str) -> bytes:
        if place not in files:
            raise FeedBuilderError(f"{place}: is no page of this feed")
        return files[place]

    return whole_feed(show.feed_url, bytes_at), same_recordings(read_lock(project), show)


def _about_to_be(project: Path, now: datetime) -> tuple[Show, dict[str, bytes]]:
    """The show, and the feeds in RSS that `build` would write of it, by address.

    Tags are written to be forgotten.
    """
    from feed_builder.read.tagged import with_tags

    public = project / PUBLIC
    sources, reading = read_project(Request(project=project, output=public, now=now))
    there = {path.relative_to(public).as_posix() for path in public.glob("media/*")}
    tagging = with_tags(reading, sources, project, there)
    try:
        return _rendered(tagging.reading, project)
    finally:
        tagging.clear()


def _rendered(reading: Reading, project: Path) -> tuple[Show, dict[str, bytes]]:
    from feed_builder.rendering import render
    from feed_builder.snapshot import Standing

    show = reading.show
    if show is None:
        raise FindingsError(reading.findings)
    rendering = render(show, Standing(), project / PUBLIC, project)
    feeds = (file for file in rendering.files if _PAGE.fullmatch(file.path))
    return show, {f"{show.link}{file.path}": file.content for file in feeds}
