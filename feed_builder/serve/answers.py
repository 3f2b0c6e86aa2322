"""Answers: a file of the output folder, or a part of it, or the word that it did not change."""

from __future__ import annotations

import secrets
import stat
from collections.abc import AsyncIterator, Sequence
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import anyio
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from feed_builder.records import dataclass
from feed_builder.serve.ranges import Unsatisfiable, wanted
from feed_builder.serve.types import is_shared, type_for

_CHUNK = 1 << 16
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, ETag",
}
"""What lets scripts of other sites read a file and its place in it (HST-12)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the output folder: its path there and on the disk, and what is known of it.

    `content` stands in for the file's own bytes where they were changed for this server.
    """

    path: str
    place: Path
    size: int
    mtime_ns: int
    content: bytes | None = None

    @property
    def length(self) -> int:
        """How many bytes are sent for all of it."""
        return self.size if self.content is None else len(self.content)

    @property
    def etag(self) -> str:
        """A name for the bytes."""
        if self.content is None:
            return f'"{self.mtime_ns:x}-{self.size:x}"'
        return f'"{sha256(self.content).hexdigest()[:24]}"'

    @property
    def last_modified(self) -> str:
        """When the file was written, as HTTP says it."""
        return formatdate(self.mtime_ns // 1_000_000_000, usegmt=True)


def look_up(output: Path, path: str) -> Found | None:
    """The file at a decoded URL `path`; None for whatever does not lie below `output`.

    A folder stands for its index.html. No spelling and no link leads out.
    """
    parts = path.split("/")[1:]
    if any(part in ("..", ".") or "\0" in part or "\\" in part for part in parts):
        return None
    if "" in parts[:-1]:
        return None
    named = "/".join(parts)
    named = f"{named}index.html" if named.endswith("/") or not named else named
    try:
        place = (output / named).resolve(strict=True)
        status = place.stat()
    except (OSError, ValueError, RuntimeError):
        return None
    inside = place.is_relative_to(output.resolve())
    if not inside or not stat.S_ISREG(status.st_mode):
        return None
    return Found(named, place, status.st_size, status.st_mtime_ns)


def is_folder(output: Path, path: str) -> bool:
    """Whether a slash behind `path` would lead to a page."""
    return not path.endswith("/") and look_up(output, f"{path}/") is not None


def answer(found: Found, method: str, headers: Headers, status: int = 200) -> Response:
    """What a client that sent `headers` is sent of a file."""
    kind, varies = type_for(found.path, headers.get("accept", ""))
    own = {
        "Content-Type": kind,
        "ETag": found.etag,
        "Last-Modified": found.last_modified,
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if varies:
        own["Vary"] = "Accept"
    if is_shared(found.path):
        own |= SHARED
    if status == 200 and _is_known(found, headers):
        return Response(status_code=304, headers=own)
    try:
        ranges = [] if method == "HEAD" or status != 200 else _ranges(found, headers)
    except Unsatisfiable:
        return Response(status_code=416, headers=own | {"Content-Range": f"bytes */{found.length}"})
    if len(ranges) > 1:
        return _parts(found, ranges, own)
    if ranges:
        only = ranges[0]
        own["Content-Range"] = f"bytes {only.start}-{only.stop - 1}/{found.length}"
        status = 206
    only = ranges[0] if ranges else range(found.length)
    own["Content-Length"] = str(len(only))
    body = _nothing() if method == "HEAD" else _bytes(found, only)
    return StreamingResponse(body, status, own)


def _is_known(found: Found, headers: Headers) -> bool:
    """Whether the client has these bytes already (RFC 9110, 13.1)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or found.etag in known
    since = headers.get("if-modified-since")
    try:
        at = parsedate_to_datetime(since).timestamp() if since else None
    except (ValueError, OverflowError):
        return False
    return at is not None and found.mtime_ns // 1_000_000_000 <= at


def _ranges(found: Found, headers: Headers) -> list[range]:
    condition = headers.get("if-range")
    if condition is not None and condition not in (found.etag, found.last_modified):
        return []
    return wanted(headers.get("range"), found.length)


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


async def _bytes(found: Found, part: range) -> AsyncIterator[bytes]:
    if found.content is not None:
        yield found.content[part.start : part.stop]
        return
    async with await anyio.open_file(found.place, "rb") as file:
        await file.seek(part.start)
        left = len(part)
        while left > 0:
            chunk = await file.read(min(_CHUNK, left))
            if not chunk:  # The file was replaced by a shorter one.
                return
            left -= len(chunk)
            yield chunk


def _parts(found: Found, ranges: Sequence[range], own: dict[str, str]) -> Response:
    """Several ranges, as multipart/byteranges (RFC 9110, 14.6)."""
    mark = secrets.token_hex(12)
    heads = [
        f"--{mark}\r\nContent-Type: {own['Content-Type']}\r\n"
        f"Content-Range: bytes {one.start}-{one.stop - 1}/{found.length}\r\n\r\n".encode()
        for one in ranges
    ]
    end = f"--{mark}--\r\n".encode()
    length = len(end) + sum(len(h) + len(r) + 2 for h, r in zip(heads, ranges, strict=True))

    async def body() -> AsyncIterator[bytes]:
        for head, part in zip(heads, ranges, strict=True):
            yield head
            async for chunk in _bytes(found, part):
                yield chunk
            yield b"\r\n"
        yield end

    kind = {"Content-Type": f"multipart/byteranges; boundary={mark}"}
    return StreamingResponse(body(), 206, own | kind | {"Content-Length": str(length)})
