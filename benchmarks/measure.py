"""What one run of a command costs: processor time of it and its children, time, memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# Bytecode is compiled once, in the run that is not counted, as it is where a program is installed.
_NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of user and system time, seconds on the clock, megabytes at most."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A command to measure, what it is called, and what is done before each run, uncounted.

    `output` is the folder, or the file, that it makes.
    """

    subject: str
    work: str
    command: Sequence[str]
    folder: Path
    prepare: Callable[[int], None] = lambda turn: None
    output: Path | None = None


def put_aside(path: Path, turn: int) -> None:
    """`path` is gone; its files are deleted when everything is.

    Deleting a thousand files makes the disk's journal busy for the run that comes next.
    """
    if path.exists():
        path.rename(path.with_name(f".old-{turn}-{path.name.lstrip('.')}"))


class Failed(Exception):
    """A measured command ended with an error; the text is what it said."""


def measured(cases: Sequence[Case], runs: int, tell: Callable[[str], None]) -> Mapping[Case, Cost]:
    """The median cost of each case in so many interleaved runs, after one that is not counted."""
    costs: dict[int, list[Cost]] = {number: [] for number in range(len(cases))}
    for turn in range(runs + 1):
        tell(f"run {turn} of {runs}" if turn else "a run that is not counted")
        for number, case in enumerate(cases):
            case.prepare(turn)
            cost = run(case.command, case.folder)
            if turn:
                costs[number].append(cost)
    return {case: _median(costs[number]) for number, case in enumerate(cases)}


def run(command: Sequence[str], folder: Path) -> Cost:
    """The cost of `command` in `folder`; raises Failed where it fails."""
    environment = {k: v for k, v in os.environ.items() if k not in _NOT_INHERITED}
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise Failed(f"{' '.join(command)}: {said.decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def files_made(cases: Sequence[Case]) -> Mapping[str, Mapping[str, int]]:
    """What each subject has made: the bytes of each file, by its path in the output."""
    return {case.subject: dict(_sizes(case.output)) for case in cases if case.output}


def _sizes(output: Path) -> Iterator[tuple[str, int]]:
    for path in output.rglob("*") if output.is_dir() else (output,):
        if path.is_file():
            yield str(path.relative_to(output)), path.stat().st_size


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        median(cost.peak for cost in costs),
    )
