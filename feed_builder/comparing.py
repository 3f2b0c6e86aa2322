"""Which feeds `diff` compares and `explain` explains: named ones, what is out, and what comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feed_builder.build import PUBLIC, Request, read_project
from feed_builder.checking import bytes_of, is_address
from feed_builder.diff import Difference, compare, entries
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.explain import explain_episode, explain_feed
from feed_builder.explained_feed import parse
from feed_builder.lock import read_lock, same_recordings
from feed_builder.model import Show

if TYPE_CHECKING:
    from feed_builder.read.show import Reading

_FEED = "feed.xml"


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
    published = entries(bytes_of(before), before)
    if new:
        return compare(published, entries(bytes_of(new), new)), before, new
    after = "what build would write now"
    show, data = _about_to_be(project, now)
    same = same_recordings(read_lock(project), show)
    return compare(published, entries(data, after), same), before, after


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
    show, data = _about_to_be(project, now)
    feed = parse(data, target, now)
    guid = _guid_of(show, project, target)
    item = next(item for item in feed.items if item.text_of("guid") == guid)
    yield from explain_episode(feed, item, language or show.language)


def _guid_of(show: Show, project: Path, target: str) -> str:
    """The guid of the episode that `target` names: its file, the file's stem, its guid or title."""
    path = Path(target)
    for episode in show.episodes:
        source = project / episode.source
        named = (episode.guid, episode.title, episode.source, Path(episode.source).stem)
        if target in named or (path.exists() and source.exists() and path.samefile(source)):
            return episode.guid
    fix = "feed-builder list names them; a feed is given as a file or an address"
    raise FeedBuilderError(f"{target}: is neither a feed nor a published episode ({fix})")


def _about_to_be(project: Path, now: datetime) -> tuple[Show, bytes]:
    """The show, and the feed that `build` would write of it; tags are written to be forgotten."""
    from feed_builder.read.tagged import with_tags

    public = project / PUBLIC
    sources, reading = read_project(Request(project=project, output=public, now=now))
    there = {path.relative_to(public).as_posix() for path in public.glob("media/*")}
    tagging = with_tags(reading, sources, project, there)
    try:
        return _rendered(tagging.reading, project)
    finally:
        tagging.clear()


def _rendered(reading: Reading, project: Path) -> tuple[Show, bytes]:
    from feed_builder.rendering import render
    from feed_builder.snapshot import Standing

    show = reading.show
    if show is None:
        raise FindingsError(reading.findings)
    path = show.feed_url.removeprefix(show.link)
    rendering = render(show, Standing(), project / PUBLIC, project)
    return show, next(file.content for file in rendering.files if file.path == path)
