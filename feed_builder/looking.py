"""Looking at the files that a feed names: on this disk where they were built, else on the web."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feed_builder.articles.addresses import is_private
from feed_builder.check.document import decoded
from feed_builder.check.markup import Element, Reader, Refused
from feed_builder.check.media import Looked, Picture, Served
from feed_builder.check.podcast import start_of
from feed_builder.check.rule import Fault
from feed_builder.errors import AudioError
from feed_builder.fetching import Answer, FetchError, ask
from feed_builder.files import Unreadable, read_regular
from feed_builder.model import AudioInfo
from feed_builder.text import address_parts

Progress = Callable[[int, int], None]
_AT_ONCE = 8
_PICTURE, _TEXT, _PART = 30_000_000, 10_000_000, 1_000
_SECONDS = 30.0
_DIGESTED, _DIGEST_SECONDS = 300_000_000, 120.0
_HEAD = 4_000


def named(data: bytes) -> list[Looked]:
    """The files that an RSS feed names, each once, with the place where it is named first."""
    found: list[Looked] = []
    reader = Reader(lambda item: found.extend(_of_item(item)))
    try:
        reader.read(decoded(data).data)
    except Refused:
        return []
    channel = reader.root.child("channel") if reader.root is not None else None
    pictures = channel.all("itunes:image") if channel is not None else []
    listed = [*(_artwork(image) for image in pictures), *found]
    once = {(looked.kind, looked.url): looked for looked in reversed(listed)}
    return [
        looked
        for looked in reversed(once.values())
        if looked.url.lower().startswith(("http://", "https://"))
    ]


def _of_item(item: Element) -> Iterator[Looked]:
    duration = _seconds(item.text_of("itunes:duration"))
    for enclosure in item.all("enclosure"):
        length = enclosure.attrs.get("length", "")
        yield Looked(
            kind="enclosure",
            url=enclosure.attrs.get("url", ""),
            place=Fault.at(enclosure, "media-reachable", ""),
            length=int(length) if length.isascii() and length.isdecimal() else None,
            type=enclosure.attrs.get("type", ""),
            duration=duration,
        )
    for other in item.all("podcast:alternateEnclosure"):
        yield from _alternate(other)
    for image in item.all("itunes:image"):
        yield _artwork(image)
    for name, kind in (("podcast:transcript", "transcript"), ("podcast:chapters", "chapters")):
        for element in item.all(name):
            yield Looked(
                kind=kind,
                url=element.attrs.get("url", ""),
                place=Fault.at(element, "media-reachable", ""),
                type=element.attrs.get("type", ""),
                duration=duration,
                simple=_simple(item) if kind == "chapters" else (),
            )


def _alternate(other: Element) -> Iterator[Looked]:
    """The files of an alternate enclosure, with the digest that all of them should have."""
    length = other.attrs.get("length", "")
    integrity = other.child("podcast:integrity")
    is_digest = integrity is not None and integrity.attrs.get("type") == "sri"
    for source in other.all("podcast:source"):
        yield Looked(
            kind="alternate",
            url=source.attrs.get("uri", ""),
            place=Fault.at(source, "media-reachable", ""),
            length=int(length) if length.isascii() and length.isdecimal() else None,
            type=other.attrs.get("type", ""),
            integrity=integrity.attrs.get("value") if integrity and is_digest else None,
        )


def _simple(item: Element) -> tuple[float, ...]:
    """The starts of the chapters in the feed itself."""
    listed = item.child("psc:chapters")
    starts = [chapter.attrs.get("start", "") for chapter in listed.children] if listed else []
    seconds = [start_of(start) for start in starts]
    return tuple(start for start in seconds if start is not None)


def _artwork(image: Element) -> Looked:
    place = Fault.at(image, "media-reachable", "")
    return Looked(kind="artwork", url=image.attrs.get("href", ""), place=place)


def _seconds(text: str) -> float | None:
    seconds = 0.0
    for part in text.split(":"):
        if not part.isascii() or not part.isdecimal():
            return None
        seconds = seconds * 60 + int(part)
    return seconds


def look_on_disk(files: Sequence[Looked], link: str, public: Path) -> Iterator[Looked]:
    """What of `files` lies in `public`, which is at `link`, seen there."""
    for looked in files:
        if looked.url.startswith(link):
            path = public / unquote(urlsplit(looked.url[len(link) :]).path)
            yield _on_disk(looked, path)


def _on_disk(looked: Looked, path: Path) -> Looked:
    try:
        data = read_regular(path)
    except Unreadable as error:
        return replace(looked, error=error.fact)
    seen = _with_content(looked, data)
    if looked.kind == "enclosure":
        return replace(seen, size=len(data), head=data[:_HEAD], audio=_audio(path))
    if looked.kind == "alternate":
        digest = _Digest(looked.integrity)
        digest.add(data)
        return replace(seen, size=len(data), digest=digest.value())
    return seen


class _Digest:
    """The digest of a file in the algorithm of another one: "sha256-…" (Subresource Integrity)."""

    def __init__(self, other: str | None) -> None:
        self.algorithm = (other or "").partition("-")[0]
        is_known = self.algorithm in ("sha256", "sha384", "sha512")
        self._hash = hashlib.new(self.algorithm) if is_known else None

    def add(self, data: bytes) -> None:
        """More of the file."""
        if self._hash:
            self._hash.update(data)

    def value(self) -> str | None:
        """The digest; None where the algorithm is not known."""
        if self._hash is None:
            return None
        return f"{self.algorithm}-{b64encode(self._hash.digest()).decode()}"


def _audio(path: Path) -> AudioInfo | None:
    from feed_builder.audio.probe import probe

    try:
        return probe(path)
    except AudioError:
        return None


def _with_content(looked: Looked, data: bytes) -> Looked:
    if looked.kind == "artwork":
        return replace(looked, picture=_picture(data))
    if looked.kind in ("transcript", "chapters"):
        return replace(looked, text=data.decode("utf-8", "replace"))
    return looked


def _picture(data: bytes) -> Picture | None:
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            return Picture(
                format=image.format or "no picture that we know",
                width=image.width,
                height=image.height,
                mode=image.mode,
                length=len(data),
            )
    except (OSError, ValueError, Image.DecompressionBombError):
        return Picture(format="no picture", width=0, height=0, mode="RGB", length=len(data))


def look_on_web(
    files: Sequence[Looked], home: str | None, progress: Progress | None = None
) -> list[Looked]:
    """What the servers of `files` say. A feed of the web leads to no private network."""
    own = home is not None and is_private(address_parts(home).hostname or "")
    seen = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, looked in enumerate(pool.map(partial(_asked, private=own), files), 1):
            seen.append(looked)
            if progress:
                progress(number, len(files))
    return seen


def _asked(looked: Looked, *, private: bool) -> Looked:
    try:
        if looked.kind in ("enclosure", "alternate"):
            part = {"Range": "bytes=0-1", "Accept-Encoding": "identity"}
            answer = ask(looked.url, headers=part, most=_PART, seconds=_SECONDS, private=private)
            head = _head_of(looked.url, private=private)
            seen = replace(looked, served=_served(answer, head, part=True))
            return replace(seen, digest=_fetched_digest(seen, private=private))
        most = _PICTURE if looked.kind == "artwork" else _TEXT
        answer = ask(looked.url, most=most, seconds=_SECONDS, private=private)
    except FetchError as error:
        return replace(looked, error=str(error).removeprefix(f"{looked.url}: "))
    seen = replace(looked, served=_served(answer, _head_of(looked.url, private=private)))
    return _with_content(seen, answer.body) if answer.status < 400 and answer.whole else seen


def _fetched_digest(looked: Looked, *, private: bool) -> str | None:
    """The digest of a file for which the feed names one: the only recordings that are fetched.

    None where there is none to compare with, or the file is too large or too slow.
    """
    digest = _Digest(looked.integrity)
    if not digest.algorithm or looked.served is None or looked.served.status >= 400:
        return None
    try:
        plain = {"Accept-Encoding": "identity"}
        answer = ask(
            looked.url,
            headers=plain,
            most=_DIGESTED,
            seconds=_DIGEST_SECONDS,
            private=private,
            sink=digest.add,
        )
    except FetchError:
        return None
    return digest.value() if answer.whole and answer.status == 200 else None


def _head_of(url: str, *, private: bool = True) -> Answer | None:
    try:
        plain = {"Accept-Encoding": "identity"}
        return ask(url, method="HEAD", headers=plain, most=0, seconds=_SECONDS, private=private)
    except FetchError:
        return None


def _served(answer: Answer, head: Answer | None, *, part: bool = False) -> Served:
    length = head.headers.get("content-length") if head else None
    return Served(
        status=answer.status,
        url=answer.url,
        headers=answer.headers,
        hops=answer.hops,
        head_status=head.status if head else 599,
        head_length=length if length and length.isdecimal() else None,
        range_status=answer.status if part else None,
        content_range=answer.headers.get("content-range"),
    )


def look_at_feed(answer: Answer, kind: str) -> Looked:
    """What the server of the feed itself said."""
    place = Fault(rule="media-reachable", message="", line=1)
    return Looked(
        kind="feed",
        url=answer.hops[0][1] if answer.hops else answer.url,
        place=place,
        type=kind,
        size=len(answer.body),
        served=_served(answer, _head_of(answer.url)),
    )
