"""The whole show as one archive with checksums: BagIt (RFC 8493), as a folder or a zip.

What lies in it are the sources; the same sources give the same feed, byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.read.config import Config, read_config
from feed_builder.records import dataclass
from feed_builder.text import slug

_PUBLIC = "public"
DECLARATION = "bagit.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
CHUNK = 1 << 20
Progress = Callable[[str, int, int], None]


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""


class ArchiveError(FeedBuilderError):
    """An archive that can't be made, or that is not what its checksums say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An archive that was made: where, in which form, how many files and bytes, what is not in."""

    path: Path
    format: str
    files: int
    length: int
    left_out: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The result in the shape that `export --json` prints."""
        return {
            "path": str(self.path),
            "format": self.format,
            "files": self.files,
            "length": self.length,
            "left_out": list(self.left_out),
        }


def export_show(
    project: Path,
    output: Path | None,
    *,
    format: str | None,
    now: datetime,
    progress: Progress | None = None,
) -> Exported:
    """All sources of a show as an archive at `output`; raises ArchiveError and FindingsError.

    A name that ends with .zip asks for a zip, as does no name at all.
    """
    config, findings = read_config(project)
    if config is None:
        raise FindingsError(findings)
    name = slug(config.title) or "podcast"
    chosen = format or ("zip" if output is None or output.suffix.lower() == ".zip" else "bagit")
    target = output or Path(f"{name}{'.zip' if chosen == 'zip' else ''}")
    if os.path.lexists(target):
        raise ArchiveError(f"{target}: is there already (name another)")
    files, left_out = _sources(project, target)
    with _folder_beside(target) as folder:
        if chosen == "zip":
            made = Path(folder) / "archive.zip"
            length = _write_zip(made, target.stem, project, files, config, now, progress)
        else:
            made = Path(folder) / "bag"
            length = _write_bag(made, project, files, config, now, progress)
        made.rename(target)
    return Exported(
        path=target, format=chosen, files=len(files), length=length, left_out=tuple(left_out)
    )


def _folder_beside(target: Path) -> tempfile.TemporaryDirectory[str]:
    """Where the archive is made, on the same disk."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=target.parent, prefix=".feed-builder-")
    except OSError as error:
        fact = f"{target}: can't be written: {error.strerror}"
        raise ArchiveError(f"{fact} (choose another folder, or mend that)") from error


def _sources(project: Path, target: Path) -> tuple[list[str], list[str]]:
    """The files of a project that are its own, and the links that are not followed."""
    files: list[str] = []
    left: list[str] = []
    own = target.resolve()
    for folder, folders, names in os.walk(project):
        here = Path(folder)
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".")
            and not (here == project and f == _PUBLIC)
            and (here / f).resolve() != own
        )
        for name in [*names, *(f for f in folders if (here / f).is_symlink())]:
            path = here / name
            shown = path.relative_to(project).as_posix()
            if name.startswith(".") or name.endswith(".part") or path.resolve() == own:
                continue
            (files if stat.S_ISREG(path.lstat().st_mode) else left).append(shown)
    return sorted(files), sorted(left)


def _tags(config: Config, now: datetime, lengths: Mapping[str, int]) -> dict[str, bytes]:
    """The bag's own files except the manifests."""
    info = {
        "Source-Organization": config.author,
        "External-Description": config.title,
        "External-Identifier": config.guid,
        "Bagging-Date": f"{now:%Y-%m-%d}",
        "Payload-Oxum": f"{sum(lengths.values())}.{len(lengths)}",
        "Bag-Software-Agent": "Feed Builder",
    }
    told = "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info.items())
    return {
        DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: told.encode(),
    }


def _manifest(sums: Mapping[str, str]) -> bytes:
    lines = (f"{sums[path]}  {_encoded(path)}\n" for path in sorted(sums))
    return "".join(lines).encode()


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _all_tags(
    config: Config, now: datetime, sums: Mapping[str, str], lengths: Mapping[str, int]
) -> dict[str, bytes]:
    tags = _tags(config, now, lengths)
    tags[MANIFEST] = _manifest({f"data/{path}": one for path, one in sums.items()})
    tags[TAG_MANIFEST] = _manifest(
        {name: hashlib.sha256(content).hexdigest() for name, content in tags.items()}
    )
    return tags


def _write_bag(
    bag: Path,
    project: Path,
    files: list[str],
    config: Config,
    now: datetime,
    progress: Progress | None,
) -> int:
    sums: dict[str, str] = {}
    lengths: dict[str, int] = {}
    for done, path in enumerate(files, 1):
        target = bag / "data" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with (project / path).open("rb") as source, target.open("wb") as out:
            sums[path], lengths[path] = copied(source, out)
        if progress:
            progress("exporting", done, len(files))
    for name, content in _all_tags(config, now, sums, lengths).items():
        (bag / name).write_bytes(content)
    return sum(lengths.values())


def _write_zip(
    file: Path,
    top: str,
    project: Path,
    files: list[str],
    config: Config,
    now: datetime,
    progress: Progress | None,
) -> int:
    sums: dict[str, str] = {}
    lengths: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        for done, path in enumerate(files, 1):
            entry = _entry(f"{top}/data/{path}")
            with (
                (project / path).open("rb") as source,
                archive.open(entry, "w", force_zip64=True) as out,
            ):
                sums[path], lengths[path] = copied(source, out)
            if progress:
                progress("exporting", done, len(files))
        for name, content in _all_tags(config, now, sums, lengths).items():
            archive.writestr(_entry(f"{top}/{name}"), content)
    return sum(lengths.values())


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a date: the same show gives the same bytes."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    is_text = name.endswith((".md", ".toml", ".txt", ".json", ".vtt", ".srt", ".html", ".lock"))
    entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
    return entry


def copied(source: Readable, out: IO[bytes]) -> tuple[str, int]:
    """The SHA-256 and the length of what was copied."""
    digest, length = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        out.write(chunk)
        length += len(chunk)
    return digest.hexdigest(), length
