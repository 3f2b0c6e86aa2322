"""Announcements in the words of newsrooms of seven countries, each once as it came to mind."""

from __future__ import annotations

import pytest

from feed_builder.articles.markers import find_marker
from feed_builder.articles.told import person_with_time_or_host

# The line, who is heard and what they are, whether all of an event was recorded, the seconds.
ANNOUNCED: tuple[tuple[str, str | None, str | None, bool, int | None], ...] = (
    (
        "Réécoutez en podcast l'entretien qu'Amandine Roux, directrice de l'ADEME Occitanie"
        ", nous a accordé",
        "Amandine Roux",
        "directrice de l'ADEME Occitanie",
        False,
        None,
    ),
    (
        "Notre entretien audio avec Jean-Loup Chrétien (8 min 30)",
        "Jean-Loup Chrétien",
        None,
        False,
        510,
    ),
    (
        "▶ Écouter : Sylvie Martin, directrice du CHU",
        "Sylvie Martin",
        "directrice du CHU",
        False,
        None,
    ),
    (
        "Écoutez Mathieu Klein, maire de Nancy, répondre à nos questions :",
        "Mathieu Klein",
        "maire de Nancy",
        False,
        None,
    ),
    (
        "L'interview complète de Karim Benzema est disponible ci-dessous",
        "Karim Benzema",
        None,
        False,
        None,
    ),
    (
        "[Podcast] Rencontre avec Élise Fauvel, boulangère à Dole (6'12\")",
        "Élise Fauvel",
        "boulangère à Dole",
        False,
        372,
    ),
    ("Revivez l'intégralité de la conférence de presse (42 minutes)", None, None, True, 2520),
    ("À réécouter ici : la conférence inaugurale de Philippe Descola", None, None, True, None),
    (
        "Cliquez ici pour écouter l'interview de Fatou Diop, coordinatrice",
        "Fatou Diop",
        "coordinatrice",
        False,
        None,
    ),
    (
        "Listen to Mary Robinson, former President of Ireland, here.",
        "Mary Robinson",
        "former President of Ireland",
        False,
        None,
    ),
    (
        "🎙️ Hear from Tom Okafor, our head of research (3 mins)",
        "Tom Okafor",
        "our head of research",
        False,
        180,
    ),
    (
        "Listen: the mayor, Sadiq Rahman, explains the plan (2:31)",
        "Sadiq Rahman",
        "mayor",
        False,
        151,
    ),
    (
        "The full interview with Bo Diddleworth can be heard here.",
        "Bo Diddleworth",
        None,
        False,
        None,
    ),
    (
        "Listen back to the whole of Tuesday's council meeting (2 hrs 5 mins)",
        None,
        None,
        True,
        7500,
    ),
    ("Play audio: interview with Nora Lind (4:05)", "Nora Lind", None, False, 245),
    (
        "Das komplette Interview mit Oberbürgermeister Klaus Vetter hören Sie hier:",
        "Klaus Vetter",
        "Oberbürgermeister",
        False,
        None,
    ),
    (
        "Hören Sie hier, was Anja Lorenz, Leiterin der Stadtbibliothek, erzählt:",
        "Anja Lorenz",
        "Leiterin der Stadtbibliothek",
        False,
        None,
    ),
    ("Podcast-Folge mit Timo Barth anhören", "Timo Barth", None, False, None),
    ("Mitschnitt der Podiumsdiskussion vom 4. Mai (1:12:30 Std.)", None, None, True, 4350),
    (
        "Im Gespräch mit Frau Prof. Ines Wolter, Virologin (20 Min.)",
        "Prof. Ines Wolter",
        "Virologin",
        False,
        1200,
    ),
    (
        "Escucha la entrevista completa con Rosa Montalbán, concejala de Cultura, aquí",
        "Rosa Montalbán",
        "concejala de Cultura",
        False,
        None,
    ),
    (
        "Pueden escuchar aquí la conversación que mantuvimos con Pablo Guerrero (25 min)",
        "Pablo Guerrero",
        None,
        False,
        1500,
    ),
    ("Dale al play y escucha a Lola Reina, cocinera:", "Lola Reina", "cocinera", False, None),
    ("Audio completo de la mesa redonda (1h 10m)", None, None, True, 4200),
    (
        "L'intervista integrale a Giorgia Sala, rettrice dell'ateneo, si può ascoltare qui",
        "Giorgia Sala",
        "rettrice dell'ateneo",
        False,
        None,
    ),
    ("Ascolta l'audio dell'intervista a Pino Rauti (5'30\")", "Pino Rauti", None, False, 330),
    (
        "Le parole di Marta Neri, presidente della cooperativa (3 min)",
        "Marta Neri",
        "presidente della cooperativa",
        False,
        180,
    ),
    (
        "Luister naar wat Anneke Visser, huisarts in Delft, erover zegt:",
        "Anneke Visser",
        "huisarts in Delft",
        False,
        None,
    ),
    ("Terugluisteren: het gesprek met Bas Kuipers (16 min.)", "Bas Kuipers", None, False, 960),
    (
        "Luister de podcast met Hanna de Vries, voorzitter van de wijkraad",
        "Hanna de Vries",
        "voorzitter van de wijkraad",
        False,
        None,
    ),
    (
        "Ouça na íntegra a conversa com Tiago Lopes, agricultor",
        "Tiago Lopes",
        "agricultor",
        False,
        None,
    ),
    (
        "Clique para ouvir a entrevista de Ana Prata, diretora do museu",
        "Ana Prata",
        "diretora do museu",
        False,
        None,
    ),
    (
        "Oiça aqui o podcast com o professor Rui Tavares (30 min)",
        "Rui Tavares",
        "professor",
        False,
        1800,
    ),
    ("Gravação da assembleia (1h45)", None, None, True, 6300),
)
NOT_ANNOUNCED = (
    "Écouter l'article · 5 min",
    "Diesen Artikel anhören (4 Min.)",
    "Écoutez votre corps :",
    "Listen to the radio every Sunday at 10am",
    "In un'intervista al Corriere, il sindaco ha negato tutto.",
    "Hör dir das Interview an und beantworte die Fragen.",
    "Escucha la entrevista y marca verdadero o falso.",
    "20.15 Uhr Gespräch mit Anna Roth",
    "Lesen Sie das Interview mit Bundeskanzler Merz hier.",
    "Retrouvez l'interview de Jean Dupuis dans notre numéro de mai.",
    "Watch the interview with Jane Fonda",
)


@pytest.mark.parametrize(("line", "name", "role", "whole", "seconds"), ANNOUNCED)
def test_a_line_announces_somebody_or_an_event(
    line: str, name: str | None, role: str | None, whole: bool, seconds: int | None
) -> None:
    marker = find_marker(line)
    assert marker is not None
    heard = [(guest.display_name, guest.role) for guest in marker.guests]
    assert heard == ([(name, role)] if name else [])
    assert (marker.kind == "full_recording") is whole
    assert marker.duration_s == seconds


@pytest.mark.parametrize("line", NOT_ANNOUNCED)
def test_a_line_only_looks_like_an_announcement(line: str) -> None:
    assert find_marker(line) is None


# The line after a label of listening, who is heard, who asks.
CONVERSATIONS = (
    (
        "Zum Nachhören: Uta Lehe und Mehmet Yıldız vom Beirat im Interview mit Lisa Brandt",
        ["Uta Lehe", "Mehmet Yıldız"],
        "Lisa Brandt",
    ),
    (
        "À écouter : Ana Roy et Paul Martin en conversation avec Lise Brun",
        ["Ana Roy", "Paul Martin"],
        "Lise Brun",
    ),
    (
        "LISTEN: Jane Doe and Tom Ray in conversation with Kate Holloway",
        ["Jane Doe", "Tom Ray"],
        "Kate Holloway",
    ),
    ("En audio: Ana Ruiz conversa con Pedro Gómez", ["Ana Ruiz"], "Pedro Gómez"),
    (
        "Per riascoltare: Anna Bianchi in conversazione con Luca Verdi",
        ["Anna Bianchi"],
        "Luca Verdi",
    ),
    ("Para ouvir: Rui Tavares em conversa com Ana Lima", ["Rui Tavares"], "Ana Lima"),
    ("Om te beluisteren: Jan de Vries in gesprek met Piet Bakker", ["Jan de Vries"], "Piet Bakker"),
)
# Words before a colon that no table knows: they are nobody, and nobody's role.
LABELS = ("Auf die Ohren", "In your ears", "Grand angle", "Pour en savoir plus", "Zum Mitnehmen")


@pytest.mark.parametrize(("line", "guests", "host"), CONVERSATIONS)
def test_a_label_of_listening_is_no_person(line: str, guests: list[str], host: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert [guest.display_name for guest in marker.guests] == guests
    assert [asking.display_name for asking in marker.hosts] == [host]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_is_not_known_is_no_person(label: str) -> None:
    marker = person_with_time_or_host(f"{label}: Uta Lehe im Gespräch mit Lisa Brandt")
    assert marker is not None
    assert [(one.display_name, one.role) for one in marker.guests] == [("Uta Lehe", None)]
    assert [asking.display_name for asking in marker.hosts] == ["Lisa Brandt"]
