"""Show notes: Markdown in, sanitised HTML out, with every link absolute.

Two forms leave here. The full one goes to pages, `content:encoded` and Atom; the short one to
RSS's `description`, where Apple counts 4,000 bytes and shows few tags (PSP-52, APL-45, CON-14).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import timedelta
from urllib.parse import unquote, urljoin, urlsplit

import nh3
import pyromark

from feed_builder.chapters.notes import chapters_in, heard, in_lines, with_links
from feed_builder.model import ShowNotes
from feed_builder.pieces import Keep, held
from feed_builder.read.descriptions import (
    HEADINGS,
    OTHER_TAGS,
    SHORT_TAGS,
    description,
    first_paragraph,
)
from feed_builder.records import dataclass
from feed_builder.text import shortened, without_control_characters

_MARKDOWN = pyromark.Markdown(
    options=(
        pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_STRIKETHROUGH
    )
)
_TAGS = {*SHORT_TAGS, *HEADINGS, *OTHER_TAGS}
_ATTRIBUTES = {"a": {"href", "id"}, "div": {"id"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel", "geo"}
SUMMARY_CHARACTERS = 300

_CALL = re.compile(r'<sup class="footnote-reference"><a href="#[^"]*">([^<]*)</a></sup>')
_DEFINITION = re.compile(
    r'<div class="footnote-definition" id="[^"]*">'
    r'<sup class="footnote-definition-label">([^<]*)</sup>\s*<p>'
)
# Only our own: an id from somebody's HTML could stand in for one of the page's.
_OUR_ID = re.compile(r"(note|call)-(notice-)?\d+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# These hold nothing, or are closed by the next of their kind.
_SHALLOW = frozenset(
    "area base br col dd dt embed hr img input li link meta option p source tbody td th thead tr "
    "track wbr".split()
)
# A sanitiser's time grows with the square of the depth; nobody reads a quote in a thousand others.
_DEEPEST = 3000
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')


@dataclass(frozen=True, slots=True)
class Links:
    """How an address written in notes becomes absolute.

    `page` is the address of the page that shows the notes, `duration` that of the recording:
    moments of it that the notes name link to it. `pages` names the addresses of other Markdown
    files, by path relative to the project; `folder` is where the notes' own file lies.
    """

    page: str
    folder: str
    pages: Mapping[str, str]
    duration: timedelta = timedelta()

    def resolve(self, address: str, targets: dict[str, str | None]) -> str | None:
        """The absolute form of `address`, or None where it leads to nothing published.

        The file that it names, if it does, and what it leads to are noted in `targets`.
        """
        try:
            parts = urlsplit(address)
            if parts.scheme in ("http", "https"):
                return parts.geturl() if parts.hostname else None
            if parts.scheme or parts.netloc or not parts.path:
                return urljoin(self.page, address)
        except ValueError:
            return None
        file = file_at(self.folder, parts.path)
        target = targets[file] = self.pages.get(file)
        return target + (f"#{parts.fragment}" if parts.fragment else "") if target else None


def file_at(folder: str, path: str) -> str:
    """The file that the path of a link names, written in a page that lies in `folder`."""
    parts: list[str] = []
    for part in [*folder.split("/"), *unquote(path).split("/")]:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


@dataclass(frozen=True, slots=True)
class Notes(ShowNotes):
    """Show notes, and where they link to.

    `dead_links` are addresses that lead nowhere; `targets` says where each file that the notes
    name was found to be published, None for nowhere: where that changes, so do the notes. Notes
    that are too deep are published as they are written, as plain text.
    """

    dead_links: tuple[str, ...] = ()
    targets: Mapping[str, str | None] = field(default_factory=dict)
    too_deep: bool = False


@dataclass(slots=True)
class _Met:
    """What was met on the way: see `Notes`."""

    dead: list[str] = field(default_factory=list)
    targets: dict[str, str | None] = field(default_factory=dict)
    too_deep: bool = False


def render_notes(
    markdown: str,
    links: Links,
    keep: Keep = held,
    *,
    notice: str | None = None,
    summary: str | None = None,
) -> Notes:
    """The published forms of `markdown`, `notice` set before it, waiting where `keep` puts them.

    `summary` stands in for the first paragraph where a person wrote one.
    """
    met = _Met()
    # Each for itself: what a notice opens and does not close must not swallow the notes.
    said = _published(notice, links, met, "notice-") if notice else ""
    timed = heard(chapters_in(markdown.encode()), links.duration)
    own = _published(in_lines(markdown) if timed else markdown, links, met)
    full = f"{said}\n{own}".strip() if said else own
    notes = Notes.of(
        full=with_links(full, links.page, links.duration, chapters=timed),
        # Apps that look for times here, Apple's and Spotify's, want them as plain text.
        short=description(full, links.page),
        summary=shortened(summary or first_paragraph(own), SUMMARY_CHARACTERS),
        keep=keep,
    )
    dead = tuple(dict.fromkeys(met.dead))
    return replace(notes, dead_links=dead, targets=met.targets, too_deep=met.too_deep)


def _published(markdown: str, links: Links, met: _Met, mark: str = "") -> str:
    """`markdown` as HTML with allowed tags and absolute links only.

    `mark` tells the ids of its footnotes from others'.
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute != "href":
            return value if attribute != "id" or _OUR_ID.fullmatch(value) else None
        address = links.resolve(value.strip(), met.targets)
        if address is None:
            met.dead.append(value)
        return address

    written = _MARKDOWN.html(markdown.replace("\0", ""))
    if _is_too_deep(written):
        met.too_deep = True
        written = f"<p>{html.escape(markdown)}</p>"
    written = _with_footnotes(written, links.page, mark)
    raised = written.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    sanitised = nh3.clean(
        _IMAGE.sub(r"\1", raised) if "<img " in raised else raised,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    before, *without_address = sanitised.split("<a>")
    sanitised = before + "".join(link.replace("</a>", "", 1) for link in without_address)
    # Here and not before: a reference such as &#1; is a character by now.
    return without_control_characters(sanitised).strip()


def _is_too_deep(written: str) -> bool:
    """Whether elements lie so deep in others that cleaning them takes minutes."""
    if written.count("<") <= _DEEPEST:
        return False
    depth = 0
    for end, name in _TAG.findall(written):
        if name.lower() not in _SHALLOW:
            depth = max(0, depth - 1) if end else depth + 1
            if depth > _DEEPEST:
                return True
    return False


def _with_footnotes(fragment: str, page: str, mark: str) -> str:
    """Footnotes that read well without links ("[1]") and still jump where links work."""
    if "footnote-" not in fragment:
        return fragment
    place = html.escape(page)
    called: set[str] = set()

    def call(found: re.Match[str]) -> str:
        number = found.group(1)
        own_id = "" if number in called else f' id="call-{mark}{number}"'
        called.add(number)
        return f'<a href="{place}#note-{mark}{number}"{own_id}>[{number}]</a>'

    return _DEFINITION.sub(rf'<div id="note-{mark}\1"><p>[\1] ', _CALL.sub(call, fragment))
