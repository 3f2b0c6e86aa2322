"""Takes the pictures of docs/website.md: `python docs/make_pictures.py` (needs Debian's Chromium).

They show the sample show, with chapters and a waveform for its first episode, and the same in
Arabic. Look at each before you commit it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from feed_builder.scaffold import cover

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
ARTICLE = "anticiper-et-accompagner-les-transitions-industrielles/"
FIRST = f"{ARTICLE}01-frederic-bonnichon/"
CHAPTERS = """{"version": "1.2.0", "chapters": [
  {"startTime": 0, "title": "Le contexte"},
  {"startTime": 8.5, "title": "L’ambition du Pôle métropolitain"},
  {"startTime": 17, "title": "Un atelier consacré à l’industrie du futur"}]}"""
TITLE = "حوارات المجلة (عرض تجريبي)"
DESCRIPTION = "ستة حوارات وطاولة مستديرة من مقال واحد، في بودكاست. عرض تجريبي بأصوات اصطناعية."
SEASON = "مواكبة التحولات الصناعية"
INTERVIEW = "الحوار رقم"


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the page, the window's size, how the reader likes colours.

    `place` is the id of what stands a little below the upper edge.
    """

    name: str
    path: str
    size: tuple[int, int] = (1280, 860)
    scheme: str = "light"
    place: str | None = None


FRENCH = (
    Picture("show", ""),
    Picture("article", ARTICLE, place="01-frederic-bonnichon"),
    Picture("episode", FIRST, (1280, 1100)),
    Picture("dark", FIRST, (1280, 1100), "dark"),
    Picture("phone", FIRST, (390, 844)),
    Picture("subscribe", "subscribe/"),
)
ARABIC = (Picture("arabic", ""),)


def main() -> None:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for pictures, project in (
            (FRENCH, french(Path(folder) / "french")),
            (ARABIC, arabic(Path(folder) / "arabic")),
        ):
            with served(project) as url:
                for picture in pictures:
                    take(browser, url, picture)
        browser.close()


def french(project: Path) -> Path:
    """The sample show with chapters and waveforms."""
    project.mkdir()
    shutil.copytree(ROOT / "episodes", project / "episodes")
    shutil.copy(ROOT / "cover.jpg", project)
    config = (ROOT / "podcast.toml").read_text("utf-8")
    (project / "podcast.toml").write_text(f"{config}\n[audio]\nwaveform = true\n", "utf-8")
    first = next((project / "episodes").glob("*/01-*.md"))
    first.with_suffix(".chapters.json").write_text(CHAPTERS, "utf-8")
    return project


def arabic(project: Path) -> Path:
    """The sample show as if it were an Arabic one; nobody is named."""
    french(project)
    config = project / "podcast.toml"
    told = config.read_text("utf-8").replace('language = "fr"', 'language = "ar"')
    told = re.sub(r"(?m)^title = .*", f'title = "{TITLE}"', told, count=1)
    config.write_text(re.sub(r"(?m)^description = .*", f'description = "{DESCRIPTION}"', told))
    (project / "cover.jpg").write_bytes(cover(TITLE, "Feed Builder"))
    head = f'+++\ntitle = "{SEASON}"\nseason = 1\nlanguage = "ar"\n+++\n\n{DESCRIPTION}\n'
    for article in project.glob("episodes/*/article.md"):
        article.write_text(head, "utf-8")
    for number, file in enumerate(sorted(project.glob("episodes/*/0*.md")), 1):
        told = file.read_text("utf-8")
        kept = "\n".join(re.findall(r"(?m)^(?:guid|published|number|type) = .*", told))
        name = f'title = "{INTERVIEW} {number}"'
        file.write_text(f"+++\n{name}\n{kept}\n+++\n\n{DESCRIPTION}\n", "utf-8")
    return project


@contextmanager
def served(project: Path) -> Iterator[str]:
    """The address at which `feed-builder serve` shows a project."""
    command = [sys.executable, "-um", "feed_builder", "-C", str(project), "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-watch"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        yield next(line.split()[-1] for line in process.stderr if line.startswith("pages:"))
    finally:
        process.terminate()
        process.wait()


def take(browser: Any, url: str, picture: Picture) -> None:
    """Write one picture, in 256 colours."""
    from PIL import Image

    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    page.goto(url + picture.path)
    page.wait_for_load_state("networkidle")
    if picture.place:
        page.locator(f"[id='{picture.place}']").evaluate(
            "e => scrollTo(0, e.getBoundingClientRect().top - 190)"
        )
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(256)
    taken.save(PICTURES / f"{picture.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
