"""JSON of our own: quick, and never at a loss."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.compact_json import decoded, encoded

ODD = st.characters() | st.characters(categories=["Cs"])  # half of a pair: a name that's no UTF-8
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(ODD),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(ODD), inside),
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert decoded(encoded(value)) == value
    assert b"\n" not in encoded(value)


def test_it_is_json_for_everybody() -> None:
    assert json.loads(encoded({"é": ["’", "\udcff", 1 << 63]})) == {"é": ["’", "\udcff", 1 << 63]}


@pytest.mark.parametrize("name", ["été", "\udcff"])
def test_what_json_has_not_is_given_as_something_else(name: str) -> None:
    told = {name: date(2023, 9, 1)}
    assert decoded(encoded(told, lambda value: str(value))) == {name: "2023-09-01"}
    with pytest.raises(TypeError):
        encoded(told)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"nothing", b'"\\ud800'])
def test_what_is_no_json_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"line 1|char|codec"):
        decoded(content)
