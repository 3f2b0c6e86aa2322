"""The files that come with this package: styles, scripts, catalogues of texts."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def own_file(*parts: str) -> bytes:
    """The bytes of the file at these `parts` below this folder.

    importlib.resources loads tempfile, random and hashlib first: 5 ms of each command's time.
    """
    return _FOLDER.joinpath(*parts).read_bytes()
