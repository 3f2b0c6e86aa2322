"""What was read of Markdown files that did not change: their front matter, and their notes.

It lies in drawers, so that one changed episode rewrites one of them. A drawer is a file of JSON,
and another of the long texts as they are, which is read where one of them is asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from feed_builder.compact_json import decoded, encoded
from feed_builder.errors import SpoiltError
from feed_builder.read import cache
from feed_builder.read.episodes import Page
from feed_builder.read.files import Signature
from feed_builder.read.notes import Links, Notes
from feed_builder.read.schema import Document
from feed_builder.records import dataclass

_DRAWERS = 32
_MARK = "pages 5"  # of the form in which a drawer is written
_DATE = "date"
_DATE_TABLE = b'{"date":"'  # in a text its quotes would stand behind backslashes
_spoilt: set[Path] = set()
_PLAIN = (str, bool, type(None), date, datetime)
_HUGE = 2**63  # what JSON can't say, and TOML can: infinity, no number, more than 64 bits


@dataclass(frozen=True, slots=True)
class KeptNotes:
    """Published notes, and what besides their file they were made of."""

    address: str
    notice: str | None
    notes: Notes
    duration: timedelta = timedelta()

    def hold(self, links: Links, notice: str | None) -> bool:
        """Whether the same notes would be made again."""
        return (
            self.address == links.page
            and self.notice == notice
            and self.duration == links.duration
            and all(links.pages.get(file) == to for file, to in self.notes.targets.items())
        )


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A Markdown file as it was when it had this signature; its notes, if it was published."""

    signature: Signature
    page: Page
    notes: KeptNotes | None


def load_pages(project: Path, program: str) -> dict[str, KeptPage]:
    """Every page that was kept by this `program`, by its file."""
    if project in _spoilt:
        return {}
    pages: dict[str, KeptPage] = {}
    for number in range(_DRAWERS):
        try:
            pages |= _opened(project, number, program)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return pages


def save_pages(
    project: Path, program: str, before: Mapping[str, KeptPage], now: Mapping[str, KeptPage]
) -> None:
    """Keep `now` for `load_pages`; `before` is what that gave in this run."""
    _spoilt.discard(project)
    files = before.keys() | now.keys()
    changed = {_drawer(file) for file in files if before.get(file) is not now.get(file)}
    if not changed:
        return
    drawers: dict[int, dict[str, KeptPage]] = defaultdict(dict)
    for file, page in now.items():
        drawers[_drawer(file)][file] = page
    for number in sorted(changed):
        head, texts = _closed(drawers[number], program)
        cache.save_bytes(project, _name(number), head)
        cache.save_bytes(project, _texts_name(number), texts)


def _name(number: int) -> str:
    return f"pages-{number:02}"


def _texts_name(number: int) -> str:
    return f"texts-{number:02}"


def _forget(project: Path) -> None:
    """Keep nothing: where one drawer was damaged others may be as well.

    Where they can't be removed this run does not look at them again.
    """
    _spoilt.add(project)
    for number in range(_DRAWERS):
        with suppress(OSError):
            (project / cache.CACHE_FOLDER / _name(number)).unlink()


class _Texts:
    """The long texts of a drawer. Its other file says which they are: by their checksum."""

    def __init__(self, project: Path, number: int, checksum: int) -> None:
        self.project, self.number, self.checksum = project, number, checksum

    @cached_property
    def content(self) -> bytes:
        """All of them; raises SpoiltError where they are not those that were kept."""
        content = cache.load_bytes(self.project, _texts_name(self.number))
        if crc32(content) != self.checksum:
            _forget(self.project)
            fact = f"{cache.CACHE_FOLDER}/{_texts_name(self.number)}: was damaged and is removed"
            raise SpoiltError(f"{fact} (run this again: it takes a little longer, once)")
        return content


class _OfPage:
    """The long texts of a page: where they begin in its drawer, and how long each is."""

    __slots__ = ("lengths", "start", "texts")

    def __init__(self, texts: _Texts, start: int, lengths: list[int]) -> None:
        self.texts, self.start, self.lengths = texts, start, lengths

    def front(self) -> bytes:
        """Its front matter."""
        return self._part(0)

    def body(self) -> bytes:
        """What stands below that."""
        return self._part(1)

    def notes(self) -> bytes:
        """Its notes."""
        return self._part(2)

    def short_notes(self) -> bytes:
        """Their short form."""
        return self._part(3)

    def _part(self, number: int) -> bytes:
        start = self.start + sum(self.lengths[:number])
        return self.texts.content[start : start + self.lengths[number]]


def _drawer(file: str) -> int:
    """The drawer in which a page lies."""
    return crc32(file.encode(errors="surrogatepass")) % _DRAWERS


def _opened(project: Path, number: int, program: str) -> dict[str, KeptPage]:
    content = cache.load_bytes(project, _name(number))
    # Next to no drawer holds a date below another key, and asking each table takes time.
    is_dated = _DATE_TABLE in content
    told = json.loads(content, object_hook=_with_date) if is_dated else decoded(content)
    if told["mark"] != _MARK or told["program"] != program:
        return {}
    texts = _Texts(project, number, told["checksum"])
    pages, at = {}, 0
    for file, entry in told["pages"].items():
        own = _OfPage(texts, at, entry["lengths"])
        at += sum(own.lengths)
        pages[file] = _from_entry(file, entry, own)
    return pages


def _from_entry(file: str, entry: Mapping[str, Any], texts: _OfPage) -> KeptPage:
    values = entry["values"]
    for name in entry["dates"]:
        values[name] = _date_from(values[name])
    return KeptPage(
        Signature(*entry["signature"]),
        Page(
            document=Document(file, texts.front, first_line=2),
            values=values,
            body=texts.body,
            is_plain=entry["plain"],
            has_times=entry["times"],
        ),
        _notes_from(entry, texts) if "address" in entry else None,
    )


def _notes_from(entry: Mapping[str, Any], texts: _OfPage) -> KeptNotes:
    notes = Notes(
        texts=(texts.notes, texts.short_notes),
        summary=entry["summary"],
        fingerprint=entry["fingerprint"],
        dead_links=tuple(entry["dead"]),
        targets=dict(entry["targets"]),
        too_deep=entry["too deep"],
    )
    duration = timedelta(microseconds=entry["duration"])
    return KeptNotes(entry["address"], entry["notice"], notes, duration)


def _closed(pages: Mapping[str, KeptPage], program: str) -> tuple[bytes, bytes]:
    """The two files of a drawer."""
    entries = {}
    texts: list[bytes] = []
    for file, page in pages.items():
        if _is_plain(page.page.values):
            own = list(_texts(page))
            entries[file] = _entry(page, [len(text) for text in own])
            texts += own
    content = b"".join(texts)
    told = {"mark": _MARK, "program": program, "checksum": crc32(content), "pages": entries}
    return encoded(told, _date_as_table), content


def _texts(page: KeptPage) -> Iterator[bytes]:
    yield page.page.document.text.encode()
    yield page.page.raw
    if page.notes:
        yield page.notes.notes.raw_full
        yield page.notes.notes.raw_short


def _entry(page: KeptPage, lengths: list[int]) -> dict[str, Any]:
    """What a drawer says of a page."""
    dates = [name for name, value in page.page.values.items() if isinstance(value, date)]
    entry: dict[str, Any] = {
        "signature": [page.signature.size, page.signature.mtime_ns],
        "values": {k: v.isoformat() if k in dates else v for k, v in page.page.values.items()},
        "dates": dates,
        "plain": page.page.is_plain,
        "times": page.page.has_times,
        "lengths": lengths,
    }
    if page.notes:
        entry["address"] = page.notes.address
        entry["notice"] = page.notes.notice
        entry["duration"] = page.notes.duration // timedelta(microseconds=1)
        entry["summary"] = page.notes.notes.summary
        entry["fingerprint"] = page.notes.notes.fingerprint
        entry["dead"] = page.notes.notes.dead_links
        # As pairs: a file may be called like the mark of a date.
        entry["targets"] = list(page.notes.notes.targets.items())
        entry["too deep"] = page.notes.notes.too_deep
    return entry


def _is_plain(value: object) -> bool:
    """Whether `value` comes back from JSON as it is. What does not is read again each time."""
    kind = type(value)
    if kind is dict:
        tables = cast(dict[object, object], value)
        return _DATE not in tables and all(map(_is_plain, tables.values()))
    if kind is list:
        return all(map(_is_plain, cast(list[object], value)))
    if kind in (int, float):
        return abs(cast(float, value)) < _HUGE
    return kind in _PLAIN


def _date_as_table(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    raise TypeError(type(value))


def _with_date(table: dict[str, Any]) -> Any:
    written = table.get(_DATE) if len(table) == 1 else None
    return _date_from(written) if isinstance(written, str) else table


def _date_from(written: str) -> date:
    parse = date.fromisoformat if len(written) == len("2024-01-31") else datetime.fromisoformat
    return parse(written)
