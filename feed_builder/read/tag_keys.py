"""The keys of what Podcasting 2.0 can say (P20), one for each of its tags.

A key is called by the tag's own name, its inner keys by the attributes' names, in snake_case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from feed_builder.read import schema
from feed_builder.read import tag_kinds as kinds
from feed_builder.read.schema import Key
from feed_builder.read.shown import Fault

_PROTOCOLS = ("disabled", *"activitypub twitter lightning atproto hive matrix nostr".split())
_MEDIA = "podcast music video film audiobook newsletter blog publisher course".split()
MEDIUMS = (*_MEDIA, *(f"{medium}L" for medium in _MEDIA), "mixed")


def row(name: str, meaning: str, example: str, kind: schema.Kind, *, required: bool = False) -> Key:
    """A row of an inner table."""
    return Key(name=name, meaning=meaning, example=example, kind=kind, required=required)


def _not_both(one: str, other: str) -> Any:
    def check(values: Mapping[str, Any]) -> None:
        kinds.either(values, one, other)

    return check


def _talk(values: Mapping[str, Any]) -> None:
    if values["protocol"] == "disabled" and len(values) > 1:
        raise Fault("disabled stands alone", 'delete the lines beside protocol = "disabled"')
    if values["protocol"] != "disabled" and "uri" not in values:
        raise Fault("uri is missing", 'write uri = "https://…", where the conversation is')


def _rhythm(values: Mapping[str, Any]) -> None:
    if "text" not in values and "rrule" not in values:
        raise Fault("has neither rrule nor text", 'write rrule = "FREQ=WEEKLY"')
    if "COUNT=" in values.get("rrule", "") and "dtstart" not in values:
        raise Fault("COUNT counts from nowhere", "write dtstart = 2024-01-31T08:00:00+01:00")


_FUNDING = Key(
    name="funding",
    meaning="Where listeners can give; several are allowed.",
    example='[[funding]]\nurl = "https://example.org/dons"\ntext = "Soutenir la revue"',
    keys=(
        row("url", "The page.", 'url = "https://example.org"', schema.web_address, required=True),
        row("text", "What the button says.", 'text = "Soutenir la revue"', schema.text(128)),
    ),
    many=True,
    source="podcast:funding",
    elements=("channel/podcast:funding", "item/podcast:funding"),
)
_LOCATION = Key(
    name="location",
    meaning="A place that is spoken of (`subject`), or where it was made (`creator`).",
    example='[[location]]\nname = "Vichy"\nrel = "subject"\ngeo = "geo:46.1278,3.4267"\n'
    'osm = "R123456"\ncountry = "FR"',
    keys=(
        row("name", "Its name.", 'name = "Vichy"', schema.text(128), required=True),
        row("rel", "subject or creator.", 'rel = "subject"', schema.one_of("subject", "creator")),
        row("geo", "Latitude and longitude.", 'geo = "geo:46.1278,3.4267"', kinds.geo),
        row("osm", "Its OpenStreetMap object.", 'osm = "R123456"', kinds.osm),
        row("country", "Its country's two letters.", 'country = "FR"', kinds.country),
    ),
    many=True,
    source="P20-LOC-1",
    elements=("channel/podcast:location", "item/podcast:location"),
)
_LICENSE = Key(
    name="license",
    meaning="What others may do with it: a name of the list, or a name with its address.",
    example='license = "CC-BY-4.0"',
    kind=kinds.license_,
    source="P20-LIC-1",
    elements=("channel/podcast:license", "item/podcast:license"),
)
_IMAGE = Key(
    name="image",
    meaning="A picture for a purpose: banner, poster, social, … The artwork needs no line.",
    example='[[image]]\nhref = "https://example.org/banner.jpg"\nalt = "Un atelier, vu du quai"\n'
    'aspect_ratio = "16/9"\nwidth = 1600\nheight = 900\ntype = "image/jpeg"\npurpose = "banner"',
    keys=(
        row(
            "href",
            "Its address, or a JPEG or PNG of the project, named from this file on: that is "
            "published under a hashed name, and its type, width and height are read from it.",
            'href = "banner.jpg"',
            kinds.picture,
            required=True,
        ),
        row("alt", "What is to be seen on it.", 'alt = "Un atelier"', schema.text()),
        row("aspect_ratio", "Width to height.", 'aspect_ratio = "16/9"', kinds.aspect_ratio),
        row("width", "In pixels.", "width = 1600", schema.counting_number),
        row("height", "In pixels.", "height = 900", schema.counting_number),
        row("type", "Its media type.", 'type = "image/jpeg"', kinds.media_type),
        row("purpose", "What it is for, in words.", 'purpose = "banner"', schema.text(128)),
    ),
    many=True,
    source="P20-IMG",
    elements=("channel/podcast:image", "item/podcast:image"),
)
_SOCIAL_INTERACT = Key(
    name="social_interact",
    meaning="Where it is talked about; `disabled` asks for no talk.",
    example='[[social_interact]]\nprotocol = "activitypub"\nuri = "https://example.org/@revue/1"\n'
    'account_id = "@revue@example.org"\naccount_url = "https://example.org/@revue"\npriority = 1',
    keys=(
        row(
            "protocol",
            f"One of {', '.join(_PROTOCOLS)}.",
            'protocol = "activitypub"',
            schema.one_of(*_PROTOCOLS),
            required=True,
        ),
        row("uri", "The post that begins it.", 'uri = "https://…"', kinds.address),
        row("account_id", "Who posted it.", 'account_id = "@revue@example.org"', schema.text()),
        row("account_url", "Their page.", 'account_url = "https://…"', schema.web_address),
        row("priority", "The lowest comes first.", "priority = 1", kinds.whole_number),
    ),
    many=True,
    check=_talk,
    source="P20-SOC",
    elements=("channel/podcast:socialInteract", "item/podcast:socialInteract"),
)
_TXT = Key(
    name="txt",
    meaning="Text for a program to read, as a directory asks for it.",
    example='[[txt]]\ntext = "abc123"\npurpose = "verify"',
    keys=(
        row("text", "The text.", 'text = "abc123"', schema.text(4000), required=True),
        row("purpose", "What it is for.", 'purpose = "verify"', schema.text(128)),
    ),
    many=True,
    source="podcast:txt",
    elements=("channel/podcast:txt", "item/podcast:txt"),
)
_CHAT = Key(
    name="chat",
    meaning="Where listeners meet while they listen.",
    example='[chat]\nserver = "matrix.example.org"\nprotocol = "matrix"\n'
    'account_id = "@revue:example.org"\nspace = "#revue:example.org"',
    keys=(
        row("server", "Its name.", 'server = "irc.example.org"', kinds.host_name, required=True),
        row(
            "protocol",
            "irc, xmpp, nostr or matrix.",
            'protocol = "irc"',
            schema.one_of("irc", "xmpp", "nostr", "matrix"),
            required=True,
        ),
        row("account_id", "The show's account.", 'account_id = "@a:b.org"', schema.text()),
        row("space", "The room.", 'space = "#revue"', schema.text()),
    ),
    source="podcast:chat",
    elements=("channel/podcast:chat", "item/podcast:chat"),
)
_REMOTE_KEYS = (
    row(
        "feed_guid",
        "The `podcast:guid` of the other show.",
        'feed_guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"',
        schema.show_guid,
        required=True,
    ),
    row("feed_url", "Its feed.", 'feed_url = "https://…"', schema.web_address),
    row("item_guid", "One of its episodes.", 'item_guid = "…"', schema.identity),
    row("medium", "What that feed holds.", 'medium = "podcast"', schema.one_of(*MEDIUMS)),
    row("title", "Its title.", 'title = "Une autre émission"', schema.text()),
)
_RECIPIENTS = Key(
    name="recipient",
    meaning="Who gets a share.",
    example='[[value.recipient]]\ntype = "lnaddress"\naddress = "revue@example.org"\nsplit = 100',
    keys=(
        row("type", "node or lnaddress.", 'type = "lnaddress"', schema.text(), required=True),
        row("address", "Where to.", 'address = "a@b.org"', schema.text(), required=True),
        row("split", "The share, in parts.", "split = 95", kinds.whole_number, required=True),
        row("name", "Who it is.", 'name = "La revue"', schema.text()),
        row("custom_key", "A key that is sent along.", 'custom_key = "696969"', schema.text()),
        row("custom_value", "Its value.", 'custom_value = "abc"', schema.text()),
        row("fee", "true for a fee taken first.", "fee = false", schema.boolean),
    ),
    many=True,
)
_REMOTE_ITEM = Key(
    name="remote_item",
    meaning="Another show, or one of its episodes.",
    example='[remote_item]\nfeed_guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"',
    keys=_REMOTE_KEYS,
)
_TIME_SPLIT = Key(
    name="time_split",
    meaning="For a while others get the shares: a remote item's recipients, or those named here.",
    example="[[value.time_split]]\nstart_time = 60\nduration = 237",
    keys=(
        row("start_time", "From when on.", "start_time = 60", kinds.seconds, required=True),
        row("duration", "For how long.", "duration = 237", kinds.seconds, required=True),
        row("remote_start_time", "Where in it.", "remote_start_time = 174", kinds.seconds),
        row("remote_percentage", "Its part.", "remote_percentage = 95", kinds.percentage),
        _REMOTE_ITEM,
        _RECIPIENTS,
    ),
    many=True,
    check=_not_both("remote_item", "recipient"),
)
_VALUE = Key(
    name="value",
    meaning="How listeners can pay while they listen.",
    example='[[value]]\ntype = "lightning"\nmethod = "keysend"\nsuggested = "0.00000005000"\n'
    '[[value.recipient]]\nname = "La revue"\ntype = "lnaddress"\naddress = "revue@example.org"\n'
    "split = 100",
    keys=(
        row("type", "lightning, …", 'type = "lightning"', schema.text(), required=True),
        row("method", "keysend, lnaddress, …", 'method = "keysend"', schema.text(), required=True),
        row("suggested", "An amount.", 'suggested = "0.00000005"', kinds.decimal_text),
        replace(_RECIPIENTS, required=True),
        _TIME_SPLIT,
    ),
    many=True,
    source="podcast:value",
    elements=("channel/podcast:value", "item/podcast:value"),
)
# What a show, an episode and a live item can say alike.
SHARED_KEYS = (
    _FUNDING,
    _LOCATION,
    _LICENSE,
    _VALUE,
    _IMAGE,
    _SOCIAL_INTERACT,
    _TXT,
    _CHAT,
)

SHOW_TAG_KEYS = (
    *SHARED_KEYS,
    Key(
        name="trailer",
        meaning="A trailer that is no episode. Episodes of the type trailer need no line here.",
        example='[[trailer]]\ntitle = "Bientôt"\nurl = "https://example.org/trailer.mp3"\n'
        "published = 2024-01-31T08:00:00+01:00\nlength = 12345678\n"
        'type = "audio/mpeg"\nseason = 2',
        keys=(
            row("title", "Its title.", 'title = "Bientôt"', schema.text(128), required=True),
            row("url", "The recording.", 'url = "https://…"', schema.web_address, required=True),
            row(
                "published",
                "When it was published; apps take the newest.",
                "published = 2024-01-31T08:00:00+01:00",
                schema.moment,
                required=True,
            ),
            row("length", "In bytes.", "length = 12345678", kinds.whole_number),
            row("type", "Its media type.", 'type = "audio/mpeg"', kinds.media_type),
            row("season", "The season it announces.", "season = 2", schema.counting_number),
        ),
        many=True,
        source="podcast:trailer",
        elements=("channel/podcast:trailer",),
    ),
    Key(
        name="podcast_block",
        meaning="Services that may not take the show in; `all` stands for every other one.",
        example="[podcast_block]\nall = true\npodcastindex = false",
        kind=kinds.blocked,
        source="P20-BLK",
        elements=("channel/podcast:block",),
    ),
    Key(
        name="remote_item",
        meaning="Other shows or episodes that belong to this feed.",
        example='[[remote_item]]\nfeed_guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n'
        'item_guid = "asdf089j0-ep240"\nmedium = "music"',
        keys=_REMOTE_KEYS,
        many=True,
        source="podcast:remoteItem",
        elements=("channel/podcast:remoteItem",),
    ),
    Key(
        name="podroll",
        meaning="Shows that you recommend.",
        example='[[podroll]]\nfeed_guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n'
        'feed_url = "https://example.org/rss"\ntitle = "Une autre émission"',
        keys=_REMOTE_KEYS,
        many=True,
        source="podcast:podroll",
        elements=("channel/podcast:podroll",),
    ),
    Key(
        name="publisher",
        meaning="The publisher's own feed, which names this show in turn.",
        example='[publisher]\nfeed_guid = "003af0a0-6a45-55cf-b765-68e3d349551a"\n'
        'feed_url = "https://example.org/publisher.xml"',
        keys=_REMOTE_KEYS,
        source="P20-PUB",
        elements=("channel/podcast:publisher",),
    ),
    Key(
        name="update_frequency",
        meaning="How often something new comes. Without a text the rule is put into words.",
        example='[update_frequency]\nrrule = "FREQ=WEEKLY;BYDAY=MO"\n'
        "dtstart = 2024-01-31T08:00:00+01:00",
        keys=(
            row("rrule", "A rule of RFC 5545.", 'rrule = "FREQ=WEEKLY"', kinds.rrule),
            row("text", "The same in words.", 'text = "Le lundi"', schema.text(128)),
            row(
                "dtstart",
                "When it begins.",
                "dtstart = 2024-01-31T08:00:00+01:00",
                kinds.any_moment,
            ),
            row("complete", "true when nothing more comes.", "complete = false", schema.boolean),
        ),
        check=_rhythm,
        source="P20-UF",
        elements=("channel/podcast:updateFrequency",),
    ),
    Key(
        name="podping",
        meaning="Whether changes are announced by Podping.",
        example="podping = true",
        kind=schema.boolean,
        source="podcast:podping",
        elements=("channel/podcast:podping",),
    ),
)
