"""The keys of what an episode or a live item says in tags, beside what a show can say as well."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read import tag_kinds as kinds
from feed_builder.read.person_keys import PERSON_KEYS
from feed_builder.read.schema import Key
from feed_builder.read.tag_keys import SHARED_KEYS, row

_CONTENT_LINK = Key(
    name="content_link",
    meaning="The same content in another place.",
    example='[[content_link]]\nhref = "https://example.org/video"\ntext = "En vidéo"',
    keys=(
        row("href", "Where.", 'href = "https://…"', schema.web_address, required=True),
        row("text", "What is there.", 'text = "En vidéo"', schema.text(), required=True),
    ),
    many=True,
    source="podcast:contentLink",
    elements=("item/podcast:contentLink",),
)
_SOURCE = Key(
    name="source",
    meaning="Where the file is; several addresses are allowed.",
    example='[[alternate_enclosure.source]]\nuri = "https://example.org/1.opus"',
    keys=(
        row("uri", "The address.", 'uri = "https://…"', kinds.address, required=True),
        row("content_type", "If it differs.", 'content_type = "audio/opus"', kinds.media_type),
    ),
    many=True,
    required=True,
)
_INTEGRITY = Key(
    name="integrity",
    meaning="What proves that it is the file that is meant.",
    example='[alternate_enclosure.integrity]\ntype = "sri"\nvalue = "sha256-…"',
    keys=(
        row(
            "type",
            "sri or pgp-signature.",
            'type = "sri"',
            schema.one_of("sri", "pgp-signature"),
            required=True,
        ),
        row(
            "value", "The digest or signature.", 'value = "sha384-…"', schema.text(), required=True
        ),
    ),
)
_ALTERNATE = Key(
    name="alternate_enclosure",
    meaning="The episode in another form that lies elsewhere. Renditions need no line here.",
    example='[[alternate_enclosure]]\ntype = "video/mp4"\nlength = 7924786\nbitrate = 511276.52\n'
    'height = 720\nlang = "fr"\ntitle = "Vidéo"\nrel = "video"\ncodecs = "avc1.64001f,mp4a.40.2"\n'
    'default = false\n[[alternate_enclosure.source]]\nuri = "https://example.org/1.mp4"\n'
    '[alternate_enclosure.integrity]\ntype = "sri"\n'
    'value = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="',
    keys=(
        row("type", "Its media type.", 'type = "audio/opus"', kinds.media_type, required=True),
        row("length", "In bytes.", "length = 7924786", kinds.whole_number),
        row("bitrate", "In bit/s.", "bitrate = 48000", kinds.number),
        row("height", "In pixels.", "height = 720", schema.counting_number),
        row("lang", "Its language.", 'lang = "fr"', schema.language_tag),
        row("title", "What people choose it by.", 'title = "Vidéo"', schema.text(32)),
        row("rel", "The same for forms of the same.", 'rel = "video"', schema.text(32)),
        row("codecs", "By RFC 6381.", 'codecs = "opus"', schema.text()),
        row("default", "true for the enclosure itself.", "default = false", schema.boolean),
        _SOURCE,
        _INTEGRITY,
    ),
    many=True,
    source="P20-AE-1",
    elements=(
        "item/podcast:alternateEnclosure",
        "alternateEnclosure/podcast:source",
        "alternateEnclosure/podcast:integrity",
    ),
)

EPISODE_TAG_KEYS = (
    *SHARED_KEYS,
    _CONTENT_LINK,
    _ALTERNATE,
    Key(
        name="soundbite",
        meaning="A part worth quoting, 15 to 120 seconds long.",
        example='[[soundbite]]\nstart_time = 73.5\nduration = 60\ntitle = "Ce qu’un élève retient"',
        keys=(
            row(
                "start_time", "Where it begins.", "start_time = 73.5", kinds.seconds, required=True
            ),
            row("duration", "How long it is.", "duration = 60", kinds.seconds, required=True),
            row("title", "Its title.", 'title = "Retenir"', schema.text(128)),
        ),
        many=True,
        source="podcast:soundbite",
        elements=("item/podcast:soundbite",),
    ),
)

_ENCLOSURE = Key(
    name="enclosure",
    meaning="The stream.",
    example='[enclosure]\nurl = "https://example.org/live.mp3"\ntype = "audio/mpeg"\nlength = 0',
    keys=(
        row("url", "Its address.", 'url = "https://…"', schema.web_address, required=True),
        row("type", "Its media type.", 'type = "audio/mpeg"', kinds.media_type, required=True),
        row("length", "In bytes; 0 for a stream.", "length = 0", kinds.whole_number),
    ),
)

LIVE_KEYS = (
    Key(
        name="title",
        meaning="What it is about.",
        example='title = "En direct du musée"',
        kind=schema.text(255),
        required=True,
    ),
    Key(
        name="guid",
        meaning="Its identity: a new one is a new broadcast.",
        example='guid = "live-2026-12-01"',
        kind=schema.identity,
        required=True,
    ),
    Key(
        name="status",
        meaning="pending, live or ended.",
        example='status = "pending"',
        kind=schema.one_of("pending", "live", "ended"),
        required=True,
        elements=("channel/podcast:liveItem",),
    ),
    Key(
        name="start",
        meaning="When it begins.",
        example="start = 2026-12-01T18:00:00+01:00",
        kind=kinds.any_moment,
        required=True,
    ),
    Key(
        name="end",
        meaning="When it ends.",
        example="end = 2026-12-01T19:00:00+01:00",
        kind=kinds.any_moment,
    ),
    Key(
        name="link",
        meaning="A page about it; without one the first content link.",
        example='link = "https://example.org/direct"',
        kind=schema.web_address,
    ),
    Key(
        name="explicit",
        meaning="Whether it is not for children, where the show's word does not hold.",
        example="explicit = false",
        kind=schema.boolean,
    ),
    _ENCLOSURE,
    Key(
        name="people",
        meaning="Who is heard. The show's hosts are added.",
        example='[[people]]\nname = "Paul Durand"\nrole = "guest"',
        keys=PERSON_KEYS,
        many=True,
    ),
    Key(
        name="content_link",
        meaning="Where it can be followed; at least one.",
        example=_CONTENT_LINK.example,
        keys=_CONTENT_LINK.keys,
        many=True,
        required=True,
        source="podcast:contentLink",
    ),
    _ALTERNATE,
    *SHARED_KEYS,
)
