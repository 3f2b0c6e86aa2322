"""Word, OpenDocument and WordPress: what they give, and what is refused."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from feed_builder.articles import import_article
from feed_builder.articles.blocks import ArticleSource, Kind
from feed_builder.articles.documents import Document, suffix_of
from feed_builder.articles.readers import read_documents, read_source
from feed_builder.articles.sources import read_articles, the_one
from feed_builder.errors import ArticleError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def paragraph(text: str, style: str = "", bold: bool = False, after: str = "") -> str:
    """A paragraph of Word."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{styled}<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


def word(body: str, **more: bytes) -> bytes:
    """A Word document as small as Word opens it."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Title", "Title"), ("H2", "heading 2"))
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{R}/footnotes" Target="footnotes.xml"/><Relationship Id="r2" Type="{R}/styles" '
        'Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">'
        f"{paragraph('Annual report.')}</w:footnote></w:footnotes>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, more.get(name.rpartition("/")[2].partition(".")[0], text))
    return out.getvalue()


BODY = (
    paragraph("The ferry that stayed", "Title")
    + paragraph("By Nora Quill - 3 May 2024")
    + paragraph("Timetables", "H2")
    + paragraph(
        "The last boat leaves at six, and nobody on the island thinks that is early enough.",
        after='<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    + paragraph("Listen to the interview with Tom HARKER, skipper (9 min):", bold=True)
)


def document(data: bytes, suffix: str) -> Document:
    return Document(shown="x", name="x", data=data, suffix=suffix)


def one(data: bytes, suffix: str) -> ArticleSource:
    (source,) = read_documents(document(data, suffix))
    return source


def test_a_word_document_gives_its_headings_and_footnotes() -> None:
    _, found = the_one([one(word(BODY), ".docx")], "x")
    assert found.article.title == "The ferry that stayed"
    assert found.article.author == "Nora Quill"
    (interview,) = found.interviews
    assert interview.section == "Timetables"
    assert interview.duration_s == 540
    assert "early enough.[^1]" in interview.notes
    assert "[^1]: Annual report." in interview.notes


BOMBS = {
    "zip": ({"document": b" " * 60_000_000}, "unpacks to more than"),
    "entities": ({"document": b'<!DOCTYPE x [<!ENTITY a "b">]><w/>'}, "defines entities"),
    "broken": ({"document": b"<w:document"}, "can't be read"),
    "deep": (
        {
            "document": (
                f'<w:document xmlns:w="{W}"><w:body>' + "<w:sdt><w:sdtContent>" * 5_000
            ).encode()
        },
        "can't be read",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_word_document_made_to_hurt_is_refused(name: str) -> None:
    parts, said = BOMBS[name]
    started = time.process_time()
    with pytest.raises(ArticleError, match=said):
        one(word("", **parts), ".docx")
    assert time.process_time() - started < 10


def test_a_deep_word_document_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 3_000
    with pytest.raises(ArticleError):
        one(word(deep), ".docx")


OPEN = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>
 <style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>
 </office:automatic-styles><office:body><office:text>
 <text:h text:outline-level="1">Le pont</text:h><text:p>Un <text:span text:style-name="T1">vieux
 </text:span>pont<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>De
 1904.</text:p></text:note-body></text:note> et <text:a xlink:href="https://a.org/">un
 lien</text:a>.</text:p><text:list><text:list-item><text:p>un</text:p></text:list-item></text:list>
 </office:text></office:body></office:document-content>"""


def open_document(content: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_an_open_document_gives_its_headings_and_footnotes() -> None:
    data = open_document(OPEN)
    assert suffix_of(data) == ".odt"
    blocks = one(data, ".odt").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.HEADING, "Le pont"),
        (Kind.PARAGRAPH, "Un **vieux** pont[^1] et [un lien](https://a.org/)."),
        (Kind.LIST, "- un"),
        (Kind.FOOTNOTE, "De 1904."),
    ]


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xml"])
@pytest.mark.parametrize("data", [b"PK\x03\x04", b"<a/>", b"", b"\x89PNG\r\n\x1a\n"])
def test_what_only_bears_the_name_is_refused(suffix: str, data: bytes) -> None:
    with pytest.raises(ArticleError):
        one(data, suffix)


EXPORT = Path(__file__).parent / "data" / "articles" / "wald.xml"


def export(*titles: str) -> bytes:
    """An export with the post of the fixture once for each title."""
    text = EXPORT.read_text(encoding="utf-8")
    head, post, tail = text.partition(text[text.rindex("<item>") : text.index("</channel>")])
    posts = (
        post.replace("Der Wald nach dem Sturm", title).replace("sturm]]", f"{number}]]")
        for number, title in enumerate(titles)
    )
    return (head + "".join(posts) + tail).encode()


def test_of_many_posts_the_one_with_interviews_is_taken() -> None:
    sources = read_documents(document(export("Ein Titel"), ".xml"))
    assert [source.metadata.title for source in sources] == ["Impressum", "Ein Titel"]
    _, found = the_one(sources, "x")
    assert found.article.title == "Ein Titel"
    assert "1 more post announces no interview" in found.warnings


def test_of_many_posts_one_is_chosen_by_name() -> None:
    many = document(export("Ein Titel", "Noch ein Titel"), ".xml")
    with pytest.raises(ArticleError, match=r"2 posts announce interviews: choose one with --post"):
        the_one(read_articles(many), "x")
    (chosen,) = read_articles(many, "noch ein titel")
    assert chosen.metadata.title == "Noch ein Titel"
    assert read_articles(many, "0")[0].metadata.title == "Ein Titel"
    with pytest.raises(ArticleError, match="holds no post “Rathaus”"):
        read_articles(many, "Rathaus")


def test_an_export_with_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>'
    with pytest.raises(ArticleError, match="defines entities"):
        one(bomb + EXPORT.read_bytes().partition(b"?>")[2], ".xml")


def test_standard_input_is_told_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date
    from io import TextIOWrapper

    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(word(BODY))))
    result = import_article("-", project=tmp_path, default_date=date(2026, 1, 1), dry_run=True)
    assert result.article.title == "The ferry that stayed"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"<!DOCTYPE html><p>a", ".html"),
        (b"\xef\xbb\xbf\n<html>", ".html"),
        (b"+++\ntitle = 1\n+++\n", ".md"),
        (b"# Un titre\n\nTexte", ".md"),
        (b"Un texte\n", ".txt"),
        (b"a <p> b", ".txt"),
    ],
)
def test_formats_are_told_from_content(data: bytes, suffix: str) -> None:
    assert suffix_of(data) == suffix


def test_markdown_plays_what_its_html_plays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# T\n\nTexte [un](https://a.org/1.mp3)\n\n<audio src='https://a.org/2.mp3'>\n")
    found = [b.audio_url for b in read_source(file).blocks if b.kind is Kind.PLAYER]
    assert found == ["https://a.org/1.mp3", "https://a.org/2.mp3"]
