"""podcast.toml: the show as its publisher writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Category, Finding, Level, Owner, Person
from feed_builder.read import schema
from feed_builder.read.files import CONFIG_FILE
from feed_builder.read.schema import Document, Key, read_table
from feed_builder.read.site import SITE_KEY
from feed_builder.read.toml import parse_toml

PERSON_KEYS = (
    Key(
        name="name",
        meaning="The name as people write it.",
        example='name = "Anne Martin"',
        kind=schema.text(128),
        required=True,
        source="podcast:person",
    ),
    Key(
        name="role",
        meaning="What the person does in the podcast, in English: host, guest, author, …",
        example='role = "host"',
        kind=schema.text(128),
        source="P20-PER-2",
    ),
    Key(
        name="group",
        meaning="The group that the role belongs to: cast, writing, …",
        example='group = "cast"',
        kind=schema.text(128),
        source="P20-PER-2",
    ),
    Key(
        name="title",
        meaning="What the person is in the world; shown on the pages.",
        example='title = "directrice du musée"',
        kind=schema.text(),
    ),
    Key(
        name="href",
        meaning="A page about the person.",
        example='href = "https://example.org/anne-martin"',
        kind=schema.web_address,
        source="podcast:person",
    ),
    Key(
        name="img",
        meaning="A picture of the person.",
        example='img = "https://example.org/anne-martin.jpg"',
        kind=schema.web_address,
        source="podcast:person",
    ),
    Key(
        name="written",
        meaning="The name as the article spells it; kept for the record by `import`.",
        example='written = "Anne MARTIN"',
        kind=schema.text(),
    ),
)

OWNER_KEYS = (
    Key(
        name="name",
        meaning="Who owns the show.",
        example='name = "La rédaction"',
        kind=schema.text(255),
        required=True,
        source="itunes:owner",
    ),
    Key(
        name="email",
        meaning="A mailbox that somebody reads: directories send their codes there (PLT-3).",
        example='email = "podcast@example.org"',
        kind=schema.mail_address,
        required=True,
        source="PLT-3",
    ),
)

SHOW_KEYS = (
    Key(
        name="title",
        meaning="The show's name and nothing else.",
        example='title = "La revue à voix haute"',
        kind=schema.text(255),
        required=True,
        source="PSP-11",
    ),
    Key(
        name="description",
        meaning="What the show is about, as plain text.",
        example='description = "Les entretiens de la revue."',
        kind=schema.text(4000, unit="bytes"),
        required=True,
        source="PSP-12",
    ),
    Key(
        name="link",
        meaning="The address of the folder on the web where `public/` will lie.",
        example='link = "https://podcast.example.org/"',
        kind=schema.site_address,
        required=True,
        source="PSP-13",
    ),
    Key(
        name="language",
        meaning="The language spoken, as a code.",
        example='language = "fr"',
        kind=schema.language_tag,
        required=True,
        source="PSP-14",
    ),
    Key(
        name="author",
        meaning="The organisation or person who publishes the show.",
        example='author = "La revue"',
        kind=schema.text(255),
        required=True,
        source="APL-27",
    ),
    Key(
        name="categories",
        meaning="One or two of Apple's categories, the main one first.",
        example='categories = ["News > Politics", "Government"]',
        kind=schema.categories,
        required=True,
        source="PSP-15",
    ),
    Key(
        name="artwork",
        meaning="The cover: a square JPEG or PNG of 1400 to 3000 pixels, beside podcast.toml.",
        example='artwork = "cover.jpg"',
        kind=schema.text(),
        required=True,
        source="PSP-17",
    ),
    Key(
        name="explicit",
        meaning="Whether anything in the show is not for children.",
        example="explicit = false",
        kind=schema.boolean,
        required=True,
        source="PSP-16",
    ),
    Key(
        name="guid",
        meaning="The show's identity for life. `init` writes it; never change it.",
        example='guid = "375e050f-7f52-5e9b-9cfc-9414515d1a5b"',
        kind=schema.show_guid,
        required=True,
        source="P20-GUID-2",
        way_out="take the one in the feed that is out there; for a new show, "
        "`feed-builder init` in an empty folder makes one",
    ),
    Key(
        name="type",
        meaning="serial: from first to last, newest season first. episodic: newest first.",
        example='type = "serial"',
        kind=schema.one_of("serial", "episodic"),
        source="APL-30",
    ),
    Key(
        name="copyright",
        meaning="Who holds the rights: a name only.",
        example='copyright = "La revue"',
        kind=schema.text(255),
        source="PSP-30",
    ),
    Key(
        name="locked",
        meaning="false while the show moves to another host, which may then take it in.",
        example="locked = true",
        kind=schema.boolean,
        source="P20-LOCK",
    ),
    Key(
        name="medium",
        meaning="What the feed holds.",
        example='medium = "podcast"',
        kind=schema.one_of(
            "podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"
        ),
        source="podcast:medium",
    ),
    Key(
        name="complete",
        meaning="true when no episode will follow, ever.",
        example="complete = false",
        kind=schema.boolean,
        source="APL-34",
    ),
    Key(
        name="block",
        meaning="true hides the show from directories.",
        example="block = false",
        kind=schema.boolean,
        source="APL-33",
    ),
    Key(
        name="new_feed_url",
        meaning="The feed's new address, while the show moves.",
        example='new_feed_url = "https://new.example.org/feed.xml"',
        kind=schema.web_address,
        source="APL-32",
    ),
    Key(
        name="ai_content",
        meaning="true when voices or words are made by a machine; feeds and pages then say so.",
        example="ai_content = false",
        kind=schema.boolean,
        source="P20-AI, APL-65",
    ),
    Key(
        name="notice",
        meaning="Markdown that stands before the notes of every episode.",
        example='notice = "Voix de synthèse."',
        kind=schema.prose,
    ),
    Key(
        name="owner",
        meaning="Whom directories may write to.",
        example='[owner]\nname = "La rédaction"\nemail = "podcast@example.org"',
        keys=OWNER_KEYS,
        source="PLT-3",
    ),
    Key(
        name="people",
        meaning="Who is heard in every episode: the hosts.",
        example='[[people]]\nname = "Anne Martin"\nrole = "host"',
        keys=PERSON_KEYS,
        many=True,
        source="podcast:person",
    ),
    SITE_KEY,
    Key(
        name="extra",
        meaning="A place for your own notes and tools; Feed Builder does not read it.",
        example="[extra]",
        kind=schema.anything,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """podcast.toml, read. `artwork` is a path relative to the project."""

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
    site: Mapping[str, Any] = field(default_factory=dict)
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
    return (None if faults else config_from(values, document)), faults


def config_from(values: dict[str, Any], document: Document) -> Config:
    """The settings that checked `values` of a `document` stand for."""
    known = {name: value for name, value in values.items() if name != "extra"}
    if "owner" in known:
        known["owner"] = Owner(**known["owner"])
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
        fix = "run `feed-builder init`" if missing else error.fix
        return None, [_unreadable(where, error.fact, fix)]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [
            _unreadable(where, "is no UTF-8 text", "save it again with the encoding UTF-8", line)
        ]


def _unreadable(where: str, fact: str, fix: str, line: int | None = None) -> Finding:
    return Finding(
        rule="file-readable", level=Level.ERROR, where=where, line=line, message=fact, fix=fix
    )
