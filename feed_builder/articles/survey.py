"""What lies in `episodes/` already: the articles imported before, and every episode by its guid."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from feed_builder.articles.notes import ARTICLE_FILE
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass

EPISODES = "episodes"
_FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_GUID = re.compile(
    r"""^[ \t]{0,8}guid[ \t]{0,8}=[ \t]{0,8}["']([^"'\n]{1,255})["']""", re.MULTILINE
)
_TITLE = re.compile(r"^title[ \t]{0,8}=[^\n]{1,999}$", re.MULTILINE)
_PUBLISHED = re.compile(r"^published[ \t]{0,8}=[ \t]{0,8}([0-9T:.+Z-]{1,40})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EpisodeOnDisk:
    """An episode's file: its path relative to the project, and the hash of its bytes.

    `title` and `day` (in universal time) are those that its front matter plainly says.
    """

    path: str
    sha256: str
    title: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What `article.md` remembers of one imported interview.

    `file` is relative to the article's folder; `sha256` is that of what import wrote there.
    """

    guid: str
    marker: str
    file: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOnDisk:
    """An article that lies in `episodes/`.

    `slug` is the one its guids are made of; `title` and `published` are those it was imported with,
    whatever a person wrote since; `edited` tells that somebody changed it, `dated` which day its
    episodes were given where the article has none.
    """

    folder: str
    slug: str
    text: str
    edited: bool
    title: str
    published: date | None
    source: str | None
    season: int
    dated: date | None
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that import needs to know of a project. Paths are relative to it, with slashes.

    `episodes` are by guid (copies share one), `paths` all files below `episodes/`, `folders` what
    lies directly in it; `broken` names folders whose article can't be read, with the reason.
    """

    articles: tuple[ArticleOnDisk, ...] = ()
    episodes: Mapping[str, tuple[EpisodeOnDisk, ...]]
    paths: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    broken: Mapping[str, str]


def survey(project: Path) -> Survey:
    """What lies in the `episodes/` of `project`. Raises `ArticleError` where it can't be read."""
    root = project / EPISODES
    try:
        files = list(_files(root)) if root.is_dir() else []
        texts = {path: (project / path).read_bytes() for path in files if path.endswith(".md")}
        folders = frozenset(p.name for p in root.iterdir()) if root.is_dir() else frozenset[str]()
    except OSError as error:
        raise ArticleError(f"{error.filename}: can't be read: {error.strerror}") from error
    articles, broken = _articles(texts)
    return Survey(
        articles=articles,
        episodes=_episodes(texts),
        paths=frozenset(files),
        folders=folders,
        broken=broken,
    )


def _files(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield f"{EPISODES}/{path.relative_to(root).as_posix()}"


def _episodes(texts: Mapping[str, bytes]) -> dict[str, tuple[EpisodeOnDisk, ...]]:
    found: dict[str, tuple[EpisodeOnDisk, ...]] = {}
    for path, data in texts.items():
        front = split_page(_decoded(data))[0]
        guid = _GUID.search(front)
        if guid and not path.endswith(f"/{ARTICLE_FILE}"):
            place = EpisodeOnDisk(path, sha256_of(data), _title(front), _published(front))
            found[guid.group(1)] = (*found.get(guid.group(1), ()), place)
    return found


def _articles(texts: Mapping[str, bytes]) -> tuple[tuple[ArticleOnDisk, ...], dict[str, str]]:
    found, broken = [], {}
    for path, data in texts.items():
        folder, _, name = path.removeprefix(f"{EPISODES}/").rpartition("/")
        if name != ARTICLE_FILE or not folder:
            continue
        try:
            found.append(_article(folder, data.decode("utf-8-sig")))
        except (ValueError, TypeError, KeyError) as error:
            broken[folder] = f"{path}: its front matter can't be read: {_fact(error)}"
    return tuple(found), broken


def _fact(error: Exception) -> str:
    return "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _article(folder: str, raw: str) -> ArticleOnDisk:
    import tomllib

    text = raw.replace("\r\n", "\n")
    if text.startswith("+++\n") and "\n+++" not in text:
        raise ValueError("it is cut off before the +++ that ends it")
    front = tomllib.loads(split_page(text)[0])
    imported: dict[str, Any] = front.get("imported", {})
    first = imported if "title" in imported else front
    season = front.get("season")
    return ArticleOnDisk(
        folder=folder,
        slug=str(imported.get("slug", folder)),
        text=text,
        edited=raw != text or imported.get("sha256") != sha256_without_record(text),
        title=str(first.get("title", "")),
        published=_day(first.get("published")),
        source=front.get("source"),
        season=season if isinstance(season, int) else 0,
        dated=_day(imported.get("dated")),
        records=tuple(Record(**record) for record in imported.get("episodes", ())),
    )


def _title(front: str) -> str:
    import tomllib

    found = _TITLE.search(front)
    try:
        return str(tomllib.loads(found[0])["title"]) if found else ""
    except ValueError:
        return ""


def _published(front: str) -> date | None:
    found = _PUBLISHED.search(front)
    try:
        moment = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return moment.astimezone(UTC).date() if moment and moment.tzinfo else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def split_page(text: str) -> tuple[str, str]:
    """The front matter of an article or episode, and the text below; ("", text) without one."""
    fences = list(islice(_FENCE.finditer(text), 2))
    if len(fences) < 2 or fences[0].start() != 0:
        return "", text
    return text[fences[0].end() + 1 : fences[1].start()], text[fences[1].end() :]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def sha256_of(data: bytes) -> str:
    """The hash that records hold."""
    return hashlib.sha256(data).hexdigest()


def sha256_without_record(text: str) -> str:
    """The hash of an article's text without the record that import keeps in it."""
    import tomlkit

    front, body = split_page(text)
    document = tomlkit.parse(front)
    if "imported" in document:
        del document["imported"]
    return sha256_of(f"{tomlkit.dumps(document).rstrip()}\n+++{body}".encode())
