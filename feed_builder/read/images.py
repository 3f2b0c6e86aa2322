"""Pictures of the project that `[[image]]` names (P20-IMG): published as files of ours are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any

from feed_builder.feed_parts import Image
from feed_builder.model import Chapter, Episode, Show
from feed_builder.read.schema import Document
from feed_builder.results import Finding, Level
from feed_builder.text import slug

if TYPE_CHECKING:
    from feed_builder.podcasting20 import LiveItem
    from feed_builder.read.episodes import EpisodeFile, Page
    from feed_builder.read.media import FileFacts, Picture
    from feed_builder.read.sources import Sources

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
Publish = Callable[[str, str, str, str], str]
"""Puts a file into a folder under a name and a suffix, and says its address."""


def lies_inside(project: Path, path: str) -> bool:
    """Whether a path leads to something below the project, through no link out of it."""
    named = PurePath(path)
    if named.is_absolute() or ".." in named.parts:
        return False
    return (project / named.parent).resolve().is_relative_to(project.resolve())


def files_named(where: str, images: Iterable[Any]) -> Iterator[str]:
    """The files, from the project on, that the images of the file `where` name."""
    for image in images:
        href = image["href"] if isinstance(image, Mapping) else image.href
        if not _SCHEME.match(href):
            yield _from_project(where, href)


def pages_images(pages: Iterable[Page]) -> Iterator[str]:
    """The same for Markdown files."""
    for page in pages:
        if "image" in page.values:
            yield from files_named(page.document.where, page.values["image"])


def chapter_pictures(
    facts: Mapping[str, FileFacts], episodes: Iterable[EpisodeFile]
) -> Iterator[str]:
    """The pictures that files of chapters name beside themselves."""
    for episode in episodes:
        listed = facts[episode.chapters].chapters if episode.chapters else ()
        for chapter in listed:
            if chapter.picture:
                yield _from_project(episode.chapters or "", chapter.picture)


def _from_project(where: str, href: str) -> str:
    return normpath(join(where.rpartition("/")[0], href))


class Images:
    """Puts the addresses of published pictures in the place of their files."""

    def __init__(self, sources: Sources, publish: Publish, findings: list[Finding]) -> None:
        self.facts: Mapping[str, FileFacts] = sources.facts
        self.publish = publish
        self.findings = findings
        config = sources.config
        pages = [*(episode.page for episode in sources.episodes), *sources.live]
        self.documents = {page.document.where: page.document for page in pages}
        if config:
            self.documents[config.document.where] = config.document
            self.config = config.document.where

    def published(self, show: Show) -> Show:
        """`show` with the addresses of all its pictures."""
        episodes = tuple(self._episode(episode) for episode in show.episodes)
        tags = show.tags
        if tags:
            live = tuple(self._live(item) for item in tags.live_items)
            images = tuple(self._images(tags.images, self.config))
            tags = replace(tags, images=images, live_items=live)
        return replace(show, episodes=episodes, tags=tags)

    def _episode(self, episode: Episode) -> Episode:
        if not episode.tags or not episode.tags.images:
            return episode
        images = tuple(self._images(episode.tags.images, episode.source))
        return replace(episode, tags=replace(episode.tags, images=images))

    def _live(self, item: LiveItem) -> LiveItem:
        if not item.tags or not item.tags.images:
            return item
        images = tuple(self._images(item.tags.images, item.source))
        return replace(item, tags=replace(item.tags, images=images))

    def _images(self, images: Iterable[Image], where: str) -> Iterator[Image]:
        for place, image in enumerate(images):
            if _SCHEME.match(image.href):
                yield image
                continue
            file = _from_project(where, image.href)
            facts = self.facts.get(file)
            if facts is None:
                self.findings.append(_not_there(self.documents[where], place, image.href))
            elif facts.picture:  # what can't be read is told under the file's own name
                yield self._with_facts(image, file, facts.picture)

    def _with_facts(self, image: Image, file: str, picture: Picture) -> Image:
        return replace(
            image,
            href=_address(file, picture, self.publish),
            type=picture.type,
            width=picture.width,
            height=picture.height,
        )


def with_pictures(
    chapters: Iterable[Chapter],
    where: str,
    facts: Mapping[str, FileFacts],
    publish: Publish,
    findings: list[Finding],
) -> Iterator[Chapter]:
    """The chapters of the file `where`, their own pictures published."""
    for chapter in chapters:
        if chapter.picture is None:
            yield chapter
            continue
        file = _from_project(where, chapter.picture)
        known = facts.get(file)
        if known and known.picture:
            yield replace(chapter, image=_address(file, known.picture, publish), picture=file)
            continue
        if known is None:  # what can't be read is told under the file's own name
            findings.append(_no_picture(where, chapter.picture))
        yield replace(chapter, picture=None)


def _address(file: str, picture: Picture, publish: Publish) -> str:
    suffix = ".png" if picture.type == "image/png" else ".jpg"
    stem = slug(file.rpartition("/")[2].rpartition(".")[0]) or "image"
    return publish("artwork", file, stem, suffix)


def _no_picture(where: str, name: str) -> Finding:
    return Finding(
        rule="image-there",
        level=Level.WARNING,
        where=where,
        message=f"img: {name!r} is not there, or lies outside the project",
        fix="name a JPEG or PNG beside this file, or a web address",
        source="P20-CH-4",
    )


def _not_there(document: Document, place: int, href: str) -> Finding:
    return document.finding(
        ("image", place, "href"),
        "image-there",
        f"href: {href!r} is not there, or lies outside the project",
        "name a JPEG or PNG of the project, or a web address",
        "P20-IMG",
    )
