"""Who speaks: names in voices and before colons, matched to the episode's people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feed_builder.feed_parts import Person
from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.text import words

# "Anne Martin : Bonjour", "MARTIN: …", "Q. : …", with **, a dash or a bar left by other programs.
_SAYS = re.compile(r"[*_>–—-]*\s*([^\W\d_][^:!?…\"«»]{0,48}?)[*_]*\s?:[*_]*\s+(?=\S)")
_LONGEST_NAME = 5  # words
_PARTICLES = frozenset("de du des d' d’ la le l' l’ van von der den da di y e et and".split())
_HONORIFICS = frozenset("m mr mme mrs ms mlle dr pr prof me monsieur madame maitre docteur".split())
# How transcripts call people whom they do not name, by the role that podcast:person gives them.
_ROLE_NAMES = {
    "host": "host interviewer question animateur animatrice journaliste presenter moderator q",
    "guest": "guest interviewee invite invitee reponse answer r a",
}
_ROLES = {word: role for role, names in _ROLE_NAMES.items() for word in names.split()}


@dataclass(frozen=True, slots=True)
class Cast:
    """The people who may be heard in an episode."""

    people: tuple[Person, ...]

    def called(self, written: str) -> str | None:
        """The name of the one whom a transcript calls so; None where it may be nobody or two.

        By the name, by a part of it ("Martin"), by initials ("A. M.", "A. Martin"), or by the
        role of the only one who has it ("Guest").
        """
        said = [word for word in words(written) if word not in _HONORIFICS]
        found = {p.name for p in self.people if words(p.name) == said}
        found = found or {p.name for p in self.people if _is_part(said, words(p.name))}
        found = found or {p.name for p in self.people if _are_initials(written, p.name)}
        if not found and len(said) == 1 and said[0] in _ROLES:
            found = {p.name for p in self.people if p.role.lower() == _ROLES[said[0]]}
        return found.pop() if len(found) == 1 else None


def attributed(cues: Iterable[Cue], people: Sequence[Person]) -> tuple[Cue, ...]:
    """`cues` with their speakers under the names that the episode's people have.

    A name before a colon is taken for a speaker's where it is one of theirs, or comes twice.
    """
    cast = Cast(tuple(people))
    cues = tuple(cues)
    counted = Counter(name for name, _ in map(_split, cues) if name)
    return tuple(_attributed(cue, cast, counted) for cue in cues)


def _attributed(cue: Cue, cast: Cast, counted: Mapping[str, int]) -> Cue:
    if cue.speaker:
        return replace(cue, speaker=cast.called(cue.speaker) or cue.speaker)
    name, said = _split(cue)
    known = cast.called(name) if name else None
    if name and (known or counted[name] > 1):
        return replace(cue, speaker=known or name, text=said)
    return cue


def _split(cue: Cue) -> tuple[str, str]:
    """The name before the colon that a text begins with, "" for none, and what follows."""
    found = None if cue.speaker else _SAYS.match(cue.text)
    name = found.group(1).strip() if found else ""
    if not found or not _is_name(name):
        return "", cue.text
    return name, cue.text[found.end() :]


def _is_name(text: str) -> bool:
    parts = text.split()
    return len(parts) <= _LONGEST_NAME and all(
        part[0].isupper() or part.lower() in _PARTICLES or part[0].isdigit() for part in parts
    )


def _is_part(said: Sequence[str], name: Sequence[str]) -> bool:
    return bool(said) and set(said) < set(name) and max(map(len, said)) > 1


def _are_initials(written: str, name: str) -> bool:
    said, full = words(written), words(name)
    letters = "".join(said)
    if written.isupper() and 1 < len(letters) == len(full) and len(said) in (1, len(full)):
        return letters == "".join(word[0] for word in full)
    return len(said) == len(full) > 1 and all(
        word == part or (len(word) == 1 and part.startswith(word))
        for word, part in zip(said, full, strict=True)
    )
