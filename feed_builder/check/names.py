"""XML namespaces that feeds use, and the prefixes by which we and everybody else call them."""

from __future__ import annotations

from types import MappingProxyType

NAMESPACES = MappingProxyType(
    {
        "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
        "https://podcastindex.org/namespace/1.0": "podcast",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
        "http://www.w3.org/2005/Atom": "atom",
        "http://purl.org/rss/1.0/modules/content/": "content",
        "http://podlove.org/simple-chapters": "psc",
        "http://search.yahoo.com/mrss/": "media",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://purl.org/syndication/history/1.0": "fh",
        "http://purl.org/rss/1.0/modules/syndication/": "sy",
        "http://purl.org/rss/1.0/modules/slash/": "slash",
        "http://wellformedweb.org/CommentAPI/": "wfw",
        "http://purl.org/syndication/thread/1.0": "thr",
        "http://webns.net/mvcb/": "admin",
        "http://purl.org/rss/1.0/modules/aggregation/": "ag",
        "http://purl.org/rss/1.0/modules/annotate/": "annotate",
        "http://purl.org/rss/1.0/modules/event/": "ev",
        "http://backend.userland.com/blogChannelModule": "blogChannel",
        "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
        "http://web.resource.org/cc/": "cc",
        "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
        "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
        "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
        "http://www.georss.org/georss": "georss",
        "http://www.opengis.net/gml": "gml",
        "http://postneo.com/icbm": "icbm",
        "http://geourl.org/rss/module/": "geourl",
        "http://a9.com/-/spec/opensearch/1.1/": "opensearch",
        "http://a9.com/-/spec/opensearchrss/1.0/": "opensearch10",
        "http://xmlns.com/foaf/0.1/": "foaf",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
        "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
        "http://purl.org/rss/1.0/modules/link/": "l",
        "http://purl.org/rss/1.0/modules/wiki/": "wiki",
        "http://www.w3.org/1999/xhtml": "xhtml",
        "http://www.w3.org/XML/1998/namespace": "xml",
        "http://www.w3.org/1999/xlink": "xlink",
        "http://www.w3.org/2000/svg": "svg",
        "http://www.w3.org/1998/Math/MathML": "mathml",
        "http://purl.org/rss/1.0/": "rss1",
        "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
        "http://www.spotify.com/ns/rss": "spotify",
        "http://www.rawvoice.com/rawvoiceRssModule/": "rawvoice",
        "https://blubrry.com/developer/rawvoice-rss/": "rawvoice",
        "http://bitlove.org": "bitlove",
        "https://schema.acast.com/1.0/": "acast",
        "http://www.w3.org/2007/app": "app",
        "http://purl.org/atompub/tombstones/1.0": "at",
        "http://base.google.com/ns/1.0": "g",
        "http://feedsync.org/2007/feedsync": "sx",
        "http://conversationsnetwork.org/rssNamespace-1.0/": "conversationsNetwork",
        "http://www.microsoft.com/schemas/rss/core/2005": "cf",
        "http://purl.org/rss/1.0/modules/image/": "rssimage",
        "urn:atom-extension:indexing": "indexing",
        "http://www.bloglines.com/about/specs/fac-1.0": "access",
        "http://media.tangent.org/rss/1.0/": "audio",
        "http://purl.org/rss/1.0/modules/company": "company",
        "http://my.theinfo.org/changed/1.0/rss/": "cp",
        "http://purl.org/rss/1.0/modules/email/": "email",
        "http://purl.org/rss/1.0/modules/reference/": "ref",
        "http://purl.org/rss/1.0/modules/richequiv/": "reqv",
        "http://purl.org/rss/1.0/modules/search/": "search",
        "http://purl.org/rss/1.0/modules/servicestatus/": "ss",
        "http://hacks.benhammersley.com/rss/streaming/": "str",
        "http://purl.org/rss/1.0/modules/subscription/": "sub",
        "http://purl.org/rss/1.0/modules/textinput/": "ti",
        "http://purl.org/rss/1.0/modules/threading/": "threading",
        "http://schemas.xmlsoap.org/soap/envelope/": "soap",
        "http://schemas.google.com/g/2005": "gd",
        "http://www.opengis.net/kml/2.2": "kml",
        "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    }
)
"""The usual prefix of each namespace."""

PREFERRED = MappingProxyType({name: uri for uri, name in reversed(list(NAMESPACES.items()))})
"""The namespace that each prefix usually stands for."""


def _folded(uri: str) -> str:
    return uri.rstrip("/#? .").lower()


_NEARLY = {_folded(uri): name for uri, name in NAMESPACES.items()}


def prefix_of(uri: str) -> tuple[str | None, bool]:
    """The usual prefix of a namespace, and whether it is spelt as it should be.

    A name that differs in case or in what stands at its end alone is taken for the one meant:
    readers that compare strings do not see its elements (PSP-1).
    """
    if uri in NAMESPACES:
        return NAMESPACES[uri], True
    return _NEARLY.get(_folded(uri)), False
