"""The sample show and a richer one, served by our own preview, and a browser that looks at them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = "anticiper-et-accompagner-les-transitions-industrielles/"
FIRST = f"{ARTICLE}01-frederic-bonnichon/"
NOW = "1767225600"  # 2026-01-01, seconds since 1970


@dataclass(frozen=True)
class Preview:
    """A running `feed-builder serve`: its address, its project, what it has said so far."""

    url: str
    project: Path
    log: Path

    @property
    def public(self) -> Path:
        """What it serves."""
        return self.project / "public"


def _started(project: Path, *options: str, **env: str) -> tuple[subprocess.Popen[bytes], Preview]:
    """`feed-builder serve` on a free port, once it answers."""
    log = project.parent / f"{project.name}.log"
    command = [sys.executable, "-m", "feed_builder", "serve", "--port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(project), **env},
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        said = re.search(r"pages: +(\S+)", log.read_text("utf-8"))
        if said:
            _wait_for(said.group(1))
            return process, Preview(said.group(1), project, log)
        time.sleep(0.1)
    process.kill()
    raise AssertionError(log.read_text("utf-8"))


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(f"{url}robots.txt").read()
            return
        except OSError:
            time.sleep(0.1)


def _sample(to: Path) -> Path:
    """A copy of the sample show's sources."""
    shutil.copytree(ROOT / "episodes", to / "episodes")
    for name in ("podcast.toml", "cover.jpg"):
        shutil.copy(ROOT / name, to)
    return to


@pytest.fixture
def sample() -> Any:
    """A function that copies the sample show's sources."""
    return _sample


@pytest.fixture
def started() -> Iterator[Any]:
    """A function that starts `feed-builder serve` on a project; all are stopped at the end."""
    running = []

    def start(project: Path, *options: str, **env: str) -> Preview:
        process, preview = _started(project, *options, **env)
        running.append(process)
        return preview

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The sample show, with chapters for its first episode and waveforms, served.

    Change nothing in it.
    """
    project = _sample(tmp_path_factory.mktemp("site") / "sample")
    with (project / "podcast.toml").open("a", encoding="utf-8") as config:
        config.write("\n[audio]\nwaveform = true\n")
    beside = next((project / "episodes").glob("*/01-*.md"))
    beside.with_suffix(".chapters.json").write_text(CHAPTERS, "utf-8")
    process, preview = _started(project, "--no-watch")
    yield preview
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def rich(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A show with all that a page can hold, among thirty episodes, served; change nothing in it."""
    from PIL import Image

    project = built.copy(tmp_path_factory.mktemp("site") / "rich")
    face = project.path / "static" / "anne.png"
    face.parent.mkdir()
    Image.new("RGBA", (300, 500), (120, 60, 40, 200)).save(face)
    project.edit("podcast.toml", "https://example.org/anne.jpg", f"{ADDRESS}anne.png")
    project.edit("podcast.toml", 'type = "serial"', 'type = "episodic"')
    project.episode("longue", None, published="2025-09-02T12:00:00Z", frames=40_000)
    project.write("episodes/longue.vtt", spoken(30, 480))
    # As much as stands on the episode's own page.
    project.episode("moyenne", None, published="2025-09-03T12:00:00Z", frames=40_000)
    project.write("episodes/moyenne.vtt", spoken(100, 54))
    for number in range(1, 30):
        day = f"2023-11-{number:02}T08:00:00Z"
        project.episode(f"bref/{number:02}", None, published=day, beside=False)
    process, preview = _started(project.path, "--no-watch")
    yield preview
    process.terminate()
    process.wait(10)


def spoken(count: int, length: int) -> str:
    """A transcript of so many cues, of so many letters each."""
    said = ("L’eau, le sol et tous les autres mots que l’on dit. " * 20)[:length].strip()
    times = [f"00:{second // 60:02}:{second % 60:02}" for second in range(0, 5 * count + 5, 5)]
    cues = [f"{start}.000 --> {end}.000\n<v Anne Martin>{said}" for start, end in pairwise(times)]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


ADDRESS = "https://podcast.example.org/"
CHAPTERS = """{"version": "1.2.0", "chapters": [
  {"startTime": 0, "title": "Le contexte"},
  {"startTime": 8.5, "title": "L’ambition", "url": "https://example.org/ambition"},
  {"startTime": 17, "title": "La suite"}]}"""


@pytest.fixture
def page(browser: Any, preview: Preview) -> Iterator[Any]:
    """A page of a browser that knows nothing yet; an error in a script fails the test."""
    context = browser.new_context(base_url=preview.url, locale="fr-FR")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    yield page
    context.close()
    assert faults == []
