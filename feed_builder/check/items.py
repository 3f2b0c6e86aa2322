"""What RSS 2.0 asks of an item besides the form of its elements, and of all of them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from feed_builder.check import addresses, dates, hypertext
from feed_builder.check.channel import PAIRS, atom_link, persons, same_semantics
from feed_builder.check.forms import integer
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import Fault, rule, shown
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is kept of an item when it has been read: the rest is forgotten."""

    index: int
    line: int
    title: str
    guid: str | None
    url: str | None
    date: datetime | None
    season: int | None
    number: int | None
    kind: str

    def fault(self, rule_: str, message: str, fix: str, rows: tuple[str, ...] = ()) -> Fault:
        """A fault of this item."""
        return Fault(
            rule=rule_,
            message=message,
            fix=fix,
            path=f"channel/item[{self.index}]",
            line=self.line,
            item=self.index,
            title=self.title,
            rows=rows,
        )


@dataclass(slots=True)
class Seen:
    """What was met in the items so far."""

    guids: dict[str, int] = field(default_factory=dict)
    items: list[ItemFacts] = field(default_factory=list)


def judge_item(judge: Judge, item: Element, seen: Seen) -> None:
    """An item by the rules of RSS alone."""
    if not item.has("title") and not item.has("description"):
        judge.add(item, "item-text", "has neither title nor description", "write a title")
    if not item.has("guid") and judge.version.startswith("2."):
        fix = "give it an identity that never changes: a UUID, isPermaLink=false"
        judge.add(item, "guid-present", "has no <guid>", fix)
    same_semantics(judge, item, PAIRS["item"])
    persons(judge, item)
    for rating in item.all("media:rating"):
        simple = rating.attrs.get("scheme", "urn:simple") == "urn:simple"
        if simple and rating.value not in ("adult", "nonadult"):
            fact = f"{shown(rating.value)} is neither adult nor nonadult"
            judge.add(rating, "value-listed", fact, "write one of them, or another scheme")
    for body in item.all("xhtml:body"):
        judge.add(body, "html-body", "is not read by podcast apps", "use content:encoded")
        _unsafe(judge, body)
    _notes_order(judge, item)
    _guid(judge, item, seen)
    for link in item.all("atom:link"):
        atom_link(judge, link)
    if item.has("wfw:commentRSS"):
        judge.add(item, "comment-rss", "holds wfw:commentRSS", "write wfw:commentRss")
    seen.items.append(facts_of(item))


def _unsafe(judge: Judge, holder: Element) -> None:
    """Elements in XHTML that are not safe to show."""
    for element in holder.children:
        if element.name.rpartition(":")[2].lower() in hypertext.UNSAFE:
            judge.add(element, "html-safe", "is not safe to show", "leave it out")
        _unsafe(judge, element)


def facts_of(item: Element) -> ItemFacts:
    """What is kept of `item`."""
    enclosure, guid = item.child("enclosure"), item.child("guid")
    return ItemFacts(
        index=item.index,
        line=item.line,
        title=item.title(),
        guid=guid.value if guid else None,
        url=enclosure.attrs.get("url") if enclosure else None,
        date=dates.moment_of(item.text_of("pubDate")) if item.has("pubDate") else None,
        season=integer(item.text_of("itunes:season")),
        number=integer(item.text_of("itunes:episode")),
        kind=item.text_of("itunes:episodeType") or "full",
    )


def _notes_order(judge: Judge, item: Element) -> None:
    for child in item.children:
        if child.name == "description":
            return
        if child.name == "content:encoded":
            fix = "write the description first: some readers keep the last of the two"
            judge.add(child, "description-first", "stands before a description", fix)
            return


def _guid(judge: Judge, item: Element, seen: Seen) -> None:
    for guid in item.all("guid"):
        value = guid.value
        if guid.attrs.get("isPermaLink", "true") == "true":
            _permalink(judge, guid, value)
        elif len(value) < 9 and value.isdigit():
            fact = f"{shown(value)} may be another’s as well"
            judge.add(
                guid, "guid-unlikely", fact, "new episodes: use a UUID; never change old ones"
            )
        if value and value in seen.guids:
            fact = f"{shown(value)} is that of item {seen.guids[value]} as well"
            fix = "give each its own: apps show one of them"
            judge.add(guid, "guid-unique", fact, fix)
        elif value:
            seen.guids[value] = item.index
        if value != guid.text:
            fix = "write it right between the tags: AntennaPod takes spaces for a part of it"
            judge.add(guid, "guid-trimmed", "has white space around it", fix)


def _permalink(judge: Judge, guid: Element, value: str) -> None:
    fix = 'write isPermaLink="false"; its value stays as it is'
    lower = value.lower()
    problems = list(addresses.full_url(value))
    if problems:
        broken = "url-scheme" if problems[0][0] == "url-scheme" else "guid-permalink"
        fact = f"{shown(value)} is no web address, though isPermaLink says so"
        judge.add(guid, broken, fact, fix)
    elif lower.startswith(("tag:", "urn:")):
        fact = f"{shown(value)} leads nowhere, though isPermaLink says so"
        judge.add(guid, "guid-leads", fact, fix)


def judge_all(judge: Judge, channel: Element, seen: Seen, stray: list[int]) -> None:
    """What is decided when all items are read; `stray` are lines of items before other elements."""
    for line in stray:
        judge.faults.append(
            Fault(
                rule="items-last",
                message="item: stands before other elements of the channel",
                fix="write all items behind them: some readers stop at the first",
                path="channel/item",
                line=line,
            )
        )
    if "slash" in judge.prefixes and not channel.has("lastBuildDate"):
        judge.add(channel, "slash-date", "counts comments without <lastBuildDate>", "write it")
    _repeated(judge, seen, lambda i: i.url, "enclosure-unique", "has the enclosure of item {}")


def _repeated(
    judge: Judge, seen: Seen, key: Callable[[ItemFacts], str | None], name: str, fact: str
) -> None:
    known: dict[str, int] = {}
    for item in seen.items:
        value = key(item)
        if value and known.setdefault(value, item.index) != item.index:
            fix = "give each episode a file of its own: Apple ignores the second"
            judge.faults.append(item.fault(name, f"item: {fact.format(known[value])}", fix))


RULES = (
    rule("item-text", "error", "An item has a title or a description.", "RSS-70 PSP-40", "ItemMustContainTitleOrDescription", everywhere=True),
    rule("guid-present", "warning", "An item has a guid.", "RSS-77 PSP-42 APL-7 APL-43 PLT-1", "MissingGuid", strict="psp1 apple spotify"),
    rule("guid-permalink", "error", "A guid that is said to be a permalink is a whole address.", "RSS-78 RSS-79", "InvalidHttpGUID"),
    rule("guid-leads", "error", "A guid that is said to be a permalink leads somewhere.", "RSS-78 RSS-79", "InvalidPermalink"),
    rule("guid-flag", "error", "isPermaLink is true or false.", "RSS-78", "InvalidBooleanAttribute"),
    rule("guid-unlikely", "warning", "A guid is one that nobody else has.", "RSS-80 P20-REC-1", "NotSufficientlyUnique"),
    rule("guid-unique", "error", "No two items have one guid.", "RSS-80 PSP-42 APL-7 PLT-1", "DuplicateValue", everywhere=True),
    rule("guid-trimmed", "warning", "No white space stands around a guid.", "PSP-5 APL-12 P20-REC-1"),
    rule("description-first", "warning", "description stands before content:encoded.", "RSS-82", "NeedDescriptionBeforeContent"),
    rule("html-body", "warning", "Notes are no xhtml:body.", "RSS-82", "DuplicateDescriptionSemantics"),
    rule("comment-rss", "warning", "wfw:commentRss is spelt so.", "RSS-3", "CommentRSS"),
    rule("items-last", "warning", "All items stand behind the other elements.", "RSS-42", "MisplacedItem"),
    rule("slash-date", "warning", "A channel that counts comments has a lastBuildDate.", "RSS-49", "SlashDate"),
    rule("enclosure-unique", "warning", "Each item has a file of its own.", "APL-6", strict="apple"),
)  # fmt: skip
