"""Every odd recording plays as long as FFmpeg decodes it, or is refused for the right reason."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from odd_audio import ROWS, Odd, write_all

from feed_builder.audio.child import probe_all
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

CLOSE = 0.1  # seconds


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all odd files."""
    missing = [name for name in ("ffmpeg", "lame") if not shutil.which(name)]
    if missing:
        assert not os.environ.get("CI"), f"{missing} must be there in CI"
        pytest.skip(f"{missing} are not installed (Debian: apt install ffmpeg lame)")
    folder = tmp_path_factory.mktemp("odd")
    write_all(folder)
    return folder


@pytest.fixture(scope="session")
def outcomes(corpus: Path) -> dict[str, AudioInfo | AudioError]:
    """What is found in each, as `build` would find it."""
    found = probe_all([corpus / row.name for row in ROWS])
    return dict(zip((row.name for row in ROWS), found, strict=True))


@cache
def decoded(path: Path) -> float:
    """The seconds that FFmpeg decodes."""
    command = ["ffmpeg", "-nostdin", "-v", "quiet", "-i", f"file:{path}", "-map", "0:a:0"]
    command += ["-f", "s16le", "-ac", "1", "-ar", "48000", "-"]
    return len(subprocess.run(command, stdout=subprocess.PIPE, timeout=60).stdout) / 96_000


def test_there_are_enough() -> None:
    assert len(ROWS) == len({row.name for row in ROWS}) > 200


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row.name)[1:-1])
def test_odd_recording(row: Odd, corpus: Path, outcomes: dict[str, AudioInfo | AudioError]) -> None:
    found = outcomes[row.name]
    if row.refused:
        assert isinstance(found, AudioError)
        assert re.search(row.refused, str(found))
        assert "unexpected" not in str(found)
        assert str(found).endswith(")"), "no way out"
        return
    assert isinstance(found, AudioInfo), found
    assert found.duration.total_seconds() == pytest.approx(decoded(corpus / row.name), abs=CLOSE)
    assert found.length == (corpus / row.name).stat().st_size
    assert re.search(row.warned or "", "; ".join(found.warnings)), found.warnings


# Cuts and holes anywhere, not only where the rows above have them.
BROKEN = [
    "cbr.mp3", "vbr.mp3", "22050.mp3", "adts.aac", "adts_8000.aac", "faststart.m4a", "8000.m4a",
    "fragmented.m4a", "vorbis.ogg", "opus.opus", "opus_60ms.opus", "flac.flac", "8000.flac",
    "wav.wav",
]  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(("begin", "end"), [(0.31, 1), (0.87, 1), (0.21, 0.33), (0.52, 0.59)])
def test_cut_or_with_a_hole(
    name: str, begin: float, end: float, corpus: Path, tmp_path: Path
) -> None:
    """Cut at `begin`, or from there to `end` zeros: what is left is counted."""
    whole = (corpus / name).read_bytes()
    first, last = int(len(whole) * begin), int(len(whole) * end)
    broken = whole[:first] if end == 1 else whole[:first] + bytes(last - first) + whole[last:]
    path = tmp_path / f"broken{Path(name).suffix}"
    path.write_bytes(broken)
    (found,) = probe_all([path])
    assert isinstance(found, AudioInfo), found
    assert found.duration.total_seconds() == pytest.approx(decoded(path), abs=CLOSE)


Probe = Callable[..., Any]


def test_probe_tells_all(invoke: Probe, corpus: Path) -> None:
    good, cut = str(corpus / "cbr.mp3"), str(corpus / "truncated.m4a")
    told = invoke("probe", "--json", good, cut)
    assert told.exit_code == 0
    first, second = json.loads(told.stdout)["files"]
    assert first == {
        "path": good,
        "type": "audio/mpeg",
        "length": Path(good).stat().st_size,
        "duration": 12.0,
        "warnings": [],
        "error": None,
    }
    assert second["warnings"] == [
        "is cut off: its header promises 12 s, 5.8 s are there (upload it again)"
    ]


def test_probe_refuses(invoke: Probe, corpus: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "link.mp3").symlink_to("/dev/zero")
    names = [corpus / "page.mp3", tmp_path / "pipe.mp3", tmp_path / "link.mp3", tmp_path / "no.mp3"]
    told = invoke("probe", "--json", str(corpus / "cbr.mp3"), *map(str, names))
    assert told.exit_code == 1
    good, *refused = json.loads(told.stdout)["files"]
    assert good["error"] is None
    for one in refused:
        assert set(one) == {"path", "type", "length", "duration", "warnings", "error"}
        assert one["error"]
        assert one["duration"] is None
    plain = invoke("probe", str(names[0]))
    assert plain.exit_code == 1
    assert "page.mp3 is no audio: it starts like a web page" in plain.output


def test_the_reader_says_whether_a_file_can_be_read(
    invoke: Probe, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the command line: its way to refuse says nothing in JSON, and nothing of the others."""
    name, access = str(corpus / "cbr.mp3"), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != name and access(path, mode))
    told = invoke("probe", "--json", name)
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["files"][0]["duration"] == 12.0


def test_the_path_is_the_one_that_was_given(
    invoke: Probe, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus)
    (told,) = json.loads(invoke("probe", "--json", "./cbr.mp3").stdout)["files"]
    assert told["path"] == "./cbr.mp3"


def test_probe_for_people(invoke: Probe, corpus: Path) -> None:
    told = invoke("probe", str(corpus / "cbr.mp3"), str(corpus / "adts.aac"))
    assert told.exit_code == 0
    assert f"{corpus}/cbr.mp3: audio/mpeg, 12.000 s, 96,592 bytes" in told.output
    assert "warning: " in told.output
    assert "ADTS" in told.output


def test_probe_without_a_file_is_wrong_usage(invoke: Probe) -> None:
    assert invoke("probe").exit_code == 2


def test_an_hour_is_no_matter(corpus: Path, tmp_path: Path) -> None:
    """An hour is counted, not waited for: the worker is given no more than its timeout."""
    path = tmp_path / "hour.mp3"
    path.write_bytes((corpus / "vbr_no_xing.mp3").read_bytes() * 300)
    begin = time.monotonic()
    (found,) = probe_all([path], timeout=10)
    assert isinstance(found, AudioInfo)
    assert found.duration.total_seconds() == pytest.approx(3613, abs=15)
    assert time.monotonic() - begin < 10
