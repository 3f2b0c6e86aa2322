"""What is the same need not be rendered again: names for values, and entries taken over."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feed_builder.files import replace_file
from feed_builder.model import (
    Article,
    Artwork,
    Category,
    Chapters,
    Enclosure,
    Episode,
    Owner,
    Person,
    Season,
    Show,
    ShowNotes,
    Site,
    Transcript,
)
from feed_builder.pieces import (
    Piece,
    Source,
    Span,
    Spool,
    chunks_of,
    layout_of,
    parted,
    places_in,
)
from feed_builder.podcasting20 import ShowTags
from feed_builder.render import site
from feed_builder.render.documents import ATOM, JSON, RSS
from feed_builder.render.entries import (
    ATOM_LINES,
    RSS_LINES,
    Lines,
    around,
    entries_of,
    entry_keys,
)
from feed_builder.render.site import searching
from feed_builder.render.site.items import item
from feed_builder.render.site.pages import SCRIPTS
from feed_builder.rendering import renderer
from feed_builder.sameness import digests_of
from tests.put_together import atom_of, feed_of, put_together

_MOMENT = datetime(2024, 1, 31, 8, tzinfo=UTC)
_ARTICLE = Article(
    slug="a",
    title="A",
    link="https://e.example/a/",
    notes=ShowNotes.of("<p>", "<p>", "s"),
    season=1,
)
_EPISODE = Episode(
    guid="g",
    title="T",
    link="https://e.example/a/b/",
    slug="a/b",
    published=_MOMENT,
    enclosure=Enclosure(url="https://e.example/b.mp3", length=1, type="audio/mpeg"),
    duration=timedelta(seconds=1),
    notes=ShowNotes.of("<p>n</p>", "<p>d</p>", "s"),
)
_OTHER: dict[str, Any] = {
    "notes": ShowNotes.of("<p>n</p>", "<p>d</p>", "t"),
    "published": _MOMENT + timedelta(seconds=1),
    "enclosure": Enclosure(url="https://e.example/b.mp3", length=2, type="audio/mpeg"),
    "duration": timedelta(seconds=2),
    "updated": _MOMENT,
    "season": Season(number=1),
    "number": 1,
    "type": "bonus",
    "explicit": False,
    "artwork": Artwork(url="u", type="image/png", width=1, height=1),
    "people": (Person(name="P"),),
    "chapters": Chapters(url="u"),
    "transcripts": (Transcript(url="u", type="text/vtt"),),
    "article": _ARTICLE,
    "block": True,
    "ai_content": True,
}


def _show(episodes: tuple[Episode, ...], **values: Any) -> Show:
    told = {
        "title": "T",
        "description": "D",
        "link": "https://e.example/",
        "feed_url": "https://e.example/feed.xml",
        "atom_url": "https://e.example/atom.xml",
        "json_url": "https://e.example/feed.json",
        "language": "fr",
        "guid": "375e050f-7f52-5e9b-9cfc-9414515d1a5b",
        "author": "A",
        "categories": (Category("News"),),
        "artwork": Artwork(url="https://e.example/c.jpg", type="image/jpeg", width=1, height=1),
        "explicit": False,
        "type": "serial",
        "updated": _MOMENT,
    }
    articles = tuple({id(e.article): e.article for e in episodes if e.article}.values())
    return Show(episodes=episodes, articles=articles, **{**told, **values})


def _keys(show: Show) -> dict[str, str]:
    """What names each file of the site, by its path."""
    digests = digests_of(show)
    supply = site.Supply(
        palette=list, old=lambda *_: {}, laid=lambda *_: None, apart=lambda piece, _: piece
    )
    return {p.path: p.key() for p in site.pages(show, digests, entry_keys(digests), supply)}


@pytest.mark.parametrize("name", [field.name for field in fields(Episode)])
def test_every_field_of_an_episode_counts(name: str) -> None:
    """An episode that differs in anything has another digest, so its page is rendered anew."""
    other = replace(_EPISODE, **{name: _OTHER.get(name, "something else")})
    assert digests_of(_show((_EPISODE,))).episodes != digests_of(_show((other,))).episodes


def test_what_is_told_in_another_field_is_something_else() -> None:
    """The digest leaves out what is as usual, but not where the rest of it stood."""
    titled, commented = replace(_EPISODE, itunes_title="x"), replace(_EPISODE, comments="x")
    assert digests_of(_show((titled,))).episodes != digests_of(_show((commented,))).episodes


@pytest.mark.parametrize("name", [field.name for field in fields(Article)])
def test_every_field_of_an_article_counts(name: str) -> None:
    """An article that differs in anything changes its own page and those of its interviews."""
    values: dict[str, Any] = {
        "author": Person(name="P"),
        "published": _MOMENT.date(),
        "season": 2,
        "notes": ShowNotes.of("<p>t", "<p>t", "s"),
    }
    other = replace(_ARTICLE, **{name: values.get(name, "something else")})
    shows = [_show((replace(_EPISODE, article=article),)) for article in (_ARTICLE, other)]
    old, new = map(_keys, shows)
    own = {path for path in old if path in ("a/index.html", "a/b/index.html")}
    assert len(own) == 2
    assert not {path for path in own if old[path] == new.get(path)}


def test_texts_do_not_run_into_each_other() -> None:
    """What ends one text and begins the next makes a difference."""
    names = {
        ShowNotes.of(*texts).fingerprint
        for texts in (("ab", "c", ""), ("a", "bc", ""), ("a", "b", "c"), ("", "ab", "c"))
    }
    assert len(names) == 4


@pytest.mark.parametrize("place", range(3))
def test_every_text_counts(place: int) -> None:
    """Full notes, short notes and summary each make a difference, and come back as they were."""
    texts = ["é…", "", "🎙"]
    one = ShowNotes.of(*texts)
    assert [one.full, one.short, one.summary] == texts
    texts[place] += "x"
    assert ShowNotes.of(*texts).fingerprint != one.fingerprint


_SHOW_OTHER: dict[str, Any] = {
    "tags": ShowTags(uses_podping=True),
    "categories": (Category("Arts"),),
    "artwork": Artwork(url="https://e.example/d.jpg", type="image/jpeg", width=1, height=1),
    "explicit": True,
    "type": "episodic",
    "owner": Owner("O", "o@e.example"),
    "locked": False,
    "people": (Person(name="P"),),
    "complete": True,
    "block": True,
    "ai_content": True,
    "site": Site(footer="F"),
}
_OF_EPISODES = ("episodes", "articles", "updated")


@pytest.mark.parametrize("name", [f.name for f in fields(Show) if f.name not in _OF_EPISODES])
def test_every_field_of_the_show_counts(name: str) -> None:
    """A show that differs in anything has other pages and other entries; scripts know no show."""
    one = _show((_EPISODE,))
    two = replace(one, **{name: _SHOW_OTHER.get(name, "something else")})
    assert entry_keys(digests_of(one)) != entry_keys(digests_of(two))
    old, new = _keys(one), _keys(two)
    assert len(old) > 10
    assert {path for path in old if old[path] == new.get(path)} == set(SCRIPTS)


def test_another_episode_changes_no_page_of_a_single_one() -> None:
    """Of an episode that stands alone its page names its neighbours; else lists know others."""
    other = replace(_EPISODE, guid="h", slug="c", published=_MOMENT + timedelta(days=1))
    one, two = _show((_EPISODE,)), _show((other, _EPISODE), updated=other.published)
    old, new = _keys(one), _keys(two)
    lists = {"index.html", "sitemap.xml", "llms.txt", "search.json"}
    assert {path for path in old if old[path] != new[path]} == {*lists, "a/b/index.html"}
    assert set(entry_keys(digests_of(one))) < set(entry_keys(digests_of(two)))


# --- Entries as pieces of a feed ----------------------------------------------------------------


def _episodes(count: int) -> tuple[Episode, ...]:
    return tuple(replace(_EPISODE, guid=f"g{n}", slug=f"e{n}", title=f"T{n}") for n in range(count))


@pytest.mark.parametrize("render", [feed_of, atom_of])
@pytest.mark.parametrize("kept", [(), (0,), (1, 2), (0, 1, 2), (2,)])
def test_kept_entries_make_the_same_feed(
    render: Callable[..., bytes], kept: tuple[int, ...], tmp_path: Path
) -> None:
    """Whichever entries are taken over, the bytes are those of a feed rendered whole."""
    whole = _show(_episodes(3))
    wanted = render(whole)
    lines = RSS_LINES if render is feed_of else ATOM_LINES
    pieces = _pieces(wanted, lines, 3)
    taken = [pieces[n] if n in kept else None for n in range(3)]
    assert render(whole, taken) == wanted
    (tmp_path / "feed").write_bytes(wanted)
    layout = [wanted.index(pieces[0]), *map(len, pieces)]
    feed = _opened(tmp_path / "feed")
    spans = [Span(feed, *place) for place in places_in(layout, len(lines.between))]
    assert render(whole, [spans[n] if n in kept else None for n in range(3)]) == wanted


def test_layout_says_where_entries_lie() -> None:
    """What a feed is put together of lies in it where its layout says."""
    for form in (RSS, ATOM, JSON):
        whole = _show(_episodes(3))
        entries = entries_of(whole, [None] * 3, form.lines, renderer(form)) or []
        parts = around(whole, entries, form.lines, renderer(form))
        feed = b"".join(chunks_of(parts))
        layout = layout_of(sum(map(len, parts[:2])), entries)
        places = list(places_in(layout, len(form.lines.between)))
        assert [feed[start : start + length] for start, length in places] == entries


def test_spans_side_by_side_are_one(tmp_path: Path) -> None:
    """A long feed in which one entry is new takes two pieces of the old one, not a thousand."""
    whole = _show(_episodes(9))
    wanted = feed_of(whole)
    (tmp_path / "feed").write_bytes(wanted)
    pieces = _pieces(wanted, RSS_LINES, 9)
    layout = [wanted.index(pieces[0]), *map(len, pieces)]
    file = _opened(tmp_path / "feed")
    kept: list[Piece] = [Span(file, *place) for place in places_in(layout, len(RSS_LINES.between))]
    kept[4] = bytes(pieces[4])
    parts = around(whole, kept, RSS_LINES, renderer(RSS))
    assert sum(isinstance(part, Span) for part in parts) == 2
    assert b"".join(chunks_of(parts)) == wanted


def test_only_spans_side_by_side_are_one(tmp_path: Path) -> None:
    """Of one file, in its order, with just the bytes between them that are to be there."""
    for name in "ab":
        (tmp_path / name).write_bytes(b"one, two, , three")
    a, b = (_opened(tmp_path / name) for name in "ab")
    one, two, none, three = Span(a, 0, 3), Span(a, 5, 3), Span(a, 10, 0), Span(a, 12, 5)
    cases: list[tuple[list[Piece], bytes, int]] = [
        ([one, two, none, three], b"one, two, , three", 1),
        ([one, three], b"one, three", 2),
        ([two, one], b"two, one", 2),
        ([one, Span(b, 5, 3)], b"one, two", 2),
        ([one, b"new", two, none], b"one, new, two, ", 2),
        ([b"new"], b"new", 0),
        ([], b"", 0),
    ]
    for pieces, wanted, spans in cases:
        parts = parted(pieces, b", ")
        assert b"".join(chunks_of(parts)) == wanted
        assert sum(isinstance(part, Span) for part in parts) == spans, wanted


def test_span_of_a_file_that_shrank(tmp_path: Path) -> None:
    """A file that was cut off since it was measured is told, not published as far as it goes."""
    (tmp_path / "feed").write_bytes(b"123456")
    assert b"".join(Span(_opened(tmp_path / "feed"), 2, 3).chunks()) == b"345"
    with pytest.raises(OSError, match="was changed while it was read"):
        list(Span(_opened(tmp_path / "feed"), 2, 5).chunks())


def test_entries_that_wait_in_a_file(tmp_path: Path) -> None:
    """A long feed is put together of what waits on the disk, in one piece, and nothing stays."""
    whole = _show(_episodes(120))
    spool = Spool(lambda: tmp_path / "spool")
    render, lines = renderer(RSS), RSS_LINES
    entries = entries_of(whole, [None] * 120, lines, render, spool)
    assert entries and all(isinstance(entry, Span) for entry in entries)
    parts = around(whole, entries, lines, render)
    assert sum(isinstance(part, Span) for part in parts) == 1
    assert b"".join(chunks_of(parts)) == feed_of(whole)
    assert not list(tmp_path.iterdir())  # it has no name


def test_few_entries_wait_in_memory(tmp_path: Path) -> None:
    """A file would cost more than it saves."""
    spool = Spool(lambda: tmp_path / "spool")
    entries = entries_of(_show(_episodes(3)), [None] * 3, RSS_LINES, renderer(RSS), spool) or []
    assert len(entries) == 3
    assert not any(isinstance(entry, Span) for entry in entries)
    assert not list(tmp_path.iterdir())


def test_spool_that_can_t_be_written(tmp_path: Path) -> None:
    """Where the disk gives out, what comes then waits in memory; what waits there is found."""
    assert Spool(lambda: tmp_path / "nowhere" / "spool").put([b"a", b"b"], b"-") == [b"a", b"b"]
    spool = Spool(lambda: tmp_path / "spool")
    first = spool.put([b"a", b"b"], b"-")
    assert spool.source
    there = spool.source
    spool.source = Source(Path("/dev/full"), os.O_WRONLY)
    assert spool.put([b"c"], b"-") == [b"c"]
    assert [one() for one in spool.later([b"d"])] == [b"d"]
    spool.source = there
    assert b"".join(chunks_of(first)) == b"ab"


def test_texts_that_wait_in_a_file(tmp_path: Path) -> None:
    """Texts come back as they are, in any order and as often as they are asked for."""
    spool = Spool(lambda: tmp_path / "spool")
    texts = ["", "é", "a" * 300_000, "<p>l’Œuf</p>"]
    later = [one for text in texts for one in spool.later([text.encode(), b""])][::2]
    assert all(isinstance(one, Span) for one in later)
    for _ in range(2):
        assert [one().decode() for one in reversed(later)] == texts[::-1]
    assert not list(tmp_path.iterdir())  # it has no name


def test_spool_in_the_place_of_a_file(tmp_path: Path) -> None:
    """What lies where it would be made stays as it is, be it a link that leads elsewhere."""
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / "spool").symlink_to(tmp_path / "kept")
    assert [one() for one in Spool(lambda: tmp_path / "spool").later([b"a", b"b"])] == [b"a", b"b"]
    assert (tmp_path / "kept").read_bytes() == b"kept"


def test_span_of_a_file_that_was_replaced(tmp_path: Path) -> None:
    """Another build at the same time puts a file in its place: what was there stays readable."""
    (tmp_path / "feed").write_bytes(b"123456")
    span = Span(_opened(tmp_path / "feed"), 2, 3)
    replace_file(tmp_path / "feed", b"abcdef")
    assert b"".join(span.chunks()) == b"345"
    replace_file(tmp_path / "copy", span)
    assert (tmp_path / "copy").read_bytes() == b"345"


def _opened(path: Path) -> Source:
    return Source(path)


def _pieces(feed: bytes, lines: Lines, count: int) -> Sequence[memoryview]:
    parts = lines.cut(feed, count)
    assert parts
    return parts[1]


def test_feed_that_can_t_be_cut_is_rendered_whole() -> None:
    """Notes that look like the end of one item and the start of another deceive nobody."""
    trap = (RSS_LINES.closing + RSS_LINES.opening).decode()
    episodes = (replace(_EPISODE, notes=ShowNotes.of(f"a\n{trap}b", "a", "a")), *_episodes(2))
    whole = _show(episodes)
    wanted = feed_of(whole)
    assert RSS_LINES.cut(wanted, 3) is None
    assert feed_of(whole, [None, b"x", b"y"]) == wanted


def test_nothing_to_cut() -> None:
    """A file that is no feed of ours gives no entries."""
    for content in (b"", b"<rss/>", b"\n    <item>\n", b"    </item>\n\n    <item>\n"):
        assert RSS_LINES.cut(content, 1) is None


def test_render_is_asked_for_what_is_missing_only() -> None:
    """Of three episodes one is not kept: that one is rendered."""
    asked: list[str] = []

    def render(show: Show, episodes: Sequence[Episode]) -> bytes:
        asked.extend(e.guid for e in episodes)
        return feed(e.guid.encode() + b"\n" for e in episodes)

    def feed(pieces: Iterable[bytes]) -> bytes:
        entries = (RSS_LINES.opening + piece + RSS_LINES.closing for piece in pieces)
        return b"".join((b"<a>\n", *entries, RSS_LINES.end))

    made = put_together(_show(_episodes(3)), [b"x\n", None, b"z\n"], RSS_LINES, render)
    assert asked == ["g1"]
    assert made == feed((b"x\n", b"g1\n", b"z\n"))


def test_what_lists_show_of_a_title_is_html() -> None:
    """Whatever stands in a title, no tag of it reaches a page."""
    guest = Person(name="A <b>", role="guest")
    shown = item(replace(_EPISODE, title="A <b>, R&D <i>", people=(guest,)))
    assert (shown.name, shown.rest) == ("A <b>", "R&D <i>")
    assert "<b>" not in shown.marked and "<i>" not in shown.marked
    assert "A &lt;b&gt;" in shown.marked and "R&amp;D &lt;i&gt;" in shown.marked
    assert item(replace(_EPISODE, title="R&D", people=())).marked == "R&amp;D"


def test_words_that_are_searched_for_are_those_that_are_read() -> None:
    """Entities are characters, tags part words, accents and capitals do not count."""
    notes = ShowNotes.of("<p>R&amp;D&nbsp;: l’Œuf<br>à la <em>Forêt</em></p>", "", "")
    line = json.loads(searching.line(replace(_EPISODE, title="T", notes=notes), "p", "s", ()))
    assert set(line["words"].split()) >= {"r", "d", "l", "oeuf", "a", "la", "foret", "t"}
    assert not {"amp", "nbsp", "em", "br", "p"} & set(line["words"].split())
