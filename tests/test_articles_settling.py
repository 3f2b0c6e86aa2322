"""Recordings whose names tell nothing: by their length, and by who knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from feed_builder.articles.interviews import Interview, find_interviews
from feed_builder.articles.readers import read_plain_text
from feed_builder.articles.recordings import Matches, Recording, match_recordings
from feed_builder.articles.settling import Settling, settled

ARTICLE = """\
Un titre

Écoutez l’interview de Rosa BRUNEL, maire (4'32) :

Écoutez l’interview de Jean-Luc PIN, pêcheur (12 min) :

Écoutez l’interview de Marie PIN, batelière (12 min) :

Écoutez l’intégralité de la table ronde (1h26) :
"""
INTERVIEWS = find_interviews(read_plain_text(ARTICLE, "x")).interviews


def outcome(seconds: dict[str, float], how: Settling | None = None) -> Matches:
    recordings = [Recording(Path(name)) for name in seconds]
    lengths = {Path(name): length for name, length in seconds.items()}
    matches = match_recordings(INTERVIEWS, recordings)
    return settled(
        matches,
        recordings,
        how or Settling(lengths=lambda paths: {one: lengths[one] for one in paths}),
    )


def pairs(matches: Matches) -> dict[str, int]:
    return {one.recording.file.name: one.interview.order for one in matches.matched}


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        ({"zoom0001.mp3": 270.0, "zoom0002.mp3": 5150.0}, {"zoom0001.mp3": 1, "zoom0002.mp3": 4}),
        ({"a.mp3": 290.0}, {}),
        # Two interviews are as long, and so are two files.
        ({"a.mp3": 720.0}, {}),
        ({"a.mp3": 272.0, "b.mp3": 271.0}, {}),
        # A surname that two have, and a length that tells nothing either.
        ({"pin.mp3": 720.0}, {}),
        # Where one of the two is told by name, the length leaves no doubt about the other.
        ({"jean-luc-pin.mp3": 720.0, "x.mp3": 722.0}, {"jean-luc-pin.mp3": 2, "x.mp3": 3}),
    ],
)
def test_a_stated_length_tells_whose_a_recording_is(
    seconds: dict[str, float], wanted: dict[str, int]
) -> None:
    assert pairs(outcome(seconds)) == wanted


def test_what_stays_open_is_asked() -> None:
    asked: list[tuple[str, list[int]]] = []

    def ask(file: Path, waiting: Sequence[Interview]) -> Interview | None:
        asked.append((file.name, [one.order for one in waiting]))
        return waiting[0] if file.name == "pin.mp3" else None

    matches = outcome({"pin.mp3": 720.0, "b.mp3": 1.0}, Settling(ask=ask))
    assert asked == [("pin.mp3", [1, 2, 3, 4]), ("b.mp3", [2, 3, 4])]
    assert pairs(matches) == {"pin.mp3": 1}
    assert [one.why for one in matches.matched] == ["as you said"]
    assert [left.file.name for left in matches.unmatched_files] == ["b.mp3"]


def test_without_anybody_to_ask_it_is_left() -> None:
    assert pairs(outcome({"pin.mp3": 720.0}, Settling())) == {}
