"""Podcasts moved in: feeds in the forms of many hosts, imported, built, compared with the old."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree
from lxml.html import fragment_fromstring

from feed_builder.feeds.markdown import to_markdown
from feed_builder.feeds.values import moment
from feed_builder.read.episode_keys import EPISODE_KEYS
from feed_builder.read.show_keys import SHOW_KEYS
from tests.old_host import HOSTS, Host

NAMES = sorted(path.stem for path in HOSTS.glob("*.xml") if "-page" not in path.stem)
# Its identities are those that apps make up: it has a test of its own.
WITH_GUIDS = [name for name in NAMES if name not in ("homemade", "ausha", "ghost-atom")]
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def items_of(feed: bytes) -> list[Any]:
    """The items of a feed."""
    return list(etree.fromstring(feed).iter("item"))


def identity(item: Any) -> tuple[str | None, str]:
    """What apps know an item by."""
    guid = item.find("guid")
    return guid.text, guid.get("isPermaLink", "true")


def when(item: Any) -> datetime:
    """When an item was published, in universal time: what -0000 means as well."""
    return parsedate_to_datetime(
        item.findtext("pubDate").replace("-0000", "+0000").replace("BST", "+0100")
    )


def seen(text: str) -> str:
    """The words of some HTML as a reader sees them."""
    tree = fragment_fromstring(text or "<p></p>", create_parent="div")
    for element in tree.iter():
        if element.tag == "img":
            element.text = element.get("alt")
        element.tail = f" {element.tail or ''}" if element.tag not in INLINE else element.tail
    return "".join(tree.text_content().split())


INLINE = {"a", "b", "strong", "em", "i", "code", "del", "sup", "sub", "span"}


@pytest.mark.parametrize("name", WITH_GUIDS)
def test_nothing_is_lost_doubled_or_changed(name: str, host: Host, empty: Any) -> None:
    """Feed → import → build: the same identities with their flags, dates, titles, notes, order."""
    old = host.feed(name)
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json", timeout=120)
    assert done.status == 0, done.all
    empty.build("--base-url", "https://new.example.org/")
    new = {identity(item): item for item in items_of((empty.public / "feed.xml").read_bytes())}
    before = items_of(old)
    for page in HOSTS.glob(f"{name}-page*.xml"):
        known = {identity(item)[0] for item in before}
        before += [i for i in items_of(page.read_bytes()) if identity(i)[0] not in known]
    before = [item for item in before if item.find("enclosure") is not None]
    assert list(new) == [identity(item) for item in before]
    for item in before:
        same = new[identity(item)]
        assert same.findtext("title") == re.sub(r"[ \n\t]+", " ", item.findtext("title")).strip(" ")
        assert when(same) == when(item)
        notes = item.findtext(CONTENT) or item.findtext("description") or ""
        assert seen(same.findtext(CONTENT)) == seen(notes)
        for tag in ("season", "episode"):
            assert same.findtext(f"{ITUNES}{tag}") == item.findtext(f"{ITUNES}{tag}") or (
                item.findtext(f"{ITUNES}{tag}") in (None, "0")  # Apple's begin with 1
            )


def test_every_host_is_there() -> None:
    """At least ten forms of feeds (issue 5)."""
    assert len(NAMES) >= 10


def test_all_that_the_model_holds_comes_along(host: Host, empty: Any) -> None:
    """Season, number, type, explicit, people, transcripts, chapters, show: as the feed says."""
    host.feed("buzzsprout")
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--url", "https://new.example.org/")
    assert done.status == 0, done.all
    empty.build()
    channel = etree.parse(str(empty.public / "feed.xml")).find("channel")
    assert channel.findtext(f"{PODCAST}guid") == "3eb1b5fb-6c88-54f0-9b7d-3b5e0d5f2f8c"
    assert channel.findtext("title") == "Voices of the Valley"
    assert channel.findtext("description") == "People who farm, fish & teach in the valley."
    assert channel.findtext("language") == "en-us"
    assert channel.findtext(f"{ITUNES}type") == "episodic"
    assert channel.find(f"{ITUNES}category/{ITUNES}category").get("text") == "Documentary"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "radio@valley.example.org"
    assert channel.find(f"{PODCAST}person").get("img") == "https://valley.example.org/jo.jpg"
    miller, trailer = channel.findall("item")
    told = {name: miller.findtext(f"{ITUNES}{name}") for name in ("season", "episode", "explicit")}
    assert told == {"season": "2", "episode": "3", "explicit": "true"}
    assert trailer.findtext(f"{ITUNES}episodeType") == "trailer"
    people = [(p.text, p.get("role")) for p in miller.findall(f"{PODCAST}person")]
    assert people == [("Jo Fields", "host"), ("Sam Reed", "guest")]
    types = {t.get("type") for t in miller.findall(f"{PODCAST}transcript")}
    assert {"text/vtt", "application/x-subrip"} <= types
    assert miller.find(f"{PODCAST}chapters") is not None
    for what in ("media", "transcripts", "chapters"):
        assert list((empty.public / what).iterdir())


def test_chapters_in_the_feed_become_a_file(host: Host, empty: Any) -> None:
    """Podlove's chapters, with links, pictures and parts of a second."""
    host.feed("podlove")
    assert empty.run("import", "feed", f"{host.url}/feed.xml").status == 0
    (file,) = (empty.path / "episodes").glob("*.chapters.json")
    assert json.loads(file.read_bytes())["chapters"] == [
        {"startTime": 0, "title": "Begrüßung"},
        {
            "startTime": 1.25,
            "title": "Kräne",
            "url": "https://example.org/kran",
            "img": "https://example.org/kran.jpg",
        },
    ]


def test_what_is_not_kept_is_listed_by_element(host: Host, empty: Any) -> None:
    """Each element once, with the reason and how often."""
    host.feed("wordpress-powerpress")
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    left = {one["element"]: one for one in done.json["left"]}
    assert {"rawvoice:rating", "atom:link rel=hub"} <= left.keys()
    assert "third" in left["itunes:category"]["why"]
    assert left["iframe in the notes"]["first"] == "L’écluse n°\u00a07"
    assert "podcast:person" not in left
    spoken = empty.run("import", "feed", f"{host.url}/feed.xml").err
    assert "What could not be kept, by element:" in spoken


def test_redirects_are_followed_and_recorded(host: Host, empty: Any) -> None:
    """The feed's way is kept in podcast.toml and told."""
    host.feed("libsyn")
    host.redirects["/old"] = f"{host.url}/older"
    host.redirects["/older"] = "/feed.xml"
    done = empty.run("import", "feed", f"{host.url}/old", "--json")
    assert done.json["redirects"] == [
        {"status": 302, "from": f"{host.url}/old", "to": f"{host.url}/older"},
        {"status": 302, "from": f"{host.url}/older", "to": f"{host.url}/feed.xml"},
    ]
    assert f'"302 {host.url}/feed.xml"' in empty.read("podcast.toml").decode()


def test_pages_are_followed_to_the_end_and_no_further(host: Host, empty: Any) -> None:
    """RFC 5005: what stands on two pages comes once; a circle ends."""
    host.feed("simplecast")
    page = host.files["/page2.xml"][0].replace(b'rel="previous"', b'rel="next"')
    host.put("/page2.xml", page)
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert (done.json["pages"], len(done.json["new"])) == (2, 2)
    assert done.json["warnings"] == [f"{host.url}/feed.xml: not followed; its page was read before"]


def test_items_without_guid_keep_the_identity_that_apps_gave_them(host: Host, empty: Any) -> None:
    """gPodder: the link, else the enclosure's address (clients.md); bad dates keep their place."""
    host.feed("homemade")
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert done.status == 0, done.all
    empty.build("--base-url", "https://new.example.org/")
    items = items_of((empty.public / "feed.xml").read_bytes())
    assert [identity(item) for item in items] == [
        ("http://chez-nous.example.org/podcast/3.html", "true"),
        ("http://chez-nous.example.org/podcast/2.html", "false"),
        (f"{host.url}/media/un.mp3", "false"),
    ]
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    assert dates[1] == datetime(2008, 3, 2, 7, 0, tzinfo=UTC)
    assert dates[2] == datetime(2008, 3, 1, tzinfo=UTC)
    assert dates[0] > dates[1]
    assert {"guid", "pubDate", "itunes:explicit", "language"} - {
        one["element"] for one in done.json["left"]
    } == {"language"}
    others = items[2].findall(f"{PODCAST}alternateEnclosure/{PODCAST}source")
    assert f"{host.url}/media/un.ogg" in [other.get("uri") for other in others]


def test_importing_again_takes_only_what_is_new(host: Host, empty: Any) -> None:
    """What a person has edited stays; one new item is one new file, one new download."""
    feed = host.feed("megaphone")
    empty.run("import", "feed", f"{host.url}/feed.xml")
    file = next(path for path in (empty.path / "episodes").glob("*salt*.md"))
    file.write_text(file.read_text().replace("Salt.", "Salt, *edited*."))
    before = empty.tree(), {p: p.stat().st_mtime_ns for p in empty.path.rglob("*")}
    host.asked.clear()
    again = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert (len(again.json["new"]), len(again.json["there"])) == (0, 2)
    assert host.asked == ["/feed.xml"]
    assert before == (empty.tree(), {p: p.stat().st_mtime_ns for p in empty.path.rglob("*")})
    third = b"""<item><title>Ep. 3 | Tar</title><guid>x3</guid>
    <pubDate>Tue, 21 Nov 2023 08:00:00 GMT</pubDate>
    <enclosure url="@HOST@/media/tar.mp3" length="1" type="audio/mpeg"/></item>"""
    host.recording("/media/tar.mp3")
    host.put("/feed.xml", feed.replace(b"<item>", third + b"<item>", 1))
    host.asked.clear()
    last = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert [one["guid"] for one in last.json["new"]] == ["x3"]
    assert host.asked == ["/feed.xml", "/media/tar.mp3"]


def test_a_recording_that_failed_is_fetched_the_next_time(host: Host, empty: Any) -> None:
    """The episode is there as a draft, the command says so and fails."""
    host.feed("megaphone")
    recording = host.files.pop("/media/rope.mp3")
    done = empty.run("import", "feed", f"{host.url}/feed.xml")
    assert done.status == 1
    assert "failed: Ep. 2 | Rope: enclosure:" in done.err
    host.files["/media/rope.mp3"] = recording
    again = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert (again.status, again.json["recordings"], again.json["new"]) == (0, 1, [])
    empty.build("--base-url", "https://new.example.org/")
    assert len(items_of((empty.public / "feed.xml").read_bytes())) == 2


def test_dry_run_writes_nothing(host: Host, empty: Any) -> None:
    """Only the feed is read."""
    host.feed("acast")
    before = sorted(empty.path.rglob("*"))
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--dry-run", "--json")
    assert (len(done.json["new"]), done.json["dry_run"]) == (1, True)
    assert sorted(empty.path.rglob("*")) == before
    assert host.asked == ["/feed.xml"]


def test_a_file_is_read_as_well(host: Host, empty: Any) -> None:
    """A feed that somebody saved; an article called feed is ./feed."""
    empty.write("saved.xml", host.feed("soundcloud"))
    done = empty.run("import", "feed", "saved.xml", "--json")
    assert (done.status, len(done.json["new"])) == (0, 1)
    empty.write("feed", "Un texte sans entretien.\n")
    article = empty.run("import", "./feed")
    assert "no interview" in article.err.lower() or article.status == 1
    assert empty.run("import", "feed").status == 2


FORBIDDEN = [
    "http://169.254.169.254/latest/meta-data/x.mp3",
    "http://[fe80::1]/x.mp3",
    "http://2852039166/x.mp3",
    "http://0xa9fea9fe/x.mp3",
    "http://0251.0376.0251.0376/x.mp3",
    "http://169.254.43518/x.mp3",
    "http://[::ffff:169.254.169.254]/x.mp3",
    "http://[::ffff:a9fe:a9fe]/x.mp3",
    "http://[::169.254.169.254]/x.mp3",
    "http://[64:ff9b::a9fe:a9fe]/x.mp3",
    "http://[2002:a9fe:a9fe::1]/x.mp3",
    "http://169。254。169。254/x.mp3",
    "http://metadata.google.internal/x.mp3",
    "http://[fc00::1]/x.mp3",
    "http://0.0.0.0/x.mp3",
    "gopher://127.0.0.1/x.mp3",
    "//169.254.169.254/x.mp3",
    "http://10.0.0.1/x.mp3",
    "file:///etc/passwd",
    "ftp://127.0.0.1/x.mp3",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_item_leads_where_it_must_not(address: str, host: Host, empty: Any) -> None:
    """Neither directly nor by a redirect; the others come in, and the command fails."""
    feed = host.feed("megaphone")
    host.redirects["/redirect/away.mp3"] = address
    feed = feed.replace(b"@HOST@/media/rope.mp3?updated=1699941600", address.encode())
    feed = feed.replace(f"{host.url}/media/rope.mp3?updated=1699941600".encode(), address.encode())
    feed = feed.replace(
        f"{host.url}/media/salt.mp3".encode(), f"{host.url}/redirect/away.mp3".encode()
    )
    host.put("/feed.xml", feed)
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert done.status == 1
    assert len(done.json["failed"]) == 2
    assert not list((empty.path / "episodes").glob("*.mp3"))
    assert b"root:" not in b"".join(p.read_bytes() for p in empty.path.rglob("*") if p.is_file())


@pytest.mark.parametrize("address", [a for a in FORBIDDEN if a.isascii() and "0251" not in a])
def test_no_feed_comes_from_where_it_must_not(address: str, host: Host, empty: Any) -> None:
    """A redirect of the feed itself is refused, and nothing is written."""
    host.redirects["/feed.xml"] = address
    done = empty.run("import", "feed", f"{host.url}/feed.xml")
    assert done.status == 1
    assert "leads to" in done.err
    assert not (empty.path / "podcast.toml").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no XML"),
        (b"<html><body>Not found</body></html>", "is a web page, no feed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>', "entities"),
        (b"<rss><channel>" + b"<a>" * 400, "neither a title nor an item"),
        (b"\0\1\2", "is no XML"),
    ],
)
def test_what_is_no_feed_is_told(content: bytes, said: str, host: Host, empty: Any) -> None:
    """The address, the fact; never a traceback."""
    host.put("/feed.xml", content)
    done = empty.run("import", "feed", f"{host.url}/feed.xml")
    assert done.status == 1
    assert f"{host.url}/feed.xml" in done.err
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(host: Host, empty: Any) -> None:
    """HTML's names for letters, and a prefix that nobody declared."""
    host.recording("/media/a.mp3")
    host.put(
        "/feed.xml",
        b"<rss version='2.0'><channel><title>Caf&eacute; & co</title><link>https://c.example.org"
        b"</link><description>D</description><item><title>&Eacute;t&eacute;</title><guid>g</guid>"
        b"<itunes:episode>4</itunes:episode><pubDate>Tue, 21 Nov 2023 08:00:00 GMT</pubDate>"
        b"<enclosure url='@HOST@/media/a.mp3' type='audio/mpeg' length='1'/></item></channel>"
        b"</rss>",
    )
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json")
    assert [one["title"] for one in done.json["new"]] == ["Été"]
    assert "not well-formed" in done.json["warnings"][0]
    (file,) = (empty.path / "episodes").glob("*.md")
    assert "number = 4" in file.read_text()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Sun, 2 Mar 2008 9:00 CEST", "2008-03-02T07:00:00+00:00"),
        ("Wed, 31 Jan 2024 08:00:00 +0100", "2024-01-31T07:00:00+00:00"),
        ("Thu, 31 Jan 2024 08:00:00 GMT", "2024-01-31T08:00:00+00:00"),
        ("31 January 2024 08:00:00 EST", "2024-01-31T13:00:00+00:00"),
        ("2024-01-31T08:00:00.123Z", "2024-01-31T08:00:00+00:00"),
        ("2024-01-31 08:00:00 UTC", "2024-01-31T08:00:00+00:00"),
        ("Wed, 31 Jan 2024 08:00:00 -05:00", "2024-01-31T13:00:00+00:00"),
        ("Wed, 31 Jan 24 08:00 PST", "2024-01-31T16:00:00+00:00"),
    ],
)
def test_dates_of_all_kinds_are_read(written: str, told: str) -> None:
    """RFC 822 as feeds write it, and ISO 8601."""
    read = moment(written)
    assert read is not None
    assert read.isoformat() == told


@pytest.mark.parametrize("written", ["", "yesterday", "lundi 3 mars", "0000-00-00", "Mon, 99 Foo"])
def test_what_is_no_date_is_none(written: str) -> None:
    """None, never a guess."""
    assert moment(written) is None


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("<p>A <b>b</b> &amp; <i>c</i></p>", "A **b** & *c*"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("one\ntwo\n\nthree *x*", "one\\\ntwo\n\nthree \\*x\\*"),
        ('<a href="/x">y</a>', "[y](https://e.example.org/x)"),
        ("<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td></tr></table>"),
        ("<p onclick='x'>a<script>alert(1)</script></p>", "a"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
    ],
)
def test_notes_become_markdown(written: str, markdown: str) -> None:
    """What Markdown can hold is Markdown; a table stays HTML."""
    assert to_markdown(written, "https://e.example.org/p").markdown == markdown


def test_many_items_are_no_matter(host: Host, empty: Any) -> None:
    """5,000 items without recordings: each is a draft with its own file, and none is doubled."""
    start = datetime(2010, 1, 1, tzinfo=UTC)
    items = "".join(
        f"<item><title>Numéro {n}</title><guid>n{n}</guid><description>Texte {n}</description>"
        f"<pubDate>{format_datetime(start + timedelta(days=n))}</pubDate></item>"
        for n in range(5000, 0, -1)
    )
    host.put("/feed.xml", f"<rss><channel><title>T</title>{items}</channel></rss>".encode())
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--json", timeout=120)
    assert len(done.json["new"]) == 5000
    assert len(list((empty.path / "episodes").glob("*.md"))) == 5000
    again = empty.run("import", "feed", f"{host.url}/feed.xml", "--json", timeout=120)
    assert (len(again.json["new"]), len(again.json["there"])) == (0, 5000)


def test_all_podcasting20_tags_come_along(host: Host, empty: Any, make_project: Any) -> None:
    """A show that says all that keys can say, built, imported elsewhere: the same elements."""
    rich = make_project("rich", episodes=2, beside=False)
    head, tables = rich.read("podcast.toml").decode().split("\n[owner]", 1)
    simple, more = examples(SHOW_KEYS, SHOW)
    rich.write("podcast.toml", f"{head}\n{simple}\n[owner]{tables}\n{more}")
    rich.edit(
        "episodes/eau/01-invite.md",
        "number = 1",
        "number = 1\n" + "\n".join(examples(EPISODE_KEYS)),
    )
    rich.build("--base-url", f"{host.url}/old/")
    for path in rich.public.rglob("*"):
        if path.is_file():
            host.put(f"/old/{path.relative_to(rich.public)}", path.read_bytes(), "audio/mpeg")
    done = empty.run(
        "import", "feed", f"{host.url}/old/feed.xml", "--json", "--url", "https://new.example.org/"
    )
    assert done.status == 0, done.all
    empty.build("--base-url", f"{host.url}/old/")
    before, after = (
        etree.fromstring((public / "feed.xml").read_bytes()).find("channel")
        for public in (rich.public, empty.public)
    )
    assert tags(after) == tags(before)
    old, new = before.findall("item"), after.findall("item")
    assert [tags(item) for item in new] == [tags(item) for item in old]
    assert {one["element"] for one in done.json["left"]} <= {"atom:link rel=hub", "podcast:images"}


SHOW = {"complete", "block", "new_feed_url", "podcast_block", "type", "locked", "medium"}


def examples(keys: Any, without: Any = frozenset()) -> tuple[str, str]:
    """The examples of the keys whose tags are Podcasting 2.0's, as TOML: lines, and tables."""
    chosen = [
        key
        for key in keys
        if any("podcast:" in element for element in key.elements)
        and key.name not in without
        and key.name
        not in ("people", "season", "number", "ai_content", "guid", "artwork_alt", "artwork")
    ]
    simple = [key for key in chosen if not key.keys and not key.example.startswith("[")]
    tables = [key for key in chosen if key not in simple]
    lines, more = ("\n".join(key.example for key in some) for some in (simple, tables))
    return lines, more


# What is made of files and of the show's own address.
MADE = {"transcript", "chapters", "guid", "locked"}


def tags(element: Any) -> list[str]:
    """The Podcasting 2.0 elements below an element, each as it is written, in any order."""
    found = [e for e in element if str(e.tag).startswith(PODCAST)]
    # The recording itself among the other forms: it has a new address.
    found = [e for e in found if e.get("default") != "true"]
    told = [etree.tostring(e, with_tail=False, encoding="unicode") for e in found]
    return sorted(t for e, t in zip(found, told, strict=True) if e.tag[len(PODCAST) :] not in MADE)


def test_linked_recordings_stay_where_they_are(host: Host, empty: Any) -> None:
    """The enclosures of the old feed, letter for letter; nothing is fetched."""
    old = host.feed("libsyn")
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--link", "--json")
    assert done.status == 0, done.all
    assert not [path for path in host.asked if path.startswith("/media")]
    host.server.shutdown()
    empty.build("--base-url", "https://new.example.org/")
    told = [
        {item.findtext("guid"): dict(item.find("enclosure").attrib) for item in items_of(feed)}
        for feed in (old, (empty.public / "feed.xml").read_bytes())
    ]
    assert told[0] == told[1]
    assert not (empty.public / "media").exists()


def test_a_linked_recording_that_a_feed_says_little_of_is_asked_for(host: Host, empty: Any) -> None:
    """A length of 0: its first piece tells; 5,000 links cost no more than their files."""
    host.feed("megaphone")
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--link", "--json")
    assert done.status == 0, done.all
    empty.build("--base-url", "https://new.example.org/")
    items = items_of((empty.public / "feed.xml").read_bytes())
    assert [item.find("enclosure").get("length") for item in items] == ["9600", "9600"]


def test_a_linked_recording_must_lie_on_the_web(host: Host, empty: Any) -> None:
    """file: and the like are no links; the command fails, the others are there."""
    feed = host.feed("libsyn")
    old = f"{host.url}/media/011.mp3?dest-id=123456".encode()
    host.put("/feed.xml", feed.replace(old, b"http://169.254.169.254/x.mp3"))
    done = empty.run("import", "feed", f"{host.url}/feed.xml", "--link", "--json")
    assert done.status == 1
    assert len(done.json["failed"]) == 1


def test_a_person_may_name_a_recording_elsewhere(host: Host, project: Any) -> None:
    """`audio = "https://…"` by hand: the build asks once, and then knows."""
    host.recording("/media/far.mp3")
    project.episode(
        "eau/04-loin", 4, audio=False, beside=False, front=f'audio = "{host.url}/media/far.mp3"'
    )
    project.build()
    first = items_of((project.public / "feed.xml").read_bytes())[0]
    assert first.find("enclosure").get("url") == f"{host.url}/media/far.mp3"
    assert first.find("enclosure").get("length") == "9600"
    host.asked.clear()
    project.edit("episodes/eau/04-loin.md", "title =", "# once\ntitle =")
    project.build()
    assert host.asked == []
    project.edit("episodes/eau/04-loin.md", "far.mp3", "gone.mp3")
    again = project.build("--accept-guid-changes")
    assert "audio: http" in again.err
    assert len(items_of((project.public / "feed.xml").read_bytes())) == 3


def test_transcripts_in_several_languages_come_along(host: Host, empty: Any) -> None:
    """Two of one form are told apart by their language."""
    feed = host.feed("podlove")
    second = (
        b'<podcast:transcript type="text/vtt" url="@HOST@/t/miller.vtt" language="en" /><enclosure'
    )
    host.put("/feed.xml", feed.replace(b"<enclosure", second))
    done = empty.run("import", "feed", f"{host.url}/feed.xml")
    assert done.status == 0, done.all
    names = sorted(path.name.partition("hafen")[2] for path in (empty.path / "episodes").iterdir())
    assert {".vtt", ".en.vtt", ".json"} <= set(names)
    empty.build("--base-url", "https://new.example.org/")
    (item,) = items_of((empty.public / "feed.xml").read_bytes())
    told = {(t.get("type"), t.get("language")) for t in item.findall(f"{PODCAST}transcript")}
    assert ("text/vtt", "en") in told


def test_an_atom_feed_is_read_as_well(host: Host, empty: Any) -> None:
    """Ids, dates, notes and enclosures, as Atom has them."""
    host.recording("/media/a.mp3")
    host.put(
        "/feed.xml",
        b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
        <title>Ondes</title><id>urn:x:1</id><updated>2024-02-01T00:00:00Z</updated>
        <link href="https://ondes.example.org/"/><link rel="self" href="@HOST@/feed.xml"/>
        <author><name>Anne</name></author>
        <entry><id>tag:ondes.example.org,2024:1</id>
        <title type="html">L&apos;onde &amp;amp; moi</title>
        <published>2024-01-31T08:00:00+01:00</published><updated>2024-02-01T00:00:00Z</updated>
        <link rel="enclosure" type="audio/mpeg" length="9600" href="@HOST@/media/a.mp3"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <p>Une <b>onde</b>.</p></div>
        </content></entry></feed>""",
    )
    done = empty.run("import", "feed", f"{host.url}/feed.xml")
    assert done.status == 0, done.all
    empty.build("--base-url", "https://new.example.org/")
    (item,) = items_of((empty.public / "feed.xml").read_bytes())
    assert identity(item) == ("tag:ondes.example.org,2024:1", "false")
    assert item.findtext("title") == "L'onde & moi"
    assert when(item) == datetime(2024, 1, 31, 7, tzinfo=UTC)
    assert seen(item.findtext(CONTENT)) == "Uneonde."
