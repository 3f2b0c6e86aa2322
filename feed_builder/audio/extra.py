"""PyAV, which brings FFmpeg along, is an extra: without it everything else works."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO

from feed_builder.errors import AudioError

if TYPE_CHECKING:
    from av.container import InputContainer

INSTALL = 'pip install "feed-builder[audio]"'


@cache
def has_av() -> bool:
    """Whether sound can be decoded and encoded here."""
    return find_spec("av") is not None


def require_av(what: str) -> None:
    """Raises AudioError where PyAV is missing; `what` is what it is needed for."""
    if not has_av():
        raise AudioError(f"{what} needs PyAV, which is not installed ({INSTALL})")


def open_recording(recording: str | BinaryIO) -> InputContainer:
    """A recording, to be read; raises av.FFmpegError. Tags that are no UTF-8 are no fault of it."""
    import av

    container: InputContainer = av.open(recording, "r", **_lenient(av.__version__))
    return container


def _lenient(version: str) -> dict[str, Any]:
    """What PyAV before 19 has to be told, which is all that Python 3.11 gets. Later ones know no
    such option and take any tag."""
    return {"metadata_errors": "replace"} if int(version.partition(".")[0]) < 19 else {}
