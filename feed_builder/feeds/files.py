"""The files that a feed names, fetched within limits: recordings, pictures, transcripts."""

from __future__ import annotations

import hashlib
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from feed_builder.articles.downloads import Fetching, Progress, fetch_recording
from feed_builder.articles.web import Limits, chunks, opened, within
from feed_builder.errors import ArticleError
from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.files import replace_file
from feed_builder.importing import recording_suffix
from feed_builder.records import dataclass
from feed_builder.scaffold import COVER, cover

_MOST_SMALL = 30_000_000
_SECONDS = 120.0
_SIDE = 3000
_VAST = 6000


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches what feeds name, no further than `limits` allow; pictures that many share, once."""

    limits: Limits
    progress: Progress | None = None
    shared: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def recording(self, address: str, stem: Path, progress: Progress | None) -> Path:
        """A recording at `stem`, with the suffix that its content asks for; raises ArticleError."""
        how = Fetching(
            check=recording_suffix,
            progress=progress,
            private=self.limits.private,
            loopback=self.limits.loopback,
        )
        return fetch_recording(address, stem, how)

    def small(self, address: str, *, shared: bool = False) -> bytes:
        """The bytes at an address, all in memory; raises ArticleError."""
        key = hashlib.sha256(address.encode()).hexdigest()
        with self.lock:
            known = self.shared.get(key)
        if known is not None:
            return known
        limits = replace(self.limits, bytes=_MOST_SMALL, seconds=_SECONDS)
        data = within(_SECONDS, lambda: _bytes(address, limits))
        if shared:
            with self.lock:
                self.shared = {key: data}
        return data


def _bytes(address: str, limits: Limits) -> bytes:
    with opened(address, limits) as response:
        return b"".join(chunks(response, limits))


def picture(data: bytes) -> tuple[bytes, str]:
    """A picture as feeds may show it, and its suffix: JPEG and PNG stay as they are.

    Others are made JPEG. Raises ArticleError where it is no picture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as image:
            if max(image.size) > _VAST:
                raise ArticleError(f"is {image.size[0]} × {image.size[1]} pixels")
            if image.format in ("JPEG", "PNG"):
                image.load()
                return data, ".jpg" if image.format == "JPEG" else ".png"
            out = BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=92)
            return out.getvalue(), ".jpg"
    except UnidentifiedImageError as error:
        raise ArticleError("is no picture") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ArticleError(f"can't be used as a picture: {error}") from error


def fetch_cover(
    project: Path, feed: ForeignFeed, values: Mapping[str, Any], fetcher: Fetcher
) -> tuple[str, str | None]:
    """The cover's name in the project, and why it is not the feed's where it is not.

    A cover that lies there stays.
    """
    why = "there is none; a cover was made of the title"
    try:
        if feed.artwork:
            data, suffix = picture(fetcher.small(feed.artwork))
            return _put_cover(project, f"cover{suffix}", lambda: data), None
    except ArticleError as error:
        why = f"{error}; a cover was made of the title"
    return _put_cover(project, COVER, lambda: cover(values["title"], values["author"])), why


def _put_cover(project: Path, name: str, content: Callable[[], bytes]) -> str:
    if not (project / name).exists():
        replace_file(project / name, content())
    return name
