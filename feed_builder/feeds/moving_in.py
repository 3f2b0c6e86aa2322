"""`feed-builder import feed`: a podcast moved in from any host, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.articles.downloads import Progress
from feed_builder.errors import FeedBuilderError
from feed_builder.feeds.channel import config_text, config_values
from feed_builder.feeds.files import Fetcher, fetch_cover
from feed_builder.feeds.foreign import ForeignFeed, Left, counted
from feed_builder.feeds.known import Known, known_episodes
from feed_builder.feeds.plan import NewEpisode, Plan, plan
from feed_builder.feeds.source import Source, read_whole_feed
from feed_builder.feeds.writing import write_episodes
from feed_builder.files import replace_file
from feed_builder.read.episode_keys import EPISODE_KEYS
from feed_builder.read.files import CONFIG_FILE
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingIn:
    """What is asked: of which project, from where, and how.

    With `link` recordings stay where they are; `site` is where public/ will lie.
    """

    project: Path
    feed: str
    now: datetime
    link: bool = False
    site: str | None = None
    dry_run: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedIn:
    """What was done, told for people (`lines`) and for scripts (`as_dict`)."""

    source: Source
    title: str
    plan: Plan
    left: tuple[Left, ...]
    has_new_show: bool
    dry_run: bool
    failed: tuple[Left, ...] = ()
    recordings: int = 0
    written: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `import feed --json` prints."""
        return {
            "feed": self.source.shown,
            "title": self.title,
            "pages": self.source.pages,
            "redirects": [
                {"status": hop.status, "from": hop.url, "to": hop.to} for hop in self.source.hops
            ],
            "new": [
                {"file": f"{e.stem}.md", "guid": e.values["guid"], "title": e.values["title"]}
                for e in self.plan.new
            ],
            "there": [{"file": file, "guid": item.guid} for file, item in self.plan.there],
            "live": [{"file": page.path, "guid": page.guid} for page in self.plan.live],
            "recordings": self.recordings,
            "left": counted(self.left),
            "failed": [{"what": f.element, "why": f.why, "item": f.item} for f in self.failed],
            "warnings": list(self.source.warnings),
            "dry_run": self.dry_run,
        }

    def lines(self) -> Iterator[str]:
        """What a person at the terminal wants to know, a sentence a line."""
        pages = f" on {self.source.pages} pages" if self.source.pages > 1 else ""
        all_of_them = len(self.plan.new) + len(self.plan.there)
        yield f"{self.title}: {_count(all_of_them, 'episode')}{pages}"
        for hop in self.source.hops:
            yield f"redirected ({hop.status}): {hop.url} to {hop.to}"
        yield from (f"warning: {warning}" for warning in self.source.warnings)
        would = "would be " if self.dry_run else ""
        yield f"{would}new: {len(self.plan.new)}; there already: {len(self.plan.there)}"
        if self.plan.live:
            yield f"{_count(len(self.plan.live), 'broadcast')} {would}announced in live/"
        if self.recordings:
            yield f"{_count(self.recordings, 'recording')} fetched"
        yield from self._left_lines()
        for failure in self.failed:
            yield f"failed: {failure.item}: {failure.element}: {failure.why}"
        yield from self._next_lines()

    def _left_lines(self) -> Iterator[str]:
        told = counted(self.left)
        if told:
            yield "What could not be kept, by element:"
        for one in told:
            times = f" ({one['count']} times)" if one["count"] != 1 else ""
            yield f"  {one['element']}{times}: {one['why']}; first in {one['first']}"

    def _next_lines(self) -> Iterator[str]:
        if self.dry_run:
            yield "Nothing was written (--dry-run)."
        elif self.failed:
            yield "Next: import the same feed again, which tries only what is missing"
        elif self.has_new_show:
            look = f"look at link in {CONFIG_FILE} (where public/ will lie)"
            yield f"Next: {look}, then feed-builder build"
        else:
            yield "Next: feed-builder build"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def import_feed(asked: MovingIn) -> MovedIn:
    """Make an episode of each item of a feed that has none yet.

    Raises NotAFeedError where the feed can't be read, FeedBuilderError where the project can't.
    """
    if asked.link and "audio" not in {key.name for key in EPISODE_KEYS}:
        raise FeedBuilderError("--link: this version can't leave recordings where they are")
    known = known_episodes(asked.project)
    source, feed = read_whole_feed(asked.feed, asked.progress)
    has_show = (asked.project / CONFIG_FILE).exists()
    address = feed.self_url or source.address
    values = None if has_show else _show(asked, source, feed, address)
    made = plan(feed, known.by_guid, known.stems, known.broadcasts, link=asked.link, now=asked.now)
    done = MovedIn(
        source=source,
        title=feed.title or source.shown,
        plan=made,
        left=made.left,
        has_new_show=not has_show,
        dry_run=asked.dry_run,
    )
    return done if asked.dry_run else _carried_out(asked, done, feed, values, known)


def _show(
    asked: MovingIn, source: Source, feed: ForeignFeed, address: str | None
) -> dict[str, Any]:
    origin: dict[str, Any] = {"feed": source.shown}
    if source.hops:
        origin["redirects"] = [f"{hop.status} {hop.to}" for hop in source.hops]
    return config_values(feed, address=address, artwork="cover.jpg", link=asked.site, origin=origin)


def _carried_out(
    asked: MovingIn,
    done: MovedIn,
    feed: ForeignFeed,
    values: dict[str, Any] | None,
    known: Known,
) -> MovedIn:
    """The plan put on the disk; what fails costs nothing else its place."""
    fetcher = Fetcher(limits=done.source.limits, progress=asked.progress)
    left: list[Left] = []
    asked.project.mkdir(parents=True, exist_ok=True)
    if values is not None:
        name, why = fetch_cover(asked.project, feed, values, fetcher)
        left += [Left("itunes:image", why)] if why else []
        replace_file(asked.project / CONFIG_FILE, config_text({**values, "artwork": name}).encode())
    for page in done.plan.live:
        (asked.project / page.path).parent.mkdir(parents=True, exist_ok=True)
        replace_file(asked.project / page.path, page.text.encode())
    waiting = [] if asked.link else _waiting(done.plan, known)
    outcome = write_episodes(asked.project, done.plan.new, waiting, fetcher, link=asked.link)
    return replace(
        done,
        left=(*done.left, *left, *outcome.left),
        failed=outcome.failed,
        recordings=outcome.recordings,
        written=outcome.written,
    )


def _waiting(made: Plan, known: Known) -> list[NewEpisode]:
    """Episodes that an earlier import wrote and whose recording it could not fetch."""
    return [
        NewEpisode(
            stem=file.removesuffix(".md"),
            values={},
            notes="",
            item=item,
            recording=item.enclosure.url,
        )
        for file, item in made.there
        if item.enclosure and file in known.waiting
    ]
