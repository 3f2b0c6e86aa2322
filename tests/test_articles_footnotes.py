"""Footnotes are found in whatever form the end of an article has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from feed_builder.articles import import_article

DEFINITIONS = (
    "1. Source : le diocèse.",
    "1) Source : le diocèse.",
    "(1) Source : le diocèse.",
    "[1] Source : le diocèse.",
    "¹ Source : le diocèse.",
    "1 Source : le diocèse.",
    "1 – Source : le diocèse.",
    "1 : Source : le diocèse.",
    "Note 1 : Source : le diocèse.",
)
CALLS = {
    "html": ("<sup>1</sup>", "<sup>(1)</sup>", "<sup><a href='#n'>1</a></sup>", "(1)", "[1]", "¹"),
    "md": ("<sup>1</sup>", "(1)", "[1]", "¹"),
    "txt": ("¹", "(1)", "[1]"),
}
LINES = (
    "La liste s’allonge{call}, hélas, chaque année un peu plus.",
    "Écoutez l’interview de Jean Dupont, maire :",
    "Rien à dire de plus sur ce point, vraiment.",
    "Écoutez l’interview de Anne Roy, élue :",
    "{definition}",
)


def _text(form: str, call: str, definition: str) -> str:
    lines = [line.format(call=call, definition=definition) for line in LINES]
    if form == "html":
        body = "".join(f"<p>{line}</p>" for line in lines)
        return f"<html lang='fr'><meta charset='utf-8'><article><h1>Titre</h1>{body}</article>"
    return "\n\n".join(["Le titre ici", *lines]) + "\n"


def _notes(tmp_path: Path, form: str, call: str, definition: str) -> list[str]:
    file = tmp_path / f"a.{form}"
    file.write_text(_text(form, call, definition), encoding="utf-8")
    found = import_article(file, project=tmp_path, default_date=date(2026, 1, 1), dry_run=True)
    return [one.notes for one in found.interviews]


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize(("form", "call"), [(form, c) for form, row in CALLS.items() for c in row])
def test_a_note_at_the_end_answers_its_call(
    tmp_path: Path, form: str, call: str, definition: str
) -> None:
    first, second = _notes(tmp_path, form, call, definition)
    assert "[^1]: Source : le diocèse." in first.replace("\u00a0", " ")
    assert "diocèse" not in second


@pytest.mark.parametrize("last", ["2. Une fin.", "1. Une fin qui compte.\n\n3. Autre chose."])
def test_numbers_that_are_not_called_or_not_counted_stay_text(tmp_path: Path, last: str) -> None:
    notes = _notes(tmp_path, "md", " de 3 m²", last)
    assert all("[^" not in one for one in notes)
