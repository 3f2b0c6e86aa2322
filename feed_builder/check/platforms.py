"""What directories and apps ask beyond RSS: what must be there, how long it may be, what they show."""

from __future__ import annotations

import re
from itertools import pairwise

from feed_builder.check import dates, hypertext
from feed_builder.check.addresses import has_email
from feed_builder.check.items import Seen
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import Fault, rule, shown
from feed_builder.language_tags import is_country

_SHORT, _NOTES, _YOUTUBE = 255, 4_000, 5_000
_LARGE, _LONG = 1_000_000, 500
_LONG_ELEMENTS = frozenset(
    "description content:encoded itunes:summary podcast:txt media:description media:text "
    "itunes:image podcast:transcript xhtml:body dc:description guid".split()
)
_NOTES_TAGS = frozenset("p br a ul ol li b i strong em h1 h2".split())
_TIMES = re.compile(
    r"(?m)^[ \t\u00a0\u202f(\[–—-]{0,20}((?:\d{1,2}:)?\d{1,2}:\d{2})[\s)\]–—:.-]{1,20}\S"
)
_TIME = re.compile(r"\d:[0-5]\d")
_MINUTES = re.compile(r":[0-5]\d")  # what begins with a letter is found much faster
_VERIFY = "applepodcastsverify"
_COPYRIGHT = re.compile(r"(?i)copyright|©|\(c\)|℗|\b(19|20)\d\d\b")

_WANTED = {
    "channel": (
        ("itunes:image", "cover-present", "the cover: a square of 1400 to 3000 pixels"),
        ("itunes:author", "author-present", "who publishes the show"),
        ("generator", "generator-present", "the program that writes the feed"),
        ("podcast:locked", "locked-present", "yes: no other host may take the show unasked"),
        ("podcast:guid", "podcast-guid-present", "the show’s identity for life"),
    ),
    "item": (
        ("enclosure", "item-enclosure", "the recording"),
        ("link", "item-link", "the address of the episode’s page"),
        ("pubDate", "item-date", "when it was published"),
        ("description", "item-notes", "the show notes"),
        ("itunes:duration", "item-duration", "its length in whole seconds"),
        ("itunes:explicit", "item-explicit", "true or false"),
    ),
}


def judge_channel(judge: Judge, channel: Element, seen: Seen) -> None:
    """A show as directories want it."""
    if "itunes" in judge.prefixes or "podcast" in judge.prefixes:
        _wanted(judge, channel, "channel")
        _namespaces(judge, channel)
        if not seen.items:
            judge.add(channel, "items-present", "has no episode", "publish one first")
    _values(judge, channel)
    description = channel.child("description")
    if description is not None:
        _bytes(judge, description, "description-4000")
        _cdata(judge, description)
    _copyright(judge, channel)
    _build_date(judge, channel, seen)
    _teasers(judge, seen)
    _size(judge, channel, seen)
    _spotify(judge, channel)
    _codes(judge, channel)


def judge_item(judge: Judge, item: Element) -> None:
    """An episode as directories want it."""
    if "itunes" in judge.prefixes or "podcast" in judge.prefixes:
        _wanted(judge, item, "item")
    _values(judge, item)
    description = item.child("description")
    if description is not None:
        _bytes(judge, description, "notes-4000")
        _cdata(judge, description)
        _notes(judge, description)
    enclosure = item.child("enclosure")
    if enclosure is not None and enclosure.attrs.get("url", "").startswith("http:"):
        fix = "write https://, if the host offers it"
        judge.add(enclosure, "url-secure", "is not https", fix, attr="url")
    for group in item.all("media:group"):
        if len(group.all("media:content")) < 2:
            fix = "write media:content alone"
            judge.add(group, "media-group", "groups less than two files", fix)
    for content in item.all("media:content"):
        if content.attrs.get("url") in _urls(item):
            fix = "leave it out: some apps take it for a second recording"
            judge.add(content, "media-content", "repeats the enclosure", fix)


def _urls(item: Element) -> set[str | None]:
    return {enclosure.attrs.get("url") for enclosure in item.all("enclosure")}


def _wanted(judge: Judge, holder: Element, table: str) -> None:
    present = holder.by_name()
    for name, broken, meaning in _WANTED[table]:
        if name not in present and not (name == "description" and "content:encoded" in present):
            judge.add(holder, broken, f"has no <{name}>", f"write {meaning}")


def _namespaces(judge: Judge, channel: Element) -> None:
    for names, broken in (
        (("itunes", "podcast", "atom"), "namespaces-psp"),
        (("itunes", "content"), "namespaces-apple"),
    ):
        missing = [name for name in names if name not in judge.prefixes]
        if missing:
            fact = f"uses no element of {', '.join(missing)}"
            judge.add(channel, broken, fact, f"declare xmlns:{missing[0]} in <rss>, and use it")


def _values(judge: Judge, holder: Element) -> None:
    googleplay = "googleplay" in judge.prefixes
    for element in holder.children:
        parts = element.parts
        if not parts or element.children:
            continue
        text = "".join(parts)
        value, name = text.strip(), element.name
        if len(value) > _SHORT and name not in _LONG_ELEMENTS:
            fact = f"has {len(value):,} characters"
            judge.add(element, "value-255", fact, f"at most {_SHORT} are allowed")
        if len(value) != len(text) and name != "guid":
            fix = "write the value right between the tags"
            judge.add(element, "value-trimmed", "has white space around its value", fix)
        if "  " in text and name in ("title", "itunes:title", "itunes:author"):
            judge.add(element, "title-spaces", "holds two spaces in a row", "write one")
        if googleplay and name.startswith("googleplay:"):
            fix = "leave it out: Google Podcasts closed in 2024"
            judge.add(element, "googleplay-gone", "is read by nobody", fix)


def _bytes(judge: Judge, element: Element, broken: str) -> None:
    text = element.value
    if len(text) * 4 > _NOTES and len(text.encode()) > _NOTES:
        fact = f"has {len(text.encode()):,} bytes, tags and addresses included"
        fix = f"directories cut it at {_NOTES:,}: put the rest in content:encoded"
        judge.add(element, broken, fact, fix)


def _cdata(judge: Judge, element: Element) -> None:
    if not element.cdata and "<" in element.text and hypertext.tags_in(element.text):
        fix = "wrap it: <![CDATA[…]]>"
        judge.add(element, "html-cdata", "holds HTML outside CDATA", fix)


def _notes(judge: Judge, description: Element) -> None:
    text = description.text
    strange = hypertext.tags_in(text) - _NOTES_TAGS if "<" in text else set()
    if strange:
        fact = f"holds {', '.join(f'<{name}>' for name in sorted(strange)[:4])}"
        fix = "directories show p, br, a, ul, ol, li; strong and em do no harm"
        judge.add(description, "notes-tags", fact, fix)
    if len(text) > _YOUTUBE:
        plain = hypertext.text_of(text)
        if len(plain) > _YOUTUBE:
            fact = f"has {len(plain):,} characters of text"
            judge.add(description, "notes-youtube", fact, f"YouTube takes {_YOUTUBE:,}")
    if len(_MINUTES.findall(text)) > 1 and len(_TIME.findall(text)) > 1:
        _chapters(judge, description, text)


def _chapters(judge: Judge, description: Element, text: str) -> None:
    times = [_seconds(found) for found in _TIMES.findall(hypertext.text_of(text))]
    ascending = all(one < other for one, other in pairwise(times))
    if len(times) < 2 or not ascending:
        return
    if times[0] != 0 or len(times) < 3:
        fact = f"lists {len(times)} times, the first of them {times[0]} s"
        fix = "begin at 00:00:00 and list three: then Apple and Spotify show them as chapters"
        judge.add(description, "notes-chapters", fact, fix)


def _seconds(time: str) -> int:
    seconds = 0
    for part in time.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def _copyright(judge: Judge, channel: Element) -> None:
    element = channel.child("copyright")
    if element is not None and (found := _COPYRIGHT.search(element.value)):
        fact = f"holds {shown(found[0])}"
        judge.add(element, "copyright-plain", fact, "write the holder’s name alone")


def _build_date(judge: Judge, channel: Element, seen: Seen) -> None:
    element = channel.child("lastBuildDate")
    built = dates.moment_of(element.value) if element is not None else None
    newest = max((item.date for item in seen.items if item.date), default=None)
    if element is not None and built and newest and built < newest:
        fact = "lies before the newest episode"
        judge.add(element, "build-date", fact, "write when the content last changed")


def _teasers(judge: Judge, seen: Seen) -> None:
    full = {(i.season, i.number) for i in seen.items if i.kind == "full" and i.number is not None}
    for item in seen.items:
        if item.kind == "trailer" and (item.season, item.number) in full:
            fix = "take the teaser out: the episode, with a guid of its own, replaces it"
            judge.faults.append(
                item.fault("teaser-replaced", "item: announces one that is out", fix)
            )


def _size(judge: Judge, channel: Element, seen: Seen) -> None:
    if len(judge.data) > _LARGE or len(seen.items) > _LONG:
        fact = f"has {len(seen.items)} episodes in {len(judge.data) / 1e6:.1f} MB"
        fix = "write notes once, or page the feed (RFC 5005); some apps time out"
        judge.add(channel, "feed-size", fact, fix)


def _spotify(judge: Judge, channel: Element) -> None:
    for element in channel.all("spotify:countryOfOrigin"):
        for code in element.value.replace(",", " ").split():
            if not is_country(code.upper()):
                fact = f"{shown(code)} is no country"
                judge.add(element, "spotify-country", fact, "write codes of ISO 3166: fr be")
    visible = channel.has("itunes:owner") or has_email(channel.text_of("managingEditor"))
    if "itunes" in judge.prefixes and not visible:
        fix = "write itunes:owner with itunes:email, or managingEditor"
        judge.add(channel, "email-visible", "shows no e-mail address", fix)


def _codes(judge: Judge, channel: Element) -> None:
    texts = [e for e in channel.all("podcast:txt") if e.attrs.get("purpose") == _VERIFY]
    codes = channel.all("itunes:applepodcastsverify") + texts
    for element in codes:
        if not element.value:
            judge.add(element, "verify-code", "is empty", "paste the code of Podcasts Connect")
    moved = channel.text_of("itunes:new-feed-url")
    links = [e for e in channel.all("atom:link") if e.attrs.get("rel") == "self"]
    if moved and links and links[0].attrs.get("href") not in (moved, None):
        line = channel.child("itunes:new-feed-url")
        fact = "itunes:new-feed-url: is not the feed’s own address"
        judge.faults.append(
            Fault(
                rule="moved-here",
                message=fact,
                fix="in the new feed write its own address; the old one answers 301",
                path="channel/itunes:new-feed-url",
                line=line.line if line else None,
            )
        )


RULES = (
    rule("cover-present", "warning", "A show has a cover.", "APL-22 APL-5 PSP-17 PLT-1 PLT-2", strict="apple psp1 spotify"),
    rule("author-present", "warning", "A show has an author.", "APL-27 PSP-22 PLT-1 PLT-2", strict="spotify"),
    rule("generator-present", "hint", "A feed says which program writes it.", "APL-13"),
    rule("locked-present", "hint", "A show says whether it may be moved.", "PSP-20 P20-4.2/locked"),
    rule("podcast-guid-present", "hint", "A show has an identity of its own.", "PSP-21 PLT-40 P20-4.2/guid"),
    rule("items-present", "warning", "A show has an episode.", "APL-5 PLT-1 PLT-30", strict="apple spotify"),
    rule("item-enclosure", "warning", "An episode has a recording.", "APL-41 PSP-41 PLT-2", strict="apple psp1 spotify"),
    rule("item-link", "hint", "An episode has a page.", "APL-48 PSP-50"),
    rule("item-date", "warning", "An episode has a date.", "APL-44 PSP-51 PLT-1", strict="spotify"),
    rule("item-notes", "hint", "An episode has notes.", "APL-45 PSP-52"),
    rule("item-duration", "hint", "An episode says how long it is.", "APL-47 PSP-53"),
    rule("item-explicit", "hint", "An episode says whether it is explicit.", "APL-50 PSP-55"),
    rule("namespaces-psp", "hint", "The namespaces of PSP-1 are declared.", "PSP-1 PSP-2", strict="psp1"),
    rule("namespaces-apple", "hint", "The namespaces that Apple asks for are declared.", "APL-2"),
    rule("value-255", "warning", "A value has at most 255 characters.", "PSP-4 APL-12", strict="psp1 apple"),
    rule("value-trimmed", "hint", "No white space stands around a value.", "PSP-5 APL-12"),
    rule("title-spaces", "hint", "A title or name holds no two spaces in a row.", "PLT-54"),
    rule("googleplay-gone", "hint", "No tags of Google Play are left.", "PLT-55"),
    rule("description-4000", "warning", "A show’s description has at most 4,000 bytes.", "PSP-12 APL-21", strict="psp1 apple"),
    rule("notes-4000", "warning", "An episode’s description has at most 4,000 bytes.", "PSP-52 APL-45 APL-46"),
    rule("html-cdata", "hint", "HTML stands in CDATA.", "PSP-2 APL-21 P20-REC-3", strict="psp1"),
    rule("notes-tags", "hint", "A description holds tags that directories show.", "PSP-52 APL-45 P20-REC-3 PLT-51"),
    rule("notes-youtube", "hint", "A description is short enough for YouTube.", "PLT-22"),
    rule("notes-chapters", "hint", "Times in notes are chapters: three at least, from 0 on.", "APL-61 PLT-52"),
    rule("copyright-plain", "hint", "copyright names the holder alone.", "PSP-30"),
    rule("build-date", "hint", "lastBuildDate is not before the newest episode.", "RSS-49"),
    rule("teaser-replaced", "hint", "A teaser goes when its episode comes.", "APL-55"),
    rule("feed-size", "hint", "A feed has at most 1 MB and 500 episodes.", "HST-40"),
    rule("spotify-country", "hint", "Countries are those of ISO 3166.", "PLT-6"),
    rule("email-visible", "hint", "An e-mail address can be seen, for claiming the show.", "PLT-3"),
    rule("verify-code", "warning", "A code that claims a show is there.", "APL-35"),
    rule("moved-here", "hint", "itunes:new-feed-url is the feed’s own address.", "APL-32 APL-91"),
    rule("url-secure", "warning", "Recordings are served over https.", "HST-1 P20-4"),
    rule("media-group", "hint", "media:group groups two files at least.", "MRSS-2", "MediaGroupWithoutAlternatives", strict="w3c"),
    rule("media-content", "hint", "media:content does not repeat the enclosure.", "MRSS-2"),
)  # fmt: skip
