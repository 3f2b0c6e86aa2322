"""`feed-builder publish`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feed_builder.cli.terminal import (
    JSON_OPTION,
    coloured,
    now,
    print_json,
    progress_bars,
    say,
)

if TYPE_CHECKING:
    from feed_builder.publish.plan import Plan
    from feed_builder.publish.publishing import Done


@click.command()
@click.argument("target", required=False)
@click.option("--dry-run", is_flag=True, help="Upload nothing; list what would go.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask whether subscribers may see it.")
@click.option("--delete", is_flag=True, help="Delete what no feed of the last 30 days names.")
@click.option("--verify", is_flag=True, help="Look afterwards at what the web serves, as apps do.")
@click.option("--no-build", is_flag=True, help="Take public/ as it is.")
@click.option(
    "--accept-guid-changes",
    is_flag=True,
    help="Publish although subscribers download an old episode again, or lose one.",
)
@JSON_OPTION
@click.pass_context
def publish(
    ctx: click.Context,
    target: str | None,
    dry_run: bool,
    yes: bool,
    delete: bool,
    verify: bool,
    no_build: bool,
    accept_guid_changes: bool,
    as_json: bool,
) -> None:
    """Build the show, and put public/ where TARGET says.

    TARGET is a [publish.NAME] of podcast.toml (without one: the only one), or an address. Media go
    first, then pages, then the feeds, the main feed last: whenever a run is cut off, every feed is
    whole and all that it names is there. What is there already is skipped. What subscribers will
    see is shown before, as `feed-builder diff` tells it, and asked for (--yes where nobody can be
    asked). Several shows, each in shows/NAME/, go up together; their TARGET is an address, or
    stands in a podcast.toml beside shows/ that holds nothing else.

    \b
    feed-builder publish --dry-run
    feed-builder publish live --yes --verify
    """
    ctx.meta["json"] = as_json
    from feed_builder.build import PUBLIC
    from feed_builder.publish.credentials import environment
    from feed_builder.publish.publishing import Publishing
    from feed_builder.publish.publishing import publish as run

    with progress_bars() as progress:

        def prepare() -> None:
            if not no_build:
                _build(ctx.obj, progress, accept_guid_changes=accept_guid_changes)

        done = run(
            Publishing(
                project=ctx.obj,
                public=ctx.obj / PUBLIC,
                target=target,
                now=now(),
                environment=environment(),
                prepare=prepare,
                confirm=lambda plan: _confirmed(plan, yes=yes, delete=delete),
                dry_run=dry_run,
                delete=delete,
                accept_guid_changes=accept_guid_changes,
                progress=progress,
            )
        )
    if done.is_declined:
        say("Nothing was uploaded.")
        ctx.exit(1)
    told = done.as_dict() | ({} if dry_run else _afterwards(ctx, done, verify=verify))
    if dry_run:
        _show_dry_run(done.plan, delete=delete)
    if as_json:
        print_json(told)
    elif not dry_run:
        _show(done, told)
    if told.get("verified") or told.get("not_told"):
        ctx.exit(1)


def _build(project: Path, progress: Any, *, accept_guid_changes: bool) -> None:
    from feed_builder.build import PUBLIC, Request
    from feed_builder.cli.terminal import show_findings
    from feed_builder.linking import build_with_links as run
    from feed_builder.shows import Built, build_shows, show_folders

    request = Request(
        project=project,
        output=project / PUBLIC,
        now=now(),
        accept_guid_changes=accept_guid_changes,
        progress=progress,
    )
    folders = show_folders(project)
    built = build_shows(request, folders) if folders else [Built("", result=run(request))]
    for one in built:
        if one.error:
            raise one.error
        if one.result:
            show_findings(one.result.findings)
            _refuse_forgotten(one.result.guids_written)
        show_findings(one.findings)


def _refuse_forgotten(files: Sequence[str]) -> None:
    """A guid that CI gives is gone with its machine, and the next run would give another."""
    from feed_builder.publish.errors import PublishError

    if files and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        fact = f"{files[0]}: has no guid in the repository, and this machine forgets what it gives"
        raise PublishError(f"{fact} (run feed-builder build on yours, and commit; CI is set here)")


def _confirmed(plan: Plan, *, yes: bool, delete: bool) -> bool:
    from feed_builder.publish.errors import PublishError
    from feed_builder.publish.plan import plan_lines

    for line in plan_lines(plan, delete=delete):
        say(line)
    if yes or not (plan.is_seen or (delete and plan.outdated)):
        return True
    if not sys.stdin.isatty():
        raise PublishError(
            "subscribers would see this, and nobody can be asked here (say --yes); "
            "nothing was uploaded"
        )
    return click.confirm("Publish this?", err=True)


def _show_dry_run(plan: Plan, *, delete: bool) -> None:
    from feed_builder.publish.plan import plan_lines

    for line in plan_lines(plan, delete=delete):
        say(line)
    for file in plan.send:
        say(f"  would upload {file.path} ({file.length:,} bytes, {file.type})")
    say("Nothing was uploaded (--dry-run).")


def _afterwards(ctx: click.Context, done: Done, *, verify: bool) -> dict[str, Any]:
    """Pings, a look from outside, what is left to do: nothing of it is the upload's fault."""
    from feed_builder.build import PUBLIC
    from feed_builder.publish.afterwards import BY_HAND, ping, verified
    from feed_builder.publish.credentials import environment

    told, failed = ping(done, environment())
    faults = verified(done, ctx.obj / PUBLIC) if verify else []
    return {
        "told": told,
        "not_told": failed,
        "verified": [fault.as_dict() for fault in faults] if verify else None,
        "by_hand": [{"directory": name, "url": url} for name, url in BY_HAND]
        if any(one.is_first for one in done.plan.seen)
        else [],
    }


def _show(done: Done, told: dict[str, Any]) -> None:
    plan = done.plan
    changed = f"{len(plan.send)} uploaded, {plan.there} there already, {len(done.deleted)} deleted"
    say(f"{coloured('published', 'green')} to {plan.target}: {changed}")
    for name in told["told"]:
        say(f"told: {name}")
    if told["verified"] == []:
        say("verified: the feed and what it names are served as apps want them")
    if told["by_hand"]:
        say(
            "To do once, by hand: tell these directories the feed's address "
            + ", ".join(one.site.feed_url for one in plan.seen if one.is_first)
        )
        for one in told["by_hand"]:
            say(f"  {one['directory']}: {one['url']}")
    if told["verified"] or told["not_told"]:
        say("The upload is complete. What follows is about what comes after it:")
    for failure in told["not_told"]:
        say(coloured("not told: ", "yellow") + failure)
    for fault in told["verified"] or ():
        say(
            coloured("not as it must be: ", "yellow")
            + f"{fault['url']}: {fault['message']} [{fault['source']}]"
        )
