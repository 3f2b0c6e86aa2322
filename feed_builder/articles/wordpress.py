"""WordPress exports (WXR): each post of a site as an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

from lxml import etree

from feed_builder.articles.addresses import Base, is_audio
from feed_builder.articles.blocks import ArticleSource, Metadata
from feed_builder.articles.dates import find_date
from feed_builder.articles.decoding import decoded_page
from feed_builder.articles.documents import Document
from feed_builder.articles.languages import normalised_tag
from feed_builder.articles.players import Players
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass

_EXPORT = b"wordpress.org/export"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MOST_FILES = 500_000
_MOST_POSTS = 5_000
# What a site stores beside what people read.
_NO_ARTICLE = frozenset(
    "attachment nav_menu_item revision wp_block wp_template wp_template_part wp_global_styles "
    "wp_navigation custom_css customize_changeset oembed_cache user_request acf-field "
    "acf-field-group elementor_library wpcf7_contact_form wp_font_face wp_font_family".split()
)
_THROWN_AWAY = frozenset({"trash", "auto-draft", "inherit"})
# Short codes of page builders and pictures: what they enclose stays.
_LAYOUT = re.compile(
    r"\[/?(?:vc_|et_pb_|fusion_|av_|su_|mk_|cs_|one_|two_|caption|gallery|column|row|section|"
    r"wp_caption|toc|divider|spacer|button)[\w-]{0,60}(?:\s[^\[\]]{0,2000})?\]"
)
_PLAYLIST = re.compile(
    r"\[(?:playlist|audio)\s[^\[\]]{0,200}?ids?=[\"'”]?([\d,\s]{1,500})[^\[\]]{0,200}\]"
)
_CAPTION = re.compile(
    r"\[caption[^\[\]]{0,1000}\]((?:<a\s[^<>]{0,2000}>)?<img\s[^<>]{0,4000}>(?:</a>)?)"
    r"([^\[\]]{0,2000})\[/caption\]"
)
_HAS_PARAGRAPHS = re.compile(r"<!-- wp:|<p[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,300}\?>")


def is_export(data: bytes) -> bool:
    """Whether some bytes are a WordPress export."""
    return _EXPORT in data[:20_000]


@dataclass(frozen=True, slots=True)
class Site:
    """What posts share: who their authors are, what files they name by number."""

    language: str | None
    authors: Mapping[str, str]
    files: Mapping[str, str]


def read_export(document: Document) -> tuple[ArticleSource, ...]:
    """The posts and pages in an export that have a text. Raises `ArticleError`."""
    if not is_export(document.data):
        raise ArticleError("is XML, but neither a WordPress export nor XHTML")
    text, warnings = decoded_page(document.data, document.charset)
    channel = _tree(text).find("channel")
    items = list(channel.iter("item")) if channel is not None else []
    if len(items) > _MOST_POSTS * 4:
        raise ArticleError(f"holds {len(items):,} items: export one category or year at a time")
    site = site_of(channel if channel is not None else ())
    found = [source_of(item, site, document) for item in items if is_article(item)]
    sources = tuple(source for source in found if source)
    if not sources:
        raise ArticleError("is a WordPress export without a post that has a text")
    first = sources[0]
    return (
        ArticleSource(
            name=first.name,
            blocks=first.blocks,
            metadata=first.metadata,
            warnings=(*warnings, *first.warnings),
        ),
        *sources[1:],
    )


def _tree(text: str) -> Any:
    if "<!ENTITY" in text:
        raise ArticleError("defines entities, which no export of WordPress does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(_DECLARATION.sub("", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(f"is broken XML: {error.msg}") from error
    if tree is None:
        raise ArticleError("is broken XML")
    return tree


def _wp(element: Any, name: str) -> str:
    """What a wp: element says; its namespace has a version in it, and there are several."""
    for child in element:
        tag = str(child.tag)
        if tag.endswith(f"}}{name}") and "wordpress.org/export" in tag:
            return (child.text or "").strip()
    return ""


def site_of(elements: Iterable[Any]) -> Site:
    """What the posts of an export share: its `elements`, each looked at once, say it."""
    language, authors, files = "", dict[str, str](), dict[str, str]()
    for element in elements:
        kind, key, value = _shared_fact(element)
        if kind == "language":
            language = language or value
        elif kind == "author":
            authors[key] = value
        elif kind == "file" and len(files) < _MOST_FILES:
            files[key] = value
    return Site(normalised_tag(language), authors, files)


def _shared_fact(element: Any) -> tuple[str, str, str]:
    """What an element of a channel says of all posts: "author", "file" or "language", and what."""
    if not isinstance(element.tag, str):
        return "", "", ""
    name = etree.QName(element).localname
    if name == "author" and element.getparent().tag != "item":
        return "author", _wp(element, "author_login"), _author_name(element)
    if name == "language":
        return "language", "", (element.text or "").strip()
    if name == "item" and _wp(element, "post_type") == "attachment":
        return "file", _wp(element, "post_id"), _wp(element, "attachment_url")
    return "", "", ""


def html_of(item: Any) -> str:
    """A post's HTML as the export has it."""
    return item.findtext(_CONTENT) or ""


def names_of(item: Any) -> tuple[str, str]:
    """What a post is called in its address, and its title."""
    return _wp(item, "post_name"), " ".join(unescape(item.findtext("title") or "").split())


def _author_name(author: Any) -> str:
    both = f"{_wp(author, 'author_first_name')} {_wp(author, 'author_last_name')}".strip()
    shown = _wp(author, "author_display_name")
    return shown if " " in shown or not both else both


def is_article(item: Any) -> bool:
    """Whether an item is a post or a page that has a text."""
    return (
        _wp(item, "post_type") not in _NO_ARTICLE
        and _wp(item, "status") not in _THROWN_AWAY
        and bool((item.findtext(_CONTENT) or "").strip())
    )


def source_of(item: Any, site: Site, document: Document) -> ArticleSource | None:
    """The article that a post is; None where its text is none that can be read."""
    from feed_builder.articles.html import fragment_blocks

    link = (item.findtext("link") or "").strip()
    url = link if link.startswith(("http://", "https://")) else None
    players = Players(Base(url, document.folder))
    try:
        blocks = fragment_blocks(_content(item, site), players)
    except ArticleError:
        return None
    login = (item.findtext(_CREATOR) or "").strip()
    found = find_date(_wp(item, "post_date")[:10]) or find_date(item.findtext("pubDate") or "")
    called, title = names_of(item)
    name = called or title or document.name
    author = site.authors.get(login, "")
    metadata = Metadata(
        title=title or None,
        author=author if " " in author else None,
        published=found.day if found else None,
        language=site.language,
        url=url,
    )
    return ArticleSource(name=name, blocks=blocks, metadata=metadata, warnings=players.warnings)


def _content(item: Any, site: Site) -> str:
    """A post's HTML as the site would show it, as far as text and players go."""
    text = item.findtext(_CONTENT) or ""
    text = _PLAYLIST.sub(lambda match: _files(match.group(1), site), text)
    text = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", text)
    text = _LAYOUT.sub("", text)
    if not _HAS_PARAGRAPHS.search(text):
        chunks = re.split(r"\n[ \t]*\n", text)
        text = "\n".join(f"<p>{chunk.strip()}</p>".replace("\n", "<br>\n") for chunk in chunks)
    return text + "".join(_audio(url) for url in _enclosures(item) if url not in text)


def _files(numbers: str, site: Site) -> str:
    files = (site.files.get(number.strip(), "") for number in numbers.split(","))
    return "".join(_audio(file) for file in files if is_audio(file))


def _audio(address: str) -> str:
    return f'<audio src="{escape(address)}"></audio>'


def _enclosures(item: Any) -> list[str]:
    """Recordings that podcast plugins keep beside the text."""
    found = []
    for meta in item:
        if _wp(meta, "meta_key") in ("enclosure", "audio_file"):
            address = _wp(meta, "meta_value").split("\n")[0].strip()
            found += [address] if is_audio(address) else []
    return found
