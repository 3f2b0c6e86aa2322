"""The straight line: read, check, render, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder import snapshot
from feed_builder.errors import FeedBuilderError, FindingsError, SpoiltError
from feed_builder.garbage import without_collecting
from feed_builder.read import cache
from feed_builder.read.files import EPISODES, LOCK_FILE, Tree, scan
from feed_builder.read.site_files import site_files
from feed_builder.records import dataclass
from feed_builder.results import BuildResult, Finding, Level, ListedEpisode, State

# What is not needed where nothing has changed is imported where it is.
if TYPE_CHECKING:
    from feed_builder.lock import Lock
    from feed_builder.model import Show
    from feed_builder.output import Written
    from feed_builder.read.made import Made
    from feed_builder.read.show import Reading
    from feed_builder.read.sources import Sources
    from feed_builder.read.tagged import Tagging
    from feed_builder.read.versions import Versions
    from feed_builder.rendering import Rendering

PUBLIC = "public"

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how many are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a build: of which project, where to, under which address, and when.

    With `force` whatever can be published is, in spite of errors; with `accept_guid_changes`
    subscribers may download an old episode again, or lose one.
    """

    project: Path
    output: Path
    now: datetime
    base_url: str | None = None
    force: bool = False
    accept_guid_changes: bool = False
    progress: Progress | None = None

    def arguments(self, program: str) -> list[Any]:
        """What, besides the files, decides the outcome."""
        return [str(self.output.absolute()), self.base_url, program]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """What a build finds before it reads: the program, the files, what the last build left."""

    program: str
    tree: Tree
    inputs: dict[str, list[int]]
    there: snapshot.Standing


def build(request: Request) -> BuildResult:
    """Build the show, unless nothing has changed since the last time.

    Raises FindingsError where the sources have errors, and leaves the output folder as it was;
    raises OutputError where that can't be written.
    """
    _refuse_sources(request)
    with without_collecting():
        try:
            return _build_if_changed(request)
        except SpoiltError:  # a bad disk costs time only
            return _build_if_changed(request)


def _build_if_changed(request: Request) -> BuildResult:
    start, still = _start(request)
    return still or _build(request, start)


def _start(request: Request) -> tuple[_Start, BuildResult | None]:
    """What a build finds, and the result of the last one where that is still true.

    All else that was kept of the last one can be forgotten then.
    """
    program = snapshot.program()
    kept = snapshot.checked(cache.load(request.project, snapshot.NAME))
    tree = scan(request.project)
    start = _Start(
        program=program,
        tree=tree,
        inputs=snapshot.inputs_of(request.project, tree, kept.get("cover", ()))
        | dict(site_files(request.project).signatures),
        there=snapshot.standing(kept, request.arguments(program), request.output),
    )
    is_true = snapshot.still_true(kept, start.inputs, start.there, request.now)
    return start, snapshot.result_of(kept, request.output) if is_true else None


def _refuse_sources(request: Request) -> None:
    """Pages and feeds among the sources would be read as sources, or bury them."""
    output, project = request.output.resolve(), request.project.resolve()
    sources = project / EPISODES
    if project.is_relative_to(output) or output.is_relative_to(sources):
        fact = f"{request.output}: holds the sources of the show, or lies among them"
        raise FeedBuilderError(f"{fact} (choose another folder with --output)")


def list_episodes(
    project: Path, *, now: datetime, progress: Progress | None = None
) -> tuple[tuple[ListedEpisode, ...], tuple[Finding, ...]]:
    """Every episode of the project with its state, and the faults of those that can't be read."""
    reading = survey(project, now=now, progress=progress)
    # A show that has nothing to publish yet is no fault of a list.
    findings = tuple(f for f in reading.findings if f.rule != "episode-present")
    return reading.listed, findings


def survey(project: Path, *, now: datetime, progress: Progress | None = None) -> Reading:
    """What the project holds now, and its faults; nothing is written."""
    request = Request(project=project, output=project / PUBLIC, now=now, progress=progress)
    from feed_builder.read.tagged import as_known

    sources, reading = _read(request, scan(project), snapshot.program(), new_guids=False)
    return as_known(reading, sources, project)


def read_project(request: Request) -> tuple[Sources, Reading]:
    """What the project holds and what that makes, for those who only look; nothing is written."""
    return _read(request, scan(request.project), snapshot.program(), new_guids=False)


def _build(request: Request, start: _Start) -> BuildResult:
    from feed_builder.lock import read_lock

    # A preview under another address is no publication.
    lock = read_lock(request.project) if request.base_url is None else None
    sources, tagging = _read_and_tag(request, start)
    try:
        return _publish(request, start, sources, tagging.reading, lock)
    finally:
        tagging.clear()


def _read_and_tag(request: Request, start: _Start) -> tuple[Sources, Tagging]:
    """What the project holds, and what that makes, with tags in its recordings.

    Where it has errors none is tagged. The reading without tags is gone when this returns.
    """
    from feed_builder.read.tagged import Tagging, with_tags

    sources, reading = _read(request, start.tree, start.program, new_guids=True)
    if _has_errors(reading.findings) and not request.force:
        return sources, Tagging(reading=reading)
    progress = partial(request.progress, "tagging") if request.progress else None
    return sources, with_tags(reading, sources, request.project, start.there.files, progress)


def _publish(
    request: Request, start: _Start, sources: Sources, reading: Reading, lock: Lock | None
) -> BuildResult:
    from feed_builder.lock import or_published, write_lock
    from feed_builder.read.faults import placed
    from feed_builder.read.identity import below_guids, write_guid

    if lock is not None and reading.show:
        lock = or_published(lock, request.output, reading.show)
    findings, rendering = _checked(request, start, sources, reading, lock)
    findings = placed(findings, sources)
    if reading.show is None or rendering is None:
        raise FindingsError(findings)
    for file, guid in sources.new_guids.items():
        write_guid(request.project / file, guid)
    findings = below_guids(findings, sources.new_guids)
    written = _write(request, start, reading, rendering)
    if lock is not None:
        write_lock(request.project, lock, reading.show, accepted=request.accept_guid_changes)
    result = _result(request, reading, reading.show, findings, written, tuple(sources.new_guids))
    if not _has_errors(findings):
        outputs = _outputs(request, start, reading, rendering, written)
        taken = snapshot.taken(
            arguments=request.arguments(start.program),
            inputs=_inputs(request, start, sources),
            cover=tuple(_beside(request.project, sources)),
            outputs=outputs,
            keys=rendering.keys,
            entries=rendering.entries,
            layouts=rendering.layouts,
            since=max(e.published for e in reading.show.episodes),
            until=_next_due(reading.listed),
            result=_lasting(result),
        )
        cache.save(request.project, snapshot.NAME, taken)
    return result


def _read(
    request: Request, tree: Tree, program: str, *, new_guids: bool
) -> tuple[Sources, Reading]:
    """What the project holds, and what that makes; what was learnt on the way is kept."""
    import uuid

    from feed_builder.pieces import Spool
    from feed_builder.read.kept_pages import load_pages, save_pages
    from feed_builder.read.made import Made
    from feed_builder.read.show import assemble
    from feed_builder.read.sources import read_and_keep
    from feed_builder.read.versions import Versions

    project = request.project
    pages = load_pages(project, program)
    progress = partial(request.progress, "reading") if request.progress else None
    keep = Spool(partial(cache.scratch, project, "texts")).later
    sources = read_and_keep(project, Tree(tree.files), pages, progress, keep)
    if new_guids:
        sources = sources.with_guids(lambda: str(uuid.uuid4()))
    made = Made(project)
    versions = _versions(request, sources, made) if new_guids else Versions()
    reading = assemble(sources, project, request.now, request.base_url, made, versions)
    if new_guids and reading.show:
        made.keep()
    save_pages(project, program, pages, reading.pages)
    # Megabytes of what nobody asks for from here on.
    return sources.without_what_was_kept(), replace(reading, pages={})


def _versions(request: Request, sources: Sources, made: Made) -> Versions:
    """Renditions and waveforms of what is published now."""
    from feed_builder.read.versions import Versions, make_versions

    if sources.config is None:
        return Versions()
    recordings = [
        episode.audio
        for episode in sources.episodes
        if episode.audio and episode.values["published"] <= request.now
    ]
    progress = partial(request.progress, "encoding") if request.progress else None
    settings = sources.config.audio
    return make_versions(request.project, recordings, sources.facts, settings, made, progress)


def _checked(
    request: Request, start: _Start, sources: Sources, reading: Reading, lock: Lock | None
) -> tuple[list[Finding], Rendering | None]:
    """All findings about what was read, and what to write where nothing stands in the way."""
    from feed_builder.check.rules import check_show
    from feed_builder.lock import about_the_file, unwritable
    from feed_builder.output import obstacles
    from feed_builder.pieces import Spool
    from feed_builder.promises import broken_promises, changes
    from feed_builder.read.faults import reserved
    from feed_builder.render.site.templates import faults
    from feed_builder.rendering import render

    findings = list(reading.findings)
    if reading.show is None:
        return findings, None
    findings += check_show(reading.show)
    findings += faults(reading.show.site.templates)
    # An episode that can't be read is told as such, and not as lost.
    promises: list[Finding] = []
    if lock is not None and not request.accept_guid_changes:
        whole = not _has_errors(reading.findings)
        promises = broken_promises(lock, reading.show, reading.listed, whole=whole)
    if lock is not None:
        accepted = request.accept_guid_changes
        promises += unwritable(request.project, lock, reading.show, accepted=accepted)
        findings += [*promises, *changes(lock, reading.show)]
        findings += about_the_file(lock, request.project)
    if promises or (_has_errors(findings) and not request.force):
        return findings, None
    place = (request.output, request.project)
    spool = Spool(partial(cache.scratch, request.project, "entries"))
    rendering = render(reading.show, start.there, *place, digests=reading.digests, spool=spool)
    findings += [*_clashes(reading, rendering), *reserved(sources, rendering.doubled)]
    if not request.force:
        # What stands as we left it is in nobody's way.
        new = [path for path in _paths(reading, rendering) if path not in start.there.files]
        findings += obstacles(request.output, new)
    return findings, rendering if request.force or not _has_errors(findings) else None


def _clashes(reading: Reading, rendering: Rendering) -> list[Finding]:
    """Files of the publisher that would take the place of one of ours, or of its folder."""
    paths = rendering.paths()
    folders = {part for path in paths for part in (path.split("/", 1)[0], path.rpartition("/")[0])}
    ours = folders | set(paths)
    return [
        Finding(
            rule="site-files",
            level=Level.ERROR,
            where=f"static/{asset.path}",
            message="has the name of a file that Feed Builder makes",
            fix="give it another name",
        )
        for asset in reading.assets
        if asset.path in ours and not asset.is_named_by_content
    ]


def _paths(reading: Reading, rendering: Rendering) -> list[str]:
    """Every file that is published, below the output folder."""
    return [*rendering.paths(), *(asset.path for asset in reading.assets)]


def _write(request: Request, start: _Start, reading: Reading, rendering: Rendering) -> Written:
    from feed_builder.output import write_output

    # The name of most assets says which bytes they hold: untouched since we wrote it, one is right.
    settled = {
        asset.path
        for asset in reading.assets
        if asset.is_named_by_content and asset.path in start.there.files
    }
    return write_output(
        request.output,
        [asset for asset in reading.assets if asset.path not in settled],
        rendering.files,
        settled=settled | rendering.settled,
        progress=partial(request.progress, "copying") if request.progress else None,
    )


def _result(
    request: Request,
    reading: Reading,
    show: Show,
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
        written=tuple(written.written),
        removed=written.removed,
        unchanged=written.unchanged,
        left_out=tuple(e for e in reading.listed if e.state is not State.PUBLISHED),
        guids_written=guids,
        findings=tuple(findings),
    )


def _inputs(request: Request, start: _Start, sources: Sources) -> dict[str, list[int]]:
    """The signatures of what was read, as it was then; an identity was written by us since."""
    beside = _beside(request.project, sources)
    ours = snapshot.signatures(request.project, [*sources.new_guids, LOCK_FILE])
    return start.inputs | ours | beside


def _beside(project: Path, sources: Sources) -> dict[str, list[int]]:
    """The signatures of pictures that podcast.toml and live/ name: the cover's is that of its
    reading."""
    config = sources.config
    known = sources.kept.facts.get(config.artwork) if config else None
    cover = {config.artwork: list(known[:2])} if config and known else {}
    logo = config.site.get("logo") if config else None
    named = [*([logo] if logo else []), *sources.images]
    return cover | snapshot.signatures(project, [f for f in named if f not in sources.tree.files])


def _outputs(
    request: Request, start: _Start, reading: Reading, rendering: Rendering, written: Written
) -> dict[str, list[int]]:
    """The signatures of what is published now."""
    from feed_builder.output import MANIFEST

    paths, there = set(_paths(reading, rendering)), start.there.files
    known = {path: there[path] for path in paths & there.keys()} | dict(written.written)
    return known | snapshot.signatures(request.output, {MANIFEST, *paths} - known.keys())


def _lasting(result: BuildResult) -> BuildResult:
    """What is true of the next build as well."""
    from feed_builder.lock import TOLD_ONCE

    findings = (f for f in result.findings if f.rule not in TOLD_ONCE)
    return replace(result, findings=tuple(findings))


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.level is Level.ERROR for finding in findings)


def _next_due(listed: Sequence[ListedEpisode]) -> datetime | None:
    dates = [e.published for e in listed if e.state is State.SCHEDULED and e.published]
    return min(dates, default=None)
