"""An article as it comes, before anybody has read it: its bytes, and where they are from."""

from __future__ import annotations

import re
from pathlib import Path

from feed_builder.records import dataclass
from feed_builder.text import without_control_characters

_EXPORT = b"wordpress.org/export"
_PAGE = re.compile(
    rb"<!doctype html|<(?:html|head|body|article|main|section|h[1-6]|p|div)[\s>]",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(rb"^(?:#{1,6} \S|\[\^[^\]]{1,40}\]: )", re.MULTILINE)
_SAMPLE = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes of an article.

    `shown` is what messages call it, `name` stands in for a title, `suffix` says its format.
    `charset` is what came with it over HTTP, `address` where on the web it is from, `folder` where
    it lies: at most one of the two is known. `large` is the file where it is too large to be held
    in `data`, `post` the one of several articles in it that is asked for.
    """

    shown: str
    name: str
    data: bytes
    suffix: str
    charset: str | None = None
    address: str | None = None
    folder: Path | None = None
    large: Path | None = None
    post: str | None = None


def shown_name(path: Path) -> str:
    """A path for messages."""
    return without_control_characters(str(path))


def suffix_of(data: bytes) -> str:
    """The suffix of the format that some bytes are in, told from their beginning."""
    sample = data[:_SAMPLE].replace(b"\0", b"")
    if sample.startswith(b"PK\x03\x04"):
        return ".odt" if b"opendocument.text" in sample[:200] else ".docx"
    if _EXPORT in sample:
        return ".xml"
    if sample.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and _PAGE.search(sample):
        return ".html"
    front = sample.lstrip().startswith((b"+++", b"---\n", b"---\r\n"))
    return ".md" if front or _MARKDOWN.search(sample) else ".txt"
