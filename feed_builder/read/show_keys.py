"""The keys of podcast.toml, in the order in which the documentation lists them."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read.person_keys import PERSON_KEYS
from feed_builder.read.schema import Key
from feed_builder.read.site import SITE_KEY

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
    ),
    Key(
        name="description",
        meaning="What the show is about, as plain text.",
        example='description = "Les entretiens de la revue."',
        kind=schema.text(4000, unit="bytes"),
        required=True,
        source="PSP-12",
    ),
    Key(
        name="link",
        meaning="The address of the folder on the web where `public/` will lie.",
        example='link = "https://podcast.example.org/"',
        kind=schema.site_address,
        required=True,
        source="PSP-13",
    ),
    Key(
        name="language",
        meaning="The language spoken, as a code.",
        example='language = "fr"',
        kind=schema.language_tag,
        required=True,
        source="PSP-14",
    ),
    Key(
        name="author",
        meaning="The organisation or person who publishes the show.",
        example='author = "La revue"',
        kind=schema.text(255),
        required=True,
        source="APL-27",
    ),
    Key(
        name="categories",
        meaning="One or two of Apple's categories, the main one first.",
        example='categories = ["News > Politics", "Government"]',
        kind=schema.categories,
        required=True,
        source="PSP-15",
    ),
    Key(
        name="artwork",
        meaning="The cover: a square JPEG or PNG of 1400 to 3000 pixels, beside podcast.toml.",
        example='artwork = "cover.jpg"',
        kind=schema.text(),
        required=True,
        source="PSP-17",
    ),
    Key(
        name="explicit",
        meaning="Whether anything in the show is not for children.",
        example="explicit = false",
        kind=schema.boolean,
        required=True,
        source="PSP-16",
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
    ),
    Key(
        name="type",
        meaning="serial: from first to last, newest season first. episodic: newest first.",
        example='type = "serial"',
        kind=schema.one_of("serial", "episodic"),
        source="APL-30",
    ),
    Key(
        name="copyright",
        meaning="Who holds the rights: a name only.",
        example='copyright = "La revue"',
        kind=schema.text(255),
        source="PSP-30",
    ),
    Key(
        name="locked",
        meaning="false while the show moves to another host, which may then take it in.",
        example="locked = true",
        kind=schema.boolean,
        source="P20-LOCK",
    ),
    Key(
        name="medium",
        meaning="What the feed holds.",
        example='medium = "podcast"',
        kind=schema.one_of(
            "podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"
        ),
        source="podcast:medium",
    ),
    Key(
        name="complete",
        meaning="true when no episode will follow, ever.",
        example="complete = false",
        kind=schema.boolean,
        source="APL-34",
    ),
    Key(
        name="block",
        meaning="true hides the show from directories.",
        example="block = false",
        kind=schema.boolean,
        source="APL-33",
    ),
    Key(
        name="new_feed_url",
        meaning="The feed's new address, while the show moves.",
        example='new_feed_url = "https://new.example.org/feed.xml"',
        kind=schema.web_address,
        source="APL-32",
    ),
    Key(
        name="ai_content",
        meaning="true when voices or words are made by a machine; feeds and pages then say so.",
        example="ai_content = false",
        kind=schema.boolean,
        source="P20-AI, APL-65",
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
    ),
    Key(
        name="people",
        meaning="Who is heard in every episode: the hosts.",
        example='[[people]]\nname = "Anne Martin"\nrole = "host"',
        keys=PERSON_KEYS,
        many=True,
        source="podcast:person",
    ),
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
