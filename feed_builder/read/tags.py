"""From the checked tables of podcast.toml and front matter to what a show and an episode say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from feed_builder.model import Keyword, Origin

if TYPE_CHECKING:
    from feed_builder.podcasting20 import AlternateEnclosure, Tags

Table = Mapping[str, Any]
_SHARED_TAGS = frozenset(
    ("funding", "location", "license", "value", "image", "social_interact", "txt", "chat")
)
ITEM_TAGS = _SHARED_TAGS | {"content_link"}
SHOW_TAGS = _SHARED_TAGS | {
    *("trailer", "podcast_block", "remote_item", "podroll", "publisher", "podping"),
    "update_frequency",
}
"""What `podcasting_tags` knows, which is loaded where one of them stands."""


def item_tags(values: Table) -> Tags | None:
    """What an episode or a live item says in tags; None where it says nothing."""
    if values.keys().isdisjoint(ITEM_TAGS):
        return None
    from feed_builder.read import podcasting_tags

    return podcasting_tags.item_tags(values)


def alternates(values: Table) -> tuple[AlternateEnclosure, ...]:
    """The other forms that a front matter names."""
    if "alternate_enclosure" not in values:
        return ()
    from feed_builder.read import podcasting_tags

    return podcasting_tags.alternates(values)


def keywords(values: Table) -> tuple[Keyword, ...]:
    """The words that it is filed under."""
    return tuple(Keyword(**one) for one in values.get("keywords", ()))


_SHOW_PLAIN = (
    "artwork_alt",
    "itunes_title",
    "applepodcastsverify",
    "web_master",
    "ttl",
)
_SHOW_LISTS = ("skip_hours", "skip_days", "hubs")
EXTRA_SHOW_KEYS = frozenset((*_SHOW_PLAIN, *_SHOW_LISTS, *SHOW_TAGS, "keywords", "spotify", "feed"))
_EPISODE_PLAIN = {
    "artwork_alt": "artwork_alt",
    "itunes_title": "itunes_title",
    "podcast_number": "decimal_number",
    "number_display": "number_display",
    "comments": "comments",
}


def show_extras(values: Table) -> dict[str, Any]:
    """What a `Show` is made of beyond its first page: RSS's smaller elements, and its tags."""
    spotify, feed = values.get("spotify", {}), values.get("feed", {})
    tags = None
    if not values.keys().isdisjoint(SHOW_TAGS):
        from feed_builder.read.podcasting_tags import show_tags

        tags = show_tags(values, values["language"])
    return {
        **{name: values[name] for name in _SHOW_PLAIN if name in values},
        **{name: tuple(values[name]) for name in _SHOW_LISTS if name in values},
        "keywords": keywords(values),
        "countries": tuple(spotify.get("countries", ())),
        "recent_count": spotify.get("recent_count"),
        "feed_limit": feed.get("limit"),
        "tags": tags,
    }


def episode_extras(values: Table) -> dict[str, Any]:
    """The same for an `Episode`; nothing where its front matter says nothing of the kind."""
    extras = {field: values[key] for key, field in _EPISODE_PLAIN.items() if key in values}
    if "keywords" in values:
        extras["keywords"] = keywords(values)
    if "origin" in values:
        extras["origin"] = Origin(**values["origin"])
    if "soundbite" in values:
        from feed_builder.read.podcasting_tags import soundbites

        extras["soundbites"] = soundbites(values)
    tags = item_tags(values)
    return extras | {"tags": tags} if tags else extras
