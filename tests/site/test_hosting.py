"""What docs/hosting.md gives for nginx, tried with nginx itself and a browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

DOC = Path(__file__).parents[2] / "docs" / "hosting.md"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def hosted(tmp_path: Path, preview: Any) -> Iterator[str]:
    """The sample's public/ behind nginx, set up as the page says; its address."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        assert not os.environ.get("CI"), "CI has nginx"
        pytest.skip("nginx is not installed")
    found = re.search(r"```nginx\n(.+?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert found is not None
    port = free_port()
    told = f"listen 127.0.0.1:{port}; root {preview.public};"
    server = found.group(1).replace("root /var/www/podcast;", told)
    assert told in server
    folders = "".join(
        f"{k}_temp_path {tmp_path}/{k};\n" for k in ("proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; user root;\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}/body;\n{folders}{server}\n}}\n"
    )
    running = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(conf), "-e", f"{tmp_path}/e"])
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(200):
            try:
                urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
    finally:
        running.terminate()
        running.wait(10)


def type_of(url: str, accept: str = "*/*") -> str:
    """The media type that a HEAD request is told."""
    asked = Request(url, method="HEAD", headers={"Accept": accept})
    with urlopen(asked, timeout=10) as answer:
        return str(answer.headers["Content-Type"])


def test_types(hosted: str, preview: Any) -> None:
    """Every kind of file has its type; a feed has that of whoever asks."""
    kinds = {
        "feed.xml": "application/rss+xml; charset=utf-8",
        "seasons/1/feed.xml": "application/rss+xml; charset=utf-8",
        "atom.xml": "application/atom+xml",
        "sitemap.xml": "application/xml; charset=utf-8",
        "player.js": "text/javascript; charset=utf-8",
        "search.json": "application/json",
        "manifest.webmanifest": "application/manifest+json",
        "llms.txt": "text/plain; charset=utf-8",
    }
    for pattern, kind in {
        "media/*.mp3": "audio/mpeg",
        "transcripts/*.vtt": "text/vtt; charset=utf-8",
        "chapters/*.json": "application/json+chapters",
        "artwork/*.avif": "image/avif",
    }.items():
        kinds[next(preview.public.glob(pattern)).relative_to(preview.public).as_posix()] = kind
    assert {path: type_of(hosted + path) for path in kinds} == kinds
    assert type_of(f"{hosted}feed.xml", "text/html,*/*") == "application/xml; charset=utf-8"


def test_site_works_there(hosted: str, browser: Any) -> None:
    """Scripts run, and a feed looks like a page."""
    page = browser.new_page()
    page.goto(hosted)
    page.wait_for_function("'ready' in document.documentElement.dataset")
    page.goto(f"{hosted}feed.xml")
    said = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "flux" in said
    answer = page.goto(f"{hosted}nowhere/")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Cette page n’existe pas"
    page.close()
