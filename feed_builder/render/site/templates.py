"""The templates of the pages: ours, and those that a publisher put in their place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feed_builder.errors import FindingsError
from feed_builder.model import Finding, Level
from feed_builder.render.words import Words, words_for

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment, Template
    from jinja2.ext import Extension
    from jinja2.lexer import Token, TokenStream

OURS = "feed-builder/"
"""Before the name of one of our templates, for a publisher's that changes some of its blocks."""
_FOLDER = "templates"
_CALL = ["name", "lparen", "string", "rparen"]

Own = tuple[tuple[str, str], ...]


def rendered(own: Own, name: str, words: Words, values: dict[str, Any]) -> str:
    """The page that a template makes; raises FindingsError where a publisher's can't."""
    try:
        return _template(own, name, words).render(values)
    except FindingsError:  # of a part of the page, which is told already
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
    # Jinja2 takes as long to import as a build in which no page changes.
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FunctionLoader,
        PackageLoader,
        PrefixLoader,
        StrictUndefined,
    )
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    ours = PackageLoader("feed_builder.render")
    texts = dict(own)
    # The name stands in tracebacks, and so in our messages.
    theirs = FunctionLoader(lambda name: (texts[name], name, None) if name in texts else None)

    class Theirs(ImmutableSandboxedEnvironment):
        """A project may come from somebody else: its templates get at nothing but the show."""

        def join_path(self, template: str, parent: str) -> str:
            # One that extends its own name means ours, as nothing else would make sense.
            return f"{OURS}{template}" if template == parent else template

    kind = Theirs if own else Environment
    environment = kind(
        loader=ChoiceLoader([theirs, PrefixLoader({OURS.rstrip("/"): ours}), ours]),
        bytecode_cache=_compiled(words, sandboxed=bool(own)),
        extensions=[_translating(words)],
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": words.date, "duration": words.duration, "size": words.size}
    return environment


def _translating(words: Words) -> type[Extension]:
    """Puts the words of a language into templates when they are compiled: they are the same on
    all its pages, and looking them up on each would take a tenth of its time."""
    from jinja2.ext import Extension
    from jinja2.lexer import Token

    class Translating(Extension):
        """`_("a text")` becomes what a reader of the language reads for it."""

        def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
            tokens, place = list(stream), 0
            while place < len(tokens):
                token, *_ = call = tokens[place : place + 4]
                if token.value == "_" and [t.type for t in call] == _CALL:
                    yield Token(token.lineno, "string", words.text(call[2].value))
                    place += 4
                else:
                    yield token
                    place += 1

    return Translating


def _compiled(words: Words, *, sandboxed: bool) -> BytecodeCache | None:
    """Where compiled templates are kept: compiling takes as long as a build in which one page
    changes. In Jinja2's own folder for temporary files, which is this user's alone: code in a
    project's folder could be anybody's."""
    from jinja2 import FileSystemBytecodeCache, compiler
    from jinja2.bccache import Bucket

    class Cache(FileSystemBytecodeCache):
        """One that is done without where there is no place for it."""

        def get_source_checksum(self, source: str) -> str:
            return super().get_source_checksum(source + words.version)

        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):
                super().dump_bytecode(bucket)

    kind = "sandboxed" if sandboxed else "plain"
    try:
        # To ask for the version of a package takes 12 ms; whatever compiles says as much.
        by = Path(compiler.__file__).stat()
        pattern = f"feed-builder-{by.st_size:x}-{by.st_mtime_ns:x}-{kind}-{words.language}-%s"
        return Cache(pattern=pattern)
    except (OSError, RuntimeError):
        return None
