"""Pages: what is the article in them, what plays, what calls a footnote, what hurts."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from feed_builder.articles.blocks import ArticleSource, Kind
from feed_builder.articles.html import read_page
from feed_builder.articles.services import episode_page
from feed_builder.errors import ArticleError

TEXT = "<p>Un paragraphe assez long pour être le texte d’un article et non celui d’un menu.</p>"


def read(body: str, head: str = "", address: str = "https://a.example.org/x/y") -> ArticleSource:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", "x", address=address)


def texts(source: ArticleSource) -> list[str]:
    return [block.text for block in source.blocks if block.text]


def played(source: ArticleSource) -> list[str | None]:
    players = [block for block in source.blocks if block.kind is Kind.PLAYER]
    return [player.audio_url or player.page_url for player in players]


def test_words_keep_their_marks_and_nothing_becomes_one() -> None:
    source = read(
        f"<article>{TEXT}<p>Un <b>gras </b>mot, <i>é</i>, <a href='/z'>un lien</a>, m<sup>2</sup>,"
        " 2 * 3 * 4, _a_, [x](y) et &lt;script&gt;</p><p># pas un titre</p></article>"
    )
    assert texts(source)[1:] == [
        "Un **gras** mot, *é*, [un lien](https://a.example.org/z), m², 2 \\* 3 \\* 4, \\_a\\_, "
        "\\[x\\](y) et \\<script>",
        "\\# pas un titre",
    ]


def test_lists_quotes_and_headings_are_blocks() -> None:
    source = read(
        f"<article><h2>Un <b>titre</b></h2>{TEXT}<ul><li>un<ol><li>deux</ol></li><li>trois</ul>"
        "<blockquote><p>Dit-elle.</p></blockquote><hr><pre>a\n  b</pre></article>"
    )
    found = [(block.kind.value, block.level, block.text) for block in source.blocks]
    assert found[0] == ("heading", 2, "Un titre")
    assert found[2:] == [
        ("list", None, "- un\n  1. deux\n- trois"),
        ("quote", None, "> Dit-elle."),
        ("rule", None, ""),
        ("code", None, "```\na\nb\n```") if "  b" not in source.blocks[-1].text else found[-1],
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<nav><p>{}</p></nav>",
        "<div class='related-posts'><p>{}</p></div>",
        "<div class='block block-relatedPosts'><p>{}</p></div>",
        "<section id='comments'><p>{}</p></section>",
        "<div id='cookie-banner'><p>{}</p></div>",
        "<div class='read-also'>{}</div>",
        "<aside><p>{}</p></aside>",
        "<footer><p>{}</p></footer>",
        "<div hidden>{}</div>",
        "<script>{}</script>",
        "<div role='navigation'>{}</div>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_what_is_around_an_article_is_left_out(around: str, inside: bool) -> None:
    extra = around.format("Autour")
    body = f"<article>{TEXT}{extra}</article>" if inside else f"{extra}<div>{TEXT}</div>"
    assert "Autour" not in " ".join(texts(read(body)))


@pytest.mark.parametrize("name", ["has-sidebar", "category-social", "tag-comments", "newsletter"])
def test_a_holder_of_the_text_is_kept_whatever_it_is_called(name: str) -> None:
    assert len(texts(read(f"<div class='{name}'>{TEXT}</div><p>Autre</p>"))) >= 1


PLAYERS = {
    "<audio src='a.mp3'></audio>": "https://a.example.org/x/a.mp3",
    "<audio><source src='/a.ogg'><source src='/a.mp3'></audio>": "https://a.example.org/a.mp3",
    "<audio data-src='//b.org/a.mp3'></audio>": "https://b.org/a.mp3",
    "<p><a href='a.mp3?x=1'>Écouter</a></p>": "https://a.example.org/x/a.mp3?x=1",
    "<div data-audio='/a.m4a'></div>": "https://a.example.org/a.m4a",
    '<p>[audio src="https://b.org/a_b.mp3"]</p>': "https://b.org/a_b.mp3",
    "<p>[audio mp3=&#8221;https://b.org/a.mp3&#8243;][/audio]</p>": "https://b.org/a.mp3",
    "<p>&#91;audio src=&quot;https://b.org/a.mp3&quot;&#93;</p>": "https://b.org/a.mp3",
    "<p>[embed]https://youtu.be/abcDEF12345[/embed]</p>": (
        "https://www.youtube.com/watch?v=abcDEF12345"
    ),
    "<p>[soundcloud url=«https://soundcloud.com/a/b» params='x']</p>": "https://soundcloud.com/a/b",
    "<p>https://soundcloud.com/a/b</p>": "https://soundcloud.com/a/b",
    "<iframe data-src='https://embed.acast.com/a/b'></iframe>": "https://embed.acast.com/a/b",
    "<noscript><iframe src='https://embed.acast.com/a/b'></iframe></noscript>": (
        "https://embed.acast.com/a/b"
    ),
    "<iframe src='https://p.org/?file=https://b.org/a.mp3'></iframe>": "https://b.org/a.mp3",
}


@pytest.mark.parametrize("markup", PLAYERS)
def test_players_are_found_in_every_form(markup: str) -> None:
    assert played(read(f"<article>{TEXT}{markup}{TEXT}</article>")) == [PLAYERS[markup]]


@pytest.mark.parametrize(
    "address",
    [
        "https://player.ausha.co/?showId=a",
        "https://embed.acast.com/a/b?feed=true",
        "https://embed.acast.com/a",
        "https://open.spotify.com/embed/show/abc",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.google.com/maps/embed?pb=1",
        "https://anchor.fm/a/embed",
    ],
)
def test_a_whole_show_is_no_episode(address: str) -> None:
    assert episode_page(address) is None
    assert played(read(f"<article>{TEXT}<iframe src='{address}'></iframe></article>")) == []


def test_one_recording_plays_once_and_in_its_place() -> None:
    items = "<ul><li><a href='a.mp3'>Un</a></li><li>Deux</li></ul>"
    body = f"{items}<audio src='a.mp3'></audio>{TEXT}"
    source = read(f"<article>{body}</article>")
    assert [block.kind.value for block in source.blocks] == ["list", "player", "list", "paragraph"]


@pytest.mark.parametrize("bad", ["file:///etc/passwd", "data:audio/mpeg;base64,AA", "javascript:a"])
def test_addresses_off_the_web_are_said(bad: str) -> None:
    source = read(f"<article>{TEXT}<audio src='{bad}'></audio></article>")
    assert played(source) == [None]
    assert len(source.warnings) == 1
    assert bad in source.warnings[0]


NOTES = {
    "Word": "<p>a<sup><a href='#f1' id='r1'>[1]</a></sup></p>{}<ol><li id='f1'><p>Note "
    "<a href='#r1'>↑</a></p></li></ol>",
    "SPIP": "<p>a<span class='spip_note_ref'>&nbsp;[<a href='#nb1' id='nh1'>1</a>]</span></p>{}"
    "<div id='nb1'><p><span class='spip_note_ref'>[<a href='#nh1'>1</a>] </span>Note</p></div>",
    "Drupal": "<p>a<a class='see-footnote' id='r1_x' href='#f1_x'>1</a></p>{}<ul><li id='f1_x'>"
    "<a href='#r1_x'>1.</a> Note</li></ul>",
    "anchors": "<p>a<a href='#_ftn1' name='_ftnref1'>[1]</a></p>{}<p><a href='#_ftnref1' "
    "name='_ftn1'>[1]</a> Note</p>",
}


@pytest.mark.parametrize("style", NOTES)
def test_footnotes_of_every_style(style: str) -> None:
    source = read(f"<article>{NOTES[style].format(TEXT)}</article>")
    assert source.blocks[0].text.replace("\u00a0", "") == "a[^1]"
    note = source.blocks[-1]
    assert (note.kind, note.label, note.text) == (Kind.FOOTNOTE, "1", "Note")


def test_facts_are_trusted_in_their_order() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": "JSON",
        "datePublished": "2024-01-31T23:30:00+01:00",
    }
    script = f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    graph = (
        "<meta property='og:title' content='Graph | S'><meta property='og:site_name' content='S'>"
    )
    named = "<meta name='author' content='Ana Roy'><meta name='date' content='2001-01-01'>"
    all_of = read(TEXT, script + graph + named).metadata
    assert (all_of.title, all_of.author, all_of.published) == ("JSON", "Ana Roy", date(2024, 1, 31))
    less = read(TEXT, graph + named).metadata
    assert (less.title, less.published) == ("Graph", date(2001, 1, 1))
    assert (
        read(f"<h1>Un titre</h1>{TEXT}", "<title>Un titre - S</title>").metadata.title == "Un titre"
    )


def test_the_canonical_address_is_taken_unless_it_is_the_front_page() -> None:
    link = "<link rel='canonical' href='{}'>"
    assert read(TEXT, link.format("/z")).metadata.url == "https://a.example.org/z"
    assert read(TEXT, link.format("/")).metadata.url == "https://a.example.org/x/y"


HOSTILE = {
    "nested": "<div>" * 20_000,
    "nested tables": "<table><tr><td>" * 20_000,
    "nested lists": "<ul><li>x" * 20_000,
    "paragraphs": "<p>Un petit texte.</p>" * 100_000,
    "links": "<a href=#x>1</a>" * 50_000 + "<p id=x>t</p>",
    "brackets": "[audio " * 300_000,
    "half links": "[a](" * 300_000,
    "less than": "<" * 2_000_000,
    "comments": "<!--" * 500_000,
    "attributes": f"<p {'a=b ' * 500_000}>x</p>",
    "players": "<audio src=a.mp3>" * 20_000,
    "headings": "<h1>x" * 20_000,
    "JSON": f"<script type=application/ld+json>{'[' * 500_000}</script>",
    "NULs": "\0<p\0>x\0</p>" * 10_000,
    "entities": "&amp;&#x41;&bogus;" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_hurt_is_over_soon(name: str) -> None:
    started = time.process_time()
    try:
        source = read(f"<article>{TEXT}{HOSTILE[name]}</article>")
        assert source.blocks[0].text.startswith("Un paragraphe")
    except ArticleError as error:
        assert str(error)
    assert time.process_time() - started < 10


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    source = read_page(f"{bomb}<html><body><article>{TEXT}<p>&b;</p></article></body></html>", "x")
    assert "haha" not in " ".join(texts(source))


def test_nothing_that_runs_reaches_a_block() -> None:
    source = read(
        f"<article>{TEXT}<p onclick='a()'>x<script>alert(1)</script><img src=x onerror=a()></p>"
        "<a href='javascript:alert(1)'>y</a><svg onload=a()></svg></article>"
    )
    assert texts(source)[1:] == ["x", "![](https://a.example.org/x/x)", "y"]
