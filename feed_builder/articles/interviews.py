"""The finder: from blocks, whatever their format, to an article and the interviews in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from feed_builder.articles.blocks import MOST_BLOCKS, ArticleSource, Block
from feed_builder.articles.called import announced_as, calling, without_calls
from feed_builder.articles.explain import explained
from feed_builder.articles.folding import plain
from feed_builder.articles.footnotes import Footnote, Footnotes, take_footnotes
from feed_builder.articles.guests import with_guests
from feed_builder.articles.headings import with_headings
from feed_builder.articles.heads import Head, find_head
from feed_builder.articles.languages import detected, language_of
from feed_builder.articles.markers import Marker, RecordingKind, examples
from feed_builder.articles.names import NamedPerson, spelt_in
from feed_builder.articles.notes import Origin, definitions, show_notes
from feed_builder.articles.overlooked import overlooked
from feed_builder.articles.page import without_credits, without_furniture
from feed_builder.articles.pieces import pieces_of, with_broken_lines
from feed_builder.articles.remote import Remote
from feed_builder.articles.sections import Section, Spot, is_text, split_sections, text_of
from feed_builder.articles.spots import without_read_aloud
from feed_builder.articles.titles import Titled, titles
from feed_builder.articles.unplaced import with_recordings
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.text import shortened, slug

_MOST_TITLE = 255
_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One recording that an article announces.

    `order` counts from 1 in the article's order, `section` is the heading it stands under, `notes`
    are Markdown, `marker` is the line that announces it as the article has it. `label` names its
    files ("frederic-bonnichon", "table-ronde"). `audio_url` is the file that the article plays,
    `page_url` the page where it plays if there is no file. `remote` is the recording where it is
    left there.
    """

    order: int
    kind: RecordingKind
    title: str
    guests: tuple[NamedPerson, ...]
    hosts: tuple[NamedPerson, ...]
    section: str | None
    notes: str
    duration_s: int | None
    audio_url: str | None
    marker: str
    label: str
    page_url: str | None = None
    remote: Remote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as understood. `text` is its body as Markdown, footnotes at the end.

    `lead` is what stands before its first heading; `url` is where it was first published.
    """

    title: str
    authors: tuple[NamedPerson, ...]
    date: date | None
    language: str | None
    url: str | None
    footnotes: tuple[Footnote, ...]
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    text: str

    @property
    def author(self) -> str | None:
        """Who wrote it, as people write names; several joined as the language does."""
        names = [person.display_name for person in self.authors]
        joined = f" {language_of(self.language).joined} "
        return joined.join([", ".join(names[:-1]), names[-1]] if names[1:] else names) or None

    @property
    def author_role(self) -> str | None:
        """What the (first) author is, as the article says."""
        return self.authors[0].role if self.authors else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the finder found in `source`; `warnings` are sentences for the person who imports."""

    article: Article
    interviews: tuple[Interview, ...]
    source: ArticleSource
    warnings: tuple[str, ...] = ()

    def explanation(self) -> tuple[str, ...]:
        """Why each block was taken for what it is, a line each."""
        return explained(self.source, self.article.sections, self.article.title)


class NoInterviewError(ArticleError):
    """An article that announces nothing; `explanation` tells what its blocks were taken for."""

    def __init__(self, explanation: tuple[str, ...]) -> None:
        super().__init__(
            "no interview is announced in it: import looks for a line of its own such as "
            f"{examples()}; add such a line where each interview belongs"
        )
        self.explanation = explanation


def find_interviews(source: ArticleSource) -> Found:
    """The article in `source` and the interviews it announces (issue 2, item 3).

    Raises `ArticleError` where no marker is found, and where there are more than any article has.
    """
    blocks, footnotes = take_footnotes(source.blocks)
    pieces = [piece for block in with_broken_lines(blocks) for piece in pieces_of(block)]
    pieces = without_calls(pieces, footnotes)
    if len(pieces) > MOST_BLOCKS:
        raise ArticleError(f"has {len(pieces):,} lines to look at; no article has so many")
    kept, asking = without_credits(without_furniture(without_read_aloud(pieces)))
    marked = with_headings(kept)
    head = find_head(marked, source.metadata)
    if not head.authors:
        head = replace(head, authors=asking)
    body = [b for i, b in enumerate(marked) if i >= head.begins and i not in head.spent]
    sections = with_guests(split_sections(body), head.title or "")
    sections = with_recordings(sections, source.recordings) if source.recordings else sections
    spots = [item for section in sections for item in section.items if isinstance(item, Spot)]
    if not spots:
        raise NoInterviewError(explained(source, sections, head.title))
    article = _article(source, head, sections, footnotes, spots)
    found, warnings = _interviews(article, footnotes, asking)
    return Found(
        article=article,
        interviews=found,
        source=source,
        warnings=(
            *source.warnings,
            *_head_warnings(head, source),
            *warnings,
            *overlooked(sections),
        ),
    )


def _head_warnings(head: Head, source: ArticleSource) -> tuple[str, ...]:
    rows = (
        (head.title, f"no title was found; the file's name is taken instead: “{source.name}”"),
        (head.authors, "no author was found (write a line such as “Par Prénom Nom” or “By …”)"),
        (head.day, "no date was found beside the title or the author"),
    )
    return tuple(warning for value, warning in rows if not value)


def _article(
    source: ArticleSource,
    head: Head,
    sections: tuple[Section, ...],
    footnotes: Footnotes,
    spots: Sequence[Spot],
) -> Article:
    title = footnotes.without_calls(head.title or source.name) or source.name
    texts = (block.text for section in sections for block in section.texts())
    language = source.metadata.language or detected(
        texts, markers=[spot.marker.language for spot in spots]
    )
    return Article(
        title=shortened(_SPACES.sub(" ", title), _MOST_TITLE),
        authors=spelt_in(head.authors, language),
        date=head.day,
        language=language,
        url=source.metadata.url,
        footnotes=footnotes.notes,
        lead=_lead(sections[0]),
        sections=sections,
        text=_markdown(sections, footnotes),
    )


def _lead(section: Section) -> tuple[Block, ...]:
    """The introduction: what stands before the first heading and the first marker."""
    lead: list[Block] = []
    for item in section.items:
        if isinstance(item, Spot):
            break
        lead.append(item)
    return tuple(lead)


def _markdown(sections: Sequence[Section], footnotes: Footnotes) -> str:
    blocks: list[Block] = []
    written: Block | None = None
    for section in sections:
        own = [item.block if isinstance(item, Spot) else item for item in section.items]
        heading = section.heading
        # A heading that announces somebody is its section's own, or stands below one before.
        if heading and heading is not written and not (own and heading is own[0]):
            blocks.append(heading)
        blocks += own
        written = heading
    parts = [block.markdown for block in blocks]
    text, called = footnotes.resolve("\n\n".join(part for part in parts if part))
    return "\n\n".join(part for part in (text, definitions(called)) if part)


def _interviews(
    article: Article, footnotes: Footnotes, asking: tuple[NamedPerson, ...]
) -> tuple[tuple[Interview, ...], tuple[str, ...]]:
    placed = [
        (section, place, replace(item, marker=_with_people(item.marker, article)))
        for section in article.sections
        for place, item in enumerate(section.items)
        if isinstance(item, Spot)
    ]
    named = [
        Titled(spot.marker, _heading(section, footnotes), article.title)
        for section, _, spot in placed
    ]
    called, warnings = titles(named, language_of(article.language))
    found = tuple(
        _interview(order, title, one.section, spot, _notes(article, section, place, footnotes))
        for order, (title, one, (section, place, spot)) in enumerate(
            zip(called, named, placed, strict=True), 1
        )
    )
    asking = spelt_in(asking, article.language)
    return tuple(replace(one, hosts=one.hosts or _others(asking, one)) for one in found), warnings


def _with_people(marker: Marker, article: Article) -> Marker:
    guests = spelt_in(marker.guests, article.language)
    hosts = spelt_in(marker.hosts, article.language)
    return _asked_by_author(replace(marker, guests=guests, hosts=hosts), article.authors)


def _asked_by_author(marker: Marker, authors: Sequence[NamedPerson]) -> Marker:
    """`marker` with the article's author among those who ask, where somebody else is heard."""
    wrote = {author.display_name for author in authors}
    heard = tuple(guest for guest in marker.guests if guest.display_name not in wrote)
    if not heard or heard == marker.guests:
        return marker
    asking = tuple(guest for guest in marker.guests if guest not in heard)
    return replace(marker, guests=heard, hosts=(*marker.hosts, *asking))


def _others(asking: Sequence[NamedPerson], interview: Interview) -> tuple[NamedPerson, ...]:
    """Who asks, unless they are who is heard."""
    heard = {guest.display_name for guest in interview.guests}
    return tuple(replace(one, role=None) for one in asking if one.display_name not in heard)


def _interview(order: int, title: str, section: str | None, spot: Spot, notes: str) -> Interview:
    marker = spot.marker
    return Interview(
        order=order,
        kind=marker.kind,
        title=title,
        guests=marker.guests,
        hosts=marker.hosts,
        section=section,
        notes=notes,
        duration_s=marker.duration_s,
        audio_url=spot.audio_url,
        page_url=spot.page_url,
        marker=announced_as(spot),
        label=label_of(marker) or slug(" ".join(title.split()[:6])) or "interview",
    )


def label_of(marker: Marker) -> str:
    """What names the files of a recording: its guests, or the word for it; "" where none does."""
    if marker.kind == "full_recording":
        return slug(marker.thing)
    return slug(" ".join(person.display_name for person in marker.guests[:3]))


def _heading(section: Section, footnotes: Footnotes) -> str | None:
    return footnotes.without_calls(plain(section.heading.flat)) if section.heading else None


def _notes(article: Article, section: Section, place: int, footnotes: Footnotes) -> str:
    item = section.items[place]
    heading = [section.heading] if section.heading else []
    texts = [*heading, *text_of(section, place)]
    said = calling(item, texts, footnotes) if isinstance(item, Spot) else []
    blocks = [*heading, *said, *texts[len(heading) :]]
    if isinstance(item, Spot) and item.marker.kind == "full_recording":
        # The whole was recorded: its notes are those of the whole, so the introduction goes first.
        lead = [block for block in article.lead if is_text(block)]
        blocks = [*lead, *(block for block in blocks if block not in lead)]
    return show_notes(blocks, footnotes, _origin(article))


def _origin(article: Article) -> Origin:
    return Origin(
        title=article.title,
        author=article.author,
        day=article.date,
        language=article.language,
        url=article.url,
    )
