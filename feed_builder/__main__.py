"""`python -m feed_builder` is the command `feed-builder`."""

from feed_builder.cli import main

main()
