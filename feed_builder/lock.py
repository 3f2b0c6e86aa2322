"""`podcast.lock`: what subscribers have been given, so that nobody is given it twice or loses it.

One line for each guid, date and enclosure that was ever published, sorted, so that two branches
merge line by line (`podcast.lock merge=union` in .gitattributes). Behind the enclosure stands which
recording it is: other tags make another file of it, whose sound is the same. A line that ends with
"-" says that an episode was withdrawn, and that this was wanted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from feed_builder.errors import FeedBuilderError, FindingsError
from feed_builder.files import Unreadable, read_regular, replace_file
from feed_builder.read.files import LOCK_FILE
from feed_builder.records import dataclass
from feed_builder.results import Finding, Level
from feed_builder.text import address_parts

if TYPE_CHECKING:
    from feed_builder.entries import Entry
    from feed_builder.model import Episode, Show

_GONE = "lock-there"
TOLD_ONCE = ("recording-kept", "date-kept", _GONE)
"""The rules of which the build that comes next has nothing to tell."""
_HEAD = """\
# What has been published: date, guid, enclosure, recording. Written by build; commit it.
# .gitattributes: podcast.lock merge=union
"""
_WITHDRAWN = "-"
_ATTRIBUTES = ".gitattributes"
_FEED, _PAGES = "feed.xml", "feed-page-*.xml"
_RESTORE = "take the marks of a merge out, or restore the file from git"
_MEND_END = "restore the file from git; where nothing is missing, end the line"
_RECORDING = re.compile(r"[0-9a-f]{16}")
_SAFE = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: `enclosure` is None where the episode was withdrawn.

    `recording` is None where only another host, or an earlier version of us, knew it.
    """

    published: str
    guid: str
    enclosure: str | None
    recording: str | None = None

    def line(self) -> str:
        """The fact as it is written."""
        parts = [self.published, quote(self.guid, safe=_SAFE), self.enclosure or _WITHDRAWN]
        return " ".join([*parts, self.recording] if self.recording else parts)

    def key(self) -> tuple[str, str, str | None]:
        """What a line is about; the recording is only known of it."""
        return self.published, self.guid, self.enclosure


@dataclass(frozen=True, slots=True)
class Lock:
    """All that was published; nothing where there is no file yet.

    `source` is the feed that it was taken from where the file is gone.
    """

    facts: Sequence[Fact] = field(default_factory=tuple)
    source: str | None = None

    def standing(self) -> Mapping[str, list[Fact]]:
        """What subscribers still see, by guid: what was published and not withdrawn."""
        gone = {fact.guid for fact in self.facts if fact.enclosure is None}
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.guid not in gone:
                found.setdefault(fact.guid, []).append(fact)
        return found

    def with_show(self, show: Show, *, accepted: bool) -> Lock:
        """The lock when `show` has been published; what is gone was withdrawn where it is accepted.

        An episode that could not be read this time stays what it was.
        """
        now = {episode.guid: fact_of(episode) for episode in show.episodes}
        back = {f for f in self.facts if f.enclosure is None and f.guid in now}
        gone = {
            Fact(published=facts[0].published, guid=guid, enclosure=None)
            for guid, facts in self.standing().items()
            if accepted and guid not in now
        }
        # Of two lines about the same the one that knows the recording counts.
        known = {fact.key(): fact for fact in sorted(self.facts, key=_has_recording)}
        known |= {fact.key(): fact for fact in (*now.values(), *gone)}
        return Lock(tuple(set(known.values()) - back))

    def text(self) -> str:
        """The file."""
        return _HEAD + "".join(f"{line}\n" for line in sorted(fact.line() for fact in self.facts))


def _has_recording(fact: Fact) -> str:
    return fact.recording or ""


def fact_of(episode: Episode) -> Fact:
    """What is recorded of an episode when it is published."""
    enclosure = episode.enclosure
    return Fact(
        published=_written(episode.published),
        guid=episode.guid,
        enclosure=enclosure.url,
        recording=enclosure.recording,
    )


def _fact_of(entry: Entry) -> Fact:
    return Fact(published=_written(entry.moment()), guid=entry.guid, enclosure=entry.enclosure)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_lock(project: Path) -> Lock:
    """The project's lock. Raises FindingsError where a line can't be read."""
    path = project / LOCK_FILE
    if not path.exists() and not path.is_symlink():
        return Lock()
    text = _text(path)
    facts, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            fact = _parsed(line)
            if fact is None:
                faults.append(_unreadable(number, f"is no date, guid and enclosure: {line[:60]!r}"))
            else:
                facts.append(fact)
    if facts and not faults and not text.endswith("\n") and not _is_whole(facts[-1]):
        last = len(text.splitlines())
        faults.append(_unreadable(last, "is cut off: the file ends within it", _MEND_END))
    if faults:
        raise FindingsError(faults)
    return Lock(tuple(facts))


def _text(path: Path) -> str:
    try:
        data = read_regular(path)
    except Unreadable as error:
        raise FindingsError([_unreadable(None, error.fact, error.fix)]) from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FindingsError([_unreadable(line, "is damaged: it is no text")]) from error


def _is_whole(fact: Fact) -> bool:
    """Whether a line without an end says all that `line` writes."""
    return fact.enclosure is None or (
        fact.recording is not None and _RECORDING.fullmatch(fact.recording) is not None
    )


def or_published(lock: Lock, output: Path, show: Show) -> Lock:
    """`lock`; where it is empty the one that the feed in `output` makes, with all its pages.

    One that is behind (restored, or of another branch) learns what `show` is about to publish under
    another guid. What else the feed holds may be of a branch that was only looked at.
    """
    known = {fact.guid for fact in lock.facts}
    new = {_name_and_date(fact_of(e)) for e in show.episodes if e.guid not in known}
    # To read a long feed takes as long as half a build, and next to no new episode is in it.
    if lock.facts and not _names_any(output, {stem for stem, _ in new}):
        return lock
    facts = _published_in(output, show.feed_url)
    if not lock.facts:
        return Lock(facts, str(output / _FEED)) if facts else lock
    known |= {episode.guid for episode in show.episodes}
    again = [f for f in facts if f.guid not in known and _name_and_date(f) in new]
    return Lock((*lock.facts, *again))


def _names_any(output: Path, stems: Collection[str]) -> bool:
    """Whether the feed in `output`, or a page of it, names a file that is called so."""
    if not stems:
        return False
    files = [output / _FEED, *output.glob(_PAGES)]
    wanted = [f"/{stem}.".encode() for stem in stems]
    for file in files:
        try:
            content = read_regular(file)
        except Unreadable:
            continue
        if any(name in content for name in wanted):
            return True
    return False


def _published_in(output: Path, feed_url: str) -> Sequence[Fact]:
    """What the feed in `output` tells. One with another address was never out."""
    from feed_builder.entries import read

    facts: dict[str, Fact] = {}
    seen: set[str] = set()
    name = _FEED
    while name and name not in seen:
        seen.add(name)
        try:
            feed = read(read_regular(output / name), name)
        except (OSError, Unreadable, FeedBuilderError):
            break
        if name == _FEED and feed.itself != feed_url:
            break
        facts |= {entry.guid: _fact_of(entry) for entry in feed.entries if entry.enclosure}
        name = address_parts(feed.next_page or "").path.rpartition("/")[2]
    return tuple(facts.values())


def _name_and_date(fact: Fact) -> tuple[str, str]:
    """What is the same of an episode whose guid changes, and with it its tags and their hash."""
    return file_of(fact.enclosure or "").partition(".")[0], fact.published


def _parsed(line: str) -> Fact | None:
    parts = line.split(" ")
    if len(parts) not in (3, 4) or not parts[0][:4].isdigit() or not all(parts):
        return None
    enclosure = None if parts[2] == _WITHDRAWN else parts[2]
    recording = parts[3] if len(parts) == 4 else None
    return Fact(
        published=parts[0], guid=unquote(parts[1]), enclosure=enclosure, recording=recording
    )


def _unreadable(line: int | None, fact: str, fix: str = _RESTORE) -> Finding:
    return Finding(
        rule="lock-readable",
        level=Level.ERROR,
        where=LOCK_FILE,
        line=line,
        message=fact,
        fix=fix,
        source="P20-GUID-2",
    )


def write_lock(project: Path, lock: Lock, show: Show, *, accepted: bool) -> bool:
    """Record that `show` was published; whether the file changed."""
    path = project / LOCK_FILE
    content = lock.with_show(show, accepted=accepted).text().encode()
    if _holds(path, content):
        return False
    first = not path.exists()
    replace_file(path, content, lasting=True)
    if first and not os.path.lexists(project / _ATTRIBUTES):
        # Without it git would call two branches that each publish an episode a conflict.
        replace_file(project / _ATTRIBUTES, f"{LOCK_FILE} merge=union\n".encode())
    return True


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def unwritable(project: Path, lock: Lock, show: Show, *, accepted: bool) -> Iterator[Finding]:
    """That `write_lock` would fail: then nothing is published, for it would not be remembered."""
    content = lock.with_show(show, accepted=accepted).text().encode()
    if not os.access(project, os.W_OK | os.X_OK) and not _holds(project / LOCK_FILE, content):
        yield Finding(
            rule="lock-writable",
            level=Level.ERROR,
            where=LOCK_FILE,
            message="can’t be written: the project’s folder is write-protected",
            fix="mend the folder’s permissions, or look at a preview: build --output FOLDER "
            "--base-url http://127.0.0.1:8000/",
            source="P20-GUID-2",
        )


def about_the_file(lock: Lock, project: Path) -> Iterator[Finding]:
    """That it was gone, or that git would call two branches a conflict, since the publisher's own
    .gitattributes does not name it.
    """
    if lock.source:
        yield Finding(
            rule=_GONE,
            level=Level.WARNING,
            where=LOCK_FILE,
            message=f"is not there: what subscribers have was taken from {lock.source}",
            fix="commit the new one, or restore the old one: it also knows what was withdrawn",
            source="P20-GUID-2",
        )
    try:
        told = (project / _ATTRIBUTES).read_text("utf-8", "replace")
    except OSError:
        return
    if LOCK_FILE not in told:
        yield Finding(
            rule="lock-merges",
            level=Level.HINT,
            where=_ATTRIBUTES,
            message=f"does not say how git merges {LOCK_FILE}: two branches that publish "
            "would conflict",
            fix=f"add the line: {LOCK_FILE} merge=union",
        )


def file_of(url: str) -> str:
    """The file's name in an address: the same wherever the show moves."""
    return address_parts(url).path.rpartition("/")[2]
