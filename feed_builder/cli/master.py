"""`feed-builder master`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, coloured, print_json, progress_bars, say


@click.command()
@click.argument("episodes", nargs=-1, metavar="EPISODE…")
@click.option("--all", "every", is_flag=True, help="Every episode that has a recording.")
@click.option("--loudness", type=click.FloatRange(-30, -9), help="In LUFS (default: -16).")
@click.option(
    "--true-peak", type=click.FloatRange(-9, 0), help="The ceiling in dBTP (default: -1)."
)
@click.option("--format", "form", type=click.Choice(["mp3", "aac"]), help="Default: mp3.")
@click.option("--bitrate", type=click.IntRange(16, 320), help="Constant, in kbit/s.")
@click.option("--trim/--no-trim", default=None, help="Cut off silence at both ends.")
@click.option("--highpass", type=click.FloatRange(10, 400), help="Take out what is below, in Hz.")
@click.option("--force", is_flag=True, help="Make a master anew that is there already.")
@JSON_OPTION
@click.pass_context
def master(
    ctx: click.Context,
    /,
    episodes: tuple[str, ...],
    every: bool,
    bitrate: int | None,
    form: str | None,
    force: bool,
    as_json: bool,
    **wishes: float | bool | None,
) -> None:
    """Make a recording as loud as it is to be, in a new file beside the old one.

    Loudness is measured (EBU R 128), one constant gain brings it to -16 LUFS, a limiter keeps true
    peaks under -1 dBTP. NAME.master.mp3 is published instead of NAME.wav, which stays as it is.
    An EPISODE is the name of its file, with or without the folder and the suffix. What podcast.toml
    says under [audio] and [audio.master] holds where no option says otherwise.

    \b
    feed-builder master 01-anne-martin
    feed-builder master --all --loudness -16 --trim
    """
    ctx.meta["json"] = as_json
    if bool(episodes) == every:
        raise click.UsageError("name an episode, or say --all")
    from feed_builder.mastering import master_episodes

    rate = bitrate * 1000 if bitrate else None
    with progress_bars() as progress:
        masters = master_episodes(
            ctx.obj,
            episodes,
            every=every,
            wishes={**wishes, "format": form, "bitrate": rate},
            force=force,
            progress=progress,
        )
    if as_json:
        print_json({"masters": [one.as_dict() for one in masters]})
    else:
        for one in masters:
            for line in one.lines():
                say(coloured("error: ", "red") + line if one.failed else line)
    if any(one.failed for one in masters):
        ctx.exit(1)
