"""`feed-builder new`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, safe, say

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("title")
@click.option("--folder", default="", help="The folder below episodes/ (default: none).")
@click.option("--audio", type=click.Path(path_type=Path), help="Its recording, copied beside it.")
@click.option("--guest", "guests", multiple=True, help="Who is heard; may be given several times.")
@click.option("--published", help="When: 2024-01-31T08:00:00+01:00 (default: now).")
@click.option("--number", type=click.IntRange(min=1), help="Its number (default: the next).")
@click.option(
    "--type",
    "type_",
    type=click.Choice(("full", "trailer", "bonus")),
    default="full",
    help="full, trailer or bonus.",
)
@JSON_OPTION
@click.pass_context
def new(
    ctx: click.Context,
    title: str,
    folder: str,
    audio: Path | None,
    guests: tuple[str, ...],
    published: str | None,
    number: int | None,
    type_: str,
    as_json: bool,
) -> None:
    """Begin an episode that comes from no article.

    Its file is written with an identity and a place for the show notes. Nothing is overwritten.

    \b
    feed-builder new "Anne Martin, directrice du musée" --guest "Anne Martin" --audio anne.mp3
    feed-builder new "Bientôt" --type trailer --published 2024-01-31T08:00:00+01:00
    """
    ctx.meta["json"] = as_json
    from feed_builder.writing import NewEpisode, write_episode

    made = write_episode(
        ctx.obj,
        NewEpisode(
            title=title,
            published=_moment(published) if published else now().replace(second=0, microsecond=0),
            type=type_,
            folder=folder,
            number=number,
            audio=audio,
            guests=guests,
        ),
    )
    if as_json:
        print_json({"file": made.file, "guid": made.guid, "audio": made.audio})
        return
    say(f"made {safe(ctx.obj / made.file)}")
    say("Next: write its notes there" + ("" if made.audio else ", put its recording beside it"))


def _moment(written: str) -> datetime:
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        fact = f"{written!r} is no date and time (write 2024-01-31T08:00:00+01:00)"
        raise click.BadParameter(fact, param_hint="--published")
    return moment
