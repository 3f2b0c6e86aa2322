"""Judging elements by the tables: what may stand where, how often, and in what form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from feed_builder.check.forms import form
from feed_builder.check.markup import UNDECLARED, Element
from feed_builder.check.rule import Fault, shown
from feed_builder.check.tags import Table, Tag
from feed_builder.check.value import Value

_LANGUAGE = form("language")
_MOST_FAULTS = 300_000  # more are told to nobody, and would fill the memory


class Judge:
    """Gathers the faults of one document while it is read."""

    def __init__(
        self,
        *,
        data: bytes,
        now: datetime,
        tables: Mapping[str, Table],
        known: frozenset[str],
        location: str | None = None,
    ) -> None:
        self.data = data
        self.now = now
        self.tables = tables
        self.known = known
        self.location = location
        self.core = [tables[name] for name in ("channel", "item", "image")]
        self.version = "2.0"
        self.prefixes: set[str] = set()
        self.faults: list[Fault] = []

    def add(
        self,
        element: Element,
        rule: str,
        message: str,
        fix: str = "",
        *,
        attr: str = "",
        rows: tuple[str, ...] = (),
    ) -> None:
        """Note that `element` (or its attribute `attr`) breaks `rule`."""
        if len(self.faults) >= _MOST_FAULTS:
            return
        name = f"{element.written}@{attr}" if attr else element.written
        fault = Fault.at(element, rule, f"{name}: {message}", fix, rows)
        self.faults.append(replace(fault, path=f"{fault.path}@{attr}") if attr else fault)

    def hexadecimal(self, element: Element) -> bool:
        """Whether the lines of `element` hold a reference like &#x26;."""
        first = self.data.rfind(b"\n", 0, element.start) + 1
        last = self.data.find(b"\n", element.end)
        return self.data.find(b"&#x", first, last if last >= 0 else len(self.data)) >= 0

    def holder(self, element: Element, table: str) -> None:
        """Judge what `element` holds by the table of this name."""
        self.no_text(element)
        seen: set[str] = set()
        tags = self.tables[table]
        for child in element.children:
            self._child(child, tags, seen)

    def no_text(self, element: Element) -> None:
        """No text stands between the children of `element`."""
        for part in element.parts:
            if not part.isspace():
                self.add(
                    element, "text-unexpected", f"holds the text {shown(part, 40)}", "take it out"
                )
                return

    def _child(self, element: Element, tags: Table, seen: set[str]) -> None:
        tag = tags.get(element.name)
        if tag is None:
            self._unknown(element)
            return
        if element.name in seen and tag.once:
            self.add(
                element, tag.once, "stands there more than once", "keep one of them", rows=tag.rows
            )
        seen.add(element.name)
        if tag.attrs or (element.attrs and not tag.open):
            self.attributes(element, tag)
        if tag.open:
            return
        if tag.holds:
            self.holder(element, tag.holds)
        else:
            self._leaf(element, tag)

    def _leaf(self, element: Element, tag: Tag) -> None:
        if element.children:
            self._children_of_text(element)
        if tag.empty:
            self._empty(element)
            return
        check = form(tag.form)
        if check is not None:
            value = Value(element.value, self.now, lambda: self.hexadecimal(element))
            for rule, message, fix in check(value):
                self.add(element, rule, message, fix, rows=tag.rows)

    def _children_of_text(self, element: Element) -> None:
        for child in element.children:
            fact = f"holds the element <{child.written}>"
            fix = "write its text alone, or HTML escaped in description"
            self.add(child, "text-only", fact, fix)

    def _empty(self, element: Element) -> None:
        text = element.value
        if text:
            rule = "atom-link-empty" if element.name == "atom:link" else "text-unexpected"
            self.add(element, rule, f"holds the text {shown(text, 40)}", "write attributes alone")

    def attributes(self, element: Element, tag: Tag) -> None:
        """Judge the attributes of `element`."""
        for name, value in element.attrs.items():
            known = tag.attrs.get(name)
            if known is None:
                self._unknown_attribute(element, name, value)
                continue
            check = form(known.form)
            if check is not None:
                for rule, message, fix in check(Value(value, self.now)):
                    self.add(element, rule, message, fix, attr=name, rows=tag.rows)
        for name, attribute in tag.attrs.items():
            if attribute.required and name not in element.attrs:
                self._missing(element, name, tag)

    def _missing(self, element: Element, name: str, tag: Tag) -> None:
        before = element.name.partition(":")[0]
        rule = {"podcast": "podcast-attribute", "psc": "psc-attribute"}.get(before)
        fact = f"has no attribute {name}"
        self.add(element, rule or "attribute-required", fact, f'write {name}="…"', rows=tag.rows)

    def _unknown_attribute(self, element: Element, name: str, value: str) -> None:
        if name == "xml:lang" and value and _LANGUAGE:
            for rule, message, fix in _LANGUAGE(Value(value, self.now)):
                self.add(element, rule, message, fix, attr=name)
        if name.startswith("xml:"):
            return
        if name.startswith("{"):
            if ":" not in element.name and UNDECLARED not in name:
                fact = f"carries {name}, of a namespace that RSS does not know"
                self.add(element, "attribute-extension", fact, "write an element of that namespace")
            return
        if ":" in name and ":" in element.name:
            return
        fix = "take it out, or look how it is spelt"
        self.add(element, "attribute-known", f"knows no attribute {name}", fix)

    def _unknown(self, element: Element) -> None:
        name, parent = element.name, element.parent
        prefix, colon, _ = name.partition(":")
        holder = parent.written if parent else "the document"
        if not colon and not name.startswith("{"):
            fact = f"is no element of {holder} in RSS 2.0"
            fix = "look how it is spelt, or declare the namespace that it is of"
            inside = parent is not None and (":" in parent.name or parent.name.startswith("{"))
            rule = "element-in-namespace" if inside else "element-known"
            if rule == "element-known" and any(name in table for table in self.core):
                rule, fix = "element-placed", "write it where RSS wants it"
            self.add(element, rule, fact, fix)
        elif name.startswith("{"):
            self._foreign(element)
        elif prefix in self.known:
            fact = f"is no element of {holder} in this namespace"
            fix = "look how it is spelt, and where it may stand"
            self.add(element, "extension-known", fact, fix)
        elif prefix == "podcast":
            fact = f"is no formalised element of {holder}"
            fix = "apps do not read it: see podcastindex.org/namespace/1.0"
            self.add(element, "podcast-known", fact, fix)
        else:
            self._foreign(element)

    def _foreign(self, element: Element) -> None:
        """An element of a namespace that is not ours to judge; what it holds has one as well."""
        for child in element.children:
            if ":" not in child.name and not child.name.startswith("{"):
                fact = f"stands in <{element.written}> without a namespace"
                fix = "write it with the prefix of its namespace"
                self.add(child, "element-in-namespace", fact, fix)
            else:
                self._foreign(child)


def first(elements: Iterable[Element], name: str) -> Element | None:
    """The first of `elements` that has this name."""
    return next((element for element in elements if element.name == name), None)
