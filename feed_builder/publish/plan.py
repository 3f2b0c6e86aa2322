"""What a run of `publish` would do, and what is said of it before anything goes up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feed_builder.comparing import known, whole_feed
from feed_builder.diff import Difference, as_dict, compare_feeds, lines
from feed_builder.entries import Feed
from feed_builder.errors import FeedBuilderError
from feed_builder.lock import read_lock
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile
from feed_builder.publish.sites import Site
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What subscribers of a show will see; `is_first` where there was no feed to subscribe to."""

    site: Site
    difference: Difference
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run would do: files to send in their order, those that are there, those to delete.

    `kept` are no longer needed and stay, since a feed has named them within 30 days; `outdated` may
    go, and go with `--delete`. `notes` are what else is to be said, of servers for example.
    """

    target: str
    url: str
    send: tuple[PublicFile, ...]
    there: int
    outdated: tuple[str, ...]
    kept: tuple[str, ...]
    seen: tuple[Seen, ...]
    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether subscribers will see anything of it."""
        return any(one.difference for one in self.seen)

    def changes(self) -> dict[str, Any]:
        """What subscribers will see, as `diff --json` tells it; of several shows by name."""
        told = {one.site.name: as_dict(one.difference) for one in self.seen}
        return told.get("", told)

    def message(self) -> str:
        """A line for the history of a branch."""
        added = [entry.title for one in self.seen for entry in one.difference.added]
        if len(added) == 1:
            return f"Publish “{added[0]}”"
        return f"Publish {len(added)} episodes" if added else "Publish"


def seen_of(site: Site, before: Mapping[str, bytes | None], files: Sequence[PublicFile]) -> Seen:
    """What subscribers of a show will see where `before` lay there and `files` will.

    It is what `feed-builder diff` tells of both feeds.
    """
    after = {file.path: file for file in files}
    old = before.get(site.main_feed)
    new = whole_feed(site.feed_url, lambda url: after[_path(site, url, after)].source.read_bytes())
    difference = compare_feeds(_readable(site, before), new, known(site.project))
    return Seen(site=site, difference=difference, is_first=old is None)


def refuse_losses(plan: Plan) -> None:
    """Raise PublishError where subscribers would lose an episode, or get one a second time.

    `build` refuses it by podcast.lock; here what is out is looked at itself, since a fresh clone
    may have no lock, and a wrong target may hold another show. What was withdrawn is no loss.
    """
    told = []
    for one in plan.seen:
        withdrawn = {f.guid for f in read_lock(one.site.project).facts if f.enclosure is None}
        told += [
            f"“{entry.title}” would be gone"
            for entry in one.difference.gone
            if entry.guid not in withdrawn
        ]
        told += [
            f"“{pair.new.title}” would come again, under another guid"
            for pair in one.difference.downloaded_again
            if pair.what[0] == "guid" and pair.old.guid not in withdrawn
        ]
    if told:
        more = f" and {len(told) - 1} more" if len(told) > 1 else ""
        way_out = (
            "is it the right target? Were guids and podcast.lock committed? "
            "--accept-guid-changes publishes it all the same"
        )
        raise PublishError(f"{plan.url}: {told[0]}{more}; nothing was uploaded ({way_out})")


def _path(site: Site, url: str, there: Mapping[str, object]) -> str:
    path = site.path_of(url)
    if path is None or path not in there:
        raise FeedBuilderError(f"{url}: is no file of this show")
    return path


def _readable(site: Site, before: Mapping[str, bytes | None]) -> Feed:
    """The feed that lies there; an empty one where it is none."""
    try:
        return whole_feed(site.feed_url, lambda url: before[_path(site, url, before)] or b"")
    except FeedBuilderError:
        return Feed()


def plan_lines(plan: Plan, *, delete: bool) -> Iterator[str]:
    """What is shown before anything goes up: files, deletions, what subscribers will see."""
    length = sum(file.length for file in plan.send)
    yield f"{plan.target}: {plan.url}"
    yield from plan.notes
    yield f"{len(plan.send)} to upload ({length:,} bytes), {plan.there} there already"
    if plan.outdated:
        yield "to be deleted:" if delete else "no longer needed (--delete removes them):"
        yield from (f"  {path}" for path in plan.outdated)
    if plan.kept:
        yield f"{len(plan.kept)} no longer needed stay: a feed named them within 30 days"
    if not plan.is_seen:
        yield "subscribers will see no change"
    for one in plan.seen:
        if one.difference:
            of = f" of {one.site.name}" if one.site.name else ""
            yield f"what subscribers{of} will see:"
            yield from (f"  {line}" for line in lines(one.difference))
