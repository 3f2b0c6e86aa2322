"""A WAV's tag: ID3v2 in a chunk of its own behind the sound, where FFmpeg and mutagen look for it.

mutagen writes such chunks, but sorts chapters by size (`id3`), and refuses files whose end it does
not like; so the chunk is put together here and the sound is copied as it is. A list of the old kind
(INFO) would hide it from FFmpeg ("more suitable tags were found"): what is in that and not ours
goes into the tag. Broadcasters' data (bext) do as well; they stay, and the list says what is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from feed_builder.audio.sound import read_at
from feed_builder.audio.tags import id3
from feed_builder.audio.tags.copying import copy_bytes
from feed_builder.audio.tags.fields import Tags
from feed_builder.audio.wav_chapters import ID3_CHUNKS, Chunk, chunks, text
from feed_builder.errors import AudioError

_LONGEST: Final = 0xFFFF_FFFF
_LONGEST_ITEM: Final = 1 << 16
_INFO: Final = (
    ("INAM", "title"),
    ("IART", "guests"),
    ("IPRD", "show"),
    ("ICRD", "date"),
    ("IGNR", "genre"),
    ("ICMT", "notes"),
    ("ICOP", "rights"),
    ("ILNG", "language"),
    ("IPRT", "number"),
)
_OURS: Final = frozenset((*(name for name, _ in _INFO), "ITRK"))


def write(file: BinaryIO, start: int, length: int, target: Path, tags: Tags) -> None:
    """Copy the WAV at `start` to `target`, its ID3 chunk made anew; raises AudioError.

    One that doesn't say where its sound ends has no place behind it.
    """
    found = list(chunks(file, start + 12, length))
    if read_at(file, start, 4) != b"RIFF" or not any(_is_sound(chunk) for chunk in found):
        raise AudioError("it does not say where its sound ends, so there is no place for a tag")
    old = next((c for c in found if c.name in ID3_CHUNKS), None)
    lists = [c for c in found if c.name == b"LIST" and read_at(file, c.body, 4) == b"INFO"]
    source = BytesIO(read_at(file, old.body, old.size) if old else b"")
    told = dict(item for chunk in lists for item in _items(file, chunk)) if tags.keep else {}
    tag = id3.tag_bytes(source, tags, told)
    kept = [chunk for chunk in found if chunk.name not in ID3_CHUNKS and chunk not in lists]
    behind = b"".join(_chunk(b"id3 ", tag))
    if any(chunk.name == b"bext" for chunk in kept):  # hides an ID3 tag just so
        behind = b"".join(_chunk(b"LIST", _info(tags, told))) + behind
    size = 4 + sum(chunk.after - chunk.body + 8 for chunk in kept) + len(behind)
    if size > _LONGEST:
        raise AudioError("it is too long for a tag (export it as MP3)")
    with target.open("wb") as new:
        new.write(b"RIFF" + size.to_bytes(4, "little") + b"WAVE")
        for chunk in kept:
            _copy_chunk(file, chunk, new)
        new.write(behind)


def _is_sound(chunk: Chunk) -> bool:
    return chunk.name == b"data" and chunk.size > 0


def _items(file: BinaryIO, info: Chunk) -> Iterator[tuple[str, str]]:
    """What a list says that is not ours to say, by its names of four letters."""
    for part in chunks(file, info.body + 4, info.body + info.size):
        name = part.name.decode("latin-1")
        value = text(read_at(file, part.body, min(part.size, _LONGEST_ITEM)).partition(b"\0")[0])
        if value and name not in _OURS:
            yield name, value


def _info(tags: Tags, told: Mapping[str, str]) -> bytes:
    said = dict(told)
    said.update({name: str(tags.values[field]) for name, field in _INFO if field in tags.values})
    items = [_chunk(name.encode("latin-1"), value.encode() + b"\0") for name, value in said.items()]
    return b"INFO" + b"".join(part for item in items for part in item)


def _copy_chunk(file: BinaryIO, chunk: Chunk, new: BinaryIO) -> None:
    file.seek(chunk.body - 8)
    copy_bytes(file, new, 8 + chunk.size)
    new.write(bytes(chunk.size % 2))


def _chunk(name: bytes, body: bytes) -> Iterator[bytes]:
    yield name + len(body).to_bytes(4, "little")
    yield body
    yield bytes(len(body) % 2)
