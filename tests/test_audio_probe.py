"""What `probe` answers for whole files, of every kind that a folder of recordings can hold."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mutagen
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feed_builder.audio import probe as probe_module
from feed_builder.audio.facts import to_dict
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

DATA = Path(__file__).parent / "data" / "audio"
EXPECTED: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("*.json")
}
FIXTURES = sorted(EXPECTED)
GOOD = [name for name in FIXTURES if "info" in EXPECTED[name]]
SEARCHED_BY_MUTAGEN = [
    # mutagen can't read the others, or doesn't know how long they are.
    name
    for name in GOOD
    if name
    not in {
        "ffmpeg_rf64.wav",
        "ffmpeg_piped.wav",
        "ffmpeg_unknown_length.flac",
        "ffmpeg_fragmented.m4a",
        "ffmpeg_adts.aac",
        # Their tags say what ffmpeg added; mutagen leaves it out of LAME's only.
        "ffmpeg_cover.mp3",
        "ffmpeg_stereo.mp3",
    }
    and "headerless" not in name
]


def refusal(path: Path) -> str:
    with pytest.raises(AudioError) as caught:
        probe(path)
    return str(caught.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_every_fixture_has_its_answer() -> None:
    files = {path.name for path in DATA.iterdir()} - {"README.md"}
    assert files == {*FIXTURES, *(f"{name}.json" for name in FIXTURES)}


@pytest.mark.parametrize("name", FIXTURES)
def test_fixture(name: str) -> None:
    expected = EXPECTED[name]
    if "error" in expected:
        assert refusal(DATA / name) == expected["error"]
    else:
        assert to_dict(probe(DATA / name)) == expected["info"]


@pytest.mark.parametrize("name", GOOD)
def test_length_is_what_a_decoder_plays(name: str) -> None:
    info = probe(DATA / name)
    assert info.length == (DATA / name).stat().st_size
    assert info.duration.total_seconds() == pytest.approx(
        EXPECTED[name]["decoded_seconds"], abs=0.1
    )


@pytest.mark.parametrize("name", SEARCHED_BY_MUTAGEN)
def test_mutagen_agrees_on_intact_files(name: str) -> None:
    theirs = mutagen.File(DATA / name).info
    ours = probe(DATA / name)
    assert ours.duration.total_seconds() == pytest.approx(theirs.length, abs=0.01)
    assert ours.sample_rate == getattr(theirs, "sample_rate", 48_000)


@pytest.mark.parametrize(
    ("name", "suffix", "warning"),
    [
        ("lame_cbr.mp3", ".MP3", None),
        ("lame_cbr.mp3", "", None),
        ("ffmpeg_aac.m4a", ".m4b", None),
        ("ffmpeg_opus.ogg", ".opus", None),
        ("oggenc.ogg", ".oga", None),
        ("lame_cbr.mp3", ".wav", "is named .wav, but holds MP3: it will be published as .mp3"),
        ("espeak_ng.wav", ".mp3", "is named .mp3, but holds WAV: it will be published as .wav"),
        ("ffmpeg_aac.m4a", ".mp3", "is named .mp3, but holds M4A: it will be published as .m4a"),
        ("oggenc.ogg", ".opus", "is named .opus, but holds Ogg Vorbis: it will be published as"),
    ],
)
def test_type_comes_from_the_content(
    name: str, suffix: str, warning: str | None, tmp_path: Path
) -> None:
    original = probe(DATA / name)
    copy = probe(Path(shutil.copy(DATA / name, tmp_path / f"copy{suffix}")))
    assert (copy.type, copy.suffix, copy.duration) == (
        original.type,
        original.suffix,
        original.duration,
    )
    if warning is None:
        assert copy.warnings == ()
    else:
        assert copy.warnings[0].startswith(warning)


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "is empty: it holds 0 bytes"),
        ("Bonjour à tous,\n".encode() * 20, "is no audio: it starts like a text file"),
        ("Café".encode("latin-1"), "is no audio: it starts like a text file"),
        ("Bonjour".encode("utf-16"), "is no audio: it starts like a text file"),
        (b"\n <!DOCTYPE html><html>", "is no audio: it starts like a web page"),
        (b"\xef\xbb\xbf<html lang=fr>", "is no audio: it starts like a web page"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(500), "is no audio: it starts like a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "is no audio: it starts like a PNG picture"),
        (b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), "is no audio: it starts like a WebP picture"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "is no audio: it starts like a HEIC picture"),
        (b"%PDF-1.7\n" + bytes(500), "is no audio: it starts like a PDF"),
        (b"PK\x03\x04" + bytes(500), "is no audio: it starts like a ZIP archive"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a Git LFS pointer"),
        (bytes(10_000), "holds nothing but zeros: its upload broke off"),
        (bytes(range(1, 256)) * 40, "is no audio of a known kind"),
        (b"ID3\4\0\0\0\0\0\x0a" + bytes(10), "holds tags, but no sound"),
        (b"\xff\xfb\x90\x64" + bytes(413), "is no audio of a known kind"),
        (b"OggS" + bytes(200), "is an Ogg file without Vorbis or Opus in it"),
    ],
)
def test_refused_content_named_mp3(content: bytes, fact: str, tmp_path: Path) -> None:
    reason = refusal(written(tmp_path / "episode.mp3", content))
    assert reason.startswith(fact)
    assert reason.endswith(")"), "no way out"
    assert "episode" not in reason


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "directory.mp3").mkdir()
    (tmp_path / "link.mp3").symlink_to(DATA / "lame_cbr.mp3")
    (tmp_path / "endless.mp3").symlink_to("/dev/zero")
    assert refusal(tmp_path / "pipe.mp3").startswith("is a pipe, not a file")
    assert refusal(tmp_path / "directory.mp3").startswith("is a directory, not a file")
    assert refusal(tmp_path / "link.mp3").startswith("is a symbolic link")
    assert refusal(tmp_path / "endless.mp3").startswith("is a symbolic link")
    assert refusal(Path("/dev/null")).startswith("is a device, not a file")


def test_refuses_a_socket() -> None:
    # Its path may have 104 bytes at most on macOS, and tmp_path's has more.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as bound:
        bound.bind(f"{folder}/s.mp3")
        assert refusal(Path(folder, "s.mp3")).startswith("is a socket, not a file")


def test_refuses_names_without_a_file(tmp_path: Path) -> None:
    file = written(tmp_path / "file.mp3", b"x")
    assert refusal(tmp_path / "missing.mp3").startswith("does not exist")
    assert refusal(file / "below.mp3").startswith("does not exist")
    assert refusal(tmp_path / "nul\0.mp3").startswith("has a name that no file can have")
    assert refusal(tmp_path / ("x" * 300)).startswith("has a name that is too long")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, and CI often is root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_refuses_what_may_not_be_read(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.mp3", b"x")
    secret.chmod(0)
    with as_nobody():
        assert refusal(secret).startswith("may not be read by you (")


def test_refuses_what_is_still_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = Path(shutil.copy(DATA / "lame_cbr.mp3", tmp_path))

    def grow_and_answer(*arguments: object) -> str:
        with growing.open("ab") as file:
            file.write(b"more")
        return "mp3"

    monkeypatch.setattr(probe_module, "format_of", grow_and_answer)
    assert refusal(growing).startswith("is still being written")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(5, "Input/output error"), "can't be read: Input/output error ("),
        (PermissionError(13, "Permission denied"), "may not be read by you ("),
        (MemoryError(), "needs too much memory to be read ("),
        (KeyError("oops"), "can't be read: unexpected error KeyError: 'oops' ("),
    ],
)
def test_every_error_becomes_one_kind(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise error

    monkeypatch.setattr(probe_module, "format_of", fail)
    assert refusal(DATA / "lame_cbr.mp3").startswith(reason)


@pytest.mark.parametrize(
    ("position", "spoken"),
    [(48_000 * 36_000, "10:00:00"), ((1 << 63) - 1, "53375995583:39:01")],
    ids=["ten hours", "as much as fits"],
)
def test_refuses_a_length_that_cannot_be(position: int, spoken: str, tmp_path: Path) -> None:
    """A recorder that was restarted goes on counting: 4 kB "play" for hours."""
    content = bytearray((DATA / "ffmpeg_opus.ogg").read_bytes())
    last = content.rindex(b"OggS")
    content[last + 6 : last + 14] = position.to_bytes(8, "little")
    content[last + 22 : last + 26] = bytes(4)
    content[last + 22 : last + 26] = ogg_checksum(content[last:]).to_bytes(4, "little")
    reason = refusal(written(tmp_path / "long.opus", bytes(content)))
    assert reason.startswith(f"is damaged: it says that 4473 bytes play for {spoken} (")


def ogg_checksum(page: bytes) -> int:
    """RFC 3533, section 6: CRC-32 of its own kind."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C1_1DB7 if crc & 0x8000_0000 else 0)) & 0xFFFF_FFFF
    return crc


def expected_or_refused(path: Path) -> AudioInfo | None:
    """The answer, None for a refusal that is no bug."""
    try:
        info = probe(path)
    except AudioError as error:
        assert "unexpected error" not in str(error)
        return None
    return info


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(FIXTURES), cut=st.floats(0, 1))
def test_every_truncation_is_answered(name: str, cut: float, tmp_path: Path) -> None:
    content = (DATA / name).read_bytes()
    info = expected_or_refused(
        written(tmp_path / f"cut{Path(name).suffix}", content[: int(cut * len(content))])
    )
    if info is not None:
        assert info.duration.total_seconds() <= EXPECTED[name]["decoded_seconds"] + 0.1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(FIXTURES),
    changes=st.lists(
        st.tuples(st.integers(0, 2**16), st.binary(min_size=1, max_size=8)), max_size=8
    ),
    among_first=st.sampled_from([64, 1024, 2**16]),
)
def test_every_damage_is_answered(
    name: str, changes: list[tuple[int, bytes]], among_first: int, tmp_path: Path
) -> None:
    content = bytearray((DATA / name).read_bytes())
    for place, new in changes:
        begin = place % min(among_first, len(content))
        content[begin : begin + len(new)] = new
    path = written(tmp_path / f"damaged{Path(name).suffix}", bytes(content))
    info = expected_or_refused(path)
    assert info is None or info.length == len(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    head=st.sampled_from(
        [b"", b"ID3", b"fLaC", b"OggS", b"RIFF....WAVE", b"\0\0\0\x10ftyp", b"\0\0\0\0moov"]
    ),
    body=st.binary(max_size=400),
)
def test_every_beginning_is_answered(head: bytes, body: bytes, tmp_path: Path) -> None:
    assert expected_or_refused(written(tmp_path / "any.mp3", head + body)) is None
