"""Text at the border: folding as Unicode has it, and what no document can hold."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.text import folded, has_control_characters, without_control_characters, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Frédéric Bœuf", "frederic boeuf"),
        ("ŒUVRE, Ærø, Łódź, Straße", "oeuvre, aero, lodz, strasse"),
        ("ΟΔΟΣ ΟΔΟΣ", "οδος οδος"),
        ("e\u0301te\u0301 ﬁn ½", "ete fin 1⁄2"),
        ("한국 日本語 عَرَب", unicodedata.normalize("NFKD", "한국 日本語 عرب")),
    ],
)
def test_folded(text: str, expected: str) -> None:
    """Without accents and ligatures, in lower case."""
    assert folded(text) == expected


@given(st.text())
def test_folding_leaves_no_accent(text: str) -> None:
    """No mark that combines is left, whatever comes in."""
    assert not any(map(unicodedata.combining, folded(text)))


def test_words() -> None:
    """Apostrophes and hyphens split them; so does an underscore."""
    assert words("L’été, là-bas : vingt_deux") == ["l", "ete", "la", "bas", "vingt", "deux"]


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
