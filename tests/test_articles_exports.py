"""WordPress exports too large to hold are read post by post."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from feed_builder.articles import ImportResult, import_article
from feed_builder.articles.readers import MOST_BYTES
from feed_builder.errors import ArticleError

EXPORT = Path(__file__).parent / "data" / "articles" / "wald.xml"
TEXT = EXPORT.read_text(encoding="utf-8")
START, END = TEXT.index("<item>"), TEXT.rindex("</item>") + len("</item>")
WORDS = "<p>Der Verein hat ein Jahr gearbeitet und Bäume gesetzt, Reihe um Reihe.</p>\n" * 800
POST = (
    "<item><title>Beitrag {0}</title><link>https://waldblatt.example.org/{0}</link>"
    "<dc:creator><![CDATA[jholm]]></dc:creator><content:encoded><![CDATA[{1}\x0b]]></content:encoded>"
    "<wp:post_id>{0}</wp:post_id><wp:post_name>beitrag-{0}</wp:post_name>"
    "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n"
)


def _export(path: Path, *, posts: int, held: str, head: str = TEXT[:START]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(posts):
            file.write(POST.format(number, WORDS))
            file.write(held if number == posts // 2 else "")
        file.write(TEXT[END:])
    assert path.stat().st_size > MOST_BYTES
    return path


def _imported(path: Path, post: str | None = None) -> ImportResult:
    return import_article(
        path, project=path.parent, post=post, default_date=date(2026, 1, 1), dry_run=True
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    return _export(folder / "large.xml", posts=400, held=TEXT[START:END])


def test_a_large_export_is_read_as_a_small_one_is(large: Path) -> None:
    small = _imported(EXPORT)
    found = _imported(large)
    assert found.article.title == "Der Wald nach dem Sturm"
    assert [one.notes for one in found.interviews] == [one.notes for one in small.interviews]


def test_a_post_of_a_large_export_is_chosen_by_its_name(large: Path) -> None:
    assert _imported(large, "sturm").article.author == "Jutta Holm"
    with pytest.raises(ArticleError, match="none of its 402 posts is called “nichts”"):
        _imported(large, "nichts")


def test_a_large_export_without_interviews_says_so(tmp_path: Path) -> None:
    path = _export(tmp_path / "none.xml", posts=400, held="")
    with pytest.raises(ArticleError, match="none of its 400 posts announces an interview"):
        _imported(path)


def test_a_large_export_of_several_announces_which(tmp_path: Path) -> None:
    again = TEXT[START:END].replace("[sturm]", "[sturm-2]")
    path = _export(tmp_path / "two.xml", posts=400, held=TEXT[START:END] + again)
    with pytest.raises(ArticleError, match="2 posts announce interviews: choose one with --post"):
        _imported(path)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("<?xml version='1.0'?><html><body>", "no WordPress export"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>" + TEXT[TEXT.index("<rss") : START], "defines entities"),
    ],
)
def test_other_large_files_are_refused(tmp_path: Path, head: str, said: str) -> None:
    with pytest.raises(ArticleError, match=said):
        _imported(_export(tmp_path / "other.xml", posts=400, held="", head=head))


def test_a_large_export_takes_little_memory(large: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "feed_builder", "import", str(large), "--dry-run"],
        cwd=large.parent,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000)),
    )
    assert done.returncode == 0, done.stderr
    assert "Hanna Lorenz" in done.stderr
