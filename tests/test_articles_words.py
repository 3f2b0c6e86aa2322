"""Markers, names, dates, durations, headings: the words of an article, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.bylines import date_line, find_byline
from feed_builder.articles.dates import find_date
from feed_builder.articles.durations import find_duration, seconds_of
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.furniture import is_ending, is_furniture
from feed_builder.articles.headings import looks_like_heading, with_headings
from feed_builder.articles.languages import LANGUAGES, detected, language_of, written_date
from feed_builder.articles.markers import find_marker
from feed_builder.articles.names import display_name, name_end, surname_words
from feed_builder.articles.people import parse_people
from feed_builder.articles.titles import Titled, titles
from feed_builder.articles.wordings import WORDINGS
from feed_builder.articles.wrapping import wrap_width


def people(text: str) -> list[tuple[str, str | None]]:
    return [(person.name, person.role) for person in parse_people(text).guests]


INTERVIEWS = {
    "Ecoutez l’interview de Rosa BRUNEL, maire de Sorgue :": ("Rosa Brunel", "maire de Sorgue"),
    "Écoutez l'entretien avec Rosa Brunel, maire de Sorgue": ("Rosa Brunel", "maire de Sorgue"),
    "À ÉCOUTER : L’INTERVIEW DE ROSA BRUNEL, MAIRE": ("Rosa Brunel", "MAIRE"),
    "A ecouter - le podcast avec Rosa Brunel, maire :": ("Rosa Brunel", "maire"),
    "(Ré)écoutez notre entretien avec Rosa Brunel, maire": ("Rosa Brunel", "maire"),
    "Ré-écoutez\u00a0l’interview\u202fde\u00a0Rosa Brunel, maire": ("Rosa Brunel", "maire"),
    "Re\u0301e\u0301coutez l’interview de Rosa Brunel, maire": ("Rosa Brunel", "maire"),
    "🎧 Écoutez ici l’interview intégrale de Rosa Brunel": ("Rosa Brunel", None),
    "**Écoutez l’interview de Rosa Brunel**, maire :": ("Rosa Brunel", "maire"),
    "**Écoutez l’interview de**\n**Rosa Brunel, maire :**": ("Rosa Brunel", "maire"),
    "[Écoutez l’interview de Rosa Brunel (PS)](https://a.org/b.mp3)": ("Rosa Brunel", "PS"),
    "Écoutez l’interview d’Inès de La Tour – maire –": ("Inès de La Tour", "maire"),
    "Écoutez l’interview du maire de Sorgue, Rosa Brunel :": ("Rosa Brunel", "maire de Sorgue"),
    "Écoutez l’interview du maire de Sorgue Rosa BRUNEL :": ("Rosa Brunel", "maire de Sorgue"),
    "Écoutez l’interview de Mme la ministre Rosa Brunel :": ("Rosa Brunel", "ministre"),
    "Écoutez l’interview de Mme le maire, Rosa Brunel :": ("Rosa Brunel", "maire"),
    "Écoutez l’intégralité de notre entretien avec Rosa Brunel :": ("Rosa Brunel", None),
    "Retrouvez l’interview de Rosa Brunel, maire, ci-dessous :": ("Rosa Brunel", "maire"),
    "Écoutez Rosa Brunel, maire de Sorgue :": ("Rosa Brunel", "maire de Sorgue"),
    "Écoutez l’interview de Rosalie :": ("Rosalie", None),
    "Interview de Rosa Brunel, maire (3 min 20)": ("Rosa Brunel", "maire"),
    "Listen to the interview with Ada Crowe, pilot:": ("Ada Crowe", "pilot"),
    "Listen again to our conversation with Ada Crowe": ("Ada Crowe", None),
    "LISTEN: Ada Crowe, pilot": ("Ada Crowe", "pilot"),
    "LISTEN TO THE INTERVIEW WITH ADA CROWE, PILOT": ("Ada Crowe", "PILOT"),
    "Hear the full podcast with Dr. Ada Crowe, of St. Ann’s.": ("Dr. Ada Crowe", "of St. Ann’s"),
    "Listen to Ada Crowe’s interview (5 min)": ("Ada Crowe", None),
    "LISTEN: Head pilot Ada Crowe on the last ferry (6:40)": ("Ada Crowe", "Head pilot"),
    "Listen to the interview with the mayor of Wick, Ada Crowe": ("Ada Crowe", "mayor of Wick"),
    "Hören Sie das Interview mit Uta von der LEHE, Leiterin:": ("Uta von der Lehe", "Leiterin"),
    "Zum Nachhören: Das Gespräch mit Uta Lehe (SPD)": ("Uta Lehe", "SPD"),
    "Escuche la entrevista a José Ibáñez, alcalde:": ("José Ibáñez", "alcalde"),
    "Ascolta l’intervista a Pia Rossetti, sindaca:": ("Pia Rossetti", "sindaca"),
    "Beluister het interview met Piet van den BERG, boer:": ("Piet van den Berg", "boer"),
    "Ouça a entrevista com João da Serra, prefeito:": ("João da Serra", "prefeito"),
}


@pytest.mark.parametrize("line", INTERVIEWS)
def test_a_line_announces_an_interview(line: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert marker.kind == "interview"
    (guest,) = marker.guests
    assert (guest.display_name, guest.role) == INTERVIEWS[line]


RECORDINGS = {
    "Ecoutez l’intégralité de la table ronde (1h26) :": ("table ronde", 5160),
    "Réécoutez le débat en intégralité (2h)": ("debat", 7200),
    "Écoutez l’enregistrement complet de la conférence :": ("conference", None),
    "Écoutez l'intégralité des échanges (45 min)": ("echanges", 2700),
    "Listen to the full recording of the panel discussion [58:10]": ("panel discussion", 3490),
    "Listen to the whole debate": ("debate", None),
    "Hören Sie die ganze Podiumsdiskussion (58 Min.)": ("podiumsdiskussion", 3480),
    "Escucha la mesa redonda completa (1 h 20 min)": ("mesa redonda", 4800),
    "Ascolta la registrazione integrale del dibattito (1h30)": ("dibattito", 5400),
    "Beluister het volledige debat (50 min)": ("debat", 3000),
    "Ouça a gravação completa da mesa-redonda (1h)": ("mesa-redonda", 3600),
    "Beluister hier het volledige gesprek met beide gasten (1u10).": ("gesprek", 4200),
    "Hören Sie das ganze Gespräch mit beiden Gästen (58 Min.)": ("gesprach", 3480),
    "Listen to the full conversation with both guests (40 min)": ("conversation", 2400),
}


@pytest.mark.parametrize("line", RECORDINGS)
def test_a_line_announces_a_complete_recording(line: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert (marker.kind, marker.thing, marker.duration_s) == ("full_recording", *RECORDINGS[line])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Écouter cet article (4 min)",
        "Écoutez le bruit de la mer",
        "Écoutez nos podcasts",
        "Écouter le podcast sur une application",
        "Écoutez les débats qui traversent la profession.",
        "Écoutez l’interview de Rosa Brunel. Elle y raconte ses débuts. Puis elle se tait.",
        "Écoutez l’interview de Rosa Brunel et répondez aux questions.",
        "Dans une interview de 2019, Rosa Brunel disait le contraire.",
        "L’interview de Rosa Brunel a été diffusée hier.",
        "Entretien avec Rosa Brunel",
        "Interview : Rosa Brunel",
        "Propos recueillis par Rosa Brunel",
        "Réunion publique (18h30)",
        "Retrouvez les débats sur notre site",
        "Découvrez le forum des associations",
        "Listen to this article (4 min)",
        "Listen to the full story",
        "Listen to the sea",
        "Listen to the sea (4 min)",
        "Listen to Ada Crowe’s neighbours:",
        "Listen: The Long Road Home",
        "Play the game",
        "The interview with Ada Crowe was recorded in May.",
        "Ascolta l’intervista e rispondi",
        "Écoutez l’interview de Rosa " + "très longue " * 80,
    ],
)
def test_a_line_announces_nothing(line: str) -> None:
    assert find_marker(line) is None


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.language)
def test_the_example_of_each_language_is_a_marker(wording: object) -> None:
    example, language = getattr(wording, "example"), getattr(wording, "language")  # noqa: B009
    marker = find_marker(example)
    assert marker is not None
    assert marker.guests
    assert marker.language == language


def test_a_marker_without_a_name_has_no_guest() -> None:
    marker = find_marker("Écoutez l’interview de la directrice du musée :")
    assert marker is not None
    assert marker.guests == ()
    assert marker.said == "l’interview de la directrice du musée"


def test_who_asks_is_no_guest() -> None:
    marker = find_marker(
        "Écoutez l’interview de Rosa Brunel, maire, au micro de Paul Serre (4 min)"
    )
    assert marker is not None
    assert [(guest.name, guest.role) for guest in marker.guests] == [("Rosa Brunel", "maire")]
    assert [host.name for host in marker.hosts] == ["Paul Serre"]


def test_a_role_is_kept_to_the_letter() -> None:
    role = "cheffe de mission «\u00a0eau\u00a0» et la cheffe de projet de l’EPT Val-de-Bièvre"
    assert people(f"Muriel OBA-VERNE, {role} : ") == [("Muriel OBA-VERNE", role)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Roy, maire, et Luc Pin, préfet", [("Ana Roy", "maire"), ("Luc Pin", "préfet")]),
        ("Ana Roy et Luc Pin", [("Ana Roy", None), ("Luc Pin", None)]),
        ("Ana Roy, Luc Pin and Bo Lee", [("Ana Roy", None), ("Luc Pin", None), ("Bo Lee", None)]),
        (
            "Ana Roy & Luc Pin, co-présidents de l’eau",
            [("Ana Roy", "co-présidents de l’eau"), ("Luc Pin", "co-présidents de l’eau")],
        ),
        (
            "Ana ROY, maire de Sorgue et Luc PIN, préfet",
            [("Ana ROY", "maire de Sorgue"), ("Luc PIN", "préfet")],
        ),
        ("Ana ROY, maire, Luc PIN, préfet", [("Ana ROY", "maire"), ("Luc PIN", "préfet")]),
        ("Ana Roy, maire ; Luc Pin, préfet", [("Ana Roy", "maire"), ("Luc Pin", "préfet")]),
        (
            "Ana Roy, directrice du Val et Présidente de la Lande",
            [("Ana Roy", "directrice du Val et Présidente de la Lande")],
        ),
        ("Ana Roy, maire de Sorgue et la préfète", [("Ana Roy", "maire de Sorgue et la préfète")]),
        ("Ana Roy (maire, Sorgue)", [("Ana Roy", "maire, Sorgue")]),
        ("Ana Roy sur l’eau des villes", [("Ana Roy", None)]),
        (
            "les élèves du lycée, Tom Roy et Zoé Pin",
            [("Tom Roy", "les élèves du lycée"), ("Zoé Pin", "les élèves du lycée")],
        ),
        ("les élèves de Tom Roy, ravis, et Zoé Pin", [("Zoé Pin", None)]),
        ("la directrice du musée", []),
        ("", []),
    ],
)
def test_guests_are_told_apart_where_that_is_clear(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert people(text) == found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jean-François VALLÈS", "Jean-François Vallès"),
        ("Muyinat OGBOYE-VAZIEUX", "Muyinat Ogboye-Vazieux"),
        ("Rhona McDONALD", "Rhona McDonald"),
        ("Rhona MCDONALD", "Rhona McDonald"),
        ("Inès d’ORMESSON", "Inès d’Ormesson"),
        ("Edda O'HARE", "Edda O'Hare"),
        ("Uta von der LEYEN", "Uta von der Leyen"),
        ("Uta VON DER LEYEN", "Uta von der Leyen"),
        ("Maud LE GUERN", "Maud Le Guern"),
        ("Myriam EL KHADRI", "Myriam El Khadri"),
        ("Jean DE LA TOUR", "Jean de La Tour"),
        ("DUPIN Jean", "Jean Dupin"),
        ("M. Jean DUPIN", "Jean Dupin"),
        ("Dr Ana ROY", "Dr Ana Roy"),
        ("J.-P. DUPIN", "J.-P. Dupin"),
        ("Linh NG", "Linh Ng"),
        ("Jean-Paul II", "Jean-Paul II"),
        ("Grand-Orly", "Grand-Orly"),
        ("Éloïse de LA TOUR-D’AUVERGNE", "Éloïse de La Tour-d’Auvergne"),
        ("Ugo D'ANGELO", "Ugo D'Angelo"),
        ("Fañch GUIVARC’H", "Fañch Guivarc’h"),
        ("Anna FALC'HUN", "Anna Falc'hun"),
        ("ÉLODIE ŒUVRARD", "Élodie Œuvrard"),
    ],
)
def test_a_name_is_shown_as_people_write_it(written: str, shown: str) -> None:
    assert display_name(written) == shown


def test_a_surname_is_what_is_in_capitals_else_the_last_word() -> None:
    (loud,) = parse_people("Muriel OBA-VERNE, maire").guests
    (quiet,) = parse_people("Jean-Marie Le Pin, maire").guests
    assert surname_words(loud) == ["oba", "verne"]
    assert surname_words(quiet) == ["pin"]


@pytest.mark.parametrize("text", ["le Pôle métropolitain", "du Hall", "Mme la", "demain", ""])
def test_no_name_begins_here(text: str) -> None:
    assert name_end(text) == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Le débat (1h26)", 5160),
        ("Le débat (1 h 26 min)", 5160),
        ("Le débat (1\u00a0h\u00a026)", 5160),
        ("Le débat (2 heures)", 7200),
        ("The debate (1 hour 5 minutes)", 3900),
        ("L’entretien (12 min)", 720),
        ("L’entretien (3 min 20 s)", 200),
        ("L’entretien (4'32)", 272),
        ("L’entretien (4’32’’)", 272),
        ("L’entretien [03:45]", 225),
        ("L’entretien (1:02:03) :", 3723),
        ("Het gesprek (1u10)", 4200),
        ("Het gesprek (1 u. 10).", 4200),
        ("L’entretien – 7 minutes", 420),
        ("L’entretien – 12'", 720),
        ("L’entretien (durée : 12 min)", 720),
        ("Das Gespräch (Dauer: 12 Min.)", 720),
        ("L’entretien (45 secondes)", 45),
        ("Réunion (18h30)", None),
        ("L’entretien (12 Mo)", None),
        ("L’entretien (2023)", None),
        ("L’entretien (12 m)", None),
        ("dans 7 minutes à pied d’ici", None),
        ("L’entretien (temps de lecture : 5 min)", None),
        ("L’entretien (0 min)", None),
        ("L’entretien (75 km)", None),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, seconds: int | None) -> None:
    found = find_duration(text)
    assert (found.seconds if found else None) == seconds


def test_a_duration_is_cut_out_of_its_line() -> None:
    found = find_duration("Rosa Brunel (12 min), maire")
    assert found is not None
    assert (found.start, found.end) == (12, 20)
    assert seconds_of("Durée : 12 min") == 720
    assert seconds_of("12 min à pied") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Par Anne - 01.09.2023", date(2023, 9, 1)),
        ("1er septembre 2023", date(2023, 9, 1)),
        ("le 1ᵉʳ sept. 2023", date(2023, 9, 1)),
        ("2023-09-01", date(2023, 9, 1)),
        ("2023/09/01", date(2023, 9, 1)),
        ("2023-09-01T10:30:00+02:00", date(2023, 9, 1)),
        ("le premier septembre 2023", date(2023, 9, 1)),
        ("September 1st, 2023", date(2023, 9, 1)),
        ("September the 1st, 2023", date(2023, 9, 1)),
        ("the first of September 2023", date(2023, 9, 1)),
        ("September 1, 2023", date(2023, 9, 1)),
        ("1st of September 2023", date(2023, 9, 1)),
        ("Sept 1st, 2023", date(2023, 9, 1)),
        ("01/09/2023", date(2023, 9, 1)),
        ("09/21/2023", date(2023, 9, 21)),
        ("1.9.23", date(2023, 9, 1)),
        ("1. September 2023", date(2023, 9, 1)),
        ("1 de septiembre de 2023", date(2023, 9, 1)),
        ("1º settembre 2023", date(2023, 9, 1)),
        ("1 mei 2023", date(2023, 5, 1)),
        ("5 août 2023", date(2023, 8, 5)),
        ("31.02.2023", None),
        ("1.2.3.4", None),
        ("le 5 juillet", None),
        ("12 ans 2023", None),
        ("99.99.9999", None),
        ("١٢.٠٩.٢٠٢٣", date(2023, 9, 12)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, day: date | None) -> None:
    found = find_date(text)
    assert (found.day if found else None) == day


def test_no_two_languages_mean_different_months_by_one_word() -> None:
    for language in LANGUAGES:
        for number, month in enumerate(language.months, 1):
            found = find_date(f"3 {month} 2023")
            assert found is not None, (language.code, month)
            assert found.day == date(2023, number, 3), (language.code, month)


@pytest.mark.parametrize(
    ("line", "authors", "day"),
    [
        (
            "Par Rosa Brunel, Chargée d'études - 01.09.2023",
            [("Rosa Brunel", "Chargée d'études")],
            date(2023, 9, 1),
        ),
        ("*Par Rosa BRUNEL, le 1er septembre 2023*", [("Rosa BRUNEL", None)], date(2023, 9, 1)),
        ("Texte : Rosa Brunel, photos : Luc Pin", [("Rosa Brunel", None)], None),
        ("Propos recueillis par Rosa Brunel", [("Rosa Brunel", None)], None),
        ("By Ada Crowe and Bo Lee | 5 min read", [("Ada Crowe", None), ("Bo Lee", None)], None),
        ("Written by Ada Crowe, pilot", [("Ada Crowe", "pilot")], None),
        ("Von Uta Lehe – 1. September 2023", [("Uta Lehe", None)], date(2023, 9, 1)),
        ("Rosa Brunel - 01.09.2023", [("Rosa Brunel", None)], date(2023, 9, 1)),
        ("Par ailleurs, tout va bien.", [], None),
        ("Par Rosa Brunel, qui depuis vingt ans " + "marche et " * 12 + "marche.", [], None),
        ("By 2030, all will be well.", [], None),
        ("Paris, le 1er septembre 2023", [], None),
    ],
)
def test_a_byline_names_author_and_date(
    line: str, authors: list[tuple[str, str | None]], day: date | None
) -> None:
    byline = find_byline(line)
    assert [(person.name, person.role) for person in byline.authors] == authors
    assert byline.day == day


def test_a_date_line_holds_a_date_and_nothing_else() -> None:
    assert date_line("Publié le lundi 4 septembre 2023 à 18:30") == date(2023, 9, 4)
    assert date_line("Publié le 1.9.2023, mis à jour le 2.9.2023") == date(2023, 9, 1)
    assert date_line("Le 4 septembre 2023, tout change.") is None


def paragraphs(*texts: str) -> list[Block]:
    return [Block(kind=Kind.PARAGRAPH, text=text, line=i) for i, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Un chantier de voisins",
        "Et demain ?",
        "« Nous y croyons »",
        "2024, l’année du fleuve",
        "L’industrie érigée au rang de défi pour mieux accompagner le tissu productif local",
    ],
)
def test_a_short_line_without_a_full_stop_looks_like_a_heading(text: str) -> None:
    assert looks_like_heading(paragraphs(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "Tout va bien.",
        "Trois points :",
        "et demain",
        "– Bonjour",
        "Tout va bien. [1]",
        "Tout a changé ici. Les quais sont rendus aux promeneurs, et les pêcheurs reviennent [1]",
        "Écoutez l’interview de Rosa Brunel",
        "Par Rosa Brunel",
        "1er septembre 2023",
        "Partager",
        "© Ville de Sorgue",
        "Est-ce que tout cela, au fond, ne finira pas par revenir à ceux qui l’ont voulu "
        "dès le premier jour ?",
        "mot " * 60,
    ],
)
def test_other_lines_do_not_look_like_headings(text: str) -> None:
    assert not looks_like_heading(paragraphs(text)[0])


def test_a_heading_has_longer_text_below_it() -> None:
    long = "Un paragraphe, avec tout ce qu’il faut pour le remplir."
    kinds = [block.kind for block in with_headings(paragraphs("Un titre", long, "La fin", "Oui."))]
    assert kinds == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.PARAGRAPH]
    stacked = with_headings(paragraphs("Un", "Deux", "Trois", "Quatre", long))
    assert [block.kind for block in stacked].count(Kind.HEADING) == 2


def test_where_headings_are_marked_only_bold_lines_join_them() -> None:
    marked = Block(kind=Kind.HEADING, text="Un titre", line=1, level=2)
    blocks = [
        marked,
        *paragraphs("Une ligne courte", "**Une ligne grasse**", "Du texte, long. " * 9),
    ]
    assert [block.kind for block in with_headings(blocks)][1:3] == [Kind.PARAGRAPH, Kind.HEADING]
    assert with_headings(blocks)[2].text == "Une ligne grasse"


def test_furniture_is_a_whole_line() -> None:
    assert is_furniture("Partager")
    assert is_furniture("* * *")
    assert is_furniture("Temps de lecture : 5 min")
    assert is_furniture("Photo : le port")
    assert not is_furniture("Partager l’eau entre les villes")
    assert is_ending("Sur le même sujet")
    assert not is_ending("Sur le même sujet, il y a trois avis.")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire et les élus sont dans la salle pour le vote", "fr"),
        ("The mayor and the members are in the hall for the vote", "en"),
        ("Der Rat und die Bürger sind nicht mit dem Plan zufrieden", "de"),
        ("El alcalde y los vecinos están en la plaza por el voto", "es"),
        ("Il sindaco e gli abitanti sono nella piazza della chiesa", "it"),
        ("De burgemeester en het college zijn niet voor het plan", "nl"),
        ("O prefeito e os vereadores não estão na sala com o povo", "pt"),
        ("Zzz", None),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str | None) -> None:
    assert detected([text]) == language


def test_dates_are_written_in_each_language() -> None:
    day = date(2023, 9, 1)
    assert written_date(day, language_of("fr-CA")) == "1er septembre 2023"
    assert written_date(day, language_of("en")) == "1 September 2023"
    assert written_date(day, language_of("de")) == "1. September 2023"
    assert written_date(day, language_of("pt")) == "1 de setembro de 2023"
    assert language_of(None).code == "en"


def test_folding_keeps_the_way_back() -> None:
    text = "L’Œuvre\u00a0 d’À\u00ad cô\u0301té"
    view = fold(text)
    assert view.text == "l'oeuvre d'a cote"
    place = view.text.index("d'a")
    assert text[view.place(place) :].startswith("d’À")
    assert plain(r"**[Le \*port\*](https://a.org/b)** _vu_ d_ici") == "Le *port* vu d_ici"


def titled(line: str, section: str | None = "La section") -> Titled:
    marker = find_marker(line)
    assert marker is not None
    return Titled(marker, section, "L’article")


def test_titles_are_those_a_person_would_give() -> None:
    given, warnings = titles(
        [
            titled("Écoutez l’interview de Rosa BRUNEL, maire :"),
            titled("Écoutez l’interview de Rosa Brunel, maire, et Luc Pin, préfet :"),
            titled("Écoutez l’interview de Luc Pin :"),
            titled("Écoutez l’interview :"),
            titled("Écoutez l’interview de la directrice du musée :"),
            titled("Écoutez l’intégralité du débat (1h) :"),
        ],
        language_of("fr"),
    )
    assert given == (
        "Rosa Brunel, maire",
        "Rosa Brunel, maire, et Luc Pin, préfet",
        "Luc Pin",
        "La section",
        "L’interview de la directrice du musée",
        "L’intégralité du débat",
    )
    assert warnings == ()


def test_no_two_titles_are_alike_and_none_is_too_long() -> None:
    line = f"Écoutez l’interview de Rosa Brunel, {'maire ' * 50}:"
    given, warnings = titles(
        [titled(line, "Un"), titled(line, "Deux"), titled(line, "Deux"), titled(line, None)],
        language_of("fr"),
    )
    assert len(set(given)) == 4
    assert max(map(len, given)) <= 255
    assert given[0].endswith("… : Un")
    assert given[2].endswith("… : Deux (2)")
    assert len(warnings) == 1


def test_a_width_is_seen_in_the_lines_of_a_text() -> None:
    broken = ["Une ligne qui va à peu près jusqu’au bout de la page, comme ici"] * 5
    assert wrap_width(broken) == len(broken[0])
    assert wrap_width(["Partager", "Imprimer", "Envoyer"]) is None
    assert wrap_width(["Un paragraphe entier sur une ligne. " * 9, "Un autre. " * 40] * 3) is None
    assert wrap_width([]) is None
