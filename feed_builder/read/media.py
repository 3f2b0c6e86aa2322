"""Facts about the files that are published as they are: recordings, pictures, texts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from feed_builder.audio.facts import from_dict, to_dict
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo
from feed_builder.read import cache
from feed_builder.read.files import Signature

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
    """What is known of one published file: its hash and what is in it, or why it can't be used."""

    sha256: str | None = None
    audio: AudioInfo | None = None
    picture: Picture | None = None
    error: str | None = None


def gather(
    project: Path,
    recordings: Iterable[str],
    others: Iterable[str],
    signatures: Mapping[str, Signature],
    kept: Mapping[str, Any],
    progress: Progress | None = None,
) -> tuple[dict[str, FileFacts], dict[str, Any]]:
    """The facts of all named files, and the table to keep for the next time.

    Files whose size and mtime are those in `kept` are not opened.
    """
    facts: dict[str, FileFacts] = {}
    stale: list[str] = []
    recordings = list(recordings)
    for path in [*recordings, *others]:
        value = cache.known(kept, path, signatures[path])
        if value is None:
            stale.append(path)
        else:
            facts[path] = _from_kept(value)
    facts |= _read(project, [p for p in recordings if p in set(stale)], stale, progress)
    table = {path: cache.entry(signatures[path], _to_kept(fact)) for path, fact in facts.items()}
    return facts, table


def _read(
    project: Path, recordings: list[str], stale: list[str], progress: Progress | None
) -> dict[str, FileFacts]:
    probed = _probe(project, recordings, progress)
    facts = {}
    for path in stale:
        if path in probed:
            facts[path] = _audio_facts(project / path, probed[path])
        else:
            facts[path] = _other_facts(project / path)
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


def _other_facts(path: Path) -> FileFacts:
    reader = _READERS.get(path.suffix.lower())
    try:
        picture = reader(path) if reader else None
    except ValueError as error:
        return FileFacts(error=str(error))
    except OSError as error:
        return FileFacts(error=_os_reason(error))
    return _hashed(path, lambda sha256: FileFacts(sha256=sha256, picture=picture))


def _hashed(path: Path, make: Callable[[str], FileFacts]) -> FileFacts:
    try:
        with _opened(path) as file:
            return make(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        return FileFacts(error=_os_reason(error))


def _opened(path: Path) -> Any:
    """`path` open for reading, unless it is a link: what is published lies in the project."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _os_reason(error: OSError) -> str:
    if path_is_link(error):
        return "is a symbolic link (put the file itself here)"
    return f"can't be read: {error.strerror}"


def path_is_link(error: OSError) -> bool:
    """Whether a file could not be opened because it is a symbolic link."""
    return error.filename is not None and Path(error.filename).is_symlink()


def _read_picture(path: Path) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with _opened(path) as file, Image.open(file, formats=("JPEG", "PNG")) as image:
            image.load()
            transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            return Picture(
                type=f"image/{str(image.format).lower()}",
                width=image.width,
                height=image.height,
                mode="RGBA" if transparent else image.mode,
            )
    except UnidentifiedImageError as error:
        raise ValueError("is neither JPEG nor PNG (export the picture as one of them)") from error
    except (Image.DecompressionBombError, SyntaxError, ValueError, OSError) as error:
        raise ValueError(f"is a broken picture: {error} (export it again)") from error


def _check_vtt(path: Path) -> None:
    text = _text(path)
    if not text.startswith("WEBVTT"):
        raise ValueError("is no WebVTT: its first line is not WEBVTT (export it again as .vtt)")
    if "-->" not in text:
        raise ValueError("holds no cue: there is no line with --> in it (export it again)")


def _check_srt(path: Path) -> None:
    if "-->" not in _text(path):
        raise ValueError("holds no cue: there is no line with --> in it (export it again)")


def _check_text(path: Path) -> None:
    if not _text(path).strip():
        raise ValueError("is empty (write the transcript into it, or delete the file)")


def _check_json(path: Path) -> None:
    try:
        data = json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON: {error}") from error
    wanted = "chapters" if path.name.lower().endswith(".chapters.json") else "segments"
    listed = data.get(wanted) if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError(f'holds no "{wanted}" list (P20-CH-1, P20-TR-6)')
    times = [one.get("startTime") if isinstance(one, dict) else None for one in listed]
    if not all(isinstance(t, (int, float)) and not isinstance(t, bool) for t in times):
        raise ValueError(f'has {wanted} without a "startTime" in seconds (P20-CH-1, P20-TR-6)')
    if times != sorted(cast(list[float], times)):
        raise ValueError(f"has {wanted} that are not in order of time (P20-CH-1)")


def _text(path: Path) -> str:
    with _opened(path) as file:
        content: bytes = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"is no UTF-8 text, line {line} (save it again as UTF-8)") from error


_READERS: Mapping[str, Callable[[Path], Picture | None]] = {
    ".jpg": _read_picture,
    ".jpeg": _read_picture,
    ".png": _read_picture,
    ".vtt": _check_vtt,
    ".srt": _check_srt,
    ".txt": _check_text,
    ".html": _check_text,
    ".json": _check_json,
}


def _to_kept(facts: FileFacts) -> dict[str, Any]:
    picture = facts.picture
    return {
        "sha256": facts.sha256,
        "audio": to_dict(facts.audio) if facts.audio else None,
        "picture": [picture.type, picture.width, picture.height, picture.mode] if picture else None,
        "error": facts.error,
    }


def _from_kept(kept: Mapping[str, Any]) -> FileFacts:
    return FileFacts(
        sha256=kept["sha256"],
        audio=from_dict(kept["audio"]) if kept["audio"] else None,
        picture=Picture(*kept["picture"]) if kept["picture"] else None,
        error=kept["error"],
    )
