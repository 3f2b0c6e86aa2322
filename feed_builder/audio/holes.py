"""Stretches of zeros that no encoder writes: an upload set the space aside and never filled it."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from feed_builder.audio.sound import read_at

_BLOCK: Final = 1 << 20
SHORTEST: Final = 2048  # bytes; silence never takes so many zeros in a compressed format
_ZEROS = re.compile(rb"\0{%d,}" % (SHORTEST // 2))


def zeros(file: BinaryIO, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of zeros between two offsets, in order: from, to."""
    found: list[tuple[int, int]] = []
    position = start
    while position < end:
        block = read_at(file, position, min(_BLOCK, end - position))
        if not block:
            break
        # A compressed block of music has no two such zeros; looking for one first is ten times
        # as quick as the pattern.
        if bytes(SHORTEST // 2) in block:
            for match in _ZEROS.finditer(block):
                _add(found, position + match.start(), position + match.end())
        position += len(block)
    return [(begin, to) for begin, to in found if to - begin >= SHORTEST]


def _add(found: list[tuple[int, int]], begin: int, end: int) -> None:
    if found and found[-1][1] == begin:
        begin = found.pop()[0]
    found.append((begin, end))
