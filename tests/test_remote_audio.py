"""Recordings that stay on the web: read by HEAD and ranges, kept beside the episode."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from feed_builder.audio.outline import outline
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError

AUDIO = Path(__file__).parent / "data" / "audio"
EPISODE = "episodes/eau/01-invite"


@dataclass
class Host:
    """A server on this machine with files, that notes what it is asked for."""

    address: str = ""
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    ranges: bool = True

    @property
    def sent(self) -> int:
        """The bytes of the ranges that were asked for."""
        spans = [re.fullmatch(r"bytes=(\d+)-(\d+)", span) for _, span in self.asked if span]
        return sum(int(s.group(2)) - int(s.group(1)) + 1 for s in spans if s)


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            span = self.headers.get("Range")
            made.asked.append((self.command, span))
            if self.path not in made.files:
                self.send_error(404)
                return
            content, etag = made.files[self.path]
            total, status = len(content), 200
            found = re.fullmatch(r"bytes=(\d+)-(\d+)", span or "")
            if found and made.ranges:
                first, last = int(found.group(1)), min(int(found.group(2)), total - 1)
                content, status = content[first : last + 1], 206
            self.send_response(status)
            if status == 206:
                self.send_header("Content-Range", f"bytes {first}-{last}/{total}")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", etag)
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()


def long_mp3() -> bytes:
    """Half an hour of silence at a constant rate, behind a cover of 200 kB."""
    frame = b"\xff\xfb\x14\xc0" + bytes(92)
    size = bytes(200_000 >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + bytes(200_000) + frame * 75_000


@pytest.fixture
def remote(project: Any, host: Host) -> Any:
    """A show whose first episode's recording is on `host`."""
    host.files["/a.mp3"] = (long_mp3(), '"one"')
    project.remove(f"{EPISODE}.mp3")
    project.edit(f"{EPISODE}.md", "title =", f'audio = "{host.address}/a.mp3"\ntitle =')
    return project


def enclosure(project: Any) -> re.Match[str]:
    found = re.search(
        r'<enclosure url="([^"]*/a\.mp3)" length="(\d+)" type="([^"]*)"',
        project.read("public/feed.xml").decode(),
    )
    assert found
    return found


def test_facts_come_from_pieces(remote: Any, host: Host) -> None:
    """The enclosure is the address itself; a few pieces of the recording were read, no more."""
    remote.build()
    content = host.files["/a.mp3"][0]
    assert enclosure(remote).groups() == (f"{host.address}/a.mp3", str(len(content)), "audio/mpeg")
    assert "<itunes:duration>1800</itunes:duration>" in remote.read("public/feed.xml").decode()
    assert host.asked[0] == ("HEAD", None)
    assert all(span for method, span in host.asked if method == "GET")
    assert host.sent < 500_000 < len(content)
    assert not list((remote.public / "media").glob("01-invite.*"))


def test_what_is_known_lies_beside_the_episode(remote: Any, host: Host) -> None:
    """So that a build works offline, also a first one of another clone."""
    remote.build()
    told = json.loads(remote.read(f"{EPISODE}.audio.json"))
    assert told["url"] == f"{host.address}/a.mp3"
    assert told["length"] == len(host.files["/a.mp3"][0])
    assert (told["etag"], told["type"], told["duration"]) == ('"one"', "audio/mpeg", 1800.0)
    before = remote.read("public/feed.xml")
    host.files.clear()
    remote.remove(".feed-builder")
    remote.remove("public")
    remote.build()
    assert remote.read("public/feed.xml") == before


@pytest.mark.parametrize("change", ["etag", "size"])
def test_it_is_read_again_when_it_changed(change: str, remote: Any, host: Host) -> None:
    remote.build()
    content = long_mp3()
    shorter = content[: len(content) - 96 * 25_000]
    host.files["/a.mp3"] = (shorter, '"two"' if change == "etag" else '"one"')
    remote.build()
    assert enclosure(remote).group(2) == str(len(shorter))
    assert "<itunes:duration>1200</itunes:duration>" in remote.read("public/feed.xml").decode()


def test_an_unchanged_one_costs_one_question(remote: Any, host: Host) -> None:
    remote.build()
    remote.build()
    host.asked.clear()
    assert "nothing has changed" in remote.build().err
    assert host.asked == [("HEAD", None)]


def test_a_host_that_nobody_reaches_is_asked_no_more(
    remote: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty recordings of a host that is away cost a question for each of those side by side."""
    from feed_builder.articles import ranges
    from feed_builder.linking import refresh

    remote.build()
    known = json.loads(remote.read(f"{EPISODE}.audio.json"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        away = f"http://127.0.0.1:{taken.getsockname()[1]}"
    for number in range(40):
        told = json.dumps({**known, "url": f"{away}/{number}.mp3"})
        remote.write(f"episodes/eau/{number + 10}-suite.audio.json", told)
    remote.remove(f"{EPISODE}.audio.json")
    asked: list[str] = []
    ask = ranges.head

    def head(address: str, *, private: bool) -> ranges.Head:
        asked.append(address)
        return ask(address, private=private)

    monkeypatch.setattr(ranges, "head", head)
    refresh(remote.path)
    assert 1 <= len(asked) <= 8


@pytest.mark.parametrize(
    ("spoil", "fact"),
    [
        (lambda host: host.files.clear(), "404|no such page"),
        (lambda host: setattr(host, "ranges", False), "sends no byte ranges"),
        (
            lambda host: host.files.update({"/a.mp3": (b"<html>" + bytes(500_000), '"x"')}),
            "is no audio: it starts like a web page",
        ),
        (
            lambda host: host.files.update(
                {"/a.mp3": ((AUDIO / "lame_vbr_headerless.mp3").read_bytes(), '"x"')}
            ),
            "does not say how long it is",
        ),
    ],
)
def test_what_is_wrong_is_said(spoil: Any, fact: str, remote: Any, host: Host) -> None:
    spoil(host)
    done = remote.run("build")
    assert re.search(fact, done.err)
    assert f"{EPISODE}.md: audio: {host.address}/a.mp3: " in done.err
    assert "Traceback" not in done.all
    assert f"{host.address}/a.mp3" not in remote.read("public/feed.xml").decode()


@pytest.mark.parametrize(
    "name",
    [
        "lame_cbr.mp3",
        "lame_vbr.mp3",
        "lame_cbr_headerless.mp3",
        "ffmpeg_cover.mp3",
        "ffmpeg_aac.m4a",
        "ffmpeg_aac_faststart.m4a",
        "ffmpeg_chapters.m4b",
        "oggenc.ogg",
        "opusenc.opus",
        "flac.flac",
        "espeak_ng.wav",
    ],
)
def test_an_outline_is_what_probe_finds(name: str) -> None:
    with (AUDIO / name).open("rb") as file:
        found = outline(file, (AUDIO / name).stat().st_size)
    whole = probe(AUDIO / name)
    assert found.duration.total_seconds() == pytest.approx(whole.duration.total_seconds(), abs=0.03)
    assert (found.type, found.suffix, found.length) == (whole.type, whole.suffix, whole.length)


@pytest.mark.parametrize(
    "name", ["lame_vbr_headerless.mp3", "ffmpeg_fragmented.m4a", "ffmpeg_adts.aac"]
)
def test_an_outline_that_tells_nothing_is_none(name: str) -> None:
    with (AUDIO / name).open("rb") as file, pytest.raises(AudioError):
        outline(file, (AUDIO / name).stat().st_size)
