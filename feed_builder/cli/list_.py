"""`feed-builder list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from feed_builder.cli.terminal import (
    JSON_OPTION,
    coloured,
    now,
    print_json,
    progress_bars,
    say,
    show_findings,
)

if TYPE_CHECKING:
    from feed_builder.model import Finding, ListedEpisode


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
    from feed_builder.shows import show_folders

    folders = show_folders(ctx.obj)
    with progress_bars() as progress:
        listed = {
            folder: list_episodes(folder, now=now(), progress=progress)
            for folder in folders or [ctx.obj]
        }
    if as_json:
        told = [{"name": folder.name, **_listed_dict(*one)} for folder, one in listed.items()]
        print_json({"shows": told} if folders else _listed_dict(*listed[ctx.obj]))
    for folder, (episodes, findings) in listed.items():
        if folders and not as_json:
            say(coloured(f"{folder.name}:", "cyan"))
        if not as_json:
            _print_table(episodes)
        show_findings(findings)
    if any(f.level == "error" for _, findings in listed.values() for f in findings):
        ctx.exit(1)


def _listed_dict(
    episodes: tuple[ListedEpisode, ...], findings: tuple[Finding, ...]
) -> dict[str, Any]:
    from feed_builder.snapshot import episode_to_dict, finding_to_dict

    return {
        "episodes": [episode_to_dict(episode) for episode in episodes],
        "findings": [finding_to_dict(finding) for finding in findings],
    }


def _print_table(listed: tuple[ListedEpisode, ...]) -> None:
    from feed_builder.render.words import words_for

    words = words_for("en")
    for episode in listed:
        columns = (
            f"{episode.number or '':>3}",
            f"{f'{episode.published:%Y-%m-%d %H:%M} UTC' if episode.published else '':<20}",
            f"{words.duration(episode.duration) if episode.duration else '':>12}",
            f"{words.size(episode.length) if episode.length else '':>8}",
            f"{episode.state:<17}",
            episode.title,
        )
        click.echo("  ".join(columns).rstrip())
    if not listed:
        say("There is no episode yet: feed-builder import ARTICLE --audio FOLDER makes some.")
