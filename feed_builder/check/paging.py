"""Paged and archived feeds: RFC 5005, in RSS and in Atom."""

from __future__ import annotations

from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import rule

_PAGES = frozenset("first last previous prev next".split())
_ARCHIVES = frozenset("prev-archive next-archive current".split())


def judge_paging(judge: Judge, feed: Element) -> None:
    """The links between the documents of one feed."""
    links = {link.attrs.get("rel", "alternate"): link for link in feed.all("atom:link")}
    addresses = {rel: link.attrs.get("href", "") for rel, link in links.items()}
    if feed.has("fh:complete"):
        _complete(judge, links)
    for rel, end in (("next", "last"), ("previous", "first"), ("prev", "first")):
        at_end = addresses.get(end) and addresses.get(end) == addresses.get("self")
        if rel in links and (at_end or addresses[rel] == addresses.get("self")):
            fix = "leave it out on the last page"
            judge.add(links[rel], "paging-ends", f"{rel} leads past the end", fix, attr="href")
    if "prev" in links:
        judge.add(links["prev"], "paging-previous", "prev is not its name", "write previous")
    if feed.has("fh:archive"):
        _archive(judge, feed, links)


def _complete(judge: Judge, links: dict[str, Element]) -> None:
    here = links["self"].attrs.get("href") if "self" in links else None
    for rel, link in links.items():
        if rel in _PAGES | {"prev-archive", "next-archive"}:
            fix = "leave fh:complete out, or the link"
            judge.add(link, "paging-complete", f"{rel} stands in a complete feed", fix)
        elif rel == "current" and link.attrs.get("href") != here:
            fix = "leave it out: this is the whole feed"
            judge.add(link, "paging-complete", "current leads elsewhere", fix)


def _archive(judge: Judge, feed: Element, links: dict[str, Element]) -> None:
    if "current" not in links:
        fix = 'write <atom:link rel="current" href="…"/> to the feed that people subscribe to'
        judge.add(feed, "archive-current", "does not lead to the current feed", fix)
    if not links.keys() & {"prev-archive", "next-archive"}:
        fix = "write prev-archive and next-archive"
        judge.add(feed, "archive-linked", "leads to no other archive", fix)


RULES = (
    rule("paging-complete", "error", "A complete feed has no other pages.", "PAGE-1", "FeedRelInCompleteFeed CurrentNotSelfInCompleteFeed"),
    rule("paging-ends", "error", "No link leads past the first or last page.", "PAGE-2", "LinkPastEnd"),
    rule("paging-previous", "hint", "The link to the page before is called previous.", "PAGE-2"),
    rule("archive-current", "warning", "An archive leads to the current feed.", "PAGE-3", "MissingCurrentInArchive"),
    rule("archive-linked", "warning", "An archive leads to the other archives.", "PAGE-3", "ArchiveIncomplete"),
)  # fmt: skip
