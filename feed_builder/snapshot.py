"""What the last build read and wrote: if none of it changed, there is nothing to do.

And where something changed: which of its files still hold what they held, and what they are made
of, so that only the others are rendered.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from feed_builder import __version__
from feed_builder.files import signature
from feed_builder.read.files import CONFIG_FILE, LIVE, LOCK_FILE, Tree, scan
from feed_builder.records import dataclass
from feed_builder.results import BuildResult, Finding, Level, ListedEpisode, State

NAME = "snapshot.json"

Signatures = Mapping[str, list[int]]
"""Size and mtime by path; nothing for a file that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the last build left that nobody touched.

    `files` are its paths with their signatures; `keys` says what each page is made of, `entries`
    the same for those of the feeds, in their order; `layouts` say where in a feed they lie.
    """

    files: Signatures = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[str] = ()
    layouts: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def holds(self, path: str, key: str) -> bool:
        """Whether the page at `path` is there, made of what has this `key`."""
        return path in self.files and self.keys.get(path) == key


def program() -> str:
    """What renders: this version of this program, of Python, and of what is installed beside it."""
    package = Path(__file__).parent
    files = scan(package.parent, package.name).files
    sources = [(p, s.size, s.mtime_ns) for p, s in files.items() if "__pycache__" not in p]
    # Installing, upgrading or removing any package changes the folder that it lies in.
    libraries = _signatures("", [place for place in sys.path if place.endswith("-packages")])
    seen = repr((sources, libraries, sys.version)).encode(errors="surrogatepass")
    return f"{__version__} {len(sources)} {crc32(seen):08x}"


def inputs_of(project: Path, tree: Tree, cover: Iterable[str]) -> dict[str, list[int]]:
    """The signature of every file that a build of `project` reads.

    `tree` holds those below episodes/; `cover` names the picture that the last build used.
    """
    files = {**tree.files, **scan(project, LIVE).files}
    listed = {path: [s.size, s.mtime_ns] for path, s in files.items()}
    return listed | _signatures(f"{project}/", [CONFIG_FILE, LOCK_FILE, *cover])


def signatures(folder: Path, paths: Iterable[str]) -> dict[str, list[int]]:
    """Size and mtime of files below `folder`; nothing for one that is not there."""
    return _signatures(f"{folder}/", paths)


def _signatures(start: str, paths: Iterable[str]) -> dict[str, list[int]]:
    # Strings, since a build that has nothing to do spends most of its time here.
    return {path: _signature(start + path) for path in paths}


def _signature(path: str) -> list[int]:
    try:
        return signature(os.lstat(path))
    except OSError:
        return []


def checked(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    """`kept` if it has the form that `taken` gives, else nothing."""
    try:
        right = all(isinstance(kept[name], kind) for name, kind in _FORM.items())
        named = all(isinstance(name, str) for name in kept["cover"])
        if right and named and all(isinstance(v, list) for v in kept["outputs"].values()):
            result_of(kept, Path())
            return kept
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError):
        pass
    return {}


_FORM: Mapping[str, Any] = {
    "arguments": list,
    "inputs": dict,
    "cover": list,
    "outputs": dict,
    "keys": dict,
    "entries": list,
    "layouts": dict,
    "since": str,
    "until": str | None,
    "result": dict,
}


def standing(kept: Mapping[str, Any], arguments: Sequence[Any], output: Path) -> Standing:
    """What the build that `kept` was taken of left, unless it was asked for something else."""
    if not kept or kept["arguments"] != arguments:
        return Standing()
    there = signatures(output, kept["outputs"])
    files = {path: now for path, now in there.items() if now and now == kept["outputs"][path]}
    told = {name: kept[name] for name in ("keys", "entries", "layouts")}
    return Standing(files=files, **told)


def still_true(kept: Mapping[str, Any], inputs: Signatures, there: Standing, now: datetime) -> bool:
    """Whether a build of `inputs` would write at `now` what is `there` already."""
    if not kept or kept["inputs"] != inputs or len(there.files) != len(kept["outputs"]):
        return False
    since, until = (
        kept[name] and datetime.fromisoformat(kept[name]) for name in ("since", "until")
    )
    return (not since or since <= now) and (not until or now < until)


def taken(
    *,
    arguments: Sequence[Any],
    inputs: Signatures,
    cover: Collection[str],
    outputs: Signatures,
    keys: Mapping[str, str],
    entries: Sequence[str],
    layouts: Mapping[str, Sequence[int]],
    since: datetime | None,
    until: datetime | None,
    result: BuildResult,
) -> dict[str, Any]:
    """The snapshot to keep; it holds `since` the newest episode until the next one is due."""
    return {
        "arguments": arguments,
        "inputs": inputs,
        "cover": list(cover),
        "outputs": outputs,
        "keys": keys,
        "entries": entries,
        "layouts": layouts,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "result": _result_to_dict(result),
    }


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
