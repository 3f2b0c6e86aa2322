"""Text without what varies between editors, with the way back to the text as it was.

Markers, dates and durations are looked for in the folded text; what they say is cut out of the
original, character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from feed_builder.records import dataclass
from feed_builder.text import folded

_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ‛`´′＇", "'"),
        **dict.fromkeys("“”„″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,2000}(?:\s[^()]{0,200})?\)")
_EMPHASIS = re.compile(r"(?<!\\)\*|(?<!\w)_{1,3}|_{1,3}(?!\w)|`")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `offsets[i]` is the place in the original of its character i."""

    text: str
    offsets: Sequence[int]

    def place(self, index: int) -> int:
        """The place in the original of the folded text's place `index`."""
        return self.offsets[index]


class _Letters(dict[int, str]):
    """Each character's folded form, found when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        # Those whose folded form is not one character: after them, places differ.
        self.shifting: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = letter = _letter(character)
        if len(letter) != 1:
            self.shifting.add(character)
        return letter


def _letter(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cf", "Cc"):
        return ""
    return folded(character.translate(_SAME))


_LETTERS = _Letters()


# Each stage of the finder folds an article's lines anew; those of one article are remembered.
@lru_cache(maxsize=65_536)
def fold(original: str) -> Folded:
    """`original` in lower case without accents, with one kind of space, apostrophe and dash."""
    text = original.translate(_LETTERS)
    if "  " not in text and _LETTERS.shifting.isdisjoint(original):
        return Folded(text, range(len(original) + 1))
    letters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(original):
        for letter in _LETTERS[ord(character)]:
            if letter == " " and letters and letters[-1] == " ":
                continue
            letters.append(letter)
            offsets.append(place)
    return Folded("".join(letters), (*offsets, len(original)))


def plain(markdown: str) -> str:
    """What a reader sees of a line of Markdown: no emphasis, links as their words."""
    text = _LINK.sub(r"\1", markdown) if "](" in markdown else markdown
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    return (_ESCAPE.sub(r"\1", text) if "\\" in text else text).strip()
