"""`python -m benchmarks.studio`: what an hour of sound costs, beside the command line of FFmpeg."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.measure import Cost, run

_SAMPLES = Path(__file__).parents[1] / "episodes"
_FFMPEG = ("ffmpeg", "-v", "error", "-nostdin", "-y")


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: our command, and FFmpeg's that does the same."""

    name: str
    ours: Sequence[str]
    theirs: Sequence[str]


def works(recording: Path, folder: Path) -> Iterator[Work]:
    """What is measured, in the order of the table."""
    source = str(recording)

    def ffmpeg(*arguments: str) -> tuple[str, ...]:
        return (*_FFMPEG, "-i", source, *arguments)

    def ours(code: str) -> tuple[str, ...]:
        head = "from pathlib import Path; import sys; source = Path(sys.argv[1]); "
        return (sys.executable, "-c", head + code, source, str(folder))

    nowhere = ("-f", "null", "-")
    yield Work(
        "probe: the exact length",
        ours("from feed_builder.audio.probe import probe; probe(source)"),
        ffmpeg("-map", "0:a", "-c", "copy", *nowhere),
    )
    yield Work(
        "check: all that is heard",
        ours("from feed_builder.audio.analysis import analyse; analyse(source)"),
        ffmpeg("-af", "ebur128=peak=true,astats,aphasemeter=video=0", *nowhere),
    )
    yield Work(
        "waveform",
        ours("from feed_builder.audio.waveform import waveform; waveform(source, 3600)"),
        ffmpeg("-lavfi", "showwavespic=s=1800x200", "-frames:v", "1", str(folder / "w.png")),
    )
    yield Work(
        "master: MP3, 96 kbit/s",
        ours(
            "from feed_builder.audio.mastering import *; "
            "master(source, Path(sys.argv[2]) / 'm.mp3', Wishes(), None)"
        ),
        ffmpeg("-af", "loudnorm=I=-16:TP=-1", "-ar", "44100", "-b:a", "96k", str(folder / "f.mp3")),
    )
    for name, codec, rate, suffix in (
        ("opus", "libopus", "32k", "opus"),
        ("aac", "aac", "64k", "m4a"),
    ):
        yield Work(
            f"rendition: {name}, {rate}bit/s",
            ours(
                "from feed_builder.audio.encoding import encode; "
                f"encode(source, Path(sys.argv[2]) / 'r.{suffix}', '{name}', {rate[:-1]}000)"
            ),
            ffmpeg("-c:a", codec, "-b:a", rate, str(folder / f"f.{suffix}")),
        )


@click.command()
@click.option("--minutes", default=60, show_default=True, help="How much sound.")
def main(minutes: int) -> None:
    """Measure each kind of work on MP3 of this length, made of the sample show's recordings."""
    if shutil.which("ffmpeg") is None:
        raise click.UsageError("ffmpeg is not installed, and is what this is compared with")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = _recording(folder, minutes)
        click.echo(f"processor seconds for an hour of speech, taken of {minutes} minutes:")
        click.echo(f"mono MP3 of 64 kbit/s; {platform.platform()}")
        click.echo(f"{'':32}{'ours':>8}{'ffmpeg':>9}{'ratio':>8}{'our MB':>8}")
        for work in works(recording, folder):
            own, other = run(work.ours, Path.cwd()), run(work.theirs, folder)
            click.echo(_line(work.name, own, other, hours=minutes / 60))


def _line(name: str, own: Cost, other: Cost, hours: float) -> str:
    ratio = f"{own.cpu / other.cpu:.2f}x" if other.cpu else ""
    costs = f"{own.cpu / hours:8.1f}{other.cpu / hours:9.1f}"
    return f"{name:32}{costs}{ratio:>8}{own.peak:8.0f}"


def _recording(folder: Path, minutes: int) -> Path:
    target = folder / "hour.mp3"
    sample = next(iter(sorted(_SAMPLES.rglob("*.mp3"))))
    repeated = (*_FFMPEG, "-stream_loop", "-1", "-i", str(sample), "-t", str(minutes * 60))
    run((*repeated, "-map_metadata", "-1", "-c:a", "copy", str(target)), folder)
    return target


if __name__ == "__main__":
    main()
