"""`feed-builder publish`: what goes up, in which order, and what is told of it."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.errors import FeedBuilderError
from feed_builder.publish import record as records
from feed_builder.publish.credentials import Secrets, bare
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile, Stage, public_files, with_feeds_kept
from feed_builder.publish.git import GitRemote
from feed_builder.publish.locking import Hold, Unheld, project_locked, target_locked
from feed_builder.publish.plan import Plan, refuse_losses, seen_of
from feed_builder.publish.record import Record
from feed_builder.publish.remote import Remote, left_parts
from feed_builder.publish.sending import send
from feed_builder.publish.sites import Site, chosen, named, refuse_incomplete, sites_of
from feed_builder.publish.targets import TARGETS, Place, place_of
from feed_builder.read.cache import CACHE_FOLDER
from feed_builder.records import dataclass

Progress = Callable[[str, int, int], None]
AnyRemote = Remote | GitRemote


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What is asked: which project, where to, and how far to go.

    `prepare` builds public/ when nobody else publishes it. `confirm` is shown the plan and says
    whether to go on.
    """

    project: Path
    public: Path
    target: str | None
    now: datetime
    environment: Mapping[str, str]
    prepare: Callable[[], None]
    confirm: Callable[[Plan], bool]
    dry_run: bool = False
    delete: bool = False
    accept_guid_changes: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it; `new_enclosures` are those of the feeds that went up now, by show."""

    plan: Plan
    sites: tuple[Site, ...]
    dry_run: bool
    is_declined: bool = False
    deleted: tuple[str, ...] = ()
    changed: tuple[Site, ...] = ()
    secrets: Secrets = field(repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `publish --json` prints."""
        plan = self.plan
        sent = [file.path for file in plan.send]
        return {
            "target": plan.target,
            "url": plan.url,
            "dry_run": self.dry_run,
            "uploaded": [] if self.dry_run or self.is_declined else sent,
            "would_upload": sent if self.dry_run else [],
            "unchanged": plan.there,
            "outdated": list(plan.outdated),
            "kept": list(plan.kept),
            "deleted": list(self.deleted),
            "changes": plan.changes(),
        }


def publish(asked: Publishing) -> Done:
    """Put public/ where the target says.

    Media first, then texts, pages and feeds, the show's main feed last: a run that is cut off
    leaves whole feeds, and every file that they name. Raises PublishError where that can't be
    done, without a credential in its text.
    """
    sites = sites_of(asked.project)
    name, settings = chosen(asked.project, sites, asked.target)
    secrets = Secrets(name, asked.environment)
    place = place_of(settings, str(asked.project))
    _refuse_public(asked, place)
    _keep_quiet()
    with project_locked(asked.project / CACHE_FOLDER):
        asked.prepare()
        try:
            return _published(asked, sites, name, place, secrets)
        except FeedBuilderError as error:
            raise PublishError(secrets.scrubbed(str(error))) from None
        except Exception as error:
            # Each file system has errors of its own; none of them is for a user to read in full.
            raise _as_told(error, place, secrets) from None


def _keep_quiet() -> None:
    """What libraries log of a cut line is told by us, in a sentence and without secrets."""
    for name in ("paramiko", "s3fs", "botocore", "aiobotocore", "gcsfs", "azure", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _as_told(error: Exception, place: Place, secrets: Secrets) -> PublishError:
    lines = str(error).strip().splitlines()
    reason = secrets.scrubbed(lines[0] if lines else "")[:300]
    fact = f"{bare(place.url)}: {type(error).__name__}{f': {reason}' if reason else ''}"
    return PublishError(f"{fact} (what is published there is whole; publish again)")


def _refuse_public(asked: Publishing, place: Place) -> None:
    if place.scheme != "file":
        return
    target, public = Path(place.root).resolve(), asked.public.resolve()
    if target.is_relative_to(public) or public.is_relative_to(target):
        raise PublishError(
            f"{place.url}: is public/ itself, holds it or lies in it (choose another)"
        )


def _opened(place: Place, secrets: Secrets) -> AnyRemote:
    if place.scheme == "git":
        return GitRemote(place, secrets)
    return Remote(place, TARGETS[place.scheme], secrets)


def _published(
    asked: Publishing, sites: Sequence[Site], name: str, place: Place, secrets: Secrets
) -> Done:
    hashing = asked.progress
    with tempfile.TemporaryDirectory(prefix="feed-builder-") as folder:
        found = public_files(
            asked.public,
            [site.folder for site in sites],
            (lambda done, of: hashing("reading", done, of)) if hashing else None,
        )
        files = with_feeds_kept(found, Path(folder))
        refuse_incomplete(files, sites)
        run = _Run(asked, tuple(sites), _opened(place, secrets), files, secrets)
        if asked.dry_run:
            plan, _ = run.planned(name, place)
            return Done(plan=plan, sites=run.sites, dry_run=True, secrets=secrets)
        with target_locked(run.remote) as hold:
            plan, record = run.planned(name, place)
            done = Done(plan=plan, sites=run.sites, dry_run=False, secrets=secrets)
            if not asked.accept_guid_changes:
                refuse_losses(plan)
            if not asked.confirm(plan):
                return replace(done, is_declined=True)
            return run.carried_out(done, record, hold)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: what is asked, of which shows, to which target, with which files."""

    asked: Publishing
    sites: tuple[Site, ...]
    remote: AnyRemote
    files: Sequence[PublicFile]
    secrets: Secrets

    def planned(self, name: str, place: Place) -> tuple[Plan, Record]:
        """What is to be done, and the record of what lies at the target."""
        remote, files, now = self.remote, self.files, self.asked.now
        lengths = remote.lengths()
        record = records.from_bytes(remote.read(records.NAME))
        feeds = (f.path for f in files if f.stage >= Stage.FEEDS if f.path in lengths)
        old = {path: remote.read(path) for path in feeds}
        send_these = [file for file in files if not _is_there(file, record, lengths, old)]
        record = record.with_files([], self.named(old.values()), now)
        may_go, stays = record.outdated(files, now)
        plan = Plan(
            target=name,
            url=bare(place.url),
            send=tuple(send_these),
            there=len(files) - len(send_these),
            outdated=tuple(path for path in may_go if path in lengths),
            kept=tuple(path for path in stays if path in lengths),
            seen=tuple(seen_of(site, old, files) for site in self.sites),
            parts=left_parts(lengths, send_these if remote.has_parts else ()),
            notes=tuple(self.secrets.notes),
        )
        return plan, record

    def named(self, feeds: Iterable[bytes | None]) -> set[str]:
        """The paths of all that some feeds name."""
        return {path for feed in feeds if feed for path in named(feed, self.sites)}

    def carried_out(self, done: Done, record: Record, hold: Hold | Unheld) -> Done:
        """The plan, carried out."""
        plan, remote, files = done.plan, self.remote, self.files
        feeds = [f.source.read_bytes() for f in files if f.stage in (Stage.FEEDS, Stage.MAIN_FEED)]
        before = [file for file in plan.send if file.stage < Stage.FEEDS]
        after = [file for file in plan.send if file.stage >= Stage.FEEDS]
        told = _bar(self.asked.progress, sum(file.length for file in plan.send))
        if before:
            remote.write(records.NAME, records.to_bytes(record.before(before)))
        sent = send(remote, before, told, 0, hold.check)
        # Before the feeds: what they name is on record even if this run is cut off behind them.
        record = record.with_files(files, self.named(feeds), self.asked.now)
        hold.prove()
        if plan.send or plan.outdated:
            remote.write(records.NAME, records.to_bytes(record))
        send(remote, after, told, sent, hold.check)
        deleted = plan.outdated if self.asked.delete else ()
        for path in (*deleted, *plan.parts):
            hold.check()
            remote.remove(path)
        if deleted:
            remote.write(records.NAME, records.to_bytes(record.without(deleted)))
        remote.finish(plan.message())
        paths = {file.path for file in plan.send}
        changed = tuple(site for site in self.sites if site.main_feed in paths)
        return replace(done, deleted=deleted, changed=changed)


def _bar(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    return (lambda have: progress("uploading", have, max(total, 1))) if progress else None


def _is_there(
    file: PublicFile,
    record: Record,
    lengths: Mapping[str, int],
    old: Mapping[str, bytes | None],
) -> bool:
    """Whether a file need not be sent. A feed is looked at itself: nothing matters more."""
    if file.path in old:
        return old[file.path] == file.source.read_bytes()
    return record.holds(file, lengths)
