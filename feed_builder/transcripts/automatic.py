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

_MARK = re.compile(r"Automatic transcript\b.*\b([0-9a-f]{16})$")


def mark(cues: Sequence[Cue], program: str) -> str:
    """The comment that says that `program` wrote these cues."""
    return f"Automatic transcript by {program}, not corrected yet: {_name(cues)}"


def is_automatic(parsed: Parsed) -> bool:
    """Whether a transcript has a mark and still the words that it was made for."""
    found = (_MARK.search(note) for note in parsed.notes)
    return any(mark.group(1) == _name(parsed.cues) for mark in found if mark)


def _name(cues: Sequence[Cue]) -> str:
    """A name for words and speakers; times may be moved without anybody having read them."""
    told = repr([(cue.text, cue.speaker) for cue in cues])
    return sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]
