"""`feed-builder serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feed_builder.cli.terminal import coloured, say

if TYPE_CHECKING:
    from feed_builder.serve.building import State
    from feed_builder.serve.server import Addresses


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Default: 8000.")
@click.option("--open", "open_", is_flag=True, help="Open the first page in a browser.")
@click.option("--no-watch", is_flag=True, help="Build once; do not build again on changes.")
@click.option("--lan", is_flag=True, help="Let phones in this network see it; shows a QR code.")
@click.pass_context
def serve(ctx: click.Context, port: int, open_: bool, no_watch: bool, lan: bool) -> None:
    """Look at the show on this machine, as a web host would serve it.

    Builds into public/ and again whenever a source changes; the open page follows. What is wrong
    is shown there and here, and the last good build stays. Several shows, each in shows/NAME/, are
    shown together.

    \b
    feed-builder serve
    feed-builder serve --port 9000 --open
    feed-builder serve --lan                     look at it on a phone
    """
    from feed_builder.serve.server import Settings
    from feed_builder.serve.server import serve as run

    def ready(addresses: Addresses) -> None:
        _show_addresses(addresses)
        if open_:
            import webbrowser

            webbrowser.open(addresses.local)

    run(Settings(project=ctx.obj, port=port, watch=not no_watch, lan=lan), _tell, ready)


def _tell(state: State) -> None:
    for error in state.errors:
        say(coloured("error: ", "red") + error)
    if state.errors:
        say("public/ stays as it was.")
    elif state.written is not None:
        say(f"{coloured('built', 'green')}: {state.written} written")


def _show_addresses(addresses: Addresses) -> None:
    say(f"pages:   {addresses.local}")
    for feed in addresses.feeds:
        say(f"feed:    {feed}")
        say(f"gPodder: gpo subscribe {feed}")
    if addresses.lan:
        import segno

        say(f"phone:   {addresses.lan}")
        code = segno.make(addresses.lan, error="m", micro=False)
        for row in _as_blocks([list(map(bool, row)) for row in code.matrix_iter(border=2)]):
            say(row)
    say("Stop with Ctrl+C.")


def _as_blocks(rows: list[list[bool]]) -> list[str]:
    """A QR code in half blocks, light on dark reversed so that it reads on most terminals."""
    blank = [False] * len(rows[0])
    pairs = zip(rows[::2], [*rows[1::2], blank], strict=False)
    signs = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return ["".join(signs[pair] for pair in zip(*two, strict=True)) for two in pairs]
