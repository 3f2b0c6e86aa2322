"""What a reader reads beside the publisher's own words, in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The interface texts of one language."""

    language: str
    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def date(self, day: date) -> str:
        """The day as people write it: "1er septembre 2023", "1 September 2023"."""
        month = _MONTHS[self.language].split()[day.month - 1]
        first = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{first} {month} {day.year}"

    def duration(self, duration: timedelta) -> str:
        """The time it takes: "1 h 26 min", "17 s"; no-break spaces keep it on one line."""
        seconds = max(1, round(duration.total_seconds()))
        hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
        parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
        return "\u00a0".join(f"{number}\u00a0{unit}" for number, unit in parts if number)

    def size(self, length: int) -> str:
        """A file's size: "1,2 Mo", "1.2 MB" (decimal units, as file managers show them)."""
        units = ("o", "ko", "Mo", "Go") if self.language == "fr" else ("B", "kB", "MB", "GB")
        value, unit = float(length), units[0]
        for bigger in units[1:]:
            if value < 1000:
                break
            value, unit = value / 1000, bigger
        shown = f"{value:.1f}" if value < 10 and unit not in units[:2] else f"{value:.0f}"
        return f"{shown.replace('.', ',') if self.language == 'fr' else shown}\u00a0{unit}"


_FRENCH = {
    "skip": "Aller au contenu",
    "subscribe": "S’abonner",
    "subscribe_how": "Copiez cette adresse dans votre application de podcasts\u00a0:",
    "episodes": "Épisodes",
    "season": "Saison",
    "listen": "Écouter",
    "player": "Écouter «\u00a0{}\u00a0»",
    "download": "Télécharger",
    "transcript": "Transcription",
    "no_transcript": "Cet épisode n’a pas encore de transcription.",
    "ask_transcript": "Pour en demander une, écrivez à",
    "chapters": "Chapitres",
    "people": "Avec",
    "article": "L’article",
    "read_article": "Lire l’article",
    "first_published": "Publié à l’origine sur",
    "by": "Par",
    "from_article": "Un entretien tiré de l’article",
    "all_episodes": "Tous les épisodes",
    "same_article": "Dans le même article",
    "published": "Publié le",
    "cover_of": "Couverture de {}",
    "synthetic": "Cet audio contient une voix de synthèse.",
    "made_with": "Fait avec",
    "role_guest": "invité",
    "role_host": "animation",
    "role_author": "texte de l’article",
    "recording": "Enregistrement",
    "feed_explained": "Cette page est un flux : l’adresse à laquelle une application de podcasts "
    "trouve les épisodes.\nPour vous abonner, copiez l’adresse de cette page et collez-la dans "
    "votre application.",
}
_ENGLISH = {
    "skip": "Skip to content",
    "subscribe": "Subscribe",
    "subscribe_how": "Copy this address into your podcast app:",
    "episodes": "Episodes",
    "season": "Season",
    "listen": "Listen",
    "player": "Listen to “{}”",
    "download": "Download",
    "transcript": "Transcript",
    "no_transcript": "This episode has no transcript yet.",
    "ask_transcript": "To ask for one, write to",
    "chapters": "Chapters",
    "people": "With",
    "article": "The article",
    "read_article": "Read the article",
    "first_published": "First published on",
    "by": "By",
    "from_article": "An interview from the article",
    "all_episodes": "All episodes",
    "same_article": "In the same article",
    "published": "Published on",
    "cover_of": "Cover of {}",
    "synthetic": "This audio contains a synthetic voice.",
    "made_with": "Made with",
    "role_guest": "guest",
    "role_host": "host",
    "role_author": "text of the article",
    "recording": "Recording",
    "feed_explained": "This page is a feed: the address at which a podcast app finds the episodes."
    "\nTo subscribe, copy the address of this page and paste it into your app.",
}
_ALL = {"fr": Words("fr", _FRENCH), "en": Words("en", _ENGLISH)}


def words_for(language: str) -> Words:
    """The texts for a language tag; English for those there are no texts for."""
    return _ALL.get(language.partition("-")[0].lower(), _ALL["en"])
