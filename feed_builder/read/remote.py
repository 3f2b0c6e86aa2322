"""Recordings that stay where they are: `audio = "https://…"` in an episode's front matter.

What is known of one lies beside the episode (`01-name.audio.json`), so that builds work offline. A
build asks the server whether it changed, and reads its first and last pieces where it did.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from feed_builder.audio.facts import from_dict, to_dict
from feed_builder.errors import AudioError, FeedBuilderError
from feed_builder.files import Unreadable, read_regular, replace_file
from feed_builder.model import AudioInfo

if TYPE_CHECKING:
    from feed_builder.fetching import Answer

SIDECAR: Final = ".audio.json"
_VERSION: Final = 1
_AT_ONCE: Final = 8  # servers are asked side by side


def is_remote(audio: str | None) -> bool:
    """Whether a recording is on the web."""
    return bool(audio) and str(audio).startswith(("http://", "https://"))


def sidecar_of(file: str) -> str:
    """The name of what is kept beside an episode's `file`."""
    return file.rpartition(".")[0] + SIDECAR


def refresh(project: Path, files: Iterable[str]) -> bool:
    """Ask for each sidecar of `files` whether its recording changed; whether one did.

    A server that can't be asked leaves what is known.
    """
    sidecars = [project / file for file in files if file.endswith(SIDECAR)]
    if not sidecars:
        return False
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return any(list(pool.map(_refreshed, sidecars)))


def _refreshed(path: Path) -> bool:
    from feed_builder.read.ranges import head

    known = _kept(path)
    if known is None:
        return False
    try:
        answer = head(known["url"])
        if _state(answer) == known["state"]:
            return False
        _read(path, known["url"], answer)
    except (FeedBuilderError, OSError):
        return False
    return True


def facts_of(project: Path, file: str, url: str) -> AudioInfo | AudioError:
    """What is known of the recording at `url` of the episode in `file`, asked for if need be."""
    from feed_builder.read.ranges import head

    path = project / sidecar_of(file)
    known = _kept(path)
    if known and known["url"] == url:
        return from_dict(known["info"])
    try:
        return _read(path, url, head(url))
    except AudioError as error:
        return error
    except OSError as error:
        return AudioError(f"{path.name} can't be written: {error.strerror} (mend that)")
    except FeedBuilderError as error:
        return AudioError(str(error).removeprefix(f"{url}: "))


def _read(path: Path, url: str, answer: Answer) -> AudioInfo:
    """The facts of a recording, read piece by piece and kept at `path`."""
    from feed_builder.audio.outline import outline
    from feed_builder.read.ranges import RemoteFile, length_of

    length = length_of(answer)
    info = outline(cast(BinaryIO, RemoteFile(answer.url, length)), length)
    told = {"version": _VERSION, "url": url, "state": _state(answer), "info": to_dict(info)}
    content = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    replace_file(path, content)
    return info


def _state(answer: Answer) -> list[Any]:
    """What changes when the file does; a server that gives no ETag may give its date."""
    from feed_builder.read.ranges import length_of

    headers = answer.headers
    return [length_of(answer), headers.get("etag") or headers.get("last-modified")]


def _kept(path: Path) -> Mapping[str, Any] | None:
    """What is kept at `path`; None for nothing, or for what nobody wrote."""
    try:
        told = json.loads(read_regular(path))
        from_dict(told["info"])
        good = told["version"] == _VERSION and is_remote(told["url"]) and told["state"]
    except (Unreadable, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    return cast(Mapping[str, Any], told) if good else None


def read_all(project: Path, wanted: Mapping[str, str]) -> dict[str, AudioInfo | AudioError]:
    """The facts of recordings by their addresses; `wanted` says whose each is."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda one: facts_of(project, one[1], one[0]), wanted.items())
        return dict(zip(wanted, found, strict=True))
