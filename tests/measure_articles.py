"""How well import reads the articles of tests/data/articles: precision and recall of each field.

`python tests/measure_articles.py [name …]` prints the scores, and what is not as wanted.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from feed_builder.articles import as_json, import_article
from feed_builder.errors import ArticleError

DATA = Path(__file__).parent / "data" / "articles"
FIELDS = (
    "title",
    "author",
    "date",
    "guests",
    "roles",
    "kind",
    "section",
    "notes",
    "duration",
    "audio",
)


@dataclass(frozen=True, slots=True)
class Score:
    """How often a field was found, was wanted, and was both."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    def with_values(self, wanted: set[Any], found: set[Any]) -> Score:
        """This score with the values of one more place."""
        return Score(
            self.right + len(wanted & found), self.found + len(found), self.wanted + len(wanted)
        )


def measured(names: list[str]) -> tuple[dict[str, Score], list[str]]:
    """The score of each field over the articles called `names` (all if none), and differences."""
    scores = dict.fromkeys(FIELDS, Score())
    differences: list[str] = []
    for expected in sorted(DATA.glob("*.json")):
        if names and expected.stem not in names:
            continue
        wanted = json.loads(expected.read_text(encoding="utf-8"))
        found = _read(next(p for p in DATA.glob(f"{expected.stem}.*") if p != expected))
        for field, place, ours, theirs in _places(wanted, found):
            scores[field] = scores[field].with_values(ours, theirs)
            if ours != theirs:
                differences.append(f"{expected.stem} {place} {field}: {theirs} is not {ours}")
    return scores, differences


def _read(source: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = import_article(
                source, project=Path(folder), default_date=date(2020, 1, 1), dry_run=True
            )
        except ArticleError:
            return {"article": {}, "episodes": []}
        return as_json(result)


def _places(
    wanted: dict[str, Any], found: dict[str, Any]
) -> Iterator[tuple[str, str, set[Any], set[Any]]]:
    """Each field in each place of an article: what is wanted there, and what was found."""
    for field in ("title", "author", "date"):
        yield (
            field,
            "article",
            _stated(wanted.get("article", {}).get(field)),
            _stated(found["article"].get(field)) if wanted.get("article") else set(),
        )
    for place, ours, theirs in _paired(wanted["episodes"], found["episodes"]):
        rows = zip(_values(ours, ours), _values(theirs, ours), strict=True)
        for (field, mine), (_, other) in rows:
            yield field, place, mine, other


def _paired(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Episodes that are meant to be the same: by their guests, else by their order."""
    left = list(found)
    for number, one in enumerate(wanted, 1):
        names = _names(one)
        alike = [o for o in left if names and _names(o) == names and o["kind"] == one["kind"]]
        rest = len(wanted) - number
        other = alike[0] if alike else (left[0] if len(left) > rest else {})
        if other:
            left.remove(other)
        yield f"episode {number}", one, other
    for one in left:
        yield f"more: {one['marker'][:60]}", {}, one


def _names(episode: dict[str, Any]) -> frozenset[str]:
    return frozenset(guest["display_name"] for guest in episode.get("guests", ()))


def _values(episode: dict[str, Any], wanted: dict[str, Any]) -> list[tuple[str, set[Any]]]:
    """The values of an episode by field; titles only where one is wanted."""
    guests = episode.get("guests", ())
    titled = "title" in wanted or not wanted
    return [
        ("title", _stated(episode.get("title")) if titled else set()),
        ("guests", {guest["display_name"] for guest in guests}),
        ("roles", {(g["display_name"], g["role"]) for g in guests if g["role"]}),
        ("kind", _stated(episode.get("kind"))),
        ("section", _stated(episode.get("section"))),
        ("notes", _stated(episode.get("notes"))),
        ("duration", _stated(episode.get("duration_s"))),
        ("audio", _stated(episode.get("audio_url"))),
    ]


def _stated(value: Any) -> set[Any]:
    return {value} if value else set()


def table(scores: dict[str, Score]) -> Iterator[str]:
    """The scores as lines."""
    yield f"{'field':10} {'precision':>9} {'recall':>9} {'wanted':>7}"
    for field, score in scores.items():
        yield f"{field:10} {score.precision:9.3f} {score.recall:9.3f} {score.wanted:7}"


def main(arguments: list[str]) -> int:
    """Print the scores; 1 where a field is below what the project asks for (0.97)."""
    scores, differences = measured(arguments)
    for line in (*table(scores), *differences):
        sys.stdout.write(f"{line}\n")
    return int(any(min(score.precision, score.recall) < 0.97 for score in scores.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
