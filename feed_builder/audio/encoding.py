"""Encoding: the same sound gives the same bytes, whenever and in whatever folder.

FFmpeg's name and version, dates and random numbers are left out of what is written ("bitexact").
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from feed_builder.audio.decoding import Decoded, Progress, Shape, decoded
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream

_BITEXACT: Final = 0x00800000  # AV_CODEC_FLAG_BITEXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """A way to encode: FFmpeg's encoder and container, the sample rates, the usual bit rates.

    `codecs` is its name in RFC 6381, `mono` and `stereo` are bit/s for speech (AUD-3).
    """

    encoder: str
    container: str
    suffix: str
    codecs: str
    rates: tuple[int, ...]
    mono: int
    stereo: int

    def bitrate(self, channels: int) -> int:
        """The usual bit rate for so many channels."""
        return self.mono if channels == 1 else self.stereo


CODECS: Final = {
    "opus": Codec(
        encoder="libopus",
        container="ogg",
        suffix=".opus",
        codecs="opus",
        rates=(48_000,),
        mono=32_000,
        stereo=64_000,
    ),
    "aac": Codec(
        encoder="aac",
        container="ipod",
        suffix=".m4a",
        codecs="mp4a.40.2",
        rates=(44_100, 48_000),
        mono=64_000,
        stereo=128_000,
    ),
    "mp3": Codec(
        encoder="libmp3lame",
        container="mp3",
        suffix=".mp3",
        codecs="mp3",
        rates=(44_100, 48_000),
        mono=96_000,
        stereo=160_000,
    ),
}


def fitting_rate(rate: int, codec: Codec) -> int:
    """The sample rate to encode `rate` with: itself, or the one that fits it best (AUD-5)."""
    if rate in codec.rates:
        return rate
    return next((r for r in codec.rates if r % rate == 0 or rate % r == 0), codec.rates[-1])


def encode(
    source: Path, target: Path, name: str, bitrate: int | None, progress: Progress | None = None
) -> Shape:
    """Write `source` to `target` with the codec of this name; raises AudioError."""
    codec = CODECS[name]
    with decoded(source, progress) as recording:
        shape = _shape(recording, codec)
        write(recording.frames(shape), shape, target, codec, bitrate)
    return shape


def _shape(recording: Decoded, codec: Codec) -> Shape:
    return Shape(fitting_rate(recording.shape.rate, codec), recording.shape.channels)


def write(
    frames: Iterable[av.AudioFrame],
    shape: Shape,
    target: Path,
    codec: Codec,
    bitrate: int | None,
) -> None:
    """Encode `frames`, which have this `shape`, into the file `target`."""
    import av

    options = {"fflags": "+bitexact"}
    if codec.container == "ipod":
        options["movflags"] = "+faststart"  # AUD-7: players need not fetch all of it first
    with av.open(str(target), "w", format=codec.container, options=options) as output:
        stream = cast("AudioStream", output.add_stream(codec.encoder, rate=shape.rate))
        context = stream.codec_context
        context.layout = shape.layout
        context.bit_rate = bitrate or codec.bitrate(shape.channels)
        context.flags |= _BITEXACT
        for frame in frames:
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
