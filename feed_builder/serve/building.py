"""Building while somebody looks: the state of the show, and a build whenever a source changes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import anyio
from watchfiles import Change, awatch

from feed_builder.build import Request, build
from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.model import BuildResult

_DEBOUNCE = 300  # ms; an editor writes a file in several steps
_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')

Tell = Callable[["State"], None]


@dataclass(frozen=True, slots=True)
class State:
    """The last build: its number, what was wrong with it, what it did."""

    number: int = 0
    errors: tuple[str, ...] = ()
    result: BuildResult | None = None


class Workshop:
    """Builds the show, and tells those who wait when it has."""

    def __init__(self, project: Path, output: Path, tell: Tell) -> None:
        self.project = project
        self.output = output
        self.tell = tell
        self.state = State()
        self.link = _link_of(output)
        self._changed = anyio.Event()

    def build(self) -> None:
        """Build once; what was published stays where that can't be done."""
        number = self.state.number + 1
        request = Request(project=self.project, output=self.output, now=datetime.now(UTC))
        try:
            result = build(request)
            self.link = result.feed_url.rpartition("/")[0] + "/"
            self.state = State(number, (), result)
        except FindingsError as error:
            told = tuple(str(f) for f in error.findings if f.level == "error")
            self.state = State(number, told or (str(error),))
        except FeedBuilderError as error:
            self.state = State(number, (str(error),))
        except Exception as error:  # A preview must not end because of a bug in one build.
            self.state = State(number, (f"unexpected {type(error).__name__}: {error}",))
        self.tell(self.state)

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
    return now.result is not None and bool(now.result.written or now.result.removed)


def _link_of(output: Path) -> str | None:
    """The show's web address, as an earlier build wrote it."""
    try:
        found = _CANONICAL.search((output / "index.html").read_bytes())
    except OSError:
        return None
    return found.group(1).decode() if found else None
