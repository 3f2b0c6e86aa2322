"""Which files the site has: what each is made of is decided first, and only the new are made.

What few of them are made of is loaded where one of those is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import Any

from feed_builder.model import Article, Episode, RenderedFile, Show
from feed_builder.pieces import Piece, layout_of
from feed_builder.render.own_files import own_file
from feed_builder.render.site import machines, searching
from feed_builder.render.site.artwork import Preview, preview, preview_of
from feed_builder.render.site.episodes import EpisodePages, language_of
from feed_builder.render.site.items import (
    PEOPLE,
    Item,
    Known,
    Season,
    by_article,
    hosting,
    item,
    known_people,
    seasons,
)
from feed_builder.render.site.page import Page, Place
from feed_builder.render.site.speech import speech_of
from feed_builder.render.site.views import Look, Social, Supply
from feed_builder.render.words import words_for
from feed_builder.sameness import Digests, digest

STYLE = "style.css"
SCRIPTS = ("player.js", "search.js", "copy.js")
SEARCH, SEARCH_INDEX, ALL = "search/", "search.json", "episodes/"
SUBSCRIBE = "subscribe/"
# How many episodes the first page shows with their players; the others have pages that list them.
_LATEST = 24
_told = attrgetter(*(field.name for field in fields(Item)))


def pages(show: Show, digests: Digests, entries: Sequence[str], supply: Supply) -> Iterator[Page]:
    """Every file of the site, not rendered yet; `digests` are those of the show.

    `entries` name the show's episodes with all that is in them.
    """
    yield from SitePlan(show, digests, entries, supply).pages()


def plain_style() -> RenderedFile:
    """The style sheet of a page that belongs to no single show."""
    from feed_builder.render.site.theme import css, theme

    return RenderedFile(STYLE, css(theme({}, ())).encode() + _static(STYLE), "text/css")


def previews(show: Show) -> Iterator[Preview]:
    """The pictures that social networks show of the site's pages."""
    if not show.site.pictures:
        return
    yield _show_preview(show)
    for article in show.articles:
        yield _article_preview(show, article)
    for episode in show.episodes:
        shown = item(episode)
        yield preview_of(show, episode, shown.name, shown.rest)


def _show_preview(show: Show) -> Preview:
    return preview(show, "show", show.title, show.author, show.artwork)


def _article_preview(show: Show, article: Article) -> Preview:
    author = article.author.name if article.author else ""
    name = article.slug.rpartition("/")[2]
    return preview(show, f"article-{name}", article.title, author, show.artwork)


class SitePlan:
    """What the files of a show's site are made of."""

    def __init__(
        self, show: Show, digests: Digests, entries: Sequence[str], supply: Supply
    ) -> None:
        self.show = show
        self.digests = digests
        self.entries = entries
        self.supply = supply
        self.items = {episode.guid: item(episode) for episode in show.episodes}
        self.known = {guid: digest(_told(shown)) for guid, shown in self.items.items()}
        self.by_article = by_article(show)
        self.seasons = tuple(seasons(show, self.items))
        hosts = hosting(show)
        known = known_people(show, self.items, None if show.site.people else hosts)
        self.hosts = [k for k in known if k.path in hosts]
        self.people = known if show.site.people else ()
        self.look = Look(show, supply, has_people=bool(self.people))
        self.common = digest(digests.common, self.look.policy, bool(self.people))
        self.listed = cache(self._listed)

    def pages(self) -> Iterator[Page]:
        """All of them."""
        yield self._show_page()
        for article in self.show.articles:
            yield self._article_page(article)
        yield from EpisodePages(self).pages()
        for season in self.seasons:
            if season.path:
                yield self._season_page(season, season.path)
        if len(self.items) > _LATEST:
            yield self._list_page()
        for known in self.people:
            yield self._person_page(known)
        yield from self._plain_pages()
        yield from self._machine_files()

    def page(
        self,
        path: str,
        template: str,
        language: str,
        parts: tuple[object, ...],
        values: Callable[[], dict[str, Any]],
    ) -> Page:
        """The page at `path`, made by `template` of what `values` gives when it is asked."""
        make = partial(self._made, path, template, language, values)
        return Page(f"{path}index.html", (template, language, self.common, *parts), make)

    def _made(
        self, path: str, template: str, language: str, values: Callable[[], dict[str, Any]]
    ) -> str:
        return self.look.page(Place(self.show.link, path), language, template, **values())

    def picture(self, made: Preview) -> str:
        """The address of a page's picture for social networks."""
        return self.show.link + made.path if self.show.site.pictures else made.artwork.url

    def _show_page(self) -> Page:
        shown, others = _latest(self.seasons)

        def values() -> dict[str, Any]:
            from feed_builder.render.site import subscribing

            picture = self.picture(_show_preview(self.show))
            return {
                "seasons": shown,
                "others": others,
                "count": len(self.items),
                "all": ALL if len(self.items) > _LATEST else None,
                "people": self.hosts,
                "directories": subscribing.directories(self.show),
                "structured": machines.script(machines.series(self.show, picture)),
                "social": Social(picture=picture, type="website", title=self.show.title),
            }

        told = [(season.title, season.path, len(season.items)) for season in others]
        parts = (self._told(shown), told, len(self.items), [k.path for k in self.hosts])
        return self.page("", "show.html", self.show.language, parts, values)

    def _told(self, seasons: Sequence[Season]) -> list[tuple[object, ...]]:
        """All that lists of `seasons` show."""
        return [
            (s.title, s.number, s.summary, s.article, [self.known[one.guid] for one in s.items])
            for s in seasons
        ]

    def _listed(self, slug: str) -> tuple[tuple[Item, ...], str]:
        """The episodes of an article as other pages list them, and a name for that list."""
        items = tuple(self.items[episode.guid] for episode in self.by_article[slug])
        return items, digest([self.known[one.guid] for one in items])

    def _article_page(self, article: Article) -> Page:
        items, known = self.listed(article.slug)
        language = article.language or self.show.language

        def values() -> dict[str, Any]:
            from feed_builder.render.site.placing import placed

            episodes = self.by_article[article.slug]
            links = {episode.guid: episode.link for episode in episodes}
            pieces = placed(article.text, article.markers, links)
            found = {piece.guid for piece in pieces}
            picture = self.picture(_article_preview(self.show, article))
            return {
                "article": article,
                "pieces": pieces,
                "items": {e.guid: self.items[e.guid] for e in episodes},
                "unplaced": [self.items[e.guid] for e in episodes if e.guid not in found],
                "season": items,
                "placed": {links[guid] for guid in found if guid},
                "transcribed": {e.guid for e in episodes if e.transcripts or e.speeches},
                "structured": machines.script(machines.article(self.show, article, picture)),
                "social": Social(picture=picture, type="article", title=article.title),
            }

        told = [bool(e.transcripts or e.speeches) for e in self.by_article[article.slug]]
        parts = (self.digests.articles[article.slug], known, told)
        return self.page(f"{article.slug}/", "article.html", language, parts, values)

    def _season_page(self, season: Season, path: str) -> Page:
        return self.page(
            path,
            "season.html",
            self.show.language,
            (self._told([season]),),
            lambda: {"season": season},
        )

    def _list_page(self) -> Page:
        return self.page(
            ALL,
            "episodes.html",
            self.show.language,
            (self._told(self.seasons),),
            lambda: {"seasons": self.seasons, "count": len(self.items)},
        )

    def _person_page(self, known: Known) -> Page:
        def values() -> dict[str, Any]:
            data = machines.person(self.show, known)
            feed = f"{self.show.link}{known.path}feed.xml" if known.items else None
            place = Place(self.show.link, known.path)
            faces = (self.look.portrait(img, place) for img in known.imgs)
            return {
                "known": known,
                "face": next(filter(None, faces), None),
                "feed": feed,
                "structured": machines.script(data),
            }

        return self.page(known.path, "person.html", self.show.language, (digest(known),), values)

    def _plain_pages(self) -> Iterator[Page]:
        language = self.show.language
        people = [(k.name, k.path, k.titles[:1], len(k.items)) for k in self.people]
        if people:
            yield self.page(
                f"{PEOPLE}/", "people.html", language, (people,), lambda: {"people": people}
            )
        yield self.page(SEARCH, "search.html", language, (), lambda: {"index": SEARCH_INDEX})
        yield self.page(SUBSCRIBE, "subscribe.html", language, (), self._subscribing)
        place = _Absolute(self.show.link, "404.html")
        yield Page(
            "404.html",
            ("404.html", language, self.common),
            lambda: self.look.page(place, language, "404.html"),
        )

    def _subscribing(self) -> dict[str, Any]:
        from feed_builder.render.site import subscribing

        show, words = self.show, words_for(self.show.language)
        title = words.text("QR code: this page, for a phone")
        return {
            "any_app": subscribing.any_app(show.feed_url),
            "apps": subscribing.apps(show.feed_url),
            "directories": subscribing.directories(show),
            "qr": subscribing.qr_code(show.link + SUBSCRIBE, title),
        }

    def _machine_files(self) -> Iterator[Page]:
        show, look = self.show, self.look
        yield Page(STYLE, (self.common, "style"), self._style, "text/css")
        for script in SCRIPTS:
            yield Page(
                script, ("the same for every show",), partial(_static, script), "text/javascript"
            )
        yield Page(
            "manifest.webmanifest",
            (self.common, "manifest"),
            lambda: machines.manifest(
                show, look.icons(), (look.theme.light.accent, look.theme.light.paper)
            ),
            "application/manifest+json",
        )
        yield Page("robots.txt", (self.common,), lambda: machines.robots(show), "text/plain")
        listed = self._addresses()
        yield Page(
            "sitemap.xml",
            (self.common, listed),
            lambda: machines.sitemap(listed),
            "application/xml",
        )
        told = [(e.title, e.link, e.published, bool(e.speeches)) for e in show.episodes]
        yield Page("llms.txt", (self.common, told), self._llms, "text/plain")
        yield Page(SEARCH_INDEX, ("search", self.entries), self._search_index, "application/json")

    def _addresses(self) -> list[tuple[str, Any]]:
        show = self.show
        found: list[tuple[str, Any]] = [(show.link, show.updated)]
        found += [(a.link, a.published) for a in show.articles]
        found += [(e.link, e.updated or e.published) for e in show.episodes]
        found += [(show.link + s.path, None) for s in self.seasons if s.path]
        found += [(show.link + known.path, None) for known in self.people]
        return [*found, (show.link + SUBSCRIBE, None)]

    def _llms(self) -> str:
        return machines.llms(
            self.show,
            ((e, f"{e.link}transcript.txt" if e.speeches else None) for e in self.show.episodes),
        )

    def _style(self) -> str:
        from feed_builder.render.site.theme import css

        return css(self.look.theme) + _static(STYLE).decode()

    def _search_index(self) -> Sequence[Piece]:
        old = self.supply.old(SEARCH_INDEX, len(searching.BETWEEN))
        episodes = zip(self.show.episodes, self.entries, strict=True)
        lines = [old.get(key) or self._search_line(e) for e, key in episodes]
        self.supply.laid(SEARCH_INDEX, layout_of(len(searching.HEAD), lines))
        return searching.index(lines)

    def _search_line(self, episode: Episode) -> Piece:
        language = language_of(episode, self.show)
        words = words_for(language)
        speech = speech_of(episode, language)
        shown = f"{words.date(episode.published)} · {words.duration(episode.duration)}"
        path = episode.link.removeprefix(self.show.link)
        line = searching.line(episode, path, shown, speech.cues if speech else ())
        return self.supply.apart(line, searching.BETWEEN)


class _Absolute(Place):
    """A page that is shown at any address, and so links from the site's root."""

    @cached_property
    def root(self) -> str:
        return "/" + self.link.split("/", 3)[3]


def _static(name: str) -> bytes:
    return own_file("static", name)


def _latest(seasons: Sequence[Season]) -> tuple[list[Season], list[Season]]:
    """The seasons that the first page shows whole, and those that it only names."""
    shown: list[Season] = []
    count = 0
    for place, season in enumerate(seasons):
        if count >= _LATEST:
            return shown, list(seasons[place:])
        if season.number is None:
            items = season.items[: _LATEST - count]
            season = Season(title=None, number=None, items=items)
        shown.append(season)
        count += len(season.items)
    return shown, []
