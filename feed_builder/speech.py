"""What is said in a recording and how loud it is, for those who read and look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """What one person says in one piece: plain text on one line.

    `start_s` and `end_s` are seconds from the start of the recording, None in a transcript
    without times. `speaker` is the name of one of the episode's people where it is known to be.
    """

    start_s: float | None
    end_s: float | None
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What is said in a recording, in one `language`, however the files write it.

    `fingerprint` is a name for the cues: others have another one. They are read when they are
    asked for, since a build needs those of new pages only. `is_automatic` says that a machine
    wrote them and nobody has corrected them yet; `length` are the bytes of the words, `count` is
    the number of cues.
    """

    language: str
    fingerprint: str
    read: Callable[[], tuple[Cue, ...]] = field(repr=False, compare=False)
    is_automatic: bool = False
    length: int = 0
    count: int = 0

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is said, in order."""
        return self.read()


@dataclass(frozen=True, slots=True)
class Waveform:
    """How loud a recording is over time, as audiowaveform's JSON: `url` is the published file.

    `peaks` are pairs of the lowest and the highest sample (-128 to 127) of stretches of equal
    length; like cues they are read when a page needs them.
    """

    url: str
    read: Callable[[], tuple[int, ...]] = field(repr=False, compare=False)

    @property
    def peaks(self) -> tuple[int, ...]:
        """Lowest and highest sample in turn."""
        return self.read()
