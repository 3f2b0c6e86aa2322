"""Transcripts as HTML or Markdown: who speaks in `cite`, when in `time`, what in `p` (P20-TR-5)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from feed_builder.speech import Cue
from feed_builder.transcripts.parsed import Parsed, broken, parsed, plain
from feed_builder.transcripts.prose import Numbered, moment, with_marks

_BLOCKS = frozenset("address article aside blockquote dd div dt li main p section tr td".split())
_UNHEARD = frozenset("head script style template title h1 h2 h3 h4 h5 h6 nav svg".split())
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>")


class _Reader(HTMLParser):
    """Collects what stands in each block; what is no text is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[Numbered] = []
        self.words: list[str] = []
        self.line = 1
        self.speaker: str | None = None
        self.time: float | None = None
        self.unheard = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block or a mark ends what came before it."""
        if tag in _UNHEARD:
            self.unheard += 1
        elif tag == "br":
            self.words.append(" ")
        elif tag in _BLOCKS or tag in ("cite", "time"):
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        """The end of a mark says what it marked."""
        if tag in _UNHEARD:
            self.unheard = max(0, self.unheard - 1)
        elif tag == "cite":
            self.speaker = self._taken().rstrip(" :\u00a0\u202f") or None
        elif tag == "time":
            self.time = moment(self._taken())
        elif tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        """What is heard, unless it stands in a heading or a script."""
        if self.unheard:
            return
        if data.strip() and not any(word.strip() for word in self.words):
            before = len(data) - len(data.lstrip())
            self.line = self.getpos()[0] + data.count("\n", 0, before)
        self.words.append(data)

    def close(self) -> None:
        """The end of the file ends its last block."""
        super().close()
        self._flush()

    def _taken(self) -> str:
        text, self.words = plain("".join(self.words)), []
        return text

    def _flush(self) -> None:
        text = self._taken()
        if text:
            self.said.append((self.line, Cue(self.time, None, text, self.speaker)))
            self.time = None


def read_html(text: str) -> Parsed:
    """The paragraphs of a page, with their speakers and times where they are marked as such."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if not reader.said:
        return broken(None, "is empty: it holds no words", "write the transcript into it")
    return parsed(with_marks(reader.said))


def read_markdown(text: str) -> Parsed:
    """Markdown: its paragraphs, without its headings."""
    import pyromark

    return read_html(pyromark.html(_MARKUP.sub("", text)))
