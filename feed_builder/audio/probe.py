"""The facts of one recording. `child.probe_all` does the same where a hostile file can't hurt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from feed_builder.audio import id3_chapters
from feed_builder.audio.edges import sound_end, sound_start
from feed_builder.audio.formats import FORMATS, Format
from feed_builder.audio.opening import opened, refusal
from feed_builder.audio.sniff import format_of
from feed_builder.audio.sound import EXPORT_AGAIN, Sound, spoken
from feed_builder.chapters.entries import within
from feed_builder.errors import AudioError
from feed_builder.model import AudioInfo

_SHORTEST: Final = 1e-6
# A length that implies less is a lie: silence in FLAC at 8 kHz, the thriftiest, takes 200 bit/s.
_LOWEST_BITRATE: Final = 100


def probe(path: Path) -> AudioInfo:
    """What `path` holds: its type from its content, its length in bytes and in time.

    Raises AudioError, whose text says the fact and the way out without the file's name.
    """
    with _one_kind_of_error(), opened(path) as (file, length):
        start, end = sound_start(file, length), sound_end(file, length)
        form = FORMATS[format_of(file, start, end)]
        sound = form.read(file, start, end)
        chapters = id3_chapters.read(file) or sound.chapters
        return _info(form, replace(sound, chapters=chapters), length, path.suffix)


def type_of(path: Path) -> str:
    """The media type of a recording, or of its beginning, from its first bytes; as `probe`."""
    with _one_kind_of_error(), opened(path) as (file, length):
        return FORMATS[format_of(file, sound_start(file, length), length)].type


@contextmanager
def _one_kind_of_error() -> Iterator[None]:
    """Everything that reading raises becomes an AudioError; a bug's says that it is one."""
    try:
        yield
    except AudioError:
        raise
    except MemoryError as error:
        raise AudioError(f"needs too much memory to be read ({EXPORT_AGAIN})") from error
    except OSError as error:
        raise AudioError(refusal(error)) from error
    except Exception as error:
        fact = f"can't be read: unexpected error {type(error).__name__}: {error}"
        raise AudioError(f"{fact} (report it, with the file)") from error


def _info(form: Format, sound: Sound, length: int, suffix: str) -> AudioInfo:
    _refuse_length(sound.seconds, length)
    duration = timedelta(microseconds=round(sound.seconds * 1_000_000))
    return AudioInfo(
        type=form.type,
        suffix=form.suffix,
        length=length,
        duration=duration,
        bitrate=sound.bitrate or None,
        sample_rate=sound.sample_rate or None,
        channels=sound.channels or None,
        warnings=(*_suffix_warnings(form, suffix.lower()), *sound.warnings),
        chapters=within(sound.chapters, duration),
    )


def _refuse_length(seconds: float, length: int) -> None:
    if seconds < _SHORTEST:
        raise AudioError(f"holds no sound: its length is 0 s ({EXPORT_AGAIN})")
    if length * 8 / seconds < _LOWEST_BITRATE:
        fact = f"it says that {length} bytes play for {spoken(seconds)}"
        raise AudioError(f"is damaged: {fact} ({EXPORT_AGAIN})")


def _suffix_warnings(form: Format, suffix: str) -> Iterator[str]:
    if suffix and suffix not in form.suffixes:
        yield (
            f"is named {suffix}, but holds {form.name}: it will be published as {form.suffix}"
            f" (rename it)"
        )
