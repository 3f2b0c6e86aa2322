"""Podcasts of many hosts, moved in: what `diff` tells between the old feed and ours."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from lxml import etree

from tests.old_host import HOSTS, Host

NAMES = sorted(path.stem for path in HOSTS.glob("*.[xj][ms]*") if "-page" not in path.stem)
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def moved_in(host: Host, project: Any, *options: str) -> Any:
    """What import said, and the channel that a build makes of it."""
    done = project.run("import", "feed", f"{host.url}/feed.xml", "--json", *options, timeout=120)
    assert done.status == 0, done.all
    project.build("--base-url", "https://new.example.org/")
    return done.json, etree.parse(str(project.public / "feed.xml")).find("channel")


def told_between(project: Any, *feeds: str) -> Any:
    """What diff tells of episodes between two feeds, without what is only said otherwise."""
    told = project.run("diff", *feeds, "--json").json
    return {name: told[name] for name in ("added", "gone", "downloaded_again", "reordered")}


NOTHING: dict[str, list[Any]] = {"added": [], "gone": [], "downloaded_again": [], "reordered": []}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_doubled_or_fetched_again(name: str, host: Host, empty: Any) -> None:
    """Whatever lengths and dates the old feed says; feedparser knows the same episodes."""
    old = host.feed(name)
    _, channel = moved_in(host, empty)
    address, ours = f"{host.url}/feed.xml", str(empty.public / "feed.xml")
    assert told_between(empty, address, ours) == NOTHING
    assert told_between(empty, address) == NOTHING
    items = channel.findall("item")
    assert len({item.findtext("guid") for item in items}) == len(items) > 0
    before, after = known(old), known((empty.public / "feed.xml").read_bytes())
    assert before.items() <= after.items()
    assert before or name in ("json-feed", "homemade")


def known(feed: bytes) -> dict[str, str]:
    """feedparser's ids and titles."""
    found = feedparser.parse(feed).entries
    return {e.id: e.title.replace("\xa0", " ") for e in found if e.enclosures and "id" in e}


@pytest.mark.parametrize("name", ["acast", "audioboom", "bbc", "ghost-atom", "json-feed", "ausha"])
def test_linked_recordings_are_those_that_apps_have(name: str, host: Host, empty: Any) -> None:
    """With --link nothing changes at all."""
    host.feed(name)
    moved_in(host, empty, "--link")
    assert told_between(empty, f"{host.url}/feed.xml") == NOTHING


def test_in_another_folder_lengths_tell(host: Host, empty: Any, tmp_path: Any) -> None:
    """Where nobody knows of the import two feeds are compared by what they say."""
    from tests.conftest import Project

    old = host.feed("libsyn")
    moved_in(host, empty)
    elsewhere = Project(tmp_path / "elsewhere")
    elsewhere.path.mkdir()
    elsewhere.write("old.xml", old)
    assert told_between(elsewhere, "old.xml", str(empty.public / "feed.xml")) == NOTHING
    elsewhere.write("cut.xml", old.replace(b'length="9600"', b'length="9500"'))
    told = told_between(elsewhere, "cut.xml", str(empty.public / "feed.xml"))
    assert told["downloaded_again"]


def kept(element: Any, *names: str) -> list[Any]:
    """The texts of some children."""
    return [child.text for name in names for child in element.findall(name)]


def types_of(item: Any) -> list[str]:
    """The types of the recording's other forms."""
    return [one.get("type") for one in item.findall(f"{PODCAST}alternateEnclosure")]


def test_what_ausha_says(host: Host, empty: Any) -> None:
    """A feed that is not well-formed, Spotify's countries, keywords, chapters in the feed."""
    host.feed("ausha")
    told, channel = moved_in(host, empty)
    assert "not well-formed" in told["warnings"][0]
    spotify = "{http://www.spotify.com/ns/rss}countryOfOrigin"
    assert channel.findtext(spotify) == "fr be"
    assert channel.findtext("webMaster").startswith("feeds@ausha.example")
    assert kept(channel.find("item"), "category") == ["eau", "fontaine", "village"]
    assert channel.find("item").find(f"{PODCAST}chapters") is not None
    assert {one["element"] for one in told["left"]} <= {"atom:link rel=hub"}


def test_what_radio_france_says(host: Host, empty: Any) -> None:
    """Latin-9 with œ and €, an author's name, and a flag of a directory that has closed."""
    host.feed("radiofrance")
    _, channel = moved_in(host, empty)
    assert channel.findtext("title") == "Les œuvres à l'écoute"
    assert channel.findtext("description") == "Une œuvre, un été, 10 €."
    assert kept(channel.find("item"), "category") == ["Arts", "été", "œuvre"]
    assert [p.text for p in channel.find("item").findall(f"{PODCAST}person")] == ["Léa Noël"]


def test_what_the_bbc_says(host: Host, empty: Any) -> None:
    """Hours and days without news, the same recording twice, British summer time."""
    host.feed("bbc")
    told, channel = moved_in(host, empty)
    assert kept(channel.find("skipHours"), "hour") == ["0", "1"]
    assert kept(channel.find("skipDays"), "day") == ["Sunday"]
    first, second = channel.findall("item")
    assert first.find(f"{PODCAST}alternateEnclosure") is None
    assert second.findtext("pubDate") == "Sun, 28 Apr 2024 07:00:00 +0000"
    assert {one["element"] for one in told["left"]} == {"ppg:systemRef", "ppg:enclosureLegacy"}


def test_what_spreaker_says(host: Host, empty: Any) -> None:
    """RawVoice's elements, where Podcasting 2.0 has the same."""
    host.feed("spreaker")
    told, channel = moved_in(host, empty)
    funding = channel.find(f"{PODCAST}funding")
    assert (funding.get("url"), funding.text) == ("https://treni.example.org/dona", "Un caffè")
    assert channel.findtext(f"{PODCAST}location") == "Bologna"
    assert channel.findtext(f"{PODCAST}updateFrequency") == "Weekly"
    assert {one["element"] for one in told["left"]} == {"rawvoice:rating"}


def test_what_transistor_says(host: Host, empty: Any) -> None:
    """A podroll, podping, a trailer, a season with a name, a video beside the recording."""
    host.feed("transistor")
    told, channel = moved_in(host, empty)
    assert channel.find(f"{PODCAST}podroll/{PODCAST}remoteItem") is not None
    assert channel.find(f"{PODCAST}podping").get("usesPodping") == "true"
    assert channel.findtext(f"{PODCAST}trailer") == "Trailer"
    first = channel.find("item")
    assert first.find(f"{PODCAST}season").get("name") == "Tools"
    assert first.find(f"{PODCAST}episode").get("display") == "One"
    assert "video/mp4" in types_of(first)
    assert {one["element"] for one in told["left"]} <= {"atom:link rel=hub", "podcast:person"}


def test_what_rss_com_says(host: Host, empty: Any) -> None:
    """A guid with spaces, a licence, places, talk."""
    host.feed("rss-com")
    told, channel = moved_in(host, empty)
    item = channel.find("item")
    assert item.findtext("guid") == "  c4f1e2d3 0000-1111 "
    assert item.findtext("title") == "Señora & mercado"
    assert channel.findtext(f"{PODCAST}license") == "cc-by-nd-4.0"
    assert channel.find(f"{PODCAST}location").get("osm") == "R345525"
    assert item.find(f"{PODCAST}location").get("geo") == "geo:40.41,-3.70"
    assert item.find(f"{PODCAST}soundbite").text == "¡Patatas!"
    assert item.find(f"{PODCAST}socialInteract").get("accountId") == "@voz"
    assert item.find(f"{PODCAST}txt").get("purpose") == "verify"
    assert told["left"] == []


def test_what_a_json_feed_says(host: Host, empty: Any) -> None:
    """JSON Feed 1.1: ids letter for letter, people, tags, a banner, other forms, plain text."""
    host.feed("json-feed")
    told, channel = moved_in(host, empty)
    first, second = channel.findall("item")
    assert [item.findtext("guid") for item in (first, second)] == [
        " https://campfire.example.org/2 & more ",
        "1",
    ]
    assert first.find("guid").get("isPermaLink") == "false"
    assert channel.findtext(f"{ITUNES}author") == "Sal"
    assert [p.text for p in first.findall(f"{PODCAST}person")] == ["Sal", "Una"]
    assert kept(first, "category") == ["fire", "Night"]
    assert "audio/ogg" in types_of(first)
    pictures = {p.get("purpose"): p.get("href") for p in first.findall(f"{PODCAST}image")}
    assert pictures["banner"] == "https://campfire.example.org/banner.jpg"
    assert "1 &lt; 2" in second.findtext("description")
    assert {one["element"] for one in told["left"]} >= {"hubs", "_campfire"}


def test_what_an_atom_feed_says(host: Host, empty: Any) -> None:
    """xml:base, categories, contributors, a second recording."""
    host.feed("ghost-atom")
    _, channel = moved_in(host, empty)
    item = channel.find("item")
    assert item.findtext("guid") == "tag:duin.example.org,2024:helm gras"
    assert kept(item, "category") == ["Gras"]
    assert "Piet Helm" in [p.text for p in item.findall(f"{PODCAST}person")]
    others = item.findall(f"{PODCAST}alternateEnclosure/{PODCAST}source")
    assert f"{host.url}/media/helm.ogg" in [other.get("uri") for other in others]
    assert kept(channel, "category") == ["zee"]
    assert list((empty.path).glob("cover.*"))
