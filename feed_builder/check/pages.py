"""Rules about the pages beside a feed: that they lead to it (DISC). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feed_builder.check.rule import Fault, rule

_LINK = re.compile(r"<link\b[^>]*>", re.I)
_NOINDEX = re.compile(r"<meta[^>]*\bnoindex\b", re.I)
_FEEDS = ("application/rss+xml",)


def judge_page(html: str, *, episode: bool) -> Iterator[Fault]:
    """The faults of a page; `episode` says that it is about one."""
    if _NOINDEX.search(html):
        # A player to be embedded, or another part of a page: nobody looks for the feed there.
        return
    links = _LINK.findall(html)
    feeds = [link for link in links if "alternate" in link and any(t in link for t in _FEEDS)]
    if not feeds:
        fix = '<link rel="alternate" type="application/rss+xml" href="…" title="…">'
        yield _fault("page-feed", "does not lead to the feed", f"write {fix}")
    if episode and "<audio" not in html:
        yield _fault("page-plays", "plays nothing", "write <audio controls src=…>")


def _fault(name: str, message: str, fix: str) -> Fault:
    return Fault(rule=name, message=f"page: {message}", fix=fix, line=1)


RULES = (
    rule("page-feed", "warning", "A page leads to the feed.", "DISC-1"),
    rule("page-plays", "hint", "An episode’s page plays it.", "DISC-2"),
)
