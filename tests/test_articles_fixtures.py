"""Articles and the interviews that must come out of them, whatever editors did to the text."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feed_builder.articles import as_json, import_article
from feed_builder.articles.exports import may_announce
from feed_builder.articles.readers import path_document, read_documents
from feed_builder.errors import ArticleError

DATA = Path(__file__).parent / "data" / "articles"
SEED = DATA / "transitions-industrielles.txt"
EXPECTED = sorted(DATA.glob("*.json"))


def read(source: Path, project: Path) -> dict[str, Any]:
    """What `import --json --dry-run` prints."""
    return as_json(
        import_article(source, project=project, default_date=date(2020, 1, 1), dry_run=True)
    )


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Each field that is not as wanted; keys that `wanted` does not name may be there."""
    pairs = [("article", wanted["article"], found["article"])]
    pairs += [
        (f"episode {one['order']}", one, other)
        for one, other in zip(wanted["episodes"], found["episodes"], strict=True)
    ]
    return [
        f"{place} {key}: {theirs.get(key)!r} is not {value!r}"
        for place, ours, theirs in pairs
        for key, value in ours.items()
        if theirs.get(key, "missing") != value
    ]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_an_article_gives_the_interviews_written_beside_it(expected: Path, tmp_path: Path) -> None:
    source = next(path for path in DATA.glob(f"{expected.stem}.*") if path != expected)
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    if wanted["episodes"]:
        assert differences(wanted, read(source, tmp_path)) == []
    else:
        with pytest.raises(ArticleError, match="no interview is announced"):
            read(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_no_article_that_announces_is_passed_over_among_many(expected: Path) -> None:
    """Of many posts only those are looked at that hold a word of announcements, or a player."""
    if json.loads(expected.read_text(encoding="utf-8"))["episodes"]:
        source = next(path for path in DATA.glob(f"{expected.stem}.*") if path != expected)
        assert any(map(may_announce, read_documents(path_document(source))))


def test_every_article_has_its_expected_interviews() -> None:
    sources = {path.stem for path in DATA.iterdir() if path.suffix != ".json"}
    assert sources == {path.stem for path in EXPECTED}
    assert len(sources) >= 11


def wrapped(width: int) -> Callable[[str], str]:
    """Text broken at `width`, as mail and editors do."""

    def wrap(text: str) -> str:
        lines = [textwrap.wrap(line, width, break_on_hyphens=False) for line in text.split("\n")]
        return "\n".join("\n".join(line) for line in lines)

    return wrap


def bold_markers(text: str) -> str:
    return re.sub(r"^(Ecoutez.*?)\s*$", r"**\1**", text, flags=re.MULTILINE)


def marked_headings(text: str) -> str:
    lines = text.split("\n")
    for number in (13, 23, 29, 35, 41):
        lines[number - 1] = f"## {lines[number - 1]}"
    lines[6] = f"# {lines[6]}"
    return "\n".join(lines)


def with_page_below(text: str) -> str:
    return f"{text}\n\nPartager\nImprimer\n\nSur le même sujet\nUn autre article à lire demain\n"


# What differs in the text differs in the values too: they are compared without it.
ALIKE = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
DISGUISES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "decomposed": (lambda text: unicodedata.normalize("NFD", text), ".txt", "utf-8"),
    "straight apostrophes": (lambda text: text.replace("’", "'"), ".txt", "utf-8"),
    "broken at 60": (wrapped(60), ".txt", "utf-8"),
    "broken at 72": (wrapped(72), ".txt", "utf-8"),
    "broken at 100": (wrapped(100), ".txt", "utf-8"),
    "bold markers": (bold_markers, ".txt", "utf-8"),
    "Markdown": (marked_headings, ".md", "utf-8"),
    "Markdown without headings": (str, ".md", "utf-8"),
    "bold markers in Markdown": (lambda text: bold_markers(marked_headings(text)), ".md", "utf-8"),
    "Windows line ends": (lambda text: text.replace("\n", "\r\n"), ".txt", "utf-8"),
    "old Mac line ends": (lambda text: text.replace("\n", "\r"), ".txt", "utf-8"),
    "byte order mark": (str, ".txt", "utf-8-sig"),
    "Windows-1252": (str, ".txt", "cp1252"),
    "UTF-16": (str, ".txt", "utf-16"),
    "no blank lines": (lambda text: re.sub(r"\n\s*\n", "\n", text), ".txt", "utf-8"),
    "no-break spaces": (
        lambda text: text.replace(" :", "\u202f:").replace("Ecoutez l", "Ecoutez\u00a0l"),
        ".txt",
        "utf-8",
    ),
    "an accent": (lambda text: text.replace("Ecoutez", "Écoutez"), ".txt", "utf-8"),
    "capitals": (
        lambda text: text.replace("Ecoutez l’interview de", "ÉCOUTEZ L’INTERVIEW DE"),
        ".txt",
        "utf-8",
    ),
    "other words": (
        lambda text: text.replace("Ecoutez l’interview de", "À écouter : l’entretien avec"),
        ".txt",
        "utf-8",
    ),
    "no colons": (
        lambda text: re.sub(r"^(Ecoutez.*?)\s*:\s*$", r"\1", text, flags=re.MULTILINE),
        ".txt",
        "utf-8",
    ),
    "behind the text": (lambda text: re.sub(r"\n\n(Ecoutez)", r" \1", text), ".txt", "utf-8"),
    "a page below": (with_page_below, ".txt", "utf-8"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_first_article_is_the_same_in_every_disguise(disguise: str, tmp_path: Path) -> None:
    disguised, suffix, encoding = DISGUISES[disguise]
    source = tmp_path / f"article{suffix}"
    source.write_bytes(disguised(SEED.read_text(encoding="utf-8")).encode(encoding))
    wanted = json.loads(SEED.with_suffix(".json").read_text(encoding="utf-8").translate(ALIKE))
    found = json.loads(json.dumps(read(source, tmp_path), ensure_ascii=False).translate(ALIKE))
    for episode in wanted["episodes"]:
        del episode["marker"]
    assert differences(wanted, found) == []


def test_page_furniture_is_in_no_notes(tmp_path: Path) -> None:
    for episode in read(SEED, tmp_path)["episodes"]:
        for furniture in ("La revue", "Revenir à la Une", "Partager"):
            assert furniture not in episode["notes"]


def test_the_source_address_is_linked_when_it_is_known(tmp_path: Path) -> None:
    result = import_article(
        SEED,
        project=tmp_path,
        source_url="https://revue.example.org/été (2)",
        default_date=date(2020, 1, 1),
        dry_run=True,
    )
    link = "(https://revue.example.org/%C3%A9t%C3%A9%20%282%29)"
    assert all(link in interview.notes for interview in result.interviews)
    assert all("(article.md)" not in interview.notes for interview in result.interviews)
