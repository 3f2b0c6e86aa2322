"""All that lies in a project, read but not yet put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from feed_builder.model import Finding
from feed_builder.pieces import Keep, held
from feed_builder.read import cache, transcripts
from feed_builder.read.config import Config, read_config
from feed_builder.read.episodes import (
    ArticleFile,
    EpisodeFile,
    Page,
    is_article,
    read_article,
    read_episode,
)
from feed_builder.read.files import PAGE_SUFFIX, Signature, Tree, in_one_case
from feed_builder.read.images import chapter_pictures, files_named, lies_inside, pages_images
from feed_builder.read.kept_pages import KeptPage
from feed_builder.read.live import read_live
from feed_builder.read.media import FileFacts, Progress, gather
from feed_builder.read.remote import read_remote
from feed_builder.records import dataclass
from feed_builder.stems import ARTWORK_SUFFIXES

_FACTS = "facts.json"
_READERS = ("audio", "chapters", "transcripts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the last run knew: of published files, and of Markdown files."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, KeptPage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that lies in a project, read but not yet put together.

    `kept` is what is known of its files, of published ones until it is saved; `new_guids` are the
    identities given in this run; `images` are the files that `[[image]]` names. `keep` puts long
    texts where they wait, those that were read and those to be made of them.
    """

    tree: Tree
    config: Config | None
    episodes: tuple[EpisodeFile, ...]
    articles: Mapping[str, ArticleFile]
    facts: Mapping[str, FileFacts]
    findings: tuple[Finding, ...]
    kept: Kept
    new_guids: Mapping[str, str] = field(default_factory=dict)
    live: tuple[Page, ...] = ()
    images: tuple[str, ...] = ()
    keep: Keep = field(default=held, repr=False, compare=False)

    def with_guids(self, new: Callable[[], str]) -> Sources:
        """These sources with a `new` identity for each episode that has none yet."""
        given = {e.file: new() for e in self.episodes if "guid" not in e.values}
        episodes = tuple(
            e.with_guid(given[e.file]) if e.file in given else e for e in self.episodes
        )
        return replace(self, episodes=episodes, new_guids=given)

    def without_what_was_kept(self) -> Sources:
        """These sources when the pages have been kept for the next run, and all files found."""
        return replace(self, kept=replace(self.kept, pages={}), tree=Tree(self.tree.files))

    def pages(self) -> Iterator[EpisodeFile | ArticleFile]:
        """Every file that becomes a page."""
        yield from self.episodes
        yield from self.articles.values()


def read_and_keep(
    project: Path,
    tree: Tree,
    pages: Mapping[str, KeptPage],
    progress: Progress | None = None,
    keep: Keep = held,
) -> Sources:
    """`read_sources` with the facts that the last run kept; new ones are kept for the next."""
    code = cache.code_of(*_READERS)
    kept = Kept(facts=cache.load(project, _FACTS, code), pages=pages)
    sources = read_sources(project, tree, kept, progress, keep)
    if sources.kept.facts != kept.facts:
        cache.save(project, _FACTS, sources.kept.facts, code)
    # Of a thousand files it is a megabyte or two, of which next to nothing is asked for later.
    cover = sources.config.artwork if sources.config else ""
    facts = {file: known for file, known in sources.kept.facts.items() if file == cover}
    return replace(sources, kept=replace(sources.kept, facts=facts))


def read_sources(
    project: Path,
    tree: Tree,
    kept: Kept,
    progress: Progress | None = None,
    keep: Keep = held,
) -> Sources:
    """Every file of the project that matters; `tree` names those below episodes/.

    What `kept` knows of a file that did not change is not read again. New texts wait where `keep`
    puts them.
    """
    config, findings = read_config(project)
    pages = {
        file: _unchanged(kept.pages.get(file), tree.files[file]) for file in _pages(project, tree)
    }
    articles: dict[str, ArticleFile] = {}
    episodes: list[EpisodeFile] = []
    for file, known in pages.items():
        page = known.page if known else None
        if is_article(file):
            article, faults = read_article(project, file, page, keep)
            if article:
                articles[article.folder] = article
        else:
            episode, faults = read_episode(project, file, tree, page, keep)
            if episode:
                episodes.append(episode)
        findings += faults
    in_languages = transcripts.find(tree, pages)
    if in_languages:
        episodes = [_with_transcripts(episode, in_languages) for episode in episodes]
    live, faults = read_live(project)
    findings += faults
    images = [*pages_images([*(e.page for e in episodes), *live]), *_images_of(config)]
    facts, table = _facts(project, tree, config, episodes, images, kept.facts, progress)
    return Sources(
        tree=tree,
        config=config,
        episodes=tuple(episodes),
        articles=articles,
        facts=facts,
        findings=tuple(findings),
        kept=Kept(facts=table, pages={f: known for f, known in pages.items() if known}),
        live=tuple(live),
        images=tuple(images),
        keep=keep,
    )


def _images_of(config: Config | None) -> Iterator[str]:
    tags = config.extras.get("tags") if config else None
    if config and tags:
        yield from files_named(config.document.where, tags.images)


def _unchanged(kept: KeptPage | None, signature: Signature) -> KeptPage | None:
    return kept if kept and kept.signature == signature else None


def _pages(project: Path, tree: Tree) -> list[str]:
    return [
        f
        for f in tree.files
        if f.lower().endswith(PAGE_SUFFIX)
        and not f.endswith("/README.md")
        and not transcripts.is_transcript_page(project, f, tree)
    ]


def _with_transcripts(
    episode: EpisodeFile, in_languages: Mapping[str, tuple[str, ...]]
) -> EpisodeFile:
    """`episode` with the transcripts whose names say a language, too."""
    stem = in_one_case(episode.file[: -len(PAGE_SUFFIX)])
    more = in_languages.get(stem, ())
    return replace(episode, transcripts=(*episode.transcripts, *more)) if more else episode


def _facts(
    project: Path,
    tree: Tree,
    config: Config | None,
    episodes: Iterable[EpisodeFile],
    images: Iterable[str],
    kept: Mapping[str, Any],
    progress: Progress | None,
) -> tuple[dict[str, FileFacts], dict[str, Any]]:
    """What is known of the files that are published as they are, and the table to keep."""
    beside = [*([config.artwork] if config else []), *images]
    signatures = {**tree.files, **_signatures(project, beside)}
    episodes = list(episodes)
    recordings = [e.audio for e in episodes if e.audio]
    others = [config.artwork] if config and config.artwork in signatures else []
    for episode in episodes:
        others += [f for f in (episode.artwork, episode.chapters, *episode.transcripts) if f]
    others += [f for f in images if f in signatures and f.lower().endswith(ARTWORK_SUFFIXES)]
    cover = config.artwork if config else None
    facts, table = gather(project, recordings, others, cover, signatures, kept, progress)
    pictures = chapter_pictures(facts, episodes)
    more = _signatures(project, pictures)
    drawn, drawn_table = gather(project, [], list(more), None, more, kept)
    facts, table = facts | drawn, table | drawn_table
    facts |= {e.remote: read_remote(project / e.remote) for e in episodes if e.remote}
    return facts, table


def _signatures(project: Path, files: Iterable[str]) -> dict[str, Signature]:
    """The signatures of those files of the project that are there."""
    found = {}
    for file in files:
        try:
            status = (project / file).lstat() if lies_inside(project, file) else None
        except OSError:
            continue
        if status:
            found[file] = Signature(status.st_size, status.st_mtime_ns)
    return found
