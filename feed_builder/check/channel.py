"""What RSS 2.0 asks of a channel besides the form of its elements."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from feed_builder.check.addresses import suffix
from feed_builder.check.forms import integer
from feed_builder.check.judge import Judge
from feed_builder.check.markup import Element
from feed_builder.check.rule import rule, shown
from feed_builder.text import address_parts, joined

_DOCS = "rssboard.org/rss-specification"
PAIRS = {
    "channel": (
        ("managingEditor", "dc:creator"),
        ("category", "dc:subject"),
        ("pubDate", "dc:date"),
        ("webMaster", "dc:publisher"),
        ("language", "dc:language"),
        ("copyright", "dc:rights"),
        ("lastBuildDate", "dcterms:modified"),
        ("generator", "admin:generatorAgent"),
        ("creativeCommons:license", "cc:license"),
    ),
    "item": (
        ("author", "dc:creator"),
        ("category", "dc:subject"),
        ("pubDate", "dc:date"),
        ("pubDate", "atom:published"),
        ("guid", "atom:id"),
        ("source", "dc:source"),
        ("creativeCommons:license", "cc:license"),
    ),
}
"""Elements of which an extension says what a core element says (RSS-86)."""

_REQUIRED = (
    ("title", "channel-title", "the show’s name"),
    ("link", "channel-link", "the address of the show’s page"),
    ("description", "channel-description", "what the show is about"),
)
_IMAGE_PARTS = (("title", "image-title"), ("url", "image-url"), ("link", "image-link"))
_FIELDS = ("title", "link", "description", "name")


def judge_channel(judge: Judge, channel: Element) -> None:
    """The channel without its items."""
    for name, broken, meaning in _REQUIRED:
        element = channel.child(name)
        if element is None:
            judge.add(channel, broken, f"has no <{name}>", f"write {meaning}")
        elif not element.value and name == "description":
            judge.add(element, "channel-filled", "is empty", f"write {meaning}")
    if not channel.has("language") and not channel.has("dc:language") and not _lang(channel):
        judge.add(channel, "channel-language", "does not say its language", "write <language>")
    same_semantics(judge, channel, PAIRS["channel"])
    persons(judge, channel)
    _image(judge, channel)
    _text_input(judge, channel)
    _skipped(judge, channel)
    _docs(judge, channel)
    if _DOCS in channel.text_of("docs"):
        # The board's own profile allows attributes of extensions.
        judge.faults[:] = [f for f in judge.faults if f.rule != "attribute-extension"]
    _self_link(judge, channel)
    for link in channel.all("atom:link"):
        atom_link(judge, link)


def same_semantics(judge: Judge, holder: Element, pairs: Sequence[tuple[str, str]]) -> None:
    """No extension repeats what a core element says (RSS-86, DC-1)."""
    for core, extension in pairs:
        if holder.has(core) and (other := holder.child(extension)) is not None:
            fact = f"says what <{core}> says as well"
            judge.add(other, "semantics-once", fact, f"keep <{core}> alone")


def persons(judge: Judge, holder: Element) -> None:
    """People in Atom's words have a name, in RSS as well (ATOM-3)."""
    for kind in ("atom:author", "atom:contributor"):
        for person in holder.all(kind):
            if not person.has("atom:name"):
                judge.add(person, "atom-author", "has no <name>", "write <atom:name>")


def _lang(element: Element | None) -> str | None:
    while element is not None:
        if element.attrs.get("xml:lang"):
            return element.attrs["xml:lang"]
        element = element.parent
    return None


def _image(judge: Judge, channel: Element) -> None:
    image = channel.child("image")
    if image is None:
        return
    for name, broken in _IMAGE_PARTS:
        if not image.has(name):
            judge.add(image, broken, f"has no <{name}>", f"write <{name}>, or leave <image> out")
    for name, broken in (("title", "image-title-same"), ("link", "image-link-same")):
        mine, theirs = image.child(name), channel.text_of(name)
        if mine is not None and theirs and mine.value != theirs:
            fact = f"{shown(mine.value)} is not the channel’s: {shown(theirs)}"
            judge.add(mine, broken, fact, "write the same")
    url = image.child("url")
    if url is not None and suffix(url.value) not in ("", ".jpg", ".jpeg", ".png", ".gif"):
        fact = f"{shown(url.value)} is neither JPEG, PNG nor GIF"
        judge.add(url, "image-format", fact, "save the picture as JPEG or PNG")


def _text_input(judge: Judge, channel: Element) -> None:
    element = channel.child("textInput")
    if element is None:
        return
    judge.add(element, "text-input-avoided", "is not shown by any reader", "leave it out")
    for name in _FIELDS:
        if not element.has(name):
            judge.add(element, "text-input-whole", f"has no <{name}>", "leave textInput out")


def _skipped(judge: Judge, channel: Element) -> None:
    for name, part, most in (("skipHours", "hour", 24), ("skipDays", "day", 7)):
        for element in channel.all(name):
            _skip_list(judge, element, part, most)


def _skip_list(judge: Judge, element: Element, part: str, most: int) -> None:
    values = element.all(part)
    if not values:
        judge.add(element, "skip-filled", f"has no <{part}>", "leave it out")
    if len(element.children) > most:
        fact = f"has {len(element.children)} of {most} {part}s"
        judge.add(element, "skip-many", fact, "write each once")
    seen: set[object] = set()
    for child in values:
        number = integer(child.value)
        value = child.value if part == "day" else (0 if number == 24 else number)
        if value is not None and value in seen:
            judge.add(child, "skip-unique", f"{child.value} stands there twice", "write it once")
        seen.add(value)


def _docs(judge: Judge, channel: Element) -> None:
    docs = channel.child("docs")
    if docs is not None and _DOCS not in docs.value:
        judge.add(
            docs, "docs-specification", f"{shown(docs.value)} is not where RSS is specified",
            "write https://www.rssboard.org/rss-specification",
        )  # fmt: skip


def _self_link(judge: Judge, channel: Element) -> None:
    links = [link for link in channel.all("atom:link") if link.attrs.get("rel") == "self"]
    if not links:
        if judge.version.startswith("2."):
            fix = '<atom:link href="…" rel="self" type="application/rss+xml"/> with its own address'
            judge.add(channel, "self-link", "has no atom:link rel=self", f"write {fix}")
        return
    if len(links) > 1:
        judge.add(links[1], "self-link-once", "stands there twice", "keep the canonical address")
    for link in links:
        _one_self_link(judge, link)


def _one_self_link(judge: Judge, link: Element) -> None:
    href, type_ = link.attrs.get("href", ""), link.attrs.get("type")
    base = _base(link)
    if href and not address_parts(href).netloc and not address_parts(base).netloc:
        fact = f"{shown(href)} is relative"
        judge.add(link, "self-absolute", fact, "write the whole address", attr="href")
    elif judge.location and href and not _same_place(joined(base, href), judge.location):
        fact = f"{shown(href)} is not where the feed was read: {judge.location}"
        judge.add(
            link, "self-here", fact, "write the address that people subscribe to", attr="href"
        )
    if type_ is None or type_.partition(";")[0].strip() != "application/rss+xml":
        fact = f"is {shown(type_)}" if type_ else "is missing"
        judge.add(link, "self-type", fact, "write application/rss+xml", attr="type")


def _base(element: Element | None) -> str:
    found: list[str] = []
    while element is not None:
        if "xml:base" in element.attrs:
            found.append(element.attrs["xml:base"])
        element = element.parent
    base = ""
    for part in reversed(found):
        base = joined(base, part)
    return base


def _same_place(one: str, other: str) -> bool:
    return _canonical(one) == _canonical(other)


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    return urlunsplit(
        (parts.scheme.lower(), f"{parts.hostname}{port}", parts.path or "/", parts.query, "")
    )


_RELATIONS = frozenset(
    "about alternate appendix archives author bookmark canonical chapter collection contents "
    "copyright current describedby edit edit-media enclosure first glossary help hub icon index "
    "last latest-version license lrdd memento me monitor next next-archive nofollow original "
    "payment prefetch prev prev-archive preview previous privacy-policy profile related replies "
    "search self service shortlink start stylesheet tag terms-of-service type up via webmention"
    .split()
)  # fmt: skip
_HISTORY = frozenset("current first last next next-archive prev-archive previous".split())
_SELF_TYPES = ("application/atom+xml", "application/rss+xml", "application/rdf+xml")


def atom_link(judge: Judge, link: Element, *, entry: bool = False) -> None:
    """An atom:link, in RSS or in Atom (RSS-43 to RSS-45, ATOM-4 to ATOM-7)."""
    rel = link.attrs.get("rel", "alternate")
    href = link.attrs.get("href")
    if href is None:
        judge.add(link, "link-href", "has no attribute href", 'write href="…"')
    elif not href.isascii() or " " in href or "<" in href:
        fix = "percent-encode it"
        judge.add(link, "link-href-form", f"{shown(href)} is no address", fix, attr="href")
    known = rel.removeprefix("http://www.iana.org/assignments/relation/")
    if known not in _RELATIONS and not address_parts(rel).scheme:
        fact = f"{shown(rel)} is no registered relation"
        judge.add(link, "link-relation", fact, "write a registered one, or a whole URI", attr="rel")
    if entry and known in _HISTORY:
        judge.add(link, "link-history", f"{rel} is a link of the feed", "move it up", attr="rel")
    type_ = link.attrs.get("type", "")
    if rel == "self" and "/" in type_ and type_.partition(";")[0].strip() not in _SELF_TYPES:
        fact = f"{shown(type_)} is no type of a feed"
        judge.add(link, "self-feed", fact, "write application/rss+xml", attr="type")
    for name in ("rel", "title"):
        if name in link.attrs and not link.attrs[name]:
            judge.add(link, "attribute-filled", "is empty", "leave it out", attr=name)


RULES = (
    rule("channel-title", "error", "A channel has a title.", "RSS-40 PSP-11 PLT-2", "MissingTitle", everywhere=True),
    rule("channel-link", "error", "A channel has a link.", "RSS-40 PSP-13 APL-28 PLT-2", "MissingLink", everywhere=True),
    rule("channel-description", "error", "A channel has a description.", "RSS-40 PSP-12 PLT-2", "MissingDescription", everywhere=True),
    rule("channel-filled", "warning", "A channel’s description is not empty.", "RSS-40 PSP-12", strict="psp1 apple"),
    rule("channel-language", "hint", "A channel says its language.", "RSS-46", "MissingDCLanguage"),
    rule("semantics-once", "warning", "No extension repeats what a core element says.", "RSS-86 DC-1", "DuplicateSemantics DuplicateItemSemantics"),
    rule("image-title", "error", "An image has a title.", "RSS-51", "MissingTitle", everywhere=True),
    rule("image-url", "error", "An image has a url.", "RSS-51", "MissingElement", everywhere=True),
    rule("image-link", "warning", "An image has a link.", "RSS-51", "MissingLink", strict="w3c"),
    rule("image-title-same", "warning", "An image’s title is the channel’s.", "RSS-52", "ImageTitleDoesntMatch"),
    rule("image-link-same", "warning", "An image’s link is the channel’s.", "RSS-52", "ImageLinkDoesntMatch"),
    rule("image-format", "warning", "An image is JPEG, PNG or GIF.", "RSS-51", "ImageUrlFormat"),
    rule("text-input-avoided", "warning", "There is no textInput.", "RSS-57", "AvoidTextInput"),
    rule("text-input-whole", "error", "A textInput has title, description, name and link.", "RSS-57", "MissingTitle MissingLink MissingDescription MissingElement"),
    rule("skip-filled", "error", "skipHours and skipDays hold something.", "RSS-55", "MissingElement"),
    rule("skip-many", "error", "A day has 24 hours, a week 7 days.", "RSS-55", "NotEnoughHoursInTheDay EightDaysAWeek"),
    rule("skip-unique", "error", "No hour and no day is skipped twice.", "RSS-55", "DuplicateValue"),
    rule("docs-specification", "hint", "docs leads to the specification of RSS.", "RSS-48"),
    rule("self-link", "warning", "A channel names its own address.", "RSS-43 PSP-10 WS-1", "MissingAtomSelfLink MissingSelf", strict="psp1"),
    rule("self-link-once", "warning", "A channel names one address of its own.", "RSS-43 WS-1 WS-2"),
    rule("self-absolute", "warning", "The channel’s own address is a whole one.", "RSS-44", "RelativeSelf", strict="psp1"),
    rule("self-here", "warning", "The channel’s own address is where it is read.", "RSS-44 WS-2", "SelfDoesntMatchLocation"),
    rule("self-type", "warning", "The channel’s own address has its type.", "RSS-43 PSP-10", strict="psp1"),
    rule("self-feed", "warning", "The channel’s own address has a type of feeds.", "RSS-43", "SelfNotAtom"),
    rule("link-href", "error", "An atom:link has an address.", "RSS-43 ATOM-7", "MissingHref"),
    rule("link-href-form", "warning", "An atom:link’s address is one.", "RSS-44 ATOM-7", "InvalidIRI InvalidUriChar", strict="w3c"),
    rule("link-relation", "warning", "An atom:link’s relation is a registered one.", "RSS-43 ATOM-4", "UnregisteredAtomLinkRel"),
    rule("link-history", "warning", "Links between pages stand in the feed.", "PAGE-2", "FeedHistoryRelInEntry"),
    rule("atom-link-empty", "warning", "An atom:link holds no text.", "RSS-45", "AtomLinkNotEmpty"),
    rule("attribute-filled", "warning", "An attribute that is there is not empty.", "RSS-43", "AttrNotBlank"),
)  # fmt: skip
