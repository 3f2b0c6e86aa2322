"""Words with marks: runs of text of one style each, and the Markdown that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from feed_builder.articles.notes import web_address
from feed_builder.records import dataclass

_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPECIAL = re.compile(r"([\\`*\[\]<])|(?<!\w)(_)|(_)(?!\w)|(&)(?=#?\w{1,31};)")
_AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s)|~~~|=+$|-{3,}$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a run of text is set."""

    link: str | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style; `ready` text is Markdown already."""

    text: str
    style: Style
    ready: bool = False


class Inline:
    """The text of one block while it is gathered."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._open = True

    def add(self, text: str, style: Style, *, keep: bool = False) -> None:
        """Add text; spaces and line breaks in it count as one space, unless they are to `keep`."""
        if not keep:
            text = _SPACES.sub(" ", text)
            if self._open:
                text = text.lstrip(" ")
        if text:
            self._runs.append(Run(text, style))
            self._open = text[-1] in " \n"

    def add_ready(self, markdown: str) -> None:
        """Add what is Markdown already."""
        self._runs.append(Run(markdown, Style(), ready=True))
        self._open = markdown.endswith("\n")

    def part(self) -> None:
        """Set what follows apart from a word that stands right before it."""
        last = self._runs[-1].text[-1:] if self._runs else ""
        if last.isalnum() or last in ".:)":
            self._runs.append(Run(" · " if last.isalnum() else " ", Style()))
            self._open = True

    def break_line(self) -> None:
        """Begin a new line."""
        if self._runs:
            self._runs.append(Run("\n", Style()))
            self._open = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces was added."""
        return not any(run.text.strip() for run in self._runs)

    def taken(self, *, marks: bool = True) -> str:
        """What was gathered, as Markdown, with bold and italic `marks`; nothing is left."""
        runs = [run if marks else replace(run, style=_plain(run.style)) for run in self._runs]
        self._runs, self._open = [], True
        lines = (line.strip(" \t") for line in markdown_of(runs).split("\n"))
        return "\n".join(line for line in lines if line)


def _plain(style: Style) -> Style:
    return Style(link=style.link, code=style.code)


def markdown_of(runs: Iterable[Run]) -> str:
    """The Markdown of some runs."""
    parts: list[str] = []
    for link, group in groupby(runs, key=lambda run: run.style.link):
        before = parts[-1][-1:] if parts else ""
        text = _styled(list(group), before)
        parts.append(_linked(text, link) if link else text)
    return "".join(part for part in parts if part)


def _linked(text: str, link: str) -> str:
    lead, words, trail = _edges(text.replace("\n", " "))
    if not words:
        return text
    address = web_address(link)
    if words.replace("\\", "") in (link, address):
        return f"{lead}<{address}>{trail}"
    return f"{lead}[{words}]({address}){trail}"


def _styled(runs: Sequence[Run], before: str) -> str:
    text = ""
    for (bold, italic, code, ready), group in groupby(runs, key=_look):
        words = "".join(run.text for run in group)
        words = words if ready else _code(words) if code else escaped(words)
        mark = ("**" if bold else "") + ("*" if italic else "")
        text += _marked(words, mark, (text or before)[-1:])
    return text


def _look(run: Run) -> tuple[bool, bool, bool, bool]:
    return run.style.bold, run.style.italic, run.style.code, run.ready


def _code(text: str) -> str:
    return f"`{text}`" if text.strip() and "`" not in text else escaped(text)


def _marked(text: str, mark: str, before: str) -> str:
    lead, words, trail = _edges(text)
    if not mark or not words or "\n" in words:
        lines = [_marked(line, mark, "") for line in text.split("\n")] if mark and words else []
        return "\n".join(lines) or text
    # Behind a letter, CommonMark takes a mark before punctuation for text.
    if not lead and before.isalnum() and not words[0].isalnum():
        return text
    return f"{lead}{mark}{words}{mark[::-1]}{trail}"


def _edges(text: str) -> tuple[str, str, str]:
    words = text.strip()
    if not words:
        return text, "", ""
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]


def escaped(text: str) -> str:
    """`text` with nothing in it that Markdown takes for a mark inside a line."""
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", text)


def guarded(markdown: str) -> str:
    """`markdown`, a paragraph, with no line that begins like a heading, a quote or a list."""
    lines = markdown.split("\n")
    return "\n".join(f"\\{line}" if _AT_START.match(line) else line for line in lines)
