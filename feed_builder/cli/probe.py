"""`feed-builder probe`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feed_builder.cli.terminal import JSON_OPTION, coloured, print_json, progress_bars, safe, say

if TYPE_CHECKING:
    from feed_builder.errors import AudioError
    from feed_builder.model import AudioInfo

# Why a file can't be read is told with the others, and in JSON; its name as it was typed.
_FILE = click.Path(readable=False)


@click.command()
@JSON_OPTION
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE…")
@click.pass_context
def probe(ctx: click.Context, as_json: bool, files: tuple[str, ...]) -> None:
    """Tell what recordings hold: type, exact length, and what is wrong with them.

    The type comes from the content, never from the name; the length from counting what can be
    played. Nothing is changed. The exit status is 1 where a file can't be published.

    \b
    feed-builder probe interview.mp3
    feed-builder probe --json recordings/*.mp3
    """
    from feed_builder.audio.child import probe_all

    with progress_bars() as progress:
        told = _counting(progress, len(files))
        outcomes = probe_all([Path(file) for file in files], progress=told)
    described = [_described(file, found) for file, found in zip(files, outcomes, strict=True)]
    if as_json:
        print_json({"files": described})
    else:
        for one in described:
            _print(one)
    if any(one["error"] for one in described):
        ctx.exit(1)


def _counting(progress: Any, total: int) -> Any:
    if progress is None:
        return None
    done = iter(range(1, total + 1))
    return lambda: progress("reading", next(done), total)


def _described(file: str, found: AudioInfo | AudioError) -> dict[str, Any]:
    """What is found, as `--json` prints it: length in bytes, duration in seconds."""
    from feed_builder.audio.facts import length_of
    from feed_builder.errors import AudioError

    described: dict[str, Any] = {
        "path": file,
        "type": None,
        "length": length_of(Path(file)),
        "duration": None,
        "warnings": [],
        "error": None,
    }
    if isinstance(found, AudioError):
        return {**described, "error": str(found)}
    facts = {"type": found.type, "length": found.length, "warnings": list(found.warnings)}
    return {**described, **facts, "duration": found.duration.total_seconds()}


def _print(one: dict[str, Any]) -> None:
    """One line for what is published, one for each thing that is wrong."""
    from feed_builder.audio.sound import exactly

    path = safe(Path(one["path"]))
    if one["error"]:
        say(coloured("error: ", "red") + f"{path} {one['error']}")
        return
    click.echo(f"{path}: {one['type']}, {exactly(one['duration'])}, {one['length']:,} bytes")
    for warning in one["warnings"]:
        say(coloured("warning: ", "yellow") + f"{path} {warning}")
