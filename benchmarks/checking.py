"""`python -m benchmarks.checking`: what `feed-builder check` costs on 10,000 episodes in 50 MB."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.measure import run

EPISODES = 10_000
SECONDS, MEGABYTES = 5.0, 500.0
_WORDS = (
    "le la ville eau transition industrie entretien directeur projet atelier énergie métier "
    "quartier usine machine avenir"
).split()
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>La revue</title><link>https://example.org/</link><description>Essais</description>
<language>fr</language><itunes:author>La revue</itunes:author>
<itunes:explicit>false</itunes:explicit>
<itunes:category text="Arts"/><itunes:image href="https://example.org/cover.jpg"/>
<atom:link rel="self" href="https://example.org/feed.xml" type="application/rss+xml"/>
"""
_ITEM = """<item><title>Entretien {n}</title><link>https://example.org/{n}/</link>
<guid isPermaLink="false">entretien-{n}</guid>
<pubDate>Mon, 01 Jan 2024 {hour:02}:00:00 +0000</pubDate>
<description><![CDATA[{notes}]]></description><content:encoded><![CDATA[{notes}]]></content:encoded>
<enclosure url="https://example.org/{n}.mp3" length="{length}" type="audio/mpeg"/>
<itunes:duration>1800</itunes:duration><itunes:explicit>false</itunes:explicit>
<itunes:season>1</itunes:season><itunes:episode>{number}</itunes:episode>
<podcast:person role="guest">Anne Martin</podcast:person>
<podcast:transcript url="https://example.org/{n}.vtt" type="text/vtt"/></item>
"""


def feed() -> Iterator[str]:
    """The feed, a piece at a time; each episode has notes of its own."""
    chance = random.Random(1)
    yield _HEAD
    for n in range(EPISODES):
        notes = "".join(_paragraph(chance) for _ in range(5))
        yield _ITEM.format(n=n, number=n + 1, hour=n % 24, length=1000 + n, notes=notes)
    yield "</channel></rss>\n"


def _paragraph(chance: random.Random) -> str:
    text = " ".join(chance.choice(_WORDS) for _ in range(60))
    return f'<p>{text} <a href="https://example.org/{chance.randrange(10**6)}">lien</a></p>'


@click.command()
@click.option("--runs", default=3, show_default=True, help="Counted runs.")
def main(runs: int) -> None:
    """Measure `feed-builder check` on a large feed: user and system, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xml"
        path.write_text("".join(feed()), "utf-8")
        command = [str(Path(sys.executable).parent / "feed-builder"), "check", str(path)]
        costs = [run(command, Path(folder)) for _ in range(runs)]
        size = path.stat().st_size / 1e6
    seconds = sorted(cost.cpu for cost in costs)[len(costs) // 2]
    peak = max(cost.peak for cost in costs)
    met = "met" if seconds < SECONDS and peak < MEGABYTES else "NOT MET"
    click.echo(
        f"check, {EPISODES:,} episodes in {size:.0f} MB: {seconds:.1f} s, {peak:.0f} MB: {met}"
    )


if __name__ == "__main__":
    main()
