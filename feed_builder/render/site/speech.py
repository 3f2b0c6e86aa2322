"""A transcript as a page shows it: paragraphs of cues, and the same as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from feed_builder.model import Cue, Episode, Speech
from feed_builder.records import dataclass
from feed_builder.render.words import clock

_PAUSE = 4.0  # seconds of silence after which a new paragraph begins
_LONG = 600  # letters after which the next sentence begins one
_ENDS = (".", "!", "?", "…", "»", "؟", "。")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one person says without a break; `start_s` is None where nobody noted the time."""

    start_s: float | None
    speaker: str | None
    cues: tuple[Cue, ...]

    @property
    def clock(self) -> str | None:
        """Its place in the recording: "1:23"."""
        return None if self.start_s is None else clock(self.start_s)


def speech_of(episode: Episode, language: str) -> Speech | None:
    """What is said in `episode`: in the page's `language` if there is such a transcript."""
    wanted = language.partition("-")[0].lower()
    for speech in episode.speeches:
        if speech.language.partition("-")[0].lower() == wanted:
            return speech
    return episode.speeches[0] if episode.speeches else None


def paragraphs(cues: Iterable[Cue]) -> tuple[Paragraph, ...]:
    """`cues` gathered by speaker, by pauses, and where a text gets long by sentences."""
    return tuple(Paragraph(run[0].start_s, run[0].speaker, tuple(run)) for run in _runs(cues))


def _runs(cues: Iterable[Cue]) -> Iterator[Sequence[Cue]]:
    run: list[Cue] = []
    letters = 0
    for cue in cues:
        if run and _breaks(run[-1], cue, letters):
            yield run
            run, letters = [], 0
        run.append(cue)
        letters += len(cue.text)
    if run:
        yield run


def _breaks(last: Cue, cue: Cue, letters: int) -> bool:
    if last.speaker != cue.speaker:
        return True
    if last.end_s is not None and cue.start_s is not None and cue.start_s - last.end_s > _PAUSE:
        return True
    return letters > _LONG and last.text.endswith(_ENDS)


def plain(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs as plain text, each with its place and its speaker."""
    lines = []
    for paragraph in paragraphs:
        place = f"[{paragraph.clock}] " if paragraph.clock else ""
        speaker = f"{paragraph.speaker}: " if paragraph.speaker else ""
        lines.append(place + speaker + " ".join(cue.text for cue in paragraph.cues))
    return "\n\n".join(lines)
