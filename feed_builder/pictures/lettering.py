"""Text in pictures: Spectral for Latin and Cyrillic letters, Amiri for Arabic ones."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from feed_builder.records import dataclass

if TYPE_CHECKING:
    from PIL import ImageFont

# French sets a space before these marks, and no line begins with one.
_WORDS = re.compile(r"(?<!«)[ \t\r\n]+(?![:;!?»])")
# Symbols and dingbats, emoji, and what joins or colours them.
_PICTOGRAPHS = re.compile(
    "[\u200d\u20e3\u2190-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_AMIRI = {"Regular": "Regular", "Italic": "Regular", "SemiBold": "Bold"}


@dataclass(frozen=True, slots=True)
class Letters:
    """A family of letters; with `is_arabic` they join, and are read from right to left."""

    is_arabic: bool

    def font(self, weight: str, size: int) -> ImageFont.FreeTypeFont:
        """In a weight ("Regular", "SemiBold", "Italic") and a size in pixels."""
        return _font(self.is_arabic, weight, size)

    def shown(self, line: str) -> str:
        """The letters of `line` as they stand beside each other on paper, from left to right."""
        if not self.is_arabic:
            return line
        from arabic_reshaper import reshape
        from bidi.algorithm import get_display

        return str(get_display(reshape(line), base_dir="R"))

    def wrapped(self, text: str, used: ImageFont.FreeTypeFont, width: int) -> list[str]:
        """`text` in lines of at most `width` pixels, where its words allow that, as they stand."""
        lines = [""]
        for word in _WORDS.split(text):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and used.getlength(self.shown(longer)) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return [self.shown(line) for line in lines]


def letters_for(text: str) -> Letters | None:
    """The family that has all letters of `text`; None where there is none."""
    for family in (Letters(is_arabic=False), Letters(is_arabic=True)):
        if all(_has(family, letter) for letter in set(family.shown(text)) if letter.strip()):
            return family
    return None


def drawable(text: str) -> str:
    """`text` without the emoji that no family has; where nothing else stands, `text` itself."""
    if letters_for(text):
        return text
    latin = Letters(is_arabic=False)
    kept = "".join(c for c in text if not _PICTOGRAPHS.match(c) or _has(latin, c))
    return re.sub(" {2,}", " ", kept).strip() or text


def is_from_right(text: str) -> bool:
    """Whether `text` is read from right to left: its first letter says so."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


@cache
def _font(is_arabic: bool, weight: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    if is_arabic:
        import fontpkg_amiri

        path = Path(fontpkg_amiri.ROOT) / "files" / f"Amiri-{_AMIRI[weight]}.ttf"
    else:
        import fontpkg_spectral

        path = Path(fontpkg_spectral.ROOT) / "files" / f"Spectral-{weight}.ttf"
    # Other engines give other bytes on other machines.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _has(family: Letters, letter: str) -> bool:
    known = family.font("Regular", 40)
    return bytes(known.getmask(letter)) != bytes(known.getmask("\uffff"))
