"""The head of an article: its title, who wrote it and when, and where its text begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from feed_builder.articles.blocks import Block, Kind, Metadata
from feed_builder.articles.bylines import Byline, date_line, find_byline
from feed_builder.articles.folding import plain
from feed_builder.articles.headings import looks_like_heading
from feed_builder.articles.markers import find_marker
from feed_builder.articles.names import NamedPerson
from feed_builder.articles.people import parse_people
from feed_builder.articles.signatures import signature
from feed_builder.records import dataclass
from feed_builder.text import words

# A standfirst may stand between the title and the byline.
_MOST_BETWEEN = 3
# Text of this length before a heading is the article's own, not the page's.
_LONG = 200
_OFFICES = frozenset(
    words(
        "redaction redaktion redaccion redazione redactie redacao team equipe newsroom editorial "
        "service communication kommunikation comunicacion comunicazione communicatie comunicacao "
        "ministere ministerium ministry ministerio ministero mairie ville stadt ayuntamiento "
        "comune "
        "gemeente camara universite universitat university universidad universita universiteit "
        "universidade museum musee museo museu presse press pressestelle staff desk office"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at an article's head.

    `begins` is the index of the first block that belongs to the article; `spent` are the indices
    after it that belong to the head.
    """

    title: str | None
    authors: tuple[NamedPerson, ...]
    day: date | None
    begins: int
    spent: frozenset[int]


def find_head(blocks: Sequence[Block], metadata: Metadata) -> Head:
    """The head of the article made of `blocks`; what `metadata` states goes first.

    The title is the heading right above the byline (or above the date), else the first heading.
    """
    by = _first_byline(blocks)
    dated = _first_date_line(blocks)
    signed = signature(blocks, dated) if by is None else None
    top = signed.begins if signed else by
    title = _stated_title(blocks, metadata.title) if metadata.title else _title(blocks, top, dated)
    spent = {index for index in (by, dated) if index is not None} | _dates_near(blocks, title)
    spent |= set(range(signed.begins, dated)) if signed and dated else set()
    if title is not None and not metadata.title and _has_subtitle(blocks, title, top):
        spent.add(title + 1)
    byline = find_byline(blocks[by].flat) if by is not None else Byline()
    byline = Byline((signed.author,), None) if signed else byline
    day = byline.day or (date_line(blocks[dated].flat) if dated is not None else None)
    return Head(
        title=metadata.title or (plain(blocks[title].flat) if title is not None else None),
        authors=_stated_authors(metadata, byline.authors) or byline.authors,
        day=metadata.published or day,
        begins=0 if title is None else title + 1,
        spent=frozenset(spent),
    )


def _stated_authors(metadata: Metadata, signed: tuple[NamedPerson, ...]) -> tuple[NamedPerson, ...]:
    """Who wrote it as `metadata` has it; as `signed` where that names the same, with its role."""
    if not metadata.author:
        return ()
    if signed and words(signed[0].display_name) == words(metadata.author):
        return signed
    if signed and _is_office(metadata.author):
        return signed
    found = find_byline(metadata.author).authors or parse_people(metadata.author).guests
    people = found or (NamedPerson(metadata.author, metadata.author),)
    first = people[0]
    role = metadata.author_role or first.role
    return (NamedPerson(first.name, first.display_name, role), *people[1:])


def _is_office(author: str) -> bool:
    """Whether "Redaktion Bergland" or "Service communication" signed, and nobody by name."""
    return bool(_OFFICES.intersection(words(author)))


def _first_byline(blocks: Sequence[Block]) -> int | None:
    return next(_where(blocks, lambda text: bool(find_byline(text).authors)), None)


def _first_date_line(blocks: Sequence[Block]) -> int | None:
    index = next(_where(blocks, lambda text: date_line(text) is not None), None)
    if index is None:
        return None
    before = sum(len(block.text) for block in blocks[:index] if block.kind is Kind.PARAGRAPH)
    # Far down it is an event's date, not the article's, unless the text is over.
    return index if before < 5 * _LONG or index > len(blocks) - 3 else None


def _where(blocks: Sequence[Block], holds: Callable[[str], bool]) -> Iterator[int]:
    for index, block in enumerate(blocks):
        if block.kind in (Kind.PARAGRAPH, Kind.HEADING) and holds(block.flat):
            yield index


def _title(blocks: Sequence[Block], by: int | None, dated: int | None) -> int | None:
    for line in (by, dated):
        above = _heading_above(blocks, line)
        if above is not None:
            return above - 1 if _has_subtitle(blocks, above - 1, line) else above
    first = _first_heading(blocks, by)
    return _first_line(blocks, first) if by is None and dated is None else first


def _has_subtitle(blocks: Sequence[Block], title: int, line: int | None) -> bool:
    """Whether a second line of the title stands right below its first, above the byline."""
    if title < 0 or line is None or not title + 1 < line:
        return False
    first, second = blocks[title], blocks[title + 1]
    rubric = first.flat.isupper() and not second.flat.isupper()
    return (
        second.line == first.line + 1
        and _is_title_line(first)
        and _is_title_line(second)
        and len(first.flat.split()) > 2
        and not rubric
    )


def _first_line(blocks: Sequence[Block], heading: int | None) -> int | None:
    """The first line of a text that states neither who nor when, if it reads like a title."""
    if any(block.kind is Kind.HEADING and block.level == 1 for block in blocks):
        return heading
    for at, block in enumerate(blocks[:2]):
        if block.kind in (Kind.PARAGRAPH, Kind.HEADING) and _is_title_line(block):
            if len(block.flat.split()) > 1 or block.kind is Kind.HEADING:
                return at
        else:
            break
    return heading


def _heading_above(blocks: Sequence[Block], line: int | None) -> int | None:
    if line is None:
        return None
    between = 0
    for index in range(line - 1, -1, -1):
        if _is_title_line(blocks[index]):
            return index
        if find_marker(blocks[index].flat) or blocks[index].kind is Kind.LIST:
            return None
        between += blocks[index].kind is Kind.PARAGRAPH and not _is_small(blocks[index])
        if between > _MOST_BETWEEN:
            return None
    return None


def _is_title_line(block: Block) -> bool:
    return looks_like_heading(block) and find_marker(block.flat) is None


def _is_small(block: Block) -> bool:
    return date_line(block.flat) is not None or bool(find_byline(block.flat).authors)


def _first_heading(blocks: Sequence[Block], by: int | None) -> int | None:
    """The first heading of level 1, else the first heading, unless the text has begun by then."""
    headings = [i for i, block in enumerate(blocks) if block.kind is Kind.HEADING]
    firsts = [i for i in headings if blocks[i].level == 1 and find_marker(blocks[i].flat) is None]
    for index in [*firsts, *headings]:
        if find_marker(blocks[index].flat) is None:
            return None if _text_begins_before(blocks, index, by) else index
    return None


def _text_begins_before(blocks: Sequence[Block], index: int, by: int | None) -> bool:
    below = blocks[by + 1 : index] if by is not None else ()
    return any(
        len(block.text) >= _LONG or find_marker(block.flat) is not None for block in blocks[:index]
    ) or any(block.kind is Kind.PARAGRAPH and not _is_small(block) for block in below)


def _stated_title(blocks: Sequence[Block], title: str) -> int | None:
    """Where the stated title stands in the text as well; the text begins below it."""
    wanted = words(title)
    for index, block in enumerate(blocks[:30]):
        if block.kind in (Kind.HEADING, Kind.PARAGRAPH) and words(plain(block.flat)) == wanted:
            return index
    return None


def _dates_near(blocks: Sequence[Block], title: int | None) -> set[int]:
    start = 0 if title is None else title + 1
    return {
        index
        for index in range(start, min(start + 4, len(blocks)))
        if blocks[index].kind is Kind.PARAGRAPH and _is_small(blocks[index])
    }
