"""`feed-builder import feed`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, progress_bars, say


@click.command("import feed")
@click.argument("feed", metavar="FILE|URL")
@click.option("--link", is_flag=True, help="Leave the recordings where they are.")
@click.option("--url", "site", help="Where public/ will lie (for a new show's podcast.toml).")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be done.")
@JSON_OPTION
@click.pass_context
def import_feed(
    ctx: click.Context, feed: str, link: bool, site: str | None, dry_run: bool, as_json: bool
) -> None:
    """Move a podcast in from any host: an episode of each item of its feed.

    Every guid is kept letter for letter, so that no app shows or downloads an episode again.
    Recordings, transcripts, chapters and artwork are fetched; a feed in pages is followed to its
    end. What could not be kept is listed, by element. Importing the same feed again takes only
    what is new.

    \b
    feed-builder import feed https://old-host.example.org/show/rss
    feed-builder import feed old-feed.xml --link
    feed-builder import feed old-feed.xml --url https://podcast.example.org/ --dry-run
    """
    ctx.meta["json"] = as_json
    from feed_builder.cli.build import checked_url
    from feed_builder.feeds.moving_in import MovingIn
    from feed_builder.feeds.moving_in import import_feed as run

    with progress_bars() as progress:
        result = run(
            MovingIn(
                project=ctx.obj,
                feed=feed,
                now=now(),
                link=link,
                site=checked_url(site, "--url"),
                dry_run=dry_run,
                progress=progress,
            )
        )
    if as_json:
        print_json(result.as_dict())
    else:
        for line in result.lines():
            say(line)
    if result.failed:
        ctx.exit(1)
