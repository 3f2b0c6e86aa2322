"""Sending files: side by side within a stage, one stage after the other, again where one fails."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from typing import Any

from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile, Stage

_AT_ONCE = 6
_TRIES = 5
_FIRST_WAIT = 0.5  # seconds; doubled each time
_FINAL = (PermissionError, IsADirectoryError, NotADirectoryError, PublishError)

Told = Callable[[int], None]
"""Called with how many bytes of all files are there."""


def send(
    remote: Any,
    files: Sequence[PublicFile],
    told: Told | None,
    sent: int,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Send `files`, which stand in order of their stages; `sent` bytes went before them.

    `check` is called before each and raises where it may not go. Returns how many bytes have gone
    by then. Raises what a file failed with in the end.
    """
    bar = _Bar(told, sent)
    for stage, group in groupby(files, key=lambda file: file.stage):
        # Feeds go one by one: their order matters among themselves.
        at_once = 1 if stage >= Stage.FEEDS else _AT_ONCE
        _send_stage(remote, list(group), bar, at_once, check)
    return bar.sum


class _Bar:
    """How many bytes are there of all files together."""

    def __init__(self, told: Told | None, before: int) -> None:
        self._told, self._before = told, before
        self._done: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def sum(self) -> int:
        return self._before + sum(self._done.values())

    def sent(self, file: PublicFile, have: int) -> None:
        """So many bytes of a file are there."""
        with self._lock:
            self._done[file.path] = min(have, file.length)
            if self._told:
                self._told(self.sum)


def _send_stage(
    remote: Any, files: Sequence[PublicFile], bar: _Bar, at_once: int, check: Callable[[], None]
) -> None:
    with ThreadPoolExecutor(at_once) as pool:
        jobs = [pool.submit(_send_one, remote, file, bar, check) for file in files]
        try:
            for job in as_completed(jobs):
                job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _send_one(remote: Any, file: PublicFile, bar: _Bar, check: Callable[[], None]) -> None:
    for attempt in range(1, _TRIES + 1):
        check()
        _refuse_changed(file)
        try:
            remote.put(file, lambda have: bar.sent(file, have))
        except _FINAL:
            raise
        except Exception:
            # File systems have errors of every kind for a line that was cut.
            if attempt == _TRIES:
                raise
            remote.forget_connection()
            time.sleep(_FIRST_WAIT * 2 ** (attempt - 1) * (1 + random.random()))
        else:
            # What was sent while it changed is neither: a name says which bytes it stands for.
            _refuse_changed(file)
            bar.sent(file, file.length)
            return


def _refuse_changed(file: PublicFile) -> None:
    if file.is_changed:
        fact = f"public/{file.path} was changed while it was to be published"
        raise PublishError(f"{fact} (does somebody build? publish again)")
