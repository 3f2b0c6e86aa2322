"""What a text says of itself before it begins: TOML between +++ lines, simple YAML between ---.

YAML is read as far as blogs use it for these few keys: one `key: value` on a line, bare or in
quotes, and lists of names. Any other form of a key that import needs is told and not guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feed_builder.articles.blocks import Metadata, one_line
from feed_builder.articles.dates import find_date, is_publishable
from feed_builder.articles.languages import normalised_tag
from feed_builder.errors import ArticleError

# What other programs call the same thing.
_KEYS = {
    "title": ("title", "titre", "titel", "titulo", "titolo"),
    "author": ("author", "authors", "auteur", "auteurs", "byline"),
    "author_role": ("author_role", "author_title", "fonction"),
    "published": ("date", "published", "pubdate", "datepublished", "publishdate"),
    "language": ("lang", "language", "langue", "locale"),
    "url": ("url", "link", "source", "canonical", "canonical_url", "permalink"),
}
_WANTED = frozenset(name for names in _KEYS.values() for name in names)
_YAML_KEY = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:(?:[ \t](.*))?$")
_COMMENT = re.compile(r"[ \t]#.*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata of a text, the text after it, and how many lines it took."""

    metadata: Metadata
    body: str
    lines: int
    warnings: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of `text`, if it begins with one, and the rest.

    Raises `ArticleError` for TOML that is none and for YAML that is not read here.
    """
    start = text.lstrip("\n")
    for fence, parse in _FENCES.items():
        inside = _between(start, fence)
        if inside is not None and (fence == "+++" or _looks_like_yaml(inside)):
            metadata, warnings = _metadata(parse(inside))
            length = len(inside.split("\n")) + 1 + len(text) - len(start)
            body = "\n".join(text.split("\n")[length:])
            return FrontMatter(metadata, body, length, warnings)
    return _unfenced(text)


def _unfenced(text: str) -> FrontMatter:
    """ "Title: …", "Author: …" on the first lines, as MultiMarkdown has them, and a blank line."""
    head, blank, _ = text.lstrip("\n").partition("\n\n")
    lines = head.split("\n")
    keys = [match.group(1).lower() if (match := _YAML_KEY.match(line)) else "" for line in lines]
    known = sum(key in _WANTED for key in keys)
    if not blank or known < 2 or not all(keys) or keys[0] not in _WANTED:
        return FrontMatter(Metadata(), text, 0)
    metadata, warnings = _metadata(_from_yaml(head))
    length = len(lines) + len(text) - len(text.lstrip("\n"))
    return FrontMatter(metadata, "\n".join(text.split("\n")[length:]), length, warnings)


def _between(text: str, fence: str) -> str | None:
    lines = text.split("\n")
    if lines[0].rstrip() != fence:
        return None
    ends = (number for number, line in enumerate(lines) if number and line.rstrip() == fence)
    end = next(ends, None)
    return "\n".join(lines[1:end]) + "\n" if end else None


def _looks_like_yaml(inside: str) -> bool:
    first = next((line for line in inside.split("\n") if line.strip()), "")
    return first.startswith("#") or _YAML_KEY.match(first) is not None


def _from_toml(inside: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return {key.lower(): value for key, value in tomllib.loads(inside).items()}
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(f"its front matter is no TOML: {error}") from error


def _from_yaml(inside: str) -> Mapping[str, Any]:
    values: dict[str, Any] = {}
    lines = inside.split("\n")
    for number, line in enumerate(lines):
        match = _YAML_KEY.match(line)
        if match and match.group(1).lower() in _WANTED:
            key = match.group(1).lower()
            below = _indented_below(lines, number)
            values[key] = _yaml_value(key, _COMMENT.sub("", match.group(2) or "").strip(), below)
    return values


def _indented_below(lines: list[str], number: int) -> list[str]:
    below = []
    for line in lines[number + 1 :]:
        if not line.strip() or not line.startswith((" ", "\t", "- ")):
            break
        below.append(line.strip())
    return below


def _yaml_value(key: str, written: str, below: list[str]) -> Any:
    if not written and below and all(line.startswith("- ") for line in below):
        return [_yaml_scalar(key, line[2:].strip()) for line in below]
    if below:
        raise _unread_yaml(key)
    if written.startswith("[") and written.endswith("]"):
        return [_yaml_scalar(key, part.strip()) for part in written[1:-1].split(",")]
    return _yaml_scalar(key, written)


def _yaml_scalar(key: str, written: str) -> str:
    if written.startswith('"'):
        try:
            return str(json.loads(written))
        except ValueError as error:
            raise _unread_yaml(key) from error
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    if written[:1] in tuple("|>&*!{[%@`'"):
        raise _unread_yaml(key)
    return written


def _unread_yaml(key: str) -> ArticleError:
    return ArticleError(
        f"its front matter writes “{key}” in a form of YAML that is not read here "
        f'(write {key}: "…" on one line, or TOML between +++ lines)'
    )


_FENCES: dict[str, Callable[[str], Mapping[str, Any]]] = {"+++": _from_toml, "---": _from_yaml}


def _metadata(values: Mapping[str, Any]) -> tuple[Metadata, tuple[str, ...]]:
    found = {
        field: next((values[name] for name in names if values.get(name)), None)
        for field, names in _KEYS.items()
    }
    author, role = _author(found["author"])
    day = _day(found["published"])
    unread = found["published"] is not None and day is None
    metadata = Metadata(
        title=_text(found["title"]),
        author=author,
        author_role=_text(found["author_role"]) or role,
        published=day,
        language=normalised_tag(_text(found["language"]) or ""),
        url=_web_address(_text(found["url"])),
    )
    warning = f"the date “{found['published']}” of the front matter is not understood"
    return metadata, (warning,) if unread else ()


def _text(value: object) -> str | None:
    return one_line(value) or None if isinstance(value, str) else None


def _web_address(value: str | None) -> str | None:
    # "url" is often a path within the site; only a whole address leads back to the article.
    return value if value and value.lower().startswith(("http://", "https://")) else None


def _author(value: object) -> tuple[str | None, str | None]:
    if isinstance(value, list):
        names = [name for name, _ in map(_author, value) if name]
        return " ; ".join(names) or None, None
    if isinstance(value, dict):
        return _text(value.get("name")), _text(value.get("role") or value.get("title"))
    return _text(value), None


def _day(value: object) -> date | None:
    if isinstance(value, str):
        found = find_date(value)
        return found.day if found else None
    day = value.date() if isinstance(value, datetime) else value
    return day if isinstance(day, date) and is_publishable(day) else None
