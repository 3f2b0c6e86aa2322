"""A lock, so that two runs cannot meet: one in the project, one at the target.

The first ends with the process. The second holds other machines off; it is renewed while the run
lasts, and counts for nothing when it was not renewed for a while or when its process is gone.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from feed_builder.publish.errors import PublishError

NAME = ".feed-builder-lock.json"
_STALE = 600.0  # seconds
_RENEWAL = 60.0


@contextmanager
def locked(folder: Path, name: str, remote: Any) -> Iterator[None]:
    """Hold off every other run for this target; raises PublishError where one is under way."""
    with ExitStack() as stack:
        stack.enter_context(_in_project(folder, name))
        if not remote.atomic:
            stack.enter_context(_at_target(remote))
        yield


@contextmanager
def _in_project(folder: Path, name: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"publish-{re.sub(r'[^A-Za-z0-9_-]', '_', name)}.lock"
    with file.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise PublishError(
                f"{name}: another run is publishing this project (wait until it ends)"
            ) from None
        yield


@contextmanager
def _at_target(remote: Any) -> Iterator[None]:
    mine = {"id": uuid.uuid4().hex, "host": socket.gethostname(), "pid": os.getpid()}
    if not remote.create(NAME, _told(mine)):
        held = _held(remote)
        if held and not _is_over(held):
            raise PublishError(
                f"another run is publishing there, on {held.get('host')} since "
                f"{time.strftime('%H:%M', time.localtime(float(held.get('at', 0))))} "
                f"(wait until it ends; it counts as dead after {_STALE / 60:g} minutes of silence)"
            )
        remote.write(NAME, _told(mine))
        if (_held(remote) or {}).get("id") != mine["id"]:
            raise PublishError("another run began to publish there at the same moment (wait)")
    stop = threading.Event()
    renewing = threading.Thread(target=_renew, args=(remote, mine, stop), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        stop.set()
        renewing.join(5)
        with suppress(Exception):  # what was published is published; the lock goes stale
            remote.remove(NAME)


def _renew(remote: Any, mine: dict[str, Any], stop: threading.Event) -> None:
    while not stop.wait(_RENEWAL):
        with suppress(Exception):
            remote.write(NAME, _told(mine))


def _told(mine: dict[str, Any]) -> bytes:
    return json.dumps({**mine, "at": time.time()}).encode()


def _held(remote: Any) -> dict[str, Any] | None:
    try:
        told = json.loads(remote.read(NAME) or b"null")
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _is_over(held: dict[str, Any]) -> bool:
    """Whether the run that holds a lock is dead, as far as anybody can know."""
    try:
        if time.time() - float(held.get("at", 0)) > _STALE:
            return True
        if held.get("host") != socket.gethostname():
            return False
        os.kill(int(held.get("pid", 0)), 0)
    except (ProcessLookupError, ValueError, TypeError):
        return True
    except PermissionError:
        return False
    return False
