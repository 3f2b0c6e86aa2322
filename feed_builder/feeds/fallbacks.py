"""Elements of other vocabularies, taken where the usual ones say nothing: Dublin Core, Media RSS,
Google's, RawVoice's and Spotify's, Creative Commons, Atom within RSS.

They are looked at last, so that it does not matter where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feed_builder.feeds.foreign import ForeignEnclosure, ForeignFeed, ForeignItem, ForeignPerson
from feed_builder.feeds.takes import (
    Take,
    Thing,
    extra,
    flag_to,
    itunes_image,
    keyword,
    keywords,
    line,
    mailbox,
    text_to,
)
from feed_builder.feeds.values import moment, seconds
from feed_builder.feeds.xml import Element, attribute, children, name_of, text_of
from feed_builder.text import without_control_characters

_LICENSES = re.compile(
    r"https?://creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>\d\.\d)", re.I
)


def _license(thing: Thing, element: Element) -> None:
    """A licence by its address; those of Creative Commons have names (P20-LIC-1)."""
    url = attribute(element, "resource") or line(text_of(element))
    found = _LICENSES.match(url)
    if found and found["kind"]:
        name = f"cc-{found['kind'].lower()}-{found['version']}"
        extra(thing, "license", {"name": name, "url": url})
    elif url.startswith(("http://", "https://")):
        extra(thing, "license", {"name": url.rstrip("/").rpartition("/")[2] or url, "url": url})
    else:
        thing.leave(name_of(element), "is no address")


def _description(thing: Thing, element: Element) -> None:
    """A text for what has none yet."""
    text = without_control_characters(text_of(element)).strip()
    if isinstance(thing, ForeignFeed):
        thing.description = thing.description or text
    elif not thing.notes:
        thing.notes = text
    elif text not in (thing.notes, thing.short):
        thing.short = thing.short or text


def _short(thing: Thing, element: Element) -> None:
    """A line beside the notes: a summary where there is none yet."""
    if isinstance(thing, ForeignFeed):
        _description(thing, element)
    else:
        text = without_control_characters(text_of(element)).strip()
        thing.short = thing.short or text


def _author(thing: Thing, element: Element) -> None:
    name, _ = mailbox(text_of(element))
    thing.author = thing.author or name


def _contributor(thing: Thing, element: Element) -> None:
    """Somebody whom Dublin Core or Atom names, with no role of ours."""
    named = (line(text_of(child)) for name, child in children(element) if name == "atom:name")
    _add_person(thing, next(named, "") or line(text_of(element)), "guest")


def _credit(thing: Thing, element: Element) -> None:
    """Media RSS's people, by the roles of the European Broadcasting Union."""
    _add_person(thing, line(text_of(element)), (attribute(element, "role") or "guest").lower())


def _add_person(thing: Thing, name: str, role: str) -> None:
    if name and name.lower() not in {person.name.lower() for person in thing.people}:
        thing.people.append(ForeignPerson(name=name, role=role))


def _atom_author(thing: Thing, element: Element) -> None:
    named = (line(text_of(child)) for name, child in children(element) if name == "atom:name")
    thing.author = thing.author or next(named, None) or None


def _mail(feed: Thing, element: Element) -> None:
    _, address = mailbox(text_of(element))
    if isinstance(feed, ForeignFeed):
        feed.owner_email = feed.owner_email or address


def _category(feed: Thing, element: Element) -> None:
    text = attribute(element, "text") or line(text_of(element))
    if isinstance(feed, ForeignFeed) and text and not feed.categories:
        feed.categories.append((text, None))


def _picture(thing: Thing, element: Element) -> None:
    if not thing.artwork:
        itunes_image(thing, element)


def _thumbnail(thing: Thing, element: Element) -> None:
    thing.artwork = thing.artwork or attribute(element, "url") or line(text_of(element)) or None


def _rated(thing: Thing, element: Element) -> None:
    """Media RSS: "adult" and "nonadult"; RawVoice has ratings of another kind."""
    said = {"adult": True, "nonadult": False}.get(line(text_of(element)).lower())
    if said is None:
        thing.leave(name_of(element), "there is no key for ratings of this kind")
    elif thing.explicit is None:
        thing.explicit = said


def _flag(field: str) -> Take:
    """A yes or no for a field that nothing else has said."""

    def take(thing: Thing, element: Element) -> None:
        if getattr(thing, field) in (None, False):
            flag_to(field)(thing, element)

    return take


def _location(thing: Thing, element: Element) -> None:
    name = line(text_of(element))
    if name and not any(e.tag.endswith("}location") for e in thing.podcast):
        thing.extras["location"] = [{"name": name[:128]}]


def _donate(feed: Thing, element: Element) -> None:
    href = attribute(element, "href")
    if href and not any(e.tag.endswith("}funding") for e in feed.podcast):
        feed.extras["funding"] = [{"url": href, "text": line(text_of(element))[:128] or "♥"}]


def _frequency(feed: Thing, element: Element) -> None:
    text = line(text_of(element))
    if text and not any(e.tag.endswith("}updateFrequency") for e in feed.podcast):
        feed.extras["update_frequency"] = {"text": text[:128]}


def _countries(feed: Thing, element: Element) -> None:
    feed.extras.setdefault("spotify", {})["countries"] = text_of(element).lower().split()


def _limit(feed: Thing, element: Element) -> None:
    count = attribute(element, "recentCount") or ""
    if count.isdecimal():
        feed.extras.setdefault("spotify", {})["recent_count"] = int(count[:9])


def _media(item: Thing, element: Element) -> None:
    """Media RSS: recordings where there is no enclosure, words, people, a picture of them."""
    if not isinstance(item, ForeignItem):
        return
    if name_of(element) == "media:content":
        _media_content(item, element)
    for name, child in children(element):
        if name in _IN_MEDIA:
            _IN_MEDIA[name](item, child)


def _media_content(item: ForeignItem, element: Element) -> None:
    url, type = attribute(element, "url"), attribute(element, "type") or ""
    medium = attribute(element, "medium") or type.partition("/")[0]
    length = attribute(element, "fileSize") or ""
    if url and medium in ("audio", "video"):
        size = int(length) if length.isdecimal() and len(length) < 16 else None
        item.add_recording(ForeignEnclosure(url=url, type=type, length=size))
        item.duration = item.duration or seconds(attribute(element, "duration") or "")
    elif url and medium == "image":
        item.artwork = item.artwork or url


def _title(thing: Thing, element: Element) -> None:
    thing.title = thing.title or line(text_of(element))


def _date(thing: Thing, element: Element) -> None:
    if isinstance(thing, ForeignItem):
        thing.published = thing.published or moment(text_of(element))


_IN_MEDIA: Mapping[str, Any] = {
    "media:title": _title,
    "media:description": _description,
    "media:thumbnail": _thumbnail,
    "media:keywords": keywords,
    "media:category": keyword,
    "media:credit": _credit,
    "media:rating": _rated,
    "media:adult": _flag("explicit"),
    "media:license": _license,
    "media:content": _media,
    "media:group": _media,
}
_BOTH: Mapping[str, Take] = {
    **{name: take for name, take in _IN_MEDIA.items() if name not in ("media:thumbnail",)},
    "itunes:keywords": keywords,
    "itunes:subtitle": _short,
    "dc:title": _title,
    "dc:description": _description,
    "dc:creator": _author,
    "dc:contributor": _contributor,
    "dc:subject": keyword,
    "dcterms:created": _date,
    "dcterms:issued": _date,
    "atom:author": _atom_author,
    "atom:contributor": _contributor,
    "atom:summary": _description,
    "atom:content": _description,
    "googleplay:author": _author,
    "googleplay:description": _description,
    "googleplay:explicit": _flag("explicit"),
    "googleplay:block": _flag("block"),
    "googleplay:image": _picture,
    "rawvoice:poster": _thumbnail,
    "rawvoice:location": _location,
    "creativeCommons:license": _license,
    "cc:license": _license,
}


def _no_rights(thing: Thing, element: Element) -> None:
    thing.leave("dc:rights", "an episode has a license, but no words of its own about rights")


ITEM_FALLBACKS: Mapping[str, Take] = {**_BOTH, "dc:rights": _no_rights}
CHANNEL_FALLBACKS: Mapping[str, Take] = {
    **{name: take for name, take in _BOTH.items() if not name.startswith(("media:c", "media:g"))},
    "media:category": keyword,
    "media:copyright": text_to("copyright"),
    "media:thumbnail": _thumbnail,
    "dc:rights": text_to("copyright"),
    "dc:language": text_to("language"),
    "dc:publisher": _author,
    "atom:title": _title,
    "atom:subtitle": _description,
    "atom:rights": text_to("copyright"),
    "atom:logo": _thumbnail,
    "googleplay:email": _mail,
    "googleplay:owner": _mail,
    "googleplay:category": _category,
    "rawvoice:donate": _donate,
    "rawvoice:frequency": _frequency,
    "spotify:countryOfOrigin": _countries,
    "spotify:limit": _limit,
}
