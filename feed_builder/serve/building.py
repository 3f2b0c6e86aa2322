"""Building while somebody looks: the state of the show, and a build whenever a source changes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import anyio
from watchfiles import Change, awatch

from feed_builder.build import Request, build
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.model import BuildResult
from feed_builder.records import dataclass
from feed_builder.shows import build_shows, show_folders

_DEBOUNCE = 300  # ms; an editor writes a file in several steps
_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')

Tell = Callable[["State"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The last build: its number, what was wrong with it, how many files it wrote and removed.

    `written` is None where nothing could be built.
    """

    number: int = 0
    errors: tuple[str, ...] = ()
    written: int | None = None
    removed: int = 0


class Workshop:
    """Builds the show, or the shows of a repository, and tells those who wait when it has.

    `links` are the shows' web addresses and where each lies in the output.
    """

    def __init__(self, project: Path, output: Path, tell: Tell) -> None:
        self.project = project
        self.output = output
        self.tell = tell
        self.state = State()
        self.links = _links_of(output)
        self._changed = anyio.Event()

    def build(self) -> None:
        """Build once; what was published stays where that can't be done."""
        number = self.state.number + 1
        try:
            results, errors = self._built()
            written = sum(len(result.written) for result in results.values())
            removed = sum(len(result.removed) for result in results.values())
            self.state = State(
                number=number,
                errors=tuple(errors),
                written=written if results else None,
                removed=removed,
            )
            self.links |= {_link(result): place for place, result in results.items()}
        except FeedBuilderError as error:
            self.state = State(number=number, errors=_told(error))
        except Exception as error:  # A preview must not end because of a bug in one build.
            fault = f"unexpected {type(error).__name__}: {error}"
            self.state = State(number=number, errors=(fault,))
        self.tell(self.state)

    def _built(self) -> tuple[dict[str, BuildResult], list[str]]:
        """What was built, by its place in the output, and what stood in the way of the rest."""
        request = Request(project=self.project, output=self.output, now=datetime.now(UTC))
        folders = show_folders(self.project)
        if not folders:
            return {"": build(request)}, []
        shows = build_shows(request, folders)
        errors = [line for one in shows if one.error for line in _told(one.error)]
        return {f"{one.name}/": one.result for one in shows if one.result}, errors

    async def watch(self) -> None:
        """Build whenever a source changes, for ever."""
        async for _ in awatch(self.project, watch_filter=self._is_source, debounce=_DEBOUNCE):
            before = self.state
            await anyio.to_thread.run_sync(self.build)
            if _says_something(before, self.state):
                changed, self._changed = self._changed, anyio.Event()
                changed.set()

    async def states(self) -> AsyncIterator[State]:
        """The state now, and each that follows."""
        while True:
            changed = self._changed
            yield self.state
            await changed.wait()

    def _is_source(self, change: Change, path: str) -> bool:
        place = Path(path)
        if place.is_relative_to(self.output.resolve()):
            return False
        try:
            parts = place.relative_to(self.project.resolve()).parts
        except ValueError:
            return False
        return not any(part.startswith(".") and part != ".well-known" for part in parts)


def _says_something(before: State, now: State) -> bool:
    """Whether a page that somebody looks at is another now."""
    if before.errors != now.errors:
        return True
    return bool(now.written or now.removed)


def _told(error: FeedBuilderError) -> tuple[str, ...]:
    if isinstance(error, FindingsError):
        told = tuple(str(finding) for finding in error.findings if finding.level == "error")
        return told or (str(error),)
    return (str(error),)


def _link(result: BuildResult) -> str:
    return result.feed_url.rpartition("/")[0] + "/"


def _links_of(output: Path) -> dict[str, str]:
    """The shows' web addresses, as an earlier build wrote them, and where each show lies."""
    links = {}
    for page in (output / "index.html", *sorted(output.glob("*/index.html"))):
        try:
            found = _CANONICAL.search(page.read_bytes())
        except OSError:
            continue
        place = "" if page.parent == output else f"{page.parent.name}/"
        if found and place == "":
            return {found.group(1).decode(): place}
        if found:
            links[found.group(1).decode()] = place
    return links
