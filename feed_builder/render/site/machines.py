"""What machines read: structured data, oEmbed, the sitemap, the manifest, robots.txt, llms.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from feed_builder.compact_json import encoded
from feed_builder.model import Article, Artwork, Episode, Person, Show
from feed_builder.render.site.items import Known, people_of, person_path
from feed_builder.render.words import direction

EMBED_SIZE = (640, 260)
Data = dict[str, Any]
# Made once, and one line for each key without `indent`, which is not done in C.
_in_lines = json.JSONEncoder(ensure_ascii=False, separators=(",\n ", ": ")).encode


def script(data: Data) -> str:
    """`data` as JSON that may stand in a page's script element (no tag can end it)."""
    told = encoded({"@context": "https://schema.org", **data}).decode()
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _without_nothing(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def series(show: Show, picture: str) -> Data:
    """schema.org PodcastSeries."""
    return _without_nothing(
        {
            "@type": "PodcastSeries",
            "@id": show.link,
            "name": show.title,
            "url": show.link,
            "description": show.description,
            "inLanguage": show.language,
            "webFeed": show.feed_url,
            "image": picture,
            "author": {"@type": "Organization", "name": show.author},
            "genre": [c.sub or c.name for c in show.categories],
            "copyrightHolder": show.copyright,
        }
    )


def _series_name(show: Show) -> Data:
    return {
        "@type": "PodcastSeries",
        "@id": show.link,
        "name": show.title,
        "url": show.link,
        "webFeed": show.feed_url,
    }


def podcast_episode(show: Show, episode: Episode, picture: str, transcript: str | None) -> Data:
    """schema.org PodcastEpisode."""
    season, people = episode.season, people_of(show, episode)
    length = duration(episode)
    return _without_nothing(
        {
            "@type": "PodcastEpisode",
            "@id": episode.link,
            "name": episode.title,
            "url": episode.link,
            "description": episode.notes.summary,
            "datePublished": episode.published.isoformat(),
            "dateModified": (episode.updated or episode.published).isoformat(),
            "duration": length,
            "inLanguage": (episode.article.language if episode.article else None) or show.language,
            "image": picture,
            "identifier": episode.guid,
            "episodeNumber": episode.number,
            "partOfSeries": _series_name(show),
            "partOfSeason": _without_nothing(
                {"@type": "PodcastSeason", "seasonNumber": season.number, "name": season.name}
            )
            if season
            else None,
            "isBasedOn": _article_name(episode.article) if episode.article else None,
            "actor": [_person(show, p) for p in people if p.role.lower() == "guest"],
            "contributor": [_person(show, p) for p in people if p.role.lower() != "guest"],
            "associatedMedia": _without_nothing(
                {
                    "@type": "AudioObject",
                    "contentUrl": episode.enclosure.url,
                    "encodingFormat": episode.enclosure.type,
                    "contentSize": str(episode.enclosure.length),
                    "duration": length,
                    "embedUrl": f"{episode.link}embed/" if show.site.embed else None,
                }
            ),
            "hasPart": _clips(episode),
            "subjectOf": {"@type": "CreativeWork", "url": transcript} if transcript else None,
        }
    )


def _clips(episode: Episode) -> list[Data]:
    return [
        {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": int(chapter.start.total_seconds()),
            "url": f"{episode.link}#t={int(chapter.start.total_seconds())}",
        }
        for chapter in episode.chapter_list
        if chapter.title and chapter.toc
    ]


def _article_name(article: Article) -> Data:
    return {"@type": "Article", "@id": article.link, "headline": article.title}


def duration(episode: Episode) -> str:
    """ISO 8601: "PT1H26M3S"."""
    seconds = max(1, round(episode.duration.total_seconds()))
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _person(show: Show, person: Person) -> Data:
    return _without_nothing(
        {
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.title,
            "url": show.link + person_path(person.name) if show.site.people else None,
            "sameAs": person.href,
            "image": person.img,
        }
    )


def article(show: Show, told: Article, picture: str) -> Data:
    """schema.org Article."""
    return _without_nothing(
        {
            "@type": "Article",
            "@id": told.link,
            "headline": told.title,
            "url": told.link,
            "description": told.summary,
            "datePublished": told.published.isoformat() if told.published else None,
            "inLanguage": told.language or show.language,
            "author": _person(show, told.author) if told.author else None,
            "publisher": {"@type": "Organization", "name": show.author},
            "image": picture,
            "sameAs": told.source,
            "isPartOf": _series_name(show),
        }
    )


def person(show: Show, known: Known) -> Data:
    """schema.org Person."""
    return _without_nothing(
        {
            "@type": "Person",
            "name": known.name,
            "url": show.link + known.path,
            "jobTitle": list(known.titles),
            "sameAs": list(known.hrefs),
            "image": known.imgs[0] if known.imgs else None,
        }
    )


def iframe(episode: Episode) -> str:
    """The code that shows an episode's small player in somebody's page."""
    width, height = EMBED_SIZE
    return (
        f'<iframe src="{escape(episode.link)}embed/" title="{escape(episode.title)}" '
        f'width="{width}" height="{height}" loading="lazy" allow="clipboard-write" '
        'style="border:0;max-width:100%"></iframe>'
    )


def oembed(show: Show, episode: Episode, picture: tuple[str, int, int]) -> str:
    """oEmbed 1.0, section 2.3.4: a rich response."""
    width, height = EMBED_SIZE
    told = {
        "version": "1.0",
        "type": "rich",
        "title": episode.title,
        "author_name": show.author,
        "provider_name": show.title,
        "provider_url": show.link,
        "html": iframe(episode),
        "width": width,
        "height": height,
        "thumbnail_url": picture[0],
        "thumbnail_width": picture[1],
        "thumbnail_height": picture[2],
    }
    return f"{{\n {_in_lines(told)[1:-1]}\n}}\n"


def manifest(show: Show, icons: Sequence[tuple[str, int, str]], colours: tuple[str, str]) -> str:
    """The web app manifest; `icons` are address, side and type, `colours` accent and paper."""
    told = {
        "name": show.title,
        "short_name": show.title,
        "description": show.description,
        "lang": show.language,
        **({"dir": "rtl"} if direction(show.language) == "rtl" else {}),
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": colours[0],
        "background_color": colours[1],
        "icons": [
            {"src": src, "sizes": f"{side}x{side}", "type": kind, "purpose": "any"}
            for src, side, kind in icons
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def sitemap(pages: Iterable[tuple[str, date | datetime | None]]) -> str:
    """sitemaps.org 0.9: every page, and when it last changed where that is known."""
    rows = "".join(
        f"<url><loc>{escape(url, quote=False)}</loc>{_lastmod(day)}</url>\n" for url, day in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def _lastmod(day: date | datetime | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def robots(show: Show) -> str:
    """Everybody may read everything; small players are no pages of their own."""
    if show.block:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\n\nSitemap: {show.link}sitemap.xml\n"


def llms(show: Show, episodes: Iterable[tuple[Episode, str | None]]) -> str:
    """llms.txt: what the show is, and where each episode and its transcript can be read."""
    lines = [f"# {show.title}", "", f"> {' '.join(show.description.split())}", ""]
    lines += [f"- [RSS]({show.feed_url})", f"- [Atom]({show.atom_url})", "", "## Episodes", ""]
    for episode, transcript in episodes:
        title = episode.title.replace("[", "(").replace("]", ")")
        lines.append(f"- [{title}]({transcript or episode.link}): {episode.published.date()}")
    return "\n".join(lines) + "\n"


def picture_of(artwork: Artwork) -> tuple[str, int, int]:
    """A picture's address, width and height."""
    return artwork.url, artwork.width, artwork.height
