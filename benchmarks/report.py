"""The tables that a run prints."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import feed_builder
from benchmarks import budget, ours
from benchmarks.budget import Line, Made, Table
from benchmarks.peers import WHAT_THEY_DO, WORKS


def machine() -> str:
    """What it was measured on."""
    cpu = _first("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    memory = int((_first("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) // 1_048_576
    python = f"Python {platform.python_version()}"
    return f"{platform.system()} {platform.release()}, {cpu}, {memory} GiB, {python}"


def _first(file: str, key: str) -> str | None:
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((x.partition(":")[2].strip() for x in lines if x.startswith(key)), None)


def report(table: Table, made: Made, *, episodes: int, shape: str, runs: int) -> Iterator[str]:
    """All tables, line by line; `table` holds medians of `runs`, `made` what lies there then."""
    yield f"feed-builder {feed_builder.__version__}: {episodes:,} episodes, {shape}"
    yield machine()
    yield f"seconds of processor time, user and system; median of {runs} interleaved runs"
    yield ""
    yield from _aligned(_builds(table, made))
    yield ""
    yield from _aligned(_publishing(table))
    yield ""
    yield from _aligned(_memory(table, made))
    yield ""
    yield from _aligned(_helps(table))
    yield ""
    yield from _aligned(_promises(budget.lines(table, made), episodes))


def _builds(table: Table, made: Made) -> Iterator[Sequence[str]]:
    works = (cell for work in WORKS for cell in (work, "ratio"))
    yield "", *works, "wall, cold", "peak MB", "files", ""
    subjects = dict.fromkeys(subject for subject, work in table if work == "cold")
    for subject in subjects:
        cells = []
        for work in WORKS:
            cost = table[subject, work].cpu
            cells += [f"{cost:.3f}", f"{cost / table[ours.SUBJECT, work].cpu:.2f}x"]
        cold = table[subject, "cold"]
        cells += [f"{cold.wall:.3f}", f"{cold.peak:.0f}", f"{len(made[subject]):,}"]
        yield subject, *cells, f"  {WHAT_THEY_DO[subject]}"


def _publishing(table: Table) -> Iterator[Sequence[str]]:
    cold = table[ours.SUBJECT, "cold"].cpu
    media = budget.media(table)
    yield "publishing the recordings (no peer does)", f"{media:.3f}", "in the cold build above"
    yield "cold build without that", f"{cold - media:.3f}", ""
    yield "cp -r of the same files", f"{table['cp', ours.CP].cpu:.3f}", "to compare"
    alone = table[ours.LIBRARIES, ours.LIBRARIES]
    yield ours.LIBRARIES, f"{alone.cpu:.3f}", f"plain pages, two feeds; {alone.peak:.0f} MB"


def _memory(table: Table, made: Made) -> Iterator[Sequence[str]]:
    peak = table[ours.SUBJECT, "cold"].peak * 2**20
    yield "peak memory, cold, beside the feeds", "MB", "ratio"
    feeds = budget.feeds(made)
    for name, size in {"all of them": sum(feeds.values()), **feeds}.items():
        yield name, f"{size / 2**20:.1f}", f"{peak / size:.2f}x"


def _helps(table: Table) -> Iterator[Sequence[str]]:
    yield "--help", "cpu ms", "wall ms", "ratio"
    own = table[ours.SUBJECT, "--help"].cpu
    for (subject, work), cost in table.items():
        if work == "--help":
            yield (
                subject,
                f"{cost.cpu * 1000:.0f}",
                f"{cost.wall * 1000:.0f}",
                f"{cost.cpu / own:.2f}x",
            )


def _promises(lines: Iterable[Line], episodes: int) -> Iterator[Sequence[str]]:
    yield f"budget for {budget.EPISODES:,}", "measured", "allowed", ""
    for line in lines:
        verdict = "met" if line.is_met else "NOT MET"
        if episodes != budget.EPISODES:
            verdict = f"({verdict}: measured at {episodes:,})"
        yield line.what, _shown(line.measured, line.unit), _shown(line.allowed, line.unit), verdict


def _shown(value: float, unit: str) -> str:
    digits = {"s": 3, "x": 2}.get(unit, 0)
    return f"{value:.{digits}f} {unit}"


def _aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    rows = list(rows)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.ljust(width) if place in (0, len(row) - 1) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
