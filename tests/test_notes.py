"""Show notes: what people write becomes sound HTML with absolute links, in two lengths."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feed_builder.read.notes import Links, render_notes
from feed_builder.read.plain import plain_notes

PAGE = "https://p.example/eau/01-a/"
PAGES = {
    "episodes/eau/02-b.md": "https://p.example/eau/02-b/",
    "episodes/eau/article.md": "https://p.example/eau/",
    "episodes/foret/01-é.md": "https://p.example/foret/01-e/",
    "episodes/seul.md": "https://p.example/seul/",
}
LINKS = Links(PAGE, "episodes/eau", PAGES)
FULL = set(
    "p br a ul ol li strong em b i h2 h3 h4 h5 h6 blockquote code pre hr sup sub del div "
    "table thead tbody tr th td".split()
)
SHORT = set("p br a ul ol li strong em b i".split())


def tree(fragment: str) -> Any:
    """A fragment of HTML read as XML, which forgives nothing."""
    xml = re.sub(r"<(br|hr)>", r"<\1/>", fragment).replace("&nbsp;", "&#160;")
    return etree.fromstring(f"<notes>{xml}</notes>", etree.XMLParser(huge_tree=True))


def assert_sound(fragment: str, tags: set[str]) -> None:
    """Well-formed, with these tags, absolute links and nothing that runs."""
    for element in tree(fragment).iterdescendants():
        assert element.tag in tags, element.tag
        assert set(element.attrib) <= {"href", "id", "start"}, element.attrib
        href = element.get("href")
        if href is not None:
            assert re.match(r"(https?://[^/?#\s]|mailto:|tel:|geo:)", href), href


def full(markdown: str, **options: Any) -> str:
    """The full form on one line."""
    return re.sub(r"\s*\n\s*", "", render_notes(markdown, LINKS, **options).full)


def short(markdown: str, **options: Any) -> str:
    """The short form on one line."""
    return re.sub(r"\s*\n\s*", "", render_notes(markdown, LINKS, **options).short)


MARKUP = (
    ("paragraphs", "Un\n\ndeux", "<p>Un</p><p>deux</p>"),
    ("emphasis", "*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
    ("break", "a  \nb", "<p>a<br>b</p>"),
    ("list", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("nested", "- a\n  1. b\n     - c\n- d",
     "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>"),
    ("start", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("quote", "> a", "<blockquote><p>a</p></blockquote>"),
    ("code", "```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
    ("first-heading", "# a\n\n## b\n\n###### c", "<h2>a</h2><h2>b</h2><h6>c</h6>"),
    ("rule", "a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    ("table", "| a |\n|---|\n| b |",
     "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"),
    ("struck", "~~a~~", "<p><del>a</del></p>"),
    ("entities", "a & b < c > d &amp; &eacute;", "<p>a &amp; b &lt; c &gt; d &amp; é</p>"),
    ("no-break", "a\u00a0: b", "<p>a&nbsp;: b</p>"),
    ("html", "<b>a</b> <i>b</i><sup>c</sup>", "<p><b>a</b> <i>b</i><sup>c</sup></p>"),
    ("html-open", "<b>a", "<p><b>a</b></p><b></b>"),
    ("html-crossed", "<b><i>a</b></i>", "<p><b><i>a</i></b></p>"),
    ("comment", "a <!-- b --> c", "<p>a  c</p>"),
    ("cdata", "<![CDATA[a]]>", ""),
    ("script", "a <script>alert(1)</script> b", "<p>a  b</p>"),
    ("script-block", "<script>\nalert(1)\n</script>\n\nb", "<p>b</p>"),
    ("style", "<style>p{}</style>\n\nb", "<p>b</p>"),
    ("frame", '<iframe src="https://a.example/"></iframe>', ""),
    ("handler", '<p onclick="x()" style="a" class="b">a</p>', "<p>a</p>"),
    ("svg", '<svg onload="x()"><a href="javascript:x()">b</a></svg>', "<p></p>"),
    ("form", '<form action="/x"><input name="y">a</form>', "a"),
    ("own-id", '<p id="content">a</p><a id="x" href="https://a.example/">b</a>',
     '<p>a</p><a href="https://a.example/">b</a>'),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [m[1:] for m in MARKUP], ids=[m[0] for m in MARKUP])
def test_markup(text: str, wanted: str) -> None:
    """Markdown, and the HTML in it, as pages and feeds carry it."""
    assert full(text) == wanted
    assert_sound(render_notes(text, LINKS).full, FULL)
    assert_sound(render_notes(text, LINKS).short, SHORT)


SHORT_MARKUP = (
    ("heading", "# Un titre\n\na", "<p><strong>Un titre</strong></p><p>a</p>"),
    ("heading-emphasis", "## *a* b", "<p><strong><em>a</em> b</strong></p>"),
    ("heading-html", '<h2 class="x">a</h2>', "<p><strong>a</strong></p>"),
    ("heading-link", "## [a](https://a.example/)",
     '<p><strong><a href="https://a.example/">a</a></strong></p>'),
    ("quote", "> a", "<p>a</p>"),
    ("code", "`a`", "<p>a</p>"),
    ("list", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("sup", "1<sup>er</sup>", "<p>1er</p>"),
    ("footnote", "a[^1]\n\n[^1]: b", "<p>a[1]</p><p>[1] b</p>"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"), [m[1:] for m in SHORT_MARKUP], ids=[m[0] for m in SHORT_MARKUP]
)
def test_short_markup(text: str, wanted: str) -> None:
    """The few tags that every directory shows."""
    assert short(text) == wanted


@pytest.mark.parametrize("text", ["| un | deux |\n|---|---|\n| trois | quatre |", "~~un~~\ndeux"])
def test_short_form_glues_no_words(text: str) -> None:
    """APL-45: without its table the text still reads as words, not as one long one."""
    words = re.sub(r"<[^>]*>", "", render_notes(text, LINKS).short)
    assert not re.search("undeux|troisquatre|deuxtrois", words)
    assert set(words.split()) >= {"un", "deux"}


LINKED = (
    ("absolute", "https://a.example/b?c=d&e#f", "https://a.example/b?c=d&e#f"),
    ("page", "02-b.md", "https://p.example/eau/02-b/"),
    ("page-fragment", "02-b.md#c", "https://p.example/eau/02-b/#c"),
    ("page-dot", "./02-b.md", "https://p.example/eau/02-b/"),
    ("article", "article.md", "https://p.example/eau/"),
    ("other-folder", "../foret/01-é.md", "https://p.example/foret/01-e/"),
    ("other-folder-encoded", "../foret/01-%C3%A9.md", "https://p.example/foret/01-e/"),
    ("up", "../seul.md", "https://p.example/seul/"),
    ("above-the-top", "../../../../episodes/seul.md", "https://p.example/seul/"),
    ("fragment", "#fin", f"{PAGE}#fin"),
    ("no-scheme", "//a.example/b", "https://a.example/b"),
    ("mail", "mailto:a@b.example", "mailto:a@b.example"),
    ("telephone", "tel:+33123456789", "tel:+33123456789"),
    ("accents", "https://a.example/é", "https://a.example/%C3%A9"),
)


@pytest.mark.parametrize(("address", "wanted"), [x[1:] for x in LINKED], ids=[x[0] for x in LINKED])
def test_links_are_absolute(address: str, wanted: str) -> None:
    """RSS-28: every link leads to the same place wherever the notes are shown."""
    for form in (full, short):
        link = tree(form(f"[a](<{address}>)")).find(".//a")
        assert link.get("href") == wanted
    assert render_notes(f"[a](<{address}>)", LINKS).dead_links == ()


DEAD = ("nowhere.md", "../eau", "/", "/abs/olute", "a.pdf", "02-b", "02-B.md", "\\\\a\\b")


@pytest.mark.parametrize("address", DEAD)
def test_dead_links_are_told(address: str) -> None:
    """Of a link to what is not published only the words are left; it is told once."""
    notes = render_notes(f"[a](<{address}>) [b](<{address}>)", LINKS)
    assert list(tree(notes.full).iter("a")) == []
    assert "".join(tree(notes.full).itertext()) == "a b"
    assert len(notes.dead_links) == 1


HOSTILE = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x1;javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,AAAA",
    "file:///etc/passwd",
    "blob:https://a.example/x",
    "ftp://a.example/",
    "http://[bad",
    "http:relative",
    "https:relative",
    "http:",
    "https://",
    "https:///path",
    "x:y",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_links_go(address: str) -> None:
    """No scheme but five reaches a feed, however it is written; nor a link without a host."""
    for written in (f'<a href="{address}">a</a>', f"[a](<{address}>)"):
        notes = render_notes(written, LINKS)
        assert_sound(notes.full, FULL)
        assert_sound(notes.short, SHORT)
        for link in tree(notes.full).iter("a"):
            assert link.get("href") is None or link.get("href").startswith(
                ("https://p.", "http://p.")
            )


def test_images_leave_their_words() -> None:
    """No image reaches the notes; what it shows is still said."""
    assert "une carte" in full("Voici ![une carte](carte.png).")


# --- Footnotes ----------------------------------------------------------------------------------

NOTED = "Un[^a], deux[^b], encore un[^a].\n\n[^a]: Note *A*.\n\n[^b]: Note [B](02-b.md).\n"


def test_footnotes_are_numbered_and_linked() -> None:
    """A call shows its number and leads to the note; the note shows it too."""
    found = tree(render_notes(NOTED, LINKS).full)
    ids = [e.get("id") for e in found.iter() if e.get("id")]
    calls = [a for a in found.iter("a") if (a.get("href") or "").startswith(f"{PAGE}#")]
    assert [a.text for a in calls[:3]] == ["[1]", "[2]", "[1]"]
    for call in calls[:3]:
        assert call.get("href").partition("#")[2] in ids
    assert "[1] Note A." in "".join(found.itertext())


def test_ids_are_unique() -> None:
    """HTML: no id stands twice, even where a note is called twice."""
    ids = [e.get("id") for e in tree(render_notes(NOTED, LINKS).full).iter() if e.get("id")]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("label", ["1", "é", "note-de-bas", "a.b", "<b>", "&"])
def test_any_footnote_label_works(label: str) -> None:
    """Whatever a note is called, its call leads to it."""
    found = tree(render_notes(f"a[^{label}]\n\n[^{label}]: b", LINKS).full)
    ids = {e.get("id") for e in found.iter()}
    targets = [a.get("href").partition("#")[2] for a in found.iter("a") if a.get("href")]
    assert targets
    assert set(targets) <= ids


def test_footnotes_in_the_short_form_need_no_link() -> None:
    """Apps that drop links still show which note is meant."""
    words = "".join(tree(render_notes(NOTED, LINKS).short).itertext())
    assert "Un[1], deux[2], encore un[1]." in words
    assert "[1] Note A." in words
    assert "[^" not in words


def test_call_without_note_stays_text() -> None:
    """A call that nothing answers is shown as it is written."""
    assert full("a[^1] b") == "<p>a[^1] b</p>"


# --- The notice and the summary -----------------------------------------------------------------


def test_notice_comes_first() -> None:
    """The notice opens both forms, and is in no summary."""
    notes = render_notes("Les notes.", LINKS, notice="**Voix de synthèse.**")
    assert notes.full.startswith("<p><strong>Voix de synthèse.</strong></p>")
    assert notes.short.startswith("<p><strong>Voix de synthèse.</strong></p>")
    assert notes.summary == "Les notes."


def test_notice_breaks_no_notes() -> None:
    """A notice that opens a list or a tag does not swallow the notes."""
    for notice in ("- a", "> a", "<b>a", "# a", "```\na", "<!-- a", "| a |\n|---|"):
        notes = render_notes("- x\n- y", LINKS, notice=notice)
        assert_sound(notes.full, FULL)
        assert {"x", "y"} <= {(e.text or "").strip() for e in tree(notes.full).iter("li", "p")}


SUMMARIES = (
    ("first-paragraph", "Un *mot* & `b`.\n\nDeux.", "Un mot & b."),
    ("behind-heading", "# Titre\n\nUn.", "Un."),
    ("behind-list", "- a\n\nUn.", "Un."),
    ("lines", "Un\ndeux  \ntrois", "Un deux trois"),
    ("entities", "a &lt; b &eacute;", "a < b é"),
    ("footnote", "Un[^1].\n\n[^1]: Note", "Un."),
    ("link", "[Un](https://a.example/).", "Un."),
    ("reference", "Lire [la revue][1].\n\n[1]: https://a.example/", "Lire la revue."),
    ("reference-short", "Lire [revue].\n\n[revue]: https://a.example/", "Lire revue."),
    ("script", "Un <script>alert(1)</script>deux.", "Un deux."),
    ("comment", "Un <!-- secret -->deux.", "Un deux."),
    ("attribute", '<a title="x>y">Un</a>', "Un"),
    ("nothing", "", ""),
    ("heading-only", "# Titre", "Titre"),
    ("list-only", "- a\n- b", "a b"),
)


@pytest.mark.parametrize(
    ("text", "wanted"), [s[1:] for s in SUMMARIES], ids=[s[0] for s in SUMMARIES]
)
def test_summary_is_plain_text(text: str, wanted: str) -> None:
    """The first paragraph as people read it."""
    assert render_notes(text, LINKS).summary == wanted


def test_written_summary_wins() -> None:
    """A person's own summary is taken as it is."""
    assert render_notes("Les notes.", LINKS, summary="Le résumé <a>.").summary == "Le résumé <a>."


def test_long_summary_is_cut_between_words() -> None:
    """At most 300 characters, whole words, an ellipsis."""
    summary = render_notes("élève forêt " * 60, LINKS).summary
    assert len(summary) <= 300
    assert re.fullmatch(r"(élève|forêt)( (élève|forêt))*…", summary)


# --- The 4,000 bytes ----------------------------------------------------------------------------

_FRENCH = (
    "L’été, « les œuvres » d’à côté & l’élève : *forêt*, **où**, [ç’a été](https://a.example/)… "
)


def _notes(kind: str, size: int) -> str:
    """Notes of about `size` bytes."""
    if kind == "one-paragraph":
        return _FRENCH * (size // len(_FRENCH.encode()) + 1)
    if kind == "paragraphs":
        return "\n\n".join([_FRENCH] * (size // len(_FRENCH.encode()) + 1))
    if kind == "list":
        return "\n".join([f"- {_FRENCH}"] * (size // len(_FRENCH.encode()) + 1))
    if kind == "nested-list":
        return "\n".join(f"{'  ' * (i % 4)}- {_FRENCH}" for i in range(size // 100 + 1))
    if kind == "headings":
        return "\n\n".join(f"## Partie {i}\n\n{_FRENCH}" for i in range(size // 130 + 1))
    if kind == "word":
        return "é" * (size // 2)
    if kind == "entities":
        return "&<>" * (size // 13)
    if kind == "link":
        return f"[a](https://a.example/{'b' * size})"
    if kind == "quotes":
        return "\n>\n".join([f"> {_FRENCH}"] * (size // 120 + 1))
    return "🎙 " * (size // 5)


KINDS = "one-paragraph paragraphs list nested-list headings word entities link quotes emoji".split()


@pytest.mark.parametrize("kind", KINDS)
def test_short_form_fits(kind: str) -> None:
    """At most 4,000 bytes, nothing cut in two, whatever the length and the form of the notes."""
    for size in (*range(3300, 4700, 37), 9_000, 100_000):
        notes = render_notes(_notes(kind, size), LINKS)
        assert len(notes.short.encode()) <= 4000
        assert_sound(notes.short, SHORT)
        if len(notes.full.encode()) > 4000 and notes.short.endswith("…</a></p>"):
            assert notes.short.endswith(f'<p><a href="{PAGE}">…</a></p>')


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "link"])
def test_short_form_wastes_little(kind: str) -> None:
    """What is cut is not cut to a stump: at least half of the room is used."""
    notes = render_notes(_notes(kind, 20_000), LINKS)
    assert len(notes.short.encode()) > 2000


def test_short_form_keeps_what_fits() -> None:
    """Notes within the limit are whole; one byte more and they end with a link to the page."""
    room = 4000 - len("<p></p>")
    assert render_notes("a" * room, LINKS).short == f"<p>{'a' * room}</p>"
    cut = render_notes("a" * (room + 1), LINKS).short
    assert cut.endswith(f'<p><a href="{PAGE}">…</a></p>')


def test_long_notes_keep_links_and_lists() -> None:
    """Reference links, lists and emphasis of long notes stay what they are when they are cut."""
    text = "Lire [la revue][1] et [elle].\n\n" + "\n\n".join([_FRENCH] * 60)
    text += "\n\n[1]: https://a.example/1\n[elle]: https://a.example/2\n"
    shown = render_notes(text, LINKS).short
    assert '<a href="https://a.example/1">la revue</a>' in shown
    assert '<a href="https://a.example/2">elle</a>' in shown
    assert "<em>forêt</em>" in shown


def test_long_notes_lose_footnotes_cleanly() -> None:
    """Where the notes at the end are cut off, no number without a note is left."""
    text = "Un[^1].\n\n" + "\n\n".join([_FRENCH] * 60) + "\n\n[^1]: Note.\n"
    shown = render_notes(text, LINKS).short
    assert "[^" not in shown
    assert ("[1]" in shown) == ("[1] Note." in shown)


def test_long_notice_leaves_room() -> None:
    """A notice and long notes: the notice is whole, the notes are cut."""
    shown = render_notes(_notes("paragraphs", 20_000), LINKS, notice="Voix de *synthèse*.").short
    assert shown.startswith("<p>Voix de <em>synthèse</em>.</p>")
    assert "forêt" in shown


# --- Whatever people write ----------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *"# |## |- |  - |1. |> |*|**|_|`|```|~~|[|]|](|)|![|[^1]|[^1]: ".split("|"),
        *"< > & \\ <b> </b> <p> </p> <div> </div> <script> </script> <!-- --> <![CDATA[".split(),
        *"]]> <table> <td> </table> <h2> </h2> <br> <br/> <hr> <ul> <li> </a> \" ' = {".split(),
        *"% ? # é &amp; &lt; &nbsp; &#1; &#x1f; &#0; &#xFFFE; &#xD800; &eacute; http:a".split(),
        *"javascript: https://e.example/ //e.example mailto: 02-b.md ../ 🎙".split(),
        "\n[a]: https://e.example/\n",
        '<a href="',
        '">',
        "| a | b |\n|---|---|\n|",
        *"\u00a0\u2028\x85\0\x0b\ufffe\u202e|:",
    ]
)
_MARKDOWN = st.lists(
    st.one_of(_PIECES, st.text(max_size=6), st.just("\n"), st.just("\n\n"), st.just(" ")),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=_MARKDOWN, times=st.sampled_from([1, 1, 1, 400]))
@example(text="&#1;", times=1)
@example(text="&#xFFFE;&#xFFFF;&#x1F;", times=1)
@example(text='<a href="https://e.example/]]>">a</a>', times=1)
@example(text='<a href="https://e.example/<b>">a</a>', times=1)
@example(text='<a href="http:a">a</a>', times=1)
@example(text="[a](http:b)", times=1)
@example(text="<div>" * 500, times=1)
@example(text="> " * 500, times=1)
def test_any_markdown_gives_sound_notes(text: str, times: int) -> None:
    """Whatever is written: well-formed, few tags, absolute links, at most 4,000 bytes."""
    notes = render_notes(text * times, LINKS)
    assert_sound(notes.full, FULL)
    assert_sound(notes.short, SHORT)
    assert len(notes.short.encode()) <= 4000
    assert len(notes.summary) <= 300
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", notes.summary)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1))
def test_plain_words_survive(text: str) -> None:
    """Words without markup come out as they went in."""
    notes = render_notes(f"x {text} x", LINKS)
    assert "".join(tree(notes.full).itertext()).strip() == f"x {text} x"


@pytest.mark.parametrize(
    ("short", "plain"),
    [
        ("<p>Un.</p>\n<p>Deux<br>trois.</p>", "Un.\n\nDeux\ntrois."),
        (
            '<p>Voir :</p>\n<ul>\n<li>le <a href="https://a.example/?x=1&amp;y=2">rapport</a></li>'
            "\n<li><p>l’avis</p></li>\n</ul>\n<p>Fin.</p>",
            "Voir :\n– le rapport (https://a.example/?x=1&y=2)\n– l’avis\n\nFin.",
        ),
        ('<p><a href="https://a.example/b">a.example/b</a></p>', "a.example/b"),
        ("<p>«\u00a0Oui\u202f!\u00a0» &lt;b&gt;</p>", "«\u00a0Oui\u202f!\u00a0» <b>"),
        ('<p><a href="mailto:a@b.example">Écrivez</a> <strong>vite</strong></p>', "Écrivez vite"),
        ("", ""),
        ("<p>Un <b> </b>\t<br> <i> </i>&#9;deux</p><ul><li>trois</li></ul>", "Un\ndeux\n– trois"),
        # Quadratic time would take a minute here.
        ("<p>Un" + "<b> </b>&#9;" * 100_000 + "<br>deux</p>", "Un\ndeux"),
    ],
)
def test_plain_notes(short: str, plain: str) -> None:
    assert plain_notes(short) == plain


def test_plain_notes_have_an_end() -> None:
    long = plain_notes("<p>" + "mot " * 5000 + "</p>")
    assert len(long) <= 4000
    assert long.endswith("mot…")
