"""Rules about the files and servers that a feed names; the table is filled elsewhere."""

from __future__ import annotations

from feed_builder.check.rule import Rule

RULES: tuple[Rule, ...] = ()
