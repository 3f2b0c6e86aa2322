"""Reading and tagging many recordings in processes that can be killed.

A tag of 1 kB can hang a reader and one of 400 kB eat the machine's memory, so none is opened here:
workers read, with limits on time and memory, and die for it alone.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import feed_builder
from feed_builder.audio.facts import from_dict
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.compact_json import decoded, encoded
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.audio.tags.fields import Tags

COMMAND: Final = ("-P", "-m", "feed_builder.audio.worker")
"""What makes Python a worker. -P, since a json.py in the published folder must not be imported."""

_READY: Final = b'{"ready": true}'
_FEW: Final = 64  # a worker starts in the time that reading so many from a cold disk takes
_FEW_COPIES: Final = 8  # the same for copies with tags
_ASKED_AT_ONCE: Final = 16
_REQUEST_BYTES: Final = 4096  # of several at once: a pipe takes that without blocking
_START: Final = 60.0  # seconds; a machine on its knees needs two
_REAPING: Final = 2.0  # seconds; longer only if a disk doesn't answer the kernel
_T = TypeVar("_T")
_Request = Callable[[], Mapping[str, Any]]


def probe_all(
    paths: Sequence[Path],
    *,
    workers: int | None = None,
    timeout: float = 10.0,
    progress: Callable[[], None] | None = None,
) -> list[AudioInfo | AudioError]:
    """What each of `paths` holds, or why it can't be published, in their order.

    `workers` processes (by default one for a few files, else one for each CPU) take `timeout`
    seconds at most for a file. `progress` is called once for each. No process is left when this
    returns or raises. Raises RuntimeError where no worker can start.
    """
    requests = [partial(dict[str, Any], path=str(path)) for path in paths]
    count = workers or (1 if len(paths) < _FEW else os.cpu_count() or 1)
    return _answers(requests, count, timeout, progress, lambda said: from_dict(said["info"]))


@dataclass(frozen=True, slots=True)
class Tagging:
    """A copy to make: of which recording, where to, with which tags.

    They are asked for when it is their turn: whole notes are among them.
    """

    source: Path
    target: Path
    tags: Callable[[], Tags]

    def request(self) -> dict[str, Any]:
        """What a worker is told."""
        tags = self.tags().to_dict()
        return {"source": str(self.source), "target": str(self.target), "tags": tags}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A copy that was made: its hash and its length in bytes."""

    sha256: str
    length: int


def tag_all(
    taggings: Sequence[Tagging],
    *,
    timeout: float = 120.0,
    progress: Callable[[], None] | None = None,
) -> list[Tagged | AudioError]:
    """What became of each copy, in order; see `probe_all`. Each is there whole or not at all."""
    requests = [tagging.request for tagging in taggings]
    count = min(-(-len(requests) // _FEW_COPIES), os.cpu_count() or 1)
    return _answers(requests, count, timeout, progress, lambda said: Tagged(**said["tagged"]))


def _answers(
    requests: Sequence[_Request],
    workers: int,
    timeout: float,
    progress: Callable[[], None] | None,
    understood: Callable[[Mapping[str, Any]], _T],
) -> list[_T | AudioError]:
    """What is answered to each of `requests`, as it is `understood`, or an AudioError."""
    crew = _Crew(requests, timeout)
    try:
        crew.hire(min(workers, len(requests)))
        while crew.is_busy:
            for _ in range(crew.step()):
                if progress is not None:
                    progress()
    finally:
        crew.dismiss()
    answers = [crew.answers[job] for job in range(len(requests))]
    return [a if isinstance(a, AudioError) else understood(a) for a in answers]


class _Worker:
    """A process, and `jobs`: the numbers of the files that it was asked for, the oldest first.

    It answers in that order, so the oldest is the one that it reads, and dies of.
    """

    def __init__(self, timeout: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *COMMAND, str(timeout)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            process_group=0,  # Ctrl-C and Ctrl-Z reach the parent alone, and it decides
        )
        self.timeout = timeout
        self.deadline = time.monotonic() + _START
        self.is_ready = False
        self.jobs: deque[int] = deque()
        self.unread = b""

    def rest(self) -> None:
        """Its time runs anew from here, if it has something to do."""
        self.deadline = time.monotonic() + self.timeout if self.jobs else inf

    def tell(self, requests: bytes) -> None:
        """Send it lines that name files."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it died: the end of its output says so as well
            self.process.stdin.write(requests)
            self.process.stdin.flush()

    def heard(self) -> list[bytes] | None:
        """The lines it said since the last time, None if it is dead."""
        data = os.read(self.output, 1 << 16)
        *lines, self.unread = (self.unread + data).split(b"\n")
        return lines if data else None

    @property
    def output(self) -> int:
        """The descriptor of the pipe that it answers through."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def end(self) -> int | None:
        """Kill it; what it ended with, a negative number for a signal, None if it won't die."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(_REAPING)
        return None


class _Crew:
    """Workers, the numbers of the files that wait for one, and the answers so far."""

    def __init__(self, requests: Sequence[_Request], timeout: float) -> None:
        self.requests, self.timeout = requests, timeout
        self.waiting = deque(range(len(requests)))
        self.line: tuple[int, bytes] = (-1, b"")
        self.answers: dict[int, Any] = {}
        self.selector = selectors.DefaultSelector()
        self.workers: list[_Worker] = []

    @property
    def is_busy(self) -> bool:
        """Whether an answer is missing."""
        return len(self.answers) < len(self.requests)

    def hire(self, count: int) -> None:
        """Start workers, each with files to read."""
        for _ in range(count):
            worker = _Worker(self.timeout)
            self.workers.append(worker)
            self.selector.register(worker.output, selectors.EVENT_READ, worker)
            self._give_work(worker)

    def step(self) -> int:
        """Wait for the next answer, death or deadline; how many files it settled."""
        before = len(self.answers)
        nearest = min(worker.deadline for worker in self.workers)
        for key, _ in self.selector.select(max(0.0, nearest - time.monotonic())):
            self._listen(key.data)
        for worker in [late for late in self.workers if late.deadline <= time.monotonic()]:
            self._replace(worker, f"could not be read within {self.timeout:g} seconds")
        return len(self.answers) - before

    def dismiss(self) -> None:
        """Leave no process behind."""
        for worker in self.workers:
            worker.end()
        self.selector.close()

    def _give_work(self, worker: _Worker) -> None:
        """Ask for some files at once: waiting for each answer costs more than most files do."""
        requests = b""
        while self.waiting and len(worker.jobs) < _ASKED_AT_ONCE:
            request = self._line(self.waiting[0])
            if worker.jobs and len(requests) + len(request) > _REQUEST_BYTES:
                break
            worker.jobs.append(self.waiting.popleft())
            requests += request
        if requests:
            worker.tell(requests)

    def _line(self, number: int) -> bytes:
        """The line that asks for a file. It may have to wait for the next time."""
        if self.line[0] != number:
            self.line = number, encoded(self.requests[number]()) + b"\n"
        return self.line[1]

    def _listen(self, worker: _Worker) -> None:
        said = worker.heard()
        if said is None:
            self._replace(worker, "could not be read: its reader died of it")
            return
        for line in said:
            if worker.is_ready:
                self.answers[worker.jobs.popleft()] = _outcome(decoded(line))
            else:  # what stands before the word, an import printed
                worker.is_ready = line.endswith(_READY)
        if worker.is_ready and said:
            if len(worker.jobs) <= _ASKED_AT_ONCE // 2:
                self._give_work(worker)
            worker.rest()

    def _replace(self, worker: _Worker, reason: str) -> None:
        """Bury a worker that is dead or late, and let another do what is left."""
        self.selector.unregister(worker.output)
        self.workers.remove(worker)
        status = worker.end()
        if not worker.is_ready:
            raise RuntimeError(f"the process that reads audio does not start (status {status})")
        if worker.jobs:
            self.answers[worker.jobs.popleft()] = AudioError(f"{reason} ({EXPORT_AGAIN})")
        self.waiting.extendleft(reversed(worker.jobs))
        if self.waiting:
            self.hire(1)


def _outcome(answer: dict[str, Any]) -> Any:
    return AudioError(answer["error"]) if "error" in answer else answer


def child_environment() -> dict[str, str]:
    """Ours, so that the child finds this very package, installed or not, and reads names alike."""
    root = str(Path(feed_builder.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [root, inherited])),
        "PYTHONUTF8": str(sys.flags.utf8_mode),
    }
