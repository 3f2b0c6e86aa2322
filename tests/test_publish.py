"""Publishing to real servers, started here on 127.0.0.1: whole feeds whenever a run is cut off."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.places import (
    BASE,
    EMULATED,
    PLACES,
    SECRET,
    Place,
    aim,
    an_s3,
    enclosures,
    is_whole,
    over_files,
    start,
)


@pytest.fixture(params=sorted({**PLACES, **EMULATED}))
def any_place(request: Any, tmp_path: Path) -> Iterator[Place]:
    """Each kind of target, those too of which only an emulator runs here."""
    with {**PLACES, **EMULATED}[request.param](tmp_path) as made:
        yield made


@pytest.fixture(params=sorted(PLACES))
def place(request: Any, tmp_path: Path) -> Iterator[Place]:
    """Each kind of target."""
    with PLACES[request.param](tmp_path) as made:
        yield made


def test_everything_arrives_and_nothing_is_sent_twice(any_place: Place, project: Any) -> None:
    """All files of public/ with their bytes; the second time none goes up."""
    place = any_place
    aim(project, place)
    done = project.run("publish", "live", "--yes", "--json", timeout=120, **place.env)
    assert done.status == 0, done.all
    uploaded = done.json["uploaded"]
    assert uploaded[-1] == "feed.xml"
    kinds = [path.partition("/")[0] for path in uploaded]
    assert kinds.index("index.html") > kinds.index("media")
    for path in project.public.rglob("*"):
        name = str(path.relative_to(project.public))
        if path.is_file() and not name.startswith("."):
            assert place.read(name) == path.read_bytes(), name
    again = project.run("publish", "--yes", "--json", timeout=120, **place.env)
    assert again.status == 0, again.all
    assert again.json["uploaded"] == []
    assert again.json["unchanged"] == len(uploaded)
    assert SECRET not in done.all + again.all
    assert SECRET.encode() not in b"".join(
        p.read_bytes() for p in project.path.rglob("*") if p.is_file()
    )


def test_a_feed_never_names_what_is_missing(place: Place, project: Any, request: Any) -> None:
    """Killed at ten random moments, while a client reads the feed and fetches each enclosure."""
    aim(project, place)
    project.run("publish", "live", "--yes", timeout=120, **place.env)
    faults: list[str] = []
    stop = threading.Event()
    seen = [0]

    def client() -> None:
        while not stop.is_set():
            for name in ("feed.xml", "atom.xml"):
                feed = place.read(name)
                if feed is None:
                    continue
                seen[0] += 1
                if not is_whole(feed):
                    faults.append(f"{name} is cut off")
                faults.extend(
                    f"{name} names {path}" for path in enclosures(feed) if place.read(path) is None
                )

    reading = threading.Thread(target=client)
    reading.start()
    chance, cut_off = random.Random(5), 0
    try:
        for number in range(10):
            project.episode(f"eau/{number + 10:02}-suite", number + 10, frames=3000)
            project.build()
            running = start(project, place)
            time.sleep(chance.uniform(0.2, 3.0))
            cut_off += running.poll() is None
            running.kill()
            running.wait()
        last = project.run("publish", "live", "--yes", "--json", timeout=120, **place.env)
    finally:
        stop.set()
        reading.join()
    assert faults == []
    assert seen[0] > 10
    assert cut_off > 0
    assert last.status == 0, last.all
    feed = place.read("feed.xml")
    assert feed == (project.public / "feed.xml").read_bytes()
    assert len(enclosures(feed)) == 13


DAY = 86400
START = 1767225600


def at(day: int) -> dict[str, str]:
    """The environment of a day."""
    return {"SOURCE_DATE_EPOCH": str(START + day * DAY)}


def test_what_a_feed_has_named_stays_for_thirty_days(project: Any, tmp_path: Path) -> None:
    """Then it goes, but only with --delete; what is not ours never does."""
    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    project.run("publish", "--yes", **at(0))
    (www / "mine.txt").write_text("mine")
    (old,) = (path.name for path in (www / "media").glob("03-*"))
    for suffix in ("md", "mp3", "vtt", "chapters.json"):
        project.remove(f"episodes/eau/03-invite.{suffix}")
    project.build("--accept-guid-changes", **at(1))
    first = project.run("publish", "--yes", "--delete", "--json", **at(1))
    assert first.status == 0, first.all
    assert f"media/{old}" in first.json["kept"]
    assert (www / "media" / old).exists()
    early = project.run("publish", "--yes", "--delete", "--json", **at(30))
    assert early.json["deleted"] == []
    unasked = project.run("publish", "--yes", "--json", **at(40))
    assert f"media/{old}" in unasked.json["outdated"]
    assert (www / "media" / old).exists()
    assert f"  media/{old}" in unasked.err
    last = project.run("publish", "--yes", "--delete", "--json", **at(40))
    assert f"media/{old}" in last.json["deleted"]
    assert not (www / "media" / old).exists()
    assert (www / "mine.txt").exists()


def test_paths_that_a_feed_names() -> None:
    """In XML, in escaped HTML and in JSON, where a backslash stands before each quote."""
    from feed_builder.publish.files import named_by

    base = "https://e.example/"
    assert named_by(b"<link>https://e.example/a/</link>", base) == {"a/index.html"}
    assert named_by(b"&lt;a href=&quot;https://e.example/a/#x&quot;&gt;", base) == {"a/index.html"}
    told = json.dumps(
        {"url": f"{base}m/a.mp3", "html": f'<a href="{base}a/">', "text": f"{base}b\n"}
    )
    assert named_by(told.encode(), base) == {"m/a.mp3", "a/index.html", "b"}
    assert named_by(told.replace("/", "\\/").encode(), base) == {"m/a.mp3", "a/index.html", "b"}


def test_dry_run_lists_and_sends_nothing(project: Any, tmp_path: Path) -> None:
    """Each file, and what subscribers will see."""
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    done = project.run("publish", "--dry-run")
    assert done.status == 0
    assert "would upload feed.xml" in done.err
    assert "  added: “Entretien n° 01-invite”" in done.err
    assert not (tmp_path / "www").exists()
    assert project.run("publish", "--dry-run", "--json").json["would_upload"][-1] == "feed.xml"


def test_subscribers_see_nothing_unasked(project: Any, tmp_path: Path) -> None:
    """Where nobody can be asked --yes is wanted; a second run without change needs no word."""
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    refused = project.run("publish")
    assert refused.status == 1
    assert "--yes" in refused.err
    assert not (tmp_path / "www" / "feed.xml").exists()
    assert project.run("publish", "--yes").status == 0
    assert project.run("publish").status == 0
    project.edit("episodes/eau/02-invite.md", "Entretien", "Conversation")
    changed = project.run("publish")
    assert changed.status == 1
    assert "  changed: “Conversation n° 02-invite”" in changed.err
    assert changed.err.count("title: Entretien n° 02-invite → Conversation n° 02-invite") == 1


def test_headers_are_set_where_the_target_can(project: Any, tmp_path: Path) -> None:
    """Types, a year for what has a hash in its name, five minutes for feeds, a file's name."""
    with an_s3(tmp_path) as place:
        aim(project, place)
        assert project.run("publish", "--yes", **place.env).status == 0
        feed = place.facts("feed.xml")
        assert feed["ContentType"] == "application/rss+xml"
        assert feed["CacheControl"] == "public, max-age=300"
        (name,) = (p.name for p in (project.public / "media").glob("01-*"))
        media = place.facts(f"media/{name}")
        assert media["ContentType"] == "audio/mpeg"
        assert media["CacheControl"] == "public, max-age=31536000, immutable"
        assert media["ContentDisposition"] == 'inline; filename="01-invite.mp3"'
        text = next((project.public / "transcripts").glob("*.vtt")).name
        assert place.facts(f"transcripts/{text}")["ContentType"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    "line",
    [
        f'url = "sftp://anne:{SECRET}@127.0.0.1/"',
        f'url = "webdav://127.0.0.1/"\npassword = "{SECRET}"',
        f'url = "s3://show"\nsecret = "{SECRET}"',
        f'url = "gopher://x:{SECRET}@y/"',
    ],
)
def test_no_password_stands_in_podcast_toml(line: str, project: Any) -> None:
    """It is refused, and not repeated."""
    aim(project, Place(line, lambda path: None))
    done = project.run("publish", "--yes")
    assert done.status == 1
    assert SECRET not in done.all
    assert "podcast.toml" in done.err


@pytest.mark.parametrize("kind", ["sftp", "webdav", "ftp", "s3"])
def test_a_wrong_password_is_told_without_it(kind: str, project: Any, tmp_path: Path) -> None:
    """A sentence, no traceback, no secret."""
    with PLACES[kind](tmp_path) as place:
        toml = place.toml.replace("s3://show/", "s3://nobody/")
        aim(project, Place(toml, place.read))
        env = {key: value for key, value in place.env.items() if "PASSWORD" not in key}
        wrong = {"FEED_BUILDER_LIVE_PASSWORD": "wr0ng-" + SECRET, **env}
        done = project.run("publish", "--yes", timeout=120, **wrong)
    assert done.status == 1
    assert SECRET not in done.all
    assert "Traceback" not in done.all
    assert "error: " in done.err


def test_two_runs_cannot_meet(project: Any, tmp_path: Path) -> None:
    """Neither of one project nor of two machines; a dead run's lock counts for nothing."""
    from feed_builder.publish.locking import machine

    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    www.mkdir()
    lock = www / ".feed-builder-lock.json"
    held = {"id": "x", "host": "another-machine", "pid": 1, "at": 0}
    lock.write_text(json.dumps(held))
    refused = project.run("publish", "--yes")
    assert refused.status == 1
    assert "another run is publishing there, on another-machine" in refused.err
    assert lock.exists()
    os.utime(lock, (time.time() - 3600, time.time() - 3600))
    assert project.run("publish", "--yes").status == 0
    assert not lock.exists()
    lock.write_text(json.dumps({**held, "machine": machine(), "pid": 2**22 - 1}))
    assert project.run("publish", "--yes").status == 0
    lock.write_text("")  # of a run that died before it had written who it is
    assert project.run("publish", "--yes").status == 0
    import fcntl

    with (project.path / ".feed-builder" / "publish.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        local = project.run("publish", "--yes")
    assert local.status == 1
    assert "another run is publishing this project" in local.err


def test_an_upload_goes_on_where_it_stopped(project: Any, tmp_path: Path) -> None:
    """A part that an earlier run left at the target is continued, not sent again."""
    from feed_builder.publish.credentials import Secrets
    from feed_builder.publish.files import public_files
    from feed_builder.publish.remote import Remote, part_path
    from feed_builder.publish.targets import TARGETS, place_of

    target = place_of({"url": str(tmp_path / "www")}, "")
    remote = Remote(target, TARGETS["file"], Secrets("x", {}))
    media = next(file for file in public_files(project.public) if file.path.startswith("media/"))
    part = tmp_path / "www" / part_path(media)
    part.parent.mkdir(parents=True)
    part.write_bytes(media.source.read_bytes()[:5000])
    sent: list[int] = []
    remote.put(media, sent.append)
    assert (tmp_path / "www" / media.path).read_bytes() == media.source.read_bytes()
    assert sent[0] == media.length
    assert not part.exists()


def test_equal_files_do_not_share_a_part(project: Any, tmp_path: Path) -> None:
    """Files of one content that go at the same time all arrive with it."""
    from feed_builder.publish.credentials import Secrets
    from feed_builder.publish.files import public_files
    from feed_builder.publish.remote import Remote, part_path
    from feed_builder.publish.sending import send
    from feed_builder.publish.targets import TARGETS, place_of

    content = b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour.\n"
    for number in range(40):
        project.write(f"public/transcripts/{number:02}-invite.vtt", content)
    files = [file for file in public_files(project.public) if "-invite.vtt" in file.path]
    assert len({part_path(file) for file in files}) == len(files) >= 40
    target = place_of({"url": str(tmp_path / "www")}, "")
    send(Remote(target, TARGETS["file"], Secrets("x", {})), files, None, 0)
    for file in files:
        assert (tmp_path / "www" / file.path).read_bytes() == file.source.read_bytes(), file.path


def test_failures_are_tried_again(project: Any, tmp_path: Path) -> None:
    """A line that is cut twice costs two waits, not the run."""
    from feed_builder.publish import sending
    from feed_builder.publish.files import public_files

    class Moody:
        """Fails twice for each file."""

        def __init__(self) -> None:
            self.tries: dict[str, int] = {}

        def put(self, file: Any, sent: Any) -> None:
            self.tries[file.path] = self.tries.get(file.path, 0) + 1
            if self.tries[file.path] < 3:
                raise ConnectionResetError("cut")

        def forget_connection(self) -> None:
            pass

    moody = Moody()
    sending._FIRST_WAIT, before = 0.001, sending._FIRST_WAIT
    try:
        files = public_files(project.public)
        total = sending.send(moody, files, None, 0)
    finally:
        sending._FIRST_WAIT = before
    assert total == sum(file.length for file in files)
    assert set(moody.tries.values()) == {3}


class Hub:
    """A WebSub hub and a Podping relay: what they were told."""

    def __init__(self, status: int = 204) -> None:
        self.told: list[tuple[str, str, str]] = []
        hub = self

        class Asked(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.answer()

            def do_GET(self) -> None:
                self.answer()

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                hub.told.append((self.path, body, self.headers.get("Authorization") or ""))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_hubs_and_podping_are_told_of_changes_only(project: Any, tmp_path: Path) -> None:
    """P20-PING, WS-4; the token stays secret."""
    hub = Hub()
    project.edit("podcast.toml", "[owner]", f'hubs = ["{hub.url}/hub"]\npodping = true\n[owner]')
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    env = {"PODPING_URL": f"{hub.url}/podping", "PODPING_TOKEN": SECRET}
    done = project.run("publish", "--yes", "--json", **env)
    assert done.status == 0, done.all
    (_, form, _), (path, _, token) = sorted(hub.told)
    assert form.startswith("hub.mode=publish&hub.url=https%3A%2F%2Fpodcast.example.org%2Ffeed.xml")
    assert path.startswith("/podping?url=https%3A%2F%2Fpodcast.example.org%2Ffeed.xml")
    assert token == SECRET
    assert SECRET not in done.all
    assert done.json["by_hand"][0]["directory"] == "Apple Podcasts"
    hub.told.clear()
    again = project.run("publish", "--yes", "--json", **env)
    assert (hub.told, again.json["by_hand"]) == ([], [])


def test_a_hub_that_fails_is_no_failure_of_the_upload(project: Any, tmp_path: Path) -> None:
    """Told apart: the upload is complete."""
    hub = Hub(status=500)
    project.edit("podcast.toml", "[owner]", f'hubs = ["{hub.url}/hub"]\n[owner]')
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    done = project.run("publish", "--yes")
    assert done.status == 1
    assert "published to live" in done.err
    assert "The upload is complete." in done.err
    assert "answers with status 500" in done.err


@contextlib.contextmanager
def served(root: Path, *, ranges: bool) -> Iterator[str]:
    """A web server over a folder, with byte ranges and CORS or without."""

    class Files(SimpleHTTPRequestHandler):
        extensions_map = {  # noqa: RUF012
            **SimpleHTTPRequestHandler.extensions_map,
            ".xml": "application/rss+xml",
            ".mp3": "audio/mpeg",
        }

        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(root))

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            file = Path(self.translate_path(self.path))
            if wanted and ranges and file.is_file():
                content = file.read_bytes()
                self.send_response(206)
                self.send_header("Content-Range", f"bytes 0-1/{len(content)}")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(content[:2])
            else:
                super().do_GET()

        def end_headers(self) -> None:
            if ranges:
                self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("good", [True, False])
def test_verify_looks_at_what_the_web_serves(good: bool, project: Any, tmp_path: Path) -> None:
    """Feed, HEAD, ranges, artwork, types, CORS; what is wrong is told apart from the upload."""
    www = tmp_path / "www"
    www.mkdir()
    with served(www, ranges=good) as base:
        project.edit("podcast.toml", BASE, base)
        aim(project, Place(f'url = "{www}"', over_files(www)))
        done = project.run("publish", "--yes", "--verify", "--json", timeout=120)
    faults = {one["message"] for one in done.json["verified"]}
    assert done.status == (0 if good else 1), done.all
    if good:
        assert faults == set()
    else:
        assert "can't be fetched in parts: players can't jump" in faults
        assert "has no CORS header: players in browsers can't read it" in faults
    assert done.json["uploaded"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("git+ssh://git@host/x", "git"),
        ("git@github.com:o/r.git", "git"),
        ("https://gitlab.com/o/r.git", "git"),
        ("https://dav.example.org/x/", "https"),
        ("/var/www", "file"),
        ("../site", "file"),
        ("az://container/x", "az"),
    ],
)
def test_an_address_says_what_is_there(url: str, kind: str) -> None:
    """Each address has one kind of target."""
    from feed_builder.publish.targets import place_of
    from feed_builder.read.publish_keys import target_url

    assert place_of({"url": target_url(url)}, "/project").scheme == kind


def test_git_logs_in_with_a_token_that_nobody_sees(project: Any) -> None:
    """Over https the token goes through a helper; what git is asked for gets it, no output does."""
    asked: list[str] = []

    class Forge(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization") or "")
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    aim(project, Place(f'url = "http://127.0.0.1:{server.server_port}/o/r.git"', lambda path: None))
    done = project.run("publish", "--yes", FEED_BUILDER_LIVE_PASSWORD=SECRET)
    server.shutdown()
    server.server_close()
    assert done.status == 1
    sent = base64.b64encode(f"x-access-token:{SECRET}".encode()).decode()
    assert f"Basic {sent}" in asked
    assert SECRET not in done.all
    assert sent not in done.all


def test_an_unknown_target_is_told(project: Any, tmp_path: Path) -> None:
    """Which there are, and what to write."""
    assert "[publish.live]" in project.run("publish").err
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    done = project.run("publish", "stage", "--yes")
    assert done.status == 1
    assert "there are: live" in done.err
    assert "is public/ itself" in project.run("publish", "./public/x", "--yes").err
