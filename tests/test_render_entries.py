"""A feed is rendered some entries at a time, and reads as if it had been rendered at once."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from feed_builder.render.entries import RSS_LINES
from tests.put_together import put_together


class _Feed:
    """Renders a feed of numbers, and remembers how many were asked for at once."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def render(self, show: Any, episodes: Sequence[Any]) -> bytes:
        self.asked.append(len(episodes))
        items = "".join(f"    <item>\n      <n>{n}</n>\n    </item>\n" for n in episodes)
        return f"<rss>\n  <channel>\n{items}  </channel>\n</rss>\n".encode()


def _show(count: int) -> Any:
    return SimpleNamespace(episodes=tuple(range(count)))


@pytest.mark.parametrize("count", [1, 49, 50, 51, 100, 123])
def test_batches_make_the_feed_that_rendering_at_once_makes(count: int) -> None:
    feed, show = _Feed(), _show(count)
    assert put_together(show, (), RSS_LINES, feed.render) == _Feed().render(show, show.episodes)
    assert sum(feed.asked) == count
    assert max(feed.asked) <= 50


def test_only_new_entries_are_rendered_and_each_stands_in_its_place() -> None:
    feed, show = _Feed(), _show(120)
    kept = [None if n % 2 else b"      <n>%d</n>\n" % n for n in range(120)]
    assert put_together(show, kept, RSS_LINES, feed.render) == _Feed().render(show, show.episodes)
    assert sum(feed.asked) == 60
