"""Text made to hurt: any of it gives a result or one clear sentence, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_builder.articles import as_json, import_article
from feed_builder.articles.bylines import date_line, find_byline
from feed_builder.articles.dates import find_date
from feed_builder.articles.decoding import decoded
from feed_builder.articles.durations import find_duration
from feed_builder.articles.folding import fold, plain
from feed_builder.articles.interviews import Found, find_interviews
from feed_builder.articles.markers import find_marker, is_label
from feed_builder.articles.names import display_name
from feed_builder.articles.people import parse_people
from feed_builder.articles.readers import read_markdown, read_plain_text
from feed_builder.errors import ArticleError

MARKER = "\n\nÉcoutez l’interview de Rosa BRUNEL, maire :\n"

# What articles are made of, in every wrong order.
PIECES = st.sampled_from(
    [
        "Écoutez l’interview de ",
        "Écoutez l’intégralité de la table ronde",
        "Listen to the interview with ",
        "Rosa BRUNEL",
        "d’ORMESSON",
        ", maire de Sorgue",
        " et ",
        ", ",
        " :",
        "(1h26)",
        "[1]",
        "[^1]: ",
        "1. ",
        "1 . ",
        "# ",
        "## ",
        "- ",
        "> ",
        "**",
        "_",
        "```",
        "+++",
        "---",
        "title: ",
        'title = "a"',
        "Par Anne Roy - 01.09.2023",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "Une phrase. Une autre !",
        "Partager",
        "<!--",
        "-->",
        "](https://a.org/b)",
        "[",
        "Mme ",
        "’",
        "\u0301",
        "🎧",
        "ß",
        "İ",
        "ﬁ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join),
)
READERS = (read_plain_text, read_markdown)


def outcome(text: str, read: Callable[..., object]) -> Found | None:
    """What was found, or None where the article is refused."""
    try:
        cleaned, _ = decoded(text.encode("utf-8", "replace"))
        source = read(cleaned, "name")
        return find_interviews(source)  # type: ignore[arg-type]
    except ArticleError as error:
        assert str(error)
        return None


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(READERS))
def test_any_text_gives_interviews_or_an_article_error(
    text: str, read: Callable[..., object]
) -> None:
    found = outcome(text + MARKER, read)
    if found is None:
        return
    titles = [interview.title for interview in found.interviews]
    assert [interview.order for interview in found.interviews] == list(range(1, len(titles) + 1))
    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) <= 255 for title in titles)
    assert all(interview.label for interview in found.interviews)
    assert 0 < len(found.article.title) <= 255


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_any_article_can_be_imported_twice(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    source, project = folder / "article.txt", folder / "project"
    source.write_text(text + MARKER, encoding="utf-8", errors="replace")
    project.mkdir()
    try:
        first = import_article(source, project=project, default_date=date(2020, 1, 1))
    except ArticleError:
        assert list(project.iterdir()) == []
        return
    second = import_article(source, project=project, default_date=date(2021, 1, 1))
    assert {action.what.value for action in first.actions} == {"created"}
    assert {action.what.value for action in second.actions} == {"unchanged"}
    assert as_json(first)["episodes"] == as_json(second)["episodes"]
    assert [path.name for path in project.iterdir()] == ["episodes"]


@given(st.text(max_size=200))
def test_folding_never_loses_its_way(text: str) -> None:
    view = fold(text)
    places = [view.place(index) for index in range(len(view.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(text)


@given(st.text(max_size=200))
def test_any_text_may_be_a_name(text: str) -> None:
    for person in parse_people(text).guests:
        assert person.name
        assert person.name in text
        assert person.role is None or person.role in text
    display_name(text)


LINE_FUNCTIONS: tuple[Callable[[str], object], ...] = (
    find_marker,
    find_duration,
    find_date,
    find_byline,
    date_line,
    is_label,
    parse_people,
    plain,
)
GROWING = (
    "écoutez ",
    "Écoutez l’interview de Rosa BRUNEL, ",
    "Rosa BRUNEL et ",
    "Rosa BRUNEL, ",
    "de la ",
    "M. ",
    "a.",
    "A. B",
    "1",
    "1h",
    "(1",
    "1:",
    "1 ",
    "-",
    "- ",
    ": ",
    " ",
    "\u00a0",
    "\n",
    "(",
    "[",
    "[a](",
    "[]",
    "*",
    "_",
    "\\",
    "'",
    "|",
    "01.09.",
    "septembre ",
    "par ",
)


def seconds(function: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    function(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", GROWING)
def test_no_line_makes_a_pattern_slow(piece: str) -> None:
    for function in LINE_FUNCTIONS:
        for beginning in ("", "Écoutez l’interview de ", "Par "):
            # Quadratic time would take minutes here, linear time takes milliseconds.
            text = beginning + piece * (100_000 // len(piece)) + "!"
            assert seconds(function, text) < 2, (function, beginning)
            # The longest line that is looked at closely.
            assert seconds(function, beginning + (piece * 400)[:370]) < 0.5, (function, beginning)


DOCUMENTS = {
    "one line": "a bc ",
    "short lines": "Un petit texte ici\n",
    "short paragraphs": "Un petit texte ici\n\n",
    "announcements": "Écoutez l’interview de Rosa BRUNEL, maire :\n\n",
    "almost announcements": "Écoutez l’interview de la \n\n",
    "broken announcements": "Écoutez l’interview\nde\n",
    "lists": "- a\n",
    "nested lists": "  - a\n",
    "announced lists": "- Écoutez l’interview de Rosa BRUNEL\n",
    "quotes": "> a\n",
    "nested quotes": ">",
    "footnotes": "[1] a [1]\n",
    "calls": "a [1] ",
    "Markdown footnotes": "[^1]: a\n",
    "headings": "# a\n",
    "underlines": "a\n---\n",
    "fences": "```\n",
    "comments": "<!--",
    "closed comments": "<!-- -->",
    "brackets": "[",
    "links": "[a](",
    "stars": "*",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "bylines": "Par Rosa Brunel\n\n",
    "dates": "01.09.2023\n\n",
    "furniture": "Partager\n\n",
    "endings": "Commentaires\n\n",
    "front matter": "+++\n",
    "YAML": "---\na: b\n",
    "tags": "<div>",
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_megabyte_of_anything_is_done_in_seconds(name: str, read: Callable[..., object]) -> None:
    piece = DOCUMENTS[name]
    text = piece * (1_000_000 // len(piece)) + MARKER
    assert seconds(lambda text: outcome(text, read), text) < 10


def test_a_text_of_five_megabytes_is_read(tmp_path: Path) -> None:
    paragraph = "Une phrase comme on en lit dans les articles, ni longue ni courte. " * 6 + "\n\n"
    source = tmp_path / "long.txt"
    source.write_text(f"Un titre\n\n{paragraph * 12_500}{MARKER}", encoding="utf-8")
    assert source.stat().st_size > 5_000_000
    started = time.process_time()
    result = import_article(source, project=tmp_path, default_date=date(2020, 1, 1), dry_run=True)
    assert time.process_time() - started < 10
    (interview,) = result.interviews
    assert len(interview.notes) < 110_000


def test_a_page_of_announcements_is_no_article() -> None:
    lines = "".join(f"Écoutez l’interview de Rosa BRUNEL, maire {n} :\n\n" for n in range(600))
    with pytest.raises(ArticleError, match="more than 500 interviews"):
        find_interviews(read_plain_text(lines, "x"))


def test_markup_in_a_text_reaches_notes_as_text_only() -> None:
    text = "Un titre\n\nDu texte <script>alert(1)</script> et <img src=x onerror=a>.\n" + MARKER
    (interview,) = find_interviews(read_plain_text(text, "x")).interviews
    assert "<script>" not in interview.notes.replace(r"\<script>", "")
    assert "<img" not in interview.notes.replace(r"\<img", "")


def test_a_title_cannot_break_out_of_its_link() -> None:
    text = "Un ](javascript:alert(1)) titre [\n\nPar Rosa Brunel\n\nDu texte." + MARKER
    (interview,) = find_interviews(read_plain_text(text, "x")).interviews
    assert r"[Un \](javascript:alert(1)) titre \[](article.md)" in interview.notes
