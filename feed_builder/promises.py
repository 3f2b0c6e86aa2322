"""What a build would break of what subscribers were promised, by what podcast.lock knows.

No episode comes again under another guid, none is lost; another recording or date is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from feed_builder.lock import fact_of, file_of
from feed_builder.read.files import LOCK_FILE
from feed_builder.results import Finding, Level, ListedEpisode, State

if TYPE_CHECKING:
    from feed_builder.lock import Fact, Lock
    from feed_builder.model import Episode, Show

_UNKNOWN_YEAR = "0001"


def broken_promises(
    lock: Lock, show: Show, listed: Iterable[ListedEpisode] = (), *, whole: bool = True
) -> list[Finding]:
    """What subscribers would notice: an episode that they would download again, or lose.

    `listed` are all that the project holds, those that wait as well. Of a show that is not `whole`,
    since some of its files can't be read, nothing is said of what is not there.
    """
    now = {episode.guid for episode in show.episodes}
    missing = {guid: facts for guid, facts in lock.standing().items() if guid not in now}
    known = {fact.guid for fact in lock.facts}
    new = [episode for episode in show.episodes if episode.guid not in known]
    waiting = {e.guid: e for e in listed if e.guid and e.guid in missing}
    found = [*_findings(missing, new, waiting), *_swapped(lock, show)]
    return [f for f in found if whole or f.rule != "episode-kept"]


def _swapped(lock: Lock, show: Show) -> Iterator[Finding]:
    """Episodes that have taken the guid of another: one would be lost, and one come again."""
    published, same = lock.standing(), same_recordings(lock, show)
    owners = {fact.recording: guid for guid, facts in published.items() for fact in facts}
    now = {episode.guid: episode.enclosure.recording for episode in show.episodes}
    for episode in show.episodes:
        recording = episode.enclosure.recording
        was = owners.get(recording) if recording else None
        taken = episode.guid in published and episode.guid not in same
        if taken and was and was != episode.guid and now.get(was) != recording:
            yield _changed(episode, was)


def _findings(
    missing: Mapping[str, list[Fact]],
    new: Sequence[Episode],
    waiting: Mapping[str, ListedEpisode],
) -> Iterator[Finding]:
    by_file = {file_of(episode.enclosure.url): episode for episode in new}
    by_date = {fact_of(episode).published: episode for episode in new}
    by_recording = {e.enclosure.recording: e for e in new if e.enclosure.recording}
    for guid, facts in missing.items():
        files = [file_of(fact.enclosure) for fact in facts if fact.enclosure]
        heard = [fact.recording for fact in facts if fact.recording in by_recording]
        again = next((by_file[file] for file in files if file in by_file), None)
        again = again or (by_recording[heard[-1]] if heard else None)
        again = again or by_date.get(facts[-1].published)
        if guid in waiting:
            yield _kept_waiting(waiting[guid], facts[-1])
        elif again is not None:
            yield _changed(again, guid)
        else:
            yield _gone(guid, facts[-1])


def _changed(episode: Episode, guid: str) -> Finding:
    return Finding(
        rule="guid-kept",
        level=Level.ERROR,
        where=episode.source,
        message=f"guid: was {guid!r} when it was published: apps would download it again as new",
        fix=f"write guid = {guid!r} again, or build with --accept-guid-changes",
        source="PSP-42, APL-7, APL-92, P20-REC-1",
    )


def _gone(guid: str, fact: Fact) -> Finding:
    told = f"the episode of {fact.published[:10]} ({file_of(fact.enclosure or '')}, guid {guid})"
    return Finding(
        rule="episode-kept",
        level=Level.ERROR,
        where=LOCK_FILE,
        message=f"{told} is published, and would be gone: subscribers lose it",
        fix="put it back, or build with --accept-guid-changes",
        source="APL-92, HST-14",
    )


def _kept_waiting(episode: ListedEpisode, fact: Fact) -> Finding:
    """That an episode which is out would wait: its file is there, and not lost."""
    put_off = episode.state is State.SCHEDULED
    file = file_of(fact.enclosure or "")
    return Finding(
        rule="episode-kept",
        level=Level.ERROR,
        where=episode.file,
        message=f"is published (guid {episode.guid}), and would be gone until "
        + ("its date comes" if put_off else f"it has a recording, as {file} was")
        + ": subscribers lose it",
        fix=(
            f"write published = {fact.published} again"
            if put_off
            else "put its recording back beside it, under the name of this file"
        )
        + ", or build with --accept-guid-changes",
        source="APL-92, HST-14",
    )


def changes(lock: Lock, show: Show) -> Iterator[Finding]:
    """What is told of published episodes, and goes on."""
    yield from _new_recordings(lock, show)
    yield from _moved_dates(lock, show)


def _moved_dates(lock: Lock, show: Show) -> Iterator[Finding]:
    """Published episodes whose date is none of those that they were published with."""
    published = lock.standing()
    for episode in show.episodes:
        dates = {fact.published for fact in published.get(episode.guid, ())}
        known = sorted(date for date in dates if not date.startswith(_UNKNOWN_YEAR))
        if known and fact_of(episode).published not in dates:
            yield Finding(
                rule="date-kept",
                level=Level.WARNING,
                where=episode.source,
                message=f"published: was {known[-1]} when it was published: apps list the episode "
                "elsewhere, and programs that name files by dates download it again (getpodcast)",
                fix="see that it is meant, or write the old date again",
                source="APL-44",
            )


def same_recordings(lock: Lock, show: Show) -> frozenset[str]:
    """The guids whose published recording is the one that they have now."""
    published = lock.standing()
    return frozenset(
        episode.guid
        for episode in show.episodes
        if episode.enclosure.recording
        and episode.enclosure.recording in {f.recording for f in published.get(episode.guid, ())}
    )


def _new_recordings(lock: Lock, show: Show) -> Iterator[Finding]:
    """Published episodes that get another recording.

    No refusal: under the same guid no podcast app shows or fetches an episode again (clients.md),
    and a mended recording has to reach those who have not heard it yet (HST-10, PLT-7).
    """
    published, same = lock.standing(), same_recordings(lock, show)
    for episode in show.episodes:
        if episode.guid in same:
            continue
        files = {file_of(fact.enclosure or "") for fact in published.get(episode.guid, ())}
        # Elsewhere, under the same name, it is the same file: the show has moved.
        if files and file_of(episode.enclosure.url) not in files:
            yield Finding(
                rule="recording-kept",
                level=Level.WARNING,
                where=episode.source,
                message="its recording is another than the one that is published: apps that have "
                "that keep it, and programs that go by addresses download it again",
                fix="see that it is meant; the guid stays, so that nobody gets a second episode",
                source="HST-10, PLT-7, APL-43",
            )
