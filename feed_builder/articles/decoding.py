"""Bytes to text: encodings, line ends, and what has no place in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from feed_builder.articles.charsets import MARKS, text_of_page, unmarked_utf16
from feed_builder.errors import ArticleError
from feed_builder.text import has_control_characters, without_control_characters

_NO_TEXT = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3", "an MP3 file"),
    (b"RIFF", "a RIFF (WAV, AVI, WebP) file"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\v\x1a\x1b") + b"\x7f"
_SAMPLE = 65_536
# Soft hyphens and marks of zero width are hints of a web page; names must not hold them.
_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u2060\ufeff"}
_LINE_ENDS = {ord("\x0b"): "\n", ord("\x0c"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n\n"}


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in `data`, in NFC with plain line ends, and warnings about what was left out.

    A byte order mark decides; without one it is UTF-8, else Windows-1252 (which holds Latin-1's
    letters). Raises `ArticleError` for what is no text; its message is the reason alone.
    """
    if not data.strip():
        raise ArticleError("is empty (copy the article into it)")
    _refuse_other_files(data)
    return _cleaned(_text_of(data))


def decoded_page(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The same for HTML and XML, which say their encoding themselves; `charset` is HTTP's word."""
    if not data.strip():
        raise ArticleError("is empty")
    if not unmarked_utf16(data):
        _refuse_other_files(data)
    text, warnings = text_of_page(data, charset)
    cleaned, more = _cleaned(text)
    return cleaned, (*warnings, *more)


def _refuse_other_files(data: bytes) -> None:
    for magic, name in _NO_TEXT:
        if data.startswith(magic):
            raise ArticleError(f"is {name}, not a text (save the article as text or Markdown)")
    if any(data.startswith(mark) for mark, _ in MARKS):
        return
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > 3 + len(sample) // 100:
        raise ArticleError(
            "is no text: it holds binary data (save the article as text or Markdown)"
        )


def _text_of(data: bytes) -> str:
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    for candidate in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    tried = encoding or "UTF-8 or Windows-1252"
    raise ArticleError(f"is no text in {tried} (save it again as UTF-8)")


def _translated(text: str, table: Mapping[int, str | None]) -> str:
    """`text` by `table`; few texts hold any of its characters, and looking for them is fast."""
    return text.translate(table) if any(chr(code) in text for code in table) else text


def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    plain = _translated(text.replace("\r\n", "\n").replace("\r", "\n"), _LINE_ENDS)
    warnings: tuple[str, ...] = ()
    if has_control_characters(plain):
        kept = without_control_characters(plain)
        warnings = (f"{len(plain) - len(kept)} control characters were left out",)
        plain = kept
    cleaned = unicodedata.normalize("NFC", _translated(plain, _INVISIBLE))
    if not cleaned.strip():
        raise ArticleError("is empty (copy the article into it)")
    return cleaned, warnings
