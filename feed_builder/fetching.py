"""Asking web servers: a feed and the files that it names, within limits of size, time and hops."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from feed_builder.articles.addresses import is_private, is_web
from feed_builder.articles.asking import followed, new_client
from feed_builder.errors import ArticleError, FeedBuilderError
from feed_builder.records import dataclass
from feed_builder.text import address_parts

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 100_000_000
MOST_SECONDS = 60.0


Sink = Callable[[bytes], object]


class FetchError(FeedBuilderError):
    """An address that gives no answer; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said in the end: `headers` have names in lower case.

    `hops` are the addresses on the way, with the status that led on; `body` is decompressed, and
    cut off where more than was asked for came.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    hops: tuple[tuple[int, str], ...] = ()
    body: bytes = b""
    whole: bool = True

    @property
    def media_type(self) -> str:
        """The type that the server names, in lower case; "" if it names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server names."""
        _, _, rest = self.headers.get("content-type", "").lower().partition("charset=")
        return rest.split(";")[0].strip(" \"'") or None


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    most: int = MOST_BYTES,
    seconds: float = MOST_SECONDS,
    private: bool = True,
    sink: Sink | None = None,
) -> Answer:
    """What the server at the end of all redirects says, with at most `most` bytes of its content.

    `sink` gets the content piece by piece; it is then not kept. Unless `private`, nothing leads
    into a private network, a redirect neither. Raises FetchError where there is no answer. A
    status of 400 and more is an answer.
    """
    import httpx

    end = time.monotonic() + seconds
    try:
        with new_client(headers, min(seconds, 20.0)) as client:
            return _followed(client, method, url, _Limits(most, end, private, sink))
    except httpx.TimeoutException as error:
        raise FetchError(f"{url}: the server does not answer (try again later)") from error
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpx.StreamError,
        UnicodeError,
        ValueError,
    ) as error:
        reason = str(error) or type(error).__name__
        raise FetchError(f"{url}: can't be fetched: {reason[:300]}") from error


@dataclass(frozen=True, slots=True)
class _Limits:
    most: int
    end: float
    private: bool
    sink: Sink | None


def _followed(client: httpx.Client, method: str, url: str, limits: _Limits) -> Answer:
    asked: list[str] = []

    def ask_one(address: str) -> httpx.Response:
        host = address_parts(address).hostname or ""
        if not limits.private and is_private(host):
            raise FetchError(f"{url}: leads to a private network")
        if not (host and is_web(address)):
            hop = f"{url}: leads to “{address[:200]}”, which is not on the web"
            raise FetchError(hop if asked else f"{url}: is not on the web (write https://…)")
        asked.append(address)
        return client.send(client.build_request(method, address), stream=True)

    try:
        response = followed(url, ask_one)
    except ArticleError as error:
        raise FetchError(f"{url}: {error}") from error
    try:
        statuses = [hop.status_code for hop in response.history]
        return _answer(response, list(zip(statuses, asked[:-1], strict=True)), limits)
    finally:
        response.close()


def _answer(response: httpx.Response, hops: list[tuple[int, str]], limits: _Limits) -> Answer:
    parts: list[bytes] = []
    keep = limits.sink or parts.append
    length, whole = 0, True
    for chunk in response.iter_bytes() if limits.most else ():
        keep(chunk)
        length += len(chunk)
        if length > limits.most:
            whole = False
            break
        if time.monotonic() > limits.end:
            raise FetchError(f"{response.url}: was not sent in time (try again later)")
    return Answer(
        url=str(response.url),
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        hops=tuple(hops),
        body=b"".join(parts),
        whole=whole,
    )
