"""`feed-builder explain`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import now


@click.command()
@click.argument("target", metavar="FEED|EPISODE")
@click.option(
    "--language",
    type=click.Choice(("en", "fr")),
    help="In which language (default: the show's, if it is one of them, else English).",
)
@click.pass_context
def explain(ctx: click.Context, target: str, language: str | None) -> None:
    """Tell what each app will show of a feed or an episode, and why one may refuse it.

    FEED is a file or web address of RSS, Atom or JSON Feed; EPISODE is an episode's file, name or
    guid in this project. Every fact stands in docs/clients.md with its evidence.

    \b
    feed-builder explain https://www.example.org/feed.xml
    feed-builder explain episodes/the-article/01-anne-martin.md --language fr
    """
    from feed_builder.comparing import explained

    for line in explained(ctx.obj, target, language, now=now()):
        click.echo(line)
