"""The feeds beside the main one: JSON, pages, seasons, people, renditions, the list of shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from uuid import UUID

import pytest
from lxml import etree

from feed_builder.model import Episode, Show
from feed_builder.podcasting20 import AlternateEnclosure, Integrity, Source
from feed_builder.render.documents import documents, slices
from tests.put_together import feed_of

from .conftest import BASE, MakeProject, Project

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PSC = "{http://podlove.org/simple-chapters}"


def rss(project: Project, path: str = "feed.xml") -> Any:
    """The channel of a feed."""
    return etree.parse(project.public / path).find("channel")


def titles(channel: Any) -> list[str]:
    """The titles of a channel's items."""
    return [item.findtext("title") for item in channel.findall("item")]


def links(parent: Any) -> dict[str, str]:
    """Atom's links by their relation."""
    return {link.get("rel"): link.get("href") for link in parent.findall(f"{ATOM}link")}


# --- JSON Feed ----------------------------------------------------------------------------------


def test_json_feed_says_what_the_rss_feed_says(built: Project) -> None:
    """JF-1 to JF-8, item by item beside feed.xml."""
    feed = json.loads(built.read("public/feed.json"))
    channel = rss(built)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"]) == (channel.findtext("title"), BASE)
    assert feed["feed_url"] == f"{BASE}feed.json"
    assert feed["authors"][0]["name"] == "La revue"
    assert feed["language"] == "fr"
    assert len(feed["items"]) == len(channel.findall("item")) > 3
    for item, other in zip(feed["items"], channel.findall("item"), strict=True):
        assert item["id"] == other.findtext("guid")
        assert (item["title"], item["url"]) == (other.findtext("title"), other.findtext("link"))
        moment = datetime.fromisoformat(item["date_published"])
        assert moment.strftime("%d %b %Y %H:%M:%S") in other.findtext("pubDate")
        assert "content_html" in item or "content_text" in item
        enclosure, attachment = other.find("enclosure"), item["attachments"][0]
        assert attachment["url"] == enclosure.get("url")
        assert attachment["mime_type"] == enclosure.get("type")
        assert attachment["size_in_bytes"] == int(enclosure.get("length"))
        assert attachment["duration_in_seconds"] == int(other.findtext(f"{ITUNES}duration"))


# --- Pages (RFC 5005) ---------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 11])
@pytest.mark.parametrize("count", [1, 2, 6, 10])
def test_pages_hold_every_episode_and_are_full(count: int, limit: int) -> None:
    """Whatever the numbers: no episode is lost, none is over the limit, old pages are full."""
    cut = slices(count, limit)
    assert {place for _, places in cut for place in places} == set(range(count))
    assert [number for number, _ in cut] == [0, *range(len(cut) - 1, 0, -1)]
    assert all(len(places) == min(limit, count) for _, places in cut)


def test_a_new_episode_changes_no_old_page() -> None:
    """Pages are numbered from the oldest: what was on one stays on it (PAGE-4)."""
    before, after = (
        {
            number: [count - place for place in places]
            for number, places in slices(count, 4)
            if number
        }
        for count in (21, 22)
    )
    assert before.items() <= after.items()


@pytest.fixture
def long_show(make_project: MakeProject) -> Project:
    """A show of seven episodes whose feeds hold three."""
    project = make_project(episodes=7)
    project.edit("podcast.toml", "[owner]", "[feed]\nlimit = 3\n\n[owner]")
    project.build()
    return project


def test_long_feed_goes_on_in_pages(long_show: Project) -> None:
    """RSS: from the newest to the oldest by `next`, and by `prev-archive` (PAGE-2, PAGE-3)."""
    assert len(rss(long_show).findall("item")) == 3
    for relation in ("next", "prev-archive"):
        path, seen, pages = "feed.xml", set(), 0
        while path:
            channel = rss(long_show, path)
            assert links(channel)["self"] == BASE + path
            seen |= {item.findtext("guid") for item in channel.findall("item")}
            path = links(channel).get(relation, "").removeprefix(BASE)
            pages += 1
        assert seen == {told.guid for told in long_show.told}
        assert pages == 3
    first, oldest = rss(long_show), rss(long_show, "feed-page-1.xml")
    assert "previous" not in links(first) and "current" not in links(first)
    assert "next" not in links(oldest) and links(oldest)["current"] == f"{BASE}feed.xml"
    assert first.find(f"{HISTORY}archive") is None and oldest.find(f"{HISTORY}archive") is not None
    assert links(first)["first"] == f"{BASE}feed.xml"
    assert links(first)["last"] == f"{BASE}feed-page-1.xml"


def test_atom_and_json_go_on_in_pages(long_show: Project) -> None:
    """The other formats lead to all episodes as well."""
    path, seen = "atom.xml", set()
    while path:
        feed = etree.parse(long_show.public / path).getroot()
        seen |= {entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")}
        path = links(feed).get("next", "").removeprefix(BASE)
    assert len(seen) == 7
    path, ids = "feed.json", set()
    while path:
        told = json.loads(long_show.read(f"public/{path}"))
        ids |= {item["id"] for item in told["items"]}
        path = told.get("next_url", "").removeprefix(BASE)
    assert ids == {told.guid for told in long_show.told}


def test_new_episode_leaves_old_pages_as_they_are(long_show: Project) -> None:
    """Byte for byte; only the newest page learns that there is a newer one."""
    before = long_show.tree()
    long_show.episode("eau/08-invite", 8)

    long_show.build()

    after = long_show.tree()
    for name in ("feed-page-1.xml", "atom-page-1.xml", "feed-page-1.json"):
        assert after[name] == before[name], name
    assert len(rss(long_show).findall("item")) == 3


def test_pages_built_anew_are_the_same(long_show: Project, tmp_path: Path) -> None:
    """What was taken over from the last build's pages is what would be rendered."""
    long_show.edit("episodes/eau/02-invite.md", "Bonjour", "Bonsoir")
    long_show.build()
    fresh = long_show.copy(tmp_path / "fresh")
    fresh.remove("public")
    fresh.remove(".feed-builder")
    fresh.build()
    left, right = long_show.tree(), fresh.tree()
    assert {p: left[p][0] for p in left} == {p: right[p][0] for p in right}
    assert "Bonsoir" in long_show.read("public/feed-page-1.xml").decode()


def test_without_a_limit_a_feed_holds_all(project: Project) -> None:
    """PAGE-5: no pages, no links to any."""
    assert not list(project.public.glob("*-page-*"))
    assert set(links(rss(project))) == {"self"}


# --- Seasons, people, renditions ----------------------------------------------------------------


def test_each_season_has_a_feed(built: Project) -> None:
    """It holds the article's interviews, under the article's title, with their own guids."""
    whole, season = rss(built), rss(built, "seasons/1/feed.xml")
    guids = {i.findtext("guid"): i.findtext(f"{ITUNES}season") for i in whole.findall("item")}
    assert {i.findtext("guid") for i in season.findall("item")} == {
        guid for guid, number in guids.items() if number == "1"
    }
    assert season.findtext("title").endswith("L’eau des villes")
    assert season.findtext("link") == f"{BASE}eau/"
    assert links(season)["self"] == f"{BASE}seasons/1/feed.xml"
    assert len(list((built.public / "seasons").iterdir())) == 2


def test_each_person_has_a_feed(built: Project) -> None:
    """It holds the episodes that name them; those of the host are all."""
    channel = rss(built, "people/frederic-boeuf/feed.xml")
    named = [
        item.findtext("title")
        for item in rss(built).findall("item")
        if "Frédéric Bœuf" in [p.text for p in item.findall(f"{PODCAST}person")]
    ]
    assert titles(channel) == named and len(named) > 1
    assert channel.findtext("title").endswith("Frédéric Bœuf")
    host = rss(built, "people/anne-martin/feed.xml")
    assert titles(host) == titles(rss(built))
    assert host.findtext("title").endswith("Anne Martin")


def test_parts_of_a_show_are_shows_of_their_own_to_apps(built: Project) -> None:
    """Each has its own identity; directories are not to list the same episodes twice."""
    paths = [
        "feed.xml",
        "seasons/1/feed.xml",
        "seasons/2/feed.xml",
        "people/frederic-boeuf/feed.xml",
    ]
    channels = [rss(built, path) for path in paths]
    guids = [channel.findtext(f"{PODCAST}guid") for channel in channels]
    assert len({UUID(guid) for guid in guids}) == len(paths)
    blocked = [channel.findtext(f"{ITUNES}block") for channel in channels]
    assert blocked == [None, "Yes", "Yes", "Yes"]


def test_items_of_a_part_are_those_of_the_whole(built: Project) -> None:
    """Byte for byte, so that apps which know one know the other."""
    whole = built.read("public/feed.xml").decode()
    part = built.read("public/seasons/2/feed.xml").decode()
    items = re.findall(r"    <item>\n.*?    </item>\n", part, re.DOTALL)
    assert items and all(item in whole for item in items)


def test_a_part_does_not_follow_the_show_when_it_moves(project: Project) -> None:
    """Who subscribed to one season must not be sent to the whole show (APL-32)."""
    project.edit(
        "podcast.toml", "[owner]", 'new_feed_url = "https://new.example.org/f.xml"\n[owner]'
    )
    project.build()
    assert rss(project).find(f"{ITUNES}new-feed-url") is not None
    assert rss(project, "seasons/1/feed.xml").find(f"{ITUNES}new-feed-url") is None


def assembled(project: Project) -> Show:
    """The show as the program reads it."""
    from feed_builder.build import survey

    from .conftest import NOW

    reading = survey(project.path, now=NOW)
    assert reading.show is not None
    return reading.show


def with_opus(episode: Episode) -> Episode:
    """The episode with an Opus rendition."""
    opus = AlternateEnclosure(
        type="audio/opus",
        length=4321,
        bitrate=48000,
        title="Opus",
        sources=(Source(uri=f"{BASE}media/{episode.guid}.opus"),),
        integrity=Integrity(
            type="sri", value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        ),
        rendition="opus",
    )
    return replace(episode, alternates=(opus,))


def test_each_rendition_has_a_feed(project: Project) -> None:
    """`feed-opus.xml` has the Opus file as enclosure, where there is one; guids stay."""
    from feed_builder.rendering import render
    from feed_builder.snapshot import Standing

    show = assembled(project)
    show = replace(show, episodes=(*map(with_opus, show.episodes[:2]), *show.episodes[2:]))
    made = {
        file.path: file.content
        for file in render(show, Standing(), project.public, project.path).files
    }
    channel = etree.fromstring(made["feed-opus.xml"]).find("channel")
    enclosures = [item.find("enclosure") for item in channel.findall("item")]
    assert [e.get("type") for e in enclosures] == ["audio/opus", "audio/opus", "audio/mpeg"]
    assert enclosures[0].get("length") == "4321"
    assert [i.findtext("guid") for i in channel.findall("item")] == [e.guid for e in show.episodes]
    assert links(channel)["self"] == f"{BASE}feed-opus.xml"
    main = etree.fromstring(made["feed.xml"]).find("channel/item")
    forms = main.findall(f"{PODCAST}alternateEnclosure")
    assert [f.get("type") for f in forms] == ["audio/mpeg", "audio/opus"]
    assert [f.get("default") for f in forms] == ["true", None]
    assert forms[1].find(f"{PODCAST}integrity").get("type") == "sri"
    atom = etree.fromstring(made["atom.xml"]).find(f"{ATOM}entry")
    kinds = [x.get("type") for x in atom.findall(f"{ATOM}link") if x.get("rel") == "enclosure"]
    assert kinds == ["audio/mpeg", "audio/opus"]
    item = json.loads(made["feed.json"])["items"][0]
    assert [a["mime_type"] for a in item["attachments"]] == ["audio/mpeg", "audio/opus"]
    assert len({a["title"] for a in item["attachments"]}) == 1


def test_every_document_has_an_address_of_its_own(project: Project) -> None:
    """No feed takes another's place, and the main one is written last."""
    show = replace(assembled(project), feed_limit=1)
    paths = [document.path for document in documents(show)]
    assert len(set(paths)) == len(paths)
    assert paths[-1] == "feed.xml"


# --- OPML, hubs, chapters -----------------------------------------------------------------------


def test_list_of_shows(project: Project) -> None:
    """OPML-1."""
    root = etree.parse(project.public / "shows.opml").getroot()
    assert root.get("version") == "2.0"
    (outline,) = root.findall("body/outline")
    assert outline.get("text") == "La revue à voix haute"
    assert (outline.get("type"), outline.get("xmlUrl")) == ("rss", f"{BASE}feed.xml")


def test_hubs_are_told_in_every_format(project: Project) -> None:
    """WS-1."""
    hub = "https://hub.example.org/"
    project.edit("podcast.toml", "[owner]", f'hubs = ["{hub}"]\n[owner]')
    project.build()
    assert links(rss(project))["hub"] == hub
    assert links(etree.parse(project.public / "atom.xml").getroot())["hub"] == hub
    told = json.loads(project.read("public/feed.json"))
    assert told["hubs"] == [{"type": "WebSub", "url": hub}]


def test_chapters_stand_in_the_feed_as_well(project: Project) -> None:
    """PSC-1 to PSC-4, from the chapters file."""
    for tree in (rss(project), etree.parse(project.public / "atom.xml").getroot()):
        chapters = tree.iter(f"{PSC}chapters")
        found = [[dict(one.attrib) for one in listed] for listed in chapters]
        assert found and found[0][0] == {"start": "00:00:00.000", "title": "Accueil"}


def test_rendering_one_document_is_rendering_it_whole(project: Project) -> None:
    """What is put together of entries is what feedgen would have written."""
    show = assembled(project)
    assert feed_of(show) == project.read("public/feed.xml")


# --- Live ---------------------------------------------------------------------------------------

LIVE = """\
+++
title = "En direct « du musée »"
guid = "live-1"
status = "pending"
start = 2026-12-01T18:00:00+01:00
end = 2026-12-01T19:00:00+01:00

[enclosure]
url = "https://example.org/live.mp3"
type = "audio/mpeg"

[[people]]
name = "Paul Durand"

[[content_link]]
href = "https://example.org/direct"
text = "Écouter en direct"

[chat]
server = "irc.example.org"
protocol = "irc"
+++

Une heure avec *Paul*.
"""


def test_live_event_is_announced_from_a_file(project: Project) -> None:
    """podcast:liveItem with its attributes, an item's elements, and a content link."""
    project.write("live/musee.md", LIVE)
    project.build()
    item = rss(project).find(f"{PODCAST}liveItem")
    told = {"status": "pending", "start": "2026-12-01T17:00:00Z", "end": "2026-12-01T18:00:00Z"}
    assert dict(item.attrib) == told
    assert (item.findtext("title"), item.findtext("guid")) == ("En direct « du musée »", "live-1")
    assert "<em>Paul</em>" in item.findtext("description")
    enclosure = {"url": "https://example.org/live.mp3", "length": "0", "type": "audio/mpeg"}
    assert dict(item.find("enclosure").attrib) == enclosure
    link = item.find(f"{PODCAST}contentLink")
    assert (link.get("href"), link.text) == ("https://example.org/direct", "Écouter en direct")
    people = [(p.text, p.get("role")) for p in item.findall(f"{PODCAST}person")]
    assert people == [("Anne Martin", "host"), ("Paul Durand", "guest")]
    assert item.find(f"{PODCAST}chat").get("server") == "irc.example.org"
    assert rss(project, "seasons/1/feed.xml").find(f"{PODCAST}liveItem") is None


def test_live_event_changes_and_goes(project: Project) -> None:
    """A build notices what happens in live/, and its faults have a place."""
    name = "live/musee.md"
    project.write(name, LIVE)
    project.build()
    project.edit(name, "pending", "live")
    project.build()
    assert rss(project).find(f"{PODCAST}liveItem").get("status") == "live"
    project.edit(name, '"live"', '"gone"')
    done = project.run("build")
    assert done.status == 1
    assert f"live/musee.md:{project.line(name, 'status')}: status" in done.err
    project.remove(name)
    project.build()
    assert rss(project).find(f"{PODCAST}liveItem") is None


# --- What a browser shows -----------------------------------------------------------------------


def test_every_xml_feed_names_its_style_sheet(built: Project) -> None:
    """On the second line, by an address that leads to it from where the feed lies."""
    feeds = [*built.public.rglob("feed*.xml"), *built.public.rglob("atom*.xml")]
    assert len(feeds) > 4
    for feed in feeds:
        line = feed.read_text("utf-8").split("\n")[1]
        told = re.fullmatch(r'<\?xml-stylesheet type="text/css" href="([^"]+)"\?>', line)
        assert told is not None, feed
        assert (feed.parent / told.group(1)).resolve() == built.public.resolve() / "feed.css"


@pytest.mark.parametrize("path", ["feed.xml", "seasons/1/feed.xml", "atom.xml"])
def test_a_browser_shows_a_feed_as_a_page(built: Project, path: str, browser: Any) -> None:
    """Chromium: what it is, the title, the episodes; no markup, no address, nothing else.

    As application/xml or text/xml, which is what static hosts send for .xml; a feed that comes as
    application/rss+xml is shown as plain text by Chromium, styled or not.
    """
    with served(built.public) as address, closing(browser.new_page()) as page:
        page.goto(f"{address}/{path}")
        shown = page.evaluate(_SHOWN)
        said = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "Pour vous abonner" in said
    assert {"rss": 1, "feed": 1}.get(shown[0][0]) == 1
    assert {name for name, _ in shown[1:]} <= {
        *("channel", "title", "description", "item", "pubDate"),
        *("entry", "subtitle", "summary", "published"),
    }
    assert any("L’eau des villes" in text or "voix haute" in text for _, text in shown)
    assert not any("<p>" in text for _, text in shown)


_SHOWN = """[...document.querySelectorAll('*')].filter(e => e.getClientRects().length)
    .map(e => [e.localName, e.children.length ? '' : e.textContent])"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on 127.0.0.1, .xml as application/xml."""

    class Quiet(SimpleHTTPRequestHandler):
        extensions_map: ClassVar = {"": "application/octet-stream", ".xml": "application/xml"}
        extensions_map |= {".css": "text/css"}

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
