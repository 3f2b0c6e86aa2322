"""Recordings fetched from where an article plays them, into the episodes' folders.

A download that is cut off is resumed: its part stays beside the episode with the server's word for
which version it is of.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from feed_builder.articles.web import Limits, chunks, opened
from feed_builder.errors import ArticleError, FeedBuilderError
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 1_000_000_000
MOST_SECONDS = 3 * 3600.0
_MOST_TRIES = 4
_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(?:\d{1,15}|\*)$")

Check = Callable[[Path], str]
"""The suffix that the recording in a file is published with; raises `FeedBuilderError`."""

Progress = Callable[[str, int, int], None]
"""Called with what is fetched, how many bytes are there, and how many there will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How recordings are fetched: `check` tells audio from other files by its content."""

    check: Check
    progress: Progress | None = None
    private: bool = False
    loopback: bool = False
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a download: its bytes, and the version they are of."""

    file: Path

    @property
    def version_file(self) -> Path:
        return self.file.with_name(f"{self.file.name}.version")

    @property
    def length(self) -> int:
        return self.file.stat().st_size if self.file.is_file() else 0

    def version(self) -> str:
        try:
            return self.version_file.read_text(encoding="utf-8") if self.length else ""
        except (OSError, UnicodeDecodeError):
            return ""

    def remove(self) -> None:
        self.file.unlink(missing_ok=True)
        self.version_file.unlink(missing_ok=True)


def fetch_recording(address: str, stem: Path, how: Fetching) -> Path:
    """Fetch `address` to `stem` with the suffix that its content asks for; the file's path.

    Raises `ArticleError` with the address where it can't be fetched or is no recording.
    """
    part = _Part(stem.with_name(f".{crc32(address.encode()):08x}.part"))
    try:
        part.file.parent.mkdir(parents=True, exist_ok=True)
        _complete(address, part, stem.name, how)
        target = stem.with_name(f"{stem.name}{_checked(part, how)}")
        part.file.replace(target)
        part.remove()
    except ArticleError as error:
        raise ArticleError(f"{address}: {error}") from error
    except OSError as error:
        raise ArticleError(f"{stem}: can't be written: {error.strerror or error}") from error
    return target


def _checked(part: _Part, how: Fetching) -> str:
    try:
        return how.check(part.file)
    except FeedBuilderError as error:
        part.remove()
        raise ArticleError(f"what lies there {error}") from error


def _was_cut(error: ArticleError) -> bool:
    import httpx

    return isinstance(error.__cause__, httpx.TransportError)


def _complete(address: str, part: _Part, name: str, how: Fetching) -> None:
    limits = Limits(bytes=how.most_bytes, private=how.private, loopback=how.loopback)
    for last in range(1, _MOST_TRIES + 1):
        before = part.length
        try:
            _continue(address, part, name, limits, how)
            return
        except ArticleError as error:
            if not _was_cut(error) or last == _MOST_TRIES or part.length <= before:
                raise


def _continue(address: str, part: _Part, name: str, limits: Limits, how: Fetching) -> None:
    """Fetch what is missing, or all of it where the server has another version by now."""
    have, version = part.length, part.version()
    headers = {"Accept-Encoding": "identity"}
    if have and version:
        headers |= {"Range": f"bytes={have}-", "If-Range": version}
    with opened(address, limits, headers) as response:
        start = _start_of(response, have)
        if start is None:
            part.remove()
            raise ArticleError("the server sends another part than the one that was asked for")
        total = start + int(response.headers.get("content-length") or 0)
        if total > limits.bytes:
            raise ArticleError(f"is larger than {limits.bytes // 1_000_000} MB")
        part.version_file.write_text(_version_of(response), encoding="utf-8")
        end = time.monotonic() + how.most_seconds
        with part.file.open("r+b" if start else "wb") as file:
            file.truncate(start)
            file.seek(start)
            for chunk in chunks(response, Limits(bytes=limits.bytes - start)):
                file.write(chunk)
                if time.monotonic() > end:
                    raise ArticleError(f"was not sent within {how.most_seconds:g} seconds")
                if how.progress:
                    how.progress(name, file.tell(), max(total, file.tell()))
    if how.progress:
        how.progress(name, max(total, part.length), max(total, part.length))


def _start_of(response: httpx.Response, have: int) -> int | None:
    """The place in the file where what comes begins; None where it does not fit what is there."""
    if response.status_code != 206:
        return None if response.status_code == 416 else 0
    match = _RANGE.match(response.headers.get("content-range", ""))
    return have if match and int(match.group(1)) == have else None


def _version_of(response: httpx.Response) -> str:
    """What the server calls this version, strong enough to add parts of it to each other."""
    tag = str(response.headers.get("etag", ""))
    modified = str(response.headers.get("last-modified", ""))
    return tag if tag and not tag.startswith("W/") else modified
