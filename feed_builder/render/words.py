"""What a reader reads beside the publisher's own words: gettext catalogues, for dates as well."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations

from feed_builder.records import dataclass
from feed_builder.render.own_files import own_file

DOMAIN = "feed_builder"
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "ar")
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"}
_NO_BREAK = "\u00a0"
_SHORT = 600  # seconds; under ten minutes seconds are told as well


def direction(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def clock(seconds: float) -> str:
    """A place in a recording, as players write it and `#t=` takes it: "1:23", "1:02:03"."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The interface texts of one language; with other texts it has another `version`."""

    language: str
    catalogue: NullTranslations
    version: str = ""

    def text(self, message: str) -> str:
        """What a reader of this language reads for an English `message`."""
        return self.catalogue.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        """The message for `count` things, the number filled in for `{count}`."""
        return self.catalogue.ngettext(one, many, count).format(count=count)

    def date(self, day: date) -> str:
        """The day as people write it: "1er septembre 2023", "1 September 2023"."""
        return _date(date(day.year, day.month, day.day), self)

    def duration(self, duration: timedelta) -> str:
        """The time it takes: "1 h 26", "17 s"; no-break spaces keep it on one line."""
        return _duration(max(1, round(duration.total_seconds())), self)

    def size(self, length: int) -> str:
        """A file's size: "1,2 Mo", "1.2 MB" (decimal units, as file managers show them)."""
        value, place = float(length), 0
        while value >= 1000 and place < 3:
            value, place = value / 1000, place + 1
        pattern = (
            self.text("{size} B"),
            self.text("{size} kB"),
            self.text("{size} MB"),
            self.text("{size} GB"),
        )[place]
        shown = f"{value:.1f}" if value < 10 and place > 1 else f"{value:.0f}"
        if self.language != "en":
            shown = shown.replace(".", ",")
        return pattern.format(size=shown).replace(" ", _NO_BREAK)


@cache
def _date(day: date, words: Words) -> str:
    # The first of a month is the only one that French counts.
    number = "1er" if words.language == "fr" and day.day == 1 else str(day.day)
    pattern = words.text("{day} {month} {year}")
    return pattern.format(day=number, month=_months(words)[day.month - 1], year=day.year)


@cache
def _months(words: Words) -> tuple[str, ...]:
    text = words.text
    return (
        *(text("January"), text("February"), text("March"), text("April"), text("May")),
        *(text("June"), text("July"), text("August"), text("September"), text("October")),
        *(text("November"), text("December")),
    )


@cache
def _duration(seconds: int, words: Words) -> str:
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    if hours:
        pattern = words.text("{hours} h {minutes} min") if minutes else words.text("{hours} h")
    elif minutes:
        short = rest and seconds < _SHORT
        pattern = words.text("{minutes} min {seconds} s") if short else words.text("{minutes} min")
    else:
        pattern = words.text("{seconds} s")
    told = pattern.format(hours=hours, minutes=minutes, seconds=rest)
    return told.replace(" ", _NO_BREAK)


@cache
def words_for(language: str) -> Words:
    """The texts for a language tag; English for those there are no texts for."""
    name = language.partition("-")[0].lower()
    if name not in LANGUAGES or name == "en":
        return Words("en", NullTranslations())
    # Not needed for English, and so for no command that only says what it did.
    from hashlib import sha256
    from io import BytesIO

    compiled = own_file("locale", name, "LC_MESSAGES", f"{DOMAIN}.mo")
    return Words(name, GNUTranslations(BytesIO(compiled)), sha256(compiled).hexdigest())
