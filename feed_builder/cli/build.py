"""`feed-builder build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feed_builder.cli.terminal import (
    JSON_OPTION,
    coloured,
    now,
    print_json,
    progress_bars,
    safe,
    say,
    show_failure,
    show_findings,
)

if TYPE_CHECKING:
    from feed_builder.model import BuildResult, ListedEpisode
    from feed_builder.shows import Built


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: public/ in the project).",
)
@click.option("--base-url", help="Another web address than podcast.toml's link, for a preview.")
@click.option("--force", is_flag=True, help="Publish what can be published in spite of errors.")
@click.option(
    "--accept-guid-changes",
    is_flag=True,
    help="Publish although subscribers download an old episode again, or lose one.",
)
@JSON_OPTION
@click.pass_context
def build(
    ctx: click.Context,
    output: Path | None,
    base_url: str | None,
    force: bool,
    accept_guid_changes: bool,
    as_json: bool,
) -> None:
    """Build the feeds, the pages and the media into public/.

    Where there is an error nothing is written. Building again changes only what has changed.
    podcast.lock keeps what was published: a guid that changes, or an episode that is gone, is an
    error, with --force as well. Several shows, each in shows/NAME/, are built together, with an
    index and a list in OPML.

    \b
    feed-builder build
    feed-builder build --output /tmp/preview --base-url http://127.0.0.1:8000/
    """
    ctx.meta["json"] = as_json
    from feed_builder.build import PUBLIC, Request
    from feed_builder.linking import build_with_links as run
    from feed_builder.shows import Built, build_shows, show_folders

    folders = show_folders(ctx.obj)
    with progress_bars() as progress:
        request = Request(
            project=ctx.obj,
            output=output or ctx.obj / PUBLIC,
            now=now(),
            base_url=checked_url(base_url, "--base-url"),
            force=force,
            accept_guid_changes=accept_guid_changes,
            progress=progress,
        )
        built = build_shows(request, folders) if folders else [Built("", result=run(request))]
    if as_json:
        told = [_built_dict(one) for one in built]
        print_json({"shows": told} if folders else told[0])
    else:
        for one in built:
            _show_built(one)
    if any(one.error for one in built):
        ctx.exit(1)


def _built_dict(built: Built) -> dict[str, Any]:
    from feed_builder.snapshot import finding_to_dict

    name = {"name": built.name} if built.name else {}
    if built.result:
        return {**name, **_result_dict(built.result)}
    if built.findings:
        return {**name, "findings": [finding_to_dict(f) for f in built.findings]}
    findings = getattr(built.error, "findings", ())
    return {**name, "error": str(built.error), "findings": [finding_to_dict(f) for f in findings]}


def _show_built(built: Built) -> None:
    if built.name:
        say(coloured(f"{built.name}:", "cyan"))
    if built.result:
        _show_result(built.result)
    elif built.error:
        show_failure(built.error, as_json=False)
    show_findings(built.findings)


def checked_url(base_url: str | None, option: str) -> str | None:
    """The address of a site's folder, as it was given for an `option`."""
    if base_url is None:
        return None
    from feed_builder.read.schema import Fault, site_address

    try:
        return site_address(base_url)
    except Fault as fault:
        raise click.BadParameter(f"{fault.fact} ({fault.fix})", param_hint=option) from fault


def _result_dict(result: BuildResult) -> dict[str, Any]:
    from feed_builder.snapshot import episode_to_dict, finding_to_dict

    return {
        "output": str(result.output),
        "feed_url": result.feed_url,
        "episodes": result.episodes,
        "duration": result.duration.total_seconds(),
        "length": result.length,
        "written": list(result.written),
        "removed": list(result.removed),
        "unchanged": result.unchanged,
        "left_out": [episode_to_dict(episode) for episode in result.left_out],
        "guids_written": list(result.guids_written),
        "findings": [finding_to_dict(finding) for finding in result.findings],
    }


def _show_result(result: BuildResult) -> None:
    from feed_builder.render.words import words_for

    words = words_for("en")
    show_findings(result.findings)
    for file in result.guids_written:
        say(f"{file}: has an identity now (its guid; it stays for ever)")
    for episode in result.left_out:
        say(f"left out: {episode.file}: {_why_left_out(episode)}")
    changed = f"nothing has changed ({result.unchanged} files)"
    if result.written or result.removed:
        done = f"{len(result.written)} written, {len(result.removed)} removed"
        changed = f"{done}, {result.unchanged} unchanged"
    facts = f"{words.duration(result.duration)}, {words.size(result.length)}"
    count = f"{result.episodes} episode{'' if result.episodes == 1 else 's'}"
    say(f"{coloured(count, 'green')} ({facts}) in {safe(result.output)}: {changed}")
    say(f"feed: {result.feed_url}")


def _why_left_out(episode: ListedEpisode) -> str:
    if episode.state == "scheduled" and episode.published:
        return f"scheduled for {episode.published:%Y-%m-%d %H:%M} UTC"
    return str(episode.state)
