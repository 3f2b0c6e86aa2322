"""Bad input, through the command as people run it: a clear error, and public/ as it was.

Each row damages a copy of a built show in one way. Whatever the damage, the command ends with 1,
names the file (and the line where there is one), the fact and a way out, and touches nothing.
"""

from __future__ import annotations

import json
import os
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from lxml import etree, html
from PIL import Image

CONFIG = "podcast.toml"
ONE = "episodes/eau/01-invite.md"
MP3 = "episodes/eau/01-invite.mp3"
ARTICLE = "episodes/eau/article.md"
VTT = "episodes/eau/01-invite.vtt"
CHAPTERS = "episodes/eau/01-invite.chapters.json"
NEW = "eau/09-nouvel"
BINARY = bytes(range(256)) * 20

Damage = Callable[[Any], object]


@dataclass(frozen=True)
class Bad:
    """A damage and what must be said of it.

    `where` is the file that is named, `says` a regular expression for the fact, `at` the beginning
    of the line whose number is given ("a|b": of either). `most` limits how many errors one fault
    may cause.
    """

    name: str
    where: str
    damage: Damage
    says: str
    at: str | None = None
    most: int | None = None


def replaced(name: str, content: str | bytes) -> Damage:
    """Another content for a file."""
    return lambda p: (p.remove(name), p.write(name, content))


def edited(name: str, old: str, new: str) -> Damage:
    """Another text within a file."""
    return lambda p: p.edit(name, old, new)


def folder(name: str) -> Damage:
    """A folder in the place of a file."""
    return lambda p: p.remove(name).mkdir()


def pipe(name: str) -> Damage:
    """A named pipe in the place of a file: who opens it waits for ever."""
    return lambda p: os.mkfifo(p.remove(name))


def link(name: str, target: str = "/etc/passwd") -> Damage:
    """A symbolic link in the place of a file."""
    return lambda p: p.remove(name).symlink_to(target)


def picture(size: tuple[int, int], mode: str, kind: str, name: str = "cover.jpg") -> Damage:
    """Another picture as the cover."""

    def damage(project: Any) -> None:
        out = BytesIO()
        Image.new(mode, size).save(out, kind)
        project.write(name, out.getvalue())
        project.edit(CONFIG, "cover.jpg", name)

    return damage


def front(old: str, new: str) -> Damage:
    """Another line in the first episode's front matter."""
    return edited(ONE, old, new)


def new_episode(**values: Any) -> Damage:
    """One episode more."""
    return lambda p: p.episode(
        values.pop("stem", NEW), values.pop("number", 9), beside=False, **values
    )


def cover_named(name: str, content: bytes = b"GIF89a") -> Damage:
    """A cover of another name."""
    return lambda p: (p.write(name, content), p.edit(CONFIG, "cover.jpg", name))


def _png_with_broken_profile() -> bytes:
    """A picture whose colour profile has a name without an end, which Pillow stumbles over."""
    out = BytesIO()
    Image.new("RGB", (1400, 1400)).save(out, "PNG")
    chunk = b"iCCPicc"
    broken = struct.pack(">I", 3) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return out.getvalue()[:33] + broken + out.getvalue()[33:]


DATE = "published = 2024-01-31T08:01:00+01:00"

SYNTAX = (
    Bad("quote-open", CONFIG, edited(CONFIG, 'haute"', "haute"), "TOML", "title", 1),
    Bad("bare-word", CONFIG, edited(CONFIG, "= false", "= no"), "TOML", "explicit", 1),
    Bad("colon", CONFIG, edited(CONFIG, "explicit =", "explicit:"), "TOML", "explicit", 2),
    Bad("no-value", CONFIG, edited(CONFIG, '= "fr"', "="), "TOML", "language", 1),
    Bad("twice", CONFIG, edited(CONFIG, "\n\n[ow", "\ntype = 'x'\n\n[ow"), "further up", "type", 1),
    Bad("table-twice", CONFIG, edited(CONFIG, "[[pe", "[owner]\n[[pe"), "further up", "[owner]", 1),
    Bad("header-open", CONFIG, edited(CONFIG, "[[people]]", "[[people]"), "TOML", "[[people]", 1),
    Bad("list-open", CONFIG, edited(CONFIG, '"]\n', '"\n'), "TOML", "categories|artwork", 1),
    Bad("text-open", CONFIG, edited(CONFIG, '"Les', '"""Les'), "TOML", "description", 1),
    Bad("control-character", CONFIG, edited(CONFIG, "La r", "La\x01r"), "control", "title", 1),
    Bad("nul", CONFIG, edited(CONFIG, "La r", "La\0r"), "control", "title", 1),
    Bad("escaped-surrogate", CONFIG, edited(CONFIG, "La r", r"La\ud800r"), "TOML", "title", 1),
    Bad("unknown-escape", CONFIG, edited(CONFIG, "La r", r"C:\podcast"), "TOML", "title", 1),
    Bad("date-of-no-day", ONE, front("01-31T", "02-31T"), "TOML|date", "published", 1),
    Bad("episode-syntax", ONE, front("title = ", "title "), "TOML", "title", 2),
    Bad("episode-text-open", ONE, front('= "Entretien', '= """Entretien'), "TOML", "title", 1),
)

_KEYS = "".join(f"k{number} = 1\n" for number in range(9999))

SCHEMA = (
    Bad("empty-config", CONFIG, replaced(CONFIG, ""), "missing|empty"),
    Bad("no-config", CONFIG, lambda p: p.remove(CONFIG), "no such file"),
    Bad("unknown-key", CONFIG, edited(CONFIG, "type =", "tpye ="), "did you mean type", "tpye"),
    Bad("unknown-table", CONFIG, edited(CONFIG, "[owner]", "[ownr]"), "mean owner", "[ownr]"),
    Bad("unknown-in-table", CONFIG, edited(CONFIG, "email", "mail"), "mean email", "mail"),
    Bad("key-missing", CONFIG, edited(CONFIG, 'author = "La revue"\n', ""), "author is miss", ""),
    Bad("in-table-missing", CONFIG, edited(CONFIG, "email", "# email"), "email", "[owner]", 1),
    Bad("no-address", CONFIG, edited(CONFIG, "https://", ""), "web address", "link"),
    Bad("mail", CONFIG, edited(CONFIG, "podcast@", "podcast at "), "mail", "email"),
    Bad("language", CONFIG, edited(CONFIG, '"fr"', '"français"'), "language", "language"),
    Bad("category", CONFIG, edited(CONFIG, "News >", "news >"), "mean News", "categories"),
    Bad("sub", CONFIG, edited(CONFIG, "Politics", "Books"), "under News", "categories"),
    Bad("guid", CONFIG, edited(CONFIG, "375e050f-", ""), "UUID", "guid"),
    Bad("boolean", CONFIG, edited(CONFIG, "= false", '= "no"'), "true nor false", "explicit"),
    Bad("table-as-text", CONFIG, edited(CONFIG, '"La revue"', "{a = 1}"), "no text", "author"),
    Bad("text-as-table", CONFIG, edited(CONFIG, "[owner]", "owner = 3\n[extra]"), "table", "owner"),
    Bad("table-as-list", CONFIG, edited(CONFIG, "[[people]]", "[people]"), "list", "[people]"),
    Bad("texts-as-people", ONE, front("number", 'people = ["A"]\nnumber'), "table", "people"),
    Bad("long", CONFIG, edited(CONFIG, "La r", "La" * 200 + "r"), "255", "title"),
    Bad("control-escape", CONFIG, edited(CONFIG, "La r", r"La\u0001r"), "control", "title", 1),
    Bad("huge-number", CONFIG, edited(CONFIG, "= false", "= " + "9" * 5000), "", "explicit"),
    Bad("deep-list", CONFIG, edited(CONFIG, "false", "[" * 3000 + "]" * 3000), ""),
    Bad("deep-table", CONFIG, edited(CONFIG, "false", "{a=" * 3000 + "1" + "}" * 3000), ""),
    Bad("deep-header", CONFIG, edited(CONFIG, "[owner]", "[" + "a." * 99_999 + "a]"), "parts"),
    Bad("many-keys", CONFIG, edited(CONFIG, "[owner]", _KEYS + "[owner]"), "no such key", most=101),
    Bad("many-faults", CONFIG, replaced(CONFIG, "a =\n" * 9999), "TOML", most=100),
    Bad("deep-dots", CONFIG, edited(CONFIG, "author", "author" + ".a" * 3000), "", "author"),
    Bad("traversal", CONFIG, edited(CONFIG, "cover.jpg", "../../etc/passwd"), "outside", "artwork"),
    Bad("absolute", CONFIG, edited(CONFIG, "cover.jpg", "/etc/passwd"), "outside", "artwork"),
    Bad("no-cover", CONFIG, edited(CONFIG, "cover.jpg", "couv.jpg"), "not there", "artwork"),
    Bad("title-control", ONE, front('= "Ent', r'= "E\u0001nt'), "control character", "title", 1),
    Bad("title-table", ONE, front('"Entretien n° 01-invite"', "{a = 1}"), "no text", "title"),
    Bad("title-missing", ONE, front("title", "# title"), "title is missing", "guid"),
    Bad("no-offset", ONE, front("+01:00", ""), "universal time", "published"),
    Bad("no-time", ONE, front("T08:01:00+01:00", ""), "not a date and time", "published"),
    Bad("before-1971", ONE, front("2024-01-31T", "1962-01-31T"), "1971 to 2998", "published"),
    Bad("date-as-text", ONE, front(DATE, 'published = "hier"'), "not a date", "published"),
    Bad("number-huge", ONE, front("number = 1", "number = " + "9" * 40), "number", "number"),
    Bad("number-enormous", ONE, front("number = 1", "number = " + "9" * 5000), "", "number"),
    Bad("episode-unknown", ONE, front("number", "nombre"), "mean number", "nombre"),
    Bad("person-nameless", ONE, front("+++\n\n", '[[people]]\nrole = "guest"\n+++\n\n'), "name"),
    Bad("empty-episode", ONE, replaced(ONE, ""), "empty", ""),
    Bad("no-front-matter", ONE, replaced(ONE, "Bonjour.\n"), r"\+\+\+", ""),
    Bad("open-front-matter", ONE, replaced(ONE, "+++\ntitle = 'a'\n"), r"\+\+\+", ""),
    Bad("yaml", ONE, replaced(ONE, "---\ntitle: a\n---\n"), "YAML", ""),
    Bad("carriage-returns", ONE, lambda p: p.write(ONE, p.read(ONE).replace(b"\n", b"\r")), ""),
    Bad("article-season", ARTICLE, edited(ARTICLE, "= 1", "= 0"), "season", "season"),
    Bad("notes-deep-tags", ONE, front("+++\n\n", "+++\n\n" + "<div>" * 50_000), "thousands"),
    Bad("notes-deep-quotes", ONE, front("+++\n\n", "+++\n\n" + ">" * 200_000), "thousands"),
    Bad("stray-markdown", "episodes/eau/notes.md", replaced("episodes/eau/notes.md", "A"), "\\+"),
)  # fmt: skip

FILES = (
    Bad("config-folder", CONFIG, folder(CONFIG), "folder"),
    Bad("config-pipe", CONFIG, pipe(CONFIG), "pipe|file"),
    Bad("config-binary", CONFIG, replaced(CONFIG, BINARY), "UTF-8"),
    Bad("config-latin-1", CONFIG, replaced(CONFIG, 'title = "a"\nauthor = "é"\n'.encode("latin-1")),
        "UTF-8", "author"),
    Bad("config-surrogate", CONFIG, replaced(CONFIG, b'a = 1\ntitle = "\xed\xa0\x80"\n'), "UTF-8",
        "title"),
    Bad("config-utf-16", CONFIG, replaced(CONFIG, 'title = "a"\n'.encode("utf-16")), "UTF-8"),
    Bad("config-nuls", CONFIG, replaced(CONFIG, bytes(300)), "TOML|UTF-8|binary"),
    Bad("episode-folder", ONE, folder(ONE), "folder"),
    Bad("episode-pipe", ONE, pipe(ONE), "pipe|file"),
    Bad("episode-binary", ONE, replaced(ONE, BINARY), "UTF-8"),
    Bad("episode-latin-1", ONE, lambda p: p.write(ONE, p.read(ONE).decode().encode("cp1252")),
        "UTF-8"),
    Bad("episodes-file", "episodes", replaced("episodes", "x"), "episode"),
    Bad("episodes-gone", "episodes", lambda p: p.remove("episodes"), "episode"),
    Bad("mp3-empty", MP3, replaced(MP3, b""), "empty"),
    Bad("mp3-text", MP3, replaced(MP3, "Bonjour.\n" * 99), "text|audio"),
    Bad("mp3-binary", MP3, replaced(MP3, BINARY), "audio"),
    Bad("mp3-folder", MP3, folder(MP3), "folder|directory"),
    Bad("mp3-pipe", MP3, pipe(MP3), "pipe|file"),
    Bad("mp3-link", MP3, link(MP3, "02-invite.mp3"), "link"),
    Bad("mp3-to-device", MP3, link(MP3, "/dev/zero"), "link"),
    Bad("vtt-empty", VTT, replaced(VTT, ""), "WebVTT|empty"),
    Bad("vtt-text", VTT, replaced(VTT, "Bonjour.\n"), "WebVTT"),
    Bad("vtt-no-cue", VTT, replaced(VTT, "WEBVTT\n\nBonjour.\n"), "cue"),
    Bad("vtt-no-times", VTT, replaced(VTT, "WEBVTT\n\nun --> deux\nBonjour.\n"), "cue|time"),
    Bad("vtt-other-word", VTT, replaced(VTT, "WEBVTTX\n\n00:00.000 --> 00:01.000\nA\n"), "WebVTT"),
    Bad("vtt-latin-1", VTT, replaced(VTT, b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xe9\n"), "UTF-8"),
    Bad("vtt-folder", VTT, folder(VTT), "folder|directory"),
    Bad("vtt-pipe", VTT, pipe(VTT), ""),
    Bad("vtt-link", VTT, link(VTT), "link"),
    Bad("srt-no-cue", VTT[:-3] + "srt", replaced(VTT[:-3] + "srt", "Bonjour.\n"), "cue"),
    Bad("txt-empty", VTT[:-3] + "txt", replaced(VTT[:-3] + "txt", " \n"), "empty"),
    Bad("html-binary", VTT[:-3] + "html", replaced(VTT[:-3] + "html", BINARY), "UTF-8"),
    Bad("json-no-segments", VTT[:-3] + "json", replaced(VTT[:-3] + "json", "{}"), "segments"),
    Bad("chapters-empty", CHAPTERS, replaced(CHAPTERS, ""), "JSON|empty"),
    Bad("chapters-no-json", CHAPTERS, replaced(CHAPTERS, '{"version": "1.2.0",\n "chapters": [}'),
        "JSON"),
    Bad("chapters-none", CHAPTERS, replaced(CHAPTERS, '{"version": "1.2.0", "chapters": []}'),
        "chapters"),
    Bad("chapters-deep", CHAPTERS, replaced(CHAPTERS, "[" * 100_000), "JSON|nested|deep"),
    Bad("chapters-folder", CHAPTERS, folder(CHAPTERS), "folder|directory"),
    Bad("chapters-link", CHAPTERS, link(CHAPTERS), "link"),
    Bad("chapters-binary", CHAPTERS, replaced(CHAPTERS, BINARY), "JSON|UTF-8"),
    *(
        Bad(f"chapters-{name}", CHAPTERS,
            replaced(CHAPTERS, f'{{"version": {v}, "chapters": {c}}}'), says)
        for name, v, c, says in (
            ("no-version", "null", '[{"startTime": 0}]', "version"),
            ("no-time", '"1.2.0"', '[{"title": "A"}]', "startTime"),
            ("time-text", '"1.2.0"', '[{"startTime": "0:00"}]', "startTime"),
            ("time-nan", '"1.2.0"', '[{"startTime": NaN}]', "startTime|JSON"),
            ("time-negative", '"1.2.0"', '[{"startTime": -5}]', "startTime|negative|order"),
            ("time-huge", '"1.2.0"', f'[{{"startTime": {"9" * 400}}}]', "startTime"),
            ("time-enormous", '"1.2.0"', f'[{{"startTime": {"9" * 5000}}}]', ""),
            ("disorder", '"1.2.0"', '[{"startTime": 5}, {"startTime": 1}]', "order"),
            ("no-table", '"1.2.0"', "[1]", "startTime|chapters"),
        )
    ),
)  # fmt: skip

PICTURES = (
    Bad("cover-empty", "cover.jpg", replaced("cover.jpg", b""), "JPEG|empty"),
    Bad("cover-text", "cover.jpg", replaced("cover.jpg", "Bonjour."), "JPEG"),
    Bad("cover-cut", "cover.jpg", lambda p: p.write("cover.jpg", p.read("cover.jpg")[:3000]), ""),
    Bad("cover-folder", "cover.jpg", folder("cover.jpg"), "(?i)folder|directory"),
    Bad("cover-pipe", "cover.jpg", pipe("cover.jpg"), ""),
    Bad("cover-link", "cover.jpg", link("cover.jpg"), "symbolic link"),
    Bad("cover-tiny", "cover.jpg", picture((7, 7), "RGB", "JPEG"), "7 × 7"),
    Bad("cover-profile", "cover.png", cover_named("cover.png", _png_with_broken_profile()), ""),
    Bad("cover-small", "cover.jpg", picture((1399, 1399), "RGB", "JPEG"), "1399"),
    Bad("cover-large", "cover.png", picture((3001, 3001), "RGB", "PNG", "cover.png"), "3001"),
    Bad("cover-vast", "cover.png", picture((9999, 9999), "1", "PNG", "cover.png"), "9999|pixels"),
    Bad("cover-oblong", "cover.jpg", picture((1400, 1600), "RGB", "JPEG"), "square"),
    Bad("cover-cmyk", "cover.jpg", picture((1400, 1400), "CMYK", "JPEG"), "CMYK"),
    Bad("cover-rgba", "cover.png", picture((1400, 1400), "RGBA", "PNG", "cover.png"), "parent"),
    Bad("cover-gif", "cover.jpg", picture((1400, 1400), "P", "GIF"), "JPEG"),
    Bad("cover-named-gif", "cover.gif", cover_named("cover.gif"), "JPEG|gif"),
    Bad("cover-is-config", CONFIG, edited(CONFIG, "cover.jpg", CONFIG), "JPEG|picture|artwork"),
    Bad("cover-is-folder", "episodes", edited(CONFIG, "cover.jpg", "episodes"), "(?i)folder"),
    Bad("cover-is-recording", MP3, edited(CONFIG, "cover.jpg", MP3), "JPEG|picture|artwork"),
    Bad("picture-small", "episodes/eau/01-invite.png",
        lambda p: Image.new("RGB", (9, 9)).save(p.path / "episodes/eau/01-invite.png"), "9 × 9"),
    Bad("picture-text", "episodes/eau/01-invite.jpg", replaced("episodes/eau/01-invite.jpg", "x"),
        "JPEG"),
    Bad("picture-link", "episodes/eau/01-invite.jpg",
        lambda p: (p.path / "episodes/eau/01-invite.jpg").symlink_to(p.path / "cover.jpg"), "link"),
)  # fmt: skip


def _guid_of(project: Any, stem: str) -> str:
    return str(next(t.guid for t in project.told if t.stem == stem))


TOGETHER = (
    Bad("one-guid", ONE,
        lambda p: p.episode(NEW, 9, guid=_guid_of(p, "eau/01-invite")), "guid.*09-nouvel", "guid"),
    Bad("one-guid-waiting", ONE,
        lambda p: p.episode(NEW, 9, guid=_guid_of(p, "eau/01-invite"), audio=False), "guid"),
    Bad("one-title-a-day", ONE,
        lambda p: p.episode(NEW, 9, title="Entretien n° 01-invite"), "title.*same day", "title"),
    Bad("one-number", ONE, lambda p: p.episode(NEW, 1), "number.*09-nouvel", "number"),
    Bad("no-number", ONE, front("number = 1\n", ""), "number is missing"),
    Bad("two-recordings", ONE, lambda p: p.write(MP3[:-3] + "wav", "x"), "2 recordings"),
    Bad("two-recordings-by-case", ONE, lambda p: p.write(MP3[:-3] + "MP3", "x"), "2 recordings"),
    Bad("no-letter", "episodes/eau/🎙.md", new_episode(stem="eau/🎙"), "letter"),
    Bad("no-letter-folder", "episodes/水/01.md", new_episode(stem="水/01"), "letter"),
    Bad("one-address", "episodes/eau/ete.md",
        lambda p: (p.episode("eau/ete", 8), p.episode("eau/Été", 9)), "same address"),
    Bad("one-address-as-article", "episodes/eau.md", new_episode(stem="eau"), "same address"),
)  # fmt: skip


def _plain(project: Any, *damages: Damage) -> None:
    for damage in damages:
        damage(project)


def emptied(name: str) -> Damage:
    """public/ as somebody else left it: one file, and none of ours."""

    def damage(project: Any) -> None:
        project.remove("public")
        project.write(f"public/{name}", "Mine.\n")

    return damage


def outside(name: str, *, more: Damage | None = None) -> Damage:
    """A folder of public/ that is a link to one outside."""

    def damage(project: Any) -> None:
        project.remove(f"public/{name}")
        (project.path / "elsewhere").mkdir()
        (project.path / "public" / name).symlink_to(project.path / "elsewhere")
        if more:
            more(project)

    return damage


OUTPUT = (
    Bad("public-file", "public", replaced("public", "Mine.\n"), "file"),
    Bad("foreign-page", "public/index.html", emptied("index.html"), "not made"),
    Bad("foreign-feed", "public/feed.xml", emptied("feed.xml"), "not made"),
    Bad("foreign-episode-page", "public/eau/01-invite/index.html",
        emptied("eau/01-invite/index.html"), "not made"),
    Bad("foreign-link", "public/feed.xml",
        lambda p: (emptied("x")(p), (p.public / "feed.xml").symlink_to("away")), "not made|link"),
    Bad("file-for-media", "public/media", emptied("media"), ""),
    Bad("file-for-pages", "public/eau", emptied("eau"), ""),
    Bad("file-for-pictures", "public/artwork",
        lambda p: (p.episode(NEW, 9), p.remove("public/artwork"), p.write("public/artwork", "x")),
        ""),
    Bad("link-for-media", "public/media",
        outside("media", more=lambda p: p.episode(NEW, 9)), "link"),
    Bad("link-for-pictures", "public/artwork",
        outside("artwork", more=lambda p: p.episode(NEW, 9)), "link"),
    Bad("link-for-pages", "public/eau", outside("eau", more=lambda p: p.episode(NEW, 9)), "link"),
    Bad("link-for-a-page", "public/eau/01-invite",
        outside("eau/01-invite", more=lambda p: p.episode(NEW, 9)), "link"),
    Bad("folder-for-feed", "public/feed.xml",
        lambda p: (p.episode(NEW, 9), p.remove("public/feed.xml").mkdir()), ""),
    Bad("folder-for-page", "public/index.html",
        lambda p: (p.episode(NEW, 9), p.remove("public/index.html").mkdir()), ""),
)  # fmt: skip

ALL = (*SYNTAX, *SCHEMA, *FILES, *PICTURES, *TOGETHER, *OUTPUT)


@dataclass(frozen=True)
class Outcome:
    """A damaged project, what the command said of it, and what could have changed, before."""

    project: Any
    done: Any
    before: Any
    aside: Any


def outcome(bad: Bad, template: Any, folder: Path) -> Outcome:
    """Damage a copy of the built show, and build it."""
    project = template.copy(folder / bad.name)
    bad.damage(project)
    before, aside = project.tree(), _elsewhere(project)
    return Outcome(project, project.run("build", "--json", timeout=5), before, aside)


def _elsewhere(project: Any) -> list[str]:
    return sorted(path.name for path in project.path.glob("elsewhere/**/*"))


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, template: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Outcome]]]:
    """The outcomes of all rows that are tested in this run, as many at a time as there are CPUs."""
    params = [getattr(item, "callspec", None) for item in request.session.items]
    given = [call.params["bad"] for call in params if call and "bad" in call.params]
    rows = [bad for bad in given if isinstance(bad, Bad)]
    folder = tmp_path_factory.mktemp("bad")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {bad.name: pool.submit(outcome, bad, template, folder) for bad in rows}


@pytest.mark.parametrize("bad", ALL, ids=[bad.name for bad in ALL])
def test_bad_input(bad: Bad, outcomes: dict[str, Future[Outcome]]) -> None:
    """Status 1; file, line, fact and way out; no traceback; nothing in public/ is touched."""
    seen = outcomes[bad.name].result()
    project, done = seen.project, seen.done

    assert done.status == 1, done.all
    assert_is_clear(done)
    errors = [f for f in done.json["findings"] if f["level"] == "error"]
    told = [_sentence(error) for error in errors] or [done.json["error"]]
    about = [sentence for sentence in told if bad.where in sentence]
    assert about, f"{bad.where} is not named: {told}"
    assert re.search(bad.says, "\n".join(about)), f"{bad.says} is not said: {about}"
    if bad.at is not None:
        named = {e["line"] for e in errors if e["where"] == bad.where}
        assert named & _lines(project, bad), errors
    if bad.most is not None:
        assert len(errors) <= bad.most, errors
    for sentence in about:
        assert _has_way_out(sentence), f"no way out: {sentence}"
    assert project.tree() == seen.before
    assert _elsewhere(project) == seen.aside


def _sentence(finding: dict[str, Any]) -> str:
    place = finding["where"] if finding["line"] is None else f"{finding['where']}:{finding['line']}"
    return f"{place}: {finding['message']}" + (f" ({finding['fix']})" if finding["fix"] else "")


def _lines(project: Any, bad: Bad) -> set[int]:
    """The lines that may be named: the first where `at` is empty."""
    return {project.line(bad.where, at) if at else 1 for at in (bad.at or "").split("|")}


def _has_way_out(sentence: str) -> bool:
    """Whether a parenthesis tells what to do; a number or a rule's name is none."""
    asides = re.findall(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", sentence)
    return any(not re.match(r"(char \d|P20-|[A-Z]+-\d|\d)", aside) for aside in asides)


def assert_is_clear(done: Any) -> None:
    """What was said is meant for people: no traceback, no bug, no warning of Python's."""
    for sign in ("Traceback", "unexpected", "This is a bug", "Warning:", "[Errno", " 0 faults"):
        assert sign not in done.all, done.all
    assert "error: " in done.err


def test_recording_whose_episode_is_gone_is_told(project: Any) -> None:
    """A recording that no episode has is told at each build: somebody may miss it."""
    project.write("episodes/eau/09-perdu.mp3", project.read(MP3))
    for _ in range(2):
        done = project.run("build")
        assert done.status == 0, done.all
        assert "warning: episodes/eau/09-perdu.mp3: belongs to no episode" in done.err
        assert done.err.count("belongs to no episode") == 1
    project.episode("eau/09-perdu", 9, audio=False)
    project.write("episodes/eau/02-invite.master.mp3", project.read(MP3) + bytes(9))
    assert "no episode" not in project.run("list").all


def test_suffix_in_capitals(project: Any) -> None:
    """An episode's file renamed to .MD is an episode still, or is told; it does not vanish."""
    (project.path / ONE).rename(project.path / f"{ONE[:-2]}MD")
    done = project.run("build")
    if done.status == 0:
        assert len(_items(project)) == 3
    else:
        assert f"{ONE[:-2]}MD" in done.err


def test_five_faults_at_once(project: Any) -> None:
    """A podcast.toml with five faults names all five with their lines, in one run."""
    project.edit("podcast.toml", 'title = "La revue', "title = La revue")
    project.edit("podcast.toml", "https://podcast", "podcast")
    project.edit("podcast.toml", 'language = "fr"', 'langage = "fr"')
    project.edit("podcast.toml", "News > Politics", "News > Gardening")
    project.edit("podcast.toml", "podcast@example.org", "nobody")
    before = project.tree()

    done = project.run("build")

    assert done.status == 1
    assert_is_clear(done)
    for start in ("title", "link", "langage", "categories", "email"):
        assert f"podcast.toml:{project.line('podcast.toml', start)}: " in done.err
    assert "did you mean language?" in done.err
    assert project.tree() == before


def test_nothing_hides_behind_what_is_left_open(project: Any) -> None:
    """A quote, a list, a text and a table that are never closed hide no fault behind them."""
    project.edit("podcast.toml", 'title = "La revue', "title = La revue")
    project.edit("podcast.toml", 'link = "https', 'link = """https')
    project.edit("podcast.toml", '"]\n', '"\n')
    project.edit("podcast.toml", "explicit = false", "explicit: false")
    project.edit("podcast.toml", "[[people]]", "[people")
    project.edit("podcast.toml", "podcast@example.org", "nobody")
    at = ("title", "link", "categories|artwork", "explicit", "[people", "email")
    lines = [{project.line("podcast.toml", one) for one in starts.split("|")} for starts in at]

    done = project.run("build", "--json")

    found = {finding["line"] for finding in done.json["findings"]}
    assert all(found & several for several in lines), done.all
    assert len(found) == len(at)


def test_faults_of_all_files_at_once(project: Any) -> None:
    """One run names the faults of podcast.toml, of two episodes, of a recording and the cover."""
    project.edit("podcast.toml", "= false", '= "no"')
    project.edit(ONE, "number = 1", "number = 0")
    project.edit(ONE.replace("01", "02"), "title", "titel")
    project.write(MP3.replace("01", "03"), "Bonjour.\n" * 99)
    project.write("cover.jpg", "x")
    done = project.run("build")
    assert done.status == 1
    for name in ("podcast.toml:8", ONE, ONE.replace("01", "02"), MP3.replace("01", "03")):
        assert name in done.err


def test_messages_stay_on_one_line(project: Any) -> None:
    """An error is one line, even where its way out shows a table or a name holds line ends."""
    project.edit(ONE, "number = 1", 'people = 3\nnumber = 1\n"a\\nb\\u001b[31m" = 1')
    done = project.run("build")
    assert done.status == 1
    for line in done.err.splitlines():
        assert line.startswith("error: "), done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    ("value", "shown"),
    [("true", "true"), ("08:00:00", "08:00:00"), ("[2024-01-31]", "2024-01-31")],
)
def test_values_are_shown_as_they_are_written(value: str, shown: str, project: Any) -> None:
    """A message shows a value as TOML writes it, not as Python does."""
    project.edit(ONE, '"Entretien n° 01-invite"', value)
    done = project.run("build")
    assert f"title: {shown} is no text" in done.err.replace("[", "").replace("]", "")


def test_missing_guid_is_not_to_be_copied(project: Any) -> None:
    """The way out of a missing show guid is no guid: two shows would have the same one."""
    project.edit("podcast.toml", 'guid = "', '# guid = "')
    done = project.run("build")
    assert done.status == 1
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", done.err)


def test_json_of_findings(project: Any) -> None:
    """--json gives each finding with rule, level, where, line, message, fix and source."""
    project.edit("podcast.toml", "= false", '= "no"')
    done = project.run("build", "--json")
    assert done.status == 1
    assert done.json["findings"] == [
        {
            "rule": "key-explicit",
            "level": "error",
            "where": "podcast.toml",
            "line": 8,
            "message": "explicit: 'no' is neither true nor false",
            "fix": "write true or false, without quotes",
            "source": "PSP-16",
        }
    ]
    assert "1 fault" in done.json["error"]


@pytest.mark.parametrize("command", ["list", "build"])
def test_json_where_there_is_nothing(command: str, tmp_path: Path, make_project: Any) -> None:
    """--json prints JSON even where there is no project at all, and makes no file there."""
    project = make_project(episodes=0)
    for name in ("podcast.toml", "cover.jpg", "episodes"):
        project.remove(name)
    done = project.run(command, "--json")
    assert done.status == 1
    assert [f["where"] for f in done.json["findings"]][:1] == ["podcast.toml"]
    assert list(project.path.iterdir()) == []


def test_json_where_an_archive_can_t_lie(project: Any) -> None:
    """A folder that can't be made is told as JSON too, under the name that was given."""
    project.write("file", "")
    done = project.run("export", "file/show.zip", "--json")
    assert done.status == 1
    assert done.json["error"].startswith("file/show.zip: can't be written: ")


def test_json_of_what_nobody_thought_of(monkeypatch: pytest.MonkeyPatch, invoke: Any) -> None:
    """Whatever goes wrong, `--json` prints JSON, and nobody sees a traceback."""
    for fault, says in ((OSError(5, "I/O error", "disk"), "disk: I/O"), (KeyError("x"), "a bug")):
        monkeypatch.setattr("feed_builder.linking.build_with_links", _raising(fault))
        done = invoke("build", "--json")
        assert done.exit_code == 1
        assert says in json.loads(done.stdout)["error"]


def _raising(fault: Exception) -> Callable[[object], None]:
    def function(_request: object) -> None:
        raise fault

    return function


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",),
        ("build", "more"),
        ("build", "--base-url", "podcast.example.org"),
        ("build", "--base-url", "https://example.org/?a=b"),
        ("--project", "podcast.toml", "build"),
        ("build", "--output", "podcast.toml"),
        ("list", "--frob"),
        ("import",),
        (),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...], project: Any) -> None:
    """Wrong usage ends with 2, says so in a sentence, and touches nothing."""
    before = project.tree()
    done = project.run(*arguments)
    assert done.status == 2, done.all
    assert "Traceback" not in done.all
    assert "Usage: feed-builder" in done.err
    assert project.tree() == before


# --- Odd, and still good ----------------------------------------------------------------------

NAMES = (
    "une\nfin de ligne",
    "-tiret",
    "%25 #1 ? & <b>",
    "guillemets \" ' `$(x)`",
    "retour\\arrière",
    "\x1b[31mrouge",
    "été à Forêt-noire",
    "ÉTÉ",
    "e\u0301te\u0301 decompose",
    "deux.points.md",
    "x.chapters",
    " espace ",
    "con",
)


LONG_NAMES = ("n" * 250, "é" * 125)


def _assert_published(project: Any, titles: list[str]) -> None:
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    items = {item.findtext("title"): item for item in feed.iter("item")}
    for title in titles:
        for url in (items[title].findtext("link"), items[title].find("enclosure").get("url")):
            path = url.removeprefix("https://podcast.example.org/")
            assert re.fullmatch(r"[a-z0-9/.-]+", path)
            assert (project.public / path).exists()


def test_odd_names(project: Any) -> None:
    """Names with a letter or digit are published under plain ones, whatever else they hold.

    The guid is written into such files too.
    """
    for number, name in enumerate(NAMES, 10):
        project.episode(f"eau/{name}", number, guid=None, title=f"Nom {number}", beside=False)
    done = project.run("build")
    assert done.status == 0, done.all
    assert "\x1b" not in done.all
    _assert_published(project, [f"Nom {number}" for number, _ in enumerate(NAMES, 10)])


@pytest.mark.parametrize("name", LONG_NAMES, ids=["ascii", "accents"])
@pytest.mark.parametrize("guid", ["known", None], ids=["guid", "no-guid"])
def test_long_names(name: str, guid: str | None, project: Any) -> None:
    """A name as long as the file system takes is published as well, and given its guid."""
    project.episode(f"eau/{name}", 9, guid=guid, title="Un nom", beside=False)
    done = project.run("build")
    assert done.status == 0, done.all
    _assert_published(project, ["Un nom"])


def _crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def _bom(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


@pytest.mark.parametrize("change", [_crlf, _bom], ids=["crlf", "bom"])
@pytest.mark.parametrize("name", [CONFIG, ONE, "episodes/eau/article.md"])
def test_windows_texts(
    name: str, change: Callable[[bytes], bytes], project: Any, invoke: Any
) -> None:
    """CRLF and byte order marks change nothing that is published."""
    published = {path: seen[:1] for path, seen in project.tree().items()}
    project.write(name, change(project.read(name)))
    assert invoke("build").exit_code == 0
    assert {path: seen[:1] for path, seen in project.tree().items()} == published


@pytest.mark.parametrize("change", [_crlf, _bom], ids=["crlf", "bom"])
@pytest.mark.parametrize("name", [VTT, CHAPTERS])
def test_windows_companions(
    name: str, change: Callable[[bytes], bytes], project: Any, invoke: Any
) -> None:
    """Transcripts and chapters with CRLF or a byte order mark are taken."""
    project.write(name, change(project.read(name)))
    assert invoke("build").exit_code == 0


@pytest.mark.parametrize(
    "notes",
    [
        "Un caractère &#1; de contrôle.",
        "Et &#x1f; et &#xFFFE; et &#xD800; et &#0; et &#99999999;.",
        "Fin de CDATA ]]> et `]]>` et [lien](https://example.org/]]>).",
        '<a href="https://example.org/]]>">x</a>',
        "<![CDATA[ ]]> <?php ?> <!-- -- > <!doctype x>",
        "\ufeff\u2028\u2029\u0085\u200b\u202e",
        "[" * 2000 + "](" * 2000,
        "> " * 2000 + "a",
        "*" * 3000 + "a" + "*" * 3000,
        "<div>" * 3000,
        "- " * 600 + "a",
        "[^1]" * 500 + "\n\n[^1]: a",
    ],
    ids=range(12),
)
def test_odd_notes(notes: str, project: Any, invoke: Any) -> None:
    """Whatever stands in notes, the feeds and pages are sound."""
    project.edit(ONE, "Bonjour", notes)
    done = invoke("build")
    assert done.exit_code == 0, done.output[-2000:]
    for name in ("feed.xml", "atom.xml"):
        etree.fromstring((project.public / name).read_bytes(), etree.XMLParser(huge_tree=True))


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ufffe"], ids=["nul", "vt", "fffe"])
def test_stripped_characters_are_told(character: str, project: Any) -> None:
    """Design 8: a character that XML can't hold is stripped from notes, with the file's name."""
    project.edit(ONE, "Bonjour", f"Bon{character}jour")
    done = project.build("--json")
    assert character not in (project.public / "feed.xml").read_text("utf-8")
    assert [(f["level"], f["where"]) for f in done.json["findings"]] == [("warning", ONE)]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes UTF-8 names only")
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("command", ["build", "list"])
def test_names_that_are_no_utf_8(command: str, options: tuple[str, ...], project: Any) -> None:
    """A file's name in an old encoding is shown somehow, in every locale; no traceback."""
    content = project.read(ONE).replace(b"title", b"titel")
    Path(os.fsdecode(os.fsencode(project.path) + b"/episodes/eau/9\xff.md")).write_bytes(content)
    done = project.run(command, *options, PYTHONIOENCODING="utf-8:strict")
    assert done.status == 1, done.all
    assert_is_clear(done)


def test_titles_beyond_the_terminal_s_letters(project: Any) -> None:
    """`list` shows titles even where the terminal lacks their letters."""
    project.edit(ONE, "Entretien n°", "🎙 Entretien")
    done = project.run("list", PYTHONIOENCODING="latin-1")
    assert done.status == 0, done.all
    assert "unexpected" not in done.all


@pytest.mark.parametrize("epoch", ["9" * 25, "²", "-1", "demain"])
def test_odd_clocks(epoch: str, project: Any) -> None:
    """A SOURCE_DATE_EPOCH that is no time is told or let alone; it is no bug."""
    done = project.run("list", SOURCE_DATE_EPOCH=epoch)
    assert "unexpected" not in done.all
    assert "Traceback" not in done.all
    assert done.status in (0, 1, 2)


# --- What lies in the cache and in the manifest ------------------------------------------------

CACHES: tuple[Any, ...] = (
    b"",
    b"{}",
    b"[]",
    b"\xff",
    b"[" * 100_000,
    {"a": 1},
    {"cover": 3},
    {"cover.jpg": [1]},
    "known",
    [],
)


@pytest.mark.parametrize("content", CACHES, ids=[f"{i:02}" for i in range(len(CACHES))])
def test_spoilt_cache_costs_time_only(content: Any, project: Any, invoke: Any) -> None:
    """Design 8: losing the cache, or any nonsense in it, changes nothing that is published."""
    before = project.tree()
    for path in (project.path / ".feed-builder").glob("[!.]*"):
        path.write_bytes(_spoilt(path.read_bytes(), content))

    done = invoke("build")

    assert done.exit_code == 0, done.output
    assert project.tree() == before


def _spoilt(kept: bytes, content: Any) -> bytes:
    """A kept file with other bytes, or of the right version with another table in it.

    "known" spoils each value that is kept under a right signature.
    """
    _, _, table = kept.partition(b"\n")
    if isinstance(content, bytes) or not table.startswith(b'{"version"'):
        return content if isinstance(content, bytes) else kept
    told = json.loads(table)
    if content == "known":
        known = told["table"]
        content = {k: [*v[:-1], {}] if isinstance(v, list) and v else v for k, v in known.items()}
    spoilt = json.dumps({**told, "table": content}).encode()
    return b"%08x\n%b" % (crc32(spoilt), spoilt)


SWAPS = (
    (b'"published"', b'"publishde"'),
    (b'"title"', b'"titel"'),
    (b'"season"', b'"saison"'),
    (b'{"date":', b'{"dato":'),
    (b"Bonjour", b"Bonsoir"),
    (b'"number":1', b'"number":7'),
    (b'"pages":{', b'"pages":[],"x":{'),
)


@pytest.mark.parametrize(("old", "new"), SWAPS, ids=[f"{i:02}" for i in range(len(SWAPS))])
def test_damaged_cache_is_not_believed(old: bytes, new: bytes, project: Any, invoke: Any) -> None:
    """A kept file with some bytes changed by a bad disk reaches neither feed nor user."""
    before = project.tree()
    for path in (project.path / ".feed-builder").glob("[!.]*"):
        path.write_bytes(path.read_bytes().replace(old, new))
    os.utime(project.path / "podcast.toml")

    done = invoke("build")

    assert done.exit_code == 0, done.output
    assert project.tree() == before


@pytest.mark.parametrize(
    "more",
    [b"../podcast.toml\n", b"/etc/hostname\n", b"media\n", b"\xff\xfe\n", None],
    ids=range(5),
)
def test_spoilt_manifest(more: bytes | None, project: Any) -> None:
    """A manifest with lines that are not ours is let alone or told; nothing outside is removed."""
    manifest = "public/.feed-builder-manifest"
    if more is None:
        project.remove(manifest).mkdir()
    else:
        project.write(manifest, project.read(manifest) + more)
    before = {path: seen for path, seen in project.tree().items() if path not in manifest}

    done = project.run("build")

    assert (project.path / "podcast.toml").exists()
    assert {p: seen for p, seen in project.tree().items() if p not in manifest} == before
    if done.status != 0:
        assert_is_clear(done)
        assert _has_way_out(done.err)


def test_cache_that_can_t_be_kept(project: Any) -> None:
    """A file where the cache's folder should be costs time only."""
    project.remove(".feed-builder")
    project.write(".feed-builder", "x")
    before = project.tree()
    project.build()
    assert project.tree() == before


def test_what_leaves_public_stays_outside(project: Any) -> None:
    """A media folder moved away and linked back: nothing that lies outside public/ is removed."""
    (project.public / "media").rename(project.path / "elsewhere")
    (project.public / "media").symlink_to(project.path / "elsewhere")
    kept = sorted(path.name for path in (project.path / "elsewhere").iterdir())
    project.remove(ONE)

    project.run("build")

    assert sorted(path.name for path in (project.path / "elsewhere").iterdir()) == kept


@pytest.mark.parametrize("where", ["cover", "episode"])
def test_folder_that_leads_outside(where: str, project: Any, tmp_path: Path) -> None:
    """What is published lies in the project: a linked folder does not carry in what is outside."""
    private = tmp_path / "private"
    private.mkdir()
    if where == "cover":
        (project.path / "cover.jpg").rename(private / "cover.jpg")
        (project.path / "img").symlink_to(private)
        project.edit(CONFIG, "cover.jpg", "img/cover.jpg")
    else:
        (project.path / "episodes/eau").rename(private / "eau")
        (project.path / "episodes/eau").symlink_to(private / "eau")
    before = project.tree()

    done = project.run("build")

    assert done.status == 1, done.all
    assert_is_clear(done)
    assert project.tree() == before


# --- Rights -----------------------------------------------------------------------------------

# Root may write anywhere: the command is started without the two powers that let it.
_AS_EVERYBODY = """
import ctypes, os, sys
for capability in (1, 2):
    if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):
        sys.exit(77)
os.execv(sys.executable, [sys.executable, "-m", "feed_builder", *sys.argv[1:]])
"""


def run_as_everybody(project: Any, *arguments: str) -> Any:
    """The command without root's power over files."""
    if os.geteuid() != 0:
        return project.run(*arguments)
    if not sys.platform.startswith("linux"):
        pytest.skip("root's powers can't be given up here")
    done = project.run(*arguments, before=(sys.executable, "-c", _AS_EVERYBODY))
    if done.status == 77:
        pytest.skip("root's powers can't be given up here")
    return done


@contextmanager
def mode(path: Path, rights: int) -> Iterator[None]:
    """Other rights for a file or folder, for a while."""
    before = path.stat().st_mode
    path.chmod(rights)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize("options", [(), ("--force",), ("--accept-guid-changes",)])
def test_what_can_t_be_remembered_is_not_published(options: tuple[str, ...], project: Any) -> None:
    """Where podcast.lock can't be written public/ stays as it was: a preview is told instead."""
    assert project.run("build").status == 0
    project.episode(NEW, 9)
    before = project.tree()
    with mode(project.path, 0o555):
        done = run_as_everybody(project, "build", *options)
        assert project.tree() == before
    assert done.status == 1
    assert_is_clear(done)
    assert "error: podcast.lock: can’t be written" in done.err
    assert "--base-url" in done.err


@pytest.mark.parametrize("name", ["public", "public/media", "public/eau", "public/artwork"])
def test_read_only_output(name: str, project: Any) -> None:
    """A folder that may not be written is named with a way out, and nothing else changes."""
    project.episode(NEW, 9)
    project.write("cover.jpg", project.read("cover.jpg") + b"\0")
    before = project.tree()
    with mode(project.path / name, 0o555):
        done = run_as_everybody(project, "build")
        assert project.tree() == before
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert name in done.err
    assert _has_way_out(done.err)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (CONFIG, "read|rights|permission"),
        (ONE, "read|rights|permission"),
        (MP3, "read|permission"),
        (VTT, "read|permission"),
        ("cover.jpg", "read|permission"),
        ("episodes/eau", "read|permission"),
    ],
)
def test_unreadable_sources(name: str, says: str, project: Any) -> None:
    """A file or folder that may not be read is named; its episodes do not silently vanish.

    Once it may be read again, all is well: that changes neither its size nor its date.
    """
    before = project.tree()
    # A file that was read before is known by its signature: it must be opened again.
    project.remove(".feed-builder")
    with mode(project.path / name, 0o000):
        done = run_as_everybody(project, "build")
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert name in done.err
    assert re.search(says, done.err)
    assert project.tree() == before
    again = project.run("build")
    assert again.status == 0, again.all
    assert project.tree() == before


def test_guid_can_t_be_written(project: Any) -> None:
    """An episode that needs its guid written, in a folder that may not be, is a clear error."""
    project.episode(NEW, 9, guid=None)
    before = project.tree()
    with mode(project.path / "episodes/eau", 0o555):
        done = run_as_everybody(project, "build")
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert f"episodes/{NEW}.md" in done.err
    assert project.tree() == before


# A disk that is full after so many bytes of any file, as far as the command can see. Python
# would leave cut off bytecode (-B), which every later start of the program would stumble over.
_FULL_DISK = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
os.execv(sys.executable, [sys.executable, "-B", "-m", "feed_builder", *sys.argv[1:]])
"""


def test_full_disk(project: Any) -> None:
    """Where a recording can't be copied, its place in public/ is named; no feed or page changes."""
    project.episode(NEW, 9)
    before = project.tree()

    done = project.run("build", before=(sys.executable, "-c", _FULL_DISK))

    assert done.status == 1, done.all
    assert_is_clear(done)
    assert "public/media" in done.err
    assert f"episodes/{NEW}.mp3" not in done.err
    after = project.tree()
    assert {path: seen for path, seen in after.items() if "manifest" not in path} == {
        path: seen for path, seen in before.items() if "manifest" not in path
    }


def test_full_disk_at_import(project: Any) -> None:
    """An import that can't write leaves neither half a file nor an empty folder."""
    project.write("article.txt", ARTICLE_TEXT.replace("Suite.", "Suite. " * 1500))
    before = _sources(project)
    done = project.run("import", "article.txt", before=(sys.executable, "-c", _FULL_DISK))
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert _sources(project) == before


def test_read_only_project_builds_elsewhere(project: Any, tmp_path: Path) -> None:
    """A project that may not be written to is built into another folder: it needs no cache."""
    project.remove(".feed-builder")
    with mode(project.path, 0o555):
        done = run_as_everybody(project, "build", "--output", str(tmp_path / "out"))
    assert done.status == 0, done.all
    assert (tmp_path / "out/feed.xml").read_bytes() == project.read("public/feed.xml")


# --- --force ----------------------------------------------------------------------------------


def _items(project: Any) -> list[str]:
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    return [item.findtext("title") for item in feed.iter("item")]


@pytest.mark.parametrize(
    "damage",
    [
        replaced(ONE, "Bonjour.\n"),
        replaced(MP3, "Bonjour.\n" * 99),
        replaced(MP3, b""),
        front("number = 1", "number = 0"),
        folder(ONE),
    ],
    ids=["front-matter", "text", "empty", "number", "folder"],
)
def test_force_publishes_the_others(damage: Damage, project: Any) -> None:
    """--force: a broken episode costs no other its place, and is still told."""
    damage(project)
    done = project.run("build", "--force")
    assert done.status == 0, done.all
    assert_is_clear(done)
    assert _items(project) == ["Entretien n° 03-invite", "Entretien n° 02-invite"]


@pytest.mark.parametrize("name", [VTT, CHAPTERS, "episodes/eau/01-invite.jpg"])
def test_force_leaves_broken_companions_out(name: str, project: Any) -> None:
    """--force: a broken transcript, chapters file or picture is left out, its episode stays."""
    project.write(name, "x")
    done = project.run("build", "--force")
    assert done.status == 0, done.all
    assert len(_items(project)) == 3
    feed = (project.public / "feed.xml").read_text("utf-8")
    assert f"{Path(name).name.partition('.')[0]}.{Path(name).suffix}" not in feed


def test_force_keeps_guids_unique(project: Any) -> None:
    """--force: even so no guid stands twice in the feed (RSS-80)."""
    project.episode(NEW, 9, guid=_guid_of(project, "eau/01-invite"))
    project.run("build", "--force")
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    guids = [guid.text for guid in feed.iter("guid")]
    assert len(set(guids)) == len(guids)


def test_force_keeps_addresses_unique(project: Any) -> None:
    """--force: even so each item has a page of its own, and building again changes nothing."""
    project.episode("eau/ete", 8, title="Un")
    project.episode("eau/Été", 9, title="Deux")
    project.run("build", "--force")
    feed = etree.fromstring((project.public / "feed.xml").read_bytes())
    links = [item.findtext("link") for item in feed.iter("item")]
    assert len(set(links)) == len(links)
    before = project.tree()
    project.run("build", "--force")
    assert project.tree() == before


@pytest.mark.parametrize(
    "damage",
    [edited(CONFIG, "= false", "= no"), lambda p: p.remove("cover.jpg"), folder(CONFIG)],
    ids=["syntax", "no-cover", "folder"],
)
def test_force_can_t_do_without_a_show(damage: Damage, project: Any) -> None:
    """--force: without settings or a cover there is no show; nothing is touched."""
    damage(project)
    before = project.tree()
    done = project.run("build", "--force")
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert project.tree() == before


def test_force_replaces_a_foreign_page(project: Any) -> None:
    """--force: a page that was not ours is replaced."""
    emptied("index.html")(project)
    done = project.run("build", "--force")
    assert done.status == 0, done.all
    assert html.fromstring((project.public / "index.html").read_bytes()).find(".//h1") is not None


def test_force_can_t_write_into_a_file(project: Any) -> None:
    """--force: a file in the place of public/ stays what it is, and the way out is told."""
    project.remove("public")
    project.write("public", "Mine.\n")
    done = project.run("build", "--force")
    assert done.status == 1
    assert_is_clear(done)
    assert "public" in done.err
    assert _has_way_out(done.err)
    assert project.read("public") == b"Mine.\n"


def test_picture_that_pillow_warns_of(project: Any) -> None:
    """A photo with a broken index that shows all the same is taken, without Pillow's warnings."""
    out, one = BytesIO(), Image.new("RGB", (1400, 1400))
    one.save(out, "MPO", save_all=True, append_images=[one])
    content = out.getvalue()
    count = content.index(b"MPF\0") + 12
    project.write("cover.jpg", content[:count] + b"\xff\xff" + content[count + 2 :])
    done = project.run("build")
    assert done.status == 0, done.all
    assert "Warning" not in done.err


def test_all_is_for_later(project: Any) -> None:
    """Where every episode is scheduled, that is what is said, not that there is none."""
    done = project.run("build", SOURCE_DATE_EPOCH="1000000000")
    assert done.status == 1
    assert "scheduled" in done.err


# --- import -------------------------------------------------------------------------------------

ARTICLE_TEXT = """\
L’eau des villes

Par Anne Martin, journaliste

01.09.2023

## L’été

D’où vient l’eau du robinet ?

Ecoutez l’interview de Paul DURAND, directeur du musée

Suite.
"""
IMPORTS = (
    ("missing", lambda p: None, "article.txt", "no such file"),
    ("folder", lambda p: (p.path / "article.txt").mkdir(), "article.txt", "folder"),
    ("pipe", lambda p: os.mkfifo(p.path / "article.txt"), "article.txt", "file"),
    ("empty", replaced("article.txt", ""), "article.txt", "empty"),
    ("binary", replaced("article.txt", BINARY), "article.txt", "binary|text"),
    ("pdf", replaced("article.txt", b"%PDF-1.7\n" * 9), "article.txt", "PDF"),
    ("no-interview", replaced("article.txt", "Bonjour.\n"), "article.txt", "no interview"),
    ("config", lambda p: (p.write("article.txt", ARTICLE_TEXT), p.edit(CONFIG, "= false", "= no")),
     CONFIG, "TOML"),
    ("episodes-file", lambda p: (p.write("article.txt", ARTICLE_TEXT), p.remove("episodes"),
                                 p.write("episodes", "Mine.")), "episodes", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "where", "says"), [i[1:] for i in IMPORTS], ids=[i[0] for i in IMPORTS]
)
def test_bad_import(damage: Damage, where: str, says: str, project: Any) -> None:
    """Status 1; file, fact and way out; no traceback; nothing is written."""
    damage(project)
    before = _sources(project), project.tree()
    done = project.run("import", "article.txt", timeout=5)
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert where in done.err
    assert re.search(says, done.err)
    assert _has_way_out(done.err) or "; " in done.err, f"no way out: {done.err}"
    assert (_sources(project), project.tree()) == before


def _sources(project: Any) -> list[str]:
    return sorted(str(path) for path in (project.path / "episodes").rglob("*"))


@pytest.mark.parametrize("audio", ["nowhere", "cover.jpg", "public"])
def test_import_without_recordings(audio: str, project: Any) -> None:
    """A folder of recordings that is none is told before anything is written."""
    project.write("article.txt", ARTICLE_TEXT)
    before = _sources(project)
    done = project.run("import", "article.txt", "--audio", audio)
    assert done.status == 1, done.all
    assert_is_clear(done)
    assert audio in done.err
    assert _sources(project) == before


def test_import_tells_a_recording_that_no_build_publishes(project: Any) -> None:
    """Then, and not when it is built; a copy that was empty is had again."""
    project.write("article.txt", ARTICLE_TEXT)
    good = next(project.path.glob("episodes/*/*.mp3")).read_bytes()
    project.write("sound/01.mp3", b"")
    before = set(_sources(project))
    first = project.run("import", "article.txt", "--audio", "sound", "--json")
    assert first.status == 0, first.all
    assert any("01.mp3" in told and "is empty" in told for told in first.json["warnings"])

    project.write("sound/01.mp3", good)
    again = project.run("import", "article.txt", "--audio", "sound", "--json")
    assert again.status == 0, again.all
    assert not any("01.mp3" in told for told in again.json["warnings"])
    (copy,) = [path for path in set(_sources(project)) - before if path.endswith(".mp3")]
    assert Path(copy).read_bytes() == good


@pytest.mark.parametrize(
    "byte", [b"\xff", b"\xc3", b"\xed\xa0\x80"], ids=["ff", "cut", "surrogate"]
)
def test_import_of_a_text_with_one_bad_byte(byte: bytes, project: Any) -> None:
    """One stray byte does not turn every accent of an article into two letters unseen."""
    project.write("article.txt", ARTICLE_TEXT.encode().replace(b"Suite", b"Su" + byte + b"ite"))
    done = project.run("import", "article.txt")
    if done.status == 0:
        written = "".join(
            path.read_text("utf-8") for path in project.path.glob("episodes/l-eau-des-villes/*")
        )
        assert "Ã" not in written
        assert "warning" in done.err
    else:
        assert_is_clear(done)


@pytest.mark.parametrize("day", ["", "01.01.2026"], ids=["none", "today"])
def test_import_of_today_can_be_built(day: str, project: Any) -> None:
    """An article of today, or without a date, is published by the next build, at any hour."""
    project.write("article.txt", ARTICLE_TEXT.replace("01.09.2023", day))
    recording = project.read(MP3)
    project.remove("episodes/eau")
    imported = project.run("import", "article.txt")
    assert imported.status == 0, imported.all
    for path in project.path.glob("episodes/*/01-*.md"):
        path.with_suffix(".mp3").write_bytes(recording)
    done = project.run("build", "--accept-guid-changes")
    assert done.status == 0, done.all
    assert "scheduled" not in done.err


def test_a_recording_that_no_app_plays_is_told(project: Any) -> None:
    """A dictating machine's file beside an episode is no recording: its episode waits for one."""
    project.episode("eau/09-attente", 9, audio=False)
    project.write("episodes/eau/09-attente.WMA", b"sound")
    project.write("episodes/eau/02-invite.wav.aiff", b"sound")
    for _ in range(2):
        done = project.run("build")
        assert done.status == 0, done.all
        assert "warning: episodes/eau/09-attente.WMA: apps play no .WMA files" in done.err
        assert done.err.count("apps play no") == 1
    project.write("episodes/eau/09-attente.mp3", project.read(MP3))
    assert "apps play no" not in project.run("list").all
