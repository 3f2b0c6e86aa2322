"""Episode files: TOML front matter between +++ lines, then the show notes in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from feed_builder.chapters.notes import chapters_in
from feed_builder.model import Finding, Level
from feed_builder.pieces import Keep, Later, held
from feed_builder.read.config import read_text
from feed_builder.read.episode_keys import ARTICLE_KEYS, EPISODE_KEYS
from feed_builder.read.files import ARTICLE_FILE, PAGE_SUFFIX, Tree
from feed_builder.read.schema import Document, Key
from feed_builder.read.tables import read_table
from feed_builder.read.toml import parse_toml
from feed_builder.records import dataclass
from feed_builder.stems import (
    ARTWORK_SUFFIXES,
    AUDIO_SUFFIXES,
    CHAPTER_SUFFIXES,
    MASTERS,
    REMOTE_SUFFIX,
    TRANSCRIPT_TYPES,
)
from feed_builder.text import has_control_characters, slug

# In the order in which `read_episode` takes them.
_BESIDE = (
    tuple(MASTERS.values()),
    AUDIO_SUFFIXES,
    (REMOTE_SUFFIX,),
    ARTWORK_SUFFIXES,
    CHAPTER_SUFFIXES,
    tuple(TRANSCRIPT_TYPES),
)
_FENCE = re.compile(r"\+\+\+[ \t]*(?:\n|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown file without faults: its front matter, its place and values, the text below.

    `body` is that text as UTF-8, or gives it where it is asked for: of most pages nobody needs it.
    `is_plain` says that it holds no character that no feed can, `has_times` that a line of it
    begins with a time, as a chapter's does.
    """

    document: Document
    values: dict[str, Any]
    body: bytes | Later = field(repr=False, compare=False)
    is_plain: bool = True
    has_times: bool = True

    @property
    def raw(self) -> bytes:
        """What stands below the front matter, as UTF-8."""
        return self.body if isinstance(self.body, bytes) else self.body()

    @property
    def text(self) -> str:
        """What stands below the front matter."""
        return self.raw.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFile:
    """An episode as it lies on disk. Paths are relative to the project; `slug` is its page's."""

    file: str
    folder: str
    slug: str
    page: Page
    audio: str | None
    remote: str | None = None
    artwork: str | None = None
    chapters: str | None = None
    transcripts: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """Its front matter."""
        return self.page.values

    def with_guid(self, guid: str) -> EpisodeFile:
        """This file, had it an identity."""
        return replace(self, page=replace(self.page, values={**self.values, "guid": guid}))

    def finding(
        self, key: str, rule: str, message: str, fix: str, source: str | None = None
    ) -> Finding:
        """An error about the value of `key` in this file."""
        return self.page.document.finding((key,), rule, message, fix, source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """An article as it lies on disk, in the folder of its interviews."""

    file: str
    folder: str
    slug: str
    page: Page

    @property
    def values(self) -> dict[str, Any]:
        """Its front matter."""
        return self.page.values


def read_article(
    project: Path, file: str, page: Page | None = None, keep: Keep = held
) -> tuple[ArticleFile | None, list[Finding]]:
    """The article in `file`, or None with its faults. `page` is what it holds, where known."""
    page, faults = (page, []) if page else read_page(project, file, keep=keep)
    if page is None:
        return None, faults
    folder = file.rpartition("/")[0]
    return ArticleFile(file=file, folder=folder, slug=page_slug(folder), page=page), []


def read_episode(
    project: Path, file: str, tree: Tree, page: Page | None = None, keep: Keep = held
) -> tuple[EpisodeFile | None, list[Finding]]:
    """The episode in `file` with what lies beside it, or None with its faults.

    `page` is what the file holds, where that is known.
    """
    page, faults = (page, []) if page else read_page(project, file, keep=keep)
    stem = file[: -len(PAGE_SUFFIX)]
    masters, own, remote, artwork, chapters, transcripts = tree.beside(stem, *_BESIDE)
    recordings = masters or own
    if len(recordings) > 1:
        faults.append(_two_recordings(file, recordings))
    if faults or page is None:
        return None, faults
    return EpisodeFile(
        file=file,
        folder=file.rpartition("/")[0],
        slug=page_slug(stem),
        page=page,
        audio=recordings[0] if recordings else None,
        # What is known of a recording that lies elsewhere, as a file beside the episode.
        remote=remote[0] if remote and not recordings and "audio" in page.values else None,
        artwork=artwork[0] if artwork else None,
        chapters=chapters[0] if chapters else None,
        transcripts=tuple(transcripts),
    ), _unread(chapters)


def page_slug(stem: str) -> str:
    """The address, below the site's, of what lies at `stem` below episodes/."""
    parts = stem.split("/")[1:]
    return "/".join(slug(part) for part in parts)


def _two_recordings(file: str, recordings: Sequence[str]) -> Finding:
    names = " and ".join(name.rpartition("/")[2] for name in recordings)
    return Finding(
        rule="one-recording",
        level=Level.ERROR,
        where=file,
        message=f"has {len(recordings)} recordings beside it: {names}",
        fix="keep the one to publish; move the others out of episodes/",
        source="RSS-73",
    )


def _unread(chapters: Sequence[str]) -> list[Finding]:
    """One list makes all chapters, so of several files one is read."""
    return [
        Finding(
            rule="chapters-read",
            level=Level.WARNING,
            where=file,
            message=f"is not read: the chapters are those of {chapters[0].rpartition('/')[2]}",
            fix="delete the one that is wrong",
            source="PSC-5",
        )
        for file in chapters[1:]
    ]


def is_article(file: str) -> bool:
    """Whether the Markdown file `file` is an article, not an episode."""
    return file.rpartition("/")[2] == ARTICLE_FILE


def read_page(
    project: Path, file: str, keys: Sequence[Key] = (), keep: Keep = held
) -> tuple[Page | None, list[Finding]]:
    """What the Markdown file `file` holds, or None with its faults.

    Without `keys` its front matter has an article's or an episode's, as its name says. The text
    below it waits where `keep` puts it.
    """
    text, faults = read_text(project / file, file)
    if text is None:
        return None, faults
    parts = split_front_matter(text)
    if parts is None:
        return None, [_no_front_matter(file, text)]
    front, body = parts
    data, faults, hidden = parse_toml(front, file, first_line=2)
    document = Document(file, front, first_line=2)
    own = keys or (ARTICLE_KEYS if is_article(file) else EPISODE_KEYS)
    values, more = read_table(data, own, document, hidden=hidden)
    faults += more
    if faults:
        return None, faults
    raw = body.encode()
    later_front, later_body = keep((front.encode(), raw))
    page = Page(
        document=Document(file, later_front, first_line=2),
        values=values,
        body=later_body,
        is_plain=not has_control_characters(body),
        has_times=bool(chapters_in(raw)),
    )
    return page, []


def split_front_matter(text: str) -> tuple[str, str] | None:
    """The TOML between the first two +++ lines and the text after them; None without such."""
    start = _FENCE.match(text)
    if not start:
        return None
    end = next((m for m in _FENCE.finditer(text, start.end()) if text[m.start() - 1] == "\n"), None)
    if end is None:
        return None
    return text[start.end() : end.start()], text[end.end() :].strip()


def _no_front_matter(file: str, text: str) -> Finding:
    fact = "is empty" if not text.strip() else "has no front matter between two lines of +++"
    if text.startswith("---"):
        fact = "has front matter between --- lines, which is YAML"
    return Finding(
        rule="front-matter",
        level=Level.ERROR,
        where=file,
        line=1,
        message=fact,
        fix='begin with a line +++, then title = "…" and published = 2024-01-31T08:00:00+01:00, '
        "then a line +++",
    )
