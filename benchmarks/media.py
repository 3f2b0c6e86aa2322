"""Publishes recordings as a build does, tags and all, and does no more: `media TARGET FILE …`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from feed_builder.audio.child import Tagged, Tagging, tag_all
from feed_builder.audio.tags.fields import Tags
from feed_builder.model import Asset
from feed_builder.output import write_output
from feed_builder.read.covers import small_cover
from feed_builder.read.files import CONFIG_FILE, Signature
from feed_builder.read.media import gather
from feed_builder.read.plain import LONGEST


def main() -> None:
    """Read, tag and publish the files that the command line names."""
    target, *files = map(Path, sys.argv[1:])
    _read(files)
    folder = Path(tempfile.mkdtemp(dir=target.parent))
    cover = _cover(files[0], folder) if files else None
    jobs = [Tagging(file, folder / file.name, partial(_tags, file, cover)) for file in files]
    assets = []
    for job, made in zip(jobs, tag_all(jobs), strict=True):
        assert isinstance(made, Tagged), made
        name = f"{job.source.stem}.{made.sha256[:8]}{job.source.suffix}"
        assets.append(Asset(f"media/{name}", str(job.target), passing=True))
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


def _cover(file: Path, folder: Path) -> str | None:
    """The picture that is embedded: the show's cover, as small as a build makes it."""
    show = next(place for place in file.parents if (place / CONFIG_FILE).exists())
    cover = small_cover(show, "cover.jpg", folder)
    return cover[0] if cover else None


def _tags(file: Path, cover: str | None) -> Tags:
    return Tags(values=_values(file), seconds=20.0, picture=cover)


def _values(file: Path) -> dict[str, str | int]:
    """As many facts as an episode has, its notes among them."""
    told = ("title", "show", "guests", "publisher", "page", "guid", "feed")
    notes = file.with_suffix(".md").read_text("utf-8")[:LONGEST]
    numbers = {"number": 1, "season": 1, "podcast": 1}
    return {
        **dict.fromkeys(told, f"{file.stem} " * 4),
        **dict.fromkeys(("notes", "long_notes"), notes),
        **numbers,
    }


if __name__ == "__main__":
    main()
