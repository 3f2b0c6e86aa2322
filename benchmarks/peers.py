"""Programs that do a part of the same, each on the same texts; one that is not there is told."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ours
from benchmarks.corpus import Corpus, Episode
from benchmarks.measure import Case, put_aside

WORKS = ("cold", "unchanged", "one changed")
WHAT_THEY_DO = {
    ours.SUBJECT: "RSS, Atom and JSON with notes, a page for each episode and article, a feed for "
    "each article, search; exact lengths, tagged recordings",
    ours.WHOLE: "the same; for each episode also a player for other sites and oEmbed, for each "
    "guest a page and a feed",
    "genRSS": "RSS of file names; no notes, no pages, no lengths in time",
    "Pelican": "RSS and Atom with notes, a page for each episode; reads no audio",
    "Hugo": "RSS with notes, a page for each episode; reads no audio",
}


def program(name: str, folder: Path) -> str | None:
    """The path of a peer: in `folder` (a virtual environment's bin), else on PATH."""
    return shutil.which(name, path=os.pathsep.join((str(folder), os.environ.get("PATH", ""))))


def genrss(path: str, corpus: Corpus, work: Path) -> Iterator[Case]:
    """genRSS lists a folder of recordings."""
    folder = work / "genrss"
    (folder / "media").mkdir(parents=True)
    for episode in corpus.episodes:
        os.link(corpus.project / f"{episode.stem}.mp3", folder / "media" / f"{episode.number}.mp3")
    command = (path, "-d", "media", "-e", "mp3", "-o", "feed.rss", "-t", "La revue")
    for name in WORKS:
        output = folder / "feed.rss"
        yield Case(subject="genRSS", work=name, command=command, folder=folder, output=output)
    yield Case(subject="genRSS", work="--help", command=(path, "--help"), folder=work)


def pelican(path: str, corpus: Corpus, work: Path) -> Iterator[Case]:
    """Pelican makes a site with full-text feeds; its simplest theme, and nothing that we lack."""
    folder = work / "pelican"
    head = "Title: {title}\nDate: {published:%Y-%m-%d %H:%M}\nSlug: e{number}\n\n"
    _write_texts(folder / "content", corpus, head)
    (folder / "settings.py").write_text(_PELICAN, "utf-8")
    command = (path, "content", "-s", "settings.py", "-o", "output", "-q")
    yield from _site("Pelican", command, folder, folder / "output", corpus)
    yield Case(subject="Pelican", work="--help", command=(path, "--help"), folder=work)


def hugo(path: str, corpus: Corpus, work: Path) -> Iterator[Case]:
    """Hugo makes a site with a full-text feed; three short templates."""
    folder = work / "hugo"
    head = '+++\ntitle = "{title}"\ndate = {published:%Y-%m-%dT%H:%M:%SZ}\n+++\n\n'
    _write_texts(folder / "content", corpus, head)
    (folder / "layouts" / "_default").mkdir(parents=True)
    for name, text in _HUGO.items():
        (folder / name).write_text(text, "utf-8")
    yield from _site("Hugo", (path, "--quiet"), folder, folder / "public", corpus)
    yield Case(subject="Hugo", work="--help", command=(path, "version"), folder=work)


def bare(corpus: Corpus, work: Path) -> Iterator[Case]:
    """What Python and Click cost before any program begins."""
    empty = (sys.executable, str(Path(__file__).parent / "empty_click.py"), "--help")
    yield Case(subject="an empty Click program", work="--help", command=empty, folder=work)
    yield Case(
        subject="python -c pass", work="--help", command=(sys.executable, "-c", "pass"), folder=work
    )


def _site(
    subject: str, command: tuple[str, ...], folder: Path, output: Path, corpus: Corpus
) -> Iterator[Case]:
    changed = folder / "content" / _name(corpus.episodes[len(corpus.episodes) // 2])
    notes = changed.read_text("utf-8")

    def forget(turn: int) -> None:
        put_aside(output, turn)

    def change(turn: int) -> None:
        changed.write_text(f"{notes}\nUne phrase de plus, la {turn}e.\n", "utf-8")

    prepares = (forget, lambda turn: None, change)
    for name, prepare in zip(WORKS, prepares, strict=True):
        yield Case(
            subject=subject,
            work=name,
            command=command,
            folder=folder,
            prepare=prepare,
            output=output,
        )


def _write_texts(content: Path, corpus: Corpus, head: str) -> None:
    content.mkdir(parents=True)
    for episode in corpus.episodes:
        front = head.format(title=episode.title, published=episode.published, number=episode.number)
        (content / _name(episode)).write_text(f"{front}{episode.notes}\n", "utf-8")


def _name(episode: Episode) -> str:
    return f"{episode.number:05}.md"


_PELICAN = """\
SITENAME = "La revue à voix haute"
SITEURL = "https://podcast.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "fr"
THEME = "simple"
FEED_ALL_RSS = "feed.xml"
FEED_ALL_ATOM = "atom.xml"
FEED_MAX_ITEMS = 100_000
RSS_FEED_SUMMARY_ONLY = False
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
ARTICLE_SAVE_AS = "{slug}/index.html"
ARTICLE_URL = "{slug}/"
DEFAULT_PAGINATION = False
"""

_HUGO = {
    "config.toml": """\
baseURL = "https://podcast.example.org/"
languageCode = "fr"
title = "La revue à voix haute"
disableKinds = ["taxonomy", "term", "sitemap", "404"]
[outputs]
home = ["HTML", "RSS"]
section = ["HTML"]
[markup.goldmark.renderer]
unsafe = false
""",
    "layouts/_default/single.html": """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>{{ .Content }}</body></html>
""",
    "layouts/_default/list.html": """\
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><ul>{{ range .Site.RegularPages }}<li><a href="{{ .Permalink }}">{{ .Title }}</a></li>
{{ end }}</ul></body></html>
""",
    "layouts/_default/rss.xml": """\
<rss version="2.0"><channel><title>{{ .Site.Title }}</title><link>{{ .Permalink }}</link>
{{ range .Site.RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<guid>{{ .Permalink }}</guid><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | html }}</description></item>
{{ end }}</channel></rss>
""",
}
