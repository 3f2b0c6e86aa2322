"""The host that a podcast leaves: it answers on 127.0.0.1 with a feed and all that this names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path

from tests.servers import Server, send

HOSTS = Path(__file__).parent / "data" / "feeds" / "hosts"
FRAME = b"\xff\xfb\x14\xc0" + bytes(92)
VTT = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nBonjour.\n"
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nBonjour.\n"
SEGMENTS = {"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 2, "body": "Moin."}]}
CHAPTERS = {
    "version": "1.2.0",
    "chapters": [{"startTime": 0, "title": "In"}, {"startTime": 1, "title": "Out"}],
}


class Host(Server):
    """The old host: what it answers to each path, and which paths it was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        super().__init__()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        path = asked.path.partition("?")[0]
        self.asked.append(path)
        if path in self.redirects:
            send(asked, b"", "text/plain", 302, Location=self.redirects[path])
            return
        content, type = self.files.get(path, (b"", ""))
        send(asked, content, type or "text/plain", 200 if type else 404)

    def put(self, path: str, content: bytes, type: str = "application/rss+xml") -> None:
        """Answer `path` with `content`, in which @HOST@ is this host."""
        self.files[path] = (content.replace(b"@HOST@", self.url.encode()), type)

    def feed(self, name: str) -> bytes:
        """One of the feeds of tests/data, served as /feed.xml with all that it names."""
        (file,) = HOSTS.glob(f"{name}.*")
        content = file.read_bytes()
        self.put("/feed.xml", content)
        for page in HOSTS.glob(f"{name}-page*.xml"):
            self.put(f"/{page.stem.rpartition('-')[2]}.xml", page.read_bytes())
        pages = b"".join(page.read_bytes() for page in HOSTS.glob(f"{name}-page*.xml"))
        for path in re.findall(rb'@HOST@/(?:media|redirect)/([^"\'?]+)', content + pages) + [
            path.rpartition(b"/")[2]
            for path in re.findall(rb'(?:url|href)="(media/[^"]+)"', content)
        ]:
            self.recording(f"/media/{path.decode()}")
            self.redirects[f"/redirect/{path.decode()}"] = f"{self.url}/media/{path.decode()}"
        return self.files["/feed.xml"][0]

    def recording(self, path: str) -> None:
        """A silent MP3 that is no other's, whatever its path says."""
        mark = path.encode()[-60:]
        self.put(path, FRAME[: len(FRAME) - len(mark)] + mark + FRAME * 99, "audio/mpeg")


def picture(kind: str) -> bytes:
    """A small square picture."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (1400, 1400), (20, 80, 120)).save(out, kind)
    return out.getvalue()


@contextmanager
def an_old_host(cover: bytes) -> Iterator[Host]:
    """The old host, with the files that the feeds of tests/data name beside recordings."""
    made = Host()
    made.put("/cover.jpg", cover, "image/jpeg")
    made.put("/episode.png", picture("PNG"), "image/png")
    made.put("/episode.webp", picture("WEBP"), "image/webp")
    for path in ("miller", "hafen"):
        made.put(f"/t/{path}.vtt", VTT, "text/vtt")
    for path in ("miller", "premier"):
        made.put(f"/t/{path}.srt", SRT, "application/x-subrip")
    made.put("/t/hafen.json", json.dumps(SEGMENTS).encode(), "application/json")
    made.put("/c/miller.json", json.dumps(CHAPTERS).encode(), "application/json")
    made.put("/page2.xml", (HOSTS / "simplecast-page2.xml").read_bytes())
    yield made
    made.close()
