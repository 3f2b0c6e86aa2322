"""The way out: a move that costs no subscriber an episode, and an archive that gives all back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bagit
import pytest
from lxml import etree

from tests.places import an_s3, free_port, wait_for

BASE = "https://podcast.example.org/"
NEW = "https://new.example.org/show/"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def channel(project: Any) -> Any:
    """The built feed's channel."""
    return etree.parse(str(project.public / "feed.xml")).find("channel")


def identities(project: Any) -> list[tuple[str, str]]:
    """What apps know the episodes by, in the feed's order."""
    return [(g.text, g.get("isPermaLink")) for g in channel(project).iter("guid")]


def test_a_move_tells_the_new_address_and_changes_no_identity(project: Any) -> None:
    """new-feed-url is the new feed's own address (APL-91); comments of podcast.toml stay."""
    project.edit("podcast.toml", "title =", "# our title\ntitle =")
    before = identities(project), channel(project).findtext(f"{PODCAST}guid")
    done = project.run("move", NEW, "--json")
    assert done.status == 0, done.all
    assert done.json["new_feed_url"] == f"{NEW}feed.xml"
    project.build()
    assert (identities(project), channel(project).findtext(f"{PODCAST}guid")) == before
    assert channel(project).findtext(f"{ITUNES}new-feed-url") == f"{NEW}feed.xml"
    assert channel(project).find("item/enclosure").get("url").startswith(NEW)
    text = project.read("podcast.toml").decode()
    assert "# our title" in text
    assert text.index("new_feed_url") < text.index("[owner]")
    again = project.run("move", NEW)
    assert again.status == 1
    assert "is there already" in again.err


def test_a_move_to_another_host_keeps_the_site(project: Any) -> None:
    """The old feed names the new one and may be taken in; pages and media stay."""
    done = project.run("move", "https://feeds.host.example/show.rss", "--json")
    assert done.json["link"] == BASE
    project.build()
    assert (
        channel(project).findtext(f"{ITUNES}new-feed-url") == "https://feeds.host.example/show.rss"
    )
    assert channel(project).findtext(f"{PODCAST}locked") == "no"
    assert channel(project).find("item/enclosure").get("url").startswith(BASE)
    rules = project.read("redirects/_redirects").decode()
    assert "/feed.xml https://feeds.host.example/show.rss 301" in rules
    assert "/media/" not in rules


def test_the_checklist_has_dates(project: Any) -> None:
    """Redirects stay for 28 days at least."""
    done = project.run("move", NEW, SOURCE_DATE_EPOCH="1767225600")
    assert "2026-01-01" in done.out
    assert "2026-01-29" in done.out
    assert "Apple Podcasts Connect" in done.out


@pytest.mark.parametrize("address", ["ftp://x/", "nowhere", "https://exämple.org/"])
def test_a_bad_address_changes_nothing(address: str, project: Any) -> None:
    """Told, with podcast.toml as it was."""
    before = project.read("podcast.toml")
    done = project.run("move", address)
    assert done.status == 1
    assert address in done.err
    assert project.read("podcast.toml") == before
    assert not (project.path / "redirects").exists()


PATHS = ["feed.xml", "atom.xml", "media/01-a.12345678.mp3", "eau/01-invite/", "", "artwork/c.jpg"]


def test_rules_of_netlify_and_cloudflare(project: Any) -> None:
    """The first line that fits decides, as these hosts read it."""
    project.run("move", NEW)
    rules = [
        line.split()
        for line in project.read("redirects/_redirects").decode().splitlines()
        if not line.startswith("#")
    ]
    assert all(status == "301" for _, _, status in rules)
    for path in PATHS:
        asked = f"/{path}"
        old, target, _ = next(
            rule
            for rule in rules
            if rule[0] == asked or (rule[0].endswith("*") and asked.startswith(rule[0][:-1]))
        )
        splat = asked[len(old) - 1 :] if old.endswith("*") else ""
        assert target.replace(":splat", splat) == f"{NEW}{path}"


ODD = ["eau/l%27%C3%A9t%C3%A9/", "feed.xml?token=1&x=2", "index.html", "feed.xml.bak"]


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args: Any) -> None:
        return None


def led_to(port: int, path: str) -> tuple[int, str | None]:
    """The status and the address that a server on this machine answers with."""
    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Location"]


@contextlib.contextmanager
def an_nginx(tmp: Path, rules: Path) -> Iterator[int]:
    """nginx with our rules; the port."""
    nginx = program("nginx")
    port = free_port()
    conf = tmp / "n.conf"
    # Its workers would be nobody otherwise, who may not look into our folder.
    user = "user root; " if os.geteuid() == 0 else ""
    conf.write_text(
        f"{user}daemon off; pid {tmp}/n.pid; error_log {tmp}/e.log;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off;\n"
        f"client_body_temp_path {tmp}/b; proxy_temp_path {tmp}/p;\n"
        f"fastcgi_temp_path {tmp}/f; uwsgi_temp_path {tmp}/u; scgi_temp_path {tmp}/s;\n"
        f"server {{ listen 127.0.0.1:{port}; root {tmp}/www; include {rules}/nginx.conf; }} }}\n"
    )
    running = subprocess.Popen([nginx, "-p", str(tmp), "-c", str(conf), "-e", f"{tmp}/e"])
    try:
        wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(10)


@contextlib.contextmanager
def an_apache(tmp: Path, rules: Path, folder: str) -> Iterator[int]:
    """Apache over a folder that has our .htaccess in the old site's place; the port."""
    apache = program("apache2")
    port = free_port()
    root = tmp / "www"
    site = root / folder.strip("/")
    site.mkdir(parents=True, exist_ok=True)
    shutil.copy(rules / ".htaccess", site)
    (site / "index.html").write_text("old")
    conf = tmp / "apache.conf"
    modules = "/usr/lib/apache2/modules"
    conf.write_text(
        "".join(
            f"LoadModule {name}_module {modules}/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "rewrite", "dir")
        )
        + f"ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {tmp}/apache.pid\n"
        f"ErrorLog {tmp}/apache.log\nDocumentRoot {root}\nDirectoryIndex index.html\n"
        f"<Directory {root}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    running = subprocess.Popen([apache, "-f", str(conf), "-D", "FOREGROUND"])
    try:
        wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


def program(name: str) -> str:
    """A server's program; CI has them all."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        assert not os.environ.get("CI"), f"CI has {name}"
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("folder", ["/", "/podcast/"])
@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_rules_lead_there(server: str, folder: str, project: Any, tmp_path: Path) -> None:
    """The servers themselves are asked: feeds, pages, media, what has an accent, what is asked."""
    project.edit("podcast.toml", BASE, f"{BASE.rstrip('/')}{folder}")
    project.run("move", NEW)
    rules = project.path / "redirects"
    asked = an_nginx(tmp_path, rules) if server == "nginx" else an_apache(tmp_path, rules, folder)
    with asked as port:
        for path in [*PATHS, *ODD]:
            status, target = led_to(port, f"{folder}{path}")
            assert status == 301, path
            assert unquote(target or "") == unquote(f"{NEW}{path}")


@pytest.mark.parametrize("folder", ["/", "/podcast/"])
@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_recordings_that_old_feeds_name_are_still_there(
    server: str, folder: str, project: Any, tmp_path: Path
) -> None:
    """On the new site their copies have other names, for the show's address is in their tags."""
    project.edit("podcast.toml", BASE, f"{BASE.rstrip('/')}{folder}")
    project.build()
    old = tmp_path / "www" / folder.strip("/")
    shutil.copytree(project.public, old)
    named = [item.get("url").rpartition("/")[2] for item in channel(project).iter("enclosure")]
    told = project.run("move", NEW)
    assert "leave media/" in told.out
    project.build()
    rules = project.path / "redirects"
    asked = an_nginx(tmp_path, rules) if server == "nginx" else an_apache(tmp_path, rules, folder)
    with asked as port:
        for name in named:
            there = (project.public / "media" / name).is_file()
            assert there or led_to(port, f"{folder}media/{name}") == (200, None)
        assert not all((project.public / "media" / name).is_file() for name in named)
        assert led_to(port, f"{folder}feed.xml") == (301, f"{NEW}feed.xml")


@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_away_only_the_feed_goes(server: str, project: Any, tmp_path: Path) -> None:
    """Another host has the feed; pages and media stay where apps look for them."""
    project.run("move", "https://feeds.other.example/show?id=7", "--away")
    rules = project.path / "redirects"
    asked = an_nginx(tmp_path, rules) if server == "nginx" else an_apache(tmp_path, rules, "/")
    with asked as port:
        assert led_to(port, "/feed.xml") == (301, "https://feeds.other.example/show?id=7")
        for path in ("/index.html", "/media/x.mp3", "/eau/01-invite/"):
            assert led_to(port, path)[0] != 301


@pytest.mark.parametrize("server", ["nginx", "apache"])
@pytest.mark.parametrize(
    "target", ["https://feeds.other.example/l%27%C3%A9t%20%24/rss", "https://h.example/a;b/c"]
)
def test_signs_in_the_new_address_stay(
    server: str, target: str, project: Any, tmp_path: Path
) -> None:
    """What servers take for their own: percent signs, dollars, semicolons."""
    project.run("move", target, "--away")
    rules = project.path / "redirects"
    asked = an_nginx(tmp_path, rules) if server == "nginx" else an_apache(tmp_path, rules, "/")
    with asked as port:
        status, led = led_to(port, "/feed.xml")
        assert (status, unquote(led or "")) == (301, unquote(target))


def test_rules_of_s3_are_taken_by_s3(project: Any, tmp_path: Path) -> None:
    """As a bucket's website: every key is valid to Amazon's own library, and is kept."""
    project.run("move", NEW)
    told = json.loads(project.read("redirects/s3-routing-rules.json"))
    (rule,) = told["RoutingRules"]
    assert rule["Redirect"] == {
        "HostName": "new.example.org",
        "Protocol": "https",
        "HttpRedirectCode": "301",
        "ReplaceKeyPrefixWith": "show/",
    }
    with an_s3(tmp_path) as place:
        client = place.client
        client.put_bucket_website(Bucket="show", WebsiteConfiguration=told)
        kept = client.get_bucket_website(Bucket="show")
        assert kept["RoutingRules"] == told["RoutingRules"]


class Moving(SimpleHTTPRequestHandler):
    """Serves a folder; when it is told where to, it redirects all there."""

    target: str | None = None
    root = ""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=self.root)

    def do_GET(self) -> None:
        if self.target is None:
            super().do_GET()
            return
        self.send_response(301)
        self.send_header("Location", self.target + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def two_sites(tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """An old site and a new one, each serving a folder of its own."""
    sites = []
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        handler = type(name, (Moving,), {"root": str(tmp_path / name)})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        sites.append((server, handler, f"http://127.0.0.1:{server.server_port}", tmp_path / name))
    yield sites[0], sites[1]
    for server, *_ in sites:
        server.shutdown()
        server.server_close()


def gpo(home: Path, *args: str) -> str:
    """gPodder's command in a home of its own."""
    found = shutil.which("gpo")
    if found is None:
        assert not os.environ.get("CI"), "CI has gPodder"
        pytest.skip("gPodder is not installed")
    env = {"HOME": str(home), "GPODDER_HOME": str(home / "g"), "PATH": os.environ["PATH"]}
    done = subprocess.run([found, *args], env=env, capture_output=True, timeout=120, text=True)
    return done.stdout


def episodes_of(home: Path) -> list[tuple[str, str, int]]:
    """Guid, address and state of each episode that gPodder knows."""
    import sqlite3

    with sqlite3.connect(home / "g" / "Database") as database:
        rows = database.execute("SELECT guid, title, is_new FROM episode ORDER BY guid").fetchall()
    database.close()
    return rows


def test_gpodder_finds_nothing_new_after_a_move(
    project: Any, two_sites: tuple[Any, Any], tmp_path: Path
) -> None:
    """Subscribed before, updated after: no new episode, none doubled, and it follows the show."""
    (_, old, old_url, old_root), (_, _, new_url, new_root) = two_sites
    home = tmp_path / "home"
    home.mkdir()
    project.edit("podcast.toml", BASE, f"{old_url}/")
    project.build()
    shutil.copytree(project.public, old_root, dirs_exist_ok=True)
    gpo(home, "subscribe", f"{old_url}/feed.xml")
    before = episodes_of(home)
    assert len(before) == 3
    assert project.run("move", f"{new_url}/").status == 0
    project.build()
    shutil.copytree(project.public, new_root, dirs_exist_ok=True)
    old.target = new_url
    gpo(home, "update")
    assert episodes_of(home) == before
    gpo(home, "update")
    assert episodes_of(home) == before


@pytest.mark.parametrize("form", ["zip", "bagit"])
def test_an_archive_gives_the_same_feed_back(form: str, project: Any, tmp_path: Path) -> None:
    """Exported, imported elsewhere, built: the same bytes."""
    target = tmp_path / ("show.zip" if form == "zip" else "bag")
    done = project.run("export", str(target), "--json")
    assert done.status == 0, done.all
    assert done.json["format"] == form
    assert done.json["left_out"] == []
    elsewhere = project.copy(tmp_path / "elsewhere")
    shutil.rmtree(elsewhere.path)
    elsewhere.path.mkdir()
    back = elsewhere.run("import", str(target))
    assert back.status == 0, back.all
    assert "every checksum is right" in back.err
    elsewhere.build()
    for name in ("feed.xml", "atom.xml", "index.html"):
        assert (elsewhere.public / name).read_bytes() == (project.public / name).read_bytes()
    assert elsewhere.run("import", str(target)).status == 1


def test_the_archive_is_a_valid_bag(project: Any, tmp_path: Path) -> None:
    """As the Library of Congress's own program sees it, zipped or not."""
    project.run("export", str(tmp_path / "bag"))
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["External-Identifier"] == "375e050f-7f52-5e9b-9cfc-9414515d1a5b"
    project.run("export", str(tmp_path / "show.zip"))
    with zipfile.ZipFile(tmp_path / "show.zip") as archive:
        archive.extractall(tmp_path / "unzipped")
    bagit.Bag(str(tmp_path / "unzipped" / "show")).validate()
    first = (tmp_path / "show.zip").read_bytes()
    (tmp_path / "show.zip").unlink()
    project.run("export", str(tmp_path / "show.zip"))
    assert (tmp_path / "show.zip").read_bytes() == first


def test_what_is_not_a_source_stays_out(project: Any, tmp_path: Path) -> None:
    """public/, hidden files and links are not in it; links are told."""
    project.write(".env", "SECRET=1")
    (project.path / "episodes" / "link.md").symlink_to("/etc/passwd")
    done = project.run("export", str(tmp_path / "bag"), "--json")
    names = {str(p.relative_to(tmp_path / "bag/data")) for p in (tmp_path / "bag/data").rglob("*")}
    assert "podcast.toml" in names
    assert not any(name.startswith((".", "public")) for name in names)
    assert done.json["left_out"] == ["episodes/link.md"]


def damaged(project: Any, tmp_path: Path, change: Any) -> Any:
    """The result of importing a bag that was changed."""
    bag = tmp_path / "bag"
    project.run("export", str(bag))
    change(bag)
    elsewhere = project.copy(tmp_path / "elsewhere")
    shutil.rmtree(elsewhere.path)
    elsewhere.path.mkdir()
    done = elsewhere.run("import", str(bag))
    assert not (elsewhere.path / "podcast.toml").exists()
    return done


def test_a_damaged_archive_is_refused_whole(project: Any, tmp_path: Path) -> None:
    """One bit, and nothing is written."""

    def change(bag: Path) -> None:
        file = bag / "data" / "episodes" / "eau" / "01-invite.md"
        file.write_bytes(file.read_bytes().replace(b"Entretien", b"Intretien"))

    done = damaged(project, tmp_path, change)
    assert done.status == 1
    assert "data/episodes/eau/01-invite.md is not what its checksum says" in done.err


def test_a_missing_file_is_told(project: Any, tmp_path: Path) -> None:
    """What the manifest names must be there."""
    done = damaged(project, tmp_path, lambda bag: (bag / "data" / "cover.jpg").unlink())
    assert done.status == 1
    assert "data/cover.jpg is not in the archive" in done.err


def test_no_archive_writes_outside_the_project(project: Any, tmp_path: Path) -> None:
    """A zip whose names climb out is refused."""
    content = b'title = "x"\n'
    sums = {
        f"data/{name}": hashlib.sha256(content).hexdigest()
        for name in ("podcast.toml", "../../evil.txt")
    }
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x/bagit.txt", "BagIt-Version: 1.0\n")
        archive.writestr(
            "x/manifest-sha256.txt", "".join(f"{one}  {name}\n" for name, one in sums.items())
        )
        for name in sums:
            archive.writestr(f"x/{name}", content)
    elsewhere = project.copy(tmp_path / "a" / "elsewhere")
    shutil.rmtree(elsewhere.path)
    elsewhere.path.mkdir()
    done = elsewhere.run("import", str(file))
    assert done.status == 1
    assert "outside the project" in done.err
    assert not list(tmp_path.rglob("evil.txt"))


def a_zip(file: Path, payload: dict[str, bytes], *, oxum: int | None = None) -> Path:
    """A bag in a zip, with checksums that are right."""
    sums = {
        f"data/{name}": hashlib.sha256(content).hexdigest() for name, content in payload.items()
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/bagit.txt", "BagIt-Version: 1.0\n")
        if oxum is not None:
            archive.writestr("x/bag-info.txt", f"Payload-Oxum: {oxum}.{len(payload)}\n")
        archive.writestr(
            "x/manifest-sha256.txt", "".join(f"{one}  {name}\n" for name, one in sums.items())
        )
        for name, content in payload.items():
            archive.writestr(f"x/data/{name}", content)
    return file


def into_nothing(project: Any, archive: Path, folder: Path) -> Any:
    """What `import` says of an archive in an empty folder, which must stay empty."""
    elsewhere = project.copy(folder)
    shutil.rmtree(elsewhere.path)
    elsewhere.path.mkdir()
    done = elsewhere.run("import", str(archive))
    assert done.status == 1
    assert "Traceback" not in done.all
    left = [p for p in elsewhere.path.rglob("*") if p.is_file() and ".feed-builder" not in str(p)]
    assert left == []
    return done


def test_a_small_zip_does_not_fill_the_disk(project: Any, tmp_path: Path) -> None:
    """It may unpack to what its bag says, and to no byte more."""
    bomb = {"podcast.toml": b'title = "x"\n', "episodes/a.mp3": bytes(50_000_000)}
    file = a_zip(tmp_path / "bomb.zip", bomb, oxum=1000)
    assert file.stat().st_size < 100_000
    done = into_nothing(project, file, tmp_path / "one" / "show")
    assert "holds more than it says" in done.err


def test_a_link_in_an_archive_is_refused(project: Any, tmp_path: Path) -> None:
    """In a zip and in a folder: it could lead anywhere."""
    file = a_zip(tmp_path / "link.zip", {"podcast.toml": b'title = "x"\n'})
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("x/data/cover.jpg")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert "is a link" in into_nothing(project, file, tmp_path / "one" / "show").err
    bag = tmp_path / "bag"
    project.run("export", str(bag))
    (bag / "data" / "cover.jpg").unlink()
    (bag / "data" / "cover.jpg").symlink_to("/etc/passwd")
    assert "is a link" in into_nothing(project, bag, tmp_path / "two" / "show").err


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "a\\..\\evil.txt", ".git/hooks/x"]
)
def test_no_name_leads_out(name: str, project: Any, tmp_path: Path) -> None:
    """Nor into hidden folders, where programs look for what they run."""
    file = a_zip(tmp_path / "evil.zip", {"podcast.toml": b'title = "x"\n', name: b"x"})
    into_nothing(project, file, tmp_path / "deep" / "er" / "show")
    assert not [p for p in tmp_path.rglob("*") if p.name in ("evil.txt", "hooks")]


def test_a_zip_that_is_none_is_told(project: Any, tmp_path: Path) -> None:
    """Cut off, encrypted by name only, or another file with its name."""
    project.run("export", str(tmp_path / "good.zip"))
    good = (tmp_path / "good.zip").read_bytes()
    for number, content in enumerate([good[: len(good) // 2], b"PK\x03\x04", b"", b"x" * 999]):
        (tmp_path / "bad.zip").write_bytes(content)
        into_nothing(project, tmp_path / "bad.zip", tmp_path / str(number) / "show")


def test_an_episode_without_identity_is_not_exported(project: Any, tmp_path: Path) -> None:
    """Each build elsewhere would give it another guid."""
    project.episode("eau/04-neuf", 4, guid=None)
    done = project.run("export", str(tmp_path / "x.zip"))
    assert done.status == 1
    assert "has no guid yet" in done.err
