"""`feed-builder import`: an article into the project, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.articles import ImportResult, as_json, import_article
from feed_builder.articles.downloads import Fetching, Progress
from feed_builder.articles.interviews import NoInterviewError
from feed_builder.articles.linked import Linking
from feed_builder.articles.recordings import shown
from feed_builder.articles.settling import Ask, Settling
from feed_builder.audio.child import probe_all
from feed_builder.audio.probe import type_of
from feed_builder.errors import ArticleError, AudioError, FindingsError
from feed_builder.read.config import read_config
from feed_builder.read.files import CONFIG_FILE
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, told for people (`lines`) and for scripts (`as_dict`)."""

    result: ImportResult
    has_show: bool

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `import --json` prints."""
        return as_json(self.result)

    def lines(self) -> Iterator[str]:
        """What a person at the terminal wants to know, a sentence a line."""
        yield from _article_lines(self.result)
        yield from _action_lines(self.result)
        yield from _match_lines(self.result)
        yield from (f"warning: {warning}" for warning in self.result.warnings)
        yield from self._next_lines()

    def _next_lines(self) -> Iterator[str]:
        if self.result.dry_run:
            yield "Nothing was written (--dry-run)."
        elif not self.has_show:
            yield f"There is no {CONFIG_FILE} here yet. Next: feed-builder init"
        else:
            yield "Next: feed-builder build"


def import_into(
    project: Path,
    article: str | Path,
    *,
    audio: Path | None,
    source_url: str | None,
    post: str | None = None,
    link: bool = False,
    dry_run: bool,
    now: datetime,
    progress: Progress | None = None,
    explain: Callable[[str], None] | None = None,
    ask: Ask | None = None,
) -> Imported:
    """Make the episodes of `article`, a path, "-" or an http(s) address, in `project`.

    With `link` recordings on the web stay there and are described. `explain` is told why each
    block of the article was taken for what it is. Raises ArticleError, and FindingsError where
    there is a podcast.toml that can't be read: the episodes' identities are derived from the
    show's.
    """
    guid = _show_guid(project)
    try:
        result = import_article(
            article,
            project=project,
            audio=audio,
            source_url=source_url,
            post=post,
            fetching=Fetching(check=recording_suffix, progress=progress),
            linking=Linking(described) if link else None,
            settling=Settling(lengths=lengths, ask=ask),
            show_guid=guid,
            default_date=now.date(),
            now=now,
            dry_run=dry_run,
        )
    except ArticleError as error:
        _explain(explain, _explanation(error))
        raise
    _explain(explain, result.found.explanation() if explain else ())
    warnings = (*result.warnings, *_unplayable(result))
    return Imported(replace(result, warnings=warnings), guid is not None)


def _unplayable(result: ImportResult) -> Iterator[str]:
    """A sentence for each recording that is matched, and that no build will publish."""
    files = [match.recording.file for match in result.matches.matched] if result.matches else []
    for file, facts in zip(files, probe_all(files), strict=True):
        if isinstance(facts, AudioError):
            yield f"{shown(file)}: {facts}; build refuses it: put a good one in its place"


def _explain(explain: Callable[[str], None] | None, lines: Iterable[str]) -> None:
    if explain:
        for line in lines:
            explain(line)


def _explanation(error: BaseException) -> tuple[str, ...]:
    """What the finder took each block for, where it found no interview."""
    if isinstance(error, NoInterviewError):
        return error.explanation
    return _explanation(error.__cause__) if error.__cause__ else ()


def recording_suffix(path: Path) -> str:
    """What the recording in a file is published as; raises AudioError where it is none."""
    (facts,) = probe_all([path])
    if isinstance(facts, AudioError):
        raise facts
    return facts.suffix


def lengths(paths: Sequence[Path]) -> dict[Path, float]:
    """The seconds that recordings play, of those that can be read."""
    facts = zip(paths, probe_all(paths), strict=True)
    return {
        path: info.duration.total_seconds()
        for path, info in facts
        if not isinstance(info, AudioError)
    }


def described(head: Path, length: int) -> tuple[str, float | None]:
    """The type of a recording of `length` bytes by its first ones, and its seconds if they tell.

    Raises AudioError where it is no audio. A bit rate tells the seconds of MP3 and raw AAC; other
    formats say them at their end, or in a header that may be cut.
    """
    type = type_of(head)
    if head.stat().st_size < length and type not in ("audio/mpeg", "audio/aac"):
        return type, None
    (facts,) = probe_all([head])
    if isinstance(facts, AudioError):
        return type, None
    if facts.length >= length:
        return type, facts.duration.total_seconds()
    return type, length * 8 / facts.bitrate if facts.bitrate else None


def _show_guid(project: Path) -> str | None:
    if not (project / CONFIG_FILE).exists():
        return None
    config, findings = read_config(project)
    if config is None:
        raise FindingsError(findings)
    return config.guid


def _article_lines(result: ImportResult) -> Iterator[str]:
    article = result.article
    role = f", {article.author_role}" if article.author_role else ""
    by = f"by {article.author}{role}" if article.author else "no author found"
    on = article.date.isoformat() if article.date else "no date found: the episodes get today's"
    yield f"{article.title} ({by}; {on})"
    for interview in result.interviews:
        yield f"  {interview.order}. {interview.title}"


def _action_lines(result: ImportResult) -> Iterator[str]:
    would = "would be " if result.dry_run else ""
    for action in result.actions:
        why = f" ({action.why})" if action.why else ""
        yield f"{action.path}: {would}{action.what.value}{why}"


def _match_lines(result: ImportResult) -> Iterator[str]:
    if result.matches is None:
        return
    for match in result.matches.matched:
        name = shown(match.recording.file)
        yield f"matched {name} to {match.interview.order}. {match.interview.title}: {match.why}"
    for left in result.matches.unmatched_files:
        yield f"not matched {shown(left.file)}: {left.why}"
    for one in result.matches.unrecorded:
        yield f"no recording for {one.interview.order}. {one.interview.title}: {one.why}"
