"""The web: pages and recordings fetched within limits, every hop of the way looked at first."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from feed_builder.articles.addresses import is_link_local, is_own, is_private, is_web
from feed_builder.articles.asking import followed, new_client
from feed_builder.articles.documents import Document, suffix_of
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.text import address_parts, without_control_characters

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 20_000_000
MOST_SECONDS = 30.0
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_REFUSED = {
    401: "asks for a password: save the page in your browser and import the file",
    403: "refuses programs: save the page in your browser and import the file",
    404: "has no such page",
    410: "has no such page any more",
    429: "has been asked too often: try again later",
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a download goes: bytes after decompression, seconds in all, and where to.

    `private` opens private networks and this machine, `loopback` this machine alone.
    """

    bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS
    private: bool = False
    loopback: bool = False

    def refusal(self, host: str) -> str | None:
        """Why nothing is fetched from a host, by its name or number."""
        if is_link_local(host):
            return "which is no place of the web"
        if self.private or (self.loopback and is_own(host)) or not is_private(host):
            return None
        return "which is on a private network"


def fetch_page(address: str, limits: Limits | None = None) -> Document:
    """The page at `address` as a document.

    Raises `ArticleError` with the address. A page of a private network is fetched if its address
    was given; a public one does not lead there.
    """
    own = is_private(address_parts(address).hostname or "")
    limits = limits or Limits(private=own)
    try:
        return within(limits.seconds, lambda: _page(address, limits))
    except ArticleError as error:
        raise ArticleError(f"{without_control_characters(address)}: {error}") from error


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """What `work` returns; raises `ArticleError` if it takes longer.

    A server that sends a byte now and then outlives every limit on one reading of its socket.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise ArticleError(f"was not sent within {seconds:g} seconds: try again later")
    return done[0]


def _page(address: str, limits: Limits) -> Document:
    with opened(address, limits) as response:
        data = b"".join(chunks(response, limits))
        final = str(response.url)
    type, charset = _content_type(response.headers.get("content-type", ""))
    if type.startswith(("audio/", "video/", "image/")):
        raise ArticleError(f"is no page but {type}")
    path = PurePosixPath(unquote(urlsplit(final).path))
    suffix = _TYPES.get(type) or suffix_of(data)
    if suffix == ".txt" and path.suffix.lower() in (".md", ".markdown"):
        suffix = ".md"
    name = without_control_characters(path.stem) or urlsplit(final).hostname or "article"
    return Document(
        shown=without_control_characters(address),
        name=name,
        data=data,
        suffix=suffix,
        charset=charset,
        address=final,
    )


def _content_type(header: str) -> tuple[str, str | None]:
    charset = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower(), charset.group(1) if charset else None


def chunks(response: httpx.Response, limits: Limits) -> Iterator[bytes]:
    """The content, decompressed; raises `ArticleError` where it is more than the limit."""
    length = 0
    for chunk in response.iter_bytes():
        length += len(chunk)
        if length > limits.bytes:
            raise ArticleError(f"is larger than {limits.bytes // 1_000_000} MB")
        yield chunk


@contextmanager
def opened(
    address: str, limits: Limits, headers: dict[str, str] | None = None, *, method: str = "GET"
) -> Iterator[httpx.Response]:
    """The answer at the end of all redirects, its content not yet read; `history` holds those.

    Raises `ArticleError` with the reason alone.
    """
    import httpx  # here: see `new_client`

    try:
        with new_client(headers, min(limits.seconds, MOST_SECONDS)) as client:
            response = followed(address, partial(_asked, client, method, limits))
            try:
                _refuse_status(response)
                yield response
            finally:
                response.close()
    except httpx.TimeoutException as error:
        raise ArticleError("the server does not answer: try again later") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        reason = str(error) or type(error).__name__
        raise ArticleError(f"can't be fetched: {reason[:300]}") from error


def _asked(client: httpx.Client, method: str, limits: Limits, address: str) -> httpx.Response:
    _refuse_address(address, limits)
    response = client.send(client.build_request(method, address), stream=True)
    _refuse_peer(response, limits)
    return response


def _refuse_status(response: httpx.Response) -> None:
    if response.is_success or response.status_code == 416:
        return
    said = _REFUSED.get(response.status_code, "does not give it")
    raise ArticleError(f"the server {said} (status {response.status_code})")


def _refuse_address(address: str, limits: Limits) -> None:
    """Raise `ArticleError` for what is not on the web, or on a network that the page is not on."""
    host = address_parts(address).hostname or ""
    if not is_web(address) or not host:
        raise ArticleError(f"leads to “{address[:200]}”, which is not on the web")
    for name in (host, *_numbers(host, limits)):
        why = limits.refusal(name)
        if why:
            raise ArticleError(f"leads to {host}, {why}")


def _refuse_peer(response: httpx.Response, limits: Limits) -> None:
    """Raise `ArticleError` where the answer came from elsewhere than the name had said before."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream and not getproxies() else None
    number = str(peer[0]) if peer else ""
    why = limits.refusal(number)
    if why:
        response.close()
        raise ArticleError(f"leads to {number}, {why}")


def _numbers(host: str, limits: Limits) -> list[str]:
    """The IP numbers of a host; none behind a proxy, which looks them up itself."""
    if getproxies() or limits.refusal(host):
        return []
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"there is no host {host}, or no way to it") from error
    return [str(one[4][0]) for one in found]
