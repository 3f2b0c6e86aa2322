"""PyAV, which brings FFmpeg along, is an extra: without it everything else works."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from feed_builder.errors import AudioError

INSTALL = 'pip install "feed-builder[audio]"'


@cache
def has_av() -> bool:
    """Whether sound can be decoded and encoded here."""
    return find_spec("av") is not None


def require_av(what: str) -> None:
    """Raises AudioError where PyAV is missing; `what` is what it is needed for."""
    if not has_av():
        raise AudioError(f"{what} needs PyAV, which is not installed ({INSTALL})")
