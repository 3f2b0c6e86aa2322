"""From files to blocks: encodings, formats, front matter, and what is no article."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from feed_builder.articles.blocks import ArticleSource, Kind
from feed_builder.articles.decoding import decoded
from feed_builder.articles.readers import (
    MOST_BYTES,
    read_markdown,
    read_plain_text,
    read_source,
)
from feed_builder.errors import ArticleError

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


def shape(source: ArticleSource) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in source.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decoded("L’été à Œuilly…".encode(encoding)) == ("L’été à Œuilly…", ())


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_is_read_in_both_orders(order: str) -> None:
    assert decoded(("\ufeff" + "L’été").encode(f"utf-16-{order}"))[0] == "L’été"


def test_text_is_composed_and_loses_what_cannot_be_seen() -> None:
    text, warnings = decoded("e\u0301te\u0301 co\u00adop\u200be\u0301\x07ratif\x0cfin".encode())
    assert text == "été coopératif\nfin"
    assert warnings == ("1 control characters were left out",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (PNG, "is a PNG picture"),
        (b"%PDF-1.4\n", "is a PDF document"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"ID3\x03rest", "is an MP3 file"),
        (bytes(range(256)) * 40, "holds binary data"),
        ("un texte".encode("utf-16-le"), "holds binary data"),
        (b"\xff\xfe\x00", "is no text in utf-16"),
        ("été".encode("cp1252") + b"\x81", "is no text in UTF-8 or Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        decoded(data)


def test_files_that_are_no_article_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "image.txt").write_bytes(PNG)
    (tmp_path / "article.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = {
        "image.txt": "is a PNG picture",
        "missing.txt": "there is no such file",
        "folder.md": "is a folder",
        "article.docx": "is no Word document",
        "pipe.txt": "is no ordinary file",
        "nul\0.txt": "can't be read",
    }
    for name, reason in reasons.items():
        with pytest.raises(ArticleError, match=reason) as caught:
            read_source(tmp_path / name)
        assert str(tmp_path) in str(caught.value)


def test_a_file_too_large_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 2)
    with pytest.raises(ArticleError, match="larger than 20 MB"):
        read_source(path)


def test_markdown_becomes_blocks() -> None:
    text = """\
Un titre
========

Un paragraphe
sur deux lignes.
## Une section ##
- un
- deux
  suite
1. trois

> Cité
> deux fois

![Une image](a.png)

***

```
# code
```

<audio src="a.mp3"></audio>

[^n]: Une note
sur deux lignes
<!-- rien
du tout -->
Fin
"""
    assert shape(read_markdown(text, "x")) == [
        ("heading", "Un titre"),
        ("paragraph", "Un paragraphe\nsur deux lignes."),
        ("heading", "Une section"),
        ("list", "- un\n- deux\n  suite\n1. trois"),
        ("quote", "> Cité\n> deux fois"),
        ("image", "![Une image](a.png)"),
        ("rule", ""),
        ("code", "```\n# code\n```"),
        ("player", '<audio src="a.mp3"></audio>'),
        ("footnote", "Une note\nsur deux lignes"),
        ("paragraph", "Fin"),
    ]
    blocks = read_markdown(text, "x").blocks
    assert [block.level for block in blocks if block.kind is Kind.HEADING] == [1, 2]
    assert [block.line for block in blocks][:4] == [1, 4, 6, 7]
    assert blocks[-1].line == 29


def test_an_unclosed_code_block_ends_with_the_text() -> None:
    assert shape(read_markdown("```\na\n\nb", "x")) == [("code", "```\na\n\nb")]


def test_plain_text_has_one_paragraph_a_line_unless_it_is_broken_at_a_width() -> None:
    menu = "La revue\nRevenir à la Une\nPartager"
    assert len(read_plain_text(menu, "x").blocks) == 3
    long = "Une phrase assez longue pour remplir la ligne. " * 5
    assert len(read_plain_text(f"{long}\n{long}\n{long}", "x").blocks) == 3
    broken = (
        "Une phrase que l’éditeur a coupée là où la page finissait, sans se\n"
        "demander si elle était finie. Une autre, coupée de la même façon ou\n"
        "presque, et qui finit ici."
    )
    assert len(read_plain_text(broken, "x").blocks) == 1


def test_plain_text_is_no_html() -> None:
    source = read_plain_text("Un <script>alert(1)</script> et <https://a.org>", "x")
    assert source.blocks[0].text == r"Un \<script>alert(1)\</script> et <https://a.org>"


def test_toml_front_matter_is_read() -> None:
    text = '+++\nTitle = "A : b"\nauthors = ["Ana Roy", "Luc Pin"]\ndate = 2024-01-02\n+++\n\nTexte'
    source = read_markdown(text, "x")
    assert source.metadata.title == "A : b"
    assert source.metadata.author == "Ana Roy ; Luc Pin"
    assert source.metadata.published == date(2024, 1, 2)
    assert [(block.text, block.line) for block in source.blocks] == [("Texte", 7)]


def test_yaml_front_matter_is_read_as_blogs_write_it() -> None:
    text = """\
---
# a comment
title: "L’eau : un \\"bien\\" commun"
author: 'Ana ''Nana'' Roy'  # who wrote it
date: 2 janvier 2024
lang: fr_FR
url: /only/a/path
tags:
  - eau
summary: >
  On several
  lines
---
Texte
"""
    metadata = read_markdown(text, "x").metadata
    assert metadata.title == 'L’eau : un "bien" commun'
    assert metadata.author == "Ana 'Nana' Roy"
    assert metadata.published == date(2024, 1, 2)
    assert metadata.language == "fr-FR"
    assert metadata.url is None


@pytest.mark.parametrize(
    "value",
    [
        ": |\n  Un titre",
        ": >-\n  Un\n  titre",
        ": Un titre # a remark",
        ": 'Un titre'",
        ': "Un\\u0020titre"',
        ": &a Un titre",
    ],
)
def test_a_title_in_every_form_of_yaml(value: str) -> None:
    title = read_markdown(f"---\ntitle{value}\n---\nTexte", "x").metadata.title
    assert (title or "").removeprefix("&a ") == "Un titre"


def test_authors_with_roles_in_yaml() -> None:
    text = "---\nauthor:\n  name: Ana Roy\n  role: journaliste\ntitle: Eau : le prix\n---\nTexte"
    assert read_markdown(text, "x").metadata.title == "Eau : le prix"
    text = text.replace("Eau : le prix", "Eau")
    metadata = read_markdown(text, "x").metadata
    assert (metadata.author, metadata.author_role) == ("Ana Roy", "journaliste")
    listed = "---\nauthors: [Ana Roy, Bo Lee]\ntitle: Eau\n---\nTexte"
    assert read_markdown(listed, "x").metadata.author == "Ana Roy ; Bo Lee"


def test_aliases_of_aliases_are_not_followed() -> None:
    bomb = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    text = f"---\ntitle: Eau\na0: &a0 [x]\n{bomb}\nauthor: *a11\n---\nTexte"
    assert read_markdown(text, "x").metadata.title == "Eau"


def test_keys_without_fences() -> None:
    metadata = read_markdown("Title: Eau\nAuthor: Ana Roy\nDate: 2024-01-02\n\nTexte", "x").metadata
    assert (metadata.title, metadata.author) == ("Eau", "Ana Roy")
    assert read_markdown("Date : demain\nQuestion: rien\n\nTexte", "x").metadata.title is None


def test_broken_toml_is_said() -> None:
    with pytest.raises(ArticleError, match="no TOML"):
        read_markdown("+++\ntitle = Un titre\n+++\nTexte", "x")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert shape(read_markdown("---\n\nTexte\n\n---\n", "x"))[1] == ("paragraph", "Texte")
    assert shape(read_markdown("+++\nTexte", "x"))[0] == ("paragraph", "+++\nTexte")


def test_a_date_not_understood_is_told() -> None:
    source = read_markdown("---\ndate: demain\n---\nTexte", "x")
    assert source.warnings == ("the date “demain” of the front matter is not understood",)
