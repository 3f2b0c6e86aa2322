"""What is published: each file with its type, how long it may be cached, and when its turn is."""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from feed_builder.output import MANIFEST
from feed_builder.records import dataclass

MAIN_FEED = "feed.xml"
_HASHED = re.compile(r"\.[0-9a-f]{8}(\.[a-z0-9]+)$")
_FEED = re.compile(rb"<(?:rss|feed)[\s>]|\"version\"\s*:\s*\"https://jsonfeed\.org/", re.IGNORECASE)
_HEAD = 4096
_YEAR, _FIVE_MINUTES = "public, max-age=31536000, immutable", "public, max-age=300"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg; codecs=opus",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}


class Stage(IntEnum):
    """When a file's turn is: all of one stage are there before the next begins."""

    MEDIA = 1
    TEXTS = 2
    PAGES = 3
    FEEDS = 4
    INDEXES = 5
    MAIN_FEED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFile:
    """A file of public/: its path below it, where it lies, its length in bytes and its SHA-256.

    `state` is its size and its time of change when it was read.
    """

    path: str
    source: Path
    length: int
    sha256: str
    stage: Stage
    type: str
    cache: str
    disposition: str | None = None
    state: tuple[int, int] = (0, 0)

    @property
    def is_changed(self) -> bool:
        """Whether it has other bytes by now than it had when it was read, or is gone."""
        try:
            return _state(self.source.stat()) != self.state
        except OSError:
            return True

    @property
    def is_hashed(self) -> bool:
        """Whether its name says which bytes it holds."""
        return _HASHED.search(self.path) is not None


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def public_files(
    public: Path,
    folders: Sequence[str] = ("",),
    progress: Callable[[int, int], None] | None = None,
) -> list[PublicFile]:
    """Every file of public/, in the order in which they go up.

    `folders` are those in it that each hold a show, with their slashes.
    """
    paths = sorted(_paths(public, public))
    found = []
    for done, path in enumerate(paths, 1):
        name = path.relative_to(public).as_posix()
        folder = max((f for f in folders if name.startswith(f)), key=len, default="")
        found.append(_file(public, name, name.removeprefix(folder)))
        if progress:
            progress(done, len(paths))
    # A feed's pages go before what names them.
    return sorted(found, key=lambda f: (f.stage, not re.search(r"\d", f.path), f.path))


def _paths(folder: Path, public: Path) -> Iterable[Path]:
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.name in (MANIFEST, ".git") or entry.name.endswith(".part") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _paths(path, public)
        elif entry.is_file():
            yield path


def _file(public: Path, path: str, in_show: str) -> PublicFile:
    """A file of public/ by its path there and its path in its show's folder."""
    source = public / path
    with source.open("rb") as file:
        state = _state(os.fstat(file.fileno()))
        head = file.read(_HEAD)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stage, type = _stage(in_show, head), _type(in_show, head)
    hashed = _HASHED.search(path)
    name = f"{path[: hashed.start()].rpartition('/')[2]}{hashed.group(1)}" if hashed else None
    return PublicFile(
        path=path,
        source=source,
        length=state[0],
        state=state,
        sha256=digest,
        stage=stage,
        type=type,
        cache=_YEAR if hashed else _FIVE_MINUTES,
        disposition=f'inline; filename="{name}"' if name and stage is Stage.MEDIA else None,
    )


def _stage(path: str, head: bytes) -> Stage:
    suffix = Path(path).suffix.lower()
    if path == MAIN_FEED:
        return Stage.MAIN_FEED
    if suffix == ".opml":
        return Stage.INDEXES
    if suffix in (".xml", ".json") and _FEED.search(head):
        return Stage.FEEDS
    if path.startswith(("transcripts/", "chapters/")):
        return Stage.TEXTS
    kind = _TYPES.get(suffix, "").partition("/")[0]
    return Stage.MEDIA if kind in ("audio", "video", "image") else Stage.PAGES


def _type(path: str, head: bytes) -> str:
    suffix = Path(path).suffix.lower()
    if suffix == ".xml" and _FEED.search(head):
        return "application/atom+xml" if b"<feed" in head else "application/rss+xml"
    if suffix == ".json" and _FEED.search(head):
        return "application/feed+json"
    if suffix == ".json" and path.startswith("chapters/"):
        return "application/json+chapters"
    return _TYPES.get(suffix, "application/octet-stream")


def with_feeds_kept(files: Sequence[PublicFile], folder: Path) -> list[PublicFile]:
    """`files`, with copies of the feeds in `folder`: what is compared with what is there goes up.

    Somebody may build anew while they wait for their turn behind hours of media.
    """
    kept = []
    for number, file in enumerate(files):
        if file.stage >= Stage.FEEDS:
            content = file.source.read_bytes()
            copy = folder / str(number)
            copy.write_bytes(content)
            file = replace(
                file,
                source=copy,
                length=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                state=_state(copy.stat()),
            )
        kept.append(file)
    return kept


def named_by(feed: bytes, base: str) -> set[str]:
    """The paths below `base` that a feed names: recordings, pictures, pages, all of them."""
    text = html.unescape(feed.decode("utf-8", "replace")).replace("\\/", "/")
    # In JSON a backslash stands before the quote that ends an address.
    found = re.findall(rf"{re.escape(base)}([^\s\"'<>#?)\]\\]*)", text)
    return {path if path and not path.endswith("/") else f"{path}index.html" for path in found}
