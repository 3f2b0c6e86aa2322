"""Chapters in an M4A: Nero's `chpl` and QuickTime's chapter track, by PyAV, its sound untouched.

Packets are copied as they are; FFmpeg writes both forms of chapters, and the index in front, so
that apps start to play at once (AUD-7).
"""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from feed_builder.audio.extra import open_recording
from feed_builder.audio.tags.fields import Part

_MILLISECONDS: Final = Fraction(1, 1000)
_FORMAT: Final = "ipod"
_OPTIONS: Final = {"movflags": "+faststart", "fflags": "+bitexact"}


def can_remux() -> bool:
    """Whether PyAV is installed: the extra feed-builder[audio]."""
    return find_spec("av") is not None


def with_chapters(source: Path, target: Path, chapters: list[Part]) -> None:
    """Write `source` with `chapters` as `target`; raises av.FFmpegError, OSError, ValueError."""
    import av
    from av.container import Flags

    with (
        open_recording(str(source)) as old,
        av.open(str(target), "w", format=_FORMAT, options=_OPTIONS) as new,
    ):
        sound = old.streams.audio[0]
        copy = new.add_stream_from_template(sound)
        new.set_chapters([_chapter(part, number) for number, part in enumerate(chapters)])
        # Else FFmpeg writes its version into the file, and an upgrade would change all bytes.
        flagged: Any = new
        flagged.flags |= Flags.bitexact.value
        for packet in old.demux(sound):
            if packet.dts is not None:
                packet.stream = copy
                new.mux(packet)


def _chapter(part: Part, number: int) -> Any:
    return {
        "id": number,
        "start": part.start,
        "end": part.end,
        "time_base": _MILLISECONDS,
        "metadata": {"title": part.title},
    }
