"""`feed-builder import`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feed_builder.cli.terminal import JSON_OPTION, now, print_json, progress_bars, say

if TYPE_CHECKING:
    from feed_builder.articles.interviews import Interview


@click.command("import")
@click.argument("article")
@click.option(
    "--audio",
    type=click.Path(path_type=Path),
    help="A folder of recordings, matched to the interviews by name, else by number.",
)
@click.option("--url", "source_url", help="Where the article was first published.")
@click.option("--post", help="Which one, if ARTICLE is an export of many: its name or title.")
@click.option("--link", is_flag=True, help="Leave recordings on the web where they are.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be done.")
@click.option("--explain", is_flag=True, help="Tell what each block was taken for, and why.")
@JSON_OPTION
@click.pass_context
def import_(
    ctx: click.Context,
    article: str,
    audio: Path | None,
    source_url: str | None,
    post: str | None,
    link: bool,
    dry_run: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Make an episode of each interview in ARTICLE.

    ARTICLE is a file (.txt, .md, .html, .docx, .odt, or a WordPress export .xml), the address of
    a web page, or - for standard input; or an archive that `export` made. Recordings that it
    plays are fetched beside the episodes, or left where they are with --link. Importing again
    changes nothing that a person has edited, and makes no second episode.

    \b
    feed-builder import article.txt --audio recordings
    feed-builder import https://www.example.org/the-article
    feed-builder import article.md --dry-run --json
    """
    ctx.meta["json"] = as_json
    if _restored(ctx.obj, article, as_json=as_json, dry_run=dry_run):
        return
    from feed_builder.importing import import_into

    with progress_bars() as progress:
        result = import_into(
            ctx.obj,
            article,
            audio=audio,
            source_url=source_url,
            post=post,
            link=link,
            dry_run=dry_run,
            now=now(),
            progress=progress,
            ask=None if as_json or not sys.stdin.isatty() else _asked,
            explain=partial(click.echo, err=as_json) if explain else None,
        )
    if as_json:
        print_json(result.as_dict())
    else:
        for line in result.lines():
            say(line)


def _asked(file: Path, waiting: Sequence[Interview]) -> Interview | None:
    """Which interview a recording is, asked at the terminal; Enter leaves it."""
    say(f"Which interview is {file.name}?")
    by_number = {str(interview.order): interview for interview in waiting}
    for number, interview in by_number.items():
        say(f"  {number}. {interview.title}")
    numbers = click.Choice(["0", *by_number])
    return by_number.get(
        click.prompt("Its number (Enter: none)", default="0", type=numbers, show_choices=False)
    )


def _restored(project: Path, archive: str, *, as_json: bool, dry_run: bool) -> bool:
    """Take a whole show from an archive of `export`, if that is what was named."""
    path = Path(archive)
    if path.suffix.lower() != ".zip" and not path.is_dir():
        return False
    from feed_builder.restoring import is_archive, restore

    if not is_archive(path):
        return False
    if dry_run:
        say("An archive of a whole show: it would be put here. Nothing was written (--dry-run).")
        return True
    with progress_bars() as progress:
        result = restore(path, project, progress)
    if as_json:
        print_json(result.as_dict())
    else:
        say(f"{result.title}: {len(result.files)} files are back, every checksum is right")
        say("Next: feed-builder build")
    return True
