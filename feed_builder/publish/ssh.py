"""SSH: who logs in with what, and which server is believed to be the right one."""

from __future__ import annotations

import base64
import hashlib
import hmac
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
        "host_key_policy": _policy(place),
    }
    files = configured.get("identityfile")
    password = secrets.password(place.host, user)
    return {
        **told,
        **({"username": user} if user else {}),
        **({"password": password} if password else {}),
        **({"key_filename": files} if files else {}),
    }


def _configured(host: str) -> dict[str, Any]:
    import paramiko

    file = Path.home() / ".ssh" / "config"
    try:
        return dict(paramiko.SSHConfig.from_path(str(file)).lookup(host))
    except (OSError, paramiko.ConfigParseError):
        return {}


def _policy(place: Place) -> Any:
    """Whom to believe: the key in podcast.toml, else known_hosts, else what is met first.

    A key that differs from a known one is refused. An unknown one is taken, as `ssh` does with
    StrictHostKeyChecking=accept-new, since machines of CI know no host.
    """
    import paramiko

    pinned = place.settings.get("host_key")
    known = paramiko.HostKeys()
    file = Path.home() / ".ssh" / "known_hosts"
    if file.is_file():
        known.load(str(file))

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
            entry = known.lookup(hostname)
            if entry is not None and not known.check(hostname, key):
                raise PublishError(
                    f"{place.host}: has another key than in ~/.ssh/known_hosts: {shown} "
                    "(somebody may stand in between; ask who runs the server)"
                )

    return Policy()
