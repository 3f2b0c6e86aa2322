"""`feed-builder quotes`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, print_json


@click.command()
@click.argument("episode")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what is quoted and when.")
@JSON_OPTION
@click.pass_context
def quotes(ctx: click.Context, episode: str, dry_run: bool, as_json: bool) -> None:
    """Link sentences of the article to the moments when they are spoken.

    The episode's transcript is searched for every sentence of its notes and of its article; they
    need not be quoted to the letter. In the notes each gets its moment, such as (2:15), which pages
    turn into a link; what only the article quotes is listed below the notes. Soundbites are
    suggested, to be pasted into the front matter. Running it again adds nothing twice.

    \b
    feed-builder quotes 01-anne-martin --dry-run
    feed-builder quotes 01-anne-martin
    """
    ctx.meta["json"] = as_json
    from feed_builder.quoting import find_quotes

    found = find_quotes(ctx.obj, episode, dry_run=dry_run)
    if as_json:
        print_json(found.as_dict())
    else:
        for line in found.lines():
            click.echo(line)
