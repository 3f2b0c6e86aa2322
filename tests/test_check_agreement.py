"""Our rules find what the messages of the W3C feed validator are about, and nothing else.

Cases are ours, written after the validator's public list of messages, the specifications and
Apple's guide. A line of agreement.tsv names the messages that must come ("-" for none, "|" between
those of which one is enough), the place, and what stands there: "item-link" is an item whose own
link is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feed_builder.check.feed import check_feed, in_profile
from feed_builder.check.registry import by_name
from feed_builder.check.rule import Fault, Profile
from feed_builder.model import Level

NOW = datetime(2026, 2, 1, tzinfo=UTC)
HOME = "https://podcast.example.org/feed.xml"
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "admin": "http://webns.net/mvcb/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "thr": "http://purl.org/syndication/thread/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "dcterms": "http://purl.org/dc/terms/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "fh": "http://purl.org/syndication/history/1.0",
}
CHANNEL = {
    "title": "<title>Sel</title>",
    "link": "<link>https://podcast.example.org/</link>",
    "description": "<description>De quoi</description>",
    "language": "<language>fr</language>",
    "lastBuildDate": "<lastBuildDate>Mon, 05 Jan 2026 05:00:00 +0000</lastBuildDate>",
    "self": f'<atom:link rel="self" href="{HOME}" type="application/rss+xml"/>',
    "itunes": "<itunes:author>A</itunes:author><itunes:explicit>false</itunes:explicit>"
    '<itunes:category text="Arts"/><itunes:owner><itunes:name>A</itunes:name>'
    "<itunes:email>a@example.org</itunes:email></itunes:owner>"
    '<itunes:image href="https://podcast.example.org/c.jpg"/>',
}
ITEM = {
    "title": "<title>Un</title>",
    "link": "<link>https://podcast.example.org/1</link>",
    "description": "<description>Texte</description>",
    "guid": '<guid isPermaLink="false">abc-def-ghi-1</guid>',
    "pubDate": "<pubDate>Mon, 05 Jan 2026 05:00:00 +0000</pubDate>",
    "enclosure": '<enclosure url="https://e.org/1.mp3" length="1000" type="audio/mpeg"/>',
}


def feed(place: str = "", xml: str = "") -> str:
    """The feed that nothing is wrong with, with `xml` at `place`."""
    where, *left_out = place.split("-")
    parts = {"channel": dict(CHANNEL), "item": dict(ITEM)}
    for name in left_out:
        del (parts["channel"] if name == "lastBuildDate" else parts[where])[name]
    if where:
        parts[where]["own"] = xml
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    channel, item = ("\n".join(parts[name].values()) for name in ("channel", "item"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}>\n'
        f"<channel>\n{channel}\n<item>\n{item}\n</item>\n</channel>\n</rss>\n"
    )


def found(text: str) -> list[tuple[Fault, Level]]:
    """What is told of a feed in the validator's profile."""
    faults = check_feed(text.encode(), now=NOW, location=HOME)
    return in_profile(faults, profile=Profile.W3C)


def messages(text: str) -> set[str]:
    """The messages of the validator that what is told stands for."""
    return {message for fault, _ in found(text) for message in by_name()[fault.rule].w3c}


def lines() -> Iterator[tuple[str, str, str]]:
    """The table of cases."""
    table = Path(__file__).parent / "data" / "agreement.tsv"
    for line in table.read_text("utf-8").splitlines():
        wanted, place, xml = line.split("\t")
        yield wanted, place, re.sub(r"(a,?)×(\d+)", lambda m: m[1] * int(m[2]), xml)


CASES = list(lines())
RIGHT = [case[1:] for case in CASES if case[0] == "-"]
WRONG = [case for case in CASES if case[0] != "-"]


def test_there_are_enough_cases() -> None:
    """Of both kinds, about most messages that a podcast's feed can get."""
    told = {name for wanted, _, _ in WRONG for name in wanted.split("|")}
    known = {name for rule in by_name().values() for name in rule.w3c}

    assert len(RIGHT) > 180 and len(WRONG) > 300
    assert len(told & known) > 60


@pytest.mark.parametrize(("place", "xml"), RIGHT)
def test_what_is_right_is_not_told(place: str, xml: str) -> None:
    """No finding at all, whatever its level."""
    assert found(feed(place, xml)) == []


@pytest.mark.parametrize(("wanted", "place", "xml"), WRONG)
def test_what_is_wrong_is_told(wanted: str, place: str, xml: str) -> None:
    """With its message, as an error or a warning, at its element and line."""
    text = feed(place, xml)
    right = [
        (fault, level)
        for fault, level in found(text)
        if set(wanted.split("|")) & set(by_name()[fault.rule].w3c)
    ]

    assert right
    for fault, level in right:
        element = re.split(r"[\[@]", fault.path.rpartition("/")[2])[0]
        assert level in (Level.ERROR, Level.WARNING)
        assert element in ("channel", "item") or f"<{element}" in text.splitlines()[fault.line - 1]


DOCUMENTS = [
    ("MissingTitle", CHANNEL["title"], ""),
    ("MissingLink", CHANNEL["link"], ""),
    ("MissingDescription", CHANNEL["description"], ""),
    ("MissingAtomSelfLink", CHANNEL["self"], ""),
    ("MissingDCLanguage", CHANNEL["language"], ""),
    (
        "ItemMustContainTitleOrDescription",
        ITEM["title"] + "\n" + ITEM["link"] + "\n" + ITEM["description"],
        "",
    ),
    ("MissingGuid", ITEM["guid"], ""),
    ("MissingAttribute", '<rss version="2.0"', "<rss"),
    ("InvalidRSSVersion", '<rss version="2.0"', '<rss version="3.0"'),
    ("UnexpectedAttribute", "<channel>", '<channel foo="x">'),
    ("UnexpectedAttribute", 'version="2.0"', 'version="2.0" foo="x"'),
    ("UseOfExtensionAttr", "<item>", '<item x:y="z" xmlns:x="http://e.org/">'),
    ("UnexpectedText", "<channel>", "<channel>text"),
    ("UnexpectedText", "<item>", "<item>text"),
    ("UnexpectedText", "</channel>", "</channel>text"),
    ("MisplacedItem", "</item>", "</item><copyright>A</copyright>"),
    ("DuplicateValue", "</item>", "</item><item>" + "".join(ITEM.values()) + "</item>"),
    ("DuplicateElement", "</channel>", "</channel><channel>" + CHANNEL["title"] + "</channel>"),
    ("MissingNamespace", "</item>", "<foo:bar>x</foo:bar></item>"),
    ("MissingNamespace", f'xmlns:itunes="{SPACES["itunes"]}"', ""),
    ("NotInANamespace", "</item>", '<x:y xmlns:x="http://e.org/"><z>1</z></x:y></item>'),
    ("MediaRssNamespace", "mrss/", "mrss"),
    ("UnknownNamespace", "<rss ", '<rss xmlns:x="http://e.org/ns" '),
    ("NonstdPrefix", "xmlns:thr=", "xmlns:threads="),
    ("ReservedPrefix", SPACES["thr"], "http://e.org/thr"),
    ("ReservedPrefix", "podcast-1.0.dtd", "Podcast-1.0.DTD"),
    ("InvalidNamespace", "<rss ", '<rss xmlns="http://e.org/" '),
    ("SlashDate", CHANNEL["lastBuildDate"], "<slash:section>x</slash:section>"),
    ("SAXError", "</guid>", "</guidd>"),
    ("SAXError", "<title>Un", "<title>Un & deux"),
    ("SAXError", "<title>Un", "<title>Un < deux"),
    ("SAXError", "</rss>", ""),
    ("SAXError", "</rss>", "</rss><rss/>"),
    ("UndefinedNamedEntity", "<title>Un", "<title>Un&nbsp;deux"),
    ("BadCharacters", "<title>Un", "<title>L&#146;un"),
    ("WPBlankLine", "<?xml", "\n<?xml"),
    ("BadXmlVersion", '<?xml version="1.0"', '<?xml version="1.1"'),
    ("UnknownEncoding", "UTF-8", "foo-8"),
    ("MissingEncoding", ' encoding="UTF-8"', ""),
    ("ContainsSystemEntity", "<rss ", '<!DOCTYPE rss SYSTEM "http://e.org/rss.dtd">\n<rss '),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "old", "new"), DOCUMENTS)
def test_what_is_wrong_with_a_document_is_told(wanted: str, old: str, new: str) -> None:
    """Where one place of the sound feed is another."""
    text = feed()
    assert text.count(old) >= 1 and found(text) == []
    assert wanted in messages(text.replace(old, new, 1))


@pytest.mark.parametrize("name", ["title", "link", "description", "pubDate", "enclosure"])
def test_what_an_item_may_lack(name: str) -> None:
    """A title or a description is enough."""
    assert found(feed(f"item-{name}")) == []


def test_old_versions_are_taken_as_they_are() -> None:
    """RSS 0.91 asks for a language, and for nothing that came later."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="0.91"><channel><title>T</title>'
        "<link>https://e.org/</link><description>D</description><language>en</language>"
        "<item><title>x</title><link>https://e.org/1</link></item></channel></rss>"
    )
    assert messages(text) == set()


def test_a_web_page_and_nothing_are_no_feeds() -> None:
    """They are told as what they are."""
    assert "UndefinedElement" in messages("<html><head><title>x</title></head></html>")
    assert "SAXError" in messages("")
    assert "MissingElement" in messages(
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"/>'
    )
