"""podcast.toml: the show as its publisher writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Category, Finding, Level, Owner, Person
from feed_builder.read.audio_keys import AudioSettings, audio_settings
from feed_builder.read.files import CONFIG_FILE
from feed_builder.read.schema import Document
from feed_builder.read.show_keys import SHOW_KEYS
from feed_builder.read.tables import read_table
from feed_builder.read.tags import EXTRA_SHOW_KEYS, show_extras
from feed_builder.read.toml import parse_toml
from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """podcast.toml, read. `artwork` is a path relative to the project.

    `extras` are the further values that a `Show` is made of, by their fields' names.
    """

    title: str
    description: str
    link: str
    language: str
    author: str
    categories: tuple[Category, ...]
    artwork: str
    explicit: bool
    guid: str
    type: str = "serial"
    copyright: str | None = None
    locked: bool = True
    medium: str = "podcast"
    complete: bool = False
    block: bool = False
    new_feed_url: str | None = None
    ai_content: bool = False
    notice: str | None = None
    owner: Owner | None = None
    people: tuple[Person, ...] = ()
    imported: bool = False
    site: Mapping[str, Any] = field(default_factory=dict)
    publish: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    audio: AudioSettings = field(default_factory=AudioSettings)
    transcribe: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    document: Document = field(default=Document(CONFIG_FILE, ""), compare=False, repr=False)


def read_config(project: Path) -> tuple[Config | None, list[Finding]]:
    """The show's settings, or None with the faults that stand in the way, all of them."""
    text, faults = read_text(project / CONFIG_FILE, CONFIG_FILE)
    if text is None:
        return None, faults
    data, faults, hidden = parse_toml(text, CONFIG_FILE)
    document = Document(CONFIG_FILE, text)
    values, more = read_table(data, SHOW_KEYS, document, hidden=hidden)
    faults += more
    if faults and "artwork" in values and not (project / values["artwork"]).exists():
        # Told at once with the others; without others it is told where covers are read.
        fact = f"artwork: {values['artwork']!r} is not there"
        fix = "put a square JPEG or PNG of 1400 to 3000 pixels beside podcast.toml and name it"
        faults.append(document.finding(("artwork",), "artwork-present", fact, fix, "PSP-17"))
    faults.sort(key=lambda fault: fault.line or 0)
    return (None if faults else config_from(values, document)), faults


def config_from(values: dict[str, Any], document: Document) -> Config:
    """The settings that checked `values` of a `document` stand for."""
    known = {n: value for n, value in values.items() if n not in {"extra", *EXTRA_SHOW_KEYS}}
    known["extras"] = show_extras(values)
    if "owner" in known:
        known["owner"] = Owner(**known["owner"])
    known["imported"] = "imported" in known
    known["audio"] = audio_settings(known.get("audio", {}))
    known["people"] = tuple(person_from(person) for person in known.get("people", ()))
    return Config(**known, document=document)


def person_from(values: dict[str, Any], default_role: str = "host") -> Person:
    """The person that a checked table stands for."""
    known = {name: value for name, value in values.items() if name != "written"}
    return Person(**{"role": default_role, **known})


def read_text(path: Path, where: str) -> tuple[str | None, list[Finding]]:
    """The text of a UTF-8 file without its byte order mark, or None and the reason."""
    try:
        return read_regular(path).decode("utf-8-sig").replace("\r\n", "\n"), []
    except Unreadable as error:
        missing = where == CONFIG_FILE and not path.exists()
        fix = _beginning(path.parent) if missing else error.fix
        return None, [_unreadable(where, error.fact, fix)]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [
            _unreadable(where, "is no UTF-8 text", "save it again with the encoding UTF-8", line)
        ]


def _beginning(project: Path) -> str:
    """What to do where there is no podcast.toml."""
    shows = sorted(project.glob(f"shows/*/{CONFIG_FILE}"))
    if not shows:
        return "run `feed-builder init`"
    return f"name one of its shows: feed-builder -C shows/{shows[0].parent.name} …"


def _unreadable(where: str, fact: str, fix: str, line: int | None = None) -> Finding:
    return Finding(
        rule="file-readable", level=Level.ERROR, where=where, line=line, message=fact, fix=fix
    )
