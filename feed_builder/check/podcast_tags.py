"""The elements of the Podcasting 2.0 namespace (docs/1.0.md at commit c0ff5ca), as a table."""

from __future__ import annotations

from collections.abc import Mapping

from feed_builder.check.tags import Table, Tag, tag

_YES_NO = "one:podcast-value:yes,no"
_LABEL = "podcast-label:128"


def _tag(
    name: str, form: str = "text", *, many: bool = False, attrs: str = "", holds: str = ""
) -> Tag:
    return tag(
        form, f"P20-4.2/{name}", many=many, attrs=attrs, holds=holds, once="podcast-once"
    )  # fmt: skip


def _named(**tags: Tag) -> dict[str, Tag]:
    return {f"podcast:{name}": made for name, made in tags.items()}


_BOTH: Table = _named(
    funding=_tag("funding", _LABEL, many=True, attrs="url!=reference"),
    person=_tag("person", "podcast-name:128", many=True, attrs="role group img=reference href=reference"),
    location=_tag(
        "location",
        "podcast-name:128",
        many=True,
        attrs="rel=one:podcast-value:subject,creator geo=geo osm=osm country=country",
    ),
    license=_tag("license", "podcast-name:128", attrs="url=reference"),
    value=_tag("value", many=True, attrs="type! method! suggested=decimal", holds="podcast:value"),
    images=_tag("images", "empty", attrs="srcset!"),
    image=_tag(
        "image",
        "empty",
        many=True,
        attrs="href!=reference alt aspect-ratio width=positive height=positive type=mime "
        "purpose=podcast-label:128",
    ),
    socialInteract=_tag(
        "socialInteract",
        "empty",
        many=True,
        attrs="protocol!=one:podcast-social:disabled,activitypub,twitter,lightning,atproto,hive,"
        "matrix,nostr uri=reference accountId accountUrl=reference priority=integer",
    ),
    txt=_tag("txt", "podcast-label:4000", many=True, attrs="purpose=podcast-label:128"),
    chat=_tag(
        "chat",
        "empty",
        attrs="server! protocol!=one:podcast-value:irc,xmpp,nostr,matrix accountId space",
    ),
)  # fmt: skip

CHANNEL_PODCAST: Table = {
    **_BOTH,
    **_named(
        locked=_tag("locked", _YES_NO, attrs="owner=email"),
        guid=_tag("guid", "podcast-guid"),
        trailer=_tag(
            "trailer",
            "podcast-name:128",
            many=True,
            attrs="url!=reference pubdate!=rfc822 length=natural type=mime season=natural",
        ),
        medium=_tag("medium", "medium"),
        block=_tag("block", _YES_NO, many=True, attrs="id"),
        liveItem=_tag(
            "liveItem",
            many=True,
            attrs="status!=one:podcast-value:pending,live,ended start!=iso8601 end=iso8601 chat",
            holds="podcast:liveItem",
        ),
        podroll=_tag("podroll", holds="podcast:podroll"),
        updateFrequency=_tag(
            "updateFrequency",
            _LABEL,
            attrs="complete=boolean dtstart=iso8601 rrule=rrule",
        ),
        podping=_tag("podping", "empty", attrs="usesPodping=boolean"),
        publisher=_tag("publisher", holds="podcast:publisher"),
        remoteItem=_tag(
            "remoteItem",
            "empty",
            many=True,
            attrs="feedGuid!=uuid feedUrl=reference itemGuid medium title",
        ),
    ),
}
"""What may stand in a channel."""

ITEM_PODCAST: Table = {
    **_BOTH,
    **_named(
        transcript=_tag(
            "transcript",
            "empty",
            many=True,
            attrs="url!=reference type!=transcript-type language=language "
            "rel=one:podcast-value:captions",
        ),
        chapters=_tag("chapters", "empty", attrs="url!=reference type!=chapters-type"),
        soundbite=_tag(
            "soundbite", _LABEL, many=True, attrs="startTime!=decimal duration!=decimal"
        ),
        season=_tag("season", "podcast-integer", attrs="name=podcast-label:128"),
        episode=_tag("episode", "podcast-number", attrs="display=podcast-label:32"),
        alternateEnclosure=_tag(
            "alternateEnclosure",
            many=True,
            attrs="type!=mime length=natural bitrate=decimal height=natural lang=language "
            "title=podcast-label:32 rel=podcast-label:32 codecs default=boolean",
            holds="podcast:alternateEnclosure",
        ),
        contentLink=_tag("contentLink", many=True, attrs="href!=reference"),
    ),
}
"""What may stand in an item."""

LIVE_ITEM_PODCAST: Table = ITEM_PODCAST

_REMOTE_ITEM = CHANNEL_PODCAST["podcast:remoteItem"]
_RECIPIENT = _tag(
    "valueRecipient",
    "empty",
    many=True,
    attrs="type!=one:podcast-value:node,lnaddress,keysend address! split!=natural name "
    "customKey customValue fee=boolean",
)
PODCAST_TABLES: Mapping[str, Table] = {
    "podcast:alternateEnclosure": _named(
        source=_tag("source", "empty", many=True, attrs="uri!=reference contentType=mime"),
        integrity=_tag(
            "integrity", "empty", attrs="type!=one:podcast-value:sri,pgp-signature value!"
        ),
    ),
    "podcast:value": _named(
        valueRecipient=_RECIPIENT,
        valueTimeSplit=_tag(
            "valueTimeSplit",
            many=True,
            attrs="startTime!=decimal duration!=decimal remoteStartTime=decimal "
            "remotePercentage=decimal",
            holds="podcast:valueTimeSplit",
        ),
    ),
    "podcast:valueTimeSplit": _named(valueRecipient=_RECIPIENT, remoteItem=_REMOTE_ITEM),
    "podcast:podroll": _named(remoteItem=_REMOTE_ITEM),
    "podcast:publisher": _named(remoteItem=_REMOTE_ITEM),
}
"""What the elements of the namespace hold themselves."""

TAXONOMY: Mapping[str, frozenset[str]] = {
    group: frozenset(role.strip() for role in roles.split(","))
    for group, roles in {
        "creative direction": "director, assistant director, executive producer, senior producer, "
        "producer, associate producer, development producer, creative director",
        "cast": "host, co-host, guest host, guest, voice actor, narrator, announcer, reporter",
        "writing": "author, editorial director, co-writer, writer, songwriter, guest writer, "
        "story editor, managing editor, script editor, script coordinator, researcher, editor, "
        "fact checker, translator, transcriber, logger",
        "audio production": "studio coordinator, technical director, technical manager, "
        "audio engineer, remote recording engineer, post production engineer",
        "audio post-production": "audio editor, sound designer, foley artist, composer, "
        "theme music, music production, music contributor",
        "administration": "production coordinator, booking coordinator, production assistant, "
        "content manager, marketing manager, sales representative, sales manager",
        "visuals": "graphic designer, cover art designer",
        "community": "social media manager",
        "misc.": "consultant, intern",
        "video production": "camera operator, lighting designer, camera grip, assistant camera",
        "video post-production": "editor, assistant editor",
    }.items()
}
"""The roles of each group of people, in lower case (P20)."""

SERVICES = frozenset(
    "acast amazon anchor apple audible audioboom backtracks bitcoin blubrry buzzsprout "
    "captivate castopod castos facebook fireside fyyd google gpodder hypercatcher kasts libsyn "
    "mastodon megafono megaphone omnystudio overcast paypal pinecast podbean podcastaddict "
    "podcastguru podcastindex podcasts podchaser podcloud podfriend podiant podigee podnews "
    "podomatic podserve podverse redcircle relay resonaterecordings rss shoutengine simplecast "
    "slack soundcloud spotify spreaker tiktok transistor twitter whooshkaa youtube zencast "
    .split()
)  # fmt: skip
"""The slugs of services that podcast:block may name."""
MEDIUMS = frozenset("podcast music video film audiobook newsletter blog publisher course".split())
LICENSES = frozenset("arr cc-by-4.0 cc-by-nc-4.0 cc-by-nc-nd-4.0 pod-v4v-1.0".split())
"""Identifiers of the namespace's own list, in lower case (P20-LIC-1)."""
