"""Jinja's environments: what compiles a show's templates, for one language at a time.

Jinja takes as long to import as a build in which no page changes: import this where a page is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    compiler,
)
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from feed_builder.render.words import Words

_OURS = "feed-builder/"
"""Before the name of one of our templates, for a publisher's that changes some of its blocks."""
_CALL = ["name", "lparen", "string", "rparen"]


def environment_of(own: dict[str, str], words: Words) -> Environment:
    """What makes pages in the language of `words`: of our templates and of a publisher's `own`."""
    made = (Theirs if own else Ours)(
        loader=_loader(own),
        bytecode_cache=_kept(words, sandboxed=bool(own)),
        extensions=[_translating(words)],
        auto_reload=False,
        cache_size=-1,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"date": words.date, "duration": words.duration, "size": words.size}
    if not own:
        # Each page would copy Jinja's functions twice, and our templates use none of them.
        made.globals.clear()
    return made


class Theirs(ImmutableSandboxedEnvironment):
    """A project may come from somebody else: its templates get at nothing but the show."""

    def join_path(self, template: str, parent: str) -> str:
        """One that extends its own name means ours, as nothing else would make sense."""
        return f"{_OURS}{template}" if template == parent else template


class Calling(Context):
    """What our templates call wants no context: to look whether it does takes longer."""

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """The result of a call that stands in a template."""
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class Ours(Environment):
    """For our own templates alone."""

    context_class = Calling


def _loader(own: dict[str, str]) -> BaseLoader:
    ours = PackageLoader("feed_builder.render")
    # The name stands in tracebacks, and so in our messages.
    theirs = FunctionLoader(lambda name: (own[name], name, None) if name in own else None)
    return ChoiceLoader([theirs, PrefixLoader({_OURS.rstrip("/"): ours}), ours])


def _translating(words: Words) -> type[Extension]:
    """Puts the words of a language into templates when they are compiled: they are the same on
    all its pages, and looking them up on each would take a tenth of its time."""

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


class _Cache(FileSystemBytecodeCache):
    """One that is done without where there is no place for it; other words are other templates."""

    def __init__(self, words: Words, pattern: str) -> None:
        super().__init__(pattern=pattern)
        self.words = words

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + self.words.version)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _kept(words: Words, *, sandboxed: bool) -> BytecodeCache | None:
    """Where compiled templates are kept: compiling takes as long as a build in which one page
    changes. In Jinja's own folder for temporary files, which is this user's alone: code in a
    project's folder could be anybody's."""
    kind = "sandboxed" if sandboxed else "plain"
    try:
        # To ask for the version of a package takes 12 ms; whatever compiles says as much.
        by = Path(compiler.__file__).stat()
        pattern = f"feed-builder-{by.st_size:x}-{by.st_mtime_ns:x}-{kind}-{words.language}-%s"
        return _Cache(words, pattern)
    except (OSError, RuntimeError):
        return None
