"""What a recording sounds like, in words: faults that listeners hear, and how to mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from feed_builder.model import Finding, Level
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.audio.analysis import Analysis

_SHORTEST_S: Final = 3.0  # what is shorter has no loudness to speak of
_TOLERANCE_LU: Final = 1.0
_MONO_LU: Final = 3.0  # a mono file plays louder on two speakers: -19 is as good (AUD-11)
_WIDE_LU: Final = 18.0
_LEAD_S, _TAIL_S = 2.0, 5.0
_CLIPPED_S: Final = 0.3
_DEAD_DB, _ALIVE_DB = -60.0, -40.0
_OUT_OF_PHASE: Final = -0.5
_RATES: Final = (44_100, 48_000)
_TURNED: Final = "turn one channel round (invert its polarity) and export it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How loud recordings are to be: LUFS and dBTP."""

    loudness: float
    true_peak: float


Said = tuple[str, str]
"""The fact and the way out."""


def sound_findings(file: str, heard: Analysis, wanted: Wanted) -> list[Finding]:
    """What is wrong with the sound of `file`."""
    if heard.seconds < _SHORTEST_S:
        return []
    if heard.loudness.integrated is None:
        return [_finding(file, "sound-silent", _silent())]
    return [
        _finding(file, name, said) for name, listen in _LISTENERS for said in listen(heard, wanted)
    ]


def _finding(file: str, rule: str, said: Said) -> Finding:
    level, source = SOUND_RULES[rule]
    fact, fix = said
    return Finding(rule=rule, level=level, where=file, message=fact, fix=fix, source=source)


def _silent() -> Said:
    return "is silent from first to last", "export the recording again"


def _loudness(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    measured = heard.loudness.integrated or 0.0
    lowest = wanted.loudness - _TOLERANCE_LU - (_MONO_LU if heard.channels == 1 else 0.0)
    if lowest <= measured <= wanted.loudness + _TOLERANCE_LU:
        return
    how = "quieter" if measured < lowest else "louder"
    fact = f"is {how} than other podcasts: {measured:.1f} LUFS, {wanted.loudness:g} is wanted"
    yield fact, "`feed-builder master` makes it as loud as it is to be"


def _range(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    varies = heard.loudness.range or 0.0
    if varies > _WIDE_LU:
        fact = f"is loud here and quiet there: its loudness range is {varies:.0f} LU"
        yield fact, "even out the voices before they are mixed, or compress the mix"


def _peak(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    peak = heard.loudness.true_peak
    if peak is not None and peak > wanted.true_peak + 0.1:
        fact = (
            f"has true peaks of {peak:+.1f} dBTP, over {wanted.true_peak:g}: players distort them"
        )
        yield fact, "`feed-builder master` limits them"


def _ends(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    for seconds, most, where in (
        (heard.lead_s, _LEAD_S, "begins"),
        (heard.tail_s, _TAIL_S, "ends"),
    ):
        if seconds > most:
            fact = f"{where} with {seconds:.1f} s of silence"
            yield fact, "cut it off, or let `feed-builder master --trim` do it"


def _clipping(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    if heard.clipped_s >= _CLIPPED_S:
        fact = f"is clipped for {heard.clipped_s:.1f} s: its peaks are cut off, which crackles"
        yield fact, "export it again from a recording that was not too loud"


def _channel(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    if len(heard.levels) == 2 and min(heard.levels) < _DEAD_DB and max(heard.levels) > _ALIVE_DB:
        name = "left" if heard.levels[0] < heard.levels[1] else "right"
        yield f"is heard in one ear only: its {name} channel is silent", "export it as mono"


def _phase(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    if heard.phase is not None and heard.phase < _OUT_OF_PHASE:
        fact = "takes itself away on a single speaker: its two channels are out of phase"
        yield f"{fact} ({heard.phase:.1f})", _TURNED


def _hum(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    if heard.hum_hz is not None:
        fact = f"hums at {heard.hum_hz} Hz in its pauses ({heard.hum_db:.0f} dB over the rest)"
        yield fact, "look for a cable without a shield; a notch filter takes it out"


def _rate(heard: Analysis, wanted: Wanted) -> Iterator[Said]:
    if heard.sample_rate not in _RATES:
        low = heard.sample_rate < _RATES[0]
        why = "it sounds dull" if low else "no app plays more than 48"
        fact = f"has a sample rate of {heard.sample_rate / 1000:g} kHz: {why}"
        yield fact, "export it at 44.1 or 48 kHz"


_LISTENERS: Final[tuple[tuple[str, Callable[[Analysis, Wanted], Iterator[Said]]], ...]] = (
    ("sound-loudness", _loudness),
    ("sound-range", _range),
    ("sound-peak", _peak),
    ("sound-ends", _ends),
    ("sound-clipping", _clipping),
    ("sound-channel", _channel),
    ("sound-phase", _phase),
    ("sound-hum", _hum),
    ("sound-rate", _rate),
)

SOUND_RULES: Final[dict[str, tuple[Level, str]]] = {
    "sound-silent": (Level.WARNING, "AUD-10"),
    "sound-loudness": (Level.WARNING, "AUD-11, AUD-14"),
    "sound-range": (Level.HINT, "AUD-13"),
    "sound-peak": (Level.HINT, "AUD-14"),
    "sound-ends": (Level.HINT, "AUD-10"),
    "sound-clipping": (Level.WARNING, "AUD-10"),
    "sound-channel": (Level.WARNING, "AUD-5"),
    "sound-phase": (Level.WARNING, "AUD-5"),
    "sound-hum": (Level.HINT, "AUD-10"),
    "sound-rate": (Level.HINT, "AUD-5"),
}
"""How bad each is, and the row that asks for it."""
