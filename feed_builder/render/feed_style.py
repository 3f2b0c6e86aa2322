"""How a browser shows a feed: a style sheet that each feed names.

Browsers no longer transform XML, but they style it: `<?xml-stylesheet type="text/css"?>`. CSS can
choose and arrange what a feed says, and add a few words of its own; those are in the show's
language. Apps do not read it.
"""

from __future__ import annotations

from functools import cache

from feed_builder.model import RenderedFile, Show
from feed_builder.render.own_files import own_file
from feed_builder.render.words import words_for

FEED_STYLE = "feed.css"
_PLACE = "@explanation@"


def with_style(feed: bytes, address: str) -> bytes:
    """The feed with the instruction for browsers on its second line; `address` is the sheet's."""
    declaration, line_end, rest = feed.partition(b"\n")
    told = f'<?xml-stylesheet type="text/css" href="{address}"?>\n'.encode()
    return b"".join((declaration, line_end, told, rest))


def feed_style(show: Show) -> RenderedFile:
    """The style sheet of the show's feeds: `feed.css`."""
    words = words_for(show.language)
    explained = (
        words.text("This page is a feed: the address at which a podcast app finds the episodes."),
        words.text("To subscribe, copy the address of this page and paste it into your app."),
    )
    sheet = _sheet().replace(_PLACE, _quoted("\n".join(explained)))
    return RenderedFile(FEED_STYLE, sheet.encode(), "text/css")


def _quoted(text: str) -> str:
    """A string of CSS."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ") + '"'


@cache
def _sheet() -> str:
    return own_file("templates", FEED_STYLE).decode()
