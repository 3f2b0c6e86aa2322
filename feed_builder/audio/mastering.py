"""Mastering: one constant gain to the wanted loudness, a limiter for what stands out, one encoding.

FFmpeg's loudnorm is not used: it turns dynamic without a word where one gain does not fit, and
takes three times as long. What comes out is measured, encoded as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from feed_builder.audio.analysis import Analysis, Loudness, analyse, measure
from feed_builder.audio.decoding import Filter, Progress, Shape, decoded, through
from feed_builder.audio.encoding import CODECS, Codec, fitting_rate, write
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

_OVERSAMPLED: Final = 192_000  # a limiter sees true peaks at four times the sample rate only
_MARGIN_DB: Final = 0.4  # what encoding adds to peaks, most of the time
_MOST_LIMITED_DB: Final = 14.0  # more would be heard as pumping
_NEAR_LU: Final = 0.2
_LITTLE_DB: Final = 6.0
_LOST_SHARE: Final = 0.15  # LU that speech loses for each dB that is taken off its peaks
_SMALL_LU: Final = 1.5
_TOLERANCE_LU: Final = 0.5
_ROUNDS: Final = 4
_ENCODINGS: Final = 4
_STEP_DB: Final = 0.2
_KEPT_S: Final = 0.3  # of silence at either end: sound does not begin with a click
_SHORTEST_TRIM_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a master is to be: LUFS, dBTP, "mp3" or "aac", bit/s, whether silence goes, Hz."""

    loudness: float = -16.0
    true_peak: float = -1.0
    format: str = "mp3"
    bitrate: int | None = None
    trim: bool = False
    highpass: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """What was done: loudness before and after, the gain in dB, how far peaks were taken down.

    `note` is a sentence where the wanted loudness was not reached.
    """

    before: Loudness
    after: Loudness
    gain_db: float
    limited_db: float
    trimmed_s: float
    bitrate: int
    sample_rate: int
    channels: int
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """What JSON can say of it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """One way to treat the sound: a gain in dB, a ceiling in dBTP where peaks need one."""

    gain: float
    ceiling: float | None = None

    def filters(self, shape: Shape) -> tuple[Filter, ...]:
        """The chain of FFmpeg's filters that does it."""
        gain = ("volume", f"{self.gain:.3f}dB:precision=float")
        if self.ceiling is None:
            return (gain,)
        limit = 10 ** (self.ceiling / 20)
        return (
            gain,
            ("aresample", str(_OVERSAMPLED)),
            ("alimiter", f"limit={limit:.6f}:attack=5:release=60:level=false:latency=true"),
            ("aresample", str(shape.rate)),
            ("aformat", f"sample_fmts=fltp:channel_layouts={shape.layout}"),
        )


class _Bench:
    """A recording under treatment: what is done before the gain, and how to try a setting."""

    def __init__(self, source: Path, wishes: Wishes, found: Analysis, codec: Codec) -> None:
        self.source, self.wishes, self.codec = source, wishes, codec
        self.shape = Shape(fitting_rate(found.sample_rate, codec), found.channels)
        self.before, self.trimmed_s = _before(wishes, found)
        self.bitrate = wishes.bitrate or codec.bitrate(found.channels)

    def tried(self, setting: _Setting | None, progress: Progress) -> Loudness:
        """The loudness with this setting, nothing being written."""
        filters = (*self.before, *(setting.filters(self.shape) if setting else ()))
        with decoded(self.source, progress) as recording:
            return measure(recording.frames(self.shape), self.shape, *filters)

    def written(self, setting: _Setting, target: Path, progress: Progress) -> Loudness:
        """The loudness of what is written with this setting, as listeners decode it."""
        filters = (*self.before, *setting.filters(self.shape))
        with decoded(self.source, progress) as recording:
            frames = through(recording.frames(self.shape), self.shape, filters)
            write(frames, self.shape, target, self.codec, self.bitrate)
        with decoded(target) as recording:
            return measure(recording.frames(self.shape), self.shape)


def master(source: Path, target: Path, wishes: Wishes, progress: Progress | None) -> Mastered:
    """Write a master of `source` to `target`; raises AudioError for silence and the like."""
    codec = CODECS[wishes.format]
    steps = _Progress(progress)
    found = analyse(source, steps.next())
    if found.loudness.integrated is None or found.loudness.true_peak is None:
        raise AudioError("is silent or too short: there is no loudness to measure (record it anew)")
    bench = _Bench(source, wishes, found, codec)
    is_as_found = not bench.before and bench.shape.rate == found.sample_rate
    loudness = found.loudness if is_as_found else bench.tried(None, steps.next())
    if loudness.integrated is None or loudness.true_peak is None:
        raise AudioError("is silent once its low end is gone (set no highpass)")
    setting = _setting(bench, loudness, steps)
    after = bench.written(setting, target, steps.next())
    for encodings in range(_ENCODINGS):
        better = _better(setting, after, wishes, loudness, encodings)
        if better is None:
            break
        setting = better
        after = bench.written(setting, target, steps.next())
    steps.done()
    return Mastered(
        before=found.loudness,
        after=after,
        gain_db=round(setting.gain, 2),
        limited_db=round(_limited(setting, loudness), 1),
        trimmed_s=bench.trimmed_s,
        bitrate=bench.bitrate,
        sample_rate=bench.shape.rate,
        channels=bench.shape.channels,
        note=_note(after, wishes),
    )


def _before(wishes: Wishes, found: Analysis) -> tuple[Sequence[Filter], float]:
    """The filters in front of the gain, and the seconds that they cut off."""
    filters: list[Filter] = []
    lead = max(0.0, found.lead_s - _KEPT_S) if wishes.trim else 0.0
    tail = max(0.0, found.tail_s - _KEPT_S) if wishes.trim else 0.0
    trimmed = round(lead + tail, 1)
    if trimmed >= _SHORTEST_TRIM_S:
        filters.append(("atrim", f"start={lead:.3f}:end={found.seconds - tail:.3f}"))
        filters.append(("asetpts", "N/SR/TB"))
    if wishes.highpass:
        filters.append(("highpass", f"f={wishes.highpass:g}"))
    return filters, trimmed if trimmed >= _SHORTEST_TRIM_S else 0.0


def _setting(bench: _Bench, found: Loudness, steps: _Progress) -> _Setting:
    """One gain where the peaks allow it; else one that makes up for what the limiter takes."""
    assert found.integrated is not None and found.true_peak is not None
    wishes = bench.wishes
    gain, ceiling = wishes.loudness - found.integrated, wishes.true_peak - _MARGIN_DB
    if found.true_peak + gain <= ceiling:
        return _Setting(gain=gain)
    most = ceiling - found.true_peak + _MOST_LIMITED_DB
    limited = found.true_peak + gain - ceiling
    setting = _Setting(gain=min(gain + limited * _LOST_SHARE, most), ceiling=ceiling)
    if limited <= _LITTLE_DB:  # what is written is measured, and mended if this was wrong
        return setting
    for _ in range(_ROUNDS):
        reached = bench.tried(setting, steps.next()).integrated
        missing = wishes.loudness - reached if reached is not None else 0.0
        if abs(missing) <= _NEAR_LU or (missing > 0 and setting.gain >= most):
            break
        setting = replace(setting, gain=min(setting.gain + missing, most))
        if abs(missing) < _SMALL_LU:  # what is written is measured, and says the rest
            break
    return setting


def _better(
    setting: _Setting, after: Loudness, wishes: Wishes, found: Loudness, encodings: int
) -> _Setting | None:
    """A setting that mends what encoding did to loudness and peaks; None where all is well.

    What an encoder adds differs from moment to moment, so the ceiling goes down step by step; the
    last time the gain does, for peaks count more than half a LU.
    """
    assert after.integrated is not None and found.true_peak is not None
    off = wishes.loudness - after.integrated
    over = (after.true_peak if after.true_peak is not None else 0.0) - wishes.true_peak
    if over > 0 and encodings >= _ENCODINGS - 1:
        return replace(setting, gain=setting.gain - over - _STEP_DB)
    if over > 0:
        highest = found.true_peak + setting.gain
        ceiling = highest if setting.ceiling is None else min(highest, setting.ceiling)
        return replace(setting, ceiling=ceiling - over - _STEP_DB)
    at_most = setting.ceiling is not None and _limited(setting, found) >= _MOST_LIMITED_DB - 0.05
    if abs(off) > _TOLERANCE_LU * 0.8 and not (off > 0 and at_most):
        return replace(setting, gain=setting.gain + off)
    return None


def _limited(setting: _Setting, found: Loudness) -> float:
    """By how much the limiter takes the highest peak down."""
    if setting.ceiling is None or found.true_peak is None:
        return 0.0
    return max(0.0, found.true_peak + setting.gain - setting.ceiling)


def _note(after: Loudness, wishes: Wishes) -> str | None:
    assert after.integrated is not None
    off = wishes.loudness - after.integrated
    if abs(off) <= _TOLERANCE_LU:
        return None
    return (
        f"stays at {after.integrated:.1f} LUFS, {abs(off):.1f} LU from the wanted "
        f"{wishes.loudness:g}: its peaks reach the ceiling of {wishes.true_peak:g} dBTP, and "
        f"taking more than {_MOST_LIMITED_DB:g} dB off them would be heard"
    )


class _Progress:
    """One share for several passes, of which nobody knows how many there will be."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress, self.reached = progress, 0.0

    def next(self) -> Progress:
        """Another pass: it takes a third of what is left."""
        start = self.reached
        self.reached = start + (1 - start) / 3

        def tell(share: float) -> None:
            if self.progress:
                self.progress(start + (self.reached - start) * share)

        return tell

    def done(self) -> None:
        """No pass is left."""
        if self.progress:
            self.progress(1.0)
