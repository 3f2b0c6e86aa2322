"""Lists of shows that apps take in at once: OPML 2.0 (OPML-1)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from feed_builder.model import RenderedFile
from feed_builder.records import dataclass

OPML = "shows.opml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A show as a list names it."""

    title: str
    feed_url: str
    link: str
    description: str
    language: str


def render_opml(shows: Sequence[Outline], title: str) -> RenderedFile:
    """The feeds of `shows` as a list under `title`: `shows.opml`."""
    root = etree.Element("opml", {"version": "2.0"})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for show in shows:
        outline = {
            "text": show.title,
            "type": "rss",
            "xmlUrl": show.feed_url,
            "title": show.title,
            "htmlUrl": show.link,
            "description": show.description,
            "language": show.language,
            "version": "RSS2",
        }
        etree.SubElement(body, "outline", outline)
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return RenderedFile(OPML, content, "text/x-opml")
