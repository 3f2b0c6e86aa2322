"""Footnotes by their links: what calls one, where its text stands, and the way back.

Word, WordPress, SPIP, Drupal, MediaWiki and the makers of Markdown all link the call to the text;
what the label looks like and where the anchors sit differs in each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from lxml.html import HtmlElement

from feed_builder.articles.html.tree import closest, remove, text_of
from feed_builder.records import dataclass

_LABEL = re.compile(r"[\[(]?\s?(?:[a-z]?\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡§])\s?[\])]?\.?", re.I)
_TEXTS = frozenset({"li", "p", "dd", "div", "td", "aside", "section"})
_BACK = re.compile(r"[\s↩︎↑⤴⏎^️\ufe0e\[\]()]*|retour|back|top|zurück|\^+", re.IGNORECASE)
_OPENING = re.compile(r"[\s\[(^]*(?:\\\[)?(?P<label>\w{1,5})[\s\])]*(?:\\\])?[\s.:–—-]*")
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Notes:
    """Elements that are footnotes' calls and texts, each with its label."""

    calls: Mapping[HtmlElement, str] = field(default_factory=dict)
    texts: Mapping[HtmlElement, str] = field(default_factory=dict)

    def without_label(self, text: str, label: str) -> str:
        """A footnote's text without the label that it repeats at its beginning."""
        match = _OPENING.match(text)
        if match and match["label"] == label and match.end() < len(text):
            return text[match.end() :]
        return text


def find_notes(page: HtmlElement) -> Notes:
    """The footnotes of a page, their ways back removed.

    A call is a short link ("1", "[1]", "*") to an element further down that holds a text.
    """
    ids = _anchors(page)
    places = {element: place for place, element in enumerate(page.iter())}
    calls: dict[HtmlElement, str] = {}
    texts: dict[HtmlElement, str] = {}
    for link in list(page.iter("a"))[: 10 * _MOST]:
        target = _text_element(ids.get(_fragment(link)))
        if target is None or not _LABEL.fullmatch(text_of(link)):
            continue
        if places[target] <= places[link]:
            continue
        if len(texts) >= _MOST and target not in texts:
            continue
        label = texts.setdefault(target, _label(link, len(texts) + 1, texts))
        calls[_whole_call(link)] = label
    for text in texts:
        _remove_ways_back(text, ids, places)
    return Notes(calls, texts)


def _anchors(page: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in page.iter():
        for name in ("id", "name"):
            value = element.get(name)
            if value and (name == "id" or element.tag == "a"):
                found.setdefault(value, element)
    return found


def _fragment(link: HtmlElement) -> str:
    _, mark, fragment = (link.get("href") or "").partition("#")
    return fragment if mark else ""


def _text_element(anchor: HtmlElement | None) -> HtmlElement | None:
    """The list item or paragraph that an anchor marks; None where it marks a whole page."""
    if anchor is None:
        return None
    found = closest(anchor, lambda element: str(element.tag) in _TEXTS)
    if found is None or len(text_of(found)) >= 5000:
        return None
    # An anchor alone in its element stands before the text it marks.
    if not text_of(found) and found.getnext() is not None:
        found = found.getnext()
    return found if found is not None and text_of(found) else None


def _label(link: HtmlElement, number: int, texts: Mapping[HtmlElement, str]) -> str:
    said = re.sub(r"\W", "", text_of(link))
    free = said and said not in texts.values()
    return (
        said
        if free
        else next(str(n) for n in range(number, number + _MOST + 2) if str(n) not in texts.values())
    )


def _whole_call(link: HtmlElement) -> HtmlElement:
    """The link, or what stands around it and holds nothing else: a sup, a span with brackets."""
    here = link
    while True:
        above = here.getparent()
        if above is None or str(above.tag) not in ("sup", "span", "small", "b", "strong"):
            return here
        if re.sub(r"\W", "", text_of(above)) != re.sub(r"\W", "", text_of(link)):
            return here
        here = above


def _remove_ways_back(
    text: HtmlElement, ids: Mapping[str, HtmlElement], places: Mapping[HtmlElement, int]
) -> None:
    for link in list(text.iter("a")):
        target = ids.get(_fragment(link))
        if target is None or places[target] >= places.get(text, 0):
            continue
        if _BACK.fullmatch(text_of(link)) or _LABEL.fullmatch(text_of(link)):
            whole = _whole_call(link)
            if whole is not text:
                remove(whole)
