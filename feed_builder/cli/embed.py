"""`feed-builder embed`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json


@click.command()
@click.argument("name", metavar="EPISODE|ARTICLE")
@click.option("--plain", is_flag=True, help="For an episode: plain HTML instead of a frame.")
@JSON_OPTION
@click.pass_context
def embed(ctx: click.Context, name: str, plain: bool, as_json: bool) -> None:
    """Print the code that plays EPISODE, or an ARTICLE's interviews, in your own page.

    For an episode that is our small player in a frame; for an article it is one piece of plain
    HTML for each announcement ("Écoutez l'interview…"), which needs no script. A name is a file,
    its stem, a guid, an address or a title.

    \b
    feed-builder embed 01-frederic-bonnichon
    feed-builder embed 01-frederic-bonnichon --plain
    feed-builder embed episodes/anticiper-les-transitions/article.md
    """
    ctx.meta["json"] = as_json
    from feed_builder.embedding import codes

    found = codes(ctx.obj, name, now=now(), plain=plain)
    if as_json:
        print_json([code.as_dict() for code in found])
        return
    for place, code in enumerate(found):
        if place:
            click.echo()
        if code.marker:
            # Two hyphens would end the comment.
            click.echo(f"<!-- {code.marker.replace('--', '‐‐').replace('>', '›')} -->")
        click.echo(code.html)
