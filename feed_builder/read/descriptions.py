"""The short form of show notes: few tags, within the 4,000 bytes that directories read.

It is made of the full form, which is sanitised already: tags are balanced, attributes quoted, and
no other < is left. So taking tags away by pairs leaves HTML that is as sound as before.
"""

from __future__ import annotations

import html
import re

from feed_builder.text import shortened

# PSP-52, APL-45: Apple counts bytes and shows these tags.
DESCRIPTION_BYTES = 4000
SHORT_TAGS = frozenset("p br a ul ol li strong em b i".split())
HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
OTHER_TAGS = frozenset("blockquote code pre hr sup sub del div table thead tbody tr th td".split())

_NOTE = r"#note-(?:notice-)?\d+"
_CALL = re.compile(rf'<a href="[^"]*{_NOTE}"(?: id="[^"]*")?>(\[\d+\])</a>')
_DEFINITION = re.compile(r'<div id="note-')
_DIV = re.compile(r"<(/?)div\b")
_HEADING = re.compile(r"<h[2-6]>")
_HEADING_END = re.compile(r"</h[2-6]>")
_CELL_END = re.compile(r"</t[dhr]>")
# A tag has no "<" outside its quotes: with one, each "<" would look for its end through the text.
_INSIDE = r'(?:[^"<>]|"[^"]*")*'
_NOT_SHOWN = re.compile(rf"</?(?:{'|'.join(sorted(OTHER_TAGS))})\b{_INSIDE}>")
_TAG = re.compile(rf"<{_INSIDE}>")
_PAIRED = re.compile(rf"<(/?)(p|ul|ol|li|strong|em|b|i|a)\b{_INSIDE}>".encode())
_INLINE = (b"strong", b"em", b"b", b"i", b"a")
_BLOCK_ENDS = (b"</p>", b"</li>", b"</ul>", b"</ol>")
_BLOCK = re.compile(r"<(?=/?(?:p|br|li|ul|ol)\b)")
_PARAGRAPH = re.compile(rf"<(/?)(p|ul|ol|table|blockquote|div)\b{_INSIDE}>")


def description(full: str, page: str) -> str:
    """The short form of sanitised notes; what is cut off can be read at the address `page`."""
    has_footnotes = "#note-" in full
    whole = _plain(_CALL.sub(r"\1", full) if has_footnotes else full)
    if len(whole.encode()) <= DESCRIPTION_BYTES:
        return whole
    more = f'<p><a href="{html.escape(page)}">…</a></p>'
    # What a footnote's number leads to stands at the end, which is cut off.
    cut = _plain(_CALL.sub("", _without_definitions(full))) if has_footnotes else whole
    return _beginning(cut, DESCRIPTION_BYTES - len(more.encode())) + more


def _without_definitions(fragment: str) -> str:
    kept, at = [], 0
    for definition in _DEFINITION.finditer(fragment):
        if definition.start() >= at:
            kept.append(fragment[at : definition.start()])
            at = _end_of_div(fragment, definition.start())
    return "".join((*kept, fragment[at:]))


def _end_of_div(fragment: str, start: int) -> int:
    depth = 0
    for tag in _DIV.finditer(fragment, start):
        depth += -1 if tag.group(1) else 1
        if not depth:
            return tag.end() + 1
    return len(fragment)


def _plain(fragment: str) -> str:
    """`fragment` with the few tags that every directory shows; headings become bold lines."""
    bold = _HEADING_END.sub("</strong></p>", _HEADING.sub("<p><strong>", fragment))
    spaced = _CELL_END.sub(" ", bold) if "<table>" in bold else bold
    return _NOT_SHOWN.sub("", spaced).strip()


def _beginning(fragment: str, room: int) -> str:
    """As many whole blocks as fit in `room` bytes, or words where blocks would leave it empty."""
    content = fragment.encode()
    if len(content) <= room:
        return fragment
    end = room
    while (end := _last_block_end(content, end)) > room // 2:
        closing = _closing(content[:end])
        if closing is not None and end + len(closing) <= room:
            return (content[:end] + closing).decode()
        end -= 1
    return _first_words(fragment, room)


def _last_block_end(content: bytes, before: int) -> int:
    """Where, at `before` or earlier, a paragraph, a list or a point of it ends; 0 for nowhere."""
    places = ((content.rfind(tag, 0, before), tag) for tag in _BLOCK_ENDS)
    return max((place + len(tag) for place, tag in places if place >= 0), default=0)


def _closing(beginning: bytes) -> bytes | None:
    """What closes the lists that are open after `beginning`; None within a line of text."""
    open_tags: list[bytes] = []
    for end, name in _PAIRED.findall(beginning):
        if end:
            open_tags.pop()
        else:
            open_tags.append(name)
    if any(name in _INLINE for name in open_tags):
        return None
    return b"".join(b"</%b>" % name for name in reversed(open_tags))


def _first_words(fragment: str, room: int) -> str:
    inside = room - len("<p></p>")
    # A character is a byte at least: more than that can't fit.
    words = text_of(_BLOCK.sub(" <", fragment))[: inside + 1]
    escaped = html.escape(shortened(words, inside, size="bytes"), quote=False)
    while len(escaped.encode()) > inside:
        words = words[: len(words) * 3 // 4]
        escaped = html.escape(shortened(words, inside, size="bytes"), quote=False)
    return f"<p>{escaped}</p>"


def first_paragraph(full: str) -> str:
    """The words of the first paragraph that stands in no list; all words where there is none."""
    start, inside = 0, 0
    for tag in _PARAGRAPH.finditer(full):
        end, name = tag.groups()
        if name != "p":
            inside += -1 if end else 1
        elif not inside and not end:
            start = tag.end()
        elif not inside and (words := text_of(_CALL.sub("", full[start : tag.start()]))):
            return words
    return text_of(_CALL.sub("", full))


def text_of(fragment: str) -> str:
    """The words of a sanitised HTML fragment on one line."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())
