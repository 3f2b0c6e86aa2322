"""Feeds as the hosts of podcasts write them, and feeds that nobody should write."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_builder.check import markup
from feed_builder.check.feed import check_feed, in_profile
from feed_builder.check.registry import by_name
from feed_builder.check.rule import Fault, Profile
from feed_builder.cli import cli
from feed_builder.model import Level

DATA = Path(__file__).parent / "data"
HOSTS = sorted((DATA / "hosts").glob("*.xml"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SAMPLE = HOSTS[0].read_bytes()


def faults(data: bytes) -> list[Fault]:
    """What is wrong with a document, each fault of a rule that is in the registry."""
    found = check_feed(data, now=NOW)
    assert {fault.rule for fault in found} <= by_name().keys()
    return found


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_no_false_error_on_a_hosts_feed(path: Path) -> None:
    """What a large host writes for thousands of shows is no error."""
    found = in_profile(faults(path.read_bytes()), profile=Profile.ALL, least=Level.ERROR)

    assert [(fault.rule, fault.line, fault.message) for fault, _ in found] == []


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_a_hosts_feed_has_its_items_read(path: Path) -> None:
    """Without its guids the same feed is told so: it was read to its end."""
    data = path.read_bytes().replace(b"<guid", b"<comments").replace(b"</guid>", b"</comments>")

    assert "guid-present" in {fault.rule for fault in faults(data)}


@pytest.mark.parametrize(
    ("data", "rule", "line", "fact"),
    [
        (b"<rss><channel>\n<title>A</titel></channel></rss>", "xml-wellformed", 2, "</titel>"),
        (b"<rss><channel>\n<title>A & B</title></channel></rss>", "xml-wellformed", 2, "&"),
        (b"<rss><channel>\n<title>A\xe9</title></channel></rss>", "xml-wellformed", 2, "0xE9"),
        (b"<rss><channel>\n<title>A\x08</title></channel></rss>", "xml-wellformed", 2, "U+0008"),
        (b"<rss>\n<channel>\n<title>A</title>", "xml-wellformed", 3, "never closed"),
        (b"", "xml-wellformed", 1, "no element"),
        (b"{\n", "json-valid", 2, "JSON"),
        (b"<!doctype html><p>", "feed-recognised", 1, "web page"),
    ],
)
def test_a_malformed_feed_gets_its_line_and_reason(
    data: bytes, rule: str, line: int, fact: str
) -> None:
    """Where it ends being XML or JSON, and why."""
    found = next(fault for fault in faults(data) if fault.rule == rule)

    assert found.line == line
    assert fact in found.message


BOMB = b'<!DOCTYPE rss [<!ENTITY a "%s">%s]><rss version="2.0"><channel><title>&j;</title>'


@pytest.mark.parametrize(
    "entities",
    [
        b"".join(b'<!ENTITY %c "&%c;&%c;">' % (n + 1, n, n) for n in range(97, 106)),
        b'<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY j "' + b"x" * 5_000 + b'">',
        b"".join(b'<!ENTITY e%d "x">' % n for n in range(1_000)),
    ],
)
def test_an_entity_bomb_is_refused(entities: bytes) -> None:
    """It is told, and nothing is expanded."""
    found = faults(BOMB % (b"aaaaaaaaaa", entities))

    assert "entity-safe" in {fault.rule for fault in found}


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    """An external entity is not followed."""
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    data = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret}">]><rss version="&s;"><a>&s;</a></rss>'

    found = faults(data.encode())

    assert found
    assert not any("SECRET" in fault.message for fault in found)


def test_the_server_and_the_feed_name_one_encoding() -> None:
    """Where they differ readers do not agree which is right."""
    data = b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"/>'

    agreed = {fault.rule for fault in check_feed(data, now=NOW, charset="utf-8")}
    differing = {fault.rule for fault in check_feed(data, now=NOW, charset="iso-8859-1")}

    assert "encoding-agrees" in differing - agreed


def test_a_feed_of_more_than_100_mb_is_refused() -> None:
    """It is not parsed at all."""
    found = faults(b"<rss>" + b" " * 200_000_000)

    assert [fault.rule for fault in found] == ["feed-readable"]
    assert "larger than 100 MB" in found[0].message


@pytest.mark.parametrize("where", ["channel", "channel><item"])
def test_elements_without_end_are_refused(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would fill the memory long before 100 MB are read; episodes do not count together."""
    monkeypatch.setattr(markup, "_HELD", 3_000)
    closing = ">".join(f"</{name}" for name in reversed(where.replace("<", "").split(">")))
    many = f"<rss version='2.0'><{where}>{'<a/>' * 4_000}{closing}></rss>".encode()
    items = f"<rss version='2.0'><channel>{'<item><title/></item>' * 2_000}</channel></rss>"

    assert "feed-readable" in {fault.rule for fault in faults(many)}
    assert "feed-readable" not in {fault.rule for fault in faults(items.encode())}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_make_it_crash(data: st.DataObject) -> None:
    """Cut, spliced and overwritten feeds are judged, never raised about."""
    start = data.draw(st.integers(0, len(SAMPLE)))
    end = data.draw(st.integers(start, min(len(SAMPLE), start + 200)))
    faults(SAMPLE[:start] + data.draw(st.binary(max_size=30)) + SAMPLE[end:])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["title", "pubDate", "guid", "link", "author"]))
def test_no_value_makes_it_crash(value: str, name: str) -> None:
    """Whatever stands in an element, the check ends."""
    text = value.replace("&", "&amp;").replace("<", "&lt;")
    wrapped = f'<rss version="2.0"><channel><item><{name}>{text}</{name}></item></channel></rss>'
    faults(wrapped.encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["items", "id", "attachments", "url", "hubs", "title"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_makes_it_crash(value: object) -> None:
    """Any JSON is judged as a feed."""
    faults(json.dumps(value).encode())


def test_the_same_fault_of_many_is_one_line(tmp_path: Path) -> None:
    """300 items without a guid are one line with a count."""
    items = "".join(f"<item><title>Nr {n}</title></item>\n" for n in range(300))
    head = '<rss version="2.0"><channel><title>t</title><link>https://example.org/</link>'
    feed = tmp_path / "feed.xml"
    feed.write_text(f"{head}<description>d</description>\n{items}</channel></rss>")

    output = CliRunner().invoke(cli, ["check", str(feed)]).output

    assert output.count("guid-present") == 1
    assert "300 episodes" in output
    assert "(300 times)" in output
