"""A marker, and the line it is found in."""

from __future__ import annotations

import re
from typing import Literal

from feed_builder.articles.durations import FoundDuration, find_duration, seconds_of
from feed_builder.articles.folding import Folded, fold
from feed_builder.articles.forms import Patterns
from feed_builder.articles.names import Heard, NamedPerson, trimmed
from feed_builder.records import dataclass
from feed_builder.text import words

RecordingKind = Literal["interview", "full_recording"]
Form = Literal["announcement", "guest", "caption"]
# A longer line is a paragraph that begins like a marker.
MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A line that announces a recording.

    `text` is the line as the article has it, without its emphasis; `said` what it announces,
    without verb, duration and closing colon; `thing` the word for what was recorded. `form` tells
    how much it says: an announcement stands by itself, "Guest: …" goes with one where there is
    one, and a caption ("Interview with …") is one only beside a player.
    """

    kind: RecordingKind
    text: str
    said: str
    thing: str
    language: str
    guests: tuple[NamedPerson, ...]
    hosts: tuple[NamedPerson, ...]
    duration_s: int | None
    form: Form = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that may be a marker. `closed` tells that it ends as an announcement does.

    `tail` is the verb that closed it, `placed` that it said where the player is.
    """

    shown: str
    view: Folded
    marker: str
    duration_s: int | None
    closed: bool
    tail: str = ""

    def after(self, place: int) -> str:
        """What stands after the folded line's `place`, as the article has it."""
        return self.shown[self.view.place(place) :]


# What sends the reader to the player says nothing of the guest.
_WAY_TO_PLAYER = re.compile(
    r"[\s,;(–-]\s?(?:(?:en )?cliqu(?:ez|ant|er)(?: (?:ici|ci-dessous|sur le lecteur|sur play))?|"
    r"ci-dessous|ci-contre|ci-apres|ici|en podcast|(?:click|tap|press|hit) (?:here|below|play)|"
    r"below|here|hier|aqui|qui|hier (?:anhoren|klicken)|(?:hier )?klicken sie(?: hier)?|"
    r"(?:pulse|pulsa|haga clic|haz clic|pinche|pincha)(?: aqui)?|clicca(?:te)? qui|premi play|"
    r"klik (?:hier|op play)|(?:clique|carregue)(?: aqui)?)\s?[.:!)]{0,3}\s?$"
)
_FILE = re.compile(
    r"[\s,;|-]{1,3}[(\[]?(?:(?:mp3|m4a|ogg|wav|aac|flac|audio)[\s,;:|-]{0,3})?"
    r"\d{1,4}(?:[.,]\d{1,2})?\s?(?:mo|mb|mib|ko|kb|kib|octets|bytes)[)\]]?[.:]?$"
    r"|\s[(\[](?:mp3|m4a|ogg|wav|aac|flac)[)\]]$"
)
_LAST_PICTURES = re.compile(r"[\s🎧🎙🎤🔊🔉🔈📻▶►⏵⏯👇⬇↓\ufe0f]{1,12}$")
_WHOLE_IN_BRACKETS = re.compile(
    r"[(\[]([^()\[\]]{8,400}(?:\([^()]{1,80}\)[^()\[\]]{0,200})?)[)\]][\s.:]{0,3}$"
)
# "… dans cet entretien de 12 minutes".
_WITHIN = re.compile(
    r"[\s,](?:dans|in|en|em) (?:ce|cet|cette|un|une|this|our|an?|diesem|dieser|este|esta|"
    r"questo|questa|quest'|deze|dit|onze|nest[ea]) ?\w{4,12} (?:de|of|von|di|van) "
    r"(?P<time>\d[^,;:]{2,20})$"
)
_TITLE_WORDS = frozenset(
    words("le la les l un une the a an der die das el los las il gli de het o os your our my")
)


def line_of(shown: str) -> Line:
    """A line without its duration, the way to the player and brackets around all of it."""
    bracketed = _WHOLE_IN_BRACKETS.match(shown)
    if bracketed:
        shown = bracketed.group(1).strip()
    shown = without_file(_LAST_PICTURES.sub("", shown, count=1).rstrip())
    duration = find_duration(shown)
    within = _WITHIN.search(fold(shown).text) if duration is None else None
    if within and (seconds := seconds_of(within["time"])):
        start = fold(shown).place(within.start())
        duration = FoundDuration(seconds, start, len(shown))
    rest = shown if duration is None else _cut(shown, duration.start, duration.end)
    way = _WAY_TO_PLAYER.search(fold(rest).text, max(0, len(rest) - 60))
    kept = rest[: fold(rest).place(way.start())] if way else rest
    return Line(
        shown=kept,
        view=fold(kept),
        marker=shown,
        duration_s=duration.seconds if duration else None,
        closed=duration is not None or way is not None or kept.rstrip().endswith(":"),
    )


def without_file(text: str) -> str:
    """`text` without a file's form and size at its end: "(MP3, 14 MB)"."""
    if len(text) < 4 or find_duration(text[-60:]):
        return text
    view = fold(text)
    match = _FILE.search(view.text, max(0, len(view.text) - 40))
    return text[: view.place(match.start())] if match and match.start() > 3 else text


def _cut(text: str, start: int, end: int) -> str:
    before, after = text[:start], text[end:]
    if after.strip() == ".":  # the sentence's own, behind the bracket
        return before.rstrip()
    return before.rstrip() + after if after[:1].isspace() or not after else before + after


def is_name(text: str) -> bool:
    """Whether `text` is a name of several words and no title ("The Long Road")."""
    found = words(text)
    return len(text.split()) > 1 and bool(found) and found[0] not in _TITLE_WORDS


def made(
    kind: RecordingKind, line: Line, row: Patterns, match: re.Match[str], heard: Heard
) -> Marker:
    """The marker that a line is by the form `match`."""
    said = trimmed(line.after(match.start("said")))
    groups = match.groupdict()
    return Marker(
        kind=kind,
        text=line.marker,
        said=said,
        thing=groups.get("thing") or _first_words(line.after(match.end())),
        language=row.language,
        guests=heard.guests,
        hosts=heard.hosts,
        duration_s=line.duration_s,
    )


def _first_words(text: str) -> str:
    return " ".join(words(text)[:4])
