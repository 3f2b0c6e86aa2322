"""Facts about the files that are published as they are: recordings, pictures, texts."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from feed_builder.audio.facts import chapters_from, chapters_told, from_dict, to_dict
from feed_builder.errors import AudioError
from feed_builder.files import Unreadable, open_regular
from feed_builder.model import AudioInfo, Chapter
from feed_builder.read import cache
from feed_builder.read.files import Signature
from feed_builder.read.transcripts import TranscriptFacts, from_told, read_facts, told
from feed_builder.records import dataclass
from feed_builder.stems import ARTWORK_SUFFIXES, CHAPTER_SUFFIXES, TRANSCRIPT_SUFFIXES

# Twice what any directory takes; more is an attack or a mistake.
_VAST = 6_000
Progress = Callable[[int, int], None]
"""Called with the number of files read and the number of all."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What Pillow finds in a picture; `mode` is its colour mode ("RGB", "CMYK", "RGBA", …)."""

    type: str
    width: int
    height: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of one published file: its hash and what is in it, or why it can't be used.

    `url` is where a recording lies that stays elsewhere.
    """

    sha256: str | None = None
    audio: AudioInfo | None = None
    picture: Picture | None = None
    chapters: tuple[Chapter, ...] = ()
    transcript: TranscriptFacts | None = None
    error: str | None = None
    url: str | None = None


def gather(
    project: Path,
    recordings: Iterable[str],
    others: Sequence[str],
    cover: str | None,
    signatures: Mapping[str, Signature],
    kept: Mapping[str, Any],
    progress: Progress | None = None,
) -> tuple[dict[str, FileFacts], dict[str, Any]]:
    """The facts of all named files, and the table to keep for the next time.

    `cover` is the one of `others` that is a picture whatever its name. Files whose size and mtime
    are those in `kept` are not opened. What can't be used is not kept: mended permissions, or a
    disk that is back, change neither.
    """
    recordings = list(recordings)
    facts: dict[str, FileFacts] = {}
    table: dict[str, Any] = {}
    for path in [*recordings, *others]:
        known = _from_kept(cache.known(kept, path, signatures[path]))
        if known is not None:
            facts[path], table[path] = known, kept[path]
    new = _read(project, [p for p in recordings if p not in facts], others, cover, facts, progress)
    table |= {
        path: cache.entry(signatures[path], _to_kept(fact))
        for path, fact in new.items()
        if fact.error is None
    }
    return facts | new, table


def _read(
    project: Path,
    recordings: list[str],
    others: Sequence[str],
    cover: str | None,
    known: Mapping[str, FileFacts],
    progress: Progress | None,
) -> dict[str, FileFacts]:
    facts = {
        path: _audio_facts(project / path, probed)
        for path, probed in _probe(project, recordings, progress).items()
    }
    for path in others:
        if path not in known and path not in facts:
            picture = path == cover or path.lower().endswith(ARTWORK_SUFFIXES)
            facts[path] = _other_facts(project / path, is_picture=picture)
    return facts


def _probe(
    project: Path, recordings: list[str], progress: Progress | None
) -> dict[str, AudioInfo | AudioError]:
    if not recordings:
        return {}
    # Only a build that meets a new recording pays for what reads it.
    from feed_builder.audio.child import probe_all

    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, len(recordings))

    results = probe_all([project / path for path in recordings], progress=one_more)
    return dict(zip(recordings, results, strict=True))


def _audio_facts(path: Path, probed: AudioInfo | AudioError) -> FileFacts:
    if isinstance(probed, AudioError):
        return FileFacts(error=str(probed))
    return _hashed(path, lambda sha256: FileFacts(sha256=sha256, audio=probed))


def _other_facts(path: Path, *, is_picture: bool) -> FileFacts:
    name = path.name.lower()
    try:
        if is_picture:
            picture = _read_picture(path)
            return _hashed(path, lambda sha256: FileFacts(sha256=sha256, picture=picture))
        if name.endswith(CHAPTER_SUFFIXES):
            from feed_builder.chapters.files import read_chapters

            chapters = read_chapters(path)
            return _hashed(path, lambda sha256: FileFacts(sha256=sha256, chapters=chapters))
        if name.endswith(TRANSCRIPT_SUFFIXES):
            said = read_facts(path)
            error = said.faults[0].message if said.faults else None
            return _hashed(
                path, lambda sha256: FileFacts(sha256=sha256, transcript=said, error=error)
            )
    except (ValueError, Unreadable) as fault:
        return FileFacts(error=str(fault))
    return _hashed(path, lambda sha256: FileFacts(sha256=sha256))


def _hashed(path: Path, make: Callable[[str], FileFacts]) -> FileFacts:
    try:
        with open_regular(path) as file:
            return make(hashlib.file_digest(file, "sha256").hexdigest())
    except Unreadable as error:
        return FileFacts(error=str(error))
    except OSError as error:
        return FileFacts(error=f"can't be read: {error.strerror} (copy it here again)")


def _read_picture(path: Path) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            open_regular(path) as file,
            Image.open(file, formats=("JPEG", "PNG")) as image,
        ):
            width, height = image.size
            if max(width, height) > _VAST:
                raise ValueError(f"it is {width} × {height} pixels")
            # A JPEG decoded at an eighth of its size shows as well that all of it is there.
            image.draft(None, (max(1, width // 8), max(1, height // 8)))
            image.load()
            transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            return Picture(
                type=f"image/{str(image.format).lower()}",
                width=width,
                height=height,
                mode="RGBA" if transparent else image.mode,
            )
    except UnidentifiedImageError as error:
        raise ValueError("is neither JPEG nor PNG (export the picture as one of them)") from error
    except (Image.DecompressionBombError, SyntaxError, ValueError, OSError) as error:
        raise ValueError(f"can't be used as a picture: {error} (export it again)") from error


def _to_kept(facts: FileFacts) -> dict[str, Any]:
    picture = facts.picture
    return {
        "sha256": facts.sha256,
        "audio": to_dict(facts.audio) if facts.audio else None,
        "picture": [picture.type, picture.width, picture.height, picture.mode] if picture else None,
        "chapters": chapters_told(facts.chapters),
        "transcript": told(facts.transcript),
    }


def _from_kept(kept: Any) -> FileFacts | None:
    """What was kept of a file; None for nothing, or for what nobody wrote."""
    try:
        return FileFacts(
            sha256=kept["sha256"],
            audio=from_dict(kept["audio"]) if kept["audio"] else None,
            picture=Picture(*kept["picture"]) if kept["picture"] else None,
            chapters=chapters_from(kept["chapters"]),
            transcript=from_told(kept["transcript"]),
        )
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError):
        return None
