"""Covers as recordings carry them: small, since they are downloaded with every play (ID3-10)."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final
from zlib import crc32

from feed_builder.files import Unreadable, open_regular

_HEAVY: Final = 200_000  # bytes
_LARGE: Final = 1400  # pixels
_SIDE: Final = 800  # pixels
_QUALITY: Final = 85


def small_cover(project: Path, file: str | None, folder: Path) -> tuple[str, str] | None:
    """The path and type of a picture to embed, made in `folder` where the file is too large.

    A picture that can't be read is none: that is told where artwork is read.
    """
    if not file:
        return None
    path = project / file
    try:
        kind = _kind_if_small(path)
        if kind:
            return str(path), kind
        target = folder / f"{crc32(file.encode(errors='surrogatepass')):08x}.jpg"
        _shrink(path, target)
    except (Unreadable, OSError, ValueError, SyntaxError):
        return None
    return str(target), "image/jpeg"


def _kind_if_small(path: Path) -> str | None:
    """The type of a picture that can be embedded as it is."""
    from PIL import Image

    with (
        warnings.catch_warnings(action="ignore"),
        open_regular(path) as file,
        Image.open(file, formats=("JPEG", "PNG")) as image,
    ):
        if path.stat().st_size > _HEAVY or max(image.size) > _LARGE:
            return None
        return f"image/{str(image.format).lower()}"


def _shrink(source: Path, target: Path) -> None:
    """Write a JPEG of at most 800 pixels. Decoded whole: a shortcut's pixels depend on versions."""
    from PIL import Image

    with (
        warnings.catch_warnings(action="ignore"),
        Image.open(source, formats=("JPEG", "PNG")) as image,
    ):
        small = image.convert("RGB")
        small.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
        small.save(target, "JPEG", quality=_QUALITY)
