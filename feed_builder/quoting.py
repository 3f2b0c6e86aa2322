"""`feed-builder quotes`: sentences of the article that are spoken become links to their moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from feed_builder.errors import FeedBuilderError
from feed_builder.files import read_regular, replace_file
from feed_builder.model import Person
from feed_builder.read.choice import Work, chosen, read_project
from feed_builder.read.config import person_from
from feed_builder.read.episodes import split_front_matter
from feed_builder.read.sources import Sources
from feed_builder.read.transcripts import language_of, read, suffix_of
from feed_builder.records import dataclass
from feed_builder.speech import Cue
from feed_builder.text import words
from feed_builder.transcripts.quotes import Bite, Quote, Sentence, bites, quotes, sentences
from feed_builder.transcripts.speakers import attributed
from feed_builder.transcripts.writing import completed, short_clock

_BEST = (".vtt", ".json", ".srt")
_HEADINGS = {"fr": "Citations", "en": "Quotes"}
_LINKED = re.compile(r"\s*\((?:\d+:)?\d?\d:\d\d\)")
_CLOSING = re.compile(r"(?:[*_`)]|\[\^[^\]\n]{1,100}\]|\]\([^)\n]{0,4000}\))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is quoted in an episode's notes and in its article, and what could be a soundbite.

    `written` says that the notes were given links.
    """

    episode: str
    notes: tuple[Quote, ...]
    article: tuple[Quote, ...]
    bites: tuple[Bite, ...]
    written: bool

    def as_dict(self) -> dict[str, Any]:
        """What `--json` prints: times in seconds."""
        return {
            "episode": self.episode,
            "quotes": [
                {
                    "text": quote.sentence.text,
                    "where": where,
                    "start": quote.start_s,
                    "end": quote.end_s,
                    "speaker": quote.speaker,
                    "score": quote.score,
                }
                for where, found in (("notes", self.notes), ("article", self.article))
                for quote in found
            ],
            "soundbites": [
                {"start_time": bite.start_s, "duration": bite.duration_s, "title": bite.title}
                for bite in self.bites
            ],
            "written": self.written,
        }

    def lines(self) -> list[str]:
        """What to say of it: moments, then soundbites to paste into the front matter."""
        found = [*self.notes, *self.article]
        if not found:
            return [f"{self.episode}: no sentence of the article or the notes is spoken in it"]
        told = []
        for quote in sorted(found, key=lambda quote: quote.start_s):
            by = f" ({quote.speaker})" if quote.speaker else ""
            told.append(f"{short_clock(quote.start_s):>8}  {quote.sentence.text}{by}")
        if self.written:
            told.append(f"{self.episode}: these moments are linked in the notes now")
        told.append("Soundbites to choose from, for the front matter:")
        for bite in self.bites:
            title = bite.title.replace("\\", "\\\\").replace('"', '\\"')
            told += [
                "",
                "[[soundbite]]",
                f"start_time = {bite.start_s:g}",
                f"duration = {bite.duration_s:g}",
                f'title = "{title}"',
            ]
        return told


def find_quotes(project: Path, name: str, *, dry_run: bool) -> Found:
    """Find what is quoted of the episode that `name` means, and link it in the notes.

    Raises FeedBuilderError where there is no transcript with times.
    """
    sources = read_project(project)
    [work] = chosen(sources, [name], every=False)
    cues = _cues(project, sources, work)
    text = _text(project / work.episode.file)
    parts = split_front_matter(text)
    start = text.rindex(parts[1]) if parts and parts[1] else len(text)
    in_notes = quotes([_moved(s, start) for s in sentences(text[start:])], cues)
    in_article = _new(quotes(_article_sentences(sources, work), cues), in_notes)
    written = _with_links(text, in_notes, in_article, _language(sources, work))
    changed = written != text and not dry_run
    if changed:
        _write(project / work.episode.file, written)
    return Found(
        episode=work.episode.file,
        notes=tuple(in_notes),
        article=tuple(in_article),
        bites=tuple(bites([*in_notes, *in_article], cues)),
        written=changed,
    )


def _cues(project: Path, sources: Sources, work: Work) -> tuple[Cue, ...]:
    """The best transcript with times, in the language of the notes if there is one."""
    language = _language(sources, work)
    files = sorted(
        (file for file in work.episode.transcripts if suffix_of(file) in _BEST),
        key=lambda file: (
            language_of(file) not in (None, language),
            _BEST.index(suffix_of(file)),
        ),
    )
    for file in files:
        found = read(project / file)
        if found.is_timed and not found.faults:
            return completed(attributed(found.cues, _people(sources, work)))
    raise FeedBuilderError(
        f"{work.episode.file}: has no transcript with times (put a .vtt beside it, or run "
        "`feed-builder transcribe`)"
    )


def _people(sources: Sources, work: Work) -> tuple[Person, ...]:
    assert sources.config is not None
    own = (person_from(p, default_role="guest") for p in work.episode.values.get("people", ()))
    return (*sources.config.people, *own)


def _language(sources: Sources, work: Work) -> str:
    assert sources.config is not None
    article = sources.articles.get(work.episode.folder)
    own: str | None = article.values.get("language") if article else None
    return own or sources.config.language


def _article_sentences(sources: Sources, work: Work) -> list[Sentence]:
    """The article's own sentences, not what announces its interviews."""
    article = sources.articles.get(work.episode.folder)
    if article is None:
        return []
    imported = article.values.get("imported", {}).get("episodes", ())
    markers = {" ".join(words(str(one.get("marker", "")))) for one in imported}
    own = sentences(article.page.text)
    return [s for s in own if not any(" ".join(words(s.text)) in marker for marker in markers)]


def _moved(sentence: Sentence, by: int) -> Sentence:
    return replace(sentence, start=sentence.start + by, end=sentence.end + by)


def _new(found: Sequence[Quote], known: Sequence[Quote]) -> list[Quote]:
    """Quotes whose moments are not known yet: the article and the notes often say the same."""
    new: list[Quote] = []
    for quote in found:
        others = [*known, *new]
        if not any(_is_same(quote, other) for other in others):
            new.append(quote)
    return new


def _is_same(one: Quote, other: Quote) -> bool:
    """Whether two quotes say the same, or are mostly of one moment."""
    common = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    shorter = min(one.end_s - one.start_s, other.end_s - other.start_s)
    return words(one.sentence.text) == words(other.sentence.text) or common > shorter / 2


def _with_links(
    text: str, in_notes: Sequence[Quote], in_article: Sequence[Quote], language: str
) -> str:
    """The episode's file with the moment of each quote behind it, "(2:15)", which pages link."""
    for quote in sorted(in_notes, key=lambda quote: quote.sentence.end, reverse=True):
        closing = _CLOSING.match(text, quote.sentence.end)
        end = closing.end() if closing else quote.sentence.end
        if not _LINKED.match(text, end):
            text = f"{text[:end]} ({short_clock(quote.start_s)}){text[end:]}"
    if in_article:
        heading = _HEADINGS.get(language.partition("-")[0], _HEADINGS["en"])
        lines = [f"- {_quoted(q, language)} ({short_clock(q.start_s)})" for q in in_article]
        text = text.rstrip("\n") + f"\n\n## {heading}\n\n" + "\n".join(lines) + "\n"
    return text


def _quoted(quote: Quote, language: str) -> str:
    text = quote.sentence.text.strip(' «»“”"\u00a0\u202f')
    return f"«\u00a0{text}\u00a0»" if language.startswith("fr") else f"“{text}”"


def _text(path: Path) -> str:
    return read_regular(path).decode("utf-8").replace("\r\n", "\n")


def _write(path: Path, text: str) -> None:
    """Line ends stay as they were."""
    if b"\r\n" in read_regular(path):
        text = text.replace("\n", "\r\n")
    replace_file(path, text.encode(), lasting=True)
