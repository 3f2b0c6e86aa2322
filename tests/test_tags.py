"""Every tag of docs/tags.md is made by the example that stands beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feed_builder.read.episode_keys import EPISODE_KEYS
from feed_builder.read.podcasting_tags import ITEM, SHOW
from feed_builder.read.schema import Key
from feed_builder.read.show_keys import SHOW_KEYS
from feed_builder.read.tags import ITEM_TAGS, SHOW_TAGS

from .conftest import CONFIG, MakeProject, Project, small_show

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "spotify": "http://www.spotify.com/ns/rss",
}
# What every show says, and what the examples of others stand in the way of.
GIVEN = {"title", "description", "link", "language", "author", "categories", "artwork", "explicit"}
PLAIN_SHOW = {*GIVEN, "guid", "type", "owner", "people", "imported", "extra", "feed", "notice"}
PLAIN_EPISODE = {"title", "guid", "published", "updated", "permalink", "imported", "extra"}


def test_every_tag_is_looked_for() -> None:
    """What makes tags is loaded where one of them stands: all of them must be known by name."""
    assert ITEM.keys() == ITEM_TAGS
    assert SHOW.keys() | {"update_frequency"} == SHOW_TAGS


def examples(keys: Sequence[Key], without: set[str]) -> str:
    """The examples of `keys` as one TOML text: lines first, tables after them."""
    left = [key for key in keys if key.name not in without]
    lines = [key.example for key in left if not key.example.startswith("[")]
    tables = [key.example for key in left if key.example.startswith("[")]
    seen: dict[str, str] = {}
    for example in lines:
        for line in example.splitlines():
            seen[line.partition(" = ")[0]] = line
    return "\n".join((*seen.values(), *tables)) + "\n"


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory, cover: bytes) -> Any:
    """The feed of a show whose podcast.toml and first episode say all that there are keys for."""
    made = small_show(tmp_path_factory.mktemp("tags") / "show", cover, 2)
    head, tables = CONFIG.split("\n[owner]", 1)
    more = examples(SHOW_KEYS, PLAIN_SHOW)
    first = more.index("\n[") + 1
    made.write("podcast.toml", f"{head}\n{more[:first]}\n[owner]{tables}\n{more[first:]}")
    made.write("episodes/eau/01-invite.jpg", cover)
    write_episode(made, examples(EPISODE_KEYS, PLAIN_EPISODE))
    made.build()
    return etree.parse(made.public / "feed.xml")


def write_episode(made: Project, front: str) -> None:
    """The first episode with this front matter."""
    made.episode("eau/01-invite", None, front=front)


def rows() -> Iterator[tuple[str, Key]]:
    """Each element with the key that makes it."""
    for keys, level in ((SHOW_KEYS, "channel"), (EPISODE_KEYS, "item")):
        for key in keys:
            for element in key.elements:
                if element.partition("/")[0] != {"channel": "item", "item": "channel"}[level]:
                    yield element, key


@pytest.mark.parametrize(
    ("element", "key"), [pytest.param(e, k, id=f"{e} by {k.name}") for e, k in rows()]
)
def test_the_example_of_a_key_makes_its_element(feed: Any, element: str, key: Key) -> None:
    """The element is there, and what the example says in words stands in it."""
    parent, name = element.split("/")
    path = {"channel": "/rss/channel", "item": "/rss/channel/item"}.get(
        parent, f"//podcast:{parent}"
    )
    found = feed.xpath(f"{path}/{name}", namespaces=NAMESPACES)
    assert found, f"no {name} in {parent}"
    if key.name not in GIVEN | {"guid", "title", "published", "categories", "people", "owner"}:
        said = "\n".join(map(told, found))
        for word in words(tomllib.loads(key.example)[key.name], key):
            assert word in said, word


def told(element: Any) -> str:
    """All text and all attributes of an element and what is in it."""
    return "\n".join(
        text for e in element.iter() for text in (e.text or "", *e.attrib.values()) if text
    )


def words(value: object, key: Key) -> Iterator[str]:
    """The texts in a value, as long as this element is all that the key makes."""
    if len(key.elements) > 2 or key.name in ("podcast_block", "spotify"):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from words(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from words(one, key)


def test_every_tag_of_the_namespace_has_a_row() -> None:
    """docs/tags.md names each tag of the podcast namespace."""
    wanted = """transcript locked funding chapters soundbite person location season episode trailer
        license alternateEnclosure source integrity guid value medium images liveItem contentLink
        socialInteract block txt remoteItem podroll updateFrequency podping publisher chat image
        """.split()
    page = (Path(__file__).parents[1] / "docs" / "tags.md").read_text("utf-8")
    missing = [name for name in wanted if f"| `podcast:{name}` |" not in page]
    assert missing == []


_TALK = '[[social_interact]]\nprotocol = "matrix"\nuri = "https://example.org/"\n'
_NO_TALK = '[[social_interact]]\nprotocol = "disabled"\n'
_BITE = "[[soundbite]]\nstart_time = 1\nduration = {}\n"


@pytest.mark.parametrize(
    ("front", "rules"),
    [
        (_TALK + _NO_TALK, ["social-disabled-alone"]),
        (_TALK + _TALK, []),
        (_NO_TALK, []),
        (_BITE.format(1.5), ["soundbite-inside"]),
        (_BITE.format(1.4), []),
    ],
)
def test_what_the_tags_of_an_episode_must_hold(
    make_project: MakeProject, front: str, rules: list[str]
) -> None:
    """Rules that see the whole episode: recordings here are 2.4 seconds long."""
    project = make_project(episodes=1, beside=False)
    project.episode("eau/01-invite", 1, front=front, beside=False)
    told = project.run("build", "--json").json
    assert [finding["rule"] for finding in told["findings"]] == rules
