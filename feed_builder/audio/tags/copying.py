"""Copying the sound between tags, a block at a time."""

from __future__ import annotations

from typing import BinaryIO, Final

_BLOCK: Final = 1 << 20


def copy_bytes(file: BinaryIO, new: BinaryIO, left: int) -> None:
    """Copy `left` bytes, or as many as there are."""
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        new.write(block)
        left -= len(block)
