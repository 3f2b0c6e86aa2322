"""Atom feeds (RFC 4287): their elements, and what is asked of feeds and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from feed_builder.check import hypertext, itunes, paging
from feed_builder.check.addresses import is_web_url
from feed_builder.check.channel import atom_link
from feed_builder.check.extensions import CHANNEL_EXTENSIONS, EVERYWHERE, ITEM_EXTENSIONS
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.podcast_tags import CHANNEL_PODCAST, ITEM_PODCAST
from feed_builder.check.rule import rule, shown
from feed_builder.check.tags import Table, tag
from feed_builder.check.vocabulary import TABLES as RSS_TABLES
from feed_builder.records import dataclass

_LINK = tag(
    "empty",
    "ATOM-7",
    many=True,
    attrs="href!=reference rel type=mime title=plain length=natural hreflang=language",
)
_TEXT = tag(anything=True, attrs="type src mode")
_CATEGORY = tag(many=True, anything=True, attrs="term! scheme=reference label")
_BOTH: Table = {
    "atom:author": tag(holds="person", many=True, rows="ATOM-3"),
    "atom:category": _CATEGORY,
    "atom:contributor": tag(holds="person", many=True),
    "atom:id": tag("url", "ATOM-1 ATOM-2"),
    "atom:link": _LINK,
    "atom:rights": _TEXT,
    "atom:title": _TEXT,
    "atom:updated": tag("rfc3339", "ATOM-10"),
}
_FEED: Table = {
    **_BOTH,
    "atom:generator": tag("filled", attrs="uri=reference version"),
    "atom:icon": tag("reference", "ATOM-12"),
    "atom:logo": tag("reference", "ATOM-12"),
    "atom:subtitle": _TEXT,
}
_ITUNES = {n: t for n, t in RSS_TABLES["channel"].items() if n.startswith("itunes:")}
_ITEM_ITUNES = {n: t for n, t in RSS_TABLES["item"].items() if n.startswith("itunes:")}

TABLES: Mapping[str, Table] = {
    **RSS_TABLES,
    "atom:feed": {**EVERYWHERE, **CHANNEL_EXTENSIONS, **CHANNEL_PODCAST, **_ITUNES, **_FEED},
    "atom:entry": {
        **EVERYWHERE,
        **ITEM_EXTENSIONS,
        **ITEM_PODCAST,
        **_ITEM_ITUNES,
        **_BOTH,
        "atom:content": _TEXT,
        "atom:published": tag("rfc3339", "ATOM-10"),
        "atom:source": tag(anything=True),
        "atom:summary": _TEXT,
    },
}
KNOWN_PREFIXES = frozenset({"atom", "itunes", "psc"})
_CONSTRUCTS = ("atom:title", "atom:subtitle", "atom:summary", "atom:rights")
_NEEDED = (("id", "atom-id"), ("title", "atom-title"), ("updated", "atom-updated"))


@dataclass(slots=True)
class Entries:
    """What was met in the entries so far."""

    ids: dict[str, tuple[int, str]] = field(default_factory=dict)
    without_author: list[Element] = field(default_factory=list)
    count: int = 0


def judge_entry(judge: Judge, entry: Element, seen: Entries) -> None:
    """One entry."""
    judge.holder(entry, "atom:entry")
    seen.count += 1
    _needed(judge, entry)
    _identity(judge, entry, seen)
    if not entry.has("atom:author") and not entry.has("atom:source"):
        seen.without_author.append(entry)
    _links(judge, entry, entry=True)
    content = entry.child("atom:content")
    rels = {link.attrs.get("rel", "alternate") for link in entry.all("atom:link")}
    if content is None and "alternate" not in rels:
        fix = "write its text, or a link to its page"
        judge.add(entry, "atom-content", "has neither content nor an alternate link", fix)
    if content is not None:
        _content(judge, content, entry)
    for name in _CONSTRUCTS:
        for element in entry.all(name):
            _construct(judge, element)


def judge_feed(judge: Judge, feed: Element, seen: Entries) -> None:
    """The feed without its entries, and what is decided when all of them are read."""
    judge.holder(feed, "atom:feed")
    _needed(judge, feed)
    if not feed.has("atom:author"):
        for entry in seen.without_author:
            fix = "write <author><name>…</name></author> in the feed"
            judge.add(entry, "atom-author", "has no author, and its feed neither", fix)
        if not seen.count:
            judge.add(feed, "atom-author", "has no author", "write <author><name>…")
    for author in feed.all("atom:author"):
        if not author.has("atom:name"):
            judge.add(author, "atom-author", "has no <name>", "write <name>")
    rels = {link.attrs.get("rel", "alternate") for link in feed.all("atom:link")}
    if "self" not in rels:
        fix = 'write <link rel="self" href="…"/>'
        judge.add(feed, "atom-self", "does not name its own address", fix)
    if "alternate" not in rels:
        fix = 'write <link rel="alternate" href="…"/>'
        judge.add(feed, "atom-site", "does not lead to its site", fix)
    if "xml:lang" not in feed.attrs:
        judge.add(feed, "atom-language", "does not say its language", 'write xml:lang="fr"')
    _links(judge, feed)
    for name in _CONSTRUCTS:
        for element in feed.all(name):
            _construct(judge, element)
    paging.judge_paging(judge, feed)
    itunes.judge_categories(judge, feed)


def _needed(judge: Judge, holder: Element) -> None:
    for name, broken in _NEEDED:
        if not holder.has(f"atom:{name}"):
            judge.add(holder, broken, f"has no <{name}>", f"write <{name}>")


def _identity(judge: Judge, entry: Element, seen: Entries) -> None:
    element = entry.child("atom:id")
    if element is None:
        return
    updated = entry.text_of("atom:updated")
    before = seen.ids.get(element.value)
    if before is not None:
        fact = f"{shown(element.value)} is that of entry {before[0]} as well"
        name = "atom-id-unique" if before[1] == updated else "atom-id-again"
        judge.add(element, name, fact, "give each its own")
    elif element.value:
        seen.ids[element.value] = (entry.index, updated)


def _links(judge: Judge, holder: Element, *, entry: bool = False) -> None:
    alternates: set[tuple[str, str]] = set()
    for link in holder.all("atom:link"):
        atom_link(judge, link, entry=entry)
        rel = link.attrs.get("rel", "alternate")
        if rel == "alternate":
            kind = (link.attrs.get("type", ""), link.attrs.get("hreflang", ""))
            if kind in alternates:
                fix = 'a recording is rel="enclosure"; other pages differ in type or hreflang'
                judge.add(link, "atom-alternates", "is a second alternate of this kind", fix)
            alternates.add(kind)
        elif rel == "enclosure":
            _enclosure(judge, link)


def _enclosure(judge: Judge, link: Element) -> None:
    missing = [name for name in ("type", "length") if name not in link.attrs]
    if missing:
        fact = f"has no {' and no '.join(missing)}"
        judge.add(link, "atom-enclosure", fact, "write both: apps choose by them")
    if link.attrs.get("href") and not is_web_url(link.attrs["href"]):
        fact = f"{shown(link.attrs['href'])} is no full address"
        judge.add(link, "atom-enclosure-url", fact, "write it whole", attr="href")


def _construct(judge: Judge, element: Element) -> None:
    kind = element.attrs.get("type", "text")
    if kind not in ("text", "html", "xhtml"):
        fact = f"{shown(kind)} is no type of text"
        judge.add(element, "atom-type", fact, "write text, html or xhtml", attr="type")
    else:
        _text(judge, element, kind)


def _text(judge: Judge, element: Element, kind: str) -> None:
    if kind == "xhtml":
        if len(element.children) != 1 or element.children[0].name != "xhtml:div":
            fix = '<div xmlns="http://www.w3.org/1999/xhtml">…</div>'
            judge.add(element, "atom-xhtml", "holds no XHTML div", f"write {fix}")
        return
    if element.children:
        judge.add(element, "atom-escaped", "holds elements", "escape the HTML, once")
    elif kind == "html":
        for name, message, fix in hypertext.html(element.text):
            judge.add(element, name, message, fix)
    elif "</" in element.text and hypertext.tags_in(element.text):
        judge.add(element, "atom-html-type", "holds HTML, but says text", 'write type="html"')


def _content(judge: Judge, content: Element, entry: Element) -> None:
    kind = content.attrs.get("type", "text")
    needs_summary = not entry.has("atom:summary")
    if "src" in content.attrs:
        if needs_summary:
            fix = "write <summary>: readers fetch nothing"
            judge.add(content, "atom-summary", "stands elsewhere, without a summary", fix)
    elif kind in ("text", "html", "xhtml"):
        _text(judge, content, kind)
    elif "/" not in kind or " " in kind:
        fact = f"{shown(kind)} is no type of content"
        judge.add(
            content, "atom-type", fact, "write text, html, xhtml or a media type", attr="type"
        )
    elif not kind.startswith("text/") and not kind.endswith(("+xml", "/xml")) and needs_summary:
        judge.add(content, "atom-summary", "is base64, without a summary", "write <summary>")


RULES = (
    rule("atom-id", "error", "A feed and an entry have an id.", "ATOM-1 ATOM-2", "MissingElement"),
    rule("atom-title", "error", "A feed and an entry have a title.", "ATOM-1 ATOM-2", "MissingElement"),
    rule("atom-updated", "error", "A feed and an entry say when they changed.", "ATOM-1 ATOM-2", "MissingElement"),
    rule("atom-id-unique", "error", "No two entries have one id.", "ATOM-2 ATOM-14", "DuplicateEntries"),
    rule("atom-id-again", "warning", "An entry stands in a feed once.", "ATOM-2", "DuplicateEntries"),
    rule("atom-author", "error", "A feed, or each entry, has an author with a name.", "ATOM-3", "MissingElement"),
    rule("atom-self", "warning", "A feed names its own address.", "ATOM-4 WS-1", "MissingSelf"),
    rule("atom-site", "hint", "A feed leads to its site.", "ATOM-4"),
    rule("atom-content", "error", "An entry has content or an alternate link.", "ATOM-5", "MissingContentOrAlternate"),
    rule("atom-alternates", "error", "No two alternates have one type and language.", "ATOM-6", "DuplicateAtomLink"),
    rule("atom-enclosure", "warning", "A recording says its type and length.", "ATOM-7"),
    rule("atom-enclosure-url", "error", "A recording has a whole address.", "ATOM-7"),
    rule("atom-type", "error", "A text’s type is text, html or xhtml.", "ATOM-8", "InvalidTextType InvalidMIMEType"),
    rule("atom-escaped", "error", "HTML is escaped.", "ATOM-9", "UndefinedElement"),
    rule("atom-html-type", "warning", "HTML is said to be HTML.", "ATOM-9", "ContainsUndeclaredHTML"),
    rule("atom-xhtml", "error", "XHTML stands in a div.", "ATOM-8", "MissingXhtmlDiv"),
    rule("atom-summary", "error", "Content that stands elsewhere has a summary.", "ATOM-11", "MissingSummary"),
    rule("atom-language", "hint", "A feed says its language.", "ATOM-12"),
)  # fmt: skip
