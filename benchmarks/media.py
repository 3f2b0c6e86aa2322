"""Publishes recordings as a build does, and does nothing else: `media TARGET FILE …`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from feed_builder.model import Asset
from feed_builder.output import write_output


def main() -> None:
    """Hash and copy the files that the command line names."""
    target, *files = map(Path, sys.argv[1:])
    assets = []
    for file in files:
        with file.open("rb") as opened:
            mark = hashlib.file_digest(opened, "sha256").hexdigest()[:8]
        assets.append(Asset(f"media/{file.stem}.{mark}{file.suffix}", file))
    write_output(target, assets, [])


if __name__ == "__main__":
    main()
