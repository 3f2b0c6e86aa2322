"""Transcripts beside an episode: which files, in which languages, and what is known of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from feed_builder.files import Unreadable, open_regular, read_regular
from feed_builder.language_tags import is_language_tag
from feed_builder.read.files import PAGE_SUFFIX, Tree, in_one_case
from feed_builder.records import dataclass
from feed_builder.stems import TRANSCRIPT_SUFFIXES
from feed_builder.transcripts.parsed import Fault, Parsed

# Between an episode's stem and the suffix: ".fr", ".transcript", ".transcript.fr".
_EXTRA = re.compile(
    r"(?P<stem>.+?)(?:\.(?:transcript|(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)))+"
)
_NO_LANGUAGES = frozenset("bak fin mix new old raw tmp".split())
_FRONT_MATTER = b"+++"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFacts:
    """What is known of a transcript: whether it says when, until when, what is wrong with it.

    `end_s` is when its last cue ends, `is_automatic` says that nobody corrected a machine's words.
    `length` are the bytes of its words, `count` is the number of its cues.
    """

    is_timed: bool = False
    end_s: float = 0.0
    is_automatic: bool = False
    faults: tuple[Fault, ...] = ()
    length: int = 0
    count: int = 0


def find(tree: Tree, pages: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Transcripts whose names say more than the stem, by the folded stem of their episode.

    Where one of `pages` has all of such a name, as "01-x.fr.md" has, it is that episode's alone.
    """
    found: dict[str, list[str]] = defaultdict(list)
    named = {in_one_case(page) for page in pages}
    for file in tree.files:
        stem = _episode_of(file, tree)
        if stem is not None and in_one_case(file.rpartition(".")[0]) + PAGE_SUFFIX not in named:
            found[stem].append(file)
    return {stem: tuple(files) for stem, files in found.items()}


def _episode_of(file: str, tree: Tree) -> str | None:
    head, _, suffix = file.rpartition(".")
    if f".{suffix.lower()}" not in TRANSCRIPT_SUFFIXES or "." not in head.rpartition("/")[2]:
        return None
    extra = _EXTRA.fullmatch(in_one_case(head))
    if extra is None or not _is_language(extra["language"]):
        return None
    stem = extra["stem"]
    return stem if stem + PAGE_SUFFIX in tree.by_folded_path else None


def _is_language(tag: str | None) -> bool:
    return tag is None or (is_language_tag(tag) and tag not in _NO_LANGUAGES)


def is_transcript_page(project: Path, file: str, tree: Tree) -> bool:
    """Whether a Markdown file is an episode's transcript: "01-x.fr.md" beside "01-x.md".

    One that begins with front matter is an episode.
    """
    if _episode_of(file, tree) is None:
        return False
    try:
        with open_regular(project / file) as opened:
            return not opened.read(8).removeprefix(b"\xef\xbb\xbf").startswith(_FRONT_MATTER)
    except (Unreadable, OSError):
        return False


def language_of(file: str) -> str | None:
    """The language that a transcript's name says it is in: "01-x.pt-BR.vtt" is in "pt-BR"."""
    extra = _EXTRA.fullmatch(file.rpartition(".")[0].rpartition("/")[2])
    tag = extra["language"] if extra else None
    if tag is None:
        return None
    main, *rest = tag.split("-")
    written = "-".join([main.lower(), *rest])
    return written if _is_language(written) else None


def suffix_of(file: str) -> str:
    """The suffix that says how to read a file, in lower case."""
    return f".{file.rpartition('.')[2].lower()}"


def read_facts(path: Path) -> TranscriptFacts:
    """What is to be known of a transcript; raises `Unreadable`."""
    from feed_builder.transcripts.automatic import is_automatic

    parsed = read(path)
    ends = [cue.end_s or cue.start_s or 0.0 for cue in parsed.cues]
    return TranscriptFacts(
        is_timed=parsed.is_timed,
        end_s=max(ends, default=0.0),
        is_automatic=is_automatic(parsed),
        faults=parsed.faults,
        length=sum(len(cue.text.encode(errors="replace")) for cue in parsed.cues),
        count=len(parsed.cues),
    )


def read(path: Path) -> Parsed:
    """A transcript, read; raises `Unreadable`."""
    try:
        status = path.lstat()
    except OSError:
        return _read(path, 0, 0)
    return _read(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4)  # each of its forms is made in turn
def _read(path: Path, size: int, mtime_ns: int) -> Parsed:
    from feed_builder.transcripts.reading import parse

    return parse(read_regular(path), suffix_of(path.name))


def told(facts: TranscriptFacts | None) -> list[Any] | None:
    """Facts as JSON can say them."""
    if facts is None:
        return None
    faults = [[fault.line, fault.message, fault.fix] for fault in facts.faults]
    return [facts.is_timed, facts.end_s, facts.is_automatic, faults, facts.length, facts.count]


def from_told(kept: Any) -> TranscriptFacts | None:
    """The facts that `told` was given; raises TypeError or ValueError for anything else."""
    if kept is None:
        return None
    is_timed, end_s, is_automatic, faults, length, count = kept
    return TranscriptFacts(
        is_timed=bool(is_timed),
        end_s=float(end_s),
        is_automatic=bool(is_automatic),
        faults=tuple(Fault(*fault) for fault in faults),
        length=int(length),
        count=int(count),
    )
