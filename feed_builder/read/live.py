"""Broadcasts that are announced: `live/*.md`, front matter and notes (podcast:liveItem)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder.model import Enclosure, Finding, Person
from feed_builder.read.config import person_from
from feed_builder.read.episodes import Page, read_page
from feed_builder.read.files import LIVE, PAGE_SUFFIX, scan
from feed_builder.read.item_tag_keys import LIVE_KEYS
from feed_builder.read.notes import Links, render_notes
from feed_builder.read.tags import alternates, item_tags

if TYPE_CHECKING:
    from feed_builder.podcasting20 import LiveItem, ShowTags


def read_live(project: Path) -> tuple[list[Page], list[Finding]]:
    """What the files in live/ hold, in the order of their names, and their faults."""
    pages: list[Page] = []
    findings: list[Finding] = []
    for file in sorted(scan(project, LIVE).files):
        if file.lower().endswith(PAGE_SUFFIX) and not file.endswith("/README.md"):
            page, faults = read_page(project, file, LIVE_KEYS)
            findings += faults
            pages += [page] if page else []
    return pages, findings + _double_guids(pages)


def _double_guids(pages: Iterable[Page]) -> list[Finding]:
    seen: dict[str, str] = {}
    findings = []
    for page in pages:
        first = seen.setdefault(page.values["guid"], page.document.where)
        if first != page.document.where:
            fact, fix = f"guid: is also that of {first}", "write another one"
            findings.append(page.document.finding(("guid",), "guid-unique", fact, fix, "RSS-80"))
    return findings


def with_live(
    extras: Mapping[str, Any],
    pages: Iterable[Page],
    hosts: tuple[Person, ...],
    addresses: Mapping[str, str],
) -> dict[str, Any]:
    """What a `Show` is made of, with its broadcasts; `addresses` are those of the other pages."""
    items = tuple(_live_item(page, hosts, addresses) for page in pages)
    tags: ShowTags | None = extras.get("tags")
    if items:
        from feed_builder.podcasting20 import ShowTags

        tags = replace(tags or ShowTags(), live_items=items)
    return {**extras, "tags": tags}


def _live_item(page: Page, hosts: tuple[Person, ...], addresses: Mapping[str, str]) -> LiveItem:
    from feed_builder.podcasting20 import LiveItem

    values = page.values
    link = values.get("link") or values["content_link"][0]["href"]
    stream = values.get("enclosure")
    guests = [person_from(person, default_role="guest") for person in values.get("people", ())]
    return LiveItem(
        guid=values["guid"],
        title=values["title"],
        status=values["status"],
        start=values["start"],
        end=values.get("end"),
        link=link,
        notes=render_notes(page.text, Links(link, LIVE, addresses)).full,
        enclosure=Enclosure(**{"length": 0, **stream}) if stream else None,
        alternates=alternates(values),
        explicit=values.get("explicit"),
        people=(*hosts, *guests) if guests else (),
        tags=item_tags(values),
        source=page.document.where,
    )
