"""Markdown files as they are kept between builds come back as they were, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feed_builder.errors import SpoiltError
from feed_builder.read import kept_pages
from feed_builder.read.episodes import Page
from feed_builder.read.files import Signature
from feed_builder.read.kept_pages import KeptNotes, KeptPage, load_pages, save_pages
from feed_builder.read.notes import Links, Notes
from feed_builder.read.schema import Document

_VALUES = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=9)
        | st.dates()
        | st.datetimes(timezones=st.just(UTC)),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["date", "name", ""]), inner, max_size=2)
        ),
        max_leaves=6,
    ),
    max_size=4,
)
_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@st.composite
def _kept(draw: st.DrawFn) -> tuple[str, KeptPage]:
    file = f"episodes/{draw(st.text(max_size=5))}.md"
    notes = replace(
        Notes.of(draw(_TEXT), draw(_TEXT), draw(_TEXT)),
        dead_links=tuple(draw(st.lists(_TEXT, max_size=2))),
        targets=draw(st.dictionaries(_TEXT, st.none() | _TEXT, max_size=2)),
    )
    address = KeptNotes(draw(_TEXT), draw(st.none() | _TEXT), notes)
    page = Page(
        document=Document(file, draw(_TEXT), first_line=2),
        values=draw(_VALUES),
        body=draw(_TEXT).encode(),
        is_plain=draw(st.booleans()),
        has_times=draw(st.booleans()),
    )
    signature = Signature(draw(st.integers(0, 2**63 - 1)), draw(st.integers(0, 2**63 - 1)))
    return file, KeptPage(signature, page, draw(st.sampled_from([None, address])))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages=st.lists(_kept(), max_size=5).map(dict))
def test_kept_pages_come_back(
    pages: dict[str, KeptPage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is loaded is what was saved; what JSON would change is not there at all."""
    folder = tmp_path_factory.mktemp("kept")
    save_pages(folder, "program", {}, pages)
    loaded = load_pages(folder, "program")
    assert loaded == {file: pages[file] for file in loaded}
    for file, kept in loaded.items():
        assert _texts_of(kept) == _texts_of(pages[file])
    assert {file for file in pages if kept_pages._is_plain(pages[file].page.values)} == set(loaded)
    assert load_pages(folder, "another program") == {}


def _texts_of(kept: KeptPage) -> tuple[object, ...]:
    notes = kept.notes.notes if kept.notes else None
    published = (notes.full, notes.short) if notes else None
    return kept.page.document.text, kept.page.raw, published


def test_texts_are_read_where_they_are_asked_for(tmp_path: Path) -> None:
    """A damaged text is told where it is needed, and nothing is kept any more; it stops nothing
    where it is not."""
    page = Page(document=Document("a.md", "title"), values={}, body=b"text")
    save_pages(tmp_path, "p", {}, {"a.md": KeptPage(Signature(1, 2), page, None)})
    (texts,) = (tmp_path / ".feed-builder").glob("texts-*")
    texts.write_bytes(texts.read_bytes().replace(b"title", b"tItle"))
    kept = load_pages(tmp_path, "p")["a.md"]
    assert (kept.page.values, kept.page.document.where) == ({}, "a.md")
    with pytest.raises(SpoiltError, match=r"texts-.*: was damaged and is removed"):
        _texts_of(kept)
    assert load_pages(tmp_path, "p") == {}


def test_notes_hold_while_their_links_lead_where_they_led() -> None:
    """Kept notes are made again when a page that they link to comes, moves or goes."""
    notes = replace(Notes.of("", "", ""), targets={"a.md": "https://e.example/a/", "b.md": None})
    kept = KeptNotes("https://e.example/x/", None, notes)
    pages = {"a.md": "https://e.example/a/", "c.md": "https://e.example/c/"}
    here = Links("https://e.example/x/", "", pages)
    assert kept.hold(here, None)
    assert not kept.hold(here, "a notice")
    assert not kept.hold(replace(here, page="https://e.example/y/"), None)
    assert not kept.hold(replace(here, pages={}), None)
    assert not kept.hold(replace(here, pages=pages | {"b.md": "https://e.example/b/"}), None)
    assert not kept.hold(replace(here, pages=pages | {"a.md": "https://e.example/z/"}), None)


def test_dates_come_back_as_dates(tmp_path: Path) -> None:
    """A day stays a day and a moment a moment."""
    values = {"published": date(2024, 1, 31), "updated": datetime(2024, 1, 31, tzinfo=UTC)}
    page = Page(document=Document("a.md", ""), values=values, body=b"")
    kept = {"a.md": KeptPage(Signature(1, 2), page, None)}
    save_pages(tmp_path, "p", {}, kept)
    again = load_pages(tmp_path, "p")["a.md"].page.values
    assert again == values
    assert [type(value) for value in again.values()] == [date, datetime]


@pytest.mark.parametrize("value", [2**70, -(2**70), inf, -inf, nan, [{"deep": inf}]], ids=str)
def test_what_json_can_not_say_is_read_again(value: object, tmp_path: Path) -> None:
    """TOML has numbers that would come back as others: such a page is not kept."""
    page = Page(document=Document("a.md", ""), values={"extra": value}, body=b"")
    plain = Page(document=Document("b.md", ""), values={"extra": [2**62, 1.5, True]}, body=b"")
    kept = {"a.md": KeptPage(Signature(1, 2), page, None)}
    kept["b.md"] = KeptPage(Signature(1, 2), plain, None)
    save_pages(tmp_path, "p", {}, kept)
    again = load_pages(tmp_path, "p")
    assert [page.page.values for page in again.values()] == [plain.values]
