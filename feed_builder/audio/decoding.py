"""Decoded sound, in one shape from first to last: what everything that listens starts from.

A packet that can't be decoded is left out, as players do; a change of sample rate in mid-file is
resampled away.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from feed_builder.audio.extra import open_recording
from feed_builder.audio.opening import opened
from feed_builder.audio.sound import EXPORT_AGAIN
from feed_builder.errors import AudioError
from feed_builder.records import dataclass

if TYPE_CHECKING:
    import av

Progress = Callable[[float], None]
"""Called with the share of the work that is done, from 0 to 1."""

Filter = tuple[str, str]
"""A filter of FFmpeg: its name and its arguments as FFmpeg writes them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Samples per second, and one channel or two: more are mixed down."""

    rate: int
    channels: int

    @property
    def layout(self) -> str:
        """What FFmpeg calls so many channels."""
        return "mono" if self.channels == 1 else "stereo"


class Decoded:
    """An open recording. `shape` is that of its first frame unless another is asked for."""

    def __init__(self, container: av.container.InputContainer, file: BinaryIO, length: int) -> None:
        self.container, self.file, self.length = container, file, length
        self.stream = container.streams.audio[0]
        context = self.stream.codec_context
        self.shape = Shape(context.sample_rate, 1 if context.channels == 1 else 2)
        self.progress: Progress = lambda done: None

    def frames(self, shape: Shape | None = None) -> Iterator[av.AudioFrame]:
        """Every frame as floats of one shape, its time counted from the first sample."""
        from av import AudioResampler

        wanted = shape or self.shape
        resampler, before, at = None, None, 0
        for frame in self._decoded():
            now = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or now != before:
                resampler, before = (
                    AudioResampler(format="fltp", layout=wanted.layout, rate=wanted.rate),
                    now,
                )
            frame.pts = None
            for made in resampler.resample(frame):
                made.pts, made.time_base = at, Fraction(1, wanted.rate)
                at += made.samples
                yield made
        if resampler is not None:
            for made in resampler.resample(None):
                made.pts, made.time_base = at, Fraction(1, wanted.rate)
                at += made.samples
                yield made
        if not at:
            raise AudioError(f"holds no sound that can be decoded ({EXPORT_AGAIN})")

    def _decoded(self) -> Iterator[av.AudioFrame]:
        from av.error import FFmpegError

        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except (StopIteration, EOFError):
                return
            except FFmpegError:
                continue
            self.progress(min(1.0, self.file.tell() / self.length))
            for frame in frames:
                if frame.samples and frame.sample_rate:
                    yield frame


@contextmanager
def decoded(path: Path, progress: Progress | None = None) -> Iterator[Decoded]:
    """The sound of a recording; raises AudioError."""
    with one_kind_of_error(), opened(path) as (file, length), open_recording(file) as container:
        if not container.streams.audio:
            raise AudioError("holds no sound (put a recording in its place)")
        recording = Decoded(container, file, length)
        if progress:
            recording.progress = progress
        yield recording


@contextmanager
def one_kind_of_error() -> Iterator[None]:
    """Whatever FFmpeg raises is a fault of the file."""
    from av.error import FFmpegError

    try:
        yield
    except AudioError:
        raise
    except FFmpegError as error:
        number = error.errno or 0
        said = os.strerror(number) if 0 < number < 200 else error.strerror
        raise AudioError(f"can't be decoded: {said} ({EXPORT_AGAIN})") from error
    except (ValueError, IndexError) as error:
        raise AudioError(f"can't be decoded: {error} ({EXPORT_AGAIN})") from error


def through(
    frames: Iterator[av.AudioFrame], shape: Shape, filters: Sequence[Filter]
) -> Iterator[av.AudioFrame]:
    """`frames` after these filters."""
    graph = _graph(shape, filters)
    # A filter that has enough, such as atrim, takes no more.
    with suppress(EOFError):
        for frame in frames:
            graph.push(frame)
            yield from _pulled(graph)
        graph.push(None)
    yield from _pulled(graph)


def _graph(shape: Shape, filters: Sequence[Filter]) -> Any:
    from av.filter import Graph

    graph: Any = Graph()
    last = graph.add_abuffer(
        sample_rate=shape.rate,
        format="fltp",
        layout=shape.layout,
        time_base=Fraction(1, shape.rate),
    )
    for name, arguments in (*filters, ("abuffersink", "")):
        context = graph.add(name, arguments) if arguments else graph.add(name)
        last.link_to(context)
        last = context
    graph.configure()
    return graph


def _pulled(graph: Any) -> Iterator[av.AudioFrame]:
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError):
            return
