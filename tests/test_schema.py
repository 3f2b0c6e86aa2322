"""The JSON Schemas say of podcast.toml and of front matter what reading says of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from feed_builder.cli.schema import NAMES
from feed_builder.read.episode_keys import ARTICLE_KEYS, EPISODE_KEYS
from feed_builder.read.item_tag_keys import LIVE_KEYS
from feed_builder.read.json_schema import SCHEMAS, as_json, json_schema
from feed_builder.read.schema import Key
from feed_builder.read.show_keys import SHOW_KEYS

from .conftest import CONFIG, Project
from .test_feeds import LIVE
from .test_tags import examples

ROOT = Path(__file__).parents[1]


def faults(name: str, document: dict[str, Any]) -> list[str]:
    """What the schema says against a document."""
    validator = Draft202012Validator(json_schema(name))
    return [error.message for error in validator.iter_errors(as_json(document))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    """By the dialect's own schema."""
    Draft202012Validator.check_schema(json_schema(name))


def test_command_knows_every_schema(project: Project) -> None:
    """What --help offers is what there is, and each is printed."""
    assert NAMES == SCHEMAS
    assert project.run("schema").json == json_schema("podcast")
    assert project.run("schema", "live").json == json_schema("live")


@pytest.mark.parametrize(
    ("name", "keys"), [("podcast", SHOW_KEYS), ("episode", EPISODE_KEYS), ("article", ARTICLE_KEYS)]
)
def test_every_example_is_valid(name: str, keys: tuple[Key, ...]) -> None:
    """All examples of the documentation as one document."""
    text = examples(keys, set())
    head, tables = text[: text.index("\n[")], text[text.index("\n[") :]
    assert faults(name, tomllib.loads(head + tables)) == []


def test_what_is_built_is_valid() -> None:
    """The sample show, the tests' show and a broadcast."""
    assert faults("podcast", tomllib.loads((ROOT / "podcast.toml").read_text("utf-8"))) == []
    assert faults("podcast", tomllib.loads(CONFIG)) == []
    assert faults("live", tomllib.loads(LIVE.split("+++")[1])) == []
    for file in (ROOT / "episodes").rglob("*.md"):
        if file.name != "README.md":
            front = tomllib.loads(file.read_text("utf-8").split("+++\n")[1])
            assert faults("article" if file.name == "article.md" else "episode", front) == []


@pytest.mark.parametrize(
    "change",
    [
        {"titel": "x"},
        {"explicit": "no"},
        {"type": "daily"},
        {"categories": ["News > Gardening"]},
        {"people": [{"role": "host"}]},
        {"feed": {"limit": 0}},
    ],
    ids=str,
)
def test_faults_are_found(change: dict[str, Any]) -> None:
    """An editor marks what `build` would refuse."""
    assert faults("podcast", tomllib.loads(CONFIG) | change) != []


def _kinds(keys: tuple[Key, ...]) -> list[Key]:
    return [one for key in keys for one in (key, *_kinds(key.keys))]


@pytest.mark.parametrize("keys", [SHOW_KEYS, EPISODE_KEYS, ARTICLE_KEYS, LIVE_KEYS])
def test_every_kind_has_a_schema(keys: tuple[Key, ...]) -> None:
    """No key takes anything at all without saying so."""
    without = [
        key.name for key in _kinds(keys) if key.kind and not hasattr(key.kind, "json_schema")
    ]
    assert without == []
