"""Every rule about feeds: its bad fixture breaks it, its good one does not, it is documented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feed_builder.check import media, pages
from feed_builder.check.feed import check_feed
from feed_builder.check.registry import FEED_RULES, NOT_RULED, by_name
from feed_builder.check.rule import SOURCES, Fault, Profile, prefix
from feed_builder.check.rules import RULES
from feed_builder.check.sound import SOUND_RULES
from feed_builder.model import Level

DATA = Path(__file__).parent / "data" / "checks"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOME = "https://podcast.example.org/feed.xml"
# These need more than a file: a server, a recording, or more bytes than a fixture should have.
# tests/test_check_media.py and test_check_hosts.py hold theirs.
ELSEWHERE = {"feed-readable", "encoding-agrees"} | {
    rule.name for rule in (*media.RULES, *pages.RULES)
}
IN_FILES = [rule.name for rule in FEED_RULES if rule.name not in ELSEWHERE]


def faults(path: Path) -> list[Fault]:
    """What is wrong with a fixture, which says that it is the feed of podcast.example.org."""
    return check_feed(path.read_bytes(), now=NOW, location=HOME)


def fixture(rule: str, kind: str) -> Path:
    """The bad or the good fixture of a rule."""
    found = list(DATA.glob(f"{rule}.{kind}.*"))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("rule", IN_FILES)
def test_bad_fixture_breaks_its_rule(rule: str) -> None:
    """The rule is broken where the fixture is wrong, with a fact, a line and a source."""
    broken = [fault for fault in faults(fixture(rule, "bad")) if fault.rule == rule]

    assert broken
    for fault in broken:
        assert fault.message and fault.line
        assert by_name()[rule].source(fault.rows)


@pytest.mark.parametrize("rule", IN_FILES)
def test_good_fixture_keeps_its_rule(rule: str) -> None:
    """What is right is not called wrong."""
    assert [fault for fault in faults(fixture(rule, "ok")) if fault.rule == rule] == []


def test_every_fixture_is_of_a_rule() -> None:
    """No fixture is left of a rule that is gone."""
    assert {path.name.split(".")[0] for path in DATA.iterdir()} <= by_name().keys()


@pytest.mark.parametrize("rule", FEED_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_source_and_a_row(rule: object) -> None:
    """A rule says what it asks, who asks for it, and in which row."""
    found = by_name()[rule.name]  # type: ignore[attr-defined]
    assert found.rows
    assert found.asks.endswith(".")
    assert all(prefix(row) in SOURCES for row in found.rows)
    assert Profile.ALL in found.profiles()


def test_every_row_has_a_rule_or_a_reason() -> None:
    """All rows of the checklist that a program, a file or a server can decide are looked at.

    A range in the source of a rule about shows ("APL-70 to APL-73") names those between as well.
    """
    wanted = set((DATA.parent / "rows.txt").read_text().split())
    ruled = {row for rule in FEED_RULES for row in rule.rows}
    ruled |= {row for rule in RULES for row in re.split(r", | to ", rule.source)}
    ruled |= {row for _, source in SOUND_RULES.values() for row in source.split(", ")}
    # build holds what is published to these, by podcast.lock.
    ruled |= {"PSP-42", "APL-7", "APL-92", "P20-GUID-2", "P20-REC-1"}

    assert len(wanted) > 200
    assert wanted - ruled == NOT_RULED.keys()


def test_a_profile_is_stricter_or_looks_at_less() -> None:
    """In a profile of `strict` a rule's fault is an error, and the profile knows the rule."""
    for rule in FEED_RULES:
        for profile in rule.strict:
            assert rule.level_in(profile) is Level.ERROR
            assert profile in rule.profiles()
