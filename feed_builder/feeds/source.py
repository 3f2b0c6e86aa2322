"""Where a feed is read from: a file, or the web with all its redirects, and page after page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from urllib.parse import urlunsplit

from feed_builder.articles.addresses import is_own, is_private, is_web
from feed_builder.articles.web import Limits, chunks, opened, within
from feed_builder.errors import ArticleError
from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.feeds.reading import read_feed
from feed_builder.feeds.xml import MOST_BYTES, NotAFeedError
from feed_builder.files import Unreadable, read_regular
from feed_builder.records import dataclass
from feed_builder.text import address_parts, joined

_MOST_PAGES = 1000
# What buttons to subscribe with write before an address, or instead of its scheme.
_SUBSCRIBE = re.compile(r"^(?:feed:(https?://)|(?:feed|itpc|pcast|podcast)://)", re.I)
_MOST_ITEMS = 100_000
_SECONDS = 120.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A redirect that was followed: its status, from where, to where."""

    status: int
    url: str
    to: str


@dataclass(slots=True, kw_only=True)
class Source:
    """What a feed was read from, and how far its files may be fetched.

    `address` is where it lies on the web, None for a file; `warnings` tell what was mended.
    """

    shown: str
    address: str | None
    limits: Limits
    pages: int = 0
    hops: list[Hop] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_whole_feed(where: str, progress: Progress | None = None) -> tuple[Source, ForeignFeed]:
    """The feed in the file or at the address `where`, all its pages together.

    Raises NotAFeedError with the place and the reason.
    """
    where = _SUBSCRIBE.sub(lambda found: found[1] or "https://", where)
    source = _source(where)
    seen: set[str] = set()
    feed: ForeignFeed | None = None
    place: str | None = where
    while place is not None:
        seen.add(place)
        page, address = _page(source, place)
        feed = page if feed is None else _joined(feed, page)
        source.pages += 1
        if progress:
            progress("pages", source.pages, source.pages)
        following = _next(source, page, address, place)
        if following in seen or source.pages >= _MOST_PAGES or len(feed.items) > _MOST_ITEMS:
            if following:
                source.warnings.append(f"{following}: not followed; its page was read before")
            break
        place = following
    assert feed is not None
    return source, feed


def without_credentials(address: str) -> str:
    """An address without the name and the password in it."""
    parts = address_parts(address)
    if is_web(address) and not parts.netloc:
        return address.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def page_bytes(first: str, place: str) -> bytes:
    """The bytes of a further page of the feed at `first`, no further away than that lies.

    Raises NotAFeedError.
    """
    try:
        return _fetched(_source(first), place)[0]
    except ArticleError as error:
        raise NotAFeedError(f"{without_credentials(place)}: {error}") from error


def _source(where: str) -> Source:
    if not is_web(where):
        # Whoever names a file may have it lead to this machine as well.
        return Source(shown=where, address=None, limits=Limits(bytes=MOST_BYTES, loopback=True))
    host = address_parts(where).hostname or ""
    limits = Limits(
        bytes=MOST_BYTES,
        seconds=_SECONDS,
        loopback=is_own(host),
        private=is_private(host) and not is_own(host),
    )
    return Source(shown=without_credentials(where), address=where, limits=limits)


def _page(source: Source, place: str) -> tuple[ForeignFeed, str | None]:
    """One page, and where it was found in the end."""
    shown = without_credentials(place) if is_web(place) else place
    try:
        if is_web(place):
            data, address, charset = _fetched(source, place)
            feed, warnings = read_feed(data, address, charset)
        else:
            address = None
            feed, warnings = read_feed(_from_disk(place), None)
    except (ArticleError, NotAFeedError) as error:
        raise NotAFeedError(f"{shown}: {error}") from error
    source.warnings += [f"{shown}: {warning}" for warning in warnings]
    return feed, address


def _from_disk(place: str) -> bytes:
    if "://" in place:
        raise NotAFeedError("is neither a file nor an address on the web")
    try:
        return read_regular(Path(place))
    except Unreadable as error:
        raise NotAFeedError(str(error)) from error


def _fetched(source: Source, place: str) -> tuple[bytes, str, str | None]:
    return within(_SECONDS, lambda: _fetch(source, place))


def _fetch(source: Source, place: str) -> tuple[bytes, str, str | None]:
    with opened(place, source.limits) as response:
        data = b"".join(chunks(response, source.limits))
        final = without_credentials(str(response.url))
        charset = response.charset_encoding
        for hop, after in zip(response.history, [*response.history, response][1:], strict=True):
            source.hops.append(
                Hop(
                    status=hop.status_code,
                    url=without_credentials(str(hop.url)),
                    to=without_credentials(str(after.url)),
                )
            )
    return data, final, charset


def _next(source: Source, page: ForeignFeed, address: str | None, place: str) -> str | None:
    """The page after this one; of a file, one beside it or one on the web."""
    if not page.next_page:
        return None
    if address is not None or is_web(page.next_page):
        return joined(address or page.next_page, page.next_page)
    beside = Path(place).parent / Path(page.next_page).name
    if Path(page.next_page).name != page.next_page or not beside.is_file():
        source.warnings.append(f"{page.next_page}: the next page is not beside {place}")
        return None
    return str(beside)


def _joined(first: ForeignFeed, page: ForeignFeed) -> ForeignFeed:
    """The first page with the items of a further one."""
    known = {(item.guid, item.title) for item in first.items}
    first.items += [item for item in page.items if (item.guid, item.title) not in known]
    return first
