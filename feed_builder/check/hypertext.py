"""HTML in feeds, looked at without being rendered: what apps strip, what is unsafe, what is broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from html.entities import name2codepoint

from feed_builder.check.dates import Problem
from feed_builder.check.rule import shown

_SAFE = frozenset(
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas "
    "caption center cite code col colgroup command data datalist dd del details dfn dialog dir div "
    "dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img "
    "input ins kbd label legend li main map mark menu meter nav noscript ol optgroup option output p "
    "picture pre progress q rp rt ruby s samp section select small source span strike strong sub "
    "summary sup table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr"
    .split()
)  # fmt: skip
UNSAFE = frozenset(
    "applet base basefont body comment embed eventsource frame frameset head html iframe isindex "
    "link listing meta noframes object param plaintext script slot style title xmp".split()
)
TAGS = _SAFE | UNSAFE
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_OPTIONAL = frozenset(
    "body colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr".split()
)
_CLOSED = TAGS - _VOID - _OPTIONAL
_TAG = re.compile(r"<(/?[A-Za-z][^\s/>]*)")
_WHOLE_TAG = re.compile(r"<[A-Za-z][^<>]*>?")
# An odd number of quotes: one more behind each that closes another.
_OPEN_QUOTE = re.compile(
    r"<[A-Za-z][^<>\"']{0,400}=\s{0,20}\"[^<>\"]{0,4000}(?:\"[^<>\"]{0,4000}\"[^<>\"]{0,4000}){0,40}>"
)
_EVENT = re.compile(r"\s(on[a-z]{3,20}|formaction|srcdoc)\s*=\s*[\"']?[\w(]", re.I)
_SCRIPT = re.compile(r"=\s*[\"']?\s*(?:javascript|vbscript):", re.I)
_STYLE = re.compile(r"\sstyle\s*=\s*(\"[^\"]*\"|'[^']*')", re.I)
_LINK = re.compile(r"\s(?:href|src|poster)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I)
_SUSPICIOUS = re.compile(
    r"\s(?:href|src|poster)\s*=\s*[\"']?(?!\s*[\"']?\s*[A-Za-z][A-Za-z0-9+.\-]*:)", re.I
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_END_TAG = re.compile(r"</(\w+)>")
_ENTITY = re.compile(r"&(#?\w+)")
_MARKUP = re.compile(r"&#[x0-9]|<[/a-zA-Z]")
_PROPERTIES = frozenset(
    "azimuth background background-color border border-bottom border-bottom-color "
    "border-bottom-style border-bottom-width border-collapse border-color border-left "
    "border-left-color border-left-style border-left-width border-radius border-right "
    "border-right-color border-right-style border-right-width border-spacing border-style "
    "border-top border-top-color border-top-style border-top-width border-width box-sizing clear "
    "color cursor direction display elevation float font font-family font-size font-style "
    "font-variant font-weight height letter-spacing line-height list-style list-style-type margin "
    "margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width "
    "overflow padding padding-bottom padding-left padding-right padding-top pause pause-after "
    "pause-before pitch pitch-range richness speak speak-header speak-numeral speak-punctuation "
    "speech-rate stress text-align text-decoration text-indent text-transform unicode-bidi "
    "vertical-align voice-family volume white-space width word-break word-wrap".split()
)
_DECLARATION = re.compile(r"\s*([-\w]+)\s*:\s*([^;]*)")
_DANGEROUS = re.compile(r"url\s*\(|expression|javascript:|@import|behaviou?r|-moz-binding|\\", re.I)


def plain(value: str, *, hexadecimal: bool) -> Iterator[Problem]:
    """What is wrong with text that apps show as it stands (RSS-5 to RSS-7).

    `hexadecimal` says that the feed writes its markup characters as &#x…;, which more readers
    understand than &amp; and the like.
    """
    for tag in _END_TAG.findall(value):
        if tag.lower() in TAGS:
            fix = "write the text without tags: most apps show them"
            yield "text-plain-only", f"holds HTML: </{tag}>", fix
            return
    if "&" in value:
        yield from _entities(value, hexadecimal)
    elif not hexadecimal and _MARKUP.search(value):
        fix = "write &#x3C; for < and &#x26; for &, or do without them"
        yield "text-escapes", "holds < as text: some readers take it for a tag", fix


def _entities(value: str, hexadecimal: bool) -> Iterator[Problem]:
    found = _ENTITY.findall(value)
    for name in found:
        known = name in name2codepoint or name == "apos" or not name.isalpha()
        if known and not hexadecimal:
            fix = "write the character itself, escaped once"
            yield "text-plain-only", f"is escaped twice, or holds HTML: &{name};", fix
            return
    if not found and not hexadecimal and _MARKUP.search(value):
        fix = "write &#x3C; for < and &#x26; for &, or do without them"
        yield "text-escapes", "holds < as text: some readers take it for a tag", fix


def html(value: str) -> Iterator[Problem]:
    """What is wrong with show notes (RSS-28, RSS-81): broken, unsafe, or led by relative URLs."""
    if "<" in value:
        # Many feeds say the same twice, in description and in content:encoded.
        yield from _html(value)


@lru_cache(maxsize=16)
def _tags(value: str) -> list[str]:
    """The names of its tags, a slash before those that close. A text is looked at more than once."""
    return _TAG.findall(value)


@lru_cache(maxsize=16)
def _html(value: str) -> tuple[Problem, ...]:
    tags = _tags(value)
    # Attributes are looked for in tags alone, which are a small part of most notes.
    opening = "".join(_WHOLE_TAG.findall(value))
    counted: Counter[str] = Counter()
    for tag, number in Counter(tags).items():
        counted[tag.lower()] += number
    names = {tag.lstrip("/") for tag in counted}
    return (
        *_names(names),
        *_attributes(opening),
        *_balance(value, tags, counted, names),
        *_relative(opening),
    )


def _names(names: set[str]) -> Iterator[Problem]:
    for name in sorted(names & UNSAFE):
        fix = "leave it out: apps strip it, with what is in it"
        yield "html-safe", f"holds <{name}>, which is not safe to show", fix
    for name in sorted(names - TAGS):
        if not name.startswith(("svg", "math")):
            fix = "escape < as &lt; where it is no tag"
            yield "html-valid", f"<{shown(name)[1:-1]}> is no HTML", fix


def _attributes(value: str) -> Iterator[Problem]:
    event = _EVENT.search(value)
    if event:
        yield "html-attributes", f"holds the attribute {event[1]}", "leave it out: apps strip it"
    elif _SCRIPT.search(value):
        yield "html-attributes", "leads to a script", "leave it out: apps strip it"
    for written in _STYLE.findall(value) if "style" in value.lower() else ():
        bad = _bad_style(written[1:-1])
        if bad:
            fix = "leave the style out: apps have their own"
            yield "html-style", f"holds a style that can hide or move things: {bad}", fix
            return


def _bad_style(style: str) -> str | None:
    if _DANGEROUS.search(unescape(style)):
        return shown(style, 40)
    for part in style.split(";"):
        found = _DECLARATION.fullmatch(part)
        if part.strip() and (not found or found[1].lower() not in _PROPERTIES):
            return shown(part, 40)
    return None


def _balance(
    value: str, tags: list[str], counted: Counter[str], names: set[str]
) -> Iterator[Problem]:
    for name in sorted((names & TAGS) - _VOID):
        opened, closed = counted[name], counted[f"/{name}"]
        if closed > opened or (closed < opened and name not in _OPTIONAL):
            fact = f"</{name}> closes nothing" if closed > opened else f"<{name}> is not closed"
            yield "html-valid", fact, "mend the HTML: apps guess differently what was meant"
            return
    quote = _OPEN_QUOTE.search(value)
    if quote:
        fact = f"{shown(quote[0], 40)}: a quotation mark is missing"
        yield "html-valid", fact, 'write attributes as name="value"'
        return
    last = value.rfind("<")
    if _TAG.match(value, last) and ">" not in value[last:]:
        yield "html-valid", "ends in the middle of a tag", "cut between tags, never inside one"
    else:
        yield from _crossing(tags)


def _crossing(tags: list[str]) -> Iterator[Problem]:
    """A tag that is closed while one that was opened in it stands open: <b><i></b></i>."""
    stack: list[str] = []
    for tag in tags:
        if tag in _CLOSED:
            stack.append(tag)
        elif tag[0] == "/" and tag[1:] in _CLOSED and (not stack or stack.pop() != tag[1:]):
            fact = f"<{tag}> closes what was not opened last"
            yield "html-valid", fact, "close tags in the order opposite to opening"
            return


def _relative(value: str) -> Iterator[Problem]:
    if not _SUSPICIOUS.search(value):
        return
    for found in _LINK.findall(value):
        url = unescape(next((part for part in found if part), "")).strip()
        if not _ABSOLUTE.match(url):
            fix = "write the whole address: a feed has no base"
            yield "html-absolute", f"leads to {shown(url)}, which is relative", fix
            return


def tags_in(value: str) -> set[str]:
    """The names of the elements of HTML in `value`."""
    return {tag.lower() for tag in _tags(value) if tag[0] != "/"} & TAGS


def text_of(value: str) -> str:
    """What a reader sees of HTML: the text alone, blocks on lines of their own."""
    broken = re.sub(r"(?i)</?(p|br|li|div|h\d|tr|ul|ol)\b[^>]*>", "\n", value)
    return unescape(re.sub(r"<[^>]*>", "", broken))
