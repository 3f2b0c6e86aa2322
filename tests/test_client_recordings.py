"""gPodder takes recordings of every kind with their chapters; what it has on disk says the same."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import mutagen
import odd_audio as odd
import pytest
from mutagen.id3 import ID3
from test_clients import _Quiet, program, run

FORMS = {"mp3": odd.mp3, "m4a": odd.m4a, "opus": odd.opus, "ogg": odd.vorbis, "flac": odd.flac}
TITLES = ["Accueil", "L’eau « vive »", "Fin"]
STARTS = [0, 2.5, 7]
NOTES = "Bonjour.\n\nVoir le [rapport](https://example.org/rapport).\n"
EPISODE = """\
+++
title = "Entretien {form}"
guid = "{form}-1"
published = 2024-02-01T08:00:00+01:00
number = {number}
+++
{notes}"""


@pytest.fixture
def served(project: Any, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A show with a recording in each form, each with chapters, served from this machine."""
    chapters = [
        {"startTime": start, "title": title, "url": f"https://example.org/{number}"}
        for number, (start, title) in enumerate(zip(STARTS, TITLES, strict=True))
    ]
    listed = json.dumps({"version": "1.2.0", "chapters": chapters})
    for number, (form, make) in enumerate(FORMS.items(), 11):
        told = EPISODE.format(form=form, number=number, notes=NOTES)
        project.write(f"episodes/eau/{number}-{form}.md", told)
        project.write(f"episodes/eau/{number}-{form}.{form}", make())
        project.write(f"episodes/eau/{number}-{form}.chapters.json", listed)
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        project.build("--output", str(folder), "--base-url", address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address, folder
        server.shutdown()


def ffprobe(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json"]
    done = subprocess.run([*command, str(path)], capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_gpodder_has_every_chapter_and_tag(served: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = served
    home = tmp_path / "home"
    home.mkdir()
    gpodder = partial(run, program("gpo"), home=home, GPODDER_HOME=str(home))
    gpodder("subscribe", f"{address}feed.xml")
    gpodder("update")
    gpodder("download")
    with sqlite3.connect(home / "Database") as database:
        asked = "select title, chapters, download_filename, file_size from episode"
        rows = {title: rest for title, *rest in database.execute(asked)}
    database.close()
    for number, form in enumerate(FORMS, 11):
        chapters, name, size = rows[f"Entretien {form}"]
        heard = [(chapter["start"], chapter["title"]) for chapter in json.loads(chapters)]
        # Its parser knows whole seconds.
        assert heard == list(zip(map(int, STARTS), TITLES, strict=True)), form
        (file,) = (home / "Downloads").rglob(name)
        assert file.stat().st_size == size
        _says_all(file, form, number)


def _says_all(file: Path, form: str, number: int) -> None:
    """What is on the listener's disk has its chapters and tags, out of any feed."""
    told = ffprobe(file)
    starts = [float(chapter["start_time"]) for chapter in told["chapters"]]
    assert starts == pytest.approx(STARTS, abs=0.01), form
    assert [chapter["tags"]["title"] for chapter in told["chapters"]] == TITLES, form
    tags = ID3(file) if form == "mp3" else mutagen.File(file).tags
    names = {"mp3": ("TIT2", "TRCK", "COMM::fra"), "m4a": ("©nam", "trkn", "©cmt")}
    title, track, notes = (tags[n] for n in names.get(form, ("TITLE", "TRACKNUMBER", "COMMENT")))
    assert str(title[0]) == f"Entretien {form}"
    assert str(track[0]) == (f"({number}, 0)" if form == "m4a" else str(number))
    assert notes[0] == "Bonjour.\n\nVoir le rapport (https://example.org/rapport)."
