"""The templates of the pages: ours, and those that a publisher put in their place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from feed_builder.errors import FindingsError, SpoiltError
from feed_builder.model import Finding, Level
from feed_builder.render.words import Words, words_for

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_FOLDER = "templates"

Own = tuple[tuple[str, str], ...]


def rendered(own: Own, name: str, words: Words, values: dict[str, Any]) -> str:
    """The page that a template makes; raises FindingsError where a publisher's can't."""
    try:
        return _template(own, name, words).render(values)
    except (FindingsError, SpoiltError):  # of a part of the page, which is told already; a bad disk
        raise
    except Exception as error:  # Whatever a publisher's expressions may raise is theirs.
        if not own:
            raise
        raise FindingsError([_finding(error, dict(own), name)]) from error


def faults(own: Own) -> Iterator[Finding]:
    """What no template can be made of: the file, the line, what is wrong there."""
    if not own:
        return
    from jinja2 import TemplateError

    environment = _environment(own, words_for("en"))
    for name, text in own:
        if name.endswith(".html"):
            try:
                environment.parse(text, name=name, filename=name)
            except TemplateError as error:
                yield _finding(error, dict(own), name)
    yield from _unused(own)


def _unused(own: Own) -> Iterator[Finding]:
    """Templates that take the place of none of ours, and that no other one names."""
    from jinja2 import PackageLoader

    known = set(PackageLoader("feed_builder.render").list_templates())
    for name, _ in own:
        named = any(name in text for other, text in own if other != name)
        if name.endswith(".html") and name not in known and not named:
            yield Finding(
                rule="site-template-used",
                level=Level.WARNING,
                where=f"{_FOLDER}/{name}",
                message="is called like none of our templates, and no other one names it",
                fix="rename it: docs/website.md lists those that there are",
            )


def _finding(error: Exception, own: dict[str, str], name: str) -> Finding:
    """A fault of a publisher's template; ours have none that a test would not have met."""
    where, line = getattr(error, "name", None) or name, getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file in own:
            where, line = file, trace.tb_lineno
        trace = trace.tb_next
    return Finding(
        rule="site-template",
        level=Level.ERROR,
        where=f"{_FOLDER}/{where}",
        line=line,
        message=f"can't be rendered: {_fact(error)}",
        fix="mend it, or delete it to have ours again",
    )


def _fact(error: Exception) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    return str((isinstance(error, TemplateError) and error.message) or error)


@cache
def _template(own: Own, name: str, words: Words) -> Template:
    return _environment(own, words).get_template(name)


@cache
def _environment(own: Own, words: Words) -> Environment:
    # Imported late, since it imports Jinja.
    from feed_builder.render.site.environment import environment_of

    return environment_of(dict(own), words)
