"""`feed-builder transcribe`, with a double in the place of faster-whisper.

The double stands at the border: a package of that name, found by the process that does the work.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from feed_builder.audio.speech_to_text import require_model, to_vtt
from feed_builder.errors import AudioError
from feed_builder.speech import Cue
from feed_builder.transcripts.automatic import is_automatic
from feed_builder.transcripts.reading import parse

NAME = "episodes/eau/01-invite"
DOUBLE = """
import json
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Word:
    start: float
    end: float
    word: str


@dataclass
class Segment:
    start: float
    end: float
    text: str
    words: list


@dataclass
class Info:
    duration: float


class WhisperModel:
    def __init__(self, model, device, compute_type, local_files_only):
        self.model = Path(model)
        if not self.model.is_dir():
            raise RuntimeError(f"no model here: {model}, local {local_files_only}. And so on.")

    def transcribe(self, file, language, beam_size, word_timestamps, vad_filter):
        assert file.read(2), "the recording is open for reading"
        if language == "xx":
            raise ValueError("'xx' is not a valid language code (accepted: fr, en)")
        while (self.model / "slow").exists():
            (self.model / "begun").touch()
            time.sleep(0.01)
        said = json.loads((self.model / "config.json").read_text())[language]
        words = [Word(n / 20, (n + 1) / 20, word) for n, word in enumerate(said)]
        return iter([Segment(0.0, 0.5, "".join(said), words)] if said else []), Info(0.5)
"""
FRENCH = [" Bonjour", " à", " tousse", ".", " C", "'est", " l", "'été", " <b>", " & la ville."]


@pytest.fixture
def studio(project: Any, tmp_path: Path) -> Any:
    """A project with a model, an episode without transcript, and the double."""
    project.remove(f"{NAME}.vtt")
    model = {"fr": FRENCH, "en": [" Hello."], "de": []}
    project.write("models/base/config.json", json.dumps(model))
    project.write("models/base/model.bin", b"x")
    project.write("models/base/tokenizer.json", "{}")
    text = project.read("podcast.toml").decode() + '\n[transcribe]\nmodel = "models/base"\n'
    project.write("podcast.toml", text)
    package = tmp_path / "double" / "faster_whisper"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(DOUBLE)
    return project


def run(studio: Any, *arguments: str) -> Any:
    """The command, which finds the double."""
    return studio.run(
        "transcribe", *arguments, PYTHONPATH=str(studio.path.parent / "double"), timeout=120
    )


def test_a_transcript_is_written_and_marked(studio: Any) -> None:
    """Cues of whole words, with a mark; what is published says that a machine wrote it."""
    done = run(studio, "01-invite")
    assert done.status == 0, done.all
    read = parse(studio.read(f"{NAME}.vtt"), ".vtt")
    assert [cue.text for cue in read.cues] == ["Bonjour à tousse. C'est l'été <b> & la ville."]
    assert is_automatic(read)
    assert studio.run("build").status == 0
    [page] = (studio.public / "transcripts").glob("01-invite.*.html")
    assert "Transcription automatique, non relue." in page.read_text("utf-8")


def test_the_mark_goes_when_somebody_corrects_it(studio: Any) -> None:
    """One word corrected: nothing says any more that a machine wrote it."""
    run(studio, "01-invite")
    corrected = studio.read(f"{NAME}.vtt").decode().replace("tousse", "tous")
    studio.write(f"{NAME}.vtt", corrected)
    assert studio.run("build").status == 0
    for path in (studio.public / "transcripts").glob("01-invite.*"):
        text = path.read_text("utf-8")
        assert "tous." in text.replace("\n", " ")
        assert "utomatic" not in text and "automatique" not in text


def test_what_a_person_wrote_is_never_touched(studio: Any) -> None:
    """Not even by --force; a machine's is made anew by it."""
    studio.write(f"{NAME}.txt", "Bonjour à tous.\n")
    done = run(studio, "01-invite", "--force")
    assert "a person wrote" in done.all
    assert not (studio.path / f"{NAME}.vtt").exists()
    studio.remove(f"{NAME}.txt")
    assert run(studio, "01-invite").status == 0
    assert "--force makes it anew" in run(studio, "01-invite").all
    told = json.loads(run(studio, "01-invite", "--force", "--language", "en", "--json").out)
    assert told["transcripts"][0]["file"] == f"{NAME}.vtt"
    assert b"Hello." in studio.read(f"{NAME}.vtt")


def test_all_takes_those_without(studio: Any) -> None:
    """--all leaves alone what there is."""
    done = run(studio, "--all", "--json")
    told = json.loads(done.out)["transcripts"]
    assert [one["episode"] for one in told if one["file"]] == [f"{NAME}.md"]


def test_nothing_said_is_no_transcript(studio: Any) -> None:
    """No file where the model hears nothing."""
    done = run(studio, "01-invite", "--language", "de")
    assert done.status == 1
    assert "nothing that the model understands" in done.all
    assert not (studio.path / f"{NAME}.vtt").exists()
    assert not list(studio.path.rglob("*.part"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("01-invite", "--model", "small"), r"no such folder.*--allow-download"),
        (("01-invite", "--model", "episodes"), r"holds no model\.bin, config\.json"),
        (
            ("01-invite", "--model", "small", "--allow-download"),
            r"no model here: small, local False",
        ),
        (("nowhere",), "there is no such episode"),
        (("01-invite", "--language", "xx"), "not a valid language code"),
    ],
)
def test_what_is_wrong_is_told(arguments: tuple[str, ...], says: str, studio: Any) -> None:
    """With a way out, without a traceback."""
    done = run(studio, *arguments)
    assert done.status in (1, 2), done.all
    assert re.search(says, done.all), done.all
    assert "Traceback" not in done.all


def test_no_model_is_named(studio: Any) -> None:
    """podcast.toml is where to name it."""
    text = studio.read("podcast.toml").decode().partition("\n[transcribe]")[0]
    studio.write("podcast.toml", text)
    done = run(studio, "01-invite")
    assert done.status == 1
    assert '[transcribe] model = "' in done.all


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else needs it."""
    monkeypatch.setattr("feed_builder.audio.speech_to_text.find_spec", lambda name: None)
    with pytest.raises(AudioError, match=r'pip install "feed-builder\[transcribe\]"'):
        require_model("base", tmp_path, allow_download=False)


def test_the_mark_is_for_the_words_as_they_are_read() -> None:
    """Whatever is said: the file that is written is known as a machine's."""
    for text in ("Bonjour.", "a  b --> c <v X> & d", "Une phrase. " * 60):
        written = to_vtt([Cue(0.0, 9.0, text.strip())], "fr", "models/base")
        assert is_automatic(parse(written.encode(), ".vtt"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill"])
def test_nothing_half_written_is_left(number: signal.Signals, studio: Any) -> None:
    """Stopped while the model listens: no transcript, no part of one, and the next run works."""
    slow = studio.write("models/base/slow", "")
    command = [sys.executable, "-m", "feed_builder", "-C", str(studio.path), "transcribe"]
    environment = {**os.environ, "PYTHONPATH": str(studio.path.parent / "double")}
    process = subprocess.Popen(
        [*command, "01-invite"], stderr=subprocess.PIPE, text=True, env=environment
    )
    deadline = time.monotonic() + 60
    while not (studio.path / "models/base/begun").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert not (studio.path / f"{NAME}.vtt").exists()
    assert not list(studio.path.rglob("*.part"))
    slow.unlink()
    assert run(studio, "01-invite").status == 0
    assert (studio.path / f"{NAME}.vtt").exists()
