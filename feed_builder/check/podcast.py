"""What the Podcasting 2.0 namespace and Podlove Simple Chapters ask of more than one value."""

from __future__ import annotations

import re
from itertools import pairwise

from feed_builder.check import paging
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.podcast_tags import LICENSES, SERVICES, TAXONOMY
from feed_builder.check.rule import rule, shown

_ROLES = frozenset().union(*TAXONOMY.values())
_SRI = re.compile(r"sha(256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)")
_NPT_SAFE = re.compile(r"\d{1,3}:[0-5]\d:[0-5]\d(\.\d{1,3})?")
_URL_ATTRIBUTES = ("url", "href", "uri", "img", "feedUrl", "accountUrl")
_SOUNDBITE = (15, 120)
_LEAST, _PER_HOUR = 120, 6


def judge_channel(judge: Judge, channel: Element) -> None:
    """The channel's tags."""
    _common(judge, channel)
    _socials(judge, channel)
    for element in channel.all("podcast:updateFrequency"):
        if "COUNT=" in element.attrs.get("rrule", "").upper() and "dtstart" not in element.attrs:
            fix = 'write dtstart="…", from which it counts'
            judge.add(element, "podcast-frequency", "counts, but does not say from when", fix)
    for element in channel.all("podcast:block"):
        slug = element.attrs.get("id")
        if slug and slug not in SERVICES:
            fix = "look at the list of service slugs"
            judge.add(
                element, "podcast-service", f"{shown(slug)} is no known service", fix, attr="id"
            )
    for element in channel.all("podcast:podroll"):
        if not element.has("podcast:remoteItem"):
            fix = "name a feed with podcast:remoteItem"
            judge.add(element, "podcast-podroll", "recommends nothing", fix)
    _publisher(judge, channel)
    for live in channel.all("podcast:liveItem"):
        if not live.has("podcast:contentLink"):
            fix = "write where it can be followed"
            judge.add(live, "podcast-live-link", "has no podcast:contentLink", fix)
        _common(judge, live)
    judge_people(judge, channel)
    paging.judge_paging(judge, channel)


def judge_item(judge: Judge, item: Element) -> None:
    """An item's tags."""
    used = [child for child in item.children if child.name.startswith(("podcast:", "psc:"))]
    if not used:
        return
    _common(judge, item)
    _socials(judge, item)
    _transcripts(judge, item)
    _alternates(judge, item)
    _soundbites(judge, item)
    judge_people(judge, item)
    _hosts(judge, item)
    for chapters in item.all("psc:chapters"):
        _simple_chapters(judge, chapters)
    summary, notes = item.text_of("itunes:summary"), item.text_of("description")
    if len(summary) > 300 and summary == notes:
        element = item.child("itunes:summary")
        if element is not None:
            fix = "leave it out, or write one or two sentences"
            judge.add(element, "summary-short", "repeats the notes", fix)


def _common(judge: Judge, holder: Element) -> None:
    for element in holder.children:
        if element.name.startswith("podcast:"):
            _secure(judge, element)
    for element in holder.all("podcast:license"):
        if element.value.lower() not in LICENSES and "url" not in element.attrs:
            fix = 'write url="…" beside a name that is not on the list'
            fact = f"{shown(element.value)} is not on the list, and leads nowhere"
            judge.add(element, "podcast-license", fact, fix)
    for element in holder.all("podcast:txt"):
        purpose = element.attrs.get("purpose")
        if purpose == "ai-content" and element.value not in ("true", "false"):
            fact = f"{shown(element.value)} is neither true nor false"
            judge.add(element, "podcast-ai", fact, "write true or false")
    for element in holder.all("podcast:image"):
        if "alt" not in element.attrs:
            fix = 'write alt="…" for those who can’t see it'
            judge.add(element, "podcast-image-alt", "has no attribute alt", fix)
    # Beside the new form the old one serves apps that know no other.
    for element in () if holder.has("podcast:image") else holder.all("podcast:images"):
        fix = "write podcast:image: apps read it from now on"
        judge.add(element, "podcast-images", "is deprecated", fix)
    for element in holder.all("podcast:value"):
        _value(judge, element)


def _secure(judge: Judge, element: Element) -> None:
    for name in _URL_ATTRIBUTES:
        if element.attrs.get(name, "").startswith("http:"):
            judge.add(element, "podcast-secure", "is not https", "write https://", attr=name)
    for child in element.children:
        _secure(judge, child)


def _value(judge: Judge, value: Element) -> None:
    if not value.has("podcast:valueRecipient"):
        judge.add(value, "podcast-recipient", "pays nobody", "write podcast:valueRecipient")
    for split in value.all("podcast:valueTimeSplit"):
        remote, paid = split.all("podcast:remoteItem"), split.has("podcast:valueRecipient")
        if len(remote) > 1 or bool(remote) == paid:
            fix = "write one podcast:remoteItem, or podcast:valueRecipient"
            judge.add(split, "podcast-recipient", "names not exactly one way to pay", fix)


def _socials(judge: Judge, holder: Element) -> None:
    socials = holder.all("podcast:socialInteract")
    for element in socials:
        disabled = element.attrs.get("protocol") == "disabled"
        if disabled and len(socials) > 1:
            fix = "leave the others out, or this one"
            judge.add(element, "podcast-social-alone", "is disabled beside others", fix)
        elif not disabled and "uri" not in element.attrs:
            judge.add(element, "podcast-attribute", "has no attribute uri", 'write uri="…"')


def _publisher(judge: Judge, channel: Element) -> None:
    for element in channel.all("podcast:publisher"):
        remote = element.all("podcast:remoteItem")
        if len(remote) != 1 or remote[0].attrs.get("medium") != "publisher":
            fix = '<podcast:remoteItem medium="publisher" feedGuid="…" feedUrl="…"/>'
            judge.add(element, "podcast-publisher", "names not one publisher feed", f"write {fix}")
    if channel.text_of("podcast:medium") == "publisher":
        for name in ("podcast:guid", "podcast:remoteItem"):
            if not channel.has(name):
                fix = "a publisher’s feed has a guid, and names its shows"
                judge.add(channel, "podcast-publisher", f"has no <{name}>", fix)


def judge_people(judge: Judge, holder: Element) -> None:
    """Roles and groups are those of the taxonomy (P20-PER-2)."""
    for person in holder.all("podcast:person"):
        group = person.attrs.get("group", "cast").lower()
        role = person.attrs.get("role", "host").lower()
        fix = "write one of the taxonomy, in English: docs/rules.md leads to it"
        if group not in TAXONOMY:
            judge.add(person, "podcast-person", f"{shown(group)} is no group", fix, attr="group")
        elif role not in TAXONOMY[group]:
            of = " in this group" if role in _ROLES else ""
            judge.add(person, "podcast-person", f"{shown(role)} is no role{of}", fix, attr="role")


def _hosts(judge: Judge, item: Element) -> None:
    """An item that names people leaves the show's hosts out (P20-PER-1)."""
    named = {person.value for person in item.all("podcast:person")}
    channel = item.parent
    if not named or channel is None:
        return
    hosts = {
        person.value
        for person in channel.all("podcast:person")
        if person.attrs.get("role", "host").lower() == "host"
    }
    if hosts and not hosts & named:
        fix = "repeat the host: an item’s people replace the channel’s"
        judge.add(item, "podcast-hosts", "names people, but no host of the show", fix)


def _transcripts(judge: Judge, item: Element) -> None:
    transcripts = item.all("podcast:transcript")
    types = {t.attrs.get("type", "") for t in transcripts}
    if transcripts and "text/vtt" not in types:
        fix = "offer WebVTT: all apps that show transcripts read it"
        judge.add(transcripts[0], "podcast-transcript-vtt", "comes in no WebVTT", fix)
    for element in transcripts:
        if element.attrs.get("rel") == "captions" and element.attrs.get("type") == "text/plain":
            fix = "leave rel out: plain text has no times"
            judge.add(element, "podcast-captions", "promises times", fix)


def _alternates(judge: Judge, item: Element) -> None:
    alternates = item.all("podcast:alternateEnclosure")
    for element in alternates:
        if not element.has("podcast:source"):
            fix = 'write <podcast:source uri="…"/>'
            judge.add(element, "podcast-source", "has no podcast:source", fix)
        for integrity in element.all("podcast:integrity"):
            value = integrity.attrs.get("value", "")
            if integrity.attrs.get("type") == "sri" and not _SRI.fullmatch(value):
                fact = f"{shown(value)} is no digest"
                fix = "write sha256-, sha384- or sha512- and the digest in base64"
                judge.add(integrity, "podcast-integrity", fact, fix, attr="value")
    defaults = [e for e in alternates if e.attrs.get("default") == "true"]
    if alternates and len(defaults) != 1:
        fix = 'write default="true" on the one that is the enclosure’s file'
        fact = f"{len(defaults)} of {len(alternates)} are the default"
        judge.add(alternates[0], "podcast-default", fact, fix)


def _soundbites(judge: Judge, item: Element) -> None:
    for element in item.all("podcast:soundbite"):
        try:
            duration = float(element.attrs.get("duration", ""))
        except ValueError:
            continue
        if not _SOUNDBITE[0] <= duration <= _SOUNDBITE[1]:
            fact = f"takes {duration:g} s"
            judge.add(element, "podcast-soundbite", fact, "15 to 120 s are advised")


def _simple_chapters(judge: Judge, chapters: Element) -> None:
    listed = chapters.all("psc:chapter")
    if not listed:
        judge.add(chapters, "psc-filled", "lists nothing", "leave it out")
    if chapters.attrs.get("version") != "1.2":
        judge.add(chapters, "psc-version", "does not say version 1.2", 'write version="1.2"')
    starts = [start_of(chapter.attrs.get("start", "")) for chapter in listed]
    for chapter in listed:
        start = chapter.attrs.get("start", "")
        if start and not _NPT_SAFE.fullmatch(start):
            fix = "write 00:00:37.000: AntennaPod takes a bare number for 0"
            judge.add(chapter, "psc-start", f"{shown(start)} is misread by apps", fix, attr="start")
        if len(chapter.attrs.get("title", "")) > 45:
            judge.add(chapter, "chapter-title", "has a long title", "45 characters are shown")
    known = [start for start in starts if start is not None]
    if any(one > other for one, other in pairwise(known)):
        judge.add(chapters, "psc-ascending", "does not ascend", "list chapters by their start")
    elif any(other - one < _LEAST for one, other in pairwise(known)) and len(known) > _PER_HOUR:
        fact = f"has {len(known)} chapters, some shorter than two minutes"
        judge.add(chapters, "chapters-many", fact, "Apple advises six an hour at most")


def start_of(npt: str) -> float | None:
    """The seconds that Normal Play Time says; None where it says none."""
    seconds = 0.0
    for part in npt.split(":"):
        try:
            seconds = seconds * 60 + float(part)
        except ValueError:
            return None
    return seconds


RULES = (
    rule("podcast-frequency", "warning", "An rrule that counts has a dtstart.", "P20-4.2/updateFrequency P20-UF", strict="podcasting2"),
    rule("podcast-service", "hint", "A service is one of the list.", "P20-BLK P20-4.2/block"),
    rule("podcast-podroll", "warning", "A podroll names a feed.", "P20-4.2/podroll", strict="podcasting2"),
    rule("podcast-publisher", "warning", "A publisher is one feed, that names its shows.", "P20-PUB P20-4.2/publisher", strict="podcasting2"),
    rule("podcast-live-link", "warning", "A live item says where it can be followed.", "P20-4.2/liveItem P20-4.2/contentLink", strict="podcasting2"),
    rule("podcast-license", "warning", "A licence is one of the list, or leads somewhere.", "P20-LIC-1 P20-4.2/license", strict="podcasting2"),
    rule("podcast-ai", "warning", "ai-content is true or false.", "P20-AI P20-4.2/txt"),
    rule("podcast-image-alt", "hint", "A picture has a text in its place.", "P20-IMG P20-4.2/image"),
    rule("podcast-images", "hint", "podcast:images gives way to podcast:image.", "P20-4.2/images"),
    rule("podcast-secure", "warning", "Addresses of the namespace are https.", "P20-4", strict="podcasting2"),
    rule("podcast-recipient", "warning", "A value block pays somebody.", "P20-4.2/value P20-4.2/valueRecipient P20-4.2/valueTimeSplit", strict="podcasting2"),
    rule("podcast-social-alone", "warning", "disabled stands alone.", "P20-SOC P20-4.2/socialInteract", strict="podcasting2"),
    rule("podcast-person", "hint", "A person’s role and group are of the taxonomy.", "P20-PER-2 P20-4.2/person"),
    rule("podcast-hosts", "hint", "Items that name people repeat the hosts.", "P20-PER-1"),
    rule("podcast-transcript-vtt", "hint", "A transcript comes as WebVTT.", "P20-TR-1 APL-57 PSP-56"),
    rule("podcast-captions", "hint", "Captions have times.", "P20-4.2/transcript"),
    rule("podcast-source", "warning", "An alternate enclosure has a source.", "P20-4.2/source P20-4.2/alternateEnclosure", strict="podcasting2"),
    rule("podcast-integrity", "warning", "A digest is one.", "P20-INT P20-4.2/integrity", strict="podcasting2"),
    rule("podcast-default", "hint", "One alternate enclosure is the default.", "P20-AE-1 P20-AE-2"),
    rule("podcast-soundbite", "hint", "A soundbite takes 15 to 120 seconds.", "P20-4.2/soundbite"),
    rule("psc-filled", "warning", "A list of chapters lists some.", "PSC-1"),
    rule("psc-version", "hint", "A list of chapters says version 1.2.", "PSC-4"),
    rule("psc-start", "hint", "A chapter’s start is one that all apps read.", "PSC-3"),
    rule("psc-ascending", "warning", "Chapters ascend.", "PSC-3"),
    rule("chapter-title", "hint", "A chapter’s title has at most 45 characters.", "APL-62"),
    rule("chapters-many", "hint", "Chapters are not many and short.", "APL-63"),
    rule("summary-short", "hint", "itunes:summary is no copy of the notes.", "P20-REC-2"),
    *paging.RULES,
)  # fmt: skip
