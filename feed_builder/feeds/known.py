"""What a project holds already: its episodes by guid, and those that wait for a recording."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from feed_builder.errors import FindingsError
from feed_builder.model import Finding, Level
from feed_builder.read.episodes import is_article, read_episode
from feed_builder.read.files import PAGE_SUFFIX, scan
from feed_builder.read.live import read_live
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A project's episode files by guid, the stems that are taken, who waits for audio.

    `broadcasts` are the guids of what live/ announces.
    """

    by_guid: Mapping[str, str]
    stems: frozenset[str]
    waiting: frozenset[str]
    broadcasts: frozenset[str] = frozenset()


def known_episodes(project: Path) -> Known:
    """The episodes of a project; raises FindingsError where a file can't be read."""
    tree = scan(project)
    findings: list[Finding] = []
    by_guid: dict[str, str] = {}
    waiting = set()
    pages = [file for file in tree.files if file.lower().endswith(PAGE_SUFFIX)]
    for file in pages:
        if is_article(file) or file.endswith("/README.md"):
            continue
        episode, faults = read_episode(project, file, tree)
        findings += [fault for fault in faults if fault.level is Level.ERROR]
        if episode is None:
            continue
        if "guid" in episode.values:
            by_guid.setdefault(episode.values["guid"], file)
        if episode.audio is None and "audio" not in episode.values and "imported" in episode.values:
            waiting.add(file)
    if findings:
        # Which identities are in use must be known before any is written.
        raise FindingsError(findings)
    stems = frozenset(file[: -len(PAGE_SUFFIX)] for file in pages)
    live, _ = read_live(project)
    broadcasts = frozenset(page.values["guid"] for page in live)
    return Known(by_guid=by_guid, stems=stems, waiting=frozenset(waiting), broadcasts=broadcasts)


def taken_over(project: Path) -> tuple[dict[str, str], frozenset[str]]:
    """The addresses that imported recordings had, by guid, and guids that wait for a recording.

    A file that can't be read tells nothing.
    """
    tree = scan(project)
    recordings: dict[str, str] = {}
    waiting = set()
    for file in tree.files:
        if not file.lower().endswith(PAGE_SUFFIX) or is_article(file):
            continue
        episode, _ = read_episode(project, file, tree)
        origin = episode.values.get("imported") if episode else None
        if episode is None or not isinstance(origin, dict) or "guid" not in episode.values:
            continue
        if isinstance(origin.get("enclosure"), str):
            recordings[episode.values["guid"]] = origin["enclosure"]
        if episode.audio is None and "audio" not in episode.values:
            waiting.add(episode.values["guid"])
    return recordings, frozenset(waiting)
