"""What a table of elements says of one: its form, how often it may stand there, its attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its form and whether it must be there."""

    form: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element in its place.

    `form` is that of its text; `holds` names the table of its children; without either it is text.
    `once` names the rule that is broken where it stands there twice. An `open` element may hold
    anything.
    """

    form: str = "text"
    once: str = "element-once"
    attrs: Mapping[str, Attribute] = field(default_factory=dict)
    holds: str = ""
    rows: tuple[str, ...] = ()
    open: bool = False
    empty: bool = False


def tag(
    form: str = "text",
    rows: str = "",
    *,
    attrs: str = "",
    holds: str = "",
    many: bool = False,
    once: str = "element-once",
    anything: bool = False,
) -> Tag:
    """A row of a table of elements.

    `attrs` is words of the form "name=form", with "!" behind a name that must be there. An
    element of form "empty" holds nothing.
    """
    return Tag(
        form="text" if form == "empty" else form,
        once="" if many else once,
        attrs=_attributes(attrs),
        holds=holds,
        rows=tuple(rows.split()),
        open=anything,
        empty=form == "empty",
    )


def _attributes(words: str) -> dict[str, Attribute]:
    found = {}
    for word in words.split():
        name, _, form = word.partition("=")
        found[name.rstrip("!")] = Attribute(form or "text", name.endswith("!"))
    return found


Table = Mapping[str, Tag]
