"""What a run of the program tells: findings, the states of episodes, what a build did.

Apart from the model of a podcast, since a build that has nothing to do needs no more than this.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from feed_builder.records import dataclass


class Level(StrEnum):
    """How bad a finding is: an error stops the build, a warning or a hint does not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: the place, the fact, the way out.

    `where` is a path relative to the project (or an element of a feed), `line` counts from 1,
    `source` names the section of the standard or the client that asks for it.
    """

    rule: str
    level: Level
    where: str
    message: str
    line: int | None = None
    fix: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        way_out = f" ({self.fix})" if self.fix else ""
        return f"{place}: {self.message}{way_out}"


class State(StrEnum):
    """Where an episode stands on its way to subscribers."""

    PUBLISHED = "published"
    WAITING = "waiting for audio"
    SCHEDULED = "scheduled"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEpisode:
    """An episode's line in `feed-builder list`, whatever its state."""

    file: str
    state: State
    title: str
    guid: str | None = None
    number: int | None = None
    season: int | None = None
    published: datetime | None = None
    duration: timedelta | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did; paths are relative to the output folder.

    `duration` and `length` are those of all published recordings together, `left_out` the
    episodes that wait, are scheduled or can't be read, `guids_written` the episode files that
    were given an identity.
    """

    output: Path
    feed_url: str
    episodes: int
    duration: timedelta
    length: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    left_out: tuple[ListedEpisode, ...] = ()
    guids_written: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
