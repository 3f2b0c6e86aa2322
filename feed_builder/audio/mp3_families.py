"""What the headers of MPEG audio frames say: how many bytes and samples, at which rate.

ISO 11172-3, 2.4.2.3, and ISO 13818-3 for the lower rates; 2.5 is Fraunhofer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from feed_builder.records import dataclass

_BITRATES: Final = {
    "1-1": (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    "1-2": (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    "1-3": (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "2-1": (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    "2-3": (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


class _Kind(NamedTuple):
    """A version and layer: the second byte of a header without CRC, samples, bytes of a slot."""

    second: int
    samples: int
    slot: int
    bitrates: tuple[int, ...]
    rates: tuple[int, int, int]


_RATES_1, _RATES_2, _RATES_25 = (44100, 48000, 32000), (22050, 24000, 16000), (11025, 12000, 8000)
_LAYER_3: Final = (
    _Kind(0xFB, 1152, 1, _BITRATES["1-3"], _RATES_1),
    _Kind(0xF3, 576, 1, _BITRATES["2-3"], _RATES_2),
    _Kind(0xE3, 576, 1, _BITRATES["2-3"], _RATES_25),
)
_OTHER_LAYERS: Final = (
    _Kind(0xFD, 1152, 1, _BITRATES["1-2"], _RATES_1),
    _Kind(0xF5, 1152, 1, _BITRATES["2-3"], _RATES_2),
    _Kind(0xE5, 1152, 1, _BITRATES["2-3"], _RATES_25),
    _Kind(0xFF, 384, 4, _BITRATES["1-1"], _RATES_1),
    _Kind(0xF7, 384, 4, _BITRATES["2-1"], _RATES_2),
    _Kind(0xE7, 384, 4, _BITRATES["2-1"], _RATES_25),
)


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Frames that one decoder plays in a row: same sample rate, same number of samples.

    `sizes` has the length in bytes of a frame by its first three bytes, `bitrates` the kbit/s.
    """

    sizes: Mapping[bytes, int]
    samples: int
    rate: int
    bitrates: tuple[int, ...]


def _family(kind: _Kind, code: int) -> Family:
    sizes, rate = {}, kind.rates[code]
    for number, kilobits in enumerate(kind.bitrates, start=1):
        for padding in (0, 1):
            slots = kind.samples // (8 * kind.slot) * kilobits * 1000 // rate + padding
            third = number << 4 | code << 2 | padding << 1
            for without_crc in (kind.second, kind.second & 0xFE):
                for private in (0, 1):
                    sizes[bytes((0xFF, without_crc, third | private))] = slots * kind.slot
    return Family(sizes, kind.samples, rate, kind.bitrates)


def _by_header(kinds: tuple[_Kind, ...]) -> Iterator[tuple[bytes, Family]]:
    for kind in kinds:
        for code in range(len(kind.rates)):
            family = _family(kind, code)
            yield from ((head, family) for head in family.sizes)


FAMILIES: Final = dict(_by_header(_LAYER_3))
"""MP3's, by the first three bytes of a header."""

ANY_LAYER: Final = FAMILIES | dict(_by_header(_OTHER_LAYERS))
"""All that FFmpeg's parser takes for a header, MP3's among them."""

SYNC: Final = re.compile(rb"\xff[\xfb\xfa\xf3\xf2\xe3\xe2]")
HEADER: Final = re.compile(
    b"\xff[%s][%s]"
    % tuple(re.escape(bytes(sorted({head[at] for head in ANY_LAYER}))) for at in (1, 2))
)
