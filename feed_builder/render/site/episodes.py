"""The files about one episode: its page, its small player, oEmbed, its transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from feed_builder.model import Episode, Show, Speech
from feed_builder.render.site import machines
from feed_builder.render.site.artwork import PREVIEW_SIZE, preview_of
from feed_builder.render.site.items import people_of
from feed_builder.render.site.page import Page
from feed_builder.render.site.speech import paragraphs, plain, speech_of
from feed_builder.render.site.views import Social
from feed_builder.render.site.waves import waveform

if TYPE_CHECKING:
    from feed_builder.render.site.items import Item
    from feed_builder.render.site.pages import SitePlan

# Bytes: more of them in a transcript make an episode's page with all it loads heavier than 60 kB.
_HEAVY, _AROUND_A_CUE = 10_000, 45
_KINDS = {
    "text/vtt": "WebVTT",
    "application/x-subrip": "SubRip",
    "application/srt": "SubRip",
    "application/json": "JSON",
    "text/html": "HTML",
    "text/plain": "TXT",
}
_SOUNDS = {
    "audio/mpeg": "MP3",
    "audio/x-m4a": "M4A",
    "audio/mp4": "M4A",
    "audio/ogg": "Ogg",
    "audio/opus": "Opus",
    "audio/flac": "FLAC",
    "audio/wav": "WAV",
    "audio/x-wav": "WAV",
    "audio/aac": "AAC",
}


def language_of(episode: Episode, show: Show) -> str:
    """The language of an episode's page."""
    return (episode.article.language if episode.article else None) or show.language


def sound_name(media_type: str) -> str:
    """What people call a kind of audio file: "MP3"."""
    return _SOUNDS.get(media_type.partition(";")[0], media_type.rpartition("/")[2].upper())


class EpisodePages:
    """What is made of each episode of a site."""

    def __init__(self, plan: SitePlan) -> None:
        self.plan = plan
        self.show = plan.show

    def pages(self) -> Iterator[Page]:
        """Every file about every episode."""
        items = [self.plan.items[episode.guid] for episode in self.show.episodes]
        around = zip([*items[1:], None], [None, *items[:-1]], strict=True)
        for episode, key, (before, after) in zip(
            self.show.episodes, self.plan.entries, around, strict=True
        ):
            yield self._page(episode, key, before, after)
            if self.show.site.embed:
                yield self._small_player(episode)
                yield self._oembed(episode)
            if episode.speeches:
                yield from self._transcript(episode)

    def _page(self, episode: Episode, key: str, before: Item | None, after: Item | None) -> Page:
        article = episode.article
        items, listed = self.plan.listed(article.slug) if article else ((), "")
        language = language_of(episode, self.show)
        values = partial(self._values, episode, language, items, before, after)
        around = [self.plan.known[one.guid] for one in (before, after) if one]
        parts = (key, listed, before is None, around)
        return self.plan.page(f"{episode.slug}/", "episode.html", language, parts, values)

    def _values(
        self,
        episode: Episode,
        language: str,
        same_article: Sequence[Item],
        before: Item | None,
        after: Item | None,
    ) -> dict[str, Any]:
        item = self.plan.items[episode.guid]
        picture = self._picture(episode)
        speech = speech_of(episode, language)
        transcript = f"{episode.link}transcript.txt" if speech else None
        data = machines.podcast_episode(self.show, episode, picture, transcript)
        return {
            "episode": episode,
            "item": item,
            "same_article": same_article,
            "before": before,
            "after": after,
            "people": people_of(self.show, episode),
            "artwork": episode.artwork or self.show.artwork,
            "chapters": chapters(episode),
            "speech": speech,
            "paragraphs": paragraphs(speech.cues) if speech and not is_long(speech) else (),
            "downloads": downloads(episode),
            "transcript_files": transcript_files(episode),
            "license": license_of(self.show, episode),
            "waveform": waveform(episode.waveform),
            "embed_code": machines.iframe(episode) if self.show.site.embed else "",
            "structured": machines.script(data),
            "social": Social(
                picture=picture,
                type="article",
                title=episode.title,
                player=f"{episode.link}embed/" if self.show.site.embed else None,
                player_size=machines.EMBED_SIZE,
                audio=episode.enclosure.url,
                audio_type=episode.enclosure.type,
            ),
        }

    def _picture(self, episode: Episode) -> str:
        item = self.plan.items[episode.guid]
        return self.plan.picture(preview_of(self.show, episode, item.name, item.rest))

    def _small_player(self, episode: Episode) -> Page:
        def values() -> dict[str, Any]:
            return {
                "episode": episode,
                "item": self.plan.items[episode.guid],
                "artwork": episode.artwork or self.show.artwork,
                "chapters": chapters(episode),
            }

        language = language_of(episode, self.show)
        parts = (self.plan.known[episode.guid], episode.artwork, episode.chapter_list)
        return self.plan.page(f"{episode.slug}/embed/", "embed.html", language, parts, values)

    def _oembed(self, episode: Episode) -> Page:
        def make() -> str:
            if self.show.site.pictures:
                return machines.oembed(self.show, episode, (self._picture(episode), *PREVIEW_SIZE))
            artwork = episode.artwork or self.show.artwork
            return machines.oembed(self.show, episode, machines.picture_of(artwork))

        path = f"{episode.slug}/oembed.json"
        parts = (self.plan.common, self.plan.known[episode.guid], episode.artwork)
        return Page(path, parts, make, "application/json")

    def _transcript(self, episode: Episode) -> Iterator[Page]:
        language = language_of(episode, self.show)
        speech = speech_of(episode, language)
        assert speech is not None
        path = f"{episode.slug}/transcript"

        def as_text() -> str:
            head = f"{episode.title}\n{self.show.title}\n{episode.link}\n"
            return f"{head}\n{plain(paragraphs(speech.cues))}\n"

        parts = (self.plan.known[episode.guid], speech)
        yield Page(f"{path}.txt", (self.plan.common, *parts), as_text, "text/plain")
        if is_long(speech):

            def values() -> dict[str, Any]:
                return {
                    "episode": episode,
                    "item": self.plan.items[episode.guid],
                    "speech": speech,
                    "paragraphs": paragraphs(speech.cues),
                }

            yield self.plan.page(f"{path}/", "transcript.html", language, parts, values)


def is_long(speech: Speech) -> bool:
    """Whether a transcript has a page of its own, which the episode's page leads to."""
    return speech.length + _AROUND_A_CUE * speech.count > _HEAVY


def chapters(episode: Episode) -> list[tuple[float, str, str | None]]:
    """Second, title and address of each chapter that a list shows."""
    return [
        (chapter.start.total_seconds(), chapter.title, chapter.href)
        for chapter in episode.chapter_list
        if chapter.title and chapter.toc
    ]


def downloads(episode: Episode) -> list[tuple[str, str, int | None, str | None]]:
    """Address, kind, length and language of what can be taken along."""
    found: list[tuple[str, str, int | None, str | None]] = [
        (
            episode.enclosure.url,
            sound_name(episode.enclosure.type),
            episode.enclosure.length,
            None,
        )
    ]
    for one in episode.alternates:
        if one.sources and not one.default:
            name = one.title or sound_name(one.type)
            found.append((one.sources[0].uri, name, one.length, one.lang))
    return found


def license_of(show: Show, episode: Episode) -> tuple[str, str | None] | None:
    """Name and address of what others may do with an episode, where the publisher says so."""
    own = episode.tags.license if episode.tags else None
    told = own or (show.tags.license if show.tags else None)
    return (told.name, told.url) if told else None


def transcript_files(episode: Episode) -> list[tuple[str, str, str | None]]:
    """Address, kind and language of each transcript file."""
    return [(t.url, _KINDS.get(t.type, t.type), t.language) for t in episode.transcripts]
