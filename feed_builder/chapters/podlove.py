"""Podlove Simple Chapters as a file of its own: `psc:chapters` in XML, at any depth.

podlove.org/simple-chapters, version 1.2. Ultraschall and Auphonic write it, also inside a feed.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from feed_builder.chapters.entries import entry
from feed_builder.chapters.times import moment
from feed_builder.model import Chapter

_NAMESPACE = "http://podlove.org/simple-chapters"
_EXPORT = "export it again"
# What the parser says, for people; its other words are plain.
_PLAIN = {
    "no element found": "it is empty or breaks off",
    "unclosed token": "it breaks off",
    "not well-formed (invalid token)": "something that does not belong there",
    "undefined entity": "a character's name that XML does not have",
}


def read(content: bytes) -> list[Chapter]:
    """The chapters in `content`; raises ValueError with the fact and the way out."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        fact = _PLAIN.get(said, said)
        raise ValueError(f"is no XML: {fact}, line {error.lineno} ({_EXPORT})") from error
    except (UnicodeError, LookupError) as error:
        raise ValueError(
            "is no XML that can be read: its encoding is not known (save it as UTF-8)"
        ) from error
    if not reader.chapters:
        raise ValueError(f'holds no psc:chapter of "{_NAMESPACE}" ({_EXPORT})')
    return reader.chapters


class _Reader:
    """Takes each chapter as it comes; nothing else of the document is kept."""

    def __init__(self) -> None:
        self.chapters: list[Chapter] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begin
        self.parser.EntityDeclHandler = self._refuse

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local != "chapter" or not namespace.startswith(_NAMESPACE):
            return
        line = self.parser.CurrentLineNumber
        start = moment(attributes.get("start", "").strip())
        if start is None:
            raise ValueError(f'has no start in line {line} (write start="00:12:34.000")')
        self.chapters.append(
            entry(
                start,
                attributes.get("title"),
                href=attributes.get("href"),
                image=attributes.get("image"),
            )
        )

    def _refuse(self, *declaration: Any) -> None:
        """An entity can name another file, or unfold into gigabytes."""
        raise ValueError(f"declares an entity, which chapters don't need ({_EXPORT})")
