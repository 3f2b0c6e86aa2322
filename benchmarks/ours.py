"""Feed Builder's own cases."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.measure import Case, put_aside

SUBJECT = "feed-builder"
"""A page for each episode, as the peers make it."""
WHOLE = "feed-builder, whole site"
"""All that a site has unless podcast.toml says otherwise, save for pictures."""
FEEDS = ("feed.xml", "atom.xml", "feed.json")
"""Where the feeds of the whole show lie in the output."""
LIBRARIES = "the libraries alone"
MEDIA, MEDIA_BASE, CP = "media: hash and copy", "media: the same of no file", "cp -r"
_PAGES_ONLY = "people = false\nembed = false\n"
_RUN = (sys.executable, "-m", "feed_builder")


def cases(corpus: Corpus, work: Path) -> Iterator[Case]:
    """What is compared with peers, the same with a whole site, and the recordings alone."""
    project = work / "ours"
    yield from _builds(SUBJECT, corpus, project, _PAGES_ONLY)
    yield from _builds(WHOLE, corpus, work / "whole", "")
    yield from _media(corpus, work, project)
    yield from _libraries(corpus, work)
    yield Case(subject=SUBJECT, work="--help", command=(*_RUN, "--help"), folder=work)


def _builds(subject: str, corpus: Corpus, project: Path, site: str) -> Iterator[Case]:
    """A build from nothing, one with nothing to do, one with other notes in one episode."""
    shutil.copytree(corpus.project, project)
    config = project / "podcast.toml"
    config.write_text(config.read_text("utf-8") + site, "utf-8")
    changed = project / f"{corpus.episodes[len(corpus.episodes) // 2].stem}.md"
    notes = changed.read_text("utf-8")

    def forget(turn: int) -> None:
        for name in ("public", ".feed-builder"):
            put_aside(project / name, turn)

    def change(turn: int) -> None:
        changed.write_text(f"{notes}\nUne phrase de plus, la {turn}e.\n", "utf-8")

    for name, prepare in (("cold", forget), ("unchanged", _nothing), ("one changed", change)):
        yield Case(
            subject=subject,
            work=name,
            command=(*_RUN, "build"),
            folder=project,
            prepare=prepare,
            output=project / "public",
        )


def _nothing(turn: int) -> None:
    pass


def _libraries(corpus: Corpus, work: Path) -> Iterator[Case]:
    """What is left where nothing of ours is done."""
    made = work / "libraries"
    command = (sys.executable, "-m", "benchmarks.floor", str(corpus.project), str(made))
    yield Case(
        subject=LIBRARIES,
        work=LIBRARIES,
        command=command,
        folder=Path(__file__).parents[1],
        prepare=lambda turn: put_aside(made, turn),
    )


def _media(corpus: Corpus, work: Path, project: Path) -> Iterator[Case]:
    """What publishing the recordings costs, which no peer does, and what copying them must cost."""
    copied = work / "media"
    times = count()

    def forget(turn: int) -> None:
        put_aside(copied, next(times))

    publish = (sys.executable, "-m", "benchmarks.media", str(copied))
    root = Path(__file__).parents[1]
    files = [str(project / f"{episode.stem}.mp3") for episode in corpus.episodes]
    yield Case(subject=SUBJECT, work=MEDIA, command=(*publish, *files), folder=root, prepare=forget)
    yield Case(subject=SUBJECT, work=MEDIA_BASE, command=publish, folder=root, prepare=forget)
    copy = ("cp", "-r", str(project / "episodes"), str(copied))
    yield Case(subject="cp", work=CP, command=copy, folder=root, prepare=forget)
