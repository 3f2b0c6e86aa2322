"""Articles and recordings from the web: a server of our own on this machine, and nothing else."""

from __future__ import annotations

import gzip
import socket
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from feed_builder.articles import import_article
from feed_builder.articles.addresses import Base, is_private
from feed_builder.articles.downloads import Fetching, fetch_recording
from feed_builder.articles.sources import document_of
from feed_builder.articles.web import Limits, fetch_page
from feed_builder.errors import ArticleError
from feed_builder.importing import Imported, import_into, recording_suffix
from tests.servers import Server, send

# One frame of silence: MPEG-1 layer III, 32 kbit/s, 48 kHz, mono.
FRAME = b"\xff\xfb\x14\xc0" + bytes(92)
Answer = Callable[[BaseHTTPRequestHandler], None]
PAGE = """\
<!DOCTYPE html><html lang="fr"><head><meta charset="{charset}"><title>L’été des rivières</title>
</head><body><nav><a href="/">Accueil</a></nav><main><h1>L’été des rivières</h1>
<p>Par Anne Martin, journaliste - 02.07.2024</p>
<p>Les rivières de la région ont baissé de moitié, et personne ne sait quand elles remonteront.</p>
<p>Écoutez l’interview de Rosa BRUNEL, maire de Sorgue :</p>
<audio src="{audio}"></audio></main></body></html>
"""


def mp3(frames: int = 100, token: str = "") -> bytes:
    """A silent MP3 whose bytes, not its sound, differ with `token`."""
    mark = token.encode()
    return FRAME[: len(FRAME) - len(mark)] + mark + FRAME * (frames - 1)


class Site(Server):
    """A server: what it answers to each path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str | None]] = []
        super().__init__()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append((asked.path, asked.headers.get("Range")))
        answer = self.answers.get(asked.path.partition("?")[0])
        if answer is None:
            send(asked, b"no", "text/plain", status=404)
        else:
            answer(asked)

    def put(self, path: str, content: bytes, type: str = "text/html", **headers: str) -> None:
        """Answer `path` with `content`."""
        self.answers[path] = lambda asked: send(asked, content, type, **headers)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def page(charset: str = "utf-8", audio: str = "/rosa.mp3") -> str:
    return PAGE.format(charset=charset, audio=audio)


def title_of(site: Site, path: str = "/a") -> str | None:
    from feed_builder.articles.readers import read_documents

    return read_documents(fetch_page(f"{site.url}{path}"))[0].metadata.title


def fetching(**more: int) -> Fetching:
    return Fetching(check=recording_suffix, private=True, **more)


def test_a_page_and_its_recording_become_an_episode(site: Site, tmp_path: Path) -> None:
    site.put("/revue/ete", page(audio="../rosa.mp3").encode())
    site.put("/rosa.mp3", mp3(), "audio/mpeg")
    progress: list[tuple[str, int, int]] = []
    done = import_into(
        tmp_path,
        f"{site.url}/revue/ete",
        audio=None,
        source_url=None,
        dry_run=False,
        now=datetime(2026, 1, 1, tzinfo=UTC),
        progress=lambda *told: progress.append(told),
    )
    (interview,) = done.result.interviews
    assert interview.audio_url == f"{site.url}/rosa.mp3"
    assert done.result.article.url == f"{site.url}/revue/ete"
    made = tmp_path / "episodes" / "l-ete-des-rivieres"
    assert (made / "01-rosa-brunel.mp3").read_bytes() == mp3()
    assert progress[-1] == ("01-rosa-brunel", len(mp3()), len(mp3()))
    assert not [path for path in made.iterdir() if path.name.startswith(".")]
    asked = len(site.asked)
    again = import_article(
        f"{site.url}/revue/ete",
        project=tmp_path,
        fetching=fetching(),
        default_date=date(2026, 1, 1),
    )
    assert len(site.asked) == asked + 1
    assert {action.what.value for action in again.actions} == {"unchanged"}


CHARSETS = {
    "header": ("iso-8859-1", "utf-8", "text/html; charset=utf-8"),
    "meta": ("utf-8", "utf-8", "text/html"),
    "UTF-8 that says Latin-1": ("iso-8859-1", "utf-8", "text/html; charset=iso-8859-1"),
    "Windows-1252 that says UTF-8": ("utf-8", "cp1252", "text/html; charset=utf-8"),
    "Windows-1252 that says Latin-1": ("iso-8859-1", "cp1252", "text/html"),
    "UTF-16 with a mark": ("utf-16", "utf-16", "text/html"),
    "UTF-16 without": ("utf-8", "utf-16-le", "text/html"),
    "UTF-16 by header": ("utf-8", "utf-16-be", "text/html; charset=utf-16be"),
    "a mark": ("iso-8859-1", "utf-8-sig", "text/html"),
    "no such charset": ("klingon", "utf-8", "text/html; charset=klingon"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_letters_are_right_whatever_a_page_says(name: str, site: Site) -> None:
    stated, real, header = CHARSETS[name]
    site.put("/a", page(stated).encode(real), header)
    assert title_of(site) == "L’été des rivières"


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    for number in range(10):
        site.put(f"/{number}", b"", status=302, Location=f"/{number + 1}")
    site.put("/10", page().encode())
    assert title_of(site, "/0") == "L’été des rivières"
    site.put("/a", b"", status=302, Location="/0")
    with pytest.raises(ArticleError, match="more than 10 times"):
        title_of(site)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.org/x", "javascript:alert(1)"])
def test_no_hop_leads_off_the_web(target: str, site: Site) -> None:
    site.put("/a", b"", status=302, Location=target)
    with pytest.raises(ArticleError, match=r"not on the web|can.t be fetched"):
        title_of(site)


def test_a_public_page_leads_to_no_private_network(site: Site) -> None:
    with pytest.raises(ArticleError, match="on a private network"):
        fetch_page(f"{site.url}/a", Limits(private=False))
    assert site.asked == []


def test_a_page_that_unpacks_to_too_much_is_refused(site: Site) -> None:
    site.put("/a", gzip.compress(b"<p>" + b" " * 30_000_000), Content_Encoding="gzip")
    with pytest.raises(ArticleError, match="larger than 20 MB"):
        title_of(site)


def test_a_server_that_drips_is_left(site: Site) -> None:
    def drip(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.end_headers()
        for _ in range(100):
            asked.wfile.write(b"<p>")
            asked.wfile.flush()
            time.sleep(0.1)

    site.answers["/a"] = drip
    started = time.monotonic()
    with pytest.raises(ArticleError, match="not sent within 1 seconds"):
        fetch_page(f"{site.url}/a", Limits(seconds=1, private=True))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "save the page in your browser"), (404, "no such page"), (500, "500")],
)
def test_what_a_server_refuses_is_said(status: int, said: str, site: Site) -> None:
    site.put("/a", b"", status=status)
    with pytest.raises(ArticleError, match=said):
        title_of(site)


def test_a_picture_is_no_page(site: Site) -> None:
    site.put("/a", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")
    with pytest.raises(ArticleError, match="is no page but image/png"):
        title_of(site)
    site.put("/a", b"\x89PNG\r\n\x1a\n" + bytes(100), "text/html")
    with pytest.raises(ArticleError, match="is a PNG picture"):
        title_of(site)


def test_no_server_is_said() -> None:
    with pytest.raises(ArticleError, match="can't be fetched"):
        document_of("http://127.0.0.1:9/")


def cut(content: bytes, at: int, etag: str = '"one"') -> Answer:
    """A server that hangs up after `at` bytes, and sends the rest when asked for it."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        wanted = asked.headers.get("Range")
        if wanted and asked.headers.get("If-Range") == etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            said = f"bytes {start}-{len(content) - 1}/{len(content)}"
            send(asked, content[start:], "audio/mpeg", 206, Content_Range=said, ETag=etag)
            return
        asked.send_response(200)
        asked.send_header("Content-Length", str(len(content)))
        asked.send_header("ETag", etag)
        asked.end_headers()
        asked.wfile.write(content[:at])
        asked.wfile.flush()
        asked.close_connection = True
        asked.connection.shutdown(socket.SHUT_RDWR)

    return answer


def test_a_download_that_is_cut_off_goes_on(site: Site, tmp_path: Path) -> None:
    site.answers["/a.mp3"] = cut(mp3(3000), 100_000)
    made = fetch_recording(f"{site.url}/a.mp3", tmp_path / "01-a", fetching())
    assert made.read_bytes() == mp3(3000)
    assert [wanted for _, wanted in site.asked] == [None, "bytes=100000-"]
    assert [path.name for path in tmp_path.iterdir()] == ["01-a.mp3"]


def test_a_part_of_another_version_is_not_taken(site: Site, tmp_path: Path) -> None:
    stem = tmp_path / "01-a"
    site.answers["/a.mp3"] = lambda asked: (
        cut(mp3(3000, "old"), 100_000, '"old"')(asked)
        if len(site.asked) == 1
        else send(asked, mp3(3000, "new"), "audio/mpeg", ETag='"new"')
    )
    made = fetch_recording(f"{site.url}/a.mp3", stem, fetching())
    assert made.read_bytes() == mp3(3000, "new")


def test_what_is_no_recording_is_not_kept(site: Site, tmp_path: Path) -> None:
    site.put("/a.mp3", page().encode(), "audio/mpeg")
    with pytest.raises(ArticleError, match="what lies there is no audio"):
        fetch_recording(f"{site.url}/a.mp3", tmp_path / "01-a", fetching())
    assert list(tmp_path.iterdir()) == []


def test_a_recording_over_the_limit_is_not_begun(site: Site, tmp_path: Path) -> None:
    site.put("/a.mp3", mp3(3000), "audio/mpeg")
    with pytest.raises(ArticleError, match="is larger than 0 MB"):
        fetch_recording(f"{site.url}/a.mp3", tmp_path / "01-a", fetching(most_bytes=1000))


def test_an_episode_whose_recording_fails_waits(site: Site, tmp_path: Path) -> None:
    site.put("/a", page(audio="/gone.mp3").encode())
    result = import_article(
        f"{site.url}/a", project=tmp_path, fetching=fetching(), default_date=date(2026, 1, 1)
    )
    assert any("gone.mp3" in warning and "404" in warning for warning in result.warnings)
    assert (tmp_path / "episodes/l-ete-des-rivieres/01-rosa-brunel.md").exists()


def test_a_player_without_a_file_names_its_page(site: Site, tmp_path: Path) -> None:
    frame = '<iframe data-src="https://player.ausha.co/?podcastId=abc"></iframe>'
    text = page().replace('<audio src="/rosa.mp3"></audio>', frame)
    site.put("/a", text.encode())
    result = import_article(f"{site.url}/a", project=tmp_path, default_date=date(2026, 1, 1))
    assert any("plays at https://player.ausha.co/?podcastId=abc" in w for w in result.warnings)


def test_a_recording_beside_the_article_is_copied(tmp_path: Path) -> None:
    (tmp_path / "in" / "son").mkdir(parents=True)
    (tmp_path / "in" / "a.html").write_text(page(audio="son/rosa.mp3"), encoding="utf-8")
    (tmp_path / "in" / "son" / "rosa.mp3").write_bytes(mp3())
    import_article(tmp_path / "in" / "a.html", project=tmp_path, default_date=date(2026, 1, 1))
    made = tmp_path / "episodes/l-ete-des-rivieres/01-rosa-brunel.mp3"
    assert made.read_bytes() == mp3()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd.mp3",
        "data:audio/mpeg;base64,AAAA",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "\\\\server\\share\\a.mp3",
        "//server/share/a.mp3",
        "../../a.mp3",
        "/etc/a.mp3",
        "%2e%2e/%2e%2e/a.mp3",
        "C:\\a.mp3",
        "ftp://a.org/a.mp3",
        "http://[::1/a.mp3",
        "http://user:word@a.org/a.mp3",
        "son/../../a.mp3",
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ArticleError):
        Base(None, tmp_path).resolve(address)


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 172.16.0.1 0.0.0.0 ::1 fe80::1 localhost "
    "printer.local ::ffff:127.0.0.1 224.0.0.1".split(),
)
def test_private_hosts_are_known(host: str) -> None:
    assert is_private(host)
    assert not is_private("8.8.8.8")
    assert not is_private("example.org")


def linked(site: Site, project: Path) -> Imported:
    return import_into(
        project,
        f"{site.url}/a",
        audio=None,
        source_url=None,
        link=True,
        dry_run=False,
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_linked_recording_stays_where_it_is_and_is_described(site: Site, tmp_path: Path) -> None:
    site.put("/a", page().encode())
    sound = mp3(frames=20_000)

    def partly(asked: BaseHTTPRequestHandler) -> None:
        first, last = asked.headers["Range"].removeprefix("bytes=").split("-")
        part = sound[int(first) : int(last) + 1]
        place = f"bytes {first}-{int(first) + len(part) - 1}/{len(sound)}"
        send(asked, part, "audio/mpeg", 206, Content_Range=place)

    site.answers["/rosa.mp3"] = partly
    done = linked(site, tmp_path)
    episode = tmp_path / "episodes" / "l-ete-des-rivieres" / "01-rosa-brunel.md"
    assert tomllib.loads(episode.read_text().split("+++")[1])["audio"] == f"{site.url}/rosa.mp3"
    assert f"audio/mpeg, {len(sound)} bytes, about 0:08:00" in episode.read_text()
    assert [path.name for path in sorted(episode.parent.iterdir())] == [
        "01-rosa-brunel.md",
        "article.md",
    ]
    assert ("/rosa.mp3", "bytes=0-262143") in site.asked
    assert f"{site.url}/rosa.mp3: linked (audio/mpeg" in "\n".join(done.lines())
    assert not done.result.warnings


@pytest.mark.parametrize(
    ("content", "why"), [(b"<p>Please log in</p>", "is no audio"), (None, "has no such page")]
)
def test_what_is_no_recording_is_not_linked(
    site: Site, tmp_path: Path, content: bytes | None, why: str
) -> None:
    site.put("/a", page().encode())
    if content:
        site.put("/rosa.mp3", content, "audio/mpeg")
    done = linked(site, tmp_path)
    assert [why in warning for warning in done.result.warnings] == [True]
    episode = tmp_path / "episodes" / "l-ete-des-rivieres" / "01-rosa-brunel.md"
    assert "audio =" not in episode.read_text()


def test_the_page_where_a_player_plays_stands_in_the_front_matter(
    site: Site, tmp_path: Path
) -> None:
    player = '<iframe src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b">'
    site.put("/a", page().replace('<audio src="/rosa.mp3"></audio>', f"{player}</iframe>").encode())
    linked(site, tmp_path)
    episode = tmp_path / "episodes" / "l-ete-des-rivieres" / "01-rosa-brunel.md"
    assert "# the article plays it at https://soundcloud.com/a/b" in episode.read_text()
