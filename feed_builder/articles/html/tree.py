"""HTML as a tree: parsed as browsers do, whatever its author did, without scripts and comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from feed_builder.errors import ArticleError

_MOST_ELEMENTS = 400_000
# What a page may write before "<html": an internal subset is where entities are defined.
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]{0,300}\[", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,300}\?>")
# These only group; where they are nested beyond all reason the text stands without them.
_GROUPS = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|section|center|small|big|blockquote|table|tbody|tr|td|ul|ol|"
    r"li|article|a)(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_IN_HEAD = frozenset("title meta link base style script noscript template object".split())
_TOO_DEEP = "nests its elements deeper than any article"


def parsed(text: str) -> HtmlElement:
    """The tree of `text`. Raises `ArticleError` where it is no HTML, or too much of it."""
    cleaned = _DECLARATION.sub("", _without_subset(text.replace("\0", "")))
    tree, cut = _parse(cleaned)
    if cut:
        tree, cut = _parse(_GROUPS.sub("\n", cleaned))
    if cut or tree is None:
        raise ArticleError(_TOO_DEEP if cut else "holds no text")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise ArticleError(f"has more than {_MOST_ELEMENTS:,} elements; no article has")
    _end_head(tree)
    return tree


def _end_head(tree: HtmlElement) -> None:
    """Put into the body what HTML5 begins it with: libxml2 knows neither <article> nor <main>."""
    head = tree.find("head")
    begins = [child for child in head if child.tag not in _IN_HEAD] if head is not None else []
    if head is None or not begins:
        return
    body = tree.find("body")
    if body is None:
        body = tree.makeelement("body", {})
        tree.append(body)
    moved = [*begins[0].itersiblings()]
    for place, child in enumerate([begins[0], *moved]):
        body.insert(place, child)


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser gave up for its depth."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        tree = None
    log = parser.error_log
    return tree, any("depth" in entry.message.lower() for entry in log)


def _without_subset(text: str) -> str:
    """`text` without the definitions in its document type, which nothing here expands."""
    match = _SUBSET.search(text, 0, 3000)
    if not match:
        return text
    end = re.compile(r"\]\s{0,20}>").search(text, match.end())
    return text[: match.start()] + text[end.end() :] if end else text[: match.start()]


def remove(element: HtmlElement) -> None:
    """Take `element` out; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def text_of(element: HtmlElement, most: int = 5_000) -> str:
    """The words in an element on one line, as far as about `most` characters go."""
    parts: list[str] = []
    length = 0
    for event, below in islice(etree.iterwalk(element, events=("start", "end")), 2 * most):
        part = below.text if event == "start" else below.tail if below is not element else None
        if part:
            parts.append(part)
            length += len(part)
        if length > most:
            break
    return " ".join("".join(parts).split())


def holds(element: HtmlElement, test: Callable[[HtmlElement], bool]) -> bool:
    """Whether something in an element passes, as far as anybody would look."""
    return any(test(below) for below in islice(element.iter(), 2_000))


def words_of(element: HtmlElement, *names: str) -> str:
    """The first of these attributes that says something."""
    found = ((element.get(name) or "").strip() for name in names)
    return next((value for value in found if value), "")


def closest(element: HtmlElement, test: Callable[[HtmlElement], bool]) -> HtmlElement | None:
    """The element, or the nearest one around it, that passes."""
    here: HtmlElement | None = element
    while here is not None and not test(here):
        here = here.getparent()
    return here
