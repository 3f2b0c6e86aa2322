"""Whether an article was imported before: titles, days and addresses may have been corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import SplitResult

from feed_builder.articles.interviews import Article
from feed_builder.articles.survey import ArticleOnDisk, Survey
from feed_builder.text import address_parts, words

_CORRECTION = timedelta(days=31)
# What web pages add to addresses to count their visitors.
_COUNTERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "xtor")


def known_article(article: Article, markers: Sequence[str], found: Survey) -> ArticleOnDisk | None:
    """The article in `episodes/` that `article` is, if it was imported before.

    It has the same address; or most of the same announcements and the same day, or the same title
    and a day not far off, for days and addresses are corrected; or all of the same announcements,
    where there are several, and a day not far off. The same title and day are enough where not both
    have an address.
    """
    for test in _TESTS:
        for known in found.articles:
            if test(known, article, markers):
                return known
    return None


def _is_at(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    """Whether both have one address; how it is reached and counted makes no difference."""
    if not (known.source and article.url):
        return False
    first, second = address_parts(known.source), address_parts(article.url)
    return _place_on_the_web(first) == _place_on_the_web(second)


def _place_on_the_web(address: SplitResult) -> tuple[str, str, str]:
    kept = "&".join(p for p in address.query.split("&") if p and not p.startswith(_COUNTERS))
    host = (address.hostname or "").removeprefix("www.")
    return host, address.path.rstrip("/"), kept


def _announces_most(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    same_day = known.published is not None and known.published == article.date
    same_title = _is_named_so(known, article) and _is_near(known.published, article.date)
    return (same_day or same_title) and 2 * _same(known, markers) > len(markers)


def _announces_all(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    several = len(markers) > 1 and _same(known, markers) == len(markers) == len(known.records)
    return several and _is_near(known.published, article.date)


def _is_dated_and_named(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    same_day = known.published == article.date
    return not (known.source and article.url) and same_day and _is_named_so(known, article)


def _is_near(first: date | None, second: date | None) -> bool:
    """Whether one day may be a correction of the other; an article of every year is another."""
    return first is None or second is None or abs(first - second) <= _CORRECTION


def _is_named_so(known: ArticleOnDisk, article: Article) -> bool:
    return words(known.title) == words(article.title)


def _same(known: ArticleOnDisk, markers: Sequence[str]) -> int:
    """How many of the announcements are remembered."""
    remembered = {folded_marker(record.marker) for record in known.records}
    return sum(folded_marker(marker) in remembered for marker in markers)


def folded_marker(marker: str) -> str:
    """An announcement without what an editor may change of its spelling."""
    return " ".join(words(marker))


_TESTS = (_is_at, _announces_most, _announces_all, _is_dated_and_named)
