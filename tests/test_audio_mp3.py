"""MP3s that lie about their length, made from the good ones."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_builder.audio import mp3
from feed_builder.audio.mp3_frames import walk
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError

DATA = Path(__file__).parent / "data" / "audio"
CBR = (DATA / "lame_cbr.mp3").read_bytes()  # 64 kbit/s, 44.1 kHz, Info header
VBR = (DATA / "lame_vbr.mp3").read_bytes()  # 44.1 kHz, Xing header
ABR = (DATA / "lame_abr.mp3").read_bytes()  # 22.05 kHz, Xing header
BARE = (DATA / "lame_cbr_headerless.mp3").read_bytes()  # 32 kbit/s, 22.05 kHz
BARE_VBR = (DATA / "lame_vbr_headerless.mp3").read_bytes()
SECONDS = {CBR: 1.493, VBR: 1.493, ABR: 1.493, BARE: 1.567, BARE_VBR: 2.56}
FRAME = 0.0262  # seconds

NOISE = bytes(range(0x20, 0x7F)) * 700  # 66 kB in which no frame is found


def id3v2(body: bytes) -> bytes:
    size = len(body)
    lengths = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\4\0\0" + lengths + body


def apev2(body: bytes) -> bytes:
    """An APEv2 tag with header and footer around `body`, as mp3gain puts it at the end."""
    numbers = b"".join(n.to_bytes(4, "little") for n in (2000, len(body) + 32, 1))
    header = b"APETAGEX" + numbers + (0xA000_0000).to_bytes(4, "little") + bytes(8)
    footer = b"APETAGEX" + numbers + (0x8000_0000).to_bytes(4, "little") + bytes(8)
    return header + body + footer


ID3V1 = b"TAG" + b"Essai".ljust(124, b"\0") + b"\xff"


def measured(tmp_path: Path, content: bytes) -> tuple[float, tuple[str, ...]]:
    path = tmp_path / "made.mp3"
    path.write_bytes(content)
    info = probe(path)
    assert (info.type, info.length) == ("audio/mpeg", len(content))
    return info.duration.total_seconds(), info.warnings


@pytest.mark.parametrize("whole", [CBR, VBR, ABR])
def test_truncated_half(whole: bytes, tmp_path: Path) -> None:
    seconds, (warning,) = measured(tmp_path, whole[: len(whole) // 2])
    assert seconds == pytest.approx(0.75, abs=0.2)
    assert warning.startswith("is cut off: its header promises 1.5 s, 0.")
    assert warning.endswith(" s are there (upload it again)")


def test_truncated_half_without_header_is_just_shorter(tmp_path: Path) -> None:
    seconds, warnings = measured(tmp_path, BARE[: len(BARE) // 2])
    assert seconds == pytest.approx(SECONDS[BARE] / 2, abs=FRAME)
    assert warnings == ()


@pytest.mark.parametrize(
    ("first", "second"), [(CBR, CBR), (VBR, VBR), (CBR, VBR), (CBR, ABR), (CBR, BARE)]
)
def test_joined(first: bytes, second: bytes, tmp_path: Path) -> None:
    for between in (b"", id3v2(bytes(300)), ID3V1, ID3V1 + id3v2(NOISE)):
        seconds, (warning,) = measured(tmp_path, first + between + second)
        assert seconds == pytest.approx(SECONDS[first] + SECONDS[second], abs=0.2)
        assert warning.startswith("is longer than its header says: apps will show 1.5 s instead of")


def test_headerless_vbr_says_what_apps_show(tmp_path: Path) -> None:
    seconds, (warning,) = measured(tmp_path, BARE_VBR)
    assert seconds == pytest.approx(2.56, abs=FRAME)
    assert warning.startswith("doesn't say how long it is: apps will show about 14.2 s instead of")


@pytest.mark.parametrize("sound", [CBR, VBR, BARE])
@pytest.mark.parametrize(
    "tail",
    [ID3V1, apev2(bytes(2000)), apev2(NOISE) + ID3V1, apev2(CBR), bytes(3000)],
    ids=["ID3v1", "APE", "APE with a cover, ID3v1", "APE that holds an MP3", "zeros"],
)
def test_what_follows_is_not_heard(sound: bytes, tail: bytes, tmp_path: Path) -> None:
    seconds, warnings = measured(tmp_path, sound + tail)
    assert seconds == pytest.approx(SECONDS[sound], abs=FRAME)
    assert not any("damaged" in warning or "cut off" in warning for warning in warnings)


@pytest.mark.parametrize("tail", [id3v2(NOISE), NOISE], ids=["ID3v2", "noise"])
def test_junk_behind_misleads_apps_that_go_by_size(tail: bytes, tmp_path: Path) -> None:
    seconds, (warning,) = measured(tmp_path, BARE + tail)
    assert seconds == pytest.approx(SECONDS[BARE], abs=FRAME)
    assert warning.startswith("doesn't say how long it is: apps will show about 18.3 s instead of")


@pytest.mark.parametrize("sound", [CBR, VBR, BARE])
@pytest.mark.parametrize(
    "front",
    [
        id3v2(bytes(1000)),
        id3v2(bytes(1000)) + id3v2(NOISE),
        bytes(1 << 16),
        bytes(1 << 21),
        NOISE[:5000],
        apev2(bytes(1000))[:-32],
        b"ID3\4\0\0\xff\xff\xff\xff",
    ],
    ids=["ID3v2", "two ID3v2", "64 KB zeros", "2 MB zeros", "noise", "APE", "nonsense"],
)
def test_what_stands_in_front_is_not_heard(sound: bytes, front: bytes, tmp_path: Path) -> None:
    if front == NOISE[:5000]:
        front = b"\1" + front  # not even a text file
    seconds, warnings = measured(tmp_path, front + sound)
    assert seconds == pytest.approx(SECONDS[sound], abs=3 * FRAME)
    assert not any("damaged" in warning or "cut off" in warning for warning in warnings)


def test_tag_that_claims_some_of_the_sound(tmp_path: Path) -> None:
    """Its size is wrong by 500, so the Info header is lost with a frame or two."""
    tag = id3v2(bytes(1500))[:10] + bytes(1000)
    seconds, _ = measured(tmp_path, tag + CBR)
    assert seconds == pytest.approx(SECONDS[CBR], abs=4 * FRAME)


def test_hole(tmp_path: Path) -> None:
    seconds, (warning,) = measured(tmp_path, CBR[:4000] + CBR[8000:])
    assert seconds == pytest.approx(1.0, abs=0.1)
    assert warning.startswith("is damaged in 1 place: its header promises 1.5 s, 1 s are there")


def test_zeroed_parts(tmp_path: Path) -> None:
    damaged = bytearray(BARE)
    damaged[1000:2000] = damaged[3000:4000] = bytes(1000)
    seconds, (warning,) = measured(tmp_path, bytes(damaged))
    assert seconds == pytest.approx(0.679, abs=0.03)  # what FFmpeg decodes
    # FFmpeg finds no way back between the two.
    assert warning == "is damaged in 1 place: about 0.9 s can't be played (upload it again)"


@pytest.mark.parametrize(
    ("frames", "shown"),
    [
        (10_000_000, "shorter than its header says: apps will show 72:33:44"),
        (1, "longer than its header says: apps will show 0 s"),
        (0, "longer than its header says: apps will show 0 s"),
    ],
    ids=["long", "short", "zero"],
)
@pytest.mark.parametrize("sound", [CBR, VBR])
def test_header_lies(sound: bytes, frames: int, shown: str, tmp_path: Path) -> None:
    place = sound.index(b"Info" if sound == CBR else b"Xing") + 8
    lie = sound[:place] + frames.to_bytes(4, "big") + sound[place + 4 :]
    seconds, warnings = measured(tmp_path, lie)
    assert seconds == pytest.approx(1.54, abs=2 * FRAME)
    assert len(warnings) == 1
    assert shown in warnings[0]


def test_vbri_header(tmp_path: Path) -> None:
    """Fraunhofer's header: a first frame that only says how many follow."""
    frames = BARE[: len(BARE) // 104 * 104]
    first = bytearray(104)
    first[:4] = BARE[:4]
    count = walk(io.BytesIO(BARE), 0, len(BARE)).frames
    vbri = (1).to_bytes(2, "big") + bytes(4) + (104 + len(frames)).to_bytes(4, "big")
    first[36:54] = b"VBRI" + vbri + count.to_bytes(4, "big")
    seconds, warnings = measured(tmp_path, bytes(first) + BARE)
    assert seconds == pytest.approx(SECONDS[BARE], abs=FRAME)
    assert warnings == ()


def test_header_and_nothing_else_is_no_sound(tmp_path: Path) -> None:
    frame = CBR[: CBR.index(b"\xff\xfb", 2)]
    path = tmp_path / "header.mp3"
    path.write_bytes(frame)
    with pytest.raises(AudioError, match="is no audio of a known kind"):
        probe(path)


def test_reader_of_no_frames() -> None:
    with pytest.raises(AudioError, match="holds no MP3 sound"):
        mp3.read(io.BytesIO(NOISE), 0, len(NOISE))


def test_tag_that_ends_behind_the_file(tmp_path: Path) -> None:
    path = tmp_path / "made.mp3"
    path.write_bytes(b"ID3\4\0\0\x7f\x7f\x7f\x7f" + CBR)
    with pytest.raises(AudioError, match="is cut off before its sound begins: its tags take"):
        probe(path)


def test_tag_bomb_is_not_read(tmp_path: Path) -> None:
    """1 kB that unpacks to 1 MB of NULs, which mutagen splits in quadratic time."""
    packed = zlib.compress(b"\3" + bytes(1 << 20), 9)
    assert len(packed) < 1100

    def sync_safe(number: int) -> bytes:
        return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))

    compressed_with_length = b"\0\x09"
    frame = (
        b"TXXX"
        + sync_safe(len(packed) + 4)
        + compressed_with_length
        + sync_safe((1 << 20) + 1)
        + packed
    )
    seconds, warnings = measured(tmp_path, id3v2(frame) + CBR)
    assert seconds == pytest.approx(SECONDS[CBR], abs=FRAME)
    assert warnings == ()


def walked(content: bytes) -> tuple[int, int]:
    found = walk(io.BytesIO(content), 0, len(content))
    return found.frames, found.gaps


def test_walk_goes_on_from_block_to_block() -> None:
    frames, _ = walked(BARE)
    assert walked(BARE * 500) == (frames * 500, 0)  # 3 MB, read a megabyte at a time


@settings(deadline=None, max_examples=30)
@given(
    first=st.integers(150, 190),
    junk=st.integers(1, 40_000),
    second=st.integers(1, 20),
)
def test_walk_counts_around_junk_wherever_it_lies(first: int, junk: int, second: int) -> None:
    frames, _ = walked(BARE)
    content = BARE * first + bytes([0x55]) * junk + BARE * second
    assert walked(content) == (frames * (first + second) - 1, 1), "the frame before is torn"


@given(st.binary(max_size=3000))
def test_walk_ends_on_anything(content: bytes) -> None:
    found = walk(io.BytesIO(content), 0, len(content))
    assert 0 <= found.length <= len(content)
