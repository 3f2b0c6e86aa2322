"""Rules about the files and servers that a feed names, as far as somebody looked at them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from feed_builder.check.addresses import suffix
from feed_builder.check.audio import AUDIO_RULES, audio_problems
from feed_builder.check.dates import Problem
from feed_builder.check.rule import Fault, rule, shown
from feed_builder.check.sidecars import (
    SIDECAR_RULES,
    chapters_differ,
    chapters_problems,
    transcript_problems,
)
from feed_builder.model import AudioInfo
from feed_builder.records import dataclass

_SMALLEST, _LARGEST, _HEAVY = 1400, 3000, 512_000
_HOPS = 3
_RECORDINGS = ("enclosure", "alternate")
_FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_TYPES = {
    ".mp3": ("audio/mpeg",),
    ".m4a": ("audio/mp4", "audio/x-m4a", "audio/m4a"),
    ".mp4": ("video/mp4", "audio/mp4"),
    ".m4v": ("video/x-m4v", "video/mp4", "video/m4v"),
    ".ogg": ("audio/ogg",),
    ".opus": ("audio/ogg", "audio/opus"),
    ".vtt": ("text/vtt",),
    ".srt": ("application/x-subrip", "application/srt", "text/srt"),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".png": ("image/png",),
}
_FEEDS = {
    "rss": ("application/rss+xml", "application/xml", "text/xml"),
    "atom": ("application/atom+xml", "application/xml", "text/xml"),
    "json": ("application/feed+json", "application/json"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a server said about a file: to HEAD, to GET, and to a request for its first bytes."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    hops: tuple[tuple[int, str], ...] = ()
    head_status: int | None = None
    head_length: str | None = None
    range_status: int | None = None
    content_range: str | None = None

    @property
    def type(self) -> str:
        """The media type, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is in a picture; `mode` is its colour mode."""

    format: str
    width: int
    height: int
    mode: str
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A file that a feed names, and what was seen of it; None is what nobody looked at.

    `kind` is "feed", "enclosure", "alternate", "artwork", "transcript" or "chapters"; `place` is
    where it is named; `length`, `type` and `integrity` are what the feed says of it, `digest` is
    the one that it has, in the same algorithm. `simple`
    are the starts of the Podlove Simple Chapters beside a file of chapters.
    """

    kind: str
    url: str
    place: Fault
    length: int | None = None
    type: str = ""
    error: str | None = None
    served: Served | None = None
    size: int | None = None
    picture: Picture | None = None
    audio: AudioInfo | None = None
    head: bytes = b""
    simple: tuple[float, ...] = ()
    text: str | None = None
    duration: float | None = None
    integrity: str | None = None
    digest: str | None = None


def judge_looked(looked: Looked) -> Iterator[Fault]:
    """The faults of a file."""
    for name, message, fix in _problems(looked):
        told = f"{looked.kind} {shown(looked.url, 80)}: {message}"
        yield replace(looked.place, rule=name, message=told, fix=fix)


def _problems(looked: Looked) -> Iterator[Problem]:
    if looked.error is not None:
        secure = "certificate" in looked.error.lower() or "ssl" in looked.error.lower()
        name = "media-certificate" if secure else "media-reachable"
        yield name, looked.error, "look at the server, or at the address"
        return
    if looked.served is not None:
        if looked.served.status >= 400:
            yield "media-reachable", f"the server says {looked.served.status}", "upload the file"
            return
        yield from _served(looked, looked.served)
    if looked.size is not None and looked.length and looked.size != looked.length:
        fact = f"has {looked.size:,} bytes, the feed says {looked.length:,}"
        yield "media-length", fact, "write the size of the file as it is served"
    if looked.digest and looked.integrity and looked.digest not in looked.integrity.split():
        fact = f"has the digest {looked.digest}, the feed says another"
        yield "integrity-right", fact, "write the digest of the file as it is served"
    if looked.picture is not None:
        yield from _artwork(looked.url, looked.picture)
    if looked.audio is not None:
        yield from audio_problems(looked.audio, looked.head, looked.duration)
    if looked.text is not None and looked.kind == "transcript":
        yield from transcript_problems(looked.text, looked.type)
    if looked.text is not None and looked.kind == "chapters":
        yield from chapters_problems(looked.text, looked.duration)
        yield from chapters_differ(looked.text, looked.simple)


def _served(looked: Looked, served: Served) -> Iterator[Problem]:
    yield from _way(looked, served)
    yield from _head(looked, served)
    if looked.kind == "feed":
        yield from _feed(looked, served)
    elif looked.kind in (*_RECORDINGS, "artwork"):
        yield from _binary(looked, served)
    if looked.kind in ("transcript", "chapters") and not _allows_all(served):
        name = "transcript-cors" if looked.kind == "transcript" else "chapters-cors"
        fix = "send Access-Control-Allow-Origin: *"
        yield name, "players in browsers may not read it", fix
    if looked.kind == "chapters" and served.type not in (
        "application/json+chapters",
        "application/json",
    ):
        fact = f"is served as {served.type or 'nothing'}"
        yield "chapters-served", fact, "serve it as application/json+chapters"


def _allows_all(served: Served) -> bool:
    return served.headers.get("access-control-allow-origin") == "*"


def _way(looked: Looked, served: Served) -> Iterator[Problem]:
    if len(served.hops) > _HOPS:
        fact = f"is redirected {len(served.hops)} times"
        yield "media-redirects", fact, f"apps give up; {_HOPS} are plenty"
    way = [url for _, url in served.hops] + [served.url]
    if looked.url.startswith("https:") and any(url.startswith("http:") for url in way):
        yield "media-redirects", "is redirected to http", "keep https all the way"


def _head(looked: Looked, served: Served) -> Iterator[Problem]:
    if served.head_status is None:
        return
    if served.head_status >= 400:
        fact = f"HEAD is answered with {served.head_status}"
        yield "media-head", fact, "let the server answer HEAD as GET: Apple asks that way"
    elif looked.kind in _RECORDINGS:
        length = served.head_length
        if length is not None and looked.length and int(length) != looked.length:
            fact = f"the server says {int(length):,} bytes, the feed {looked.length:,}"
            yield "media-length", fact, "write the size of the file as it is served"
        elif length is None:
            yield "media-head", "HEAD tells no length", "let the server send Content-Length"


def _binary(looked: Looked, served: Served) -> Iterator[Problem]:
    if looked.kind in _RECORDINGS and served.range_status is not None:
        ranged = served.range_status == 206 and served.content_range
        if not ranged:
            fact = f"a range of bytes is answered with {served.range_status}"
            yield "media-range", fact, "serve it where ranges work: Apple asks for them"
    if served.headers.get("content-encoding", "identity") != "identity":
        fact = f"is compressed: {served.headers['content-encoding']}"
        yield "media-encoded", fact, "send it as it is: ranges and lengths break"
    expected = _TYPES.get(suffix(looked.url), ())
    if expected and served.type not in expected:
        fact = f"is served as {served.type or 'nothing'}"
        yield "media-type", fact, f"serve it as {expected[0]}"
    if looked.kind == "artwork" and "last-modified" not in served.headers:
        fix = "let the server send it: Apple looks there for a new picture"
        yield "artwork-dated", "comes without Last-Modified", fix


def _feed(looked: Looked, served: Served) -> Iterator[Problem]:
    expected = _FEEDS.get(looked.type, ())
    if expected and served.type not in expected:
        fact = f"is served as {served.type or 'nothing'}"
        yield "feed-type", fact, f"serve it as {expected[0]}"
    if not served.headers.keys() & {"etag", "last-modified"}:
        fix = "send ETag or Last-Modified: apps then fetch what is new only"
        yield "feed-validators", "comes without ETag and Last-Modified", fix
    if looked.size and looked.size > 10_000 and "content-encoding" not in served.headers:
        yield "feed-compressed", "is not compressed", "send it with gzip or br"
    if "cache-control" not in served.headers:
        yield "feed-cached", "does not say how long it holds", "send Cache-Control: max-age=300"
    if served.url.startswith("http:"):
        yield "feed-secure", "is not https", "apps and directories want https"


def _artwork(url: str, picture: Picture) -> Iterator[Problem]:
    size = f"{picture.width} × {picture.height} pixels"
    small, large = min(picture.width, picture.height), max(picture.width, picture.height)
    if picture.width != picture.height or small < _SMALLEST or large > _LARGEST:
        fix = f"save it as a square of {_SMALLEST} to {_LARGEST} pixels"
        yield "artwork-size", f"has {size}", fix
    if picture.format not in _FORMATS:
        yield "artwork-format", f"is {picture.format}", "save it as JPEG or PNG"
    elif suffix(url) and suffix(url) not in _FORMATS[picture.format]:
        fact = f"is {picture.format}, but named {suffix(url)}"
        yield "artwork-format", fact, "name it as what it is"
    if picture.mode in ("RGBA", "LA", "PA"):
        yield "artwork-alpha", "has transparent parts", "save it without transparency"
    elif picture.mode not in ("RGB", "L", "P"):
        yield "artwork-colours", f"has {picture.mode} colours", "save it as RGB"
    if picture.length > _HEAVY * 4:
        fact = f"has {picture.length // 1000:,} kB"
        yield "artwork-weight", fact, "512 kB are enough: it is loaded in every list"


RULES = (
    rule("media-reachable", "error", "What a feed names is there.", "APL-3 HST-2"),
    rule("media-certificate", "error", "Certificates are valid.", "HST-1"),
    rule("media-length", "warning", "A recording is as long as the feed says.", "RSS-74 HST-4 AUD-16"),
    rule("integrity-right", "error", "A file has the digest that the feed names.", "P20-INT"),
    rule("media-redirects", "warning", "Redirects are few, and stay on https.", "HST-13 APL-90"),
    rule("media-head", "warning", "Servers answer HEAD.", "APL-4 APL-74 PSP-17 PSP-54 HST-2", strict="apple psp1"),
    rule("media-range", "warning", "Servers send a part where a part is asked for.", "APL-4 HST-3", strict="apple"),
    rule("media-encoded", "warning", "Recordings and pictures are not compressed again.", "HST-5"),
    rule("media-type", "warning", "A file is served as what it is.", "HST-11 MIME-mp3 MIME-m4a"),
    rule("transcript-cors", "warning", "Players in browsers may read transcripts.", "P20-TR-2 HST-12", strict="podcasting2"),
    rule("chapters-cors", "hint", "Players in browsers may read chapters.", "HST-12 P20-4.2/chapters"),
    rule("chapters-served", "hint", "Chapters are served as such.", "P20-CH-3"),
    rule("feed-type", "warning", "A feed is served as what it is.", "ATOM-13 JF-8 HST-11", "UnexpectedContentType"),
    rule("feed-validators", "hint", "A feed can be asked for only if it changed.", "APL-11 HST-7"),
    rule("feed-compressed", "hint", "A feed is compressed on its way.", "HST-6", "Uncompressed"),
    rule("feed-cached", "hint", "A feed says how long it holds.", "HST-9"),
    rule("feed-secure", "warning", "A feed is served over https.", "HST-1"),
    rule("artwork-size", "warning", "Artwork is a square of 1400 to 3000 pixels.", "APL-70 PSP-17 PSP-54 PLT-4 APL-22 APL-49", strict="apple psp1"),
    rule("artwork-format", "warning", "Artwork is JPEG or PNG, and named so.", "APL-71 PSP-17 PSP-54", strict="apple psp1"),
    rule("artwork-colours", "warning", "Artwork is RGB.", "APL-72 PSP-17", strict="apple psp1"),
    rule("artwork-alpha", "warning", "Artwork has no transparent parts.", "APL-73", strict="apple"),
    rule("artwork-weight", "hint", "Artwork is light.", "APL-78"),
    rule("artwork-dated", "hint", "Artwork comes with its date.", "APL-74"),
    *AUDIO_RULES,
    *SIDECAR_RULES,
)  # fmt: skip
