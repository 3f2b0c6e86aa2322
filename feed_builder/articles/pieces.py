"""Blocks cut so that a marker or a byline is a block of its own, whatever it was set with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.bylines import is_byline, is_date_line
from feed_builder.articles.durations import find_duration
from feed_builder.articles.forms import ends_as_announcement
from feed_builder.articles.markers import MOST_CHARACTERS, find_marker

_SENTENCE = re.compile(r"[.!?…][\"»”)]{0,2}[ \u00a0\u202f\n]+(?=[^\w\s]{0,4}[^\W\d_])")
_LIST_MARK = re.compile(r"^\s{0,40}(?:[-*+]|\d{1,3}[.)])\s+")
_QUOTE_MARK = re.compile(r"^[ \t]{0,8}>[ \t]?", re.MULTILINE)
# An announcement is broken over so many lines at most.
_MOST_LINES = 3
# An announcement may name somebody "M. X": the last full stop is not always the one before it.
_MOST_SENTENCES = 3


def pieces_of(block: Block) -> list[Block]:
    """A block cut where a line of it is a marker or a byline, or its last sentence a marker."""
    if block.kind is Kind.PARAGRAPH:
        lines = _with_numbers(block, _grouped(block.text.split("\n")))
        return [piece for part in lines for piece in _last_sentence_apart(part)]
    if block.kind is Kind.LIST:
        return _items(block)
    if block.kind is Kind.QUOTE:
        return _unquoted(block)
    return [block]


def with_broken_lines(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with an announcement joined that was broken in the middle of a name.

    Only what stands on the very next line, and closes it with a colon or a duration.
    """
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if last is not None and _goes_on(last, block):
            kept[-1] = replace(last, text=f"{last.text}\n{block.text}")
        else:
            kept.append(block)
    return kept


def _goes_on(block: Block, following: Block) -> bool:
    if block.kind is not Kind.PARAGRAPH or following.kind is not Kind.PARAGRAPH:
        return False
    if following.line != block.line + block.text.count("\n") + 1 or len(following.text) > 120:
        return False
    if block.text.rstrip().endswith((".", ":", "!", "?", ")")) or not _is_closed(following.text):
        return False
    first = find_marker(block.text)
    if not first or not first.guests or find_marker(following.text):
        return False
    whole = find_marker(f"{block.text}\n{following.text}")
    return whole is not None and whole.guests != first.guests


def _with_numbers(block: Block, groups: Sequence[list[str]]) -> list[Block]:
    parts, number = [], block.line
    for group in groups:
        parts.append(replace(block, text="\n".join(group), line=number))
        number += len(group)
    return parts


def _grouped(lines: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = [[lines[0]]]
    for at in range(1, len(lines)):
        if _ends(groups[-1], lines[at]) or _begins(lines, at):
            groups.append([])
        groups[-1].append(lines[at])
    return groups


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a marker or a byline begins with line `at`."""
    line = lines[at].lstrip("*_[ (\u00a0")
    if not line[:1].isalnum() or line[:1].islower():
        return False
    joined = ("\n".join(lines[at : at + more]) for more in range(1, _MOST_LINES + 1))
    return is_byline(lines[at]) or any(find_marker(text) for text in joined)


def _ends(group: Sequence[str], following: str) -> bool:
    """Whether the lines of `group` are a whole marker or byline, which `following` is not part of.

    A marker goes on until its colon or its duration.
    """
    if len(group) > _MOST_LINES or following[:1].islower():
        return False
    text = "\n".join(group)
    if is_byline(text):
        return is_date_line(following) or not is_byline(f"{text}\n{following}")
    return _is_closed(text) and find_marker(text) is not None


def _is_closed(text: str) -> bool:
    shown = text.rstrip("*_ \u00a0\u202f").removesuffix(".")
    return shown.endswith((":", ")", "]")) and (
        shown.endswith(":") or find_duration(shown[-80:]) is not None
    )


def _last_sentence_apart(block: Block) -> list[Block]:
    text = block.text
    if not _is_closed(text[-80:]) and not ends_as_announcement(text):
        return [block]
    start = max(0, len(text) - MOST_CHARACTERS)
    for match in list(_SENTENCE.finditer(text, start))[: -_MOST_SENTENCES - 1 : -1]:
        before, sentence = text[: match.end()].rstrip(), text[match.end() :]
        if find_marker(sentence):
            line = block.line + text.count("\n", 0, match.end())
            return [replace(block, text=before), replace(block, text=sentence, line=line)]
    return [block]


def _items(block: Block) -> list[Block]:
    """The items of a list that are markers, each by itself, and the rest in its place."""
    items = block.text.split("\n")
    marked = [_announcement(item) for item in items]
    starts = [at for at in range(len(items)) if at == 0 or marked[at] or marked[at - 1]]
    return [
        replace(block, kind=Kind.PARAGRAPH, text=said, line=block.line + start)
        if (said := marked[start])
        else replace(block, text="\n".join(items[start:end]), line=block.line + start)
        for start, end in zip(starts, [*starts[1:], len(items)], strict=True)
    ]


def _announcement(item: str) -> str:
    """A list's item without its mark if it is a marker; else nothing."""
    said = _LIST_MARK.sub("", item, count=1).strip()
    return said if find_marker(said) else ""


def without_quote_marks(text: str) -> str:
    """A quote's text without the ">" of its lines."""
    return _QUOTE_MARK.sub("", text)


def _unquoted(block: Block) -> list[Block]:
    """A quote that announces something, each of its paragraphs by itself; else the quote."""
    text = without_quote_marks(block.text)
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    if not any(find_marker(part) for part in parts):
        return [block]
    told = [replace(block, kind=Kind.PARAGRAPH, text=part) for part in parts]
    return [piece for part in told for piece in pieces_of(part)]
