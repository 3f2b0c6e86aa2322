"""Announcements whose words stand in other orders, and what a page names beside its text."""

from __future__ import annotations

import pytest

from feed_builder.articles.bylines import date_line, find_byline
from feed_builder.articles.furniture import is_furniture
from feed_builder.articles.html import read_page
from feed_builder.articles.interviews import Found, find_interviews
from feed_builder.articles.markers import find_marker
from feed_builder.articles.readers import READERS, read_plain_text, stream_document
from feed_builder.errors import ArticleError

ANNOUNCED = {
    "Listen to the interview with Cllr. Jo Ray OBE, leader": ("Cllr. Jo Ray OBE", "leader"),
    "Listen to the interview with Gov. Jo Ray, host:": ("Gov. Jo Ray", "host"),
    "Pour aller plus loin, écoutez l’interview de Ana ROY, élue": ("Ana Roy", "élue"),
    "Lire et écouter l’entretien avec Ana Roy, élue": ("Ana Roy", "élue"),
    "Écoutez le point de vue d’Ana ROY, élue :": ("Ana Roy", "élue"),
    "Écoutez les explications de Luc PIN, hydrologue.": ("Luc Pin", "hydrologue"),
    "Watch or listen to the interview with Jo Ray, founder": ("Jo Ray", "founder"),
    "Listen to the views of Jo Ray, founder": ("Jo Ray", "founder"),
    "Podcast : entretien avec Samir Ait, gardien (6 min 30)": ("Samir Ait", "gardien"),
    "🎧 Interview audio de Jeanne Lot, ingénieure": ("Jeanne Lot", "ingénieure"),
    "Notre entretien avec Ana DU PONT, de l’Inra, est à écouter ici.": ("Ana du Pont", "de l’Inra"),
    "Click here to listen to our interview with Jo Ray, founder": ("Jo Ray", "founder"),
    "PODCAST - Sylvie Marc (gérante) : « Je veux des curieux »": ("Sylvie Marc", "gérante"),
    "PODCAST | Hablamos con Uxía Novoa, técnica": ("Uxía Novoa", "técnica"),
    "PODCAST: conversa com o barqueiro Zeferino (3m)": ("Zeferino", "barqueiro"),
    "LUISTER: ir. Noor van Wijk, architect (9 min)": ("ir. Noor van Wijk", "architect"),
    "Hörbeitrag: Historikerin Dr. Thekla von und zu Hof erzählt vom Bahnhof (5:25)": (
        "Dr. Thekla von und zu Hof",
        "Historikerin",
    ),
    ">> Listen: Driver Bo Hansen on the spoon (2:15)": ("Bo Hansen", "Driver"),
    "Écoutez Yvonne LE GALL, mareyeuse, raconter la criée. (durée 6 min)": (
        "Yvonne Le Gall",
        "mareyeuse",
    ),
    "Para escuchar la conversación con el ingeniero Nicolás Arancibia, pulse aquí.": (
        "Nicolás Arancibia",
        "ingeniero",
    ),
    "(Interview de Basile Court, géomorphologue, à écouter ci-dessous)": (
        "Basile Court",
        "géomorphologue",
    ),
    "Écoutez l’interview du professeur Éric LEMOINE, CHU de Nantes :": (
        "Éric Lemoine",
        "professeur, CHU de Nantes",
    ),
}


@pytest.mark.parametrize("line", ANNOUNCED)
def test_an_announcement_in_another_order(line: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    (guest,) = marker.guests
    assert (guest.display_name, guest.role) == ANNOUNCED[line]


@pytest.mark.parametrize(
    ("line", "guests"),
    [
        ("Écoutez l’interview de Nadia Hamdi et de Luc Petit, architectes :", 2),
        ("Écoutez l’interview de Mme Ana Roy et de M. Luc Petit :", 2),
    ],
)
def test_several_guests(line: str, guests: int) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert len(marker.guests) == guests


@pytest.mark.parametrize(
    "line",
    [
        "Au micro de Paul Roy : Ana Lee (libraire)",
        "Listen to Paul Roy's interview with Ana Lee, porter (4m)",
        "Écoutez l’interview de Ana Lee, fleuriste (micro : Paul Roy)",
        "Listen: interview with Ana Lee, guide, by Paul Roy",
    ],
)
def test_who_asks_is_the_host(line: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert [guest.display_name for guest in marker.guests] == ["Ana Lee"]
    assert [host.display_name for host in marker.hosts] == ["Paul Roy"]


BYLINES = {
    "par anne roy, chargée d'études - 01.09.2023": ("Anne Roy", "2023-09-01"),
    "by jane doe, reporter - 1 September 2023": ("Jane Doe", "2023-09-01"),
    "De notre correspondante Ana Roy - 2023/09/01": ("Ana Roy", "2023-09-01"),
    "De notre envoyé spécial à Lyon, Marc Petit - 01.09.2023": ("Marc Petit", "2023-09-01"),
    "From our correspondent Tom Ray, September 1st, 2023": ("Tom Ray", "2023-09-01"),
    "Par Ana Roy, le premier septembre 2023": ("Ana Roy", "2023-09-01"),
    "Posted on January 9, 2024 by Ana Roy": ("Ana Roy", "2024-01-09"),
    "02/10/2023 - Julie ROCHE": ("Julie Roche", "2023-10-02"),
    "Le 12 mars 2024, par Ana Roy et Bo Lee": ("Ana Roy", "2024-03-12"),
    "Article écrit par Ana Roy, le 3 décembre 2023": ("Ana Roy", "2023-12-03"),
    "Rédigé par : Ana Roy": ("Ana Roy", "None"),
    "Written by Ana Roy": ("Ana Roy", "None"),
    "Ein Besuch von Jonas Wittig am 9. November 2021": ("Jonas Wittig", "2021-11-09"),
    "Mis en ligne le 3 avril 2024 par Direction de la communication": (
        "Direction de la communication",
        "2024-04-03",
    ),
}


@pytest.mark.parametrize("line", BYLINES)
def test_bylines(line: str) -> None:
    byline = find_byline(line)
    assert (byline.authors[0].display_name, str(byline.day)) == BYLINES[line]


def test_a_day_that_no_calendar_has_is_no_role() -> None:
    byline = find_byline("Par Ana Roy - 31.02.2023")
    assert [(author.display_name, author.role) for author in byline.authors] == [("Ana Roy", None)]
    assert byline.day is None


def test_a_place_stands_before_a_date() -> None:
    assert str(date_line("Bilbao, 8 de febrero de 2023")) == "2023-02-08"
    assert date_line("Elle est née le 8 février 2023") is None


def test_rows_of_buttons_are_furniture() -> None:
    assert is_furniture("Partagez cet article\nFacebook Twitter LinkedIn")
    assert is_furniture("Share this story on Facebook, Twitter or WhatsApp")
    assert not is_furniture("Partagez vos souvenirs avec nous")


PAGE = """<html lang="fr"><head><title>Le pain</title><script type="application/ld+json">
{{"@type": "Article", "headline": "Le pain", "audio": [{objects}]}}</script></head><body><article>
<h1>Le pain</h1><p>Par Ana Roy</p><p>Un four, un moulin.</p>
<h2>Ici</h2><p>Elle moud.</p><p>Écoutez l’interview de Rosa BRUNEL, meunière :</p>
<h2>Là</h2><p>Il cuit.</p><p>Écoutez l’interview de Luc PIN, boulanger :</p></article></body></html>
"""


def _object(address: str, name: str = "") -> str:
    said = f'"name": "{name}", ' if name else ""
    return f'{{"@type": "AudioObject", {said}"contentUrl": "{address}", "duration": "PT8M20S"}}'


def _page(*objects: str) -> Found:
    text = PAGE.format(objects=", ".join(objects))
    return find_interviews(read_page(text, "x", address="https://a.example.org/pain"))


def test_json_ld_names_the_recordings_by_guest() -> None:
    found = _page(_object("https://a.example.org/1.mp3", "Luc Pin"), _object("/brunel.mp3"))
    assert [(one.audio_url, one.duration_s) for one in found.interviews] == [
        ("https://a.example.org/brunel.mp3", 500),
        ("https://a.example.org/1.mp3", 500),
    ]


def test_json_ld_names_the_recordings_in_order() -> None:
    found = _page(_object("/a.mp3"), _object("/b.mp3"))
    assert [(one.audio_url or "")[-5:] for one in found.interviews] == ["a.mp3", "b.mp3"]
    assert [one.audio_url for one in _page(_object("/a.mp3")).interviews] == [None, None]


def test_what_nearly_announces_is_told() -> None:
    text = "Un titre long\n\nÉcoutez l’interview de Ana Roy :\n\nÉcoutez le bruit de la mer :\n"
    found = find_interviews(read_plain_text(text, "x"))
    said = [warning for warning in found.warnings if "looks like an announcement" in warning]
    assert len(said) == 1
    assert said[0].startswith("line 5 looks like an announcement but was taken for text: “Écoutez")


@pytest.mark.parametrize(
    "line",
    [
        "Écoutez l’interview de bonnichon, président du pôle",
        "Écoutez l’interview de rose et ses amis",
        "Listen to the interview with mayor bob",
    ],
)
def test_an_interview_with_what_is_no_name_is_told(line: str) -> None:
    found = find_interviews(
        read_plain_text(f"Un titre long\n\nÉcoutez l’interview de Ana Roy :\n\n{line}\n", "x")
    )
    assert len(found.interviews) == 1
    assert [line in warning for warning in found.warnings].count(True) == 1


@pytest.mark.parametrize(
    ("line", "guests"),
    [
        (
            "Écoutez l’interview de frédéric bonnichon, président du pôle",
            [("frédéric bonnichon", "Frédéric Bonnichon", "président du pôle")],
        ),
        (
            "Écoutez l'interview de marie-claude DUPUIS, élue :",
            [("marie-claude DUPUIS", "Marie-Claude Dupuis", "élue")],
        ),
        (
            "Écoutez l’interview de jean de la fontaine (12 min)",
            [("jean de la fontaine", "Jean de la Fontaine", None)],
        ),
        (
            "Écoutez l’interview d’hélène durand et de paul morin, élus",
            [
                ("hélène durand", "Hélène Durand", "élus"),
                ("paul morin", "Paul Morin", "élus"),
            ],
        ),
        (
            "Listen to the interview with jane o'neill, mayor",
            [("jane o'neill", "Jane O'Neill", "mayor")],
        ),
    ],
)
def test_names_in_small_letters(line: str, guests: list[tuple[str, str, str | None]]) -> None:
    (found,) = find_interviews(read_plain_text(f"Un titre long\n\n{line}\n", "x")).interviews
    assert [(one.name, one.display_name, one.role) for one in found.guests] == guests


@pytest.mark.parametrize(
    "who",
    [
        "Anna ROY et Marc PETIT",
        "Ana Gil, Marcus Roy and Tom Lee",
        "Anna ROY, associée chez Lume",
        "Anna ROY, associé fondateur",
        "Anna Roy, writer",
        "Anna Roy, ticket inspector",
        "Anna ROY, marquise de Vichy",
        "Anna ROY, note-taker",
        "Anna Roy, circle leader",
        "Anna ROY, match referee",
        "Anna Roy, complete beginner",
        "Anna ROY, résumé",
        "Anna Roy, note de synthèse",
        "Anna Roy, baker & circle leader",
        "Anna Roy, answer desk of the city",
    ],
)
@pytest.mark.parametrize("call", ["Écoutez l’interview de", "Listen to the interview with"])
def test_a_guest_is_no_task(call: str, who: str) -> None:
    """ "… et Marc", "…, writer" begin as what pupils are told does: "marca", "write"."""
    (found,) = find_interviews(read_plain_text(f"Un titre long\n\n{call} {who}\n", "x")).interviews
    assert len(found.guests) == 1 + who.count("et M") + 2 * who.count(" and ")


@pytest.mark.parametrize(
    "task",
    [
        "Écoutez l’interview de Marie et associez les mots",
        "ÉCOUTEZ L’INTERVIEW DE MARIE ROY ET NOTEZ SES RÉPONSES",
        "Listen to the interview with Jane Doe and write the answers",
        "Listen to the interview with Jane Doe, then match the words",
        "Listen to the interview with Jane Doe, circle three words",
        "Listen to the interview with Jane Doe, answer questions 1 to 5",
        "Listen to the interview with Jane Doe and complete sentences in your book",
        "Listen to the interview with Jane Doe, then answer.",
        "Écoutez l’interview de Marie Roy, résume-la en dix lignes",
        "Écoutez l’interview de Marie Roy, note les réponses :",
        "Hören Sie das Interview mit Anna Lee und schreiben Sie",
        "Escuche la entrevista a Ana Gil y marque la opción",
        "Ascolta l’intervista a Ada Rossi e segna le parole",
        "Beluister het interview met Jan Bos en kies het antwoord",
        "Ouça a entrevista com Ana Gil e escreva as respostas",
    ],
)
def test_a_task_is_no_announcement(task: str) -> None:
    with pytest.raises(ArticleError, match="no interview is announced"):
        find_interviews(read_plain_text(f"Un titre long\n\nDu texte, en somme.\n\n{task}\n", "x"))


def test_a_page_on_one_line_is_explained_block_by_block() -> None:
    text = _page(_object("/a.mp3")).source
    lines = Found.explanation(find_interviews(text))
    assert sum("taken as an announcement" in line for line in lines) == 2
    assert sum("taken as a section's heading" in line for line in lines) == 2
    minified = read_page(
        "<html><body><article><h1>Un titre</h1><p>Par Ana Lee</p><p>Du texte.</p>"
        "<p>Écoutez l’interview de Rosa BRUNEL, maire :</p></article></body></html>",
        "x",
    )
    said = find_interviews(minified).explanation()
    assert ["announcement" in line for line in said] == [False, False, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "_Écoutez l’interview de **Ana** **ROY**, élue_ (1h02)",
        "**_Écoutez l’interview de Ana ROY, élue_** (1h02)",
        "Écoutez&nbsp;l&rsquo;interview de Ana&#160;ROY, &eacute;lue (1h02)",
        '[Écoutez l’interview d’Ana ROY](https://a.example.org/ana.mp3 "MP3"), élue (1h02)',
        "[Écoutez l’interview d’Ana ROY](https://a.example.org/ana.mp3 'MP3'), élue (1h02)",
    ],
)
def test_marks_of_markdown_hide_no_announcement(line: str) -> None:
    text = f"# Un titre\n\nDu texte &lt;b&gt; &amp; plus.\n\n{line}\n"
    document = stream_document(text.encode())
    (source,) = READERS[".md"](document)
    found = find_interviews(source)
    (one,) = found.interviews
    assert [(guest.display_name, guest.role) for guest in one.guests] == [("Ana Roy", "élue")]
    assert one.duration_s == 3720
    assert one.audio_url == ("https://a.example.org/ana.mp3" if "mp3" in line else None)
    assert "&lt;b&gt; &amp; plus" in one.notes


def test_a_title_has_single_spaces() -> None:
    text = "Un   titre \t long\n\nÉcoutez l’interview de Ana Roy :\n"
    assert find_interviews(read_plain_text(text, "x")).article.title == "Un titre long"


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("Philippe ARIÈS : « L’enfant et la vie »", None),
        ("Philippe ARIÈS – “The child”", None),
        ("Philippe ARIÈS, “The Child”", None),
        ("Philippe ARIÈS, historien, « L’enfant et la vie »", "historien"),
        ("Philippe ARIÈS, « L’enfant et la vie », historien", "historien"),
        ("Philippe ARIÈS, auteur de « L’enfant et la vie »", "auteur de « L’enfant et la vie »"),
        ("Philippe ARIÈS, “the cat man”", "“the cat man”"),
        ("Philippe ARIÈS, actor, in full", "actor"),
        ("Philippe ARIÈS, acteur, en intégralité", "acteur"),
    ],
)
@pytest.mark.parametrize("call", ["À écouter : ", "Listen to ", "Écoutez l’interview de "])
def test_a_role_is_no_title_and_not_how_much_is_heard(
    call: str, who: str, role: str | None
) -> None:
    marker = find_marker(f"{call}{who} (12 min)")
    assert marker is not None
    assert [(one.display_name, one.role) for one in marker.guests] == [("Philippe Ariès", role)]


@pytest.mark.parametrize(
    "line",
    ["Entretien avec Mathilde IMER, militante", "Interview : Gaël GIRAUD, économiste"],
)
@pytest.mark.parametrize("mark", ["{}", "## {}"])
def test_what_may_announce_somebody_is_told(line: str, mark: str) -> None:
    text = (
        "# Un titre long\n\nPar Ana Lee - 01.09.2023\n\nDu texte, en somme, et rien de plus.\n\n"
        "Écoutez l’interview de Jane DOE, maire :\n\n"
        f"{mark.format(line)}\n\nEncore du texte, en somme, et rien de plus.\n"
    )
    (source,) = READERS[".md"](stream_document(text.encode()))
    found = find_interviews(source)
    (one,) = found.interviews
    assert not one.hosts
    assert [line in warning for warning in found.warnings] == [True]


@pytest.mark.parametrize(
    ("line", "who", "kind"),
    [
        (
            "A ECOUTER. Yvon KERMAREC, patron-pêcheur : « On reste »",
            [("Yvon Kermarec", "patron-pêcheur")],
            "interview",
        ),
        ("PODCAST. Ana Roy, libraire (5 min)", [("Ana Roy", "libraire")], "interview"),
        (
            "À écouter : Gildas Morvan : « Il faut s’adapter »",
            [("Gildas Morvan", None)],
            "interview",
        ),
        (
            "**[Podcast]** Conférence inaugurale de Mona Roy, sociologue (1 h 12)",
            [],
            "full_recording",
        ),
        ("Listen to the interview with Year 4 pupils from St Anne’s:", [], "interview"),
        (
            "Interview with Tilly Roy (8) and Max Lee (10), readers (3 min)",
            [("Tilly Roy", "readers"), ("Max Lee", "readers")],
            "interview",
        ),
    ],
)
def test_more_announcements(line: str, who: list[tuple[str, str | None]], kind: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert [(one.display_name, one.role) for one in marker.guests] == who
    assert marker.kind == kind
    assert marker.text == line.replace("*", "")


def test_a_call_to_click_names_nobody() -> None:
    text = (
        "# The unit opens\n\nSurgeon Ada Lee explains how it works. Click to listen (8 mins)\n\n"
        "Nurse Kim Bell describes a shift. Click here to listen (5 mins)\n"
    )
    (source,) = READERS[".md"](stream_document(text.encode()))
    found = find_interviews(source).interviews
    assert [one.guests[0].display_name for one in found] == ["Ada Lee", "Kim Bell"]


def test_a_first_name_is_completed_by_the_heading() -> None:
    text = (
        "# Three nurses\n\n## 1980s: Maureen O’Shea\n\n"
        "[Listen to Maureen’s interview](a.mp3) (5 min)\n\n"
        "## 2000s: Sister Agnes Mbeki, matron\n\n[Listen to Sister Agnes’s interview](b.mp3)\n"
    )
    (source,) = READERS[".md"](stream_document(text.encode()))
    found = find_interviews(source).interviews
    assert [one.title for one in found] == ["Maureen O’Shea", "Sister Agnes Mbeki, matron"]


def test_two_announcements_in_a_quote_are_two() -> None:
    text = (
        "# Une nuit\n\nDu texte.\n\n> Écoutez l’interview de Karine LOPES, infirmière :\n"
        "> Écoutez l’interview de Jean BA, agent :\n\n"
        "Encore du texte.\n\n> Écouter le concert (5 min)\n"
    )
    (source,) = READERS[".md"](stream_document(text.encode()))
    found = find_interviews(source)
    assert [one.title for one in found.interviews] == ["Karine Lopes, infirmière", "Jean Ba, agent"]
    assert any("Écouter le concert" in told for told in found.warnings)


def test_a_label_of_many_languages_is_of_none() -> None:
    text = (
        "# The bells\n\nThe tower was silent.\n\nAudio: Interview with Ruth Lee, founder (9 min)\n"
    )
    (source,) = READERS[".md"](stream_document(text.encode()))
    assert find_interviews(source).article.language == "en"
