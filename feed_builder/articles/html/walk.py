"""One walk over an element: its words, pictures and players as blocks, in their order.

The walk takes the events of a parser and never calls itself: nesting costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from feed_builder.articles.blocks import Block, Kind, one_line
from feed_builder.articles.html.inline import Inline, Style, guarded
from feed_builder.articles.html.media import is_media, player_of
from feed_builder.articles.html.notes import Notes
from feed_builder.articles.html.tree import holds, words_of
from feed_builder.articles.notes import web_address
from feed_builder.articles.players import Players
from feed_builder.text import joined

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside body caption center dd details div dl dt fieldset figcaption figure "
    "footer form header hgroup legend main p section summary table tbody tfoot thead tr "
    "blockquote ul ol li pre hr menu nav html noscript".split()
)
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite", "dfn"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_NESTED = 8
_PARTED = frozenset({"span", "time", "small", "button"})
_META = re.compile(
    r"(?:^|[\s_-])(?:author|auteur|autor|autore|byline|date|datum|fecha|time|published|posted-on|"
    r"meta|category|reading|duree|duration|dauer|duracion|durata|duur)(?:$|[\s_-])"
)


class Walk:
    """The state of one walk; `blocks` are those that are complete."""

    def __init__(self, players: Players, notes: Notes, page: str | None) -> None:
        self.blocks: list[Block] = []
        self._players, self._notes, self._page = players, notes, page
        self._inline = Inline()
        self._styles: list[Style] = [Style()]
        self._pictures: list[Block] = []
        self._line = 1
        self._heading: int | None = None
        self._quotes = 0
        self._pre = 0
        self._lists: list[list[int | None]] = []
        self._items: list[str] = []
        self._items_line = 1
        self._mark = ""
        self._label: str | None = None
        self._is_caption = False

    def over(self, root: HtmlElement) -> list[Block]:
        """The blocks of `root`."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._starts(element):
                    self._say(element.text)
                else:
                    walker.skip_subtree()
            else:
                self._ends(element)
                if element is not root:
                    self._say(element.tail)
        self._flush()
        self._flush_list()
        return self.blocks

    def _say(self, text: str | None) -> None:
        if text:
            self._inline.add(text, self._styles[-1], keep=self._pre > 0)

    def _starts(self, element: HtmlElement) -> bool:
        """Take the beginning of an element; whether to look at what is in it."""
        call = self._notes.calls.get(element)
        if call is not None:
            self._inline.add_ready(f"[^{call}]")
            return False
        if is_media(element):
            return self._plays(element)
        name = str(element.tag)
        if name in HEADINGS or name in _BLOCKS:
            self._opens(element, name)
        start = _STARTS.get(name)
        if start:
            start(self, element)
        elif name in _PARTED:
            self._parts(element)
        elif name == "sup" and (number := _number(element)):
            self._inline.add(number.translate(_SUPERSCRIPTS), Style())
            return False
        self._styles.append(self._style_in(element, name))
        return True

    def _parts(self, element: HtmlElement) -> None:
        """Keep apart what a page's style sets apart: "By <b>Ana Roy</b><span class=date>3 May"."""
        names = f"{element.get('class') or ''} {element.tag}".lower()
        if not self._inline.is_empty and not self._lists and _META.search(names):
            self._inline.part()

    def _style_in(self, element: HtmlElement, name: str) -> Style:
        style = self._styles[-1]
        link = self._link(element) if name == "a" else None
        return Style(
            link=link or style.link,
            bold=style.bold or name in _BOLD,
            italic=style.italic or name in _ITALIC,
            code=style.code or (name in _CODE and not self._pre),
        )

    def _link(self, element: HtmlElement) -> str | None:
        written = (element.get("href") or "").strip()
        if not written or written.startswith("#"):
            return None
        if written.lower().startswith("mailto:"):
            return written
        try:
            whole = urljoin(self._page, written) if self._page else written
        except ValueError:
            return None
        if whole.lower().startswith(("http://", "https://")):
            return whole
        # A recording beside a page on the disk is found by its relative address.
        return written if ":" not in written and "\\" not in written else None

    def _opens(self, element: HtmlElement, name: str) -> None:
        self._flush()
        self._line = element.sourceline or self._line
        if element in self._notes.texts:
            self._flush_list()
            self._label = self._notes.texts[element]
        if name in HEADINGS:
            self._flush_list()
            self._heading = HEADINGS[name]
        if name == "figcaption":
            self._is_caption = _is_of_picture(element)

    def _ends(self, element: HtmlElement) -> None:
        name = str(element.tag)
        if element in self._notes.calls or is_media(element):
            return
        if name == "sup" and _number(element):
            return
        if len(self._styles) > 1:
            self._styles.pop()
        if name in HEADINGS or name in _BLOCKS:
            self._flush()
            self._heading = None if name in HEADINGS else self._heading
        if name == "figcaption":
            self._is_caption = False
        end = _ENDS.get(name)
        if end:
            end(self)
        if element in self._notes.texts:
            self._flush()
            self._label = None

    def _plays(self, element: HtmlElement) -> bool:
        player = player_of(element, self._players)
        if player:
            self._flush()
            self._flush_list()
            self.blocks.append(player)
        return False

    def _flush(self) -> None:
        """End the paragraph, heading or list item that is being gathered."""
        if not self._inline.is_empty:
            marks = self._heading is None
            self._put(self._inline.taken(marks=marks))
        else:
            self._inline.taken()
        self.blocks += self._pictures
        self._pictures = []

    def _put(self, text: str) -> None:
        if self._label is not None:
            self._put_note(text)
        elif self._heading is not None:
            self._add(Kind.HEADING, one_line(text), level=self._heading)
        elif self._is_caption:
            self._add(Kind.IMAGE, text)
        elif self._pre:
            self._add(Kind.CODE, f"```\n{text}\n```")
        elif self._lists:
            self._put_item(text)
        elif self._quotes:
            self._add(Kind.QUOTE, "\n".join(f"> {line}" for line in text.split("\n")))
        else:
            self._add(Kind.PARAGRAPH, guarded(text))

    def _add(self, kind: Kind, text: str, level: int | None = None) -> None:
        if text.strip():
            self._flush_list()
            self.blocks.append(Block(kind=kind, text=text, line=self._line, level=level))

    def _put_note(self, text: str) -> None:
        said = self._notes.without_label(one_line(text), self._label or "")
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind is Kind.FOOTNOTE and last.label == self._label:
            said = f"{last.text} {said}".strip()
            self.blocks.pop()
        if said:
            self.blocks.append(
                Block(kind=Kind.FOOTNOTE, text=said, line=self._line, label=self._label)
            )

    def _put_item(self, text: str) -> None:
        indent = "  " * (min(len(self._lists), _MOST_NESTED) - 1)
        if not self._items:
            self._items_line = self._line
        self._items.append(f"{indent}{self._mark or '  '}{one_line(text)}")
        self._mark = ""

    def _flush_list(self) -> None:
        if self._items:
            text = "\n".join(self._items)
            self.blocks.append(Block(kind=Kind.LIST, text=text, line=self._items_line))
            self._items = []

    # What some elements do besides: one function each, in the tables below.

    def _starts_list(self, element: HtmlElement) -> None:
        self._lists.append([1 if element.tag == "ol" else None])

    def _ends_list(self) -> None:
        if self._lists:
            self._lists.pop()
        if not self._lists:
            self._flush_list()

    def _starts_item(self, element: HtmlElement) -> None:
        if not self._lists:
            self._lists.append([None])
        number = self._lists[-1][0]
        self._mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1][0] = number + 1

    def _starts_quote(self, element: HtmlElement) -> None:
        self._quotes += 1

    def _ends_quote(self) -> None:
        self._quotes = max(0, self._quotes - 1)

    def _starts_pre(self, element: HtmlElement) -> None:
        self._pre += 1

    def _ends_pre(self) -> None:
        self._pre = max(0, self._pre - 1)

    def _rule(self, element: HtmlElement) -> None:
        self._flush_list()
        self.blocks.append(Block(kind=Kind.RULE, text="", line=element.sourceline or self._line))

    def _break(self, element: HtmlElement) -> None:
        following = element.getnext()
        twice = following is not None and following.tag == "br" and not (element.tail or "").strip()
        if twice and not self._lists:
            self._flush()
        else:
            self._inline.break_line()

    def _cell(self, element: HtmlElement) -> None:
        if element.getprevious() is None or any(str(child.tag) in _BLOCKS for child in element):
            self._flush()
        elif not self._inline.is_empty:
            self._inline.add(" | ", Style())

    def _picture(self, element: HtmlElement) -> None:
        source = words_of(element, "data-src", "data-lazy-src", "data-original", "src")
        address = joined(self._page, source) if self._page and ":" not in source[:8] else source
        if not address.lower().startswith(("http://", "https://")) or "1" in (
            element.get("width"),
            element.get("height"),
        ):
            return
        alt = Inline()
        alt.add(element.get("alt") or "", Style())
        text = f"![{alt.taken()}]({web_address(address)})"
        line = element.sourceline or self._line
        self._pictures.append(Block(kind=Kind.IMAGE, text=text, line=line))


def _number(element: HtmlElement) -> str:
    """The number that a raised word is, in brackets or not; nothing where it is another word."""
    if len(element) > 3:
        return ""
    said = "".join(element.itertext()).strip(" \t\r\n\u00a0[]()")
    return said if said.isdecimal() and len(said) < 4 else ""


def _is_of_picture(caption: HtmlElement) -> bool:
    """Whether a caption is that of a picture and not that of a player."""
    figure = next(caption.iterancestors("figure"), None)
    if figure is None or holds(figure, is_media):
        return False
    return holds(figure, lambda element: element.tag == "img")


_STARTS: Mapping[str, Callable[[Walk, HtmlElement], None]] = {
    "ul": Walk._starts_list,
    "ol": Walk._starts_list,
    "menu": Walk._starts_list,
    "li": Walk._starts_item,
    "blockquote": Walk._starts_quote,
    "pre": Walk._starts_pre,
    "hr": Walk._rule,
    "br": Walk._break,
    "td": Walk._cell,
    "th": Walk._cell,
    "img": Walk._picture,
}
_ENDS: Mapping[str, Callable[[Walk], None]] = {
    "ul": Walk._ends_list,
    "ol": Walk._ends_list,
    "menu": Walk._ends_list,
    "blockquote": Walk._ends_quote,
    "pre": Walk._ends_pre,
}
