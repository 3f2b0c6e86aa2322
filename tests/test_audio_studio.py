"""Sound that is measured, mastered, encoded and drawn: with PyAV, checked by FFmpeg itself."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mutagen
import pytest
from lxml import etree

from feed_builder.audio import extra, jobs
from feed_builder.audio.analysis import Analysis, analyse
from feed_builder.audio.encoding import encode
from feed_builder.audio.jobs import Job, run_jobs
from feed_builder.audio.mastering import Mastered, Wishes, master
from feed_builder.audio.waveform import waveform
from feed_builder.errors import AudioError
from feed_builder.read.audio_keys import bitrate
from tests import sounds

FFMPEG = shutil.which("ffmpeg")
needs_ffmpeg = pytest.mark.skipif(
    FFMPEG is None and "CI" not in os.environ, reason="ffmpeg is not installed"
)
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def measured_by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, as the program ffmpeg says."""
    command = ["ffmpeg", "-nostats", "-hide_banner", "-i", str(path)]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = told[told.rindex("Summary") :]
    loudness = re.search(r"I:\s+(\S+) LUFS", summary)
    peak = re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness and peak
    return float(loudness.group(1)), float(peak.group(1))


SPEECH = sounds.speech()
QUIET = sounds.speech(2, 0.02)


@needs_ffmpeg
@pytest.mark.parametrize(
    ("channels", "rate", "form"),
    [
        ([SPEECH], 8_000, "mp3"),
        ([SPEECH], 16_000, "mp3"),
        ([SPEECH], 22_050, "aac"),
        ([QUIET], 44_100, "mp3"),
        ([SPEECH, SPEECH], 44_100, "mp3"),
        ([SPEECH, QUIET], 48_000, "aac"),
        ([sounds.music, sounds.music], 48_000, "mp3"),
        ([sounds.music], 44_100, "aac"),
        ([SPEECH], 96_000, "mp3"),
    ],
    ids=lambda value: str(value) if isinstance(value, (int, str)) else str(len(value)),
)
def test_a_master_is_as_loud_as_asked(
    channels: Sequence[sounds.Sound], rate: int, form: str, tmp_path: Path
) -> None:
    """Speech and music, mono and stereo, 8 to 96 kHz: -16 LUFS within 0.5, peaks under -1 dBTP."""
    source = sounds.write(tmp_path / "a.wav", channels, 5.0, rate)
    target = tmp_path / f"a.{'m4a' if form == 'aac' else form}"
    done = master(source, target, Wishes(format=form), None)
    loudness, peak = measured_by_ffmpeg(target)
    assert done.note is None
    assert abs(loudness + 16) <= 0.5
    assert peak <= -1.0
    assert abs(loudness - (done.after.integrated or 0)) <= 0.2
    assert done.sample_rate in (44_100, 48_000)


@needs_ffmpeg
def test_another_loudness_can_be_asked_for(tmp_path: Path) -> None:
    """-23 LUFS for a broadcaster."""
    source = sounds.write(tmp_path / "a.wav", [SPEECH], 4.0)
    master(source, tmp_path / "a.mp3", Wishes(loudness=-23.0), None)
    assert abs(measured_by_ffmpeg(tmp_path / "a.mp3")[0] + 23) <= 0.5


def test_a_ceiling_that_stops_it_is_told(tmp_path: Path) -> None:
    """Clicks in near-silence: the sentence says by how much, and why."""

    def clicks(t: float) -> float:
        return 0.9 if t % 1 < 0.001 else sounds.tone(440, 0.002)(t)

    source = sounds.write(tmp_path / "a.wav", [clicks], 5.0)
    done = master(source, tmp_path / "a.mp3", Wishes(), None)
    assert done.note and "peaks" in done.note and "-1 dBTP" in done.note
    assert (done.after.true_peak or 0) <= -1.0


def test_silence_is_no_master(tmp_path: Path) -> None:
    """Where nothing is heard no gain is right."""
    source = sounds.write(tmp_path / "a.wav", [sounds.silence], 3.0)
    with pytest.raises(AudioError, match="silent"):
        master(source, tmp_path / "a.mp3", Wishes(), None)


def test_the_gain_is_one_number(tmp_path: Path) -> None:
    """Quiet and loud parts keep their distance: nothing is evened out."""

    def steps(t: float) -> float:
        return sounds.tone(440, 0.05 if t < 3 else 0.1)(t)

    source = sounds.write(tmp_path / "a.wav", [steps], 6.0)
    done = master(source, tmp_path / "a.mp3", Wishes(), None)
    levels = [
        analyse(sounds_cut(tmp_path / "a.mp3", tmp_path / f"{at}.wav", at)).loudness.integrated or 0
        for at in (0.5, 3.5)
    ]
    assert abs((levels[1] - levels[0]) - 6.02) < 0.3
    assert done.limited_db == 0.0


def sounds_cut(source: Path, target: Path, at: float) -> Path:
    """Two seconds of a recording."""
    import av

    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        stream = written.add_stream("pcm_s16le", rate=44_100, layout="mono")
        for frame in read.decode(audio=0):
            if at <= (frame.time or 0.0) < at + 2:
                frame.pts = None
                written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    return target


def test_silence_at_both_ends_goes_on_request(tmp_path: Path) -> None:
    """Trimmed: the speech and a third of a second around it are left. Not asked for: all."""

    def late(t: float) -> float:
        return SPEECH(t) if 2 < t < 6 else 0.0

    source = sounds.write(tmp_path / "a.wav", [late], 8.0)
    trimmed = master(source, tmp_path / "a.mp3", Wishes(trim=True), None)
    whole = master(source, tmp_path / "b.mp3", Wishes(), None)
    assert 2.5 < trimmed.trimmed_s < 4.2
    assert whole.trimmed_s == 0.0
    assert abs(analyse(tmp_path / "a.mp3").seconds - (8.0 - trimmed.trimmed_s)) < 0.2
    assert abs(analyse(tmp_path / "b.mp3").seconds - 8.0) < 0.2


def test_a_highpass_takes_rumble_out(tmp_path: Path) -> None:
    """A tone of 30 Hz is gone, one of 1 kHz stays."""

    def rumbling(t: float) -> float:
        return sounds.tone(1000, 0.1)(t) + sounds.tone(30, 0.5)(t)

    source = sounds.write(tmp_path / "a.wav", [rumbling], 4.0)
    plain = master(source, tmp_path / "a.mp3", Wishes(), None)
    passed = master(source, tmp_path / "b.mp3", Wishes(highpass=150), None)
    assert (passed.after.true_peak or 0) < (plain.after.true_peak or 0) - 3


def test_the_bitrate_is_constant_and_stated(tmp_path: Path) -> None:
    """MP3 has one bit rate in all frames, the one that was asked for."""
    source = sounds.write(tmp_path / "a.wav", [SPEECH], 3.0)
    done = master(source, tmp_path / "a.mp3", Wishes(bitrate=64_000), None)
    from mutagen.mp3 import MP3, BitrateMode

    info = MP3(tmp_path / "a.mp3").info
    assert done.bitrate == 64_000
    assert abs(info.bitrate - 64_000) < 100  # mutagen divides bytes by seconds
    assert info.bitrate_mode == BitrateMode.CBR


# What `check` hears.


def heard(tmp_path: Path, *channels: sounds.Sound, seconds: float = 6.0) -> Analysis:
    """The analysis of a sound."""
    return analyse(sounds.write(tmp_path / "a.wav", channels, seconds))


def test_an_analysis_agrees_with_ffmpeg(tmp_path: Path) -> None:
    """Loudness and true peak are those that FFmpeg's own program measures."""
    if FFMPEG is None:
        pytest.skip("ffmpeg is not installed")
    found = heard(tmp_path, SPEECH, QUIET).loudness
    loudness, peak = measured_by_ffmpeg(tmp_path / "a.wav")
    assert abs((found.integrated or 0) - loudness) <= 0.1
    assert abs((found.true_peak or 0) - peak) <= 0.1


def test_silence_at_the_ends_is_measured(tmp_path: Path) -> None:
    """Two seconds before, one after."""
    found = heard(tmp_path, lambda t: sounds.music(t) if 2 <= t < 5 else 0.0)
    assert abs(found.lead_s - 2) <= 0.2
    assert abs(found.tail_s - 1) <= 0.2


def test_clipping_is_heard_and_full_scale_is_not(tmp_path: Path) -> None:
    """Flat peaks at full scale are cut off; a tone that just reaches it is not."""
    assert heard(tmp_path, lambda t: sounds.tone(440, 3.0)(t)).clipped_s > 5
    assert heard(tmp_path, sounds.tone(440, 0.98)).clipped_s == 0


def test_a_dead_channel_and_phase(tmp_path: Path) -> None:
    """One silent channel, one turned round, two alike."""
    dead = heard(tmp_path, SPEECH, sounds.silence)
    assert dead.levels[0] > -20 and dead.levels[1] < -60
    assert (heard(tmp_path, SPEECH, lambda t: -SPEECH(t)).phase or 0) < -0.9
    assert (heard(tmp_path, SPEECH, SPEECH).phase or 0) > 0.9
    assert heard(tmp_path, SPEECH).phase is None


@pytest.mark.parametrize("mains", [50, 60])
def test_hum_is_heard(mains: int, tmp_path: Path) -> None:
    """A mains tone of -50 dBFS behind speech; without it nothing."""
    hum = sounds.tone(mains, 0.003)
    assert heard(tmp_path, lambda t: SPEECH(t) + hum(t), seconds=12).hum_hz == mains
    assert heard(tmp_path, SPEECH, seconds=12).hum_hz is None


def test_an_analysis_survives_json(tmp_path: Path) -> None:
    """What is kept of it is all of it."""
    found = heard(tmp_path, SPEECH, QUIET, seconds=3)
    assert Analysis.from_dict(json.loads(json.dumps(found.as_dict()))) == found


# Peaks for pages.


def test_peaks_are_the_lowest_and_highest_samples(tmp_path: Path) -> None:
    """audiowaveform's format: as many pairs as it says, each the extremes of its stretch."""

    def grows(t: float) -> float:
        return sounds.tone(440, t / 6)(t)

    source = sounds.write(tmp_path / "a.wav", [grows], 6.0)
    told = waveform(source, 6.0)
    assert {"version": 2, "channels": 1, "bits": 8, "sample_rate": 44_100}.items() <= told.items()
    assert len(told["data"]) == 2 * told["length"]
    assert told["length"] == -(-264_600 // told["samples_per_pixel"])
    highest = told["data"][1::2]
    for share in (0.25, 0.5, 0.75):
        assert abs(highest[int(len(highest) * share)] - 127 * share) <= 3
    assert min(told["data"]) >= -128 and max(told["data"]) <= 127


# Processes.


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    """No date, no version, no random number: Opus, AAC and MP3."""
    source = sounds.write(tmp_path / "a.wav", [SPEECH], 2.0)
    for name in ("opus", "aac", "mp3"):
        for place in ("one", "two"):
            encode(source, tmp_path / place, name, None)
            time.sleep(0.01)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes(), name
        assert b"Lavf6" not in (tmp_path / "one").read_bytes()


def test_a_broken_recording_costs_the_others_nothing(tmp_path: Path) -> None:
    """Each job has an outcome of its own, and leaves a whole file or none."""
    good = sounds.write(tmp_path / "a.wav", [SPEECH], 2.0)
    bad = tmp_path / "b.wav"
    bad.write_bytes(b"no sound at all" * 99)
    targets = [tmp_path / "a.opus", tmp_path / "b.opus"]
    settings = {"codec": "opus", "bitrate": None}
    shares: list[float] = []
    one, two = run_jobs(
        [
            Job(task="encode", source=source, target=target, settings=settings)
            for source, target in zip((good, bad), targets, strict=True)
        ],
        progress=shares.append,
    )
    assert one == {"channels": 1}
    assert isinstance(two, AudioError)
    assert targets[0].stat().st_size > 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.opus", "a.wav", "b.wav"]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_a_job_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that says nothing is not waited for; nothing of it is left."""
    fifo = tmp_path / "a.py"
    fifo.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(jobs, "_COMMAND", (str(fifo),))
    job = Job(task="encode", source=tmp_path, target=tmp_path / "x.opus", patience=0.2)
    [outcome] = run_jobs([job])
    assert isinstance(outcome, AudioError) and "hangs" in str(outcome)
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


# In a project.

_ASKS = "\n[audio]\nwaveform = true\n\n[audio.renditions]\nopus = 24\naac = true\n"


def asking(project: Any, text: str = _ASKS) -> Any:
    """`project` with these lines in podcast.toml, and a recording that is more than noise."""
    project.write("podcast.toml", project.read("podcast.toml").decode() + text)
    project.remove("episodes/eau/01-invite.mp3")
    sounds.write(project.path / "episodes/eau/01-invite.wav", [SPEECH], 2.0)
    return project


def alternates(project: Any, title: str = "01-invite") -> list[Any]:
    """The alternate enclosures of an episode."""
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    return [
        found
        for item in feed.iter("item")
        if title in (item.findtext("title") or "") + (item.findtext("link") or "")
        for found in item.findall(f"{PODCAST}alternateEnclosure")
    ]


def test_renditions_stand_in_the_feed(project: Any) -> None:
    """Opus and AAC with length, bit rate, codec and a hash that is that of the file."""
    done = asking(project).run("build")
    assert done.status == 0, done.all
    found = {one.get("codecs"): one for one in alternates(project)}
    assert {"opus", "mp4a.40.2"} <= set(found)
    for codec, kind in (("opus", "audio/ogg"), ("mp4a.40.2", "audio/x-m4a")):
        one = found[codec]
        url = one.find(f"{PODCAST}source").get("uri")
        path = project.public / url.split("/", 3)[3]
        content = path.read_bytes()
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert one.get("type") == kind
        assert int(one.get("length")) == len(content)
        assert int(one.get("bitrate")) > 10_000
        assert one.find(f"{PODCAST}integrity").get("value") == f"sha256-{digest}"
        assert path.name.startswith("01-invite.")
    default = [one for one in alternates(project) if one.get("default") == "true"]
    assert len(default) == 1


def test_renditions_carry_their_own_tags(project: Any) -> None:
    """Once out of the feed a rendition still says what it is; another title encodes nothing."""
    assert asking(project).run("build").status == 0
    made = project.path / ".feed-builder" / "made"
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    name = "episodes/eau/01-invite.md"
    text = project.read(name).decode()
    project.write(name, re.sub(r'^title = ".*"$', 'title = "Un autre titre"', text, flags=re.M))
    assert project.run("build").status == 0
    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before
    for suffix, tag in ((".opus", "title"), (".m4a", "\xa9nam")):
        [path] = (project.public / "media").glob(f"01-invite.*{suffix}")
        assert list(mutagen.File(path).tags[tag]) == ["Un autre titre"]


def test_each_rendition_has_a_feed_of_its_own(project: Any) -> None:
    """feed-opus.xml and feed-aac.xml: the same episodes, their enclosures in that codec."""
    assert asking(project).run("build").status == 0
    main = etree.fromstring((project.public / "feed.xml").read_bytes())
    for name, suffix in (("opus", ".opus"), ("aac", ".m4a")):
        feed = etree.fromstring((project.public / f"feed-{name}.xml").read_bytes())
        assert [i.findtext("guid") for i in feed.iter("item")] == [
            i.findtext("guid") for i in main.iter("item")
        ]
        for item in feed.iter("item"):
            enclosure = item.find("enclosure")
            assert enclosure is not None
            path = project.public / str(enclosure.get("url")).split("/", 3)[3]
            assert path.suffix == suffix
            assert path.stat().st_size == int(str(enclosure.get("length")))


def test_one_recording_of_two_episodes(project: Any) -> None:
    """The same bytes twice are encoded once, and both episodes have them."""
    asking(project)
    project.episode("eau/09-encore", 9, audio=False)
    (project.path / "episodes/eau/09-encore.wav").write_bytes(
        project.read("episodes/eau/01-invite.wav")
    )
    done = project.run("build")
    assert done.status == 0, done.all
    assert len(alternates(project, "09-encore")) == len(alternates(project)) == 3
    assert len(list((project.path / ".feed-builder" / "made").iterdir())) == 9


def test_renditions_are_made_once(project: Any) -> None:
    """A new recording costs its own encoding only; another bit rate costs all of them."""
    assert asking(project).run("build").status == 0
    made = project.path / ".feed-builder" / "made"
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    assert len(before) == 9
    sounds.write(project.path / "episodes/eau/01-invite.wav", [SPEECH], 1.5)
    assert project.run("build").status == 0
    after = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    assert len(before.items() & after.items()) == 6
    assert len(after) == 9


def test_a_waveform_is_published(project: Any) -> None:
    """Peaks as audiowaveform writes them, named by their bytes."""
    assert asking(project).run("build").status == 0
    [path] = (project.public / "waveforms").glob("01-invite.*.json")
    told = json.loads(path.read_bytes())
    assert path.name.split(".")[1] == hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    assert told["version"] == 2 and max(told["data"]) > 20


def test_nothing_is_made_unasked(project: Any) -> None:
    """Without [audio] no rendition and no waveform."""
    assert project.run("build").status == 0
    assert not (project.public / "waveforms").exists()
    assert not (project.path / ".feed-builder" / "made").exists()
    assert not alternates(project)


_WITHOUT_AV = """
import os, sys
from pathlib import Path
hide = Path(sys.argv.pop(1))
hide.mkdir(exist_ok=True)
(hide / "sitecustomize.py").write_text(
    "import importlib.util as u, sys\\n"
    "find = u.find_spec\\n"
    "u.find_spec = lambda name, *more: None if name == 'av' else find(name, *more)\\n"
    "sys.modules['av'] = None\\n"
)
os.environ["PYTHONPATH"] = str(hide)
os.execv(sys.executable, [sys.executable, "-m", "feed_builder", *sys.argv[1:]])
"""


def test_without_the_extra_the_rest_is_built(project: Any, tmp_path: Path) -> None:
    """A sentence says what to install; feeds, pages and media are there."""
    asking(project)
    done = project.run("build", before=(sys.executable, "-c", _WITHOUT_AV, str(tmp_path / "hide")))
    assert done.status == 0, done.all
    assert 'pip install "feed-builder[audio]"' in done.all
    assert (project.public / "feed.xml").exists()
    assert not alternates(project)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[audio.renditions]\nopus = 3", "bit rate"),
        ('[audio.renditions]\nopus = "loud"', "bit rate"),
        ("[audio.renditions]\nmp4 = true", "no such key"),
        ("[audio]\nloudness = 3", "from -30 to -9"),
        ('[audio]\nwaveform = "yes"', "true"),
        ('[audio.master]\nformat = "ogg"', "mp3"),
    ],
)
def test_wrong_wishes_are_told(line: str, says: str, project: Any) -> None:
    """With file, line and way out."""
    asking(project, f"\n{line}\n")
    done = project.run("build")
    assert done.status == 1
    assert re.search(r"podcast\.toml:\d+: audio", done.all) and says in done.all


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        (True, 0),
        (False, None),
        (32, 32_000),
        ("32k", 32_000),
        ("32 kbit/s", 32_000),
        (32_000, 32_000),
        ({"bitrate": 32}, 32_000),
        ({}, 0),
    ],
)
def test_a_bit_rate_is_written_in_many_ways(written: object, rate: int | None) -> None:
    """As people write them; nothing else is taken for one."""
    assert bitrate(written) == rate


def test_ctrl_c_leaves_nothing_half_written(project: Any) -> None:
    """Interrupted while it encodes: the old feed stands, no part of a file lies about."""
    assert project.run("build").status == 0
    before = project.tree()
    asking(project)
    sounds.write(project.path / "episodes/eau/01-invite.wav", [sounds.music], 90.0, 16_000)
    command = [sys.executable, "-m", "feed_builder", "-C", str(project.path), "build"]
    made = project.path / ".feed-builder" / "made"
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(made.glob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert project.tree() == before
    assert not list(project.path.rglob("*.part"))


def test_tags_in_an_old_encoding_are_no_fault(tmp_path: Path) -> None:
    """A title in Latin-1, as recorders of old write it, stops nobody from listening."""
    source = sounds.write(tmp_path / "a.wav", [SPEECH], 2.0)
    riff = source.read_bytes()
    title = b"INFO" + struct.pack("<4sI", b"INAM", 6) + "Été\0\0\0".encode("latin-1")
    chunk = struct.pack("<4sI", b"LIST", len(title)) + title
    size = struct.pack("<I", len(riff) + len(chunk) - 8)
    source.write_bytes(riff[:4] + size + riff[8:12] + chunk + riff[12:])
    assert b"\xc9t\xe9" in source.read_bytes()
    assert analyse(source).loudness.integrated is not None


@pytest.mark.parametrize(("version", "told"), [("18.1.0", {"metadata_errors"}), ("19.0.2", set())])
def test_every_pyav_is_told_what_it_knows(version: str, told: set[str]) -> None:
    """From 19 on it has no option for such tags, and takes them."""
    assert set(extra._lenient(version)) == told


def test_what_is_done_is_said(tmp_path: Path) -> None:
    """The outcome of mastering can be told as JSON."""
    source = sounds.write(tmp_path / "a.wav", [SPEECH], 2.0)
    done = master(source, tmp_path / "a.mp3", Wishes(), None)
    assert isinstance(done, Mastered)
    assert json.loads(json.dumps(done.as_dict()))["before"]["integrated"] < 0


def test_the_extra_is_found() -> None:
    """Where these tests run PyAV is there."""
    assert extra.has_av()
