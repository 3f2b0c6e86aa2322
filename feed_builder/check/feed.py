"""Checking a feed of anyone: bytes in, faults out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feed_builder.check import atom, channel, hypertext, items, itunes, opml, platforms, podcast
from feed_builder.check.document import decoded, judge_document
from feed_builder.check.jsonfeed import check_json
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element, Reader, Refused
from feed_builder.check.registry import by_name
from feed_builder.check.rule import Fault, Profile, shown
from feed_builder.check.vocabulary import KNOWN_PREFIXES, TABLES
from feed_builder.model import Finding, Level

_VERSIONS = ("0.91", "0.92", "0.93", "0.94", "2.0")
_HTML = ("<!doctype html", "<html")


def check_feed(
    data: bytes,
    *,
    now: datetime,
    location: str | None = None,
    charset: str | None = None,
) -> list[Fault]:
    """Every fault of a feed: RSS, Atom, JSON Feed or OPML.

    `location` is the address that it was read from, `charset` what its server said. Never raises
    for what the bytes hold.
    """
    try:
        text = decoded(data, charset)
    except Refused as error:
        return [_refusal(error)]
    start = text.data[:4_000].lstrip()[:200] or text.data.lstrip()[:200]
    if start[:1] in (b"{", b"["):
        return [*text.faults, *check_json(text.data, now=now)]
    if start.lower().startswith(tuple(word.encode() for word in _HTML)):
        return [
            _not_a_feed("is a web page", "give the address of its feed: look for rel=alternate")
        ]
    check = _Check(text.data, now, location)
    refused = check.read()
    if check.judge is None:
        reason = refused or Refused("feed-recognised", "there is no feed in it", "", 1)
        return [*text.faults, *check.faults, _refusal(reason)]
    judge_document(check.judge, check.reader, text)
    faults = [*text.faults, *check.judge.faults]
    return [*faults, _refusal(refused)] if refused else faults


def _refusal(refused: Refused) -> Fault:
    line = refused.line
    return Fault(rule=refused.rule, message=refused.message, fix=refused.fix, line=line)


def _not_a_feed(message: str, fix: str, line: int = 1) -> Fault:
    return Fault(rule="feed-recognised", message=message, fix=fix, line=line)


class _Check:
    """One document in its course: the first element tells what it is."""

    def __init__(self, data: bytes, now: datetime, location: str | None) -> None:
        self.data, self.now, self.location = data, now, location
        self.reader = Reader(self._item)
        self.judge: Judge | None = None
        self.faults: list[Fault] = []
        self.seen = items.Seen()
        self.atom = atom.Entries()
        # Items after which no other element has come yet, and those after which one has.
        self._last: list[int] = []
        self._misplaced: list[int] = []
        self._elements = 0

    def read(self) -> Refused | None:
        """Read all of it; what stopped the reading, if anything did."""
        refused = None
        try:
            self.reader.read(self.data)
        except Refused as error:
            refused = error
        root = self.reader.root
        if root is not None and self.judge is None:
            self._begin(root)
        if root is not None and self.judge is not None and self.reader.complete:
            self._finish(root, self.judge)
        return refused

    def _begin(self, root: Element) -> Judge | None:
        """The judge for this kind of document, or None where it is of no kind that we know."""
        name = root.name
        tables, known = TABLES, KNOWN_PREFIXES
        if name.startswith("atom:"):
            tables, known = atom.TABLES, atom.KNOWN_PREFIXES
        judge = Judge(
            data=self.data, now=self.now, tables=tables, known=known, location=self.location
        )
        judge.prefixes = self.reader.prefixes
        if name == "rss":
            judge.version = root.attrs.get("version", "2.0")
        elif name == "rdf:RDF":
            fact = "is RSS 1.0 (RDF), which has no enclosures: no podcast app lists what is in it"
            fix = "publish RSS 2.0; the rest of this file is not judged"
            judge.add(root, "feed-rss1", fact, fix)
        elif name not in ("atom:feed", "opml") and not name.endswith("}rss"):
            fix = 'a podcast’s feed begins with <rss version="2.0">'
            judge.add(root, "feed-recognised", "is the root of no feed", fix)
        self.judge = judge
        return judge

    def _item(self, item: Element) -> None:
        root = self.reader.root
        judge = self.judge or (self._begin(root) if root is not None else None)
        if judge is None:
            return
        if item.name == "item":
            self._rss_item(judge, item)
        elif item.name == "atom:entry":
            atom.judge_entry(judge, item, self.atom)

    def _rss_item(self, judge: Judge, item: Element) -> None:
        self._place(item.parent)
        self._last.append(item.line)
        if item.attrs:
            judge.attributes(item, _ITEM_TAG)
        judge.holder(item, "item")
        description = item.child("description")
        if judge.version == "0.91" and description is not None:
            # RSS 0.91 knew no HTML.
            hexadecimal = judge.hexadecimal(description)
            for name, message, fix in hypertext.plain(description.value, hexadecimal=hexadecimal):
                judge.add(description, name, message, fix)
        items.judge_item(judge, item, self.seen)
        itunes.judge_item(judge, item)
        podcast.judge_item(judge, item)
        platforms.judge_item(judge, item)

    def _place(self, channel: Element | None) -> None:
        if channel is not None and len(channel.children) > self._elements:
            self._misplaced += self._last
            self._last = []
            self._elements = len(channel.children)

    def _finish(self, root: Element, judge: Judge) -> None:
        if root.name == "rss" or root.name.endswith("}rss"):
            self._finish_rss(root, judge)
        elif root.name == "atom:feed":
            atom.judge_feed(judge, root, self.atom)
        elif root.name == "opml":
            opml.judge_opml(judge, root)

    def _finish_rss(self, root: Element, judge: Judge) -> None:
        _root(judge, root)
        for element in root.all("channel"):
            self._place(element)
            channel.judge_channel(judge, element)
            itunes.judge_channel(judge, element)
            podcast.judge_channel(judge, element)
            platforms.judge_channel(judge, element, self.seen)
            items.judge_all(judge, element, self.seen, self._misplaced)
            itunes.judge_all(judge, element, self.seen)


_ITEM_TAG = TABLES["rss"]["access:restriction"]


def _root(judge: Judge, root: Element) -> None:
    version = root.attrs.get("version")
    if root.name != "rss":
        fix = "write xmlns:prefix, not xmlns, for the namespaces of extensions"
        judge.add(root, "feed-recognised", "stands in a namespace, where RSS has none", fix)
        return
    if version is None:
        judge.add(root, "rss-version", "has no version", 'write version="2.0"')
    elif version not in _VERSIONS and not version.startswith("2.0"):
        judge.add(root, "rss-version", f"{shown(version)} is no version of RSS", "write 2.0")
    elif not version.startswith("2."):
        judge.add(root, "rss-old", f"is RSS {version}", "publish RSS 2.0")
    for name in root.attrs:
        if name != "version" and not name.startswith(("xml:", "{")):
            judge.add(root, "attribute-known", f"knows no attribute {name}", "take it out")
    judge.holder(root, "rss")
    if not root.has("channel"):
        judge.add(root, "rss-channel", "holds no <channel>", "write one")


def findings(
    faults: Sequence[Fault], *, file: str, profile: Profile, least: Level = Level.HINT
) -> list[Finding]:
    """The faults that matter in `profile`, as findings about `file`, from the level `least` on."""
    kept = in_profile(faults, profile=profile, least=least)
    return [finding(fault, file=file, level=level) for fault, level in kept]


def in_profile(
    faults: Sequence[Fault], *, profile: Profile, least: Level = Level.HINT
) -> list[tuple[Fault, Level]]:
    """The faults that matter in `profile`, each with how bad it is there."""
    rules = by_name()
    order = list(Level)
    kept = []
    for fault in faults:
        broken = rules[fault.rule]
        level = broken.level_in(profile)
        if profile in broken.profiles() and order.index(level) <= order.index(least):
            kept.append((fault, level))
    return kept


def finding(fault: Fault, *, file: str, level: Level) -> Finding:
    """A fault as everything else in the program tells one."""
    where = f"{file}: {fault.path}" if fault.path else file
    return Finding(
        rule=fault.rule,
        level=level,
        where=where,
        line=fault.line,
        message=fault.message,
        fix=fault.fix or None,
        source=by_name()[fault.rule].source(fault.rows),
    )
