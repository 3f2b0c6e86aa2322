"""What is done with an element, for channels and items alike: texts, flags, pictures, people."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from feed_builder.feeds.foreign import ForeignFeed, ForeignItem, ForeignPerson
from feed_builder.feeds.values import one_line, yes_or_no
from feed_builder.feeds.xml import Element, attribute, name_of, text_of
from feed_builder.text import without_control_characters

Thing = ForeignFeed | ForeignItem
Take = Callable[[Thing, Element], None]


def line(text: str) -> str:
    """Text on one line, without what XML can't hold."""
    return one_line(without_control_characters(text))


def text_to(field: str) -> Take:
    """Takes an element's text, on one line, for a field that is still empty."""

    def take(thing: Thing, element: Element) -> None:
        text = line(text_of(element))
        if text and not getattr(thing, field):
            setattr(thing, field, text)

    return take


def flag_to(field: str) -> Take:
    """Takes an element's yes or no."""

    def take(thing: Thing, element: Element) -> None:
        said = yes_or_no(text_of(element))
        if said is not None:
            setattr(thing, field, said)
        else:
            thing.leave(name_of(element), f"“{line(text_of(element))[:40]}” is neither yes nor no")

    return take


def extra(thing: Thing, key: str, value: Any) -> None:
    """A value for a key that is still without one."""
    if value:
        thing.extras.setdefault(key, value)


def extra_text(key: str) -> Take:
    """Takes an element's text for a key."""
    return lambda thing, element: extra(thing, key, line(text_of(element)))


def keyword(thing: Thing, element: Element) -> None:
    """A word that the show or the item is filed under."""
    add_keyword(thing, line(text_of(element)), attribute(element, "domain"))


def add_keyword(thing: Thing, name: str, domain: str | None = None) -> None:
    """File the show or the item under a word, once."""
    words = thing.extras.setdefault("keywords", [])
    if name and name.lower() not in {word["name"].lower() for word in words}:
        words.append({"name": name, **({"domain": domain} if domain else {})})
    if not words:
        del thing.extras["keywords"]


def keywords(thing: Thing, element: Element) -> None:
    """Words with commas between them."""
    for word in re.split(r"[,;]", text_of(element)):
        add_keyword(thing, line(word))


def itunes_image(thing: Thing, element: Element) -> None:
    """Apple's picture is the large one; some write its address as text."""
    thing.artwork = attribute(element, "href") or line(text_of(element)) or thing.artwork


def person(thing: Thing, element: Element) -> None:
    """Somebody of Podcasting 2.0."""
    name = line(text_of(element))
    if not name:
        thing.leave("podcast:person", "has no name")
        return
    values = {key: attribute(element, key) for key in ("role", "group", "href", "img")}
    thing.people.append(ForeignPerson(name=name, **values))


def mailbox(text: str) -> tuple[str | None, str | None]:
    """The name and the address in "jo@example.org (Jo Fields)" or "Jo Fields <jo@…>"."""
    text = line(text)
    behind = re.search(r"\(([^()]*)\)", text)
    name, address = parseaddr(text)
    given = (behind.group(1) if behind else name) or None
    if "@" not in address:
        return given or text or None, None
    return given, address
