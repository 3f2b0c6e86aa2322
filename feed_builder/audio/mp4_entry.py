"""The sample entry of an MP4's sound: what its codec's own header says of it.

The entry's own channel count is a constant for most encoders, and mutagen believes it where it
can't rule out parametric stereo: it calls every mono AAC of ffmpeg's stereo.
ISO 14496-12, section 12.2.3; ISO 14496-1, section 7.2.6 for descriptors; ISO 14496-3, section
1.6.2.1 for AudioSpecificConfig.
"""

from __future__ import annotations

from typing import Final

from feed_builder.records import dataclass

# fmt: off
_RATES: Final = (
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
)
# fmt: on
_CHANNELS: Final = (0, 1, 2, 3, 4, 5, 6, 8)
_AAC: Final = b"\x40"
_LC: Final = 2
_SBR, _PS = 5, 29  # HE-AAC; version 2 of it makes stereo of a mono stream


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundEntry:
    """The codec's four letters, Hz, channels; a number is 0 where it isn't stated.

    `is_aac` says that its samples are blocks as AAC has had them from the start.
    """

    codec: bytes
    sample_rate: int
    channels: int
    is_aac: bool = False


def sound_entry(description: bytes) -> SoundEntry:
    """The first entry in the body of an stsd box."""
    entry = description[8:]
    codec = entry[4:8]
    plain = SoundEntry(
        codec=codec,
        sample_rate=int.from_bytes(entry[32:34], "big"),
        channels=int.from_bytes(entry[24:26], "big"),
    )
    if codec == b"alac":
        return _alac(entry, plain)
    return _aac(entry, plain) if codec == b"mp4a" else plain


def _behind(entry: bytes, name: bytes) -> bytes:
    """What follows a box's name: QuickTime has it at another depth than MP4."""
    return entry[36:].partition(name)[2]


def _alac(entry: bytes, plain: SoundEntry) -> SoundEntry:
    """Apple's ALACMagicCookieDescription: the box's version, then ALACSpecificConfig."""
    config = _behind(entry, b"alac")[4:28]
    if len(config) < 24:
        return plain
    return SoundEntry(
        codec=plain.codec,
        sample_rate=int.from_bytes(config[20:24], "big"),
        channels=config[9],
    )


def _aac(entry: bytes, plain: SoundEntry) -> SoundEntry:
    stream = _descriptor(_behind(entry, b"esds")[4:], 3)
    decoder = _descriptor(stream[3:], 4)
    config = _descriptor(decoder[13:], 5)
    rate, channels = _aac_config(config)
    return SoundEntry(
        codec=plain.codec,
        sample_rate=rate or plain.sample_rate,
        channels=channels or plain.channels,
        is_aac=decoder[:1] == _AAC and bool(config) and config[0] >> 3 in (_LC, _SBR, _PS),
    )


def _descriptor(data: bytes, tag: int) -> bytes:
    """The body of the descriptor that `data` starts with, empty if that has another tag."""
    if data[:1] != bytes([tag]):
        return b""
    size, position = 0, 1
    while position < min(5, len(data)):
        byte = data[position]
        size, position = size << 7 | byte & 0x7F, position + 1
        if not byte & 0x80:
            break
    return data[position : position + size]


def _aac_config(config: bytes) -> tuple[int, int]:
    """Hz and channels as they are played, 0 where AudioSpecificConfig doesn't say."""
    bits = _Bits(config)
    kind = bits.take(5)
    if not kind:
        return 0, 0
    rate, channels = bits.rate(), bits.take(4)
    if kind in (_SBR, _PS):
        rate = bits.rate()
    if kind == _PS:
        return rate, 2
    return rate, _CHANNELS[channels] if channels < len(_CHANNELS) else 0


class _Bits:
    """Bits from the left; zeros where there are no more."""

    def __init__(self, data: bytes) -> None:
        self.value = int.from_bytes(data[:16].ljust(16, b"\0"), "big")
        self.left = 128

    def take(self, count: int) -> int:
        """The next bits as a number."""
        self.left -= count
        return self.value >> self.left & (1 << count) - 1

    def rate(self) -> int:
        """A sample rate: the number of one, or 15 and the rate itself."""
        index = self.take(4)
        if index == 15:
            return self.take(24)
        return _RATES[index] if index < len(_RATES) else 0
