"""Which copies of recordings are to be published, and what each is made of.

What a copy is made of has two names. `Copy.name` is cheap: of all that is known of its episode and
of the show. Where something of that is new, `Plan.key` says whether the copy would be: of what is
written into it, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from feed_builder.audio.tags.facts import values_of
from feed_builder.model import Asset, Episode, Show
from feed_builder.read import cache
from feed_builder.read.config import Config
from feed_builder.read.plain import plain_notes
from feed_builder.records import dataclass
from feed_builder.sameness import Digests, digest

if TYPE_CHECKING:
    from feed_builder.audio.tags.fields import Tags
    from feed_builder.read.media import FileFacts
    from feed_builder.read.show import Reading
    from feed_builder.read.sources import Sources

_WRITERS: Final = ("audio/tags",)  # when they change copies are made anew
_SUFFIXES: Final = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wav")
_WITH_EXTRA: Final = ".m4a"  # its chapters need PyAV


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write into a copy: `key` stays the same as long as all of it does.

    `tags` lack the notes, which are among the copy's `values`: those are made for a new one.
    """

    key: str
    tags: Tags


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy to publish, of an episode's asset.

    `recording` says which bytes it is a copy of: their hash, or where they lie. `rendition` names
    the alternate enclosure that it is, None for the enclosure itself.
    """

    show: Show
    episode: Episode
    asset: Asset
    recording: str
    rendition: str | None
    name: str
    config: Config
    facts: Mapping[str, FileFacts]

    @cached_property
    def plan(self) -> Plan:
        """What to write into it."""
        from feed_builder.audio.tags.fields import Tags

        show, episode, link = self.show, self.episode, self.config.link
        tags = Tags(
            values=values_of(show, episode, "", link),
            seconds=episode.duration.total_seconds(),
            chapters=tuple(replace(chapter, image=None) for chapter in episode.chapter_list),
            picture=(episode.artwork or show.artwork).source,
            id3=self.config.audio.id3,
        )
        made_of = [
            cache.code_of(*_WRITERS),
            self.asset.path.rpartition("/")[2],
            self.recording,
            self.rendition,
            [self.facts[file].sha256 for file in pictures(tags)],
            tags.to_dict(),
            # Their words are found where a copy is made: for a thousand episodes that takes 0.1 s.
            sha256(episode.notes.raw_short.replace(show.link.encode(), link.encode())).hexdigest(),
            _extra() if _needs_extra(self.asset, episode) else None,
        ]
        return Plan(key=digest(made_of), tags=tags)

    def values(self) -> dict[str, str | int]:
        """The values of its tags, with the words of the notes."""
        notes = plain_notes(self.episode.notes.short)
        return values_of(self.show, self.episode, notes, self.config.link)


def copies_of(
    reading: Reading, show: Show, sources: Sources, config: Config, digests: Digests
) -> Iterator[Copy]:
    """Every copy that is to be published; `digests` are those of the show."""
    assets = {asset.path: asset for asset in reading.assets}
    hashes = {e.file: sources.facts[e.audio].sha256 for e in sources.episodes if e.audio}
    settings = (cache.code_of(*_WRITERS), config.link, config.audio.id3)
    common = digest(digests.common, settings, _hash_of(show.artwork.source, sources.facts))
    for episode, known in zip(show.episodes, digests.episodes, strict=True):
        # An imported episode is on subscribers' disks: its bytes stay those that they have.
        for url, rendition in _files(episode) if not episode.imported else ():
            path = url.removeprefix(show.link)
            asset = assets.get(path)
            if asset and path.endswith(_SUFFIXES):
                recording = hashes.get(episode.source) or path
                more = _beside(episode, asset, sources.facts)
                name = f"{common} {known} {path} {recording} {rendition} {more}"
                yield Copy(
                    show=show,
                    episode=episode,
                    asset=asset,
                    recording=recording,
                    rendition=rendition,
                    name=sha256(name.encode(errors="surrogatepass")).hexdigest()[:32],
                    config=config,
                    facts=sources.facts,
                )


def pictures(tags: Tags) -> list[str]:
    """The files of the project that are embedded: the cover, then the chapters' own."""
    return [p for p in (tags.picture, *(chapter.picture for chapter in tags.chapters)) if p]


def _files(episode: Episode) -> Iterator[tuple[str, str | None]]:
    """The address of the enclosure, and those of its renditions with their names."""
    yield episode.enclosure.url, None
    for other in episode.alternates:
        if other.rendition:
            yield other.sources[0].uri, other.rendition


def _beside(episode: Episode, asset: Asset, facts: Mapping[str, FileFacts]) -> Sequence[str | None]:
    """What a copy is made of that no feed tells: pictures of its own, and PyAV."""
    if not episode.artwork and not episode.chapter_list:
        return ()
    files = [chapter.picture for chapter in episode.chapter_list if chapter.picture]
    files += [episode.artwork.source] if episode.artwork else []
    hashes = [_hash_of(file, facts) for file in files]
    return [*hashes, _extra() if _needs_extra(asset, episode) else None]


def _hash_of(file: str, facts: Mapping[str, FileFacts]) -> str | None:
    return facts[file].sha256 if file in facts else None


def _needs_extra(asset: Asset, episode: Episode) -> bool:
    return bool(episode.chapter_list) and asset.path.endswith(_WITH_EXTRA)


def _extra() -> str | None:
    """The version of PyAV, which writes chapters into M4As; None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("av")
    except PackageNotFoundError:
        return None
