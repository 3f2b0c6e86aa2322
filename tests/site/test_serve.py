"""`feed-builder serve`: what a host does, and what a host must not; builds while somebody looks."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.serve.answers import look_up
from feed_builder.serve.ranges import Unsatisfiable, wanted
from feed_builder.serve.types import type_of

# The first has chapters in `preview`, and so another name.
_MEDIA = Path(__file__).parents[2] / "public/media"
AUDIO = f"/media/{next(_MEDIA.glob('02-dominique-adenot.*.mp3')).name}"


class Answer:
    """An answer, read whole."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()


Ask = Callable[..., Answer]


def asking(url: str) -> Ask:
    """A function that asks the server at `url`; paths go out as they are written."""
    host = urlsplit(url).netloc

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(host, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        try:
            return Answer(connection.getresponse())
        finally:
            connection.close()

    return ask


@pytest.fixture
def ask(preview: Any) -> Ask:
    """Asks the sample show's preview."""
    return asking(preview.url)


@pytest.fixture
def recording(preview: Any) -> bytes:
    """The bytes of the sample's first recording."""
    return (preview.public / AUDIO[1:]).read_bytes()


def test_whole_file(ask: Ask, recording: bytes) -> None:
    """GET sends all of it, and says that ranges are served."""
    answer = ask(AUDIO)
    assert (answer.status, answer.body) == (200, recording)
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Length"] == str(len(recording))


def test_head(ask: Ask, recording: bytes) -> None:
    """HEAD sends the same headers and no byte."""
    answer = ask(AUDIO, "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(recording))
    assert ask("/nowhere", "HEAD").status == 404


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("0-99", 0, 99),
        ("100-", 100, None),
        ("-7", -7, None),
        ("0-0", 0, 0),
        ("5-999999999", 5, None),
    ],
)
def test_one_range(ask: Ask, recording: bytes, said: str, first: int, last: int | None) -> None:
    """A part, from its first byte, from its end, to the end."""
    wanted = recording[first:] if last is None else recording[first : last + 1]
    answer = ask(AUDIO, Range=f"bytes={said}")
    assert (answer.status, answer.body) == (206, wanted)
    start = len(recording) - len(wanted) if last is None else first
    told = f"bytes {start}-{start + len(wanted) - 1}/{len(recording)}"
    assert answer.headers["Content-Range"] == told


def test_several_ranges(ask: Ask, recording: bytes) -> None:
    """Parts come as multipart/byteranges, each with its place."""
    answer = ask(AUDIO, Range="bytes=0-3,10-13,-4")
    assert answer.status == 206
    mark = re.fullmatch("multipart/byteranges; boundary=(.+)", answer.headers["Content-Type"])
    assert mark is not None
    parts = answer.body.split(f"--{mark.group(1)}".encode())[1:-1]
    heads, bodies = zip(*(part.strip(b"\r\n").split(b"\r\n\r\n", 1) for part in parts), strict=True)
    assert len(parts) == 3
    assert f"bytes 10-13/{len(recording)}".encode() in heads[1]
    assert bodies[0] == recording[:4]
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_range_behind_the_end(ask: Ask, recording: bytes) -> None:
    """416, with the length."""
    answer = ask(AUDIO, Range=f"bytes={len(recording)}-")
    assert answer.status == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(recording)}"


@pytest.mark.parametrize("said", ["bytes=x-y", "bytes=9-1", "lines=1-2", "bytes=", "bytes=-"])
def test_malformed_range_is_passed_over(ask: Ask, recording: bytes, said: str) -> None:
    """What is no range counts as none (RFC 9110, 14.2)."""
    answer = ask(AUDIO, Range=said)
    assert (answer.status, len(answer.body)) == (200, len(recording))


def test_nothing_new(ask: Ask) -> None:
    """ETag and Last-Modified: 304 without a body while the file is the same."""
    first = ask(AUDIO)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"x", W/{tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": date},
    ):
        answer = ask(AUDIO, **headers)
        assert (answer.status, answer.body) == (304, b""), headers
        assert answer.headers["ETag"] == tag
    assert ask(AUDIO, If_None_Match='"x"', If_Modified_Since=date).status == 200
    assert ask(AUDIO, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(AUDIO, If_Modified_Since="nonsense").status == 200


def test_range_of_another_version(ask: Ask, recording: bytes) -> None:
    """If-Range with another ETag gets the whole file; with the same, the part."""
    tag = ask(AUDIO).headers["ETag"]
    assert len(ask(AUDIO, Range="bytes=0-9", If_Range='"x"').body) == len(recording)
    assert len(ask(AUDIO, Range="bytes=0-9", If_Range=tag).body) == 10


def test_types() -> None:
    """What the issue names, and what apps look at."""
    kinds = {
        "feed.xml": "application/rss+xml",
        "atom.xml": "application/atom+xml",
        "feed.json": "application/feed+json",
        "seasons/1/feed.xml": "application/rss+xml",
        "shows.opml": "text/x-opml; charset=utf-8",
        "sitemap.xml": "application/xml; charset=utf-8",
        "media/a.mp3": "audio/mpeg",
        "media/a.m4a": "audio/mp4",
        "media/a.opus": "audio/ogg",
        "transcripts/a.vtt": "text/vtt; charset=utf-8",
        "transcripts/a.srt": "application/x-subrip",
        "chapters/a.json": "application/json+chapters",
        "transcripts/a.json": "application/json",
        "artwork/a.avif": "image/avif",
        "artwork/a.svg": "image/svg+xml",
        "manifest.webmanifest": "application/manifest+json",
        "x": "application/octet-stream",
    }
    assert {path: type_of(path) for path in kinds} == kinds


def test_feed_as_a_page(ask: Ask, browser: Any, preview: Any) -> None:
    """A browser is sent a feed in a type that it shows with feed.css, apps in the feed's own."""
    assert ask("/feed.xml").headers["Content-Type"] == "application/rss+xml"
    answer = ask("/feed.xml", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert answer.headers["Vary"] == ask("/atom.xml", "HEAD").headers["Vary"] == "Accept"
    page = browser.new_page()
    for path in ("feed.xml", "atom.xml", "seasons/1/feed.xml"):
        page.goto(preview.url + path)
        before = "getComputedStyle(document.documentElement, '::before').content"
        assert "Cette page est un flux" in page.evaluate(before)
        shown = "e => getComputedStyle(document.querySelector(e)).display"
        assert page.evaluate(shown, "item > title, entry > title") == "block"
        assert page.evaluate(shown, "item > guid, entry > id") == "none"
    page.close()


def test_other_sites_may_read_transcripts_and_chapters(ask: Ask, preview: Any) -> None:
    """CORS on these, and not on pages and sound."""
    shared = [p for f in ("transcripts", "chapters") for p in (preview.public / f).iterdir()]
    assert len(shared) > 7
    for path in shared:
        place = f"/{path.relative_to(preview.public)}"
        assert ask(place).headers["Access-Control-Allow-Origin"] == "*", place
        assert "Content-Range" in ask(place).headers["Access-Control-Expose-Headers"]
        assert ask(place, "OPTIONS").status == 204
    assert ask("/").headers["Access-Control-Allow-Origin"] is None
    assert ask("/", "POST").status == 405


OUT = [
    "/../podcast.toml",
    "/%2e%2e/podcast.toml",
    "/..%2fpodcast.toml",
    "/..%5cpodcast.toml",
    "/media/../../podcast.toml",
    "/%252e%252e/podcast.toml",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/./../podcast.toml",
    "/media/..%00/podcast.toml",
    "/%c0%ae%c0%ae/podcast.toml",
    "/.../podcast.toml",
]


@pytest.mark.parametrize("path", OUT)
def test_no_way_out(ask: Ask, path: str) -> None:
    """No spelling leads out of public/."""
    answer = ask(path)
    assert answer.status == 404
    assert b"guid =" not in answer.body
    assert b"root:" not in answer.body


def test_no_link_leads_out(ask: Ask, preview: Any) -> None:
    """A symbolic link to a file or a folder outside is refused, one within is followed."""
    out, folder, inside = (preview.public / name for name in ("out.toml", "out", "in.txt"))
    out.symlink_to(preview.project / "podcast.toml")
    folder.symlink_to(preview.project / "episodes")
    inside.symlink_to(preview.public / "robots.txt")
    try:
        assert ask("/out.toml").status == 404
        assert ask("/out/README.md").status == 404
        assert ask("/in.txt").status == 200
    finally:
        for path in (out, folder, inside):
            path.unlink()


@given(st.text(alphabet="./\\a%\0é", max_size=20))
def test_look_up_stays_inside(path: str) -> None:
    """Whatever is asked, what is found lies below the folder."""
    folder = Path(__file__).parent / ".." / "data"
    found = look_up(folder, f"/{path}")
    assert found is None or found.place.is_relative_to(folder.resolve())


@given(st.text(alphabet="0123456789-, bytes=", max_size=30), st.integers(0, 50))
def test_ranges_lie_in_the_file(said: str, length: int) -> None:
    """Whatever is asked, every range has bytes and lies within the file."""
    try:
        found = wanted(f"bytes={said}", length)
    except Unsatisfiable:
        return
    assert all(one and one.start >= 0 and one.stop <= length for one in found)


def test_strange_names_are_refused(ask: Ask) -> None:
    """Who calls the server by another name is told nothing (DNS rebinding)."""
    assert ask("/", Host="evil.example").status == 421
    assert ask("/", Host="127.0.0.1.evil.example:80").status == 421


def test_feed_stays_here(ask: Ask, preview: Any) -> None:
    """In the preview's feed every address is the preview's, so that apps can try it; public/ keeps
    the real one."""
    feed = ask("/feed.xml").body.decode()
    assert preview.url in feed
    assert "https://podcast.example.org/" not in feed
    assert "https://podcast.example.org/" in (preview.public / "feed.xml").read_text("utf-8")


def test_folder_without_slash(ask: Ask) -> None:
    """A page's address without its slash leads to the one with it, and nowhere else."""
    answer = ask("/subscribe")
    assert (answer.status, answer.headers["Location"]) == (307, "/subscribe/")


def test_not_found_page(ask: Ask) -> None:
    """The show's own 404 page, with its status."""
    answer = ask("/deep/nowhere/")
    assert answer.status == 404
    assert "Cette page n’existe pas" in answer.body.decode()


def test_show_below_a_folder(tmp_path: Path, sample: Any, started: Any) -> None:
    """A show whose address has a path is shown at the root, its page for errors as well."""
    project = sample(tmp_path / "show")
    config = project / "podcast.toml"
    config.write_text(
        config.read_text("utf-8").replace("example.org/", "example.org/a/b/"), "utf-8"
    )
    ask = asking(started(project, "--no-watch").url)
    missing = ask("/deep/nowhere/")
    assert missing.status == 404
    named = re.findall(rb'(?:href|src)="(/[^"]*)"', missing.body)
    assert len(named) > 4
    assert {path: ask(path.decode()).status for path in named} == dict.fromkeys(named, 200)
    assert b"example.org" not in ask("/feed.xml").body.replace(b"podcast@example.org", b"")


@pytest.fixture
def repository(tmp_path: Path, make_project: Any) -> Path:
    """Two shows, one's address within the other's."""
    for name, link in (("bois", "bois/"), ("bois-2", "bois/2/")):
        show = make_project(f"repository/shows/{name}", episodes=1)
        show.edit("podcast.toml", "podcast.example.org/", f"podcast.example.org/{link}")
        show.edit("podcast.toml", "375e050f", f"{len(name)}75e050f")
    return tmp_path / "repository"


def test_several_shows(repository: Path, started: Any) -> None:
    """They are shown together, each at its place; a fault in one is told, the other goes on."""
    preview = started(repository)
    ask = asking(preview.url)
    assert b'href="bois/"' in ask("/").body
    for name in ("bois", "bois-2"):
        assert f"gpo subscribe {preview.url}{name}/feed.xml" in preview.log.read_text("utf-8")
        feed = ask(f"/{name}/feed.xml").body.decode()
        assert f"<link>{preview.url}{name}/</link>" in feed
        sound = re.search(r'<enclosure url="([^"]+)"', feed)
        assert sound is not None
        assert ask(urlsplit(sound.group(1)).path).status == 200
    config = repository / "shows" / "bois" / "podcast.toml"
    good = config.read_text("utf-8")
    config.write_text(good.replace("La revue à voix haute", "Le bois"), "utf-8")
    until(ask, "/bois/", "Le bois")
    config.write_text("title = ", "utf-8")
    assert b"shows/bois/podcast.toml" in until(ask, "/bois-2/", "build-errors")


# --- While somebody works -----------------------------------------------------------------------


@pytest.fixture
def working(tmp_path: Path, sample: Any, started: Any) -> Iterator[Any]:
    """A preview that watches."""
    yield started(sample(tmp_path / "show"))


def until(ask: Ask, path: str, text: str) -> bytes:
    """The page at `path`, as soon as it holds `text`."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        body = ask(path).body
        if text.encode() in body:
            return body
        time.sleep(0.2)
    raise AssertionError(f"{text} does not come")


def test_builds_again(working: Any) -> None:
    """A change in a source is in the page soon."""
    ask = asking(working.url)
    config = working.project / "podcast.toml"
    config.write_text(config.read_text("utf-8").replace("(démonstration)", "(corrigé)"), "utf-8")
    until(ask, "/", "(corrigé)")
    assert "built: " in working.log.read_text("utf-8")


def test_error_is_shown_and_the_last_good_build_stays(working: Any) -> None:
    """A fault is in the page and in the terminal, the feed is as it was; mended, it is gone."""
    ask = asking(working.url)
    before = ask("/feed.xml").body
    config = working.project / "podcast.toml"
    good = config.read_text("utf-8")
    config.write_text(good.replace('language = "fr"', 'language = "<i>"'), "utf-8")
    page = until(ask, "/", "build-errors").decode()
    assert "podcast.toml" in page
    assert "&#x27;&lt;i&gt;&#x27; is no language code" in page
    assert ask("/feed.xml").body == before
    assert "is no language code" in working.log.read_text("utf-8")
    config.write_text(good, "utf-8")
    deadline = time.monotonic() + 30
    while b"build-errors" in ask("/").body and time.monotonic() < deadline:
        time.sleep(0.2)
    assert b"build-errors" not in ask("/").body


def test_open_page_follows(working: Any, browser: Any) -> None:
    """The open page comes anew with the change, and shows an error without being asked."""
    page = browser.new_page()
    page.goto(working.url)
    config = working.project / "podcast.toml"
    good = config.read_text("utf-8")
    config.write_text(good.replace("(démonstration)", "(corrigé)"), "utf-8")
    page.wait_for_selector("h1 >> text=(corrigé)")
    config.write_text("title = ", "utf-8")
    page.wait_for_selector("#build-errors >> text=podcast.toml")
    page.close()


def test_events(working: Any) -> None:
    """The stream says the state at once."""
    connection = http.client.HTTPConnection(urlsplit(working.url).netloc, timeout=30)
    connection.request("GET", "/.feed-builder/events")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    said = json.loads(answer.readline().decode().removeprefix("data: "))
    assert said["errors"] == []
    connection.close()


def test_first_build_fails(tmp_path: Path, sample: Any, started: Any) -> None:
    """With nothing built yet the error is all there is, until it is mended."""
    project = sample(tmp_path / "show")
    config = project / "podcast.toml"
    good = config.read_text("utf-8")
    config.write_text("title = ", "utf-8")
    ask = asking(started(project).url)
    answer = ask("/")
    assert answer.status == 503
    assert "podcast.toml" in answer.body.decode()
    config.write_text(good, "utf-8")
    until(ask, "/", "Les entretiens de la revue")


def test_addresses_are_printed(preview: Any) -> None:
    """Pages, feed, and the command for gPodder; without --no-watch nothing is put into pages."""
    said = preview.log.read_text("utf-8")
    assert f"gpo subscribe {preview.url}feed.xml" in said
    page = asking(preview.url)("/").body
    assert b"reload.js" not in page


def test_browser_is_opened(tmp_path: Path, sample: Any, started: Any) -> None:
    """With --open the first page is opened, once it can be seen; without it nothing is."""
    seen, opener = tmp_path / "seen", tmp_path / "open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n')
    opener.chmod(0o755)
    started(sample(tmp_path / "quiet"), "--no-watch", BROWSER=f"{opener} %s")
    assert not seen.exists()
    preview = started(sample(tmp_path / "show"), "--no-watch", "--open", BROWSER=f"{opener} %s")
    deadline = time.monotonic() + 20
    while not seen.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert seen.read_text() == preview.url


def test_lan_shows_a_qr_code(tmp_path: Path, sample: Any, started: Any) -> None:
    """With --lan a code of the address in this network stands in the terminal."""
    preview = started(sample(tmp_path / "show"), "--lan", "--no-watch")
    said = preview.log.read_text("utf-8")
    assert re.search(r"phone: +http://[\d.]+:\d+/", said)
    assert said.count("█") > 50


def test_port_is_taken(project: Any, preview: Any) -> None:
    """Another server there is a sentence and status 1."""
    port = str(urlsplit(preview.url).port)
    done = project.run("serve", "--port", port)
    assert done.status == 1
    assert f"port {port}: can't be listened on" in done.err
    assert "Traceback" not in done.err
