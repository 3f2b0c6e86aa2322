"""A transcript's bytes become cues and faults: one function for each suffix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from feed_builder.transcripts.cues import read_srt, read_vtt
from feed_builder.transcripts.pages import read_html, read_markdown
from feed_builder.transcripts.parsed import Parsed, broken
from feed_builder.transcripts.prose import read_text
from feed_builder.transcripts.segments import read_json

READERS: Final[dict[str, Callable[[str], Parsed]]] = {
    ".vtt": read_vtt,
    ".srt": read_srt,
    ".json": read_json,
    ".html": read_html,
    ".txt": read_text,
    ".md": read_markdown,
}


def parse(content: bytes, suffix: str) -> Parsed:
    """What a transcript with this suffix says, and what is wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return broken(line, "is no UTF-8 text", "save it again as UTF-8")
    return READERS[suffix](text.replace("\r\n", "\n").replace("\r", "\n"))
