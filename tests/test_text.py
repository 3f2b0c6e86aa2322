"""Text at the border: which characters no document can hold, and what is made of them."""

from __future__ import annotations

import sys

from feed_builder.text import has_control_characters, without_control_characters


def _is_char(code: int) -> bool:
    """The production Char of XML 1.0, section 2.2."""
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def test_what_xml_cannot_hold() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    kept = "".join(chr(code) for code in range(sys.maxunicode + 1) if _is_char(code))
    assert without_control_characters(every) == kept
    assert not has_control_characters(kept)


def test_each_such_character_is_seen() -> None:
    bad = [code for code in range(0x10000) if not _is_char(code)]
    assert bad
    assert all(has_control_characters(f"é{chr(code)}à") for code in bad)
