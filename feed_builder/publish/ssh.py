"""SSH: who logs in with what, and which server is believed to be the right one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder.publish.credentials import Secrets
from feed_builder.publish.errors import PublishError

if TYPE_CHECKING:
    from feed_builder.publish.targets import Place

_SECONDS = 30


def options(place: Place, secrets: Secrets) -> dict[str, Any]:
    """What the file system of SFTP is told: ~/.ssh/config, agent and keys as `ssh` takes them."""
    configured = _configured(place.host)
    user = secrets.user(place.host, place.user) or configured.get("user")
    told: dict[str, Any] = {
        "host": configured.get("hostname", place.host),
        "port": place.port or int(configured.get("port", 22)),
        "timeout": _SECONDS,
        "banner_timeout": _SECONDS,
        "host_key_policy": _policy(place, secrets),
    }
    port = told["port"]
    others = [] if place.settings.get("host_key") else _other_types(_named(told["host"], port))
    files = configured.get("identityfile")
    password = secrets.password(place.host, user)
    return {
        **told,
        **({"disabled_algorithms": {"keys": others}} if others else {}),
        **({"username": user} if user else {}),
        **({"password": password} if password else {}),
        **({"key_filename": files} if files else {}),
    }


def _named(host: str, port: int) -> str:
    """A server's name in known_hosts."""
    return host if port == 22 else f"[{host}]:{port}"


def _configured(host: str) -> dict[str, Any]:
    import paramiko

    file = Path.home() / ".ssh" / "config"
    try:
        return dict(paramiko.SSHConfig.from_path(str(file)).lookup(host))
    except (OSError, paramiko.ConfigParseError):
        return {}


def _known_hosts() -> Path:
    return Path.home() / ".ssh" / "known_hosts"


def _known(name: str) -> Mapping[str, Any]:
    """The keys that a server is known by, by their type; `name` as known_hosts has it."""
    import paramiko

    known = paramiko.HostKeys()
    if _known_hosts().is_file():
        known.load(str(_known_hosts()))
    return known.lookup(name) or {}


def _other_types(name: str) -> list[str]:
    """The types of keys that a known server is not known by: it shall show one that it is."""
    types = set(_known(name))
    if not types:
        return []
    if "ssh-rsa" in types:
        types |= {"rsa-sha2-256", "rsa-sha2-512"}
    return [type for type in _TYPES if type not in types]


_TYPES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ssh-rsa",
    "ssh-dss",
)
_remembering = threading.Lock()


def _policy(place: Place, secrets: Secrets) -> Any:
    """Whom to believe: the key in podcast.toml, else known_hosts, else what is met first.

    A key that differs from a known one is refused. An unknown one is taken and remembered, as `ssh`
    does with StrictHostKeyChecking=accept-new, since machines of CI know no host; it is told.
    """
    import paramiko

    pinned = place.settings.get("host_key")

    class Policy(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
        """Looks at a key that the client has not met."""

        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode()
            shown = f"SHA256:{digest.rstrip('=')}"
            if pinned:
                if not hmac.compare_digest(pinned.rstrip("="), shown):
                    raise PublishError(
                        f"{place.host}: has the key {shown}, not the host_key of podcast.toml "
                        "(somebody may stand in between; ask who runs the server)"
                    )
                return
            with _remembering:
                entry = _known(hostname)
                if not entry:
                    secrets.notes.append(_remember(hostname, key, shown))
                elif entry.get(key.get_name()) != key:
                    raise PublishError(
                        f"{place.host}: has another key than in ~/.ssh/known_hosts: {shown} "
                        "(somebody may stand in between; ask who runs the server)"
                    )

    return Policy()


def _remember(hostname: str, key: Any, shown: str) -> str:
    """Write a new server's key down; what is to be said of it."""
    line = f"{hostname} {key.get_name()} {key.get_base64()}\n"
    where = "is remembered in ~/.ssh/known_hosts"
    try:
        _known_hosts().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _known_hosts().open("a+") as file:
            file.seek(0)
            there = file.read()
            file.write(line if not there or there.endswith("\n") else f"\n{line}")
    except OSError:
        where = "can't be remembered"
    return (
        f"{hostname}: met for the first time; its key {shown} {where} "
        "(host_key in podcast.toml asks for it always)"
    )
