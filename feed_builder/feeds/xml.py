"""Anybody's XML, read within limits: no entities of its own, no network, no depth without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from lxml import etree

from feed_builder.check.document import decoded
from feed_builder.check.markup import Refused
from feed_builder.errors import FeedBuilderError

Element = Any
"""An element of lxml, which ships no types for what we use of it."""

MOST_BYTES = 100_000_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE[^>\[]*\[|ENTITY)", re.IGNORECASE)
_HEAD = 4096
_LOOSE = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};)"
    rb"(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?|<(?![A-Za-z_/!?])",
    re.S,
)
_START = re.compile(rb"<\?xml\s|<rss[\s>]|<feed[\s>]|<rdf:RDF[\s>]")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.I)
# RSS itself has no namespace; some write one, and RSS 1.0 had its own.
_NO_NAMESPACE = (
    "{http://backend.userland.com/rss2}",
    "{http://backend.userland.com/rss}",
    "{http://blogs.law.harvard.edu/tech/rss}",
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://purl.org/rss/1.0/}",
)
_XML_NAMES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))

# Prefixes are what people know the namespaces by; feeds write some of these in more ways than one.
_PREFIXES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/dtds/podcast-1.0.dtd/": "itunes",
    "https://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://podlove.org/simple-chapters": "psc",
    "http://podlove.org/simple-chapters/": "psc",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd": "googleplay",
    "http://www.spotify.com/ns/rss": "spotify",
    "https://www.spotify.com/ns/rss": "spotify",
    "http://www.rawvoice.com/rawvoicerssmodule/": "rawvoice",
    "https://blubrry.com/developer/rawvoice-rss/": "rawvoice",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://bitlove.org": "bitlove",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://backend.userland.com/creativecommonsrssmodule": "creativeCommons",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativeCommons",
    "http://web.resource.org/cc/": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://www.w3.org/xml/1998/namespace": "xml",
}


class NotAFeedError(FeedBuilderError):
    """A document that can't be read as a feed; the text is the reason."""


def parse(data: bytes, charset: str | None = None) -> tuple[Element, tuple[str, ...]]:
    """The root of an XML document, and what had to be mended in it.

    `charset` is what the server says. Raises NotAFeedError for what is none, is too large, or
    defines entities.
    """
    if len(data) > MOST_BYTES:
        raise NotAFeedError(f"is larger than {MOST_BYTES // 1_000_000} MB")
    data, told = _as_utf8(data, charset)
    root, warnings = _parsed(data.lstrip())
    return root, (*told, *warnings)


def _as_utf8(data: bytes, charset: str | None) -> tuple[bytes, tuple[str, ...]]:
    """The document as UTF-8 without its declaration, whatever it says that it is."""
    try:
        text = decoded(data, charset)
    except Refused as refused:
        raise NotAFeedError(refused.message) from refused
    try:
        text.data.decode()
    except UnicodeDecodeError:
        # What is not UTF-8 was written by a program that knows nothing of encodings.
        told = f"the feed is not {text.encoding}, as it says; it was read as Windows-1252"
        return text.data.decode("cp1252", "replace").encode(), (told,)
    return text.data, ()


def mended(data: bytes) -> bytes:
    """A document that is not well-formed, as well-formed XML; raises NotAFeedError."""
    root, _ = parse(data)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _parsed(data: bytes) -> tuple[Element, tuple[str, ...]]:
    if _DOCTYPE.search(data[:_HEAD]):
        raise NotAFeedError("defines entities of its own, which no feed needs")
    if _PAGE.match(data[:_HEAD].lstrip()):
        raise NotAFeedError("is a web page, no feed (look there for the feed's address)")
    try:
        return _checked(etree.fromstring(data, _parser(recover=False))), ()
    except etree.XMLSyntaxError as error:
        reason = str(error)
    except ValueError as error:
        raise NotAFeedError(f"is no XML: {error}") from error
    told = f"the feed is not well-formed and was read as far as it goes: {reason}"
    return _mended(data, reason), (told,)


def _mended(data: bytes, reason: str) -> Element:
    """What can be read of XML that is not well-formed."""
    start = _START.search(data[:_HEAD])
    named = _LOOSE.sub(_escaped, data[start.start() :] if start else data)
    for content, recover in ((named, False), (named, True)):
        try:
            root = etree.fromstring(content, _parser(recover=recover))
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return _checked(root)
    raise NotAFeedError(f"is no XML: {reason}")


def _escaped(match: re.Match[bytes]) -> bytes:
    """HTML's name for a letter as its number, which XML knows as well (RSS-11), and signs that
    nobody has escaped as signs; what stands in CDATA stays."""
    found = match.group()
    if found.startswith(b"<!"):
        return found
    if found == b"<":
        return b"&lt;"
    name = match["name"]
    letters = html5.get(f"{name.decode()};", "") if name else ""
    if name in _XML_NAMES:
        return found
    if letters:
        return "".join(f"&#{ord(letter)};" for letter in letters).encode()
    return b"&amp;" + found[1:]


def _parser(*, recover: bool) -> Any:
    # Without huge_tree libxml2 refuses depth, long texts and entities that grow.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def _checked(root: Element) -> Element:
    for entity in root.iter(etree.Entity):
        _put_text(entity, "")
    for element in root.iter(*(f"{namespace}*" for namespace in _NO_NAMESPACE)):
        element.tag = element.tag.rpartition("}")[2]
    return root


def _put_text(node: Element, text: str) -> None:
    """`text` in the place of a node whose tail stays."""
    tail = text + (node.tail or "")
    before, parent = node.getprevious(), node.getparent()
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif parent is not None:
        parent.text = (parent.text or "") + tail
    node.tail = None
    if parent is not None:
        parent.remove(node)


def name_of(element: Element) -> str:
    """An element's name as people say it: "title", "itunes:image"."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    known = _PREFIXES.get(uri.lower().strip())
    if known:
        return f"{known}:{local}"
    return f"{element.prefix or uri}:{local}"


def children(element: Element) -> Iterator[tuple[str, Element]]:
    """The child elements with their names; comments and the like left out."""
    for child in element:
        name = name_of(child)
        if name:
            yield name, child


def text_of(element: Element) -> str:
    """All the text of an element, as it stands."""
    return "".join(element.itertext())


def attribute(element: Element, name: str) -> str | None:
    """An attribute's value without spaces around it; None where there is none or it is empty."""
    value = (element.get(name) or "").strip()
    return value or None
