"""The sample show: what is committed is what the program makes."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from feed_builder.check.rule import Profile
from feed_builder.cli import cli

ROOT = Path(__file__).parents[1]
SAMPLE = ("podcast.toml", "cover.jpg")
DRAWN = re.compile(r"^previews/|^artwork/.*-\d+\.\w+$")
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sample show, without what was built or kept of it."""
    shutil.copytree(ROOT / "episodes", tmp_path / "episodes")
    for file in SAMPLE:
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def run(project: Path, *command: str) -> str:
    """What the command line prints of a run that must succeed."""
    done = CliRunner().invoke(cli, ["-C", str(project), *command])
    assert done.exit_code == 0, done.output
    return done.output


def test_golden_sample_show(project: Path) -> None:
    """`public/` is what `feed-builder build` makes of the sample show, byte for byte.

    Pictures that are drawn are compared as they look: another Pillow writes other bytes of them.
    """
    run(project, "build")

    made, kept = bytes_below(project / "public"), bytes_below(ROOT / "public")
    assert made.keys() == kept.keys()
    drawn = {path for path in made if DRAWN.search(path)}
    assert len(drawn) > 10
    assert {path for path in made.keys() - drawn if made[path] != kept[path]} == set()
    for path in drawn:
        assert look_alike(made[path], kept[path]), path


def test_sample_show_is_published(project: Path) -> None:
    """What was built can be sent as it is: nothing that its feeds name is missing."""
    run(project, "build")
    run(project, "publish", "--yes", str(project / "www"))
    built, sent = bytes_below(project / "public"), bytes_below(project / "www")
    assert {"feed.xml", "atom.xml", "feed.json"} < sent.keys()
    own = {path: content for path, content in built.items() if not path.startswith(".")}
    assert {path: sent.get(path) for path in own} == own


def look_alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures are of one size and differ by less than an eye can see."""
    with Image.open(BytesIO(one)) as first, Image.open(BytesIO(other)) as second:
        if (first.size, first.format) != (second.size, second.format):
            return False
        difference = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
        return max(ImageStat.Stat(difference).mean) < 2


def test_sample_show_has_no_finding(project: Path) -> None:
    """Neither an error nor a warning."""
    output = run(project, "build")

    assert "error" not in output
    assert "warning" not in output


@pytest.mark.parametrize("profile", list(Profile))
def test_check_finds_nothing_in_the_sample_show(project: Path, profile: Profile) -> None:
    """Neither in its sources nor in its feeds nor in the files that they name."""
    shutil.copytree(ROOT / "public", project / "public")

    assert run(project, "check", "--profile", str(profile), "--json") == '{\n  "findings": []\n}\n'


def test_the_lock_is_what_was_published(project: Path) -> None:
    """Committed beside the show, and the same when it is built again."""
    run(project, "build")

    assert (project / "podcast.lock").read_bytes() == (ROOT / "podcast.lock").read_bytes()


def test_sample_episodes_are_what_import_makes(project: Path, tmp_path_factory: object) -> None:
    """Importing the sample's article again finds everything as it is."""
    article = ROOT / "tests" / "data" / "articles" / "transitions-industrielles.txt"
    before = bytes_below(project / "episodes")

    output = run(project, "import", str(article))

    assert bytes_below(project / "episodes") == before
    assert output.count(": unchanged") == 8


def test_synthetic_voices_are_told(project: Path) -> None:
    """Feed, notes and pages say that a machine speaks (APL-65, P20-AI)."""
    channel = etree.parse(ROOT / "public" / "feed.xml").getroot()[0]
    told = [txt.text for txt in channel.findall(f"{PODCAST}txt[@purpose='ai-content']")]
    notes = [item.findtext("description") or "" for item in channel.findall("item")]
    pages = list((ROOT / "public").glob("anticiper-*/*/index.html"))

    assert told == ["true"]
    assert len(notes) == len(pages) == 7
    assert all("voix de synthèse" in text for text in notes)
    assert all("voix de synthèse" in page.read_text("utf-8") for page in pages)


def test_furniture_is_in_no_notes() -> None:
    """Words of the page around the article are not in the feed."""
    feed = (ROOT / "public" / "feed.xml").read_text("utf-8")

    assert "Revenir à la Une" not in feed
    assert "Partager" not in feed
