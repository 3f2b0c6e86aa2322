"""The keys of podcast.toml, in the order in which the documentation lists them."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read.audio_keys import SOUND_KEYS
from feed_builder.read.feed_keys import SHOW_FEED_KEYS
from feed_builder.read.person_keys import PERSON_KEYS
from feed_builder.read.publish_keys import PUBLISH_KEY
from feed_builder.read.schema import Key
from feed_builder.read.site import SITE_KEY
from feed_builder.read.tag_keys import MEDIUMS, SHOW_TAG_KEYS

OWNER_KEYS = (
    Key(
        name="name",
        meaning="Who owns the show.",
        example='name = "La rédaction"',
        kind=schema.text(255),
        required=True,
        source="itunes:owner",
    ),
    Key(
        name="email",
        meaning="A mailbox that somebody reads: directories send their codes there (PLT-3).",
        example='email = "podcast@example.org"',
        kind=schema.mail_address,
        required=True,
        source="PLT-3",
    ),
)

SHOW_KEYS = (
    Key(
        name="title",
        meaning="The show's name and nothing else.",
        example='title = "La revue à voix haute"',
        kind=schema.text(255),
        required=True,
        source="PSP-11",
        elements=("channel/title",),
    ),
    Key(
        name="description",
        meaning="What the show is about, as plain text.",
        example='description = "Les entretiens de la revue."',
        kind=schema.text(4000, unit="bytes"),
        required=True,
        source="PSP-12",
        elements=("channel/description",),
    ),
    Key(
        name="link",
        meaning="The address of the folder on the web where `public/` will lie.",
        example='link = "https://podcast.example.org/"',
        kind=schema.site_address,
        required=True,
        source="PSP-13",
        elements=("channel/link",),
    ),
    Key(
        name="language",
        meaning="The language spoken, as a code.",
        example='language = "fr"',
        kind=schema.language_tag,
        required=True,
        source="PSP-14",
        elements=("channel/language",),
    ),
    Key(
        name="author",
        meaning="The organisation or person who publishes the show.",
        example='author = "La revue"',
        kind=schema.text(255),
        required=True,
        source="APL-27",
        elements=("channel/itunes:author",),
    ),
    Key(
        name="categories",
        meaning="One or two of Apple's categories, the main one first.",
        example='categories = ["News > Politics", "Government"]',
        kind=schema.categories,
        required=True,
        source="PSP-15",
        elements=("channel/itunes:category",),
    ),
    Key(
        name="artwork",
        meaning="The cover: a square JPEG or PNG of 1400 to 3000 pixels, beside podcast.toml.",
        example='artwork = "cover.jpg"',
        kind=schema.text(),
        required=True,
        source="PSP-17",
        elements=(
            "channel/itunes:image",
            "channel/image",
            "channel/podcast:image",
        ),
    ),
    Key(
        name="explicit",
        meaning="Whether anything in the show is not for children.",
        example="explicit = false",
        kind=schema.boolean,
        required=True,
        source="PSP-16",
        elements=("channel/itunes:explicit",),
    ),
    Key(
        name="guid",
        meaning="The show's identity for life. `init` writes it; never change it.",
        example='guid = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"',
        kind=schema.show_guid,
        required=True,
        source="P20-GUID-2",
        way_out="take the one in the feed that is out there; for a new show, "
        "`feed-builder init` in an empty folder makes one",
        elements=("channel/podcast:guid",),
    ),
    Key(
        name="type",
        meaning="serial (default): from first to last, newest season first; episodic: newest "
        "first.",
        example='type = "serial"',
        kind=schema.one_of("serial", "episodic"),
        source="APL-30",
        elements=("channel/itunes:type",),
    ),
    Key(
        name="copyright",
        meaning="Who holds the rights: a name only.",
        example='copyright = "La revue"',
        kind=schema.text(255),
        source="PSP-30",
        elements=("channel/copyright",),
    ),
    Key(
        name="locked",
        meaning="false while the show moves to another host, which may then take it in "
        "(default: true).",
        example="locked = true",
        kind=schema.boolean,
        source="P20-LOCK",
        elements=("channel/podcast:locked",),
    ),
    Key(
        name="medium",
        meaning="What the feed holds (default: podcast).",
        example='medium = "podcast"',
        kind=schema.one_of(*MEDIUMS),
        source="podcast:medium",
        elements=("channel/podcast:medium",),
    ),
    Key(
        name="complete",
        meaning="true when no episode will follow, ever (default: false).",
        example="complete = true",
        kind=schema.boolean,
        source="APL-34",
        elements=("channel/itunes:complete",),
    ),
    Key(
        name="block",
        meaning="true hides the show from directories (default: false).",
        example="block = true",
        kind=schema.boolean,
        source="APL-33",
        elements=("channel/itunes:block",),
    ),
    Key(
        name="new_feed_url",
        meaning="The feed's new address, while the show moves.",
        example='new_feed_url = "https://new.example.org/feed.xml"',
        kind=schema.web_address,
        source="APL-32",
        elements=("channel/itunes:new-feed-url",),
    ),
    Key(
        name="ai_content",
        meaning="true when voices or words are made by a machine; feeds and pages then say so "
        "(default: false).",
        example="ai_content = true",
        kind=schema.boolean,
        source="P20-AI, APL-65",
        elements=("channel/podcast:txt",),
    ),
    Key(
        name="notice",
        meaning="Markdown that stands before the notes of every episode.",
        example='notice = "Voix de synthèse."',
        kind=schema.prose,
    ),
    Key(
        name="owner",
        meaning="Whom directories may write to.",
        example='[owner]\nname = "La rédaction"\nemail = "podcast@example.org"',
        keys=OWNER_KEYS,
        source="PLT-3",
        elements=(
            "channel/itunes:owner",
            "channel/managingEditor",
        ),
    ),
    Key(
        name="people",
        meaning="Who is heard in every episode: the hosts.",
        example='[[people]]\nname = "Anne Martin"\nrole = "host"',
        keys=PERSON_KEYS,
        many=True,
        source="podcast:person",
        elements=("channel/podcast:person",),
    ),
    *SOUND_KEYS,
    *SHOW_FEED_KEYS,
    *SHOW_TAG_KEYS,
    PUBLISH_KEY,
    Key(
        name="imported",
        meaning="Where `import feed` took the show from, and by which redirects.",
        example="[imported]",
        kind=schema.anything,
    ),
    SITE_KEY,
    Key(
        name="extra",
        meaning="A place for your own notes and tools; Feed Builder does not read it.",
        example="[extra]",
        kind=schema.anything,
    ),
)
