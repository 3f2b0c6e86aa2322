"""The process that reads audio for `child`, so that it can be killed.

A line of JSON comes in for each file: `{"path": …}` to read it, or `{"source": …, "target": …,
"tags": …}` to make a copy with tags. One goes out: `{"info": …}`, `{"tagged": …}` or
`{"error": …}`. The first that goes out is `{"ready": true}`. It ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from feed_builder.audio.facts import to_dict
from feed_builder.audio.probe import probe
from feed_builder.errors import AudioError

MEMORY_LIMIT: Final = 1 << 30
# The parent kills a worker in time; this alarm is for a parent that was killed itself.
_ALARM_FACTOR: Final = 3


def main() -> None:
    """Answer until the input ends. The first argument: the seconds that a file may take."""
    answers = private_output()
    limit_memory(MEMORY_LIMIT)
    _answer(answers, {"ready": True})
    serve(sys.stdin.buffer, answers, timeout=float(sys.argv[1]))


def serve(requests: BinaryIO, answers: BinaryIO, *, timeout: float) -> None:
    """Read the files that `requests` names, one at a time."""
    for line in requests:
        signal.setitimer(signal.ITIMER_REAL, _ALARM_FACTOR * timeout)
        _answer(answers, _answer_to(json.loads(line)))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer_to(request: dict[str, Any]) -> dict[str, Any]:
    try:
        if "path" in request:
            return {"info": to_dict(probe(Path(request["path"])))}
        return {"tagged": _tagged(**request)}
    except AudioError as error:
        return {"error": str(error)}


def _tagged(source: str, target: str, tags: dict[str, Any]) -> dict[str, Any]:
    # mutagen is loaded only where it is needed: facts don't.
    from feed_builder.audio.tags.fields import Tags
    from feed_builder.audio.tags.write import write_tagged

    return write_tagged(Path(source), Path(target), Tags.from_dict(tags))


def _answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


def private_output() -> BinaryIO:
    """The pipe to the parent; whatever a library prints from here on goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def limit_memory(limit: int) -> None:
    """Make an allocation beyond `limit` bytes fail, where the system can (macOS refuses)."""
    import resource

    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


if __name__ == "__main__":
    main()
