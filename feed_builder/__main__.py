"""The command `feed-builder`, which `python -m feed_builder` is as well."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the program and run it: Ctrl-C while it loads ends it without a word."""
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_usual:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from feed_builder.cli import main as run

    if is_usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
