"""placeholder."""

from feed_builder.check.rule import Rule

RULES: tuple[Rule, ...] = ()
