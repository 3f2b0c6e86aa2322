"""Feeds of two forms, made comparable: what one of them can't say is no difference. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from feed_builder.entries import Entry, Feed


def alike(old: Feed, new: Feed) -> tuple[Feed, Feed]:
    """Both feeds without what either says of no episode, and of the show not at all.

    Atom and JSON Feed know no seasons, and each dates and numbers in its own words. Feeds of one
    form are left as they are: there an element that is gone is a difference.
    """
    if old.form == new.form:
        return old, new
    silent = _silent(old.entries) | _silent(new.entries) | {"duration", "notes"}
    untold = {key for feed in (old, new) for key, value in feed.show.items() if not value}
    return _without(old, silent, untold), _without(new, silent, untold)


def _silent(entries: Sequence[Entry]) -> set[str]:
    names = [field.name for field in fields(Entry)]
    return {name for name in names if not any(getattr(entry, name) for entry in entries)}


def _without(feed: Feed, silent: set[str], untold: set[str]) -> Feed:
    nothing = dict.fromkeys(silent - {"guid"}, "")
    return replace(
        feed,
        show={key: value for key, value in feed.show.items() if key not in untold},
        # A guid that is a UUID is an address in Atom, whose identities are IRIs (ATOM-14).
        entries=[
            replace(entry, guid=entry.guid.removeprefix("urn:uuid:"), **nothing)
            for entry in feed.entries
        ],
    )
