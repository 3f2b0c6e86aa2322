"""Text at the border: folding as Unicode has it, whatever comes in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.text import folded, words


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
