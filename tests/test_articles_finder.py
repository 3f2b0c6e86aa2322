"""From blocks to interviews: heads, sections, footnotes, and whose text is whose."""

from __future__ import annotations

from datetime import date

import pytest

from feed_builder.articles.interviews import Found, Interview, find_interviews
from feed_builder.articles.notes import MOST_CHARACTERS
from feed_builder.articles.readers import read_markdown, read_plain_text
from feed_builder.errors import ArticleError

ROSA = "Écoutez l’interview de Rosa BRUNEL, maire :"
LUC = "Écoutez l’interview de Luc SERRE, préfet :"
LONG = "Un paragraphe assez long pour que la ligne au-dessus de lui soit un titre. "


def found(*paragraphs: str, markdown: bool = False) -> Found:
    read = read_markdown if markdown else read_plain_text
    return find_interviews(read("\n\n".join(paragraphs), "mon-article"))


def own(interview: Interview) -> str:
    """An interview's notes without the link to the article that ends all notes."""
    text, _, link = interview.notes.rpartition("\n\n")
    assert link.startswith("Extrait de l’article [")
    return text


def texts(*paragraphs: str, markdown: bool = False) -> list[str]:
    return [own(interview) for interview in found(*paragraphs, markdown=markdown).interviews]


def test_an_interview_has_the_text_between_the_marker_before_and_its_own() -> None:
    assert texts("Titre", "Par Ana Roy", LONG, "Lieu", f"{LONG}A.", ROSA, f"{LONG}B.", LUC) == [
        f"## Lieu\n\n{LONG}A.",
        f"## Lieu\n\n{LONG}B.",
    ]


def test_a_marker_without_text_shares_its_neighbours() -> None:
    assert texts("Titre", "Par Ana Roy", LONG, "Lieu", f"{LONG}A.", ROSA, LUC) == [
        f"## Lieu\n\n{LONG}A.",
        f"## Lieu\n\n{LONG}A.",
    ]
    assert texts("# Titre", "## Lieu", ROSA, f"{LONG}A.", LUC, markdown=True) == [
        f"## Lieu\n\n{LONG}A.",
        f"## Lieu\n\n{LONG}A.",
    ]


def test_where_texts_stand_below_their_markers_each_takes_its_own() -> None:
    assert texts("# Titre", "## Lieu", ROSA, f"{LONG}A.", LUC, f"{LONG}B.", markdown=True) == [
        f"## Lieu\n\n{LONG}A.",
        f"## Lieu\n\n{LONG}B.",
    ]


def test_a_heading_without_text_stands_alone() -> None:
    assert texts("# Titre", "## Lieu", ROSA, markdown=True) == ["## Lieu"]


def test_a_complete_recording_begins_with_the_introduction() -> None:
    whole = "Écoutez l’intégralité du débat (1h) :"
    lead = f"{LONG}Introduction."
    assert texts("# Titre", lead, "## Lieu", f"{LONG}A.", whole, markdown=True) == [
        f"{lead}\n\n## Lieu\n\n{LONG}A."
    ]
    assert texts("# Titre", lead, whole, "## Lieu", LONG, markdown=True) == [lead]
    assert texts("# Titre", lead, ROSA, whole, markdown=True)[1] == lead


def test_a_label_above_a_marker_is_no_section() -> None:
    (interview,) = found(
        "# Titre", "## Lieu", LONG, "### À écouter", ROSA, markdown=True
    ).interviews
    assert interview.section == "Lieu"
    assert own(interview) == f"## Lieu\n\n{LONG.strip()}"
    assert found("Titre", "Par Ana Roy", LONG, "Lieu", LONG, "À écouter", ROSA).interviews[
        0
    ].section == ("Lieu")


def test_a_duration_below_a_marker_is_the_markers() -> None:
    first, second = found(
        "# Titre", "## Lieu", LONG, ROSA, "Durée : 12 min", LUC, "(4'32)"
    ).interviews
    assert (first.duration_s, second.duration_s) == (720, 272)
    assert "12 min" not in first.notes + second.notes


def test_a_stated_duration_is_not_overwritten_by_a_line_below() -> None:
    marker = "Écoutez l’interview de Rosa BRUNEL (3 min) :"
    (interview,) = found("# Titre", "## Lieu", LONG, marker, "12 min").interviews
    assert interview.duration_s == 180


def test_players_and_pictures_are_in_no_notes() -> None:
    player, picture = '<audio src="a.mp3" controls></audio>', "![Le port](port.jpg)"
    assert texts("# Titre", "## Lieu", picture, LONG, ROSA, player, markdown=True) == [
        f"## Lieu\n\n{LONG.strip()}"
    ]


def test_a_heading_that_is_a_marker_has_the_text_below_it() -> None:
    first, second = found(
        "# Titre",
        "## Lieu",
        LONG,
        f"### {ROSA}",
        f"{LONG}A.",
        f"## {LUC}",
        f"{LONG}B.",
        markdown=True,
    ).interviews
    assert (first.section, second.section) == ("Lieu", None)
    assert own(first) == f"## Lieu\n\n{LONG}A."
    assert own(second) == f"{LONG}B."


def test_a_marker_may_be_a_quote_a_list_item_or_a_link() -> None:
    for line in (f"> {ROSA}", f"- {ROSA}", f"1. {ROSA}", f"[{ROSA}](https://a.org/b.mp3)"):
        (interview,) = found("# Titre", "## Lieu", LONG, line, markdown=True).interviews
        assert interview.marker == ROSA
        assert interview.title == "Rosa Brunel, maire"


def test_markers_stand_in_a_paragraph_of_their_own_or_not() -> None:
    assert texts("# Titre", "## Lieu", f"{LONG}\n{ROSA}\n{LUC}\n{LONG}", markdown=True) == [
        f"## Lieu\n\n{LONG.strip()}",
        f"## Lieu\n\n{LONG.strip()}",
    ]
    sentence = "Écoutez l’interview de M. Luc Serre :"
    assert texts("# Titre", "## Lieu", f"Fin. {LONG}{sentence}", markdown=True) == [
        f"## Lieu\n\nFin. {LONG.strip()}"
    ]


def test_the_title_is_the_heading_above_the_byline() -> None:
    article = found(
        "Actualités",
        "Économie",
        "Le vrai titre",
        "Un chapeau, qui dit de quoi il s’agit.",
        "Par Ana ROY, journaliste - 01.09.2023",
        LONG,
        ROSA,
    ).article
    assert article.title == "Le vrai titre"
    assert (article.author, article.author_role) == ("Ana Roy", "journaliste")
    assert article.date == date(2023, 9, 1)
    assert article.text.startswith("Un chapeau, qui dit de quoi il s’agit.\n\nUn paragraphe")


def test_the_title_stands_above_the_date_where_there_is_no_byline() -> None:
    article = found("Rubrique", "Titre", "Publié le 3 mars 2024", LONG, ROSA).article
    assert (article.title, article.date) == ("Titre", date(2024, 3, 3))


def test_the_first_heading_is_the_title_where_there_is_neither() -> None:
    assert found("Partager", "Titre", LONG * 2, ROSA).article.title == "Titre"


def test_a_heading_behind_the_text_is_no_title() -> None:
    result = found(LONG * 5, "Une partie", LONG, ROSA)
    assert result.article.title == "mon-article"
    assert result.interviews[0].section == "Une partie"
    assert "the file's name is taken instead" in result.warnings[0]


def test_a_byline_far_from_a_heading_has_no_title_above_it() -> None:
    result = found("# Titre", *[LONG] * 5, "Par Ana Roy", LONG, ROSA, markdown=True)
    assert (result.article.title, result.article.author) == ("Titre", "Ana Roy")
    assert found("- a\n- b", "Par Ana Roy", LONG, ROSA).article.title == "mon-article"


def test_a_signature_at_the_end_is_a_byline() -> None:
    article = found("Titre", LONG, "Lieu", LONG, ROSA, "Par Ana Roy, le 3 mars 2024").article
    assert (article.title, article.author, article.date) == ("Titre", "Ana Roy", date(2024, 3, 3))
    assert "Ana Roy" not in article.text


def test_an_events_date_is_not_the_articles() -> None:
    assert found("Titre", *[LONG] * 15, "5 juillet 2023", LONG, ROSA, LONG).article.date is None


def test_several_authors_are_joined_as_the_language_does() -> None:
    article = found("Titre", "Par Ana Roy, Luc Pin et Zoé Serre", f"Le texte. {LONG}", ROSA).article
    assert article.author == "Ana Roy, Luc Pin et Zoé Serre"
    assert (
        "par Ana Roy, Luc Pin et Zoé Serre."
        in found("Titre", "Par Ana Roy, Luc Pin et Zoé Serre", f"Le texte. {LONG}", ROSA)
        .interviews[0]
        .notes
    )


def test_a_stated_author_keeps_a_name_that_is_none() -> None:
    text = '+++\nauthor = "la rédaction"\nauthor_role = "collectif"\n+++\n# Titre\n\n'
    article = find_interviews(read_markdown(f"{text}{LONG}\n\n{ROSA}", "x")).article
    assert (article.author, article.author_role) == ("la rédaction", "collectif")


@pytest.mark.parametrize(
    ("call", "definition"),
    [
        ("[1]", "1 . La note."),
        ("[1]", "1. La note."),
        ("[1]", "[1] La note."),
        ("[^1]", "[^1]: La note."),
        (r"\[1\]", r"\[1\] La note."),
        ("[1](#_ftn1)", "[1](#_ftnref1) La note."),
        ("(1)", "(1) La note."),
        ("¹", "¹ La note."),
    ],
)
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_a_footnote_is_resolved_where_it_is_called(call: str, definition: str, place: str) -> None:
    text = ["Titre", "Par Ana Roy", f"Le quai{call} est rouvert. {LONG}", ROSA, LUC]
    whole = [definition, *text] if place == "top" else [*text, definition]
    result = found(*whole)
    assert [(note.id, note.text) for note in result.article.footnotes] == [("1", "La note.")]
    for interview in result.interviews:
        assert own(interview) == (f"Le quai[^1] est rouvert. {LONG.strip()}\n\n[^1]: La note.")
    assert result.article.text.endswith("[^1]: La note.")


def test_only_the_footnotes_called_in_notes_are_in_them() -> None:
    first, second = found(
        "# Titre",
        "## Un",
        f"A [2]. {LONG}",
        ROSA,
        "## Deux",
        f"B [1], C [2]. {LONG}",
        LUC,
        "[1] Une.\n[2] Deux.",
        markdown=True,
    ).interviews
    assert own(first).endswith("\n\n[^2]: Deux.")
    assert "[^1]" not in first.notes
    assert own(second).endswith("\n\n[^1]: Une.\n\n[^2]: Deux.")


def test_footnotes_may_be_a_list() -> None:
    notes = found("# T", "## Un", f"A [1], B [2]. {LONG}", ROSA, "1. Une.\n2. Deux.").article
    assert [note.text for note in notes.footnotes] == ["Une.", "Deux."]


def test_what_looks_like_a_footnote_stays_text_where_nothing_calls_it() -> None:
    article = found(
        "Titre", "Par Ana Roy", "1. Un point de la liste", f"{LONG} m² [3]", ROSA
    ).article
    assert article.footnotes == ()
    assert "[3]" in article.text
    assert "m²" in article.text


def test_a_second_footnote_of_one_number_stays_text() -> None:
    article = found(
        "Titre", "Par Ana Roy", f"A [1]. {LONG}", ROSA, "[1] Une.", "[1] Autre."
    ).article
    assert [note.text for note in article.footnotes] == ["Une."]
    assert "Autre." in article.text


def test_calls_are_cut_from_titles_and_sections() -> None:
    result = found("# Titre [1]", "## Lieu[1]", LONG, ROSA, "[1] La note.", markdown=True)
    assert result.article.title == "Titre"
    assert result.interviews[0].section == "Lieu"
    assert own(result.interviews[0]).startswith("## Lieu[^1]\n\n")


def test_emphasis_is_cut_from_titles_and_sections() -> None:
    result = found("# Un *grand* titre", "## Le [port](https://a.org)", LONG, ROSA, markdown=True)
    assert result.article.title == "Un grand titre"
    assert result.interviews[0].section == "Le port"


def test_what_stands_before_the_title_is_furniture() -> None:
    article = found("Une ligne inconnue", "Titre", "Par Ana Roy", LONG, ROSA).article
    assert "inconnue" not in article.text


def test_what_a_page_puts_below_is_cut_off() -> None:
    article = found("Titre", "Par Ana Roy", LONG, ROSA, "À lire aussi", "Un autre article").article
    assert "autre article" not in article.text
    middle = found("Titre", "Par Ana Roy", LONG, "À lire aussi", f"Suite. {LONG}", ROSA).article
    assert "Suite." in middle.text


def test_very_long_notes_end_with_an_ellipsis() -> None:
    (interview,) = found("# Titre", *[LONG * 100] * 30, ROSA, markdown=True).interviews
    assert own(interview).endswith("\n\n…")
    assert len(interview.notes) < MOST_CHARACTERS + 1000


def test_the_language_stated_goes_first() -> None:
    text = f"+++\nlang = 'en-GB'\n+++\n# Titre\n\n{LONG}\n\n{ROSA}"
    result = find_interviews(read_markdown(text, "x"))
    assert result.article.language == "en-GB"
    assert "From the article" in result.interviews[0].notes


def test_labels_name_files() -> None:
    labels = [
        interview.label
        for interview in found(
            "# Titre",
            LONG,
            ROSA,
            "Écoutez l’interview de Luc Serre et Ana Roy :",
            "Écoutez l’interview de la directrice du musée de la mer :",
            "Écoutez l’intégralité de la table ronde :",
            "Écoutez l’enregistrement :",
            markdown=True,
        ).interviews
    ]
    assert labels == [
        "rosa-brunel",
        "luc-serre-ana-roy",
        "l-interview-de-la-directrice-du-musee",
        "table-ronde",
        "l-enregistrement",
    ]


def test_verbs_that_mean_other_things_too_need_more() -> None:
    for line in ("Découvrez la conférence", "Découvrez l’interview :", "Découvrez Rosa Brunel :"):
        with pytest.raises(ArticleError, match="no interview is announced"):
            found("# Titre", LONG, line, markdown=True)
    (interview,) = found("# Titre", LONG, "Découvrez la conférence (1h)", markdown=True).interviews
    assert interview.kind == "full_recording"


def test_a_guest_as_a_heading_stands_in_the_section_above() -> None:
    result = found(
        "# Titre",
        "## Le port",
        f"{LONG}A.",
        "### Invitée : Rosa BRUNEL, maire",
        f"{LONG}B.",
        "### Invité : Luc SERRE, préfet",
        f"{LONG}C.",
        markdown=True,
    )
    assert [one.section for one in result.interviews] == ["Le port", "Le port"]
    assert [own(one) for one in result.interviews] == [
        f"## Le port\n\n{LONG}B.",
        f"## Le port\n\n{LONG}C.",
    ]
    headings = [line for line in result.article.text.splitlines() if line.startswith("#")]
    assert headings == [
        "## Le port",
        "### Invitée : Rosa BRUNEL, maire",
        "### Invité : Luc SERRE, préfet",
    ]


def test_a_guest_as_a_heading_below_no_other_is_the_section() -> None:
    result = found("# Titre", LONG, "## Invitée : Rosa BRUNEL, maire", LONG, markdown=True)
    assert result.interviews[0].section == "Invitée : Rosa BRUNEL, maire"
    assert result.article.text.count("Rosa BRUNEL") == 1


@pytest.mark.parametrize(
    ("line", "language", "shown"),
    [
        (
            "Écoutez l’interview de Philippe D’HAUTEFEUILLE, maire :",
            "fr",
            "Philippe d’Hautefeuille",
        ),
        ("Ascolta l’intervista a Marco DE GIORGI, sindaco:", "it", "Marco De Giorgi"),
        ("Ascolta l’intervista a Anna DI STEFANO, sindaca:", "it", "Anna Di Stefano"),
        ("Ascolta l’intervista a Anna LO RUSSO, sindaca:", "it", "Anna Lo Russo"),
        ("Ascolta l’intervista a Rita D’AMICO, sindaca:", "it", "Rita D’Amico"),
        ("Écoutez l’interview de Jean DE BRY, maire :", "fr", "Jean de Bry"),
    ],
)
def test_a_surname_in_capitals_is_shown_as_the_language_writes_it(
    line: str, language: str, shown: str
) -> None:
    result = found(f"---\nlang: {language}\n---\n# Titre", "## Lieu", LONG, line, markdown=True)
    assert result.article.language == language
    assert result.interviews[0].guests[0].display_name == shown
