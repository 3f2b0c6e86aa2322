"""The commands: options in, exit status out. What they do is done elsewhere.

One module for each command, loaded when that command is called. Heavy modules are imported inside
the commands, so that `--help` stays quick.
"""

from __future__ import annotations

import atexit
import io
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import click

from feed_builder import __version__
from feed_builder.cli.group import Commands, Late

_COMMANDS = {
    "init": "init.init",
    "import": "import_.import_",
    "new": "new.new",
    "build": "build.build",
    "serve": "serve.serve",
    "list": "list_.list_",
    "show": "show.show",
    "check": "check.check",
    "diff": "diff.diff",
    "explain": "explain.explain",
    "probe": "probe.probe",
    "embed": "embed.embed",
    "master": "master.master",
    "transcribe": "transcribe.transcribe",
    "quotes": "quotes.quotes",
    "import feed": "import_feed.import_feed",
    "schema": "schema.schema",
    "publish": "publish.publish",
    "move": "move.move",
    "export": "export.export",
}
"""Where each command is; it is loaded where it is called, or told of."""


@click.group(
    cls=Commands,
    commands=Late("feed_builder.cli", _COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="feed-builder")
@click.option(
    "-C",
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder (default: this one).",
)
@click.pass_context
def cli(ctx: click.Context, project: Path) -> None:
    """Publish a podcast from articles and recordings.

    \b
    feed-builder init                                  begin a show
    feed-builder import article.txt --audio recordings make its episodes
    feed-builder import feed https://old.example/rss   move a show in from another host
    feed-builder new TITLE                             begin one without an article
    feed-builder build                                 write the feeds and pages to public/
    feed-builder serve                                 look at it on this machine
    feed-builder list                                  see where each episode stands
    feed-builder show EPISODE                          tell all that is known of one
    feed-builder schema                                help an editor to complete and check
    feed-builder check feed.xml                        prove a feed, yours or anybody's
    feed-builder diff                                  tell what subscribers will see of a build
    feed-builder explain EPISODE                       tell what each app shows of it
    feed-builder probe FILE…                           tell what recordings hold
    feed-builder embed EPISODE                         code that plays it in your own page
    feed-builder master EPISODE                        make it as loud as it is to be
    feed-builder transcribe EPISODE                    write down what is said, by a local model
    feed-builder quotes EPISODE                        link what the article quotes of it
    feed-builder publish                               put it where subscribers find it
    feed-builder move https://new.example.org/         lead subscribers to a new address
    feed-builder export show.zip                       keep the whole show in an archive
    """
    ctx.obj = project


def main() -> None:
    """The command `feed-builder`."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A terminal without our letters shows their numbers.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="feed-builder")
    except SystemExit as leaving:
        if isinstance(leaving.code, int | None):
            _leave(leaving.code or 0)
        raise
    except OSError as error:  # of printing; `Commands` tells all others
        with suppress(OSError):
            click.echo(f"error: {error.strerror or error}", err=True)
        _leave(1)
        sys.exit(1)


def _open_closed_streams() -> None:
    """Lead nowhere what whoever called us closed (`2>&-`): Python has None for it, and what is
    printed there by a library would go to the first file that we open."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(nowhere, True)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _leave(code: int) -> None:
    """Leave at once: what Python does at its end, without giving back each of a million objects,
    which takes a tenth of a build's time. Threads that still run are waited for as ever, and
    profilers and debuggers see the end.
    """
    if threading.active_count() > 1 or sys.getprofile() or sys.gettrace():
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        if not code:  # Python tells it; where we failed it was told
            return
    atexit._run_exitfuncs()
    os._exit(code)
