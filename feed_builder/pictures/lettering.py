"""Text in pictures: Spectral, which has Latin and Cyrillic letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Spectral in a weight ("Regular", "SemiBold") and a size in pixels."""
    import fontpkg_spectral
    from PIL import ImageFont

    path = Path(fontpkg_spectral.ROOT) / "files" / f"Spectral-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> bool:
    """Whether the font has all letters of `text`."""
    return all(map(_has, {letter for letter in text if letter.strip()}))


@cache
def _has(letter: str) -> bool:
    known = font("Regular", 40)
    return bytes(known.getmask(letter)) != bytes(known.getmask("\uffff"))


def wrapped(text: str, used: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """`text` in lines of at most `width` pixels, where its words allow that."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and used.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
