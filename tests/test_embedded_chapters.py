"""Chapters in recordings, in the conventions of those who write them; FFmpeg reads the same."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import odd_audio as odd
import pytest
from mutagen import id3
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from feed_builder.audio.probe import probe

TITLES = ["Début – l’été", "Où va l’eau ?", "Fin 🎙"]
STARTS = [0.0, 3.25, 9.0]
URL = "https://example.org/eau?a=1&b=2"


def tagged(
    path: Path, version: int, *, encoding: int, names: str, contents: bool, **how: Any
) -> None:
    """An MP3 whose chapters are called `names`, with or without a table of contents."""
    path.write_bytes(odd.mp3())
    tag = ID3()
    ends = [*STARTS[1:], 12.0]
    for number, (start, end, title) in enumerate(zip(STARTS, ends, TITLES, strict=True)):
        inside: list[Any] = [id3.TIT2(encoding=encoding, text=[title])]
        if "url" in how:
            inside.append(id3.WXXX(encoding=encoding, desc=how["url"], url=URL))
        if how.get("picture"):
            inside.append(
                id3.APIC(encoding=0, mime="image/png", type=0, desc="", data=b"\x89PNG" * 50)
            )
        tag.add(
            id3.CHAP(
                element_id=names.format(number + how.get("first", 0)),
                start_time=round(start * 1000),
                end_time=round(end * 1000),
                start_offset=how.get("offset", 0xFFFF_FFFF),
                end_offset=how.get("offset", 0xFFFF_FFFF),
                sub_frames=inside,
            )
        )
    if contents:
        children = [names.format(number + how.get("first", 0)) for number in range(3)]
        tag.add(id3.CTOC(element_id="toc", flags=3, child_element_ids=children, sub_frames=[]))
    tag.save(path, v2_version=version)


def auphonic(path: Path) -> None:
    """2.4, UTF-8, links and pictures."""
    tagged(path, 4, encoding=3, names="chp{}", contents=True, url="chapters url", picture=True)


def hindenburg(path: Path) -> None:
    """2.3, UTF-16, offsets of 0."""
    tagged(path, 3, encoding=1, names="chap{}", contents=True, first=1, offset=0)


def forecast(path: Path) -> None:
    """2.3, UTF-16, links without a name, pictures."""
    tagged(path, 3, encoding=1, names="ch{}", contents=True, url="", picture=True)


def ultraschall(path: Path) -> None:
    """2.4 without a table of contents."""
    tagged(path, 4, encoding=3, names="{}", contents=False, url="chapter")


def ffmpeg_mp3(path: Path) -> None:
    ffmpeg(path, odd.mp3())


def ffmpeg(path: Path, content: bytes) -> None:
    """Whatever ffmpeg makes of a list: CHAP, chpl and a chapter track, CHAPTER000."""
    source, told = path.with_suffix(".in"), path.with_suffix(".txt")
    source.write_bytes(content)
    ends = [*STARTS[1:], 12.0]
    told.write_text(
        ";FFMETADATA1\n"
        + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start * 1000:.0f}\nEND={end * 1000:.0f}\n"
            f"title={title}\n"
            for start, end, title in zip(STARTS, ends, TITLES, strict=True)
        )
    )
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(source), "-i", str(told)]
    subprocess.run([*command, "-map_chapters", "1", "-c", "copy", str(path)], check=True)


def nero_only(path: Path) -> None:
    """mp4chaps and Nero: a list in udta, no track."""
    entries = b"".join(
        struct.pack(">Q", round(start * 10_000_000)) + bytes([len(title.encode())]) + title.encode()
        for start, title in zip(STARTS, TITLES, strict=True)
    )
    box = odd.box(b"udta", odd.box(b"chpl", b"\1\0\0\0\0\0\0\0\3" + entries))
    content = odd.m4a("")  # its index stands behind the sound, and may grow
    at = content.index(b"moov") - 4
    size = int.from_bytes(content[at : at + 4], "big") + len(box)
    path.write_bytes(content[:at] + size.to_bytes(4, "big") + content[at + 4 :] + box)


def vorbis(path: Path, content: bytes, kind: Any, first: int, width: int) -> None:
    """CHAPTER000 or CHAPTER01, as OGM had it."""
    path.write_bytes(content)
    file = kind(path)
    for number, (start, title) in enumerate(zip(STARTS, TITLES, strict=True), first):
        name = f"CHAPTER{number:0{width}}"
        file[name], file[f"{name}NAME"] = f"00:00:{start:06.3f}", title
    file.save()


WRITERS: dict[str, Callable[[Path], None]] = {
    "auphonic.mp3": auphonic,
    "hindenburg.mp3": hindenburg,
    "forecast.mp3": forecast,
    "ultraschall.mp3": ultraschall,
    "ffmpeg.mp3": ffmpeg_mp3,
    "ffmpeg.m4a": lambda path: ffmpeg(path, odd.m4a()),
    "ffmpeg.m4b": lambda path: ffmpeg(path, odd.m4a()),
    "nero.m4a": nero_only,
    "ffmpeg.opus": lambda path: ffmpeg(path, odd.opus()),
    "ogm.ogg": lambda path: vorbis(path, odd.vorbis(), OggVorbis, 1, 2),
    "zero.opus": lambda path: vorbis(path, odd.opus(), OggOpus, 0, 3),
    "one.flac": lambda path: vorbis(path, odd.flac(), FLAC, 1, 3),
}


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("name", WRITERS)
def test_chapters_of(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    found = probe(path)
    assert [chapter.title for chapter in found.chapters] == TITLES
    starts = [chapter.start.total_seconds() for chapter in found.chapters]
    assert starts == pytest.approx(STARTS, abs=0.002)
    if name in ("auphonic.mp3", "forecast.mp3", "ultraschall.mp3"):
        assert {chapter.href for chapter in found.chapters} == {URL}
    if name not in ("auphonic.mp3", "ogm.ogg", "one.flac"):  # where FFmpeg loses them
        command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)]
        told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        listed = sorted(told["chapters"], key=lambda chapter: float(chapter["start_time"]))
        assert [chapter["tags"]["title"] for chapter in listed] == TITLES
