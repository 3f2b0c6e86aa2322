"""An M4A's atoms; its chapters are written before, by PyAV (`remux`): mutagen only reads them.

What FFmpeg's muxer drops (pcst, purl, egid, catg) mutagen puts back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from feed_builder.audio.tags.fields import Tags

_PAIRS: Final = {"trkn", "disk"}
_NUMBERS: Final = {"tves", "tvsn", "stik"}


def own_tags(source: Path) -> Mapping[str, Any]:
    """The tags that a recording has."""
    return dict(MP4(source).tags or {})


def write(target: Path, tags: Tags, own: Mapping[str, Any]) -> None:
    """Write `own` tags and ours into the copy at `target`."""
    file: Any = MP4(target)
    if file.tags is None:
        file.add_tags()
    written = file.tags
    if not tags.keep:
        written.clear()
    written.update(own)
    for name, value in tags.named("mp4"):
        written[name] = _value(name, value)
    if tags.picture:
        kind = AtomDataType.PNG if tags.picture_type == "image/png" else AtomDataType.JPEG
        written["covr"] = [MP4Cover(Path(tags.picture).read_bytes(), kind)]
    file.save(padding=lambda info: 0)


def _value(name: str, value: str | int) -> Any:
    if name == "pcst":
        return bool(value)
    if name in _PAIRS:
        return [(int(value), 0)]
    if name in _NUMBERS:
        return [int(value)]
    if name.startswith("----"):
        return [MP4FreeForm(str(value).encode(), AtomDataType.UTF8)]
    return [str(value)]
