"""OpenDocument texts (.odt), made HTML: their own elements are few and map one to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree

from feed_builder.articles.addresses import Base
from feed_builder.articles.archives import opened, part
from feed_builder.articles.blocks import ArticleSource
from feed_builder.articles.documents import Document
from feed_builder.articles.players import Players
from feed_builder.errors import ArticleError

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _STYLE, _FO = _OASIS % "text", _OASIS % "style", _OASIS % "xsl-fo-compatible"
_OFFICE, _TABLE = _OASIS % "office", _OASIS % "table"
_LINK = "{http://www.w3.org/1999/xlink}href"
_PLAIN = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
}
_SKIPPED = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}table-of-content"}
)
_SPACES = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "<br>", f"{_TEXT}s": " "}


def read_open_document(document: Document) -> ArticleSource:
    """The article in an OpenDocument text. Raises `ArticleError`."""
    archive = opened(document.data, "OpenDocument text")
    content = part(archive, "content.xml")
    if content is None:
        raise ArticleError("is no OpenDocument text: it holds no text (content.xml)")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError("is a broken OpenDocument text: save it again") from error
    from feed_builder.articles.html import fragment_blocks

    players = Players(Base(document.address, document.folder))
    blocks = fragment_blocks("".join(_Html(tree).parts()), players)
    if not blocks:
        raise ArticleError("holds no text")
    return ArticleSource(name=document.name, blocks=blocks, warnings=players.warnings)


class _Html:
    """The HTML of a document, one element after the other."""

    def __init__(self, tree: Any) -> None:
        self._body = tree.find(f".//{_OFFICE}text")
        self._styles = dict(_styles(tree))
        self._notes: list[Any] = []

    def parts(self) -> Iterator[str]:
        """The text, and its footnotes below."""
        if self._body is None:
            return
        yield from self._inside(self._body)
        # Notes are found while the text is read, and hold none themselves.
        for number, note in enumerate(self._notes, 1):
            yield f'<div id="note-{number}">'
            yield from self._inside(note)
            yield "</div>"

    def _inside(self, root: Any) -> Iterator[str]:
        walker = etree.iterwalk(root, events=("start", "end"))
        ends: list[str] = []
        for event, element in walker:
            if event == "end":
                yield ends.pop()
                yield escape(element.tail or "") if element is not root else ""
            elif element is root:
                ends.append("")
            elif element.tag in _SKIPPED or element.tag == f"{_TEXT}note":
                yield self._call(element) if element.tag == f"{_TEXT}note" else ""
                walker.skip_subtree()
                ends.append("")
            else:
                start, end = self._marks(element)
                ends.append(end)
                yield start + escape(element.text or "")

    def _call(self, note: Any) -> str:
        body = note.find(f"{_TEXT}note-body")
        if body is None:
            return ""
        self._notes.append(body)
        number = len(self._notes)
        return f'<sup><a href="#note-{number}">{number}</a></sup>'

    def _marks(self, element: Any) -> tuple[str, str]:
        """What stands before and behind an element."""
        tag = str(element.tag)
        if tag == f"{_TEXT}h":
            level = min(6, int(_digits(element.get(f"{_TEXT}outline-level")) or 1))
            return f"<h{level}>", f"</h{level}>"
        if tag == f"{_TEXT}a":
            return f'<a href="{escape(element.get(_LINK) or "")}">', "</a>"
        if tag in _SPACES:
            return _SPACES[tag], ""
        style = self._styles.get(element.get(f"{_TEXT}style-name") or "", "")
        if tag == f"{_TEXT}p" and style == "h1":
            return "<h1>", "</h1>"
        name = _PLAIN.get(tag) or (style if tag == f"{_TEXT}span" else "")
        return (f"<{name}>", f"</{name}>") if name else ("", "")


def _styles(tree: Any) -> Iterator[tuple[str, str]]:
    """What the automatic styles mean: bold, italic, the document's title."""
    yield "Title", "h1"
    for style in tree.iter(f"{_STYLE}style"):
        name = style.get(f"{_STYLE}name") or ""
        look: Mapping[str, str] = next(
            (p.attrib for p in style.iter(f"{_STYLE}text-properties")), {}
        )
        if style.get(f"{_STYLE}parent-style-name") == "Title":
            yield name, "h1"
        elif look.get(f"{_FO}font-weight") == "bold":
            yield name, "strong"
        elif look.get(f"{_FO}font-style") == "italic":
            yield name, "em"


def _digits(text: str | None) -> str:
    return text if text and text.isdecimal() and len(text) < 3 else ""
