"""Which recording belongs to which interview."""

from __future__ import annotations

from pathlib import Path

import pytest

from feed_builder.articles.interviews import Interview, find_interviews
from feed_builder.articles.readers import read_plain_text
from feed_builder.articles.recordings import (
    Matches,
    Recording,
    find_recordings,
    find_unplayed,
    match_recordings,
)
from feed_builder.errors import ArticleError

ARTICLE = """\
Un titre

Écoutez l’interview de Rosa BRUNEL, maire :

Écoutez l’interview de Muriel OBA-VERNE, préfète :

Écoutez l’interview de Jean-Luc PIN, pêcheur :

Écoutez l’interview de Marie PIN, batelière :

Écoutez l’intégralité de la table ronde et des débats (1h26) :
"""


@pytest.fixture(scope="module")
def interviews() -> tuple[Interview, ...]:
    return find_interviews(read_plain_text(ARTICLE, "x")).interviews


def match(interviews: tuple[Interview, ...], *names: str) -> Matches:
    return match_recordings(interviews, [Recording(Path(name)) for name in names])


def pairs(matches: Matches) -> dict[str, int]:
    return {one.recording.file.name: one.interview.order for one in matches.matched}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("brunel.mp3", 1),
        ("Interview_Rosa-BRUNEL_v2.wav", 1),
        ("RosaBrunel.mp3", 1),
        ("rosabrunel.mp3", 1),
        ("brunel_rosa_final.m4a", 1),
        ("rosa.mp3", 1),
        ("BRUNEL 2023-09-01.mp3", 1),
        ("oba-verne.mp3", 2),
        ("obaverne.mp3", 2),
        ("verne.mp3", 2),
        ("Muriel Oba Verne (mix).flac", 2),
        ("jean-luc_pin.mp3", 3),
        ("marie pin.mp3", 4),
        ("pin-04.mp3", 4),
        ("table-ronde.mp3", 5),
        ("Tables rondes.mp3", 5),
        ("debats.mp3", 5),
        ("integralite.mp3", 5),
        ("02.mp3", 2),
        ("interview_3.mp3", 3),
        ("itw2.mp3", 2),
        ("2023-09-01_piste-4_v2.mp3", 4),
    ],
)
def test_a_file_is_matched_by_name_or_number(
    interviews: tuple[Interview, ...], name: str, order: int
) -> None:
    matches = match(interviews, name)
    assert pairs(matches) == {name: order}
    assert len(matches.unrecorded) == 4


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("pin.mp3", "its name fits “Jean-Luc Pin, pêcheur” and “Marie Pin, batelière”"),
        ("brunel-oba-verne.mp3", "its name fits"),
        ("dupont.mp3", "neither a guest’s name nor an interview’s number"),
        ("rosa-martin.mp3", "neither a guest’s name nor an interview’s number"),
        ("9.mp3", "neither a guest’s name nor an interview’s number"),
        ("1-2.mp3", "more than one number"),
        ("brunelle.mp3", "neither"),
    ],
)
def test_a_file_that_fits_none_or_two_is_left_and_told(
    interviews: tuple[Interview, ...], name: str, why: str
) -> None:
    matches = match(interviews, name)
    assert matches.matched == ()
    assert [left.file.name for left in matches.unmatched_files] == [name]
    assert why in matches.unmatched_files[0].why


def test_two_files_for_one_interview_are_left_and_both_named(
    interviews: tuple[Interview, ...],
) -> None:
    matches = match(interviews, "brunel.mp3", "rosa-brunel.wav", "oba.mp3")
    assert pairs(matches) == {"oba.mp3": 2}
    told = {left.file.name: left.why for left in matches.unmatched_files}
    assert "rosa-brunel.wav" in told["brunel.mp3"]
    assert "brunel.mp3" in told["rosa-brunel.wav"]
    (first, *_) = matches.unrecorded
    assert first.interview.order == 1
    assert first.why == "more than one file fits: brunel.mp3 and rosa-brunel.wav"


def test_a_name_goes_before_a_number(interviews: tuple[Interview, ...]) -> None:
    matches = match(interviews, "brunel.mp3", "01.mp3")
    assert pairs(matches) == {"brunel.mp3": 1}
    assert "named by brunel.mp3" in matches.unmatched_files[0].why


def test_a_number_that_contradicts_a_name_is_told(interviews: tuple[Interview, ...]) -> None:
    matches = match(interviews, "03-brunel.mp3")
    assert pairs(matches) == {"03-brunel.mp3": 1}
    assert "has the number 3" in matches.matched[0].why


def test_interviews_without_a_file_are_told(interviews: tuple[Interview, ...]) -> None:
    matches = match(interviews)
    assert [one.interview.order for one in matches.unrecorded] == [1, 2, 3, 4, 5]
    assert matches.unrecorded[0].why == "no file has its guest’s name or its number"


def test_two_guests_fit_a_file_that_names_both() -> None:
    text = (
        "Un titre\n\nÉcoutez l’interview de Rosa BRUNEL :\n\n"
        "Écoutez l’interview de Rosa BRUNEL et Luc SERRE :\n"
    )
    found = find_interviews(read_plain_text(text, "x")).interviews
    matches = match(found, "brunel.mp3", "serre-brunel.mp3")
    assert pairs(matches) == {"brunel.mp3": 1, "serre-brunel.mp3": 2}


def test_recordings_come_with_what_shares_their_stem(tmp_path: Path) -> None:
    for name in (
        "Brunel.MP3",
        "brunel.vtt",
        "brunel.chapters.json",
        "brunel.jpg",
        "brunel.docx",
        "other.vtt",
        "notes.txt",
        ".hidden.mp3",
        "._brunel.mp3",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.mp3").mkdir()
    (found,) = find_recordings(tmp_path)
    assert found.file.name == "Brunel.MP3"
    assert [path.name for path in found.sidecars] == [
        "brunel.chapters.json",
        "brunel.vtt",
        "brunel.jpg",
    ]


def test_a_folder_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="holds no recording"):
        find_recordings(tmp_path)
    (tmp_path / "Brunel.WMA").write_bytes(b"x")
    with pytest.raises(ArticleError, match=r"apps don't play Brunel\.WMA: export it as MP3"):
        find_recordings(tmp_path)
    (tmp_path / "Brunel.WMA").unlink()
    (tmp_path / "juin").mkdir()
    with pytest.raises(ArticleError, match="name a folder in it, such as juin"):
        find_recordings(tmp_path)
    with pytest.raises(ArticleError, match="no such folder"):
        find_recordings(tmp_path / "missing")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArticleError, match="is a file"):
        find_recordings(tmp_path / "file")


def test_numbers_that_count_more_than_the_interviews_are_not_believed(
    interviews: tuple[Interview, ...],
) -> None:
    """Six numbered files for five interviews count something else: nothing is guessed."""
    matches = match(interviews, "1.mp3", "2.mp3", "6.mp3")

    assert pairs(matches) == {}
    assert all("5 interviews" in one.why for one in matches.unmatched_files[:2])


def test_names_that_differ_in_case_only_are_both_told(
    interviews: tuple[Interview, ...], tmp_path: Path
) -> None:
    """Where the disk tells two such files apart, none of them vanishes."""
    for name in ("BRUNEL.mp3", "brunel.mp3"):
        (tmp_path / name).write_bytes(name.encode())
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this disk does not tell capitals from small letters")

    matches = match_recordings(interviews, find_recordings(tmp_path))

    assert {one.file.name for one in matches.unmatched_files} == {"BRUNEL.mp3", "brunel.mp3"}


def test_recordings_that_no_app_plays_are_told(tmp_path: Path) -> None:
    for name in ("a.WMA", "b.aiff", ".c.wma", "d.mp3", "e.docx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "f.caf").mkdir()
    assert [(left.file.name, left.why) for left in find_unplayed(tmp_path)] == [
        ("a.WMA", "apps play no .wma files: export it as MP3"),
        ("b.aiff", "apps play no .aiff files: export it as MP3"),
    ]
