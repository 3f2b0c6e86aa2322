"""`feed-builder init`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from feed_builder.cli.terminal import safe, say


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--title", help="The show's name.")
@click.option("--url", "link", help="The web address where public/ will lie.")
@click.option("--author", help="The organisation or person who publishes it.")
@click.option("--email", help="A mailbox that somebody reads; it will be public.")
@click.option("--language", help="The language spoken, as a code: fr, en, …")
@click.option("--category", help='One of Apple\'s: "News", "News > Politics", …')
@click.option("--description", help="What the show is about, in a few sentences.")
@click.pass_context
def init(ctx: click.Context, /, folder: Path | None, **answers: str | None) -> None:
    """Begin a show in FOLDER: podcast.toml, a cover and a place for episodes.

    What is not given as an option is asked; where nobody can be asked it is read from standard
    input, a line for each of title, address, author, mail, language and category. Nothing that
    exists is overwritten.

    \b
    feed-builder init my-show
    feed-builder init --title "La revue" --url https://podcast.example.org/ --author "La revue" \\
        --email podcast@example.org --language fr --category "Society & Culture"
    """
    from feed_builder.pictures.lettering import drawable, letters_for
    from feed_builder.scaffold import create_project, new_show, piped, refuse_project

    target = ctx.obj / (folder or Path())
    refuse_project(target)
    is_terminal = sys.stdin.isatty()
    if not is_terminal:
        answers = piped(answers, _lines())
    show = new_show(answers, ask=_ask if is_terminal else None)
    for made in create_project(target, show):
        say(f"made {safe(target / made)}")
    if letters_for(drawable(show.title)) is None:
        say("The cover has no title: our font lacks its letters. Put your own cover.jpg there.")
    there = "" if target == Path() else f"cd {safe(target)}, then "
    say(f"Next: {there}feed-builder import ARTICLE --audio FOLDER")


def _lines() -> Iterator[str]:
    """What a script has to say, a line when it is asked for."""
    try:
        yield from sys.stdin
    except UnicodeDecodeError as error:
        raise click.UsageError("standard input is not UTF-8 (write it in UTF-8)") from error


def _ask(question: str, default: str | None, check: Callable[[str], str]) -> str:
    def proc(answer: str) -> str:
        try:
            return check(answer)
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    # Without a default click asks again and says nothing: an empty one lets the check speak.
    shown = default is not None
    return str(
        click.prompt(question, default=default or "", show_default=shown, value_proc=proc, err=True)
    )
