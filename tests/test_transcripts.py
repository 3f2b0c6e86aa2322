"""Transcripts: any form in, one list of cues, every form out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.feed_parts import Person
from feed_builder.speech import Cue
from feed_builder.transcripts.automatic import is_automatic, mark
from feed_builder.transcripts.parsed import clock
from feed_builder.transcripts.reading import parse
from feed_builder.transcripts.speakers import attributed
from feed_builder.transcripts.writing import TIMED, WRITERS, Heading, completed

PEOPLE = (
    Person(name="Anne Martin", role="host"),
    Person(name="Frédéric Bœuf", role="guest"),
)
HEADING = Heading(title="L’eau & <nous>", language="fr")

VTT = """\
WEBVTT - un titre

NOTE Une remarque

1
00:00.000 --> 00:02.500 align:start
<v Anne Martin>Bonjour &amp; bienvenue.</v>

00:02.500 --> 00:05.000
<v.loud BOEUF>Merci, <i>vraiment</i>
<00:00:03.000>merci.
"""
SRT = """\
1
00:00:00,000 --> 00:00:02,500
Anne Martin : Bonjour & bienvenue.

2
00:00:02,500 --> 00:00:05,000
{\\an8}Boeuf : Merci, <i>vraiment</i>
merci.
"""
JSON = json.dumps(
    {
        "version": "1.0.0",
        "segments": [
            {
                "speaker": "A. Martin",
                "startTime": 0,
                "endTime": 2.5,
                "body": "Bonjour & bienvenue.",
            },
            {"speaker": "Bœuf", "startTime": 2.5, "endTime": 5, "body": "Merci, vraiment merci."},
        ],
    }
)
WHISPER = json.dumps(
    {
        "language": "fr",
        "segments": [
            {"id": 0, "start": 0.0, "end": 2.5, "speaker": "Host", "text": " Bonjour & bienvenue."},
            {
                "id": 1,
                "start": 2.5,
                "end": 5.0,
                "speaker": "Guest",
                "text": "Merci, vraiment merci.",
            },
        ],
    }
)
PODLOVE = json.dumps(
    [
        {
            "start": "00:00:00.000",
            "start_ms": 0,
            "end": "00:00:02.500",
            "end_ms": 2500,
            "speaker": "Martin",
            "text": "Bonjour & bienvenue.",
        },
        {
            "start": "00:00:02.500",
            "start_ms": 2500,
            "end": "00:00:05.000",
            "end_ms": 5000,
            "speaker": "F. Bœuf",
            "text": "Merci, vraiment merci.",
        },
    ]
)
HTML = """\
<html><head><title>Non</title><style>p {}</style></head><body><h1>Non plus</h1>
<cite>Anne Martin:</cite>
<time>0:00</time>
<p>Bonjour &amp; bienvenue.</p>
<cite>M. Bœuf:</cite>
<time>0:02.5</time>
<p>Merci, <b>vraiment</b><br>merci.</p><script>alert(1)</script></body></html>
"""
TEXT = """\
Anne Martin (0:00)
Bonjour & bienvenue.

Bœuf  00:00:02.500
Merci, vraiment
merci.
"""
MARKDOWN = """\
# Transcription

[00:00] **Anne Martin** : Bonjour & bienvenue.

[00:02.5] **Bœuf** : Merci, *vraiment* merci.
"""
WHOLE = (
    Cue(0.0, 2.5, "Bonjour & bienvenue.", "Anne Martin"),
    Cue(2.5, 5.0, "Merci, vraiment merci.", "Frédéric Bœuf"),
)


def cues(text: str, suffix: str, duration_s: float = 5.0) -> tuple[Cue, ...]:
    """What is read of a transcript, with speakers and ends."""
    read = parse(text.encode(), suffix)
    assert read.faults == ()
    return completed(attributed(read.cues, PEOPLE), duration_s)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (VTT, ".vtt"),
        (SRT, ".srt"),
        (JSON, ".json"),
        (WHISPER, ".json"),
        (PODLOVE, ".json"),
        (HTML, ".html"),
        (TEXT, ".txt"),
        (MARKDOWN, ".md"),
    ],
    ids=["vtt", "srt", "json", "whisper", "podlove", "html", "txt", "md"],
)
def test_every_form_says_the_same(text: str, suffix: str) -> None:
    """Eight ways to write two sentences: one list of cues, with the people's own names."""
    read = cues(text, suffix)
    assert [(c.start_s, c.text, c.speaker) for c in read] == [
        (c.start_s, c.text, c.speaker) for c in WHOLE
    ]
    assert read[0].end_s == 2.5


@pytest.mark.parametrize("suffix", WRITERS)
def test_what_is_written_reads_the_same(suffix: str) -> None:
    """Each published form, read again, says the same under the same names."""
    written = WRITERS[suffix](WHOLE, HEADING)
    read = cues(written, suffix)
    if suffix in TIMED:
        assert read == WHOLE
    else:
        assert [(c.text, c.speaker) for c in read] == [(c.text, c.speaker) for c in WHOLE]


@given(
    st.lists(
        st.tuples(st.integers(0, 9_000_000), st.integers(0, 20_000), st.text(max_size=400)),
        min_size=1,
        max_size=6,
    ),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_no_text_breaks_a_form(told: Sequence[tuple[int, int, str]], name: str | None) -> None:
    """Whatever is said, and by whom: webvtt-py finds the cues, JSON and HTML the words."""
    from feed_builder.transcripts.parsed import plain

    speaker = plain(name or "") or None
    said = tuple(
        Cue(start / 1000, (start + length) / 1000, plain(text), speaker)
        for start, length, text in sorted(told)
        if plain(text)
    )
    if not said:
        return
    vtt = WRITERS[".vtt"](said, HEADING)
    assert "\n\n\n" not in vtt
    again = webvtt.WebVTT.from_string(vtt, strict=True)
    assert len(again) >= len(said)
    assert [s["body"] for s in json.loads(WRITERS[".json"](said, HEADING))["segments"]] == [
        cue.text for cue in said
    ]
    srt = WRITERS[".srt"](said, HEADING)
    assert srt.count(" --> ") >= len(said)
    assert "<script" not in WRITERS[".html"](said, HEADING)


def test_times_are_rounded_before_they_are_split() -> None:
    """59.9996 s is a minute; "00:00:59.1000" and "00:00:60.000" are no times."""
    assert clock(59.9996) == "00:01:00.000"
    assert clock(3599.9999) == "01:00:00.000"
    vtt = WRITERS[".vtt"]([Cue(59.9996, 61.0, "A.")], HEADING)
    assert "00:01:00.000 --> 00:01:01.000" in vtt


def test_markup_stays_words() -> None:
    """What looks like markup or like a line of times comes out as words."""
    said = [Cue(0.0, 1.0, "a --> b <v X> & <script>x</script>", 'A "<b>" --> C')]
    vtt, page = WRITERS[".vtt"](said, HEADING), WRITERS[".html"](said, HEADING)
    assert vtt.count("-->") == 1
    assert "a --&gt; b &lt;v X&gt; &amp; &lt;script&gt;" in vtt
    assert "<script>" not in page
    assert "<title>Transcription – L’eau &amp; &lt;nous&gt;</title>" in page


def test_captions_are_short() -> None:
    """A paragraph becomes cues of some sentences, and SRT's cards have two lines of 32."""
    text = "Une phrase assez longue pour que personne ne la lise en une fois. " * 12
    said = [Cue(0.0, 60.0, text.strip(), "Anne Martin")]
    vtt = webvtt.WebVTT.from_string(WRITERS[".vtt"](said, HEADING))
    assert len(vtt) > 2
    assert max(len(line) for c in vtt for line in c.text.split("\n")) <= 65
    assert vtt[-1].end == "00:01:00.000"
    cards = WRITERS[".srt"](said, HEADING).strip().split("\n\n")
    assert all(len(card.split("\n")) <= 4 for card in cards)
    assert max(len(line) for card in cards for line in card.split("\n")[2:]) <= 32
    assert cards[0].split("\n")[2].startswith("Anne Martin: ")


@pytest.mark.parametrize(
    ("text", "suffix", "line", "says"),
    [
        ("", ".vtt", 1, "WebVTT"),
        ("WEBVTT\n\nBonjour.\n", ".vtt", None, "no cue"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA\n", ".vtt", 3, "times"),
        ("WEBVTT\n\n0:1.0 --> 0:2.0\nA\n", ".vtt", 3, "times"),
        (
            "WEBVTT\n\n00:05.000 --> 00:03.000\nA\n\n00:06.000 --> 00:07.000\nB\n",
            ".vtt",
            3,
            "ends before it begins",
        ),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB\n",
            ".vtt",
            6,
            "not in order",
        ),
        ("Bonjour.\n", ".srt", None, "no cue"),
        ("1\n00:00:05,000 --> 00:00:03,000\nA\n", ".srt", 2, "ends before"),
        ("1\n00:00:61,000 --> 00:01:03,000\nA\n", ".srt", 2, "times"),
        ('{"segments":\n [}', ".json", 2, "JSON"),
        ('{"segments": []}', ".json", None, "segments"),
        (
            '{"segments": [\n{"startTime": 0, "body": "A"},\n{"body": "B"}]}',
            ".json",
            3,
            "segment 2",
        ),
        (
            '{"segments": [\n{"startTime": 9, "body": "A"},\n{"startTime": 1, "body": "B"}]}',
            ".json",
            3,
            "not in order",
        ),
        ('{"segments": [{"startTime": true, "body": "A"}]}', ".json", 1, "no time"),
        ('{"segments": [{"startTime": 1e400, "body": "A"}]}', ".json", 1, "no time"),
        ("[" * 100_000, ".json", None, "JSON"),
        ("<h1>Titre</h1><script>x</script>", ".html", None, "empty"),
        (" \n", ".txt", None, "empty"),
        ("# Titre\n", ".md", None, "empty"),
    ],
)
def test_faults_have_lines(text: str, suffix: str, line: int | None, says: str) -> None:
    """What is wrong is told with its line and a way out."""
    faults = parse(text.encode(), suffix).faults
    assert any(says in fault.message and fault.line == line for fault in faults), faults
    assert all(fault.fix for fault in faults)


def test_all_faults_at_once() -> None:
    """Every wrong line is told, in order."""
    text = "WEBVTT\n\n00:00:01,0 --> x\nA\n\n00:02.000 --> 00:01\nB\n"
    assert [fault.line for fault in parse(text.encode(), ".vtt").faults] == [3, 6]


def test_other_encodings_are_told() -> None:
    """Latin-1 is told with the line of its first byte that is not UTF-8."""
    content = "WEBVTT\n\n00:00.000 --> 00:01.000\né\n".encode("latin-1")
    assert [(f.line, "UTF-8" in f.message) for f in parse(content, ".vtt").faults] == [(4, True)]


def test_windows_files_are_taken() -> None:
    """A byte order mark and CRLF change nothing."""
    content = b"\xef\xbb\xbf" + VTT.replace("\n", "\r\n").encode()
    assert parse(content, ".vtt").cues == parse(VTT.encode(), ".vtt").cues


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ANNE MARTIN", "Anne Martin"),
        ("Martin", "Anne Martin"),
        ("A. Martin", "Anne Martin"),
        ("AM", "Anne Martin"),
        ("A.M.", "Anne Martin"),
        ("Mme Martin", "Anne Martin"),
        ("Frederic Boeuf", "Frédéric Bœuf"),
        ("Interviewer", "Anne Martin"),
        ("Invité", "Frédéric Bœuf"),
        ("Marie Dupont", "Marie Dupont"),
        ("SPEAKER_00", "SPEAKER_00"),
    ],
)
def test_speakers_are_matched(written: str, name: str) -> None:
    """People are found by name, part, initials and role; nobody else is renamed."""
    [cue] = attributed([Cue(0.0, 1.0, "Bonjour.", written)], PEOPLE)
    assert cue.speaker == name


def test_two_of_one_name_are_not_confused() -> None:
    """A name that two people share stays as it is written."""
    people = (Person(name="Anne Martin"), Person(name="Paul Martin"))
    [cue] = attributed([Cue(0.0, 1.0, "Bonjour.", "Martin")], people)
    assert cue.speaker == "Martin"


def test_a_colon_alone_makes_no_speaker() -> None:
    """What stands before a colon is a name only if it is one of theirs, or comes twice."""
    said = [
        Cue(0.0, 1.0, "Une chose : il pleut."),
        Cue(1.0, 2.0, "Paris : capitale."),
        Cue(2.0, 3.0, "Dupont : Oui."),
        Cue(3.0, 4.0, "Dupont : Non."),
        Cue(4.0, 5.0, "Martin\u00a0: Merci."),
    ]
    assert [(c.speaker, c.text) for c in attributed(said, PEOPLE)] == [
        (None, "Une chose : il pleut."),
        (None, "Paris : capitale."),
        ("Dupont", "Oui."),
        ("Dupont", "Non."),
        ("Anne Martin", "Merci."),
    ]


@pytest.mark.parametrize("suffix", [".vtt", ".txt"])
def test_a_hyphen_at_the_end_of_a_line_joins(suffix: str) -> None:
    """A word broken behind its hyphen has no space there; a dash is no hyphen."""
    head = "WEBVTT\n\n00:00.000 --> 00:02.000\n" if suffix == ".vtt" else "Bonjour.\n\n"
    read = cues(f"{head}Née à Saint-\nÉtienne -\nou pas.\n", suffix)
    assert read[-1].text == "Née à Saint-Étienne - ou pas."


def test_two_voices_in_one_cue() -> None:
    """Two people who speak at once are two cues of one time."""
    text = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v A>Oui</v>\n<v B>Non</v>\n"
    assert parse(text.encode(), ".vtt").cues == (
        Cue(0.0, 2.0, "Oui", "A"),
        Cue(0.0, 2.0, "Non", "B"),
    )


def test_a_machines_words_are_marked_until_somebody_edits_them() -> None:
    """The mark holds while the words do; a corrected word or speaker takes it away."""
    words = [Cue(0.0, 1.0, "Bonjour à tousse.")]
    text = WRITERS[".vtt"](words, Heading(title="T", language="fr"))
    marked = text.replace("WEBVTT", f"WEBVTT\n\nNOTE {mark(words, 'some-program base')}", 1)
    assert is_automatic(parse(marked.encode(), ".vtt"))
    assert not is_automatic(parse(text.encode(), ".vtt"))
    edited = marked.replace("tousse", "tous")
    assert not is_automatic(parse(edited.encode(), ".vtt"))


def test_published_forms_say_that_a_machine_wrote_them() -> None:
    """VTT in a comment, text and page above the words, in the transcript's language."""
    heading = Heading(title="T", language="fr-CA", is_automatic=True)
    for suffix in (".vtt", ".html", ".txt"):
        assert "Transcription automatique, non relue." in WRITERS[suffix](WHOLE, heading)


# In a project.


def feed(project: Any) -> str:
    """The feed's text."""
    return str((project.public / "feed.xml").read_text("utf-8"))


def published(project: Any, stem: str, suffix: str) -> str:
    """The text of the one published transcript of this form."""
    [path] = (project.public / "transcripts").glob(f"{stem}.????????{suffix}")
    return str(path.read_text("utf-8"))


def test_one_source_makes_every_form(project: Any) -> None:
    """A VTT alone: the feed names five forms, each with its type, timed ones as captions."""
    assert project.run("build").status == 0
    tags = re.findall(r"<podcast:transcript [^>]*01-invite[^>]*>", feed(project))
    kinds = [re.search(r'type="([^"]*)"', tag) for tag in tags]
    assert [kind and kind.group(1) for kind in kinds] == [
        "text/vtt",
        "application/x-subrip",
        "application/json",
        "text/html",
        "text/plain",
    ]
    assert [("captions" in tag) for tag in tags] == [True, True, True, False, False]


def test_a_transcript_without_times_makes_no_captions(project: Any) -> None:
    """Markdown beside the episode: HTML and text, with its people."""
    project.remove("episodes/eau/01-invite.vtt")
    project.write("episodes/eau/01-invite.transcript.md", "**Invité** : Bonjour.\n\n**X** : Non.\n")
    done = project.run("build")
    assert done.status == 0, done.all
    tags = re.findall(r"<podcast:transcript [^>]*01-invite[^>]*>", feed(project))
    assert [re.findall(r'type="([^"]*)"', tag) for tag in tags] == [["text/html"], ["text/plain"]]
    assert "Bonjour." in published(project, "01-invite", ".html")


def test_several_languages(project: Any) -> None:
    """01-invite.en.vtt is the same in English: a second set of forms, with its language."""
    project.write(
        "episodes/eau/01-invite.en.vtt", "WEBVTT\n\n00:00.000 --> 00:00.500\nGood morning.\n"
    )
    assert project.run("build").status == 0
    tags = re.findall(r"<podcast:transcript [^>]*01-invite\.en\.[^>]*>", feed(project))
    assert len(tags) == 5
    assert all('language="en"' in tag for tag in tags)
    assert "Good morning." in published(project, "01-invite.en", ".txt")
    assert "Good morning." not in published(project, "01-invite", ".txt")


def test_a_page_in_markdown_is_no_episode(project: Any) -> None:
    """01-invite.en.md beside 01-invite.md is a transcript, unless it has front matter."""
    project.write("episodes/eau/01-invite.en.md", "Good morning.\n")
    assert project.run("build").status == 0
    assert "Good morning." in published(project, "01-invite.en", ".txt")
    project.write("episodes/eau/01-invite.en.md", '+++\ntitle = "Twin"\n+++\n')
    assert "01-invite.en.md" in project.run("build").all


def test_a_transcript_that_goes_on_after_the_recording(project: Any) -> None:
    """A cue far behind the end is told with its line, and stops the build."""
    project.write(
        "episodes/eau/01-invite.vtt",
        "WEBVTT\n\n00:00.000 --> 00:00.500\nA\n\n10:00.000 --> 10:01.000\nB\n",
    )
    done = project.run("build")
    assert done.status == 1
    assert "episodes/eau/01-invite.vtt:6: goes on until 00:10:01.000" in done.all


def test_faults_are_told_with_file_and_line(project: Any) -> None:
    """All faults of a transcript at once, as compilers write them."""
    project.write(
        "episodes/eau/01-invite.vtt",
        "WEBVTT\n\n00:00,000 --> 00:01,000\nA\n\n00:02.000 --> x\nB\n",
    )
    done = project.run("build")
    assert done.status == 1
    assert "episodes/eau/01-invite.vtt:3:" in done.all
    assert "episodes/eau/01-invite.vtt:6:" in done.all


def test_forms_are_made_once(project: Any, monkeypatch: pytest.MonkeyPatch, invoke: Any) -> None:
    """What was made is known again; without .feed-builder it is made again: the same bytes."""
    assert project.run("build").status == 0
    before = project.tree()
    project.remove(".feed-builder")
    assert project.run("build").status == 0
    assert project.tree() == before
    monkeypatch.delitem(WRITERS, ".vtt")
    project.write("episodes/eau/02-neuf.txt", "x\n")
    assert invoke("build").exit_code == 0


def test_what_a_person_wrote_is_published_as_written(project: Any) -> None:
    """The form that lies there keeps its bytes, unless a name in it is not the person's."""
    project.write("episodes/eau/01-invite.vtt", VTT.replace("<v.loud BOEUF>", ""))
    assert project.run("build").status == 0
    assert published(project, "01-invite", ".vtt") == VTT.replace("<v.loud BOEUF>", "")


def test_names_are_corrected_in_what_is_published(project: Any) -> None:
    """ "<v DURAND>" is published under the name that the front matter says."""
    name = "episodes/eau/01-invite.md"
    people = '[[people]]\nname = "Paul Durand"\nrole = "guest"\n+++'
    project.write(name, project.read(name).decode().replace("\n+++", f"\n{people}", 1))
    project.write(
        "episodes/eau/01-invite.vtt", "WEBVTT\n\n00:00.000 --> 00:00.500\n<v DURAND>Oui.\n"
    )
    done = project.run("build")
    assert done.status == 0, done.all
    assert "<v Paul Durand>Oui." in published(project, "01-invite", ".vtt")
    assert "<cite>Paul Durand:</cite>" in published(project, "01-invite", ".html")
    assert '"speaker": "Paul Durand"' in published(project, "01-invite", ".json")


def test_a_page_is_published_without_its_scripts(project: Any) -> None:
    """HTML is always written anew."""
    project.write("episodes/eau/01-invite.html", "<p onclick=x>Oui.</p><script>alert(1)</script>")
    assert project.run("build").status == 0
    page = published(project, "01-invite", ".html")
    assert "<p>Oui.</p>" in page
    assert "<script" not in page and "onclick" not in page
