"""A recording's loudness over time as inline SVG: one path, drawn with the text's colours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from feed_builder.model import Waveform

_BARS, _HEIGHT = 240, 40


def waveform(wave: Waveform | None) -> str | None:
    """The path data of a picture of 240 × 40 units; None where there is nothing to draw."""
    peaks = wave.peaks if wave else ()
    if len(peaks) < 4:
        return None
    heights = _heights([max(abs(peaks[n]), abs(peaks[n + 1])) for n in range(0, len(peaks) - 1, 2)])
    half = _HEIGHT / 2
    return "".join(
        f"M{place}.5 {half - height:.1f}v{2 * height:.1f}" for place, height in enumerate(heights)
    )


def _heights(loudness: Sequence[int]) -> list[float]:
    loudest = max(loudness) or 1
    bars = min(_BARS, len(loudness))
    edges = [round(place * len(loudness) / bars) for place in range(bars + 1)]
    spread = [max(loudness[a:b] or [0]) for a, b in pairwise(edges)]
    return [max(0.5, value / loudest * (_HEIGHT / 2 - 1)) for value in spread]
