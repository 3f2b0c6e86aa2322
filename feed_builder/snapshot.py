"""What the last build read and wrote: if none of it changed, there is nothing to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from feed_builder import __version__
from feed_builder.model import BuildResult, Finding, Level, ListedEpisode, State
from feed_builder.output import MANIFEST
from feed_builder.read.files import CONFIG_FILE, scan

NAME = "snapshot.json"


def inputs_of(project: Path, cover: Mapping[str, list[int]] | None) -> dict[str, list[int]]:
    """The signature of every file that a build of `project` reads, and of the program itself.

    `cover` names the picture that the last build used.
    """
    listed = {path: [s.size, s.mtime_ns] for path, s in scan(project).files.items()}
    listed[f"feed-builder {__version__}"] = [_newest_of_program()]
    return listed | signatures(project, [CONFIG_FILE, *(cover or ())])


def _newest_of_program() -> int:
    """The mtime of the program's newest source, so that a changed template is noticed."""
    package = Path(__file__).parent
    files = scan(package.parent, package.name).files
    return max(s.mtime_ns for path, s in files.items() if "__pycache__" not in path)


def outputs_of(output: Path, paths: Iterable[str]) -> dict[str, list[int]]:
    """The signature of every file that a build wrote."""
    return signatures(output, sorted({*paths, MANIFEST}))


def signatures(folder: Path, paths: Iterable[str]) -> dict[str, list[int]]:
    """Size and mtime of files below `folder`; nothing for one that is not there."""
    return {path: _signature(folder / path) for path in paths}


def _signature(path: Path) -> list[int]:
    try:
        status = os.lstat(path)
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def taken(
    arguments: list[Any],
    inputs: Mapping[str, list[int]],
    outputs: Mapping[str, list[int]],
    cover: Mapping[str, list[int]],
    until: datetime | None,
    result: BuildResult,
) -> dict[str, Any]:
    """The snapshot to keep; `until` is when the next scheduled episode is due."""
    return {
        "arguments": arguments,
        "inputs": inputs,
        "outputs": outputs,
        "cover": cover,
        "until": until.isoformat() if until else None,
        "result": _result_to_dict(result),
    }


def still_true(
    kept: Mapping[str, Any],
    arguments: list[Any],
    inputs: Mapping[str, list[int]],
    output: Path,
    now: datetime,
) -> bool:
    """Whether a build with `arguments` and `inputs` would write at `now` what `kept` says."""
    if not kept or kept["arguments"] != arguments or kept["inputs"] != inputs:
        return False
    if kept["until"] and now >= datetime.fromisoformat(kept["until"]):
        return False
    return bool(kept["outputs"] == outputs_of(output, kept["outputs"]))


def result_of(kept: Mapping[str, Any], output: Path) -> BuildResult:
    """The result of the build that `kept` was taken of, with nothing written."""
    told = kept["result"]
    return BuildResult(
        output=output,
        feed_url=told["feed_url"],
        episodes=told["episodes"],
        duration=timedelta(seconds=told["duration"]),
        length=told["length"],
        unchanged=len(kept["outputs"]) - 1,
        left_out=tuple(_episode_from_dict(e) for e in told["left_out"]),
        findings=tuple(Finding(**{**f, "level": Level(f["level"])}) for f in told["findings"]),
    )


def _result_to_dict(result: BuildResult) -> dict[str, Any]:
    return {
        "feed_url": result.feed_url,
        "episodes": result.episodes,
        "duration": result.duration.total_seconds(),
        "length": result.length,
        "left_out": [episode_to_dict(e) for e in result.left_out],
        "findings": [finding_to_dict(f) for f in result.findings],
    }


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """A finding as `--json` prints it."""
    return {
        "rule": finding.rule,
        "level": str(finding.level),
        "where": finding.where,
        "line": finding.line,
        "message": finding.message,
        "fix": finding.fix,
        "source": finding.source,
    }


def episode_to_dict(episode: ListedEpisode) -> dict[str, Any]:
    """An episode as `--json` prints it: durations in seconds, lengths in bytes."""
    return {
        "file": episode.file,
        "state": str(episode.state),
        "title": episode.title,
        "guid": episode.guid,
        "number": episode.number,
        "season": episode.season,
        "published": episode.published.isoformat() if episode.published else None,
        "duration": episode.duration.total_seconds() if episode.duration else None,
        "length": episode.length,
    }


def _episode_from_dict(told: Mapping[str, Any]) -> ListedEpisode:
    published, duration = told["published"], told["duration"]
    return ListedEpisode(
        file=told["file"],
        state=State(told["state"]),
        title=told["title"],
        guid=told["guid"],
        number=told["number"],
        season=told["season"],
        published=datetime.fromisoformat(published) if published else None,
        duration=timedelta(seconds=duration) if duration is not None else None,
        length=told["length"],
    )
