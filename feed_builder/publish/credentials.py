"""Credentials: from the environment, the system's keyring or the provider's own files.

They are never in podcast.toml, and no message holds one: what was read here, and every value of the
environment that looks like one, is struck out of all that is said.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from feed_builder.records import dataclass

_SECRET_NAMES = re.compile(r"PASS|SECRET|TOKEN|_KEY|KEY_|CREDENTIAL|CONNECTION_STRING", re.I)
_USERINFO = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*@")
_SHORTEST = 5
_STRUCK = "•••"
SERVICE = "feed-builder"


@dataclass(slots=True)
class Secrets:
    """Where a target's credentials come from: `environment` first, then keyring, then files.

    `notes` are what is to be said of whom they were shown to.
    """

    target: str
    environment: Mapping[str, str]
    known: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def user(self, host: str, given: str | None) -> str | None:
        """Who logs in: the one in the address, else FEED_BUILDER_<NAME>_USER, else ~/.netrc's."""
        return given or self._variable("USER") or (self._netrc(host) or (None, None))[0]

    def password(self, host: str, user: str | None) -> str | None:
        """The password: FEED_BUILDER_<NAME>_PASSWORD, the keyring's, or ~/.netrc's."""
        from_file = self._netrc(host)
        found = (
            self._variable("PASSWORD")
            or self._keyring(user)
            or (from_file[1] if from_file and from_file[0] in (None, user) else None)
        )
        if found:
            self.known.add(found)
        return found

    def variable(self, name: str) -> str | None:
        """FEED_BUILDER_<NAME>_…, for what is no secret."""
        return self._variable(name)

    def _variable(self, what: str) -> str | None:
        name = re.sub(r"\W", "_", self.target).upper()
        for variable in (f"FEED_BUILDER_{name}_{what}", f"FEED_BUILDER_{what}"):
            if self.environment.get(variable):
                return self.environment[variable]
        return None

    def _keyring(self, user: str | None) -> str | None:
        try:
            import keyring
        except ImportError:
            return None
        try:
            return keyring.get_password(SERVICE, self.target) or (
                keyring.get_password(SERVICE, user) if user else None
            )
        except Exception:
            # Each system's keyring fails in its own way; a password may stand elsewhere.
            return None

    def _netrc(self, host: str) -> tuple[str | None, str | None] | None:
        file = self.environment.get("NETRC") or str(Path.home() / ".netrc")
        try:
            found = netrc.netrc(file).authenticators(host)
        except (OSError, netrc.NetrcParseError):
            return None
        return (found[0] or None, found[2] or None) if found else None

    def scrubbed(self, text: str) -> str:
        """`text` without any secret."""
        values = {*self.known, *secret_values(self.environment)}
        for value in sorted(values, key=len, reverse=True):
            for form in {value, quote(value, safe="")}:
                text = text.replace(form, _STRUCK)
        return _USERINFO.sub(f"{_STRUCK}@", text)


def secret_values(environment: Mapping[str, str]) -> set[str]:
    """The values of variables that are called like secrets."""
    return {
        value
        for name, value in environment.items()
        if _SECRET_NAMES.search(name) and len(value) >= _SHORTEST and not Path(value).exists()
    }


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return dict(os.environ)


def bare(url: str) -> str:
    """An address without user and password."""
    if "://" not in url:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
