"""Word documents (.docx), made HTML by mammoth, which knows their styles, lists and footnotes."""

from __future__ import annotations

from io import BytesIO

from feed_builder.articles.addresses import Base
from feed_builder.articles.archives import opened, repacked
from feed_builder.articles.blocks import ArticleSource
from feed_builder.articles.documents import Document
from feed_builder.articles.players import Players
from feed_builder.errors import ArticleError

# Word writes the names of its own styles in English whatever its language; other programs do not.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titre'] => h1:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_PARTS = (".xml", ".rels")


def read_word(document: Document) -> ArticleSource:
    """The article in a Word document. Who made the file is not who wrote the text: the byline says.

    Pictures are left out. Raises `ArticleError`.
    """
    archive = opened(document.data, "Word document")
    if "word/document.xml" not in archive.namelist():
        raise ArticleError("is no Word document: it holds no text (word/document.xml)")
    html = _html(repacked(archive, _PARTS))
    from feed_builder.articles.html import fragment_blocks

    players = Players(Base(document.address, document.folder))
    blocks = fragment_blocks(html, players)
    if not blocks:
        raise ArticleError("holds no text")
    return ArticleSource(name=document.name, blocks=blocks, warnings=players.warnings)


def _html(data: bytes) -> str:
    import mammoth

    try:
        made = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_picture)
        )
    except RecursionError as error:
        raise ArticleError("nests its parts deeper than any article") from error
    except Exception as error:  # mammoth raises whatever a broken part leads it to
        raise ArticleError("is a Word document that can't be read: save it again") from error
    return str(made.value)


def _no_picture(image: object) -> dict[str, str]:
    return {"src": ""}
