"""The elements that play: audio, frames, and what scripts make players of."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from feed_builder.articles.addresses import is_audio
from feed_builder.articles.blocks import Block
from feed_builder.articles.html.tree import words_of
from feed_builder.articles.players import Players

_FILES = frozenset({"audio", "amp-audio"})
_FRAMES = frozenset({"iframe", "embed", "object", "amp-iframe", "oembed", "script", "frame"})
# Lazy pages keep the address elsewhere until somebody scrolls there or agrees to cookies.
_SOURCES = tuple(
    "src data-src data-lazy-src data-lazyload data-litespeed-src data-cookieconsent-src "
    "data-cmp-src data-iframe-src data-rocket-src data-suppressedsrc data-cookieblock-src url data "
    "data-url data-configuration".split()
)
_FILE_DATA = tuple(
    "data-audio data-audio-src data-audio-url data-mp3 data-mp3-url data-file data-src data-url "
    "data-media data-media-url data-track data-source data-episode-url data-podcast-url".split()
)
# What scripts make frames of: the attribute that holds the id, and the address it stands in.
_BY_ID = (
    ("amp-youtube", "", "data-videoid", "https://www.youtube.com/embed/{}"),
    ("amp-soundcloud", "", "data-trackid", "https://api.soundcloud.com/tracks/{}"),
    ("amp-vimeo", "", "data-videoid", "https://player.vimeo.com/video/{}"),
    ("div", "youtube_player", "videoid", "https://www.youtube.com/embed/{}"),
    ("div", "vimeo_player", "videoid", "https://player.vimeo.com/video/{}"),
    ("div", "dailymotion_player", "videoid", "https://www.dailymotion.com/embed/video/{}"),
    ("div", "soundcloud_player", "data-playable-id", "https://api.soundcloud.com/tracks/{}"),
    ("div", "ausha_player", "data-podcast-id", "https://player.ausha.co/?podcastId={}"),
)


def is_media(element: HtmlElement) -> bool:
    """Whether an element plays, or is a frame in which something else stands."""
    name = str(element.tag)
    if name in _FILES or name in _FRAMES or name == "video":
        return True
    if name == "a":
        return _is_pictured(element)
    return (
        bool(element.attrib) and not len(element) and bool(_by_id(element) or _data_file(element))
    )


def player_of(element: HtmlElement, players: Players) -> Block | None:
    """The player that an element is; None where it is a map, an advertisement, a whole show."""
    name = str(element.tag)
    line = element.sourceline or 1
    title = words_of(element, "title", "aria-label", "data-title", "data-name")
    if name == "a":
        return players.of_file([element.get("href") or ""], line=line, title=title)
    if name in _FILES:
        return players.of_file(list(_files(element)), line=line, title=title)
    if name == "video":
        sources = [one for one in _files(element) if is_audio(one)]
        player = players.of_file(sources, line=line, title=title)
        return player if sources else players.of_page(line=line, title=title)
    data = _data_file(element)
    if name not in _FRAMES and data:
        return players.of_file([data], line=line, title=title)
    made = _by_id(element)
    addresses = [made] if made else list(_frames(element))
    framed = (players.of_frame(one, line=line, title=title) for one in addresses)
    return next((player for player in framed if player), None)


def _is_pictured(link: HtmlElement) -> bool:
    """Whether a link to a recording has a picture and no words."""
    if not is_audio((link.get("href") or "").strip()) or not len(link):
        return False
    return not "".join(link.itertext()).strip()


def _files(element: HtmlElement) -> Iterator[str]:
    own = words_of(element, "src", *_FILE_DATA)
    if own:
        yield own
    for source in element.iter("source", "a"):
        written = words_of(source, "src", "data-src", "href")
        if written and (source.tag == "source" or is_audio(written)):
            yield written


def _frames(element: HtmlElement) -> Iterator[str]:
    for name in _SOURCES:
        written = (element.get(name) or "").strip()
        if written and not written.startswith("{"):
            yield f"https:{written}" if written.startswith("//") else written
    for param in element.iter("param"):
        if (param.get("name") or "").lower() in ("movie", "src", "flashvars"):
            yield param.get("value") or ""


def _data_file(element: HtmlElement) -> str:
    return next(
        (value for name in _FILE_DATA if is_audio(value := (element.get(name) or "").strip())), ""
    )


def _by_id(element: HtmlElement) -> str:
    name, classes = str(element.tag), (element.get("class") or "").split()
    for tag, row_class, attribute, address in _BY_ID:
        if name == tag and (not row_class or row_class in classes):
            value = (element.get(attribute) or "").strip()
            return (
                address.format(value) if value.replace("-", "").replace("_", "").isalnum() else ""
            )
    return ""
