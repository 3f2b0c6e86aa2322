"""How well the articles of tests/data/articles are read, field by field, and what is said of it."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from feed_builder.articles import import_article
from feed_builder.cli import cli

ENOUGH = 0.97
HERE = Path(__file__).parent
DATA = HERE / "data" / "articles"


def _script() -> ModuleType:
    """The script that `nox -s articles` runs; tests are no package."""
    spec = importlib.util.spec_from_file_location("measure_articles", HERE / "measure_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


measure = _script()


def test_each_field_of_the_articles_is_read_well_enough() -> None:
    scores, differences = measure.measured([])
    assert set(scores) == set(measure.FIELDS)
    low = [
        field
        for field, score in scores.items()
        if min(score.precision, score.recall) < ENOUGH or not score.wanted
    ]
    assert low == [], "\n".join([*measure.table(scores), *differences])


def test_there_are_articles_in_every_language_and_enough_of_them() -> None:
    assert len(list(DATA.glob("*.json"))) >= 40


def test_every_block_is_explained(tmp_path: Path) -> None:
    result = import_article(
        DATA / "harbour.txt", project=tmp_path, default_date=date(2020, 1, 1), dry_run=True
    )
    lines = result.found.explanation()
    numbers = [int(line.partition(":")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert "taken as an announcement (interview; Captain Rhona McAllister)" in "\n".join(lines)
    for why in ("title", "line of the author", "section's heading", "as text", "left out"):
        assert any(why in line for line in lines), why


@pytest.mark.parametrize("json", [False, True])
def test_explain_prints_a_line_for_each_block(tmp_path: Path, json: bool) -> None:
    arguments = ["-C", str(tmp_path), "import", str(DATA / "harbour.txt"), "--dry-run", "--explain"]
    result = CliRunner().invoke(cli, [*arguments, *(["--json"] if json else [])])
    assert result.exit_code == 0
    assert ": paragraph: taken as a section's heading: “A slower timetable”" in (
        result.stderr if json else result.stdout
    )
    assert ("taken as" in result.stdout) is not json


def test_explain_tells_why_nothing_was_found(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(
        "# A title\n\nBy Ada Crowe\n\n## A part\n\nSome text.\n\nInterview with Bo Lee\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["-C", str(tmp_path), "import", str(article), "--explain"])
    assert result.exit_code != 0
    assert "a caption, but no player is beside it" in result.stdout
    assert "no interview is announced" in result.stderr
