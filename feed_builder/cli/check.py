"""`feed-builder check`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, progress_bars, say

if TYPE_CHECKING:
    from feed_builder.checking import Checked, Request

_PROFILES = ("apple", "spotify", "psp1", "podcasting2", "w3c", "all")
_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}


@click.command()
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--media", is_flag=True, help="Ask the servers of its recordings and pictures too.")
@click.option(
    "--profile",
    type=click.Choice(_PROFILES),
    default="all",
    help="By whose rules: those of one directory or standard, or all (default).",
)
@click.option(
    "--level",
    "least",
    type=click.Choice(("error", "warning", "hint")),
    default="hint",
    help="Tell what is at least this bad (default: hint, which is everything).",
)
@JSON_OPTION
@click.option("--sarif", "as_sarif", is_flag=True, help="Print SARIF, for code hosts.")
@click.pass_context
def check(
    ctx: click.Context,
    targets: tuple[str, ...],
    media: bool,
    profile: str,
    least: str,
    as_json: bool,
    as_sarif: bool,
) -> None:
    """Check a feed: this project's, or anybody's.

    TARGET is a file or a web address of RSS, Atom, JSON Feed or OPML; without one the project's
    sources and built feeds are checked, and its recordings are listened to: loudness, silence,
    clipping, channels, hum. The status is 1 where there is an error.

    \b
    feed-builder check
    feed-builder check feed.xml --profile apple
    feed-builder check public/*.xml --level warning
    feed-builder check https://www.example.org/feed.xml --media --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.audio.extra import INSTALL, has_av
    from feed_builder.check.rule import Profile
    from feed_builder.checking import Request
    from feed_builder.model import Level

    with progress_bars() as progress:
        request = Request(
            project=ctx.obj,
            now=now(),
            profile=Profile(profile),
            least=Level(least),
            media=media,
            progress=progress,
        )
        checked = _targets(request, targets) if targets else _project(request)
    if not targets and not has_av():
        say(f"sound: not listened to, which needs PyAV ({INSTALL})")
    _show(checked, as_json=as_json, as_sarif=as_sarif, profile=profile)
    if any(f.level == "error" for one in checked for f in one.findings()):
        ctx.exit(1)


def _targets(request: Request, targets: tuple[str, ...]) -> list[Checked]:
    """Each of the named feeds; of several, one that can't be read keeps no other from its turn."""
    from feed_builder.checking import check as run
    from feed_builder.checking import unreadable
    from feed_builder.errors import FeedBuilderError

    checked: list[Checked] = []
    for target in targets:
        try:
            checked += run(replace(request, target=target))
        except FeedBuilderError as error:
            if len(targets) == 1:
                raise
            checked.append(unreadable(target, error))
    return checked


def _project(request: Request) -> list[Checked]:
    """What lies in the project; of several shows, each."""
    from feed_builder.build import PUBLIC
    from feed_builder.checking import check as run
    from feed_builder.shows import show_folders

    folders = show_folders(request.project)
    if not folders:
        return run(request)
    public = request.project / PUBLIC
    shows = [replace(request, project=f, public=public / f.name) for f in folders]
    return [checked for show in shows for checked in run(show)]


def _show(checked: list[Checked], *, as_json: bool, as_sarif: bool, profile: str) -> None:
    from feed_builder import __version__
    from feed_builder.check.report import sarif
    from feed_builder.snapshot import finding_to_dict

    found = [finding for one in checked for finding in one.findings()]
    if as_sarif:
        print_json(sarif(found, __version__))
    elif as_json:
        print_json({"findings": [finding_to_dict(finding) for finding in found]})
    else:
        for one in checked:
            _show_text(one, profile)


def _show_text(one: Checked, profile: str) -> None:
    from feed_builder.check.report import report, summary

    for finding in one.sources:
        click.echo(f"{_paint(str(finding.level), str(finding.level))} {finding.rule} {finding}")
    if one.faults:
        for line in report(one.file, one.faults, _paint):
            click.echo(line, color=_colours())
    told = summary(finding.level for finding in one.findings())
    say(f"{one.file}: {told}" + ("" if profile == "all" else f" (profile {profile})"))


def _colours() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


def _paint(text: str, name: str) -> str:
    if name == "faint":
        return click.style(text, dim=True)
    return click.style(text, fg=_COLOURS.get(name), bold=True)
