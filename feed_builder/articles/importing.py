"""From an article's file to a project's episode files: the whole way, in one function."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feed_builder.articles.addresses import is_private
from feed_builder.articles.apart import told_apart
from feed_builder.articles.blocks import ArticleSource
from feed_builder.articles.documents import Document
from feed_builder.articles.downloads import Fetching
from feed_builder.articles.interviews import Article, Found, Interview
from feed_builder.articles.known import known_article
from feed_builder.articles.linked import Linking, link_recordings
from feed_builder.articles.notes import web_address
from feed_builder.articles.offered import Offers
from feed_builder.articles.plan import Action, ImportPlan, plan_import
from feed_builder.articles.recordings import (
    Matches,
    find_recordings,
    find_unplayed,
    match_recordings,
    shown,
)
from feed_builder.articles.settling import Settling, settled
from feed_builder.articles.sources import document_of, read_articles, the_one
from feed_builder.articles.survey import Survey, survey
from feed_builder.articles.write import apply, copy_recordings
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES, REMOTE_SUFFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did, or would do.

    `folder` is the article's, relative to the project; `actions` tell of every file of the import,
    recordings too; `matches` is None where no folder of recordings was named; `warnings` are
    sentences for the person at the keyboard.
    """

    article: Article
    interviews: tuple[Interview, ...]
    folder: str
    actions: tuple[Action, ...]
    matches: Matches | None
    warnings: tuple[str, ...]
    dry_run: bool
    found: Found


def import_article(
    source: Path | str,
    *,
    project: Path,
    audio: Path | None = None,
    source_url: str | None = None,
    post: str | None = None,
    fetching: Fetching | None = None,
    linking: Linking | None = None,
    settling: Settling | None = None,
    show_guid: str | None = None,
    default_date: date,
    now: datetime | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Make episode files out of the article in `source` (issue 2, item 3; design, section 2).

    `source` is a file, "-" for standard input or an http(s) address; `post` names one of several
    in a WordPress export. `audio` is a folder of recordings to match and copy, what their names
    leave open as `settling` says; those that the article plays itself are fetched as `fetching`
    says, without it told, or left where they are and described as `linking` says. `source_url` is
    where the article was first published; `default_date` dates the episodes of an article without
    a date; at the moment `now` one of today must not lie in the future. Importing again follows
    the article and leaves alone what a person changed. With `dry_run` nothing is written anywhere.
    Raises `ArticleError`; its message names the file and the way out.
    """
    recordings = find_recordings(audio) if audio else ()
    document = document_of(source)
    if source_url and document.address is None:
        document = replace(document, address=_address(source_url))
    on_disk = survey(project)
    found = _found(document, read_articles(document, post), source_url, on_disk)
    found = told_apart(found, on_disk, default_date)
    matches = match_recordings(found.interviews, recordings) if audio else None
    matches = settled(matches, recordings, settling) if matches and settling else matches
    if matches and audio:
        left = (*matches.unmatched_files, *find_unplayed(audio))
        matches = replace(matches, unmatched_files=left)
    matched = matches.matched if matches else ()
    done = {one.interview.order for one in matched}
    found, unlinked = _linked(found, None if dry_run else linking, document, done)
    plan = plan_import(found, on_disk, show_guid=show_guid, default_date=default_date, now=now)
    matches = _without_recorded(matches, plan, on_disk) if matches else None
    if not dry_run:
        apply(project, plan.writes)
    copied = copy_recordings(project, plan, matched, dry_run=dry_run)
    offers = Offers(
        project=project,
        folder=document.folder,
        fetching=replace(fetching, private=_is_own(document)) if fetching else None,
        dry_run=dry_run,
        linking=linking is not None,
    )
    offered = offers.take(plan, found.interviews, done)
    return ImportResult(
        article=found.article,
        interviews=found.interviews,
        folder=plan.folder,
        actions=(*plan.actions, *copied, *offered.actions),
        matches=matches,
        warnings=(*found.warnings, *unlinked, *offered.warnings, *on_disk.broken.values()),
        dry_run=dry_run,
        found=found,
    )


def _linked(
    found: Found, linking: Linking | None, document: Document, done: Collection[int]
) -> tuple[Found, tuple[str, ...]]:
    """`found` with its recordings described where they are, but for those `done` already."""
    if linking is None:
        return found, ()
    how = replace(linking, private=_is_own(document))
    linked, warnings = link_recordings(found.interviews, how, done)
    return replace(found, interviews=linked), warnings


def _is_own(document: Document) -> bool:
    """Whether an article may lead to a private network: a public page may not."""
    host = urlsplit(document.address or "").hostname
    return document.folder is not None or (host is not None and is_private(host))


def _with_address(read: ArticleSource, source_url: str | None) -> ArticleSource:
    url = _address(source_url) if source_url else _address_or_none(read.metadata.url)
    return replace(read, metadata=replace(read.metadata, url=url))


def _address(url: str) -> str:
    """`url` in the characters of a web address; raises `ArticleError` where it is none."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise ArticleError(f"“{url}” is no web address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ArticleError(f"“{url}” is no web address (write https://www.example.org/…)")
    return web_address(parts._replace(netloc=f"{host}{port}").geturl())


def _address_or_none(url: str | None) -> str | None:
    try:
        return _address(url) if url else None
    except ArticleError:
        return None


def _without_recorded(matches: Matches, plan: ImportPlan, on_disk: Survey) -> Matches:
    """`matches` with only those interviews told as unrecorded that have no recording yet."""
    there = {path.lower() for path in on_disk.paths}
    stems = [(file or "").lower().removesuffix(".md") for file in plan.files]
    recorded = {
        order
        for order, stem in enumerate(stems, 1)
        if any(f"{stem}{suffix}" in there for suffix in (*AUDIO_SUFFIXES, REMOTE_SUFFIX))
    }
    waiting = tuple(u for u in matches.unrecorded if u.interview.order not in recorded)
    return replace(matches, unrecorded=waiting)


def _found(
    document: Document,
    sources: Sequence[ArticleSource],
    source_url: str | None,
    on_disk: Survey,
) -> Found:
    """What is in the article, with the address it was imported with if none is stated now."""
    read, found = the_one([_with_address(one, source_url) for one in sources], document.shown)
    markers = [interview.marker for interview in found.interviews]
    known = known_article(found.article, markers, on_disk)
    if known and known.source and not read.metadata.url:
        read = _with_address(read, known.source)
        return the_one([read], document.shown)[1]
    return found


def as_json(result: ImportResult) -> dict[str, Any]:
    """`result` in the shape that `import --json` prints (issue 2, item 3)."""
    return {
        "article": _article_json(result.article),
        "episodes": [_episode_json(interview) for interview in result.interviews],
        "files": [
            {"path": action.path, "what": action.what.value, "why": action.why}
            for action in result.actions
        ],
        "recordings": _matches_json(result.matches),
        "warnings": list(result.warnings),
        "dry_run": result.dry_run,
    }


def _article_json(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "author": article.author,
        "author_role": article.author_role,
        "date": article.date.isoformat() if article.date else None,
        "language": article.language,
        "url": article.url,
        "footnotes": [{"id": note.id, "text": note.text} for note in article.footnotes],
    }


def _episode_json(interview: Interview) -> dict[str, Any]:
    return {
        "order": interview.order,
        "kind": interview.kind,
        "title": interview.title,
        "guests": [
            {"name": guest.name, "display_name": guest.display_name, "role": guest.role}
            for guest in interview.guests
        ],
        "hosts": [{"name": h.name, "display_name": h.display_name} for h in interview.hosts],
        "section": interview.section,
        "notes": interview.notes,
        "duration_s": interview.duration_s,
        "audio_url": interview.audio_url,
        "page_url": interview.page_url,
        "marker": interview.marker,
    }


def _matches_json(matches: Matches | None) -> dict[str, Any] | None:
    if matches is None:
        return None
    return {
        "matched": [
            {"episode": one.interview.order, "file": shown(one.recording.file), "why": one.why}
            for one in matches.matched
        ],
        "unmatched": [
            {"file": shown(left.file), "why": left.why} for left in matches.unmatched_files
        ],
        "unrecorded": [
            {"episode": one.interview.order, "why": one.why} for one in matches.unrecorded
        ],
    }
