"""What `feed-builder check` looks at: a file, an address, or this project and what it built."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from feed_builder.audio.extra import has_av
from feed_builder.check.document import LARGEST
from feed_builder.check.feed import check_feed, finding, in_profile
from feed_builder.check.media import judge_looked
from feed_builder.check.rule import Fault, Profile
from feed_builder.errors import FeedBuilderError
from feed_builder.files import Unreadable, open_regular
from feed_builder.model import Finding, Level, Show
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.fetching import Answer

Progress = Callable[[str, int, int], None]
_FEEDS = (".xml", ".json", ".opml", ".rss", ".atom")
_MAIN = "feed.xml"
_HEAD = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: about which project or target, by whose rules, and how bad at least.

    `public` is where the project was built, public/ in it unless it is one of several shows.
    """

    project: Path
    now: datetime
    public: Path | None = None
    target: str | None = None
    profile: Profile = Profile.ALL
    least: Level = Level.HINT
    media: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in one file: faults of a feed with their levels, or findings of sources."""

    file: str
    faults: Sequence[tuple[Fault, Level]] = ()
    sources: Sequence[Finding] = field(default_factory=tuple)

    def findings(self) -> list[Finding]:
        """All of it, as findings."""
        told = [finding(fault, file=self.file, level=level) for fault, level in self.faults]
        return [*self.sources, *told]


def check(request: Request) -> list[Checked]:
    """Check what is asked. Raises FeedBuilderError where there is nothing to check."""
    # Reading makes many objects, none of which needs a search for garbage to be forgotten.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _checked_all(request)
    finally:
        if was_on:
            gc.enable()


def _checked_all(request: Request) -> list[Checked]:
    target = request.target
    if target is None:
        return list(_project(request))
    if is_address(target):
        return [_address(request, target)]
    return [_file(request, target)]


def unreadable(target: str, error: FeedBuilderError) -> Checked:
    """What is told of a feed that can't be read, where others are looked at as well."""
    fault = Fault(rule="feed-readable", message=str(error).removeprefix(f"{target}: "))
    return Checked(file=target, faults=[(fault, Level.ERROR)])


def bytes_of(target: str) -> bytes:
    """What stands in a file or at an address. Raises FeedBuilderError."""
    if is_address(target):
        return _asked(target).body
    return _bytes(Path(target))


def is_address(target: str) -> bool:
    """Whether this is an address of the web, and no file."""
    return target.lower().startswith(("http://", "https://", "feed:"))


def _asked(target: str) -> Answer:
    from feed_builder.fetching import ask

    url = target.removeprefix("feed:")
    url = f"https:{url}" if url.startswith("//") else url
    answer = ask(url, most=LARGEST)
    if answer.status >= 400:
        fix = "look whether the address is right, and whether it wants a password"
        raise FeedBuilderError(f"{url}: the server says {answer.status} ({fix})")
    return answer


def _address(request: Request, target: str) -> Checked:
    answer = _asked(target)
    url = target
    faults = check_feed(answer.body, now=request.now, location=answer.url, charset=answer.charset)
    if request.media:
        faults += _feed_server(answer)
        faults += _on_web(request, answer.body, answer.url)
    return _checked(request, url, faults)


def _feed_server(answer: Answer) -> Iterator[Fault]:
    from feed_builder.looking import look_at_feed

    start = answer.body[:_HEAD]
    kind = "json" if start.lstrip()[:1] == b"{" else "atom" if b"<feed" in start else "rss"
    yield from judge_looked(look_at_feed(answer, kind))


def _on_web(request: Request, data: bytes, home: str | None) -> Iterator[Fault]:
    from feed_builder.looking import look_on_web, named

    progress = partial(request.progress, "asking servers") if request.progress else None
    for looked in look_on_web(named(data), home, progress):
        yield from judge_looked(looked)


def _file(request: Request, target: str) -> Checked:
    path = Path(target)
    data = _bytes(path)
    faults = check_feed(data, now=request.now)
    if request.media:
        faults += _on_web(request, data, None)
    return _checked(request, target, faults)


def _bytes(path: Path) -> bytes:
    """The bytes of a file that was named; one more than are read, where it is larger."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FeedBuilderError(f"{path}: can't be read: {error.strerror}") from error


def _checked(request: Request, file: str, faults: Sequence[Fault]) -> Checked:
    kept = in_profile(faults, profile=request.profile, least=request.least)
    return Checked(file=file, faults=kept)


def _project(request: Request) -> Iterator[Checked]:
    from feed_builder.build import PUBLIC, survey
    from feed_builder.check.rules import check_show

    reading = survey(request.project, now=request.now, progress=request.progress)
    found = [*reading.findings, *(check_show(reading.show) if reading.show else ())]
    told = [f for f in found if _is_told(f, request)]
    yield Checked(file="sources", sources=told)
    if reading.show and has_av() and request.profile in (Profile.ALL, Profile.APPLE):
        heard = _sound(request)
        yield Checked(file="sound", sources=[f for f in heard if _is_told(f, request)])
    public = request.public or request.project / PUBLIC
    feeds = list(_feeds(public))
    if not feeds:
        fix = "run feed-builder build first"
        fault = Fault(rule="feed-readable", message="there is no built feed", fix=fix)
        yield _checked(request, PUBLIC, [fault])
    for path in feeds:
        name = _name(path, public)
        faults = check_feed(
            _bytes(path), now=request.now, location=_location(reading.show, path, public)
        )
        if reading.show is not None and path == public / _MAIN:
            faults += _files(request, _bytes(path), reading.show.link, public)
        yield _checked(request, name, faults)
    if reading.show is not None:
        yield from _pages(request, reading.show, public)


def _pages(request: Request, show: Show, public: Path) -> Iterator[Checked]:
    """The pages that were built: each leads to the feed, an episode's plays it."""
    from feed_builder.check.pages import judge_page

    episodes = {episode.link for episode in show.episodes}
    for path in sorted(public.rglob("index.html")):
        folder = path.parent.relative_to(public).as_posix()
        address = show.link if folder == "." else f"{show.link}{folder}/"
        html = _bytes(path).decode("utf-8", "replace")
        faults = list(judge_page(html, episode=address in episodes))
        if faults:
            yield _checked(request, _name(path, public), faults)


def _name(path: Path, public: Path) -> str:
    return f"{public.name}/{path.relative_to(public).as_posix()}"


def _files(request: Request, data: bytes, link: str, public: Path) -> Iterator[Fault]:
    """What is wrong with the files that lie beside the feed; with `--media` on the web as well."""
    from feed_builder.looking import look_on_disk, named

    for looked in look_on_disk(named(data), link, public):
        yield from judge_looked(looked)
    if request.media:
        yield from _on_web(request, data, link)


def _is_told(finding: Finding, request: Request) -> bool:
    order = list(Level)
    return order.index(finding.level) <= order.index(request.least)


def _sound(request: Request) -> list[Finding]:
    """What is wrong with the sound of its recordings (AUD-10 to AUD-14)."""
    from feed_builder.listening import listen

    progress = partial(request.progress, "listening") if request.progress else None
    return listen(request.project, request.now, progress)


def _location(show: Show | None, path: Path, public: Path) -> str | None:
    return urljoin(show.link, path.relative_to(public).as_posix()) if show else None


def _feeds(public: Path) -> Iterator[Path]:
    """The feeds below `public`: files that are named like one, and begin like one."""
    for path in sorted(public.rglob("*")):
        if path.suffix.lower() in _FEEDS and path.is_file() and _begins_like_a_feed(path):
            yield path


def _begins_like_a_feed(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            head = file.read(_HEAD)
    except Unreadable:
        return False
    marks = (b"<rss", b"<feed", b"<opml", b"jsonfeed.org/version")
    return any(mark in head for mark in marks)
