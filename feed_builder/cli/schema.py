"""`feed-builder schema`."""

from __future__ import annotations

import click

from feed_builder.cli.terminal import print_json

# The names of the schemas; a test holds them to those of read/json_schema.py, which --help must
# not load.
NAMES = ("podcast", "episode", "article", "live")


@click.command()
@click.argument("document", type=click.Choice(NAMES), default=NAMES[0])
def schema(document: str) -> None:
    """Print the JSON Schema of podcast.toml or of a front matter, for editors.

    An editor that knows it completes the keys and marks what is wrong: for Taplo and what builds
    on it (VS Code's Even Better TOML, Helix, Zed) write #:schema ./podcast.schema.json as the
    first line of podcast.toml.

    \b
    feed-builder schema > podcast.schema.json
    feed-builder schema episode > episode.schema.json
    """
    from feed_builder.read.json_schema import json_schema

    print_json(json_schema(document))
