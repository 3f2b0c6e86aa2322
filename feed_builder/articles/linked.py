"""Recordings left where they are: described by reading their head and size over HTTP.

Only the first piece is asked for; what the server says of the whole is its length.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feed_builder.articles.addresses import is_web
from feed_builder.articles.interviews import Interview
from feed_builder.articles.remote import Remote
from feed_builder.articles.web import Limits, opened
from feed_builder.errors import ArticleError, FeedBuilderError
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import httpx

_HEAD_BYTES = 262_144
_RANGE = re.compile(r"bytes \d{1,15}-\d{1,15}/(\d{1,15})$")

Describe = Callable[[Path, int], tuple[str, float | None]]
"""The media type of a recording, and its seconds if they can be told, from its first bytes and
its length; raises `FeedBuilderError` where it is no audio."""


@dataclass(frozen=True, slots=True)
class Linking:
    """How recordings are described; `private` tells that they may lie on a private network."""

    describe: Describe
    private: bool = False


def link_recordings(
    interviews: Iterable[Interview], how: Linking, done: Collection[int]
) -> tuple[tuple[Interview, ...], tuple[str, ...]]:
    """`interviews` with their recordings on the web described, but for those whose order is `done`.

    A warning tells of each that can't be.
    """
    linked: list[Interview] = []
    warnings: list[str] = []
    for interview in interviews:
        address = "" if interview.order in done else interview.audio_url or ""
        try:
            remote = describe_recording(address, how) if is_web(address) else None
        except ArticleError as error:
            warnings.append(f"no recording for “{interview.title}”: {error}")
            remote = None
        linked.append(replace(interview, remote=remote) if remote else interview)
    return tuple(linked), tuple(warnings)


def describe_recording(address: str, how: Linking) -> Remote:
    """What lies at `address`; raises `ArticleError` with it where that is no recording."""
    headers = {"Accept-Encoding": "identity", "Range": f"bytes=0-{_HEAD_BYTES - 1}"}
    try:
        with opened(address, Limits(private=how.private), headers) as response:
            head = _head(response)
            length = _length(response)
        if not length:
            raise ArticleError("the server does not say how large it is (import without --link)")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "head"
            file.write_bytes(head)
            type, seconds = how.describe(file, length)
    except FeedBuilderError as error:
        raise ArticleError(f"{address}: {error}") from error
    return Remote(address=address, type=type, length=length, seconds=seconds)


def _head(response: httpx.Response) -> bytes:
    head = b""
    for chunk in response.iter_bytes(65_536):
        head += chunk
        if len(head) >= _HEAD_BYTES:
            break
    return head[:_HEAD_BYTES]


def _length(response: httpx.Response) -> int:
    """The bytes of the whole; 0 where the server does not say."""
    if response.status_code == 206:
        match = _RANGE.match(response.headers.get("content-range", ""))
        return int(match.group(1)) if match else 0
    stated = response.headers.get("content-length", "")
    return int(stated) if stated.isdecimal() else 0
