"""What lists of episodes show: items, seasons, people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from html import escape
from itertools import chain
from typing import Any

from feed_builder.model import Article, Episode, Person, Show
from feed_builder.records import dataclass
from feed_builder.render.documents import person_slug
from feed_builder.text import tied

PEOPLE, SEASONS = "people", "seasons"
_GUEST = "guest"
_VISITING = {_GUEST, "author"}
_AFTER_NAME = re.compile(r"\s*[,:–—-]\s*(?=\S)|\s+(?=[(«“\"])")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """An episode as other pages list it; addresses are absolute. There is one of each.

    Where the title begins with a guest's name, `name` is that, `between` the comma, and `rest`
    what follows.
    """

    guid: str
    title: str
    name: str
    between: str
    rest: str
    link: str
    audio: str
    type: str
    kind: str
    number: int | None
    published: datetime
    duration: timedelta
    guests: tuple[tuple[str, str | None], ...]

    @property
    def marked(self) -> str:
        """The title in HTML that tells the guest's name and the rest apart."""
        if not self.rest:
            return escape(self.name)
        parts = {"name": self.name, "between": self.between, "rest": self.rest}
        return "".join(
            f'<span class="{kind}">{escape(text)}</span>' for kind, text in parts.items()
        )

    @property
    def anchor(self) -> str:
        """What the place is called where its article's page plays it."""
        return self.link.rstrip("/").rpartition("/")[2]

    @property
    def day(self) -> str:
        """The day it was published, as machines read it."""
        return self.published.date().isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Episodes that belong together: an article's interviews, or those of one number.

    `number` is None for episodes of no season.
    """

    title: str | None
    number: int | None
    items: tuple[Item, ...]
    summary: str | None = None
    article: str | None = None

    @property
    def path(self) -> str | None:
        """Where its page lies; None for episodes of no season."""
        return None if self.number is None else f"{SEASONS}/{self.number}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person across the show: what is said of them, and where they are heard or named."""

    name: str
    path: str
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    hrefs: tuple[str, ...] = ()
    imgs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    articles: tuple[tuple[str, str, date | None], ...] = field(default=())


def item(episode: Episode) -> Item:
    """`episode` as lists show it."""
    guests = tuple((p.name, p.title) for p in episode.people if p.role.lower() == _GUEST)
    name, between, rest = map(tied, split_title(episode.title, [name for name, _ in guests]))
    return Item(
        guid=episode.guid,
        title=episode.title,
        name=name,
        between=between,
        rest=rest,
        link=episode.link,
        audio=episode.enclosure.url,
        type=episode.enclosure.type,
        kind=episode.type,
        number=episode.number,
        published=episode.published,
        duration=episode.duration,
        guests=tuple(guest for guest in guests if guest[0] not in episode.title),
    )


def split_title(title: str, names: Iterable[str]) -> tuple[str, str, str]:
    """The guest's name that `title` begins with, what follows it, and what parts the two.

    Without such a name the whole title, and nothing.
    """
    for name in names:
        found = _AFTER_NAME.match(title, len(name)) if title.startswith(name) else None
        if found:
            return name, found.group(), title[found.end() :]
    return title, "", ""


def people_of(show: Show, episode: Episode) -> tuple[Person, ...]:
    """Who is heard in an episode: the show's people where it names nobody (P20-PER-1)."""
    return episode.people or show.people


def in_order(episode: Episode) -> tuple[int, Any, str]:
    """Where an episode stands in its season."""
    return episode.number or 0, episode.published, episode.guid


def by_article(show: Show) -> Mapping[str, Sequence[Episode]]:
    """The episodes of each article, in its order."""
    grouped: dict[str, list[Episode]] = defaultdict(list)
    for episode in show.episodes:
        if episode.article:
            grouped[episode.article.slug].append(episode)
    return {slug: sorted(episodes, key=in_order) for slug, episodes in grouped.items()}


def seasons(show: Show, items: Mapping[str, Item]) -> Iterator[Season]:
    """The seasons, newest first, then what belongs to none; `items` are found by guid."""
    articles = {article.season: article for article in reversed(show.articles)}
    grouped: dict[int, list[Episode]] = defaultdict(list)
    single: list[Episode] = []
    for episode in show.episodes:
        if episode.season:
            grouped[episode.season.number].append(episode)
        else:
            single.append(episode)
    for number in sorted(grouped, reverse=True):
        yield _season(number, articles.get(number), grouped[number], items)
    if single:
        yield Season(title=None, number=None, items=tuple(items[e.guid] for e in single))


def _season(
    number: int, article: Article | None, episodes: Sequence[Episode], items: Mapping[str, Item]
) -> Season:
    return Season(
        title=article.title if article else None,
        number=number,
        items=tuple(items[e.guid] for e in sorted(episodes, key=in_order)),
        summary=article.summary if article else None,
        article=article.link if article else None,
    )


def person_path(name: str) -> str:
    """Where the page about somebody lies: beside the feed of their episodes."""
    return f"{PEOPLE}/{person_slug(name)}/"


def hosting(show: Show) -> frozenset[str]:
    """The paths of those who are heard or named in another role than a guest's or an author's."""
    people = chain(show.people, *(episode.people for episode in show.episodes))
    return frozenset(person_path(p.name) for p in people if p.role.lower() not in _VISITING)


def known_people(
    show: Show, items: Mapping[str, Item], only: Collection[str] | None = None
) -> Sequence[Known]:
    """Everybody heard or named, by name; spellings that share an address are one person.

    `only` are the paths of those to find, where not all are wanted.
    """
    found: dict[str, _Gathered] = {}

    def gathered(person: Person) -> _Gathered:
        return found.setdefault(person_path(person.name), _Gathered(person.name))

    def wanted(people: Iterable[Person]) -> Iterator[Person]:
        return (p for p in people if only is None or person_path(p.name) in only)

    for episode in show.episodes:
        for person in wanted(people_of(show, episode)):
            gathered(person).heard(person, items[episode.guid])
    for article in show.articles:
        for author in wanted([article.author] if article.author else ()):
            gathered(author).wrote(author, article)
    for person in wanted(show.people):
        gathered(person).told(person)
    return [found[path].known(path) for path in sorted(found)]


class _Gathered:
    """What is found about one person, in the order in which it is found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.titles: dict[str, None] = {}
        self.roles: dict[str, None] = {}
        self.hrefs: dict[str, None] = {}
        self.imgs: dict[str, None] = {}
        self.items: dict[str, Item] = {}
        self.articles: dict[str, tuple[str, str, date | None]] = {}

    def told(self, person: Person) -> None:
        self.roles[person.role.lower()] = None
        if person.title:
            self.titles[person.title] = None
        if person.href:
            self.hrefs[person.href] = None
        if person.img:
            self.imgs[person.img] = None

    def heard(self, person: Person, item: Item) -> None:
        self.told(person)
        if person.role.lower() != "author":
            self.items[item.link] = item

    def wrote(self, author: Person, article: Article) -> None:
        self.told(author)
        self.articles[article.link] = (article.link, article.title, article.published)

    def known(self, path: str) -> Known:
        return Known(
            name=self.name,
            path=path,
            titles=tuple(self.titles),
            roles=tuple(self.roles),
            hrefs=tuple(self.hrefs),
            imgs=tuple(self.imgs),
            items=tuple(self.items.values()),
            articles=tuple(self.articles.values()),
        )
