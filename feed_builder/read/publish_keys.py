"""`[publish.<name>]`: where `publish` puts the show. No key here takes a password."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from feed_builder.read import schema
from feed_builder.read.schema import Key, described
from feed_builder.read.shown import Fault

SCHEMES = (
    "file s3 gs gcs az abfs abfss sftp ssh webdav webdavs webdav+http webdav+https dav davs ftp "
    "ftps http https git+ssh git+https git+http git+file"
).split()
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_KEYS = ("url", "branch", "endpoint_url", "host_key")
_EXAMPLE = 'url = "sftp://deploy@www.example.org/var/www/podcast"'


def target_url(value: object) -> str:
    """Where a target is: a folder's path, or an address of a known scheme without a password.

    The fault never repeats the value: it may hold a secret.
    """
    if not isinstance(value, str) or not value.strip():
        raise Fault("url is no text", f"write {_EXAMPLE}")
    url = value.strip()
    if "://" not in url:
        return url
    try:
        parts = urlsplit(url)
        password, _ = parts.password, parts.port
    except ValueError:
        fact = "url is no address (does it hold a password? None may stand here)"
        raise Fault(fact, f"write {_EXAMPLE}") from None
    if password is not None:
        fix = "take it out; set FEED_BUILDER_<NAME>_PASSWORD, or keep it in the system's keyring"
        raise Fault("url holds a password, which would be published with the project", fix)
    if parts.scheme.lower() not in SCHEMES:
        fix = f"use a folder's path or one of {', '.join(f'{s}://' for s in SCHEMES)}"
        raise Fault(f"url: {parts.scheme}:// is not known here", fix)
    return url


@described(
    type="object",
    additionalProperties={
        "type": "object",
        "properties": {name: {"type": "string"} for name in _KEYS},
        "required": ["url"],
        "additionalProperties": False,
    },
)
def targets(value: object) -> dict[str, dict[str, str]]:
    """The targets by name."""
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise Fault("is no table of targets", f"write [publish.live] and below it {_EXAMPLE}")
    return {name: _target(name, table) for name, table in value.items()}


def _target(name: str, table: dict[str, Any]) -> dict[str, str]:
    if not _NAME.fullmatch(name):
        raise Fault("a target's name has other characters than letters, digits, - and _", "rename")
    for key, value in table.items():
        if key not in _KEYS:
            fix = "credentials come from the environment, the keyring or the provider's own files"
            raise Fault(f"{name}.{key}: there is no such key", f"write {', '.join(_KEYS)}; {fix}")
        if not isinstance(value, str) or not value.strip():
            raise Fault(f"{name}.{key} is no text", 'write it between quotes: "…"')
    if "url" not in table:
        raise Fault(f"{name}.url is missing", f"write {_EXAMPLE}")
    try:
        read = {**table, "url": target_url(table["url"])}
        if "endpoint_url" in table:
            target_url(table["endpoint_url"].replace("http", "webdav+http", 1))
            schema.web_address(table["endpoint_url"])
    except Fault as fault:
        raise Fault(f"{name}.{fault.fact}", fault.fix) from fault
    return read


PUBLISH_KEY = Key(
    name="publish",
    meaning="Where `publish` puts the show: `[publish.<name>]` with a `url` (a folder, s3://, "
    "gs://, az://, sftp://, webdavs://, ftps://, git+ssh://, …), a `branch` for git, an "
    "`endpoint_url` for stores that speak S3, a `host_key` that an SSH server must have. "
    "Never a password.",
    example=f"[publish.live]\n{_EXAMPLE}",
    kind=targets,
)
