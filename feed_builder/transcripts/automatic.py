"""Transcripts that a machine wrote: marked as such until a person edits them.

The mark is a comment with a name for the words. Whoever corrects a word makes another name of
them, and need not know of the mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from feed_builder.speech import Cue
from feed_builder.transcripts.parsed import Parsed

_BEGINS = "Automatic transcript by"
_MARK = re.compile(rf"{_BEGINS}\b.*\b([0-9a-f]{{16}})$")


def mark(cues: Sequence[Cue], program: str) -> str:
    """The comment that says that `program` wrote these cues."""
    return f"{_BEGINS} {program}; until somebody corrects it: {_name(cues)}"


def has_mark(text: str) -> bool:
    """Whether a file was written by a machine, whoever has corrected it since."""
    return _BEGINS in text


def is_automatic(parsed: Parsed) -> bool:
    """Whether a transcript has a mark and still the words that it was made for."""
    found = (_MARK.search(note) for note in parsed.notes)
    return any(mark.group(1) == _name(parsed.cues) for mark in found if mark)


def _name(cues: Sequence[Cue]) -> str:
    """A name for words and speakers; times may be moved without anybody having read them."""
    told = repr([(cue.text, cue.speaker) for cue in cues])
    return sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]
