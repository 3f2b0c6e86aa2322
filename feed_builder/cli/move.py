"""`feed-builder move`."""

from __future__ import annotations

from pathlib import Path

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, safe, say


@click.command()
@click.argument("new_url", metavar="NEW-URL")
@click.option("--away", is_flag=True, help="Another host will serve the feed at NEW-URL.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write the redirect rules (default: redirects/ in the project).",
)
@JSON_OPTION
@click.pass_context
def move(ctx: click.Context, new_url: str, away: bool, output: Path | None, as_json: bool) -> None:
    """Move the show to NEW-URL: tell apps where it is, and write rules that lead there.

    NEW-URL is the new address of the folder where public/ will lie, or the feed's address at
    another host. podcast.toml gets the new address (itunes:new-feed-url); no guid changes. Rules
    for Netlify, Cloudflare, nginx, Apache and S3 are written, and what is to be done is listed,
    with dates.

    \b
    feed-builder move https://new.example.org/podcast/
    feed-builder move https://feeds.other-host.example/show.rss
    """
    ctx.meta["json"] = as_json
    from feed_builder.move import REDIRECTS
    from feed_builder.move import move as run

    moved = run(ctx.obj, new_url, away=away, folder=output or ctx.obj / REDIRECTS, now=now())
    if as_json:
        print_json(moved.as_dict())
        return
    for path in moved.written:
        say(f"written: {safe(Path(path))}")
    say(f"new feed: {moved.move.new_feed}")
    say("To do:")
    for date, what in moved.checklist:
        click.echo(f"  [ ] {date}  {what}")
