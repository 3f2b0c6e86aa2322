"""`feed-builder init`: a commented podcast.toml with an identity for life, and a cover."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feed_builder.audio.extra import INSTALL, has_av
from feed_builder.categories import CATEGORIES
from feed_builder.errors import FeedBuilderError
from feed_builder.files import replace_file
from feed_builder.pictures.lettering import drawable, is_from_right, letters_for
from feed_builder.read import schema
from feed_builder.read.files import CONFIG_FILE, EPISODES
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

COVER = "cover.jpg"
_OWN_COVERS = (COVER, "cover.jpeg", "cover.png")
_SIDE = 3000
_MARGIN = 270
_WAVEFORM = "[audio]\nwaveform = true\n"
_LEADING = 1.18
# P20-GUID-1: the namespace of every podcast:guid.
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# Paper and ink for covers; the title's letters choose, so that two shows differ.
_PALETTES = (
    ((0x8C, 0x2F, 0x1B), (0xFB, 0xF9, 0xF4)),
    ((0x1F, 0x3D, 0x4D), (0xF4, 0xEE, 0xE1)),
    ((0x2F, 0x4A, 0x36), (0xF7, 0xF3, 0xE8)),
    ((0x4A, 0x2C, 0x4F), (0xF6, 0xEF, 0xF2)),
    ((0x6B, 0x4A, 0x12), (0xFC, 0xF7, 0xEA)),
)


class ScaffoldError(FeedBuilderError):
    """A new project can't be made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShow:
    """The answers that `init` needs; `link` ends with a slash."""

    title: str
    link: str
    author: str
    email: str
    language: str
    category: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that `init` needs to know: the option that answers it, and what to ask."""

    name: str
    option: str
    text: str
    check: Callable[[object], Any]
    default: str | None = None


def _site(value: object) -> str:
    """A site's address without capitals in scheme and host: the show's guid is made of it."""
    parts = urlsplit(schema.site_address(value))
    return parts._replace(netloc=parts.netloc.lower()).geturl()


QUESTIONS = (
    Question("title", "--title", "The show's name", schema.text(255)),
    Question("link", "--url", "The web address where public/ will lie (https://…)", _site),
    Question("author", "--author", "Who publishes it", schema.text(255)),
    Question("email", "--email", "A mailbox that somebody reads (public)", schema.mail_address),
    Question(
        "language", "--language", "The language spoken (fr, en, …)", schema.language_tag, "fr"
    ),
    Question(
        "category",
        "--category",
        f"Apple's category ({', '.join(CATEGORIES)})",
        schema.categories,
        "News",
    ),
)
_DESCRIPTION = Question("description", "--description", "", schema.text(4000, unit="bytes"))

Ask = Callable[[str, str | None, Callable[[str], str]], str]
"""Puts a question with a default to a person, and repeats it until the check passes."""


def piped(answers: Mapping[str, str | None], lines: Iterator[str]) -> dict[str, str | None]:
    """`answers` with a line for each question that has none; an empty line leaves its default.

    Nothing is read where every question without a default has its answer: whoever calls may hold
    the other end open and have nothing to say.
    """
    given = dict(answers)
    asked = [question.name for question in QUESTIONS if given.get(question.name) is None]
    if any(question.name in asked and question.default is None for question in QUESTIONS):
        for name, line in zip(asked, lines, strict=False):
            given[name] = line.strip() or None
    return given


def new_show(answers: Mapping[str, str | None], ask: Ask | None) -> NewShow:
    """The answers given as options, and for the others those that `ask` gets.

    Raises ScaffoldError with every fault; without `ask`, what was not given is one.
    """
    faults: list[str] = []
    given = {question.name: _answer(question, answers, ask, faults) for question in QUESTIONS}
    described = answers.get("description") or f"{given['title']}, {given['author']}."
    given["description"] = _checked(_DESCRIPTION, described, faults)
    if faults:
        raise ScaffoldError("\n".join(faults))
    return NewShow(**given)


def _answer(
    question: Question, answers: Mapping[str, str | None], ask: Ask | None, faults: list[str]
) -> str:
    given = answers.get(question.name)
    if given is None and ask:
        return ask(question.text, question.default, partial(_check, question))
    if given is None and question.default is None:
        faults.append(f"{question.option} is missing ({question.text})")
        return ""
    return _checked(question, given or question.default or "", faults)


def _checked(question: Question, answer: str, faults: list[str]) -> str:
    try:
        return _check(question, answer)
    except ValueError as fault:
        faults.append(f"{question.option}: {fault}")
        return ""


def _check(question: Question, answer: str) -> str:
    """`answer` as podcast.toml will hold it; raises ValueError with the fact and the way out."""
    if not answer.strip():
        raise ValueError("an answer is needed")
    try:
        checked = question.check(answer.strip())
    except schema.Fault as fault:
        raise ValueError(f"{fault.fact} ({fault.fix})") from fault
    return checked if isinstance(checked, str) else answer.strip()


def create_project(folder: Path, show: NewShow) -> list[str]:
    """Make a project in `folder` and tell the files made; nothing that exists is overwritten.

    Raises ScaffoldError where there is a podcast.toml already or the folder can't be written.
    """
    refuse_project(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / EPISODES).mkdir(exist_ok=True)
        own = own_cover(folder)
        made = [] if own else [COVER]
        if made:
            replace_file(folder / COVER, cover(show.title, show.author))
        _write_config(folder, config_text(show, own or COVER), made)
    except OSError as error:
        fact = f"{error.filename}: can't be written: {error.strerror}"
        raise ScaffoldError(f"{fact} (choose another folder, or mend that)") from error
    return [*made, CONFIG_FILE]


def refuse_project(folder: Path) -> None:
    """Raises ScaffoldError where `folder` holds a show already: before anybody is asked."""
    if os.path.lexists(folder / CONFIG_FILE):
        raise ScaffoldError(
            f"{folder / CONFIG_FILE} exists already: this is a project (edit that file instead)"
        )


def own_cover(folder: Path) -> str | None:
    """The cover that lies in `folder` already."""
    names = sorted(path.name for path in folder.iterdir())
    return next((name for name in names if name.lower() in _OWN_COVERS), None)


def _write_config(folder: Path, text: str, made: list[str]) -> None:
    """podcast.toml, last; without it what was `made` before is taken away again."""
    try:
        replace_file(folder / CONFIG_FILE, text.encode())
    except OSError:
        for file in made:
            (folder / file).unlink(missing_ok=True)
        raise


def podcast_guid(feed_url: str) -> uuid.UUID:
    """The show's `podcast:guid`: of its first feed address, without scheme and last slashes.

    Computed once, by `init`; kept in podcast.toml from then on (P20-GUID-1, P20-GUID-2).
    """
    return uuid.uuid5(_PODCAST_NAMESPACE, feed_url.partition("://")[2].rstrip("/"))


def config_text(show: NewShow, artwork: str = COVER) -> str:
    """A podcast.toml with a sentence before each key."""
    guid = podcast_guid(f"{show.link}feed.xml")
    return f"""\
# The show. Lines that begin with # are notes. Every key there is: docs/configuration.md in
# Feed Builder's repository.

title = {_quoted(show.title)}

# What the show is about, in a few sentences of plain text.
description = {_quoted(show.description)}

# Where public/ will lie on the web. It may change; the identities below may not.
link = {_quoted(show.link)}

# The language spoken: fr, en, de, …
language = {_quoted(show.language)}

# Who publishes the show.
author = {_quoted(show.author)}

# One or two of Apple's categories, the main one first: "News", "News > Politics", …
categories = [{_quoted(show.category)}]

# The cover: a square JPEG or PNG of 1400 to 3000 pixels. Yours replaces the one made by init.
artwork = {_quoted(artwork)}

# true if anything in the show is not for children.
explicit = false

# serial: apps present the newest season (article) first and its episodes from first to last.
# episodic: newest episode first.
type = "serial"

# The show's identity, for life. Never change it, not even when the show moves.
guid = "{guid}"

# Who holds the rights: a name only.
copyright = {_quoted(show.author)}

# Whom directories (Spotify, YouTube, Amazon) may write to. The address is public.
[owner]
name = {_quoted(show.author)}
email = {_quoted(show.email)}

# Who is heard in every episode. Take the # away and fill in; repeat for more people.
# [[people]]
# name = "Anne Martin"
# role = "host"

{_waveform()}"""


def _waveform() -> str:
    """The switch for waveforms: on where they can be drawn. Not left to what a machine has
    installed, since all machines that build a show are to write the same bytes."""
    if has_av():
        return f"# Pages draw each recording as a waveform. This needs {INSTALL}.\n" + _WAVEFORM
    commented = "".join(f"# {line}\n" for line in _WAVEFORM.splitlines())
    wanted = f"Take the # away; it needs {INSTALL}."
    return f"# Pages draw each recording as a waveform. {wanted}\n{commented}"


def _quoted(text: str) -> str:
    """`text` as a TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def cover(title: str, author: str) -> bytes:
    """A cover with `title` and `author`: 3000 × 3000 pixels, RGB, JPEG (APL-70 to APL-73).

    The bottom fifth holds nothing that matters (APL-77). A text that our font has no letters for
    is left out, and so are emoji: see `letters_for`, `drawable`.
    """
    from PIL import Image, ImageDraw

    paper, ink = _PALETTES[sum(title.encode()) % len(_PALETTES)]
    picture = Image.new("RGB", (_SIDE, _SIDE), paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((_MARGIN, _MARGIN, _SIDE - _MARGIN, _MARGIN + 24), fill=ink)
    from_right = is_from_right(title)
    _draw_text(draw, title, "SemiBold", 380, (_MARGIN + 160, 1750), ink, from_right=from_right)
    _draw_text(draw, author, "Regular", 130, (2050, 2380), ink, from_right=from_right)
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True, dpi=(72, 72))
    return out.getvalue()


def _draw_text(
    draw: ImageDraw.ImageDraw,
    text: str,
    weight: str,
    largest: int,
    band: tuple[int, int],
    ink: tuple[int, int, int],
    *,
    from_right: bool,
) -> None:
    """`text` between the heights of `band`, as large as it fits, at most `largest` pixels."""
    top, bottom = band
    text = drawable(text)
    letters, width = letters_for(text), _SIDE - 2 * _MARGIN
    if letters is None:
        return
    for size in range(largest, 40, -10):
        used = letters.font(weight, size)
        lines = letters.wrapped(text, used, width)
        height = len(lines) * round(size * _LEADING)
        if height <= bottom - top and max(map(used.getlength, lines)) <= width:
            break
    for place, line in enumerate(lines):
        indent = width - used.getlength(line) if from_right else 0
        at = (_MARGIN + indent, top + place * round(size * _LEADING))
        draw.text(at, line, font=used, fill=ink)
