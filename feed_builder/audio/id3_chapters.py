"""Chapters in an ID3v2 tag: CHAP and CTOC, as Auphonic, Hindenburg and Ultraschall write them.

id3.org, "ID3v2 Chapter Frame Addendum". Read by us and not by mutagen: facts are read of whatever
lies in a folder, and a tag of 1 kB can keep mutagen for minutes. Here nothing is unpacked,
and frames within frames end one level down.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO, Final

from feed_builder.audio.edges import tag_length
from feed_builder.audio.sound import read_at
from feed_builder.chapters.entries import entry
from feed_builder.model import Chapter

_LONGEST_TAG: Final = 1 << 26
_MOST: Final = 1000
_HEAD: Final = 10
_NAME = re.compile(rb"[A-Z0-9]{4}")
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40
# A frame's own flags in v2.4: compressed or encrypted ones are not read.
_PACKED: Final = {3: 0xC0, 4: 0x0C}
_CODECS: Final = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_LINK_ONLY: Final = b"-->"
_UNKNOWN: Final = 0xFFFF_FFFF


def read(file: BinaryIO) -> tuple[Chapter, ...]:
    """The chapters in the tag that a file begins with, in order of time."""
    head = read_at(file, 0, _HEAD)
    length = tag_length(head)
    if not head.startswith(b"ID3") or head[3] not in (3, 4) or not 0 < length <= _LONGEST_TAG:
        return ()
    body = read_at(file, _HEAD, length - _HEAD)
    if b"CHAP" not in body:
        return ()
    version = head[3]
    if head[5] & _UNSYNCHRONISED and version == 3:
        body = body.replace(b"\xff\x00", b"\xff")
    if head[5] & _EXTENDED:
        body = body[_extended(body, version) :]
    return tuple(_chapters(list(_frames(body, version)), version))


def _extended(body: bytes, version: int) -> int:
    size = _synchsafe(body[:4]) if version == 4 else int.from_bytes(body[:4], "big") + 4
    return min(size, len(body))


def _synchsafe(data: bytes) -> int:
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3] if len(data) == 4 else 0


def _frames(data: bytes, version: int) -> Iterator[tuple[bytes, bytes]]:
    """The names and bodies of the frames in `data`."""
    at = 0
    while at + _HEAD <= len(data) and _NAME.fullmatch(data, at, at + 4):
        size = _size(data, at, version)
        body = data[at + _HEAD : at + _HEAD + size]
        flags = data[at + 9]
        if not flags & _PACKED[version]:
            if version == 4 and flags & 2:
                body = body.replace(b"\xff\x00", b"\xff")
            yield data[at : at + 4], body[4:] if version == 4 and flags & 1 else body
        at += _HEAD + size


def _size(data: bytes, at: int, version: int) -> int:
    """How long a frame is; some programs write plain numbers into v2.4, which wants others."""
    coded = data[at + 4 : at + 8]
    plain, safe = int.from_bytes(coded, "big"), _synchsafe(coded)
    if version == 3 or any(byte & 0x80 for byte in coded):
        return plain
    return safe if _may_end(data, at + _HEAD + safe) else plain


def _may_end(data: bytes, end: int) -> bool:
    following = data[end : end + 4]
    return end == len(data) or not any(following) or bool(_NAME.fullmatch(following))


def _chapters(frames: list[tuple[bytes, bytes]], version: int) -> list[Chapter]:
    listed = {name for kind, body in frames if kind == b"CTOC" for name in _children(body)}
    found: list[Chapter] = []
    for kind, body in frames:
        if kind == b"CHAP" and len(found) < _MOST:
            name, _, rest = body.partition(b"\0")
            if len(rest) >= 16:
                found.append(_chapter(rest, version, toc=not listed or name in listed))
    return sorted(found, key=lambda chapter: chapter.start)


def _children(body: bytes) -> list[bytes]:
    _, _, rest = body.partition(b"\0")
    return rest[2:].split(b"\0")[: rest[1]] if len(rest) > 1 else []


def _chapter(rest: bytes, version: int, *, toc: bool) -> Chapter:
    start, end = struct.unpack(">II", rest[:8])
    title = href = image = None
    for kind, body in _frames(rest[16:], version):
        if kind == b"TIT2" and title is None:
            title = _text(body)
        elif kind == b"WXXX":
            href = href or _after_text(body).decode("latin-1").strip("\0")
        elif kind.startswith(b"W"):
            href = href or body.decode("latin-1").strip("\0")
        elif kind == b"APIC" and body[1:4] == _LINK_ONLY:
            image = _after_text(body[5:6] and body[0:1] + body[6:]).decode("latin-1").strip("\0")
    return entry(
        timedelta(milliseconds=start),
        title,
        href=href,
        image=image,
        end=timedelta(milliseconds=end) if end not in (0, _UNKNOWN) else None,
        toc=toc,
    )


def _text(body: bytes) -> str:
    codec = _CODECS[body[0]] if body and body[0] < len(_CODECS) else "latin-1"
    return body[1:].decode(codec, "replace").strip("\0\ufeff").partition("\0")[0]


def _after_text(body: bytes) -> bytes:
    """What follows a description, whose end is one NUL or, in UTF-16, two."""
    if body[:1] in (b"\1", b"\2"):
        for at in range(1, len(body) - 1, 2):
            if body[at : at + 2] == b"\0\0":
                return body[at + 2 :]
        return b""
    return body[1:].partition(b"\0")[2]
