"""Odd recordings, made on the spot: `python tests/odd_audio.py FOLDER` writes them all.

ffmpeg and LAME make the good ones, this script what is wrong with the others. Every row says what
must come of the file: it plays as long as FFmpeg decodes it, or it is refused for a reason.
"""

# ruff: noqa: E501 (a row is a line)

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

SECONDS = 12
_SCENE = (
    "sine=frequency=300:sample_rate={rate}:duration=5,volume=0.1[a];"
    "anoisesrc=sample_rate={rate}:duration=7:seed=7:amplitude=0.4[b];"
    "[a][b]concat=n=2:v=0:a=1"
)


@dataclass(frozen=True)
class Odd:
    """A file: its name, its bytes, why it is refused (a pattern), what is warned of (a pattern)."""

    name: str
    make: Callable[[], bytes]
    refused: str | None = None
    warned: str | None = None


@cache
def ffmpeg(options: str, suffix: str, rate: int = 44100, seconds: float = SECONDS) -> bytes:
    """What ffmpeg makes of five seconds of a quiet tone and seven of noise."""
    with TemporaryDirectory() as folder:
        out = f"{folder}/out.{suffix}"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i"]
        command += [_SCENE.format(rate=rate), *options.split(), "-t", str(seconds), out]
        subprocess.run(command, check=True, cwd=folder)
        return Path(out).read_bytes()


@cache
def lame(options: str, rate: int = 44100) -> bytes:
    """The same, encoded by LAME."""
    with TemporaryDirectory() as folder:
        Path(folder, "in.wav").write_bytes(ffmpeg("-ac 1", "wav", rate))
        command = ["lame", "--quiet", *options.split(), "in.wav", "out.mp3"]
        subprocess.run(command, check=True, cwd=folder)
        return Path(folder, "out.mp3").read_bytes()


@cache
def again(content: bytes, options: str, suffix: str, before: str = "") -> bytes:
    """`content` through ffmpeg with `options`."""
    with TemporaryDirectory() as folder:
        Path(folder, "in").write_bytes(content)
        out = f"{folder}/out.{suffix}"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *before.split(), "-i", "in"]
        subprocess.run([*command, *options.split(), out], check=True, cwd=folder)
        return Path(out).read_bytes()


# --- Tags and junk ----------------------------------------------------------------------------


def junk(size: int, seed: int = 1) -> bytes:
    """Random bytes."""
    return Random(seed).randbytes(size)


def synchsafe(size: int) -> bytes:
    """Four times seven bits."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(frames: bytes, *, version: int = 3, padding: int = 0, flags: int = 0) -> bytes:
    """An ID3v2 tag around `frames`."""
    body = frames + bytes(padding)
    return b"ID3" + bytes([version, 0, flags]) + synchsafe(len(body)) + body


def frame(name: bytes, body: bytes, *, version: int = 3, flags: bytes = b"\0\0") -> bytes:
    """One ID3v2.3 or v2.4 frame."""
    size = synchsafe(len(body)) if version == 4 else struct.pack(">I", len(body))
    return name + size + flags + body


def picture(size: int) -> bytes:
    """An APIC frame that looks like a JPEG of that size."""
    image = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + junk(size) + b"\xff\xd9"
    return frame(b"APIC", b"\0image/jpeg\0\3\0" + image)


def id3v1(title: bytes = b"Titre") -> bytes:
    """The 128 bytes at the end."""
    return b"TAG" + title.ljust(124, b"\0") + b"\xff"


def ape(items: bytes = b"", count: int = 0) -> bytes:
    """An APEv2 tag with header and footer, as it stands at a file's end."""
    size = struct.pack("<II", len(items) + 32, count)
    head = b"APETAGEX" + struct.pack("<I", 2000) + size + struct.pack("<I", 0xA0000000) + bytes(8)
    foot = b"APETAGEX" + struct.pack("<I", 2000) + size + struct.pack("<I", 0x80000000) + bytes(8)
    return head + items + foot


def nul_bomb() -> bytes:
    """1 kB that unfolds into a megabyte of NULs, which mutagen splits for minutes."""
    size = 2_000_000
    packed = synchsafe(size + 1) + zlib.compress(b"\3" + bytes(size), 9)
    return id3(frame(b"TXXX", packed, version=4, flags=b"\0\x09"), version=4)


def nested_chapters(depth: int) -> bytes:
    """Chapters within chapters."""
    inner = frame(b"TIT2", b"\0x")
    for _ in range(depth):
        inner = frame(b"CHAP", b"c\0" + bytes(8) + b"\xff" * 8 + inner)
    return id3(inner)


def cut(content: bytes, share: float) -> bytes:
    """The first part of `content`."""
    return content[: int(len(content) * share)]


def zeroed(content: bytes, begin: float, end: float) -> bytes:
    """`content` with a hole of zeros, as an upload with gaps leaves it."""
    first, last = int(len(content) * begin), int(len(content) * end)
    return content[:first] + bytes(last - first) + content[last:]


def holed(content: bytes) -> bytes:
    """Junk in the place of several parts."""
    for number in range(5):
        at, size = len(content) * (2 * number + 1) // 11, len(content) // 60
        content = content[:at] + junk(size, number) + content[at + size :]
    return content


def without_bytes(content: bytes) -> bytes:
    """Some are missing in the middle of the sound."""
    at = len(content) * 2 // 5
    return content[:at] + content[at + 2000 :]


def side_by_side(options: str) -> bytes:
    """The recording, and another of six seconds at the same time."""
    second = "-f lavfi -i sine=sample_rate=48000:duration=6 -map 0 -map 1"
    return ffmpeg(f"{second} {options}", "ogg", 48000)


def swapped(content: bytes, old: bytes, new: bytes, count: int = 1) -> bytes:
    """`content` with `old`, which must be there, replaced."""
    assert old in content
    return content.replace(old, new, count)


def with_number(content: bytes, mark: bytes, offset: int, number: int, size: int = 4) -> bytes:
    """`content` with a big-endian `number` at `offset` bytes behind the first `mark`."""
    at = content.index(mark) + offset
    return content[:at] + number.to_bytes(size, "big") + content[at + size :]


# --- The kinds --------------------------------------------------------------------------------

CBR = "-c:a libmp3lame -b:a 64k -ac 1"
AAC = "-c:a aac -b:a 64k -ac 1"


def mp3(options: str = CBR, rate: int = 44100) -> bytes:
    return ffmpeg(options, "mp3", rate)


def m4a(options: str = "-movflags +faststart", rate: int = 44100) -> bytes:
    return ffmpeg(f"{AAC} {options}", "m4a", rate)


def adts(rate: int = 44100) -> bytes:
    return ffmpeg(AAC, "aac", rate)


def opus() -> bytes:
    return ffmpeg("-c:a libopus -b:a 32k -ac 1", "opus", 48000)


def vorbis() -> bytes:
    return ffmpeg("-c:a libvorbis -q:a 1 -ac 1", "ogg")


def flac(rate: int = 44100) -> bytes:
    return ffmpeg("-c:a flac -ac 1", "flac", rate)


def wav(options: str = "-c:a pcm_s16le -ac 1", rate: int = 44100) -> bytes:
    return ffmpeg(options, "wav", rate)


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def chunk(name: bytes, body: bytes, size: int | None = None) -> bytes:
    return name + struct.pack("<I", len(body) if size is None else size) + body


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _wav_parts() -> tuple[bytes, bytes]:
    content = wav()
    at = content.index(b"data")
    return content[20:36], content[at + 8 :]


def odd_chunks() -> bytes:
    form, data = _wav_parts()
    return riff(
        chunk(b"JUNK", bytes(27) + b"\0", 27),
        chunk(b"bext", bytes(602)),
        chunk(b"fmt ", form),
        chunk(b"cue ", bytes(4)),
        chunk(b"data", data),
        chunk(b"id3 ", id3(frame(b"TIT2", b"\0Titre"))),
    )


def vbri() -> bytes:
    """Fraunhofer's header in place of LAME's: frames and bytes, 32 bytes behind the frame's."""
    content = mp3("-c:a libmp3lame -q:a 5 -ac 1 -write_xing 0 -id3v2_version 0")
    size = 417
    first = b"\xff\xfb\x90\xc4" + bytes(32)
    frames = round(SECONDS * 44100 / 1152)
    told = b"VBRI" + struct.pack(">HHHIIHHHH", 1, 1, 75, len(content) + size, frames, 1, 1, 2, 1)
    return (first + told).ljust(size, b"\0") + content


def edit_listed() -> bytes:
    """Cut by an editor that only says where to begin and to end."""
    return again(m4a(), "-c copy -t 5", "m4a", "-ss 3.5")


def film() -> bytes:
    return ffmpeg(f"-f lavfi -i color=red:s=64x64:r=5 -map 0 -map 1 {AAC} -c:v mpeg4", "mp4")


def adts_with_id3() -> bytes:
    return id3(frame(b"PRIV", b"com.apple.streaming\0" + bytes(8)), version=4) + adts()


ROWS: tuple[Odd, ...] = (
    # MP3, as it should be.
    Odd("cbr.mp3", mp3),
    Odd("vbr.mp3", lambda: mp3("-c:a libmp3lame -q:a 5 -ac 1")),
    Odd("abr.mp3", lambda: mp3("-c:a libmp3lame -b:a 64k -abr 1 -ac 1")),
    Odd("joint_stereo.mp3", lambda: mp3("-c:a libmp3lame -b:a 128k -ac 2")),
    Odd("stereo.mp3", lambda: mp3("-c:a libmp3lame -b:a 128k -ac 2 -joint_stereo 0")),
    *(Odd(f"{r}.mp3", lambda r=r: mp3(rate=r)) for r in (48000, 32000, 24000, 22050, 16000)),
    *(Odd(f"{r}.mp3", lambda r=r: mp3("-c:a libmp3lame -b:a 16k -ac 1", r)) for r in (12000, 11025, 8000)),
    Odd("lame_gapless.mp3", lambda: lame("-b 64 -m m")),
    Odd("lame_crc.mp3", lambda: lame("-b 64 -m m -p")),
    Odd("lame_8000_no_header.mp3", lambda: lame("-b 16 -m m -t", 8000)),
    # MP3 whose header is not there, or lies.
    Odd("vbr_no_xing.mp3", lambda: mp3("-c:a libmp3lame -q:a 3 -ac 1 -write_xing 0")),
    Odd("cbr_no_xing.mp3", lambda: mp3(f"{CBR} -write_xing 0")),
    Odd("no_xing_8000.mp3", lambda: mp3("-c:a libmp3lame -b:a 16k -ac 1 -write_xing 0", 8000)),
    Odd("vbri.mp3", vbri),
    Odd("xing_lies_long.mp3", lambda: with_number(mp3("-c:a libmp3lame -q:a 5 -ac 1"), b"Xing", 8, 10_000_000)),
    Odd("xing_lies_short.mp3", lambda: with_number(mp3("-c:a libmp3lame -q:a 5 -ac 1"), b"Xing", 8, 1)),
    Odd("xing_zero.mp3", lambda: with_number(mp3("-c:a libmp3lame -q:a 5 -ac 1"), b"Xing", 8, 0)),
    Odd("joined.mp3", lambda: mp3() + mp3(), warned="longer than its header"),
    Odd("joined_vbr.mp3", lambda: mp3("-c:a libmp3lame -q:a 5 -ac 1") * 3, warned="longer than its header"),
    Odd("joined_other_rate.mp3", lambda: mp3() + mp3(rate=22050), warned="longer than its header"),
    Odd("joined_bitrates.mp3", lambda: mp3(f"{CBR} -write_xing 0") + mp3("-c:a libmp3lame -b:a 320k -write_xing 0")),
    Odd("joined_with_tags.mp3", lambda: mp3() + id3v1() + id3(picture(3000)) + mp3() + id3v1()),
    # MP3 that is not all there.
    Odd("truncated_cbr.mp3", lambda: cut(mp3(), 0.5), warned="cut off: its header promises 12 s, 6 s"),
    Odd("truncated_vbr.mp3", lambda: cut(mp3("-c:a libmp3lame -q:a 5 -ac 1"), 0.5), warned="cut off"),
    Odd("truncated_8000.mp3", lambda: cut(mp3("-c:a libmp3lame -b:a 16k -ac 1", 8000), 0.5), warned="cut off"),
    Odd("truncated_lame_8000.mp3", lambda: cut(lame("-b 16 -m m", 8000), 0.7)),
    Odd("hole.mp3", lambda: zeroed(mp3(), 0.4, 0.6), warned="damaged"),
    Odd("junk_hole.mp3", lambda: mp3()[:40_000] + junk(20_000) + mp3()[60_000:], warned="damaged"),
    Odd("preallocated.mp3", lambda: zeroed(mp3(), 0.5, 1), warned="cut off|damaged"),
    Odd("one_frame.mp3", lambda: mp3(f"{CBR} -write_xing 0 -id3v2_version 0")[: 209 * 4]),
    Odd("short.mp3", lambda: ffmpeg(CBR, "mp3", 44100, 0.2)),
    # MP3 among tags and junk.
    Odd("cover_10mb.mp3", lambda: id3(picture(10_000_000)) + mp3()),
    Odd("padding_5mb.mp3", lambda: id3(frame(b"TIT2", b"\0x"), padding=5_000_000) + mp3()),
    Odd("two_tags.mp3", lambda: id3(picture(100)) + id3(frame(b"TIT2", b"\0x"), version=4) + mp3()),
    Odd("id3v22.mp3", lambda: b"ID3\2\0\0" + synchsafe(10) + b"TT2\0\0\4\0abc" + mp3()),
    Odd("id3v29.mp3", lambda: id3(frame(b"TIT2", b"\0x"), version=9) + mp3()),
    Odd("id3v24_footer.mp3", lambda: _with_footer() + mp3()),
    Odd("id3_too_long.mp3", lambda: b"ID3\3\0\0" + synchsafe(1_000_000) + mp3()[45:], refused="cut off before its sound"),
    Odd("id3_at_the_end.mp3", lambda: mp3() + id3(frame(b"TIT2", b"\0x"), version=4)),
    Odd("id3v1.mp3", lambda: mp3() + id3v1()),
    Odd("ape.mp3", lambda: mp3() + ape()),
    Odd("ape_and_id3v1.mp3", lambda: mp3() + ape() + id3v1()),
    Odd("lyrics3.mp3", lambda: mp3() + b"LYRICSBEGININD0000200" + b"000030LYRICS200" + id3v1()),
    Odd("leading_zeros.mp3", lambda: bytes(1_500_000) + mp3()),
    Odd("leading_junk.mp3", lambda: junk(5000) + mp3()),
    Odd("trailing_zeros.mp3", lambda: mp3() + bytes(1_000_000)),
    Odd("trailing_junk.mp3", lambda: mp3() + junk(5_000_000, 3)),
    Odd("trailing_html.mp3", lambda: mp3() + b"<html><body>504 Gateway Time-out</body></html>\n" * 9),
    # Tags that hang or break readers.
    Odd("nul_bomb.mp3", lambda: nul_bomb() + mp3()),
    Odd("nested_chapters.mp3", lambda: nested_chapters(400) + mp3()),
    Odd("many_frames.mp3", lambda: id3(frame(b"TIT2", b"\0x") * 20_000) + mp3()),
    Odd("many_chapters.mp3", lambda: id3(b"".join(frame(b"CHAP", b"%d\0" % n + struct.pack(">II", n, n + 1) + b"\xff" * 8) for n in range(10_000))) + mp3()),
    # Other MPEG audio.
    Odd("mp2.mp3", lambda: ffmpeg("-c:a mp2 -b:a 64k -ac 1", "mp2"), refused="layer 2"),
    Odd("free_format.mp3", lambda: lame("--freeformat -b 96 -m m"), refused="free"),
    # ADTS.
    Odd("adts.aac", adts, warned="ADTS"),
    *(Odd(f"adts_{r}.aac", lambda r=r: adts(r)) for r in (8000, 16000, 48000, 96000)),
    Odd("adts_id3.aac", adts_with_id3),
    Odd("adts_named.mp3", adts, warned="is named .mp3"),
    Odd("adts_truncated.aac", lambda: cut(adts(), 0.5)),
    Odd("adts_joined.aac", lambda: adts() + adts()),
    Odd("adts_hole.aac", lambda: zeroed(adts(), 0.4, 0.6), warned="damaged"),
    # MP4.
    Odd("faststart.m4a", m4a),
    Odd("index_behind.m4a", lambda: m4a("")),
    *(Odd(f"{r}.m4a", lambda r=r: m4a(rate=r)) for r in (8000, 11025, 22050, 48000, 96000)),
    Odd("stereo.m4a", lambda: ffmpeg("-c:a aac -b:a 96k -ac 2", "m4a")),
    Odd("alac.m4a", lambda: ffmpeg("-c:a alac -ac 1", "m4a")),
    Odd("fragmented.m4a", lambda: m4a("-movflags +frag_keyframe+empty_moov -frag_duration 1000000"), warned="fragmented"),
    Odd("fragmented_whole_index.m4a", lambda: m4a("-movflags +frag_keyframe+delay_moov"), warned="fragmented"),
    Odd("fragmented_moof_base.m4a", lambda: m4a("-movflags +dash+default_base_moof+empty_moov -frag_duration 2000000"), warned="fragmented"),
    Odd("fragmented_each_frame.m4a", lambda: m4a("-movflags +frag_every_frame+empty_moov")),
    Odd("fragmented_truncated.m4a", lambda: cut(m4a("-movflags +frag_keyframe+empty_moov -frag_duration 1000000"), 0.55)),
    Odd("truncated.m4a", lambda: cut(m4a(), 0.5), warned="cut off"),
    Odd("truncated_8000.m4a", lambda: cut(m4a(rate=8000), 0.6), warned="cut off"),
    Odd("truncated_no_index.m4a", lambda: cut(m4a(""), 0.5), refused="cut off"),
    Odd("preallocated.m4a", lambda: zeroed(m4a(), 0.5, 1)),
    Odd("edit_list.m4a", edit_listed),
    Odd("trimmed_by_edit_list.m4a", lambda: _edited(m4a(), 5000, 3 * 44100)),
    Odd("trimmed_8000.m4a", lambda: _edited(m4a(rate=8000), 5000, 3 * 8000)),
    Odd("mdhd_lies.m4a", lambda: with_number(m4a(), b"mdhd", 20, 4_294_967_000)),
    Odd("mvhd_lies.m4a", lambda: with_number(m4a(), b"mvhd", 20, 4_294_967_000)),
    Odd("deep.m4a", lambda: m4a("") + _deep(3000), refused="deep"),
    Odd("wide_mdat.m4a", lambda: again(m4a(), "-c copy -movflags +faststart -brand mp42", "m4a")),
    Odd("quicktime.m4a", lambda: ffmpeg(AAC, "mov"), None),
    Odd("trailing_junk.m4a", lambda: m4a() + junk(100_000)),
    Odd("trailing_zeros.m4a", lambda: m4a() + bytes(100_000)),
    Odd("id3_in_front.m4a", lambda: id3(frame(b"TIT2", b"\0x")) + m4a(), refused="tag in front"),
    Odd("mp3_inside.mp4", lambda: ffmpeg(CBR, "mp4")),
    Odd("drm.m4a", lambda: swapped(m4a(), b"mp4a", b"drms"), refused="copy-protected"),
    Odd("encrypted.m4a", lambda: swapped(m4a(), b"mp4a", b"enca"), refused="copy-protected"),
    Odd("film.mp4", film, refused="film"),
    Odd("film_named.mp3", film, refused="film"),
    Odd("film_silent.mp4", lambda: ffmpeg("-f lavfi -i color=red:s=64x64:r=5 -map 1 -c:v mpeg4", "mp4"), refused="film"),
    Odd("ac3.mp4", lambda: ffmpeg("-c:a ac3 -b:a 64k", "mp4"), refused="ac-3"),
    # Ogg.
    Odd("vorbis.ogg", vorbis),
    Odd("vorbis_8000.ogg", lambda: ffmpeg("-c:a libvorbis -q:a 1 -ac 1", "ogg", 8000)),
    Odd("opus.opus", opus),
    Odd("opus_stereo.ogg", lambda: ffmpeg("-c:a libopus -b:a 48k -ac 2", "ogg", 48000)),
    Odd("opus_8000.opus", lambda: ffmpeg("-c:a libopus -b:a 16k -ac 1", "opus", 8000)),
    Odd("opus_60ms.opus", lambda: ffmpeg("-c:a libopus -b:a 16k -ac 1 -frame_duration 60", "opus", 16000)),
    Odd("opus_2_5ms.opus", lambda: ffmpeg("-c:a libopus -b:a 64k -ac 1 -application lowdelay -frame_duration 2.5", "opus", 48000)),
    Odd("chained.ogg", lambda: vorbis() + vorbis(), warned="2 recordings"),
    Odd("chained.opus", lambda: opus() + opus(), warned="2 recordings"),
    Odd("truncated.ogg", lambda: cut(vorbis(), 0.5), warned="cut off"),
    Odd("truncated.opus", lambda: cut(opus(), 0.5), warned="cut off"),
    Odd("hole.opus", lambda: zeroed(opus(), 0.4, 0.6), warned="damaged"),
    Odd("hole.ogg", lambda: zeroed(vorbis(), 0.4, 0.6), warned="damaged"),
    Odd("preallocated.opus", lambda: zeroed(opus(), 0.5, 1)),
    Odd("late_start.opus", lambda: again(opus(), "-c copy -copyts", "opus", "-ss 4")),
    Odd("id3_in_front.ogg", lambda: id3(frame(b"TIT2", b"\0x")) + vorbis()),
    Odd("trailing_junk.ogg", lambda: vorbis() + junk(50_000)),
    Odd("flac_inside.oga", lambda: ffmpeg("-c:a flac -ac 1", "oga"), refused="FLAC in Ogg"),
    Odd("speex.ogg", lambda: ffmpeg("-c:a libspeex -ac 1", "ogg", 16000), refused="Speex"),
    Odd("theora.ogg", lambda: ffmpeg("-f lavfi -i color=red:s=64x64:r=5 -map 0 -map 1 -c:v libtheora -c:a libvorbis", "ogv"), refused="film"),
    # FLAC.
    Odd("flac.flac", flac),
    *(Odd(f"{r}.flac", lambda r=r: flac(r)) for r in (8000, 96000)),
    Odd("flac_24bit.flac", lambda: ffmpeg("-c:a flac -sample_fmt s32 -ac 2", "flac", 48000)),
    Odd("no_length.flac", lambda: _without_length(flac()), warned="doesn't say how long"),
    Odd("no_length_8000.flac", lambda: _without_length(flac(8000))),
    Odd("lies_long.flac", lambda: _with_length(flac(), 44100 * 500), warned="cut off"),
    Odd("lies_short.flac", lambda: _with_length(flac(), 44100 * 5)),
    Odd("truncated.flac", lambda: cut(flac(), 0.7), warned="cut off"),
    Odd("truncated_8000.flac", lambda: cut(flac(8000), 0.7), warned="cut off"),
    Odd("truncated_no_length_8000.flac", lambda: cut(_without_length(flac(8000)), 0.7)),
    Odd("preallocated.flac", lambda: zeroed(flac(), 0.7, 1), warned="cut off"),
    Odd("hole.flac", lambda: zeroed(flac(), 0.6, 0.7), warned="damaged"),
    Odd("id3_in_front.flac", lambda: id3(picture(5000)) + flac()),
    Odd("id3v1.flac", lambda: flac() + id3v1()),
    Odd("trailing_junk.flac", lambda: flac() + junk(200_000)),
    Odd("picture_lies.flac", lambda: _huge_picture(flac())),
    Odd("joined.flac", lambda: flac() + flac()),
    # WAV.
    Odd("wav.wav", wav),
    *(Odd(f"{c}.wav", lambda c=c: wav(f"-c:a {c} -ac 1")) for c in ("pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw")),
    *(Odd(f"{r}.wav", lambda r=r: wav(rate=r)) for r in (8000, 96000)),
    Odd("surround.wav", lambda: wav("-c:a pcm_s24le -ac 6", 48000)),
    Odd("rf64.wav", lambda: wav("-c:a pcm_s16le -rf64 always")),
    Odd("w64.wav", lambda: ffmpeg("-c:a pcm_s16le", "w64"), refused="Wave64|W64"),
    Odd("odd_chunks.wav", odd_chunks),
    Odd("size_ffffffff.wav", lambda: _streamed(0xFFFF_FFFF), warned="doesn't say how long"),
    Odd("size_0.wav", lambda: _streamed(0), warned="doesn't say how long"),
    Odd("truncated.wav", lambda: cut(wav(), 0.5), warned="cut off: its header promises 12 s"),
    Odd("truncated_rf64.wav", lambda: cut(wav("-c:a pcm_s16le -rf64 always"), 0.5), warned="cut off"),
    Odd("wav_named.mp3", wav, warned="is named .mp3, but holds WAV"),
    Odd("mp3_inside.wav", lambda: wav("-c:a libmp3lame -b:a 64k -ac 1"), refused="compressed"),
    Odd("adpcm.wav", lambda: wav("-c:a adpcm_ms -ac 1"), refused="compressed"),
    Odd("trailing_junk.wav", lambda: wav() + junk(50_000)),
    # Damage that only FFmpeg's own way of finding frames gets right.
    *(Odd(f"junk_hole_{r}.mp3", lambda r=r: holed(mp3("-c:a libmp3lame -b:a 16k -ac 1", r))) for r in (8000, 11025, 12000)),
    Odd("line_ends_changed.mp3", lambda: lame("-b 64 -m m").replace(b"\r\n", b"\n")),
    Odd("lost_bytes.mp3", lambda: mp3()[:40_000] + mp3()[45_000:]),
    Odd("joined_many.mp3", lambda: (mp3() + id3v1() + id3(picture(3000))) * 10),
    Odd("joined_layer_2.mp3", lambda: mp3() + ffmpeg("-c:a mp2 -b:a 64k -ac 1", "mp2")),
    Odd("mp1.mp1", lambda: (b"\xff\xff\x40\xc4" + bytes(132)) * 400, refused="layer 1"),
    Odd("latm.aac", lambda: ffmpeg(f"{AAC} -f latm", "aac"), refused="LATM"),
    Odd("adts_begins_in_a_frame.aac", lambda: adts()[150:]),
    Odd("adts_junk_in_front.aac", lambda: junk(999) + adts()),
    Odd("adts_zeros_in_front.aac", lambda: bytes(2000) + adts()),
    Odd("adts_joined_rates.aac", lambda: adts() + adts(16000)),
    Odd("alac_24bit.m4a", lambda: ffmpeg("-c:a alac -sample_fmt s32p -ac 2", "m4a")),
    Odd("junk_hole.m4a", lambda: m4a()[:60_000] + junk(20_000) + m4a()[80_000:], warned="cut off"),
    Odd("lost_bytes.m4a", lambda: m4a()[:60_000] + m4a()[70_000:], warned="cut off"),
    Odd("lost_bytes_fragmented.m4a", lambda: without_bytes(m4a("-movflags +frag_keyframe+empty_moov -frag_duration 3000000"))),
    Odd("moved_index.m4a", lambda: m4a("")[: m4a("").index(b"mdat") - 4] + box(b"free", bytes(999)) + m4a("")[m4a("").index(b"mdat") - 4 :], refused="leads elsewhere"),
    Odd("index_lies.m4a", lambda: with_number(m4a(), b"stsz", 12, 90_000), refused="promises 90000"),
    Odd("side_by_side.ogg", lambda: side_by_side("-c:a libvorbis")),
    Odd("side_by_side_codecs.ogg", lambda: side_by_side("-c:a:0 libvorbis -c:a:1 libopus")),
    Odd("chained_codecs.ogg", lambda: vorbis() + opus()),
    Odd("chained_codecs.opus", lambda: opus() + vorbis()),
    Odd("late_start.ogg", lambda: again(vorbis(), "-c copy", "ogg", "-ss 3")),
    Odd("zeros_in_front.ogg", lambda: bytes(300) + vorbis(), refused="300 bytes in front"),
    Odd("junk_in_front.flac", lambda: junk(500) + flac(), refused="500 bytes in front"),
    Odd("junk_in_front.wav", lambda: junk(100) + wav(), refused="100 bytes in front"),
    Odd("no_block_size.flac", lambda: flac()[:8] + bytes(4) + flac()[12:], refused="damaged header"),
    Odd("rf64_without_size.wav", lambda: wav().replace(b"RIFF", b"RF64", 1), refused="RF64"),
    Odd("no_channels.wav", lambda: wav()[:22] + bytes(2) + wav()[24:], refused="without sound"),
    Odd("bits_lie.wav", lambda: wav()[:34] + b"\x18\0" + wav()[36:], refused="damaged header"),
    Odd("only_zero_chunks.wav", lambda: wav()[:36] + bytes(30_000_000), refused="without sound"),
    # What podcast apps don't play.
    Odd("voc.voc", lambda: ffmpeg("-c:a pcm_s16le -ac 1", "voc"), refused="VOC"),
    Odd("flash.mp3", lambda: ffmpeg("-c:a libmp3lame -ac 1 -f swf", "mp3"), refused="Flash"),
    Odd("truehd.mlp", lambda: ffmpeg("-c:a truehd -strict -2 -ac 2 -f truehd", "mlp"), refused="TrueHD"),
    Odd("aiff.aiff", lambda: ffmpeg("-ac 1", "aiff"), refused="AIFF"),
    Odd("aiff_named.mp3", lambda: ffmpeg("-ac 1", "aiff"), refused="AIFF"),
    Odd("caf.caf", lambda: ffmpeg("-ac 1", "caf"), refused="CAF"),
    Odd("wma.wma", lambda: ffmpeg("-c:a wmav2 -ac 1", "wma"), refused="WMA"),
    Odd("matroska.mka", lambda: ffmpeg("-c:a libopus", "mka", 48000), refused="Matroska"),
    Odd("webm_named.mp3", lambda: ffmpeg("-c:a libopus", "webm", 48000), refused="WebM"),
    Odd("au.au", lambda: ffmpeg("-ac 1", "au"), refused="AU"),
    Odd("ac3.ac3", lambda: ffmpeg("-c:a ac3", "ac3"), refused="AC-3"),
    Odd("wavpack.wv", lambda: ffmpeg("-c:a wavpack", "wv"), refused="WavPack"),
    Odd("tta.tta", lambda: ffmpeg("-c:a tta", "tta"), refused="True Audio|TTA"),
    Odd("mpegts.ts", lambda: ffmpeg(AAC, "ts"), refused="MPEG transport|MPEG-TS"),
    Odd("flv.flv", lambda: ffmpeg(AAC, "flv"), refused="Flash"),
    Odd("avi.avi", lambda: ffmpeg(CBR, "avi"), refused="AVI"),
    # What is no recording at all.
    Odd("empty.mp3", lambda: b"", refused="empty"),
    Odd("text.mp3", lambda: "Bonjour à tous.\n".encode() * 50, refused="text"),
    Odd("page.mp3", lambda: b"<!DOCTYPE html>\n<html><title>404</title></html>", refused="web page"),
    Odd("page_after_a_comment.mp3", lambda: b"<!-- saved -->\n<html lang=fr></html>" * 5, refused="web page|text"),
    Odd("feed.mp3", lambda: b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', refused="XML|text"),
    Odd("answer.mp3", lambda: b'{"error": "not found"}', refused="text"),
    Odd("playlist.mp3", lambda: b"#EXTM3U\nhttps://e.example/a.mp3\n", refused="text|playlist"),
    Odd("lfs.mp3", lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", refused="Git LFS"),
    Odd("zip.mp3", lambda: b"PK\3\4" + junk(5000), refused="ZIP"),
    Odd("pdf.mp3", lambda: b"%PDF-1.7\n" + junk(5000), refused="PDF"),
    Odd("jpeg.mp3", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + junk(5000), refused="JPEG"),
    Odd("png.mp3", lambda: b"\x89PNG\r\n\x1a\n" + junk(5000), refused="PNG"),
    Odd("random.mp3", lambda: junk(100_000, 9), refused="no audio"),
    Odd("zeros.mp3", lambda: bytes(100_000), refused="zeros"),
    Odd("only_a_tag.mp3", lambda: id3(picture(2000)), refused="no sound"),
    Odd("only_a_header.wav", lambda: wav()[:44], refused="no sound|without sound"),
    Odd("only_a_header.flac", lambda: flac()[:200], refused="cut off|no frame"),
    # Names.
    *(
        Odd(name, mp3)
        for name in (
            "Été à la Forêt — «nº 1».mp3",
            "e\u0301te\u0301.mp3",
            "日本語 🎙.mp3",
            "-tiret.mp3",
            "%25 #1 ? & <b>.mp3",
            "deux\nlignes.mp3",
            "\x1b[31m.mp3",
            "MAJUSCULES.MP3",
        )
    ),
)  # fmt: skip


def _with_footer() -> bytes:
    tag = id3(frame(b"TIT2", b"\0x", version=4), version=4, flags=0x10)
    return tag + b"3DI" + tag[3:10]


def _edited(content: bytes, duration: int, media_time: int) -> bytes:
    """An edit list that plays so many milliseconds from a moment on."""
    return with_number(with_number(content, b"elst", 12, duration), b"elst", 16, media_time)


def _deep(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(b"udta", body)
    return body


def _with_length(content: bytes, samples: int) -> bytes:
    """A FLAC whose STREAMINFO says that it has this many samples."""
    packed = int.from_bytes(content[18:26], "big") >> 36 << 36 | samples
    return content[:18] + packed.to_bytes(8, "big") + content[26:]


def _without_length(content: bytes) -> bytes:
    return _with_length(content, 0)


def _huge_picture(content: bytes) -> bytes:
    """A picture block that says its own picture has 4 GB, though the block has 100 bytes."""
    body = struct.pack(">II", 3, 0xFFFF_FFF0) + bytes(92)
    return content[:42] + bytes([6]) + len(body).to_bytes(3, "big") + body + content[42:]


def _streamed(size: int) -> bytes:
    content = wav()
    at = content.index(b"data") + 4
    told = struct.pack("<I", size)
    return content[:4] + told + content[8:at] + told + content[at + 4 :]


def write_all(folder: Path) -> None:
    """Every file into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in ROWS:
        (folder / row.name).write_bytes(row.make())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
