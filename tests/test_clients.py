"""Real readers, on this machine, subscribe to the sample show and get its seven episodes."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import feedparser
import podcastparser
import pytest
from click.testing import CliRunner

from feed_builder.cli import cli

ROOT = Path(__file__).parents[1]
TITLES = [
    "Frédéric Bonnichon, Président du Pôle métropolitain Clermont Vichy Auvergne",
    "Dominique Adenot, 1er Vice-Président du Pôle métropolitain Clermont Vichy Auvergne "
    "référent sur l’économie",
    "Muyinat Ogboye-Vazieux, cheffe de mission immobilier productif et la cheffe de projet "
    "Territoire d’industrie de l’EPT Grand-Orly Seine Bièvre",
    "Yoann Dhome, directeur du Hall 32",
    "Jean-François Vallès, co-fondateur de Synopter",
    "Stéphane Corre, directeur du site Constellium d’Issoire",
    "L’intégralité de la table ronde et des débats du workshop Industrie du futur",
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The sample show, built for and served from an address of this machine."""
    folder = tmp_path_factory.mktemp("served")
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        project = tmp_path_factory.mktemp("sample")
        shutil.copytree(ROOT / "episodes", project / "episodes")
        for file in ("podcast.toml", "cover.jpg"):
            shutil.copy(ROOT / file, project)
        options = ["build", "--output", str(folder), "--base-url", address]
        done = CliRunner().invoke(cli, ["--project", str(project), *options])
        assert done.exit_code == 0, done.output
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address, folder
        server.shutdown()


def program(name: str) -> str:
    """The path of a reader's program; in CI a missing one fails."""
    found = shutil.which(name)
    if found is None:
        assert not os.environ.get("CI"), f"{name} is missing: .ci/run installs it"
        pytest.skip(f"{name} is not installed (Debian: apt install gpodder newsboat)")
    return found


def run(*command: str, home: Path, **environment: str) -> str:
    """What a program prints, with a home of its own."""
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "NO_PROXY": "*",
        "no_proxy": "*",
    } | environment
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_gpodder_subscribes_and_downloads_all(sample: tuple[str, Path], tmp_path: Path) -> None:
    """gPodder lists seven episodes in the article's order and downloads every byte of each."""
    address, folder = sample
    gpo = program("gpo")
    gpodder = partial(run, gpo, home=tmp_path, GPODDER_HOME=str(tmp_path))

    gpodder("subscribe", f"{address}feed.xml")
    gpodder("update")
    gpodder("download")

    with sqlite3.connect(tmp_path / "Database") as database:
        rows = database.execute(
            "select title, published, total_time, file_size, guid from episode order by published"
        ).fetchall()
    database.close()
    downloads = tmp_path / "Downloads"
    taken = sorted(path.read_bytes() for path in downloads.rglob("*.mp3"))
    assert [row[0] for row in rows] == TITLES
    assert [later[1] - row[1] for row, later in pairwise(rows)] == [60] * 6
    assert all(17 <= row[2] <= 28 for row in rows)
    assert len({row[4] for row in rows}) == 7
    assert taken == sorted(path.read_bytes() for path in (folder / "media").iterdir())
    assert sorted(row[3] for row in rows) == sorted(len(content) for content in taken)


def test_gpodder_sees_nothing_new_after_a_move(sample: tuple[str, Path], tmp_path: Path) -> None:
    """A second update finds no new and no doubled episode."""
    address, _ = sample
    gpodder = partial(run, program("gpo"), home=tmp_path, GPODDER_HOME=str(tmp_path))
    gpodder("subscribe", f"{address}feed.xml")
    first = gpodder("episodes")

    gpodder("update")

    assert gpodder("episodes") == first
    assert all(title in first for title in TITLES)


def test_newsboat_lists_seven(sample: tuple[str, Path], tmp_path: Path) -> None:
    """newsboat lists seven items with their enclosures, the newest first."""
    address, _ = sample
    (tmp_path / "urls").write_text(f"{address}feed.xml\n")
    cache = tmp_path / "cache.db"
    files = ["-u", str(tmp_path / "urls"), "-c", str(cache), "-C", os.devnull]

    run(program("newsboat"), *files, "-x", "reload", home=tmp_path)

    with sqlite3.connect(cache) as database:
        rows = database.execute(
            "select title, enclosure_url, enclosure_type from rss_item order by pubDate"
        ).fetchall()
    database.close()
    assert [row[0] for row in rows] == TITLES
    assert len({row[1].rpartition("/")[2] for row in rows}) == 7
    assert {row[2] for row in rows} == {"audio/mpeg"}


def test_newsboat_reads_atom(sample: tuple[str, Path], tmp_path: Path) -> None:
    """The Atom feed has the same seven, with real enclosures."""
    address, _ = sample
    (tmp_path / "urls").write_text(f"{address}atom.xml\n")
    cache = tmp_path / "cache.db"
    files = ["-u", str(tmp_path / "urls"), "-c", str(cache), "-C", os.devnull]

    run(program("newsboat"), *files, "-x", "reload", home=tmp_path)

    with sqlite3.connect(cache) as database:
        rows = database.execute("select title, enclosure_url from rss_item").fetchall()
    database.close()
    assert sorted(row[0] for row in rows) == sorted(TITLES)
    assert all(row[1].endswith(".mp3") for row in rows)


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_feedparser_reads_seven(sample: tuple[str, Path], name: str) -> None:
    """feedparser finds the feed well-formed, with guids, dates and enclosures."""
    _, folder = sample

    feed = feedparser.parse((folder / name).read_bytes())

    entries = sorted(feed.entries, key=lambda entry: entry.published_parsed)
    assert not feed.bozo
    assert [entry.title for entry in entries] == TITLES
    assert len({entry.id for entry in entries}) == 7
    for entry in entries:
        (enclosure,) = entry.enclosures
        file = folder / "media" / enclosure.href.rpartition("/")[2]
        assert int(enclosure.length) == file.stat().st_size
        assert enclosure.type == "audio/mpeg"


def test_feedparser_reads_itunes(sample: tuple[str, Path]) -> None:
    """feedparser reads durations, numbers and seasons."""
    _, folder = sample

    feed = feedparser.parse((folder / "feed.xml").read_bytes())

    entries = sorted(feed.entries, key=lambda entry: entry.published_parsed)
    assert [int(entry.itunes_episode) for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert {int(entry.itunes_season) for entry in entries} == {1}
    assert all(17 <= int(entry.itunes_duration) <= 28 for entry in entries)
    assert feed.feed.language == "fr"


def test_podcastparser_reads_seven(sample: tuple[str, Path]) -> None:
    """podcastparser reads durations, guids, numbers, seasons and the show's kind.

    Of Podcasting 2.0 it knows only the namespace's old address, which must not be written (P20-1).
    """
    address, folder = sample

    feed = podcastparser.parse(f"{address}feed.xml", io.BytesIO((folder / "feed.xml").read_bytes()))

    episodes = sorted(feed["episodes"], key=lambda episode: episode["published"])
    assert [episode["title"] for episode in episodes] == TITLES
    assert len({episode["guid"] for episode in episodes}) == 7
    assert all(17 <= episode["total_time"] <= 28 for episode in episodes)
    assert [episode["number"] for episode in episodes] == [1, 2, 3, 4, 5, 6, 7]
    assert {episode["season"] for episode in episodes} == {1}
    assert feed["type"] == "serial"
