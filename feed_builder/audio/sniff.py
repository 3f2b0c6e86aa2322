"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from feed_builder.audio.adts import first_adts, is_adts
from feed_builder.audio.mp3_frames import (
    first_frames,
    is_free_format,
    other_layer,
    starts_with_frames,
)
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
    (4, b"styp", "m4a"),
    (4, b"sidx", "m4a"),
    (4, b"moof", "m4a"),
    (4, b"pnot", "m4a"),
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
    (0, b".snd", _UNPLAYABLE("Sun audio (AU)")),
    (0, b"\x0bw", _UNPLAYABLE("Dolby Digital (AC-3)")),
    (0, b"\x7f\xfe\x80\x01", _UNPLAYABLE("DTS")),
    (0, b"TTA1", _UNPLAYABLE("True Audio (TTA)")),
    (0, b"DSD ", _UNPLAYABLE("DSD")),
    (0, b"FRM8", _UNPLAYABLE("DSD")),
    (0, b"MPCK", _UNPLAYABLE("Musepack")),
    (0, b"MP+", _UNPLAYABLE("Musepack")),
    (0, b"OFR ", _UNPLAYABLE("OptimFROG")),
    (0, b"ADIF", _UNPLAYABLE("AAC of the old form ADIF")),
    (0, b"tBaK", _UNPLAYABLE("TAK")),
    (0, b"Creative Voice File", _UNPLAYABLE("Creative Voice (VOC)")),
    (0, b".SoX", _UNPLAYABLE("SoX's own form")),
    (0, b"XoS.", _UNPLAYABLE("SoX's own form")),
    (0, b"\x64\xa3", _UNPLAYABLE("IRCAM's form")),
    (4, b"\xf8\x72\x6f\xba", _UNPLAYABLE("Dolby TrueHD")),
    (4, b"\xf8\x72\x6f\xbb", _UNPLAYABLE("Meridian Lossless (MLP)")),
    (0, b"\x72\xf8\x1f\x4e", _UNPLAYABLE("a digital line's stream (S/PDIF)")),
    (0, b"ea3\3", _UNPLAYABLE("ATRAC")),
    (0, b"EA3\1", _UNPLAYABLE("ATRAC")),
    (0, b"nut/multimedia container", _UNPLAYABLE("NUT")),
    (0, b"FWS", _NO_AUDIO("a Flash film")),
    (0, b"CWS", _NO_AUDIO("a Flash film")),
    (0, b"Extended Module:", _UNPLAYABLE("a tracker module")),
    (0, b"IMPM", _UNPLAYABLE("a tracker module")),
    (0, b"\0\0\1\0", _NO_AUDIO("an icon")),
    (0, b"bplist00", _NO_AUDIO("a property list")),
    (0, b"wOF", _NO_AUDIO("a font")),
    (0, b"PK\5\6", _NO_AUDIO("an empty ZIP archive")),
    (0, b"\0\0\1\xb3", _NO_AUDIO("an MPEG film")),
    (0, b".RMF", _UNPLAYABLE("RealAudio")),
    (0, b".ra\xfd", _UNPLAYABLE("RealAudio")),
    (0, b"RIFX", _UNPLAYABLE("WAV of the old form RIFX")),
    (0, b"riff.\x91\xcf\x11", _UNPLAYABLE("Wave64 (W64)")),
    (0, b"\0\5\x16\7", _NO_AUDIO("what macOS keeps beside a file (AppleDouble)")),
    (0, b"SQLite format 3", _NO_AUDIO("a database")),
    (0, b"BZh", _NO_AUDIO("a bzip2 archive")),
    (0, b"\xfd7zXZ", _NO_AUDIO("an xz archive")),
    (0, b"(\xb5/\xfd", _NO_AUDIO("a Zstandard archive")),
    (0, b"8BPS", _NO_AUDIO("a Photoshop picture")),
    (0, b"BM", _NO_AUDIO("a BMP picture")),
    (0, b"FLV\1", _NO_AUDIO("a Flash film")),
    (8, b"AVI ", _NO_AUDIO("an AVI film")),
    (0, b"\0\0\1\xba", _NO_AUDIO("an MPEG film")),
    (0, b"\xff\xfd", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xfc", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xf5", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
    (0, b"\xff\xf4", _UNPLAYABLE("MPEG audio layer 2 (MP2)")),
)

# What a recording begins with that is long enough not to be chance.
_BEGINNINGS: Final = (
    (b"fLaC\0\0\0\x22", "FLAC"),
    (b"OggS\0\2", "Ogg"),
    (b"RIFF", "WAV"),
    (b"ftypM4A ", "M4A"),
    (b"ftypisom", "M4A"),
    (b"ftypmp42", "M4A"),
)

_LATM: Final = re.compile(rb"V[\xe0-\xff]")  # ISO 14496-3, 1.7.2: eleven bits
_TRANSPORT_PACKETS: Final = (188, 192, 204)
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_HTML = re.compile(
    rb"[\xef\xbb\xbf\s]*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)",
    re.IGNORECASE | re.DOTALL,
)
_TEXTS: Final = (
    (b"#EXTM3U", "a playlist (a text file)"),
    (b"[playlist]", "a playlist (a text file)"),
    (b"<?xml", "an XML text file"),
    (b"<rss", "a feed (an XML text file)"),
    (b"{\\rtf", "a text (RTF)"),
)
_NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def format_of(file: BinaryIO, start: int, end: int) -> str:
    """The format's name in `formats.FORMATS` of the file whose own bytes start at `start`.

    Raises AudioError for anything else, with what it looks like.
    """
    head = read_at(file, start, min(_HEAD, end - start))
    if not head:
        raise AudioError(f"holds tags, but no sound ({EXPORT_AGAIN})")
    if starts_with_frames(head):
        return "mp3"
    if is_free_format(head):
        fact = "is MP3 with a free bit rate, which most players can't play"
        raise AudioError(f"{fact} ({EXPORT_AGAIN})")
    if layer := other_layer(head):
        fact = _UNPLAYABLE(f"MPEG audio layer {layer} (MP{layer})")
        raise AudioError(f"{fact} ({EXPORT_AGAIN})")
    if other := _fact_about(head):
        raise AudioError(f"{other} ({EXPORT_AGAIN})")
    if name := _named(head):
        return name
    return _behind_junk(file, start, end)


def _fact_about(head: bytes) -> str | None:
    for offset, magic, fact in _OTHERS:
        if head.startswith(magic, offset):
            return fact
    if _LATM.match(head):
        return _UNPLAYABLE("AAC in LATM")
    for size in _TRANSPORT_PACKETS:
        if len(head) > 3 * size and head[0 : 4 * size : size] == b"G" * 4:
            return _NO_AUDIO("an MPEG transport stream")
    return None


def _named(head: bytes) -> str | None:
    for offset, magic, name in _FORMATS:
        if head.startswith(magic, offset):
            return name
    if is_adts(head):
        return "aac"
    return _ogg_format(head) if head.startswith(b"OggS") else None


def _ogg_format(head: bytes) -> str:
    for magic, name, fact in _OGG_STREAMS:
        if magic in head:
            if name is None:
                raise AudioError(f"{fact} ({EXPORT_AGAIN})")
            return name
    raise AudioError(f"is an Ogg file without Vorbis or Opus in it ({EXPORT_AGAIN})")


def _behind_junk(file: BinaryIO, start: int, end: int) -> str:
    """The format of frames that don't start at once: players search for them."""
    begin = start + leading_zeros(file, start, end)
    if begin == end:
        raise AudioError(f"holds nothing but zeros: its upload broke off ({UPLOAD_AGAIN})")
    searched = read_at(file, begin, min(_SEARCHED, end - begin))
    _refuse_text(searched[:_HEAD])
    places = {"mp3": first_frames(searched), "aac": first_adts(searched)}
    found = {name: place for name, place in places.items() if place is not None}
    if not found:
        raise AudioError(f"{_fact_behind(searched, begin - start)} ({EXPORT_AGAIN})")
    return min(found, key=found.__getitem__)


def _fact_behind(searched: bytes, zeros: int) -> str:
    """What to say of bytes without frames behind `zeros`: a known file may have junk in front."""
    for magic, name in _BEGINNINGS:
        place = searched.find(magic)
        if place >= 0 and (magic != b"RIFF" or searched.startswith(b"WAVE", place + 8)):
            junk = place + zeros
            return (
                f"has {junk} bytes in front of its beginning, so players don't see that it's {name}"
            )
    return "is no audio of a known kind"


def _refuse_text(head: bytes) -> None:
    if head.startswith(_LFS_POINTER):
        raise AudioError("is a Git LFS pointer, not the recording (run git lfs pull)")
    if _HTML.match(head):
        raise AudioError(f"{_NO_AUDIO('a web page')} (download the recording again)")
    for beginning, what in _TEXTS:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(beginning):
            raise AudioError(f"{_NO_AUDIO(what)} ({EXPORT_AGAIN})")
    if not _NOT_TEXT.search(head):
        raise AudioError(f"{_NO_AUDIO('a text file')} ({EXPORT_AGAIN})")
