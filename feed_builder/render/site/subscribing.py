"""Subscribing: for each app the link that it understands, directories, and a QR code for phones."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from urllib.parse import quote

from feed_builder.directories import DIRECTORIES
from feed_builder.model import Show
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class App:
    """An app: its name, the systems it runs on, and how it wants a feed's address.

    Evidence: the apps' own pages and the schemes that they register.
    """

    name: str
    systems: str
    link: Callable[[str], str]


def _bare(feed: str) -> str:
    return feed.partition("://")[2]


def _quoted(feed: str) -> str:
    return quote(feed, safe="")


# The order is that of the page: what most people have first.
APPS = (
    App("Apple Podcasts", "iPhone, iPad, Mac", lambda feed: f"podcasts://{_bare(feed)}"),
    App(
        "AntennaPod",
        "Android",
        lambda feed: f"https://antennapod.org/deeplink/subscribe?url={_quoted(feed)}",
    ),
    App("Pocket Casts", "iPhone, Android", lambda feed: f"pktc://subscribe/{_bare(feed)}"),
    App("Overcast", "iPhone", lambda feed: f"overcast://x-callback-url/add?url={_quoted(feed)}"),
    App(
        "Podcast Addict",
        "Android",
        lambda feed: f"https://podcastaddict.com/feed/{_quoted(feed)}",
    ),
    App("Castro", "iPhone", lambda feed: f"castro://subscribe/{_bare(feed)}"),
    App(
        "Podcast Guru",
        "iPhone, Android",
        lambda feed: f"https://app.podcastguru.io/podcast/X{feed.encode().hex()}",
    ),
    App("Downcast", "iPhone, Mac", lambda feed: f"downcast://{_bare(feed)}"),
    # With two slashes and no scheme behind them gPodder asks over http.
    App("gPodder", "Linux, Windows", lambda feed: f"gpodder:{feed}"),
    App("Player FM", "Web", lambda feed: f"https://player.fm/subscribe?id={_quoted(feed)}"),
)


def any_app(feed: str) -> str:
    """The link that opens whichever app a device has for podcasts."""
    return f"podcast://{_bare(feed)}"


def apps(feed: str) -> list[tuple[str, str, str]]:
    """Name, systems and link of every app."""
    return [(app.name, app.systems, app.link(feed)) for app in APPS]


def directories(show: Show) -> list[tuple[str, str]]:
    """Name and address of each directory that the publisher has put the show in."""
    said = dict(show.site.directories)
    return [(name, said[key]) for key, name in DIRECTORIES.items() if key in said]


def qr_code(address: str, title: str) -> str:
    """A QR code of `address` as inline SVG, read out as `title`."""
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        border=3,
        dark="#000",
        light="#fff",
        omitsize=True,
        title=title,
        nl=False,
        svgclass="qr",
        lineclass=None,
    )
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
