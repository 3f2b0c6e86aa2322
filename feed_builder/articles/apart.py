"""Titles of new episodes that no other episode of their day has (AntennaPod, clients.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from feed_builder.articles.interviews import Found
from feed_builder.articles.known import known_article
from feed_builder.articles.languages import language_of
from feed_builder.articles.plan import article_slug
from feed_builder.articles.survey import EPISODES, Survey
from feed_builder.articles.titles import apart
from feed_builder.text import folded


def told_apart(found: Found, on_disk: Survey, default_date: date) -> Found:
    """`found` with its article's title behind the titles that other articles' episodes have."""
    article = found.article
    known = known_article(article, [one.marker for one in found.interviews], on_disk)
    home = f"{EPISODES}/{known.folder if known else article_slug(article)}/"
    own = {record.guid for record in known.records} if known else set()
    day = article.date or (known and known.dated) or default_date
    taken = {
        folded(place.title)
        for guid, places in on_disk.episodes.items()
        for place in places
        if guid not in own and place.day == day and not place.path.startswith(home)
    }
    ending = f"{language_of(article.language).colon}{article.title}"
    chosen, warnings = apart([one.title for one in found.interviews], taken, ending)
    return replace(
        found,
        interviews=tuple(
            replace(one, title=title) for one, title in zip(found.interviews, chosen, strict=True)
        ),
        warnings=(*found.warnings, *warnings),
    )
