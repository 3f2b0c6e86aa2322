"""French text with the typography that newsrooms write: what notes and articles are made of."""

from __future__ import annotations

from random import Random

_SUBJECTS = (
    "La directrice de l’usine",
    "Le président du pôle métropolitain",
    "Une élue du territoire",
    "L’équipe pédagogique",
    "Le responsable de l’atelier",
    "Notre invitée",
    "L’agence d’urbanisme",
    "La chambre de commerce",
)
_VERBS = (
    "explique",
    "raconte sans détour",
    "défend l’idée",
    "rappelle d’abord",
    "montre, exemples à l’appui,",
    "se demande à voix haute",
)
_OBJECTS = (
    "comment les métiers de l’industrie changent depuis dix ans",
    "que l’énergie coûte désormais « plus cher que les machines »",
    "pourquoi former des jeunes prend du temps… et de l’argent",
    "ce que la reconversion d’une friche apporte à une ville moyenne",
    "que les transports restent le premier obstacle à l’embauche",
    "comment on garde un savoir-faire quand l’atelier déménage",
    "ce que l’on doit à celles et ceux qui ont commencé",
)
_ENDS = (
    "sans promettre de miracle",
    "chiffres en main",
    "avec les habitants du quartier",
    "à condition de s’y prendre tôt",
    "comme l’avait montré l’enquête de 2023",
    "et les élèves de l’école voisine le confirment",
)
_LINK = "Voir [le dossier complet](https://example.org/dossiers/{0}) et [l’étude](https://example.org/etudes/{0}.pdf)."


def sentence(random: Random) -> str:
    """One sentence of some 20 words."""
    parts = (random.choice(part) for part in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS))
    return " ".join(parts) + "."


def paragraph(random: Random, sentences: int) -> str:
    """One paragraph, a word of it strong and one in italics."""
    text = " ".join(sentence(random) for _ in range(sentences))
    return text.replace("métiers", "**métiers**", 1).replace("atelier", "*atelier*", 1)


def notes(random: Random) -> str:
    """Show notes of some 650 words in Markdown: headings, links, a list, a quotation."""
    points = "\n".join(f"- {sentence(random)}" for _ in range(5))
    blocks = [
        paragraph(random, 3),
        paragraph(random, 5),
        "## Ce que l’on apprend",
        points,
        paragraph(random, 5),
        f"> {sentence(random)} {sentence(random)}",
        "## Pour aller plus loin",
        _LINK.format(random.randrange(1000)),
        paragraph(random, 5),
        paragraph(random, 4),
    ]
    return "\n\n".join(blocks)


def article(random: Random) -> str:
    """An article of some 1,300 words."""
    return f"{notes(random)}\n\n## La suite\n\n{notes(random)}"
