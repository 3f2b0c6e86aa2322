"""The documentation says everything: commands, options, keys, rules."""

from __future__ import annotations

import configparser
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from feed_builder.check.rules import RULES
from feed_builder.cli import cli

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def reference() -> ModuleType:
    """The program that makes the reference pages."""
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "commands.md",
        "configuration.md",
        "rules.md",
        "clients.md",
        "tags.md",
        *(f"schemas/{n}.schema.json" for n in ("podcast", "episode", "article", "live")),
    ],
)
def test_reference_is_up_to_date(name: str) -> None:
    """The page is what the program's tables make today: `python docs/make_reference.py`."""
    assert reference().pages()[name] == (DOCS / name).read_text("utf-8")


def test_every_rule_in_the_code_is_documented() -> None:
    """A rule's name that stands anywhere in the code stands in docs/rules.md."""
    sources = "\n".join(path.read_text("utf-8") for path in ROOT.glob("feed_builder/**/*.py"))
    named = set(re.findall(r'rule="([a-z-]+)"', sources)) | {rule.name for rule in RULES}

    documented = set(re.findall(r"^\| `([a-z0-9-]+)`", (DOCS / "rules.md").read_text(), re.M))

    assert named
    assert named <= documented


def test_every_command_has_help_with_an_example() -> None:
    """A command's help says what it is and shows how it is called."""
    for name, command in cli.commands.items():
        help_text = command.get_help(click.Context(command, info_name=name, **cli.context_settings))
        assert f"feed-builder {name}" in help_text, name


def test_every_key_has_an_example_that_reads() -> None:
    """A key's example is TOML that holds that key."""
    import tomllib

    from feed_builder.read.episode_keys import ARTICLE_KEYS, EPISODE_KEYS
    from feed_builder.read.show_keys import SHOW_KEYS

    for key in [*SHOW_KEYS, *EPISODE_KEYS, *ARTICLE_KEYS]:
        value = tomllib.loads(key.example)[key.name]
        if key.kind:
            key.kind(value)


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link and picture in README and docs/ is there."""
    pages = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_architecture_names_every_part_of_the_package() -> None:
    """Each package and each module beside them has its place in ARCHITECTURE.md."""
    package = ROOT / "feed_builder"
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("_")}
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    assert {name for name in modules if f"`{name}`" not in text} == set()
    assert {name for name in folders if f"**{name}/**" not in text} == set()


def test_architecture_says_why_each_dependency() -> None:
    """What setup.cfg asks for stands in the table of libraries."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    asked = setup["options"]["install_requires"].lower()
    names = set(re.findall(r"^[\w-]+", asked, re.M))
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = text.partition("## Dependencies")[2].partition("\n## ")[0].lower()
    reasoned = {
        name.strip()
        for row in table.splitlines()
        if row.startswith("| ")
        for name in row.split("|")[1].split(",")
    }
    assert len(names) > 10
    assert names - reasoned == set()


def test_every_default_is_documented() -> None:
    """What a setting is where nobody writes it stands beside its key, as the program has it."""
    from dataclasses import MISSING, fields

    from feed_builder.model import Episode
    from feed_builder.read.audio_keys import AUDIO_KEYS, AudioSettings
    from feed_builder.read.config import Config
    from feed_builder.read.episode_keys import EPISODE_KEYS
    from feed_builder.read.show_keys import SHOW_KEYS

    # `imported` is a table; an episode that says nothing of ai_content has what the show has.
    none_of_its_own = {(Config, "imported"), (Episode, "imported"), (Episode, "ai_content")}
    told = 0
    for settings, keys in (
        (Config, SHOW_KEYS),
        (AudioSettings, AUDIO_KEYS),
        (Episode, EPISODE_KEYS),
    ):
        defaults = {field.name: field.default for field in fields(settings)}
        for key in keys:
            default = defaults.get(key.name, MISSING)
            if (
                not isinstance(default, (bool, float, str))
                or (settings, key.name) in none_of_its_own
            ):
                continue
            word = f"{default:g}" if type(default) is float else str(default).lower()
            says = (f"(default: {word})", f"{word} (default)")
            assert any(text in key.meaning for text in says), key.name
            told += 1
    assert told > 12
