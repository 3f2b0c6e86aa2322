"""Speech to text by a model that runs here: faster-whisper, which is imported nowhere else.

A model is a folder. A name in its place could be fetched from the web, which happens only where
that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from feed_builder.audio.opening import opened
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError
from feed_builder.speech import Cue
from feed_builder.transcripts.automatic import mark
from feed_builder.transcripts.parsed import plain
from feed_builder.transcripts.reading import parse
from feed_builder.transcripts.writing import Heading, write_vtt

INSTALL: Final = 'pip install "feed-builder[transcribe]"'
_FILES: Final = ("model.bin", "config.json", "tokenizer.json")
_LONGEST: Final = 110  # characters of a cue: two lines
_PAUSE_S: Final = 0.8


def require_model(named: str, project: Path, *, allow_download: bool) -> str:
    """The model to load: its folder, or its name where it may be fetched; raises AudioError."""
    if find_spec("faster_whisper") is None:
        raise AudioError(f"transcribing needs faster-whisper, which is not installed ({INSTALL})")
    folder = project / named
    if folder.is_dir():
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            fix = "download all files of a model for faster-whisper into it"
            raise AudioError(f"{folder}: is no model: it holds no {', '.join(missing)} ({fix})")
        return str(folder)
    if allow_download:
        return named
    fix = "name the model's folder, or say --allow-download to fetch a model of this name"
    raise AudioError(f"{named}: there is no such folder ({fix})")


def transcribe(
    source: Path, model: str, language: str | None, *, allow_download: bool, progress: Any
) -> list[Cue]:
    """What is said in a recording; raises AudioError where nothing is."""
    with opened(source) as (file, _):
        pieces = _pieces(file, model, language, allow_download, progress)
        cues = [Cue(start, end, text) for start, end, text in _joined(pieces)]
    if not cues:
        raise AudioError(f"says nothing that the model understands ({EXPORT_AGAIN})")
    return cues


def _pieces(
    file: Any, model: str, language: str | None, allow_download: bool, progress: Any
) -> Iterator[tuple[float, float, str]]:
    """Words with their times, or segments where the model gives no words."""
    from faster_whisper import WhisperModel

    try:
        loaded = WhisperModel(
            model, device="auto", compute_type="int8", local_files_only=not allow_download
        )
        segments, info = loaded.transcribe(
            file, language=language, beam_size=5, word_timestamps=True, vad_filter=True
        )
        for segment in segments:
            for piece in segment.words or [segment]:
                text = piece.word if hasattr(piece, "word") else piece.text
                # NumPy's numbers, which JSON does not know.
                yield float(piece.start), float(piece.end), str(text)
            progress(min(1.0, float(segment.end) / max(float(info.duration), 0.001)))
    except AudioError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        said = plain(str(error)).partition(". ")[0]
        raise AudioError(f"can't be transcribed: {said} (look at the model {model})") from error


def _joined(pieces: Iterable[tuple[float, float, str]]) -> Iterator[tuple[float, float, str]]:
    """Words as cues: up to a full stop, a pause, or two lines."""
    held: tuple[float, float, str] | None = None
    for start, end, text in pieces:
        if held and _ends(held, start, text):
            yield held[0], held[1], plain(held[2])
            held = None
        held = (held[0], end, held[2] + text) if held else (start, end, text)
    if held and plain(held[2]):
        yield held[0], held[1], plain(held[2])


def _ends(held: tuple[float, float, str], start: float, text: str) -> bool:
    said = held[2].rstrip()
    if not text.startswith(" "):  # the rest of a word: "l" and "'industrie"
        return False
    is_sentence = said.endswith((".", "!", "?", "…")) and len(said) > _LONGEST / 3
    return is_sentence or start - held[1] > _PAUSE_S or len(said) + len(text) > _LONGEST


def to_vtt(cues: Sequence[Cue], language: str, model: str) -> str:
    """The file to write: WebVTT with the mark that holds until somebody edits it."""
    text = write_vtt(cues, Heading(title="", language=language))
    written = parse(text.encode(), ".vtt").cues
    note = mark(written, f"faster-whisper, {Path(model).name}")
    return text.replace("WEBVTT\n", f"WEBVTT\n\nNOTE {note}\n", 1)
