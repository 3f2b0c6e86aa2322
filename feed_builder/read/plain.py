"""Show notes as plain text: for tags of recordings, which no player shows as HTML."""

from __future__ import annotations

import html
import re

from feed_builder.text import shortened

LONGEST = 4000  # characters; what directories read of notes, too (APL-45)

_INSIDE = r'(?:[^"<>]|"[^"]*")*'
_LINK = re.compile(rf'<a\b{_INSIDE}\bhref="([^"]*)"{_INSIDE}>(.*?)</a>', re.DOTALL)
_ITEM = re.compile(rf"<li\b{_INSIDE}>(?:\s*<p\b{_INSIDE}>)?")
_LINE = re.compile(rf"<br\b{_INSIDE}>|</li>")
_BLOCK = re.compile(rf"</?(?:p|ul|ol|div|h[1-6])\b{_INSIDE}>")
_TAG = re.compile(rf"<{_INSIDE}>")


def plain_notes(short: str) -> str:
    """The words of sanitised notes in their short form: paragraphs, lists and addresses kept.

    What is longer than `LONGEST` characters ends in an ellipsis.
    """
    # Not split(): no-break spaces stay. Without patterns: one would stop at each space of the text.
    spaced = short.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    text = _LINK.sub(_address, _never(spaced, "  "))
    text = _LINE.sub("\n", _ITEM.sub("\n– ", text))
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n\n", text)))
    *lines, last = text.split("\n")
    text = "\n".join((*(line.strip(" \t") for line in lines), last.lstrip(" \t")))
    text = _never(text, "\n\n\n").replace("\n\n– ", "\n– ").strip()
    return text if len(text) <= LONGEST else shortened(text, LONGEST)


def _never(text: str, many: str) -> str:
    """`text` with one less of a character that is there as `many` times, as long as it is."""
    while many in text:
        text = text.replace(many, many[1:])
    return text


def _address(link: re.Match[str]) -> str:
    """The words of a link, and where it leads unless they say so or it stays in the notes."""
    address, words = link.groups()
    bare, shown = (_bare(html.unescape(text)) for text in (address, _TAG.sub("", words)))
    if not address.startswith(("http://", "https://")) or shown == bare:
        return words
    return f"{words} ({address})"


def _bare(address: str) -> str:
    return address.strip().removeprefix("https://").removeprefix("http://").removesuffix("/")
