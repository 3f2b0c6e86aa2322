"""Faults that only show when all files are seen together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from datetime import timedelta

from feed_builder.chapters.times import spoken
from feed_builder.model import Finding, Level, ListedEpisode, State
from feed_builder.read.config import Config
from feed_builder.read.episodes import EpisodeFile
from feed_builder.read.files import CONFIG_FILE, PAGE_SUFFIX, Tree, in_one_case
from feed_builder.read.notes import Notes, file_at
from feed_builder.read.schema import Document
from feed_builder.read.sources import Sources
from feed_builder.read.toml import line_of
from feed_builder.stems import AUDIO_SUFFIXES, UNPLAYED_SUFFIXES
from feed_builder.text import address_parts

_MOST_FAULTS = 20  # of one file: who has that many exports it again
_KEY = re.compile(r"(\w+)(?:: | is missing)")
_WITH_WAY_OUT = re.compile(r"(.*) \(([^()]*)\)", re.DOTALL)


def faults_between(sources: Sources) -> list[Finding]:
    """What makes two files clash, and what is wrong with files that are published as they are."""
    return [
        *_double_guids(sources.episodes),
        *_double_pages(sources),
        *_stray_recordings(sources.tree),
        *_unplayed_recordings(sources.tree),
        *_broken_files(sources),
        *_broken_transcripts(sources),
        *_stripped_texts(sources),
    ]


def placed(findings: Sequence[Finding], sources: Sources) -> list[Finding]:
    """`findings`, where they tell of a key ("title: …"), with the line on which it stands."""
    documents = {page.file: page.page.document for page in sources.pages()}
    if sources.config:
        documents[CONFIG_FILE] = sources.config.document
    return [_placed(finding, documents.get(finding.where)) for finding in findings]


def _placed(finding: Finding, document: Document | None) -> Finding:
    key = _KEY.match(finding.message)
    if finding.line or not key or not document:
        return finding
    return replace(finding, line=line_of(document.text, (key[1],), document.first_line))


def later_claims(sources: Sources) -> frozenset[str]:
    """The episodes whose guid or address an earlier file has: never two of one in a feed."""
    later, taken = set(), {page.slug for page in sources.articles.values()}
    guids = set()
    for episode in sources.episodes:
        guid = episode.values.get("guid")
        if episode.slug in taken or (guid and guid in guids):
            later.add(episode.file)
        taken.add(episode.slug)
        guids.add(guid)
    return frozenset(later)


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


def reserved(sources: Sources, doubled: Collection[str]) -> list[Finding]:
    """The episodes and articles whose pages would lie where one of the site's own does.

    `doubled` are the paths that two pages want. Whatever is in nobody's way keeps its name.
    """
    found = [(page, f"{page.slug}/") for page in sources.pages()]
    return [
        Finding(
            rule="page-address",
            level=Level.ERROR,
            where=page.file,
            message=f"its page would lie where the site has one of its own: {path}",
            fix=f"rename {'its folder' if page.file.endswith('/article.md') else 'it'}",
            source="HST-16",
        )
        for page, path in found
        if f"{path}index.html" in doubled
    ]


def _stray_recordings(tree: Tree) -> list[Finding]:
    """Recordings whose episode is gone or has another name: nobody would hear of them."""
    return [
        Finding(
            rule="recording-used",
            level=Level.WARNING,
            where=file,
            message="belongs to no episode: no file of its name with .md lies beside it",
            fix="give both one name; `feed-builder new TITLE` makes an episode for it",
        )
        for file in tree.files
        if file.lower().endswith(AUDIO_SUFFIXES) and not _has_page(file, tree)
    ]


def _unplayed_recordings(tree: Tree) -> list[Finding]:
    """Recordings that no app plays beside an episode that waits for one."""
    return [
        Finding(
            rule="recording-used",
            level=Level.WARNING,
            where=file,
            message=f"apps play no .{file.rpartition('.')[2]} files: its episode waits for audio",
            fix="export the recording as MP3 with the same name",
        )
        for file in tree.files
        if file.lower().endswith(UNPLAYED_SUFFIXES)
        and tree.beside(file.rpartition(".")[0], (PAGE_SUFFIX,))[0]
        and not tree.beside(file.rpartition(".")[0], AUDIO_SUFFIXES)[0]
    ]


def _has_page(file: str, tree: Tree) -> bool:
    """Whether an episode has the stem of `file`, or of what it was made of ("x.master.mp3")."""
    folder, _, name = in_one_case(file).rpartition("/")
    parts = name.split(".")
    stems = (".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
    return any(f"{folder}/{stem}{PAGE_SUFFIX}" in tree.by_folded_path for stem in stems)


def _broken_files(sources: Sources) -> list[Finding]:
    return [
        _about_media("media-readable", Level.ERROR, file, facts.error)
        for file, facts in sources.facts.items()
        if facts.error and not facts.transcript
    ] + [
        _about_media("media-sound", Level.WARNING, file, warning)
        for file, facts in sources.facts.items()
        if facts.audio
        for warning in facts.audio.warnings
    ]


def _broken_transcripts(sources: Sources) -> list[Finding]:
    """Every fault of every transcript, with its line."""
    return [
        Finding(
            rule="transcript-sound",
            level=Level.ERROR,
            where=file,
            line=fault.line,
            message=fault.message,
            fix=fault.fix,
            source="P20-TR-1",
        )
        for file, facts in sources.facts.items()
        if facts.transcript
        for fault in facts.transcript.faults[:_MOST_FAULTS]
    ]


def _about_media(rule: str, level: Level, file: str, told: str) -> Finding:
    """A finding of what is `told` about a file: the fact, and in brackets the way out."""
    parts = _WITH_WAY_OUT.fullmatch(told)
    message, fix = parts.groups() if parts else (told, None)
    return Finding(rule=rule, level=level, where=file, message=message, fix=fix)


def _stripped_texts(sources: Sources) -> list[Finding]:
    return [
        Finding(
            rule="text-plain",
            level=Level.WARNING,
            where=page.file,
            message="holds control characters, which no feed can; they are left out",
            fix="delete them: they came with a copy from another program",
            source="RSS-10",
        )
        for page in sources.pages()
        if not page.page.is_plain
    ]


def faults_in_notes(file: str, notes: Notes, pages: Container[str]) -> list[Finding]:
    """What is wrong with the notes in `file`; `pages` are the project's, published or not."""
    folder = file.rpartition("/")[0]
    findings = []
    for address in notes.dead_links:
        waits = file_at(folder, address_parts(address).path) in pages
        findings.append(_early_link(file, address) if waits else _dead_link(file, address))
    if notes.too_deep:
        findings.append(
            Finding(
                rule="notes-depth",
                level=Level.ERROR,
                where=file,
                message="holds quotes, lists or HTML tags in thousands of others",
                fix="close each tag, and begin each quote with one >",
                source="nh3",
            )
        )
    return findings


def _dead_link(file: str, address: str) -> Finding:
    """The notes link to what is not published."""
    return Finding(
        rule="notes-links",
        level=Level.WARNING,
        where=file,
        message=f"links to {address}, which is not published; the words stay, the link goes",
        fix="write the whole address, beginning with https://",
        source="RSS-28",
    )


def _early_link(file: str, address: str) -> Finding:
    """The notes link to an episode that waits for its audio, or for its day."""
    return Finding(
        rule="notes-links",
        level=Level.HINT,
        where=file,
        message=f"links to {address}, which is not published yet; the words stay",
        fix="nothing to do: the build that publishes it puts the link there as well",
        source="RSS-28",
    )


def late_chapters(file: str, late: int, all_: int, duration: timedelta) -> Finding:
    """Chapters that begin when the recording is over; they are left out."""
    return Finding(
        rule="chapters-inside",
        level=Level.WARNING,
        where=file,
        message=f"{late} of {all_} chapters begin after the recording, which ends at "
        f"{spoken(duration)}; they are left out",
        fix="write their times anew: the recording was cut since",
        source="ID3-15",
    )


def nothing_to_publish(listed: Sequence[ListedEpisode]) -> Finding:
    """There is no episode with a recording whose time has come."""
    states = Counter(str(episode.state) for episode in listed)
    others = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    due = min(
        (e.published for e in listed if e.state is State.SCHEDULED and e.published), default=None
    )
    first = f"; the first is due {due:%Y-%m-%d %H:%M} UTC" if due else ""
    return Finding(
        rule="episode-present",
        level=Level.ERROR,
        where="episodes",
        message="there is no episode to publish yet" + (f": {others}{first}" if others else ""),
        fix="run `feed-builder import ARTICLE --audio FOLDER`, or put a recording beside an "
        "episode's file",
        source="APL-5",
    )


def no_cover(config: Config, fact: str) -> Finding:
    """The picture that podcast.toml names can't be published."""
    return config.document.finding(
        ("artwork",),
        "artwork-present",
        f"artwork: {config.artwork!r} {fact}",
        "put a square JPEG or PNG of 1400 to 3000 pixels beside podcast.toml and name it",
        "PSP-17",
    )
