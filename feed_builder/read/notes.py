"""Show notes: Markdown in, sanitised HTML out, with every link absolute.

Two forms leave here. The full one goes to pages, `content:encoded` and Atom; the short one to
RSS's `description`, where Apple counts 4,000 bytes and shows few tags (PSP-52, APL-45, CON-14).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

import nh3
import pyromark

from feed_builder.text import shortened, without_control_characters

_MARKDOWN = pyromark.Markdown(
    options=(
        pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_STRIKETHROUGH
    )
)
_FULL_TAGS = frozenset(
    "p br a ul ol li strong em b i h2 h3 h4 h5 h6 blockquote code pre hr sup sub del div "
    "table thead tbody tr th td".split()
)
_SHORT_TAGS = frozenset("p br a ul ol li strong em b i".split())
_ATTRIBUTES = {"a": {"href", "id"}, "div": {"id"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel", "geo"}
DESCRIPTION_BYTES = 4000
SUMMARY_CHARACTERS = 300

_CALL = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">([^<]*)</a></sup>')
_DEFINITION = re.compile(
    r'<div class="footnote-definition" id="([^"]*)">'
    r'<sup class="footnote-definition-label">([^<]*)</sup>\s*<p>'
)
# Only our own: an id from somebody's HTML could stand in for one of the page's.
_OUR_ID = re.compile(r"(note|call)-[\w-]+")
_HEADING = re.compile(r"<(/?)h[1-6]>")
_TAG = re.compile(r"<[^>]*>")
_BLOCKS = re.compile(r"\n[ \t]*\n+")
_MARKDOWN_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_MARKDOWN_DEFINITION = re.compile(r"^\[\^[^\]\s]+\]:")


@dataclass(frozen=True, slots=True)
class Links:
    """How an address written in notes becomes absolute.

    `page` is the address of the page that shows the notes. `pages` names the addresses of other
    Markdown files, by path relative to the project; `folder` is where the notes' own file lies.
    """

    page: str
    folder: str
    pages: Mapping[str, str]

    def resolve(self, address: str) -> str | None:
        """The absolute form of `address`, or None where it leads to nothing published."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return urljoin(self.page, address)
        if not parts.path:
            return urljoin(self.page, address)
        target = self.pages.get(_joined(self.folder, unquote(parts.path)))
        return target + (f"#{parts.fragment}" if parts.fragment else "") if target else None


def _joined(folder: str, path: str) -> str:
    parts: list[str] = []
    for part in [*folder.split("/"), *path.split("/")]:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Show notes, ready to be published. `dead_links` are addresses that lead nowhere."""

    full: str
    short: str
    summary: str
    dead_links: tuple[str, ...]


def render_notes(
    markdown: str, links: Links, *, notice: str | None = None, summary: str | None = None
) -> Notes:
    """The published forms of `markdown`, `notice` set before it.

    `summary` stands in for the first paragraph where a person wrote one.
    """
    own = without_control_characters(markdown)
    source = f"{notice}\n\n{own}" if notice else own
    dead: list[str] = []
    written = _MARKDOWN.html(source)
    full = sanitised(_with_footnotes(written, links.page), links, dead)
    return Notes(
        full=full,
        short=_short(source, written, links),
        summary=shortened(summary or _first_paragraph(own), SUMMARY_CHARACTERS),
        dead_links=tuple(dict.fromkeys(dead)),
    )


def sanitised(fragment: str, links: Links, dead: list[str] | None = None) -> str:
    """`fragment` with allowed tags and absolute links only; links to nowhere go to `dead`."""
    raised = fragment.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return _clean(raised, _FULL_TAGS, links, dead).strip()


def _clean(fragment: str, tags: frozenset[str], links: Links, dead: list[str] | None = None) -> str:
    return nh3.clean(
        fragment,
        tags=set(tags),
        attributes=_ATTRIBUTES,
        attribute_filter=_absolute(links, dead),
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _absolute(links: Links, dead: list[str] | None) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute != "href":
            return value if attribute != "id" or _OUR_ID.fullmatch(value) else None
        try:
            address = links.resolve(value.strip())
        except ValueError:
            address = None
        if address is None and dead is not None:
            dead.append(value)
        return address

    return keep


def _with_footnotes(fragment: str, page: str) -> str:
    """Footnotes that read well without links ("[1]") and still jump where links work."""
    place = html.escape(page)
    called = _CALL.sub(rf'<a href="{place}#note-\1" id="call-\1">[\2]</a>', fragment)
    return _DEFINITION.sub(r'<div id="note-\1"><p>[\2] ', called)


def _short(source: str, written: str, links: Links) -> str:
    whole = _plain_tags(written, links)
    if len(whole.encode()) <= DESCRIPTION_BYTES:
        return whole
    more = f'<p><a href="{html.escape(links.page)}">…</a></p>'
    room = DESCRIPTION_BYTES - len(more.encode())
    return _most_blocks(source, links, room) + more


def _most_blocks(source: str, links: Links, room: int) -> str:
    """As many whole blocks of `source` as fit in `room` bytes; at least a part of the first."""
    without_calls = _MARKDOWN_FOOTNOTE.sub("", source)
    blocks = [b for b in _BLOCKS.split(without_calls) if not _MARKDOWN_DEFINITION.match(b)]
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(_short_html(blocks[:middle], links).encode()) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    kept = _short_html(blocks[:low], links)
    return kept if _TAG.sub("", kept).strip() and low > 1 else _first_words(blocks, links, room)


def _short_html(blocks: list[str], links: Links) -> str:
    return _plain_tags(_MARKDOWN.html("\n\n".join(blocks)), links)


def _first_words(blocks: list[str], links: Links, room: int) -> str:
    text = html.unescape(_TAG.sub(" ", _short_html(blocks, links)))
    words = re.sub(r"\s+", " ", text).strip()
    # Escaping can only lengthen: five bytes at most stand for one.
    escaped = html.escape(shortened(words, room - 7, size="bytes"), quote=False)
    while len(escaped.encode()) > room - 7:
        words = words[: len(words) * 3 // 4]
        escaped = html.escape(shortened(words, room - 7, size="bytes"), quote=False)
    return f"<p>{escaped}</p>"


def _plain_tags(fragment: str, links: Links) -> str:
    """`fragment` with the few tags that every directory shows; headings become bold lines."""
    numbered = _DEFINITION.sub(r"<p>[\2] ", _CALL.sub(r"[\2]", fragment))
    bold = _HEADING.sub(lambda m: "</strong></p>" if m.group(1) else "<p><strong>", numbered)
    return _clean(bold, _SHORT_TAGS, links).strip()


def _first_paragraph(markdown: str) -> str:
    for block in _BLOCKS.split(_MARKDOWN_FOOTNOTE.sub("", markdown).strip()):
        written = _MARKDOWN.html(block)
        if written.startswith("<p>"):
            return text_of(written)
    return text_of(_MARKDOWN.html(markdown))


def text_of(fragment: str) -> str:
    """The words of an HTML fragment on one line."""
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub("", fragment))).strip()
