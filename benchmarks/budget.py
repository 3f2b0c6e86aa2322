"""The budget for a show of 1,000 episodes, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks import ours
from benchmarks.measure import Case, Cost

EPISODES = 1_000
"""The number of episodes that the budget is for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what it is about, what was measured, what is allowed, and the unit."""

    what: str
    measured: float
    allowed: float
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        return self.measured <= self.allowed


Table = Mapping[tuple[str, str], Cost]
"""Costs by subject and work."""
Made = Mapping[str, Mapping[str, int]]
"""The bytes of each file that a subject made."""


def by_name(costs: Mapping[Case, Cost]) -> Table:
    """The costs of all cases, by what they are called."""
    return {(case.subject, case.work): cost for case, cost in costs.items()}


def media(table: Table) -> float:
    """The processor time that hashing and copying the recordings takes."""
    own = ours.SUBJECT
    return table[own, ours.MEDIA].cpu - table[own, ours.MEDIA_BASE].cpu


def feeds(made: Made) -> Mapping[str, int]:
    """The bytes of the feeds of the whole show."""
    return {path: made[ours.SUBJECT][path] for path in ours.FEEDS}


def lines(table: Table, made: Made) -> Iterator[Line]:
    """Every promise that can be checked with what was measured."""
    cold, same, changed, help_ = (
        table[ours.SUBJECT, work] for work in ("cold", "unchanged", "one changed", "--help")
    )
    yield Line("cold, with pages, media aside", cold.cpu - media(table), 1.0, "s")
    yield Line("unchanged", same.cpu, 0.10, "s")
    yield Line("one episode changed", changed.cpu, 0.35, "s")
    yield Line("--help", help_.cpu * 1000, 60, "ms")
    yield Line(
        "--help, times bare Python", help_.cpu / table["python -c pass", "--help"].cpu, 6, "x"
    )
    empty = table["an empty Click program", "--help"].cpu
    yield Line("--help, times an empty Click program", help_.cpu / empty, 1.4, "x")
    yield Line("peak memory, cold", cold.peak, 60, "MB")
    times = cold.peak * 2**20 / sum(feeds(made).values())
    yield Line("peak memory, cold, times the bytes of the feeds", times, 4.5, "x")
    yield Line("peak memory, unchanged", same.peak, 50, "MB")
    yield Line("peak memory, one changed", changed.peak, 50, "MB")
    yield from _beside_peers(table, same.cpu, cold.cpu - media(table))


def _beside_peers(table: Table, same: float, cold: float) -> Iterator[Line]:
    if ("Hugo", "cold") in table:
        hugo = table["Hugo", "cold"].cpu
        yield Line("cold, media aside, times Hugo", cold / hugo, 1.2, "x")
        yield Line("unchanged, times Hugo", same / table["Hugo", "unchanged"].cpu, 0.15, "x")
    if ("Pelican", "cold") in table:
        pelican = table["Pelican", "cold"].cpu
        yield Line("cold, media aside, times Pelican", cold / pelican, 0.9, "x")
