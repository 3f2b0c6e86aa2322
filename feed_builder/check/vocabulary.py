"""The elements of RSS 2.0 and of Apple's namespace: where each may stand, how often, in what form."""

from __future__ import annotations

from collections.abc import Mapping

from feed_builder.check.extensions import (
    CHANNEL_EXTENSIONS,
    EVERYWHERE,
    EXTENSION_TABLES,
    ITEM_EXTENSIONS,
)
from feed_builder.check.podcast_tags import (
    CHANNEL_PODCAST,
    ITEM_PODCAST,
    LIVE_ITEM_PODCAST,
    PODCAST_TABLES,
)
from feed_builder.check.tags import Table, tag

_BLOCK = "one:itunes-block:yes,no,clean"
_ITUNES: Table = {
    "itunes:author": tag("limit:255", "APL-27 PSP-22"),
    "itunes:block": tag(_BLOCK, "APL-33 APL-56 PSP-63"),
    "itunes:explicit": tag("explicit", "APL-26 APL-50 PSP-16 PSP-55"),
    "itunes:keywords": tag("keywords", "APL-37"),
    "itunes:subtitle": tag("limit:255", "APL-37"),
    "itunes:summary": tag("limit:4000", "APL-37 P20-REC-2"),
    "itunes:image": tag("empty", "APL-22 APL-49 PSP-17 PSP-54", attrs="href!=web"),
    "itunes:title": tag("text", "APL-29 APL-51"),
}
_CHANNEL_ITUNES: Table = {
    **_ITUNES,
    "itunes:owner": tag(holds="itunes:owner", rows="PLT-3"),
    "itunes:category": tag(holds="itunes:category", many=True, attrs="text", rows="APL-24"),
    "itunes:type": tag("one:itunes-type:episodic,serial", "APL-30 PSP-33"),
    "itunes:complete": tag("text", "APL-34 PSP-34"),
    "itunes:new-feed-url": tag("url", "APL-32"),
    "itunes:pubDate": tag("rfc822"),
    "itunes:applepodcastsverify": tag("text", "APL-35"),
    "itunes:verify": tag("text"),
}
_ITEM_ITUNES: Table = {
    **_ITUNES,
    "itunes:duration": tag("duration", "APL-47 PSP-53"),
    "itunes:episode": tag("positive", "APL-52 PSP-60"),
    "itunes:season": tag("positive", "APL-53 PSP-61"),
    "itunes:episodeType": tag("one:itunes-episode-type:full,trailer,bonus", "APL-54 PSP-62"),
    "itunes:order": tag("integer", "APL-37"),
    "itunes:isClosedCaptioned": tag("one:value-listed:yes,no", "APL-37"),
}
_ATOM: Table = {
    "atom:link": tag(
        "empty",
        "RSS-43 PSP-10",
        many=True,
        attrs="href rel type=mime title=plain length=natural hreflang=language",
    ),
    "atom:author": tag(holds="person", many=True),
    "atom:contributor": tag(holds="person", many=True),
    "atom:category": tag(many=True, anything=True),
    "atom:id": tag("url"),
    "atom:title": tag(anything=True),
    "atom:updated": tag("rfc3339"),
    "atom:rights": tag(anything=True),
}
_CHANNEL: Table = {
    "title": tag("filled-plain", "RSS-40 PSP-11"),
    "link": tag("url", "RSS-40 RSS-27 PSP-13"),
    "description": tag("plain", "RSS-40 PSP-12"),
    "language": tag("language", "RSS-46 PSP-14 APL-23"),
    "copyright": tag("plain", "PSP-30"),
    "managingEditor": tag("named-email", "RSS-26"),
    "webMaster": tag("named-email", "RSS-26"),
    "pubDate": tag("rfc822", "RSS-20"),
    "lastBuildDate": tag("rfc822", "RSS-20"),
    "category": tag("plain", many=True, attrs="domain"),
    "generator": tag("text", "APL-13"),
    "docs": tag("url", "RSS-48"),
    "cloud": tag(
        "empty",
        "RSS-56",
        attrs="domain! port!=positive-attribute path! registerProcedure! "
        "protocol!=one:value-listed:xml-rpc,soap,http-post",
    ),
    "ttl": tag("positive", "RSS-54"),
    "image": tag(holds="image", rows="RSS-51 RSS-52 RSS-53"),
    "rating": tag("text"),
    "textInput": tag(holds="textInput", rows="RSS-57"),
    "skipHours": tag(holds="skipHours", rows="RSS-55"),
    "skipDays": tag(holds="skipDays", rows="RSS-55"),
}
_ITEM: Table = {
    "title": tag("filled-plain", "RSS-70 PSP-40"),
    "link": tag("url", "RSS-27 PSP-50"),
    "description": tag("html", "RSS-81 PSP-52"),
    "content:encoded": tag("html", "RSS-83"),
    "author": tag("named-email", "RSS-85"),
    "category": tag("filled-plain", many=True, attrs="domain"),
    "comments": tag("url", "RSS-89"),
    "enclosure": tag(
        "empty",
        "RSS-72 PSP-41 APL-41",
        once="enclosure-single",
        attrs="url!=web length!=bytes type!=enclosure-type",
    ),
    "guid": tag("filled", "RSS-77 RSS-78", attrs="isPermaLink=permalink-flag"),
    "pubDate": tag("rfc822", "RSS-20 PSP-51 APL-10"),
    "source": tag("filled-plain", "RSS-87", attrs="url!=url"),
}

TABLES: Mapping[str, Table] = {
    "rss": {"channel": tag(holds="channel", rows="RSS-2"), "access:restriction": tag()},
    "channel": {**EVERYWHERE, **_CHANNEL, **_CHANNEL_ITUNES, **_ATOM, **CHANNEL_EXTENSIONS, **CHANNEL_PODCAST},
    "item": {
        **EVERYWHERE,
        **_ITEM,
        **_ITEM_ITUNES,
        **_ATOM,
        "atom:summary": tag(anything=True),
        "atom:content": tag(anything=True, many=True),
        "atom:published": tag("rfc3339"),
        **ITEM_EXTENSIONS,
        **ITEM_PODCAST,
    },
    "podcast:liveItem": {**_ITEM, **_ITEM_ITUNES, **_ATOM, **LIVE_ITEM_PODCAST},
    "image": {
        **EVERYWHERE,
        "url": tag("url", "RSS-51"),
        "title": tag("filled-plain", "RSS-51"),
        "link": tag("url", "RSS-51"),
        "width": tag("width", "RSS-53"),
        "height": tag("height", "RSS-53"),
        "description": tag("plain"),
    },
    "textInput": {
        "title": tag("plain"),
        "description": tag("text"),
        "name": tag("plain"),
        "link": tag("url"),
    },
    "skipHours": {"hour": tag("hour", "RSS-55", many=True)},
    "skipDays": {"day": tag("day", "RSS-55", many=True)},
    "itunes:owner": {
        "itunes:email": tag("email", "PLT-3"),
        "itunes:name": tag("limit:255", "PLT-3"),
    },
    "itunes:category": {
        "itunes:category": tag(holds="itunes:subcategory", many=True, attrs="text", rows="APL-CAT-2"),
    },
    "itunes:subcategory": {},
    "person": {
        "atom:name": tag("filled"),
        "atom:uri": tag("reference"),
        "atom:email": tag("email"),
    },
    **EXTENSION_TABLES,
    **PODCAST_TABLES,
}  # fmt: skip
"""The elements that each kind of element may hold."""

KNOWN_PREFIXES = frozenset(
    "itunes atom content psc dc dcterms sy slash wfw admin ag annotate blogChannel media fh "
    "creativeCommons trackback geo icbm geourl".split()
)
"""Prefixes of namespaces whose elements are all in the tables."""
