"""What of a foreign feed stays behind, and why: elements that are made anew, and dead ones."""

from __future__ import annotations

from collections.abc import Mapping

# What `build` makes itself, so that nothing is lost where it stays behind.
MADE_ANEW = frozenset(
    "generator docs lastBuildDate pubDate skipHours skipDays cloud webMaster rating "
    "sy:updatePeriod sy:updateFrequency sy:updateBase "
    "fh:complete fh:archive podcast:episodeGuid media:content media:group wfw:commentRss "
    "slash:comments atom:id dcterms:modified".split()
)

_DEAD = "the directory that read it has closed"
_APPLE_DROPPED = "Apple dropped it (APL-37)"
LEFT: Mapping[str, str] = {
    "itunes:keywords": _APPLE_DROPPED,
    "itunes:subtitle": _APPLE_DROPPED,
    "itunes:order": _APPLE_DROPPED,
    "itunes:isClosedCaptioned": _APPLE_DROPPED,
    "googleplay:author": _DEAD,
    "googleplay:block": _DEAD,
    "googleplay:category": _DEAD,
    "googleplay:description": _DEAD,
    "googleplay:email": _DEAD,
    "googleplay:explicit": _DEAD,
    "googleplay:image": _DEAD,
    "googleplay:owner": _DEAD,
    "atom:link rel=hub": "the new host has its own hub",
    "author": "is the address of one mailbox; people stand in podcast:person",
}
