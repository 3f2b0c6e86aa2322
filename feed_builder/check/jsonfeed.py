"""JSON Feed 1.1: its keys, and the lines that they stand on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from feed_builder.check import addresses, dates, hypertext
from feed_builder.check.forms import form
from feed_builder.check.rule import Fault, rule, shown
from feed_builder.check.value import Value
from feed_builder.records import dataclass

_VERSION = re.compile(r"https?://jsonfeed\.org/version/1(\.1)?")
_KEYS = frozenset(
    "version title home_page_url feed_url description user_comment next_url icon favicon author "
    "authors language expired hubs items".split()
)
_ITEM_KEYS = frozenset(
    "id url external_url title content_html content_text summary image banner_image "
    "date_published date_modified author authors tags language attachments".split()
)
_ADDRESSES = (
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "url",
    "external_url",
    "image",
    "banner_image",
)
_DEEP = 200


@dataclass(frozen=True, slots=True)
class _Place:
    """An object of the document: where it is, on which line, and its own text."""

    path: str
    line: int
    text: str = ""
    item: int | None = None
    title: str = ""

    def fault(self, broken: str, message: str, fix: str, key: str = "") -> Fault:
        line = self.line
        if key and (found := re.search(rf'"{re.escape(key)}"\s*:', self.text)):
            line += self.text.count("\n", 0, found.start())
        path = f"{self.path}.{key}" if self.path and key else self.path or key
        return Fault(
            rule=broken, message=f"{key or self.path or 'feed'}: {message}", fix=fix, path=path,
            line=line, item=self.item, title=self.title,
        )  # fmt: skip


def check_json(data: bytes, *, now: datetime) -> list[Fault]:
    """Every fault of a JSON Feed."""
    try:
        text = data.decode("utf-8-sig")
        feed = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [Fault(rule="json-valid", message="is not UTF-8", fix="save it as UTF-8", line=line)]
    except json.JSONDecodeError as error:
        fact = f"is no JSON: {error.msg}"
        fix = "mend the program that writes it"
        return [Fault(rule="json-valid", message=fact, fix=fix, line=error.lineno)]
    except (RecursionError, ValueError) as error:
        return [Fault(rule="json-valid", message=f"can’t be read: {error}", fix="", line=1)]
    if not isinstance(feed, dict):
        fix = 'begin with {"version": "https://jsonfeed.org/version/1.1"'
        return [Fault(rule="feed-recognised", message="is no JSON Feed", fix=fix, line=1)]
    return [*_feed(feed, _Place("", 1, text), now), *_all_items(feed, text, now)]


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no value of JSON")


def _feed(feed: Mapping[str, Any], place: _Place, now: datetime) -> Iterator[Fault]:
    version = feed.get("version")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        fix = "write https://jsonfeed.org/version/1.1"
        yield place.fault("json-version", f"{shown(str(version))} is no version", fix, "version")
    if not isinstance(feed.get("title"), str) or not feed["title"].strip():
        yield place.fault("json-title", "is missing", "write the show’s name", "title")
    if not isinstance(feed.get("items"), list):
        yield place.fault("json-items", "is no list", "write a list, even if it is empty", "items")
    for key in ("home_page_url", "feed_url", "language", "authors", "icon", "description"):
        if key not in feed:
            yield place.fault("json-advised", "is missing", f"write {key}", key)
    language = feed.get("language")
    check = form("language")
    if isinstance(language, str) and check:
        for name, message, fix in check(Value(language, now)):
            yield place.fault(name, message, fix, "language")
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        yield place.fault("json-next", "leads to this feed", "leave it out", "next_url")
    yield from _addresses(feed, place)
    yield from _unknown(feed, _KEYS, place)
    if "author" in feed and "authors" not in feed:
        yield place.fault("json-authors", "is of version 1.0", "write authors, a list", "author")
    for hub in feed.get("hubs") or () if isinstance(feed.get("hubs"), list) else ():
        if not isinstance(hub, dict) or not {"type", "url"} <= hub.keys():
            yield place.fault("json-hub", "has not type and url", "write both", "hubs")


def _addresses(holder: Mapping[str, Any], place: _Place) -> Iterator[Fault]:
    for key in _ADDRESSES:
        value = holder.get(key)
        if isinstance(value, str):
            for name, message, fix in addresses.full_url(value):
                yield place.fault(name, message, fix, key)
        elif value is not None:
            yield place.fault("json-kind", "is no text", "write an address", key)


def _unknown(holder: Mapping[str, Any], known: frozenset[str], place: _Place) -> Iterator[Fault]:
    for key in holder:
        if key not in known and not key.startswith("_"):
            fix = f"write _{key} if it is yours"
            yield place.fault("json-known", "is no key of JSON Feed", fix, key)


def _all_items(feed: Mapping[str, Any], text: str, now: datetime) -> Iterator[Fault]:
    listed = feed.get("items")
    if not isinstance(listed, list):
        return
    seen: dict[str, int] = {}
    for index, (item, (line, source)) in enumerate(
        zip(listed, _texts(listed, text), strict=True), 1
    ):
        if not isinstance(item, dict):
            place = _Place(f"items[{index}]", line, source, index)
            yield place.fault("json-items", "is no object", "write {…}")
            continue
        place = _Place(f"items[{index}]", line, source, index, str(item.get("title") or ""))
        yield from _item(item, place, now, seen, index)


def _texts(listed: list[Any], text: str) -> Iterator[tuple[int, str]]:
    """The line and the text of each item: values are read again where they stand."""
    decoder = json.JSONDecoder()
    found = re.search(r'"items"\s*:\s*\[', text)
    position = found.end() if found else len(text)
    line, before = 1, 0
    for _ in listed:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        try:
            _, end = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            end = position
        line += text.count("\n", before, position)
        before = position
        yield line, text[position:end]
        position = end


def _item(
    item: Mapping[str, Any], place: _Place, now: datetime, seen: dict[str, int], index: int
) -> Iterator[Fault]:
    identity = item.get("id")
    if identity is None or identity == "":
        yield place.fault("json-id", "is missing", "write one that never changes", "id")
    elif not isinstance(identity, str):
        yield place.fault("json-id-text", "is no text", "write it in quotation marks", "id")
    elif seen.setdefault(identity, index) != index:
        fact = f"{shown(identity)} is that of item {seen[identity]} as well"
        yield place.fault("json-id-unique", fact, "give each its own", "id")
    if not item.get("content_html") and not item.get("content_text"):
        fact = "has neither content_html nor content_text"
        yield place.fault("json-content", fact, "write one")
    for key in ("date_published", "date_modified"):
        if isinstance(item.get(key), str):
            for name, message, fix in dates.rfc3339(item[key], now):
                yield place.fault(name, message, fix, key)
        elif item.get(key) is not None:
            yield place.fault("json-kind", "is no text", "write 2022-07-06T13:00:00Z", key)
    yield from _texts_of(item, place)
    yield from _addresses(item, place)
    yield from _unknown(item, _ITEM_KEYS, place)
    yield from _attachments(item, place)


def _texts_of(item: Mapping[str, Any], place: _Place) -> Iterator[Fault]:
    text, html = item.get("content_text"), item.get("content_html")
    if isinstance(text, str) and "</" in text and hypertext.tags_in(text):
        yield place.fault("json-html", "holds HTML", "write it as content_html", "content_text")
    if isinstance(html, str):
        for name, message, fix in hypertext.html(html):
            yield place.fault(name, message, fix, "content_html")


def _attachments(item: Mapping[str, Any], place: _Place) -> Iterator[Fault]:
    attachments = item.get("attachments")
    if attachments is None:
        return
    if not isinstance(attachments, list):
        yield place.fault("json-kind", "is no list", "write a list", "attachments")
        return
    for attachment in attachments:
        if not isinstance(attachment, dict):
            yield place.fault("json-attachment", "is no object", "write {…}", "attachments")
            continue
        for key in ("url", "mime_type"):
            if not isinstance(attachment.get(key), str):
                yield place.fault("json-attachment", f"has no {key}", f"write {key}", "attachments")
        for key in ("size_in_bytes", "duration_in_seconds"):
            value = attachment.get(key)
            number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
            if value is not None and not number:
                fact = f"{key} is no number"
                yield place.fault("json-attachment", fact, "write a number", "attachments")


RULES = (
    rule("json-valid", "error", "The document is JSON in UTF-8.", "JF-1 JF-8", everywhere=True),
    rule("json-version", "error", "A feed says its version.", "JF-1"),
    rule("json-title", "error", "A feed has a title.", "JF-1"),
    rule("json-items", "error", "A feed has a list of items.", "JF-1"),
    rule("json-advised", "hint", "A feed says where it is, in what language and whose it is.", "JF-2"),
    rule("json-id", "error", "An item has an id.", "JF-3"),
    rule("json-id-text", "warning", "An id is text.", "JF-3"),
    rule("json-id-unique", "error", "No two items have one id.", "JF-3"),
    rule("json-content", "error", "An item has content.", "JF-3"),
    rule("json-html", "warning", "HTML stands in content_html.", "JF-4"),
    rule("json-attachment", "error", "A recording has an address and a type; size and duration are numbers.", "JF-5"),
    rule("json-next", "error", "The next page is another one.", "JF-6"),
    rule("json-authors", "hint", "Authors are a list.", "JF-7"),
    rule("json-hub", "warning", "A hub has type and url.", "JF-7"),
    rule("json-known", "hint", "Keys of one’s own begin with _.", "JF-7"),
    rule("json-kind", "error", "A value has its kind.", "JF-1 JF-5"),
)  # fmt: skip
