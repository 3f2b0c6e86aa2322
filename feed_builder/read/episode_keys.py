"""The keys of front matter: an episode's and an article's."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read.feed_keys import EPISODE_FEED_KEYS
from feed_builder.read.item_tag_keys import EPISODE_TAG_KEYS
from feed_builder.read.person_keys import PERSON_KEYS
from feed_builder.read.schema import Key

EPISODE_KEYS = (
    Key(
        name="title",
        meaning="What the episode is about, without its number or the show's name.",
        example='title = "Anne Martin, directrice du musée"',
        kind=schema.text(255),
        required=True,
        source="PSP-40",
        elements=("item/title",),
    ),
    Key(
        name="guid",
        meaning="The episode's identity for life. Written once by the program; never change it.",
        example='guid = "7c029615-a810-4214-9342-eee73f58435d"',
        kind=schema.identity,
        source="PSP-42",
        elements=("item/guid",),
    ),
    Key(
        name="permalink",
        meaning="true where the feed it was imported from says that its guid is a page's address "
        "(default: false).",
        example="permalink = true",
        kind=schema.boolean,
        source="RSS-78",
    ),
    Key(
        name="published",
        meaning="When it is published; until then it is left out.",
        example="published = 2024-01-31T08:00:00+01:00",
        kind=schema.moment,
        required=True,
        source="PSP-51",
        elements=("item/pubDate",),
    ),
    Key(
        name="updated",
        meaning="When it last changed in a way that subscribers should know of.",
        example="updated = 2024-02-01T08:00:00+01:00",
        kind=schema.moment,
        source="ATOM-10",
    ),
    Key(
        name="number",
        meaning="Its number in its season; apps order a serial show by it.",
        example="number = 1",
        kind=schema.counting_number,
        source="PSP-60",
        elements=(
            "item/itunes:episode",
            "item/podcast:episode",
        ),
    ),
    Key(
        name="audio",
        meaning="Where its recording lies, if it stays elsewhere and not beside this file.",
        example='audio = "https://media.example.org/12.mp3"',
        kind=schema.web_address,
        source="RSS-72",
    ),
    Key(
        name="season",
        meaning="Its season's number, where it is not that of its article.",
        example="season = 1",
        kind=schema.counting_number,
        source="PSP-61",
        elements=(
            "item/itunes:season",
            "item/podcast:season",
        ),
    ),
    Key(
        name="type",
        meaning="full (default), trailer or bonus.",
        example='type = "full"',
        kind=schema.one_of("full", "trailer", "bonus"),
        source="PSP-62",
        elements=("item/itunes:episodeType",),
    ),
    Key(
        name="summary",
        meaning="One or two sentences; without them the first paragraph of the notes serves.",
        example='summary = "Comment former aux métiers de l’industrie."',
        kind=schema.text(4000, unit="bytes"),
        source="P20-REC-2",
    ),
    Key(
        name="explicit",
        meaning="Whether this episode is not for children, where the show's word does not hold "
        "(default: the show's).",
        example="explicit = true",
        kind=schema.boolean,
        source="PSP-55",
        elements=("item/itunes:explicit",),
    ),
    Key(
        name="block",
        meaning="true hides this episode from directories (default: false).",
        example="block = true",
        kind=schema.boolean,
        source="PSP-63",
        elements=("item/itunes:block",),
    ),
    Key(
        name="ai_content",
        meaning="true when its voices or words are made by a machine (default: the show's).",
        example="ai_content = true",
        kind=schema.boolean,
        source="P20-AI",
        elements=("item/podcast:txt",),
    ),
    Key(
        name="notice",
        meaning='Markdown before its notes, instead of the show\'s notice ("" for none).',
        example='notice = ""',
        kind=schema.prose,
    ),
    Key(
        name="people",
        meaning="Who is heard or named: guests, authors. The show's hosts are added.",
        example='[[people]]\nname = "Paul Durand"\nrole = "guest"\ntitle = "architecte"',
        keys=PERSON_KEYS,
        many=True,
        source="podcast:person",
        elements=("item/podcast:person",),
    ),
    *EPISODE_FEED_KEYS,
    *EPISODE_TAG_KEYS,
    Key(
        name="imported",
        meaning="Where `import feed` took it from; redirects are made of it.",
        example="[imported]",
        kind=schema.anything,
    ),
    Key(
        name="extra",
        meaning="A place for your own notes and tools; Feed Builder does not read it.",
        example="[extra]",
        kind=schema.anything,
    ),
)

ARTICLE_KEYS = (
    Key(
        name="title",
        meaning="The article's title; its interviews' season is called so.",
        example='title = "L’eau des villes"',
        kind=schema.text(255),
        required=True,
        source="podcast:season",
    ),
    Key(
        name="season",
        meaning="The number of the season that its interviews make.",
        example="season = 1",
        kind=schema.counting_number,
        required=True,
        source="PSP-61",
    ),
    Key(
        name="author",
        meaning="Who wrote it.",
        example='author = "Anne Martin"',
        kind=schema.text(128),
    ),
    Key(
        name="author_role",
        meaning="What the author is in the world.",
        example='author_role = "journaliste"',
        kind=schema.text(),
    ),
    Key(
        name="published",
        meaning="The day it was published.",
        example="published = 2024-01-31",
        kind=schema.day,
    ),
    Key(
        name="source",
        meaning="Where it was first published; the notes link there.",
        example='source = "https://example.org/l-eau-des-villes"',
        kind=schema.web_address,
    ),
    Key(
        name="language",
        meaning="Its language, where it is not the show's.",
        example='language = "fr"',
        kind=schema.language_tag,
    ),
    Key(
        name="imported",
        meaning="What `import` wrote, so that importing again makes no second episode.",
        example="[imported]",
        kind=schema.anything,
    ),
    Key(
        name="extra",
        meaning="A place for your own notes and tools; Feed Builder does not read it.",
        example="[extra]",
        kind=schema.anything,
    ),
)
