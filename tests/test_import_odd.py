"""Feeds that nobody would write on purpose: encodings, broken XML, odd values."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import Any

import pytest

from feed_builder.articles.web import Limits, opened
from feed_builder.errors import ArticleError
from feed_builder.feeds.foreign import ForeignFeed
from feed_builder.feeds.plan import Plan, plan
from feed_builder.feeds.reading import read_feed
from feed_builder.feeds.values import seconds
from feed_builder.feeds.xml import NotAFeedError
from tests.old_host import Host

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODY = (
    '<rss version="2.0"><channel><title>Café “œ”</title><item><title>É</title><guid>g é</guid>'
    '<enclosure url="/m.mp3" type="audio/mpeg" length="1"/></item></channel></rss>'
)


def read(data: bytes | str, charset: str | None = None) -> ForeignFeed:
    """A feed that lies on the web."""
    content = data.encode() if isinstance(data, str) else data
    return read_feed(content, "https://a.example/x/feed.xml", charset)[0]


def planned(data: bytes | str) -> Plan:
    """What an import of a feed would do."""
    return plan(read(data), {}, [], link=False, now=NOW)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8-sig", "UTF-8", None),
        ("utf-16", "UTF-16", None),
        ("utf-16-le", "UTF-16", None),
        ("utf-16-be", "UTF-16", None),
        ("utf-32", "UTF-32", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", None, None),
        ("cp1252", "UTF-8", None),
        ("cp1252", None, "windows-1252"),
        ("utf-8", "klingon", None),
    ],
)
def test_letters_stay_in_every_encoding(
    encoding: str, declared: str | None, charset: str | None
) -> None:
    """Whatever the feed and its server say of it."""
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    feed = read((head + BODY).encode(encoding), charset)
    assert feed.title == "Café “œ”"
    assert feed.items[0].guid == "g é"
    assert feed.items[0].enclosure is not None
    assert feed.items[0].enclosure.url == "https://a.example/m.mp3"


@pytest.mark.parametrize(
    ("written", "guid"),
    [
        ("1&2", "1&2"),
        ("http://a.example/?p=1&b=2", "http://a.example/?p=1&b=2"),
        ("a&eacute;", "aé"),
        ("a&amp;eacute;", "a&eacute;"),
        ("<![CDATA[a&eacute;<b> & c]]>", "a&eacute;<b> & c"),
        ("<![CDATA[ x ]]>", " x "),
        ("1 < 2", "1 < 2"),
        ("&#233;&#xE9;", "éé"),
        ("&nosuch;", "&nosuch;"),
    ],
)
def test_identities_stay_in_broken_xml(written: str, guid: str) -> None:
    """Signs that nobody escaped are signs; CDATA is left alone."""
    feed = read(
        f"<rss><channel><title>A & B</title><item><guid>{written}</guid></item></channel></rss>"
    )
    assert feed.items[0].guid == guid
    assert feed.title == "A & B"


@pytest.mark.parametrize(
    "document",
    [
        f"<br />\n<b>Notice</b>: Undefined index in <b>/x.php</b><br />\n{BODY}",
        f"\n\n  <?xml version='1.0'?>{BODY}",
        BODY.replace("<rss", '<rss xmlns="http://backend.userland.com/rss2"'),
        BODY[:-12],
        BODY.replace("<item>", "<itunes:type>serial</itunes:type><item>"),
        BODY.replace("<item>", "<!-- <item> --><item>"),
    ],
)
def test_what_can_be_read_is_read(document: str) -> None:
    """Notices of PHP, blank lines, a namespace that RSS has not, an end that is missing."""
    feed = read(document)
    assert (feed.title, len(feed.items)) == ("Café “œ”", 1)
    assert feed.items[0].guid == "g é"


def test_rss_of_the_first_version_is_read() -> None:
    """RDF, with the items beside the channel."""
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel>'
        "<item><title>a</title><link>https://a.example/1</link></item></rdf:RDF>"
    )
    assert [item.link for item in feed.items] == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("<!doctype html><html><head></head></html>", "is a web page, no feed"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "defines entities"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss/>', "defines entities"),
        ('{"a": 1}', "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": 5}', "neither a title"),
        ('{"a":' * 100_000, "is no JSON"),
        ("<rss><channel></channel></rss>", "neither a title"),
        ("<opml/>", "no RSS feed"),
        ("", "is no XML"),
        ("\0\1\2", "is no XML"),
    ],
)
def test_what_is_no_feed_is_told(document: str, said: str) -> None:
    """With a reason, in two encodings where it is XML; nothing outside is read."""
    for encoding in ("utf-8", "utf-16") if document.startswith("<") else ("utf-8",):
        with pytest.raises(NotAFeedError, match=said):
            read(document.encode(encoding))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("37", 37),
        ("01:02", 62),
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723.5", 3723.5),
        (" 12 ", 12),
        ("1h 2m 3s", 3723),
        ("1 hour 2 min", 3720),
        ("PT1H2M3S", 3723),
        ("", None),
        ("abc", None),
        ("-5", None),
        ("1:02:03:04", None),
    ],
)
def test_durations_of_all_forms_are_read(written: str, told: float | None) -> None:
    """RSS knows none of them; feeds hold all."""
    assert seconds(written) == told


def test_odd_json_costs_nothing_else_its_place() -> None:
    """Values of other kinds than the standard says."""
    made = planned(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "authors": 5, "items": ['
        '{"id": 1.5, "attachments": [{"url": 5}]}, 7, {"id": true}, null,'
        '{"id": "a", "attachments": "x", "tags": 5, "authors": [1], "date_published": 5}]}'
    )
    assert [episode.values["guid"] for episode in made.new] == ["a", "1.5"]


def test_of_two_items_with_one_guid_the_first_counts() -> None:
    """As apps take them; the second is told."""
    made = planned(
        "<rss><channel><title>t</title><item><guid>1</guid><title>a</title></item>"
        "<item><guid>1</guid><title>b</title></item></channel></rss>"
    )
    assert [episode.values["title"] for episode in made.new] == ["a"]
    assert "item" in {one.element for one in made.left}


def test_of_several_enclosures_the_recording_is_the_episode() -> None:
    """A picture before it is none; other forms are kept."""
    made = planned(
        "<rss><channel><title>t</title><item><guid>1</guid>"
        '<enclosure url="a.jpg" type="image/jpeg"/><enclosure url="b.mp3" type="audio/mpeg"/>'
        '<enclosure url="b.opus" type="audio/ogg" length="5"/></item></channel></rss>'
    )
    (episode,) = made.new
    assert episode.recording == "https://a.example/x/b.mp3"
    assert episode.values["alternate_enclosure"] == [
        {"type": "audio/ogg", "length": 5, "source": [{"uri": "https://a.example/x/b.opus"}]}
    ]


def test_relative_addresses_follow_xml_base() -> None:
    """Of the feed, the channel, the item."""
    feed = read(
        '<rss xml:base="https://b.example/"><channel xml:base="c/"><title>t</title>'
        '<item xml:base="d/"><guid>1</guid><link>e</link>'
        '<enclosure url="f.mp3" type="audio/mpeg"/></item></channel></rss>'
    )
    assert feed.items[0].link == "https://b.example/c/d/e"
    assert feed.items[0].enclosure is not None
    assert feed.items[0].enclosure.url == "https://b.example/c/d/f.mp3"


def test_a_broadcast_comes_along(host: Host, empty: Any) -> None:
    """podcast:liveItem becomes a file in live/; a second import leaves it alone."""
    live = b"""<podcast:liveItem status="pending" start="2026-12-01T18:00:00+01:00"
      end="2026-12-01T19:00:00+01:00"><title>En direct</title><guid>live 1</guid>
      <description>On parle d'eau.</description><link>https://a.example/live</link>
      <enclosure url="https://a.example/live.mp3" type="audio/mpeg" length="0"/>
      <podcast:person role="guest">Paul</podcast:person>
      <podcast:chat server="irc.example.org" protocol="irc" space="#eau"/>
      <podcast:contentLink href="https://a.example/video">Video</podcast:contentLink>
      </podcast:liveItem><item>"""
    feed = host.feed("buzzsprout")
    host.put("/feed.xml", feed.replace(b"<item>", live, 1))
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert done.status == 0, done.all
    assert done.json["live"] == [{"file": "live/en-direct.md", "guid": "live 1"}]
    empty.build("--base-url", "https://new.example.org/")
    built = (empty.public / "feed.xml").read_bytes().decode()
    start = built.index("<podcast:liveItem")
    item = built[start : built.index("</podcast:liveItem>")]
    for told in ("live 1", "En direct", "https://a.example/live.mp3", "Paul", "#eau", "Video"):
        assert told in item
    again = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert again.json["live"] == []


def test_a_host_that_is_called_well_and_lies_badly_is_refused(monkeypatch: Any) -> None:
    """A name of the web whose number is that of the cloud's keys."""
    real = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        number = "169.254.169.254" if host == "innocent.example" else host
        return real(number, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with (
        pytest.raises(ArticleError, match="no place of the web"),
        opened("http://innocent.example/x.mp3", Limits(seconds=5)),
    ):
        raise AssertionError("it was opened")


def test_a_name_that_changes_its_number_is_refused(host: Host, monkeypatch: Any) -> None:
    """Public when it is looked up, this machine when it is called."""
    real, calls = socket.getaddrinfo, [0]

    def lookup(name: Any, *args: Any, **kwargs: Any) -> Any:
        if name != "rebinding.example":
            return real(name, *args, **kwargs)
        calls[0] += 1
        return real("93.184.216.34" if calls[0] == 1 else "127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    port = host.url.rpartition(":")[2]
    with (
        pytest.raises(ArticleError, match="private network"),
        opened(f"http://rebinding.example:{port}/feed.xml", Limits(seconds=5)),
    ):
        raise AssertionError("it was opened")
    assert calls[0] == 2


def test_pages_of_diff_lead_no_further_than_the_feed(host: Host, project: Any) -> None:
    """A next page at the cloud's keys is not asked for."""
    feed = host.feed("libsyn")
    link = b'<atom:link rel="next" href="http://169.254.169.254/feed.xml"/><item>'
    host.put("/feed.xml", feed.replace(b"<item>", link, 1))
    done = project.run("diff", f"{host.url}/feed.xml", f"{host.url}/feed.xml", "--json")
    assert (done.status, done.json["gone"]) == (0, []), done.all


def test_an_address_to_subscribe_with_is_one(host: Host, empty: Any) -> None:
    """Buttons write feed: before an address."""
    host.feed("libsyn")
    done = empty.run("import", "feed", f"feed:{host.url}/feed.xml", "--dry-run", "--json")
    assert (done.status, done.json["feed"]) == (0, f"{host.url}/feed.xml"), done.all


def test_diff_reads_broken_feeds_as_far_as_they_go(host: Host, empty: Any) -> None:
    """As import does: the old feed may be broken, and is compared all the same."""
    feed = host.feed("libsyn").replace(b"<description>", b"<description>A & B &nosuch; 1 < 2 ", 2)
    host.put("/feed.xml", feed)
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert done.status == 0, done.all
    empty.build("--base-url", "https://new.example.org/")
    told = empty.run("diff", f"{host.url}/feed.xml", "--json")
    assert told.status == 0, told.all
    assert told.json["gone"] == told.json["added"] == told.json["downloaded_again"] == []


def test_pages_in_a_circle_end(host: Host, empty: Any) -> None:
    """A page that names itself, and two that name each other; items come once."""
    page = (
        "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>t</title>"
        "<atom:link rel='next' href='{next}'/><item><guid>{guid}</guid></item></channel></rss>"
    )
    for number, following in ((1, 2), (2, 3), (3, 2)):
        text = page.format(next=f"{host.url}/p{following}.xml", guid=f"g{number}")
        host.put(f"/p{number}.xml", text.encode())
    done = empty.run("import", "feed", f"{host.url}/p1.xml", "--json", "--dry-run")
    assert done.json["pages"] == 3
    assert [one["guid"] for one in done.json["new"]] == ["g3", "g2", "g1"]
    host.put("/p1.xml", page.format(next="p1.xml", guid="g1").encode())
    done = empty.run("import", "feed", f"{host.url}/p1.xml", "--json", "--dry-run")
    assert done.json["pages"] == 1
