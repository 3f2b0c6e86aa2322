"""OPML: lists of feeds."""

from __future__ import annotations

from collections.abc import Iterator

from feed_builder.check import dates
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import rule, shown


def judge_opml(judge: Judge, root: Element) -> None:
    """The whole list."""
    version = root.attrs.get("version", "")
    if version not in ("1.0", "1.1", "2.0"):
        judge.add(root, "opml-version", f"{shown(version)} is no version", 'write version="2.0"')
    head, body = root.child("head"), root.child("body")
    for name, found in (("head", head), ("body", body)):
        if found is None:
            judge.add(root, "opml-parts", f"has no <{name}>", f"write <{name}>")
    for name in ("dateCreated", "dateModified"):
        element = head.child(name) if head is not None else None
        if element is not None:
            for rule_, message, fix in dates.rfc822(element.value, judge.now):
                judge.add(element, rule_, message, fix)
    for outline in _outlines(body) if body is not None else ():
        _outline(judge, outline)


def _outlines(holder: Element) -> Iterator[Element]:
    for outline in holder.all("outline"):
        yield outline
        yield from _outlines(outline)


def _outline(judge: Judge, outline: Element) -> None:
    if "text" not in outline.attrs:
        judge.add(outline, "opml-outline", "has no text", 'write text="…"')
    if outline.attrs.get("type") == "rss" and not outline.attrs.get("xmlUrl"):
        judge.add(outline, "opml-outline", "names no feed", 'write xmlUrl="…"')


RULES = (
    rule("opml-version", "error", "A list says its version.", "OPML-1", "InvalidOPMLVersion"),
    rule("opml-parts", "error", "A list has a head and a body.", "OPML-1", "MissingElement"),
    rule("opml-outline", "warning", "An outline has text, and a feed’s an address.", "OPML-1", "MissingXmlURL MissingAttribute"),
)  # fmt: skip
