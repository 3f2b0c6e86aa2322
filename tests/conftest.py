"""Small shows to build, the command in a process of its own or in ours, and trees to compare."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.old_host import Host, an_old_host

BASE = "https://podcast.example.org/"
SHOW_GUID = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"
# The moment at which every show here is built, unless a test says otherwise.
NOW = datetime(2026, 1, 1, tzinfo=UTC)
AUDIO = Path(__file__).parent / "data" / "audio"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# One frame of silence: MPEG-1 layer III, 32 kbit/s, 48 kHz, mono; 96 bytes, 24 ms.
_FRAME = b"\xff\xfb\x14\xc0" + bytes(92)

CONFIG = f"""\
title = "La revue à voix haute"
description = "Les entretiens de la revue, à écouter."
link = "{BASE}"
language = "fr"
author = "La revue"
categories = ["News > Politics"]
artwork = "cover.jpg"
explicit = false
type = "serial"
guid = "{SHOW_GUID}"

[owner]
name = "La rédaction"
email = "podcast@example.org"

[[people]]
name = "Anne Martin"
role = "host"
"""

ARTICLE = """\
+++
title = "L’eau des villes"
season = 1
author = "Anne Martin"
published = 2024-01-31
source = "https://revue.example.org/l-eau-des-villes"
+++

D’où vient l’eau du robinet ?
"""

VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nBonjour.\n"
CHAPTERS = json.dumps(
    {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Accueil"}, {"startTime": 1}]}
)


def mp3(frames: int = 100, token: str = "") -> bytes:
    """A silent MP3 whose bytes, not its sound, differ with `token`."""
    mark = token.encode()[-60:]
    return _FRAME[: len(_FRAME) - len(mark)] + mark + _FRAME * (frames - 1)


def quoted(text: str) -> str:
    """`text` as a TOML string."""
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class Run:
    """What the command said; `status` is None where it had to be stopped."""

    status: int | None
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def all(self) -> str:
        """Both outputs."""
        return self.out + self.err


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an episode's file says, for tests to compare with what is published."""

    stem: str
    title: str
    guid: str
    published: datetime
    number: int | None
    frames: int


@dataclass
class Project:
    """A show's folder, and shorthand for writing, building and looking at it."""

    path: Path
    told: list[Told] = field(default_factory=list)

    @property
    def public(self) -> Path:
        """Where it is built to."""
        return self.path / "public"

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file below the project; text is written as UTF-8 with line feeds."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self.path / name).read_bytes()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first `old` of a file, which must be there, by `new`."""
        text = self.read(name).decode()
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def line(self, name: str, start: str) -> int:
        """The number of the last line of a file that begins with `start`."""
        lines = self.read(name).decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        return max(n for n, line in enumerate(lines, 1) if line.startswith(start))

    def remove(self, name: str) -> Path:
        """Take a file or folder away; what stood there can be put in its place."""
        path = self.path / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        return path

    def episode(
        self,
        stem: str,
        number: int | None,
        *,
        title: str | None = None,
        guid: str | None = "",
        published: str | None = None,
        notes: str = "Bonjour, *voici* l’entretien.",
        front: str = "",
        frames: int = 100,
        audio: bool = True,
        beside: bool = True,
    ) -> str:
        """Write an episode with its recording, and with `beside` what else can lie there.

        `front` is more front matter; a `guid` of None leaves it out. Returns the file's name.
        """
        title = title if title is not None else f"Entretien n° {stem.rpartition('/')[2]}"
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, stem)) if guid == "" else guid
        published = published or f"2024-01-31T08:{(number or 0) % 60:02}:00+01:00"
        lines = [
            *([f"guid = {quoted(identity)}"] if identity is not None else []),
            f"title = {quoted(title)}",
            f"published = {published}",
            *([f"number = {number}"] if number is not None else []),
            *([front.rstrip("\n")] if front else []),
        ]
        name = f"episodes/{stem}.md"
        self.write(name, "+++\n" + "\n".join(lines) + f"\n+++\n\n{notes}\n")
        if audio:
            self.write(f"episodes/{stem}.mp3", mp3(frames, stem))
        if beside:
            self.write(f"episodes/{stem}.vtt", VTT)
            self.write(f"episodes/{stem}.chapters.json", CHAPTERS)
        told = Told(
            stem=stem,
            title=title,
            guid=identity or "",
            published=datetime.fromisoformat(published),
            number=number,
            frames=frames,
        )
        self.told = [*(t for t in self.told if t.stem != stem), told]
        return name

    def run(self, *args: str, timeout: float = 60, before: tuple[str, ...] = (), **env: str) -> Run:
        """The command in a process of its own, in an environment with nothing but `env`.

        `before` stands in for what starts Python and the package.
        """
        clean = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.path.parent),
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
            **env,
        }
        command = before or (sys.executable, "-m", "feed_builder")
        try:
            done = subprocess.run(
                [*command, *args],
                cwd=self.path,
                env=clean,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout,
            )
        except subprocess.TimeoutExpired:
            return Run(None, "", f"still running after {timeout:g} seconds")
        return Run(
            done.returncode,
            done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"),
        )

    def build(self, *args: str, **env: str) -> Run:
        """Build it, whatever subscribers lose; a build that fails fails the test."""
        done = self.run("build", "--accept-guid-changes", *args, **env)
        assert done.status == 0, done.all
        return done

    def copy(self, to: Path) -> Project:
        """The same project elsewhere; times are kept, links stay links."""
        shutil.copytree(self.path, to, symlinks=True)
        return Project(to, list(self.told))

    def tree(self) -> dict[str, tuple[Any, ...]]:
        """What lies in `public`, as `tree` tells it."""
        return tree(self.public)


def tree(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Path -> bytes and mtime for files, the target for links, nothing more for folders."""
    if not folder.is_dir() or folder.is_symlink():
        return (
            {} if not folder.exists() else {".": (folder.read_bytes(), folder.stat().st_mtime_ns)}
        )
    return {str(path.relative_to(folder)): _seen(path) for path in sorted(folder.rglob("*"))}


def _seen(path: Path) -> tuple[Any, ...]:
    if path.is_symlink():
        return ("link", str(path.readlink()))
    if path.is_dir():
        return ("folder",)
    return (path.read_bytes(), path.lstat().st_mtime_ns)


@pytest.fixture(scope="session")
def cover() -> bytes:
    """A cover that directories take: 1400 x 1400 pixels, RGB, JPEG."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (1400, 1400), (120, 30, 20)).save(out, "JPEG")
    return out.getvalue()


MakeProject = Callable[..., Project]


@pytest.fixture
def make_project(tmp_path: Path, cover: bytes) -> MakeProject:
    """A function that makes a show of some episodes in a new folder, and does not build it."""

    def make(name: str = "show", *, episodes: int = 3, beside: bool = True) -> Project:
        return small_show(tmp_path / name, cover, episodes, beside=beside)

    return make


def small_show(path: Path, cover: bytes, episodes: int, *, beside: bool = True) -> Project:
    """An article with `episodes` interviews."""
    made = Project(path)
    made.write("podcast.toml", CONFIG)
    made.write("cover.jpg", cover)
    made.write("episodes/eau/article.md", ARTICLE)
    for number in range(1, episodes + 1):
        made.episode(f"eau/{number:02}-invite", number, beside=beside)
    return made


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, cover: bytes) -> Project:
    """A built show of three episodes; tests get a copy of it as `project`."""
    made = small_show(tmp_path_factory.mktemp("template") / "show", cover, 3)
    made.build()
    return made


@pytest.fixture
def project(template: Project, tmp_path: Path) -> Project:
    """A built show of three episodes, to be changed, damaged and built again."""
    return template.copy(tmp_path / "show")


@pytest.fixture
def empty(make_project: MakeProject) -> Project:
    """A folder without a show."""
    project = make_project(episodes=0)
    for name in ("podcast.toml", "cover.jpg", "episodes/eau/article.md"):
        project.remove(name)
    return project


@pytest.fixture
def host(cover: bytes) -> Iterator[Host]:
    """The old host, which a podcast leaves."""
    with an_old_host(cover) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium. In CI it must be there."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        assert os.environ.get("CI") != "true", "chromium is missing: .ci/run installs it"
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, cover: bytes) -> Project:
    """A built show with all that a feed can say: look at it, but change nothing."""
    made = Project(tmp_path_factory.mktemp("built") / "show")
    rich_show(made, cover)
    made.build()
    return made


def rich_show(made: Project, cover: bytes) -> None:
    """Two articles and a bonus, hosts and guests, a trailer, pictures, transcripts of all kinds."""
    made.write("cover.jpg", cover)
    made.write(
        "podcast.toml",
        CONFIG.replace('["News > Politics"]', '["Society & Culture > Documentary", "Government"]')
        .replace('title = "La revue à', 'title = "Essais & entretiens à')
        .replace('type = "serial"', 'type = "serial"\ncopyright = "La revue"\nai_content = true')
        .replace("[owner]", 'notice = "Une *voix de synthèse* lit."\n\n[owner]')
        + 'href = "https://example.org/anne"\nimg = "https://example.org/anne.jpg"\n',
    )
    made.write("episodes/eau/article.md", ARTICLE)
    made.write(
        "episodes/foret/article.md",
        ARTICLE.replace("L’eau des villes", "La forêt <& ses métiers>").replace(
            "season = 1", "season = 2"
        ),
    )
    guest = '[[people]]\nname = "Frédéric Bœuf"\nrole = "guest"\ntitle = "directeur"\n'
    made.episode(
        "eau/01-boeuf",
        1,
        title="Frédéric Bœuf, directeur « Eau & sols »",
        notes=NOTES,
        front=guest,
        frames=501,
    )
    made.episode("eau/02-longue", 2, notes=LONG_NOTES, front=f"explicit = true\n{guest}")
    made.episode("eau/03-annonce", 3, front='type = "trailer"', beside=False)
    made.episode("foret/01-durand", 1, published="2025-06-30T23:30:00-03:00", front=guest)
    made.episode(
        "foret/02-martin",
        2,
        published="2025-07-01T00:30:00+02:00",
        notes="",
        front="updated = 2025-08-01T00:00:00Z\nai_content = false",
    )
    made.episode("hors-serie", None, front='type = "bonus"', published="2025-09-01T12:00:00Z")
    made.episode("foret/03-demain", 3, published="2027-01-01T00:00:00Z")
    made.episode("foret/04-sans-son", 4, audio=False)
    made.write("episodes/eau/01-boeuf.jpg", cover)
    made.write("episodes/eau/01-boeuf.srt", "1\n00:00:00,000 --> 00:00:02,000\nBonjour.\n")
    made.write("episodes/eau/01-boeuf.html", "<p>Bonjour.</p>\n")
    made.write("episodes/eau/01-boeuf.txt", "Bonjour.\n")
    segments = [{"speaker": "A", "startTime": 0.0, "endTime": 2.0, "body": "Bonjour."}]
    made.write("episodes/eau/01-boeuf.json", json.dumps({"version": "1.0.0", "segments": segments}))
    m4a = AUDIO / "ffmpeg_aac.m4a"
    if m4a.exists():
        made.remove("episodes/foret/02-martin.mp3")
        made.write("episodes/foret/02-martin.m4a", m4a.read_bytes())


NOTES = """\
# L’essentiel & le reste

« Tout va bien », dit-il ; *vraiment* ]]> **très** bien[^1]. Voir [l’article](article.md),
[la suite](02-longue.md#fin) et [le site](https://example.org/a?b=1&c=2).

- un
- deux
  1. trois

> Cité.

[^1]: D’après [l’enquête](https://example.org/enquete).
"""
LONG_NOTES = "\n\n".join(
    f"## Partie {n}\n\nL’été, « les œuvres » d’à côté & [les sources](https://example.org/{n}) ; "
    + "élève, forêt, où, ç’a été… " * 6
    for n in range(1, 30)
)


@pytest.fixture
def invoke(project: Project) -> Callable[..., Any]:
    """The command in this process: a function from arguments to click's result."""
    from click.testing import CliRunner

    from feed_builder.cli import cli

    def run(*args: str, **options: Any) -> Any:
        return CliRunner().invoke(cli, ["-C", str(project.path), *args], **options)

    return run
