"""How long the packets of Opus and Vorbis play: for pages whose position can't say it.

RFC 6716, section 3.1 for Opus; the Vorbis I specification, sections 4.2 and 4.3. The modes of a
Vorbis stream stand at the end of its setup header, so they are read from there, as FFmpeg does,
instead of parsing all its codebooks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Final

from feed_builder.records import dataclass

OPUS_RATE: Final = 48_000  # RFC 7845, section 4: positions count at 48 kHz, whatever was recorded
Units = Callable[[bytes], int]

# Samples at 48 kHz of a frame, by the first five bits of a packet.
_OPUS_FRAMES: Final = (*(480, 960, 1920, 2880) * 3, *(480, 960) * 2, *(120, 240, 480, 960) * 4)
_MODE_BITS: Final = 41  # block flag, window, transform, mapping
_FEWEST_BITS: Final = 97


def opus_units(packet: bytes) -> int:
    """The samples of an Opus packet at 48 kHz."""
    if not packet:
        return 0
    frame = _OPUS_FRAMES[packet[0] >> 3]
    code = packet[0] & 3
    if code == 3:
        return frame * (packet[1] & 63) if len(packet) > 1 else 0
    return frame * 2 if code else frame


@dataclass(slots=True)
class VorbisClock:
    """Counts samples packet by packet: half of the block before and half of this one overlap.

    Without `modes` it can't tell, and counts nothing.
    """

    short: int
    long: int
    modes: list[bool] = field(default_factory=list)
    before: int = 0

    def units(self, packet: bytes) -> int:
        """The samples that this packet finishes; the first of a stream finishes none."""
        if not packet or packet[0] & 1 or not self.modes:
            return 0
        width = (len(self.modes) - 1).bit_length()
        mode = packet[0] >> 1 & (1 << width) - 1
        block = self.long if mode < len(self.modes) and self.modes[mode] else self.short
        finished = (self.before + block) // 4 if self.before else 0
        self.before = block
        return finished


def vorbis_modes(setup: bytes) -> list[bool]:
    """For each mode whether its blocks are long; empty where the header makes no sense."""
    bits = int.from_bytes(setup, "little")
    at = bits.bit_length() - 1  # the framing bit is the last that is set
    longs: list[bool] = []
    found: list[bool] = []
    while at >= _FEWEST_BITS and len(longs) < 64:
        at -= _MODE_BITS
        mapping, rest, flag = bits >> at + 33 & 0xFF, bits >> at + 1 & 0xFFFF_FFFF, bits >> at & 1
        if mapping > 63 or rest:
            break
        longs.append(bool(flag))
        if (bits >> at - 6 & 63) + 1 == len(longs):
            found = longs[::-1]
    return found
