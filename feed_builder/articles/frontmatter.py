"""What a text says of itself before it begins: TOML between +++ lines, YAML between --- lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from feed_builder.articles.blocks import Metadata, one_line
from feed_builder.articles.dates import find_date, is_publishable
from feed_builder.articles.languages import normalised_tag
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass

# What other programs call the same thing.
_KEYS = {
    "title": ("title", "titre", "titel", "titulo", "titolo", "headline"),
    "author": (
        "author authors auteur auteure autrice auteurs byline autor autorin autoren autora autores "
        "autore by"
    ).split(),
    "author_role": ("author_role", "author_title", "fonction"),
    "published": (
        "date published pubdate datepublished publishdate published_at datum fecha data publie"
    ).split(),
    "language": ("lang", "language", "langue", "locale", "sprache", "idioma", "lingua", "taal"),
    "url": ("url", "link", "source", "canonical", "canonical_url", "permalink"),
}
_WANTED = frozenset(name for names in _KEYS.values() for name in names)
_YAML_KEY = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:(?:[ \t](.*))?$")
# Longer than anybody's.
_MOST_YAML = 50_000
# An alias may stand for a list of lists of lists, and no article needs one.
_ALIAS = re.compile(r"(?:^|[\s\[,:-])[&*]\w", re.MULTILINE)
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

    Raises `ArticleError` for TOML that is none.
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
    metadata, warnings = _metadata(_line_by_line(head))
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
    """YAML as PyYAML reads it, every scalar as its words; what is none line by line.

    Titles in French are no YAML where nobody quoted them: a colon stands in them.
    """
    from yaml import BaseLoader, YAMLError, load

    try:
        small = len(inside) <= _MOST_YAML and not _ALIAS.search(inside)
        values = load(inside, BaseLoader) if small else None
    except (YAMLError, ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        return _line_by_line(inside)
    return {str(key).lower(): value for key, value in values.items()}


def _line_by_line(inside: str) -> Mapping[str, Any]:
    """`key: value` on a line, bare or in quotes, and nothing else."""
    values: dict[str, Any] = {}
    for line in inside.split("\n"):
        match = _YAML_KEY.match(line)
        if match and match.group(1).lower() in _WANTED:
            written = _COMMENT.sub("", match.group(2) or "").strip()
            values[match.group(1).lower()] = _unquoted(written)
    return values


def _unquoted(written: str) -> str:
    quoted = len(written) > 1 and written[0] == written[-1] and written[0] in "\"'"
    return written[1:-1] if quoted else written


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
