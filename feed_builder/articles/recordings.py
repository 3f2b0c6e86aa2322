"""Which recording belongs to which interview, by what the files are called.

The guest's name decides, else the number; what is not clear is told and left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from feed_builder.articles.interviews import Interview
from feed_builder.articles.names import NamedPerson, surname_words
from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES, SIDECAR_SUFFIXES, UNPLAYED_SUFFIXES
from feed_builder.text import words

_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_VERSION = re.compile(r"(?<![^\W_])v\d{1,3}(?![^\W_])", re.IGNORECASE)
_DATE = re.compile(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{4}|\d{4,}")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
# What people add to file names; none of it names anybody.
_FILLERS = frozenset(
    words(
        "interview interviews itw entretien entretiens podcast audio son sound final finale "
        "version mix master mixage montage episode ep piste track export copie copy def "
        "definitif ok mono stereo web hd no nr num numero number de du des la le les l d avec "
        "et with the of and mit con met com recording enregistrement full complete complet "
        "integral integrale"
    )
)
_ALL_OF_IT = frozenset(
    words("integralite integrale integral complet complete full entier totalite recording debat")
)


@dataclass(frozen=True, slots=True)
class Recording:
    """An audio file, and the files beside it that share its stem."""

    file: Path
    sidecars: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A recording that belongs to an interview, and what tells so."""

    interview: Interview
    recording: Recording
    why: str


@dataclass(frozen=True, slots=True)
class UnmatchedFile:
    """A recording that was left, and why."""

    file: Path
    why: str


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """An interview without a recording, and why."""

    interview: Interview
    why: str


@dataclass(frozen=True, slots=True)
class Matches:
    """What was matched, which files were left, which interviews still wait."""

    matched: tuple[Match, ...] = ()
    unmatched_files: tuple[UnmatchedFile, ...] = ()
    unrecorded: tuple[Unrecorded, ...] = ()


def find_recordings(folder: Path) -> tuple[Recording, ...]:
    """The recordings in `folder`, by name, with their sidecars.

    Raises `ArticleError` where there is no such folder or no recording in it.
    """
    try:
        files = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
        by_name = {path.name.lower(): path for path in files if path.is_file()}
    except FileNotFoundError as error:
        raise ArticleError(f"{folder}: there is no such folder of recordings") from error
    except NotADirectoryError as error:
        raise ArticleError(f"{folder}: is a file; name the folder that holds it") from error
    except OSError as error:
        raise ArticleError(f"{folder}: can't be read: {error.strerror}") from error
    found = [p for p in files if p.suffix.lower() in AUDIO_SUFFIXES and p.is_file()]
    if not found:
        suffixes = ", ".join(sorted(AUDIO_SUFFIXES))
        inside = next((shown(path) for path in files if path.is_dir()), None)
        way_out = f"; name a folder in it, such as {inside}" if inside else ""
        unplayed = next((shown(path) for path in files if _is_unplayed(path)), None)
        way_out = f"; apps don't play {unplayed}: export it as MP3" if unplayed else way_out
        raise ArticleError(f"{folder}: holds no recording (files read: {suffixes}{way_out})")
    return tuple(Recording(path, _sidecars(path, by_name)) for path in found)


def find_unplayed(folder: Path) -> tuple[UnmatchedFile, ...]:
    """The recordings in `folder` of kinds that no app plays, each with the way out."""
    files = (path for path in sorted(folder.iterdir()) if _is_unplayed(path))
    why = "apps play no {} files: export it as MP3"
    return tuple(UnmatchedFile(path, why.format(path.suffix.lower())) for path in files)


def _is_unplayed(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return not hidden and path.suffix.lower() in UNPLAYED_SUFFIXES and path.is_file()


def shown(path: Path) -> str:
    """A file's name for messages: it may hold bytes that are no text, which a message may not."""
    return path.name.encode("utf-8", "replace").decode()


def _sidecars(audio: Path, by_name: Mapping[str, Path]) -> tuple[Path, ...]:
    beside = (by_name.get(f"{audio.stem}{suffix}".lower()) for suffix in SIDECAR_SUFFIXES)
    return tuple(path for path in beside if path)


def match_recordings(interviews: Sequence[Interview], recordings: Sequence[Recording]) -> Matches:
    """`recordings` matched to `interviews` (issue 2, item 3); nothing is guessed.

    A file that fits two interviews, or a second file for one interview, is matched with neither.
    """
    highest = max(
        (number for one in recordings for number in _numbers_in(one.file.stem)), default=0
    )
    claims = [_claim(recording, interviews, highest) for recording in recordings]
    claims = [_yielding(claim, claims) for claim in claims]
    matched, left = [], []
    for claim in claims:
        rivals = [one for one in claims if one is not claim and one.order == claim.order]
        if claim.order is None:
            left.append(UnmatchedFile(claim.recording.file, claim.why))
        elif rivals:
            left.append(UnmatchedFile(claim.recording.file, _disputed(claim, rivals, interviews)))
        else:
            matched.append(Match(interviews[claim.order - 1], claim.recording, claim.why))
    matched.sort(key=lambda match: match.interview.order)
    return Matches(tuple(matched), tuple(left), _waiting(interviews, claims, matched))


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one file's name says: an interview's order, or why none."""

    recording: Recording
    order: int | None
    by_name: bool
    why: str


def _claim(recording: Recording, interviews: Sequence[Interview], highest: int) -> _Claim:
    stem = recording.file.stem
    tokens, number = _tokens(stem), _number(stem, len(interviews))
    scores = {one.order: _score(tokens, one) for one in interviews}
    best = max(scores.values(), default=0.0)
    fitting = [order for order, score in scores.items() if score == best and score > 0]
    if len(fitting) > 1 and number in fitting:
        return _Claim(recording, number, True, f"by name and by the number {number}")
    if len(fitting) > 1:
        names = " and ".join(f"“{interviews[order - 1].title}”" for order in fitting)
        return _Claim(recording, None, True, f"its name fits {names}")
    if fitting:
        return _Claim(recording, fitting[0], True, _by_name(interviews[fitting[0] - 1], number))
    if number is not None and len(interviews) < highest < _YEARS:
        why = f"the files are numbered to {highest}, the article has {len(interviews)} interviews"
        return _Claim(recording, None, False, f"it has the number {number}, but {why}")
    if number is not None:
        return _Claim(recording, number, False, f"by the number {number} in its name")
    return _Claim(recording, None, False, _no_clue(stem))


def _by_name(interview: Interview, number: int | None) -> str:
    why = "by the guest’s name" if interview.guests else "by the words of its announcement"
    if number is None or number == interview.order:
        return why
    return (
        f"{why} (though it has the number {number} and the interview is number {interview.order})"
    )


def _no_clue(stem: str) -> str:
    if len([token for token in _TOKEN.findall(_dateless(stem)) if token.isdigit()]) > 1:
        return "no guest’s name is in its name, and more than one number"
    return "neither a guest’s name nor an interview’s number is in its name"


def _yielding(claim: _Claim, claims: Sequence[_Claim]) -> _Claim:
    """A claim by number gives way where a name has spoken."""
    owners = [one for one in claims if one.by_name and one.order == claim.order]
    if claim.by_name or claim.order is None or not owners:
        return claim
    names = " and ".join(shown(one.recording.file) for one in owners)
    why = f"interview {claim.order}, whose number it has, is named by {names}"
    return _Claim(claim.recording, None, False, why)


def _disputed(claim: _Claim, rivals: Sequence[_Claim], interviews: Sequence[Interview]) -> str:
    names = " and ".join(shown(rival.recording.file) for rival in rivals)
    title = interviews[(claim.order or 1) - 1].title
    return f"fits “{title}”, and so does {names}: keep one of them"


def _waiting(
    interviews: Sequence[Interview], claims: Sequence[_Claim], matched: Sequence[Match]
) -> tuple[Unrecorded, ...]:
    done = {match.interview.order for match in matched}
    waiting = []
    for interview in interviews:
        if interview.order in done:
            continue
        rivals = [shown(one.recording.file) for one in claims if one.order == interview.order]
        why = "no file has its guest’s name or its number"
        if rivals:
            why = f"more than one file fits: {' and '.join(rivals)}"
        waiting.append(Unrecorded(interview, why))
    return tuple(waiting)


def _dateless(stem: str) -> str:
    return _VERSION.sub(" ", _DATE.sub(" ", stem))


def _tokens(stem: str) -> frozenset[str]:
    """The folded words of a file's name, without numbers and versions."""
    spaced = _HUMP.sub(" ", _dateless(stem))
    return frozenset(token for token in _TOKEN.findall(" ".join(words(spaced))) if token.isalpha())


def _number(stem: str, most: int) -> int | None:
    """The number in a file's name, if it has one only and an interview of that number exists."""
    found = _numbers_in(stem)
    return found[0] if len(found) == 1 and 1 <= found[0] <= most else None


# From here on a number in a file's name is a year, a day or a take, and counts nothing.
_YEARS = 100


def _numbers_in(stem: str) -> list[int]:
    return [int(token) for token in _TOKEN.findall(_dateless(stem)) if token.isdecimal()]


def _score(tokens: frozenset[str], interview: Interview) -> float:
    if interview.kind == "full_recording":
        return _score_of_whole(tokens, interview)
    scores = [_score_of_guest(tokens, guest) for guest in interview.guests]
    if not scores or not any(scores):
        return 0.0
    # All guests of two fit better than one of two, and one of one better than that.
    together = 0.5 if len(scores) > 1 else 0.0
    return max(scores) + (together if all(scores) else -together)


def _score_of_guest(tokens: frozenset[str], guest: NamedPerson) -> float:
    name, surname = set(words(guest.display_name)), set(surname_words(guest))
    if name and (name <= tokens or "".join(words(guest.display_name)) in tokens):
        return 3.0
    if surname and (surname <= tokens or "".join(surname_words(guest)) in tokens):
        return 2.0
    telling = tokens - _FILLERS
    return 1.0 if telling and telling <= name and max(map(len, telling)) > 2 else 0.0


def _score_of_whole(tokens: frozenset[str], interview: Interview) -> float:
    telling = _singular(token for token in tokens if len(token) > 3)
    thing = _singular(word for word in words(interview.label) if len(word) > 3)
    if thing and thing <= telling:
        return 2.0
    known = _singular(words(interview.title)) | _ALL_OF_IT
    telling = telling - _singular(_FILLERS - _ALL_OF_IT)
    return 1.0 if telling and telling <= known else 0.0


def _singular(found: Iterable[str]) -> set[str]:
    return {word.rstrip("s") for word in found}
