"""`feed-builder transcribe`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import JSON_OPTION, coloured, print_json, progress_bars, say


@click.command()
@click.argument("episodes", nargs=-1, metavar="EPISODE…")
@click.option("--all", "every", is_flag=True, help="Every episode that has no transcript.")
@click.option("--model", help="The model's folder (default: podcast.toml's).")
@click.option("--language", help="The language spoken (default: the article's or the show's).")
@click.option("--allow-download", is_flag=True, help="Fetch a model that is named, not a folder.")
@click.option("--force", is_flag=True, help="Write anew what nobody has corrected yet.")
@JSON_OPTION
@click.pass_context
def transcribe(
    ctx: click.Context,
    episodes: tuple[str, ...],
    every: bool,
    model: str | None,
    language: str | None,
    allow_download: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write transcripts with a model that runs on this machine.

    NAME.vtt is written beside the recording, marked as automatic until a person edits it: pages and
    published transcripts say so. What a person wrote is never touched. It needs
    `pip install "feed-builder[transcribe]"` and a Whisper model for faster-whisper, whose folder
    podcast.toml names under [transcribe]. Nothing leaves this machine.

    \b
    feed-builder transcribe 01-anne-martin
    feed-builder transcribe --all --model models/whisper-small
    """
    ctx.meta["json"] = as_json
    if bool(episodes) == every:
        raise click.UsageError("name an episode, or say --all")
    from feed_builder.transcribing import transcribe_episodes

    with progress_bars() as progress:
        done = transcribe_episodes(
            ctx.obj,
            episodes,
            every=every,
            model=model,
            language=language,
            allow_download=allow_download,
            force=force,
            progress=progress,
        )
    if as_json:
        print_json({"transcripts": [one.as_dict() for one in done]})
    else:
        for one in done:
            say(coloured("error: ", "red") + one.line() if one.failed else one.line())
    if any(one.failed for one in done):
        ctx.exit(1)
