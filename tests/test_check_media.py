"""Rules about files and servers: facts that break them, facts that keep them, and a real server."""

from __future__ import annotations

import hashlib
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from PIL import Image

from feed_builder.check import media
from feed_builder.check.media import Looked, Picture, Served, judge_looked
from feed_builder.check.pages import judge_page
from feed_builder.check.registry import by_name
from feed_builder.check.rule import Fault
from feed_builder.cli import cli
from feed_builder.fetching import FetchError, ask
from feed_builder.looking import look_on_web, named
from feed_builder.model import AudioInfo

PLACE = Fault(rule="media-reachable", message="", line=7, path="channel/item[1]/enclosure")
URL = "https://podcast.example.org/1.mp3"
OK = Served(
    status=206,
    url=URL,
    headers={"content-type": "audio/mpeg"},
    head_status=200,
    head_length="1000",
    range_status=206,
    content_range="bytes 0-1/1000",
)
SOUND = AudioInfo(
    type="audio/mpeg",
    suffix=".mp3",
    length=1000,
    duration=timedelta(seconds=865),
    bitrate=128_000,
    sample_rate=44_100,
    channels=1,
)
ENCLOSURE = Looked(kind="enclosure", url=URL, place=PLACE, length=1000, served=OK, duration=865.0)
ALTERNATE = replace(ENCLOSURE, kind="alternate", integrity="sha256-BBBB", duration=None)
COVER = Picture(format="JPEG", width=3000, height=3000, mode="RGB", length=300_000)
ARTWORK = Looked(
    kind="artwork",
    url="https://podcast.example.org/cover.jpg",
    place=PLACE,
    picture=COVER,
    served=Served(
        status=200,
        url="https://podcast.example.org/cover.jpg",
        headers={"content-type": "image/jpeg", "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT"},
        head_status=200,
    ),
)
OPEN = {"access-control-allow-origin": "*"}
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anne>Bonjour.\n"
TRANSCRIPT = Looked(
    kind="transcript",
    url="https://podcast.example.org/1.vtt",
    type="text/vtt",
    place=PLACE,
    text=VTT,
    served=Served(status=200, url="https://podcast.example.org/1.vtt", headers=OPEN),
)
LIST = {
    "version": "1.2.0",
    "chapters": [{"startTime": 0, "title": "Ouverture"}, {"startTime": 300, "title": "Suite"}],
}
CHAPTERS = Looked(
    kind="chapters",
    url="https://podcast.example.org/1.json",
    place=PLACE,
    text=json.dumps(LIST),
    duration=865.0,
    served=Served(
        status=200,
        url="https://podcast.example.org/1.json",
        headers={**OPEN, "content-type": "application/json+chapters"},
    ),
)
FEED = Looked(
    kind="feed",
    url="https://podcast.example.org/feed.xml",
    type="rss",
    place=PLACE,
    size=50_000,
    served=Served(
        status=200,
        url="https://podcast.example.org/feed.xml",
        headers={
            "content-type": "application/rss+xml",
            "etag": '"1"',
            "content-encoding": "gzip",
            "cache-control": "max-age=300",
        },
        head_status=200,
    ),
)


def served(looked: Looked, **changes: Any) -> Looked:
    """The same file from a server that says something else."""
    assert looked.served is not None
    return replace(looked, served=replace(looked.served, **changes))


def headers(looked: Looked, **changes: str | None) -> Looked:
    """The same with other headers; None takes one away."""
    assert looked.served is not None
    told = {**looked.served.headers, **{k.replace("_", "-"): v for k, v in changes.items()}}
    return served(looked, headers={name: value for name, value in told.items() if value})


def sound(**changes: Any) -> Looked:
    """A recording on disk."""
    return replace(ENCLOSURE, served=None, audio=replace(SOUND, **changes))


def transcript(text: str, type_: str) -> Looked:
    """A transcript of another type."""
    return replace(TRANSCRIPT, text=text, type=type_)


def chapters(**changes: Any) -> Looked:
    """Chapters that say something else."""
    return replace(CHAPTERS, text=json.dumps({**LIST, **changes}))


def picture(**changes: Any) -> Looked:
    """Another picture."""
    return replace(ARTWORK, picture=replace(COVER, **changes))


def starts(*seconds: float) -> list[dict[str, object]]:
    """Chapters that begin at these seconds."""
    return [{"startTime": second, "title": "x"} for second in seconds]


MP4 = b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00%s" + bytes(300)
SRT = "1\n00:00:00,000 --> 00:00:02,000\n%s\n"
WORDS = '{"version": "1.0.0", "segments": [{"startTime": 0, "body": "Bonjour"}]}'
CASES = {
    "media-reachable": (served(ENCLOSURE, status=404), ENCLOSURE),
    "media-certificate": (replace(ENCLOSURE, error="SSL: CERTIFICATE_VERIFY_FAILED"), ENCLOSURE),
    "media-length": (served(ENCLOSURE, head_length="999"), ENCLOSURE),
    "integrity-right": (
        replace(ALTERNATE, digest="sha256-AAAA"),
        replace(ALTERNATE, digest=ALTERNATE.integrity),
    ),
    "media-redirects": (served(ENCLOSURE, hops=((302, "http://a.example.org/"),)), ENCLOSURE),
    "media-head": (served(ENCLOSURE, head_status=405), ENCLOSURE),
    "media-range": (served(ENCLOSURE, range_status=200, content_range=None), ENCLOSURE),
    "media-encoded": (headers(ENCLOSURE, content_encoding="gzip"), ENCLOSURE),
    "media-type": (headers(ENCLOSURE, content_type="audio/mp3"), ENCLOSURE),
    "transcript-cors": (headers(TRANSCRIPT, access_control_allow_origin=None), TRANSCRIPT),
    "chapters-cors": (headers(CHAPTERS, access_control_allow_origin=None), CHAPTERS),
    "chapters-served": (headers(CHAPTERS, content_type="text/plain"), CHAPTERS),
    "feed-type": (headers(FEED, content_type="text/html"), FEED),
    "feed-validators": (headers(FEED, etag=None), FEED),
    "feed-compressed": (headers(FEED, content_encoding=None), FEED),
    "feed-cached": (headers(FEED, cache_control=None), FEED),
    "feed-secure": (served(FEED, url="http://podcast.example.org/feed.xml"), FEED),
    "artwork-size": (picture(width=1000), ARTWORK),
    "artwork-format": (picture(format="WEBP"), ARTWORK),
    "artwork-colours": (picture(mode="CMYK"), ARTWORK),
    "artwork-alpha": (picture(mode="RGBA"), ARTWORK),
    "artwork-weight": (picture(length=9_000_000), ARTWORK),
    "artwork-dated": (headers(ARTWORK, last_modified=None), ARTWORK),
    "audio-format": (sound(type="audio/ogg"), sound()),
    "audio-rate": (sound(sample_rate=8_000), sound(sample_rate=48_000)),
    "audio-bitrate": (sound(bitrate=8_000), sound(bitrate=64_000)),
    "audio-duration": (sound(duration=timedelta(seconds=600)), sound()),
    "audio-faststart": (
        replace(sound(), head=MP4 % b"\x00\x00\x01\x00mdat"),
        replace(sound(), head=MP4 % b"\x00\x00\x01\x00moov"),
    ),
    "chapters-agree": (
        replace(CHAPTERS, simple=(0.0, 60.0)),
        replace(CHAPTERS, simple=(0.0, 300.0)),
    ),
    "audio-sound": (sound(warnings=("its end is missing",)), sound()),
    "transcript-vtt": (transcript("Bonjour", "text/vtt"), TRANSCRIPT),
    "transcript-lines": (transcript(VTT + "mot " * 30, "text/vtt"), TRANSCRIPT),
    "transcript-srt": (
        transcript("Bonjour", "application/srt"),
        transcript(SRT % "Oui", "application/srt"),
    ),
    "transcript-cards": (
        transcript(SRT % ("mot " * 20), "application/x-subrip"),
        transcript(SRT % "Anne: Bonjour", "application/x-subrip"),
    ),
    "transcript-html": (
        transcript("<p>Bonjour</p>", "text/html"),
        transcript("<cite>Anne:</cite><time>0:00</time><p>Bonjour</p>", "text/html"),
    ),
    "transcript-json": (
        transcript('{"segments": [{}]}', "application/json"),
        transcript(WORDS, "application/json"),
    ),
    "chapters-file": (chapters(chapters=starts(10, 0)), CHAPTERS),
    "chapters-titles": (chapters(chapters=[{"startTime": 0}]), CHAPTERS),
    "chapters-start": (chapters(chapters=starts(3.5, 60)), CHAPTERS),
    "chapters-dense": (chapters(chapters=starts(*range(40))), CHAPTERS),
}


@pytest.mark.parametrize("rule", [rule.name for rule in media.RULES])
def test_bad_facts_break_the_rule_and_good_ones_keep_it(rule: str) -> None:
    """Each rule has both, and its fault stands where the file is named."""
    bad, good = CASES[rule]

    broken = [fault for fault in judge_looked(bad) if fault.rule == rule]

    assert broken
    assert all(fault.line == 7 and fault.message for fault in broken)
    assert [fault for fault in judge_looked(good) if fault.rule == rule] == []
    assert by_name()[rule].rows


LED = '<link rel="alternate" type="application/rss+xml" href="https://example.org/feed.xml">'


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [("page-feed", "<p>", LED), ("page-plays", LED, LED + '<audio src="1.mp3"></audio>')],
)
def test_pages_lead_to_the_feed_and_play(rule: str, bad: str, good: str) -> None:
    """A page without the link, and an episode's page without a player, are told."""
    assert rule in {fault.rule for fault in judge_page(bad, episode=True)}
    assert rule not in {fault.rule for fault in judge_page(good, episode=True)}


class Handler(BaseHTTPRequestHandler):
    """A host of podcasts that does nothing right, but the feed."""

    def do_GET(self) -> None:
        feed = self.path == "/feed.xml"
        body = self.server.feed if feed else self.server.picture  # type: ignore[attr-defined]
        self.send_response(404 if self.path == "/gone.mp3" else 200)
        self.send_header("Content-Type", "application/rss+xml" if feed else "image/jpeg")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.send_response(405)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def host() -> Iterator[str]:
    """The host, on a port of this machine."""
    picture = BytesIO()
    Image.new("RGB", (100, 100)).save(picture, "JPEG")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    base = (Path(__file__).parent / "data" / "checks" / "self-link.ok.xml").read_text("utf-8")
    server.feed = base.replace("https://podcast.example.org", address).encode()  # type: ignore[attr-defined]
    server.picture = picture.getvalue()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


def test_media_asks_the_servers() -> None:
    """Head, ranges, types, lengths, and the pixels of the artwork; asked only where wanted."""
    with host() as address:
        plain = CliRunner().invoke(cli, ["check", f"{address}/feed.xml", "--json"])
        asked = CliRunner().invoke(cli, ["check", f"{address}/feed.xml", "--media", "--json"])
    found = {finding["rule"]: finding for finding in json.loads(asked.stdout)["findings"]}

    assert "media-head" not in plain.stdout
    assert {"media-head", "media-range", "media-type", "artwork-size", "feed-validators"} <= set(
        found
    )
    assert "100 × 100" in found["artwork-size"]["message"]
    assert found["artwork-size"]["line"]


def test_an_address_without_a_feed_is_told() -> None:
    """A status of 404 and a server that is not there are sentences, not tracebacks."""
    with host() as address:
        missing = CliRunner().invoke(cli, ["check", f"{address}/gone.mp3"])
    dead = CliRunner().invoke(cli, ["check", "http://127.0.0.1:9/feed.xml"])

    assert missing.exit_code == dead.exit_code == 1
    assert "404" in missing.output
    assert "127.0.0.1:9" in dead.output


ALTERNATES = """
<podcast:alternateEnclosure xmlns:podcast="https://podcastindex.org/namespace/1.0"
 type="image/jpeg" length="{length}" default="true">
<podcast:source uri="{address}/1.opus"/>
<podcast:integrity type="sri" value="{digest}"/></podcast:alternateEnclosure></item>"""


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_media_compares_digests(algorithm: str, tmp_path: Path) -> None:
    """A file with a digest is fetched and hashed, piece by piece."""
    with host() as address:
        content = httpx.get(f"{address}/1.opus").content
        right = f"{algorithm}-{b64encode(hashlib.new(algorithm, content).digest()).decode()}"
        wrong = f"{algorithm}-{b64encode(hashlib.new(algorithm, b'').digest()).decode()}"
        base = httpx.get(f"{address}/feed.xml").text
        told = {}
        for digest in (right, wrong):
            more = ALTERNATES.format(length=len(content), address=address, digest=digest)
            feed = tmp_path / "feed.xml"
            feed.write_text(base.replace("</item>", more, 1).replace(URL, f"{address}/1.mp3"))
            found = list(look_on_web(named(feed.read_bytes()), f"{address}/feed.xml"))
            told[digest] = {fault.rule for looked in found for fault in judge_looked(looked)}

    assert "integrity-right" not in told[right]
    assert "integrity-right" in told[wrong]


def test_a_public_feed_leads_into_no_private_network() -> None:
    """Neither by its own addresses nor by a redirect."""
    with host() as address, pytest.raises(FetchError, match="private network"):
        ask(f"{address}/1.mp3", private=False)
    looked = replace(ENCLOSURE, url="http://127.0.0.1:9/1.mp3", served=None)

    (seen,) = look_on_web([looked], "https://podcast.example.org/feed.xml")

    assert seen.error == "leads to a private network"
