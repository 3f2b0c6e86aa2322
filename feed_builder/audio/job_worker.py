"""The process that does one job for `jobs`, so that it can be killed.

A line of JSON comes in. Lines of JSON go out: `{"progress": 0.5}` and, at the end, `{"done": …}` or
`{"error": …}`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from feed_builder.audio.extra import require_av
from feed_builder.audio.worker import limit_memory, private_output
from feed_builder.errors import AudioError

_MEMORY_LIMIT: Final = 3 << 30
_WORDS_PER_SECOND: Final = 8

Progress = Callable[[float], None]


def _encode(
    source: Path, target: Path, settings: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    from feed_builder.audio.encoding import encode

    shape = encode(source, target, settings["codec"], settings["bitrate"], progress)
    return {"channels": shape.channels}


def _waveform(
    source: Path, target: Path, settings: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    from feed_builder.audio.waveform import to_json, waveform

    peaks = waveform(source, settings["seconds"], progress)
    target.write_bytes(to_json(peaks))
    return {"points": peaks["length"]}


def _analyse(
    source: Path, target: Path, settings: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    from feed_builder.audio.analysis import analyse

    return analyse(source, progress).as_dict()


def _master(
    source: Path, target: Path, settings: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    from feed_builder.audio.mastering import Wishes, master

    return master(source, target, Wishes(**settings), progress).as_dict()


def _transcribe(
    source: Path, target: Path, settings: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    from feed_builder.audio.speech_to_text import to_vtt, transcribe

    language = settings["language"]
    cues = transcribe(
        source,
        settings["model"],
        language.partition("-")[0].lower(),
        allow_download=settings["allow_download"],
        progress=progress,
    )
    target.write_bytes(to_vtt(cues, language, settings["model"]).encode())
    return {"cues": len(cues)}


TASKS: Final = {
    "transcribe": _transcribe,
    "encode": _encode,
    "waveform": _waveform,
    "analyse": _analyse,
    "master": _master,
}


def main() -> None:
    """Do the job that the first line of the input names."""
    answers = private_output()
    job = json.loads(sys.stdin.buffer.readline())
    if job["task"] != "transcribe":  # a model takes what it takes
        limit_memory(_MEMORY_LIMIT)
    _answer(answers, _outcome(job, answers))


def _outcome(job: Mapping[str, Any], answers: BinaryIO) -> dict[str, Any]:
    target = Path(job["target"] or os.devnull)
    try:
        if job["task"] != "transcribe":
            require_av("this")
        task = TASKS[job["task"]]
        return {"done": task(Path(job["source"]), target, job["settings"], _told(answers))}
    except AudioError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "needs too much memory (export the recording again as MP3)"}
    except OSError as error:
        return {"error": f"can't be written: {error.strerror} (make room on the disk)"}
    except Exception as error:
        fact = f"can't be worked on: unexpected {type(error).__name__}: {error}"
        return {"error": f"{fact} (report it, with the file)"}


def _told(answers: BinaryIO) -> Progress:
    """Progress as lines, a few a second; whoever is alone in the world ends here."""
    last = 0.0

    def tell(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 1 / _WORDS_PER_SECOND:
            last = now
            _answer(answers, {"progress": round(share, 4)})

    return tell


def _answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
