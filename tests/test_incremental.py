"""What is kept between builds saves work and never shows: no stale page, no write in vain."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import feed_builder
from feed_builder import rendering, snapshot
from feed_builder.build import Request, build, read_project
from feed_builder.pieces import Span
from feed_builder.read import cache, episodes, show
from feed_builder.render import atom, rss
from feed_builder.render.site import page

BASE = "https://podcast.example.org/"
# The moment at which the shows of conftest.py are built.
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONE, TWO = "episodes/eau/01-boeuf", "episodes/eau/02-longue"
PACKAGE = Path(feed_builder.__file__).parent


def built_at(
    project: Any, now: datetime = NOW, base_url: str | None = None
) -> dict[str, tuple[Any, ...]]:
    """Build in this process, and look at what lies in public/ then."""
    # What subscribers lose on the way is not looked at here: tests/test_lock.py does.
    request = Request(
        project=project.path,
        output=project.public,
        now=now,
        base_url=base_url,
        accept_guid_changes=True,
    )
    build(request)
    seen: dict[str, tuple[Any, ...]] = project.tree()
    return seen


def from_nothing(
    project: Any, to: Path, now: datetime = NOW, base_url: str | None = None
) -> dict[str, tuple[Any, ...]]:
    """The same sources, built in a new folder, without anything kept."""
    fresh = project.copy(to)
    fresh.remove("public")
    fresh.remove(".feed-builder")
    return built_at(fresh, now, base_url)


def bytes_of(tree: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """A tree without times."""
    return {path: seen[0] for path, seen in tree.items()}


def assert_untouched(before: dict[str, tuple[Any, ...]], after: dict[str, tuple[Any, ...]]) -> None:
    """What has the same bytes was not written again."""
    for path, seen in after.items():
        if path in before and before[path][0] == seen[0]:
            assert before[path] == seen, f"{path} was written in vain"


# --- One change each ----------------------------------------------------------------------------

Change = Callable[[Any], object]


def edited(name: str, old: str, new: str) -> Change:
    """A text in a file becomes another."""
    return lambda p: p.edit(name, old, new)


def gone(*names: str) -> Change:
    """Files are no longer there."""
    return lambda p: [p.remove(name) for name in names]


def written(name: str, content: str | bytes) -> Change:
    """A file is there with other bytes."""
    return lambda p: p.write(name, content)


def renamed(old: str, new: str) -> Change:
    """An episode and all beside it are called otherwise."""

    def change(project: Any) -> None:
        for path in sorted(project.path.glob(f"{old}.*")):
            path.rename(path.with_name(path.name.replace(Path(old).name, new)))

    return change


def output(pattern: str, change: Callable[[Path], object]) -> Change:
    """Somebody was at a file in public/."""
    return lambda p: change(next(p.public.glob(pattern)))


def tampered(path: Path) -> None:
    """Other bytes, as many, and a later time."""
    path.write_bytes(path.read_bytes()[::-1])


def older_cover(project: Any) -> None:
    """Another picture under the same name."""
    from PIL import Image

    Image.new("RGB", (1500, 1500), (1, 2, 3)).save(project.path / "cover.jpg")


def same_size_and_time(project: Any) -> None:
    """Another recording of the same size, newer by a nanosecond."""
    path = project.path / f"{ONE}.mp3"
    content, then = path.read_bytes(), path.stat().st_mtime_ns
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(then + 1, then + 1))


def with_site(values: str) -> Change:
    """`[site]` says this of the pages."""
    return lambda p: p.write(
        "podcast.toml", p.read("podcast.toml") + f"\n[site]\n{values}".encode()
    )


CHANGES: dict[str, Change] = {
    "nothing": lambda p: None,
    "notes": edited(f"{ONE}.md", "le reste", "la suite"),
    "notes-same-length": edited(f"{ONE}.md", "un\n", "nu\n"),
    "title": edited(f"{ONE}.md", "directeur «", "directrice «"),
    "date": edited(f"{ONE}.md", "published = 2024", "published = 2023"),
    "guid": edited(f"{ONE}.md", 'guid = "', 'guid = "x'),
    "recording": lambda p: p.write(f"{ONE}.mp3", p.read(f"{ONE}.mp3") * 2),
    "recording-same-size": same_size_and_time,
    "recording-gone": gone(f"{ONE}.mp3"),
    "transcript-added": written("episodes/hors-serie.txt", "Bonjour.\n"),
    "transcript-changed": edited(f"{ONE}.vtt", "Bonjour", "Bonsoir"),
    "transcript-gone": gone(f"{ONE}.vtt"),
    "chapters-gone": gone(f"{ONE}.chapters.json"),
    "picture-gone": gone(f"{ONE}.jpg"),
    "episode-added": lambda p: p.episode("eau/09-neuf", 9),
    "episode-without-guid-added": lambda p: p.episode("eau/09-neuf", 9, guid="neuf"),
    "episode-renamed": renamed(TWO, "02-courte"),
    "episode-gone": gone(f"{TWO}.md"),
    "linked-page-appears": edited(f"{ONE}.md", "02-longue.md", "09-neuf.md"),
    "article-title": edited("episodes/eau/article.md", "L’eau des villes", "L’eau des champs"),
    "article-text": edited("episodes/eau/article.md", "robinet", "puits"),
    "article-source-gone": edited("episodes/eau/article.md", "source =", "# source ="),
    "article-gone": gone("episodes/foret/article.md"),
    "article-renamed": lambda p: (p.path / "episodes/eau").rename(p.path / "episodes/mer"),
    "show-title": edited("podcast.toml", "Essais", "Autres essais"),
    "show-language": edited("podcast.toml", '"fr"', '"en"'),
    "show-notice": edited("podcast.toml", "voix de synthèse", "voix artificielle"),
    "show-address": edited("podcast.toml", BASE, "https://ailleurs.example.com/x/"),
    "show-hosts": edited("podcast.toml", "Anne Martin", "Anne Durand"),
    "site-without-people": with_site("people = false\n"),
    "site-without-embed": with_site("embed = false\n"),
    "site-without-both": with_site("people = false\nembed = false\npictures = false\n"),
    "cover": older_cover,
    "page-deleted": output("eau/01-boeuf/index.html", Path.unlink),
    "page-tampered": output("eau/01-boeuf/index.html", tampered),
    "page-folder-deleted": output("eau", shutil.rmtree),
    "index-tampered": output("index.html", tampered),
    "style-deleted": output("style.css", Path.unlink),
    "feed-deleted": output("feed.xml", Path.unlink),
    "feed-tampered": output("feed.xml", tampered),
    "atom-tampered": output("atom.xml", tampered),
    "media-deleted": output("media/01-boeuf.*.mp3", Path.unlink),
    "media-tampered": output("media/01-boeuf.*.mp3", tampered),
    "manifest-and-feed-tampered": lambda p: [
        output("feed.xml", tampered)(p),
        edited(f"{ONE}.md", "le reste", "la suite")(p),
    ],
    "page-tampered-and-sibling-retitled": lambda p: [
        output("eau/02-longue/index.html", tampered)(p),
        edited(f"{ONE}.md", "directeur «", "directrice «")(p),
    ],
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_builds_as_from_nothing(name: str, built: Any, tmp_path: Path) -> None:
    """After a change a build has the bytes that a first one has, and writes no file in vain."""
    project = built.copy(tmp_path / "show")
    CHANGES[name](project)
    before = project.tree()

    after = built_at(project)

    assert bytes_of(after) == bytes_of(from_nothing(project, tmp_path / "fresh"))
    assert_untouched(before, after)
    again = built_at(project)
    assert again == after


def test_pages_of_a_feed_follow_their_newest_episode(built: Any, tmp_path: Path) -> None:
    """A season's pages are named for its newest article, a person's as the last episode says."""
    project = built.copy(tmp_path / "show")
    project.edit("podcast.toml", "[owner]", "[feed]\nlimit = 1\n\n[owner]")
    before = bytes_of(built_at(project))
    project.edit("episodes/foret/article.md", "season = 2", "season = 1")
    for stem, old, new in (("01-durand", 1, 4), ("02-martin", 2, 5)):
        project.edit(f"episodes/foret/{stem}.md", f"number = {old}", f"number = {new}")
    project.edit(f"{ONE}.md", '"Frédéric Bœuf"', '"FRÉDÉRIC BŒUF"')

    after = bytes_of(built_at(project))

    assert after == bytes_of(from_nothing(project, tmp_path / "fresh"))
    changed = {path for path in before if after.get(path) != before[path]}
    assert {"seasons/1/feed-page-1.xml", "people/frederic-boeuf/feed-page-2.xml"} <= changed


THERE_AND_BACK = (
    *("notes", "title", "episode-added", "cover", "show-title"),
    *("site-without-people", "site-without-embed", "site-without-both"),
)


@pytest.mark.parametrize("name", THERE_AND_BACK)
def test_change_and_back(name: str, built: Any, tmp_path: Path) -> None:
    """A change that is taken back leaves what was there before."""
    project = built.copy(tmp_path / "show")
    before = bytes_of(project.tree())
    sources = project.copy(tmp_path / "sources")
    CHANGES[name](project)
    assert bytes_of(built_at(project)) != before
    project.remove("episodes")
    for file in ("episodes", "podcast.toml", "cover.jpg"):
        place = shutil.copytree if (sources.path / file).is_dir() else shutil.copy2
        place(sources.path / file, project.path / file)
    assert bytes_of(built_at(project)) == before


def test_scheduled_episode_comes_due(built: Any, tmp_path: Path) -> None:
    """With no file changed, a later build publishes what is due, an earlier one leaves it out."""
    project = built.copy(tmp_path / "show")
    due, before = datetime(2027, 1, 1, tzinfo=UTC), project.tree()

    waiting = built_at(project, due - timedelta(seconds=1))
    published = built_at(project, due)

    assert waiting == before
    assert "foret/03-demain/index.html" in published
    assert bytes_of(published) == bytes_of(from_nothing(project, tmp_path / "fresh", due))
    assert_untouched(before, published)
    assert bytes_of(built_at(project)) == bytes_of(before)


def test_base_url_changes_and_comes_back(built: Any, tmp_path: Path) -> None:
    """Under another address every page is another, and under the old one the old again."""
    project = built.copy(tmp_path / "show")
    before, other = project.tree(), "http://127.0.0.1:8000/"

    moved = built_at(project, base_url=other)

    assert bytes_of(moved) == bytes_of(from_nothing(project, tmp_path / "fresh", base_url=other))
    assert bytes_of(built_at(project)) == bytes_of(before)


def test_another_output_folder_is_built_whole(built: Any, tmp_path: Path) -> None:
    """What stands in one folder says nothing of another."""
    project = built.copy(tmp_path / "show")
    build(Request(project=project.path, output=tmp_path / "else", now=NOW))
    other = project.copy(tmp_path / "copy")
    other.remove("public")
    shutil.copytree(tmp_path / "else", other.public)
    assert bytes_of(other.tree()) == bytes_of(project.tree())


# --- The program itself -------------------------------------------------------------------------


def test_newer_template_renders_all_pages(built: Any, tmp_path: Path) -> None:
    """A program with another template, and nothing else new, leaves no page of the old one."""
    project = built.copy(tmp_path / "show")
    shutil.copytree(PACKAGE, tmp_path / "newer" / "feed_builder")
    template = tmp_path / "newer/feed_builder/render/templates/base.html"
    template.write_text(template.read_text("utf-8").replace("<main ", "<hr><main "), "utf-8")

    project.build(PYTHONPATH=str(tmp_path / "newer"))

    pages = list(project.public.rglob("index.html"))
    assert pages
    assert all("<hr><main " in page.read_text("utf-8") for page in pages)


def test_program_is_its_files_and_what_is_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Installing or upgrading a library counts as another program, as does another Python."""
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    before = snapshot.program()
    assert snapshot.program() == before
    (packages / "jinja2-9.dist-info").mkdir()
    upgraded = snapshot.program()
    monkeypatch.setattr(sys, "version", "4.0")
    assert len({before, upgraded, snapshot.program()}) == 3


# --- What is kept, damaged ----------------------------------------------------------------------

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "binary": lambda content: bytes(range(256)),
    "list": lambda content: b"[]",
    "deep": lambda content: b"[" * 100_000,
    "bare": lambda content: b'{"version":2,"table":{}}\n',
    "older": lambda content: content.replace(b'"version":2', b'"version":1'),
    "longer": lambda content: content + b"x",
    "no-numbers": lambda content: content.replace(b"1", b'"').replace(b"2", b"null"),
    "no-texts": lambda content: content.partition(b"\n")[0] + b"\n",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_cache_costs_time_only(name: str, built: Any, tmp_path: Path) -> None:
    """Whatever happens to the files in .feed-builder/, the show is built right."""
    project = built.copy(tmp_path / "show")
    before = project.tree()
    for path in (project.path / ".feed-builder").iterdir():
        path.write_bytes(DAMAGE[name](path.read_bytes()))

    assert built_at(project) == before

    project.edit(f"{ONE}.md", "le reste", "la suite")
    assert bytes_of(built_at(project)) == bytes_of(from_nothing(project, tmp_path / "fresh"))


@pytest.mark.parametrize("what", ["snapshot.json", "facts.json", "pages-*", "texts-*"])
def test_lost_cache_costs_time_only(what: str, built: Any, tmp_path: Path) -> None:
    """Each kind of what is kept can be lost alone."""
    project = built.copy(tmp_path / "show")
    before = project.tree()
    for path in (project.path / ".feed-builder").glob(what):
        path.unlink()
    assert built_at(project) == before
    project.edit(f"{ONE}.md", "directeur «", "directrice «")
    assert bytes_of(built_at(project)) == bytes_of(from_nothing(project, tmp_path / "fresh"))


def test_damaged_texts_are_no_fault_of_a_template(make_project: Any, tmp_path: Path) -> None:
    """Where a publisher's template asks for a text that was damaged the build begins anew."""
    project = make_project(episodes=0)
    project.episode("01-un", 1, notes="Un texte.")
    config = project.read("podcast.toml").decode()
    project.write("podcast.toml", f"{config}\n[audio]\ntags = false\n")  # they hold texts as well
    project.write("templates/episode.html", "{{ episode.title }}: {{ episode.notes.full|safe }}")
    built_at(project)
    for path in (project.path / ".feed-builder").glob("texts-*"):
        path.write_bytes(path.read_bytes()[:-1])
    project.write("templates/episode.html", "{{ episode.title }} {{ episode.notes.full|safe }}")
    assert bytes_of(built_at(project)) == bytes_of(from_nothing(project, tmp_path / "fresh"))


def test_another_build_in_between(
    built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds at the same time: what one takes over is what it knows, not what the other wrote
    in its place meanwhile."""
    project = built.copy(tmp_path / "show")
    built_at(project)
    renderer = rendering.renderer

    def interrupted(form: Any) -> Any:
        """The pages are written, the feeds are next."""
        monkeypatch.setattr(rendering, "renderer", renderer)
        project.edit(f"{TWO}.md", 'title = "', 'title = "Bien plus longue, ')
        command = (sys.executable, "-m", "feed_builder", "-C", project.path, "build")
        clock = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
        subprocess.run(command, env=os.environ | clock, check=True)
        return renderer(form)

    monkeypatch.setattr(rendering, "renderer", interrupted)
    project.edit(f"{ONE}.md", "directeur «", "directrice «")
    built_at(project)
    for feed in ("feed.xml", "atom.xml"):
        ElementTree.fromstring(project.read(f"public/{feed}"))
    for index in ("feed.json", "search.json"):
        json.loads(project.read(f"public/{index}"))
    assert bytes_of(built_at(project)) == bytes_of(from_nothing(project, tmp_path / "fresh"))


def test_damaged_texts_that_can_t_be_removed(
    built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that can't be written to: the build does without what lies there."""
    project = built.copy(tmp_path / "show")
    built_at(project)
    for path in (project.path / ".feed-builder").glob("texts-*"):
        path.write_bytes(path.read_bytes()[:-1])
    remove = Path.unlink

    def unlink(path: Path, **how: Any) -> None:
        if path.name.startswith("pages-"):
            raise PermissionError
        remove(path, **how)

    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(cache, "save_bytes", lambda *_: None)
    project.edit(f"{ONE}.md", "directeur «", "directrice «")
    made = bytes_of(built_at(project))
    monkeypatch.undo()
    assert made == bytes_of(from_nothing(project, tmp_path / "fresh"))


def test_a_link_comes_with_the_episode_that_it_leads_to(make_project: Any, tmp_path: Path) -> None:
    """What waits has no page yet: its words stand alone till then, and nobody meets a 404."""
    project = make_project(episodes=0)
    project.episode("eau/01-un", 1, notes="À suivre : [la suite](02-deux.md).")
    project.episode("eau/02-deux", 2, published="2026-01-02T05:00:00Z")
    for number, now in enumerate((NOW, NOW + timedelta(days=2), NOW)):
        request = Request(
            project=project.path, output=project.public, now=now, accept_guid_changes=True
        )
        found = [(f.where, f.level) for f in build(request).findings if f.rule == "notes-links"]
        assert found == ([] if number == 1 else [("episodes/eau/01-un.md", "hint")])
        seen = built_at(project, now)
        assert bytes_of(seen) == bytes_of(from_nothing(project, tmp_path / f"new{number}", now))
        for file in ("feed.xml", "eau/01-un/index.html"):
            text = project.read(f"public/{file}").decode()
            assert "la suite" in text
            assert (f"{BASE}eau/02-deux/" in text or "../02-deux/" in text) is (number == 1), file


@pytest.mark.parametrize("where", [".", ".feed-builder", ".feed-builder/made"])
def test_what_a_killed_run_left_is_removed_when_the_next_one_saves(
    where: str, built: Any, tmp_path: Path
) -> None:
    """kill -9 while a file is kept: its part goes; what another run still writes stays."""
    project = built.copy(tmp_path / "show")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    assert ended.wait() == 0
    left, other = (f"{where}/.01234567.{pid}.part" for pid in (ended.pid, os.getpid()))
    project.write(left, b"half")
    project.write(other, b"half")
    project.write(f"{where}/.76543210.{ended.pid}.part/mine.txt", b"a folder is no part")
    project.edit(f"{ONE}.md", "le reste", "la suite")
    assert project.run("build").status == 0
    assert not (project.path / left).exists()
    assert project.read(other) == b"half"
    assert project.run("build").status == 0
    assert project.read(other) == b"half"


def test_folders_that_a_killed_run_made_go_with_their_pages(built: Any, tmp_path: Path) -> None:
    """kill -9 behind a new folder; then its page is wanted no more. A link is not followed."""
    project = built.copy(tmp_path / "show")
    before = bytes_of(project.tree())
    ended = subprocess.Popen([sys.executable, "-c", ""])
    assert ended.wait() == 0
    project.write(f"public/neu/a/.01234567.{ended.pid}.part", b"half")
    project.write("theirs/index.html", b"not ours")
    (project.public / "linked").symlink_to(project.path / "theirs")
    manifest = project.read("public/.feed-builder-manifest").decode()
    for path in ("neu/a/index.html", "linked/index.html", "feed.xml/index.html"):
        manifest += f"{path}\n"
    project.write("public/.feed-builder-manifest", manifest)

    after = bytes_of(built_at(project))

    assert after.pop("linked") == "link"
    assert after == before
    assert project.read("theirs/index.html") == b"not ours"


# --- How much is done ---------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the costly steps are taken."""
    counts: dict[str, int] = {}

    def count(place: Any, name: str) -> None:
        original = getattr(place, name)
        counts[name] = 0

        def call(*arguments: Any, **options: Any) -> Any:
            counts[name] += 1
            return original(*arguments, **options)

        monkeypatch.setattr(place, name, call)

    count(episodes, "read_page")
    count(show, "render_notes")
    count(page, "pieces_of")
    count(rss, "_item")
    count(atom, "_entry")
    return counts


WORK = {
    "nothing": ("nothing", (0, 0, 0, 0, 0)),
    # read_page, render_notes, pages, items, entries
    # Its page, what is searched, and, since its recording's tags hold the notes, the pages that
    # play it: its small player, those of the article, of its two others, of the season, of the
    # guest and the host, the show's, and oEmbed.
    "notes": ("notes", (1, 1, 12, 1, 1)),
    # Its page, transcript, small player, oEmbed and preview, the pages of the article and of its
    # two others, of the season, of the guest and the host, the show's, llms.txt, what is searched.
    "title": ("title", (1, 1, 14, 1, 1)),
    "transcript": ("transcript-changed", (0, 0, 3, 1, 1)),
    "page": ("page-tampered", (0, 0, 1, 0, 0)),
}


@pytest.mark.parametrize("name", WORK)
def test_a_change_costs_what_it_touches(
    name: str, built: Any, tmp_path: Path, counted: dict[str, int]
) -> None:
    """Only what changed is read, and only what is made of it is rendered."""
    project = built.copy(tmp_path / "show")
    change, expected = WORK[name]
    built_at(project)
    for step in counted:
        counted[step] = 0
    CHANGES[change](project)
    built_at(project)
    assert tuple(counted.values()) == expected, counted


def test_new_texts_wait_on_the_disk(built: Any, tmp_path: Path) -> None:
    """What is read anew does not lie in memory all at once, and its file has no name."""
    project = built.copy(tmp_path / "show")
    project.remove(".feed-builder")
    request = Request(project=project.path, output=project.public, now=NOW)
    sources, reading = read_project(request)
    assert reading.show
    shown = [*reading.show.episodes, *reading.show.articles]
    texts = [text for page in shown for text in page.notes.texts]
    texts += [page.page.body for page in sources.pages()]
    assert len(texts) > 10
    assert [text for text in texts if not isinstance(text, Span)] == []
    assert not list((project.path / ".feed-builder").glob(".*"))[1:]  # but .gitignore


def test_no_recording_is_opened_for_other_notes(
    built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading audio starts processes: a build that meets no new recording starts none."""
    from feed_builder.audio import child

    project = built.copy(tmp_path / "show")
    monkeypatch.setattr(child, "probe_all", lambda *_, **__: pytest.fail("recordings were read"))
    CHANGES["notes"](project)
    built_at(project)


HEAVY = ("PIL", "feedgen", "jinja2", "lxml", "mutagen", "nh3", "pyromark", "tomlkit")


def test_unchanged_build_imports_nothing_heavy(built: Any, tmp_path: Path) -> None:
    """Where nothing has changed nothing that reads or renders is loaded."""
    project = built.copy(tmp_path / "show")
    code = (
        "import sys\nfrom feed_builder.cli import cli\n"
        "cli(['build'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    project.build()
    done = project.run(before=(sys.executable, "-c", code))
    assert "nothing has changed" in done.err
    assert done.out.strip() == "[]", done.all


# --- Any changes, in any order ------------------------------------------------------------------


class Publishing(RuleBasedStateMachine):
    """A publisher at work: files change, clocks move, outputs are spoilt, builds come between."""

    source: Any
    place: Path

    @initialize()
    def begin(self) -> None:
        """A show of three episodes in two articles, and one alone."""
        self.turn = getattr(type(self), "turn", 0) + 1
        type(self).turn = self.turn
        self.project = self.source.copy(self.place / f"show-{self.turn}")
        self.now, self.changes = NOW, 0

    def files(self, pattern: str) -> list[str]:
        """The names of files of the project."""
        found = self.project.path.glob(pattern)
        return sorted(str(path.relative_to(self.project.path)) for path in found)

    @rule(data=st.data(), text=st.sampled_from(["Un.", "[Là](01-boeuf.md)", "[Ici](02-longue.md)"]))
    def edit_notes(self, data: st.DataObject, text: str) -> None:
        """Other notes, with a link to a page that may not be there."""
        name = data.draw(st.sampled_from(self.files("episodes/**/*.md")))
        self.changes += 1
        self.project.write(name, self.project.read(name) + f"\n{text} {self.changes}\n".encode())

    @rule(data=st.data())
    def retitle(self, data: st.DataObject) -> None:
        """Another title."""
        name = data.draw(st.sampled_from(self.files("episodes/**/*.md")))
        self.changes += 1
        self.project.edit(name, 'title = "', f'title = "{self.changes} ')

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        """Another name, and so another address."""
        name = data.draw(st.sampled_from(self.files("episodes/*/0*.md")))
        self.changes += 1
        renamed(name.removesuffix(".md"), f"0{self.changes}-autre")(self.project)

    @rule(data=st.data())
    def replace_recording(self, data: st.DataObject) -> None:
        """Other sound."""
        name = data.draw(st.sampled_from(self.files("episodes/**/*.mp3")))
        self.changes += 1
        content = self.project.read(name)
        mark = f"token {self.changes}".encode()
        self.project.write(name, content[:60] + mark + content[60 + len(mark) :])

    @rule(data=st.data())
    def lose_a_file(self, data: st.DataObject) -> None:
        """A transcript, chapters or a picture is gone."""
        names = self.files("episodes/**/*.vtt") + self.files("episodes/**/*.j*")
        if names:
            self.project.remove(data.draw(st.sampled_from(names)))

    @rule(days=st.sampled_from([-400, 1, 400]))
    def wait(self, days: int) -> None:
        """The clock moves, not always forwards."""
        self.now = max(NOW, self.now + timedelta(days=days))

    @rule(data=st.data(), spoil=st.sampled_from([Path.unlink, tampered]))
    def spoil_output(self, data: st.DataObject, spoil: Callable[[Path], None]) -> None:
        """Somebody is at a file that we wrote."""
        names = self.files("public/**/*.*")
        if names:
            spoil(self.project.path / data.draw(st.sampled_from(names)))

    @rule(data=st.data())
    def lose_what_is_kept(self, data: st.DataObject) -> None:
        """A file in .feed-builder/ is gone."""
        names = self.files(".feed-builder/*")
        if names:
            (self.project.path / data.draw(st.sampled_from(names))).unlink()

    @invariant()
    def builds_as_from_nothing(self) -> None:
        """Whatever happened: the bytes of a first build, and no file written in vain."""
        if not hasattr(self, "project"):
            return
        before = self.project.tree()
        after = built_at(self.project, self.now)
        fresh = self.place / f"fresh-{self.turn}"
        wanted = from_nothing(self.project, fresh, self.now)
        shutil.rmtree(fresh)
        assert bytes_of(after) == bytes_of(wanted)
        assert_untouched(before, after)

    def teardown(self) -> None:
        """Leave no folder behind."""
        if hasattr(self, "project"):
            shutil.rmtree(self.project.path)


@pytest.fixture
def publishing(tmp_path: Path, built: Any) -> type[Publishing]:
    """The machine, with a show to begin with."""

    class Machine(Publishing):
        source, place = built, tmp_path

    return Machine


def test_any_changes_in_any_order(publishing: type[Publishing]) -> None:
    """Some walks through all this; every step is checked."""
    run_state_machine_as_test(
        publishing,
        settings=settings(
            max_examples=6,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
