"""What the project's libraries take by themselves: `floor PROJECT TARGET`.

Front matter, Markdown, sanitising, two feeds, a page for each text, written whole: each library
does its part on the same show, and nothing else happens. There is no tag of ours, no check, no
third feed, no search, and nothing is kept for the next time. The feeds are made in parts, which are
written one behind the other and not put together: they stand for the time that they take.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import jinja2
import nh3
import pyromark
from feedgen.feed import FeedGenerator

_LINK = "https://podcast.example.org/"
_AT_ONCE = 50  # entries of a feed: together they take longer, and much more memory
_PAGE = """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1><time>{{ published }}</time>{{ notes | safe }}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown file: its path without its suffix, its front matter, its notes as HTML."""

    stem: str
    values: dict[str, Any]
    notes: str


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def main(project: Path, target: Path) -> None:
    """Make plain pages and two feeds of PROJECT in TARGET."""
    texts = [_text(file, project) for file in sorted(project.glob("episodes/**/*.md"))]
    page = jinja2.Environment(autoescape=True).from_string(_PAGE)
    for text in texts:
        _write(target / text.stem / "index.html", page.render(text.values, notes=text.notes))
    episodes = [text for text in texts if "guid" in text.values]
    for name, kind in (("feed.xml", "rss"), ("atom.xml", "atom")):
        _write(target / name, "".join(_feeds(episodes, kind)))


def _text(file: Path, project: Path) -> Text:
    _, front, notes = file.read_text("utf-8").split("+++\n", 2)
    stem = str(file.relative_to(project / "episodes").with_suffix(""))
    return Text(stem, tomllib.loads(front), nh3.clean(pyromark.html(notes)))


def _feeds(episodes: Sequence[Text], kind: str) -> Iterator[str]:
    for start in range(0, len(episodes), _AT_ONCE):
        feed = FeedGenerator()
        feed.id(_LINK)
        feed.title("La revue")
        feed.description("Les entretiens")
        feed.link(href=_LINK)
        for text in episodes[start : start + _AT_ONCE]:
            _entry(feed, text)
        made = feed.rss_str(pretty=True) if kind == "rss" else feed.atom_str(pretty=True)
        yield made.decode()


def _entry(feed: Any, text: Text) -> None:
    published = text.values["published"]
    entry = feed.add_entry(order="append")
    entry.id(text.values["guid"])
    entry.title(text.values["title"])
    entry.link(href=f"{_LINK}{text.stem}/")
    entry.content(text.notes, type="CDATA")
    entry.published(published)
    entry.updated(published)
    entry.enclosure(f"{_LINK}{text.stem}.mp3", "160544", "audio/mpeg")


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content.encode())
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
