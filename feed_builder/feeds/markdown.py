"""Show notes from HTML to Markdown, each block proved: what would read otherwise stays HTML.

The proof is what `build` makes of both. Markdown is what a publisher will edit; HTML within it is
for what it cannot hold, tables first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from feed_builder.articles.html.inline import escaped, guarded
from feed_builder.feeds.values import one_line
from feed_builder.read.notes import Links, render_notes
from feed_builder.records import dataclass
from feed_builder.text import joined

_PAGE = "https://podcast.invalid/"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,4000}>")
_BLOCKS = frozenset("p div ul ol li h1 h2 h3 h4 h5 h6 blockquote pre hr table".split())
_GROUPS = frozenset("div section article main body center figure figcaption header footer".split())
_STRONG, _EM = frozenset(("strong", "b")), frozenset(("em", "i"))
_HEADINGS = {f"h{n}": "#" * max(2, n) for n in range(1, 7)}
_DROPPED = frozenset("script style noscript template head title".split())
_TOLD = frozenset("img iframe script style video audio object embed form svg".split())
_BARE = re.compile(r"[a-z]+://[^\s<>]+$")
_MOST_DEEP = 40


@dataclass(frozen=True, slots=True)
class Converted:
    """Notes as Markdown, and the names of elements that `build` would not publish."""

    markdown: str
    lost: tuple[str, ...] = ()


def to_markdown(text: str, base: str | None) -> Converted:
    """The Markdown of somebody's notes, HTML or plain text; `base` is what their links start at."""
    text = text.strip()
    if not text:
        return Converted("")
    if not _TAG.search(text):
        return Converted(_plain(html.unescape(text)))
    tree = _tree(text)
    if tree is None:
        return Converted(_plain(_TAG.sub("", html.unescape(text))))
    lost = tuple(str(e.tag) for e in tree.iter() if e.tag in _TOLD)
    _mend(tree, base)
    blocks = [block for group in _top(tree) for block in _proved(group)]
    return Converted("\n\n".join(block for block in blocks if block), lost)


def words_of(text: str) -> str:
    """The words of HTML or plain text on one line."""
    tree = _tree(text) if text.strip() else None
    if tree is None:
        return one_line(html.unescape(text))
    for element in tree.iter():
        if element.tag in _BLOCKS or element.tag in ("br", "td", "th"):
            element.tail = f" {element.tail or ''}"
        elif element.tag in _DROPPED:
            element.text = None
    return one_line(tree.text_content())


def _plain(text: str) -> str:
    """Text without tags: apps show its line breaks, and so do we (PLT-53)."""
    paragraphs = re.split(r"\n[ \t\r]*\n+", text.replace("\r\n", "\n").replace("\r", "\n"))
    written = []
    for paragraph in paragraphs:
        lines = [_linked(one_line(line)) for line in paragraph.split("\n") if line.strip()]
        if lines:
            written.append(_NUMBERED.sub(r"\1\\\2", guarded("\\\n".join(lines))))
    return "\n\n".join(written)


def _linked(line: str) -> str:
    """A line with its bare addresses as links, as apps show them."""
    parts = re.split(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])", line)
    return "".join(
        f"<{part}>" if number % 2 and _BARE.match(part) else escaped(part)
        for number, part in enumerate(parts)
    )


def _tree(text: str) -> HtmlElement | None:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = fragment_fromstring(
            text.encode("utf-8", "replace"), create_parent="div", parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return None if any(deep > _MOST_DEEP for deep in _depths(tree)) else tree


def _depths(tree: HtmlElement) -> Iterator[int]:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        yield depth


def _mend(tree: HtmlElement, base: str | None) -> None:
    """What no app shows is taken away; links become absolute, pictures their texts."""
    for element in list(tree.iter()):
        if element.tag in _DROPPED:
            element.drop_tree()
        elif element.tag == "img":
            alt = " ".join((element.get("alt") or "").split())
            element.tail = alt + (element.tail or "")
            element.drop_tree()
        elif element.tag == "a" and element.get("href"):
            element.set("href", joined(base or "", element.get("href").strip()))


def _top(tree: HtmlElement) -> Iterator[list[HtmlElement | str]]:
    """The blocks of the notes: an element alone, or a run of text and what stands in it."""
    run: list[HtmlElement | str] = [tree.text or ""]
    for child in tree:
        if child.tag in _GROUPS and _holds_blocks(child):
            yield run
            yield from _top(child)
            run = [child.tail or ""]
        elif child.tag in _BLOCKS or _holds_blocks(child):
            yield run
            yield [child]
            run = [child.tail or ""]
        else:
            run += [child, child.tail or ""]
    yield run


def _holds_blocks(element: HtmlElement) -> bool:
    return any(e.tag in _BLOCKS for e in element.iterdescendants())


def _proved(group: list[HtmlElement | str]) -> Iterator[str]:
    """The Markdown of a block if `build` makes of it what it makes of the HTML; else the HTML."""
    raw = _raw(group)
    if not raw:
        return
    wanted = _seen(raw)
    if not wanted.strip():
        return
    markdown = _markdown(group)
    yield markdown if markdown and _seen(markdown) == wanted else raw


def _raw(group: list[HtmlElement | str]) -> str:
    """A block as HTML that Markdown lets through: without blank lines, in a block's element."""
    if len(group) == 1 and not isinstance(group[0], str):
        element = group[0]
        written = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        if element.tag == "pre":
            return written.strip()
        inside = _SPACES.sub(" ", written).strip()
        return inside if element.tag in _BLOCKS else f"<div>{inside}</div>"
    parts = [
        html.escape(part, quote=False)
        if isinstance(part, str)
        else etree.tostring(part, encoding="unicode", method="html", with_tail=False)
        for part in group
    ]
    inside = _SPACES.sub(" ", "".join(parts)).strip()
    return f"<p>{inside}</p>" if inside else ""


# What a reader sees: one form for HTML that shows the same.


def _seen(markdown: str) -> str:
    """What `build` publishes of some Markdown, in a form that can be compared."""
    published = render_notes(markdown, Links(_PAGE, "", {})).full
    if not published:
        return ""
    tree = fragment_fromstring(published, create_parent="div")
    seen = "".join(_tokens(tree))
    for pattern, form in _SAME_LOOKS:
        seen = pattern.sub(form, seen)
    return seen.strip("¶ ")


_SAME = {"b": "strong", "i": "em", "div": "", "p": ""}
_INLINE_TAGS = "(?:strong|em|a|del|code|sup|sub)"
# Spaces and line ends that show nothing, in the order in which they are taken away.
_SAME_LOOKS = (
    (re.compile(rf"(<{_INLINE_TAGS} [^<>]*>) +"), r" \1"),
    (re.compile(rf"(?<! ) +(</{_INLINE_TAGS}>)"), r"\1 "),
    (re.compile(r"(?:(?<! ) +)?(<br></br>) *"), r"\1"),
    (re.compile(r"(?<! )(?<!</br>)(?:[ ]|<br></br>)+¶"), "¶"),
    (re.compile(r"¶[ ¶]*"), "¶"),
    (re.compile(r"(?<!</br>)(?:<br></br>)+$"), ""),
    (re.compile(r" {2,}"), " "),
)


def _tokens(element: HtmlElement) -> Iterator[str]:
    name = _SAME.get(str(element.tag), str(element.tag))
    is_block = element.tag in _BLOCKS or element.tag in ("tr", "td", "th", "thead", "tbody")
    gap = "¶" if is_block else ""
    href = element.get("href") if element.tag == "a" else element.get("start")
    keep = element.tag == "pre"
    if keep:
        yield f"¶<pre>{element.text_content().strip(chr(10))}</pre>¶"
        return
    if name:
        yield f"{gap}<{name} {href or ''}>{gap}" if name != "br" else "<br>"
    else:
        yield gap
    yield _words(element.text)
    for child in element:
        yield from _tokens(child)
        yield _words(child.tail)
    yield f"{gap}</{name}>{gap}" if name else gap


def _words(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


# The Markdown.


def _markdown(group: list[HtmlElement | str]) -> str:
    if len(group) == 1 and not isinstance(group[0], str):
        return "\n\n".join(_block(group[0]))
    text = "".join(_text(part) if isinstance(part, str) else _inline(part) for part in group)
    return _paragraph(text)


def _paragraph(text: str) -> str:
    lines = [" ".join(line.split(" ")).strip(" ") for line in text.split("\n")]
    while lines and lines[-1] in ("", "\\"):
        lines.pop()
    joined = "\n".join(lines).strip()
    joined = (
        joined[:-1].rstrip() if joined.endswith("\\") and not joined.endswith("\\\\") else joined
    )
    return _NUMBERED.sub(r"\1\\\2", guarded(joined))


_NUMBERED = re.compile(r"^(\d{1,9})([.)](?:\s|$))", re.M)


def _block(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _HEADINGS:
        words = _inside(element).replace("\\\n", " ").replace("\n", " ").strip()
        yield f"{_HEADINGS[tag]} {words}" if words else ""
    elif tag in ("ul", "ol"):
        yield _list(element)
    elif tag == "blockquote":
        inside = "\n\n".join(b for g in _top(element) for b in [_markdown(g)] if b)
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    elif tag == "pre":
        words = element.text_content().strip("\n")
        yield f"```\n{words}\n```" if "```" not in words else ""
    elif tag == "hr":
        yield "* * *"
    elif tag != "table":
        yield _paragraph(_inside(element))


_IS_LIST = re.compile(r"(?:-|\d+\.) ")


def _list(element: HtmlElement) -> str:
    lines = []
    start = element.get("start") or "1"
    number = int(start) if start.isdecimal() and len(start) < 9 else 1
    for item in element:
        if item.tag != "li":
            continue
        mark = "-" if element.tag == "ul" else f"{number}."
        number += 1
        blocks = [b for g in _top(item) for b in [_markdown(g)] if b]
        inside = ("\n" if any(_IS_LIST.match(b) for b in blocks[1:]) else "\n\n").join(blocks)
        indent = " " * (len(mark) + 1)
        lines.append(f"{mark} {inside}".replace("\n", f"\n{indent}"))
    return "\n".join(lines)


def _inside(element: HtmlElement) -> str:
    parts = [_text(element.text)]
    for child in element:
        parts += [_inline(child), _text(child.tail)]
    return "".join(parts)


def _text(text: str | None) -> str:
    return escaped(_SPACES.sub(" ", text or "")).replace("~", "\\~").replace("|", "\\|")


def _inline(element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag == "br":
        return "\\\n"
    inside = _inside(element)
    if tag in _STRONG or tag in _EM:
        return _marked(inside, "**" if tag in _STRONG else "*")
    if tag == "del":
        return _marked(inside, "~~")
    if tag == "code":
        words = element.text_content()
        return f"`{words}`" if words.strip() and "`" not in words and "\n" not in words else ""
    if tag in ("sup", "sub"):
        return f"<{tag}>{inside}</{tag}>"
    if tag == "a":
        return _link(element, inside)
    return inside


def _marked(inside: str, mark: str) -> str:
    words = inside.strip(" \n")
    if not words:
        return inside
    start = inside.index(words)
    return f"{inside[:start]}{mark}{words}{mark}{inside[start + len(words) :]}"


def _link(element: HtmlElement, inside: str) -> str:
    href = (element.get("href") or "").strip()
    words = inside.strip(" ")
    if not href or not words:
        return inside
    if element.text_content().strip() == href and _BARE.match(href):
        return f"<{href}>"
    address = href if re.fullmatch(r"[^\s<>()\\]+", href) else f"<{href}>"
    lead = inside[: len(inside) - len(inside.lstrip(" "))]
    trail = inside[len(inside.rstrip(" ")) :]
    return f"{lead}[{words}]({address}){trail}"
