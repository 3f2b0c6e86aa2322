"""Same input, same bytes; nothing is touched for nothing; identities never change; a build that is
killed leaves a whole feed.
"""

from __future__ import annotations

import json
import locale
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

BASE = "https://podcast.example.org/"
ONE = "episodes/eau/01-invite.md"
ATOM = "{http://www.w3.org/2005/Atom}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


EARLY, LATE = "1735689600", "1767225600"  # the first days of 2025 and of 2026


def contents(project: Any) -> dict[str, Any]:
    """The bytes in public/, without times."""
    return {path: seen[0] for path, seen in project.tree().items()}


def identities(project: Any) -> dict[str, Any]:
    """All that subscribers know a show and its episodes by."""
    rss = etree.fromstring((project.public / "feed.xml").read_bytes())
    atom = etree.fromstring((project.public / "atom.xml").read_bytes())
    return {
        "show": rss.findtext(f"channel/{PODCAST}guid"),
        "rss": sorted(guid.text for guid in rss.iter("guid")),
        "permanent": {guid.get("isPermaLink") for guid in rss.iter("guid")},
        "feed": atom.findtext(f"{ATOM}id"),
        "atom": sorted(id.text for id in atom.iterfind(f"{ATOM}entry/{ATOM}id")),
    }


# --- The same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [True, False], ids=["cache", "no-cache"])
def test_second_build_touches_nothing(kept: bool, project: Any) -> None:
    """Building twice changes no byte and no time of any file, and says so."""
    if not kept:
        project.remove(".feed-builder")
    before, sources = project.tree(), _times(project.path / "episodes")

    done = project.build()

    assert project.tree() == before
    assert _times(project.path / "episodes") == sources
    assert "nothing has changed" in done.err


def _times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_touched_sources_touch_nothing(project: Any) -> None:
    """New times alone (a clone, a copy) rewrite nothing."""
    for path in [*project.path.glob("episodes/**/*"), project.path / "podcast.toml"]:
        os.utime(path, ns=(1, 1))
    before = project.tree()
    project.build()
    assert project.tree() == before


@pytest.mark.parametrize("tags", [True, False])
def test_one_change_touches_little(tags: bool, project: Any) -> None:
    """Other notes rewrite the feeds, that episode's page and what is searched, and no more.

    They stand in the recording's tags as well: then it is other media, and the pages that play it
    and the guest's feed are written, too.
    """
    project.write(
        "podcast.toml",
        project.read("podcast.toml") + f"\n[audio]\ntags = {tags}\n".lower().encode(),
    )
    project.build()
    before = project.tree()
    project.edit(ONE, "l’entretien.", "l’entretien.\n\nBonsoir.")

    project.build()

    after = project.tree()
    changed = {path for path in after if after[path] != before.get(path)}
    little = {
        "feed.xml",
        "atom.xml",
        "feed.json",
        "seasons/1/feed.xml",
        "people/anne-martin/feed.xml",
    }
    little |= {"search.json", "eau/01-invite/index.html"}
    playing = {"index.html", "eau/index.html", "seasons/1/index.html"}
    playing |= {"people/anne-martin/index.html", "eau/01-invite/embed/index.html"}
    media = {path for path in changed if path.startswith("media/01-invite.")}
    assert changed == (little | playing | media | {".feed-builder-manifest"} if tags else little)
    assert len(media) == (1 if tags else 0)


ENVIRONMENTS = {
    "no-locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "utf-8": {"LC_ALL": "C.UTF-8"},
    "cayenne": {"TZ": "America/Cayenne", "PYTHONHASHSEED": "1"},
    "kiritimati": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "warnings": {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_environment_changes_no_byte(name: str, built: Any, tmp_path: Path) -> None:
    """Neither locale nor time zone nor Python's settings reach what is published."""
    project = _unbuilt(built, tmp_path)
    project.build(**ENVIRONMENTS[name])
    assert contents(project) == contents(built)


def test_french_locale_changes_no_byte(built: Any, tmp_path: Path) -> None:
    """In a French locale, in Cayenne, the bytes are the same. CI must have that locale."""
    if not _has_locale("fr_FR.UTF-8"):
        assert os.environ.get("CI") != "true", "fr_FR.UTF-8 is missing: .ci/run makes it"
        pytest.skip("fr_FR.UTF-8 is not installed (Debian: locale-gen fr_FR.UTF-8)")
    project = _unbuilt(built, tmp_path)
    project.build(LC_ALL="fr_FR.UTF-8", LANGUAGE="fr", TZ="America/Cayenne")
    assert contents(project) == contents(built)


def _has_locale(name: str) -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


def _unbuilt(built: Any, tmp_path: Path) -> Any:
    """The sources of a show in another place, with other times, and nothing built of them."""
    project = built.copy(tmp_path / "an other place" / "show")
    project.remove("public")
    project.remove(".feed-builder")
    for path in project.path.rglob("*"):
        os.utime(path, ns=(1, 1))
    return project


def test_place_and_order_change_no_byte(built: Any, tmp_path: Path) -> None:
    """The project's place, and the order in which its files were made, reach nothing."""
    project = built.copy(tmp_path / "copy")
    for name in ("public", ".feed-builder", "episodes"):
        project.remove(name)
    files = [path for path in (built.path / "episodes").rglob("*") if path.is_file()]
    for path in sorted(files, reverse=True):
        project.write(str(path.relative_to(built.path)), path.read_bytes())
    project.build("--output", str(tmp_path / "far/away"))
    shutil.move(tmp_path / "far/away", project.public)
    assert contents(project) == contents(built)


def test_later_build_changes_no_byte(built: Any, tmp_path: Path) -> None:
    """A year later, nothing new being due, the bytes are the same: no clock is in them."""
    project = _unbuilt(built, tmp_path)
    project.build(SOURCE_DATE_EPOCH="1798700000")  # the last days of 2026
    assert contents(project) == contents(built)


def test_parts_are_small_steps(project: Any) -> None:
    """Adding and taking away again ends where it began, with no file left over."""
    before = contents(project)
    project.episode("eau/09-nouvel", 9)
    project.build()
    assert contents(project) != before
    for path in project.path.glob("episodes/eau/09-nouvel.*"):
        path.unlink()
    project.build()
    assert contents(project) == before


# --- What is kept between builds --------------------------------------------------------------


def _in(name: str, old: str, new: str) -> Callable[[Any], object]:
    return lambda p: p.edit(name, old, new)


def _gone(*names: str) -> Callable[[Any], object]:
    return lambda p: [p.remove(name) for name in names]


def _called(old: str, new: str) -> Callable[[Any], object]:
    """Another name for an episode and all that lies beside it."""

    def change(project: Any) -> None:
        for path in sorted(project.path.glob(f"episodes/{old}.*")):
            path.rename(path.with_name(path.name.replace(Path(old).name, new)))

    return change


def _picture(name: str) -> Callable[[Any], object]:
    def change(project: Any) -> None:
        from PIL import Image

        Image.new("RGB", (1500, 1500), (1, 2, 3)).save(project.path / name)

    return change


_CONFIG, _EAU, _FORET = "podcast.toml", "episodes/eau/article.md", "episodes/foret/article.md"
_BOEUF, _LONG = "episodes/eau/01-boeuf", "episodes/eau/02-longue"
STEPS: dict[str, Callable[[Any], object]] = {
    "show-title": _in(_CONFIG, "Essais", "Autres essais"),
    "show-description": _in(_CONFIG, "à écouter", "à entendre"),
    "show-language": _in(_CONFIG, '"fr"', '"en"'),
    "show-author": _in(_CONFIG, 'author = "La revue"', 'author = "Une revue"'),
    "show-category": _in(_CONFIG, "Documentary", "Philosophy"),
    "show-explicit": _in(_CONFIG, "explicit = false", "explicit = true"),
    "show-type": _in(_CONFIG, '"serial"', '"episodic"'),
    "show-link": _in(_CONFIG, BASE, "https://ailleurs.example.com/revue/"),
    "show-copyright": _in(_CONFIG, 'copyright = "La revue"', 'copyright = "Une revue"'),
    "show-ai": _in(_CONFIG, "ai_content = true", "ai_content = false"),
    "show-notice": _in(_CONFIG, "voix de synthèse", "voix artificielle"),
    "show-no-owner": _in(_CONFIG, "[owner]", "[extra.owner]"),
    "show-host": _in(_CONFIG, "Anne Martin", "Anne Durand"),
    "show-host-gone": _in(_CONFIG, "[[people]]", "[[extra.people]]"),
    "cover": _picture("cover.jpg"),
    "article-title": _in(_EAU, "L’eau des villes", "L’eau des champs"),
    "article-text": _in(_EAU, "robinet", "puits"),
    "article-author": _in(_EAU, "Anne Martin", "Paul Martin"),
    "article-source": _in(_EAU, "/l-eau-des-villes", "/eau"),
    "article-no-source": _in(_EAU, "source =", "# source ="),
    "article-season": _in(_FORET, "season = 2", "season = 3"),
    "article-language": _in(_FORET, "season = 2", 'season = 2\nlanguage = "en"'),
    "article-gone": _gone(_FORET),
    "episode-title": _in(f"{_BOEUF}.md", "directeur «", "directrice «"),
    "episode-notes": _in(f"{_BOEUF}.md", "le reste", "la suite"),
    "episode-summary": _in(f"{_BOEUF}.md", "number", 'summary = "Bref."\nnumber'),
    "episode-person": _in(f"{_BOEUF}.md", 'Frédéric Bœuf"', 'Frédérique Bœuf"'),
    "episode-number": _in("episodes/eau/03-annonce.md", "number = 3", "number = 9"),
    "episode-date": _in(f"{_BOEUF}.md", "2024-01-31", "2025-12-31"),
    "episode-updated": _in(f"{_BOEUF}.md", "number", "updated = 2025-12-01T00:00:00Z\nnumber"),
    "episode-season": _in("episodes/hors-serie.md", "type =", "season = 7\ntype ="),
    "episode-type": _in("episodes/eau/03-annonce.md", "trailer", "full"),
    "episode-block": _in(f"{_BOEUF}.md", "number", "block = true\nnumber"),
    "episode-ai": _in(f"{_BOEUF}.md", "number", "ai_content = false\nnumber"),
    "episode-notice": _in(f"{_BOEUF}.md", "number", 'notice = ""\nnumber'),
    "episode-guid": _in(f"{_BOEUF}.md", "guid = ", 'guid = "neuf" # '),
    "episode-renamed": _called("eau/02-longue", "02-courte"),
    "episode-gone": _gone(f"{_LONG}.md"),
    "linked-episode-waits": _gone(f"{_LONG}.mp3"),
    "article-folder": lambda p: (p.path / "episodes/eau").rename(p.path / "episodes/mer"),
    "recording": lambda p: p.write(f"{_BOEUF}.mp3", p.read(f"{_BOEUF}.mp3") * 2),
    "recording-come": lambda p: p.episode("foret/04-sans-son", 4),
    "recording-gone": _gone(f"{_BOEUF}.mp3"),
    "picture": _picture(f"{_BOEUF}.jpg"),
    "picture-gone": _gone(f"{_BOEUF}.jpg"),
    "picture-come": _picture(f"{_LONG}.png"),
    "transcript": lambda p: p.write(f"{_BOEUF}.vtt", p.read(f"{_BOEUF}.vtt") + b"\n"),
    "transcript-gone": _gone(f"{_BOEUF}.vtt"),
    "transcript-come": lambda p: p.write("episodes/hors-serie.txt", "Bonsoir.\n"),
    "chapters-gone": _gone(f"{_BOEUF}.chapters.json"),
    "chapters": lambda p: p.edit(f"{_BOEUF}.chapters.json", "Accueil", "Entrée"),
    "episode-added": lambda p: p.episode("eau/09-neuf", 9, title="Neuf"),
    "link-dies": _in(f"{_BOEUF}.md", "02-longue.md#fin", "03-longue.md#fin"),
    "nothing": lambda p: None,
}


def _build_here(project: Any) -> dict[str, Any]:
    """Build in this process, which is quicker, and tell what was said."""
    from click.testing import CliRunner

    from feed_builder.cli import cli

    done = CliRunner(env={"SOURCE_DATE_EPOCH": LATE}).invoke(
        cli, ["-C", str(project.path), "build", "--accept-guid-changes", "--json"]
    )
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _built_from_nothing(project: Any, to: Path) -> tuple[Any, dict[str, Any]]:
    """The same sources, built for the first time, and what was said."""
    fresh = project.copy(to)
    fresh.remove("public")
    fresh.remove(".feed-builder")
    return fresh, _build_here(fresh)


@pytest.mark.parametrize("name", STEPS)
def test_kept_work_is_right(name: str, built: Any, tmp_path: Path) -> None:
    """After any change a build with all that is kept makes what one from nothing makes."""
    project = built.copy(tmp_path / "show")
    STEPS[name](project)

    # What was published before is a source as well: both begin with the same podcast.lock.
    fresh, said_fresh = _built_from_nothing(project, tmp_path / "fresh")
    said = _build_here(project)

    assert contents(project) == contents(fresh)
    assert said["findings"] == said_fresh["findings"]
    assert said["left_out"] == said_fresh["left_out"]
    assert (contents(project) == contents(built)) == (name == "nothing")


@pytest.mark.parametrize("seed", range(4))
def test_kept_work_is_right_after_many_changes(seed: int, built: Any, tmp_path: Path) -> None:
    """The same after a dozen changes one upon the other, with a build after each."""
    project = built.copy(tmp_path / "show")
    chance = random.Random(seed)
    done = []
    for name in chance.sample(sorted(STEPS), 12):
        try:
            STEPS[name](project)
        except (AssertionError, FileNotFoundError):
            continue  # an earlier change took away what this one changes
        done.append(name)
        _build_here(project)
    fresh, _ = _built_from_nothing(project, tmp_path / "fresh")
    assert contents(project) == contents(fresh), done


# --- Identities ---------------------------------------------------------------------------------


def _rename(project: Any) -> None:
    for path in project.path.glob("episodes/eau/01-invite.*"):
        path.rename(path.with_name(path.name.replace("01-invite", "renomme")))
    (project.path / "episodes/eau").rename(project.path / "episodes/les-eaux")


def _retitle(project: Any) -> None:
    project.edit(ONE, "Entretien n°", "Rencontre n°")
    project.edit("podcast.toml", "La revue à voix haute", "Un autre nom")
    project.edit("episodes/eau/article.md", "L’eau des villes", "Autre chose")


def _move(project: Any) -> None:
    project.edit("podcast.toml", BASE, "https://ailleurs.example.com/revue/")


def _replace_audio(project: Any) -> None:
    project.write("episodes/eau/01-invite.mp3", project.read("episodes/eau/01-invite.mp3") * 2)


def _redate(project: Any) -> None:
    project.edit(ONE, "2024-01-31", "2024-03-31")


def _other_owner(project: Any) -> None:
    project.edit("podcast.toml", 'author = "La revue"', 'author = "Une autre"')
    project.edit("podcast.toml", '"fr"', '"en"')


CHANGES = (_rename, _retitle, _move, _replace_audio, _redate, _other_owner)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory, template: Any) -> Any:
    """A built show whose three guids are a word, an address and a UUID."""
    project = template.copy(tmp_path_factory.mktemp("kinds") / "show")
    project.episode("eau/01-invite", 1, guid="Émission 1")
    project.episode("eau/02-invite", 2, guid=f"{BASE}?p=1")
    project.build()
    return project


@pytest.mark.parametrize("change", CHANGES, ids=[c.__name__[1:] for c in CHANGES])
def test_no_change_changes_a_guid(
    change: Callable[[Any], None], kinds: Any, tmp_path: Path
) -> None:
    """Files, titles, addresses, recordings, dates change; guids and Atom ids stay."""
    project = kinds.copy(tmp_path / "show")
    before, published = identities(project), contents(project)

    change(project)
    project.build()

    assert contents(project) != published, "the change reached nothing"
    assert identities(project) == before


def test_moving_by_option_changes_no_guid(project: Any) -> None:
    """A preview under another address has the same identities."""
    before = identities(project)
    project.build("--base-url", "http://127.0.0.1:8000/")
    assert identities(project) == before


def test_new_bytes_get_a_new_address(project: Any) -> None:
    """Replacing a recording changes its address and takes the old file away; nothing else moves."""
    before = {path for path in contents(project) if path.startswith("media/")}
    _replace_audio(project)
    project.build()
    after = {path for path in contents(project) if path.startswith("media/")}
    assert len(after - before) == len(before - after) == 1
    assert {path.split(".")[0] for path in after} == {path.split(".")[0] for path in before}


_WITHOUT = """\
+++
# Une note
title = "Sans" # fin
published = 2024-02-01T08:00:00Z
number = 9
+++
À bas
"""


FORMS = {
    "lf": _WITHOUT,
    "crlf": _WITHOUT.replace("\n", "\r\n"),
    "bom": "\ufeff" + _WITHOUT,
    "bom-crlf": "\ufeff" + _WITHOUT.replace("\n", "\r\n"),
    "spaces": _WITHOUT.replace("+++\n#", "+++ \t\n#"),
    "odd-spaces": _WITHOUT.replace("number", "  number").replace("À bas\n", "À bas\n\n\n"),
    "more-fences": _WITHOUT + "+++\n\nguid = 1\n",
    "tables": _WITHOUT.replace("number = 9\n", 'number = 9\n[[people]]\nname = "A"\n'),
    "no-last-line-end": _WITHOUT.rstrip("\n"),
}


@pytest.fixture
def guidless(project: Any) -> dict[str, bytes]:
    """The project gets an episode without guid in each form; their names and bytes."""
    for number, form in enumerate(FORMS.values(), 10):
        text = form.replace("number = 9", f"number = {number}").replace("Sans", f"Sans {number}")
        project.write(f"episodes/eau/{number}.md", text)
        project.write(f"episodes/eau/{number}.mp3", project.read("episodes/eau/01-invite.mp3"))
    return {
        form: project.read(f"episodes/eau/{number}.md") for number, form in enumerate(FORMS, 10)
    }


def test_guid_is_written_once(guidless: dict[str, bytes], project: Any) -> None:
    """An episode without guid gets one, as one line; all else in its file stays as it is."""
    done = project.build()

    known = identities(project)
    for number, (form, before) in enumerate(guidless.items(), 10):
        written = project.read(f"episodes/eau/{number}.md")
        end = b"\r\n" if "crlf" in form else b"\n"
        lines = re.findall(rb'(?m)^guid = "[0-9a-f-]{36}"\r?\n', written)
        assert len(lines) == 1, form
        assert lines[0].endswith(b'"' + end), form
        assert written.replace(lines[0], b"", 1) == before, form
        guid = lines[0].split(b'"')[1].decode()
        assert guid in known["rss"]
        assert f"urn:uuid:{guid}" in known["atom"]
        assert f"episodes/eau/{number}.md" in done.err
    tree, times = project.tree(), _times(project.path / "episodes")

    project.build()

    assert project.tree() == tree
    assert _times(project.path / "episodes") == times


def test_guids_are_not_written_by_a_failed_build(project: Any) -> None:
    """Where nothing is published, no file is edited; neither by `list`."""
    name = project.episode("eau/09-sans", 9, guid=None)
    content = project.read(name)
    project.run("list")
    assert project.read(name) == content
    project.edit(ONE, "number = 1", "number = 0")
    assert project.run("build").status == 1
    assert project.read(name) == content


def test_a_line_is_told_as_it_is_below_the_new_guid(project: Any) -> None:
    """What is told of an episode that gets its guid names the lines that its file has then."""
    name = project.episode("eau/09-sans", 9, guid=None)
    title = next(x for x in project.read(name).decode().splitlines() if x.startswith("title"))
    project.edit(name, title, 'title = "Un <b> dans un titre"')

    told = [project.build().err, project.build().err]

    lines = project.read(name).decode().splitlines()
    line = lines.index('title = "Un <b> dans un titre"') + 1
    assert all(f"{name}:{line}: " in said for said in told), told


def test_waiting_episodes_get_a_guid_too(project: Any) -> None:
    """An episode that waits for its recording keeps the guid that it was given."""
    name = project.episode("eau/09-attend", 9, guid=None, audio=False)
    project.build()
    given = re.search(r'guid = "(.*)"', project.read(name).decode())
    assert given
    project.write("episodes/eau/09-attend.mp3", project.read("episodes/eau/01-invite.mp3") * 2)
    project.build()
    assert given[1] in identities(project)["rss"]


# --- What is not due ----------------------------------------------------------------------------


def _titles(project: Any) -> list[str]:
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    return [item.findtext("title") for item in feed.iter("item")]


def test_scheduled_episodes_wait(project: Any) -> None:
    """An episode of the future is left out and told, and comes in when it is due; no one else."""
    project.episode("eau/09-plus-tard", 9, title="Plus tard", published="2025-06-01T08:00:00Z")
    public = contents(project)

    done = project.build(SOURCE_DATE_EPOCH=EARLY)

    assert "eau/09-plus-tard.md" in done.err
    assert "scheduled for 2025-06-01 08:00" in done.err
    assert contents(project) == public
    assert "Plus tard" not in _titles(project)

    project.build(SOURCE_DATE_EPOCH=LATE)

    assert _titles(project)[0] == "Plus tard"


def test_scheduled_to_the_second(project: Any) -> None:
    """It is left out a second before, and published at that second."""
    project.edit(ONE, "2024-01-31T08:01:00+01:00", "2025-01-01T00:00:00+00:00")
    project.build(SOURCE_DATE_EPOCH=str(int(EARLY) - 1))
    assert len(_titles(project)) == 2
    project.build(SOURCE_DATE_EPOCH=EARLY)
    assert len(_titles(project)) == 3


def test_clock_that_goes_back(project: Any) -> None:
    """Same input, same bytes: an earlier build leaves out again what is not due then."""
    project.episode("eau/09-plus-tard", 9, published="2025-06-01T08:00:00Z")
    project.build(SOURCE_DATE_EPOCH=EARLY)
    before = contents(project)
    project.build(SOURCE_DATE_EPOCH=LATE)
    project.build(SOURCE_DATE_EPOCH=EARLY)
    assert contents(project) == before


def test_waiting_episodes_are_listed(project: Any) -> None:
    """An episode without a recording is left out, and named, in each build, changed or not."""
    project.episode("eau/09-attend", 9, audio=False)
    for _ in range(2):
        done = project.build()
        assert "eau/09-attend.md" in done.err
        assert "waiting for audio" in done.err
    left_out = project.build("--json").json["left_out"]
    assert [(e["file"], e["state"]) for e in left_out] == [
        ("episodes/eau/09-attend.md", "waiting for audio")
    ]


def test_withdrawn_episode_takes_its_files_along(project: Any) -> None:
    """Without its recording an episode leaves the feeds, its page and its files; others stay."""
    project.remove("episodes/eau/01-invite.mp3")
    done = project.build()
    assert len(_titles(project)) == 2
    assert not [path for path in contents(project) if "01-invite" in path]
    assert "waiting for audio" in done.err


# --- Killed builds ------------------------------------------------------------------------------


def assert_whole(project: Any) -> None:
    """Each feed that is there is whole, and every file of ours that it names is there."""
    for name in ("feed.xml", "atom.xml"):
        path = project.public / name
        if path.exists():
            feed = etree.fromstring(path.read_bytes())
            urls = [str(url) for url in feed.xpath("//@url | //@href")]
            urls += [e.text for e in feed.iter("link", "url", f"{ATOM}logo") if e.text]
            for url in filter(lambda url: url.startswith(BASE), urls):
                file = project.public / url.removeprefix(BASE)
                assert (file / "index.html" if url.endswith("/") else file).is_file(), url


def _change_all(project: Any, turn: int) -> None:
    """New bytes for every recording, so that every address and page changes."""
    for path in project.path.glob("episodes/eau/*.mp3"):
        content = bytearray(path.read_bytes())
        content[60:68] = f"{turn:08}".encode()
        path.write_bytes(content)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, template: Any) -> Any:
    """A built show of 60 episodes."""
    project = template.copy(tmp_path_factory.mktemp("large") / "show")
    for number in range(4, 61):
        project.episode(f"eau/{number:02}-invite", number, frames=20)
    project.build()
    return project


def _start(project: Any, *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *(command or ("-m", "feed_builder")), "build"],
        cwd=project.path,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(project.path.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_build_killed_at_any_moment(large: Any) -> None:
    """SIGKILL at random moments never leaves a torn feed, or one that names a missing file."""
    whole = time.monotonic()
    _change_all(large, 0)
    large.build()
    whole = time.monotonic() - whole
    survived = 0
    for turn in range(1, 9):
        _change_all(large, turn)
        process = _start(large)
        time.sleep(random.uniform(0.1, 1.0) * whole)  # pytest-randomly's seed repeats it
        process.send_signal(signal.SIGKILL)
        survived += process.wait() == 0
        assert_whole(large)
    assert survived < 8, "no build was killed in time"
    large.build()
    assert_whole(large)


# Kills itself when it has replaced or removed so many files.
_SUICIDE = """
import os, pathlib, signal, sys
turns = int(sys.argv.pop(1))
def counted(function):
    def call(*arguments, **options):
        global turns
        turns -= 1
        if not turns:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return call
for name in ("replace", "rename", "unlink", "rmdir"):
    setattr(os, name, counted(getattr(os, name)))
from feed_builder.cli import main
main()
"""


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.66, 0.7, 0.85, 0.97])
def test_build_killed_at_each_step(share: float, large: Any) -> None:
    """Killed before any file's replacement or removal, the feeds are whole; afterwards a build
    makes what an undisturbed one would, and leaves nothing over."""
    large.build()
    names = [path for path in contents(large) if "." in Path(path).name]
    _change_all(large, int(share * 1000))
    # Every recording, page and feed anew, every old recording removed; manifest twice, guards.
    steps = 60 + 60 + 4 + 60
    process = _start(large, "-c", _SUICIDE, str(max(1, round(share * steps))))
    assert process.wait() in (-signal.SIGKILL, 0)
    if share < 0.9:
        assert process.returncode == -signal.SIGKILL
    assert_whole(large)

    large.build()

    assert_whole(large)
    after = [path for path in contents(large) if "." in Path(path).name]
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", p) for p in after] == [
        re.sub(r"\.[0-9a-f]{8}\.", ".", p) for p in names
    ]


def test_two_builds_at_once(large: Any) -> None:
    """Two builds of one project at the same time leave a whole feed, and nothing over."""
    before = {path for path in contents(large) if path.endswith(".part")}
    _change_all(large, 99_999)
    for process in [_start(large), _start(large)]:
        process.wait()
    assert_whole(large)
    large.build()
    assert_whole(large)
    assert {path for path in contents(large) if path.endswith(".part")} <= before
