"""Apple's tags (APL), except those that Apple dropped (APL-37)."""

from __future__ import annotations

from collections.abc import Iterable

from feed_builder.model import Category, Episode, Show
from feed_builder.render._tags import Namespace, Tag


def show_title(show: Show) -> Iterable[Tag]:
    """APL-29: where Apple is to show another title."""
    if show.itunes_title:
        yield Tag("title", show.itunes_title)


def show_verify(show: Show) -> Iterable[Tag]:
    """APL-35: the code of a take-over."""
    if show.applepodcastsverify:
        yield Tag("applepodcastsverify", show.applepodcastsverify)


def show_author(show: Show) -> Iterable[Tag]:
    """APL-27; Spotify wants it as well (PLT-2)."""
    yield Tag("author", show.author)


def show_type(show: Show) -> Iterable[Tag]:
    """APL-30."""
    yield Tag("type", show.type)


def show_owner(show: Show) -> Iterable[Tag]:
    """PLT-3: Apple no longer reads it, the others send their codes there (CON-2)."""
    if show.owner:
        yield Tag(
            "owner",
            children=(Tag("name", show.owner.name), Tag("email", show.owner.email)),
        )


def show_explicit(show: Show) -> Iterable[Tag]:
    """APL-26: `true` or `false`, nothing else."""
    yield Tag("explicit", _boolean(show.explicit))


def show_artwork(show: Show) -> Iterable[Tag]:
    """APL-22."""
    yield Tag("image", attributes={"href": show.artwork.url})


def show_categories(show: Show) -> Iterable[Tag]:
    """APL-24, APL-CAT-2: a subcategory stands inside its category."""
    yield from (_category(category) for category in show.categories)


def _category(category: Category) -> Tag:
    sub = (Tag("category", attributes={"text": category.sub}),) if category.sub else ()
    return Tag("category", attributes={"text": category.name}, children=sub)


def show_new_feed_url(show: Show) -> Iterable[Tag]:
    """APL-32."""
    if show.new_feed_url:
        yield Tag("new-feed-url", show.new_feed_url)


def show_block(show: Show) -> Iterable[Tag]:
    """APL-33: only `Yes` has a meaning."""
    if show.block:
        yield Tag("block", "Yes")


def show_complete(show: Show) -> Iterable[Tag]:
    """APL-34: only `Yes` has a meaning."""
    if show.complete:
        yield Tag("complete", "Yes")


def title(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-51: the title without numbers, which ours never has."""
    yield Tag("title", episode.itunes_title or episode.title)


def duration(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-47: whole seconds, at least one (MG-3)."""
    yield Tag("duration", str(max(1, round(episode.duration.total_seconds()))))


def artwork(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-49: the episode's own picture; without one apps show the show's."""
    if episode.artwork:
        yield Tag("image", attributes={"href": episode.artwork.url})


def explicit(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-50."""
    yield Tag("explicit", _boolean(show.explicit if episode.explicit is None else episode.explicit))


def number(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-52."""
    if episode.number is not None:
        yield Tag("episode", str(episode.number))


def season(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-53."""
    if episode.season:
        yield Tag("season", str(episode.season.number))


def episode_type(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-54."""
    yield Tag("episodeType", episode.type)


def block(show: Show, episode: Episode) -> Iterable[Tag]:
    """APL-56: only `Yes` has a meaning."""
    if episode.block:
        yield Tag("block", "Yes")


def _boolean(value: bool) -> str:
    return "true" if value else "false"


ITUNES = Namespace(
    prefix="itunes",
    uri="http://www.itunes.com/dtds/podcast-1.0.dtd",
    channel=(
        show_title,
        show_author,
        show_type,
        show_owner,
        show_explicit,
        show_artwork,
        show_categories,
        show_new_feed_url,
        show_block,
        show_complete,
        show_verify,
    ),
    item=(title, duration, artwork, explicit, season, number, episode_type, block),
)
