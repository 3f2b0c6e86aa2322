"""Footnotes: definitions taken out of an article, and resolved where they are called.

A definition is "[^1]: text", or one of a run that closes the article (`endnotes.py`), or a
paragraph that begins with "1 .", "1.", "[1]", "(1)" or "¹" and whose number is called elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind, one_line
from feed_builder.articles.endnotes import SUPERSCRIPTS, endnotes
from feed_builder.records import dataclass

_FORMS = ("square", "round", "super")
_CALL = re.compile(
    r"\\?\[\^?(?P<square>[0-9A-Za-z_-]{1,20})\\?\](?:\(#[^()\s]{0,200}\))?"
    r"(?![(\[]|:(?![ \t*_]{0,9}(?:\n|$)))"
    r"|\((?P<round>\d{1,3})\)"
    r"|(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
)
_DEFINITION = re.compile(
    r"(?:\\?\[\^?(?P<square>\w{1,3})\\?\](?:\(#[^()\s]{0,200}\))?|(?P<dotted>\d{1,3})\s?[.)]|"
    r"\((?P<round>\d{1,3})\)|(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))[\s:.]{0,3}(?P<text>\S.*)",
    re.DOTALL,
)
# Which forms of a call each form of a definition answers: "(1)" in a text is rarely a call.
_ANSWERS = {
    "square": ("square",),
    "dotted": ("square",),
    "round": ("round", "square"),
    "super": ("super", "square"),
}


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote by the id that its calls have; `text` is Markdown on one line."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The footnotes of an article, with the forms in which each is called."""

    notes: tuple[Footnote, ...]
    calls: frozenset[tuple[str, str]]

    def resolve(self, text: str) -> tuple[str, tuple[Footnote, ...]]:
        """`text` with its calls as Markdown ("[^1]"), and the footnotes called, in order."""
        known = {note.id: note for note in self.notes}
        called: dict[str, Footnote] = {}

        def marked(match: re.Match[str]) -> str:
            form, label = _call(match)
            if (form, label) not in self.calls:
                return match.group()
            called.setdefault(label, known[label])
            return f"[^{label}]"

        return _CALL.sub(marked, text), tuple(called.values())

    def without_calls(self, text: str) -> str:
        """`text` without its calls, for titles."""

        def dropped(match: re.Match[str]) -> str:
            return "" if _call(match) in self.calls else match.group()

        return _CALL.sub(dropped, text).strip()


def take_footnotes(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Footnotes]:
    """`blocks` without the definitions of footnotes, and the footnotes."""
    called = _called(blocks)
    last = endnotes(blocks, {label for _, label in called})
    kept: list[Block] = []
    notes: dict[str, Footnote] = {}
    answers: set[tuple[str, str]] = set()
    for place, block in enumerate(blocks):
        if place in last:
            fresh = {label: text for label, text in last[place].items() if label not in notes}
            notes |= {label: Footnote(label, text) for label, text in fresh.items()}
            answers |= {(form, label) for form in _FORMS for label in fresh}
            continue
        rest = []
        for part in _parts(block, called):
            form, note = _definition(part, called)
            if note is None or note.id in notes:
                rest.append(part)
                continue
            notes[note.id] = note
            answers |= {(answer, note.id) for answer in _ANSWERS[form]}
        kept += rest if len(rest) > 1 or not rest else [_whole(block, rest[0])]
    return tuple(kept), Footnotes(tuple(notes.values()), frozenset(answers))


def _whole(block: Block, rest: Block) -> Block:
    return block if rest.text == block.text else rest


def _call(match: re.Match[str]) -> tuple[str, str]:
    form = match.lastgroup or "square"
    return form, match.group(form).translate(SUPERSCRIPTS)


def _called(blocks: Iterable[Block]) -> frozenset[tuple[str, str]]:
    return frozenset(
        _call(match)
        for block in blocks
        for match in _CALL.finditer(block.text)
        if match.start() > 0 and block.kind is not Kind.CODE
    )


def _parts(block: Block, called: frozenset[tuple[str, str]]) -> list[Block]:
    """A block's lines where each begins a footnote ("[1] …" below "[2] …"), else the block."""
    if block.kind not in (Kind.LIST, Kind.PARAGRAPH) or "\n" not in block.text:
        return [block]
    lines = block.text.split("\n")
    parts = [replace(block, text=line, line=block.line + at) for at, line in enumerate(lines)]
    if all(_definition(part, called)[1] for part in parts):
        return parts
    return [block]


def _definition(block: Block, called: frozenset[tuple[str, str]]) -> tuple[str, Footnote | None]:
    if block.kind is Kind.FOOTNOTE and block.label:
        return "square", Footnote(block.label, block.flat)
    if block.kind not in (Kind.LIST, Kind.PARAGRAPH):
        return "", None
    match = _DEFINITION.match(block.text.lstrip())
    if not match:
        return "", None
    form = next(name for name in _ANSWERS if match.group(name))
    label = match.group(form).translate(SUPERSCRIPTS)
    if not any((answer, label) in called for answer in _ANSWERS[form]):
        return "", None
    return form, Footnote(label, one_line(match.group("text")))
