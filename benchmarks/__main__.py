"""`python -m benchmarks`: measure a build beside its peers, and print the tables."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks import budget, ours, peers
from benchmarks.corpus import Corpus, corpus
from benchmarks.measure import Case, Failed, files_made, measured, run
from benchmarks.report import report

_PEERS = {
    "genRSS": ("genRSS", peers.genrss),
    "Pelican": ("pelican", peers.pelican),
    "Hugo": ("hugo", peers.hugo),
}


@click.command()
@click.option("--episodes", default=budget.EPISODES, show_default=True, help="How many.")
@click.option("--per-article", default=10, show_default=True, help="Interviews in an article.")
@click.option("--flat", is_flag=True, help="No articles: every episode in one folder.")
@click.option("--runs", default=5, show_default=True, help="Counted runs, interleaved.")
@click.option(
    "--corpus",
    "place",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(tempfile.gettempdir()) / "feed-builder-corpus",
    show_default=True,
    help="Where the generated show is kept; never in the repository.",
)
@click.option(
    "--peers",
    "programs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(sys.executable).parent,
    help="The bin folder that holds genRSS and pelican (default: that of this Python).",
)
def main(
    episodes: int, per_article: int, flat: bool, runs: int, place: Path, programs: Path
) -> None:
    """Measure Feed Builder on a generated show, side by side with its peers."""
    shape = "no articles" if flat else f"articles of {per_article} interviews"
    show = corpus(place, episodes, 0 if flat else per_article)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=place))
    try:
        cases = [*ours.cases(show, work), *peers.bare(show, work), *_peers(show, work, programs)]
        costs = measured(cases, runs, _tell)
        made = files_made(cases)
    finally:
        shutil.rmtree(work)
    table = budget.by_name(costs)
    for line in report(table, made, episodes=episodes, shape=shape, runs=runs):
        click.echo(line)


def _peers(show: Corpus, work: Path, programs: Path) -> Iterator[Case]:
    """The cases of each peer that is there and can do it; of the others it is said."""
    for name, (command, cases) in _PEERS.items():
        path = peers.program(command, programs)
        if path is None:
            _tell(f"{name} is not there: it is left out")
            continue
        made = list(cases(path, show, work))
        try:
            run(made[0].command, made[0].folder)
        except Failed as error:
            _tell(f"{name} fails: it is left out: {error}")
            continue
        yield from made


def _tell(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
