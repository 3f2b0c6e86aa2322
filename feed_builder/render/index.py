"""The page that leads to several shows of one repository."""

from __future__ import annotations

from collections.abc import Sequence

from feed_builder.model import RenderedFile
from feed_builder.records import dataclass
from feed_builder.render.own_files import own_file
from feed_builder.render.site.theme import theme
from feed_builder.render.words import direction, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedShow:
    """A show as the index lists it; `href`, `feed` and `cover` are relative addresses."""

    title: str
    description: str
    author: str
    language: str
    href: str
    feed: str
    cover: str | None


SHOWS_STYLE = "shows.css"


def shows_style() -> RenderedFile:
    """What the index looks like, beyond what every page does."""
    content = own_file("templates", SHOWS_STYLE)
    return RenderedFile(SHOWS_STYLE, content, "text/css")


def render_index(shows: Sequence[ListedShow]) -> RenderedFile:
    """`index.html` above the shows' folders: each in its language, the rest in the first's."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("feed_builder.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    title = ", ".join(dict.fromkeys(show.author for show in shows))
    html = environment.get_template("index.html").render(
        shows=shows,
        title=title,
        words=words_for(shows[0].language),
        words_for=words_for,
        direction=direction,
        theme=theme({}, ()),
    )
    return RenderedFile("index.html", html.encode(), "text/html")
