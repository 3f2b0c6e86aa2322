"""The article in a page: what is around it taken away, then the element that holds its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from feed_builder.articles.html.media import is_media
from feed_builder.articles.html.tree import holds, remove, words_of

_NEVER = frozenset(
    "style template svg canvas form button input select option textarea label dialog nav "
    "menuitem math head title link meta base".split()
)
_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "tablist".split()
)
# Rows of words that stand in a class or an id, joined by hyphens; each is around articles.
_AROUND = frozenset(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs sidebar side-bar related "
    "related-posts related-articles related-content similar recommended recommendations "
    "recommendation comments comment comment-list comments-area commentaires kommentare "
    "respond disqus cookie cookies cookie-banner cookie-notice consent cmp gdpr rgpd "
    "newsletter subscribe subscription share sharing share-buttons sharedaddy social "
    "social-links socials partage partager teilen compartir ad ads advert advertisement "
    "anzeige publicite pub sponsor sponsored promo promotion popup modal overlay paywall "
    "pagination pager post-navigation nav-links skip-link skip screen-reader-text "
    "visually-hidden sr-only toolbar tags tag-list tagcloud post-tags read-also readalso "
    "lire-aussi a-lire-aussi alireaussi read-more more-articles more-stories most-read "
    "trending jp-relatedposts yarpp addtoany a2a outbrain taboola teaser-list footer-widgets "
    "site-footer site-header page-footer page-header-nav masthead topbar login printfriendly "
    "print-link rating meme-rubrique articles-lies sur-le-meme-sujet mehr-zum-thema "
    "leggi-anche lees-ook lea-tambien leia-tambem toc table-of-contents sommaire readaloud "
    "author-bio author-box about-author back-to-top crp cookiebanner".split()
)
# They say what an article is about, or how the page is laid out, and hold the article.
_SAFE = re.compile(r"(?:category|tag|has|no|is|page|wp|single|type|status|format|with|without)-")
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
# Where content systems put the text of an article.
_BODIES = frozenset(
    "entry-content post-content article-content article-body article__body article__content "
    "post-body post__content entry__content story-body story-content content-body body-content "
    "single-content td-post-content node__content field--name-body field-name-body article-text "
    "articlebody article_body texte-article texte article-texte contenu-article cms-content "
    "rich-text richtext ce-bodytext articletext artikeltext beitrag nota-contenido".split()
)
_HOLDERS = ("article", "main", "body", "html")
_SHARE = 0.5


def article_of(page: HtmlElement) -> HtmlElement:
    """The element of `page` that holds its article. What is around it is removed from `page`."""
    _remove_where(page, _is_dead)
    lengths = _lengths(page)
    # A holder of half the words is no furniture, whatever it is called.
    most = _SHARE * lengths[page]
    _remove_where(page, lambda element: _is_around(element) and lengths[element] < max(1, most))
    return _chosen(page)


def _remove_where(page: HtmlElement, test: Callable[[HtmlElement], bool]) -> None:
    doomed = []
    walker = etree.iterwalk(page, events=("start",))
    for _, element in walker:
        if element is not page and test(element):
            doomed.append(element)
            walker.skip_subtree()
    for element in doomed:
        remove(element)


def _is_dead(element: HtmlElement) -> bool:
    """Scripts that make no player, forms, what nobody sees."""
    name = str(element.tag)
    script = name == "script" and not _is_player_script(element)
    return script or name in _NEVER or (_is_hidden(element) and name not in _HOLDERS)


def _is_player_script(element: HtmlElement) -> bool:
    source = words_of(element, "src", "data-configuration")
    return source.lower().startswith(("http", "//")) and (
        "podigee" in source or "buzzsprout" in source
    )


def _is_hidden(element: HtmlElement) -> bool:
    if "hidden" in element.attrib or _HIDDEN.search((element.get("style") or "")[:500]):
        # A player is often hidden until its script shows it.
        return not holds(element, is_media)
    return False


def _is_around(element: HtmlElement) -> bool:
    name = str(element.tag)
    if name in _HOLDERS or is_media(element) or element.getparent() is None:
        return False
    if name == "footer":
        return not _is_within(element, "blockquote", "figure")
    if name == "header":
        return not _is_within(element, "article", "main") and not holds(element, _is_title)
    if name == "aside":
        return not holds(element, is_media) or not _is_within(element, "article", "main")
    if (element.get("role") or "").lower() in _ROLES:
        return True
    return _is_called_around(element)


def _is_called_around(element: HtmlElement) -> bool:
    names = (element.get("class") or "").split()[:30] + (element.get("id") or "").split()[:1]
    return any(_hyphened(one) in _AROUND for one in names if not _SAFE.match(one))


def _hyphened(name: str) -> str:
    """A class in one spelling: "relatedPosts", "related_posts", "block-related-posts"."""
    words = [word.lower() for word in _WORD.findall(name[:80])]
    joined = "-".join(words)
    return joined.removeprefix("block-").removeprefix("js-").removeprefix("post-entry-")


def _is_within(element: HtmlElement, *names: str) -> bool:
    return next(element.iterancestors(*names), None) is not None


def _is_title(element: HtmlElement) -> bool:
    return bool(element.tag == "h1")


def article_head(page: HtmlElement, article: HtmlElement) -> HtmlElement | None:
    """The only heading of a page, where it stands before the element that holds the article."""
    if str(article.tag) in ("body", "html") or holds(article, _is_title):
        return None
    headings = list(page.iter("h1"))
    if len(headings) != 1:
        return None
    order = {element: place for place, element in enumerate(page.iter())}
    return headings[0] if order[headings[0]] < order[article] else None


def between(first: HtmlElement, last: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that stand behind `first` and before `last`, each the outermost."""
    here: HtmlElement | None = first
    inside = {last, *last.iterancestors()}
    while here is not None:
        following = here.getnext()
        while following is not None and following not in inside:
            here = following
            if isinstance(here.tag, str):
                yield here
            following = here.getnext()
        if following is not None:
            yield from _before(following, last)
            return
        here = here.getparent()


def _before(holder: HtmlElement, last: HtmlElement) -> Iterator[HtmlElement]:
    inside = {last, *last.iterancestors()}
    while holder is not last:
        step = None
        for child in holder:
            if child in inside:
                step = child
                break
            if isinstance(child.tag, str):
                yield child
        if step is None:
            return
        holder = step


def _lengths(page: HtmlElement) -> dict[HtmlElement, int]:
    """How much text is in each element; words of links do not count, menus are made of them."""
    lengths: dict[HtmlElement, int] = {}
    sums: list[int] = []
    links = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        links += (element.tag == "a") * (1 if event == "start" else -1)
        if event == "start":
            sums.append(0 if links else len((element.text or "").strip()))
            continue
        lengths[element] = length = sums.pop()
        if sums:
            sums[-1] += length + (0 if links else len((element.tail or "").strip()))
    return lengths


def _chosen(page: HtmlElement) -> HtmlElement:
    """The first kind of holder that holds most of the text, else the whole body."""
    lengths = _lengths(page)
    for rows in _KINDS:
        best = max(rows(page), key=lengths.__getitem__, default=None)
        if best is not None and lengths[best] >= max(1, _SHARE * lengths[page]):
            return best
    body = page.find("body")
    return body if body is not None else page


def _articles(page: HtmlElement) -> Iterator[HtmlElement]:
    return (one for one in page.iter("article") if not _is_within(one, "article"))


def _mains(page: HtmlElement) -> Iterator[HtmlElement]:
    yield from page.iter("main")
    yield from (one for one in page.iter("div", "section") if one.get("role") == "main")


def _bodies(page: HtmlElement) -> Iterator[HtmlElement]:
    for element in page.iter():
        names = (element.get("class") or "").lower().split()
        if "articleBody" in (element.get("itemprop") or "").split() or _BODIES.intersection(names):
            yield element


_KINDS: tuple[Callable[[HtmlElement], Iterator[HtmlElement]], ...] = (_articles, _mains, _bodies)
