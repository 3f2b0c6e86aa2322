"""The keys of what RSS itself and its smaller extensions say, and of the feeds that are built."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read import tag_kinds as kinds
from feed_builder.read.schema import Key
from feed_builder.read.tag_keys import row

_ARTWORK_ALT = Key(
    name="artwork_alt",
    meaning="What is to be seen on the artwork, for those who can't see it (default: the title).",
    example='artwork_alt = "Un micro posé sur un établi"',
    kind=schema.text(255),
    source="P20-IMG",
    elements=("channel/podcast:image", "item/podcast:image"),
)

SHOW_FEED_KEYS = (
    _ARTWORK_ALT,
    Key(
        name="itunes_title",
        meaning="The title for Apple Podcasts alone, where it is not the title.",
        example='itunes_title = "La revue"',
        kind=schema.text(255),
        source="APL-29",
        elements=("channel/itunes:title",),
    ),
    Key(
        name="applepodcastsverify",
        meaning="The code by which Apple lets another account take the show over.",
        example='applepodcastsverify = "2a4b6c8d-0000-4000-8000-000000000000"',
        kind=schema.text(255),
        source="APL-35",
        elements=("channel/itunes:applepodcastsverify",),
    ),
    Key(
        name="keywords",
        meaning="Words that the show is filed under, beside Apple's categories.",
        example='keywords = ["eau", { name = "Urbanisme", domain = "https://example.org/mots" }]',
        kind=kinds.keywords,
        source="RSS-88",
        elements=("channel/category",),
    ),
    Key(
        name="web_master",
        meaning="Whom to write to about the feed's technique; the address is public.",
        example='web_master = "technique@example.org"',
        kind=schema.mail_address,
        source="RSS-47",
        elements=("channel/webMaster",),
    ),
    Key(
        name="ttl",
        meaning="For how many minutes apps may keep the feed; many don't ask.",
        example="ttl = 60",
        kind=schema.counting_number,
        source="RSS-54",
        elements=("channel/ttl",),
    ),
    Key(
        name="skip_hours",
        meaning="Hours in universal time at which nothing new comes.",
        example="skip_hours = [0, 1, 2, 3]",
        kind=kinds.hours,
        source="RSS-55",
        elements=("channel/skipHours",),
    ),
    Key(
        name="skip_days",
        meaning="Days on which nothing new comes.",
        example='skip_days = ["Saturday", "Sunday"]',
        kind=kinds.weekdays,
        source="RSS-55",
        elements=("channel/skipDays",),
    ),
    Key(
        name="spotify",
        meaning="What Spotify alone reads.",
        example='[spotify]\ncountries = ["fr", "be"]\nrecent_count = 100',
        keys=(
            row("countries", "Where it is from.", 'countries = ["fr"]', kinds.countries),
            row(
                "recent_count",
                "How many episodes it shows.",
                "recent_count = 100",
                schema.counting_number,
            ),
        ),
        source="PLT-6",
        elements=("channel/spotify:countryOfOrigin", "channel/spotify:limit"),
    ),
    Key(
        name="hubs",
        meaning="WebSub hubs that tell subscribers of changes at once.",
        example='hubs = ["https://hub.example.org/"]',
        kind=kinds.web_addresses,
        source="WS-1",
        elements=("channel/atom:link",),
    ),
    Key(
        name="feed",
        meaning="How many episodes a feed holds before older ones go to pages of their own "
        "(RFC 5005). Without it a feed holds all: most apps read no pages.",
        example="[feed]\nlimit = 100",
        keys=(row("limit", "The number of episodes.", "limit = 100", schema.counting_number),),
        source="PAGE-5",
    ),
)

EPISODE_FEED_KEYS = (
    _ARTWORK_ALT,
    Key(
        name="itunes_title",
        meaning="The title for Apple Podcasts alone, where it is not the title.",
        example='itunes_title = "Anne Martin"',
        kind=schema.text(255),
        source="APL-51",
        elements=("item/itunes:title",),
    ),
    Key(
        name="podcast_number",
        meaning="A number that apps of Podcasting 2.0 show, with decimals if need be.",
        example="podcast_number = 100.5",
        kind=kinds.decimal_text,
        source="podcast:episode",
        elements=("item/podcast:episode",),
    ),
    Key(
        name="number_display",
        meaning="What they show instead of the number.",
        example='number_display = "Ch. 3"',
        kind=schema.text(32),
        source="podcast:episode",
        elements=("item/podcast:episode",),
    ),
    Key(
        name="season_name",
        meaning="Its season's name, where it is not an article's title.",
        example='season = 2\nseason_name = "L’été"',
        kind=schema.text(128),
        source="podcast:season",
        elements=("item/podcast:season",),
    ),
    Key(
        name="keywords",
        meaning="Words that it is filed under.",
        example='keywords = ["eau", "villes"]',
        kind=kinds.keywords,
        source="RSS-88",
        elements=("item/category",),
    ),
    Key(
        name="comments",
        meaning="A page where it is talked about.",
        example='comments = "https://example.org/eau#commentaires"',
        kind=schema.web_address,
        source="RSS-89",
        elements=("item/comments",),
    ),
    Key(
        name="origin",
        meaning="The feed that it was taken over from.",
        example='[origin]\nurl = "https://example.org/feed.xml"\ntitle = "Une autre émission"',
        keys=(
            row("url", "Its address.", 'url = "https://…"', schema.web_address, required=True),
            row("title", "Its title.", 'title = "…"', schema.text(255), required=True),
        ),
        source="RSS-87",
        elements=("item/source",),
    ),
)
