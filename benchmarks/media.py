"""Publishes recordings as a build does, tags and all, and does no more: `media TARGET FILE …`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from feed_builder.audio.child import Tagged, Tagging, tag_all
from feed_builder.audio.tags.fields import Tags
from feed_builder.model import Asset
from feed_builder.output import write_output
from feed_builder.read.files import Signature
from feed_builder.read.media import gather


def main() -> None:
    """Read, tag and publish the files that the command line names."""
    target, *files = map(Path, sys.argv[1:])
    _read(files)
    folder = Path(tempfile.mkdtemp(dir=target.parent))
    jobs = [
        Tagging(file, folder / file.name, Tags(values=_values(file), seconds=20.0))
        for file in files
    ]
    assets = []
    for job, made in zip(jobs, tag_all(jobs), strict=True):
        assert isinstance(made, Tagged), made
        name = f"{job.source.stem}.{made.sha256[:8]}{job.source.suffix}"
        assets.append(Asset(f"media/{name}", job.target, passing=True))
    write_output(target, assets, [])
    shutil.rmtree(folder)


def _read(files: Sequence[Path]) -> None:
    """Find out how long they play, and hash them: their names say which bytes they hold."""
    signatures = {}
    for file in files:
        status = file.lstat()
        signatures[str(file)] = Signature(status.st_size, status.st_mtime_ns)
    facts, _ = gather(Path("/"), list(signatures), [], None, signatures, {})
    assert all(fact.sha256 for fact in facts.values()), facts


def _values(file: Path) -> dict[str, str | int]:
    """As many facts as an episode has."""
    told = ("title", "show", "guests", "publisher", "notes", "description", "page", "guid", "feed")
    return {**dict.fromkeys(told, f"{file.stem} " * 4), "number": 1, "season": 1, "podcast": 1}


if __name__ == "__main__":
    main()
