"""What is asked of a document before its elements: encoding, prolog, namespaces, root."""

from __future__ import annotations

import codecs
import re

from feed_builder.check.judge import Judge
from feed_builder.check.markup import Reader, Refused
from feed_builder.check.names import PREFERRED, prefix_of
from feed_builder.check.rule import Fault, rule, shown
from feed_builder.records import dataclass

LARGEST = 100_000_000
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = ((b"\x00<\x00?", "utf-16-be"), (b"<\x00?\x00", "utf-16-le"))
_DECLARATION = re.compile(
    rb"\s*<\?xml\s+version\s*=\s*[\"']([\w.:\-]*)[\"'](?:\s+encoding\s*=\s*[\"']([\w.\-:]*)[\"'])?"
    rb"(?:\s+standalone\s*=\s*[\"']\w*[\"'])?\s*\?>"
)
_COMMON = frozenset(
    "utf-8 utf-16 us-ascii iso-8859-1 euc-jp iso-8859-2 iso-8859-15 iso-8859-7 koi8-r shift_jis "
    "windows-1250 windows-1251 windows-1252 windows-1254 windows-1255 windows-1256 gb18030".split()
)
_UTF8 = frozenset("utf-8 utf8 us-ascii ascii".split())
_NETSCAPE = "-//Netscape Communications//DTD RSS 0.91//EN"
_NETSCAPE_GONE = "http://my.netscape.com/publish/formats/rss-0.91.dtd"


@dataclass(frozen=True, slots=True)
class Text:
    """A document as UTF-8 without its declaration, how it was encoded, and what is wrong so far."""

    data: bytes
    encoding: str
    declared: bool
    faults: tuple[Fault, ...]


def decoded(data: bytes, charset: str | None = None) -> Text:
    """`data` as UTF-8. `charset` is what the server says.

    Raises Refused where it can't be read as text.
    """
    if len(data) > LARGEST:
        fact = f"the feed is larger than {LARGEST // 1_000_000} MB, and is not read"
        fix = "page it (RFC 5005) and keep notes once; no app reads such a feed"
        raise Refused("feed-readable", fact, fix)
    faults: list[Fault] = []
    marked = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), None)
    bare = next((name for start, name in _BARE if data.startswith(start)), None)
    if marked:
        data = data[len(marked[0]) :] if marked[1] == "utf-8" else data
    head = data[:400] if not (bare or (marked and marked[1] != "utf-8")) else _narrow(data[:800])
    found = _DECLARATION.match(head)
    declared = found[2].decode("latin-1") if found and found[2] else ""
    encoding = (marked and marked[1]) or bare or declared or charset or "utf-8"
    faults += _encoding_faults(declared, marked[1] if marked else None, charset)
    data = _as_utf8(data, encoding, faults)
    return Text(_without_prolog(data, faults), encoding.lower(), bool(declared), tuple(faults))


def _narrow(data: bytes) -> bytes:
    return data.replace(b"\x00", b"").replace(b"\xff\xfe", b"").replace(b"\xfe\xff", b"")


def _encoding_faults(declared: str, marked: str | None, charset: str | None) -> list[Fault]:
    faults = []
    lower = declared.lower()
    if declared and _codec(declared) and lower not in _COMMON and lower not in _UTF8:
        fact, fix = f"the encoding {declared} is known to few readers", "save the feed as UTF-8"
        faults.append(Fault(rule="encoding-common", message=fact, fix=fix, line=1))
    elif declared and lower not in ("utf-8", "utf-16", "utf8"):
        fact, fix = f"the encoding {declared} is one of many", "save the feed as UTF-8"
        faults.append(Fault(rule="encoding-standard", message=fact, fix=fix, line=1))
    if marked and declared and _codec(declared) != _codec(marked):
        fact = f"begins as {marked.upper()}, but declares {declared}"
        faults.append(Fault(rule="encoding-sound", message=fact, fix="save it as UTF-8", line=1))
    if charset and declared and _codec(charset) != _codec(declared):
        fact = f"the server says {charset}, the feed {declared}"
        fix = "let both say UTF-8"
        faults.append(Fault(rule="encoding-agrees", message=fact, fix=fix, line=1))
    return faults


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _as_utf8(data: bytes, encoding: str, faults: list[Fault]) -> bytes:
    codec = _codec(encoding)
    if codec is None or not _is_text_codec(encoding):
        fact = f"declares the encoding {encoding}, which does not exist"
        faults.append(
            Fault(rule="encoding-known", message=fact, fix="save the feed as UTF-8", line=1)
        )
        codec = "utf-8"
    if codec == "utf-8":
        return data
    try:
        return data.decode(codec).encode()
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        fact = f"is not {encoding}, which it declares: byte 0x{data[start]:02X} can’t be read"
        line = data.count(b"\n", 0, start) + 1
        fault = Fault(rule="encoding-sound", message=fact, fix="save the feed as UTF-8", line=line)
        faults.append(fault)
        return data.decode(codec, "replace").encode("utf-8", "replace")


def _is_text_codec(encoding: str) -> bool:
    try:
        b"".decode(encoding)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return False
    return True


def _without_prolog(data: bytes, faults: list[Fault]) -> bytes:
    """`data` without its declaration and what stands before it; lines keep their numbers."""
    found = _DECLARATION.match(data[:1000])
    if not found:
        return data
    before = data[: len(data) - len(data.lstrip())] if data[:1].isspace() else b""
    if before:
        fact = "something stands before <?xml …?>: most readers stop there"
        fix = "take the blank line out (WordPress: a plugin or wp-config.php ends with one)"
        faults.append(Fault(rule="xml-prolog", message=fact, fix=fix, line=1))
    if found[1] != b"1.0":
        fact = f"is XML {found[1].decode('latin-1')}"
        fix = "write version 1.0: readers know no other"
        faults.append(Fault(rule="xml-version", message=fact, fix=fix, line=1))
    return b"\n" * found[0].count(b"\n") + data[found.end() :]


def judge_document(judge: Judge, reader: Reader, text: Text) -> None:
    """What the whole document says of itself."""
    for name, line, element in reader.undefined:
        _add(judge, "entity-defined", f"&{name}; is no entity of XML", "write the character", line)
        del element
    for prefix, (line, _) in reader.undeclared.items():
        uri = PREFERRED.get(prefix, "…")
        fact = f"the prefix {prefix}: is not declared: strict readers refuse the feed"
        _add(judge, "namespace-declared", fact, f'write xmlns:{prefix}="{uri}" in the root', line)
    for prefix, uri, line in reader.declared:
        _namespace(judge, prefix, uri, line)
    for found, element in reader.strange[:200]:
        shown_ = found.encode("unicode_escape").decode()
        fix = "save the feed as UTF-8 once; the text was decoded wrongly before"
        judge.add(element, "characters-sound", f"holds broken characters: {shown_}", fix)
    if reader.doctype:
        _doctype(judge, reader.doctype)
    if not text.declared and not text.data.startswith(b"{"):
        fix = 'begin with <?xml version="1.0" encoding="UTF-8"?>'
        _add(judge, "encoding-declared", "does not say its encoding", fix, 1)
    if "itunes" in reader.prefixes and _codec(text.encoding) not in ("utf-8", "ascii"):
        fact = f"is {text.encoding}: Apple reads UTF-8"
        _add(judge, "encoding-utf8", fact, "save the feed as UTF-8", 1)
    for line in reader.after_root:
        fact = "a comment stands behind the feed’s end: some hosts’ readers stumble over it"
        _add(judge, "comment-after-end", fact, "take it out", line)


def _add(judge: Judge, name: str, message: str, fix: str, line: int) -> None:
    judge.faults.append(Fault(rule=name, message=message, fix=fix, line=line))


def _namespace(judge: Judge, prefix: str, uri: str, line: int) -> None:
    usual, exact = prefix_of(uri)
    if usual and not exact:
        right = PREFERRED[usual]
        fact = f"the namespace of {prefix or usual}: is spelt {uri}"
        media = usual == "media"
        name = "namespace-media" if media else "namespace-spelt"
        _add(judge, name, fact, f"write {right}, letter for letter", line)
    elif prefix in PREFERRED and uri != PREFERRED[prefix] and usual != prefix:
        fact = f"the prefix {prefix}: stands for {uri}"
        _add(judge, "namespace-prefix", fact, f"it usually means {PREFERRED[prefix]}", line)
    elif usual and prefix and usual != prefix:
        fact = f"the prefix {prefix}: is usually written {usual}:"
        _add(judge, "namespace-usual", fact, f"write {usual}: some readers go by the prefix", line)
    elif not usual and uri:
        fact = f"the namespace {shown(uri)} is not known to us"
        _add(judge, "namespace-known", fact, "see that it is spelt right", line)
    if usual == "podcast" and exact and uri != PREFERRED["podcast"]:
        fact = "the podcast namespace goes by its old name"
        _add(judge, "podcast-namespace", fact, f"write {PREFERRED['podcast']}", line)


def _doctype(judge: Judge, doctype: tuple[str, str | None, str | None, int]) -> None:
    _, system, public, line = doctype
    line = max(line, 1)
    if public == _NETSCAPE:
        if system == _NETSCAPE_GONE:
            fact = "the DTD of Netscape is not there any more"
            _add(judge, "doctype-gone", fact, "leave <!DOCTYPE …> out", line)
        if judge.version != "0.91":
            fact = f"the DTD is that of RSS 0.91, the feed is {judge.version}"
            _add(judge, "doctype-fits", fact, "leave <!DOCTYPE …> out", line)
    elif system:
        fact = "names a DTD, which no reader fetches"
        _add(judge, "doctype-absent", fact, "leave <!DOCTYPE …> out", line)


RULES = (
    rule("feed-readable", "error", "A feed can be read within limits: 100 MB.", "HST-40", "ValidatorLimit", everywhere=True),
    rule("feed-recognised", "error", "The document is RSS, Atom or JSON Feed.", "RSS-2 ATOM-1 JF-1", "UndefinedElement InvalidNamespace", everywhere=True),
    rule("feed-rss1", "warning", "A podcast is not RSS 1.0, which has no enclosures.", "RSS-2 APL-1"),
    rule("xml-wellformed", "error", "The document is XML.", "RSS-1 RSS-10 RSS-11 APL-14", "SAXError UnicodeError", everywhere=True),
    rule("xml-prolog", "error", "Nothing stands before <?xml …?>.", "RSS-1", "WPBlankLine SAXError", everywhere=True),
    rule("xml-version", "error", "The document is XML 1.0.", "RSS-1", "BadXmlVersion", everywhere=True),
    rule("entity-safe", "error", "Entities are not made to fill the memory.", "RSS-1", everywhere=True),
    rule("entity-defined", "error", "Entities are those of XML: no &nbsp; outside CDATA.", "RSS-11", "UndefinedNamedEntity SAXError", everywhere=True),
    rule("doctype-absent", "hint", "There is no DTD.", "RSS-1", "ContainsSystemEntity"),
    rule("doctype-gone", "warning", "No DTD that is gone is named.", "RSS-1", "DeprecatedDTD", strict="w3c"),
    rule("doctype-fits", "warning", "A DTD is that of the feed’s version.", "RSS-2", "InvalidDoctype", strict="w3c"),
    rule("encoding-known", "error", "The encoding exists.", "RSS-9", "UnknownEncoding", everywhere=True),
    rule("encoding-sound", "error", "The text is in the encoding that it declares.", "RSS-9 RSS-10", "UnicodeError", everywhere=True),
    rule("encoding-common", "warning", "The encoding is one that readers know.", "RSS-9 PSP-3", "ObscureEncoding"),
    rule("encoding-standard", "hint", "The encoding is one that every XML reader must know.", "RSS-9", "NonstdEncoding"),
    rule("encoding-declared", "hint", "The encoding is declared.", "RSS-9 APL-2", "MissingEncoding"),
    rule("encoding-agrees", "warning", "The server and the document name one encoding.", "RSS-9", "EncodingMismatch"),
    rule("encoding-utf8", "warning", "A podcast’s feed is UTF-8.", "RSS-9 PSP-3 APL-2", "NotUTF8", strict="psp1 apple"),
    rule("characters-sound", "warning", "No text was decoded wrongly before.", "RSS-10", "BadCharacters"),
    rule("namespace-declared", "error", "Every prefix is declared.", "RSS-1 PSP-1", "MissingNamespace SAXError", everywhere=True),
    rule("namespace-spelt", "warning", "A namespace is spelt letter for letter.", "PSP-1 PSP-2 APL-2 P20-1 RSS-83", "ReservedPrefix", strict="psp1 apple podcasting2"),
    rule("namespace-media", "warning", "The namespace of Media RSS ends with a slash.", "MRSS-1", "MediaRssNamespace", strict="w3c"),
    rule("namespace-prefix", "warning", "A prefix stands for what it usually does.", "P20-2", "ReservedPrefix"),
    rule("namespace-usual", "hint", "A namespace has its usual prefix.", "P20-2", "NonstdPrefix"),
    rule("namespace-known", "hint", "A namespace is known.", "PSP-6", "UnknownNamespace"),
    rule("podcast-namespace", "warning", "The podcast namespace goes by its present name.", "P20-1"),
    rule("comment-after-end", "warning", "Nothing stands behind the feed’s end.", "HST-17"),
    rule("rss-version", "error", "A feed says which version of RSS it is.", "RSS-2", "MissingAttribute InvalidRSSVersion", everywhere=True),
    rule("rss-old", "warning", "A feed is RSS 2.0.", "RSS-2 APL-1", strict="apple psp1"),
    rule("rss-channel", "error", "A feed holds one channel.", "RSS-2", "MissingElement", everywhere=True),
)  # fmt: skip
