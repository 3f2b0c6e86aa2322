"""`feed-builder show`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, progress_bars


@click.command()
@click.argument("episode")
@JSON_OPTION
@click.pass_context
def show(ctx: click.Context, episode: str, as_json: bool) -> None:
    """Tell everything that is known of EPISODE, published or not.

    EPISODE is its file, the file's name, its guid, its title or a part of either.

    \b
    feed-builder show 01-frederic-bonnichon
    feed-builder show "Frédéric" --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.showing import episode_details

    with progress_bars() as progress:
        details = episode_details(ctx.obj, episode, now=now(), progress=progress)
    if as_json:
        print_json(details)
    else:
        for line in _lines(details):
            click.echo(line)


def _lines(details: dict[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            yield f"{name}:"
            yield from (f"  {line}" for line in _lines(value))
        elif isinstance(value, list):
            yield f"{name}:"
            yield from (f"  - {_on_one_line(one)}" for one in value)
        else:
            yield f"{name}: {_said(value)}"


def _on_one_line(value: Any) -> str:
    if isinstance(value, dict):
        told = ((name, one) for name, one in value.items() if one not in (None, "", [], {}))
        return ", ".join(f"{name} {_on_one_line(one)}" for name, one in told)
    if isinstance(value, list):
        return "; ".join(_on_one_line(one) for one in value)
    return _said(value)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
