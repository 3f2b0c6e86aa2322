"""Recordings that stay where they are: asked for once, by a piece, when a build needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from feed_builder import build as building
from feed_builder.errors import ArticleError, AudioError, FeedBuilderError, FindingsError
from feed_builder.files import replace_file
from feed_builder.read.files import PAGE_SUFFIX, files_ending
from feed_builder.results import BuildResult, Finding, Level, ListedEpisode, State
from feed_builder.stems import REMOTE_SUFFIX

# What asks a server is imported where one is asked: most builds have nothing to ask.
if TYPE_CHECKING:
    from feed_builder.articles.ranges import Head

_AT_ONCE: Final = 8  # servers are asked side by side


def build_with_links(request: building.Request) -> BuildResult:
    """Build the show; recordings that lie elsewhere and are not known yet are asked for.

    Raises what `build` raises.
    """
    refresh(request.project)
    try:
        result = building.build(request)
    except FindingsError as error:
        # Perhaps there is nothing to publish but what is not known yet.
        return _built_again(request, error)
    found, findings = describe_waiting(request.project, result.left_out)
    if found:
        result = building.build(request)
    return replace(result, findings=(*result.findings, *findings))


def _built_again(request: building.Request, error: FindingsError) -> BuildResult:
    """Build once more where recordings became known; else `error`, and why they did not."""
    waiting, _ = building.list_episodes(request.project, now=request.now)
    found, findings = describe_waiting(request.project, waiting)
    if not found:
        raise FindingsError([*error.findings, *findings]) from error
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
        address = _address(project, episode) if episode.state is State.WAITING else None
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


def _address(project: Path, episode: ListedEpisode) -> str | None:
    """Where an episode says that its recording lies."""
    from feed_builder.read.episodes import read_page

    page, _ = read_page(project, episode.file)
    address: str | None = page.values.get("audio") if page else None
    return address


def refresh(project: Path) -> None:
    """Ask of each recording that lies elsewhere whether it changed, and read it again if so.

    One that can't be asked stays as it is known: builds work offline. A host that nobody reaches
    is asked for no other.
    """
    known = list(files_ending(project, REMOTE_SUFFIX))
    if known:
        from concurrent.futures import ThreadPoolExecutor

        away: set[str] = set()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(partial(_refresh, away=away), known))


def _refresh(path: Path, away: set[str]) -> None:
    from feed_builder.articles.ranges import head
    from feed_builder.read.remote import kept_state
    from feed_builder.text import address_parts

    state = kept_state(path)
    if state is None:
        return
    address, length, etag = state
    host = address_parts(address).hostname or ""
    if host in away:
        return
    try:
        told = head(address, private=_is_private(address))
        if told.length != length or (etag and told.etag != etag):
            _read(path, address, told)
    except (FeedBuilderError, OSError) as error:
        if not _has_answered(error):
            away.add(host)


def _has_answered(error: Exception) -> bool:
    """Whether a server said something, if only no."""
    import httpx

    return not isinstance(error.__cause__ or error, httpx.TransportError | OSError)


def _describe(project: Path, file: str, address: str) -> None:
    from feed_builder.articles.ranges import head_or_first_byte

    path = project / f"{file[: -len(PAGE_SUFFIX)]}{REMOTE_SUFFIX}"
    try:
        _read(path, address, head_or_first_byte(address, private=_is_private(address)))
    except (AudioError, ArticleError) as error:
        raise ArticleError(f"{address}: {error}") from error


def _read(path: Path, address: str, told: Head) -> None:
    """Write down the facts of a recording, from its first and last pieces."""
    from feed_builder.articles.ranges import RemoteFile
    from feed_builder.audio.outline import outline
    from feed_builder.read.remote import to_bytes

    file = RemoteFile(address, told.length, _is_private(address))
    known = outline(cast(BinaryIO, file), told.length)
    seconds = known.duration.total_seconds()
    replace_file(path, to_bytes(address, known.type, told.length, seconds, told.etag))


def _is_private(address: str) -> bool:
    """Whether its host is on a private network: whoever names that one may mean it."""
    from feed_builder.articles.addresses import is_own, is_private
    from feed_builder.text import address_parts

    host = address_parts(address).hostname or ""
    return is_own(host) or is_private(host)
