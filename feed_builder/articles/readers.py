"""From a file, a pipe or the web to blocks: one row for each format that is read.

A new format is one row of `READERS` and one function from a `Document` to its articles; the finder
stays as it is.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from feed_builder.articles.addresses import Base
from feed_builder.articles.blocks import ArticleSource, Block, Kind
from feed_builder.articles.decoding import decoded, decoded_page
from feed_builder.articles.documents import Document, shown_name, suffix_of
from feed_builder.articles.players import Players, with_players
from feed_builder.articles.texts import read_markdown, read_plain_text
from feed_builder.errors import ArticleError
from feed_builder.text import without_control_characters

__all__ = ["MOST_BYTES", "READERS", "read_markdown", "read_plain_text", "read_source"]

MOST_BYTES = 20_000_000


def read_source(path: Path) -> ArticleSource:
    """The article in the file `path`.

    Raises `ArticleError` with the file's name for what is no file, no text, too large, in a
    format that is not read, or holds more than one article.
    """
    sources = read_documents(path_document(path))
    if len(sources) > 1:
        raise ArticleError(f"{shown_name(path)}: holds {len(sources)} articles")
    return sources[0]


def read_documents(document: Document) -> tuple[ArticleSource, ...]:
    """The articles in `document`, mostly one; raises `ArticleError` with its name."""
    try:
        reader = READERS.get(document.suffix)
        if reader is None:
            raise ArticleError(
                f"import reads articles as {formats()} today; save it as one of these"
            )
        return reader(document)
    except ArticleError as error:
        raise ArticleError(f"{document.shown}: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise ArticleError(f"{document.shown}: is built to be more than can be read") from error


def path_document(path: Path) -> Document:
    """The file `path` as a document; raises `ArticleError` where it is none that can be read."""
    shown = shown_name(path)
    try:
        _refuse_no_file(path)
        suffix = path.suffix.lower()
        large = suffix == ".xml" and path.stat().st_size > MOST_BYTES
        data = _bytes_of(path) if suffix in READERS and not large else b""
    except ArticleError as error:
        raise ArticleError(f"{shown}: {error}") from error
    return Document(
        shown=shown,
        # A path may hold bytes that are no text; what is said and written may not.
        name=without_control_characters(path.stem) or "article",
        data=data,
        suffix=suffix,
        folder=path.parent,
        large=path if large else None,
    )


def stream_document(data: bytes) -> Document:
    """What came through standard input, its format told from its content."""
    if len(data) > MOST_BYTES:
        raise ArticleError(f"-: is larger than {MOST_BYTES // 1_000_000} MB: no article is")
    return Document(shown="-", name="article", data=data, suffix=suffix_of(data), folder=Path.cwd())


def _refuse_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ArticleError("there is no such file (look how its name is written)") from error
    except (OSError, ValueError) as error:
        raise ArticleError(f"can't be read: {error}") from error
    if stat.S_ISDIR(mode):
        raise ArticleError("is a folder; name the article's file")
    if not stat.S_ISREG(mode):
        raise ArticleError("is no ordinary file (name the article's file)")


def formats() -> str:
    """The formats that are read, for messages: ".md, .txt"."""
    return ", ".join(sorted(READERS))


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"can't be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise ArticleError(f"is larger than {MOST_BYTES // 1_000_000} MB: no article is")
    return data


Reader = Callable[[Document], tuple[ArticleSource, ...]]
"""From a document to the articles in it, in their order; raises `ArticleError`."""


def _lines(read: Callable[[str, str], ArticleSource]) -> Reader:
    """A reader of text, with the players that stand in it."""

    def reader(document: Document) -> tuple[ArticleSource, ...]:
        data, charset = document.data, document.charset
        text, warnings = decoded_page(data, charset) if charset else decoded(data)
        source = read(text, document.name)
        players = Players(Base(document.address or source.metadata.url, document.folder))
        blocks = with_players(_framed(source.blocks, players), players)
        said = (*warnings, *source.warnings, *players.warnings)
        metadata = replace(source.metadata, url=source.metadata.url or document.address)
        return (replace(source, blocks=blocks, warnings=said, metadata=metadata),)

    return reader


def _framed(blocks: tuple[Block, ...], players: Players) -> list[Block]:
    """`blocks` with what HTML wrote among them plays."""
    from feed_builder.articles.html import fragment_blocks

    kept: list[Block] = []
    for block in blocks:
        made: tuple[Block, ...] = ()
        if block.kind is Kind.PLAYER and len(block.text) < MOST_BYTES // 1000:
            made = fragment_blocks(block.text.replace("\\<", "<"), players)
        plays = [replace(one, line=block.line) for one in made if one.kind is Kind.PLAYER]
        kept += plays or _apart(block, players)
    return kept


# A player in the middle of a paragraph: what stands before it announces it.
_INLINE = re.compile(r"\\?<(?=(?:audio|iframe|video|embed)\b)", re.IGNORECASE)


def _apart(block: Block, players: Players) -> list[Block]:
    """A paragraph and the players that HTML wrote into it, each by itself."""
    from feed_builder.articles.html import fragment_blocks

    match = _INLINE.search(block.text) if block.kind is Kind.PARAGRAPH else None
    if not match or len(block.text) > MOST_BYTES // 1000:
        return [block]
    made = fragment_blocks(block.text[match.start() :].replace("\\<", "<"), players)
    before = block.text[: match.start()].strip()
    inside = [replace(one, line=block.line) for one in made if one.kind is Kind.PLAYER]
    behind = [replace(one, line=block.line) for one in made if one.kind is not Kind.PLAYER]
    return [*([replace(block, text=before)] if before else []), *inside, *behind]


def _html(document: Document) -> tuple[ArticleSource, ...]:
    from feed_builder.articles.html import read_page

    text, warnings = decoded_page(document.data, document.charset)
    source = read_page(text, document.name, address=document.address, folder=document.folder)
    return (replace(source, warnings=(*warnings, *source.warnings)),)


def _xml(document: Document) -> tuple[ArticleSource, ...]:
    if document.large is not None:
        from feed_builder.articles.exports import stream_export

        return stream_export(document, document.large)
    from feed_builder.articles.wordpress import is_export, read_export

    if not is_export(document.data) and suffix_of(document.data) == ".html":
        return _html(document)
    return read_export(document)


def _word(document: Document) -> tuple[ArticleSource, ...]:
    from feed_builder.articles.word import read_word

    return (read_word(document),)


def _open_document(document: Document) -> tuple[ArticleSource, ...]:
    from feed_builder.articles.opendocument import read_open_document

    return (read_open_document(document),)


READERS: dict[str, Reader] = {
    ".md": _lines(read_markdown),
    ".markdown": _lines(read_markdown),
    ".txt": _lines(read_plain_text),
    ".text": _lines(read_plain_text),
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".xml": _xml,
    ".docx": _word,
    ".odt": _open_document,
}
