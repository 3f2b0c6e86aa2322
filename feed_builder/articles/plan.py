"""What an import writes and what it leaves alone: decided here, from facts, without a disk."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from feed_builder.articles.interviews import Article, Found, Interview
from feed_builder.articles.known import folded_marker, known_article
from feed_builder.articles.notes import ARTICLE_FILE
from feed_builder.articles.pages import (
    ArticleRecord,
    article_page,
    episode_page,
    file_name,
    publishing_times,
    with_record,
)
from feed_builder.articles.remembered import known_records
from feed_builder.articles.survey import (
    EPISODES,
    ArticleOnDisk,
    EpisodeOnDisk,
    Record,
    Survey,
    sha256_of,
    sha256_without_record,
)
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.text import slug

# Guids of shows without a guid of their own; only ever used together with an article's slug.
_NAMESPACE = uuid.UUID("0d1c7b1e-6c0e-5f0a-9d7e-2f6f3a1f9b52")

_REMEMBERED = "only what it remembers of the import was brought up to date"


class What(StrEnum):
    """What becomes of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left alone"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Action:
    """What becomes of one file: its path relative to the project, and why."""

    path: str
    what: What
    why: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """A file to write: its path relative to the project, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What to write, in order, and what is told of it.

    `files` are the paths of the interviews' episodes, in their order; None where a person has
    deleted one.
    """

    folder: str
    writes: tuple[Write, ...]
    actions: tuple[Action, ...]
    files: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    """One interview's part of the plan."""

    record: Record
    action: Action
    write: Write | None
    file: str | None


def article_slug(article: Article) -> str:
    """The name of an article's folder."""
    return slug(article.title) or "article"


def plan_import(
    found: Found,
    on_disk: Survey,
    *,
    show_guid: str | None,
    default_date: date,
    now: datetime | None = None,
) -> ImportPlan:
    """What importing `found` writes into a project that holds `on_disk`.

    A file that nobody changed since it was imported follows the article; one that a person
    edited, renamed, moved or deleted is left alone and told. Raises `ArticleError` where the
    article's own folder can't be read, or `show_guid` is no UUID.
    """
    article = found.article
    known = known_article(article, [one.marker for one in found.interviews], on_disk)
    folder = known.folder if known else _new_folder(found, on_disk, show_guid)
    name = known.slug if known else folder
    dated = None if article.date else (known and known.dated) or default_date
    guids = _guids(found.interviews, name, _namespace(show_guid))
    records = known_records(found.interviews, guids, known.records if known else ())
    day = article.date or dated or default_date
    planned = _episodes(found, folder, guids, records, on_disk, day, now)
    gone = [r for r in (known.records if known else ()) if r not in records]
    record = ArticleRecord(
        slug=name,
        title=article.title,
        published=article.date,
        dated=dated,
        episodes=(*(one.record for one in planned), *gone),
    )
    action, writes = _article_file(article, folder, known, record, on_disk)
    return ImportPlan(
        folder=f"{EPISODES}/{folder}",
        writes=(*writes[:-1], *(one.write for one in planned if one.write), *writes[-1:]),
        actions=(action, *(one.action for one in planned), *_orphans(gone, folder, on_disk)),
        files=tuple(one.file for one in planned),
    )


def _new_folder(found: Found, on_disk: Survey, show_guid: str | None) -> str:
    """The folder of an article that no article.md remembers.

    Where its episodes lie already, somebody has lost that file: the folder is theirs.
    """
    name = article_slug(found.article)
    guids = _guids(found.interviews, name, _namespace(show_guid))
    places = [place.path for guid in guids for place in on_disk.episodes.get(guid, ())]
    home = f"{EPISODES}/{name}/"
    remembered = {*on_disk.broken, *(article.folder for article in on_disk.articles)}
    if name not in remembered and any(path.startswith(home) for path in places):
        return name
    return _free_folder(name, on_disk)


def _free_folder(name: str, on_disk: Survey) -> str:
    if name in on_disk.broken:
        raise ArticleError(f"{on_disk.broken[name]} (mend it, then import again)")
    taken = {folder.lower() for folder in on_disk.folders}
    candidates = (name if count == 1 else f"{name}-{count}" for count in range(1, 10_000))
    return next(candidate for candidate in candidates if candidate not in taken)


def _namespace(show_guid: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(show_guid) if show_guid else _NAMESPACE
    except ValueError as error:
        raise ArticleError(f"the show's guid “{show_guid}” is no UUID") from error


def _guids(interviews: Sequence[Interview], name: str, namespace: uuid.UUID) -> list[str]:
    """A guid for each interview: of the article's slug, its marker, and its place among equals."""
    seen: Counter[str] = Counter()
    guids = []
    for interview in interviews:
        marker = folded_marker(interview.marker)
        seen[marker] += 1
        guids.append(str(uuid.uuid5(namespace, f"{name}\n{marker}\n{seen[marker]}")))
    return guids


def _episodes(
    found: Found,
    folder: str,
    guids: Sequence[str],
    records: Sequence[Record | None],
    on_disk: Survey,
    day: date,
    now: datetime | None,
) -> list[_Planned]:
    numbers = _numbers(records, folder, on_disk)
    planned: list[_Planned] = []
    for interview, guid, record, number in zip(
        found.interviews, guids, records, numbers, strict=True
    ):
        guid = record.guid if record else guid
        place = _place(guid, record.file and _path(folder, record.file) if record else "", on_disk)
        texts = [
            episode_page(interview, found.article, number=number, guid=guid, published=published)
            for published in publishing_times(day, number, now)
        ]
        # One that was imported early in the day keeps the time that it has.
        text = next((t for t in texts if place and sha256_of(t.encode()) == place.sha256), texts[0])
        fresh = Record(
            guid=guid,
            marker=interview.marker,
            file=record.file if record else "",
            number=number,
            sha256=sha256_of(text.encode()),
        )
        taken = [*on_disk.paths, *(one.file for one in planned if one.file)]
        if record:
            planned.append(_known_episode(folder, record, fresh, place, text, on_disk))
        elif place:
            planned.append(_found_episode(folder, fresh, place))
        else:
            planned.append(_new_episode(folder, fresh, interview.label, text, taken))
    return planned


def _place(guid: str, expected: str, on_disk: Survey) -> EpisodeOnDisk | None:
    """Where the episode `guid` lies: among copies, where it is expected."""
    places = on_disk.episodes.get(guid, ())
    return next((one for one in places if one.path == expected), next(iter(places), None))


def _numbers(records: Sequence[Record | None], folder: str, on_disk: Survey) -> list[int]:
    """The number of each interview: the one it has, else the next that no file has."""
    prefix = f"{EPISODES}/{folder}/"
    names = [path.removeprefix(prefix) for path in on_disk.paths if path.startswith(prefix)]
    leading = [name.partition("-")[0] for name in names]
    used = [int(n) for n in leading if n.isdecimal() and len(n) < 5] if any(records) else []
    highest = max([*used, *(record.number for record in records if record)], default=0)
    numbers = []
    for record in records:
        highest += record is None
        numbers.append(record.number if record else highest)
    return numbers


def _known_episode(
    folder: str,
    record: Record,
    fresh: Record,
    place: EpisodeOnDisk | None,
    text: str,
    on_disk: Survey,
) -> _Planned:
    expected = _path(folder, record.file)
    if place is None:
        return _missing_episode(record, fresh, expected, on_disk)
    moved = "" if place.path == expected else f"renamed from {expected}"
    here = replace(fresh, file=_relative(folder, place.path))
    if place.sha256 != record.sha256:
        why = ", ".join(part for part in ("edited since it was imported", moved) if part)
        kept = replace(here, sha256=record.sha256)
        return _Planned(kept, Action(place.path, What.LEFT_ALONE, why), None, place.path)
    if place.sha256 == fresh.sha256:
        return _Planned(here, Action(place.path, What.UNCHANGED, moved), None, place.path)
    why = ", ".join(part for part in ("the article changed", moved) if part)
    write = Write(place.path, text)
    return _Planned(here, Action(place.path, What.UPDATED, why), write, place.path)


def _missing_episode(record: Record, fresh: Record, expected: str, on_disk: Survey) -> _Planned:
    kept = replace(fresh, sha256=record.sha256)
    if expected in on_disk.paths:
        why = "edited since it was imported: it has another guid"
        return _Planned(kept, Action(expected, What.LEFT_ALONE, why), None, expected)
    why = (
        f"deleted since it was imported (to have it again, delete its lines below "
        f"[imported] in {ARTICLE_FILE})"
    )
    return _Planned(kept, Action(expected, What.LEFT_ALONE, why), None, None)


def _found_episode(folder: str, fresh: Record, place: EpisodeOnDisk) -> _Planned:
    """An episode that is there already though the article's file remembers none."""
    here = replace(fresh, file=_relative(folder, place.path))
    if place.sha256 == fresh.sha256:
        return _Planned(here, Action(place.path, What.UNCHANGED), None, place.path)
    action = Action(place.path, What.LEFT_ALONE, "was there already, with this episode's guid")
    return _Planned(replace(here, sha256=""), action, None, place.path)


def _new_episode(
    folder: str, fresh: Record, label: str, text: str, taken: Iterable[str]
) -> _Planned:
    prefix = f"{EPISODES}/{folder}/"
    names = [path.removeprefix(prefix) for path in taken if path.startswith(prefix)]
    name = file_name(fresh.number, label, names)
    path = f"{prefix}{name}"
    record = replace(fresh, file=name)
    return _Planned(record, Action(path, What.CREATED), Write(path, text), path)


def _path(folder: str, file: str) -> str:
    return file if file.startswith(f"{EPISODES}/") else f"{EPISODES}/{folder}/{file}"


def _relative(folder: str, path: str) -> str:
    return path.removeprefix(f"{EPISODES}/{folder}/")


def _orphans(gone: Iterable[Record], folder: str, on_disk: Survey) -> list[Action]:
    """Episodes of announcements that the article no longer has: a person decides."""
    why = "the article no longer announces it"
    expected = [(record.guid, _path(folder, record.file)) for record in gone]
    places = [(_place(guid, path, on_disk), path) for guid, path in expected]
    paths = [place.path if place else path for place, path in places]
    return [Action(path, What.LEFT_ALONE, why) for path in paths if path in on_disk.paths]


def _article_file(
    article: Article,
    folder: str,
    known: ArticleOnDisk | None,
    record: ArticleRecord,
    on_disk: Survey,
) -> tuple[Action, list[Write]]:
    """What becomes of `article.md`, and its writes: the last one remembers all that was done.

    A new folder's article is written first as well, without a record: an import that is cut off
    is then found and finished by the next.
    """
    path = f"{EPISODES}/{folder}/{ARTICLE_FILE}"
    if known is None:
        season = 1 + max((other.season for other in on_disk.articles), default=0)
        first, last = article_page(article, season, None), article_page(article, season, record)
        return Action(path, What.CREATED), [Write(path, first), Write(path, last)]
    fresh = article_page(article, known.season or 1, record)
    if known.edited and known.records:
        writes = _changed(path, with_record(known.text, record, None), known)
        why = f"edited since it was imported{f'; {_REMEMBERED}' if writes else ''}"
        return Action(path, What.LEFT_ALONE, why), writes
    return _unedited_article(path, fresh, record, known)


def _unedited_article(
    path: str, fresh: str, record: ArticleRecord, known: ArticleOnDisk
) -> tuple[Action, list[Write]]:
    same = sha256_without_record(fresh) == sha256_without_record(known.text)
    if same:
        writes = _changed(path, fresh, known)
        action = Action(path, What.UPDATED, _REMEMBERED) if writes else Action(path, What.UNCHANGED)
        return action, writes
    if not known.edited:
        return Action(path, What.UPDATED, "the article changed"), [Write(path, fresh)]
    kept = with_record(known.text, record, "")
    action = Action(path, What.LEFT_ALONE, "was there already, and is not as import writes it")
    return action, _changed(path, kept, known)


def _changed(path: str, text: str, known: ArticleOnDisk) -> list[Write]:
    return [Write(path, text)] if text != known.text else []
