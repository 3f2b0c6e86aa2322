"""What of a foreign feed stays behind, and why: elements that are made anew, and dead ones."""

from __future__ import annotations

from collections.abc import Mapping

# What `build` makes itself, so that nothing is lost where it stays behind.
MADE_ANEW = frozenset(
    "generator docs lastBuildDate pubDate "
    "sy:updatePeriod sy:updateFrequency sy:updateBase "
    "fh:complete fh:archive wfw:commentRss "
    "slash:comments atom:id dcterms:modified atom:generator atom:updated dc:format".split()
)

_APPLE_DROPPED = "Apple dropped it (APL-37)"
LEFT: Mapping[str, str] = {
    "itunes:order": _APPLE_DROPPED,
    "itunes:isClosedCaptioned": _APPLE_DROPPED,
    "atom:link rel=hub": "the new host has its own hub",
    "cloud": "no app asks for it any more",
    "rating": "no app reads it",
    "rawvoice:rating": "there is no key for ratings of this kind",
    "rawvoice:subscribe": "the pages have links of their own to where the show is listed",
    "bitlove:guid": "the service has closed",
}
