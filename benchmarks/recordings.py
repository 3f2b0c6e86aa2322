"""`python -m benchmarks.recordings`: what an hour of audio costs to probe and to tag.

Beside each stands what the ffmpeg command line takes for the same: reading a length that can be
trusted needs decoding there, since ffprobe believes headers; tagging is a copy of the streams.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from feed_builder.audio.probe import probe
from feed_builder.audio.tags.fields import Tags
from feed_builder.audio.tags.write import write_tagged
from feed_builder.model import Chapter

_SCENE = "anoisesrc=color=pink:seed=1:amplitude=0.3,tremolo=f=0.2:d=0.9"
_FORMS = {
    "MP3, CBR 128": ("mp3", "-c:a libmp3lame -b:a 128k -ac 2"),
    "MP3, VBR without header": ("mp3", "-c:a libmp3lame -q:a 4 -ac 2 -write_xing 0"),
    "M4A, AAC 128": ("m4a", "-c:a aac -b:a 128k -ac 2 -movflags +faststart"),
    "M4A, fragmented": ("m4a", "-c:a aac -b:a 128k -ac 2 -movflags +frag_keyframe+empty_moov"),
    "Opus 64": ("opus", "-c:a libopus -b:a 64k -ac 2"),
    "FLAC": ("flac", "-c:a flac -ac 1"),
    "WAV": ("wav", "-c:a pcm_s16le -ac 1"),
}
_CHAPTERS = tuple(
    Chapter(start=timedelta(minutes=5 * n), title=f"Chapitre {n + 1}") for n in range(12)
)


@click.command()
@click.option("--runs", default=5, show_default=True, help="Counted runs; the median is shown.")
@click.option(
    "--minutes", default=60, show_default=True, help="How long the recordings are; told per hour."
)
def main(runs: int, minutes: int) -> None:
    """Measure, and print the table."""
    folder = Path(tempfile.mkdtemp(prefix="feed-builder-"))
    try:
        head = ("seconds of processor time for an hour", "probe", "ffprobe", "ffmpeg decodes")
        click.echo("{:<38}{:>9}{:>9}{:>16}{:>9}{:>14}".format(*head, "tag", "ffmpeg copies"))
        for name, (suffix, options) in _FORMS.items():
            file = folder / f"hour.{suffix}"
            _make(file, options, minutes)
            costs = [_median(one, runs) * 60 / minutes for one in _works(file, folder)]
            shown = "{:>9.2f}{:>9.2f}{:>16.2f}{:>9.2f}{:>14.2f}".format(*costs)
            click.echo(f"{name + f', {file.stat().st_size / 1e6:.0f} MB':<38}{shown}")
            file.unlink()
    finally:
        shutil.rmtree(folder)


def _make(file: Path, options: str, minutes: int) -> None:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", _SCENE]
    subprocess.run([*command, *options.split(), "-t", str(60 * minutes), str(file)], check=True)


def _works(file: Path, folder: Path) -> list[Callable[[], object]]:
    copy = folder / f"copy{file.suffix}"
    tags = Tags(values={"title": "Titre", "show": "Revue"}, seconds=3600.0, chapters=_CHAPTERS)
    ffmpeg = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(file)]
    return [
        lambda: probe(file),
        lambda: _run("ffprobe", "-v", "error", "-show_format", str(file)),
        lambda: _run(*ffmpeg, "-f", "null", "-"),
        lambda: write_tagged(file, copy, tags),
        lambda: _run(*ffmpeg, "-c", "copy", "-metadata", "title=Titre", str(copy)),
    ]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _median(work: Callable[[], object], runs: int) -> float:
    return sorted(_cost(work) for _ in range(runs))[runs // 2]


def _cost(work: Callable[[], object]) -> float:
    """Processor time, ours and that of what we started."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, both))


if __name__ == "__main__":
    sys.exit(main())
