"""The group of commands: every failure is a sentence, never a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import click

from feed_builder.cli.terminal import show_failure
from feed_builder.errors import FeedBuilderError, SpoiltError

_DEBUG = "FEED_BUILDER_DEBUG"


class Late(MutableMapping[str, click.Command]):
    """Commands by their names, each loaded when it is asked for.

    `places` says where in `package` each is: "module.function".
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        self.package = package
        self.places = dict(places)
        self.loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.loaded:
            module, _, function = self.places[name].partition(".")
            self.loaded[name] = getattr(import_module(f"{self.package}.{module}"), function)
        return self.loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.places[name], self.loaded[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self.places[name]
        self.loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class Commands(click.Group):
    """A group that shows every failure as a sentence; a traceback never reaches a user."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command of two words, as "import feed" is one, goes before that of its first word."""
        both = self.commands.get(" ".join(args[:2]))
        return (both.name, both, args[2:]) if both else super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except SpoiltError:  # it is forgotten: without it all is found anew
            return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SpoiltError:
            raise
        except FeedBuilderError as error:
            show_failure(error, as_json=ctx.meta.get("json", False))
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _fail(ctx, f"{where}{error.strerror or error}")
        except Exception as error:
            if os.environ.get(_DEBUG):
                raise
            _fail(
                ctx,
                f"unexpected {type(error).__name__}: {error} "
                f"(a bug in Feed Builder; {_DEBUG}=1 shows where it happened)",
            )


def _fail(ctx: click.Context, fact: str) -> None:
    show_failure(FeedBuilderError(fact), as_json=ctx.meta.get("json", False))
    ctx.exit(1)
