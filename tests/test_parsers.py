"""Feeds read back by other people's parsers: the same values come out that were written.

feedparser and podcastparser (gPodder's) come with pip, feedsmith and podcast-partytime (Podcast
Index's) with npm: `npm install --prefix tests/parsers`, which .ci/run does.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import feedparser
import podcastparser
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from feed_builder import podcasting20 as p20
from feed_builder.model import (
    Artwork,
    Category,
    Chapters,
    Enclosure,
    Episode,
    Keyword,
    Origin,
    Owner,
    Person,
    Season,
    Show,
    ShowNotes,
    Transcript,
)
from feed_builder.text import has_control_characters
from tests.put_together import atom_of, feed_of

from .conftest import BASE, CONFIG, Project, small_show
from .read_back import (
    PARSERS,
    Node,
    differences,
    feedsmith_feed,
    feedsmith_item,
    moment,
    partytime_feed,
    partytime_item,
)
from .test_feeds import LIVE, assembled
from .test_tags import EPISODE_KEYS, PLAIN_EPISODE, PLAIN_SHOW, SHOW_KEYS, examples


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """The two parsers from npm. CI must have them."""
    if not (PARSERS / "node_modules" / "feedsmith").is_dir() or not shutil.which("node"):
        assert os.environ.get("CI") != "true", "feedsmith is missing: .ci/run installs it"
        pytest.skip("npm install --prefix tests/parsers brings feedsmith and podcast-partytime")
    process = Node()
    yield process
    process.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, cover: bytes) -> Project:
    """A show that uses every key there is, and announces a broadcast."""
    made = small_show(tmp_path_factory.mktemp("full") / "show", cover, 2)
    head, tables = CONFIG.split("\n[owner]", 1)
    more = examples(SHOW_KEYS, PLAIN_SHOW | {"audio"})
    first = more.index("\n[") + 1
    made.write("podcast.toml", f"{head}\n{more[:first]}\n[owner]{tables}\n{more[first:]}")
    made.write("episodes/eau/01-invite.jpg", cover)
    made.episode("eau/01-invite", None, front=examples(EPISODE_KEYS, PLAIN_EPISODE))
    made.write("live/musee.md", LIVE)
    made.build()
    return made


# --- Every tag at once --------------------------------------------------------------------------


def test_feedsmith_reads_every_tag(full: Project, node: Node) -> None:
    """Every value of the model that feedsmith has a place for."""
    show = assembled(full)
    read = node.read(full.read("public/feed.xml"))["feedsmith"]
    assert read["format"] == "rss"
    assert differences(feedsmith_feed(show), read["feed"]) == []
    assert differences([*map(feedsmith_item, show.episodes)], read["feed"]["items"]) == []


def test_feedsmith_reads_what_only_few_shows_say(full: Project, node: Node) -> None:
    """Each against the words in the documentation's example."""
    read = node.read(full.read("public/feed.xml"))["feedsmith"]["feed"]
    podcast, item = read["podcast"], read["items"][1]
    assert [i["purpose"] for i in podcast["images"]] == ["artwork", "banner"]
    assert podcast["trailers"][0]["url"] == "https://example.org/trailer.mp3"
    assert podcast["publisher"]["remoteItem"]["medium"] == "publisher"
    assert podcast["podping"] == {"usesPodping": True}
    assert podcast["liveItems"][0]["status"] == "pending"
    assert podcast["liveItems"][0]["contentLinks"][0]["href"] == "https://example.org/direct"
    assert podcast["updateFrequency"]["display"] == "Toutes les semaines, le lundi"
    assert {t["purpose"]: t["display"] for t in podcast["txts"]}["verify"] == "abc123"
    assert read["spotify"] == {"limit": {"recentCount": 100}, "countryOfOrigin": "fr be"}
    assert (read["skipHours"], read["skipDays"]) == ([0, 1, 2, 3], ["Saturday", "Sunday"])
    assert read["webMaster"]["email"] == "technique@example.org"
    assert [one["rel"] for one in read["atom"]["links"]] == ["self", "hub"]
    assert item["podcast"]["episode"] == {"number": 100.5, "display": "Ch. 3"}
    assert item["psc"]["chapters"][0] == {"start": "00:00:00.000", "title": "Accueil"}


def test_partytime_reads_every_tag(full: Project, node: Node) -> None:
    """Podcast Index's parser; it calls SubRip application/srt and reads the first place only."""
    show = assembled(full)
    read = node.read(full.read("public/feed.xml"))["partytime"]
    assert differences(partytime_feed(show), read) == []
    assert differences([*map(partytime_item, show.episodes)], read["items"]) == []
    assert read["value"]["recipients"][0]["address"] == "revue@example.org"
    assert read["podcastLiveItems"][0]["guid"] == "live-1"
    assert read["pubsub"] == {"self": f"{BASE}feed.xml", "hub": "https://hub.example.org/"}
    # Its list grows with its own versions; ours holds all that this one knows.
    known = {name for names in read["pc20support"].values() for name in names}
    wanted = """locked funding transcript chapters soundbite person location season episode trailer
        license guid alternateEnclosure value medium images liveItem block socialInteract txt
        remoteItem podroll chat publisher""".split()
    assert set(wanted) <= known
    item = read["items"][1]
    assert item["alternativeEnclosures"][1]["integrity"]["type"] == "sri"
    assert item["podcastSocialInteraction"][0]["id"] == "@revue@example.org"


def test_feedparser_and_podcastparser_read_the_full_feed(full: Project) -> None:
    """What they support; the broadcast takes no place from the channel's own elements."""
    show, content = assembled(full), full.read("public/feed.xml")
    assert_feedparser(show, content)
    assert_podcastparser(show, content)


def assert_feedparser(show: Show, content: bytes) -> None:
    """feedparser finds what was written."""
    read = feedparser.parse(content)
    assert not read.bozo
    feed = read.feed
    assert (feed.title, feed.link, feed.language) == (show.title, show.link, show.language)
    assert feed.image.href == show.artwork.url
    assert len(read.entries) == len(show.episodes)
    for entry, episode in zip(read.entries, show.episodes, strict=True):
        assert entry.id == episode.guid
        assert entry.link == episode.link
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == episode.published
        enclosure = entry.enclosures[0]
        assert enclosure.href == episode.enclosure.url
        assert (int(enclosure.length), enclosure.type) == (
            episode.enclosure.length,
            episode.enclosure.type,
        )
        assert int(entry.itunes_duration) == max(1, round(episode.duration.total_seconds()))
        assert entry.get("itunes_episode") == (None if not episode.number else str(episode.number))
        # One that is there twice is told once.
        keywords = list(dict.fromkeys(keyword.name for keyword in episode.keywords))
        assert [tag.term for tag in entry.get("tags", ())] == keywords


def assert_podcastparser(show: Show, content: bytes) -> None:
    """podcastparser (gPodder) finds what was written; it folds white space in titles."""
    read = podcastparser.parse(show.feed_url, BytesIO(content))
    assert read["title"] == " ".join(show.title.split())
    assert (read["link"], read["itunes_author"]) == (show.link, show.author)
    assert read["cover_url"] == show.artwork.url
    by_guid = {episode["guid"]: episode for episode in read["episodes"]}
    for episode in show.episodes:
        one = by_guid[episode.guid]
        assert one["title"] == " ".join(episode.title.split())
        assert one["published"] == int(episode.published.timestamp())
        assert one["total_time"] == max(1, round(episode.duration.total_seconds()))
        assert one["enclosures"][0]["url"] == episode.enclosure.url
        assert one["enclosures"][0]["file_size"] == episode.enclosure.length
        if episode.season:
            assert one["season"] == episode.season.number


# --- Any show -----------------------------------------------------------------------------------

# What reading lets through: no control characters, white space folded, not empty.
_NO_WORDS = re.compile(r"[\d.,eExXoObBaAfFcCdD+ -]+|true|false|yes|no|infinity|nan|null", re.I)
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"))
_WORDS = (
    st.lists(st.text(_CHARACTERS, min_size=1, max_size=12), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda text: not has_control_characters(text) and text == " ".join(text.split()))
    # Both parsers of npm read what looks like a number or a truth value as one.
    .filter(lambda text: not _NO_WORDS.fullmatch(text))
)
_URLS = st.text(_CHARACTERS, min_size=1, max_size=20).map(
    lambda text: "https://example.org/" + quote(text, safe="")
)
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
_SECONDS = st.integers(0, 10**7).map(lambda n: timedelta(milliseconds=n))
_SPANS = st.integers(1000, 10**7).map(lambda n: timedelta(milliseconds=n))
_COUNTS = st.integers(1, 99_999)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


_PEOPLE = st.builds(
    Person,
    name=_WORDS,
    role=st.sampled_from(["host", "guest", "author"]),
    href=_maybe(_URLS),
    img=_maybe(_URLS),
)
_RECIPIENTS = st.builds(
    p20.ValueRecipient,
    type=st.just("lnaddress"),
    address=_WORDS,
    split=st.integers(0, 100),
    name=_maybe(_WORDS),
    custom_key=_maybe(_WORDS),
    custom_value=_maybe(_WORDS),
    fee=st.booleans(),
)
_REMOTE = st.builds(
    p20.RemoteItem,
    feed_guid=st.uuids().map(str),
    feed_url=_maybe(_URLS),
    item_guid=_maybe(_WORDS),
    title=_maybe(_WORDS),
)
_SPLITS = st.builds(
    p20.ValueTimeSplit,
    start_time=_SECONDS,
    duration=_SECONDS,
    remote_percentage=_maybe(st.integers(0, 100)),
    recipients=st.tuples(_RECIPIENTS),
)
_SHARED = {
    "funding": _some(st.builds(p20.Funding, url=_URLS, text=_WORDS)),
    "locations": _some(
        st.builds(
            p20.Location,
            name=_WORDS,
            rel=_maybe(st.sampled_from(["subject", "creator"])),
            geo=_maybe(st.just("geo:-45.5,170")),
            osm=_maybe(st.just("R1#2")),
            country=_maybe(st.just("FR")),
        )
    ),
    "license": _maybe(st.builds(p20.License, _WORDS, _URLS)),
    "social_interacts": _some(
        st.builds(
            p20.SocialInteract,
            protocol=st.just("activitypub"),
            uri=_URLS,
            account_id=_maybe(_WORDS),
            account_url=_maybe(_URLS),
            priority=_maybe(_COUNTS),
        )
    ),
    "chat": _maybe(
        st.builds(
            p20.Chat, server=st.just("a.example"), protocol=st.just("irc"), space=_maybe(_WORDS)
        )
    ),
    "values": _some(
        st.builds(
            p20.Value,
            type=st.just("lightning"),
            method=_WORDS,
            recipients=st.tuples(_RECIPIENTS),
            suggested=_maybe(st.integers(1, 10**9).map(lambda n: f"0.{n:011}")),
            time_splits=_some(_SPLITS),
        )
    ),
}
_ALTERNATES = st.builds(
    p20.AlternateEnclosure,
    type=st.sampled_from(["audio/opus", "video/mp4"]),
    sources=st.tuples(st.builds(p20.Source, uri=_URLS)),
    length=_maybe(_COUNTS),
    bitrate=_maybe(_COUNTS),
    height=_maybe(_COUNTS),
    title=_maybe(_WORDS),
    rel=_maybe(_WORDS),
)


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    """Any episode; guids and addresses are made apart by `shows`."""
    notes = f"<p>{quote(draw(_WORDS), safe=' ')}</p>"
    return Episode(
        guid=draw(_WORDS),
        title=draw(_WORDS),
        link=draw(_URLS),
        slug="a/b",
        published=draw(_MOMENTS),
        enclosure=Enclosure(url=draw(_URLS), length=draw(_COUNTS), type="audio/mpeg"),
        duration=draw(_SECONDS),
        notes=ShowNotes.of(notes, notes, "summary"),
        season=draw(_maybe(st.builds(Season, number=_COUNTS, name=_maybe(_WORDS)))),
        number=draw(_maybe(_COUNTS)),
        type=draw(st.sampled_from(["full", "trailer", "bonus"])),
        explicit=draw(_maybe(st.booleans())),
        people=draw(_some(_PEOPLE)),
        chapters=draw(_maybe(st.builds(Chapters, url=_URLS))),
        transcripts=draw(
            _some(
                st.builds(Transcript, url=_URLS, type=st.just("text/vtt"), language=st.just("fr"))
            )
        ),
        itunes_title=draw(_maybe(_WORDS)),
        keywords=draw(_some(st.builds(Keyword, _WORDS))),
        comments=draw(_maybe(_URLS)),
        origin=draw(_maybe(st.builds(Origin, _URLS, _WORDS))),
        alternates=draw(_some(_ALTERNATES)),
        soundbites=draw(
            _some(st.builds(p20.Soundbite, start_time=_SPANS, duration=_SPANS, title=_WORDS))
        ),
        tags=draw(_maybe(st.builds(p20.Tags, **_SHARED))),
    )


@st.composite
def shows(draw: st.DrawFn) -> Show:
    """Any show of one to three episodes."""
    made = [
        replace(one, guid=f"{one.guid}{place}", link=f"{one.link}{place}")
        for place, one in enumerate(draw(st.lists(episodes(), min_size=1, max_size=3)))
    ]
    return Show(
        title=draw(_WORDS),
        description=draw(_WORDS),
        link=BASE,
        feed_url=f"{BASE}feed.xml",
        atom_url=f"{BASE}atom.xml",
        json_url=f"{BASE}feed.json",
        language="fr",
        guid=str(draw(st.uuids())),
        author=draw(_WORDS),
        categories=(Category("News", "Politics"),),
        artwork=Artwork(url=f"{BASE}c.jpg", type="image/jpeg", width=1400, height=1400),
        explicit=draw(st.booleans()),
        type=draw(st.sampled_from(["episodic", "serial"])),
        updated=datetime(2026, 1, 1, tzinfo=UTC),
        episodes=tuple(made),
        owner=draw(_maybe(st.builds(Owner, _WORDS, st.just("a@b.example")))),
        copyright=draw(_maybe(_WORDS)),
        locked=draw(st.booleans()),
        people=draw(_some(_PEOPLE)),
        itunes_title=draw(_maybe(_WORDS)),
        ttl=draw(_maybe(_COUNTS)),
        keywords=draw(_some(st.builds(Keyword, _WORDS))),
        tags=draw(
            _maybe(
                st.builds(
                    p20.ShowTags,
                    **_SHARED,
                    podroll=_some(_REMOTE),
                    remote_items=_some(_REMOTE),
                    blocks=_some(st.builds(p20.Block, st.booleans(), st.just("apple"))),
                )
            )
        ),
    )


_MANY = settings(
    max_examples=10,
    deadline=None,
    # What fails is told as it was found: making it smaller takes minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@_MANY
@given(show=shows())
def test_any_show_comes_back_from_feedsmith(node: Node, show: Show) -> None:
    """Written, read, and the same."""
    read = node.read(feed_of(show))["feedsmith"]["feed"]
    assert differences(feedsmith_feed(show), read) == []
    assert differences([*map(feedsmith_item, show.episodes)], read["items"]) == []
    for item, episode in zip(read["items"], show.episodes, strict=True):
        assert moment(item["pubDate"]) == episode.published


@_MANY
@given(show=shows())
def test_any_show_comes_back_from_partytime(node: Node, show: Show) -> None:
    """The same with Podcast Index's parser."""
    read = node.read(feed_of(show))["partytime"]
    assert differences(partytime_feed(show), read) == []
    assert differences([*map(partytime_item, show.episodes)], read["items"]) == []


@_MANY
@given(show=shows())
def test_any_show_comes_back_from_feedparser(show: Show) -> None:
    """The same with feedparser, from Atom as well."""
    assert_feedparser(show, feed_of(show))
    atom = feedparser.parse(atom_of(show))
    assert not atom.bozo
    assert [entry.link for entry in atom.entries] == [episode.link for episode in show.episodes]


@_MANY
@given(show=shows())
def test_any_show_comes_back_from_podcastparser(show: Show) -> None:
    """The same with gPodder's parser."""
    assert_podcastparser(show, feed_of(show))
