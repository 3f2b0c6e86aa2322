"""`feed-builder list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feed_builder.cli.terminal import (
    JSON_OPTION,
    now,
    print_json,
    progress_bars,
    say,
    show_findings,
)

if TYPE_CHECKING:
    from feed_builder.model import ListedEpisode


@click.command("list")
@JSON_OPTION
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List every episode: number, title, date, duration, size, state.

    \b
    feed-builder list
    feed-builder list --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.build import list_episodes
    from feed_builder.snapshot import episode_to_dict, finding_to_dict

    with progress_bars() as progress:
        listed, findings = list_episodes(ctx.obj, now=now(), progress=progress)
    if as_json:
        print_json(
            {
                "episodes": [episode_to_dict(episode) for episode in listed],
                "findings": [finding_to_dict(finding) for finding in findings],
            }
        )
    else:
        _print_table(listed)
    show_findings(findings)
    if any(finding.level == "error" for finding in findings):
        ctx.exit(1)


def _print_table(listed: tuple[ListedEpisode, ...]) -> None:
    from feed_builder.render.words import words_for

    words = words_for("en")
    for episode in listed:
        columns = (
            f"{episode.number or '':>3}",
            f"{episode.published:%Y-%m-%d %H:%M}" if episode.published else "",
            f"{words.duration(episode.duration) if episode.duration else '':>12}",
            f"{words.size(episode.length) if episode.length else '':>8}",
            f"{episode.state:<17}",
            episode.title,
        )
        click.echo("  ".join(columns).rstrip())
    if not listed:
        say("There is no episode yet: feed-builder import ARTICLE --audio FOLDER makes some.")
