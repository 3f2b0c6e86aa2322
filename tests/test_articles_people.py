"""Who is heard and who asks, in the words after "the interview with"."""

from __future__ import annotations

import pytest

from feed_builder.articles.people import parse_people

GUESTS = {
    "Anna ROY, PDG de Michelin": [("Anna Roy", "PDG de Michelin")],
    "Anna ROY, ADEME Auvergne": [("Anna Roy", "ADEME Auvergne")],
    "Anna ROY, INRAE, et Luc PIN, CNRS": [("Anna Roy", "INRAE"), ("Luc Pin", "CNRS")],
    "Anna ROY, NHS England and Tom LEE, BBC Wales": [
        ("Anna Roy", "NHS England"),
        ("Tom Lee", "BBC Wales"),
    ],
    "ROY Anna, PIN Luc": [("Anna Roy", None), ("Luc Pin", None)],
    "Anna ROY et Baptiste PIN": [("Anna Roy", None), ("Baptiste Pin", None)],
    "Karim Haddad, baker, and his son Bilal": [("Karim Haddad", "baker"), ("Bilal", None)],
    "la bouchère Ida Roux et sa sœur Jeanne, libraire": [
        ("Ida Roux", "bouchère"),
        ("Jeanne", "libraire"),
    ],
    "Hidde Smit en zijn zus Marit": [("Hidde Smit", None), ("Marit", None)],
    "la panadera Rosa Gil y su hijo Iker": [("Rosa Gil", "panadera"), ("Iker", None)],
    'turf cutter Patrick "Patsy" Byrne': [('Patrick "Patsy" Byrne', "turf cutter")],
    "Remedios Cano «La Chata», alumna": [("Remedios Cano «La Chata»", "alumna")],
    'Jane Doe "Never Give Up Hope"': [("Jane Doe", None)],
    "PD Dr. Volkmar Ziech, Kustos": [("PD Dr. Volkmar Ziech", "Kustos")],
    "dijkgraaf mr. Jan ten Cate": [("Jan ten Cate", "dijkgraaf")],
    "Sœur Marie-Ange KERVAL, gardienne de la chapelle": [
        ("Sœur Marie-Ange Kerval", "gardienne de la chapelle")
    ],
    "Monseigneur Luc Pin, évêque": [("Monseigneur Luc Pin", "évêque")],
    "Luc PIN, frère de Jean PIN": [("Luc Pin", "frère de Jean PIN")],
    "l'assesseur Luc Pin": [("Luc Pin", "assesseur")],
    "Anna Weber und Tom Kurz, Studierende": [
        ("Anna Weber", "Studierende"),
        ("Tom Kurz", "Studierende"),
    ],
    "lichtontwerper Kees Bos en elektricien Moussa Diallo": [
        ("Kees Bos", "lichtontwerper"),
        ("Moussa Diallo", "elektricien"),
    ],
    "Anne Martin, maire, et le préfet Luc Pin": [("Anne Martin", "maire"), ("Luc Pin", "préfet")],
    "sheep farmers Ailsa and Duncan McRAE": [
        ("Ailsa McRae", "sheep farmers"),
        ("Duncan McRae", "sheep farmers"),
    ],
    "Anne et Paul MARTIN, éleveurs": [("Anne Martin", "éleveurs"), ("Paul Martin", "éleveurs")],
    "les éleveurs de brebis Anne et Paul Martin": [
        ("Anne Martin", "éleveurs de brebis"),
        ("Paul Martin", "éleveurs de brebis"),
    ],
    "Anna e Marco ROSSI": [("Anna Rossi", None), ("Marco Rossi", None)],
    "Mme Roy et Paul MARTIN": [("Roy", None), ("Paul Martin", None)],
    "Gisèle et Manfred Roux": [("Gisèle", None), ("Manfred Roux", None)],
    "la boulangère Anne et Paul Martin": [("Anne", "boulangère"), ("Paul Martin", None)],
    "Dona Amélia dos Santos e com o filho, Rui, donos da mercearia": [
        ("Amélia dos Santos", "donos da mercearia"),
        ("Rui", "donos da mercearia"),
    ],
    "Uta Lehe und Mehmet Yıldız vom Beirat": [
        ("Uta Lehe", "vom Beirat"),
        ("Mehmet Yıldız", "vom Beirat"),
    ],
    "Zoé MARTIN, cheffe de mission et la cheffe de projet de la ville": [
        ("Zoé Martin", "cheffe de mission et la cheffe de projet de la ville")
    ],
}


@pytest.mark.parametrize("text", GUESTS)
def test_guests_are_those_whom_the_words_name(text: str) -> None:
    found = [(person.display_name, person.role) for person in parse_people(text).guests]
    assert found == GUESTS[text]


ASKED = {
    "Signalman Ted Ash talks to Ida Roy": ("Ted Ash", "Ida Roy"),
    "Host Ida Roy speaks with Ted Ash, signalman": ("Ted Ash", "Ida Roy"),
    "Lena Moser im Gespräch mit Bürgermeister Franz Huber": ("Franz Huber", "Lena Moser"),
    "Anna Weber im Gespräch mit Redakteur Karl Huber": ("Anna Weber", "Karl Huber"),
    "Anna Weber im Gespräch mit Karl Huber": ("Anna Weber", "Karl Huber"),
    "Don Eusebio Gil conversando con nuestra compañera Ana Roy": ("Eusebio Gil", "Ana Roy"),
}


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_is_told_from_who_is_asked(text: str) -> None:
    heard = parse_people(text)
    assert (heard.guests[0].display_name, heard.hosts[0].display_name) == ASKED[text]
