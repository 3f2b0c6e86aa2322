"""The straight line: read, check, render, write."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder import snapshot
from feed_builder.errors import FindingsError
from feed_builder.files import replace_file
from feed_builder.model import (
    BuildResult,
    Finding,
    Level,
    ListedEpisode,
    RenderedFile,
    Show,
    State,
)
from feed_builder.read import cache

if TYPE_CHECKING:
    from feed_builder.output import Written
    from feed_builder.read.show import Reading

PUBLIC = "public"
_FACTS = "facts.json"

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how many are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a build: of which project, where to, under which address, and when.

    With `force` whatever can be published is, in spite of errors.
    """

    project: Path
    output: Path
    now: datetime
    base_url: str | None = None
    force: bool = False
    progress: Progress | None = None

    def arguments(self) -> list[Any]:
        """What, besides the files, decides the outcome."""
        return [str(self.output.absolute()), self.base_url]


def build(request: Request) -> BuildResult:
    """Build the show, unless nothing has changed since the last time.

    Raises FindingsError where the sources have errors, and leaves the output folder as it was;
    raises OutputError where that can't be written.
    """
    kept = cache.load(request.project, snapshot.NAME)
    inputs = snapshot.inputs_of(request.project, kept.get("cover"))
    if snapshot.still_true(kept, request.arguments(), inputs, request.output, request.now):
        return snapshot.result_of(kept, request.output)
    return _build(request, inputs, kept)


def list_episodes(
    project: Path, *, now: datetime, progress: Progress | None = None
) -> tuple[tuple[ListedEpisode, ...], tuple[Finding, ...]]:
    """Every episode of the project with its state, and the faults of those that can't be read."""
    reading, _ = _read(project, now, None, progress, None)
    return reading.listed, reading.findings


def _build(request: Request, inputs: dict[str, list[int]], kept: Mapping[str, Any]) -> BuildResult:
    guids: dict[str, str] = {}
    reading, cover = _read(request.project, request.now, request.base_url, request.progress, guids)
    findings, rendered = _checked(request, reading)
    if reading.show is None or (_has_errors(findings) and not request.force):
        raise FindingsError(findings)
    for file, guid in guids.items():
        _write_guid(request.project / file, guid)
        inputs |= snapshot.signatures(request.project, [file])
    written = _write(request, reading, rendered, kept)
    result = _result(request, reading.show, reading, findings, written, tuple(guids))
    if not _has_errors(findings):
        paths = [*(file.path for file in rendered), *(asset.path for asset in reading.assets)]
        outputs = snapshot.outputs_of(request.output, paths)
        due = _next_due(reading.listed)
        taken = snapshot.taken(request.arguments(), inputs | cover, outputs, cover, due, result)
        _keep(request.project, snapshot.NAME, taken)
    return result


def _read(
    project: Path,
    now: datetime,
    base_url: str | None,
    progress: Progress | None,
    guids: dict[str, str] | None,
) -> tuple[Reading, dict[str, list[int]]]:
    """What the project says, and the cover's signature.

    Where `guids` is given, episodes without an identity get one, which is noted there.
    """
    from feed_builder.read.show import assemble, read_sources

    kept = cache.load(project, _FACTS)
    sources = read_sources(project, kept, partial(progress, "reading") if progress else None)
    if sources.kept != kept:
        _keep(project, _FACTS, sources.kept)
    if guids is not None:
        sources = sources.with_guids(lambda: str(uuid.uuid4()))
        guids.update(sources.new_guids)
    artwork = sources.config.artwork if sources.config else ""
    cover = {artwork: list(sources.kept[artwork][:2])} if artwork in sources.kept else {}
    return assemble(sources, project, now, base_url), cover


def _checked(request: Request, reading: Reading) -> tuple[list[Finding], list[RenderedFile]]:
    """All findings about what was read, and the files to write."""
    from feed_builder.check.rules import check_show
    from feed_builder.output import foreign_files

    findings = list(reading.findings)
    if reading.show is None:
        return findings, []
    findings += check_show(reading.show)
    if _has_errors(findings) and not request.force:
        return findings, []
    rendered = _render(reading.show)
    paths = [*(file.path for file in rendered), *(asset.path for asset in reading.assets)]
    if not request.force:
        findings += foreign_files(request.output, paths)
    return findings, rendered


def _render(show: Show) -> list[RenderedFile]:
    from feed_builder.render.atom import render_atom
    from feed_builder.render.rss import render_rss
    from feed_builder.render.site import render_site

    return [*render_site(show), render_atom(show), render_rss(show)]


def _write(
    request: Request, reading: Reading, rendered: Sequence[RenderedFile], kept: Mapping[str, Any]
) -> Written:
    from feed_builder.output import write_output

    outputs = kept.get("outputs", {}) if kept.get("arguments") == request.arguments() else {}

    def already_there(path: str) -> bool:
        # The name of an asset says which bytes it holds: unchanged since we wrote it, it is right.
        return (
            path in outputs and snapshot.signatures(request.output, [path])[path] == outputs[path]
        )

    return write_output(
        request.output,
        reading.assets,
        rendered,
        kept=already_there,
        progress=partial(request.progress, "copying") if request.progress else None,
    )


def _result(
    request: Request,
    show: Show,
    reading: Reading,
    findings: Sequence[Finding],
    written: Written,
    guids: tuple[str, ...],
) -> BuildResult:
    return BuildResult(
        output=request.output,
        feed_url=show.feed_url,
        episodes=len(show.episodes),
        duration=sum((e.duration for e in show.episodes), timedelta()),
        length=sum(e.enclosure.length for e in show.episodes),
        written=written.written,
        removed=written.removed,
        unchanged=written.unchanged,
        left_out=tuple(e for e in reading.listed if e.state is not State.PUBLISHED),
        guids_written=guids,
        findings=tuple(findings),
    )


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.level is Level.ERROR for finding in findings)


def _next_due(listed: Sequence[ListedEpisode]) -> datetime | None:
    dates = [e.published for e in listed if e.state is State.SCHEDULED and e.published]
    return min(dates, default=None)


def _write_guid(path: Path, guid: str) -> None:
    from feed_builder.read.identity import with_guid

    replace_file(path, with_guid(path.read_bytes(), guid))


def _keep(project: Path, name: str, table: Mapping[str, Any]) -> None:
    """Keep `table` for the next run; a project that can't be written to does without."""
    folder = project / cache.CACHE_FOLDER
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            replace_file(folder / ".gitignore", b"*\n")
        replace_file(folder / name, cache.encoded(table))
    except OSError:
        return
