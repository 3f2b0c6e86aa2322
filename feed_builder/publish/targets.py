"""The kinds of targets: one row each, over fsspec's file systems.

A row says which file system serves an address, what it must be told, which headers it can set, and
how a file takes its place there in one step.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from feed_builder.publish.credentials import Secrets
from feed_builder.publish.errors import PublishError
from feed_builder.publish.files import PublicFile
from feed_builder.records import dataclass

FileSystem = Any
"""A file system of fsspec, which has no types."""


Append = Callable[[FileSystem, str, PublicFile, Callable[[int], None]], None]
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A target's address, taken apart; `root` is the path that files lie below."""

    url: str
    scheme: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    root: str = ""
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of target.

    `connect` opens it. `headers` are what `put_file` is told; a store that takes them puts files in
    their place in one step. Without headers files are written beside and then take their place by
    `rename`. `append` writes a part, from where an earlier run has stopped. `alone` says that each
    thread needs a connection of its own. `exclusive` is how a file is made that must not be there
    yet; None where two may both make it.
    """

    extra: str | None
    connect: Callable[[Place, Secrets], FileSystem]
    headers: Callable[[PublicFile], dict[str, Any]] | None = None
    rename: Callable[[FileSystem, str, str], None] | None = None
    alone: bool = False
    append: Append | None = None
    exclusive: str | None = None


def is_git(settings: Mapping[str, str]) -> bool:
    """Whether a target is a branch: it says git+, names a branch, or ends as repositories do."""
    url = settings["url"].partition("#")[0].rstrip("/")
    return url.startswith("git+") or "branch" in settings or url.endswith(".git")


def place_of(settings: Mapping[str, str], folder: str) -> Place:
    """The place that a target's `url` names; a relative path is one from the project's `folder`."""
    from pathlib import Path

    url = settings["url"]
    if is_git(settings):
        return Place(url=_repository(url, folder), scheme="git", settings=settings)
    if "://" not in url:
        root = str(Path(folder, Path(url).expanduser()).resolve())
        return Place(url=url, scheme="file", root=root, settings=settings)
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    path = unquote(parts.path)
    if scheme == "file":
        return Place(url=url, scheme="file", root=path.rstrip("/") or "/", settings=settings)
    stores = ("s3", "gs", "gcs", "az", "abfs", "abfss")
    root = f"{parts.netloc.rpartition('@')[2]}{path}" if scheme in stores else path
    return Place(
        url=url,
        scheme=scheme,
        host=parts.hostname or "",
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        root=root.rstrip("/") or "/",
        settings=settings,
    )


def _repository(url: str, folder: str) -> str:
    """A repository's address; a path is one from the project, `host:path` is one of SSH."""
    from pathlib import Path

    if "://" in url or ":" in url.partition("/")[0]:
        return url
    path, mark, branch = url.partition("#")
    return f"{Path(folder, Path(path).expanduser()).resolve()}{mark}{branch}"


def _filesystem(protocol: str, extra: str, **options: Any) -> FileSystem:
    import fsspec

    try:
        return fsspec.filesystem(protocol, **{**options, "skip_instance_cache": True})
    except ImportError as error:
        way_out = f"pip install 'feed-builder[{extra}]'"
        raise PublishError(f"{protocol}: what reaches it is not installed ({way_out})") from error


def _folder(place: Place, secrets: Secrets) -> FileSystem:
    return _filesystem("file", "", auto_mkdir=True)


def _s3(place: Place, secrets: Secrets) -> FileSystem:
    endpoint = place.settings.get("endpoint_url") or secrets.environment.get("AWS_ENDPOINT_URL")
    options: dict[str, Any] = {"endpoint_url": endpoint} if endpoint else {}
    return _filesystem("s3", "s3", use_listings_cache=False, **options)


def _gcs(place: Place, secrets: Secrets) -> FileSystem:
    endpoint = place.settings.get("endpoint_url")
    options: dict[str, Any] = {"endpoint_url": endpoint} if endpoint else {}
    if endpoint or secrets.environment.get("STORAGE_EMULATOR_HOST"):
        options["token"] = "anon"
        # What gcsfs tries for some buckets of Google's own no emulator answers.
        os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    return _filesystem("gcs", "gcs", use_listings_cache=False, **options)


def _azure(place: Place, secrets: Secrets) -> FileSystem:
    environment = secrets.environment
    options: dict[str, Any] = {"use_listings_cache": False}
    if not environment.get("AZURE_STORAGE_CONNECTION_STRING"):
        options["anon"] = False  # then the provider's own credentials are looked for
        if environment.get("AZURE_STORAGE_ACCOUNT_NAME"):
            options["account_name"] = environment["AZURE_STORAGE_ACCOUNT_NAME"]
    return _filesystem("abfs", "azure", **options)


def _sftp(place: Place, secrets: Secrets) -> FileSystem:
    from feed_builder.publish.ssh import options

    return _filesystem("sftp", "sftp", **options(place, secrets))


def _webdav(place: Place, secrets: Secrets) -> FileSystem:
    secure = place.scheme in ("webdavs", "webdav+https", "davs", "https")
    port = f":{place.port}" if place.port else ""
    user = secrets.user(place.host, place.user)
    password = secrets.password(place.host, user)
    auth = (user or "", password) if password else None
    base = f"{'https' if secure else 'http'}://{place.host}{port}"
    return _filesystem("webdav", "webdav", base_url=base, auth=auth)


def _ftp(place: Place, secrets: Secrets) -> FileSystem:
    user = secrets.user(place.host, place.user)
    password = secrets.password(place.host, user)
    options = {
        "host": place.host,
        "port": place.port or 21,
        "username": user,
        "password": password,
        "skip_instance_cache": True,
    }
    if place.scheme == "ftp":
        return _filesystem("ftp", "", **options)
    from feed_builder.publish.ftp import SecureFTPFileSystem

    return SecureFTPFileSystem(tls=True, **options)


def _s3_headers(file: PublicFile) -> dict[str, Any]:
    disposition = {"ContentDisposition": file.disposition} if file.disposition else {}
    return {"ContentType": file.type, "CacheControl": file.cache, **disposition}


def _gcs_headers(file: PublicFile) -> dict[str, Any]:
    fixed = {"cache_control": file.cache}
    if file.disposition:
        fixed["content_disposition"] = file.disposition
    return {"content_type": file.type, "fixed_key_metadata": fixed}


def _azure_headers(file: PublicFile) -> dict[str, Any]:
    from azure.storage.blob import ContentSettings

    settings = ContentSettings(
        content_type=file.type,
        cache_control=file.cache,
        content_disposition=file.disposition,
    )
    return {"content_settings": settings}


def _mv(filesystem: FileSystem, part: str, path: str) -> None:
    filesystem.mv(part, path)


def _move_on_webdav(filesystem: FileSystem, part: str, path: str) -> None:
    # The file system's own mv copies and deletes; the protocol can do it in one step.
    filesystem.client.move(part, path, overwrite=True)


def _append(
    filesystem: FileSystem, part: str, file: PublicFile, sent: Callable[[int], None]
) -> None:
    """Write a part, from where an earlier run has stopped."""
    try:
        have = int(filesystem.info(part)["size"])
    except FileNotFoundError:
        have = 0
    have = have if have <= file.length else 0
    with file.source.open("rb") as source, filesystem.open(part, "ab" if have else "wb") as to:
        if hasattr(to, "set_pipelined"):
            to.set_pipelined(True)
        source.seek(have)
        while chunk := source.read(_CHUNK):
            to.write(chunk)
            have += len(chunk)
            sent(have)
    there = int(filesystem.info(part)["size"])
    if there != file.length:
        filesystem.rm_file(part)
        raise OSError(f"{file.path}: {there} bytes arrived, not {file.length}")


def _append_on_ftp(
    filesystem: FileSystem, part: str, file: PublicFile, sent: Callable[[int], None]
) -> None:
    from feed_builder.publish.ftp import put_part

    put_part(filesystem, part, file, sent)


_FOLDER = Kind(extra=None, connect=_folder, rename=_mv, append=_append, exclusive="xb")
_S3 = Kind(extra="s3", connect=_s3, headers=_s3_headers, exclusive="create")
_GCS = Kind(extra="gcs", connect=_gcs, headers=_gcs_headers, exclusive="create")
_AZURE = Kind(extra="azure", connect=_azure, headers=_azure_headers, exclusive="create")
_SFTP = Kind(extra="sftp", connect=_sftp, rename=_mv, append=_append, alone=True, exclusive="wxb")
_WEBDAV = Kind(extra="webdav", connect=_webdav, rename=_move_on_webdav, alone=True)
_FTP = Kind(extra=None, connect=_ftp, rename=_mv, append=_append_on_ftp, alone=True)

TARGETS: Mapping[str, Kind] = {
    "file": _FOLDER,
    "s3": _S3,
    "gs": _GCS,
    "gcs": _GCS,
    "az": _AZURE,
    "abfs": _AZURE,
    "abfss": _AZURE,
    "sftp": _SFTP,
    "ssh": _SFTP,
    "webdav": _WEBDAV,
    "webdavs": _WEBDAV,
    "webdav+http": _WEBDAV,
    "webdav+https": _WEBDAV,
    "dav": _WEBDAV,
    "davs": _WEBDAV,
    "http": _WEBDAV,
    "https": _WEBDAV,
    "ftp": _FTP,
    "ftps": _FTP,
}
