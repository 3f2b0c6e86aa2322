"""What every command says and shows: lines, findings, JSON, bars, the clock."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feed_builder.errors import FeedBuilderError, FindingsError

if TYPE_CHECKING:
    from datetime import datetime

    from feed_builder.model import Finding

JSON_OPTION = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON, for scripts."
)


def now() -> datetime:
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
def progress_bars() -> Iterator[Callable[[str, int, int], None] | None]:
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

    def finish() -> None:
        for bar in bars.values():
            if bar.pos < bar.length:
                bar.render_finish()

    with _however_it_ends(finish):  # a bar hides the cursor: one that is cut off shows it again
        yield show


@contextmanager
def _however_it_ends(last: Callable[[], None]) -> Iterator[None]:
    """`last` is called at the end, and where SIGTERM ends the program, which it does as ever."""

    def end(number: int, _: object) -> None:
        last()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    # Whoever handles it in another way, or ignores it, goes on to; threads may not.
    is_main = threading.current_thread() is threading.main_thread()
    is_usual = is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if is_usual:
        signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if is_usual:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        last()


def say(line: str) -> None:
    click.echo(line, err=True, color=False if os.environ.get("NO_COLOR") else None)


def safe(path: Path) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()


def coloured(text: str, colour: str) -> str:
    return click.style(text, fg=colour, bold=True)


def print_json(value: object) -> None:
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    # What is left are bytes of file names in an old encoding: JSON can write them as \\udcff.
    click.echo(text.encode("utf-8", "backslashreplace").decode())


def show_failure(error: FeedBuilderError, *, as_json: bool) -> None:
    findings = error.findings if isinstance(error, FindingsError) else ()
    if as_json:
        from feed_builder.snapshot import finding_to_dict

        told = [finding_to_dict(finding) for finding in findings]
        print_json({"error": str(error), "findings": told})
    show_findings(findings)
    say(coloured("error: ", "red") + str(error))


def show_findings(findings: tuple[Finding, ...]) -> None:
    colours = {"error": "red", "warning": "yellow", "hint": "cyan"}
    for finding in findings:
        level = str(finding.level)
        say(coloured(f"{level}: ", colours[level]) + str(finding))
