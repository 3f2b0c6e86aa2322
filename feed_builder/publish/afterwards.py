"""After the upload: what the web serves, looked at as an app does; who is told; what is left to do.

A failure here is none of the upload: that is done.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feed_builder.errors import FeedBuilderError
from feed_builder.fetching import FetchError, ask
from feed_builder.publish.publishing import Done
from feed_builder.publish.sites import Site
from feed_builder.records import dataclass

_FEW = 10
_PODPING = "https://podping.cloud/"
_OWN = ("localhost", "127.0.0.1", "::1")
_FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml")
BY_HAND = (
    ("Apple Podcasts", "https://podcastsconnect.apple.com/"),
    ("Spotify", "https://creators.spotify.com/"),
    ("YouTube", "https://studio.youtube.com/"),
    ("Amazon Music", "https://podcasters.amazon.com/"),
    ("Deezer", "https://creators.deezer.com/"),
    ("Podcast Index", "https://podcastindex.org/add"),
    ("Pocket Casts", "https://pocketcasts.com/submit/"),
)
"""Where a show is told for the first time: directory and page."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the web does not serve as it must: address, fact, the standard's row."""

    url: str
    message: str
    source: str

    def as_dict(self) -> dict[str, str]:
        """For scripts."""
        return {"url": self.url, "message": self.message, "source": self.source}


def verified(done: Done, public: Path) -> list[Fault]:
    """What is wrong with the published shows, seen from outside."""
    sent = {file.path for file in done.plan.send}
    return [fault for site in done.sites for fault in _site_faults(site, sent, public)]


def _site_faults(site: Site, sent: Collection[str], public: Path) -> Iterator[Fault]:
    wanted = (public / site.main_feed).read_bytes()
    yield from _feed_faults(site.feed_url, wanted)
    recordings = _addresses(rb'<enclosure\b[^>]*url="([^"]+)"', wanted)
    new = [url for url in recordings if site.path_of(url) in sent]
    for url in new or recordings[:_FEW]:
        yield from _recording_faults(url, wanted)
    for url in _pictures(wanted)[:_FEW]:
        yield from _picture_faults(url)
    for url in _texts(wanted)[:_FEW]:
        yield from _text_faults(url)


def _feed_faults(url: str, wanted: bytes) -> Iterator[Fault]:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in _OWN:
        yield Fault(url, "is not on https: directories refuse it", "HST-1")
    try:
        answer = ask(url, headers={"Accept-Encoding": "gzip"})
    except FetchError as error:
        yield Fault(url, str(error).removeprefix(f"{url}: "), "HST-2")
        return
    if answer.status != 200:
        yield Fault(url, f"is answered with status {answer.status}", "HST-2")
        return
    if answer.body != wanted:
        yield Fault(url, "is not the feed that was published (a cache may hold it back)", "HST-9")
    if answer.media_type not in _FEED_TYPES:
        yield Fault(url, f"is served as {answer.media_type or 'no type'}", "HST-11")
    yield from _hop_faults(url, answer.hops)


def _hop_faults(url: str, hops: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    if len(hops) > 3:
        yield Fault(url, f"is redirected {len(hops)} times", "HST-13")


def _recording_faults(url: str, feed: bytes) -> Iterator[Fault]:
    length, type = _told_of(url, feed)
    try:
        head = ask(url, method="HEAD", most=0)
        part = ask(url, headers={"Range": "bytes=0-1", "Accept-Encoding": "identity"}, most=64)
    except FetchError as error:
        yield Fault(url, str(error).removeprefix(f"{url}: "), "HST-2")
        return
    if head.status != 200:
        yield Fault(url, f"HEAD is answered with status {head.status}", "HST-2")
        return
    served = head.headers.get("content-length")
    if served is not None and served != length:
        yield Fault(url, f"has {served} bytes, the feed says {length}", "HST-4")
    if type.partition("/")[0] != head.media_type.partition("/")[0]:
        yield Fault(url, f"is served as {head.media_type or 'no type'}, not {type}", "HST-11")
    if part.status != 206 or len(part.body) != 2:
        yield Fault(url, "can't be fetched in parts: players can't jump", "HST-3")
    yield from _hop_faults(url, head.hops)


def _told_of(url: str, feed: bytes) -> tuple[str, str]:
    """The length and the type that the feed gives a recording."""
    escaped = re.escape(url.replace("&", "&amp;").encode())
    element = re.search(rb"<enclosure\b[^>]*url=\"" + escaped + rb"\"[^>]*>", feed)
    written = element.group() if element else b""
    length = re.search(rb'length="(\d+)"', written)
    type = re.search(rb'type="([^"]+)"', written)
    return (length.group(1).decode() if length else "", type.group(1).decode() if type else "")


def _pictures(feed: bytes) -> list[str]:
    return _addresses(rb'<itunes:image\b[^>]*href="([^"]+)"', feed)


def _texts(feed: bytes) -> list[str]:
    return _addresses(rb'<podcast:(?:transcript|chapters)\b[^>]*url="([^"]+)"', feed)


def _addresses(pattern: bytes, feed: bytes) -> list[str]:
    found = (m.decode().replace("&amp;", "&") for m in re.findall(pattern, feed))
    return list(dict.fromkeys(found))


def _picture_faults(url: str) -> Iterator[Fault]:
    try:
        head = ask(url, method="HEAD", most=0)
    except FetchError as error:
        yield Fault(url, str(error).removeprefix(f"{url}: "), "HST-2")
        return
    if head.status != 200:
        yield Fault(url, f"HEAD is answered with status {head.status}", "HST-2, APL-74")
    elif not head.media_type.startswith("image/"):
        yield Fault(url, f"is served as {head.media_type or 'no type'}", "HST-11")


def _text_faults(url: str) -> Iterator[Fault]:
    try:
        answer = ask(url, headers={"Origin": "https://player.example"}, most=64)
    except FetchError as error:
        yield Fault(url, str(error).removeprefix(f"{url}: "), "HST-2")
        return
    if answer.status != 200:
        yield Fault(url, f"is answered with status {answer.status}", "HST-2")
    elif "access-control-allow-origin" not in answer.headers:
        yield Fault(url, "has no CORS header: players in browsers can't read it", "HST-12")


class PingError(FeedBuilderError):
    """Somebody could not be told."""


def ping(done: Done, environment: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Tell the WebSub hubs and Podping that the feed has changed (P20-PING: only then).

    Returns who was told, and who could not be told and why.
    """
    told, failed = [], []
    for name, request in (one for site in done.changed for one in _pings(done, environment, site)):
        try:
            _send(request)
            told.append(name)
        except PingError as error:
            failed.append(done.secrets.scrubbed(f"{name}: {error}"))
    return told, failed


def _pings(
    done: Done, environment: Mapping[str, str], site: Site
) -> Iterator[tuple[str, dict[str, Any]]]:
    feed_url, config = site.feed_url, site.config
    for hub in config.extras.get("hubs", ()):
        form = {"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url}
        yield f"WebSub hub {hub}", {"method": "POST", "url": hub, "data": form}
    tags = config.extras.get("tags")
    if tags is not None and getattr(tags, "uses_podping", None):
        token = environment.get("PODPING_TOKEN", "")
        done.secrets.known |= {token} if token else set()
        yield (
            "Podping",
            {
                "method": "GET",
                "url": environment.get("PODPING_URL", _PODPING),
                "params": {"url": feed_url, "reason": "update", "medium": config.medium},
                "headers": {"Authorization": token} if token else {},
            },
        )


def _send(request: dict[str, Any]) -> None:
    import httpx

    from feed_builder import __version__

    headers = {"User-Agent": f"feed-builder/{__version__}", **request.pop("headers", {})}
    try:
        answer = httpx.request(**request, headers=headers, timeout=20.0)
    except httpx.HTTPError as error:
        raise PingError(str(error)[:200] or type(error).__name__) from error
    if answer.status_code >= 300:
        raise PingError(f"answers with status {answer.status_code}")
