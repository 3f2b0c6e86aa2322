"""The tables of keys as JSON Schema (draft 2020-12), by which editors complete and check."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from feed_builder.categories import CATEGORIES
from feed_builder.read.episode_keys import ARTICLE_KEYS, EPISODE_KEYS
from feed_builder.read.item_tag_keys import LIVE_KEYS
from feed_builder.read.schema import Key
from feed_builder.read.show_keys import SHOW_KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KEYS: Mapping[str, tuple[str, Sequence[Key]]] = {
    "podcast": ("podcast.toml: a show of Feed Builder", SHOW_KEYS),
    "episode": ("The front matter of an episode of Feed Builder", EPISODE_KEYS),
    "article": ("The front matter of an article of Feed Builder", ARTICLE_KEYS),
    "live": ("The front matter of a broadcast of Feed Builder", LIVE_KEYS),
}
SCHEMAS = tuple(_KEYS)


def json_schema(name: str) -> dict[str, Any]:
    """The schema of one kind of document: one of `SCHEMAS`."""
    title, keys = _KEYS[name]
    schema = {"$schema": DIALECT, "title": title, **_table(keys)}
    if any(key.name == "categories" for key in keys):
        schema["$defs"] = {"category": {"enum": list(_categories())}}
    return schema


def _categories() -> list[str]:
    return [
        n for main, subs in CATEGORIES.items() for n in (main, *(f"{main} > {s}" for s in subs))
    ]


def _table(keys: Sequence[Key]) -> dict[str, Any]:
    required = [key.name for key in keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: _value(key) for key in keys},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _value(key: Key) -> dict[str, Any]:
    told = f"{key.meaning} ({key.source})" if key.source else key.meaning
    if key.kind is not None:
        kind: dict[str, Any] = dict(getattr(key.kind, "json_schema", {}))
    else:
        kind = _table(key.keys)
        kind = {"type": "array", "items": kind} if key.many else kind
    return {"description": told, **kind, **_examples(key)}


def _examples(key: Key) -> dict[str, Any]:
    """The example's value, where the example is TOML that can be read alone."""
    try:
        value = tomllib.loads(key.example).get(key.name)
    except tomllib.TOMLDecodeError:
        return {}
    return {} if value is None else {"examples": [as_json(value)]}


def as_json(value: Any) -> Any:
    """A value of TOML as JSON has it: dates are texts."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
