"""Chapters in every form that programs write, as one list, and what is published of it."""

from __future__ import annotations

import json
import struct
from datetime import timedelta
from pathlib import Path
from typing import Any

import odd_audio as odd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.audio.facts import chapters_from, chapters_told
from feed_builder.audio.probe import probe
from feed_builder.chapters import podcasting
from feed_builder.chapters.entries import entry, within
from feed_builder.chapters.files import read_chapters
from feed_builder.chapters.notes import chapters_in, in_lines, with_links
from feed_builder.chapters.times import clock, moment
from feed_builder.model import Chapter

LINK = "https://example.org/eau?a=1&b=2"
HOUR = timedelta(hours=1)


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


PLAIN = (
    Chapter(start=at(0), title="Accueil"),
    Chapter(start=at(62.5), title="L’eau & « la forêt »"),
    Chapter(start=at(3723), title="Fin"),
)
LINKED = (PLAIN[0], Chapter(start=at(62.5), title=PLAIN[1].title, href=LINK), PLAIN[2])
ENDED = tuple(
    Chapter(start=c.start, title=c.title, end=e)
    for c, e in zip(PLAIN, (at(62.5), at(3723), at(3800)), strict=True)
)

FORMS = {
    "a.chapters.json": (
        json.dumps(
            {
                "version": "1.2.0",
                "chapters": [
                    {"startTime": 0, "title": "Accueil"},
                    {"startTime": 62.5, "title": "L’eau & « la forêt »", "url": LINK},
                    {"startTime": 3723, "title": "Fin"},
                ],
            }
        ),
        LINKED,
    ),
    "podlove.chapters.json": (
        json.dumps(
            [
                {"start": "00:00:00.000", "title": "Accueil", "href": "", "image": ""},
                {"start": "00:01:02.500", "title": "L’eau & « la forêt »", "href": LINK},
                {"start": "01:02:03", "title": "Fin"},
            ]
        ),
        LINKED,
    ),
    "a.psc.xml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
        '<psc:chapter start="0" title="Accueil"/>\n'
        '<psc:chapter start="00:01:02.500" title="L’eau &amp; « la forêt »" '
        f'href="{LINK.replace("&", "&amp;")}"/>\n'
        '<psc:chapter start="1:02:03" title="Fin" image="picture.svg"/></psc:chapters>',
        LINKED,
    ),
    "in-a-feed.psc": (
        '<rss><channel><item><chapters xmlns="http://podlove.org/simple-chapters/">'
        '<chapter start="00:00:00" title="Accueil"/>'
        '<chapter start="01:02.5" title="L’eau &amp; « la forêt »"/>'
        '<chapter start="3723" title="Fin"/></chapters></item></channel></rss>',
        PLAIN,
    ),
    "a.chapters.txt": (
        "# total-duration: 01:03:20.000\n00:00:00.000 Accueil\n"
        "00:01:02.500 L’eau & « la forêt »\n\n01:02:03.000 Fin\n",
        PLAIN,
    ),
    "auphonic.chapters.txt": (
        f"00:00:00.000 Accueil\n00:01:02.500 L’eau & « la forêt » <{LINK}>\n01:02:03.000 Fin",
        LINKED,
    ),
    "ogm.chapters.txt": (
        "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Accueil\n"
        "CHAPTER02=00:01:02.500\nCHAPTER02NAME=L’eau & « la forêt »\n"
        f"CHAPTER02URL={LINK}\nCHAPTER03=01:02:03.000\nCHAPTER03NAME=Fin\n",
        LINKED,
    ),
    "a.labels.txt": (
        "0.000000\t62.500000\tAccueil\n\\\t100.0\t200.0\n"
        "62.500000\t3723.000000\tL’eau & « la forêt »\n3723.000000\t3800.000000\tFin\n",
        ENDED,
    ),
    "audacity-points.chapters.txt": (
        "0,000000\t0,000000\tAccueil\n62,500000\t62,500000\tL’eau & « la forêt »\n"
        "3723,000000\t3723,000000\tFin\n",
        PLAIN,
    ),
    "a.chapters.vtt": (
        "WEBVTT - Chapitres\nKind: chapters\n\nNOTE rien\n\n"
        "1\n00:00.000 --> 01:02.500\nAccueil\n\n"
        "00:01:02.500 --> 01:02:03.000 align:left\n<b>L’eau</b> &amp;\n« la forêt »\n\n"
        "01:02:03.000 --> 01:03:20.000\nFin\n",
        ENDED,
    ),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("change", ["", "crlf", "bom"])
def test_every_form_says_the_same(name: str, change: str, tmp_path: Path) -> None:
    """Each form, also as Windows writes it, gives the list with what that form can say."""
    text, expected = FORMS[name]
    content = (text.replace("\n", "\r\n") if change == "crlf" else text).encode()
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + content if change == "bom" else content)
    assert read_chapters(path) == expected


@pytest.mark.parametrize(
    ("name", "text", "fact"),
    [
        ("x.chapters.txt", "", "is empty"),
        ("x.chapters.txt", "# seulement", "holds no chapter"),
        ("x.chapters.txt", "00:00:00 A\nsans temps\n", "has no time at the start of line 2"),
        ("x.chapters.txt", "00:00:00 A\n00:99:00 B\n00:00:75 C\n", "has no time at the start of"),
        ("x.chapters.txt", "00:05:00 A\n00:01:00 B\n", "number 2, 1:00, comes after 5:00"),
        ("x.chapters.txt", "CHAPTER01NAME=A", "holds no time such as CHAPTER01"),
        ("x.chapters.txt", "CHAPTER01=00:00:00\nA", "has no CHAPTER01=… in line 2"),
        ("x.labels.txt", "0.0\t1.0\tA\nB", "has no label in line 2"),
        ("x.chapters.vtt", "WEBVTT\n\nbonjour", "holds no cue"),
        ("x.psc.xml", "<a><b></a>", "is no XML: mismatched tag, line 1"),
        ("x.psc.xml", "<a/>", "holds no psc:chapter"),
        (
            "x.psc.xml",
            '<a xmlns="http://podlove.org/simple-chapters">\n<chapter start="x"/></a>',
            "has no start in line 2",
        ),
        (
            "x.psc.xml",
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "declares an entity",
        ),
        ("x.chapters.json", '[{"start": "soon"}]', 'has no time in "start", number 1'),
        ("x.chapters.json", '{"version": "1.2.0", "chapters": [3]}', 'has no "startTime"'),
        ("x.chapters.json", "[" * 100_000, "is no JSON"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    name: str, text: str, fact: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError) as caught:
        read_chapters(path)
    assert fact in str(caught.value)
    assert str(caught.value).endswith(")"), "no way out"


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
def test_no_damage_is_a_bug(name: str, data: Any) -> None:
    """Whatever a file of chapters holds, it is read or refused with a fact."""
    text = FORMS[name][0]
    begin = data.draw(st.integers(0, len(text)))
    hole = data.draw(st.integers(0, 40))
    broken = text[:begin] + data.draw(st.text(max_size=9)) + text[begin + hole :]
    from feed_builder.chapters import files

    try:
        read = files._read(broken.encode("utf-8", "replace"), name)
    except ValueError:
        return
    assert all(chapter.start >= timedelta() for chapter in read)


def test_json_out_can_be_read_in() -> None:
    everything = (
        Chapter(start=at(0), title="A", href=LINK, image="https://e.example/a.jpg", end=at(5)),
        Chapter(start=at(5.25), toc=False),
    )
    assert tuple(podcasting.read(podcasting.write(everything).decode())) == everything
    told = json.loads(podcasting.write(everything))
    assert told["version"] == "1.2.0"
    assert told["chapters"][0]["startTime"] == 0
    assert isinstance(told["chapters"][0]["startTime"], int)
    assert told["chapters"][1] == {"startTime": 5.25, "toc": False}


chapters_lists = st.lists(
    st.builds(
        Chapter,
        start=st.timedeltas(at(0), at(7200)),
        title=st.none() | st.text(),
        href=st.none() | st.text(),
        image=st.none() | st.text(),
        end=st.none() | st.timedeltas(at(0), at(9000)),
        toc=st.booleans(),
    )
).map(tuple)


@given(chapters_lists)
def test_kept_chapters_come_back(chapters: tuple[Chapter, ...]) -> None:
    assert chapters_from(json.loads(json.dumps(chapters_told(chapters)))) == chapters


@given(chapters_lists)
def test_within_a_recording(chapters: tuple[Chapter, ...]) -> None:
    """In order, each moment once, nothing behind the end."""
    kept = within(chapters, HOUR)
    starts = [chapter.start for chapter in kept]
    assert starts == sorted({chapter.start for chapter in chapters if chapter.start < HOUR})
    for chapter, latest in zip(kept, [*starts, HOUR][1:], strict=True):
        assert chapter.end is None or chapter.end <= latest


@given(st.integers(0, 300 * 3600 * 1000))
def test_clock_and_back(milliseconds: int) -> None:
    time = timedelta(milliseconds=milliseconds)
    assert moment(clock(time)) == time


def test_addresses_that_no_browser_may_follow_are_dropped() -> None:
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "a.svg",
        "/a.jpg",
        "../a.jpg",
        "b\\a.jpg",
        "a.jpg?b#c.jpg",
        "http://",
        'http://a/"><b',
    ):
        assert entry(at(0), "A", href=address, image=address) == Chapter(start=at(0), title="A")
    beside = entry(at(0), "A", href="a.jpg", image="b/a.jpg")
    assert (beside.href, beside.image, beside.picture) == (None, None, "b/a.jpg")
    assert entry(at(0), "A\x00\n\tB\u202f  C").title == "A B C"


# --- In show notes ----------------------------------------------------------------------------

NOTES = f"""\
Avec Anne Martin.

00:00:00 Accueil
00:01:02 **L’eau** [des villes]({LINK})
00:30:00 – Fin

Rendez-vous à 12:34.
"""


@pytest.mark.parametrize(
    "notes",
    [
        NOTES,
        NOTES.replace("00:0", "- 00:0").replace("00:3", "- 00:3"),
        NOTES.replace("00:00:00", "(0:00)").replace("00:01:02", "[1:02]").replace("00:3", "3"),
        NOTES.replace("\n00:", "\n\n* 00:"),
        NOTES.replace("00:00:00 ", "1. 00:00 : ").replace("00:01:02", "2. 01:02"),
    ],
)
def test_lines_in_notes_are_chapters(notes: str) -> None:
    found = chapters_in(notes.encode())
    assert [chapter.title for chapter in found] == ["Accueil", "L’eau des villes", "Fin"]
    assert [chapter.start for chapter in found] == [at(0), at(62), at(1800)]
    assert found[1].href == LINK


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "Rendez-vous à 12:34 précises.",
        "09:00 Accueil\n10:30 Pause\n12:00 Déjeuner",
        "00:05:00 Après\n00:01:00 Avant",
        "00:00:00 Seul",
        "```\n00:00:00 A\n00:01:00 B\n```",
        "0:00\n1:00",
        "2024-01-31 A\n2024-02-01 B",
    ],
)
def test_lines_that_only_look_like_chapters(notes: str) -> None:
    assert chapters_in(notes.encode()) == ()


def test_each_line_of_chapters_is_a_line() -> None:
    assert in_lines("a\n0:00 A\n1:00 B\n2:00 C\nb") == "a\n0:00 A  \n1:00 B  \n2:00 C\nb"


def linked(html: str, *, chapters: bool = True) -> str:
    return with_links(html, "https://e.example/p/", HOUR, chapters=chapters)


def test_moments_become_links() -> None:
    link = '<a href="https://e.example/p/#t=62">{}</a>'.format
    full, short = link("00:01:02"), link("1:02")
    assert linked("<p>00:01:02 A<br>\n1:02 B</p>") == f"<p>{full} A<br>\n{short} B</p>"
    assert linked("<li><strong>1:02</strong> B</li>") == f"<li><strong>{short}</strong> B</li>"
    assert linked("<p>Voir 00:01:02, (1:02).</p>") == f"<p>Voir {full}, ({short}).</p>"
    assert linked("<p>1:02 B</p>", chapters=False) == "<p>1:02 B</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>à 12:34</p>",
        "<p>02:00:00 après la fin</p>",
        '<p><a href="https://e.example/">00:01:02</a></p>',
        "<p><code>00:01:02</code></p>",
        "<p>2001:00:01:02 et 1.00:01:02.5.6</p>",
        '<p title="00:01:02">x</p>',
    ],
)
def test_what_is_no_moment_stays(html: str) -> None:
    assert linked(html) == html


# --- In a build -------------------------------------------------------------------------------

EPISODE = "episodes/eau/01-invite"


def published(project: Any) -> list[dict[str, Any]]:
    """The chapters file that the feed names for the first episode."""
    (name,) = (project.public / "chapters").glob("01-invite.*.json")
    assert f"chapters/{name.name}".encode() in project.read("public/feed.xml")
    found: list[dict[str, Any]] = json.loads(name.read_bytes())["chapters"]
    return found


@pytest.mark.parametrize("name", [n for n in FORMS if n.startswith("a.")])
def test_a_file_beside_an_episode(name: str, project: Any) -> None:
    project.remove(f"{EPISODE}.chapters.json")
    project.episode("eau/01-invite", 1, frames=200_000, beside=False)
    project.remove(f"{EPISODE}.chapters.json")
    project.write(EPISODE + name[1:], FORMS[name][0])
    told = [line for line in project.build().err.splitlines() if line.startswith("warning")]
    # The test itself puts another recording in the place of the published one.
    assert [line for line in told if "its recording is another" not in line] == []
    assert [(c["startTime"], c["title"]) for c in published(project)] == [
        (0, "Accueil"),
        (62.5, "L’eau & « la forêt »"),
        (3723, "Fin"),
    ]


def test_lines_in_notes_are_published(project: Any) -> None:
    project.remove(f"{EPISODE}.chapters.json")
    project.episode("eau/01-invite", 1, notes=NOTES, frames=100_000, beside=False)
    project.build()
    assert [c["title"] for c in published(project)] == ["Accueil", "L’eau des villes", "Fin"]
    page = project.read("public/eau/01-invite/index.html").decode()
    assert 'eau/01-invite/#t=62">00:01:02</a>' in page
    feed = project.read("public/feed.xml").decode()
    assert "00:00:00 Accueil<br />" in feed.replace("<br>", "<br />"), "a line of its own"
    assert feed.count("#t=62") == 1, "the short description stays plain"


def test_chapters_behind_the_end_are_told(project: Any) -> None:
    project.write(f"{EPISODE}.chapters.txt", "00:00:00 A\n00:01:00 B\n")
    project.remove(f"{EPISODE}.chapters.json")
    done = project.build()
    assert "1 of 2 chapters begin after the recording, which ends at 0:02" in done.err
    assert [c["title"] for c in published(project)] == ["A"]


def test_of_two_files_one_is_read(project: Any) -> None:
    project.write(f"{EPISODE}.chapters.txt", "00:00:00 Autre\n")
    done = project.build()
    assert "01-invite.chapters.txt: is not read: the chapters are those of" in done.err
    assert published(project)[0]["title"] == "Accueil"


def test_markers_of_a_wav(tmp_path: Path) -> None:
    """Cues with labels, as Audition, Reaper and WaveLab write them; others are loops and cuts."""
    cues = ((1, 0), (2, 44100), (3, 66150))
    points = [struct.pack("<II4sIII", n, at, b"data", 0, 0, at) for n, at in cues]
    labels = [(1, "Début".encode()), (2, "L’été".encode("cp1252"))]
    listed = [
        odd.chunk(b"labl", struct.pack("<I", n) + text + bytes(2 - len(text) % 2))
        for n, text in labels
    ]
    content = odd.riff(
        odd.chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 44100, 88200, 2, 16)),
        odd.chunk(b"data", bytes(88200 * 2)),
        odd.chunk(b"cue ", struct.pack("<I", 3) + b"".join(points)),
        odd.chunk(b"LIST", b"adtl" + b"".join(listed)),
    )
    path = tmp_path / "markers.wav"
    path.write_bytes(content)
    found = probe(path).chapters
    assert [(c.start.total_seconds(), c.title) for c in found] == [(0, "Début"), (1, "L’été")]
