"""An item of an RSS feed, element by element: one table says what each is taken for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from feed_builder.feeds.fallbacks import ITEM_FALLBACKS
from feed_builder.feeds.foreign import (
    ForeignChapter,
    ForeignEnclosure,
    ForeignItem,
    ForeignTranscript,
)
from feed_builder.feeds.left import LEFT, MADE_ANEW
from feed_builder.feeds.takes import (
    extra,
    extra_text,
    flag_to,
    itunes_image,
    keyword,
    line,
    mailbox,
    person,
    text_to,
)
from feed_builder.feeds.values import moment, seconds
from feed_builder.feeds.xml import Element, attribute, children, name_of, text_of
from feed_builder.text import without_control_characters

TakeItem = Callable[[ForeignItem, Element], None]
UNKNOWN = "no such thing is known here"
_AGAIN = "stands there more than once; the first one counts"


def read_item(element: Element) -> ForeignItem:
    """The item that an element is."""
    item = ForeignItem(title=line(element.findtext("title") or ""), base=element.base)
    seen: set[str] = set()
    later: list[Element] = []
    for name, child in children(element):
        known = ITEM.get(name)
        if known and name in seen and name in ONCE:
            item.leave(name, _AGAIN)
        elif known:
            known(item, child)
        elif name in ITEM_FALLBACKS:
            later.append(child)
        elif name.startswith("podcast:"):
            item.podcast.append(child)
        elif name not in MADE_ANEW:
            item.leave(name, LEFT.get(name, UNKNOWN))
        seen.add(name)
    for child in later:
        ITEM_FALLBACKS[name_of(child)](item, child)
    return item


def _guid(item: ForeignItem, element: Element) -> None:
    text = text_of(element)
    if text.strip():
        item.guid = text
        item.permalink = (element.get("isPermaLink") or "true").strip().lower() != "false"


def _published(item: ForeignItem, element: Element) -> None:
    item.published = item.published or moment(text_of(element))


def _updated(item: ForeignItem, element: Element) -> None:
    item.updated = moment(text_of(element))


def _notes(item: ForeignItem, element: Element) -> None:
    """The longer text is the notes: `content:encoded` where there is one, as apps take it."""
    text = without_control_characters(text_of(element)).strip()
    if name_of(element) == "content:encoded" and text:
        item.short, item.notes = item.notes or item.short, text
    elif name_of(element) == "description" and not item.notes:
        item.notes = text
    elif text and text not in (item.notes, item.short) and not item.short:
        item.short = text


def _enclosure(item: ForeignItem, element: Element) -> None:
    url = attribute(element, "url") or attribute(element, "href")
    if not url:
        item.leave("enclosure", "has no address")
    else:
        length = (element.get("length") or "").strip()
        item.add_recording(
            ForeignEnclosure(
                url=url,
                type=attribute(element, "type") or "",
                length=int(length) if length.isdecimal() and len(length) < 16 else None,
            )
        )


def _season(item: ForeignItem, element: Element) -> None:
    item.season = item.season or line(text_of(element)) or None
    extra(item, "season_name", attribute(element, "name"))


def _number(item: ForeignItem, element: Element) -> None:
    written = line(text_of(element))
    item.number = item.number or written or None
    extra(item, "number_display", attribute(element, "display"))
    if "." in written and name_of(element) == "podcast:episode":
        extra(item, "podcast_number", written)


def _itunes_title(item: ForeignItem, element: Element) -> None:
    """Apple's title, where it is not the item's."""
    title = line(text_of(element))
    if title != item.title and item.title:
        extra(item, "itunes_title", title)
    item.title = item.title or title


def _origin(item: ForeignItem, element: Element) -> None:
    url, title = attribute(element, "url"), line(text_of(element))
    if url:
        item.extras["origin"] = {"url": url, **({"title": title} if title else {})}


def _transcript(item: ForeignItem, element: Element) -> None:
    url = attribute(element, "url")
    if url:
        item.transcripts.append(
            ForeignTranscript(
                url=url,
                type=(attribute(element, "type") or "").lower(),
                language=attribute(element, "language"),
                rel=attribute(element, "rel"),
            )
        )


def _chapters_url(item: ForeignItem, element: Element) -> None:
    item.chapters_url = item.chapters_url or attribute(element, "url")


def _chapters(item: ForeignItem, element: Element) -> None:
    for name, child in children(element):
        start = seconds(child.get("start") or "")
        if name == "psc:chapter" and start is not None:
            item.chapters.append(
                ForeignChapter(
                    start=start,
                    title=line(child.get("title") or ""),
                    href=attribute(child, "href"),
                    image=attribute(child, "image"),
                )
            )
        elif name == "psc:chapter":
            item.leave(name, "its start is no time")


def _thumbnail(item: ForeignItem, element: Element) -> None:
    item.artwork = item.artwork or attribute(element, "url")


def _duration(item: ForeignItem, element: Element) -> None:
    item.duration = seconds(text_of(element)) or item.duration


def _author(item: ForeignItem, element: Element) -> None:
    """RSS's author is a mailbox; many write a name alone."""
    name, _ = mailbox(text_of(element))
    if name:
        item.author = item.author or name
    else:
        item.leave("author", "is the address of a mailbox without a name")


ITEM: Mapping[str, TakeItem] = {
    "title": text_to("title"),
    "guid": _guid,
    "link": text_to("link"),
    "pubDate": _published,
    "dc:date": _published,
    "atom:updated": _updated,
    "description": _notes,
    "content:encoded": _notes,
    "itunes:summary": _notes,
    "enclosure": _enclosure,
    "itunes:image": itunes_image,
    "itunes:author": text_to("author"),
    "dc:creator": text_to("author"),
    "itunes:season": _season,
    "podcast:season": _season,
    "itunes:episode": _number,
    "podcast:episode": _number,
    "itunes:episodeType": text_to("type"),
    "itunes:explicit": flag_to("explicit"),
    "itunes:block": flag_to("block"),
    "podcast:person": person,
    "podcast:transcript": _transcript,
    "podcast:chapters": _chapters_url,
    "psc:chapters": _chapters,
    "media:thumbnail": _thumbnail,
    "itunes:duration": _duration,
    "itunes:title": _itunes_title,
    "category": keyword,
    "comments": extra_text("comments"),
    "source": _origin,
    "author": _author,
}
ONCE = frozenset(("guid", "pubDate", "itunes:image", "itunes:season", "itunes:episode"))
