"""Publishing where things go wrong: lines that are cut, runs that meet, servers that are others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feed_builder.publish import locking
from feed_builder.publish import record as records
from feed_builder.publish.credentials import Secrets
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile, Stage, public_files
from feed_builder.publish.record import Record
from feed_builder.publish.remote import Remote, part_path
from feed_builder.publish.sending import send
from feed_builder.publish.targets import TARGETS, place_of
from tests.conftest import mp3
from tests.places import (
    BASE,
    EMULATED,
    PLACES,
    SECRET,
    Place,
    a_branch,
    aim,
    an_ftp,
    an_sftp,
    enclosures,
    is_whole,
    over_files,
    start,
)

# A connection that a test opens itself ends with it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def a_remote(url: str, environment: dict[str, str] | None = None) -> Remote:
    """A target that is open."""
    place = place_of({"url": url}, "")
    return Remote(place, TARGETS[place.scheme], Secrets("live", environment or {}))


def a_medium(project: Any) -> PublicFile:
    """A recording of public/."""
    found = public_files(project.public)
    return next(file for file in found if file.path.startswith("media/"))


# What goes up.


@pytest.mark.parametrize("named", [True, False])
def test_a_folder_beside_the_project_is_a_target(named: bool, project: Any) -> None:
    """A relative path is one from the project; the second time nothing goes up."""
    aim(project, Place('url = "../site"', lambda path: None))
    target = "live" if named else "../site"
    first = project.run("publish", target, "--yes", "--json")
    assert first.status == 0, first.all
    assert (project.path.parent / "site" / "feed.xml").is_file()
    again = project.run("publish", target, "--json")
    assert (again.status, again.json["uploaded"]) == (0, []), again.all
    assert again.json["unchanged"] == len(first.json["uploaded"])


@pytest.mark.parametrize("kind", ["sftp", "webdav", "ftp"])
def test_a_folder_deep_in_a_server_is_a_target(kind: str, project: Any, tmp_path: Path) -> None:
    """It is made where it is not there; the second time nothing goes up."""
    with PLACES[kind](tmp_path) as place:
        aim(project, Place(place.toml.replace('/"', '/deep/été 1/site/"'), place.read))
        first = project.run("publish", "--yes", "--json", timeout=120, **place.env)
        assert first.status == 0, first.all
        assert place.read("deep/été 1/site/feed.xml") is not None
        again = project.run("publish", "--json", timeout=120, **place.env)
        assert (again.status, again.json["uploaded"]) == (0, []), again.all


def test_a_repository_beside_the_project_is_a_target(project: Any, tmp_path: Path) -> None:
    """By a relative path, with its branch behind it."""
    bare = project.path.parent / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    done = project.run("publish", "../bare.git", "--yes")
    assert done.status == 0, done.all
    shown = ["git", "-C", str(bare), "show", "gh-pages:feed.xml"]
    feed = subprocess.run(shown, check=True, capture_output=True).stdout
    assert feed == (project.public / "feed.xml").read_bytes()


def test_what_is_shown_is_what_diff_tells(project: Any, tmp_path: Path) -> None:
    """Before the feeds go up: added, gone, downloaded again, changed; the show itself as well."""
    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    assert project.run("publish", "--yes").status == 0
    project.edit("podcast.toml", "à écouter.", "à lire.")
    project.edit("episodes/eau/01-invite.md", "entretien.", "entretien.\n\nUne suite.")
    project.write("episodes/eau/02-invite.mp3", mp3(200, "another"))
    project.episode("eau/04-neuf", 4)
    old = str(www / "feed.xml")
    told = project.run("publish", "--dry-run", "--json")
    assert told.status == 0, told.all
    said = project.run("diff", old, str(project.public / "feed.xml"), "--json").json
    assert told.json["changes"] == said
    assert [one["title"] for one in said["added"]] == ["Entretien n° 04-neuf"]
    assert [one["title"] for one in said["downloaded_again"]] == ["Entretien n° 02-invite"]
    assert said["show"]["description"]["new"] == "Les entretiens de la revue, à lire."
    lines = project.run("diff", old, str(project.public / "feed.xml")).out.splitlines()
    assert lines
    shown = [line.strip() for line in told.err.splitlines()]
    at = shown.index("what subscribers will see:") + 1
    assert shown[at : at + len(lines)] == lines


def test_a_lost_episode_is_published_when_that_is_said(project: Any, tmp_path: Path) -> None:
    """`publish` builds: what `build` refuses it refuses, and takes with the same option."""
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    assert project.run("publish", "--yes").status == 0
    for suffix in ("md", "mp3", "vtt", "chapters.json"):
        project.remove(f"episodes/eau/03-invite.{suffix}")
    refused = project.run("publish", "--yes")
    assert refused.status == 1
    assert "--accept-guid-changes" in refused.err
    assert b"03-invite" in (tmp_path / "www" / "feed.xml").read_bytes()
    done = project.run("publish", "--yes", "--accept-guid-changes", "--json")
    assert done.status == 0, done.all
    assert [one["title"] for one in done.json["changes"]["gone"]] == ["Entretien n° 03-invite"]


def test_what_is_out_is_not_lost_where_no_lock_says_so(project: Any, tmp_path: Path) -> None:
    """A fresh clone without podcast.lock, and a target that holds another show."""
    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    assert project.run("publish", "--yes").status == 0
    before = (www / "feed.xml").read_bytes()
    project.remove("podcast.lock")
    name = "episodes/eau/02-invite.md"
    text = project.read(name).decode()
    guid = next(line for line in text.splitlines() if line.startswith("guid"))
    project.write(name, text.replace(guid, 'guid = "another"'))
    project.remove("public")
    refused = project.run("publish", "--yes")
    assert refused.status == 1
    assert "“Entretien n° 02-invite” would come again, under another guid" in refused.err
    project.write(name, text)
    project.remove("episodes/eau/03-invite.md")
    for path in ("public", "podcast.lock"):
        project.remove(path)
    refused = project.run("publish", "--yes")
    assert refused.status == 1
    assert "“Entretien n° 03-invite” would be gone" in refused.err
    assert (www / "feed.xml").read_bytes() == before
    done = project.run("publish", "--yes", "--accept-guid-changes")
    assert done.status == 0, done.all


def test_ci_gives_no_guid_that_it_forgets(project: Any, tmp_path: Path) -> None:
    """Each run would give the same episode another one."""
    aim(project, Place(f'url = "{tmp_path}/www"', over_files(tmp_path)))
    project.episode("eau/04-neuf", 4, guid=None)
    refused = project.copy(tmp_path / "ci" / "show").run("publish", "--yes", CI="true")
    assert refused.status == 1
    assert "episodes/eau/04-neuf.md: has no guid in the repository" in refused.err
    assert not (tmp_path / "www").exists()
    assert project.run("publish", "--yes").status == 0
    assert project.run("publish", "--yes", CI="true").status == 0


def test_what_changes_on_its_way_stops_the_run(project: Any, tmp_path: Path) -> None:
    """Somebody builds meanwhile: no feed goes up that names what did not."""

    class Slow:
        """Changes the file that it is sending."""

        def put(self, file: Any, sent: Any) -> None:
            file.source.write_bytes(b"another")

        def forget_connection(self) -> None:
            raise AssertionError("it is tried once")

    with pytest.raises(PublishError, match="was changed while it was to be published"):
        send(Slow(), [a_medium(project)], None, 0)


def test_feeds_go_up_as_they_were_compared(project: Any, tmp_path: Path) -> None:
    """A build by hand behind the confirmation changes nothing of this run."""
    from feed_builder.publish.files import with_feeds_kept

    tmp = tmp_path / "kept"
    tmp.mkdir()
    files = with_feeds_kept(public_files(project.public), tmp)
    feeds = [file for file in files if file.stage >= Stage.FEEDS]
    before = {file.path: (project.public / file.path).read_bytes() for file in feeds}
    assert "feed.xml" in before
    for file in feeds:
        (project.public / file.path).write_bytes(b"<rss>half")
    assert {file.path: file.source.read_bytes() for file in feeds} == before
    assert not any(file.is_changed for file in feeds)


def test_a_run_that_was_cut_off_is_believed_nothing(project: Any, tmp_path: Path) -> None:
    """A page that was replaced before the cut and is as before now goes up again."""
    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    assert project.run("publish", "--yes").status == 0
    record = records.from_bytes((www / records.NAME).read_bytes())
    page = next(f for f in public_files(project.public) if f.path == "index.html")
    (www / records.NAME).write_bytes(records.to_bytes(record.before([page])))
    (www / "index.html").write_bytes(bytes(page.length))  # what the run that was cut off sent
    again = project.run("publish", "--json")
    assert again.json["uploaded"] == ["index.html"]
    assert (www / "index.html").read_bytes() == page.source.read_bytes()


def test_what_a_run_that_was_cut_off_left_is_known_as_ours(project: Any, tmp_path: Path) -> None:
    """A recording that went up and is wanted no more can go."""
    medium = a_medium(project)
    record = Record().before([medium])
    assert record.outdated([], datetime.now(UTC))[0] == [medium.path]


# Parts.


@pytest.mark.parametrize("kind", ["folder", "sftp", "ftp", "ftps"])
def test_an_upload_goes_on_where_it_stopped(kind: str, project: Any, tmp_path: Path) -> None:
    """What is there of a part is not sent again: other bytes of the same length stay."""
    medium = a_medium(project)
    with place_for_parts(kind, tmp_path) as (place, root):
        url = json.loads(place.toml.partition(" = ")[2])
        part = root / part_path(medium)
        part.parent.mkdir(parents=True)
        part.write_bytes(b"x" * 5000)
        with environment(place.env):
            remote = a_remote(url, place.env)
            sent: list[int] = []
            remote.put(medium, sent.append)
        content = medium.source.read_bytes()
        assert (root / medium.path).read_bytes() == b"x" * 5000 + content[5000:]
        assert sent[-1] == medium.length
        assert min(sent) > 5000
        assert not part.exists()


@pytest.mark.parametrize("kind", ["folder", "sftp", "ftp"])
def test_a_part_that_is_too_long_begins_again(kind: str, project: Any, tmp_path: Path) -> None:
    """It is of other bytes, whatever its name says."""
    medium = a_medium(project)
    with place_for_parts(kind, tmp_path) as (place, root):
        part = root / part_path(medium)
        part.parent.mkdir(parents=True)
        part.write_bytes(b"x" * (medium.length + 1))
        a_remote(json.loads(place.toml.partition(" = ")[2]), place.env).put(medium, lambda _: None)
        assert (root / medium.path).read_bytes() == medium.source.read_bytes()


class place_for_parts:
    """A target whose files lie in a folder of this machine, and that folder."""

    def __init__(self, kind: str, tmp: Path) -> None:
        self.kind, self.tmp = kind, tmp

    def __enter__(self) -> tuple[Place, Path]:
        if self.kind == "folder":
            root = self.tmp / "www"
            return Place(f'url = "{root}"', over_files(root)), root
        secure = {"secure": True} if self.kind == "ftps" else {}
        self.server = {"sftp": an_sftp, "ftp": an_ftp, "ftps": an_ftp}[self.kind](
            self.tmp, **secure
        )
        place = self.server.__enter__()
        return place, place.facts

    def __exit__(self, *error: Any) -> None:
        if self.kind != "folder":
            self.server.__exit__(*error)


class environment:
    """Variables of this process for a while."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def __enter__(self) -> None:
        self.before = dict(os.environ)
        os.environ.update(self.values)

    def __exit__(self, *error: Any) -> None:
        os.environ.clear()
        os.environ.update(self.before)


@pytest.mark.parametrize("kind", sorted(set(PLACES) - {"git"}))
def test_parts_that_are_left_do_not_stay(kind: str, project: Any, tmp_path: Path) -> None:
    """Those of a run that was killed: one that is used up, and one that nobody asks for."""
    with PLACES[kind](tmp_path) as place:
        aim(project, place)
        medium = a_medium(project)
        left = ("media/.feed-builder-0123456789abcdef.part", part_path(medium))
        remote = a_remote_of(place, project)
        with environment(place.env):
            for path in left:
                remote.write(path, medium.source.read_bytes()[:700])
        done = project.run("publish", "--yes", timeout=120, **place.env)
        assert done.status == 0, done.all
        assert place.read(medium.path) == medium.source.read_bytes()
        assert [place.read(path) for path in left] == [None, None]


def a_remote_of(place: Place, project: Any) -> Remote:
    """The target of podcast.toml."""
    settings = {
        key: json.loads(value)
        for key, value in (line.split(" = ", 1) for line in place.toml.splitlines())
    }
    where = place_of(settings, str(project.path))
    return Remote(where, TARGETS[where.scheme], Secrets("live", place.env))


# Locks.


def test_of_two_machines_that_begin_together_one_goes_on(project: Any, tmp_path: Path) -> None:
    """Two clones of a project, one target: what comes out is whole, whoever was first."""
    www = tmp_path / "www"
    aim(project, Place(f'url = "{www}"', over_files(www)))
    other = project.copy(tmp_path / "other" / "show")
    other.episode("eau/05-autre", 5, frames=3000)
    other.build()
    place = Place("", over_files(www))
    for _ in range(3):
        shutil.rmtree(www, ignore_errors=True)
        runs = [start(one, place) for one in (project, other)]
        statuses = [run.wait(60) for run in runs]
        assert 0 in statuses
        feed = (www / "feed.xml").read_bytes()
        assert is_whole(feed)
        assert all((www / path).is_file() for path in enclosures(feed))
        assert not (www / locking.NAME).exists()


@pytest.mark.parametrize("kind", sorted({*PLACES, *EMULATED} - {"git"}))
def test_how_old_a_lock_is_the_target_says(kind: str, project: Any, tmp_path: Path) -> None:
    """Whatever the clocks of the machines say; a store that is no clock would fall back to them."""
    with {**PLACES, **EMULATED}[kind](tmp_path) as place, environment(place.env):
        remote = a_remote_of(place, project)
        remote.write("one.txt", b"1")
        time.sleep(1.1)
        age = remote.age("one.txt")
        assert age is not None
        assert 0 <= age < 60
        assert set(remote.lengths()) == {"one.txt"}


@pytest.mark.parametrize("skew", [-86400, 86400])
def test_clocks_that_differ_open_no_lock(skew: int, project: Any, tmp_path: Path) -> None:
    """A run elsewhere whose clock is a day off is under way all the same."""
    www = tmp_path / "www"
    www.mkdir()
    aim(project, Place(f'url = "{www}"', over_files(www)))
    held = {"id": "x", "host": "elsewhere", "machine": "y", "pid": 1, "at": time.time() + skew}
    (www / locking.NAME).write_text(json.dumps(held))
    refused = project.run("publish", "--yes")
    assert refused.status == 1
    assert "another run is publishing there, on elsewhere" in refused.err


def test_a_run_that_slept_does_not_go_on(tmp_path: Path) -> None:
    """Another has taken its lock meanwhile: nothing more goes up; the lock stays"""
    remote = a_remote(str(tmp_path / "www"))
    with pytest.raises(PublishError, match="another run has taken over"):  # noqa: SIM117
        with locking.target_locked(remote) as hold:
            remote.write(locking.NAME, b'{"id": "other"}')
            assert isinstance(hold, locking.Hold)
            hold.check()  # nobody has looked yet
            hold.renew()
            assert b"other" in (remote.read(locking.NAME) or b"")
            with pytest.raises(PublishError, match="taken over"):
                hold.check()
            hold.prove()
    assert b"other" in (remote.read(locking.NAME) or b"")


def test_of_two_that_take_a_dead_lock_the_later_has_it(tmp_path: Path, monkeypatch: Any) -> None:
    """Both see it dead, both write; after a moment one of them goes."""
    remote = a_remote(str(tmp_path / "www"))
    remote.write(locking.NAME, b'{"id": "dead"}')
    os.utime(tmp_path / "www" / locking.NAME, (0, 0))
    monkeypatch.setattr(
        locking.time, "sleep", lambda _: remote.write(locking.NAME, b'{"id": "later"}')
    )
    with (
        pytest.raises(PublishError, match="at the same moment"),
        locking.target_locked(remote),
    ):
        raise AssertionError("it has no lock")


def test_two_writes_at_one_moment_do_not_mix(tmp_path: Path) -> None:
    """The lock is renewed while the record is written: each has a part of its own."""
    from concurrent.futures import ThreadPoolExecutor

    remote = a_remote(str(tmp_path / "www"))
    contents = {f"{n}.json": bytes([65 + n]) * 200_000 for n in range(8)}
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            list(pool.map(lambda one: remote.write(*one), contents.items()))
    for path, content in contents.items():
        assert remote.read(path) == content
    assert set(remote.lengths()) == set(contents)


# Who is who.


def keyring_backend(folder: Path, service: str, name: str) -> dict[str, str]:
    """A keyring with one password, as a module that keyring is told to use."""
    folder.mkdir()
    (folder / "ring_of_tests.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Ring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def set_password(self, service, user, password):\n"
        "        raise NotImplementedError\n"
        "    def get_password(self, service, user):\n"
        f"        return {SECRET!r} if (service, user) == ({service!r}, {name!r}) else None\n"
    )
    return {"PYTHONPATH": str(folder), "PYTHON_KEYRING_BACKEND": "ring_of_tests.Ring"}


@pytest.mark.parametrize("name", ["live", "anne"])
def test_the_system_keyring_has_the_password(name: str, project: Any, tmp_path: Path) -> None:
    """Under the target's name, or under the user's."""
    with an_ftp(tmp_path) as place:
        aim(project, place)
        refused = project.run("publish", "--yes")
        assert refused.status == 1
        ring = keyring_backend(tmp_path / "ring", "feed-builder", name)
        done = project.run("publish", "--yes", timeout=120, **ring)
        assert done.status == 0, done.all
        assert place.read("feed.xml") == (project.public / "feed.xml").read_bytes()
        assert SECRET not in done.all + refused.all


def test_netrc_has_the_password(project: Any, tmp_path: Path) -> None:
    """As other programs read it."""
    with an_ftp(tmp_path) as place:
        aim(project, place)
        file = tmp_path / "netrc"
        file.write_text(f'machine 127.0.0.1 login anne password "{SECRET}"\n')
        file.chmod(0o600)
        done = project.run("publish", "--yes", timeout=120, NETRC=str(file))
        assert done.status == 0, done.all


def test_ftps_is_encrypted_to_whom_the_certificate_names(project: Any, tmp_path: Path) -> None:
    """Commands and data; a certificate that nobody has signed gets no password."""
    with an_ftp(tmp_path, secure=True) as place:
        aim(project, place)
        unsigned = {key: value for key, value in place.env.items() if key != "SSL_CERT_FILE"}
        refused = project.run("publish", "--yes", timeout=120, **unsigned)
        assert refused.status == 1
        assert "certificate verify failed" in refused.err
        assert SECRET not in refused.all
        assert not list(place.facts.iterdir())
        done = project.run("publish", "--yes", timeout=120, **place.env)
        assert done.status == 0, done.all
        assert place.read("feed.xml") == (project.public / "feed.xml").read_bytes()
        again = project.run("publish", "--json", timeout=120, **place.env)
        assert again.json["uploaded"] == []


@pytest.mark.parametrize("where", ["default", "config"])
def test_an_ssh_key_logs_in(where: str, project: Any, tmp_path: Path) -> None:
    """The usual one in ~/.ssh, or one that ~/.ssh/config names for the host."""
    with an_sftp(tmp_path) as place:
        ssh = tmp_path / ".ssh"
        ssh.mkdir(mode=0o700)
        name = "id_ed25519" if where == "default" else "deploy"
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(ssh / name)], check=True
        )
        public = (ssh / f"{name}.pub").read_text().split()[1]
        Path(f"{place.facts}.keys").write_text(public)
        toml = place.toml
        if where == "config":
            port = toml.rpartition(":")[2].strip('/"')
            (ssh / "config").write_text(
                f"Host podcast\n HostName 127.0.0.1\n Port {port}\n User anne\n"
                f" IdentityFile {ssh / name}\n"
            )
            toml = 'url = "sftp://podcast/"'
        aim(project, Place(toml, place.read))
        done = project.run("publish", "--yes", timeout=120, HOME=str(tmp_path))
        assert done.status == 0, done.all
        assert place.read("feed.xml") == (project.public / "feed.xml").read_bytes()


def test_an_unknown_server_is_told_and_remembered(project: Any, tmp_path: Path) -> None:
    """Taken the first time, with its key in a message; another key is refused ever after."""
    home = tmp_path / "home"
    home.mkdir()
    with an_sftp(tmp_path) as place:
        aim(project, place)
        env = {**place.env, "HOME": str(home)}
        done = project.run("publish", "--yes", timeout=120, **env)
        assert done.status == 0, done.all
        assert "met for the first time; its key SHA256:" in done.err
        known = home / ".ssh" / "known_hosts"
        assert len(known.read_text().splitlines()) == 1
        again = project.run("publish", "--yes", timeout=120, **env)
        assert (again.status, "first time" in again.err) == (0, False), again.all
        host, kind, _ = known.read_text().split()
        other = subprocess.run(
            ["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", str(home / "other")], check=True
        )
        assert other.returncode == 0
        key = (home / "other.pub").read_text().split()[1]
        known.write_text(f"{host} {kind} {key}\n")
        refused = project.run("publish", "--yes", timeout=120, **env)
        assert refused.status == 1
        assert "another key than in ~/.ssh/known_hosts" in refused.err
        assert SECRET not in refused.all


def test_a_pinned_server_must_have_its_key(project: Any, tmp_path: Path) -> None:
    """host_key in podcast.toml."""
    with an_sftp(tmp_path) as place:
        aim(project, Place(f'{place.toml}\nhost_key = "SHA256:{"x" * 43}"', place.read))
        refused = project.run("publish", "--yes", timeout=120, **place.env)
        assert refused.status == 1
        assert "not the host_key of podcast.toml" in refused.err
        shown = next(word for word in refused.err.split() if word.startswith("SHA256:"))
        project.edit("podcast.toml", f"SHA256:{'x' * 43}", shown.strip(",."))
        done = project.run("publish", "--yes", timeout=120, **place.env)
        assert done.status == 0, done.all


@pytest.mark.parametrize("kind", sorted(EMULATED))
def test_other_stores_are_told_types_as_well(kind: str, project: Any, tmp_path: Path) -> None:
    """Content types, how long it may be cached, and a recording's name."""
    with EMULATED[kind](tmp_path) as place:
        aim(project, place)
        done = project.run("publish", "--yes", timeout=120, **place.env)
        assert done.status == 0, done.all
        names = {
            "gcs": ("contentType", "cacheControl", "contentDisposition"),
            "azure": ("content_type", "cache_control", "content_disposition"),
        }[kind]

        def told(path: str) -> list[str | None]:
            facts = place.facts(path)
            return [facts.get(n) if kind == "gcs" else getattr(facts, n) for n in names]

        assert told("feed.xml")[:2] == ["application/rss+xml", "public, max-age=300"]
        (medium,) = (p.name for p in (project.public / "media").glob("01-*"))
        assert told(f"media/{medium}") == [
            "audio/mpeg",
            "public, max-age=31536000, immutable",
            'inline; filename="01-invite.mp3"',
        ]


def test_a_branch_keeps_what_is_not_ours(project: Any, tmp_path: Path) -> None:
    """Programs stay programs, links stay links."""
    with a_branch(tmp_path) as place:
        url = place.toml.splitlines()[0].split("+file://")[1].rstrip('"')
        work = tmp_path / "work"
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@localhost", "-C", str(work)]
        subprocess.run(["git", "init", "-q", "-b", "pages", str(work)], check=True)
        (work / "run.sh").write_text("#!/bin/sh\n")
        (work / "run.sh").chmod(0o755)
        (work / "latest").symlink_to("run.sh")
        for command in (["add", "."], ["commit", "-qm", "x"], ["push", "-q", url, "pages"]):
            subprocess.run([*git, *command], check=True)
        aim(project, place)
        assert project.run("publish", "--yes", timeout=120).status == 0
        listed = subprocess.run(
            ["git", "-C", url, "ls-tree", "pages", "run.sh", "latest", "feed.xml"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        modes = {line.split("\t")[1]: line.split()[0] for line in listed.splitlines()}
        assert modes == {"feed.xml": "100644", "latest": "120000", "run.sh": "100755"}


# Several shows.


@pytest.fixture
def repository(make_project: Any, tmp_path: Path) -> Any:
    """Two shows in one folder."""
    from tests.conftest import Project

    both = Project(tmp_path / "both")
    for name in ("eau", "bois"):
        one = make_project(f"both/shows/{name}", episodes=1)
        one.edit("podcast.toml", BASE, f"{BASE}{name}/")
        one.edit("podcast.toml", "375e050f", "375e0500" if name == "eau" else "375e0501")
    return both


@pytest.mark.parametrize("named", [True, False])
def test_several_shows_go_up_together(named: bool, repository: Any, tmp_path: Path) -> None:
    """Each to its place below the target, and what leads to them: index and OPML."""
    www = tmp_path / "www"
    target = f"{www}/"
    if named:
        repository.write("podcast.toml", f'[publish.live]\nurl = "{www}"\n')
        target = "live"
    done = repository.run("publish", target, "--yes", "--json")
    assert done.status == 0, done.all
    assert set(done.json["changes"]) == {"eau", "bois"}
    for path in repository.public.rglob("*"):
        name = str(path.relative_to(repository.public))
        if path.is_file() and not path.name.startswith("."):
            assert (www / name).read_bytes() == path.read_bytes(), name
    assert {"index.html", "shows.opml", "eau/feed.xml", "bois/feed.xml"} <= set(
        done.json["uploaded"]
    )
    assert set(done.json["uploaded"][-2:]) == {"eau/feed.xml", "bois/feed.xml"}
    media = max(n for n, path in enumerate(done.json["uploaded"]) if "/media/" in path)
    pages = min(n for n, path in enumerate(done.json["uploaded"]) if path.endswith(".html"))
    assert media < pages
    again = repository.run("publish", target, "--json")
    assert (again.status, again.json["uploaded"]) == (0, [])


def test_a_repository_without_target_says_where_to_write_one(repository: Any) -> None:
    """And how to publish one show alone."""
    done = repository.run("publish", "--yes")
    assert done.status == 1
    assert "beside shows/" in done.err
    assert "-C shows/" in done.err


def test_a_broken_show_keeps_all_where_they_are(repository: Any, tmp_path: Path) -> None:
    """Nothing goes up that was not built."""
    repository.edit("shows/bois/podcast.toml", 'language = "fr"', 'language = "français!"')
    done = repository.run("publish", f"{tmp_path}/www/", "--yes")
    assert done.status == 1
    assert not (tmp_path / "www").exists()


def test_no_secret_is_in_any_output(project: Any, tmp_path: Path) -> None:
    """Whatever breaks: each kind of target, with its server gone."""
    for number, (kind, make) in enumerate({**PLACES, **EMULATED}.items()):
        folder = tmp_path / kind
        folder.mkdir()
        with make(folder) as place:
            aim(project, Place(place.toml, place.read))
        if kind == "git":
            shutil.rmtree(folder / "bare.git")
        secrets = {
            **place.env,
            "FEED_BUILDER_LIVE_PASSWORD": SECRET,
            "FEED_BUILDER_TOKEN": f"t0ken-{number}-abcdef",
        }
        if kind not in ("folder", "azure", "gcs", "s3"):
            done = project.run("publish", "--yes", timeout=120, **secrets)
            assert done.status == 1, done.all
            for value in (SECRET, "t0ken"):
                assert value not in done.all
            assert "Traceback" not in done.all
        text = project.read("podcast.toml").decode()
        project.write("podcast.toml", text[: text.index("\n[publish.live]")])
