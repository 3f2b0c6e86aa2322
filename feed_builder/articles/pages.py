"""The files that import writes: TOML front matter between +++ lines, then Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from feed_builder.articles.interviews import Article, Interview
from feed_builder.articles.names import NamedPerson
from feed_builder.articles.notes import web_address
from feed_builder.articles.survey import Record, sha256_without_record, split_page
from feed_builder.records import dataclass
from feed_builder.text import shortened

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

# podcast:person (P20-PER) and the article's author.
_MOST_NAME = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """What an article's file remembers of its import.

    `slug` makes the guids, `title` and `published` are those it was imported with, `dated` is the
    day its episodes were given where it has none.
    """

    slug: str
    title: str
    published: date | None
    dated: date | None
    episodes: tuple[Record, ...]


def publishing_times(day: date, number: int, now: datetime | None) -> tuple[datetime, ...]:
    """When the episode `number` of an article of `day` may be published, the best time first.

    One minute apart: apps that sort by date keep the article's order (design, section 2). At 05:00
    in universal time it is the same day from New York to Auckland. An article of today that is
    imported before that is dated midnight, so that it need not wait.
    """
    times = [
        datetime.combine(day, time(hour), UTC) + timedelta(minutes=number - 1) for hour in (5, 0)
    ]
    is_early = now is not None and now.date() == day and now < times[0]
    return tuple(reversed(times) if is_early else times)


def episode_page(
    interview: Interview, article: Article, *, number: int, guid: str, published: datetime
) -> str:
    """An episode's file: front matter and show notes."""
    import tomlkit

    front = tomlkit.document()
    front.add("title", interview.title)
    front.add("guid", guid)
    front.add("published", tomlkit.item(published))
    front.add("number", number)
    front.add("type", "full")
    if interview.remote:
        front.add("audio", tomlkit.item(interview.remote.address).comment(str(interview.remote)))
    elif interview.page_url:
        front.add(tomlkit.comment(f"the article plays it at {web_address(interview.page_url)}"))
    if interview.duration_s:
        stated = timedelta(seconds=interview.duration_s)
        front.add(tomlkit.comment(f"stated duration: {stated} ({interview.duration_s} s)"))
    people = _people(interview, article)
    if len(people):
        front.add("people", people)
    return _page(front, interview.notes)


def _people(interview: Interview, article: Article) -> AoT:
    import tomlkit

    people = tomlkit.aot()
    for role, named in (("guest", interview.guests), ("host", interview.hosts)):
        for person in named:
            people.append(_person(person, role=role))
    for author in article.authors:
        people.append(_person(author, role="author", group="writing"))
    return people


def _person(person: NamedPerson, *, role: str, group: str | None = None) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.add("name", shortened(person.display_name, _MOST_NAME))
    if person.name != person.display_name:
        table.add("written", person.name)
    table.add("role", role)
    if group:
        table.add("group", group)
    if person.role:
        table.add("title", person.role)
    return table


def article_page(article: Article, season: int, record: ArticleRecord | None) -> str:
    """An article's file: front matter, what import remembers, and the text."""
    import tomlkit

    front = tomlkit.document()
    front.add("title", article.title)
    if article.author:
        front.add("author", shortened(article.author, _MOST_NAME))
    if article.author_role:
        front.add("author_role", article.author_role)
    if article.date:
        front.add("published", tomlkit.item(article.date))
    if article.language:
        front.add("language", article.language)
    if article.url:
        front.add("source", web_address(article.url))
    front.add("season", season)
    page = _page(front, article.text)
    return with_record(page, record, sha256_without_record(page)) if record else page


def with_record(page: str, record: ArticleRecord, sha256: str | None) -> str:
    """An article's file with `record` in place of the one it holds, all else as it is.

    `sha256` is that of what import wrote; None keeps the one that stands there.
    """
    import tomlkit

    front, body = split_page(page)
    document = tomlkit.parse(front)
    kept = document.get("imported", {}).get("sha256", "")
    table = _record_table(record, str(kept) if sha256 is None else sha256)
    if "imported" in document:
        document["imported"] = table
    else:
        document.add("imported", table)
    return f"+++\n{tomlkit.dumps(document).rstrip()}\n+++{body}"


def _record_table(record: ArticleRecord, sha256: str) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.comment("kept by `feed-builder import`, so that importing again makes no second episode")
    table.add("slug", record.slug)
    table.add("title", record.title)
    for name, day in (("published", record.published), ("dated", record.dated)):
        if day:
            table.add(name, tomlkit.item(day))
    table.add("sha256", sha256)
    table.add("episodes", _record_rows(record.episodes))
    return table


def _record_rows(records: Iterable[Record]) -> AoT:
    import tomlkit

    rows = tomlkit.aot()
    for record in records:
        row = tomlkit.table()
        row.add("guid", record.guid)
        row.add("marker", record.marker)
        row.add("file", record.file)
        row.add("number", record.number)
        row.add("sha256", record.sha256)
        rows.append(row)
    return rows


def _page(front: TOMLDocument, body: str) -> str:
    import tomlkit

    return f"+++\n{tomlkit.dumps(front).rstrip()}\n+++\n\n{body.strip()}\n"


def file_name(number: int, label: str, taken: Sequence[str]) -> str:
    """A name for an episode's file ("01-frederic-bonnichon.md") that is not among `taken`."""
    name, count = f"{number:02}-{label}.md", 2
    while name in taken:
        name, count = f"{number:02}-{label}-{count}.md", count + 1
    return name
