"""What lies beside an episode is found by its stem, whatever the case and the dots of a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import VTT
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.read.files import Signature, Tree, scan
from feed_builder.stems import (
    AUDIO_SUFFIXES,
    CHAPTER_SUFFIXES,
    MASTERS,
    REMOTE_SUFFIX,
    TRANSCRIPT_TYPES,
)

SUFFIXES = [".md", *AUDIO_SUFFIXES, *MASTERS.values(), REMOTE_SUFFIX, *CHAPTER_SUFFIXES]
STEMS = st.text(st.sampled_from("aAéÉσΣİ.-/"), min_size=1, max_size=6)
NAMES = st.tuples(STEMS, st.sampled_from([*SUFFIXES, ".", "..mp3", "", ".bak"]), st.booleans())


def tree_of(*paths: str) -> Tree:
    """A tree of empty files."""
    return Tree({path: Signature(0, 0) for path in paths})


@given(st.lists(NAMES, max_size=12), STEMS)
def test_files_are_those_of_the_stem(names: list[tuple[str, str, bool]], stem: str) -> None:
    """Those whose own letters it has, or where there are none those of another case."""
    paths = {head + (tail.upper() if upper else tail) for head, tail, upper in names}
    (found,) = tree_of(*sorted(paths)).beside(stem, SUFFIXES)
    spelt = [p for p in paths if p.startswith(stem) and p[len(stem) :].lower() in SUFFIXES]
    assert sorted(found) == sorted(spelt) or not spelt
    assert set(found) <= paths
    assert {len(path) - len(stem) for path in found} <= set(map(len, SUFFIXES))


def test_order_is_that_of_the_suffixes() -> None:
    tree = tree_of("e/a.b.mp3", "e/a.b.WAV", "e/A.B.m4a", "e/a.mp3", "e/a.b.c.mp3", "e/a.b.vtt")
    assert tree.beside("e/a.b", AUDIO_SUFFIXES) == [["e/a.b.mp3", "e/a.b.WAV"]]
    assert tree.beside("e/A.b", AUDIO_SUFFIXES) == [["e/a.b.mp3", "e/A.B.m4a", "e/a.b.WAV"]]
    assert tree.beside("e/a", TRANSCRIPT_TYPES) == [[]]
    assert tree.beside("e/a.b", (".wav",), TRANSCRIPT_TYPES, (".mp3",)) == [
        ["e/a.b.WAV"],
        ["e/a.b.vtt"],
        ["e/a.b.mp3"],
    ]


def test_capitals_at_the_end_of_a_greek_name(project: Any) -> None:
    """Python writes the last letter of "ΛΟΓΟΣ" otherwise in lower case than that of "ΛΟΓΟΣ.mp3"."""
    for path in Path(project.path, "episodes/eau").glob("01-invite.*"):
        path.rename(path.with_name(path.name.replace("01-invite", "01-ΛΟΓΟΣ")))
    project.write("episodes/eau/01-ΛΟΓΟΣ.en.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
    told = project.build("--json").json
    assert told["episodes"] == 3
    assert told["findings"] == []
    assert b"Hello." in b"".join(p.read_bytes() for p in project.public.glob("transcripts/*.vtt"))


def test_folder_with_endless_names(tmp_path: Path) -> None:
    """What is kept of a name does not grow with the square of its dots."""
    for number in range(50):
        (tmp_path / f"a{'.' * 200}{number}.mp3").touch()
    tree = scan(tmp_path, ".")
    assert tree.beside(f"./a{'.' * 200}7", AUDIO_SUFFIXES) == [[f"./a{'.' * 200}7.mp3"]]
    assert len(tree._endings) < 4 * 50


@pytest.mark.parametrize("transcribed", [False, True])
def test_episode_with_a_language_in_its_name_is_no_transcript(
    project: Any, transcribed: bool
) -> None:
    """ "01-x.fr.md" that begins with front matter is an episode, and what has its stem is its own,
    not another language of "01-x.md"."""
    project.remove("episodes/eau/01-invite.vtt")
    project.episode("eau/01-invite.fr", 9, title="Another", beside=False)
    if transcribed:
        project.write("episodes/eau/01-invite.fr.vtt", VTT.replace("Bonjour.", "Bonsoir."))
    project.build()
    published = b"".join(p.read_bytes() for p in project.public.glob("transcripts/*"))
    assert b"+++" not in published
    assert b"Bonsoir." not in project.read("public/eau/01-invite/index.html")
    assert (b"Bonsoir." in project.read("public/eau/01-invite-fr/index.html")) == transcribed
