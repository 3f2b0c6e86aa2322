"""The keys of a person, in podcast.toml and in the front matter."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read.schema import Key

PERSON_KEYS = (
    Key(
        name="name",
        meaning="The name as people write it.",
        example='name = "Anne Martin"',
        kind=schema.text(128),
        required=True,
        source="podcast:person",
    ),
    Key(
        name="role",
        meaning="What the person does in the podcast, in English: host, guest, author, … "
        "(default: host in podcast.toml, guest elsewhere).",
        example='role = "host"',
        kind=schema.text(128),
        source="P20-PER-2",
    ),
    Key(
        name="group",
        meaning="The group that the role belongs to: cast, writing, …",
        example='group = "cast"',
        kind=schema.text(128),
        source="P20-PER-2",
    ),
    Key(
        name="title",
        meaning="What the person is in the world; shown on the pages.",
        example='title = "directrice du musée"',
        kind=schema.text(),
    ),
    Key(
        name="href",
        meaning="A page about the person.",
        example='href = "https://example.org/anne-martin"',
        kind=schema.web_address,
        source="podcast:person",
    ),
    Key(
        name="img",
        meaning="A picture of the person. Pages show one that lies in static/ (JPEG or PNG).",
        example='img = "https://example.org/anne-martin.jpg"',
        kind=schema.web_address,
        source="podcast:person",
    ),
    Key(
        name="email",
        meaning="An author's mail address, if it may be public: RSS names authors by it.",
        example='email = "anne@example.org"',
        kind=schema.mail_address,
        source="RSS-85",
    ),
    Key(
        name="written",
        meaning="The name as the article spells it; kept for the record by `import`.",
        example='written = "Anne MARTIN"',
        kind=schema.text(),
    ),
)
