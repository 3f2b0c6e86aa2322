"""The pages: one for the show, one for each article, one for each episode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from feed_builder.model import Article, Episode, RenderedFile, Show
from feed_builder.render.words import Words, words_for

_HTML = "text/html"
_STYLE = "style.css"
_KINDS = {
    "text/vtt": "WebVTT",
    "application/x-subrip": "SubRip",
    "application/json": "JSON",
    "text/html": "HTML",
    "text/plain": "TXT",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as a page lists it, with its addresses as that page writes them."""

    episode: Episode
    href: str
    audio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSeason:
    """A season as the show's page lists it: an article's interviews, or single episodes."""

    title: str
    summary: str | None
    article: Article | None
    article_href: str | None
    episodes: tuple[Item, ...]


def render_site(show: Show) -> Iterator[RenderedFile]:
    """Every page of the show, and their style."""
    yield _show_page(show)
    by_article = _by_article(show)
    for article in show.articles:
        yield _article_page(show, article, by_article[article.slug])
    for episode in show.episodes:
        together = by_article[episode.article.slug] if episode.article else ()
        yield _episode_page(show, episode, together)
    style = files("feed_builder.render").joinpath("templates", _STYLE).read_bytes()
    yield RenderedFile(_STYLE, style, "text/css")


def _by_article(show: Show) -> Mapping[str, Sequence[Episode]]:
    """The episodes of each article, in its order."""
    grouped: dict[str, list[Episode]] = {article.slug: [] for article in show.articles}
    for episode in show.episodes:
        if episode.article:
            grouped[episode.article.slug].append(episode)
    return {slug: sorted(episodes, key=_in_order) for slug, episodes in grouped.items()}


def _in_order(episode: Episode) -> tuple[int, Any, str]:
    return episode.number or 0, episode.published, episode.guid


def _show_page(show: Show) -> RenderedFile:
    page = _Page(show, "", show.language)
    seasons = tuple(_seasons(show, page))
    return page.rendered("show.html", seasons=seasons, cover=page.relative(show.artwork.url))


def _seasons(show: Show, page: _Page) -> Iterator[ListedSeason]:
    """The seasons, newest first, then what belongs to none."""
    by_article = _by_article(show)
    for article in sorted(show.articles, key=lambda a: (a.season, a.slug), reverse=True):
        yield ListedSeason(
            title=article.title,
            summary=article.summary,
            article=article,
            article_href=page.relative(article.link),
            episodes=page.items(by_article[article.slug]),
        )
    single = [e for e in show.episodes if e.article is None]
    if single:
        ordered = single if show.type == "episodic" else sorted(single, key=_in_season)
        yield ListedSeason(
            title=page.words["episodes"],
            summary=None,
            article=None,
            article_href=None,
            episodes=page.items(ordered),
        )


def _in_season(episode: Episode) -> tuple[int, int, Any, str]:
    """Newest season first, and in it from first to last, as apps show a serial."""
    season = -episode.season.number if episode.season else 0
    return season, *_in_order(episode)


def _article_page(show: Show, article: Article, episodes: Sequence[Episode]) -> RenderedFile:
    page = _Page(show, f"{article.slug}/", article.language or show.language)
    return page.rendered("article.html", article=article, items=page.items(episodes))


def _episode_page(show: Show, episode: Episode, together: Sequence[Episode]) -> RenderedFile:
    article = episode.article
    language = (article.language if article else None) or show.language
    page = _Page(show, f"{episode.slug}/", language)
    return page.rendered(
        "episode.html",
        episode=episode,
        audio=page.relative(episode.enclosure.url),
        chapters=page.relative(episode.chapters.url) if episode.chapters else None,
        transcripts=[
            {"href": page.relative(t.url), "kind": _KINDS[t.type], "language": t.language}
            for t in episode.transcripts
        ],
        article_href=page.relative(article.link) if article else None,
        same_article=page.items(together),
    )


class _Page:
    """One page at `path` below the site's address; links in it are relative, so that the folder
    can be looked at anywhere."""

    def __init__(self, show: Show, path: str, language: str) -> None:
        self.show = show
        self.path = path
        self.language = language
        self.words: Words = words_for(language)
        self.root = "../" * path.count("/") or "./"

    def relative(self, url: str) -> str:
        """`url` as this page writes it."""
        return self.root + url.removeprefix(self.show.link) if self._ours(url) else url

    def _ours(self, url: str) -> bool:
        return url.startswith(self.show.link)

    def items(self, episodes: Sequence[Episode]) -> tuple[Item, ...]:
        """`episodes` with their addresses."""
        return tuple(
            Item(e, self.relative(e.link), self.relative(e.enclosure.url)) for e in episodes
        )

    def rendered(self, template: str, **values: Any) -> RenderedFile:
        """The page made by `template`."""
        html = _template(template).render(
            show=self.show,
            words=_Texts(self.words),
            page_language=self.language,
            address=self.show.link + self.path,
            root=self.root,
            **values,
        )
        return RenderedFile(f"{self.path}index.html", html.encode(), _HTML)


class _Texts:
    """The words as templates write them: `words.listen`, `words.date(day)`."""

    def __init__(self, words: Words) -> None:
        self.date = words.date
        self.duration = words.duration
        self.size = words.size
        self.__dict__.update(words.texts)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("feed_builder.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
