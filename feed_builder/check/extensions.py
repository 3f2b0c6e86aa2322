"""Elements of the other namespaces that feeds use: Dublin Core, Media RSS, and others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feed_builder.check.tags import Table, Tag, tag


def _all(prefix: str, names: str, made: Tag) -> dict[str, Tag]:
    return {f"{prefix}:{name}": made for name in names.split()}


def _first(tables: Iterable[Mapping[str, Tag]]) -> dict[str, Tag]:
    merged: dict[str, Tag] = {}
    for table in tables:
        merged |= table
    return merged


_TEXTS = tag(many=True)
_OPEN = tag(many=True, anything=True)
_RESOURCE = tag(many=True, attrs="rdf:resource dc:title")

EVERYWHERE: Table = _first(
    (
        _all("dc", "title description type format", tag(rows="DC-1")),
        _all("dc", "creator subject publisher contributor identifier relation coverage", _TEXTS),
        {
            "dc:source": tag(rows="DC-1"),
            "dc:language": tag("language", "DC-1"),
            "dc:rights": tag("plain", "DC-1"),
            "dc:date": tag("w3cdtf", "DC-1"),
        },
        _all("dcterms", "created issued modified", tag("w3cdtf")),
        _all("dcterms", "abstract dateAccepted dateCopyrighted dateSubmitted mediator", tag()),
        _all("dcterms", "alternative audience", _TEXTS),
        {"dcterms:extent": tag("positive")},
        _all(
            "dcterms",
            "isVersionOf hasVersion isReplacedBy replaces isRequiredBy requires isPartOf hasPart "
            "isReferencedBy references isFormatOf hasFormat conformsTo tableOfContents",
            _RESOURCE,
        ),
        _all(
            "dcterms",
            "valid available spatial temporal accessRights accrualMethod accrualPeriodicity "
            "accrualPolicy bibliographicCitation educationLevel instructionalMethod license "
            "provenance rightsHolder",
            _OPEN,
        ),
        _all("rdf", "RDF type Description", _OPEN),
        _all("rdfs", "seeAlso", _RESOURCE),
        _all("geo", "lat", tag("latitude", many=True)),
        _all("geo", "long", tag("longitude", many=True)),
        _all("geo", "alt", tag("decimal", many=True)),
        _all("geo", "Point", tag(holds="geo:Point", many=True)),
        _all("icbm", "latitude", tag("latitude", many=True)),
        _all("icbm", "longitude", tag("longitude", many=True)),
        _all("geourl", "latitude", tag("latitude", many=True)),
        _all("geourl", "longitude", tag("longitude", many=True)),
        _all("georss", "point", tag("coordinates", many=True)),
    )
)
"""What may stand in a channel, an item and most other places."""

_MEDIA: Table = {
    "media:adult": tag(),
    "media:category": tag("plain", many=True, attrs="label=plain scheme=reference"),
    "media:copyright": tag("plain", attrs="url=reference"),
    "media:credit": tag(many=True, attrs="role=role scheme"),
    "media:description": tag(attrs="type=one:value-listed:plain,html"),
    "media:keywords": tag(many=True),
    "media:hash": tag(many=True, attrs="algo=one:value-listed:md5,sha-1"),
    "media:player": tag(many=True, attrs="url!=reference height=positive width=positive"),
    "media:rating": tag(many=True, attrs="scheme"),
    "media:restriction": tag(
        many=True,
        attrs="relationship!=one:value-listed:allow,deny type=one:value-listed:country,uri,sharing",
    ),
    "media:text": tag(
        many=True, attrs="type=one:value-listed:plain,html lang=language start=npt end=npt"
    ),
    "media:title": tag(attrs="type=one:value-listed:plain,html"),
    "media:thumbnail": tag(
        many=True, attrs="url!=reference height=positive width=positive time=npt"
    ),
    "media:content": tag(
        many=True,
        holds="media:content",
        rows="MRSS-2",
        attrs="bitrate=decimal channels=natural duration=decimal "
        "expression=one:value-listed:sample,full,nonstop fileSize=positive framerate=decimal "
        "height=positive isDefault=boolean lang=language "
        "medium=one:value-listed:image,audio,video,document,executable samplingrate=decimal "
        "type=mime url=reference width=positive",
    ),
    "media:group": tag(holds="media:group", many=True),
    # What version 1.5 added.
    **_all(
        "media",
        "community comments embed responses backLinks status price license subTitle peerLink "
        "location rights scenes",
        _OPEN,
    ),
}

CHANNEL_EXTENSIONS: Table = _first(
    (
        _MEDIA,
        {
            "access:restriction": tag("empty", attrs="relationship!=one:value-listed:allow,deny"),
            "admin:generatorAgent": tag("empty", attrs="rdf:resource!=url"),
            "admin:errorReportsTo": tag("empty", attrs="rdf:resource!=url"),
            "sy:updatePeriod": tag("one:sy-period:hourly,daily,weekly,monthly,yearly"),
            "sy:updateFrequency": tag("positive"),
            "sy:updateBase": tag("w3cdtf"),
            "fh:archive": tag("empty", "PAGE-3"),
            "fh:complete": tag("empty", "PAGE-1"),
            "spotify:countryOfOrigin": tag("text", "PLT-6"),
            "spotify:limit": tag("empty", "PLT-6", attrs="recentCount!=positive"),
            "xhtml:meta": tag(
                "empty", attrs="name!=one:value-listed:robots content!=robots", many=True
            ),
            "xhtml:div": _OPEN,
            "atom:generator": tag("filled", attrs="uri=reference version"),
            "atom:icon": tag("reference"),
            "atom:logo": tag("reference"),
            "atom:subtitle": tag(anything=True),
            "opensearch:totalResults": tag("natural"),
            "opensearch:startIndex": tag("integer"),
            "opensearch:itemsPerPage": tag("natural"),
        },
        _all("blogChannel", "blogRoll mySubscriptions blink changes", tag("url")),
        _all("creativeCommons", "license", tag("url", many=True)),
        _all("cc", "license", _OPEN),
    )
)
"""What else may stand in a channel."""

ITEM_EXTENSIONS: Table = _first(
    (
        _MEDIA,
        {
            "psc:chapters": tag(
                holds="psc:chapters", rows="PSC-1", once="psc-once", attrs="version"
            ),
            "annotate:reference": tag(attrs="rdf:resource dc:title"),
            "ag:source": tag(),
            "ag:sourceURL": tag("url"),
            "ag:timestamp": tag("iso8601"),
            "slash:comments": tag("natural"),
            "slash:section": _TEXTS,
            "slash:department": _TEXTS,
            "slash:hit_parade": tag("integers"),
            "thr:total": tag("natural"),
            "thr:in-reply-to": tag(many=True, attrs="href ref source type"),
            "wfw:comment": tag("url"),
            "wfw:commentRss": tag("url"),
            "wfw:commentRSS": tag("url"),
            "trackback:ping": tag("url"),
            "trackback:about": tag("url", many=True),
            "ev:startdate": tag("iso8601"),
            "ev:enddate": tag("iso8601"),
            "xhtml:body": _OPEN,
        },
        _all("creativeCommons", "license", tag("url", many=True)),
        _all("cc", "license", _OPEN),
    )
)
"""What else may stand in an item."""

EXTENSION_TABLES: Mapping[str, Table] = {
    "geo:Point": {"geo:lat": tag("latitude"), "geo:long": tag("longitude"), "geo:alt": tag("decimal")},
    "media:content": {**EVERYWHERE, **_MEDIA},
    "media:group": {**EVERYWHERE, **_MEDIA},
    "psc:chapters": {
        "psc:chapter": tag(
            "empty", "PSC-2", many=True, attrs="start!=npt title! href=reference image=reference"
        )
    },
}  # fmt: skip
