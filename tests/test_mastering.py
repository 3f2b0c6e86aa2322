"""`feed-builder master`: a new source beside the old one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from tests import sounds

NAME = "episodes/eau/01-invite"


@pytest.fixture
def spoken(project: Any) -> Any:
    """A project whose first episode is more than noise, and has no master yet."""
    project.remove(f"{NAME}.mp3")
    sounds.write(project.path / f"{NAME}.wav", [sounds.speech()], 3.0)
    return project


def told(done: Any) -> dict[str, Any]:
    """The one master that `--json` told of."""
    [one] = json.loads(done.out)["masters"]
    return dict(one)


@pytest.mark.parametrize(
    "name", ["01-invite", NAME, f"{NAME}.md", f"{NAME}.wav", "eau/01-invite", f"./{NAME}.md"]
)
def test_an_episode_has_many_names(name: str, spoken: Any) -> None:
    """The file with or without folder and suffix means it."""
    done = spoken.run("master", name)
    assert done.status == 0, done.all
    assert (spoken.path / f"{NAME}.master.mp3").exists()


def test_a_master_is_published_instead(spoken: Any) -> None:
    """The old recording stays; the feed's enclosure is the master."""
    before = spoken.read(f"{NAME}.wav")
    done = told(spoken.run("master", "--json", "01-invite"))
    assert spoken.read(f"{NAME}.wav") == before
    assert done["source"] == f"{NAME}.wav"
    assert done["file"] == f"{NAME}.master.mp3"
    assert abs(done["after"]["integrated"] + 16) <= 0.5
    assert done["after"]["true_peak"] <= -1
    assert done["bitrate"] == 96_000
    assert spoken.run("build").status == 0
    [media] = (spoken.public / "media").glob("01-invite.*")
    assert media.suffix == ".mp3"


def test_what_is_up_to_date_is_left_alone(spoken: Any) -> None:
    """Again: nothing. Another wish or recording: anew. Somebody's edit: only with --force."""
    path = spoken.path / f"{NAME}.master.mp3"
    spoken.run("master", "01-invite")
    stamp = path.stat().st_mtime_ns
    assert "up to date" in told(spoken.run("master", "--json", "01-invite"))["left_alone"]
    assert path.stat().st_mtime_ns == stamp
    assert told(spoken.run("master", "--json", "01-invite", "--bitrate", "64"))["bitrate"] == 64_000
    sounds.write(spoken.path / f"{NAME}.wav", [sounds.music], 3.0)
    assert told(spoken.run("master", "--json", "01-invite"))["file"]
    path.write_bytes(path.read_bytes() + b"TAG" + bytes(125))
    assert "--force" in told(spoken.run("master", "--json", "01-invite"))["left_alone"]
    assert told(spoken.run("master", "--json", "--force", "01-invite"))["file"]


def test_podcast_toml_says_how(spoken: Any) -> None:
    """[audio] and [audio.master] hold where no option says otherwise."""
    text = '\n[audio]\nloudness = -20\n\n[audio.master]\nformat = "aac"\nbitrate = 80\n'
    spoken.write("podcast.toml", spoken.read("podcast.toml").decode() + text)
    done = told(spoken.run("master", "--json", "01-invite"))
    assert done["file"] == f"{NAME}.master.m4a"
    assert abs(done["after"]["integrated"] + 20) <= 0.5
    assert done["bitrate"] == 80_000
    again = told(spoken.run("master", "--json", "01-invite", "--loudness", "-18"))
    assert abs(again["after"]["integrated"] + 18) <= 0.5


def test_all_and_silence(spoken: Any) -> None:
    """--all takes every recording; a silent one is told, costs the others nothing, and fails."""
    sounds.write(spoken.path / "episodes/eau/09-vide.wav", [sounds.silence], 2.0)
    spoken.episode("eau/09-vide", 9, audio=False)
    done = spoken.run("master", "--all")
    assert done.status == 1
    assert "09-vide.wav: is silent" in done.all
    assert (spoken.path / f"{NAME}.master.mp3").exists()
    assert not (spoken.path / "episodes/eau/09-vide.master.mp3").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((), 2, "name an episode, or say --all"),
        (("01-invite", "--all"), 2, "name an episode, or say --all"),
        (("nowhere",), 1, "there is no such episode"),
        (("01-invite", "--loudness", "3"), 2, "-30"),
        (("01-invite", "--format", "ogg"), 2, "mp3"),
    ],
)
def test_wrong_calls(arguments: tuple[str, ...], status: int, says: str, spoken: Any) -> None:
    """What is wrong with a call is said."""
    done = spoken.run("master", *arguments)
    assert done.status == status
    assert says in done.all


def test_ctrl_c_leaves_no_part_of_a_master(spoken: Any) -> None:
    """Interrupted: no master, no part of one, no process."""
    sounds.write(spoken.path / f"{NAME}.wav", [sounds.music], 60.0, 16_000)
    command = [sys.executable, "-m", "feed_builder", "-C", str(spoken.path), "master", "01-invite"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(spoken.path.rglob("*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert not list(spoken.path.rglob("*.part"))
    assert not (spoken.path / f"{NAME}.master.mp3").exists()


def test_a_killed_master_leaves_the_old_one_and_no_part_for_long(spoken: Any) -> None:
    """kill -9: what has a master's name is whole; the next run takes the rest away."""
    assert spoken.run("master", "01-invite").status == 0
    master = spoken.path / f"{NAME}.master.mp3"
    before = master.read_bytes()
    sounds.write(spoken.path / f"{NAME}.wav", [sounds.music], 60.0, 16_000)
    command = [sys.executable, "-m", "feed_builder", "-C", str(spoken.path), "master", "01-invite"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(master.parent.glob("*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait(timeout=60)
    assert master.read_bytes() == before
    assert list(spoken.path.rglob("*.part")), "killed too late to prove anything"
    assert spoken.run("build").status == 0, "a part is no recording"
    assert spoken.run("master", "01-invite", timeout=120).status == 0
    assert master.read_bytes() != before
    assert not list(spoken.path.rglob("*.part"))
