"""Recordings that stay where they are: asked for once, by a piece, when a build needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import urlsplit

from feed_builder import build as building
from feed_builder.articles.addresses import is_own, is_private
from feed_builder.articles.ranges import Head, RemoteFile, head, head_or_first_byte
from feed_builder.errors import ArticleError, AudioError, FeedBuilderError, FindingsError
from feed_builder.files import replace_file
from feed_builder.model import BuildResult, Finding, Level, ListedEpisode, State
from feed_builder.read.episodes import read_page
from feed_builder.read.files import EPISODES, PAGE_SUFFIX
from feed_builder.read.remote import kept_state, to_bytes
from feed_builder.stems import REMOTE_SUFFIX

_AT_ONCE: Final = 8  # servers are asked side by side


def build_with_links(request: building.Request) -> BuildResult:
    """Build the show; recordings that lie elsewhere and are not known yet are asked for.

    Raises what `build` raises.
    """
    refresh(request.project)
    try:
        result = building.build(request)
        waiting: Iterable[ListedEpisode] = result.left_out
    except FindingsError:
        # Perhaps there is nothing to publish but what is not known yet.
        result = None
        waiting, _ = building.list_episodes(request.project, now=request.now)
    found, findings = describe_waiting(request.project, waiting)
    if found or result is None:
        result = building.build(request)
    return replace(result, findings=(*result.findings, *findings))


def describe_waiting(
    project: Path, listed: Iterable[ListedEpisode]
) -> tuple[int, tuple[Finding, ...]]:
    """Write down what is to be known of recordings that lie elsewhere and are not known yet.

    Returns how many were found, and a warning for each that can't be asked for.
    """
    found, findings = 0, []
    for episode in listed:
        page, _ = read_page(project, episode.file) if episode.state is State.WAITING else (None, [])
        address = page.values.get("audio") if page else None
        if not address:
            continue
        try:
            _describe(project, episode.file, address)
            found += 1
        except ArticleError as error:
            findings.append(
                Finding(
                    rule="audio-reachable",
                    level=Level.WARNING,
                    where=episode.file,
                    message=f"audio: {error}",
                    fix="mend the address, or put the recording beside this file",
                )
            )
    return found, tuple(findings)


def refresh(project: Path) -> None:
    """Ask of each recording that lies elsewhere whether it changed, and read it again if so.

    One that can't be asked stays as it is known: builds work offline.
    """
    known = [path for path in (project / EPISODES).rglob(f"*{REMOTE_SUFFIX}") if path.is_file()]
    if known:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_refresh, known))


def _refresh(path: Path) -> None:
    state = kept_state(path)
    if state is None:
        return
    address, length, etag = state
    try:
        told = head(address, private=_is_private(address))
        if told.length != length or (etag and told.etag != etag):
            _read(path, address, told)
    except (FeedBuilderError, OSError):
        return


def _describe(project: Path, file: str, address: str) -> None:
    path = project / f"{file[: -len(PAGE_SUFFIX)]}{REMOTE_SUFFIX}"
    try:
        _read(path, address, head_or_first_byte(address, private=_is_private(address)))
    except (AudioError, ArticleError) as error:
        raise ArticleError(f"{address}: {error}") from error


def _read(path: Path, address: str, told: Head) -> None:
    """Write down the facts of a recording, from its first and last pieces."""
    from feed_builder.audio.outline import outline

    file = RemoteFile(address, told.length, _is_private(address))
    known = outline(cast(BinaryIO, file), told.length)
    seconds = known.duration.total_seconds()
    replace_file(path, to_bytes(address, known.type, told.length, seconds, told.etag))


def _is_private(address: str) -> bool:
    """Whether its host is on a private network: whoever names that one may mean it."""
    host = urlsplit(address).hostname or ""
    return is_own(host) or is_private(host)
