"""What reading a transcript gives: its cues with their lines, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.text import without_control_characters

EXPORT_AGAIN = "export it again"
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])")
LONGEST_S = 1_000_000  # more than a week: nothing that is heard begins later


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line (counted from 1), and the way out."""

    line: int | None
    message: str
    fix: str = EXPORT_AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A transcript as it was read: each of its `cues` begins at the line of the same place.

    `notes` are the comments at its head, which nobody hears.
    """

    cues: tuple[Cue, ...] = ()
    lines: tuple[int | None, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether it says of everything when it is said."""
        return all(cue.start_s is not None for cue in self.cues)


def broken(line: int | None, message: str, fix: str = EXPORT_AGAIN) -> Parsed:
    """A transcript in which nothing can be read, for this reason."""
    return Parsed(faults=(Fault(line, message, fix),))


def parsed(
    numbered: Iterable[tuple[int | None, Cue]],
    faults: Sequence[Fault] = (),
    notes: Sequence[str] = (),
) -> Parsed:
    """A transcript of these cues, whose times are looked at here."""
    kept = [(line, cue) for line, cue in numbered if cue.text]
    found = [*faults, *_faults_of_times(kept)]
    found.sort(key=lambda fault: fault.line or 0)
    return Parsed(
        cues=tuple(cue for _, cue in kept),
        lines=tuple(line for line, _ in kept),
        faults=tuple(found),
        notes=tuple(notes),
    )


def _faults_of_times(numbered: Sequence[tuple[int | None, Cue]]) -> Iterator[Fault]:
    """Times in order (WebVTT section 4.1), and none that no recording reaches."""
    before = 0.0
    for line, cue in numbered:
        start, end = cue.start_s, cue.end_s
        if start is None:
            continue
        if end is not None and end < start:
            fact = f"ends before it begins: {clock(start)} to {clock(end)}"
            yield Fault(line, fact, "correct the two times")
        if start < before:
            fact = f"is not in order: it begins at {clock(start)}, one above at {clock(before)}"
            yield Fault(line, fact, "sort the cues by their times")
        if max(start, end or 0) > LONGEST_S:
            yield Fault(line, "begins or ends after more than a week", "correct its times")
        before = max(before, start)


def plain(text: str) -> str:
    """`text` on one line, without what no feed can hold; no-break spaces stay.

    A word with a hyphen that was broken behind it is one word again: "Saint-\\nÉtienne".
    """
    whole = _BROKEN_WORD.sub("", without_control_characters(text))
    line = re.sub(r"[ \t\n\r\f]+", " ", whole).strip(" ")
    return line if line.strip() else ""


def clock(seconds: float) -> str:
    """A moment as transcripts write it: "00:12:34.500"."""
    ms = milliseconds(seconds)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def milliseconds(seconds: float) -> int:
    """Whole milliseconds: rounded first, so that 59.9996 s is a minute and not "59.1000"."""
    return int(seconds * 1000 + 0.5)
