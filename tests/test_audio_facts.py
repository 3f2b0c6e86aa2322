"""What a cache stores and a worker answers is what was found."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_builder.audio.facts import from_dict, to_dict
from feed_builder.audio.sound import spoken
from feed_builder.model import AudioInfo
from feed_builder.read import cache

numbers = st.none() | st.integers(1, 1 << 40)
infos = st.builds(
    AudioInfo,
    type=st.text(),
    suffix=st.text(),
    length=st.integers(0, 1 << 50),
    duration=st.timedeltas(min_value=timedelta(0)),
    bitrate=numbers,
    sample_rate=numbers,
    channels=numbers,
    warnings=st.lists(st.text()).map(tuple),
)


@given(infos)
def test_round_trip_through_json(info: AudioInfo) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(info)))) == info


@pytest.mark.parametrize("change", [{"pages": 3}, {"duration": "1:00"}, {"warnings": None}])
def test_another_version_is_refused(change: dict[str, object]) -> None:
    stored = to_dict(AudioInfo(type="", suffix="", length=1, duration=timedelta(1)))
    with pytest.raises(TypeError):
        from_dict({**stored, **change})


def test_missing_duration_is_refused() -> None:
    with pytest.raises(KeyError):
        from_dict({"type": "audio/mpeg"})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.52, "0.5 s"),
        (12, "12 s"),
        (59.94, "59.9 s"),
        (59.96, "1:00"),
        (60, "1:00"),
        (1622.4, "27:02"),
        (3599.6, "1:00:00"),
        (4805, "1:20:05"),
    ],
)
def test_lengths_as_people_write_them(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_what_other_code_found_is_found_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to raise a number when a reader changes."""
    reader = tmp_path / "program" / "audio" / "mp3.py"
    reader.parent.mkdir(parents=True)
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "program" / "read" / "cache.py"))
    code_of = cache.code_of.__wrapped__
    reader.write_text("FRAME = 1152\n")
    before = code_of("audio")
    cache.save(tmp_path, "facts.json", {"a": 1}, before)
    assert cache.load(tmp_path, "facts.json", code_of("audio")) == {"a": 1}
    reader.write_text("FRAME = 576\n")
    assert cache.load(tmp_path, "facts.json", code_of("audio")) == {}
