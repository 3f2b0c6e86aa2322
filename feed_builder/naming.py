"""Which episode a person means, one way for all commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, Generic, TypeVar

from feed_builder.errors import FeedBuilderError
from feed_builder.model import Episode
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES
from feed_builder.text import words

T = TypeVar("T")
_SUFFIXES = (".md", *AUDIO_SUFFIXES)
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Generic[T]):
    """Something that a person may name, and all that it is called.

    `file` is relative to the project, `slug` the address of its page below the site's, `link` the
    whole of that; `folder` is an article's, which stands for it.
    """

    thing: T
    file: str
    title: str
    guid: str | None = None
    number: int | None = None
    slug: str | None = None
    link: str | None = None
    folder: str | None = None

    def stems(self) -> tuple[str, ...]:
        """Its paths without a suffix."""
        stem = self.file.removesuffix(".md")
        return (stem, self.folder) if self.folder else (stem,)


def published(episode: Episode) -> Named[Any]:
    """An episode of a show, by all that it is called."""
    return Named(
        thing=episode,
        file=episode.source,
        title=episode.title,
        guid=episode.guid,
        number=episode.number,
        slug=episode.slug,
        link=episode.link,
    )


def meant(name: str, known: Iterable[Named[T]]) -> T | None:
    """What `name` means, by the strictest test that anything passes; None where nothing does.

    Raises FeedBuilderError where several things pass it.
    """
    things = list(known) if name.strip() else []
    path = _without_suffix(PurePath(name).as_posix())
    for test in _TESTS:
        found = [one for one in things if test(one, name, path)]
        if len(found) == 1:
            return found[0].thing
        if found:
            files = ", ".join(one.file for one in found[:_MOST_TOLD])
            raise FeedBuilderError(f"{name}: may be any of {files} (name its whole file)")
    return None


def _without_suffix(path: str) -> str:
    suffix = next((s for s in _SUFFIXES if path.lower().endswith(s)), "")
    return path[: len(path) - len(suffix)]


def _is_identity(one: Named[T], name: str, path: str) -> bool:
    return name == one.guid or (one.link is not None and name.rstrip("/") == one.link.rstrip("/"))


def _is_path(one: Named[T], name: str, path: str) -> bool:
    """The whole path, from the project's folder or from the disk's."""
    return any(path == stem or path.endswith(f"/{stem}") for stem in one.stems())


def _is_end_of_path(one: Named[T], name: str, path: str) -> bool:
    slugs = (one.slug, one.slug.rpartition("/")[2]) if one.slug else ()
    return path in slugs or any(stem.endswith(f"/{path}") for stem in one.stems())


def _is_number(one: Named[T], name: str, path: str) -> bool:
    return name == str(one.number)


def _is_title(one: Named[T], name: str, path: str) -> bool:
    return name == one.title


def _is_part(one: Named[T], name: str, path: str) -> bool:
    """A part of its title or file, whatever the case, the accents and the apostrophes."""
    part = " ".join(words(name))
    return part != "" and any(part in " ".join(words(text)) for text in (one.title, one.file))


_TESTS: tuple[Callable[[Named[T], str, str], bool], ...] = (
    _is_identity,
    _is_path,
    _is_end_of_path,
    _is_number,
    _is_title,
    _is_part,
)
