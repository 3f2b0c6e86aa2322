"""Addresses that are none, "http://[": wherever somebody else wrote one it is told or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from feed_builder.cli import cli
from feed_builder.fetching import FetchError, ask
from feed_builder.text import address_parts, joined
from tests.old_host import HOSTS, Host

BROKEN = ("http://[", "http://a.example.org:port/", "//[", "http://\u2100.example.org/")
FEEDS = {
    "castopod": {"atom:link href", "link ", "enclosure url"},
    "ghost-atom": {"link href"},
}
PLACE = re.compile(
    r'<(?P<tag>[\w:]+)[^<>]*?\b(?P<name>href|url|src|xml:base|uri)="(?P<in>[^"]+)"'
    r"|<(?P<element>link|url|guid|comments|itunes:new-feed-url)>(?P<text>[^<]+)<"
)
PAGE = """\
<!DOCTYPE html><html lang="fr"><head><title>L’été</title>{head}</head><body><main><h1>L’été</h1>
<p>Par Anne Martin - 02.07.2024</p><p>Les rivières de la région ont baissé de moitié.</p>
<p>Écoutez l’interview de Rosa BRUNEL, maire de Sorgue :</p>{body}</main></body></html>
"""
ON_PAGES = {
    "link": ("", '<a href="{}">ici</a>'),
    "picture": ("", '<img src="{}" alt="x">'),
    "audio": ("", '<audio src="{}"></audio>'),
    "source": ("", '<audio><source src="{}"></audio>'),
    "frame": ("", '<iframe src="{}"></iframe>'),
    "text": ("", "<p>Tout est ici : {} et là.</p>"),
    "base": ('<base href="{}">', '<audio src="a.mp3"></audio>'),
    "canonical": ('<link rel="canonical" href="{}">', ""),
    "graph": ('<meta property="og:url" content="{0}"><meta property="og:audio" content="{0}">', ""),
}


def said(*args: object) -> str:
    """What the command says, which never is that it has a bug."""
    done = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "unexpected" not in done.output
    return done.output


def with_broken(feed: str, broken: str) -> Iterator[tuple[str, str]]:
    """The feed with one address broken, for each kind of place in which it has one."""
    seen = set()
    for found in PLACE.finditer(feed):
        kind = f"{found['tag'] or found['element']} {found['name'] or ''}"
        group = "in" if found["tag"] else "text"
        if kind not in seen:
            seen.add(kind)
            yield kind, feed[: found.start(group)] + broken + feed[found.end(group) :]


@pytest.mark.parametrize("broken", BROKEN[:2])
@pytest.mark.parametrize("name", FEEDS)
def test_feeds_of_others(name: str, broken: str, tmp_path: Path) -> None:
    """A feed is checked, compared and taken over whichever of its addresses is none."""
    [file] = HOSTS.glob(f"{name}.*")
    feed = file.read_text("utf-8").replace("@HOST@", "https://old.example.org")
    (tmp_path / "whole.xml").write_text(feed, "utf-8")
    kinds = []
    for kind, text in with_broken(feed, broken):
        kinds.append(kind)
        (tmp_path / "feed.xml").write_text(text, "utf-8")
        said("-C", tmp_path, "import", "feed", tmp_path / "feed.xml", "--dry-run")
        said("check", tmp_path / "feed.xml")
        said("diff", tmp_path / "whole.xml", tmp_path / "feed.xml")
    assert set(kinds) >= FEEDS[name]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("place", ON_PAGES)
def test_pages_of_others(place: str, broken: str, host: Host, tmp_path: Path) -> None:
    """An article is read whichever of its addresses is none, from a file and from the web."""
    head, body = (part.format(broken) for part in ON_PAGES[place])
    page = PAGE.format(head=head, body=body).encode()
    (tmp_path / "a.html").write_bytes(page)
    host.put("/a", page, "text/html; charset=utf-8")
    for source in (tmp_path / "a.html", f"{host.url}/a"):
        assert "Rosa Brunel" in said("-C", tmp_path, "import", source, "--dry-run", "--json")


@pytest.mark.parametrize("broken", ["http://[", "http://[/a", "//["])
def test_redirects_to_nowhere(broken: str, host: Host, tmp_path: Path) -> None:
    """Where a redirect leads to no address, that is said of the address that was asked for."""
    host.redirects["/a"] = broken
    asked = f"{host.url}/a"
    for command in (["import"], ["import", "feed"], ["check"]):
        assert asked in said("-C", tmp_path, *command, asked), command
    with pytest.raises(FetchError, match=re.escape(asked)):
        ask(asked)


def test_addresses_that_people_write(tmp_path: Path) -> None:
    """The same where somebody names it on the command line."""
    for command in (["import"], ["import", "feed"], ["check"]):
        assert "not on the web" in said("-C", tmp_path, *command, "http://[")


def test_redirects_are_counted(host: Host) -> None:
    """Ten are followed and told in their order; the eleventh is one too many."""
    for number in range(10):
        host.redirects[f"/{number}"] = f"/{number + 1}"
    host.put("/10", b"here", "text/plain")
    answer = ask(f"{host.url}/0")
    assert (answer.body, answer.url) == (b"here", f"{host.url}/10")
    assert answer.hops == tuple((302, f"{host.url}/{number}") for number in range(10))
    host.redirects["/a"] = "/0"
    with pytest.raises(FetchError, match=r"/a: is redirected more than 10 times"):
        ask(f"{host.url}/a")


@pytest.mark.parametrize("broken", [BROKEN[0], BROKEN[3]])
def test_what_is_no_address_has_no_parts(broken: str) -> None:
    """Nor does it mean anything on another page."""
    parts: Any = address_parts(broken)
    assert (parts.scheme, parts.hostname, parts.path) == ("", None, "")
    assert joined("https://a.example.org/b/", broken) == broken
    assert joined("https://a.example.org/b/", "c") == "https://a.example.org/b/c"
