"""`feed-builder publish`: what goes up, in which order, and what is told of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.errors import FindingsError
from feed_builder.publish import record as records
from feed_builder.publish.changes import Changes, changes, enclosures
from feed_builder.publish.credentials import Secrets, bare
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import MAIN_FEED, PublicFile, Stage, missing, named_by, public_files
from feed_builder.publish.git import GitRemote
from feed_builder.publish.locking import NAME as LOCK
from feed_builder.publish.locking import locked
from feed_builder.publish.record import Record
from feed_builder.publish.remote import Remote, is_part
from feed_builder.publish.sending import send
from feed_builder.publish.targets import TARGETS, Place, place_of
from feed_builder.read.cache import CACHE_FOLDER
from feed_builder.read.config import Config, read_config
from feed_builder.read.publish_keys import target_url
from feed_builder.read.shown import Fault

Progress = Callable[[str, int, int], None]
AnyRemote = Remote | GitRemote


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What is asked: which project, where to, and how far to go.

    `confirm` is shown the plan and says whether to go on.
    """

    project: Path
    public: Path
    target: str | None
    now: datetime
    environment: Mapping[str, str]
    confirm: Callable[[Plan], bool]
    dry_run: bool = False
    delete: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run would do: files to send in their order, those that are there, those to delete.

    `kept` are no longer needed and stay, since a feed has named them within 30 days; `outdated` may
    go, and go with `--delete`.
    """

    target: str
    url: str
    send: tuple[PublicFile, ...]
    there: int
    outdated: tuple[str, ...]
    kept: tuple[str, ...]
    changes: Changes
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it."""

    plan: Plan
    config: Config
    dry_run: bool
    is_declined: bool = False
    deleted: tuple[str, ...] = ()
    feed_changed: bool = False
    new_enclosures: tuple[str, ...] = ()
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
            "changes": plan.changes.as_dict(),
        }


def publish(asked: Publishing) -> Done:
    """Put public/ where the target says.

    Media first, then texts, pages and feeds, the show's main feed last: a run that is cut off
    leaves whole feeds, and every file that they name. Raises PublishError where that can't be
    done, without a credential in its text.
    """
    config, findings = read_config(asked.project)
    if config is None:
        raise FindingsError(findings)
    _keep_quiet()
    name, settings = _chosen(asked, config)
    secrets = Secrets(name, asked.environment)
    place = place_of(settings, str(asked.project))
    _refuse_public(asked, place)
    try:
        return _published(asked, config, name, place, secrets)
    except PublishError as error:
        raise PublishError(secrets.scrubbed(str(error))) from None
    except (OSError, RuntimeError, ValueError, EOFError) as error:
        raise _as_told(error, place, secrets) from None
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


def _chosen(asked: Publishing, config: Config) -> tuple[str, Mapping[str, str]]:
    """The target that is meant: by name, by address, or the only one."""
    targets, wanted = config.publish, asked.target
    if wanted is None:
        if len(targets) == 1:
            return next(iter(targets.items()))
        names = ", ".join(targets) or "none"
        way_out = (
            'write [publish.live] with url = "…" in podcast.toml' if not targets else "name one"
        )
        raise PublishError(f"which target? There are: {names} ({way_out})")
    if wanted in targets:
        return wanted, targets[wanted]
    if "://" in wanted or "/" in wanted:
        try:
            return "target", {"url": target_url(wanted)}
        except Fault as fault:
            raise PublishError(f"{fault.fact} ({fault.fix})") from fault
    known = ", ".join(targets) or "none"
    raise PublishError(f"{wanted}: there is no such target in podcast.toml (there are: {known})")


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
    asked: Publishing, config: Config, name: str, place: Place, secrets: Secrets
) -> Done:
    hashing = asked.progress
    files = public_files(
        asked.public, (lambda done, of: hashing("reading", done, of)) if hashing else None
    )
    _refuse_incomplete(files, config)
    remote = _opened(place, secrets)
    if asked.dry_run:
        plan, _ = _plan(asked, config, name, place, remote, files)
        return Done(plan=plan, config=config, dry_run=True, secrets=secrets)
    with locked(asked.project / CACHE_FOLDER, name, remote):
        plan, record = _plan(asked, config, name, place, remote, files)
        done = Done(plan=plan, config=config, dry_run=False, secrets=secrets)
        if not asked.confirm(plan):
            return replace(done, is_declined=True)
        return _carried_out(asked, done, remote, record, files)


def _refuse_incomplete(files: Sequence[PublicFile], config: Config) -> None:
    """A feed that names what is not in public/ would name nothing at the target either."""
    if not any(file.stage is Stage.MAIN_FEED for file in files):
        raise PublishError("public/ holds no feed.xml (run feed-builder build)")
    for feed, names in missing(files, config.link).items():
        raise PublishError(
            f"public/{feed}: names {names[0]}, which is not in public/ (run feed-builder build)"
        )


def _plan(
    asked: Publishing,
    config: Config,
    name: str,
    place: Place,
    remote: AnyRemote,
    files: Sequence[PublicFile],
) -> tuple[Plan, Record]:
    """What is to be done, and the record of what lies at the target."""
    lengths = remote.lengths()
    record = records.from_bytes(remote.read(records.NAME))
    old = {
        f.path: remote.read(f.path) for f in files if f.stage >= Stage.FEEDS if f.path in lengths
    }
    old_main = old.get(MAIN_FEED)
    send_these = [file for file in files if not _is_there(file, record, lengths, old)]
    now_named = _named([*old.values()], config.link)
    record = record.with_files([], now_named, asked.now)
    may_go, stays = record.outdated(files, asked.now)
    main = next(file for file in files if file.path == MAIN_FEED)
    plan = Plan(
        target=name,
        url=bare(place.url),
        send=tuple(send_these),
        there=len(files) - len(send_these),
        outdated=tuple(path for path in may_go if path in lengths),
        kept=tuple(path for path in stays if path in lengths),
        changes=changes(old_main, main.source.read_bytes()),
        parts=tuple(path for path in lengths if is_part(path)),
    )
    return plan, record


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


def _named(feeds: Sequence[bytes | None], base: str) -> set[str]:
    return {path for feed in feeds if feed for path in named_by(feed, base)}


def _carried_out(
    asked: Publishing,
    done: Done,
    remote: AnyRemote,
    record: Record,
    files: Sequence[PublicFile],
) -> Done:
    plan = done.plan
    feeds = [f.source.read_bytes() for f in files if f.stage in (Stage.FEEDS, Stage.MAIN_FEED)]
    named = _named(feeds, done.config.link)
    before = [file for file in plan.send if file.stage < Stage.FEEDS]
    after = [file for file in plan.send if file.stage >= Stage.FEEDS]
    total = sum(file.length for file in plan.send)
    bar = asked.progress
    told = (lambda have: bar("uploading", have, max(total, 1))) if bar else None
    sent = send(remote, before, told, 0)
    # Before the feeds: what they name is on record even if this run is cut off behind them.
    record = record.with_files(files, named, asked.now)
    if plan.send or plan.outdated:
        remote.write(records.NAME, records.to_bytes(record))
    send(remote, after, told, sent)
    deleted = plan.outdated if asked.delete else ()
    for path in (*deleted, *plan.parts):
        remote.remove(path)
    if deleted:
        remote.write(records.NAME, records.to_bytes(record.without(deleted)))
    remote.finish(_message(plan))
    main_changed = any(file.path == MAIN_FEED for file in plan.send)
    main = next(file for file in files if file.path == MAIN_FEED)
    sent_paths = {file.path for file in plan.send}
    new = [
        url
        for url in enclosures(main.source.read_bytes())
        if url.removeprefix(done.config.link) in sent_paths
    ]
    return replace(done, deleted=deleted, feed_changed=main_changed, new_enclosures=tuple(new))


def _message(plan: Plan) -> str:
    added = plan.changes.added
    if len(added) == 1:
        return f"Publish “{added[0]}”"
    return f"Publish {len(added)} episodes" if added else "Publish"


def plan_lines(plan: Plan, *, delete: bool) -> Iterator[str]:
    """What is shown before anything goes up: files, deletions, what subscribers will see."""
    length = sum(file.length for file in plan.send)
    yield f"{plan.target}: {plan.url}"
    yield f"{len(plan.send)} to upload ({length:,} bytes), {plan.there} there already"
    if plan.outdated:
        yield "to be deleted:" if delete else "no longer needed (--delete removes them):"
        yield from (f"  {path}" for path in plan.outdated)
    if plan.kept:
        yield f"{len(plan.kept)} no longer needed stay: a feed named them within 30 days"
    if plan.changes:
        yield "what subscribers will see:"
        yield from (f"  {line}" for line in plan.changes.lines())
    else:
        yield "subscribers will see no change"


__all__ = ["LOCK", "Done", "Plan", "Publishing", "plan_lines", "publish"]
