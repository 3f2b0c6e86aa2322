"""Asking web servers: who we say we are, and how far redirects are followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from feed_builder import __version__
from feed_builder.errors import ArticleError
from feed_builder.text import joined

if TYPE_CHECKING:
    import httpx

_MOST_HOPS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def new_client(headers: Mapping[str, str] | None, seconds: float) -> httpx.Client:
    """What asks servers; it waits `seconds` for each to say something."""
    import httpx  # here, because it takes longer to load than most articles to read

    sent = {
        "User-Agent": f"feed-builder/{__version__}",
        "Accept-Encoding": "gzip, deflate",
        **(headers or {}),
    }
    return httpx.Client(headers=sent, timeout=seconds)


def followed(address: str, ask: Callable[[str], httpx.Response]) -> httpx.Response:
    """The answer at the end of all redirects; `history` holds those, closed.

    `ask` sends a request to an address, or raises where it leads to nowhere good; it does not read
    what the server sends, nor does this. Raises ArticleError where there are too many redirects.
    """
    hops: list[httpx.Response] = []
    while True:
        response = ask(address)
        target = response.headers.get("location")
        if response.status_code not in _REDIRECTS or not target:
            response.history = hops
            return response
        response.close()
        hops.append(response)
        if len(hops) > _MOST_HOPS:
            raise ArticleError(f"is redirected more than {_MOST_HOPS} times")
        address = joined(str(response.url), target)
