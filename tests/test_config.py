"""Settings and front matter: each kind of value, the line of each key, and TOML that is none."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feed_builder.model import Category, Finding, Level, Owner, Person
from feed_builder.read import schema
from feed_builder.read.config import SHOW_KEYS, read_config
from feed_builder.read.episodes import ARTICLE_KEYS, EPISODE_KEYS, page_slug, split_front_matter
from feed_builder.read.identity import below_guids, with_guid
from feed_builder.read.schema import Document, Fault, Key
from feed_builder.read.tables import read_table
from feed_builder.read.toml import line_of, parse_toml

GUID = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"

GOOD: tuple[tuple[str, Any, object, Any], ...] = (
    ("text", schema.text(), "Une revue", "Une revue"),
    ("text-lines", schema.text(), " Une\r\n  revue\t", "Une revue"),
    ("text-no-break-space", schema.text(), "Une\u00a0revue\u00a0!", "Une\u00a0revue\u00a0!"),
    ("text-limit", schema.text(255), "é" * 255, "é" * 255),
    ("text-bytes", schema.text(4000, unit="bytes"), "é" * 2000, "é" * 2000),
    ("text-emoji", schema.text(1), "🎙", "🎙"),
    ("prose", schema.prose, "Un\n\ndeux\n", "Un\n\ndeux"),
    ("prose-empty", schema.prose, "", ""),
    ("true", schema.boolean, True, True),
    ("false", schema.boolean, False, False),
    ("one", schema.counting_number, 1, 1),
    ("many", schema.counting_number, 12_345, 12_345),
    ("word", schema.one_of("a", "b"), "b", "b"),
    ("address", schema.web_address, "https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
    ("address-plain", schema.web_address, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ("address-ipv6", schema.web_address, "http://[::1]:80/", "http://[::1]:80/"),
    ("address-punycode", schema.web_address, "https://xn--t-9fab.fr/", "https://xn--t-9fab.fr/"),
    ("site", schema.site_address, "https://a.example/b", "https://a.example/b/"),
    ("site-slash", schema.site_address, "https://a.example/b/", "https://a.example/b/"),
    ("mail", schema.mail_address, "a.b+c@d.example", "a.b+c@d.example"),
    ("language", schema.language_tag, "fr", "fr"),
    ("language-region", schema.language_tag, "pt-BR", "pt-BR"),
    ("category", schema.categories, "News", (Category("News"),)),
    ("categories", schema.categories, ["Arts > Food", "TV & Film"],
     (Category("Arts", "Food"), Category("TV & Film"))),
    ("category-tight", schema.categories, ["Arts>Food"], (Category("Arts", "Food"),)),
    ("guid", schema.show_guid, GUID.upper(), GUID),
    ("moment", schema.moment, datetime(2024, 1, 31, 8, tzinfo=timezone(timedelta(hours=1))),
     datetime(2024, 1, 31, 7, tzinfo=UTC)),
    ("moment-fraction", schema.moment, datetime(2024, 1, 31, 8, 0, 0, 999_999, tzinfo=UTC),
     datetime(2024, 1, 31, 8, tzinfo=UTC)),
    ("day", schema.day, date(2024, 1, 31), date(2024, 1, 31)),
    ("anything", schema.anything, {"a": [1]}, {"a": [1]}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "wanted"), [g[1:] for g in GOOD], ids=[g[0] for g in GOOD]
)
def test_good_values(kind: Any, value: object, wanted: object) -> None:
    """A value that fits is taken, in one form."""
    assert kind(value) == wanted


NOT_TEXT: tuple[object, ...] = (3, 1.5, True, None, [], {}, ["a"], datetime(2024, 1, 1, tzinfo=UTC))
BAD: tuple[tuple[str, Any, object, str], ...] = (
    *((f"text-{i}", schema.text(), value, "no text") for i, value in enumerate(NOT_TEXT)),
    *((f"prose-{i}", schema.prose, value, "no text") for i, value in enumerate(NOT_TEXT)),
    *((f"address-{i}", schema.web_address, v, "no text") for i, v in enumerate(NOT_TEXT)),
    ("text-empty", schema.text(), "", "empty"),
    ("text-blank", schema.text(), " \t\r\n\u00a0\u2003 ", "empty"),
    ("text-nul", schema.text(), "a\0", "control"),
    ("text-escape", schema.text(), "a\x1b[31m", "control"),
    ("text-surrogate", schema.text(), "a\ud800", "control"),
    ("text-fffe", schema.text(), "a\ufffe", "control"),
    ("prose-nul", schema.prose, "a\0", "control"),
    ("text-long", schema.text(255), "é" * 256, "256 characters"),
    ("text-long-bytes", schema.text(4000, unit="bytes"), "é" * 2001, "4002 bytes"),
    ("boolean-text", schema.boolean, "true", "neither"),
    ("boolean-number", schema.boolean, 1, "neither"),
    *((f"number-{value!r}"[:16], schema.counting_number, value, "")
      for value in (0, -1, 1.0, True, "1", [1], 10**40)),
    ("word", schema.one_of("a", "b"), "A", 'write "a" or "b"'),
    ("word-list", schema.one_of("a", "b", "c"), ["a"], 'write "a", "b" or "c"'),
    *((f"address-{value}"[:24], schema.web_address, value, "address")
      for value in ("podcast.example.org", "/a", "//a.example", "ftp://a.example", "https://",
                    "https:///a", "mailto:a@b.example", "javascript:alert(1)", "http://[::1",
                    "https://a.example:99999/", "https://a.example/b c", "https://é.example/",
                    "https://a.example/é", 'https://a.example/"', "https://a.example/<b>",
                    "https://a.example\\b")),
    *((f"address-accent-{i}", schema.web_address, value, f'write "{wanted}"')
      for i, (value, wanted) in enumerate((
          ("https://é.example/", "https://xn--9ca.example/"),
          ("https://a.example:8/é à?b=ç", "https://a.example:8/%C3%A9%20%C3%A0?b=%C3%A7"),
          ("https://a.example/%C3%A9/é", "https://a.example/%C3%A9/%C3%A9")))),
    ("address-odd-host", schema.web_address, "https://a b.example/é", "percent-encode it"),
    ("site-query", schema.site_address, "https://a.example/?b", "?"),
    ("site-fragment", schema.site_address, "https://a.example/#b", "#"),
    *((f"mail-{value}", schema.mail_address, value, "mail")
      for value in ("a", "a@b", "a b@c.example", "@b.example", "a@", "A <a@b.example>",
                    "a@b@c.example", "a(b)@c.example")),
    *((f"language-{value}", schema.language_tag, value, "language")
      for value in ("français", "FR", "fr_FR", "zz", "f", "fr-", "fr FR", "french")),
    *((f"category-{i}", schema.categories, value, "")
      for i, value in enumerate((3, [], [3], {}, "", ["Arts", "Music", "News"]))),
    ("category-case", schema.categories, ["arts"], "did you mean Arts?"),
    ("category-old", schema.categories, ["News & Politics"], "none of Apple's"),
    ("category-alone", schema.categories, ["Technology > Gadgets"], "under Technology"),
    ("category-of-another", schema.categories, ["News > Food"], "under News"),
    ("category-deep", schema.categories, ["Arts > Food > Wine"], "under Arts"),
    ("category-twice", schema.categories, ["Arts", "Arts"], "twice"),
    *((f"guid-{i}", schema.show_guid, value, "UUID")
      for i, value in enumerate(("a", GUID[:-1], f"{{{GUID}}}", f"urn:uuid:{GUID}",
                                 GUID.replace("-", "")))),
    ("moment-naive", schema.moment, datetime(2024, 1, 1), "universal time"),  # noqa: DTZ001
    *((f"moment-{i}", schema.moment, value, "not a date and time")
      for i, value in enumerate(("2024-01-31T08:00:00Z", date(2024, 1, 31), time(8), 2024, None))),
    *((f"moment-{year}", schema.moment, datetime(year, 1, 1, tzinfo=UTC), "outside the years")
      for year in (1, 1970, 2999, 9999)),
    *((f"day-{i}", schema.day, value, "not a date")
      for i, value in enumerate(("2024-01-31", datetime(2024, 1, 31, tzinfo=UTC), 2024))),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "says"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_values(kind: Any, value: object, says: str) -> None:
    """A value that doesn't fit is a fault with a fact and a way out, on one line."""
    with pytest.raises(Fault) as caught:
        kind(value)
    assert says in f"{caught.value.fact} ({caught.value.fix})"
    assert caught.value.fix
    assert "\n" not in caught.value.fact + caught.value.fix


def test_large_number_is_a_number() -> None:
    """A number that is too large is not told to be no whole number."""
    with pytest.raises(Fault) as caught:
        schema.counting_number(10**40)
    assert "no whole number" not in caught.value.fact


KEYS = [(table, key) for table in (SHOW_KEYS, EPISODE_KEYS, ARTICLE_KEYS) for key in table]


@pytest.mark.parametrize(("table", "key"), KEYS, ids=[f"{k.name}" for _, k in KEYS])
def test_examples_fit(table: tuple[Key, ...], key: Key) -> None:
    """The example of each key, which messages and docs show, is TOML that the key takes."""
    data, faults, _ = parse_toml(key.example, "x.toml")
    assert faults == []
    values, findings = read_table(
        {key.name: data[key.name]}, [key], Document("x.toml", key.example)
    )
    assert findings == []
    assert key.name in values
    assert key.meaning.endswith((".", "…"))


def test_all_settings(tmp_path: Path) -> None:
    """Every key of podcast.toml reaches its field."""
    # Lines first: what stands below a table's header belongs to the table.
    written = sorted((key.example for key in SHOW_KEYS), key=lambda example: example[0] == "[")
    (tmp_path / "podcast.toml").write_text(
        "\n".join(re.sub(r"(?s)\[\[?(?:owner|people|extra)\]\]?.*", "", e) for e in written)
        + '\n[owner]\nname = "O"\nemail = "o@e.example"\n[[people]]\nname = "P"\n[extra]\na = 1\n',
        "utf-8",
    )

    config, faults = read_config(tmp_path)

    assert faults == []
    assert config is not None
    assert config.owner == Owner("O", "o@e.example")
    assert config.people == (Person(name="P", role="host", group="cast"),)
    assert config.categories == (Category("News", "Politics"), Category("Government"))
    assert (config.type, config.locked, config.ai_content) == ("serial", True, True)
    assert config.new_feed_url == "https://new.example.org/feed.xml"


LINES = """\
# title = "not this one"
title = "a"
"quoted" = 1
'single' = 1
text = \"\"\"
title = "nor this"
[owner]
\"\"\"
raw = '''
title = "nor this"
'''
list = [
  "a",
  "b",
]
  indented = 1
dotted.key = 1
after = 1

[owner]
name = "a"

[ spaced ]
name = "a"

["in quotes"]
name = "a"

[[people]]
name = "a"
role = "b"

[[people]]
name = "c"
[people.more]
name = "d"

[[people]]
role = "e"
"""
PLACES = (
    (("title",), 2),
    (("quoted",), 3),
    (("single",), 4),
    (("text",), 5),
    (("raw",), 9),
    (("list",), 12),
    (("indented",), 16),
    (("dotted",), 17),
    (("dotted", "key"), 17),
    (("after",), 18),
    (("owner",), 20),
    (("owner", "name"), 21),
    (("owner", "email"), 20),
    (("spaced", "name"), 24),
    (("in quotes", "name"), 27),
    (("people", 0), 29),
    (("people", 0, "name"), 30),
    (("people", 1, "name"), 34),
    (("people", 1, "role"), 33),
    (("people", 2, "role"), 39),
    (("people", 2, "name"), 38),
    (("nowhere",), None),
    ((), None),
)


@pytest.mark.parametrize(("path", "line"), PLACES, ids=[str(p[0]) for p in PLACES])
def test_line_of(path: tuple[str | int, ...], line: int | None) -> None:
    """The line of a key, or of the table that it is missing from."""
    assert line_of(LINES, path) == line
    assert line_of(LINES, path, first_line=2) == (line + 1 if line else None)


ODD_LINES = (
    ("comment", 'a = 1 # """\nb = 2\n', ("b",), 2),
    ("quotes-in-text", 'a = \'"""\'\nb = 2\n', ("b",), 2),
    ("lists-in-list", 'a = [\n  ["x"],\n  ["y"],\n]\nb = 2\n', ("b",), 5),
    ("tables-in-list", "a = [\n  {b = 1},\n]\nb = 2\n", ("b",), 4),
    ("one-line-text", 'a = """x"""\nb = 2\n', ("b",), 2),
    ("text-in-text", "a = '''\n\"\"\"\n'''\nb = 2\n", ("b",), 4),
    ("opened-behind", 'a = """x\n""" # """\nb = 2\n', ("b",), 3),
    ("bracket-in-header", '["a]b"]\nc = 1\n[d]\nc = 2\n', ("d", "c"), 4),
    ("dot-in-header", '["a.b"]\nc = 1\n', ("a.b", "c"), 2),
    ("nested-lists", "[[a]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2\n", ("a", 1, "b", 0, "c"), 6),
)


@pytest.mark.parametrize(
    ("text", "path", "line"), [o[1:] for o in ODD_LINES], ids=[o[0] for o in ODD_LINES]
)
def test_line_of_in_odd_texts(text: str, path: tuple[str | int, ...], line: int) -> None:
    """Comments, brackets and quotes where they mean nothing lead no line astray."""
    tomllib.loads(text)
    assert line_of(text, path) == line


_names = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
_values = st.one_of(
    st.integers(-5, 5), st.booleans(), st.text(st.characters(codec="utf-8", exclude_categories="C"))
)
_tables = st.dictionaries(_names, st.one_of(_values, st.lists(_values, max_size=3)), max_size=5)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(top=_tables, tables=st.dictionaries(_names, _tables, max_size=3))
def test_line_of_finds_every_key(top: dict[str, Any], tables: dict[str, Any]) -> None:
    """Whatever tomlkit writes, each key's line begins with that key."""
    data = {**top, **tables}
    text = tomlkit.dumps(data)
    lines = text.split("\n")
    for path in [(k,) for k in data] + [(t, k) for t in tables for k in tables[t]]:
        line = line_of(text, path)
        assert line is not None
        assert re.match(rf"\[?{path[-1]}\b", lines[line - 1])


_ANY_TOML = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            'a = 1|b = "x"|"""|\'\'\'|[t]|[[t]]|[|]|a.b = {|}|# c|\\ud800|\0|= 3|1979-05-27'
            "|a = 00:00:00|a = [1,|c = inf|\r|+++|\ufeff|a = 0x1F|'|\"|..|{a = 1}".split("|")
        ),
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=_ANY_TOML)
@example(text="a = " + "9" * 5000)
@example(text="a = " + "[" * 3000)
@example(text="a = " + "{a = " * 3000)
@example(text="a" + ".a" * 3000 + " = 1")
@example(text="a = 0b" + "1" * 20_000)
@example(text="\n" * 5000 + "x")
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever the text, it gives a table or findings with a line; it raises nothing."""
    data, findings, _ = parse_toml(text, "x.toml")
    assert isinstance(data, dict)
    for finding in findings:
        assert finding.line is not None
        assert 1 <= finding.line <= text.count("\n") + 1
    if not findings and text.count(".a") < 99:  # comparing is recursive as well
        assert data == tomllib.loads(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()
    | st.datetimes() | st.times() | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
))  # fmt: skip
def test_any_value_is_taken_or_a_fault(value: object) -> None:
    """No value of any type makes a key raise anything but its fault."""
    for table, key in KEYS:
        values, findings = read_table({key.name: value}, [key], Document("x.toml", "", 1))
        assert (key.name in values) != bool(findings), (table[0].name, key.name)


FRONT_MATTER = (
    ("plain", "+++\na = 1\n+++\nText\n", ("a = 1\n", "Text")),
    ("empty", "+++\n+++\n", ("", "")),
    ("no-text", "+++\na = 1\n+++", ("a = 1\n", "")),
    ("spaces", "+++ \t\na = 1\n+++  \n\n\nText", ("a = 1\n", "Text")),
    ("plus-in-text", "+++\na = 1\n+++\nA\n+++\nB\n", ("a = 1\n", "A\n+++\nB")),
    ("four", "++++\na = 1\n++++\n", None),
    ("indented", " +++\na = 1\n+++\n", None),
    ("open", "+++\na = 1\n", None),
    ("yaml", "---\na: 1\n---\n", None),
    ("later", "\n+++\na = 1\n+++\n", None),
    ("none", "Text\n", None),
    ("nothing", "", None),
    ("not-at-line-start", "+++\na = '+++\n' \n+++\nT", ("a = '+++\n' \n", "T")),
)


@pytest.mark.parametrize(
    ("text", "wanted"), [f[1:] for f in FRONT_MATTER], ids=[f[0] for f in FRONT_MATTER]
)
def test_front_matter(text: str, wanted: tuple[str, str] | None) -> None:
    """What stands between the first two lines of +++, and what follows."""
    assert split_front_matter(text) == wanted


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    body=st.text(st.characters(codec="utf-8")),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_guid_is_one_line_more(body: str, mark: str, end: str) -> None:
    """Writing a guid adds one line and changes no other byte."""
    before = f"{mark}+++{end}title = 'a'{end}+++{end}{body}".encode()
    after = with_guid(before, GUID)
    line = f'guid = "{GUID}"{end}'.encode()
    assert after.replace(line, b"", 1) == before
    assert after.startswith(f"{mark}+++{end}".encode() + line)


def test_what_stands_below_a_new_guid_is_one_line_further() -> None:
    """In its own file; what is told of no line, or of another file, stays."""

    def told(where: str, line: int | None) -> Finding:
        return Finding(rule="r", level=Level.WARNING, where=where, message="m", fix="f", line=line)

    findings = [told("a.md", 3), told("a.md", None), told("b.md", 3)]
    moved = [told("a.md", 4), told("a.md", None), told("b.md", 3)]
    assert below_guids(findings, {"a.md"}) == moved


SLUGS = (
    ("episodes/Été à Forêt/01 L’Œuf.x", "ete-a-foret/01-l-oeuf-x"),
    ("episodes/a", "a"),
    ("episodes/-a--b-", "a-b"),
    ("episodes/水/a", "/a"),
    ("episodes/" + "mot-" * 40, "-".join(["mot"] * 20)),
    ("episodes/" + "x" * 200, "x" * 80),
)


@pytest.mark.parametrize(("stem", "slug"), SLUGS, ids=range(len(SLUGS)))
def test_page_addresses(stem: str, slug: str) -> None:
    """A page's address is its path in plain letters, each part of at most 80."""
    assert page_slug(stem) == slug


@settings(max_examples=100, deadline=None, derandomize=True)
@given(name=st.text(min_size=1))
def test_any_name_gives_a_plain_address(name: str) -> None:
    """Lower-case ASCII letters, digits, single hyphens between them; nothing else, ever."""
    for part in page_slug(f"episodes/{name}").split("/"):
        assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", part)
        assert len(part) <= 80
