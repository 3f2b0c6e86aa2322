"""A file on a web server, read piece by piece: byte ranges are asked for as they are needed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from feed_builder.errors import FeedBuilderError
from feed_builder.fetching import Answer, ask

_PIECE: Final = 1 << 16
_MOST: Final = 1 << 25  # bytes in all: an index of a day takes 20 MB
_PLAIN: Final = {"Accept-Encoding": "identity"}


class RemoteError(FeedBuilderError):
    """A recording that can't be read from where it is; the text is the reason and the way out."""


def head(url: str) -> Answer:
    """What the server says of a file without sending it; raises FetchError, RemoteError."""
    answer = ask(url, method="HEAD", headers=_PLAIN, most=0)
    if answer.status in (405, 501):  # some servers know no HEAD
        answer = ask(url, headers={**_PLAIN, "Range": "bytes=0-0"}, most=1)
    if answer.status not in (200, 206):
        raise RemoteError(f"the server answers {answer.status} (check the address in a browser)")
    return answer


def length_of(answer: Answer) -> int:
    """The length of the file in bytes; raises RemoteError where the server does not say it."""
    total = answer.headers.get("content-range", "").rpartition("/")[2]
    told = total or answer.headers.get("content-length", "")
    if not told.isdecimal() or not int(told):
        raise RemoteError("the server does not say how long it is (choose another host)")
    return int(told)


class RemoteFile(io.RawIOBase):
    """The bytes at `url`, of which there are `length`; pieces that were read stay in memory."""

    def __init__(self, url: str, length: int) -> None:
        super().__init__()
        self.url, self.length = url, length
        self.position = self.fetched = 0
        self.pieces: dict[int, bytes] = {}

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.length}[whence]
        self.position = max(0, base + offset)
        return self.position

    def read(self, size: int = -1) -> bytes:
        """The bytes from here on; raises RemoteError, FetchError."""
        end = self.length if size < 0 else min(self.length, self.position + size)
        if end <= self.position:
            return b""
        first, last = self.position // _PIECE, (end - 1) // _PIECE
        self._fetch(first, last)
        data = b"".join(self.pieces[number] for number in range(first, last + 1))
        begin = self.position - first * _PIECE
        self.position = end
        return data[begin : begin + end - (first * _PIECE + begin)]

    def _fetch(self, first: int, last: int) -> None:
        """All pieces between two that are not here yet, in one request."""
        missing = [number for number in range(first, last + 1) if number not in self.pieces]
        if not missing:
            return
        begin = missing[0] * _PIECE
        end = min(self.length, (missing[-1] + 1) * _PIECE)
        self.fetched += end - begin
        if self.fetched > _MOST:
            raise RemoteError(
                "is not told by its first and last pieces (put the file beside the episode)"
            )
        content = _range(self.url, begin, end, self.length)
        for number in range(missing[0], missing[-1] + 1):
            at = number * _PIECE - begin
            self.pieces[number] = content[at : at + _PIECE]


def _range(url: str, begin: int, end: int, length: int) -> bytes:
    headers: Mapping[str, str] = {**_PLAIN, "Range": f"bytes={begin}-{end - 1}"}
    answer = ask(url, headers=headers, most=end - begin)
    if answer.status == 200:
        raise RemoteError(
            "the server sends no byte ranges, so apps can't seek in it (choose another host)"
        )
    told = answer.headers.get("content-range", "").rpartition("/")[2]
    if answer.status != 206 or len(answer.body) < end - begin or told not in ("*", str(length)):
        raise RemoteError(
            f"changed while it was read, or the server answers {answer.status} (build again)"
        )
    return answer.body[: end - begin]
