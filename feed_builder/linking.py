"""Recordings that stay where they are: asked for once, by a piece, when a build needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from feed_builder import build as building
from feed_builder.articles.addresses import is_own, is_private
from feed_builder.articles.linked import Linking, describe_recording
from feed_builder.errors import ArticleError, FindingsError
from feed_builder.files import replace_file
from feed_builder.importing import described
from feed_builder.model import BuildResult, Finding, Level, ListedEpisode, State
from feed_builder.read.episodes import read_page
from feed_builder.read.files import PAGE_SUFFIX
from feed_builder.read.remote import to_bytes
from feed_builder.stems import REMOTE_SUFFIX


def build_with_links(request: building.Request) -> BuildResult:
    """Build the show; recordings that lie elsewhere and are not known yet are asked for.

    Raises what `build` raises.
    """
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


def _describe(project: Path, file: str, address: str) -> None:
    host = urlsplit(address).hostname or ""
    how = Linking(described, private=is_own(host) or is_private(host))
    known = describe_recording(address, how)
    if not known.seconds:
        raise ArticleError(f"{address}: its first piece does not tell how long it is")
    content = to_bytes(address, known.type, known.length, known.seconds)
    replace_file(project / f"{file[: -len(PAGE_SUFFIX)]}{REMOTE_SUFFIX}", content)
