"""Starting the preview: an address, a socket, the server that listens on it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from feed_builder.build import PUBLIC
from feed_builder.errors import FeedBuilderError
from feed_builder.records import dataclass
from feed_builder.serve.app import application
from feed_builder.serve.building import Tell, Workshop

LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is asked of the preview; `port` 0 is any that is free."""

    project: Path
    port: int = 8000
    watch: bool = True
    lan: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the preview is: on this machine, and in the local network if that was asked for.

    `feeds` are those of its shows.
    """

    local: str
    lan: str | None
    feeds: tuple[str, ...]


def serve(settings: Settings, tell: Tell, ready: Callable[[Addresses], None]) -> None:
    """Build, then serve until somebody stops it; `ready` is called once it listens.

    Raises FeedBuilderError where the port is taken, or where nothing can be built and nobody
    watches for that to change.
    """
    project = settings.project.resolve()
    sock = _listening(settings)
    workshop = Workshop(project, project / PUBLIC, tell)
    workshop.build()
    if workshop.state.errors and not settings.watch:
        sock.close()
        raise FeedBuilderError("the show can't be built (mend the errors above)")
    port = sock.getsockname()[1]
    lan = _lan_address() if settings.lan else None
    app = application(workshop, _hosts(lan), watch=settings.watch)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, server_header=False
    )
    local = f"http://{LOCAL}:{port}/"
    feeds = tuple(f"{local}{place}feed.xml" for place in sorted(workshop.links.values()) or [""])
    ready(Addresses(local, f"http://{lan}:{port}/" if lan else None, feeds))
    try:
        uvicorn.Server(config).run(sockets=[sock])
    except KeyboardInterrupt:
        return
    finally:
        sock.close()


def _listening(settings: Settings) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("0.0.0.0" if settings.lan else LOCAL, settings.port))
    except OSError as error:
        sock.close()
        fact = f"port {settings.port}: can't be listened on: {error.strerror}"
        raise FeedBuilderError(f"{fact} (choose another with --port)") from error
    sock.listen(128)
    return sock


def _lan_address() -> str:
    """The address that others in the network reach this machine by; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address that nobody has
            return str(probe.getsockname()[0])
        except OSError:
            return LOCAL


def _hosts(lan: str | None) -> frozenset[str]:
    names = {LOCAL, "localhost", "[::1]"}
    if lan:
        own = socket.gethostname().lower()
        names |= {lan, own, f"{own}.local"}
    return frozenset(names)
