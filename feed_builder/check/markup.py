"""Reading a feed of any origin in one pass: its elements with their lines, one episode at a time.

expat reads, since it knows where everything stands, expands nothing that we refuse, and goes on
after an entity it does not know. Namespaces are resolved here: a prefix that nobody declared is a
fault of the feed, not the end of reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from feed_builder.check.broken_text import STRANGE, may_be_strange
from feed_builder.check.names import PREFERRED, prefix_of

_ENTITY_LENGTH, _ENTITIES = 1_000, 300
_DEPTH: Final = 60
_HELD: Final = 300_000
XML = "http://www.w3.org/XML/1998/namespace"
UNDECLARED = "undeclared!"


class Refused(Exception):
    """A document that is not read to its end: the rule, the fact and the way out, the line."""

    def __init__(self, rule: str, message: str, fix: str, line: int | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.fix, self.line = rule, message, fix, line


class Element:
    """An element with what it holds; `name` has the usual prefix ("itunes:author").

    A name of a namespace that we do not know is "{uri}local". `start` and `end` are offsets of
    bytes in the document.
    """

    __slots__ = (
        "attrs", "cdata", "children", "end", "end_line", "index", "line", "name",
        "named", "parent", "parts", "start", "written",
    )  # fmt: skip

    def __init__(
        self, name: str, written: str, line: int, start: int, parent: Element | None
    ) -> None:
        self.name = name
        self.written = written
        self.line = line
        self.start = start
        self.end = start
        self.end_line = line
        self.parent = parent
        self.attrs: dict[str, str] = {}
        self.children: list[Element] = []
        self.parts: list[str] = []
        self.cdata = False
        self.named: dict[str, list[Element]] | None = None
        self.index = 0

    @property
    def item(self) -> Element | None:
        """The episode that this element is, or is in."""
        element: Element | None = self
        while element is not None and not element.index:
            element = element.parent
        return element

    @property
    def text(self) -> str:
        """The text right in this element, as it stands."""
        return "".join(self.parts)

    @property
    def value(self) -> str:
        """The text without white space around it."""
        return "".join(self.parts).strip()

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        found = self.by_name().get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Element]:
        """The children of this name."""
        return self.by_name().get(name, [])

    def has(self, name: str) -> bool:
        """Whether there is a child of this name."""
        return name in self.by_name()

    def by_name(self) -> dict[str, list[Element]]:
        """The children by their names."""
        if self.named is None:
            self.named = {}
            for child in self.children:
                self.named.setdefault(child.name, []).append(child)
        return self.named

    def text_of(self, name: str) -> str:
        """The value of the first child of this name; empty if there is none."""
        child = self.child(name)
        return child.value if child else ""

    def title(self) -> str:
        """What an episode is called."""
        return self.text_of("title") or self.text_of("itunes:title") or self.text_of("atom:title")

    def path(self) -> str:
        """The way from the root's child to this element: "channel/item[3]/enclosure"."""
        names: list[str] = []
        element: Element | None = self
        while element is not None and (element.parent is not None or not names):
            names.append(
                f"{element.written}[{element.index}]" if element.index else element.written
            )
            element = element.parent
        return "/".join(reversed(names))


class Reader:
    """Reads a document and hands on each episode when it is complete.

    `on_item` is called with each element for which `is_item` holds; it is then taken out of its
    parent. What the document says of itself is in `doctype`, `entities`, `undefined`, `prefixes`.
    """

    def __init__(self, on_item: Callable[[Element], None]) -> None:
        self.on_item = on_item
        self.root: Element | None = None
        self.complete = False
        self.doctype: tuple[str, str | None, str | None, int] | None = None
        self.undefined: list[tuple[str, int, Element | None]] = []
        self.declared: list[tuple[str, str, int]] = []
        self.undeclared: dict[str, tuple[int, Element | None]] = {}
        self.prefixes: set[str] = set()
        self.strange: list[tuple[str, Element]] = []
        self.after_root: list[int] = []
        self._current: Element | None = None
        self._depth = 0
        self._items = 0
        self._held = self._held_before = 0
        self._entities = 0
        self._may_be_strange = True
        self._space: dict[str, str] = {"xml": XML}
        self._spaces: list[dict[str, str] | None] = []
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate("utf-8")
        self._listen()

    def _listen(self) -> None:
        parser = self._parser
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._cdata
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        parser.CommentHandler = self._comment
        parser.ExternalEntityRefHandler = self._outside

    def read(self, data: bytes) -> None:
        """Read all of `data` (UTF-8). Raises `Refused` where that can't be done."""
        self._may_be_strange = may_be_strange(data)
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise malformed(error, data, self._parser.ErrorByteIndex, self._current) from error
        self.complete = True

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        line, start = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
        self._depth += 1
        self._held += 1
        if self._held > _HELD or self._items > _HELD:
            fact = f"there are more than {_HELD:,} episodes, or elements outside of them or in one"
            raise Refused("feed-readable", fact, "no feed needs that: look how it is made", line)
        if self._depth > _DEPTH:
            fact = f"elements stand in each other {_DEPTH} deep"
            raise Refused("entity-safe", fact, "no feed needs that: look how it is made", line)
        self._declare(attrs, line)
        parent = self._current
        element = Element(self._name(name, line), name, line, start, parent)
        if attrs:
            element.attrs = self._attributes(attrs, element)
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
            parent.named = None
            if is_item(element):
                self._held_before = self._held
                self._items += 1
                element.index = self._items
        self._current = element

    def _end(self, _name: str) -> None:
        element = self._current
        if element is None:
            return
        element.end, element.end_line = (
            self._parser.CurrentByteIndex,
            self._parser.CurrentLineNumber,
        )
        parent = element.parent
        self._current = parent
        self._depth -= 1
        space = self._spaces.pop()
        if space is not None:
            self._space = space
            self._names = {}
        if element.index and parent is not None:
            self._held = self._held_before
            parent.children.pop()
            parent.named = None
            self.on_item(element)
            _unlink(element)

    def _declare(self, attrs: dict[str, str], line: int) -> None:
        found = [name for name in attrs if name.startswith("xmlns")] if attrs else None
        if not found:
            self._spaces.append(None)
            return
        self._spaces.append(self._space)
        self._space = dict(self._space)
        self._names = {}
        for name in found:
            declared, uri = name[6:] if name != "xmlns" else "", attrs.pop(name)
            self._space[declared] = uri
            self.declared.append((declared, uri, line))

    def _name(self, written: str, line: int) -> str:
        known = self._names.get(written)
        if known is None:
            known = self._names[written] = self._resolved(written, line)
        return known

    def _resolved(self, written: str, line: int, *, attribute: bool = False) -> str:
        before, colon, local = written.rpartition(":")
        if attribute and not colon:
            return written
        uri = self._space.get(before)
        if uri is None:
            if not colon:
                return written
            self.undeclared.setdefault(before, (line, self._current))
            return f"{before}:{local}" if before in PREFERRED else f"{{{UNDECLARED}}}{local}"
        if not uri:
            return local
        usual, _ = prefix_of(uri)
        if usual:
            self.prefixes.add(usual)
        return f"{usual}:{local}" if usual else f"{{{uri}}}{local}"

    def _attributes(self, attrs: dict[str, str], element: Element) -> dict[str, str]:
        if self._may_be_strange:
            for value in attrs.values():
                self._look(value, element)
        if not any(":" in name for name in attrs):
            return attrs
        line = element.line
        return {
            self._resolved(name, line, attribute=True) if ":" in name else name: value
            for name, value in attrs.items()
        }

    def _characters(self, text: str) -> None:
        element = self._current
        if element is not None:
            element.parts.append(text)
            if self._may_be_strange:
                self._look(text, element)

    def _look(self, text: str, element: Element) -> None:
        found = None if text.isascii() else STRANGE.search(text)
        if found:
            self.strange.append((found[0], element))

    def _cdata(self) -> None:
        if self._current is not None:
            self._current.cdata = True

    def _comment(self, _text: str) -> None:
        if self._current is None and self.root is not None:
            self.after_root.append(self._parser.CurrentLineNumber)

    def _outside(self, context: str | None, *_where: str | None) -> int:
        """Nothing outside the document is ever read: an empty text stands in for it."""
        self._parser.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    def _doctype(self, name: str, system: str | None, public: str | None, _internal: bool) -> None:
        self.doctype = (name, system, public, self._parser.CurrentLineNumber)

    def _entity(
        self, name: str, _parameter: bool, value: str | None, _base: str | None, *_rest: str | None
    ) -> None:
        self._entities += 1
        nested = value is not None and ("&" in value or "%" in value)
        if nested or len(value or "") > _ENTITY_LENGTH or self._entities > _ENTITIES:
            fact = f"the entity {name} is made of others, or is very long: it could fill any memory"
            fix = "write the text itself and leave the <!DOCTYPE …> out"
            raise Refused("entity-safe", fact, fix, self._parser.CurrentLineNumber)

    def _skipped(self, name: str, _parameter: bool) -> None:
        self.undefined.append((name, self._parser.CurrentLineNumber, self._current))


def _unlink(element: Element) -> None:
    """Let what `element` holds be forgotten at once, and not when garbage is searched for."""
    for child in element.children:
        child.parent = None
        if child.children:
            _unlink(child)


def is_item(element: Element) -> bool:
    """Whether this is an episode of a feed: where items and entries stand, and nowhere else."""
    name, parent = element.name, element.parent
    if parent is None:
        return False
    if name == "item":
        return parent.name in ("channel", "rss")
    if name == "atom:entry":
        return parent.name == "atom:feed"
    return name == "rss1:item"


_REASONS: Mapping[int, str] = {
    expat.errors.codes[expat.errors.XML_ERROR_SYNTAX]: "this is no XML",
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "there is no element in it",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "it ends in the middle of a tag",
    expat.errors.codes[
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION
    ]: "a <![CDATA[ is never closed",
    expat.errors.codes[
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE
    ]: "an attribute stands there twice",
    expat.errors.codes[
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT
    ]: "something stands behind the end of the feed",
    expat.errors.codes[
        expat.errors.XML_ERROR_AMPLIFICATION_LIMIT_BREACH
    ]: "its entities would fill any memory",
    expat.errors.codes[expat.errors.XML_ERROR_RECURSIVE_ENTITY_REF]: "an entity holds itself",
    expat.errors.codes[
        expat.errors.XML_ERROR_BAD_CHAR_REF
    ]: "a character reference names no character",
}
_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_TOKEN = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_BOMBS = {
    expat.errors.codes[expat.errors.XML_ERROR_AMPLIFICATION_LIMIT_BREACH],
    expat.errors.codes[expat.errors.XML_ERROR_RECURSIVE_ENTITY_REF],
}


def malformed(
    error: expat.ExpatError, data: bytes, offset: int, current: Element | None
) -> Refused:
    """What is wrong where the XML ends being XML, said so that it can be mended."""
    code, line = error.code, error.lineno
    if code in _BOMBS:
        return Refused("entity-safe", _REASONS[code], "leave the <!DOCTYPE …> out", line)
    if code == _MISMATCH and current is not None:
        found = re.match(rb"\s*([^\s>]{1,60})", data[offset : offset + 80])
        closing = f"</{found[1].decode(errors='replace')}>" if found else "an end tag"
        opening = f"<{current.written}> of line {current.line}"
        return Refused(
            "xml-wellformed", f"{closing} stands where {opening} is still open",
            f"write </{current.written}>, or escape what is no tag: &lt;", line,
        )  # fmt: skip
    if code == _TOKEN:
        return _bad_token(data, offset, line)
    open_still = f"<{current.written}> of line {current.line} is never closed" if current else ""
    reason = _REASONS.get(code) or open_still or expat.errors.messages[code]
    if code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS] and open_still:
        reason = open_still
    return Refused("xml-wellformed", reason, "mend the program that writes it", line)


def _bad_token(data: bytes, offset: int, line: int) -> Refused:
    byte = data[offset : offset + 1]
    if data[max(offset - 1, 0) : offset] == b"&":
        fact, fix = "& stands there by itself", "write &amp; (or &#x26;)"
    elif byte and byte[0] >= 0x80:
        fact = f"byte 0x{byte[0]:02X} is not UTF-8"
        fix = "save the file as UTF-8, or declare its encoding in <?xml …?>"
    elif byte and byte[0] < 0x20:
        fact, fix = f"holds the control character U+{byte[0]:04X}", "take it out"
    else:
        near = data[offset : offset + 20].decode(errors="replace")
        fact, fix = f"is no XML at “{' '.join(near.split())}”", "escape < as &lt; and & as &amp;"
    return Refused("xml-wellformed", fact, fix, line)
