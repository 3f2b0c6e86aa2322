"""`feed-builder new` begins an episode, `feed-builder show` tells all that is known of one."""

from __future__ import annotations

import tomllib

import pytest

from .conftest import Project, mp3


def front(project: Project, file: str) -> dict[str, object]:
    """The front matter of a file."""
    return tomllib.loads(project.read(file).decode().split("+++\n")[1])


def test_new_episode_is_built(project: Project) -> None:
    """With a recording it is published by the next build, under the identity it was given."""
    project.write("in/Anne.MP3", mp3(200, "anne"))
    done = project.run(
        "new", 'Anne « la » Martin \\ "x"', "--guest", "Anne M.", "--audio", "in/Anne.MP3", "--json"
    )
    assert done.status == 0, done.all
    told = done.json
    assert told["file"] == "episodes/01-anne-la-martin-x.md"
    assert told["audio"] == "episodes/01-anne-la-martin-x.mp3"
    values = front(project, told["file"])
    assert (values["title"], values["number"]) == ('Anne « la » Martin \\ "x"', 1)
    assert values["people"] == [{"name": "Anne M.", "role": "guest"}]
    project.build()
    assert told["guid"] in project.read("public/feed.xml").decode()


def test_new_numbers_go_on(project: Project) -> None:
    """In the folder of an article after its interviews."""
    assert (
        project.run("new", "Suite", "--folder", "eau", "--json")
        .json["file"]
        .endswith("eau/04-suite.md")
    )
    assert project.run("new", "Bientôt", "--type", "trailer", "--json").json["file"] == (
        "episodes/bientot.md"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("",), "the title: is empty"),
        (("a", "--folder", "../x"), "is no folder below episodes/"),
        (("a", "--audio", "none.mp3"), "there is no such file"),
        (("a", "--audio", "podcast.toml"), "is no recording by its name"),
    ],
)
def test_new_refuses(project: Project, arguments: tuple[str, ...], told: str) -> None:
    """With a sentence, and nothing written."""
    before = sorted(path.name for path in project.path.rglob("*.md"))
    done = project.run("new", *arguments)
    assert (done.status, told in done.err) == (1, True), done.all
    assert sorted(path.name for path in project.path.rglob("*.md")) == before


def test_new_overwrites_nothing(project: Project) -> None:
    """The same title twice is told."""
    assert project.run("new", "Un", "--number", "7").status == 0
    done = project.run("new", "Un", "--number", "7")
    assert done.status == 1
    assert "episodes/07-un.md: is there already" in done.err


def test_new_wants_a_whole_date(project: Project) -> None:
    """One without its distance from universal time is a wrong call."""
    assert project.run("new", "a", "--published", "2024-01-31T08:00:00").status == 2


def test_show_tells_all(built: Project) -> None:
    """Of a published episode: what the feed says and what lies behind it."""
    told = built.run("show", "01-boeuf", "--json").json
    assert told["state"] == "published"
    assert told["title"].startswith("Frédéric Bœuf")
    assert told["enclosure"]["type"] == "audio/mpeg"
    assert told["recording"]["file"] == "episodes/eau/01-boeuf.mp3"
    assert told["recording"]["sample_rate"] == 48000
    assert [person["name"] for person in told["people"]] == ["Anne Martin", "Frédéric Bœuf"]
    assert (told["season"], told["season_name"]) == (1, "L’eau des villes")
    assert "episodes/eau/01-boeuf.vtt" in told["beside"]
    assert told["chapter_list"][0]["title"] == "Accueil"
    text = built.run("show", "01-boeuf").out
    assert told["guid"] in text and "48000" in text


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("episodes/foret/04-sans-son.md", "waiting for audio"),
        ("foret/03-demain", "scheduled"),
        ("02-longue", "published"),
    ],
)
def test_show_knows_unpublished_ones(built: Project, name: str, state: str) -> None:
    """By file, by its end, by its name."""
    assert built.run("show", name, "--json").json["state"] == state


def test_show_finds_by_guid(built: Project) -> None:
    """And by a part of the title, if only one has it."""
    guid = built.run("show", "hors-serie", "--json").json["guid"]
    assert built.run("show", guid, "--json").json["file"] == "episodes/hors-serie.md"


@pytest.mark.parametrize(
    ("name", "told"), [("nobody", "there is no such"), ("eau/0", "may be any")]
)
def test_show_finds_one_or_none(built: Project, name: str, told: str) -> None:
    """A name that means none or several is told."""
    done = built.run("show", name)
    assert done.status == 1
    assert told in done.err
