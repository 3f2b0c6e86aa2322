"""The pages: one for the show, one for each article, one for each episode.

First it is decided what a page is made of, and only then, where that has changed, is it rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from feed_builder.model import Article, Episode, RenderedFile, Show
from feed_builder.render.sameness import Digests, digest, digests_of, without_episodes
from feed_builder.render.words import Words, words_for

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_HTML = "text/html"
STYLE = "style.css"
_KINDS = {
    "text/vtt": "WebVTT",
    "application/x-subrip": "SubRip",
    "application/json": "JSON",
    "text/html": "HTML",
    "text/plain": "TXT",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An episode as a page lists it, with its addresses as that page writes them."""

    title: str
    slug: str
    href: str
    audio: str
    published: datetime
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSeason:
    """A season as the show's page lists it: an article's interviews, or single episodes."""

    title: str
    summary: str | None
    article_href: str | None
    episodes: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is not rendered yet: its path in the output, and all that its template sees.

    `digests` stand for values that other pages are made of as well.
    """

    path: str
    template: str
    values: Mapping[str, Any]
    digests: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """As long as this is the same, so is the rendered page."""
        return digest(self.path, self.template, {**self.values, **self.digests})

    def rendered(self) -> RenderedFile:
        """The page, made by its template."""
        words = _texts(words_for(self.values["page_language"]).language)
        html = _template(self.template).render(words=words, **self.values)
        return RenderedFile(self.path, html.encode(), _HTML)


def render_site(show: Show) -> Iterator[RenderedFile]:
    """Every page of the show, and their style."""
    yield from (page.rendered() for page in pages(show, digests_of(show)))
    yield style()


def style() -> RenderedFile:
    """The style sheet of all pages."""
    from importlib.resources import files

    content = files("feed_builder.render").joinpath("templates", STYLE).read_bytes()
    return RenderedFile(STYLE, content, "text/css")


def pages(show: Show, digests: Digests) -> Iterator[Page]:
    """Every page of the show, not rendered yet; `digests` are those of the show."""
    yield from _Site(show, digests).pages()


class _Site:
    """What the pages of a show have in common."""

    def __init__(self, show: Show, digests: Digests) -> None:
        self.show = show
        self.digests = digests
        self.common = without_episodes(show)
        self.by_article = _by_article(show)
        self.same_article = cache(self._same_article)

    def pages(self) -> Iterator[Page]:
        """The show's page, the articles', the episodes'."""
        yield self._show_page()
        for article in self.show.articles:
            yield self._article_page(article)
        for episode, known in zip(self.show.episodes, self.digests.episodes, strict=True):
            yield self._episode_page(episode, known)

    def _page(
        self, place: _Place, template: str, language: str, digests: Mapping[str, str], **values: Any
    ) -> Page:
        common = {
            "show": self.common,
            "page_language": language,
            "address": self.show.link + place.path,
            "root": place.root,
        }
        return Page(
            path=f"{place.path}index.html",
            template=template,
            values=common | values,
            digests={"show": self.digests.common, **digests},
        )

    def _show_page(self) -> Page:
        place = _Place(self.show, "")
        seasons = tuple(_seasons(self.show, self.by_article, place))
        cover = place.relative(self.show.artwork.url)
        return self._page(place, "show.html", self.show.language, {}, seasons=seasons, cover=cover)

    def _article_page(self, article: Article) -> Page:
        place = _Place(self.show, f"{article.slug}/")
        items, known = self.same_article(article.slug, place.root)
        language = article.language or self.show.language
        digests = {"article": self.digests.articles[article.slug], "items": known}
        return self._page(place, "article.html", language, digests, article=article, items=items)

    def _episode_page(self, episode: Episode, known: str) -> Page:
        article = episode.article
        place = _Place(self.show, f"{episode.slug}/")
        items, listed = self.same_article(article.slug, place.root) if article else ((), "")
        chapters = episode.chapters
        return self._page(
            place,
            "episode.html",
            (article.language if article else None) or self.show.language,
            {"episode": known, "same_article": listed},
            episode=episode,
            audio=place.relative(episode.enclosure.url),
            chapters=place.relative(chapters.url) if chapters else None,
            transcripts=_transcripts(episode, place),
            article_href=place.relative(article.link) if article else None,
            same_article=items,
        )

    def _same_article(self, slug: str, root: str) -> tuple[tuple[Item, ...], str]:
        """The episodes of an article as pages that lie as deep as `root` says list them."""
        items = _Place(self.show, "", root).items(self.by_article[slug])
        return items, digest(items)


class _Place:
    """Where a page lies below the site's address; links from it are relative, so that the folder
    can be looked at anywhere."""

    def __init__(self, show: Show, path: str, root: str | None = None) -> None:
        self.link = show.link
        self.path = path
        self.root = root or "../" * path.count("/") or "./"

    def relative(self, url: str) -> str:
        """`url` as this page writes it."""
        return self.root + url.removeprefix(self.link) if url.startswith(self.link) else url

    def items(self, episodes: Sequence[Episode]) -> tuple[Item, ...]:
        """`episodes` with their addresses."""
        return tuple(
            Item(
                title=episode.title,
                slug=episode.slug,
                href=self.relative(episode.link),
                audio=self.relative(episode.enclosure.url),
                published=episode.published,
                duration=episode.duration,
            )
            for episode in episodes
        )


def _transcripts(episode: Episode, place: _Place) -> list[dict[str, str | None]]:
    return [
        {"href": place.relative(t.url), "kind": _KINDS[t.type], "language": t.language}
        for t in episode.transcripts
    ]


def _by_article(show: Show) -> Mapping[str, Sequence[Episode]]:
    """The episodes of each article, in its order."""
    grouped: dict[str, list[Episode]] = {article.slug: [] for article in show.articles}
    for episode in show.episodes:
        if episode.article:
            grouped[episode.article.slug].append(episode)
    return {slug: sorted(episodes, key=_in_order) for slug, episodes in grouped.items()}


def _in_order(episode: Episode) -> tuple[int, Any, str]:
    return episode.number or 0, episode.published, episode.guid


def _seasons(
    show: Show, by_article: Mapping[str, Sequence[Episode]], place: _Place
) -> Iterator[ListedSeason]:
    """The seasons, newest first, then what belongs to none."""
    for article in sorted(show.articles, key=lambda a: (a.season, a.slug), reverse=True):
        yield ListedSeason(
            title=article.title,
            summary=article.summary,
            article_href=place.relative(article.link),
            episodes=place.items(by_article[article.slug]),
        )
    single = [e for e in show.episodes if e.article is None]
    if single:
        ordered = single if show.type == "episodic" else sorted(single, key=_in_season)
        yield ListedSeason(
            title=words_for(show.language)["episodes"],
            summary=None,
            article_href=None,
            episodes=place.items(ordered),
        )


def _in_season(episode: Episode) -> tuple[int, int, Any, str]:
    """Newest season first, and in it from first to last, as apps show a serial."""
    season = -episode.season.number if episode.season else 0
    return season, *_in_order(episode)


class _Texts:
    """The words as templates write them: `words.listen`, `words.date(day)`."""

    def __init__(self, words: Words) -> None:
        self.date = words.date
        self.duration = words.duration
        self.size = words.size
        self.__dict__.update(words.texts)


@cache
def _texts(language: str) -> _Texts:
    return _Texts(words_for(language))


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    # Jinja2 takes as long to import as a build in which no page changes.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("feed_builder.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
