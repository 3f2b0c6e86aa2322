"""explain: what each app shows, in two languages, from a table whose facts have evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from feed_builder.cli import cli
from feed_builder.clients import CASES, CLIENTS, EFFECTS, EVIDENCE
from feed_builder.errors import FeedBuilderError
from feed_builder.explain import explain_episode, explain_feed
from feed_builder.explained_feed import parse

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOSTS = Path(__file__).parent / "data" / "hosts"
HEAD = (
    '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>'
)


def told(item: str, language: str = "en", more: str = "") -> dict[str, str]:
    """What is said of an item, by the name of each app."""
    data = f"{HEAD}<item>{item}</item>{more}</channel></rss>".encode()
    feed = parse(data, "feed.xml", NOW)
    text = "\n".join(explain_episode(feed, feed.items[0], language))
    parts = text.split("\n\n")[1:]
    return {part.split("\n")[0]: part for part in parts}


def test_every_fact_has_its_evidence() -> None:
    """An app and a quirk say how they are known; all that is said of them has both languages."""
    for client in CLIENTS:
        assert EVIDENCE[client.evidence]
        for quirk in client.quirks:
            assert EVIDENCE[quirk.evidence]
            assert all(CASES[quirk.case])
            assert all(EFFECTS[quirk.effect])


def test_titles_and_notes_are_those_that_each_app_takes() -> None:
    """itunes:title for Apple, title for others; the longest notes for AntennaPod."""
    said = told(
        "<title>S01E02 Salt</title><itunes:title>Salt</itunes:title>"
        "<description>Short.</description>"
        "<content:encoded>Much longer.</content:encoded>"
    )

    assert "“Salt”" in said["Apple Podcasts"]
    assert "“S01E02 Salt”" in said["AntennaPod"]
    assert "all of content:encoded" in said["AntennaPod"]
    assert "all of description" in said["Apple Podcasts"]


def test_how_much_is_told() -> None:
    """Apple counts bytes, YouTube characters."""
    said = told(f"<title>T</title><description>{'é' * 3_000}</description>", "fr")

    assert "les 4000 premiers des 6000 octets" in said["Apple Podcasts"]
    assert "en entier (3000 caractères), en texte brut" in said["YouTube"]


@pytest.mark.parametrize(
    ("item", "client", "english", "french"),
    [
        ("<title>T</title>", "Podcast Index", "there is no guid", "il n’y a pas de guid"),
        (
            "<title>T</title><pubDate>hier</pubDate>",
            "podcast-archiver 2.3.5",
            "no episode is read",
            "aucun épisode n’est lu",
        ),
        (
            '<title>T</title><enclosure url="/a.ogg" length="1" type="audio/ogg"/>',
            "Apple Podcasts",
            "the episode is not listed",
            "l’épisode n’apparaît pas",
        ),
        (
            "<title>A &lt;b&gt;</title>",
            "AntennaPod",
            "what stands in them vanishes",
            "ce qu’ils entourent disparaît",
        ),
    ],
)
def test_why_an_app_may_refuse_it(item: str, client: str, english: str, french: str) -> None:
    """In both languages, with the evidence."""
    assert english in told(item)[client]
    assert french in told(item, "fr")[client]


def test_a_whole_feed_counts_its_episodes() -> None:
    """How many of them each app refuses."""
    items = "".join(f"<item><title>Nr {n}</title></item>" for n in range(3))
    feed = parse(f"{HEAD}{items}</channel></rss>".encode(), "feed.xml", NOW)

    text = "\n".join(explain_feed(feed, "en"))

    assert "T (3 episodes)" in text
    assert "3 of 3 episodes: there is no guid" in text


@pytest.mark.parametrize("path", sorted(HOSTS.glob("*.xml")), ids=lambda path: path.stem)
def test_any_hosts_feed_is_explained(path: Path) -> None:
    """Nothing in it stops us."""
    done = CliRunner().invoke(cli, ["explain", str(path)])

    assert done.exit_code == 0, done.output
    assert done.output.count("Apple Podcasts") == 1


def test_an_episode_of_the_project_is_explained(project: Any) -> None:
    """By its file, its stem or its guid, in the language of the show."""
    path = next(iter(sorted(project.path.glob("episodes/*/01-*.md"))))

    by_file = project.run("explain", str(path))
    by_stem = project.run("explain", path.stem)
    missing = project.run("explain", "nobody")

    assert by_file.status == by_stem.status == 0
    assert by_file.out == by_stem.out
    assert "titre : «" in by_file.out
    assert missing.status == 1
    assert "nobody" in missing.all


def test_what_is_no_feed_is_told() -> None:
    """With its name and line."""
    with pytest.raises(FeedBuilderError, match=r"x\.xml:1"):
        parse(b"<rss>", "x.xml", NOW)
    with pytest.raises(FeedBuilderError, match="no feed that podcast apps read"):
        parse(b"<feed/>", "x.xml", NOW)
    with pytest.raises(FeedBuilderError, match="no JSON Feed"):
        parse(b'{"items": 3}', "x.json", NOW)


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>T</title><id>urn:x</id>
<entry><title>Sel</title><id>urn:a</id><published>2024-01-31T08:00:00Z</published>
<link rel="enclosure" href="https://e.org/a.mp3"/><summary>Court.</summary>{}</entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
{"id": "a", "title": "Sel", "content_html": "<p>Oui.</p>",
 "attachments": [{"url": "https://e.org/a.mp3"}]}]}"""


def explained(text: str, language: str) -> dict[str, str]:
    """What is said of a feed, by the name of each app."""
    lines = "\n".join(explain_feed(parse(text.encode(), "feed", NOW), language))
    return {part.split("\n")[0]: part for part in lines.split("\n\n")[1:]}


def test_atom_is_explained() -> None:
    """Who reads it, with the words of Atom; gPodder takes the content alone."""
    said = explained(ATOM.format("<content type='html'>Long.</content>"), "fr")
    bare = explained(ATOM.format(""), "fr")

    assert "ne lit pas Atom" in said["Apple Podcasts"]
    assert "« Sel »" in said["gPodder 3.11.1"]
    assert "content en entier (5 caractères)" in said["gPodder 3.11.1"]
    assert "n’a pas de notes" in bare["gPodder 3.11.1"]
    assert "summary en entier" in bare["rss2email 3.13.1"]
    assert "on ne sait pas" in said["elfeed 3.4.1"]


def test_json_feed_is_explained() -> None:
    """No podcast app is known to read it."""
    said = explained(JSON_FEED, "en")

    assert "does not read JSON Feed" in said["Apple Podcasts"]
    assert "does not read JSON Feed" in said["gPodder 3.11.1"]
    assert "JSON Feed is not known" in said["newsboat 2.21"]


def test_french_is_french_throughout() -> None:
    """Nothing of the English table is left in it."""
    said = "\n".join(told("<title>T</title><pubDate>hier</pubDate>", "fr").values())

    for word in ("vendor", "source of", "through audits", "(run", "help pages"):
        assert word not in said


def test_the_newest_200_are_counted() -> None:
    """gPodder keeps no more; episodes of one moment count as one place."""
    dates = (f"{n % 28 + 1:02} Jan {1990 + n // 28} 08:00:00 +0000" for n in range(203))
    items = "".join(f"<item><title>T</title><pubDate>{date}</pubDate></item>" for date in dates)
    feed = parse(f"{HEAD}{items}</channel></rss>".encode(), "feed.xml", NOW)

    text = "\n".join(explain_feed(feed, "en"))

    assert "3 of 203 episodes: it is older than the newest 200" in text


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        (0, "0 episodes", "0 épisode"),
        (1, "1 episode", "1 épisode"),
        (2, "2 episodes", "2 épisodes"),
    ],
)
def test_episodes_are_counted_as_each_language_does(items: int, english: str, french: str) -> None:
    """One is singular; in French, none is as well."""
    data = f"{HEAD}{'<item><title>T</title></item>' * items}</channel></rss>".encode()
    feed = parse(data, "feed.xml", NOW)

    assert next(explain_feed(feed, "en")) == f"T ({english})"
    assert next(explain_feed(feed, "fr")) == f"T ({french})"


def test_odd_json_feeds_are_explained() -> None:
    """What is no table in a list is passed over."""
    data = b'{"title": "T", "items": [null, 3, {"id": 5, "attachments": [null, {"url": 3}]}]}'

    assert next(explain_feed(parse(data, "feed.json", NOW), "en")) == "T (1 episode)"
