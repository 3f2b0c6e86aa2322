"""atom.xml holds the rows of RFC 4287 (ATOM) and avoids feedgen's traps (FG).

The reader here is lxml and this file: no expectation comes from the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from lxml import etree, html

A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "https://podcast.example.org/"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# RFC 3339 as RFC 4287 section 3.3 takes it: upper-case T and Z, a zone.
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass
class Atom:
    """A feed as its bytes, and the folder that its addresses lead to."""

    raw: bytes
    public: Path
    base: str = BASE

    @cached_property
    def feed(self) -> Any:
        """The document's element."""
        return etree.fromstring(self.raw, etree.XMLParser(resolve_entities=False))

    @property
    def entries(self) -> list[Any]:
        """The episodes."""
        return self.feed.findall(f"{A}entry")

    @property
    def all(self) -> list[Any]:
        """The feed and its entries."""
        return [self.feed, *self.entries]


def links(parent: Any, rel: str) -> list[Any]:
    """The links of a kind; a link that says none is an alternate."""
    return [link for link in parent.findall(f"{A}link") if link.get("rel", "alternate") == rel]


Rule = Callable[[Atom], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(*ids: str) -> Callable[[Rule], Rule]:
    """Register a check under the rows that it stands for."""

    def register(check: Rule) -> Rule:
        RULES.update(dict.fromkeys(ids, check))
        return check

    return register


def faults(check: Rule, atom: Atom) -> list[str]:
    """What a check finds; a feed that can't be parsed is one fault."""
    try:
        return list(check(atom))
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]


@rule("ATOM-1", "ATOM-2")
def required_once(atom: Atom) -> Iterator[str]:
    """Feed and entries have one id, title and updated; titles are not empty."""
    if atom.feed.tag != f"{A}feed":
        yield atom.feed.tag
    for parent in atom.all:
        for name in ("id", "title", "updated"):
            if len(parent.findall(f"{A}{name}")) != 1:
                yield f"not one {name}"
            elif not (parent.findtext(f"{A}{name}") or "").strip():
                yield f"empty {name}"


@rule("ATOM-2-IDS")
def ids_are_iris(atom: Atom) -> Iterator[str]:
    """Absolute, without white space, and no two the same."""
    ids = [parent.findtext(f"{A}id") or "" for parent in atom.all]
    for one in ids:
        if not re.fullmatch(r'(urn:[a-z0-9-]+:|https?://|tag:)[^\s<>"{}|\\^`]+', one):
            yield one
    if len(set(ids)) != len(ids):
        yield "an id stands twice"


@rule("ATOM-3")
def author_is_named(atom: Atom) -> Iterator[str]:
    """An author with a name at the feed, or at every entry."""
    if not atom.feed.findtext(f"{A}author/{A}name"):
        for entry in atom.entries:
            if not entry.findtext(f"{A}author/{A}name"):
                yield "no author"
    for person in atom.feed.iter(f"{A}author", f"{A}contributor"):
        if len(person.findall(f"{A}name")) != 1:
            yield "a person without a name"


@rule("ATOM-4", "FG-4")
def feed_links(atom: Atom) -> Iterator[str]:
    """One self, one alternate to the site."""
    wanted = {"self": f"{atom.base}atom.xml", "alternate": atom.base}
    for rel, href in wanted.items():
        if [link.get("href") for link in links(atom.feed, rel)] != [href]:
            yield f"{rel}: {[link.get('href') for link in links(atom.feed, rel)]}"


@rule("ATOM-5")
def entries_have_pages(atom: Atom) -> Iterator[str]:
    """An alternate, which is a published page."""
    for entry in atom.entries:
        for link in links(entry, "alternate") or [etree.Element("link", href="")]:
            href = link.get("href")
            page = atom.public / href.removeprefix(atom.base) / "index.html"
            if not href.startswith(atom.base) or not page.is_file():
                yield f"alternate: {href}"


@rule("ATOM-6")
def alternates_differ(atom: Atom) -> Iterator[str]:
    """No two alternates of one type and language."""
    for parent in atom.all:
        kinds = [(link.get("type"), link.get("hreflang")) for link in links(parent, "alternate")]
        if len(set(kinds)) != len(kinds):
            yield str(kinds)


@rule("ATOM-7", "FG-5")
def enclosures_are_whole(atom: Atom) -> Iterator[str]:
    """One enclosure with href, type and the file's exact length."""
    for entry in atom.entries:
        found = links(entry, "enclosure")
        if len(found) != 1:
            yield f"{len(found)} enclosures"
        for link in found:
            href, length = link.get("href", ""), link.get("length", "")
            if link.get("type") not in ("audio/mpeg", "audio/x-m4a"):
                yield f"type {link.get('type')}"
            file = atom.public / href.removeprefix(atom.base)
            if not file.is_file() or length != str(file.stat().st_size):
                yield f"{href} {length}"


@rule("ATOM-8", "FG-6")
def text_types_are_known(atom: Atom) -> Iterator[str]:
    """text, html or xhtml."""
    for name in ("title", "subtitle", "summary", "content", "rights"):
        for element in atom.feed.iter(f"{A}{name}"):
            if element.get("type", "text") not in ("text", "html", "xhtml"):
                yield f"{name}: {element.get('type')}"


@rule("ATOM-9", "FG-7")
def html_is_escaped(atom: Atom) -> Iterator[str]:
    """Content is html, as text that is HTML; what has no type holds no tags and no entities."""
    for entry in atom.entries:
        content = entry.find(f"{A}content")
        if content is None or content.get("type") != "html" or len(content):
            yield "content is not escaped html"
        elif not re.match(r"<(p|h\d|ul|ol|blockquote)>", content.text or ""):
            yield f"content: {content.text}"
    for name in ("title", "subtitle", "summary"):
        for element in atom.feed.iter(f"{A}{name}"):
            plain = element.get("type", "text") == "text"
            if plain and re.search(r"</?[a-z]+>|&(amp|lt|gt|quot|#\d+);", element.text or ""):
                yield f"{name}: {element.text}"


@rule("ATOM-9-LINKS", "RSS-28")
def html_urls_are_absolute(atom: Atom) -> Iterator[str]:
    """No address in content needs a base."""
    for content in atom.feed.iter(f"{A}content"):
        for _, name, url, _ in html.fromstring(f"<div>{content.text}</div>").iterlinks():
            if not re.match(r"(https?://[^/]|mailto:|tel:|geo:)", url):
                yield f"{name}={url}"


@rule("ATOM-10", "FG-8")
def dates_are_rfc3339(atom: Atom) -> Iterator[str]:
    """A zone, no fractions of seconds, none after the build; updated is not before published."""
    for name in ("updated", "published"):
        for element in atom.feed.iter(f"{A}{name}"):
            if not _DATE.fullmatch(element.text or ""):
                yield f"{name}: {element.text}"
            elif "." in element.text or datetime.fromisoformat(element.text) > NOW:
                yield f"{name}: {element.text} is of a clock"
    for entry in atom.entries:
        moments = [entry.findtext(f"{A}{name}") for name in ("published", "updated")]
        if not all(_DATE.fullmatch(moment or "") for moment in moments):
            yield "no published, or no date"
        elif datetime.fromisoformat(moments[1]) < datetime.fromisoformat(moments[0]):
            yield f"updated {moments[1]} before published {moments[0]}"


@rule("ATOM-11")
def summary_where_needed(atom: Atom) -> Iterator[str]:
    """Content with src needs a summary."""
    for entry in atom.entries:
        content = entry.find(f"{A}content")
        if content is not None and content.get("src") and entry.find(f"{A}summary") is None:
            yield "content src without summary"


@rule("ATOM-12")
def language_and_logo(atom: Atom) -> Iterator[str]:
    """xml:lang on the feed; the logo is published."""
    if atom.feed.get(LANG) != "fr":
        yield f"xml:lang={atom.feed.get(LANG)}"
    logo = atom.feed.findtext(f"{A}logo") or "none"
    if not (atom.public / logo.removeprefix(atom.base)).is_file():
        yield f"logo: {logo}"


@rule("ATOM-14")
def ids_follow_guids(atom: Atom) -> Iterator[str]:
    """The id is the item's guid as a urn, one to one."""
    rss = etree.fromstring((atom.public / "feed.xml").read_bytes())
    guids = [item.findtext("guid") for item in rss.find("channel").findall("item")]
    ids = [entry.findtext(f"{A}id") for entry in atom.entries]
    if ids != [f"urn:uuid:{UUID(guid)}" for guid in guids]:
        yield f"{ids} for {guids}"


@rule("RSS-27", "APL-8")
def urls_are_absolute_ascii(atom: Atom) -> Iterator[str]:
    """Every address has a scheme and a host, in ASCII."""
    urls = [link.get("href") for link in atom.feed.iter(f"{A}link")]
    urls += [e.text for e in atom.feed.iter(f"{A}logo", f"{A}icon", f"{A}uri")]
    for url in urls:
        if not urlsplit(url).netloc or not re.fullmatch(r"https?://[!-~]+", url):
            yield url


@rule("FG-21")
def generator_is_ours(atom: Atom) -> Iterator[str]:
    """Not feedgen."""
    if "feedgen" in (atom.feed.findtext(f"{A}generator") or "feedgen"):
        yield str(atom.feed.findtext(f"{A}generator"))


@pytest.fixture(scope="module")
def atom(built: Any) -> Atom:
    """The feed of the show that has everything."""
    return Atom((built.public / "atom.xml").read_bytes(), built.public)


@pytest.mark.parametrize("row", RULES)
def test_row_holds(row: str, atom: Atom) -> None:
    """The row holds for atom.xml."""
    assert faults(RULES[row], atom) == []


MUTATIONS = (
    ("ATOM-1", "2005/Atom", "2006/Atom"),
    ("ATOM-1", r"<updated>[^<]*</updated>", ""),
    ("ATOM-1", r"(<title>)", r"<title>x</title>\1"),
    ("ATOM-2", r"(<entry>.*?)<id>[^<]*</id>", r"\1"),
    ("ATOM-2-IDS", r"(<entry>.*?<id>)[^<]*", r"\1 7c029615"),
    ("ATOM-2-IDS", r"(<entry>.*?<id>)([^<]*)(.*?<entry>.*?<id>)[^<]*", r"\1\2\3\2"),
    ("ATOM-3", r"<author>.*?</author>", ""),
    ("ATOM-3", r"<contributor>\s*<name>[^<]*</name>", "<contributor>"),
    ("ATOM-4", 'rel="self"', 'rel="hub"'),
    ("ATOM-4", r'href="https://podcast\.example\.org/" rel="alternate"', 'href="/"'),
    ("ATOM-5", r'(<entry>.*?)<link rel="alternate"[^>]*>', r"\1"),
    ("ATOM-5", r'(<entry>.*?<link rel="alternate"[^>]*?)/"', r'\1/x"'),
    ("ATOM-6", r'(<entry>.*?)(<link rel="alternate"[^>]*>)', r"\1\2\2"),
    ("ATOM-7", r'<link rel="enclosure"', "<link"),
    ("ATOM-7", r'length="(\d+)"', r'length="\g<1>1"'),
    ("ATOM-7", r'(rel="enclosure".*?)type="[^"]*"', r"\1"),
    ("ATOM-8", r'<content type="html"', '<content type="CDATA"'),
    ("ATOM-9", r'<content type="html"', "<content"),
    ("ATOM-9", r"<summary>", "<summary>&lt;p>"),
    ("ATOM-9-LINKS", r'&lt;a href="https://[^/"]*/', '&lt;a href="/'),
    ("ATOM-10", r"<updated>([^<]*)T", r"<updated>\1 "),
    ("ATOM-10", r"(<published>[^<]*)(\+00:00|Z)<", r"\1<"),
    ("ATOM-10", r"(:\d\d)(\+00:00|Z)<", r"\1.123456\2<"),
    ("ATOM-10", r"(<entry>.*?<updated>)\d{4}", r"\g<1>1999"),
    (
        "ATOM-11",
        r'<content type="html">[^<]*</content>\s*<summary>.*?</summary>',
        '<content src="x"/>',
    ),
    ("ATOM-11", r"(<content )([^>]*>.*?)<summary>.*?</summary>", r'\1src="x" \2'),
    ("ATOM-12", r' xml:lang="fr"', ""),
    ("ATOM-12", r"<logo>.*?</logo>", ""),
    ("ATOM-14", r"(<entry>.*?<id>urn:uuid:)\w\w", r"\g<1>00"),
    ("RSS-27", r'href="https://podcast\.example\.org/eau', 'href="eau'),
    ("RSS-27", r"<logo>https://", "<logo>https://é"),
    ("FG-21", "<generator>[^<]*", "<generator>python-feedgen"),
)


@pytest.mark.parametrize(
    ("row", "old", "new"), MUTATIONS, ids=[f"{i:02}-{m[0]}" for i, m in enumerate(MUTATIONS)]
)
def test_broken_feed_is_found(row: str, old: str, new: str, atom: Atom) -> None:
    """The check of the row sees a feed that was broken on purpose."""
    broken, count = re.subn(old, new, atom.raw.decode(), count=1, flags=re.DOTALL)
    assert count == 1, "nothing was broken"
    assert faults(RULES[row], Atom(broken.encode(), atom.public))


def test_every_check_can_fail() -> None:
    """Every check has a feed that it refuses."""
    tried = {RULES[row] for row, _, _ in MUTATIONS}
    assert [check.__name__ for check in RULES.values() if check not in tried] == []


def _entry(atom: Atom, guid: str) -> Any:
    return next(e for e in atom.entries if e.findtext(f"{A}id") == f"urn:uuid:{guid}")


def _built(project: Any) -> Atom:
    project.build()
    return Atom((project.public / "atom.xml").read_bytes(), project.public)


def test_dates_are_the_files_moments(built: Any, atom: Atom) -> None:
    """ATOM-10: published and updated are the moments that the files name."""
    for told in built.told:
        if told.stem in ("foret/03-demain", "foret/04-sans-son"):
            continue
        entry = _entry(atom, told.guid)
        changed = told.published
        if told.stem == "foret/02-martin":
            changed = datetime(2025, 8, 1, tzinfo=UTC)
        assert datetime.fromisoformat(entry.findtext(f"{A}published")) == told.published
        assert datetime.fromisoformat(entry.findtext(f"{A}updated")) == changed
    newest = max(datetime.fromisoformat(e.findtext(f"{A}updated")) for e in atom.entries)
    assert datetime.fromisoformat(atom.feed.findtext(f"{A}updated")) == newest


def test_people_are_contributors(built: Any, atom: Atom) -> None:
    """The guest of an interview is named in its entry, the host too."""
    told = next(t for t in built.told if t.stem == "eau/01-boeuf")
    names = [e.text for e in _entry(atom, told.guid).iter(f"{A}name")]
    assert names == ["Anne Martin", "Frédéric Bœuf"]


def test_summary_is_plain_and_own(built: Any, atom: Atom) -> None:
    """P20-REC-2: the summary is the notes' first paragraph as text, without notice or footnote."""
    told = next(t for t in built.told if t.stem == "eau/01-boeuf")
    summary = _entry(atom, told.guid).findtext(f"{A}summary")
    assert summary.startswith("« Tout va bien », dit-il ; vraiment ]]> très bien")
    assert "synthèse" not in summary
    assert "[^" not in summary
    assert len(summary) <= 300


ODD_GUIDS = (
    "https://old.example.org/?p=12",
    "tag:example.org,2020:a",
    "une chaîne quelconque",
    "12",
    "7C029615-A810-4214-9342-EEE73F58435D",
    "http://é",
    "urn:a b",
    "urn:uuid:12",
    "mailto:a@b.example",
)


def _with_guids(project: Any, guids: tuple[str, ...]) -> Atom:
    for number, guid in enumerate(guids, 10):
        project.episode(f"eau/{number}", number, guid=guid, beside=False)
    return _built(project)


def test_any_guid_gives_an_iri(project: Any) -> None:
    """ATOM-2: a guid of an older host, whatever its form, gives an absolute IRI of its own."""
    atom = _with_guids(project, ODD_GUIDS)
    assert faults(RULES["ATOM-2-IDS"], atom) == []
    assert {*ODD_GUIDS[:2]} <= {entry.findtext(f"{A}id") for entry in atom.entries}


def test_guid_that_only_looks_like_an_address(project: Any) -> None:
    """ATOM-2: what no address can hold does not reach an id."""
    atom = _with_guids(project, ("https://old.example.org/<12>", 'https://old.example.org/"'))
    assert faults(RULES["ATOM-2-IDS"], atom) == []


def test_guids_that_make_one_id(project: Any) -> None:
    """ATOM-2: two guids that differ do not become one id, or the build says that they would."""
    bare = "7c029615-a810-4214-9342-eee73f58435d"
    project.episode("eau/01-invite", 1, guid=bare)
    project.episode("eau/02-invite", 2, guid=f"urn:uuid:{bare}")

    done = project.run("build", "--accept-guid-changes")

    if done.status == 0:
        atom = Atom((project.public / "atom.xml").read_bytes(), project.public)
        assert faults(RULES["ATOM-2-IDS"], atom) == []
    else:
        assert "guid" in done.err


def test_updated_before_published(project: Any) -> None:
    """ATOM-10: an `updated` before `published` is told, or does not reach the feed."""
    project.edit("episodes/eau/03-invite.md", "number", "updated = 2020-01-01T00:00:00Z\nnumber")

    done = project.run("build", "--accept-guid-changes")

    if done.status == 0:
        atom = Atom((project.public / "atom.xml").read_bytes(), project.public)
        assert faults(RULES["ATOM-10"], atom) == []
    else:
        assert "updated" in done.err


def test_base_with_a_path(project: Any) -> None:
    """ATOM-4: a show that lies in a folder of a site has right addresses throughout."""
    base = "https://example.org/sons/revue/"
    project.build("--base-url", base)
    atom = Atom((project.public / "atom.xml").read_bytes(), project.public, base)
    rows = ("ATOM-4", "ATOM-5", "ATOM-7", "ATOM-12", "RSS-27")
    assert {row: f for row in rows if (f := faults(RULES[row], atom))} == {}
