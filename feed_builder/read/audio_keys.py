"""The keys of podcast.toml about recordings: `[audio]`."""

from __future__ import annotations

from feed_builder.read import schema
from feed_builder.read.schema import Key

AUDIO_KEYS = (
    Key(
        name="tags",
        meaning="false publishes recordings without our tags and chapters in them, as they are.",
        example="tags = false",
        kind=schema.boolean,
        source="ID3-1, MP4-1, OGG-1",
    ),
    Key(
        name="id3",
        meaning="The version of the tags in MP3s: 2.3 is read by everything, chapters and all.",
        example='id3 = "2.4"',
        kind=schema.one_of("2.3", "2.4"),
        source="ID3-16",
    ),
)

AUDIO = Key(
    name="audio",
    meaning="What is done with recordings on their way to `public/`.",
    example="[audio]\ntags = true",
    keys=AUDIO_KEYS,
)
