"""A lock, so that two runs cannot meet: one in the project, one at the target.

The first ends with the process. The second holds other machines off; it is renewed while the run
lasts, and counts for nothing when it was not renewed for a while or when its process is gone.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from feed_builder.publish.errors import PublishError
from feed_builder.records import dataclass

NAME = ".feed-builder-lock.json"
_STALE = 600.0  # seconds
_RENEWAL = 60.0
_SETTLED = 0.5
"""Seconds after which, at least, two runs that wrote at the same moment see which was later."""
_WRITTEN = 5.0
"""Seconds within which whoever made a lock has written into it who it is."""


@dataclass(slots=True)
class Hold:
    """The lock that a run has at its target, for as long as it has it."""

    remote: Any
    mine: dict[str, Any]
    lost: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise PublishError if another run has taken the lock, as far as we were told."""
        if self.lost.is_set():
            raise PublishError(
                "another run has taken over there, since nothing was heard of this one for "
                f"{_STALE / 60:g} minutes (was the machine asleep? publish again)"
            )

    def prove(self) -> None:
        """Look at the target whose lock it is; raises PublishError if it is another's."""
        held = _held(self.remote)
        if held and held.get("id") != self.mine["id"]:
            self.lost.set()
        self.check()

    def renew(self) -> None:
        """Tell the target that this run is alive, unless another has taken over."""
        held = _held(self.remote)
        if held and held.get("id") != self.mine["id"]:
            self.lost.set()
        else:
            self.remote.write(NAME, _told(self.mine))


class Unheld:
    """What stands for a lock where none is needed: of two pushes git takes one."""

    def check(self) -> None:
        """Nobody can take it over."""

    def prove(self) -> None:
        """Nobody can take it over."""


@contextmanager
def project_locked(folder: Path) -> Iterator[None]:
    """Hold off every other run of this project, whose `folder` is for files of ours.

    Raises PublishError where one is under way: what it sends must not be built anew meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "publish.lock").open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fact = "another run is publishing this project"
            raise PublishError(f"{fact} (wait until it ends)") from None
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "ascii")
        yield


@contextmanager
def target_locked(remote: Any) -> Iterator[Hold | Unheld]:
    """Hold off every other run for this target; raises PublishError where one is under way."""
    if remote.atomic:
        yield Unheld()
        return
    mine = {
        "id": uuid.uuid4().hex,
        "host": socket.gethostname(),
        "machine": machine(),
        "pid": os.getpid(),
    }
    _take(remote, mine)
    hold = Hold(remote, mine)
    stop = threading.Event()
    renewing = threading.Thread(target=_renew, args=(hold, stop), daemon=True)
    renewing.start()
    try:
        yield hold
    finally:
        stop.set()
        renewing.join(5)
        with suppress(Exception):  # what was published is published; the lock goes stale
            if (_held(remote) or {}).get("id") == mine["id"]:
                remote.remove(NAME)


def _take(remote: Any, mine: dict[str, Any]) -> None:
    """Make the lock ours; raises PublishError where it is another's."""
    if remote.create(NAME, _told(mine)):
        if remote.is_exclusive:
            return
    else:
        held = _known(remote)
        if held and not _is_over(remote, held):
            raise PublishError(
                f"another run is publishing there, on {held.get('host')} since "
                f"{time.strftime('%H:%M', time.localtime(_at(held)))} "
                f"(wait until it ends; it counts as dead after {_STALE / 60:g} minutes of silence)"
            )
        remote.write(NAME, _told(mine))
    start = time.monotonic()
    remote.read(NAME)
    # Another may have found the same at the same moment: whoever wrote last has it.
    time.sleep(max(_SETTLED, 4 * (time.monotonic() - start)))
    if (_held(remote) or {}).get("id") != mine["id"]:
        raise PublishError("another run began to publish there at the same moment (wait)")


def _renew(hold: Hold, stop: threading.Event) -> None:
    while not stop.wait(_RENEWAL):
        with suppress(Exception):
            hold.renew()


def _told(mine: dict[str, Any]) -> bytes:
    return json.dumps({**mine, "at": time.time()}).encode()


def _held(remote: Any) -> dict[str, Any] | None:
    try:
        told = json.loads(remote.read(NAME) or b"null")
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _known(remote: Any) -> dict[str, Any] | None:
    """Whose the lock is; None where nobody has written that into it within a while."""
    end = time.monotonic() + _WRITTEN
    while (held := _held(remote)) is None and time.monotonic() < end:
        time.sleep(0.2)
    return held


def _at(held: dict[str, Any]) -> float:
    try:
        return float(held.get("at", 0))
    except (TypeError, ValueError):
        return 0.0


def machine() -> str:
    """What tells machines apart whose hosts have one name: the boot, and the space of processes."""
    told = [socket.gethostname()]
    with suppress(OSError):
        told.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        told.append(str(Path("/proc/self/ns/pid").readlink()))
    return " ".join(told)


def _is_over(remote: Any, held: dict[str, Any]) -> bool:
    """Whether the run that holds a lock is dead, as far as anybody can know.

    How long it has been silent the target's own clock says: those of two machines may differ.
    """
    if held.get("machine") == machine() and not _is_running(held.get("pid")):
        return True
    age = remote.age(NAME)
    return bool((time.time() - _at(held) if age is None else age) > _STALE)


def _is_running(pid: Any) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, TypeError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
