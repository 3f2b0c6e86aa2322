"""Mains hum: 50 or 60 Hz and their multiples, looked for where nobody speaks."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import av

_RATE: Final = 1000  # samples per second
_WINDOW: Final = 500  # half a second: pauses are not much longer
_WINDOWS: Final = 60
_MAINS: Final = (50, 60)
_HARMONICS: Final = (1, 2, 3)
_AWAY: Final = (-16, -13, -10, 10, 13, 16)  # Hz away, clear of the other mains' multiples
_ALONE_DB: Final = 18.0
_TOGETHER_DB: Final = 12.0
_HEARD: Final = 1e-7  # power of a tone of -70 dBFS
_HANN: Final = [0.5 - 0.5 * math.cos(2 * math.pi * n / _WINDOW) for n in range(_WINDOW)]


class LowEnd:
    """The lowest frequencies of a recording, kept while it goes by."""

    def __init__(self) -> None:
        self.samples = array("f")

    def listening(self, frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
        """`frames` as they are."""
        from av import AudioResampler

        low = AudioResampler(format="flt", layout="mono", rate=_RATE)
        for frame in frames:
            for made in low.resample(frame):
                self.samples.frombytes(bytes(made.planes[0])[: made.samples * 4])
            yield frame

    def hum(self) -> tuple[int | None, float]:
        """The mains frequency that is heard in the pauses, and how many dB it stands out."""
        quiet = _quietest(self.samples)
        if not quiet:
            return None, 0.0
        found = [(*_two_best(quiet, mains), mains) for mains in _MAINS]
        best, second, mains = max(found)
        if best < _ALONE_DB and second < _TOGETHER_DB:
            return None, 0.0
        return mains, round(best, 1)


def _quietest(samples: Sequence[float]) -> list[list[float]]:
    """The windows in which least is heard, digital silence left out."""
    windows = []
    for at in range(0, len(samples) - _WINDOW + 1, _WINDOW // 2):
        window = samples[at : at + _WINDOW]
        power = sum(sample * sample for sample in window)
        if power > 0:
            windows.append((power, at))
    chosen = sorted(windows)[: max(1, min(_WINDOWS, len(windows) // 8))] if windows else []
    return [
        [sample * weight for sample, weight in zip(samples[at : at + _WINDOW], _HANN, strict=True)]
        for _, at in chosen
    ]


def _two_best(windows: Sequence[Sequence[float]], mains: int) -> tuple[float, float]:
    """How far the two clearest multiples of `mains` stand out, in dB."""
    *_, second, best = sorted(_stands_out(windows, mains * times) for times in _HARMONICS)
    return best, second


def _stands_out(windows: Sequence[Sequence[float]], frequency: int) -> float:
    """How far a tone is over what is around it, in dB, in nearly every pause: voices go."""
    tones = sorted(_power(window, frequency) for window in windows)
    tone = tones[len(tones) // 5]
    if tone < _HEARD:
        return 0.0
    around = sorted(_power(window, frequency + away) for window in windows for away in _AWAY)
    return 10 * math.log10(tone / max(around[len(around) // 2], 1e-12))


def _power(window: Sequence[float], frequency: int) -> float:
    """The power of one frequency (Goertzel's algorithm), 1 for a full tone."""
    turn = 2 * math.cos(2 * math.pi * frequency / _RATE)
    before = last = 0.0
    for sample in window:
        before, last = last, sample + turn * last - before
    power = last * last + before * before - turn * last * before
    # A Hann window halves what a tone sums up to, and a tone is half above zero.
    return power / (_WINDOW / 4) ** 2
