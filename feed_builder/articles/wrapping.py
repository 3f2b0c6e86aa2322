"""Where a paragraph of plain text ends: at each line's end, or only where a line is short.

Texts copied from a page have one line for each paragraph; texts from mail and editors are broken
at a width. Which it is shows in the lines themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from feed_builder.text import folded, words

# Narrower lines are menus and lists, wider ones are not broken at all.
_NARROWEST, _WIDEST = 45, 120
# A line that is broken at a width is at most a long word shorter than it.
_RAGGED = 20
_SHARE = 0.6
# A line that ends with one of these goes on, whatever its length; a heading may end with "on".
_UNFINISHED = frozenset(
    words(
        "le la les l un une des de du d et ou a au aux en sur dans que qui the of and or an der "
        "die das und el los las y il gli di e del della een van met os da do"
    )
)
# "(12 min)" belongs to the line before; "(1) A note" is a footnote.
_OPENS_ASIDE = re.compile(r"\((?!\d{1,3}\))")


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which `lines` are broken, or None where each line is a paragraph."""
    inner = sorted(
        len(line.strip())
        for line, following in pairwise(lines)
        if line.strip() and following.strip()
    )
    if not inner:
        return None
    width = inner[(len(inner) - 1) * 9 // 10]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    near = sum(width - _RAGGED <= length <= width + _RAGGED // 4 for length in inner)
    return width if near >= _SHARE * len(inner) else None


def wraps(line: str, following: str, width: int | None) -> bool:
    """Whether `following` goes on with the sentence or paragraph of `line`."""
    if line.endswith(":") and not following[:1].islower():
        return False
    if line.endswith("-") and line[-2:-1].isalpha() and following[:1].isalpha():
        return True
    if _OPENS_ASIDE.match(following):
        return True
    if following[:1].islower() or line.endswith((",", "(")) or _is_unfinished(line):
        return True
    first = following.partition(" ")[0]
    return width is not None and len(line) + 1 + len(first) > width


def _is_unfinished(line: str) -> bool:
    last = line[-12:].replace("’", " ").replace("'", " ").rpartition(" ")[2]
    return last.islower() and folded(last) in _UNFINISHED
