"""Documents that are ZIP archives: their parts, unpacked within limits."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from feed_builder.errors import ArticleError

# The text of a book is 3 MB of XML, and a tree of it takes fifty times as much memory.
MOST_PART = 4_000_000
_MOST_PARTS = 5_000


def opened(data: bytes, what: str) -> zipfile.ZipFile:
    """The archive in `data`; raises `ArticleError` where it is none."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ArticleError(f"is no {what}, or a broken one: save it again") from error
    if len(archive.infolist()) > _MOST_PARTS:
        raise ArticleError(f"has more than {_MOST_PARTS:,} parts: no {what} has")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """A part of an archive; None where there is none. Raises `ArticleError` for a bomb."""
    try:
        with archive.open(name) as file:
            data = file.read(MOST_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError) as error:
        raise ArticleError(f"its part {name} can't be unpacked") from error
    except Exception as error:  # zlib.error and what other compressions raise
        raise ArticleError(f"its part {name} is broken") from error
    if len(data) > MOST_PART:
        raise ArticleError(f"its part {name} unpacks to more than {MOST_PART // 1_000_000} MB")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ArticleError(f"its part {name} defines entities, which no office program does")
    return data


def repacked(archive: zipfile.ZipFile, wanted: Sequence[str]) -> bytes:
    """A new archive of the parts whose names end with one of `wanted`, each within limits."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in dict.fromkeys(archive.namelist()):
            data = part(archive, name) if name.endswith(tuple(wanted)) else None
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()
