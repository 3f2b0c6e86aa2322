"""Several shows in one repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree, html

from .conftest import CONFIG, SHOW_GUID, Project, small_show

OTHER_GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.fixture
def repository(tmp_path: Path, cover: bytes) -> Project:
    """Two shows, not built."""
    made = Project(tmp_path / "repository")
    for name, title, guid in (("eau", "L’eau", SHOW_GUID), ("bois", "Le bois", OTHER_GUID)):
        show = small_show(made.path / "shows" / name, cover, 2)
        show.write(
            "podcast.toml",
            CONFIG.replace("La revue à voix haute", title)
            .replace(SHOW_GUID, guid)
            .replace("podcast.example.org/", f"podcast.example.org/{name}/"),
        )
    return made


def test_shows_are_built_together(repository: Project) -> None:
    """Each in its folder, with an index and a list that lead to all."""
    done = repository.build()
    assert "bois:" in done.err and "eau:" in done.err
    for name in ("bois", "eau"):
        feed = etree.parse(repository.public / name / "feed.xml")
        address = feed.findtext("channel/link")
        assert address == f"https://podcast.example.org/{name}/"
    page = html.fromstring(repository.read("public/index.html").decode())
    leads = [link.get("href") for link in page.findall(".//h2/a")]
    assert leads == ["bois/", "eau/"]
    assert all((repository.public / lead / "index.html").is_file() for lead in leads)
    assert all((repository.public / i.get("src")).is_file() for i in page.findall(".//img"))
    outlines = etree.parse(repository.public / "shows.opml").findall("body/outline")
    assert [(o.get("text"), o.get("xmlUrl")) for o in outlines] == [
        ("Le bois", "https://podcast.example.org/bois/feed.xml"),
        ("L’eau", "https://podcast.example.org/eau/feed.xml"),
    ]


def test_shows_as_json(repository: Project) -> None:
    """A result for each, with its name."""
    told = repository.build("--json").json
    assert [(show["name"], show["episodes"]) for show in told["shows"]] == [("bois", 2), ("eau", 2)]
    listed = repository.run("list", "--json").json
    assert [len(show["episodes"]) for show in listed["shows"]] == [2, 2]


def test_shows_built_again_write_nothing(repository: Project) -> None:
    """Where nothing has changed no file is touched."""
    repository.build()
    before = repository.tree()
    repository.build()
    assert repository.tree() == before


def test_preview_address_is_that_of_each_folder(repository: Project) -> None:
    """--base-url stands for the repository's."""
    repository.build("--base-url", "http://127.0.0.1:8000/")
    feed = etree.parse(repository.public / "eau" / "feed.xml")
    assert feed.findtext("channel/link") == "http://127.0.0.1:8000/eau/"
    assert b"http://127.0.0.1:8000/eau/feed.xml" in repository.read("public/shows.opml")


def test_fault_in_one_show_keeps_that_show(repository: Project) -> None:
    """The other is built; the fault has its whole path; the index stays as it was."""
    repository.build()
    index = repository.read("public/index.html")
    old = repository.read("public/eau/feed.xml")
    repository.edit("shows/eau/podcast.toml", 'title = "L’eau"', "title = 1")
    repository.edit("shows/bois/episodes/eau/01-invite.md", "Bonjour", "Bonsoir")
    done = repository.run("build", "--json")
    assert done.status == 1
    failed = next(show for show in json.loads(done.out)["shows"] if show["name"] == "eau")
    assert failed["findings"][0]["where"] == "shows/eau/podcast.toml"
    assert repository.read("public/eau/feed.xml") == old
    assert "Bonsoir" in repository.read("public/bois/feed.xml").decode()
    assert repository.read("public/index.html") == index


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (OTHER_GUID, SHOW_GUID, "show-guid-unique"),
        ("example.org/bois/", "example.org/eau/", "show-link-unique"),
    ],
)
def test_two_shows_with_one_identity(repository: Project, old: str, new: str, rule: str) -> None:
    """Nothing is built: apps would take one for the other."""
    repository.edit("shows/bois/podcast.toml", old, new)
    done = repository.run("build", "--json")
    assert done.status == 1
    assert [finding["rule"] for finding in done.json["findings"]] == [rule]
    assert not repository.public.exists()


def test_a_show_beside_shows_is_told(repository: Project) -> None:
    """Their pages would lie in one another."""
    repository.write("podcast.toml", CONFIG)
    done = repository.run("build")
    assert done.status == 1
    assert "move this show to shows/" in done.err


def test_other_commands_want_one_show(repository: Project) -> None:
    """They say how to name it."""
    done = repository.run("show", "01-invite")
    assert done.status == 1
    assert "feed-builder -C shows/bois" in done.err
    assert repository.run("-C", "shows/bois", "show", "01-invite").status == 0


def test_a_show_that_is_gone_stays_published(repository: Project) -> None:
    """Its subscribers lose nothing; the index leads to the others alone, and build says so."""
    repository.build()
    before = {path: seen for path, seen in repository.tree().items() if path.startswith("eau/")}
    repository.remove("shows/eau")

    told = repository.run("build", "--json").json["shows"]

    (gone,) = [show for show in told if show["name"] == "eau"]
    assert [finding["rule"] for finding in gone["findings"]] == ["show-kept"]
    after = {path: seen for path, seen in repository.tree().items() if path.startswith("eau/")}
    assert before == after and before
    assert b"eau/" not in repository.read("public/index.html")
    assert "shows/eau/ back" in repository.run("build").err


def test_a_show_that_is_gone_is_taken_away_where_that_is_accepted(repository: Project) -> None:
    """With all that we wrote of it, and nothing else."""
    repository.build()
    repository.remove("shows/eau")
    repository.write("public/eau/note.txt", "mine")

    done = repository.build("--accept-guid-changes")

    assert "taken away" in done.err
    assert [p.name for p in (repository.public / "eau").iterdir()] == ["note.txt"]
    assert "eau" not in repository.build().err


def test_folders_of_others_are_no_shows(repository: Project) -> None:
    """What has no list of ours is neither told nor touched."""
    repository.build()
    repository.write("public/annexe/feed.xml", "<rss/>")

    done = repository.build("--accept-guid-changes")

    assert "annexe" not in done.err
    assert (repository.public / "annexe" / "feed.xml").is_file()
