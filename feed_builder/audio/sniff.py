"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from feed_builder.audio.mp3_frames import first_frames, starts_with_frames
from feed_builder.audio.sound import EXPORT_AGAIN, UPLOAD_AGAIN, leading_zeros, read_at
from feed_builder.errors import AudioError

_HEAD: Final = 1 << 12
_SEARCHED: Final = 1 << 16  # junk in front of frames that players put up with

# Offset, bytes, format. A row that two formats share comes with what tells them apart, below.
_FORMATS: Final = (
    (0, b"fLaC", "flac"),
    (8, b"WAVE", "wav"),
    (4, b"ftyp", "m4a"),
    (4, b"moov", "m4a"),
    (4, b"mdat", "m4a"),
    (4, b"wide", "m4a"),
    (4, b"skip", "m4a"),
    (4, b"free", "m4a"),
)

# What a first page of an Ogg file begins with (RFC 3533, section 4); a film's sound has its own.
_OGG_STREAMS: Final = (
    (b"\x80theora", None, "is an Ogg film, not a recording"),
    (b"OpusHead", "opus", ""),
    (b"\x01vorbis", "ogg", ""),
    (b"\x7fFLAC", None, "is FLAC in Ogg, which browsers don't play"),
    (b"Speex   ", None, "is Speex, which browsers don't play"),
)

_UNPLAYABLE = "is {}, which podcast apps don't play".format
_NO_AUDIO = "is no audio: it starts like {}".format

# Offset, bytes, the fact.
_OTHERS: Final = (
    (0, b"%PDF-", _NO_AUDIO("a PDF")),
    (0, b"PK\x03\x04", _NO_AUDIO("a ZIP archive or an office document")),
    (0, b"\xff\xd8\xff", _NO_AUDIO("a JPEG picture")),
    (0, b"\x89PNG", _NO_AUDIO("a PNG picture")),
    (0, b"GIF8", _NO_AUDIO("a GIF picture")),
    (8, b"WEBP", _NO_AUDIO("a WebP picture")),
    (4, b"ftypheic", _NO_AUDIO("a HEIC picture")),
    (4, b"ftypmif1", _NO_AUDIO("a HEIF picture")),
    (4, b"ftypavif", _NO_AUDIO("an AVIF picture")),
    (0, b"II*\0", _NO_AUDIO("a TIFF picture")),
    (0, b"MM\0*", _NO_AUDIO("a TIFF picture")),
    (0, b"\x1f\x8b\x08", _NO_AUDIO("a gzip archive")),
    (0, b"7z\xbc\xaf", _NO_AUDIO("a 7-Zip archive")),
    (0, b"Rar!", _NO_AUDIO("a RAR archive")),
    (257, b"ustar", _NO_AUDIO("a tar archive")),
    (0, b"\x7fELF", _NO_AUDIO("a program")),
    (0, b"MZ", _NO_AUDIO("a program")),
    (0, b"\xd0\xcf\x11\xe0", _NO_AUDIO("an office document")),
    (0, b"\xff\xfe", _NO_AUDIO("a text file")),
    (0, b"\xfe\xff", _NO_AUDIO("a text file")),
    (0, b"\x1aE\xdf\xa3", _UNPLAYABLE("Matroska or WebM")),
    (0, b"0&\xb2u\x8ef\xcf\x11", _UNPLAYABLE("Windows Media (WMA)")),
    (8, b"AIFF", _UNPLAYABLE("AIFF")),
    (8, b"AIFC", _UNPLAYABLE("AIFF")),
    (0, b"caff", _UNPLAYABLE("Core Audio (CAF)")),
    (0, b"#!AMR", _UNPLAYABLE("AMR")),
    (0, b"MThd", _UNPLAYABLE("MIDI")),
    (0, b"wvpk", _UNPLAYABLE("WavPack")),
    (0, b"MAC ", _UNPLAYABLE("Monkey's Audio")),
    (0, b"FLV\1", _NO_AUDIO("a Flash film")),
    (8, b"AVI ", _NO_AUDIO("an AVI film")),
    (0, b"\0\0\1\xba", _NO_AUDIO("an MPEG film")),
    (0, b"\xff\xfd", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xfc", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xf5", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xf4", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
)

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_HTML = re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype html|html|head)", re.IGNORECASE)
_NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ADTS_SYNC: Final = {0xF0, 0xF1, 0xF8, 0xF9}


def format_of(file: BinaryIO, start: int, end: int) -> str:
    """The format's name in `formats.FORMATS` of the file whose own bytes start at `start`.

    Raises AudioError for anything else, with what it looks like.
    """
    head = read_at(file, start, min(_HEAD, end - start))
    if not head:
        raise AudioError(f"holds tags, but no sound ({EXPORT_AGAIN})")
    if starts_with_frames(head):
        return "mp3"
    if other := _fact_about(head):
        raise AudioError(f"{other} ({EXPORT_AGAIN})")
    if name := _named(head):
        return name
    return _mp3_behind_junk(file, start, end)


def _fact_about(head: bytes) -> str | None:
    for offset, magic, fact in _OTHERS:
        if head.startswith(magic, offset):
            return fact
    if _is_adts(head):
        return "is raw AAC without a container (ADTS), in which apps can't seek"
    return None


def _named(head: bytes) -> str | None:
    for offset, magic, name in _FORMATS:
        if head.startswith(magic, offset):
            return name
    return _ogg_format(head) if head.startswith(b"OggS") else None


def _ogg_format(head: bytes) -> str:
    for magic, name, fact in _OGG_STREAMS:
        if magic in head:
            if name is None:
                raise AudioError(f"{fact} ({EXPORT_AGAIN})")
            return name
    raise AudioError(f"is an Ogg file without Vorbis or Opus in it ({EXPORT_AGAIN})")


def _is_adts(head: bytes) -> bool:
    """Whether two ADTS headers follow each other (ISO 13818-7, section 6.2)."""
    if len(head) < 7 or head[0] != 0xFF or head[1] not in _ADTS_SYNC:
        return False
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return head[length : length + 2] == head[:2]


def _mp3_behind_junk(file: BinaryIO, start: int, end: int) -> str:
    begin = start + leading_zeros(file, start, end)
    if begin == end:
        raise AudioError(f"holds nothing but zeros: its upload broke off ({UPLOAD_AGAIN})")
    searched = read_at(file, begin, min(_SEARCHED, end - begin))
    _refuse_text(searched[:_HEAD])
    if first_frames(searched) is None:
        raise AudioError(f"is no audio of a known kind ({EXPORT_AGAIN})")
    return "mp3"


def _refuse_text(head: bytes) -> None:
    if head.startswith(_LFS_POINTER):
        raise AudioError("is a Git LFS pointer, not the recording (run git lfs pull)")
    if _HTML.match(head):
        raise AudioError(f"{_NO_AUDIO('a web page')} (download the recording again)")
    if not _NOT_TEXT.search(head):
        raise AudioError(f"{_NO_AUDIO('a text file')} ({EXPORT_AGAIN})")
