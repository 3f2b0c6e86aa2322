"""`feed-builder diff`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, say


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@JSON_OPTION
@click.pass_context
def diff(ctx: click.Context, old: str | None, new: str | None, as_json: bool) -> None:
    """Tell what subscribers will see of the difference between two feeds.

    OLD and NEW are files or web addresses. Without NEW it is what build would write now, without
    OLD what it wrote last. Told are episodes that are added, gone, changed, reordered, and those
    that apps download again because their guid or their enclosure changed.

    \b
    feed-builder diff
    feed-builder diff https://www.example.org/feed.xml
    feed-builder diff old.xml new.xml --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.comparing import difference
    from feed_builder.diff import as_dict, lines

    found, before, after = difference(ctx.obj, old, new, now=now())
    if as_json:
        print_json(as_dict(found))
        return
    for line in lines(found):
        click.echo(line)
    if not found:
        say(f"Subscribers will see no difference between {before} and {after}.")
