"""From the checked tables of podcast.toml and front matter to what tags of Podcasting 2.0 say.

Few shows have such tags: import this where one has, see `tags.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from feed_builder import podcasting20 as p20
from feed_builder.feed_parts import Image
from feed_builder.read.recurrence import recurrence_in_words

Table = Mapping[str, Any]


def show_tags(values: Table, language: str) -> p20.ShowTags | None:
    """What podcast.toml says in tags of Podcasting 2.0; None where it says nothing."""
    made = _made(values, SHOW)
    if "update_frequency" in values:
        made["update_frequency"] = _update_frequency(values["update_frequency"], language)
    return p20.ShowTags(**made) if made else None


def item_tags(values: Table) -> p20.Tags | None:
    """What an episode or a live item says in tags; None where it says nothing."""
    made = _made(values, ITEM)
    return p20.Tags(**made) if made else None


def alternates(values: Table) -> tuple[p20.AlternateEnclosure, ...]:
    """The other forms that a front matter names."""
    return tuple(_alternate(one) for one in values.get("alternate_enclosure", ()))


def soundbites(values: Table) -> tuple[p20.Soundbite, ...]:
    """The parts worth quoting."""
    return tuple(
        p20.Soundbite(
            start_time=_time(one["start_time"]),
            duration=_time(one["duration"]),
            title=one.get("title"),
        )
        for one in values.get("soundbite", ())
    )


Maker = tuple[str, Callable[[Any], Any]]


def _made(values: Table, makers: Mapping[str, Maker]) -> dict[str, Any]:
    return {field: make(values[key]) for key, (field, make) in makers.items() if key in values}


def _each(make: Callable[..., Any]) -> Callable[[Iterable[Table]], tuple[Any, ...]]:
    return lambda tables: tuple(make(**table) for table in tables)


def _time(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _alternate(table: Table) -> p20.AlternateEnclosure:
    integrity = table.get("integrity")
    plain = {name: value for name, value in table.items() if name not in ("source", "integrity")}
    return p20.AlternateEnclosure(
        **plain,
        sources=tuple(p20.Source(**source) for source in table["source"]),
        integrity=p20.Integrity(**integrity) if integrity else None,
    )


def _value(table: Table) -> p20.Value:
    return p20.Value(
        type=table["type"],
        method=table["method"],
        suggested=table.get("suggested"),
        recipients=_recipients(table),
        time_splits=tuple(_time_split(split) for split in table.get("time_split", ())),
    )


def _recipients(table: Table) -> tuple[p20.ValueRecipient, ...]:
    return tuple(p20.ValueRecipient(**one) for one in table.get("recipient", ()))


def _time_split(table: Table) -> p20.ValueTimeSplit:
    remote, start = table.get("remote_item"), table.get("remote_start_time")
    return p20.ValueTimeSplit(
        start_time=_time(table["start_time"]),
        duration=_time(table["duration"]),
        remote_start_time=None if start is None else _time(start),
        remote_percentage=table.get("remote_percentage"),
        remote_item=p20.RemoteItem(**remote) if remote else None,
        recipients=_recipients(table),
    )


def _blocks(table: Mapping[str, bool]) -> tuple[p20.Block, ...]:
    return tuple(p20.Block(flag, None if name == "all" else name) for name, flag in table.items())


def _update_frequency(table: Table, language: str) -> p20.UpdateFrequency:
    text = table.get("text") or recurrence_in_words(table["rrule"], language)
    return p20.UpdateFrequency(**{**table, "text": text})


_SHARED: Mapping[str, Maker] = {
    "funding": ("funding", _each(p20.Funding)),
    "location": ("locations", _each(p20.Location)),
    "license": ("license", lambda table: p20.License(**table)),
    "value": ("values", lambda tables: tuple(_value(table) for table in tables)),
    "image": ("images", _each(Image)),
    "social_interact": ("social_interacts", _each(p20.SocialInteract)),
    "txt": ("txts", _each(p20.Txt)),
    "chat": ("chat", lambda table: p20.Chat(**table)),
}
ITEM: Mapping[str, Maker] = {
    **_SHARED,
    "content_link": ("content_links", _each(p20.ContentLink)),
}
SHOW: Mapping[str, Maker] = {
    **_SHARED,
    "trailer": ("trailers", _each(p20.Trailer)),
    "podcast_block": ("blocks", _blocks),
    "remote_item": ("remote_items", _each(p20.RemoteItem)),
    "podroll": ("podroll", _each(p20.RemoteItem)),
    "publisher": ("publisher", lambda table: p20.RemoteItem(**table)),
    "podping": ("uses_podping", bool),
}
