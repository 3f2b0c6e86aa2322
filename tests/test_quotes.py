"""Sentences of the article that are spoken: found, linked in the notes, suggested as soundbites."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from feed_builder.speech import Cue
from feed_builder.transcripts.quotes import bites, quotes, sentences

SAID = (
    Cue(0.0, 6.0, "Bonjour et bienvenue dans cet entretien.", "Anne Martin"),
    Cue(
        6.0, 14.0, "Alors, euh, la ville a perdu la moitié de ses arbres en vingt ans, vous savez."
    ),
    Cue(14.0, 20.0, "On a replanté partout où c'était possible.", "Paul Durand"),
    Cue(20.0, 30.0, "Et puis les habitants, ils sont venus aider le samedi, chaque semaine."),
    Cue(30.0, 33.0, "Merci."),
)


def found(text: str) -> list[tuple[str, float]]:
    """The quotes in a text and when they begin."""
    return [(q.sentence.text, round(q.start_s)) for q in quotes(sentences(text), SAID)]


def test_a_sentence_is_found_to_the_letter() -> None:
    """Its own words: when they begin."""
    assert found("On a replanté partout où c’était possible.") == [
        ("On a replanté partout où c’était possible.", 14)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "« La ville a perdu la moitié de ses arbres en vingt ans », dit-elle.",
        "La Ville a perdu **la moitié** de ses [arbres](https://example.org) en vingt ans.",
        "LA VILLE A PERDU LA MOITIE DE SES ARBRES EN VINGT ANS !",
        "La ville a ainsi perdu la moitié de ses arbres en vingt ans.",
    ],
)
def test_a_sentence_is_found_as_it_was_edited(text: str) -> None:
    """Case, accents, markup, a word more or less: the same moment."""
    [(_, start)] = found(text)
    assert 6 <= start <= 8


@pytest.mark.parametrize(
    "text",
    [
        "Merci beaucoup.",
        "La ville a gagné un nouveau parc au bord du fleuve l’an dernier.",
        "La moitié de ses habitants vit loin du centre depuis vingt ans.",
        "",
        "# On a replanté partout où c’était possible.",
    ],
)
def test_what_is_not_said_is_not_found(text: str) -> None:
    """Short sentences, other sentences of the same words, headings."""
    assert found(text) == []


def test_sentences_end_where_people_see_it() -> None:
    """Not after M. or in an address; at a paragraph's end, a list item's, a closed quotation."""
    text = (
        "« On est là pour longtemps, c’est sûr ! » dit M. Dupont de la mairie. Les gens "
        "viennent.\nTous les samedis matin, ils plantent.\n\n- Un premier point assez long ici\n"
        "- Un autre point assez long là\n"
    )
    assert [s.text for s in sentences(text)] == [
        "« On est là pour longtemps, c’est sûr ! » dit M. Dupont de la mairie.",
        "Tous les samedis matin, ils plantent.",
        "Un premier point assez long ici",
        "Un autre point assez long là",
    ]


def test_the_speaker_is_known() -> None:
    """Who was named last speaks."""
    [quote] = quotes(sentences("Les habitants sont venus aider le samedi, chaque semaine."), SAID)
    assert quote.speaker == "Paul Durand"
    assert quote.score >= 0.9


def test_soundbites_are_long_enough() -> None:
    """At least 15 seconds, from the start of a cue to the end of one, none over another."""
    text = "On a replanté partout où c’était possible. Les habitants sont venus aider le samedi."
    [bite] = bites(quotes(sentences(text), SAID), SAID)
    assert (bite.start_s, bite.duration_s) == (14.0, 16.0)
    assert bite.title == "On a replanté partout où c’était possible."


def test_a_transcript_of_three_hours_is_searched_quickly() -> None:
    """A long article against a long interview: seconds, not minutes."""
    import time

    cues = [
        Cue(n * 5.0, n * 5.0 + 5, f"Phrase numéro {n} qui parle de la ville et du temps.")
        for n in range(2000)
    ]
    text = " ".join(
        f"La ville numéro {n} parle du temps qui passe et de la phrase." for n in range(300)
    )
    before = time.process_time()
    quotes(sentences(text), cues)
    assert time.process_time() - before < 60


# The command.

TRANSCRIPT = """\
WEBVTT

00:00:00.000 --> 00:00:00.200
Bonjour et bienvenue.

00:00:00.200 --> 00:00:00.700
<v Durand>La ville a perdu la moitié de ses arbres en vingt ans.

00:00:00.700 --> 00:00:00.900
Nous avons replanté partout où c’était possible, vous savez.
"""
NAME = "episodes/eau/01-invite"


@pytest.fixture
def quoted(project: Any) -> Any:
    """An episode whose notes and whose article quote it."""
    project.write(f"{NAME}.vtt", TRANSCRIPT)
    text = project.read(f"{NAME}.md").decode()
    project.write(
        f"{NAME}.md",
        f"{text}\n\nElle le dit : « la ville a perdu la moitié de ses arbres en vingt ans »[^1].\n"
        "\n[^1]: Note.\n",
    )
    article = project.read("episodes/eau/article.md").decode()
    project.write(
        "episodes/eau/article.md",
        f"{article}\n\nNous avons replanté partout où c’était possible. Autre chose d’autre.\n",
    )
    return project


def test_quotes_become_links(quoted: Any) -> None:
    """In the notes behind the sentence, from the article in a list below; the page links them."""
    done = quoted.run("quotes", "01-invite")
    assert done.status == 0, done.all
    notes = quoted.read(f"{NAME}.md").decode()
    assert "en vingt ans »[^1] (0:00)." in notes or "en vingt ans »[^1]. (0:00)" in notes
    assert "- «\u00a0Nous avons replanté partout où c’était possible.\u00a0» (0:00)" in notes
    assert "## Citations" in notes
    built = quoted.run("build")
    assert built.status == 0, built.all
    page = next(quoted.public.glob("*/01-invite/index.html")).read_text("utf-8")
    assert "#t=0" in page


def test_quotes_are_written_once(quoted: Any) -> None:
    """Again: nothing more."""
    quoted.run("quotes", "01-invite")
    before = quoted.read(f"{NAME}.md")
    done = quoted.run("quotes", "01-invite", "--json")
    assert quoted.read(f"{NAME}.md") == before
    assert json.loads(done.out)["written"] is False
    assert len(json.loads(done.out)["quotes"]) == 2


def test_a_dry_run_writes_nothing(quoted: Any) -> None:
    """Moments and soundbites are told; what is told of soundbites is TOML that reads."""
    before = quoted.read(f"{NAME}.md")
    done = quoted.run("quotes", "01-invite", "--dry-run")
    assert quoted.read(f"{NAME}.md") == before
    assert "perdu la moitié" in done.out
    toml = done.out[done.out.index("[[soundbite]]") :]
    assert tomllib.loads(toml)["soundbite"][0]["start_time"] >= 0


def test_json_says_it_all(quoted: Any) -> None:
    """Text, place, moment, speaker and score of each."""
    told = json.loads(quoted.run("quotes", "01-invite", "--json", "--dry-run").out)
    assert {quote["where"] for quote in told["quotes"]} == {"notes", "article"}
    assert told["quotes"][0]["speaker"] == "Durand"
    assert 0.2 <= told["quotes"][0]["start"] < 0.7
    assert told["soundbites"]


def test_windows_line_ends_stay(quoted: Any) -> None:
    """Only what is added is added."""
    raw = quoted.read(f"{NAME}.md").replace(b"\n", b"\r\n")
    quoted.write(f"{NAME}.md", raw)
    assert quoted.run("quotes", "01-invite").status == 0
    after = quoted.read(f"{NAME}.md")
    assert b"(0:00)" in after and b"\n" not in after.replace(b"\r\n", b"")


def test_without_a_transcript_it_says_so(quoted: Any) -> None:
    """The way out is named."""
    quoted.remove(f"{NAME}.vtt")
    done = quoted.run("quotes", "01-invite")
    assert done.status == 1
    assert "no transcript with times" in done.all
