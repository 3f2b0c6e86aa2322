"""Rules about recordings (AUD, MIME)."""

from __future__ import annotations

from collections.abc import Iterator

from feed_builder.check.dates import Problem
from feed_builder.check.rule import rule
from feed_builder.model import AudioInfo

_TAKEN = ("audio/mpeg", "audio/x-m4a", "audio/mp4", "audio/aac", "video/mp4", "video/x-m4v")
_RATES = (22_050, 24_000, 44_100, 48_000)
# Bit/s for one and for two channels: what Apple advises, with room for VBR around it.
_BOUNDS = {False: (32_000, 192_000), True: (64_000, 320_000)}


def audio_problems(audio: AudioInfo, head: bytes, stated: float | None) -> Iterator[Problem]:
    """What is wrong with a recording; `head` are its first bytes, `stated` the feed's duration."""
    if audio.type not in _TAKEN:
        yield "audio-format", f"is {audio.type}", "export it as MP3 or AAC"
    if audio.sample_rate and audio.sample_rate not in _RATES:
        fact = f"has {audio.sample_rate:,} samples a second"
        yield "audio-rate", fact, "export it with 44,100 or 48,000"
    if audio.bitrate and audio.channels:
        low, high = _BOUNDS[audio.channels > 1]
        if not low <= audio.bitrate <= high:
            fact = f"has {audio.bitrate // 1000} kbit/s"
            yield "audio-bitrate", fact, f"{low // 1000} to {high // 1000} are advised"
    if stated is not None and abs(stated - audio.duration.total_seconds()) > 2:
        fact = f"takes {audio.duration.total_seconds():.0f} s, the feed says {stated:.0f} s"
        yield "audio-duration", fact, "write its length in whole seconds"
    if late_index(head):
        fix = "export it for streaming (ffmpeg: -movflags +faststart)"
        yield "audio-faststart", "has its index behind the sound", fix
    for warning in audio.warnings:
        yield "audio-sound", warning, "export it again"


def late_index(head: bytes) -> bool:
    """Whether an MP4 begins with its sound: its index (moov) then comes at the end (AUD-7)."""
    position, limit = 0, len(head)
    if head[4:8] != b"ftyp":
        return False
    while position + 8 <= limit:
        size, kind = (
            int.from_bytes(head[position : position + 4], "big"),
            head[position + 4 : position + 8],
        )
        if kind in (b"moov", b"mdat"):
            return kind == b"mdat"
        if size < 8:
            return False
        position += size
    return False


AUDIO_RULES = (
    rule("audio-format", "warning", "A recording is MP3 or AAC.", "AUD-1 APL-42 PLT-8", strict="apple"),
    rule("audio-rate", "hint", "A recording has a usual sample rate.", "AUD-5 AUD-3"),
    rule("audio-bitrate", "hint", "A recording’s bit rate is one that is advised.", "AUD-3 AUD-4 PLT-8"),
    rule("audio-duration", "warning", "A recording takes as long as the feed says.", "PSP-53 APL-47 AUD-16"),
    rule("audio-faststart", "hint", "An MP4 can be played while it is loaded.", "AUD-7"),
    rule("audio-sound", "hint", "A recording is whole, and its header can be trusted.", "AUD-6"),
)  # fmt: skip
