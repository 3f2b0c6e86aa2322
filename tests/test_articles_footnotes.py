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


@pytest.mark.parametrize(
    "announcement",
    [
        "Écoutez l’interview de Frédéric BONNICHON[1], Président du Pôle [2] :",
        "Écoutez l’interview de Frédéric BONNICHON [1], Président du Pôle [2]:",
        "Écoutez l’interview de Frédéric BONNICHON, Président du Pôle [1] (12 min)",
        "Écoutez l’interview de Frédéric BONNICHON, Président du Pôle¹ :",
    ],
)
def test_a_call_in_an_announcement_is_part_of_nobody(tmp_path: Path, announcement: str) -> None:
    lines = ["Le titre ici", "Du texte.", announcement, "1. Une première note."]
    lines += ["2. Une autre."] if "[2]" in announcement else []
    file = tmp_path / "a.txt"
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    found = import_article(file, project=tmp_path, default_date=date(2026, 1, 1))
    (one,) = found.interviews
    assert [(guest.display_name, guest.role) for guest in one.guests] == [
        ("Frédéric Bonnichon", "Président du Pôle")
    ]
    assert one.title == "Frédéric Bonnichon, Président du Pôle"
    assert one.marker == announcement
    article = (tmp_path / "episodes/le-titre-ici/article.md").read_text(encoding="utf-8")
    assert "[^1]" in article.partition("Du texte.")[2].partition("[^1]: Une première note.")[0]
    assert "[^1]: Une première note." in article
    notes = one.notes
    assert notes.index("Du texte.") > notes.index("[^1]") >= 0
    assert "[^1]: Une première note." in notes
    assert ("[^2]: Une autre." in notes) == ("[2]" in announcement)


def test_a_list_of_guests_calls_footnotes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "Le titre ici\n\nDu texte.\n\nÉcoutez les interviews :\n\n- Tom RAY [1], boulanger\n"
        "- Ana GIL, bouchère[2] (12 min)\n- Léa ROY, fermière (5 min)\n\n[1] Un.\n[2] Deux.\n",
        encoding="utf-8",
    )
    found = import_article(file, project=tmp_path, default_date=date(2026, 1, 1))
    assert [one.title for one in found.interviews] == [
        "Tom Ray, boulanger",
        "Ana Gil, bouchère",
        "Léa Roy, fermière",
    ]
    called = [("[^1]: Un." in one.notes, "[^2]: Deux." in one.notes) for one in found.interviews]
    assert called == [(True, False), (False, True), (False, False)]
    article = (tmp_path / "episodes/le-titre-ici/article.md").read_text(encoding="utf-8")
    assert article.count("Tom RAY [^1], boulanger") == 1
    assert article.count("- Léa ROY, fermière") == 1
