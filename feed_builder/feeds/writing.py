"""A plan put on the disk: each episode's files first, then the file that makes it one.

So an import that is cut off leaves nothing half-known: what has no file yet is new the next time,
and a recording that is half there is resumed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import field
from pathlib import Path

from feed_builder.articles.addresses import is_web
from feed_builder.articles.downloads import Progress
from feed_builder.articles.linked import Linking, describe_recording
from feed_builder.chapters.files import read_chapters
from feed_builder.errors import ArticleError, FeedBuilderError
from feed_builder.feeds.files import Fetcher, picture
from feed_builder.feeds.foreign import ForeignChapter, ForeignEnclosure, Left
from feed_builder.feeds.plan import NewEpisode
from feed_builder.feeds.toml import front_matter
from feed_builder.files import Unreadable, replace_file
from feed_builder.importing import described
from feed_builder.read import remote
from feed_builder.read.transcripts import read_facts
from feed_builder.records import dataclass
from feed_builder.stems import ARTWORK_SUFFIXES, AUDIO_SUFFIXES, CHAPTER_SUFFIXES, REMOTE_SUFFIX
from feed_builder.text import address_parts

_AT_ONCE = 4
_GUESS = 30_000_000  # bytes of a recording whose feed does not tell


@dataclass(slots=True)
class Outcome:
    """What came of an import's files; `failed` are those without which an episode is incomplete."""

    left: tuple[Left, ...] = ()
    failed: tuple[Left, ...] = ()
    recordings: int = 0
    written: tuple[str, ...] = ()


@dataclass(slots=True)
class _Done:
    """What came of one episode."""

    left: list[Left] = field(default_factory=list)
    failed: list[Left] = field(default_factory=list)
    recordings: int = 0
    written: list[str] = field(default_factory=list)


def write_episodes(
    project: Path,
    new: Sequence[NewEpisode],
    waiting: Sequence[NewEpisode],
    fetcher: Fetcher,
    *,
    link: bool,
) -> Outcome:
    """Fetch and write `new` episodes, and the recordings of those that are `waiting` for theirs."""
    bar = _Bar(fetcher.progress, [*new, *waiting], link=link)
    work: list[Callable[[], _Done]] = [
        *(_one_new(project, episode, fetcher, bar, link=link) for episode in new),
        *(_one_waiting(project, episode, fetcher, bar) for episode in waiting),
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        jobs = [pool.submit(job) for job in work]
        try:
            for job in as_completed(jobs):
                job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    results = [job.result() for job in jobs]
    return Outcome(
        left=tuple(one for done in results for one in done.left),
        failed=tuple(one for done in results for one in done.failed),
        recordings=sum(done.recordings for done in results),
        written=tuple(file for done in results for file in done.written),
    )


class _Bar:
    """How far all downloads together are, in bytes; with `link`, how many episodes."""

    def __init__(
        self, progress: Progress | None, episodes: Sequence[NewEpisode], *, link: bool
    ) -> None:
        self._progress, self._link = progress, link
        self._lengths = {e.stem: _length(e) for e in episodes}
        self._done: dict[str, int] = {}
        self._total = len(episodes) if link else sum(self._lengths.values())
        self._lock = threading.Lock()

    def fetched(self, stem: str, done: int, total: int) -> None:
        """So many bytes of an episode's recording are there."""
        share = self._lengths[stem] * done // max(total, done, 1)
        self._show(stem, share)

    def finished(self, stem: str) -> None:
        """An episode is whole."""
        self._show(stem, 1 if self._link else self._lengths[stem])

    def _show(self, stem: str, share: int) -> None:
        if self._progress is None:
            return
        with self._lock:
            self._done[stem] = share
            stage = "episodes" if self._link else "fetching"
            self._progress(stage, sum(self._done.values()), max(self._total, 1))


def _length(episode: NewEpisode) -> int:
    enclosure = episode.item.enclosure
    return max((enclosure.length or _GUESS) if enclosure and episode.recording else 1, 1)


def _one_new(
    project: Path, episode: NewEpisode, fetcher: Fetcher, bar: _Bar, *, link: bool
) -> Callable[[], _Done]:
    def job() -> _Done:
        done = _Done()
        (project / episode.stem).parent.mkdir(parents=True, exist_ok=True)
        if link:
            _link(project, episode, fetcher, done)
        else:
            _fetch_recording(project, episode, fetcher, bar, done)
        for fetch in (_fetch_artwork, _fetch_chapters, _fetch_transcripts):
            fetch(project, episode, fetcher, done)
        text = front_matter(episode.values) + (f"\n{episode.notes}\n" if episode.notes else "")
        replace_file(project / f"{episode.stem}.md", text.encode())
        done.written.append(f"{episode.stem}.md")
        bar.finished(episode.stem)
        return done

    return job


def _one_waiting(
    project: Path, episode: NewEpisode, fetcher: Fetcher, bar: _Bar
) -> Callable[[], _Done]:
    def job() -> _Done:
        done = _Done()
        _fetch_recording(project, episode, fetcher, bar, done)
        bar.finished(episode.stem)
        return done

    return job


def _there(project: Path, stem: str, suffixes: Sequence[str]) -> bool:
    return any((project / f"{stem}{suffix}").exists() for suffix in suffixes)


def _link(project: Path, episode: NewEpisode, fetcher: Fetcher, done: _Done) -> None:
    """Note what is known of a recording that stays elsewhere, where all may follow."""
    enclosure = episode.item.enclosure
    if enclosure is None:
        return
    why = None if is_web(enclosure.url) else "is not on the web"
    why = why or fetcher.limits.refusal(address_parts(enclosure.url).hostname or "")
    try:
        if why:
            raise ArticleError(f"{enclosure.url}: {why}")
        facts = _facts_of(enclosure, episode.item.duration, fetcher)
    except ArticleError as error:
        done.failed.append(Left("enclosure", str(error), episode.item.shown))
        return
    _put(project, f"{episode.stem}{REMOTE_SUFFIX}", remote.to_bytes(enclosure.url, *facts), done)


def _facts_of(
    enclosure: ForeignEnclosure, duration: float | None, fetcher: Fetcher
) -> tuple[str, int, float]:
    """Type, length and seconds of a recording: as its feed says them, else as its server does."""
    type = _TYPES.get(enclosure.type.lower(), enclosure.type.lower())
    if type.startswith(("audio/", "video/")) and enclosure.length and duration:
        return type, enclosure.length, duration
    limits = fetcher.limits
    how = Linking(described, private=limits.private or limits.loopback)
    found = describe_recording(enclosure.url, how)
    seconds = found.seconds or duration
    if not seconds:
        raise ArticleError(f"{enclosure.url}: nobody says how long it is (import without --link)")
    return found.type, found.length, seconds


_TYPES = {"audio/mp3": "audio/mpeg", "audio/mpeg3": "audio/mpeg", "audio/m4a": "audio/x-m4a"}


def _fetch_recording(
    project: Path, episode: NewEpisode, fetcher: Fetcher, bar: _Bar, done: _Done
) -> None:
    if episode.recording is None or _there(project, episode.stem, AUDIO_SUFFIXES):
        return

    def progress(_: str, have: int, total: int) -> None:
        bar.fetched(episode.stem, have, total)

    try:
        file = fetcher.recording(episode.recording, project / episode.stem, progress)
    except FeedBuilderError as error:
        done.failed.append(Left("enclosure", str(error), episode.item.shown))
        return
    done.recordings += 1
    done.written.append(file.relative_to(project).as_posix())


def _fetch_artwork(project: Path, episode: NewEpisode, fetcher: Fetcher, done: _Done) -> None:
    address = episode.artwork
    if address is None or _there(project, episode.stem, ARTWORK_SUFFIXES):
        return
    try:
        data, suffix = picture(fetcher.small(address, shared=True))
    except ArticleError as error:
        done.left.append(_lost("itunes:image", address, error, episode))
        return
    _put(project, f"{episode.stem}{suffix}", data, done)


def _fetch_chapters(project: Path, episode: NewEpisode, fetcher: Fetcher, done: _Done) -> None:
    """The chapters file; where there is none, the chapters that stand in the feed."""
    name = f"{episode.stem}.chapters.json"
    if _there(project, episode.stem, CHAPTER_SUFFIXES):
        return
    if episode.chapters:
        try:
            _put_checked(project, name, fetcher.small(episode.chapters), done)
            return
        except ArticleError as error:
            done.left.append(_lost("podcast:chapters", episode.chapters, error, episode))
    if episode.item.chapters:
        _put(project, name, chapters_json(episode.item.chapters), done)


def chapters_json(chapters: Sequence[ForeignChapter]) -> bytes:
    """Chapters of a feed as the file that apps read (P20-CH-1)."""
    told = [
        {
            "startTime": int(one.start) if one.start == int(one.start) else one.start,
            "title": one.title,
            **({"url": one.href} if one.href else {}),
            **({"img": one.image} if one.image else {}),
        }
        for one in sorted(chapters, key=lambda chapter: chapter.start)
    ]
    text = json.dumps({"version": "1.2.0", "chapters": told}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _fetch_transcripts(project: Path, episode: NewEpisode, fetcher: Fetcher, done: _Done) -> None:
    for suffix, address in episode.transcripts.items():
        name = f"{episode.stem}{suffix}"
        if (project / name).exists():
            continue
        try:
            _put_checked(project, name, fetcher.small(address), done)
        except ArticleError as error:
            done.left.append(_lost("podcast:transcript", address, error, episode))


def _put_checked(project: Path, name: str, data: bytes, done: _Done) -> None:
    """A text file of an episode, if it is what `build` takes for one; raises ArticleError."""
    path = project / name
    replace_file(path, data)
    try:
        _check(path)
    except (ValueError, Unreadable) as error:
        path.unlink()
        raise ArticleError(str(error)) from error
    done.written.append(name)


def _check(path: Path) -> None:
    """Raise ValueError or Unreadable with the fault of a chapters file or a transcript."""
    if path.name.endswith(CHAPTER_SUFFIXES):
        read_chapters(path)
        return
    for fault in read_facts(path).faults:
        raise ValueError(f"{fault.message}{f' (line {fault.line})' if fault.line else ''}")


def _put(project: Path, name: str, data: bytes, done: _Done) -> None:
    replace_file(project / name, data)
    done.written.append(name)


def _lost(element: str, address: str, error: Exception, episode: NewEpisode) -> Left:
    return Left(element, f"{address}: {error}", episode.item.shown)
