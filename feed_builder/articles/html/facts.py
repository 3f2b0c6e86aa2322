"""What a page says of its article beside the text, from whom it is trusted most to least.

Title, author, date and language: JSON-LD, then OpenGraph, microdata, `<time>`, `<meta>`; the byline
in the text comes last and is the finder's. The language of the text itself goes before OpenGraph's,
which most sites never set; the canonical link before all else that names an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from feed_builder.articles.blocks import Metadata
from feed_builder.articles.bylines import is_byline
from feed_builder.articles.dates import find_date
from feed_builder.articles.html.tree import text_of, words_of
from feed_builder.articles.languages import normalised_tag
from feed_builder.records import dataclass

_ARTICLES = re.compile(r"(?:Article|Posting|Report|Review|Interview|PodcastEpisode)$")
_PAGES = frozenset({"WebPage", "ItemPage", "CreativeWork"})
_MOST_JSON = 1_000_000
_MOST_NODES = 5_000
# Content systems sign for those who wrote nothing.
_NOBODY = frozenset(
    "admin administrator administrateur webmaster root editor editeur wordpress user".split()
)
_READERS = re.compile(r"comment|related|teaser|widget|sidebar|bio\b|about")
_META = {
    "title": ("twitter:title", "dc.title", "dcterms.title", "citation_title", "title"),
    "author": (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "sailthru.author",
        "parsely-author",
        "byl",
    ),
    "date": (
        "date",
        "pubdate",
        "publishdate",
        "publish_date",
        "publication_date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.issued",
        "dcterms.date",
        "citation_publication_date",
        "sailthru.date",
        "parsely-pub-date",
        "article.published",
    ),
    "language": ("dc.language", "dcterms.language", "content-language", "language"),
}
_OPEN_GRAPH = {
    "title": ("og:title",),
    "author": ("og:article:author", "article:author"),
    "date": ("article:published_time", "og:article:published_time", "og:published_time"),
    "language": ("og:locale",),
    "url": ("og:url",),
}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one source says; an empty text where it says nothing."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with what is asked again and again."""

    tree: HtmlElement
    meta: Mapping[str, list[str]] = field(default_factory=dict)
    address: str | None = None


def facts_of(tree: HtmlElement, address: str | None) -> Metadata:
    """The metadata of the page `tree`, found before anything is taken out of it."""
    page = _Page(tree, _metas(tree), address)
    rows = (_json_ld, _open_graph, _microdata, _times, _named, _microformats)
    sources = [source(page) for source in rows]
    site = _site_names(page)
    return Metadata(
        title=_title(page, [source.title for source in sources], site),
        author=next((a for s in sources if (a := _author(s.author, site))), None),
        published=next((d for s in sources if (d := _day(s.date))), None),
        language=_language(page, sources),
        url=_canonical(page, sources) or address,
    )


def base_of(tree: HtmlElement, address: str | None) -> str | None:
    """The address that relative ones in the page are relative to."""
    base = tree.find(".//base[@href]")
    written = (base.get("href") or "").strip() if base is not None else ""
    canonical = address or _canonical(_Page(tree, _metas(tree)), [])
    whole = _joined(canonical, written)
    return whole or canonical


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = words_of(element, "property", "name", "http-equiv").lower()
        content = " ".join((element.get("content") or "").split())[:2000]
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def _first(page: _Page, names: tuple[str, ...]) -> str:
    return next((value for name in names for value in page.meta.get(name, ())), "")


def _open_graph(page: _Page) -> _Facts:
    return _Facts(**{key: _first(page, names) for key, names in _OPEN_GRAPH.items()})


def _named(page: _Page) -> _Facts:
    return _Facts(**{key: _first(page, names) for key, names in _META.items()})


def _microdata(page: _Page) -> _Facts:
    said: dict[str, str] = {}
    for element in page.tree.iter():
        for name in (element.get("itemprop") or "").split():
            value = words_of(element, "content", "datetime") or text_of(_name_in(element))
            said.setdefault(name, value[:500])
    return _Facts(
        title=said.get("headline", ""),
        author=said.get("author", ""),
        date=said.get("datePublished", ""),
        language=said.get("inLanguage", ""),
    )


def _microformats(page: _Page) -> _Facts:
    """What classes say since hCard and hAtom: "vcard author", "published", rel="author"."""
    authors = (one for one in page.tree.iter() if _is_author(one))
    said = (text_of(element)[:100] for element in authors)
    days = (one for one in page.tree.iter("abbr", "span", "div", "p") if _is_published(one))
    written = (one.get("title") or one.get("datetime") or text_of(one)[:100] for one in days)
    return _Facts(
        author=next((one for one in said if one and is_byline(f"By {one}")), ""),
        date=next((one for one in written if find_date(one)), ""),
    )


def _is_author(element: HtmlElement) -> bool:
    names = (element.get("class") or "").lower().split()
    called = "author" in names or "p-author" in names or "fn" in names
    linked = (element.get("rel") or "").lower() == "author"
    return (called or linked) and not _is_reader(element)


def _is_reader(element: HtmlElement) -> bool:
    """Whether an element is of a comment, a teaser or a box about the author."""
    around = (one.get("class") or "" for one in (element, *element.iterancestors()))
    return any(_READERS.search(name.lower()) for name in around) or any(
        one.tag in ("aside", "footer", "nav") for one in element.iterancestors()
    )


def _is_published(element: HtmlElement) -> bool:
    names = (element.get("class") or "").lower().split()
    return bool({"published", "dt-published", "date-published"}.intersection(names))


def _name_in(element: HtmlElement) -> HtmlElement:
    inner = (below for below in element.iter() if "name" in (below.get("itemprop") or "").split())
    return next(inner, element)


def _times(page: _Page) -> _Facts:
    """The time marked as the publication's, else the first in the article's head."""
    times = [one for one in page.tree.iter("time") if one.get("datetime") or text_of(one)]
    marked = [one for one in times if _is_publication(one)]
    inside = [one for one in times if next(one.iterancestors("article", "main"), None) is not None]
    best = next(iter([*marked, *inside, *times]), None)
    return _Facts(date=(best.get("datetime") or text_of(best))[:100] if best is not None else "")


def _is_publication(time: HtmlElement) -> bool:
    names = f"{time.get('class') or ''} {time.get('itemprop') or ''}".lower()
    return "pubdate" in time.attrib or "published" in names


def _json_ld(page: _Page) -> _Facts:
    nodes = list(json_nodes(page.tree))
    articles = [node for node in nodes if any(_ARTICLES.search(t) for t in _types(node))]
    pages = [node for node in nodes if _PAGES.intersection(_types(node))]
    people = {str(node.get("@id")): node for node in nodes if node.get("@id")}
    best = next(iter(articles), {})
    dated = next((n for n in (*articles, *pages) if _said(n.get("datePublished"))), {})
    spoken = next((n for n in (*articles, *pages) if _said(n.get("inLanguage"))), {})
    return _Facts(
        title=_said(best.get("headline")) or _said(best.get("name")),
        author=_people(best.get("author"), people),
        date=_said(dated.get("datePublished")),
        language=_said(spoken.get("inLanguage")),
        url=_said(best.get("url")) or _said(best.get("mainEntityOfPage"), "@id"),
    )


def json_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """What a page says of itself in JSON-LD, node by node."""
    return (node for text in _scripts(tree) for node in _nodes(text))


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield (script.text or "")[:_MOST_JSON]


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [
            json.loads(text.strip().removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
        ]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _types(node: Mapping[str, Any]) -> list[str]:
    types = node.get("@type")
    return [str(one) for one in types] if isinstance(types, list) else [str(types or "")]


def _said(value: object, key: str = "name") -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get(key) or value.get("@id")
    return " ".join(_unescaped(value).split())[:500] if isinstance(value, str) else ""


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _people(value: object, known: Mapping[str, Mapping[str, Any]]) -> str:
    names = []
    for one in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(one, dict):
            node = {**known.get(str(one.get("@id")), {}), **one}
            if "Organization" not in "".join(_types(node)):
                names.append(_said(node.get("name")))
        elif isinstance(one, str):
            names.append(_said(one))
    return " ; ".join(name for name in names if name)


def _site_names(page: _Page) -> frozenset[str]:
    nodes = json_nodes(page.tree)
    publishers = (_said(node.get("publisher")) for node in nodes)
    own = (*page.meta.get("og:site_name", ()), *page.meta.get("application-name", ()))
    title = page.tree.find(".//title")
    whole, heading = text_of(title) if title is not None else "", _only_heading(page.tree)
    if heading and whole.startswith(heading):
        own = (*own, whole[len(heading) :].strip(" |-–—•·:"))
    return frozenset(name.casefold() for name in (*publishers, *own) if name)


def _author(said: str, site: frozenset[str]) -> str | None:
    """Who wrote it, if it is somebody: no address, no account, not the site itself."""
    name = re.sub(r"^(?:par|by|von|por|di|door)\s", "", said.strip(), flags=re.IGNORECASE)
    if not name or "://" in name or "@" in name or len(name) > 300:
        return None
    return None if name.casefold() in site | _NOBODY else name


def _day(said: str) -> date | None:
    found = find_date(said.strip()[:100].replace("T", " ", 1) if "-" in said else said)
    return found.day if found else None


def _title(page: _Page, said: list[str], site: frozenset[str]) -> str | None:
    heading = _only_heading(page.tree)
    title = page.tree.find(".//title")
    last = text_of(title) if title is not None else ""
    for one in (*said[:3], heading, *said[3:], last):
        if one:
            return _without_site(one, heading, site)[:500]
    return None


def _only_heading(tree: HtmlElement) -> str:
    headings = [text for one in tree.iter("h1") if (text := text_of(one))]
    inside = [
        text_of(one)
        for one in tree.iter("h1")
        if next(one.iterancestors("article", "main"), None) is not None
    ]
    found = [text for text in inside if text] or headings
    return found[0] if len(found) == 1 else ""


def _without_site(title: str, heading: str, site: frozenset[str]) -> str:
    """A title without the site's name behind it, or what the heading of the page leaves of it."""
    if heading and title.casefold().startswith(heading.casefold()):
        return heading
    for mark in (" | ", " - ", " – ", " — ", " • ", " · ", " : "):
        head, found, tail = title.rpartition(mark)
        if found and tail.strip().casefold() in site:
            return head.strip()
    return title


def _language(page: _Page, sources: list[_Facts]) -> str | None:
    html = page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    article = page.tree.find(".//article[@lang]")
    own = (
        (article.get("lang") if article is not None else None) or html or page.tree.get("xml:lang")
    )
    said = [sources[0].language, own or "", *(source.language for source in sources[1:])]
    return next((tag for one in said if (tag := normalised_tag(one.strip()))), None)


def _canonical(page: _Page, sources: list[_Facts]) -> str | None:
    links = (one.get("href") for one in page.tree.iter("link") if _is_canonical(one))
    for written in (*links, *(source.url for source in sources), *page.meta.get("og:url", ())):
        whole = _joined(page.address, (written or "").strip())
        # Some sites name their front page on every page.
        if whole and urlsplit(whole).path.strip("/"):
            return whole
    return None


def _is_canonical(link: HtmlElement) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _joined(base: str | None, written: str) -> str | None:
    if not written or len(written) > 2000:
        return None
    try:
        whole = urljoin(base or "", written)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname else None
