"""podcast.lock: what was published is not downloaded twice, and not lost; and what diff tells."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from feed_builder.diff import compare
from feed_builder.entries import Entry, entries
from feed_builder.errors import FeedBuilderError
from feed_builder.lock import Lock, read_lock

LOCK = "podcast.lock"


def episode(project: Any) -> Path:
    """The file of the first episode."""
    found: list[Path] = sorted(project.path.glob("episodes/*/01-*.md"))
    return found[0]


def guid_of(path: Path) -> str:
    """The guid that a file names."""
    line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("guid"))
    return line.split('"')[1]


@pytest.fixture
def published(project: Any) -> Any:
    """A show that was built once."""
    assert project.run("build").status == 0
    return project


def test_what_can_t_be_made_again_survives_a_power_cut(
    project: Any, invoke: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock and a file that is given its guid are on the disk before they take their place."""
    flushed: set[int] = set()
    monkeypatch.setattr("os.fsync", lambda descriptor: flushed.add(os.fstat(descriptor).st_ino))
    project.episode("eau/09-nouvel", 9, guid=None)
    assert invoke("build").exit_code == 0
    assert (project.path / LOCK).stat().st_ino in flushed
    assert (project.path / "episodes/eau/09-nouvel.md").stat().st_ino in flushed
    assert (project.public / "feed.xml").stat().st_ino not in flushed


def test_a_build_records_what_it_publishes(published: Any) -> None:
    """One sorted line for each episode: its date, guid, enclosure and recording."""
    lines = [line for line in published.read(LOCK).decode().splitlines() if line[:1] != "#"]

    assert lines == sorted(lines)
    assert len(lines) == published.read("public/feed.xml").count(b"<item>")
    assert guid_of(episode(published)) in "".join(lines)
    assert all(len(line.split(" ")) == 4 for line in lines)


def test_git_is_told_how_to_merge_it(project: Any) -> None:
    """With the first lock comes the line; a file that is there is the publisher's own."""
    attributes = project.path / ".gitattributes"
    for path in (project.path / LOCK, attributes):
        path.unlink(missing_ok=True)
    project.remove(".feed-builder")
    assert project.run("build").status == 0
    assert attributes.read_text() == f"{LOCK} merge=union\n"

    attributes.write_text("*.mp3 binary\n")
    (project.path / LOCK).unlink()
    built = project.run("build", "--json")
    assert built.status == 0
    assert attributes.read_text() == "*.mp3 binary\n"
    (told,) = [f for f in built.json["findings"] if f["rule"] == "lock-merges"]
    assert f"{LOCK} merge=union" in told["fix"]


def test_a_changed_guid_is_refused(published: Any) -> None:
    """Apps would download the episode again: nothing is written, and the old guid is named."""
    path = episode(published)
    old = guid_of(path)
    path.write_text(path.read_text("utf-8").replace(old, "0" * 36), "utf-8")
    before = published.read("public/feed.xml")

    refused = published.run("build")

    assert refused.status == 1
    assert path.name in refused.all
    assert old in refused.all
    assert "--accept-guid-changes" in refused.all
    assert published.read("public/feed.xml") == before


def test_force_breaks_no_promise(published: Any) -> None:
    """It publishes in spite of faults; what subscribers lose has an option of its own."""
    path = episode(published)
    text = path.read_text("utf-8")
    path.write_text(text.replace(guid_of(path), "0" * 36), "utf-8")
    before = published.read("public/feed.xml")

    changed = published.run("build", "--force")
    path.unlink()
    lost = published.run("build", "--force")

    assert changed.status == lost.status == 1
    assert "--accept-guid-changes" in changed.all and "--accept-guid-changes" in lost.all
    assert published.read("public/feed.xml") == before


def test_a_lost_episode_is_refused(published: Any) -> None:
    """Subscribers would lose it: it is named by its date and file."""
    path = episode(published)
    guid = guid_of(path)
    path.unlink()

    refused = published.run("build")

    assert refused.status == 1
    assert guid in refused.all
    assert "episode-kept" in published.run("build", "--json").all


def test_an_episode_that_is_put_off_is_not_called_lost(published: Any) -> None:
    """Its file is there: the line to write again is told, with the date that subscribers know."""
    path = episode(published)
    text = path.read_text("utf-8")
    date = next(line for line in text.splitlines() if line.startswith("published"))
    path.write_text(text.replace(date, "published = 2090-01-01T00:00:00Z"), "utf-8")
    (told,) = published.run("build", "--json").json["findings"]
    assert (told["rule"], told["level"]) == ("episode-kept", "error")
    assert told["where"].endswith(path.name)
    again = told["fix"].partition(" again")[0].removeprefix("write ")
    path.write_text(text.replace(date, again), "utf-8")
    assert published.run("build").status == 0
    assert not published.run("build", "--json").json["findings"]


def test_an_episode_without_its_recording_is_not_called_lost(published: Any) -> None:
    """Somebody gave the recording another name: the name to give it is told."""
    path = episode(published)
    path.with_suffix(".mp3").rename(path.with_name("autre.mp3"))
    findings = published.run("build", "--json").json["findings"]
    (told,) = [finding for finding in findings if finding["rule"] == "episode-kept"]
    assert told["where"].endswith(path.name)
    assert "under the name of this file" in told["fix"]


def test_a_moved_date_is_told_once(published: Any) -> None:
    """With the old one; nothing is refused, for the guid stays."""
    path = episode(published)
    text = path.read_text("utf-8")
    date = next(line for line in text.splitlines() if line.startswith("published"))
    path.write_text(text.replace(date, "published = 2024-02-29T00:00:00Z"), "utf-8")
    built = published.run("build", "--json")
    assert built.status == 0
    (told,) = built.json["findings"]
    assert (told["rule"], told["level"]) == ("date-kept", "warning")
    assert published.read(LOCK).decode().count(guid_of(path)) == 2
    assert not published.run("build", "--json").json["findings"]


def test_what_is_accepted_is_not_asked_again(published: Any) -> None:
    """Told once, the episode is withdrawn: the lock says so, and the next build is quiet."""
    path = episode(published)
    guid, text = guid_of(path), path.read_text("utf-8")
    path.unlink()

    assert published.run("build", "--accept-guid-changes").status == 0
    assert f"{guid} -\n" in published.read(LOCK).decode()
    assert published.run("build").status == 0

    path.write_text(text, "utf-8")
    assert published.run("build").status == 0
    assert f"{guid} -\n" not in published.read(LOCK).decode()


def test_a_new_recording_is_told_and_is_no_new_episode(published: Any) -> None:
    """Under one guid no app shows it twice; the new enclosure is recorded beside the old one."""
    recording = next(episode(published).parent.glob("01-*.mp3"))
    recording.write_bytes(recording.read_bytes() * 2)

    built = published.run("build", "--json")

    assert built.status == 0
    told = [f for f in built.json["findings"] if f["rule"] == "recording-kept"]
    assert [Path(f["where"]).name for f in told] == [episode(published).name]
    assert published.read(LOCK).decode().count(guid_of(episode(published))) == 2
    assert "recording-kept" not in published.run("build", "--json").all


@pytest.mark.parametrize("change", ["title", "file", "address"])
def test_the_same_recording_is_no_change_of_it(change: str, published: Any) -> None:
    """Other tags, another file name and another address of the site are not another recording."""
    path = episode(published)
    if change == "title":
        retitle(path)
    elif change == "file":
        for file in sorted(path.parent.glob("01-*")):
            file.rename(file.with_name(file.name.replace("01-", "09-")))
    else:
        published.edit("podcast.toml", "https://podcast.example.org/", "https://elsewhere.example/")

    built = published.run("build", "--json")

    assert built.status == 0
    assert "recording-kept" not in {finding["rule"] for finding in built.json["findings"]}


def test_guids_that_change_places_are_refused(published: Any) -> None:
    """One episode would be lost and the other come again, though both guids are still there."""
    one, other = sorted(published.path.glob("episodes/*/0*.md"))[:2]
    first, second = guid_of(one), guid_of(other)
    one.write_text(one.read_text("utf-8").replace(first, second), "utf-8")
    other.write_text(other.read_text("utf-8").replace(second, first), "utf-8")

    refused = published.run("build", "--json")

    assert refused.status == 1
    assert [f["rule"] for f in refused.json["findings"] if f["level"] == "error"] == [
        "guid-kept",
        "guid-kept",
    ]


def retitle(path: Path) -> None:
    """Give an episode another title."""
    text = path.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    path.write_text(text.replace(title, 'title = "Autrement"'), "utf-8")


def test_a_preview_is_no_publication(project: Any, tmp_path: Path) -> None:
    """Built under another address nothing is recorded."""
    (project.path / LOCK).unlink(missing_ok=True)
    there = ("--output", str(tmp_path / "preview"), "--base-url", "http://127.0.0.1:8000/")

    assert project.run("build", *there).status == 0
    assert not (project.path / LOCK).exists()


def test_without_its_file_the_feed_tells_what_was_published(published: Any) -> None:
    """Somebody who deletes the lock is told, and loses no subscriber an episode."""
    lock = published.read(LOCK)
    published.remove(LOCK)
    built = published.run("build", "--json")
    assert built.status == 0
    (told,) = [f for f in built.json["findings"] if f["rule"] == "lock-there"]
    assert "feed.xml" in told["message"]
    assert published.read(LOCK) == lock
    assert "lock-there" not in published.run("build", "--json").all


@pytest.mark.parametrize("pages", ["", "\n[feed]\nlimit = 1\n"], ids=["whole", "in pages"])
def test_without_its_file_nobody_loses_an_episode(pages: str, project: Any) -> None:
    """Nor gets one twice: what the feed holds, with all its pages, keeps its guid."""
    project.write("podcast.toml", project.read("podcast.toml") + pages.encode())
    assert project.run("build").status == 0
    path = episode(project)
    guid, text = guid_of(path), path.read_text("utf-8")
    assert (guid.encode() in project.read("public/feed.xml")) is not pages
    before = project.read("public/feed.xml")
    project.remove(LOCK)
    for changed, rule in ((None, "episode-kept"), (text.replace(guid, "0" * 36), "guid-kept")):
        path.unlink() if changed is None else path.write_text(changed, "utf-8")
        refused = project.run("build", "--json")
        assert refused.status == 1
        assert [f["rule"] for f in refused.json["findings"] if guid in f["message"]] == [rule]
        assert project.read("public/feed.xml") == before
        assert not (project.path / LOCK).exists()


def test_a_file_that_is_behind_asks_the_feed(project: Any) -> None:
    """A lock of last week knows nothing of yesterday's episode; the feed does."""
    assert project.run("build").status == 0
    path = project.path / "episodes/eau/09-nouvel.md"
    last_week = project.read(LOCK)
    project.episode("eau/09-nouvel", 9)
    assert project.run("build").status == 0
    guid, text = guid_of(path), path.read_text("utf-8")
    before = project.read("public/feed.xml")

    project.write(LOCK, last_week)
    path.write_text(text.replace(guid, "0" * 36), "utf-8")
    refused = project.run("build", "--json")

    assert refused.status == 1
    (told,) = [f for f in refused.json["findings"] if f["rule"] == "guid-kept"]
    assert guid in told["message"]
    assert project.read("public/feed.xml") == before
    assert project.run("build", "--accept-guid-changes").status == 0
    assert f"{guid} -" in project.read(LOCK).decode()


def test_what_a_branch_holds_is_not_missed_in_another(project: Any) -> None:
    """public/ has an episode from there whose lock is not here: no build is refused."""
    assert project.run("build").status == 0
    here = project.read(LOCK)
    project.episode("eau/09-nouvel", 9)
    assert project.run("build").status == 0
    project.write(LOCK, here)
    for file in project.path.glob("episodes/eau/09-nouvel.*"):
        file.rename(file.with_name(file.name.replace("09-nouvel", "09-autre")))
    path = project.path / "episodes/eau/09-autre.md"
    path.write_text(path.read_text("utf-8").replace(guid_of(path), "0" * 36), "utf-8")
    assert project.run("build").status == 0


def test_a_feed_that_was_never_out_keeps_nothing(project: Any) -> None:
    """A preview, built where the show will lie."""
    project.remove(LOCK)
    assert project.run("build", "--base-url", "http://127.0.0.1:8000/").status == 0
    episode(project).unlink()
    assert project.run("build").status == 0


def test_a_conflict_in_the_lock_is_told(published: Any) -> None:
    """With its line; nothing is guessed."""
    path = published.path / LOCK
    path.write_text(path.read_text() + "<<<<<<< HEAD\n")
    published.edit("podcast.toml", "author = ", "author   = ")

    refused = published.run("build")

    assert refused.status == 1
    assert f"{LOCK}:" in refused.all


@pytest.mark.parametrize("kept", [0.45, 0.6, 0.9, 0.98])
def test_a_lock_that_is_cut_off_is_told(published: Any, kept: float) -> None:
    """Wherever it ends: half a guid or half an address would be taken for a whole one."""
    path = published.path / LOCK
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    published.edit("podcast.toml", "author = ", "author   = ")
    before = published.read("public/feed.xml")

    refused = published.run("build")

    assert refused.status == 1
    assert f"{LOCK}:" in refused.all and "from git" in refused.all
    assert published.read("public/feed.xml") == before
    path.write_bytes(data.rstrip(b"\n"))
    assert published.run("build").status == 0


def test_a_damaged_lock_is_told_in_plain_words(published: Any) -> None:
    path = published.path / LOCK
    data = path.read_bytes()
    path.write_bytes(data + b"caf\xe9\n")
    published.edit("podcast.toml", "author = ", "author   = ")

    refused = published.run("build")

    assert refused.status == 1
    line = data.count(b"\n") + 1
    assert f"{LOCK}:{line}: is damaged" in refused.all
    assert "codec" not in refused.all


def test_two_branches_merge_without_conflict(published: Any) -> None:
    """Both add an episode; git takes the lines of both."""

    def git(*args: str) -> str:
        identity = ("-c", "user.name=Anne", "-c", "user.email=anne@example.org")
        done = subprocess.run(
            ["git", *identity, *args],
            cwd=published.path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    git("init", "-q", "-b", "main")
    git("add", ".gitattributes", LOCK)
    git("commit", "-qm", "One")
    base = (published.path / LOCK).read_text()
    for branch, year in (("left", "2098"), ("right", "2099")):
        git("checkout", "-q", "-b", branch, "main")
        line = f"{year}-01-01T00:00:00Z guid-{branch} https://example.org/{branch}.mp3\n"
        (published.path / LOCK).write_text(base + line)
        git("commit", "-qam", branch)
    git("merge", "-q", "left", "-m", "Both")

    assert {"guid-left", "guid-right"} <= {fact.guid for fact in read_lock(published.path).facts}


def test_without_a_lock_nothing_was_published() -> None:
    """An empty lock keeps nobody from anything."""
    assert Lock().standing() == {}


# --- diff ---------------------------------------------------------------------------------------


def entry(number: int, **changes: str) -> Entry:
    """An episode of a feed."""
    given = {
        "guid": f"g{number}",
        "title": f"Nr {number}",
        "published": f"0{number} Jan 2024 07:00:00 +0000",
        "enclosure": f"https://example.org/{number}.mp3",
    }
    return Entry(**{**given, **changes})


OLD = [entry(1), entry(2), entry(3), entry(4)]


def test_the_same_feed_has_no_difference() -> None:
    """Whatever its order in the file."""
    assert not compare(OLD, OLD)
    assert not compare(OLD, OLD[::-1])


def test_diff_tells_what_subscribers_see() -> None:
    """Added, gone, downloaded again for its guid or its enclosure, changed."""
    new = [
        entry(2, guid="other"),
        entry(3, enclosure="https://example.org/3b.mp3"),
        entry(4, title="Neu"),
        entry(5),
    ]

    found = compare(OLD, new)

    assert [e.guid for e in found.added] == ["g5"]
    assert [e.guid for e in found.gone] == ["g1"]
    assert [(p.old.guid, p.what[0]) for p in found.downloaded_again] == [
        ("g2", "guid"),
        ("g3", "enclosure"),
    ]
    assert [(p.new.guid, p.what) for p in found.changed] == [("g4", ("title",))]


def test_diff_tells_what_stands_elsewhere() -> None:
    """The one episode whose date moved it past the others."""
    found = compare(OLD, [*OLD[1:], entry(1, published="09 Jan 2024 07:00:00 +0000")])

    assert [e.guid for e in found.reordered] == ["g1"]


def test_diff_compares_the_last_build_with_the_next(published: Any) -> None:
    """Without arguments; as JSON; and two files."""
    assert "no difference" in published.run("diff").all
    path = episode(published)
    path.write_text(path.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")

    told = json.loads(published.run("diff", "--json").out)
    feed = str(published.public / "feed.xml")
    same = json.loads(published.run("diff", feed, feed, "--json").out)

    # Its copy carries the notes as well.
    assert [pair["what"] for pair in told["changed"]] == [["enclosure", "notes"]]
    assert told["added"] == told["gone"] == told["downloaded_again"] == []
    assert not any(same.values())


def test_diff_knows_that_other_tags_are_the_same_recording(published: Any) -> None:
    """A title is changed: the copy that carries it has a new address, which is told beside it."""
    retitle(episode(published))

    told = json.loads(published.run("diff", "--json").out)
    assert published.run("build").status == 0

    assert told["added"] == told["gone"] == told["downloaded_again"] == []
    (pair,) = told["changed"]
    assert pair["what"] == ["title", "enclosure"]
    assert pair["new"]["enclosure"].encode() in published.read("public/feed.xml")
    assert not list(published.path.glob(".feed-builder/tagged.*/*"))


def test_diff_tells_a_new_recording(published: Any) -> None:
    """It is downloaded again by who goes by addresses."""
    recording = next(episode(published).parent.glob("01-*.mp3"))
    recording.write_bytes(recording.read_bytes() * 2)

    told = json.loads(published.run("diff", "--json").out)

    assert [pair["what"][0] for pair in told["downloaded_again"]] == ["enclosure"]


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
def test_diff_reads_every_format(published: Any, name: str) -> None:
    """The same episodes in RSS, Atom and JSON Feed."""
    told = entries(published.read(f"public/{name}"), name)

    assert {entry.title for entry in told} == {
        entry.title for entry in entries(published.read("public/feed.xml"), "feed.xml")
    }
    assert all(entry.guid and entry.enclosure and entry.notes for entry in told)


@pytest.mark.parametrize("name", ["atom.xml", "feed.json"])
def test_diff_compares_feeds_of_two_forms(published: Any, name: str) -> None:
    """What one of them can't say is no difference; an episode that one lacks is."""
    rss, other = (str(published.public / file) for file in ("feed.xml", name))

    same = json.loads(published.run("diff", rss, other, "--json").out)
    (published.public / "feed.xml").write_bytes(
        re.sub(rb"(?s)<item>.*?</item>", b"", published.read("public/feed.xml"), count=1)
    )
    more = json.loads(published.run("diff", rss, other, "--json").out)

    assert not any(same.values())
    assert len(more["added"]) == 1 and not more["downloaded_again"]


def test_diff_tells_where_a_feed_is_none(published: Any) -> None:
    """With its name and line."""
    published.write("broken.xml", "<rss>\n<channel>")

    done = published.run("diff", str(published.path / "broken.xml"))

    assert done.status == 1
    assert "broken.xml:2" in done.all


def test_an_episode_that_is_broken_is_not_lost(published: Any) -> None:
    """One fault is told once; forced through, the episode is not taken for withdrawn."""
    path = episode(published)
    path.write_text(path.read_text("utf-8").replace("title = ", "title = = "), "utf-8")

    refused = published.run("build", "--json").json

    assert "episode-kept" not in {finding["rule"] for finding in refused["findings"]}
    assert published.run("build", "--force").status == 0
    assert " -\n" not in published.read(LOCK).decode()


@pytest.mark.parametrize(
    "text", ['{"a":' * 100_000, "[]", '{"items": 3}', '{"items": [null, 3]}', "x"]
)
def test_what_is_no_feed_is_told_in_words(text: str) -> None:
    """And never in those of the program's language."""
    try:
        found = entries(text.encode(), "x.json")
    except FeedBuilderError as error:
        assert "x.json" in str(error)
        assert not re.search(r"object|attribute|recursion|NoneType", str(error))
    else:
        assert found == []


@pytest.mark.parametrize("damage", [b"", b"<rss", b"\xff\xfe\0", b"{}"])
def test_a_damaged_feed_hinders_no_build(damage: bytes, published: Any) -> None:
    """Where the lock is gone as well nothing is known of what was published."""
    (published.path / LOCK).unlink()
    published.write("public/feed.xml", damage)
    done = published.run("build")
    assert done.status == 0, done.all
    assert (published.path / LOCK).is_file()


def test_what_is_no_file_keeps_no_build_waiting(published: Any) -> None:
    """A pipe where the feed was would never end."""
    (published.path / LOCK).unlink()
    os.mkfifo(published.remove("public/feed.xml"))
    done = published.run("build")
    assert done.status == 0, done.all
    assert b"<item>" in published.read("public/feed.xml")
