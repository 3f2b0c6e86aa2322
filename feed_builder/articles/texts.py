"""Markdown and plain text to blocks: one walk over the lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from feed_builder.articles.blocks import MOST_BLOCKS, ArticleSource, Block, Kind
from feed_builder.articles.bylines import is_date_line
from feed_builder.articles.frontmatter import split_front_matter
from feed_builder.articles.wrapping import wrap_width, wraps
from feed_builder.errors import ArticleError

_MOST_LINES = 100_000
_LONGEST_HEADING = 300

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)(.*)$")
_SETEXT = re.compile(r"(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_BULLET = re.compile(r"[-*+•‣▪][ \t\u00a0]+(?=\S)")
_NUMBERED = re.compile(r"\d{1,3}[.)][ \t\u00a0]+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*(.*)$")
_IMAGE = re.compile(r"!\[[^\[\]]{0,400}\]\([^()]{0,2000}\)$")
_PLAYER = re.compile(r"<(?:audio|iframe|video|embed|object)\b", re.IGNORECASE)
# A number raised by HTML in Markdown calls a footnote.
_RAISED = re.compile(r"\\?<sup>[\[(]?(\d{1,3})[\])]?\\?</sup>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,31});")
_TYPOGRAPHY = frozenset("’‘“”„«»–—…\u202f\u2009")
_HTML_OPENING = re.compile(r"<(?=[A-Za-z/!?])(?!https?:|mailto:)")

Joins = Callable[[str, str], bool]
"""Whether the second of two lines goes on with the paragraph of the first."""


def read_markdown(text: str, name: str) -> ArticleSource:
    """Markdown: paragraphs end at blank lines, headings are marked."""
    plain = _REFERENCE.sub(_referred, text) if "&" in text else text
    return _source(plain, name, lambda first, second: True)


def _referred(match: re.Match[str]) -> str:
    """The letter, space or quotation mark that "&eacute;" stands for; "&lt;" stays what it is."""
    said = unescape(match.group())
    return said if said.isalpha() or said in _TYPOGRAPHY or said == "\u00a0" else match.group()


def read_plain_text(text: str, name: str) -> ArticleSource:
    """Plain text: a line is a paragraph unless the text is set to a width.

    Headings are left to the finder; what Markdown people write in plain text (`#`, `-`, `**`) is
    taken as such, a "<" is not.
    """
    lines = text.split("\n")
    width = wrap_width(lines)
    return _source(
        _HTML_OPENING.sub(r"\\<", text), name, lambda first, second: wraps(first, second, width)
    )


def _source(text: str, name: str, joins: Joins) -> ArticleSource:
    front = split_front_matter(_RAISED.sub(_raised, text) if "sup>" in text else text)
    lines = _without_comments(front.body).split("\n")
    _refuse_no_article(len(lines), _MOST_LINES, "lines")
    blocks = _Blocks(lines, front.lines + 1, joins).read()
    _refuse_no_article(len(blocks), MOST_BLOCKS, "paragraphs")
    return ArticleSource(
        name=name, blocks=tuple(blocks), metadata=front.metadata, warnings=front.warnings
    )


def _raised(match: re.Match[str]) -> str:
    return match[1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _refuse_no_article(number: int, most: int, what: str) -> None:
    if number > most:
        raise ArticleError(f"has {number:,} {what}; no article has more than {most:,}")


def _without_comments(text: str) -> str:
    """`text` without HTML comments, every line where it was."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*kept, text[at:]])


class _Blocks:
    """One walk over the lines of a text. Each method that reads a block moves on behind it."""

    def __init__(self, lines: list[str], first_line: int, joins: Joins) -> None:
        self._lines = [line.strip() for line in lines]
        self._raw = lines
        self._first = first_line
        self._joins = joins
        self._at = 0

    def read(self) -> list[Block]:
        """All blocks."""
        blocks = []
        while self._at < len(self._lines):
            if not self._lines[self._at]:
                self._at += 1
                continue
            start = self._at
            kind, text, level, label = self._block(self._lines[start])
            if text or kind is Kind.RULE:
                line = self._first + start
                blocks.append(Block(kind=kind, text=text, line=line, level=level, label=label))
        return blocks

    def _block(self, line: str) -> tuple[Kind, str, int | None, str | None]:
        heading, note = _ATX.match(line), _FOOTNOTE.match(line)
        if heading:
            self._at += 1
            return Kind.HEADING, heading.group(2).rstrip("# \t"), len(heading.group(1)), None
        if note:
            self._at += 1
            more = self._while(lambda first, second: not _begins_block(second))
            text = "\n".join([note.group(2), *more]).strip()
            return Kind.FOOTNOTE, text, None, note.group(1)
        return self._unlabelled(line)

    def _unlabelled(self, line: str) -> tuple[Kind, str, int | None, str | None]:
        if _FENCE.match(line):
            return Kind.CODE, self._code(line), None, None
        if _is_rule(line):
            self._at += 1
            return Kind.RULE, "", None, None
        if line.startswith(">"):
            return Kind.QUOTE, "\n".join(self._rest_of_chunk()), None, None
        # "24. Dezember 2022" is a date, no item.
        if _BULLET.match(line) or (_NUMBERED.match(line) and not is_date_line(line)):
            return Kind.LIST, self._list(), None, None
        return self._paragraph(line)

    def _paragraph(self, line: str) -> tuple[Kind, str, int | None, str | None]:
        self._at += 1
        following = self._lines[self._at] if self._at < len(self._lines) else ""
        if len(line) < _LONGEST_HEADING and _SETEXT.fullmatch(following):
            self._at += 1
            return Kind.HEADING, line, 1 if following.startswith("=") else 2, None
        text = "\n".join([line, *self._while(self._goes_on, previous=line)])
        return _paragraph_kind(text), text, None, None

    def _goes_on(self, first: str, second: str) -> bool:
        return not _begins_block(second) and self._joins(first, second)

    def _while(self, joins: Joins, previous: str = "") -> list[str]:
        taken: list[str] = []
        while self._at < len(self._lines) and self._lines[self._at]:
            line = self._lines[self._at]
            if not joins(previous, line):
                break
            taken.append(line.rstrip("\\"))
            previous = line
            self._at += 1
        return taken

    def _rest_of_chunk(self) -> list[str]:
        return self._while(lambda first, second: True)

    def _list(self) -> str:
        """The items of a list, with the indents that nest them."""
        items: list[str] = []
        while self._at < len(self._lines) and self._lines[self._at]:
            line, raw = self._lines[self._at], self._raw[self._at]
            if items and not _is_item(line) and not raw[:1].isspace():
                if not self._goes_on(items[-1], line):
                    break
                raw = f"  {line}"
            items.append(_BULLET.sub("- ", raw, count=1) if _is_item(line) else raw)
            self._at += 1
        return "\n".join(item.rstrip() for item in items)

    def _code(self, line: str) -> str:
        fence = _FENCE.match(line)
        mark = fence.group(1) if fence else "```"
        start = self._at
        ends = (
            number
            for number in range(start + 1, len(self._lines))
            if self._lines[number].startswith(mark)
        )
        self._at = next(ends, len(self._lines) - 1) + 1
        return "\n".join(self._raw[start : self._at])


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) > 2 and marks[0] in "*-_" and marks == marks[0] * len(marks)


def _is_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def _begins_block(line: str) -> bool:
    return bool(
        _ATX.match(line)
        or _FOOTNOTE.match(line)
        or _FENCE.match(line)
        or _BULLET.match(line)
        or line.startswith(">")
        or _is_rule(line)
    )


def _paragraph_kind(text: str) -> Kind:
    if _IMAGE.fullmatch(text):
        return Kind.IMAGE
    return Kind.PLAYER if _PLAYER.match(text.removeprefix("\\")) else Kind.PARAGRAPH
