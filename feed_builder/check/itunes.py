"""What Apple's namespace asks, and what directories ask that read it."""

from __future__ import annotations

import re

from feed_builder.categories import CATEGORIES
from feed_builder.check.addresses import suffix
from feed_builder.check.items import ItemFacts, Seen
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import rule, shown

_OLD_CATEGORIES: dict[str, str] = {
    "Arts": "Literature",
    "Arts & Entertainment": "Architecture|Design|Entertainment|Games|Performing Arts|Photography|"
    "Poetry|Science Fiction",
    "Audio Blogs": "",
    "Business": "Careers|Finance|Investing|Management & Marketing|News|Shopping",
    "Education": "Education Technology|Higher Education|K-12|Language Courses|Training",
    "Family": "",
    "Food": "",
    "Games & Hobbies": "Automotive|Aviation|Hobbies|Other Games|Video Games",
    "Government & Organizations": "Local|National|Non-Profit|Regional",
    "Health": "Alternative Health|Diet & Nutrition|Fitness|Fitness & Nutrition|Relationships|"
    "Self-Help|Sexuality",
    "International": "Australian|Belgian|Brazilian|Canadian|Chinese|Dutch|French|German|Hebrew|"
    "Italian|Japanese|Norwegian|Polish|Portuguese|Spanish|Swedish",
    "Movies & Television": "",
    "News & Politics": "",
    "Politics": "",
    "Public Radio": "",
    "Religion & Spirituality": "New Age|Other|Philosophy",
    "Science & Medicine": "Medicine|Natural Sciences|Social Sciences",
    "Society & Culture": "History",
    "Sports & Recreation": "Amateur|College & High School|Outdoor|Professional",
    "Talk Radio": "",
    "Technology": "Computers|Developers|Gadgets|Information Technology|News|Operating Systems|"
    "Podcasting|Smart Phones|Software How-To|Tech News|Text/Speech",
    "Transportation": "Automotive|Aviation|Bicycles|Commuting",
    "Travel": "",
}
_LISTED = frozenset({".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub"})
_PICTURES = ("", ".jpg", ".jpeg", ".png")
_LEFT = (
    "itunes:summary",
    "itunes:subtitle",
    "itunes:keywords",
    "itunes:order",
    "itunes:isClosedCaptioned",
)
_PSP_FILES = {
    "audio/mpeg": (".mp3",),
    "audio/m4a": (".m4a",),
    "audio/x-m4a": (".m4a",),
    "audio/mp4": (".m4a", ".mp4"),
    "video/mp4": (".mp4", ".m4v"),
    "video/m4v": (".m4v",),
    "video/x-m4v": (".m4v",),
    "video/quicktime": (".mov",),
    "application/pdf": (".pdf",),
    "application/epub+zip": (".epub",),
}
_WRONG_TYPES = {"audio/mp3": "audio/mpeg", "audio/x-mp3": "audio/mpeg", "audio/mpeg3": "audio/mpeg"}
_NUMBER_IN_TITLE = re.compile(
    r"(?i)^\W*(s\d{1,3}\s*[·:.x-]?\s*e\d{1,4}|(episode|épisode|ep|folge|episodio|saison|season)"
    r"\.?\s*(n[°o]\s*)?#?\d{1,4}|#\d{1,4})\s*([-–—:.|]|$)"
)


def judge_channel(judge: Judge, channel: Element) -> None:
    """The channel's tags of Apple's namespace."""
    uses = "itunes" in judge.prefixes
    if uses:
        _missing(judge, channel)
    judge_categories(judge, channel)
    for owner in channel.all("itunes:owner"):
        if not owner.has("itunes:email"):
            fix = "write a mailbox that somebody reads"
            judge.add(owner, "owner-email", "has no <itunes:email>", fix)
    _switches(judge, channel)
    _pictures(judge, channel)
    _left(judge, channel)
    for element in channel.children:
        if element.name == "itunes:new_feed_url":
            fix = "write itunes:new-feed-url"
            judge.add(element, "extension-known", "is spelt with underscores", fix)
    moved = channel.child("itunes:new-feed-url")
    if moved is not None and moved.value.startswith("http:"):
        judge.add(moved, "moved-secure", "is not https", "write https://")


def judge_categories(judge: Judge, channel: Element) -> None:
    """Categories are Apple's, and stand under their parents."""
    for category in channel.all("itunes:category"):
        _category(judge, category)


def _missing(judge: Judge, channel: Element) -> None:
    wanted = (
        ("itunes:category", "itunes-category-present", "one of Apple’s categories"),
        ("itunes:explicit", "itunes-explicit-present", "true or false"),
    )
    for name, broken, meaning in wanted:
        if not channel.has(name):
            judge.add(channel, broken, f"has no <{name}>", f"write {meaning}")
    if not channel.has("language") and "xml:lang" not in channel.attrs:
        judge.add(channel, "itunes-language", "has no <language>", "write fr, en, …")
    if not channel.has("itunes:owner"):
        fix = "Spotify, YouTube and Amazon send their codes there; it may go afterwards"
        judge.add(channel, "owner-present", "has no <itunes:owner> with an e-mail address", fix)


def _category(judge: Judge, category: Element) -> None:
    name = category.attrs.get("text")
    if name is None:
        judge.add(category, "attribute-required", "has no attribute text", 'write text="…"')
        return
    _listed(judge, category, name, tuple(CATEGORIES), tuple(_OLD_CATEGORIES))
    for sub in category.all("itunes:category"):
        inner = sub.attrs.get("text")
        if inner is None:
            judge.add(sub, "attribute-required", "has no attribute text", 'write text="…"')
        else:
            old = tuple(_OLD_CATEGORIES.get(name, "").split("|"))
            _listed(judge, sub, inner, CATEGORIES.get(name, ()), old)


def _listed(
    judge: Judge, category: Element, name: str, new: tuple[str, ...], old: tuple[str, ...]
) -> None:
    if name in new:
        return
    if name in old:
        fact = f"{shown(name)} was a category until 2019"
        judge.add(category, "category-old", fact, "choose one of today’s: docs/rules.md lists them")
        return
    near = next((other for other in new if other.lower() == name.lower()), None)
    fix = f"write {near}, letter for letter" if near else "choose one of Apple’s list"
    judge.add(category, "category-listed", f"{shown(name)} is no category of Apple", fix)


def _switches(judge: Judge, holder: Element) -> None:
    """Tags of which only one value means anything."""
    for name in ("itunes:block", "itunes:complete"):
        for element in holder.all(name):
            value = element.value
            if value.lower() != "yes" and value:
                fact = f"{shown(value)} says nothing: only Yes does"
                judge.add(element, "switch-yes", fact, "leave it out")
            elif name == "itunes:complete" and not value:
                judge.add(element, "switch-yes", "is empty", "leave it out")


def _pictures(judge: Judge, holder: Element) -> None:
    for image in holder.all("itunes:image"):
        href = image.attrs.get("href", "")
        if href and suffix(href) not in _PICTURES:
            fact = f"{shown(href)} does not end in .jpg or .png"
            judge.add(image, "artwork-suffix", fact, "save it as JPEG or PNG", attr="href")


def judge_item(judge: Judge, item: Element) -> None:
    """An item's tags of Apple's namespace, and its enclosure as Apple reads it."""
    _switches(judge, item)
    _pictures(judge, item)
    _left(judge, item)
    if "itunes" in judge.prefixes:
        for enclosure in item.all("enclosure"):
            _enclosure(judge, enclosure)
    for name in ("title", "itunes:title"):
        title = item.child(name)
        if title is not None and _NUMBER_IN_TITLE.search(title.value):
            fix = "write it in itunes:episode and itunes:season: apps show it from there"
            judge.add(title, "title-numbered", f"{shown(title.value)} begins with a number", fix)


def _enclosure(judge: Judge, enclosure: Element) -> None:
    url, type_ = enclosure.attrs.get("url", ""), enclosure.attrs.get("type", "").lower()
    ending = suffix(url)
    if ending and ending not in _LISTED:
        fact = f"{ending} is not listed by Apple"
        judge.add(enclosure, "enclosure-listed", fact, "publish MP3 or M4A", attr="url")
    if type_ in _WRONG_TYPES:
        fact = f"{type_} is no registered type"
        judge.add(
            enclosure, "enclosure-type-right", fact, f"write {_WRONG_TYPES[type_]}", attr="type"
        )
    elif "/" in type_ and type_ not in _PSP_FILES:
        fact = f"{type_} is not taken by Apple"
        judge.add(enclosure, "enclosure-type-listed", fact, "publish MP3 or M4A", attr="type")
    elif ending in _LISTED and type_ in _PSP_FILES and ending not in _PSP_FILES[type_]:
        fact = f"{type_} is not the type of {ending} files"
        judge.add(enclosure, "enclosure-type-fits", fact, "let both say the same", attr="type")


def judge_all(judge: Judge, channel: Element, seen: Seen) -> None:
    """What is decided when all items are read: numbers and seasons."""
    if channel.text_of("itunes:type") == "serial":
        for item in seen.items:
            if item.number is None and item.kind == "full":
                fix = "number the episodes of a serial show from 1"
                judge.faults.append(
                    item.fault("serial-numbers", "item: has no itunes:episode", fix)
                )
    known: dict[tuple[int | None, int], ItemFacts] = {}
    for item in seen.items:
        if item.number is None or item.kind != "full":
            continue
        first = known.setdefault((item.season, item.number), item)
        if first is not item:
            fact = f"item: has the number of item {first.index}, in the same season"
            judge.faults.append(item.fault("numbers-differ", fact, "give each its own"))


def _left(judge: Judge, holder: Element) -> None:
    """Tags that Apple's reference does not name any more."""
    for name in _LEFT:
        for element in holder.all(name):
            fact = "is not read by Apple any more"
            judge.add(element, "itunes-left", fact, "leave it out, unless an app of yours needs it")


RULES = (
    rule("itunes-category-present", "warning", "A show has a category.", "APL-24 PSP-15", "MissingItunesElement", strict="apple psp1"),
    rule("itunes-explicit-present", "warning", "A show says whether it is explicit.", "APL-26 PSP-16", "MissingItunesElement", strict="apple psp1"),
    rule("itunes-language", "warning", "A show says its language.", "APL-23 PSP-14 PLT-2", "MissingItunesElement", strict="apple psp1 spotify"),
    rule("owner-present", "hint", "A show names its owner’s address.", "PLT-3", "MissingItunesEmail"),
    rule("owner-email", "warning", "An itunes:owner has an e-mail address.", "PLT-3", "MissingElement", strict="w3c"),
    rule("category-listed", "error", "A category is one of Apple’s, letter for letter, under its parent.", "APL-CAT-1 APL-CAT-2 APL-CAT-4 APL-9 APL-24 PSP-15", "InvalidItunesCategory"),
    rule("category-old", "warning", "A category is one of today’s list.", "APL-CAT-3", "ObsoleteItunesCategory", strict="apple"),
    rule("switch-yes", "hint", "itunes:block and itunes:complete are Yes, or absent.", "APL-33 APL-34 APL-56 PSP-34 PSP-63"),
    rule("artwork-suffix", "warning", "Artwork is JPEG or PNG by its name.", "APL-71 PSP-17 PSP-54"),
    rule("moved-secure", "warning", "A new address is https.", "APL-32"),
    rule("enclosure-listed", "warning", "A file is one that Apple lists, by its name.", "APL-41 PSP-41 AUD-1", "UnsupportedItunesFormat"),
    rule("enclosure-type-right", "warning", "A type is the registered one.", "MIME-mp3 APL-42"),
    rule("enclosure-type-listed", "warning", "A type is one that Apple takes.", "APL-42 PSP-41 AUD-1"),
    rule("enclosure-type-fits", "warning", "A file’s name and its type agree.", "MIME-m4a APL-42 PSP-41"),
    rule("serial-numbers", "warning", "The episodes of a serial show are numbered.", "APL-30 APL-52 PSP-33 PSP-60", strict="apple psp1"),
    rule("numbers-differ", "hint", "No two episodes of a season have one number.", "APL-52"),
    rule("itunes-left", "hint", "Tags that Apple does not read any more are left out.", "APL-37"),
    rule("title-numbered", "hint", "A title holds no season and no episode number.", "PSP-40 APL-29 APL-40 APL-51"),
)  # fmt: skip
