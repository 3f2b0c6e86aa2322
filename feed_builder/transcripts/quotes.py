"""Sentences of a text that are spoken in a recording, and when.

Nobody is quoted to the letter: fillers go, contractions are undone. A sentence is found where three
of its words follow each other and most of the others are near, in order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.text import shortened, words

_FEWEST_WORDS: Final = 6
_ENOUGH: Final = 0.72  # of its words are said
_SEED: Final = 3  # words in a row
_CANDIDATES: Final = 4
_SHORTEST_BITE_S, _LONGEST_BITE_S = 15.0, 120.0  # podcast:soundbite
_TITLE: Final = 128
# The full stop and what closes a quotation behind it.
_STOP = re.compile(r"[.!?…]+(?:[\u00a0\u202f ]?[»”\")])*(?=\s|$)")
_BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>|]|\d{1,9}[.)])[ \t])")
_ITEM = re.compile(r"\s*(?:[-+>|]|\d{1,9}[.)])[ \t]+")
_SHORTEST_WORD: Final = 3  # "M." and "Dr." end no sentence
# Targets of links, moments and footnotes that are marked, tags, addresses, headings, emphasis.
_MARKUP = re.compile(
    r"\]\([^)\n]*\)|\((?:\d{1,2}:)?\d?\d:\d\d\)|\[\^[^\]\n]*\]|<[^<>\n]*>|https?://\S+"
    r"|^#{1,6} .*$|[_`\[\]]|\*(?! )",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a text: what it says, where it begins and ends in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence that is spoken: from when to when, by whom, and how much of it (0 to 1)."""

    sentence: Sentence
    start_s: float
    end_s: float
    score: float
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A part worth quoting: what `podcast:soundbite` says."""

    start_s: float
    duration_s: float
    title: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is said, with its time and the number of its cue."""

    word: str
    start_s: float
    end_s: float
    cue: int


def sentences(markdown: str) -> list[Sentence]:
    """The sentences of some Markdown that are long enough to be known again."""
    plain = _MARKUP.sub(lambda found: " " * len(found.group()), markdown)
    found = []
    for start, end in _spans(plain):
        text = " ".join(plain[start:end].split())
        if len(words(text)) >= _FEWEST_WORDS and not text.endswith(":"):
            found.append(Sentence(text=text, start=start, end=end))
    return found


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends: at a full stop, a paragraph's end, a list item's."""
    at = 0
    for block in _BLOCK_END.split(plain):
        start = begins = plain.index(block, at)
        at = start + len(block)
        for stop in _STOP.finditer(block):
            if _ends_sentence(block, stop):
                yield from _trimmed(plain, begins, start + stop.end())
                begins = start + stop.end()
        yield from _trimmed(plain, begins, at)


def _trimmed(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    item = _ITEM.match(plain, start, end)
    start = item.end() if item else start
    text = plain[start:end]
    if text.strip():
        yield start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _ends_sentence(block: str, stop: re.Match[str]) -> bool:
    before = block[: stop.start()].rpartition(" ")[2]
    after = block[stop.end() :].lstrip()
    if stop.group()[0] == "." and len(before.strip('(«“"\u00a0')) in range(1, _SHORTEST_WORD):
        return False
    return not after or not after[0].islower()


def quotes(texts: Sequence[Sentence], cues: Sequence[Cue]) -> list[Quote]:
    """Those of `texts` that are spoken in `cues`, in the order of the texts."""
    said = list(_words_of(cues))
    seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(said) - _SEED + 1):
        seeds[tuple(word.word for word in said[at : at + _SEED])].append(at)
    found = (_found(sentence, said, seeds, cues) for sentence in texts)
    return [quote for quote in found if quote]


def bites(found: Sequence[Quote], cues: Sequence[Cue]) -> list[Bite]:
    """Suggestions for soundbites: quotes with what is said around them, none over another."""
    suggested: list[Bite] = []
    for quote in sorted(found, key=lambda quote: (quote.start_s, quote.end_s)):
        start, end = _widened(quote, cues)
        before = suggested[-1] if suggested else None
        if before is None or start >= before.start_s + before.duration_s:
            title = shortened(quote.sentence.text.strip(' «»“”"\u00a0\u202f'), _TITLE)
            duration = round(end - start, 3)
            suggested.append(Bite(start_s=round(start, 3), duration_s=duration, title=title))
    return suggested


def _words_of(cues: Sequence[Cue]) -> Iterator[_Word]:
    """Every word that is said; its time is shared out of its cue's by letters."""
    for number, cue in enumerate(cues):
        if cue.start_s is None:
            continue
        length = (cue.end_s or cue.start_s) - cue.start_s
        spelled = words(cue.text)
        letters, total = 0, sum(map(len, spelled)) or 1
        for word in spelled:
            start = cue.start_s + length * letters / total
            letters += len(word)
            yield _Word(word, start, cue.start_s + length * letters / total, number)


def _found(
    sentence: Sentence,
    said: Sequence[_Word],
    seeds: Mapping[tuple[str, ...], Sequence[int]],
    cues: Sequence[Cue],
) -> Quote | None:
    wanted = words(sentence.text)
    best: Quote | None = None
    for start in _candidates(wanted, seeds):
        slack = 2 + len(wanted) // 3
        first = max(0, start - slack)
        near = said[first : start + len(wanted) + slack]
        quote = _matched(sentence, wanted, near, cues)
        if quote and (best is None or quote.score > best.score):
            best = quote
    return best


def _candidates(
    wanted: Sequence[str], seeds: Mapping[tuple[str, ...], Sequence[int]]
) -> Iterator[int]:
    """Where the sentence may begin: the places that most of its seeds agree upon."""
    votes: Counter[int] = Counter()
    for at in range(len(wanted) - _SEED + 1):
        for place in seeds.get(tuple(wanted[at : at + _SEED]), ()):
            votes[place - at] += 1
    for start, _ in votes.most_common(_CANDIDATES):
        yield start


def _matched(
    sentence: Sentence, wanted: Sequence[str], near: Sequence[_Word], cues: Sequence[Cue]
) -> Quote | None:
    spoken = [word.word for word in near]
    blocks = SequenceMatcher(None, wanted, spoken, autojunk=False).get_matching_blocks()
    kept = [block for block in blocks if block.size]
    score = sum(block.size for block in kept) / len(wanted)
    if score < _ENOUGH:
        return None
    first, last = near[kept[0].b], near[kept[-1].b + kept[-1].size - 1]
    return Quote(
        sentence=sentence,
        start_s=round(first.start_s, 3),
        end_s=round(last.end_s, 3),
        score=round(score, 2),
        speaker=_speaker(cues, first.cue),
    )


def _speaker(cues: Sequence[Cue], number: int) -> str | None:
    """Who speaks: named there, or the last that was named (P20-TR-3)."""
    return next((cue.speaker for cue in reversed(cues[: number + 1]) if cue.speaker), None)


def _widened(quote: Quote, cues: Sequence[Cue]) -> tuple[float, float]:
    """The cues that hold a quote, with those after and before it until it is long enough."""
    timed = [(c.start_s, c.end_s or c.start_s) for c in cues if c.start_s is not None]
    first = max((n for n, (start, _) in enumerate(timed) if start <= quote.start_s), default=0)
    last = next((n for n, (_, end) in enumerate(timed) if end >= quote.end_s), len(timed) - 1)
    last = max(first, last)

    def length() -> float:
        return timed[last][1] - timed[first][0]

    while length() < _SHORTEST_BITE_S and last + 1 < len(timed):
        last += 1
    while length() < _SHORTEST_BITE_S and first > 0:
        first -= 1
    return timed[first][0], min(timed[last][1], timed[first][0] + _LONGEST_BITE_S)
