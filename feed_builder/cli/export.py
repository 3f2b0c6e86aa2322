"""`feed-builder export`."""

from __future__ import annotations

from pathlib import Path

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, progress_bars, safe, say


@click.command()
@click.argument("output", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format",
    type=click.Choice(["zip", "bagit"]),
    help="A zip, or a folder (default: what OUTPUT's name says, else zip).",
)
@JSON_OPTION
@click.pass_context
def export(ctx: click.Context, output: Path | None, format: str | None, as_json: bool) -> None:
    """Put the whole show into one archive with checksums (BagIt, as a zip or a folder).

    All sources are in it. `feed-builder import ARCHIVE` in an empty folder gives the same show
    back; built, the same feed, byte for byte.

    \b
    feed-builder export
    feed-builder export ~/backup/show.zip
    feed-builder export ~/backup/show --format bagit
    """
    ctx.meta["json"] = as_json
    from feed_builder.archive import ArchiveError, export_show
    from feed_builder.build import list_episodes

    listed, _ = list_episodes(ctx.obj, now=now())
    for episode in listed:
        if episode.guid is None and episode.duration is not None:
            fact = f"{episode.file}: has no guid yet"
            raise ArchiveError(f"{fact}, so another build would give it another (build first)")
    with progress_bars() as progress:
        done = export_show(ctx.obj, output, format=format, now=now(), progress=progress)
    if as_json:
        print_json(done.as_dict())
        return
    say(f"{done.files} files ({done.length:,} bytes) in {safe(done.path)}")
    for path in done.left_out:
        say(f"left out: {path}: is no file of its own (a link?)")
    say("Back: feed-builder import ARCHIVE in an empty folder")
