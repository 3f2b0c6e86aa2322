"""From files to the show: what is published, what waits, and which files go with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feed_builder.model import (
    Article,
    Artwork,
    Asset,
    AudioInfo,
    Chapters,
    Enclosure,
    Episode,
    Finding,
    Level,
    ListedEpisode,
    Person,
    Season,
    Show,
    State,
    Transcript,
)
from feed_builder.read.config import Config, person_from, read_config
from feed_builder.read.episodes import (
    ArticleFile,
    EpisodeFile,
    read_article,
    read_episode,
)
from feed_builder.read.files import (
    ARTICLE_FILE,
    CONFIG_FILE,
    TRANSCRIPT_TYPES,
    Signature,
    Tree,
    scan,
)
from feed_builder.read.media import FileFacts, Progress, gather
from feed_builder.read.notes import Links, Notes, render_notes
from feed_builder.text import shortened

FEED = "feed.xml"
ATOM = "atom.xml"
# Podcasting 2.0: what is over 128 characters may be cut by aggregators.
_SEASON_NAME = 128
_TIMED_TRANSCRIPTS = (".vtt", ".srt", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that lies in a project, read but not yet put together."""

    config: Config | None
    episodes: tuple[EpisodeFile, ...]
    articles: Mapping[str, ArticleFile]
    facts: Mapping[str, FileFacts]
    findings: tuple[Finding, ...]
    kept: Mapping[str, Any]
    new_guids: Mapping[str, str] = field(default_factory=dict)

    def with_guids(self, new: Callable[[], str]) -> Sources:
        """These sources with a `new` identity for each episode that has none yet."""
        given = {e.file: new() for e in self.episodes if "guid" not in e.values}
        episodes = tuple(
            replace(e, values={**e.values, "guid": given[e.file]}) if e.file in given else e
            for e in self.episodes
        )
        return replace(self, episodes=episodes, new_guids=given)

    def pages(self) -> Iterator[EpisodeFile | ArticleFile]:
        """Every file that becomes a page."""
        yield from self.episodes
        yield from self.articles.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The show as it is to be published, its files, and what was found on the way."""

    show: Show | None
    assets: tuple[Asset, ...]
    listed: tuple[ListedEpisode, ...]
    findings: tuple[Finding, ...]


def read_sources(
    project: Path, kept: Mapping[str, Any], progress: Progress | None = None
) -> Sources:
    """Every file of the project that matters; `kept` is what the last run knew of them."""
    config, findings = read_config(project)
    tree = scan(project)
    articles: dict[str, ArticleFile] = {}
    episodes: list[EpisodeFile] = []
    for file in _pages(tree):
        if file.rpartition("/")[2] == ARTICLE_FILE:
            article, faults = read_article(project, file)
            if article:
                articles[article.folder] = article
        else:
            episode, faults = read_episode(project, file, tree)
            if episode:
                episodes.append(episode)
        findings += faults
    signatures = {**tree.files, **_cover_signature(project, config)}
    facts, table = gather(
        project,
        [e.audio for e in episodes if e.audio],
        _others(episodes, config, signatures),
        signatures,
        kept,
        progress,
    )
    return Sources(
        config=config,
        episodes=tuple(episodes),
        articles=articles,
        facts=facts,
        findings=tuple(findings),
        kept=table,
    )


def _pages(tree: Tree) -> list[str]:
    return [f for f in tree.files if f.endswith(".md") and not f.endswith("/README.md")]


def _cover_signature(project: Path, config: Config | None) -> dict[str, Signature]:
    if config is None or not _inside(config.artwork):
        return {}
    try:
        status = (project / config.artwork).lstat()
    except OSError:
        return {}
    return {config.artwork: Signature(status.st_size, status.st_mtime_ns)}


def _inside(path: str) -> bool:
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def _others(
    episodes: Iterable[EpisodeFile], config: Config | None, signatures: Mapping[str, Signature]
) -> list[str]:
    files = [config.artwork] if config and config.artwork in signatures else []
    for episode in episodes:
        files += [f for f in (episode.artwork, episode.chapters, *episode.transcripts) if f]
    return files


def assemble(sources: Sources, project: Path, now: datetime, base_url: str | None) -> Reading:
    """The show that `sources` make at the moment `now`, under `base_url` if one is given.

    An episode that can't be published is told and left out; it costs no other its place.
    """
    findings = [*sources.findings, *_double_guids(sources.episodes), *_double_pages(sources)]
    findings += _broken_files(sources)
    states = {episode.file: _state(episode, sources.facts, now) for episode in sources.episodes}
    listed = _listed(sources, states)
    if sources.config is None:
        return Reading(show=None, assets=(), listed=listed, findings=tuple(findings))
    assembly = _Assembly(sources, project, base_url or sources.config.link, findings)
    published = [e for e in sources.episodes if states[e.file] is State.PUBLISHED]
    episodes = [assembly.episode(e) for e in published if "guid" in e.values]
    show = assembly.show(episodes)
    return Reading(
        show=show,
        assets=tuple(assembly.assets.values()),
        listed=listed,
        findings=tuple(findings),
    )


def _state(episode: EpisodeFile, facts: Mapping[str, FileFacts], now: datetime) -> State:
    if episode.audio is None:
        return State.WAITING
    if facts[episode.audio].error:
        return State.BROKEN
    return State.SCHEDULED if episode.values["published"] > now else State.PUBLISHED


def _double_guids(episodes: Sequence[EpisodeFile]) -> list[Finding]:
    by_guid = defaultdict(list)
    for episode in episodes:
        if "guid" in episode.values:
            by_guid[episode.values["guid"]].append(episode)
    return [
        episode.finding(
            "guid",
            "guid-unique",
            f"guid: is also that of {', '.join(e.file for e in same if e is not episode)}",
            "delete this line from the newer of the two; the next build writes a new one",
            "RSS-80",
        )
        for same in by_guid.values()
        if len(same) > 1
        for episode in same
    ]


def _double_pages(sources: Sources) -> list[Finding]:
    by_slug: dict[str, list[str]] = defaultdict(list)
    for page in sources.pages():
        by_slug[page.slug].append(page.file)
    findings = []
    for slug, files in by_slug.items():
        bare = not slug or slug.startswith("/") or slug.endswith("/") or "//" in slug
        if bare or len(files) > 1:
            findings += [_bad_name(file, files, bare) for file in files]
    return findings


def _bad_name(file: str, files: Sequence[str], bare: bool) -> Finding:
    others = ", ".join(other for other in files if other != file)
    return Finding(
        rule="page-address",
        level=Level.ERROR,
        where=file,
        message="its name has no letter or digit that a web address can hold"
        if bare
        else f"its page would have the same address as {others}",
        fix="rename it with letters a to z, digits and hyphens",
        source="APL-8, HST-16",
    )


def _broken_files(sources: Sources) -> list[Finding]:
    return [
        Finding(rule="media-readable", level=Level.ERROR, where=file, message=facts.error)
        for file, facts in sources.facts.items()
        if facts.error
    ] + [
        Finding(rule="media-sound", level=Level.WARNING, where=file, message=warning)
        for file, facts in sources.facts.items()
        if facts.audio
        for warning in facts.audio.warnings
    ]


def _listed(sources: Sources, states: Mapping[str, State]) -> tuple[ListedEpisode, ...]:
    lines = []
    for episode in sources.episodes:
        audio = sources.facts[episode.audio].audio if episode.audio else None
        lines.append(
            ListedEpisode(
                file=episode.file,
                state=states[episode.file],
                title=episode.values["title"],
                guid=episode.values.get("guid"),
                number=episode.values.get("number"),
                season=_season_number(episode, sources.articles),
                published=episode.values["published"],
                duration=audio.duration if audio else None,
                length=audio.length if audio else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.published, line.number or 0, line.file)))


def _season_number(episode: EpisodeFile, articles: Mapping[str, ArticleFile]) -> int | None:
    article = articles.get(episode.folder)
    own: int | None = episode.values.get("season")
    return own or (article.values["season"] if article else None)


class _Assembly:
    """Turns read files into the model, and remembers which files are published as they are."""

    def __init__(
        self, sources: Sources, project: Path, base_url: str, findings: list[Finding]
    ) -> None:
        assert sources.config is not None
        self.config = sources.config
        self.sources = sources
        self.project = project
        self.base = base_url
        self.findings = findings
        self.assets: dict[str, Asset] = {}
        self.pages = {page.file: f"{base_url}{page.slug}/" for page in sources.pages()}
        # A link to an article leads to where it was first published, if that is known.
        self.targets = self.pages | _originals(sources.articles.values())
        self.articles = {folder: self._article(a) for folder, a in sources.articles.items()}

    def show(self, episodes: Sequence[Episode]) -> Show | None:
        """The show, or None where there is nothing to publish or no cover."""
        artwork = self._cover()
        if not episodes:
            self.findings.append(_nothing_to_publish())
        if not episodes or artwork is None:
            return None
        c = self.config
        newest_first = sorted(episodes, key=lambda e: (e.published, e.guid), reverse=True)
        used = {e.article.slug for e in episodes if e.article}
        return Show(
            title=c.title,
            description=c.description,
            link=self.base,
            feed_url=self.base + FEED,
            atom_url=self.base + ATOM,
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
        )

    def episode(self, episode: EpisodeFile) -> Episode:
        """The episode that a file and what lies beside it make."""
        values = episode.values
        audio = self._audio(episode)
        notes = self._notes(episode)
        article = self.articles.get(episode.folder)
        return Episode(
            guid=values["guid"],
            title=values["title"],
            link=self.pages[episode.file],
            slug=episode.slug,
            published=values["published"],
            updated=values.get("updated"),
            enclosure=self._enclosure(episode, audio),
            duration=audio.duration,
            show_notes=notes.full,
            description=notes.short,
            summary=notes.summary,
            season=self._season(episode, article),
            number=values.get("number"),
            type=values.get("type", "full"),
            explicit=values.get("explicit"),
            artwork=self._artwork(episode.artwork, _name(episode)),
            people=self._people(values),
            chapters=self._chapters(episode),
            transcripts=self._transcripts(episode, article),
            article=article,
            block=values.get("block", False),
            ai_content=values.get("ai_content", self.config.ai_content),
            source=episode.file,
        )

    def _audio(self, episode: EpisodeFile) -> AudioInfo:
        audio = self.sources.facts[episode.audio].audio if episode.audio else None
        assert audio is not None
        return audio

    def _enclosure(self, episode: EpisodeFile, audio: AudioInfo) -> Enclosure:
        assert episode.audio is not None
        url = self._publish("media", episode.audio, _name(episode), audio.suffix)
        return Enclosure(url=url, length=audio.length, type=audio.type)

    def _publish(self, folder: str, file: str, name: str, suffix: str) -> str:
        """The address of `file`, whose name says which bytes it holds (HST-10, PLT-7)."""
        path = f"{folder}/{name}.{(self.sources.facts[file].sha256 or '')[:8]}{suffix}"
        self.assets.setdefault(path, Asset(path, self.project / file))
        return self.base + path

    def _notes(self, episode: EpisodeFile) -> Notes:
        values = episode.values
        notes = render_notes(
            episode.notes,
            self._links(episode.file),
            notice=values.get("notice", self.config.notice),
            summary=values.get("summary"),
        )
        self.findings += [_dead_link(episode.file, address) for address in notes.dead_links]
        return notes

    def _links(self, file: str) -> Links:
        return Links(self.pages[file], file.rpartition("/")[0], self.targets)

    def _article(self, article: ArticleFile) -> Article:
        values = article.values
        text = render_notes(article.text, self._links(article.file))
        self.findings += [_dead_link(article.file, address) for address in text.dead_links]
        author = values.get("author")
        return Article(
            slug=article.slug,
            title=values["title"],
            link=self.pages[article.file],
            text=text.full,
            summary=text.summary,
            season=values["season"],
            source=values.get("source"),
            author=Person(
                name=author, role="author", group="writing", title=values.get("author_role")
            )
            if author
            else None,
            published=values.get("published"),
            language=values.get("language"),
        )

    def _season(self, episode: EpisodeFile, article: Article | None) -> Season | None:
        number = _season_number(episode, self.sources.articles)
        if number is None:
            return None
        named = article is not None and number == article.season
        return Season(
            number=number,
            name=shortened(article.title, _SEASON_NAME) if article and named else None,
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
        if file not in self.sources.facts:
            self.findings.append(_no_cover(file))
            return None
        return self._artwork(file, "cover")

    def _artwork(self, file: str | None, name: str) -> Artwork | None:
        picture = self.sources.facts[file].picture if file else None
        if file is None or picture is None:
            return None
        suffix = ".png" if picture.type == "image/png" else ".jpg"
        return Artwork(
            url=self._publish("artwork", file, name, suffix),
            type=picture.type,
            width=picture.width,
            height=picture.height,
            mode=picture.mode,
            source=file,
        )

    def _chapters(self, episode: EpisodeFile) -> Chapters | None:
        file = episode.chapters
        if file is None or self.sources.facts[file].error:
            return None
        return Chapters(url=self._publish("chapters", file, _name(episode), ".json"))

    def _transcripts(self, episode: EpisodeFile, article: Article | None) -> tuple[Transcript, ...]:
        language = (article.language if article else None) or self.config.language
        return tuple(
            self._transcript(episode, file, language)
            for file in episode.transcripts
            if not self.sources.facts[file].error
        )

    def _transcript(self, episode: EpisodeFile, file: str, language: str) -> Transcript:
        suffix = Path(file).suffix.lower()
        return Transcript(
            url=self._publish("transcripts", file, _name(episode), suffix),
            type=TRANSCRIPT_TYPES[suffix],
            language=language,
            rel="captions" if suffix in _TIMED_TRANSCRIPTS else None,
        )


def _originals(articles: Iterable[ArticleFile]) -> dict[str, str]:
    return {a.file: a.values["source"] for a in articles if "source" in a.values}


def _name(episode: EpisodeFile) -> str:
    return episode.slug.rpartition("/")[2]


def _dead_link(file: str, address: str) -> Finding:
    return Finding(
        rule="notes-links",
        level=Level.WARNING,
        where=file,
        message=f"links to {address}, which is not published; the words stay, the link goes",
        fix="write the whole address, beginning with https://",
        source="RSS-28",
    )


def _nothing_to_publish() -> Finding:
    return Finding(
        rule="episode-present",
        level=Level.ERROR,
        where="episodes",
        message="there is no episode to publish yet",
        fix="run `feed-builder import ARTICLE --audio FOLDER`, or put a recording beside an "
        "episode's file",
        source="APL-5",
    )


def _no_cover(file: str) -> Finding:
    outside = not _inside(file)
    return Finding(
        rule="artwork-present",
        level=Level.ERROR,
        where=CONFIG_FILE,
        message=f"artwork: {file} {'lies outside the project' if outside else 'is not there'}",
        fix="put a square JPEG or PNG of 1400 to 3000 pixels beside podcast.toml and name it",
        source="PSP-17",
    )
