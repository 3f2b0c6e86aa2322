"""Recordings that names and numbers leave open: settled by their length, else by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from feed_builder.articles.interviews import Interview
from feed_builder.articles.recordings import Match, Matches, Recording
from feed_builder.records import dataclass

# A stated length is rounded: to the minute mostly, to the second at best.
_TO_THE_MINUTE = 45.0
_TO_THE_SECOND = 5.0
_SHARE = 0.02

Lengths = Callable[[Sequence[Path]], Mapping[Path, float]]
"""The seconds that recordings play; those that can't be read are left out."""

Ask = Callable[[Path, Sequence[Interview]], Interview | None]
"""Which of several interviews a recording is, by somebody who knows; None for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What else can tell which recording is whose."""

    lengths: Lengths | None = None
    ask: Ask | None = None


def settled(matches: Matches, recordings: Iterable[Recording], how: Settling) -> Matches:
    """`matches` with the files that were left, as far as lengths or a person settle them."""
    by_file = {one.file: one for one in recordings}
    if how.lengths and matches.unmatched_files and any(map(_states, _waiting(matches))):
        seconds = how.lengths([left.file for left in matches.unmatched_files])
        for interview, file in _pairs(_waiting(matches), seconds):
            why = f"by its length, {timedelta(seconds=round(seconds[file]))}"
            matches = _with(matches, Match(interview, by_file[file], why))
    for left in matches.unmatched_files if how.ask else ():
        waiting = _waiting(matches)
        chosen = how.ask(left.file, waiting) if how.ask and waiting else None
        if chosen:
            matches = _with(matches, Match(chosen, by_file[left.file], "as you said"))
    return matches


def _waiting(matches: Matches) -> list[Interview]:
    return [one.interview for one in matches.unrecorded]


def _states(interview: Interview) -> bool:
    return interview.duration_s is not None


def _pairs(
    waiting: Sequence[Interview], seconds: Mapping[Path, float]
) -> list[tuple[Interview, Path]]:
    """Interviews and files whose lengths fit each other and nothing else."""
    fits = {
        interview.order: [file for file, real in seconds.items() if _fits(interview, real)]
        for interview in waiting
    }
    return [
        (interview, files[0])
        for interview in waiting
        if len(files := fits[interview.order]) == 1
        and sum(files[0] in others for others in fits.values()) == 1
    ]


def _fits(interview: Interview, real: float) -> bool:
    stated = interview.duration_s
    if stated is None:
        return False
    rounded = _TO_THE_SECOND if stated % 60 else _TO_THE_MINUTE
    return abs(real - stated) <= max(rounded, _SHARE * stated)


def _with(matches: Matches, match: Match) -> Matches:
    left = (one for one in matches.unmatched_files if one.file != match.recording.file)
    waits = (one for one in matches.unrecorded if one.interview.order != match.interview.order)
    matched = sorted((*matches.matched, match), key=lambda one: one.interview.order)
    return replace(
        matches, matched=tuple(matched), unmatched_files=tuple(left), unrecorded=tuple(waits)
    )
