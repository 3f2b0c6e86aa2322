"""The commands: options in, exit status out. What they do is done elsewhere.

Heavy modules are imported inside the commands, so that `--help` stays quick.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feed_builder import __version__
from feed_builder.errors import FeedBuilderError, FindingsError

if TYPE_CHECKING:
    from datetime import datetime

    from feed_builder.model import BuildResult, Finding, ListedEpisode

_DEBUG = "FEED_BUILDER_DEBUG"


class _Commands(click.Group):
    """A group that shows every failure as a sentence; a traceback never reaches a user."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FeedBuilderError as error:
            _show_failure(error, as_json=ctx.meta.get("json", False))
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _say(_coloured("error: ", "red") + f"{where}{error.strerror or error}")
            ctx.exit(1)
        except Exception as error:
            if os.environ.get(_DEBUG):
                raise
            _say(_coloured("error: ", "red") + f"unexpected {type(error).__name__}: {error}")
            _say(f"This is a bug in Feed Builder; {_DEBUG}=1 shows where it happened.")
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    feed-builder build                                 write the feeds and pages to public/
    feed-builder list                                  see where each episode stands
    """
    ctx.obj = project


_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON, for scripts."
)


@cli.command()
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

    What is not given as an option is asked. Nothing that exists is overwritten.

    \b
    feed-builder init my-show
    feed-builder init --title "La revue" --url https://podcast.example.org/ --author "La revue" \\
        --email podcast@example.org --language fr --category "Society & Culture"
    """
    from feed_builder.scaffold import create_project, drawable, new_show

    target = ctx.obj / (folder or Path())
    show = new_show(answers, ask=_ask if sys.stdin.isatty() else None)
    for made in create_project(target, show):
        _say(f"made {_safe(target / made)}")
    if not drawable(show.title):
        _say("The cover has no title: our font lacks its letters. Put your own cover.jpg there.")
    there = "" if target == Path() else f"cd {_safe(target)}, then "
    _say(f"Next: {there}feed-builder import ARTICLE --audio FOLDER")


def _ask(question: str, default: str | None, check: Callable[[str], str]) -> str:
    def proc(answer: str) -> str:
        try:
            return check(answer)
        except ValueError as error:
            raise click.UsageError(str(error)) from error

    return str(click.prompt(question, default=default, value_proc=proc, err=True))


@cli.command("import")
@click.argument("article")
@click.option(
    "--audio",
    type=click.Path(path_type=Path),
    help="A folder of recordings, matched to the interviews by name, else by number.",
)
@click.option("--url", "source_url", help="Where the article was first published.")
@click.option("--post", help="Which one, if ARTICLE is an export of many: its name or title.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be done.")
@click.option("--explain", is_flag=True, help="Tell what each block was taken for, and why.")
@_JSON
@click.pass_context
def import_(
    ctx: click.Context,
    article: str,
    audio: Path | None,
    source_url: str | None,
    post: str | None,
    dry_run: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Make an episode of each interview in ARTICLE.

    ARTICLE is a file (.txt, .md, .html, .docx, .odt, or a WordPress export .xml), the address of
    a web page, or - for standard input. Recordings that it plays are fetched beside the episodes.
    Importing again changes nothing that a person has edited, and makes no second episode.

    \b
    feed-builder import article.txt --audio recordings
    feed-builder import https://www.example.org/the-article
    feed-builder import article.md --dry-run --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.importing import import_into

    with _progress() as progress:
        result = import_into(
            ctx.obj,
            article,
            audio=audio,
            source_url=source_url,
            post=post,
            dry_run=dry_run,
            now=_now(),
            progress=progress,
            explain=partial(click.echo, err=as_json) if explain else None,
        )
    if as_json:
        _print_json(result.as_dict())
    else:
        for line in result.lines():
            _say(line)


@cli.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: public/ in the project).",
)
@click.option("--base-url", help="Another web address than podcast.toml's link, for a preview.")
@click.option("--force", is_flag=True, help="Publish what can be published in spite of errors.")
@_JSON
@click.pass_context
def build(
    ctx: click.Context, output: Path | None, base_url: str | None, force: bool, as_json: bool
) -> None:
    """Build the feeds, the pages and the media into public/.

    Where there is an error nothing is written. Building again changes only what has changed.

    \b
    feed-builder build
    feed-builder build --output /tmp/preview --base-url http://127.0.0.1:8000/
    """
    ctx.meta["json"] = as_json
    from feed_builder.build import PUBLIC, Request
    from feed_builder.build import build as run

    with _progress() as progress:
        result = run(
            Request(
                project=ctx.obj,
                output=output or ctx.obj / PUBLIC,
                now=_now(),
                base_url=_checked_url(base_url),
                force=force,
                progress=progress,
            )
        )
    if as_json:
        _print_json(_result_dict(result))
    else:
        _show_result(result)


def _checked_url(base_url: str | None) -> str | None:
    if base_url is None:
        return None
    from feed_builder.read.schema import Fault, site_address

    try:
        return site_address(base_url)
    except Fault as fault:
        raise click.BadParameter(f"{fault.fact} ({fault.fix})", param_hint="--base-url") from fault


@cli.command("list")
@_JSON
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List every episode: number, title, date, duration, size, state.

    \b
    feed-builder list
    feed-builder list --json
    """
    ctx.meta["json"] = as_json
    from feed_builder.build import list_episodes
    from feed_builder.snapshot import episode_to_dict, finding_to_dict

    with _progress() as progress:
        listed, findings = list_episodes(ctx.obj, now=_now(), progress=progress)
    if as_json:
        _print_json(
            {
                "episodes": [episode_to_dict(episode) for episode in listed],
                "findings": [finding_to_dict(finding) for finding in findings],
            }
        )
    else:
        _print_table(listed)
    _show_findings(findings)
    if any(finding.level == "error" for finding in findings):
        ctx.exit(1)


def main() -> None:
    """The command `feed-builder`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without our letters shows their numbers.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="feed-builder")


def _now() -> datetime:
    """The moment of this run; SOURCE_DATE_EPOCH stands in for the clock where it is set."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        fact = f"SOURCE_DATE_EPOCH: {epoch!r} is no time (write seconds since 1970)"
        raise click.UsageError(fact) from error


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on the terminal, one for each stage; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    bars: dict[str, Any] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = click.progressbar(length=total, label=stage, file=sys.stderr)
        bars[stage].update(done - bars[stage].pos)
        if done >= total:
            bars[stage].render_finish()

    yield show


def _say(line: str) -> None:
    click.echo(line, err=True, color=False if os.environ.get("NO_COLOR") else None)


def _safe(path: Path) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()


def _coloured(text: str, colour: str) -> str:
    return click.style(text, fg=colour, bold=True)


def _print_json(value: object) -> None:
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    # What is left are bytes of file names in an old encoding: JSON can write them as \\udcff.
    click.echo(text.encode("utf-8", "backslashreplace").decode())


def _show_failure(error: FeedBuilderError, *, as_json: bool) -> None:
    findings = error.findings if isinstance(error, FindingsError) else ()
    if as_json:
        from feed_builder.snapshot import finding_to_dict

        told = [finding_to_dict(finding) for finding in findings]
        _print_json({"error": str(error), "findings": told})
    _show_findings(findings)
    _say(_coloured("error: ", "red") + str(error))


def _show_findings(findings: tuple[Finding, ...]) -> None:
    colours = {"error": "red", "warning": "yellow", "hint": "cyan"}
    for finding in findings:
        level = str(finding.level)
        _say(_coloured(f"{level}: ", colours[level]) + str(finding))


def _result_dict(result: BuildResult) -> dict[str, Any]:
    from feed_builder.snapshot import episode_to_dict, finding_to_dict

    return {
        "output": str(result.output),
        "feed_url": result.feed_url,
        "episodes": result.episodes,
        "duration": result.duration.total_seconds(),
        "length": result.length,
        "written": list(result.written),
        "removed": list(result.removed),
        "unchanged": result.unchanged,
        "left_out": [episode_to_dict(episode) for episode in result.left_out],
        "guids_written": list(result.guids_written),
        "findings": [finding_to_dict(finding) for finding in result.findings],
    }


def _show_result(result: BuildResult) -> None:
    from feed_builder.render.words import words_for

    words = words_for("en")
    _show_findings(result.findings)
    for file in result.guids_written:
        _say(f"{file}: has an identity now (its guid; it stays for ever)")
    for episode in result.left_out:
        _say(f"left out: {episode.file}: {_why_left_out(episode)}")
    changed = f"nothing has changed ({result.unchanged} files)"
    if result.written or result.removed:
        done = f"{len(result.written)} written, {len(result.removed)} removed"
        changed = f"{done}, {result.unchanged} unchanged"
    facts = f"{words.duration(result.duration)}, {words.size(result.length)}"
    count = f"{result.episodes} episode{'' if result.episodes == 1 else 's'}"
    _say(f"{_coloured(count, 'green')} ({facts}) in {_safe(result.output)}: {changed}")
    _say(f"feed: {result.feed_url}")


def _why_left_out(episode: ListedEpisode) -> str:
    if episode.state == "scheduled" and episode.published:
        return f"scheduled for {episode.published:%Y-%m-%d %H:%M} UTC"
    return str(episode.state)


def _print_table(listed: tuple[ListedEpisode, ...]) -> None:
    from feed_builder.render.words import words_for

    words = words_for("en")
    for episode in listed:
        columns = (
            f"{episode.number or '':>3}",
            f"{episode.published:%Y-%m-%d %H:%M}" if episode.published else "",
            f"{words.duration(episode.duration) if episode.duration else '':>12}",
            f"{words.size(episode.length) if episode.length else '':>8}",
            f"{episode.state:<17}",
            episode.title,
        )
        click.echo("  ".join(columns).rstrip())
    if not listed:
        _say("There is no episode yet: feed-builder import ARTICLE --audio FOLDER makes some.")
