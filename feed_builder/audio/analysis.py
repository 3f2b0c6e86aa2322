"""What a recording sounds like, in numbers: one pass over it, for `check` and before mastering.

Loudness is EBU R 128's (ITU-R BS.1770), peaks are true peaks; the rest is taken of tenths of a
second.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feed_builder.audio.decoding import Filter, Progress, Shape, decoded, through
from feed_builder.audio.hum import LowEnd
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import av

_STEP_S: Final = 0.1
_SILENT_DB: Final = -60.0  # of a tenth of a second: what nobody hears behind speech
_FLOOR: Final = -120.0
_NO_LOUDNESS: Final = -69.0  # ebur128 says -70 where there is nothing to measure
_CLIPPED_DB: Final = -0.1
_OVER_DB: Final = 0.5  # only a decoder goes over full scale: the encoder was given clipped peaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """EBU R 128: `integrated` in LUFS and `range` in LU, `true_peak` in dBTP; None for silence."""

    integrated: float | None
    range: float | None
    true_peak: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What was measured of a recording.

    `lead_s` and `tail_s` are silence before and after what is heard, `clipped_s` the time in which
    peaks are cut off. `levels` are the loudest of each channel in dBFS. `phase` goes from 1 (both
    channels are the same) to -1 (each takes the other away); None for mono. `hum_hz` is the mains
    frequency that is heard in the pauses, `hum_db` how far it stands out of what is around it.
    """

    seconds: float
    sample_rate: int
    channels: int
    loudness: Loudness
    lead_s: float = 0.0
    tail_s: float = 0.0
    clipped_s: float = 0.0
    levels: tuple[float, ...] = ()
    phase: float | None = None
    hum_hz: int | None = None
    hum_db: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """What JSON can say of it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Analysis:
        """The analysis that `as_dict` was called of; raises TypeError or KeyError for others."""
        loudness = Loudness(**told["loudness"])
        return cls(**{**told, "loudness": loudness, "levels": tuple(told["levels"])})


@dataclass(slots=True)
class _Steps:
    """What is collected of each tenth of a second; `loud` are those that are heard."""

    count: int = 0
    loud: list[int] = field(default_factory=list)
    clipped: int = 0
    peaks: dict[int, float] = field(default_factory=dict)
    phases: list[float] = field(default_factory=list)
    loudness: Loudness = Loudness(integrated=None, range=None, true_peak=None)
    samples: int = 0


def analyse(source: Path, progress: Progress | None = None) -> Analysis:
    """Listen to all of a recording; raises AudioError."""
    steps = _Steps()
    with decoded(source, progress) as recording:
        shape = recording.shape
        low = LowEnd()
        for frame in through(low.listening(recording.frames()), shape, _filters(shape)):
            _collect(steps, frame)
    if steps.loudness.integrated is None:
        return _summed_up(steps, shape, None, 0.0)
    return _summed_up(steps, shape, *low.hum())


def measure(frames: Iterator[av.AudioFrame], shape: Shape, *before: Filter) -> Loudness:
    """The loudness of `frames` after the filters `before`."""
    loudness = Loudness(integrated=None, range=None, true_peak=None)
    for frame in through(frames, shape, (*before, _EBUR128)):
        loudness = _loudness(frame.metadata, loudness)
    return loudness


_EBUR128: Final = ("ebur128", "metadata=1:peak=true")


def _filters(shape: Shape) -> tuple[Filter, ...]:
    measured = "Peak_level+RMS_level+Flat_factor+Peak_count"
    return (
        ("asetnsamples", f"n={round(shape.rate * _STEP_S)}:p=0"),
        ("astats", f"metadata=1:reset=1:measure_perchannel={measured}:measure_overall=none"),
        *((("aphasemeter", "video=0"),) if shape.channels == 2 else ()),
        _EBUR128,
    )


def _collect(steps: _Steps, frame: av.AudioFrame) -> None:
    told = frame.metadata
    loudest = _FLOOR
    is_clipped = False
    for channel in range(len(frame.layout.channels)):
        name = f"lavfi.astats.{channel + 1}."
        peak = _number(told, f"{name}Peak_level")
        loudest = max(loudest, _number(told, f"{name}RMS_level"))
        steps.peaks[channel] = max(steps.peaks.get(channel, _FLOOR), peak)
        flat = _number(told, f"{name}Flat_factor") > 0
        is_clipped = is_clipped or peak > _OVER_DB or (peak >= _CLIPPED_DB and flat)
    steps.clipped += is_clipped
    if loudest > _SILENT_DB:
        steps.loud.append(steps.count)
        if "lavfi.aphasemeter.phase" in told:
            steps.phases.append(_number(told, "lavfi.aphasemeter.phase"))
    steps.count += 1
    steps.samples += frame.samples
    steps.loudness = _loudness(told, steps.loudness)


def _number(told: dict[str, str], name: str) -> float:
    value = float(told.get(name, _FLOOR))
    return value if math.isfinite(value) else _FLOOR


def _loudness(told: dict[str, str], before: Loudness) -> Loudness:
    """What ebur128 has measured so far; the peak is linear since FFmpeg 8."""
    integrated = _number(told, "lavfi.r128.I")
    if "lavfi.r128.I" not in told or integrated < _NO_LOUDNESS:
        return before
    peak = _number(told, "lavfi.r128.true_peak")
    return Loudness(
        integrated=round(integrated, 2),
        range=round(_number(told, "lavfi.r128.LRA"), 1),
        true_peak=round(20 * math.log10(peak), 2) if peak > 0 else None,
    )


def _summed_up(steps: _Steps, shape: Shape, hum_hz: int | None, hum_db: float) -> Analysis:
    lead = steps.loud[0] if steps.loud else steps.count
    tail = steps.count - 1 - steps.loud[-1] if steps.loud else 0
    phases = steps.phases
    return Analysis(
        seconds=round(steps.samples / shape.rate, 3),
        sample_rate=shape.rate,
        channels=shape.channels,
        loudness=steps.loudness,
        lead_s=round(lead * _STEP_S, 1),
        tail_s=round(tail * _STEP_S, 1),
        clipped_s=round(steps.clipped * _STEP_S, 1),
        levels=tuple(round(level, 1) for _, level in sorted(steps.peaks.items())),
        phase=round(sum(phases) / len(phases), 2) if phases else None,
        hum_hz=hum_hz,
        hum_db=hum_db,
    )
