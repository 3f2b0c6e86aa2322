"""A Click program with as many commands as Feed Builder, which do nothing: the least --help."""

from __future__ import annotations

import click


@click.group()
def cli() -> None:
    """Nothing."""


@cli.command()
def init() -> None:
    """Nothing."""


@cli.command("import")
def import_() -> None:
    """Nothing."""


@cli.command()
def build() -> None:
    """Nothing."""


@cli.command("list")
def list_() -> None:
    """Nothing."""


if __name__ == "__main__":
    cli()
