"""The encoding of a page: what its sender, its marks and its head say, and what its bytes say."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4096
_META = re.compile(rb"<meta[^<>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w-]{2,40})", re.I)
# Browsers read these as Windows-1252, which holds their letters and the quotes people write.
_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})
_MANY_BYTES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# A page of UTF-8 with a few broken bytes is one that was cut and pasted together.
_FEW = 0.05


def text_of_page(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a page of HTML or XML, and warnings.

    `charset` is what came with it over HTTP. The order is that, a byte order mark, the page's own
    head; but where the bytes are UTF-8, which other text never is by chance, what claims to be
    something of one byte a letter lies.
    """
    mark = next((name for mark, name in MARKS if data.startswith(mark)), None)
    claims = [name for name in (_known(charset), mark, _known(_stated(data))) if name]
    if mark and mark not in claims[:1] and _decoded(data, mark) is not None:
        claims.insert(0, mark)
    for claim in [*claims, unmarked_utf16(data), "utf-8"]:
        text = _believed(data, claim) if claim else None
        if text is not None:
            return text, ()
    return _mended(data)


def _known(name: str | None) -> str | None:
    try:
        return codecs.lookup(name.strip().strip("\"'")).name if name else None
    except (LookupError, ValueError):
        return None


def _stated(data: bytes) -> str | None:
    head = data[:_HEAD]
    match = _XML.search(head) or _META.search(head)
    return match.group(1).decode("ascii", "replace") if match else None


def unmarked_utf16(data: bytes) -> str | None:
    """Which UTF-16 the data are without a mark saying so, or None. It shows in its zeros."""
    sample = data[:400]
    begins = sample.replace(b"\0", b"").lstrip()[:1]
    if begins != b"<" or sample.count(0) < len(sample) // 3:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _believed(data: bytes, claim: str) -> str | None:
    """The text by a claim; None where the bytes contradict it."""
    if claim.startswith("utf-16") and b"\0" not in data[:400] and data[:1] == b"<":
        return None
    if claim in _WESTERN:
        if _MANY_BYTES.search(data) and (text := _decoded(data, "utf-8")) is not None:
            return text
        return _western(data) if claim != "ascii" or _decoded(data, "utf-8") is None else None
    text = _decoded(data, claim)
    if text is not None and not claim.startswith("utf") and _MANY_BYTES.search(data):
        other = _decoded(data, "utf-8")
        return other if other is not None else text
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _western(data: bytes) -> str:
    text = _decoded(data, "cp1252")
    return text if text is not None else data.decode("latin-1")


def _mended(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Bytes that keep to no claim: UTF-8 with faults, else Windows-1252."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    others = sum(not character.isascii() for character in text)
    if broken <= max(1, _FEW * others) and others > broken:
        return text, (f"{broken} letters are broken in the page itself (shown as \ufffd)",)
    return _western(data), ()
