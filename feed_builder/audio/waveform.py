"""Peaks for drawing a recording, as audiowaveform's data format has them (version 2, JSON).

https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

from feed_builder.audio.decoding import Progress, Shape, decoded, through
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError

_POINTS: Final = 1_800  # more than a page is wide
_FEWEST_SAMPLES: Final = 64


def waveform(source: Path, seconds: float, progress: Progress | None = None) -> dict[str, Any]:
    """The peaks of a recording that plays for `seconds`, both channels mixed; raises AudioError."""
    with decoded(source, progress) as recording:
        mono = Shape(recording.shape.rate, 1)
        step = max(_FEWEST_SAMPLES, math.ceil(seconds * mono.rate / _POINTS))
        measure = "measure_perchannel=none:measure_overall=Min_level+Max_level"
        filters = (
            ("asetnsamples", f"n={step}:p=0"),
            ("astats", f"metadata=1:reset=1:{measure}"),
        )
        peaks: list[int] = []
        for frame in through(recording.frames(mono), mono, filters):
            told = frame.metadata
            peaks.append(_byte(told, "Min_level"))
            peaks.append(_byte(told, "Max_level"))
    if not peaks:
        raise AudioError(f"holds no sound that can be drawn ({EXPORT_AGAIN})")
    return {
        "version": 2,
        "channels": 1,
        "sample_rate": mono.rate,
        "samples_per_pixel": step,
        "bits": 8,
        "length": len(peaks) // 2,
        "data": peaks,
    }


def _byte(told: dict[str, str], name: str) -> int:
    level = float(told.get(f"lavfi.astats.Overall.{name}", 0))
    return max(-128, min(127, round(level * 127))) if math.isfinite(level) else 0


def to_json(peaks: dict[str, Any]) -> bytes:
    """The file that pages and players read."""
    return json.dumps(peaks, separators=(",", ":")).encode()
