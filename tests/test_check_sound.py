"""`feed-builder check` listens: what is wrong with the sound, in words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from feed_builder.audio.analysis import Analysis, Loudness
from feed_builder.check.sound import SOUND_RULES, Wanted, sound_findings
from feed_builder.model import Level
from tests import sounds

WANTED = Wanted(loudness=-16.0, true_peak=-1.0)
GOOD = Analysis(
    seconds=1800.0,
    sample_rate=44_100,
    channels=2,
    loudness=Loudness(integrated=-16.2, range=7.0, true_peak=-1.3),
    lead_s=0.4,
    tail_s=1.2,
    levels=(-1.4, -1.6),
    phase=0.8,
)


def loud(**values: float | None) -> Loudness:
    """The loudness of a good recording, but for these values."""
    return replace(GOOD.loudness, **values)


def rules(heard: Analysis) -> list[str]:
    """The rules that a recording breaks."""
    return [finding.rule for finding in sound_findings("a.mp3", heard, WANTED)]


@pytest.mark.parametrize(
    ("rule", "changes", "says"),
    [
        (
            "sound-silent",
            {"loudness": Loudness(integrated=None, range=None, true_peak=None)},
            "silent",
        ),
        ("sound-loudness", {"loudness": loud(integrated=-23.0)}, "quieter"),
        ("sound-loudness", {"loudness": loud(integrated=-11.0)}, "louder"),
        ("sound-range", {"loudness": loud(range=24.0)}, "24 LU"),
        ("sound-peak", {"loudness": loud(true_peak=0.4)}, "+0.4 dBTP"),
        ("sound-ends", {"lead_s": 4.0}, "begins with 4.0 s of silence"),
        ("sound-ends", {"tail_s": 31.0}, "ends with 31.0 s of silence"),
        ("sound-clipping", {"clipped_s": 3.2}, "3.2 s"),
        ("sound-channel", {"levels": (-3.0, -120.0)}, "right channel"),
        ("sound-channel", {"levels": (-90.0, -3.0)}, "left channel"),
        ("sound-phase", {"phase": -0.9}, "out of phase"),
        ("sound-hum", {"hum_hz": 50, "hum_db": 24.0}, "50 Hz"),
        ("sound-rate", {"sample_rate": 16_000}, "16 kHz"),
        ("sound-rate", {"sample_rate": 96_000}, "96 kHz"),
    ],
)
def test_each_fault_is_told(rule: str, changes: dict[str, Any], says: str) -> None:
    """One fault, one finding, with a way out and a source."""
    [found] = sound_findings("a.mp3", replace(GOOD, **changes), WANTED)
    assert found.rule == rule
    assert says in found.message
    assert found.fix and found.source and found.level is not Level.ERROR


def test_what_is_right_is_not_told() -> None:
    """A good recording; a mono one of -19; one too short to tell."""
    assert rules(GOOD) == []
    mono = replace(GOOD, channels=1, phase=None, levels=(-2.0,), loudness=loud(integrated=-19.4))
    assert rules(mono) == []
    assert rules(replace(GOOD, seconds=2.0, loudness=loud(integrated=-40.0))) == []
    assert rules(replace(GOOD, loudness=loud(integrated=-19.4))) == ["sound-loudness"]


def test_every_rule_can_be_broken() -> None:
    """The table of levels has the rules that are told, and no other."""
    told = {
        mark.args[1][n][0]
        for mark in test_each_fault_is_told.pytestmark  # type: ignore[attr-defined]
        for n in range(len(mark.args[1]))
    }
    assert told == set(SOUND_RULES)


# The command.


@pytest.fixture
def recorded(project: Any) -> Any:
    """A project with a quiet recording that clips nowhere and begins late."""
    project.remove("episodes/eau/01-invite.mp3")
    quiet = sounds.speech(3, 0.01)
    sounds.write(
        project.path / "episodes/eau/01-invite.wav",
        [lambda t: quiet(t) if t > 3 else 0.0, sounds.silence],
        8.0,
    )
    assert project.run("build").status == 0
    return project


def told(project: Any, *arguments: str) -> dict[str, str]:
    """What is said of the recording, by rule."""
    done = project.run("check", "--json", *arguments)
    return {
        finding["rule"]: finding["message"]
        for finding in json.loads(done.out)["findings"]
        if finding["where"] == "episodes/eau/01-invite.wav"
    }


def test_check_listens(recorded: Any) -> None:
    """Loudness, the silent channel and the silent beginning, each in a sentence."""
    said = told(recorded)
    assert "LUFS" in said["sound-loudness"]
    assert "right channel" in said["sound-channel"]
    assert "begins with 3" in said["sound-ends"]


def test_check_changes_nothing(recorded: Any) -> None:
    """Neither the recording nor what is published."""
    before = recorded.tree(), recorded.read("episodes/eau/01-invite.wav")
    recorded.run("check")
    assert (recorded.tree(), recorded.read("episodes/eau/01-invite.wav")) == before


def test_a_recording_is_listened_to_once(recorded: Any) -> None:
    """What was heard is kept by the recording's hash; nonsense in its place costs time only."""
    said = told(recorded)
    path = recorded.path / ".feed-builder" / "sound.json"
    stamp = path.stat().st_mtime_ns
    assert told(recorded) == said
    assert path.stat().st_mtime_ns == stamp
    path.write_bytes(b"nonsense")
    assert told(recorded) == said


def test_a_master_has_no_faults_left(recorded: Any) -> None:
    """What `master --trim` makes is as `check` wants it, but for the silent channel."""
    assert recorded.run("master", "01-invite", "--trim").status == 0
    done = recorded.run("check", "--json")
    rules = {
        finding["rule"]
        for finding in json.loads(done.out)["findings"]
        if "01-invite.master.mp3" in finding["where"]
    }
    assert rules <= {"sound-channel"}


def test_other_profiles_do_not_listen(recorded: Any) -> None:
    """Loudness is Apple's wish; what PSP-1 asks is another thing."""
    assert "sound-loudness" in told(recorded, "--profile", "apple")
    assert not told(recorded, "--profile", "psp1")
    assert not told(recorded, "--level", "error")
