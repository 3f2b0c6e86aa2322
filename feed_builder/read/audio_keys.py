"""The keys about sound: [audio] and [transcribe] of podcast.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from feed_builder.read import schema
from feed_builder.read.schema import Fault, Key, described
from feed_builder.read.shown import shown
from feed_builder.records import dataclass

_BITRATES = range(6, 513)  # kbit/s


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSettings:
    """What is to be done with recordings.

    `renditions` are codecs with their bit rates in bit/s, None for the usual one; `loudness` is in
    LUFS, `true_peak` in dBTP; `master` are the values of its table. With `tags` the published
    copies carry tags, MP3s those of version `id3`.
    """

    tags: bool = True
    id3: str = "2.3"

    loudness: float = -16.0
    true_peak: float = -1.0
    waveform: bool = False
    renditions: Mapping[str, int | None] = field(default_factory=dict)
    master: Mapping[str, Any] = field(default_factory=dict)


def audio_settings(values: Mapping[str, Any]) -> AudioSettings:
    """The settings that a checked table [audio] stands for."""
    wanted = values.get("renditions", {})
    renditions = {name: rate or None for name, rate in wanted.items() if rate is not None}
    return AudioSettings(**{**values, "renditions": renditions})


def between(lowest: float, highest: float, example: str) -> Callable[[object], float]:
    """A number between two others."""

    @described(type="number", minimum=lowest, maximum=highest)
    def kind(value: object) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if lowest <= value <= highest:
                return float(value)
            raise Fault(f"{shown(value)} is not from {lowest:g} to {highest:g}", f"write {example}")
        raise Fault(f"{shown(value)} is no number", f"write {example}, without quotes")

    return kind


@described(type=["boolean", "integer", "string", "object"])
def bitrate(value: object) -> int | None:
    """`true` for the usual bit rate (0), `false` for none (None), or kbit/s: 32, "32k".

    A table may hold it, `{ bitrate = 32 }`; what is over 6,000 is taken for bit/s.
    """
    if isinstance(value, dict) and value.keys() <= {"bitrate"}:
        value = value.get("bitrate", True)
    if isinstance(value, bool):
        return 0 if value else None
    read = re.fullmatch(r"(\d{1,3}) ?k?(?:bit/s|bps)?", value) if isinstance(value, str) else None
    rate = int(read.group(1)) if read else value
    if isinstance(rate, int) and rate in _BITRATES:
        return rate * 1000
    if isinstance(rate, int) and rate // 1000 in _BITRATES:
        return rate
    raise Fault(
        f"{shown(value)} is no bit rate", "write it in kbit/s: 32, or true for the usual one"
    )


MASTER_KEYS = (
    Key(
        name="format",
        meaning='What `master` makes: "mp3" (the default) or "aac".',
        example='format = "mp3"',
        kind=schema.one_of("mp3", "aac"),
        source="AUD-1",
    ),
    Key(
        name="bitrate",
        meaning="Its constant bit rate in kbit/s; without it 96 for mono and 160 for stereo.",
        example="bitrate = 128",
        kind=bitrate,
        source="AUD-3",
    ),
    Key(
        name="trim",
        meaning="Whether silence at both ends is cut off (default: false).",
        example="trim = true",
        kind=schema.boolean,
    ),
    Key(
        name="highpass",
        meaning="Below this frequency in Hz sound is taken out: rumble and handling noise.",
        example="highpass = 80",
        kind=between(10, 400, "80"),
    ),
)

RENDITION_KEYS = (
    Key(
        name="opus",
        meaning="Opus, the smallest: true, or a bit rate in kbit/s (32 for mono, 64 for stereo).",
        example="opus = 32",
        kind=bitrate,
        source="P20-AE-1",
    ),
    Key(
        name="aac",
        meaning="AAC: true, or a bit rate in kbit/s (64 for mono, 128 for stereo).",
        example="aac = 64",
        kind=bitrate,
        source="P20-AE-1",
    ),
)

AUDIO_KEYS = (
    Key(
        name="tags",
        meaning="false publishes recordings without our tags and chapters in them, as they are "
        "(default: true).",
        example="tags = false",
        kind=schema.boolean,
        source="ID3-1, MP4-1, OGG-1",
    ),
    Key(
        name="id3",
        meaning="The version of the tags in MP3s: 2.3 (default) is read by everything, chapters "
        "and all.",
        example='id3 = "2.4"',
        kind=schema.one_of("2.3", "2.4"),
        source="ID3-16",
    ),
    Key(
        name="loudness",
        meaning="How loud episodes are to be, in LUFS: `check` and `master` go by it "
        "(default: -16).",
        example="loudness = -16",
        kind=between(-30, -9, "-16"),
        source="AUD-10",
    ),
    Key(
        name="true_peak",
        meaning="What no peak may be over, in dBTP (default: -1).",
        example="true_peak = -1",
        kind=between(-9, 0, "-1"),
        source="AUD-10",
    ),
    Key(
        name="waveform",
        meaning="Whether `build` makes peaks of each recording, which pages draw (default: false).",
        example="waveform = true",
        kind=schema.boolean,
    ),
    Key(
        name="renditions",
        meaning="Further versions of each recording, made by `build`: each a "
        "`podcast:alternateEnclosure` and a feed of its own (feed-opus.xml).",
        example="[audio.renditions]\nopus = true\naac = true",
        keys=RENDITION_KEYS,
        source="P20-AE-1",
    ),
    Key(
        name="master",
        meaning="What `feed-builder master` makes of a recording.",
        example='[audio.master]\nformat = "mp3"',
        keys=MASTER_KEYS,
    ),
)

TRANSCRIBE_KEYS = (
    Key(
        name="model",
        meaning="The folder of a Whisper model for faster-whisper, from here or absolute; or a "
        "model's name, which `transcribe --allow-download` may fetch.",
        example='model = "models/whisper-small"',
        kind=schema.text(),
    ),
    Key(
        name="language",
        meaning="The language spoken, where it is not that of the article or the show.",
        example='language = "fr"',
        kind=schema.language_tag,
    ),
)

SOUND_KEYS = (
    Key(
        name="audio",
        meaning="What is done with recordings. Tags aside, it needs `feed-builder[audio]`.",
        example="[audio]\nloudness = -16\nwaveform = true\n\n[audio.renditions]\nopus = true",
        keys=AUDIO_KEYS,
    ),
    Key(
        name="transcribe",
        meaning="How `feed-builder transcribe` works. It needs `feed-builder[transcribe]`.",
        example='[transcribe]\nmodel = "models/whisper-small"',
        keys=TRANSCRIBE_KEYS,
    ),
)
