"""A recording on a web server, read piece by piece: ranges are asked for as they are needed."""

from __future__ import annotations

import io
from dataclasses import field
from typing import TYPE_CHECKING, Final

from feed_builder.articles.web import Limits, opened
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import httpx

_PIECE: Final = 1 << 16
_SMALL: Final = 1 << 22  # bytes that may be sent whole
_MOST: Final = 1 << 25  # bytes in all: an index of a day takes 20 MB
_PLAIN: Final = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Head:
    """What a server says of a file without sending it: bytes, and what changes when it does."""

    length: int
    etag: str | None


def head(address: str, *, private: bool) -> Head:
    """The head of the file at `address`; raises ArticleError with the reason alone."""
    with opened(address, Limits(private=private), _PLAIN, method="HEAD") as response:
        return _head(response)


def head_or_first_byte(address: str, *, private: bool) -> Head:
    """The same from a server that knows no HEAD."""
    try:
        return head(address, private=private)
    except ArticleError:
        limits, first = Limits(private=private), {**_PLAIN, "Range": "bytes=0-0"}
        with opened(address, limits, first) as response:
            return _head(response)


def _head(response: httpx.Response) -> Head:
    headers = response.headers
    total = headers.get("content-range", "").rpartition("/")[2]
    told = total or headers.get("content-length", "")
    if not told.isdecimal() or not int(told):
        raise ArticleError("the server does not say how large it is (choose another host)")
    return Head(int(told), headers.get("etag") or headers.get("last-modified"))


@dataclass(slots=True)
class RemoteFile:
    """The bytes at an address, as far as readers want them; read pieces stay in memory."""

    address: str
    length: int
    private: bool = False
    position: int = 0
    fetched: int = 0
    pieces: dict[int, bytes] = field(default_factory=dict)

    def tell(self) -> int:
        """Where the next bytes are read."""
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset, as files do."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.length}[whence]
        self.position = max(0, base + offset)
        return self.position

    def read(self, size: int = -1) -> bytes:
        """The bytes from here on; raises ArticleError."""
        end = self.length if size < 0 else min(self.length, self.position + size)
        if end <= self.position:
            return b""
        first, last = self.position // _PIECE, (end - 1) // _PIECE
        self._fetch([n for n in range(first, last + 1) if n not in self.pieces])
        data = b"".join(self.pieces[number] for number in range(first, last + 1))
        begin = self.position - first * _PIECE
        read = data[begin : begin + end - self.position]
        self.position = end
        return read

    def _fetch(self, missing: list[int]) -> None:
        """All pieces that are not here yet, in one request."""
        if not missing:
            return
        begin, end = missing[0] * _PIECE, min(self.length, (missing[-1] + 1) * _PIECE)
        self.fetched += end - begin
        if self.fetched > _MOST:
            raise ArticleError("is not told by its first and last pieces (put it beside this file)")
        content = self._range(begin, end)
        for number in range(missing[0], missing[-1] + 1):
            self.pieces[number] = content[number * _PIECE - begin : (number + 1) * _PIECE - begin]

    def _range(self, begin: int, end: int) -> bytes:
        headers = {**_PLAIN, "Range": f"bytes={begin}-{end - 1}"}
        with opened(self.address, Limits(private=self.private), headers) as response:
            content, sent = b"", 0 if response.status_code == 200 else begin
            if sent < begin and self.length > _SMALL:
                fact = "the server sends no byte ranges, so apps can't seek in it"
                raise ArticleError(f"{fact} (choose another host)")
            for chunk in response.iter_bytes(_PIECE):
                content += chunk
                if sent + len(content) >= end:
                    break
        content = content[begin - sent :]
        if len(content) < end - begin:
            raise ArticleError("changed while it was read (build again)")
        return content[: end - begin]
