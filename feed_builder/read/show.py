"""From files to the show: what is published, what waits, and which files go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from feed_builder.chapters import podcasting
from feed_builder.chapters.entries import within
from feed_builder.chapters.notes import chapters_in, heard
from feed_builder.model import (
    Article,
    Artwork,
    Asset,
    AudioInfo,
    Chapter,
    Chapters,
    Enclosure,
    Episode,
    Finding,
    ListedEpisode,
    Person,
    Season,
    Show,
    State,
)
from feed_builder.read.config import person_from
from feed_builder.read.episodes import ArticleFile, EpisodeFile
from feed_builder.read.faults import (
    faults_between,
    faults_in_notes,
    late_chapters,
    later_claims,
    no_cover,
    nothing_to_publish,
)
from feed_builder.read.images import Images, lies_inside, with_pictures
from feed_builder.read.kept_pages import KeptNotes, KeptPage
from feed_builder.read.live import with_live
from feed_builder.read.made import Made
from feed_builder.read.markers import markers_of
from feed_builder.read.notes import Links, Notes, render_notes
from feed_builder.read.portraits import with_portraits
from feed_builder.read.site import read_site
from feed_builder.read.sources import Sources
from feed_builder.read.spoken import SpokenFiles
from feed_builder.read.states import listed_episodes, pages_out, season_number, state_of
from feed_builder.read.tags import alternates, episode_extras
from feed_builder.read.versions import VersionFiles, Versions
from feed_builder.records import dataclass
from feed_builder.sameness import Digests
from feed_builder.text import shortened

FEED = "feed.xml"
ATOM = "atom.xml"
JSON = "feed.json"
# Podcasting 2.0: what is over 128 characters may be cut by aggregators.
_SEASON_NAME = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The show as it is to be published, its files, and what was found on the way.

    `pages` is what to keep of its Markdown files for the next run, `digests` are the show's, where
    they are known.
    """

    show: Show | None
    assets: tuple[Asset, ...]
    listed: tuple[ListedEpisode, ...]
    findings: tuple[Finding, ...]
    pages: Mapping[str, KeptPage] = field(default_factory=dict)
    digests: Digests | None = None


def assemble(
    sources: Sources,
    project: Path,
    now: datetime,
    base_url: str | None,
    made: Made,
    versions: Versions,
) -> Reading:
    """The show that `sources` make at the moment `now`, under `base_url` if one is given.

    What has to be made of them first is taken from `made`, or put there; `versions` are there.

    An episode that can't be published is told and left out; it costs no other its place.
    """
    findings = [*sources.findings, *faults_between(sources)]
    clashing = later_claims(sources)
    states = {
        episode.file: State.BROKEN
        if episode.file in clashing
        else state_of(episode, sources.facts, now)
        for episode in sources.episodes
    }
    listed = listed_episodes(sources, states)
    if sources.config is None:
        pages = _pages_to_keep(sources, {})
        return Reading(show=None, assets=(), listed=listed, findings=tuple(findings), pages=pages)
    assembly = _Assembly(sources, project, base_url or sources.config.link, findings, listed, made)
    assembly.versions = VersionFiles(versions, assembly.base, assembly.assets)
    published = [e for e in sources.episodes if states[e.file] is State.PUBLISHED]
    episodes = [assembly.episode(e) for e in published if "guid" in e.values]
    findings += [*assembly.spoken.findings, *versions.findings]
    show = assembly.show(episodes)
    show = Images(sources, assembly.publish, findings).published(show) if show else None
    return Reading(
        show=show,
        assets=tuple(assembly.assets.values()),
        listed=listed,
        findings=tuple(findings),
        pages=_pages_to_keep(sources, assembly.notes),
    )


def _pages_to_keep(sources: Sources, notes: Mapping[str, KeptNotes]) -> dict[str, KeptPage]:
    kept: dict[str, KeptPage] = {}
    for page in sources.pages():
        file, own = page.file, notes.get(page.file)
        known = sources.kept.pages.get(file)
        if known and (own is None or own is known.notes):
            kept[file] = known
        elif file not in sources.new_guids:  # that file is about to be written
            kept[file] = KeptPage(sources.tree.files[file], page.page, own)
    return kept


class _Assembly:
    """Turns read files into the model, and remembers which files are published as they are."""

    def __init__(
        self,
        sources: Sources,
        project: Path,
        base_url: str,
        findings: list[Finding],
        listed: Sequence[ListedEpisode],
        made: Made,
    ) -> None:
        assert sources.config is not None
        self.config = sources.config
        self.sources = sources
        self.project = project
        self.base = base_url
        self.link = sources.config.link
        self.findings = findings
        self.listed = listed
        self.assets: dict[str, Asset] = {}
        self.versions = VersionFiles(Versions(), base_url, self.assets)
        self.spoken = SpokenFiles(project, sources.facts, made, base_url, self.assets)
        self.notes: dict[str, KeptNotes] = {}
        self.pages = {page.file: f"{base_url}{page.slug}/" for page in sources.pages()}
        # A link to an article leads to where it was first published, if that is known.
        self.targets = pages_out(self.pages, listed) | _originals(sources.articles.values())
        self.articles = {folder: self._article(a) for folder, a in sources.articles.items()}

    def show(self, episodes: Sequence[Episode]) -> Show | None:
        """The show, or None where there is nothing to publish or no cover."""
        artwork = self._cover()
        if not episodes:
            self.findings.append(nothing_to_publish(self.listed))
        if not episodes or artwork is None:
            return None
        c = self.config
        everybody = chain(c.people, *(episode.people for episode in episodes))
        newest_first = sorted(episodes, key=_place, reverse=True)
        used = {e.article.slug for e in episodes if e.article}
        return Show(
            title=c.title,
            description=c.description,
            link=self.base,
            feed_url=self.base + FEED,
            atom_url=self.base + ATOM,
            json_url=self.base + JSON,
            language=c.language,
            guid=c.guid,
            author=c.author,
            categories=c.categories,
            artwork=artwork,
            explicit=c.explicit,
            type="episodic" if c.type == "episodic" else "serial",
            updated=max(e.updated or e.published for e in episodes),
            episodes=tuple(newest_first),
            articles=tuple(a for a in self.articles.values() if a.slug in used),
            owner=c.owner,
            copyright=c.copyright,
            locked=c.locked,
            medium=c.medium,
            people=c.people,
            complete=c.complete,
            block=c.block,
            new_feed_url=c.new_feed_url,
            ai_content=c.ai_content,
            notice=c.notice,
            **with_live(c.extras, self.sources.live, c.people, self.targets),
            imported=c.imported,
            site=with_portraits(read_site(c.site, self), everybody, self),
        )

    def episode(self, episode: EpisodeFile) -> Episode:
        """The episode that a file and what lies beside it make."""
        values = episode.values
        audio = self._audio(episode)
        notice = values.get("notice", self.config.notice)
        notes = self._notes(episode, notice, audio.duration)
        chapters = self._chapter_list(episode, audio)
        article = self.articles.get(episode.folder)
        name = _name(episode)
        people = self._people(values)
        enclosure = self._enclosure(episode, audio)
        spoken = self.spoken.of(
            episode,
            language=(article.language if article else None) or self.config.language,
            people=people or self.config.people,
            duration_s=audio.duration.total_seconds(),
        )
        return Episode(
            guid=values["guid"],
            title=values["title"],
            link=self.pages[episode.file],
            slug=episode.slug,
            published=values["published"],
            updated=values.get("updated"),
            enclosure=enclosure,
            duration=audio.duration,
            notes=notes,
            season=self._season(episode, article),
            number=values.get("number"),
            type=values.get("type", "full"),
            explicit=values.get("explicit"),
            artwork=self._artwork(episode.artwork, _name(episode)),
            people=people,
            chapters=self._chapters(chapters, _name(episode)),
            chapter_list=chapters,
            transcripts=spoken.transcripts,
            speeches=spoken.speeches,
            article=article,
            block=values.get("block", False),
            ai_content=values.get("ai_content", self.config.ai_content),
            permalink=values.get("permalink", False),
            imported="imported" in values,
            alternates=(*alternates(values), *self.versions.alternates(episode.audio, name)),
            waveform=self.versions.waveform(episode.audio, name),
            **episode_extras(values),
            source=episode.file,
        )

    def _audio(self, episode: EpisodeFile) -> AudioInfo:
        recording = episode.audio or episode.remote
        audio = self.sources.facts[recording].audio if recording else None
        assert audio is not None
        return audio

    def _enclosure(self, episode: EpisodeFile, audio: AudioInfo) -> Enclosure:
        if episode.audio is None:
            return Enclosure(url=episode.values["audio"], length=audio.length, type=audio.type)
        url = self.publish("media", episode.audio, _name(episode), audio.suffix)
        known = (self.sources.facts[episode.audio].sha256 or "")[:16] or None
        return Enclosure(url=url, length=audio.length, type=audio.type, recording=known)

    def publish(self, folder: str, file: str, name: str, suffix: str) -> str:
        """The address of `file`, whose name says which bytes it holds (HST-10, PLT-7)."""
        path = f"{folder}/{name}.{(self.sources.facts[file].sha256 or '')[:8]}{suffix}"
        self.assets.setdefault(path, Asset(path, f"{self.project}/{file}"))
        return self.base + path

    def _notes(
        self,
        read: EpisodeFile | ArticleFile,
        notice: str | None,
        duration: timedelta = timedelta(),
    ) -> Notes:
        file = read.file
        links = Links(self.pages[file], file.rpartition("/")[0], self.targets, duration)
        known = self.sources.kept.pages.get(file)
        own = known.notes if known else None
        if own is None or not own.hold(links, notice):
            summary = read.values.get("summary")
            notes = render_notes(
                read.page.text, links, self.sources.keep, notice=notice, summary=summary
            )
            own = KeptNotes(links.page, notice, notes, duration)
        self.notes[file] = own
        self.findings += faults_in_notes(file, own.notes, self.pages)
        return own.notes

    def _article(self, article: ArticleFile) -> Article:
        values = article.values
        author = values.get("author")
        return Article(
            slug=article.slug,
            title=values["title"],
            link=self.pages[article.file],
            notes=self._notes(article, None),
            season=values["season"],
            source=values.get("source"),
            author=Person(
                name=author, role="author", group="writing", title=values.get("author_role")
            )
            if author
            else None,
            published=values.get("published"),
            language=values.get("language"),
            markers=markers_of(values),
        )

    def _season(self, episode: EpisodeFile, article: Article | None) -> Season | None:
        number = season_number(episode, self.sources.articles)
        if number is None:
            return None
        named = article is not None and number == article.season
        return Season(
            number=number,
            name=episode.values.get("season_name")
            or (shortened(article.title, _SEASON_NAME) if article and named else None),
        )

    def _people(self, values: Mapping[str, Any]) -> tuple[Person, ...]:
        """The episode's people, the hosts first: they replace the show's list (P20-PER-1)."""
        own = [person_from(p, default_role="guest") for p in values.get("people", ())]
        if not own:
            return ()
        named = {(p.name, p.role) for p in own}
        return (*(p for p in self.config.people if (p.name, p.role) not in named), *own)

    def _cover(self) -> Artwork | None:
        file = self.config.artwork
        facts = self.sources.facts.get(file)
        if facts is None or not (facts.picture or facts.error):
            fact = "is no picture" if facts else "is not there"
            inside = lies_inside(self.project, file)
            fact = fact if inside else "lies outside the project"
            self.findings.append(no_cover(self.config, fact))
            return None
        return self._artwork(file, "cover")

    def _artwork(self, file: str | None, name: str) -> Artwork | None:
        picture = self.sources.facts[file].picture if file else None
        if file is None or picture is None:
            return None
        suffix = ".png" if picture.type == "image/png" else ".jpg"
        return Artwork(
            url=self.publish("artwork", file, name, suffix),
            type=picture.type,
            width=picture.width,
            height=picture.height,
            mode=picture.mode,
            source=file,
        )

    def _chapter_list(self, episode: EpisodeFile, audio: AudioInfo) -> tuple[Chapter, ...]:
        """The one list (PSC-5): of the file beside it, else of the notes, else of the recording."""
        file = episode.chapters
        if file and not self.sources.facts[file].error:
            written = self.sources.facts[file].chapters
            late = sum(chapter.start >= audio.duration for chapter in written)
            if late:
                self.findings.append(late_chapters(file, late, len(written), audio.duration))
            known, told = self.sources.facts, self.findings
            return within(
                tuple(with_pictures(written, file, known, self.publish, told)), audio.duration
            )
        written = chapters_in(episode.page.raw) if episode.page.has_times else ()
        return within(written if heard(written, audio.duration) else audio.chapters, audio.duration)

    def _chapters(self, chapters: Sequence[Chapter], name: str) -> Chapters | None:
        if not chapters:
            return None
        content = podcasting.write(chapters)
        path = f"chapters/{name}.{sha256(content).hexdigest()[:8]}.json"
        self.assets.setdefault(path, Asset(path, content))
        return Chapters(url=self.base + path)


def _originals(articles: Iterable[ArticleFile]) -> dict[str, str]:
    return {a.file: a.values["source"] for a in articles if "source" in a.values}


def _place(episode: Episode) -> tuple[datetime, str]:
    """Its place among the others.

    Of two imported ones of one moment the file that is named later is newer: they keep their order.
    """
    tie = episode.source if episode.imported else f"episodes/{episode.guid}"
    return episode.published, tie


def _name(episode: EpisodeFile) -> str:
    return episode.slug.rpartition("/")[2]
