"""Long work on sound, in processes of its own: several at a time, and killed with this one.

A process takes one job and is gone. What it writes stands in a file of another name until the
whole of it is there, so that Ctrl-C or a crash leaves nothing half-written.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from feed_builder.audio.child import child_environment
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError
from feed_builder.files import part_of, remove_parts
from feed_builder.records import dataclass

_COMMAND: Final = ("-P", "-m", "feed_builder.audio.job_worker")
Progress = Callable[[float], None]
"""Called with the share of all jobs that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work: the name of a task, the recording, the file to make, and how.

    `settings` are passed on as they are; `target` is None where nothing is written. After
    `patience` seconds without a word a job is taken for hung.
    """

    task: str
    source: Path
    target: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    patience: float = 120.0

    def request(self) -> bytes:
        """The job as a line of JSON, in ASCII so that no name is too odd."""
        told = {
            "task": self.task,
            "source": str(self.source),
            "target": str(part_of(self.target)) if self.target else None,
            "settings": dict(self.settings),
        }
        return json.dumps(told).encode("ascii") + b"\n"


Outcome = dict[str, Any] | AudioError


def run_jobs(
    jobs: Sequence[Job],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    done: Callable[[Job, Outcome], None] | None = None,
) -> list[Outcome]:
    """What came of each of `jobs`, in their order: what its task returned, or why it failed.

    `done` is told of each as soon as its file is in place. No process is left when this returns
    or raises, and no file but whole ones; what an earlier run left that was killed is removed.
    """
    for folder in {job.target.parent for job in jobs if job.target}:
        remove_parts(folder)
    desk = _Desk(jobs, workers or os.cpu_count() or 1, progress, done)
    try:
        desk.work()
    finally:
        desk.close()
    return [desk.outcomes[number] for number in range(len(jobs))]


class _Running:
    """A process and the number of its job."""

    def __init__(self, number: int, job: Job) -> None:
        self.number, self.job = number, job
        self.process = subprocess.Popen(
            [sys.executable, *_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            process_group=0,  # Ctrl-C reaches the parent alone, and it decides
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.output = self.process.stdout.fileno()
        self.unread = b""
        self.heard_at = time.monotonic()
        with suppress(BrokenPipeError):
            self.process.stdin.write(job.request())
            self.process.stdin.close()

    @property
    def is_hung(self) -> bool:
        """Whether it has said nothing for too long."""
        return time.monotonic() - self.heard_at > self.job.patience

    def heard(self) -> list[dict[str, Any]] | None:
        """What it said since the last time, None if it has ended."""
        data = os.read(self.output, 1 << 16)
        self.heard_at = time.monotonic()
        *lines, self.unread = (self.unread + data).split(b"\n")
        return [json.loads(line) for line in lines if line.startswith(b"{")] if data else None

    def end(self) -> None:
        """Kill it, and leave no part of a file behind."""
        self.process.kill()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait()
        if self.job.target:
            part = part_of(self.job.target)
            part.unlink(missing_ok=True)


class _Desk:
    """Jobs that wait, those that run, and what came of the others."""

    def __init__(
        self,
        jobs: Sequence[Job],
        workers: int,
        progress: Progress | None,
        done: Callable[[Job, Outcome], None] | None,
    ) -> None:
        self.jobs, self.workers = jobs, workers
        self.progress, self.done = progress, done
        self.waiting = deque(enumerate(jobs))
        self.shares = [0.0] * len(jobs)
        self.outcomes: dict[int, Outcome] = {}
        self.running: list[_Running] = []
        self.selector = selectors.DefaultSelector()

    def work(self) -> None:
        """Until every job has an outcome."""
        while len(self.outcomes) < len(self.jobs):
            while self.waiting and len(self.running) < self.workers:
                running = _Running(*self.waiting.popleft())
                self.running.append(running)
                self.selector.register(running.output, selectors.EVENT_READ, running)
            for key, _ in self.selector.select(1.0):
                self._listen(key.data)
            for late in [running for running in self.running if running.is_hung]:
                self._settle(late, AudioError(f"can't be worked on: it hangs ({EXPORT_AGAIN})"))

    def close(self) -> None:
        """Leave no process behind."""
        for running in self.running:
            running.end()
        self.selector.close()

    def _listen(self, running: _Running) -> None:
        said = running.heard()
        if said is None:
            fact = "can't be worked on: its reader died of it"
            self._settle(running, AudioError(f"{fact} ({EXPORT_AGAIN})"))
            return
        for answer in said:
            if "progress" in answer:
                self.shares[running.number] = answer["progress"]
                self._tell()
            elif "error" in answer:
                self._settle(running, AudioError(answer["error"]))
            else:
                self._finish(running, answer["done"])

    def _finish(self, running: _Running, result: dict[str, Any]) -> None:
        if running.job.target:
            part_of(running.job.target).replace(running.job.target)
        self._settle(running, result)

    def _settle(self, running: _Running, outcome: Outcome) -> None:
        self.selector.unregister(running.output)
        self.running.remove(running)
        running.end()
        self.outcomes[running.number] = outcome
        self.shares[running.number] = 1.0
        if self.done:
            self.done(running.job, outcome)
        self._tell()

    def _tell(self) -> None:
        if self.progress:
            self.progress(sum(self.shares) / len(self.shares))
