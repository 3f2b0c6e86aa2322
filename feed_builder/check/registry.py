"""All rules about feeds, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from feed_builder.check import (
    atom,
    channel,
    document,
    form_rules,
    items,
    itunes,
    jsonfeed,
    media,
    opml,
    pages,
    platforms,
    podcast,
)
from feed_builder.check.rule import Rule

FEED_RULES: tuple[Rule, ...] = (
    *document.RULES,
    *form_rules.RULES,
    *channel.RULES,
    *items.RULES,
    *itunes.RULES,
    *platforms.RULES,
    *podcast.RULES,
    *atom.RULES,
    *jsonfeed.RULES,
    *opml.RULES,
    *media.RULES,
    *pages.RULES,
)
"""The rules that `feed-builder check` holds a feed to."""

NOT_RULED: Mapping[str, str] = {
    "APL-75": "held by construction: the name of a published picture carries the hash of its bytes",
    "PLT-7": "held by construction: the name of a recording carries the hash of its bytes",
    "PAGE-4": "held by construction: pages are numbered from the oldest, and tested to stay",
    "AUD-2": "a preference between two formats that Apple takes both",
    "AUD-15": "allowed, not asked for, and no directory names the tag",
}
"""Rows that a program could decide and that no rule is about, each with the reason."""


@cache
def by_name() -> Mapping[str, Rule]:
    """The rules by their names; no two share one."""
    found = {rule.name: rule for rule in FEED_RULES}
    if len(found) != len(FEED_RULES):
        raise AssertionError("two rules share a name")
    return found
