"""Whether an article was imported before: titles, days and addresses may have been corrected."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, timedelta
from urllib.parse import SplitResult

from feed_builder.articles.interviews import Article
from feed_builder.articles.survey import ArticleOnDisk, Survey, split_page
from feed_builder.text import address_parts, words

_CORRECTION = timedelta(days=31)
# Articles on one subject share words, but hardly four in a row.
_RUN = 4
_SAME_TEXT = 0.2
# What web pages add to addresses to count their visitors.
_COUNTERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "xtor")


def known_article(article: Article, markers: Sequence[str], found: Survey) -> ArticleOnDisk | None:
    """The article in `episodes/` that `article` is, if it was imported before.

    It has the same address; or most of the same announcements, and the same title and a day not far
    off, for days and addresses are corrected; or with another title the same day, or all of the
    same announcements, where there are several, and a day not far off, and much of the same text:
    one person may be heard in two articles of a day. The same title and day are enough where not
    both have an address.
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
    if 2 * _same(known, markers) <= len(markers):
        return False
    if _is_named_so(known, article):
        return _is_near(known.published, article.date)
    same_day = known.published is not None and known.published == article.date
    return same_day and _has_its_text(known, article, markers)


def _announces_all(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    several = len(markers) > 1 and _same(known, markers) == len(markers) == len(known.records)
    near = several and _is_near(known.published, article.date)
    return near and _has_its_text(known, article, markers)


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


def _has_its_text(known: ArticleOnDisk, article: Article, markers: Sequence[str]) -> bool:
    """Whether both say much of the same, the announcements apart; so too where one says nothing."""
    announced = {folded_marker(marker) for marker in markers}
    first, second = (_runs(text, announced) for text in (known.text, article.text))
    least = min(len(first), len(second))
    return len(first & second) >= _SAME_TEXT * least


def _runs(text: str, announced: Set[str]) -> Set[tuple[str, ...]]:
    """Every few words that follow each other in the paragraphs of an article's text."""
    lines = (words(line) for line in split_page(text)[1].split("\n"))
    kept = [line for line in lines if " ".join(line) not in announced]
    return {tuple(line[at : at + _RUN]) for line in kept for at in range(len(line) - _RUN + 1)}


def folded_marker(marker: str) -> str:
    """An announcement without what an editor may change of its spelling."""
    return " ".join(words(marker))


_TESTS = (_is_at, _announces_most, _announces_all, _is_dated_and_named)
