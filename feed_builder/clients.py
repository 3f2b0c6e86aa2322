"""What apps take from a feed: one table of facts, each with its evidence.

"run" says that the version named was run against a small show, "source" that its source was read
at that place, "vendor" that its publisher says so. A fact that is not known is not in the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from feed_builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """What an app does in a case: `effect` is what happens then, `evidence` how that is known."""

    case: str
    effect: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An app: which elements it shows. `None` is not known, an empty tuple none of them.

    `title` and `notes` are elements in the order of preference; with `longest` the longest of the
    notes is taken. `limit` is in UTF-8 bytes where `in_bytes`, else in characters. `tags` are the
    elements of HTML that it renders; "*" is most of them. `order` is "date", "feed" or "apple".
    All read RSS; `formats` are other forms of feeds that it reads, and with `only` there are no
    others. `lost` are the notes that it does not take from such a form.
    """

    name: str
    evidence: str
    title: tuple[str, ...] | None = ("title",)
    notes: tuple[str, ...] | None = None
    longest: bool = False
    limit: int | None = None
    in_bytes: bool = False
    tags: tuple[str, ...] | None = None
    order: str | None = None
    artwork: tuple[str, ...] | None = None
    chapters: tuple[str, ...] | None = None
    transcripts: tuple[str, ...] | None = None
    formats: tuple[str, ...] = ()
    only: bool = False
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quirks: tuple[Quirk, ...] = ()


def _quirks(evidence: str, **effects: str) -> tuple[Quirk, ...]:
    return tuple(
        Quirk(case=case.replace("_", "-"), effect=effect, evidence=evidence)
        for case, effect in effects.items()
    )


_ITEM_ART = ("item itunes:image", "channel itunes:image")
CLIENTS: tuple[Client, ...] = (
    Client(
        name="Apple Podcasts",
        evidence="vendor: A Podcaster’s Guide to RSS (APL-1 to APL-61)",
        title=("itunes:title", "title"),
        notes=("description",),
        limit=4_000,
        in_bytes=True,
        tags=("p", "ol", "ul", "li", "a"),
        order="apple",
        artwork=_ITEM_ART,
        chapters=("podcast:chapters", "notes", "file"),
        transcripts=("text/vtt", "application/x-subrip", "application/srt"),
        only=True,
        quirks=(
            *_quirks("vendor: APL-41", suffix_unlisted="lost", no_enclosure="lost"),
            *_quirks("vendor: APL-6, APL-7", enclosure_again="lost", guid_again="lost"),
            *_quirks("vendor: APL-43", no_guid="again"),
            *_quirks("vendor: APL-22, APL-24", no_cover="refused", no_category="refused"),
        ),
    ),
    Client(
        name="Spotify",
        evidence="delivery specification, through audits (PLT-1 to PLT-9)",
        notes=("description", "content:encoded"),
        tags=("p", "br", "a", "h1", "h2", "ul", "ol", "li"),
        chapters=("notes",),
        transcripts=(),
        only=True,
        quirks=(
            *_quirks("audit: PLT-1", no_guid="lost", no_date="lost", no_cover="refused"),
            *_quirks("audit: PLT-2", no_author="refused", no_enclosure="lost"),
        ),
    ),
    Client(
        name="YouTube",
        evidence="help pages, through audits (PLT-20 to PLT-23)",
        notes=("description",),
        limit=5_000,
        tags=(),
        quirks=_quirks("audit: PLT-22", angle_in_plain_notes="refused-notes"),
    ),
    Client(
        name="AntennaPod",
        evidence="source: parser/feed at b7ee12c",
        notes=("description", "content:encoded", "itunes:summary"),
        longest=True,
        tags=("*",),
        chapters=("podcast:chapters", "psc:chapters", "file"),
        transcripts=("application/json", "application/x-subrip", "application/srt", "text/vtt"),
        quirks=(
            *_quirks("source: DateUtils, FeedItem", future="undated"),
            *_quirks("source: FeedItemDuplicateGuesser", same_title_and_day="melted"),
            *_quirks("source: title as HTML", angle_in_title="cut-title"),
            *_quirks("source: guid untrimmed", space_in_guid="again"),
        ),
    ),
    Client(
        name="gPodder 3.11.1",
        evidence="run; source of podcastparser 0.6.9",
        notes=("content:encoded", "description"),
        tags=("*",),
        order="date",
        artwork=(*_ITEM_ART, "channel image"),
        chapters=("psc:chapters",),
        transcripts=(),
        formats=("Atom",),
        only=True,
        lost={"Atom": ("description",)},
        quirks=(
            *_quirks("run", guid_again="lost", bad_date="1970"),
            *_quirks("source: limit.episodes", beyond_200="lost"),
        ),
    ),
    Client(
        name="newsboat 2.21",
        evidence="run",
        notes=("content:encoded", "itunes:summary", "description"),
        tags=("*",),
        artwork=(),
        chapters=(),
        transcripts=(),
        quirks=(
            *_quirks("run", bad_date="now", relative_enclosure="lost"),
            *_quirks("run", two_enclosures="last", file_name_again="overwritten"),
        ),
    ),
    Client(
        name="podget 0.9.0",
        evidence="run; source of the script",
        title=(),
        notes=(),
        artwork=(),
        chapters=(),
        transcripts=(),
        formats=("Atom",),
        only=True,
        quirks=_quirks("run", file_name_again="overwritten", relative_enclosure="lost"),
    ),
    Client(
        name="castero 0.9.5",
        evidence="run",
        notes=("description",),
        tags=(),
        artwork=(),
        chapters=(),
        transcripts=(),
        only=True,
        quirks=_quirks("run", no_enclosure="lost", relative_enclosure="lost", malformed="all-lost"),
    ),
    Client(
        name="yt-dlp 2026.10.26",
        evidence="run",
        title=("itunes:title", "title"),
        notes=("description",),
        artwork=("item itunes:image",),
        chapters=(),
        transcripts=(),
        quirks=_quirks("run", relative_enclosure="lost"),
    ),
    Client(
        name="podcast-archiver 2.3.5",
        evidence="run; it reads with feedparser",
        notes=("content:encoded", "description"),
        chapters=(),
        transcripts=(),
        formats=("Atom",),
        only=True,
        quirks=_quirks("run", bad_date="all-lost", no_date="all-lost", relative_enclosure="lost"),
    ),
    Client(
        name="podcast_downloader 0.8.2",
        evidence="run; it reads with feedparser",
        notes=(),
        artwork=(),
        chapters=(),
        transcripts=(),
        formats=("Atom",),
        only=True,
        quirks=_quirks("run", bad_date="all-lost"),
    ),
    Client(
        name="getpodcast 1.0.11",
        evidence="run",
        notes=(),
        artwork=(),
        chapters=(),
        transcripts=(),
        quirks=_quirks("run", bad_date="following-lost", relative_enclosure="following-lost"),
    ),
    Client(
        name="elfeed 3.4.1",
        evidence="run",
        notes=("content:encoded", "description"),
        tags=("*",),
        artwork=(),
        chapters=(),
        transcripts=(),
        quirks=_quirks("run", bad_date="now", relative_enclosure="lost"),
    ),
    Client(
        name="rss2email 3.13.1",
        evidence="run; it reads with feedparser",
        notes=("content:encoded", "description"),
        tags=("*",),
        artwork=(),
        chapters=(),
        transcripts=(),
        formats=("Atom",),
        only=True,
        quirks=_quirks("run", bad_date="now"),
    ),
    Client(
        name="Podcast Index",
        evidence="run: podcast-partytime 5.0.0",
        chapters=("podcast:chapters",),
        transcripts=(
            "text/vtt", "application/x-subrip", "application/srt", "application/json",
            "text/html", "text/plain",
        ),
        quirks=_quirks("run", no_guid="lost"),
    ),
)  # fmt: skip

EVIDENCE: Mapping[str, str] = {
    "vendor: A Podcaster’s Guide to RSS (APL-1 to APL-61)": (
        "éditeur : A Podcaster’s Guide to RSS (APL-1 à APL-61)"
    ),
    "vendor: APL-41": "éditeur : APL-41",
    "vendor: APL-6, APL-7": "éditeur : APL-6, APL-7",
    "vendor: APL-43": "éditeur : APL-43",
    "vendor: APL-22, APL-24": "éditeur : APL-22, APL-24",
    "delivery specification, through audits (PLT-1 to PLT-9)": (
        "spécification de livraison, d’après des audits (PLT-1 à PLT-9)"
    ),
    "audit: PLT-1": "audit : PLT-1",
    "audit: PLT-2": "audit : PLT-2",
    "help pages, through audits (PLT-20 to PLT-23)": (
        "pages d’aide, d’après des audits (PLT-20 à PLT-23)"
    ),
    "audit: PLT-22": "audit : PLT-22",
    "source: parser/feed at b7ee12c": "code source : parser/feed, version b7ee12c",
    "source: DateUtils, FeedItem": "code source : DateUtils, FeedItem",
    "source: FeedItemDuplicateGuesser": "code source : FeedItemDuplicateGuesser",
    "source: title as HTML": "code source : le titre est lu comme du HTML",
    "source: guid untrimmed": "code source : le guid est pris avec ses espaces",
    "source: limit.episodes": "code source : limit.episodes",
    "run": "essayé",
    "run; source of podcastparser 0.6.9": "essayé ; code source de podcastparser 0.6.9",
    "run; source of the script": "essayé ; code source du script",
    "run; it reads with feedparser": "essayé ; il lit avec feedparser",
    "run: podcast-partytime 5.0.0": "essayé : podcast-partytime 5.0.0",
}
"""Each evidence in French."""

CASES: Mapping[str, tuple[str, str]] = {
    "suffix-unlisted": (
        "the file’s name ends neither in .mp3, .m4a, .mp4, .m4v, .mov nor .pdf",
        "le nom du fichier ne finit ni par .mp3, .m4a, .mp4, .m4v, .mov ni par .pdf",
    ),
    "no-enclosure": ("there is no recording", "il n’y a pas d’enregistrement"),
    "enclosure-again": (
        "an earlier episode has the same recording",
        "un épisode précédent a le même enregistrement",
    ),
    "guid-again": ("an earlier episode has the same guid", "un épisode précédent a le même guid"),
    "no-guid": ("there is no guid", "il n’y a pas de guid"),
    "space-in-guid": ("spaces stand around the guid", "des espaces entourent le guid"),
    "no-date": ("there is no date", "il n’y a pas de date"),
    "bad-date": ("the date can’t be read", "la date est illisible"),
    "future": ("the date lies in the future", "la date est dans le futur"),
    "no-cover": ("the show has no cover", "le podcast n’a pas de pochette"),
    "no-category": ("the show has no category", "le podcast n’a pas de catégorie"),
    "no-author": ("the show has no author", "le podcast n’a pas d’auteur"),
    "same-title-and-day": (
        "another episode of that day has the same title",
        "un autre épisode du même jour porte le même titre",
    ),
    "angle-in-title": ("the title holds < and >", "le titre contient < et >"),
    "angle-in-plain-notes": (
        "the notes, without their tags, hold < or >",
        "les notes, sans leurs balises, contiennent < ou >",
    ),
    "relative-enclosure": (
        "the recording’s address is relative",
        "l’adresse de l’enregistrement est relative",
    ),
    "two-enclosures": ("there are several recordings", "il y a plusieurs enregistrements"),
    "file-name-again": (
        "another recording has the same file name",
        "un autre enregistrement a le même nom de fichier",
    ),
    "beyond-200": ("it is older than the newest 200", "il est plus ancien que les 200 derniers"),
    "malformed": ("the feed is not well-formed", "le flux n’est pas bien formé"),
}
"""What the cases are, in English and in French."""

EFFECTS: Mapping[str, tuple[str, str]] = {
    "lost": ("the episode is not listed", "l’épisode n’apparaît pas"),
    "all-lost": ("no episode is read", "aucun épisode n’est lu"),
    "following-lost": (
        "it and those behind it are not read",
        "il n’est pas lu, ni ceux qui le suivent",
    ),
    "refused": ("the show is refused", "le podcast est refusé"),
    "refused-notes": ("the notes are refused", "les notes sont refusées"),
    "again": ("it may be downloaded again later", "il peut être téléchargé à nouveau plus tard"),
    "undated": ("it is shown without a date", "il est affiché sans date"),
    "now": ("it is dated now, and jumps to the top", "il est daté de maintenant, en tête de liste"),
    "1970": ("it is dated 1970", "il est daté de 1970"),
    "melted": ("both become one", "les deux n’en font plus qu’un"),
    "cut-title": ("what stands in them vanishes", "ce qu’ils entourent disparaît"),
    "last": ("the last one is played", "c’est le dernier qui est lu"),
    "overwritten": (
        "one download overwrites the other",
        "un téléchargement écrase l’autre",
    ),
}
"""What happens then, in English and in French."""
