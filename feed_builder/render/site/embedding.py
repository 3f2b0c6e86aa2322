"""Code for somebody else's page: a small player in a frame, or plain HTML without any script."""

from __future__ import annotations

from html import escape

from feed_builder.model import Article, Episode, Show
from feed_builder.render.site.episodes import chapters, language_of
from feed_builder.render.site.speech import paragraphs, speech_of
from feed_builder.render.words import Words, clock, words_for
from feed_builder.text import shortened

_PLACES, _WORDS = 6, 60


def plain_player(show: Show, episode: Episode) -> str:
    """A plain `<audio>` with links to the transcript and to times: it needs no script of ours."""
    words = words_for(language_of(episode, show))
    title = escape(episode.title)
    label = escape(words.text("Listen to “{title}”").format(title=episode.title))
    lines = [
        '<figure class="podcast-episode">',
        f'  <figcaption><a href="{escape(episode.link)}">{title}</a> '
        f"({words.duration(episode.duration)})</figcaption>",
        f'  <audio controls preload="none" src="{escape(episode.enclosure.url)}" '
        f'aria-label="{label}"></audio>',
    ]
    links = _links(episode, words)
    if links:
        lines.append(f"  <p>{' · '.join(links)}</p>")
    return "\n".join([*lines, "</figure>"])


def _links(episode: Episode, words: Words) -> list[str]:
    links = []
    if episode.speeches or episode.transcripts:
        links.append(_link(f"{episode.link}#transcript", words.text("Transcript")))
    for second, title in _places(episode, words.language):
        links.append(_link(f"{episode.link}#t={clock(second)}", f"{clock(second)} {title}"))
    return links


def _places(episode: Episode, language: str) -> list[tuple[float, str]]:
    """Where to begin listening: the chapters; without any, the first paragraphs of what is said."""
    marked = [(second, title) for second, title, _ in chapters(episode)]
    speech = speech_of(episode, language)
    if marked or speech is None:
        return marked
    said = [p for p in paragraphs(speech.cues) if p.start_s is not None][:_PLACES]
    return [(p.start_s or 0, shortened(p.cues[0].text, _WORDS)) for p in said]


def _link(href: str, text: str) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>'


def article_players(show: Show, article: Article) -> list[tuple[str | None, Episode, str]]:
    """For each announcement of an article its words, the episode and the code to put behind it.

    Interviews that the article does not announce come last, without words.
    """
    episodes = {e.guid: e for e in show.episodes if e.article and e.article.slug == article.slug}
    announced = [(m.text, episodes[m.guid]) for m in article.markers if m.guid in episodes]
    named = {episode.guid for _, episode in announced}
    others = sorted(
        (e for guid, e in episodes.items() if guid not in named), key=lambda e: e.published
    )
    pairs = [*announced, *((None, episode) for episode in others)]
    return [(text, episode, plain_player(show, episode)) for text, episode in pairs]
