"""WAV, FLAC, Ogg and M4A files that lie about their length, made from the good ones."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from feed_builder.audio.mp4_entry import sound_entry
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

DATA = Path(__file__).parent / "data" / "audio"
SECONDS = 1.493


def fixture(name: str) -> bytes:
    return (DATA / name).read_bytes()


def probed(tmp_path: Path, content: bytes) -> AudioInfo:
    path = tmp_path / "made"
    path.write_bytes(content)
    return probe(path)


def refused(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(AudioError) as caught:
        probed(tmp_path, content)
    return str(caught.value)


def seconds(info: AudioInfo) -> float:
    return info.duration.total_seconds()


@pytest.mark.parametrize(
    "name",
    ["espeak_ng.wav", "ffmpeg_rf64.wav", "ffmpeg_aac_faststart.m4a"],
)
def test_truncated_half_is_said(name: str, tmp_path: Path) -> None:
    whole = fixture(name)
    info = probed(tmp_path, whole[: len(whole) // 2])
    assert seconds(info) == pytest.approx(SECONDS / 2, abs=0.3)
    (warning,) = info.warnings
    assert warning.startswith("is cut off: its header promises 1.5 s, 0.")


@pytest.mark.parametrize("name", ["oggenc.ogg", "ffmpeg_vorbis.ogg", "opusenc.opus"])
@pytest.mark.parametrize("kept", [0, 20, 100], ids=["at a page", "in its head", "in its body"])
def test_truncated_ogg_has_no_end(name: str, kept: int, tmp_path: Path) -> None:
    whole = fixture(name) + fixture(name)
    info = probed(tmp_path, whole[: whole.rindex(b"OggS") + kept])
    assert SECONDS <= seconds(info) < 2 * SECONDS
    assert info.warnings[0] == "is cut off: it has no end (upload it again)"


@pytest.mark.parametrize(
    ("name", "keep", "reason"),
    [
        ("espeak_ng.wav", 44, "holds no sound: its length is 0 s ("),
        ("espeak_ng.wav", 30, "is a WAV without sound ("),
        ("flac.flac", 100, "is cut off before its sound begins ("),
        ("flac.flac", 8, "is cut off before its sound begins ("),
        ("ffmpeg_aac.m4a", 5000, "is cut off: its index (moov) is missing ("),
        ("ffmpeg_aac_faststart.m4a", 200, "is cut off: its index (moov) is missing ("),
        ("opusenc.opus", 60, "holds no sound: its length is 0 s ("),
        ("opusenc.opus", 40, "holds no Vorbis or Opus stream that can be read ("),
    ],
)
def test_cut_before_the_sound(name: str, keep: int, reason: str, tmp_path: Path) -> None:
    assert refused(tmp_path, fixture(name)[:keep]).startswith(reason)


@pytest.mark.parametrize("name", ["flac.flac", "opusenc.opus", "espeak_ng.wav", "oggenc.ogg"])
def test_tags_of_other_formats_are_stepped_over(name: str, tmp_path: Path) -> None:
    """Some taggers put ID3 around everything."""
    front = b"ID3\4\0\0\0\0\1\0" + bytes(128)
    end = b"TAG" + bytes(125)
    plain, tagged = probe(DATA / name), probed(tmp_path, front + fixture(name) + end)
    assert (tagged.type, tagged.duration) == (plain.type, plain.duration)
    assert tagged.warnings == ()


def test_wav_with_too_much_behind_it_plays_what_it_says(tmp_path: Path) -> None:
    info = probed(tmp_path, fixture("espeak_ng.wav") + b"LIST" + bytes(20_000))
    assert seconds(info) == pytest.approx(SECONDS, abs=0.001)
    assert info.warnings == ()


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_wav_of_unknown_size(size: int, tmp_path: Path) -> None:
    content = bytearray(fixture("espeak_ng.wav"))
    place = content.index(b"data") + 4
    content[place : place + 4] = size.to_bytes(4, "little")
    info = probed(tmp_path, bytes(content))
    assert seconds(info) == pytest.approx(SECONDS, abs=0.001)
    assert info.warnings[0].startswith("doesn't say how long it is: some apps will not play it")


def test_flac_with_a_false_frame_behind(tmp_path: Path) -> None:
    """A sync code in the sound itself has no valid CRC, and is passed over."""
    content = fixture("flac.flac") + b"\xff\xf8\x69\x08\0\0" + bytes(20)
    assert seconds(probed(tmp_path, content)) == pytest.approx(SECONDS, abs=0.001)


def test_flac_with_a_damaged_header(tmp_path: Path) -> None:
    content = fixture("flac.flac")
    reason = refused(tmp_path, content[:18] + bytes(8) + content[26:])
    assert reason.startswith("is a FLAC with a damaged header (")


def test_flac_without_frames(tmp_path: Path) -> None:
    content = fixture("ffmpeg.flac")
    reason = refused(tmp_path, content[: content.index(b"\xff\xf8")])
    assert reason.startswith("is a FLAC without sound: no frame follows its header (")


@pytest.mark.parametrize(
    ("first", "second"),
    [("oggenc.ogg", "ffmpeg_vorbis.ogg"), ("opusenc.opus", "ffmpeg_opus.ogg")],
)
def test_chained_ogg_adds_up(first: str, second: str, tmp_path: Path) -> None:
    info = probed(tmp_path, fixture(first) + fixture(second))
    assert seconds(info) == pytest.approx(2 * SECONDS, abs=0.01)
    (warning,) = info.warnings
    assert warning.startswith("is 2 recordings in a row: apps will show the wrong length (")


def test_ogg_with_a_hole(tmp_path: Path) -> None:
    whole = fixture("oggenc.ogg")
    places = [place for place in range(len(whole)) if whole.startswith(b"OggS", place)]
    torn = places[-2] + 1000
    info = probed(tmp_path, whole[:torn] + bytes(500) + whole[torn + 1000 :])
    assert info.warnings[-1].startswith(("is damaged: about ", "is cut off: "))


def test_ogg_junk_between_pages(tmp_path: Path) -> None:
    whole = fixture("oggenc.ogg")
    last = whole.rindex(b"OggS")
    info = probed(tmp_path, whole[:last] + bytes(3_000_000) + whole[last:])
    assert seconds(info) == pytest.approx(SECONDS, abs=0.01)
    assert info.warnings == (), "nothing is lost"


def replaced(content: bytes, old: bytes, new: bytes, after: bytes = b"") -> bytes:
    """`content` with the first `old` behind `after` changed to `new` of the same length."""
    assert len(old) == len(new)
    place = content.index(old, content.index(after))
    return content[:place] + new + content[place + len(old) :]


@pytest.mark.parametrize("protected", [b"drms", b"enca"])
def test_protected_m4a(protected: bytes, tmp_path: Path) -> None:
    content = replaced(fixture("ffmpeg_aac.m4a"), b"mp4a", protected, after=b"stsd")
    assert refused(tmp_path, content).startswith("is copy-protected: only its buyer can play it (")


def test_m4a_length_is_that_of_its_samples_not_of_its_header(tmp_path: Path) -> None:
    content = fixture("ffmpeg_aac.m4a")
    place = content.index(b"mdhd") + 20
    lie = content[:place] + (22_050 * 90_000).to_bytes(4, "big") + content[place + 4 :]
    assert seconds(probed(tmp_path, lie)) == pytest.approx(1.54, abs=0.01)


def test_m4a_picture_track_is_no_film(tmp_path: Path) -> None:
    """An "enhanced podcast" shows a still picture with each chapter."""
    content = replaced(fixture("ffmpeg_film.mp4"), b"avc1", b"jpeg", after=b"stsd")
    assert probed(tmp_path, content).type == "audio/x-m4a"


def test_boxes_3000_deep(tmp_path: Path) -> None:
    boxes = b""
    for _ in range(3000):
        boxes = struct.pack(">I4s", len(boxes) + 8, b"moov") + boxes
    content = b"\0\0\0\x10ftypM4A \0\0\0\0" + boxes
    assert refused(tmp_path, content).startswith("is damaged: its boxes lie more than 10 deep")


def sound_entry_of(config: bytes, channels: int = 2, rate: int = 22_050) -> bytes:
    """An stsd box with an AAC entry that holds an AudioSpecificConfig."""
    decoder = b"\5" + bytes([len(config)]) + config
    stream = b"\4\x80\x80\x80" + bytes([13 + len(decoder)]) + b"\x40\x15" + bytes(11) + decoder
    descriptor = b"\3" + bytes([3 + len(stream)]) + bytes(3) + stream
    esds = struct.pack(">I4sI", 12 + len(descriptor), b"esds", 0) + descriptor
    entry = bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHIHH", channels, 16, 0, rate, 0) + esds
    return bytes(4) + b"\0\0\0\1" + struct.pack(">I4s", len(entry) + 8, b"mp4a") + entry


@pytest.mark.parametrize(
    ("bits", "rate", "channels"),
    [
        ("00010 0100 0001", 44_100, 1),  # AAC-LC, mono
        ("00010 0011 0010", 48_000, 2),
        ("00010 1111 000000000011111001110000 0001", 15_984, 1),  # a rate of its own
        ("00101 0111 0001 0100", 44_100, 1),  # HE-AAC: plays at the second rate
        ("11101 0111 0001 0100", 44_100, 2),  # HE-AAC v2: mono, with what makes it stereo
        ("00010 0111 0000", 22_050, 2),  # channels are elsewhere: the entry's count it is
        ("", 22_050, 2),
    ],
)
def test_aac_facts(bits: str, rate: int, channels: int) -> None:
    digits = bits.replace(" ", "").ljust(40, "0") if bits else ""
    config = int(digits, 2).to_bytes(5, "big") if digits else b""
    entry = sound_entry(sound_entry_of(config))
    assert (entry.codec, entry.sample_rate, entry.channels) == (b"mp4a", rate, channels)
