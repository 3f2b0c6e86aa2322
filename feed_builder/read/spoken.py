"""An episode's transcripts as they are published: every form there is, in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Asset, Finding, Level, Person, Speech, Transcript
from feed_builder.read import transcripts
from feed_builder.read.episodes import EpisodeFile
from feed_builder.read.made import Made
from feed_builder.read.media import FileFacts
from feed_builder.read.transcripts import TranscriptFacts, language_of, suffix_of
from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.stems import TRANSCRIPT_TYPES
from feed_builder.transcripts.parsed import clock

_FORMS = 2  # changes when the writers do: what was kept is made anew then
_TIMED = (".vtt", ".srt", ".json")
# Of several files in one language the first is the one that the missing forms are made of.
_BEST = (".vtt", ".json", ".srt", ".html", ".md", ".txt")
# A recording's end may cut the last word off, and programs round: more is another recording.
_LATE_S = 5.0
_ROOM = 1 << 26  # bytes of texts that are kept from their making to their writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What the feed and the page name of an episode's transcripts."""

    transcripts: tuple[Transcript, ...] = ()
    speeches: tuple[Speech, ...] = ()


_NOTHING = Spoken()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What, besides its words, the forms of a transcript are made of."""

    title: str
    language: str
    people: tuple[Person, ...]
    duration_s: float


class SpokenFiles:
    """Publishes transcripts into `assets`; each form is made once and kept in `made`."""

    def __init__(
        self,
        project: Path,
        facts: Mapping[str, FileFacts],
        made: Made,
        base: str,
        assets: dict[str, Asset],
    ) -> None:
        self.project, self.facts, self.made = project, facts, made
        self.base, self.assets = base, assets
        self.findings: list[Finding] = []
        self.room = _ROOM

    def of(
        self, episode: EpisodeFile, *, language: str, people: Sequence[Person], duration_s: float
    ) -> Spoken:
        """What `episode` publishes, in `language` where a file's name says no other."""
        if not episode.transcripts:
            return _NOTHING
        by_language: dict[str, list[str]] = {language: []}
        for file in episode.transcripts:
            if self._is_usable(file, duration_s):
                by_language.setdefault(language_of(file) or language, []).append(file)
        done = _NOTHING
        for spoken_in, files in by_language.items():
            if files:
                told = _Told(
                    title=episode.values["title"],
                    language=spoken_in,
                    people=tuple(people),
                    duration_s=duration_s,
                )
                name = episode.slug.rpartition("/")[2]
                more = self._published(
                    files, told, name if spoken_in == language else f"{name}.{spoken_in}"
                )
                done = Spoken(
                    transcripts=done.transcripts + more.transcripts,
                    speeches=done.speeches + more.speeches,
                )
        return done

    def _is_usable(self, file: str, duration_s: float) -> bool:
        """Whether a transcript can be published; if it can't, that is told."""
        facts = self.facts[file]
        if facts.error or facts.transcript is None:
            return False
        if facts.transcript.is_timed and facts.transcript.end_s > duration_s + _LATE_S:
            self.findings.append(self._too_late(file, facts.transcript, duration_s))
            return False
        return True

    def _too_late(self, file: str, said: TranscriptFacts, duration_s: float) -> Finding:
        line: int | None = None
        try:
            read = transcripts.read(self.project / file)
            late = (
                line
                for line, cue in zip(read.lines, read.cues, strict=True)
                if (cue.end_s or cue.start_s or 0.0) > duration_s + _LATE_S
            )
            line = next(late, None)
        except Unreadable:
            pass
        return Finding(
            rule="transcript-inside",
            level=Level.ERROR,
            where=file,
            line=line,
            message=f"goes on until {clock(said.end_s)}, but the recording ends at "
            f"{clock(duration_s)}",
            fix="write its times anew: it belongs to another cut of the recording",
            source="P20-TR-1",
        )

    def _published(self, files: Sequence[str], told: _Told, name: str) -> Spoken:
        best = min(files, key=lambda file: _BEST.index(suffix_of(file)))
        own = {suffix_of(file): file for file in reversed(files)}
        forms = []
        for suffix, kind in TRANSCRIPT_TYPES.items():
            file = own.get(suffix, best)
            if suffix in _TIMED and not self._facts(file).is_timed:
                continue
            forms.append(
                Transcript(
                    url=self._form(file, told, suffix, name),
                    type=kind,
                    language=told.language,
                    rel="captions" if suffix in _TIMED else None,
                )
            )
        speech = Speech(
            language=told.language,
            fingerprint=self._key(best, told),
            read=partial(_cues, self.project / best, told.people, told.duration_s),
            is_automatic=self._facts(best).is_automatic,
            length=self._facts(best).length,
            count=self._facts(best).count,
        )
        return Spoken(transcripts=tuple(forms), speeches=(speech,))

    def _facts(self, file: str) -> TranscriptFacts:
        facts = self.facts[file].transcript
        assert facts is not None
        return facts

    def _key(self, file: str, told: _Told) -> str:
        """A name for what is made of a file: the same source makes the same bytes."""
        named = [(person.name, person.role) for person in told.people]
        source = (self.facts[file].sha256, suffix_of(file), self._facts(file).is_automatic)
        parts = (_FORMS, source, told.title, told.language, named, told.duration_s)
        return sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()[:32]

    def _form(self, file: str, told: _Told, suffix: str, name: str) -> str:
        """The address of one form, whose name says which bytes it holds (HST-10)."""
        is_automatic = self._facts(file).is_automatic
        make = partial(_written, self.project / file, told, suffix, is_automatic)
        just_made: list[bytes] = []

        def once() -> bytes:
            just_made.append(make())
            return just_made[0]

        known = self.made.text(f"{self._key(file, told)}{suffix}", once)
        path = f"transcripts/{name}.{known[:8]}{suffix}"
        kept = just_made[0] if just_made and len(just_made[0]) <= self.room else None
        self.room -= len(kept or b"")
        self.assets.setdefault(path, Asset(path, make if kept is None else kept))
        return self.base + path


def _written(path: Path, told: _Told, suffix: str, is_automatic: bool) -> bytes:
    """One form of the transcript at `path`; what a person wrote stays as it was written.

    But for a page, which could carry scripts, and for names that are not those of the people.
    """
    from feed_builder.transcripts.writing import WRITERS, Heading, is_written

    cues = _cues(path, told.people, told.duration_s)
    if suffix == suffix_of(path.name) and not is_automatic:
        try:
            content = read_regular(path)
        except Unreadable:
            return b""
        if is_written(content, suffix, cues):
            return content
    heading = Heading(title=told.title, language=told.language, is_automatic=is_automatic)
    return WRITERS[suffix](cues, heading).encode()


def _cues(path: Path, people: Sequence[Person], duration_s: float) -> tuple[Cue, ...]:
    """What a transcript says, inside the recording; nothing where it is gone meanwhile."""
    from feed_builder.transcripts.speakers import attributed
    from feed_builder.transcripts.writing import completed

    try:
        read = transcripts.read(path)
    except Unreadable:
        return ()
    cues = completed(attributed(read.cues, people), duration_s)
    return tuple(_clipped(cue, duration_s) for cue in cues)


def _clipped(cue: Cue, duration_s: float) -> Cue:
    if cue.start_s is None or cue.end_s is None:
        return cue
    start = min(cue.start_s, duration_s)
    return replace(cue, start_s=start, end_s=max(start, min(cue.end_s, duration_s)))
