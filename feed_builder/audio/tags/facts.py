"""What an episode's recording says of itself: plain values by the names in `fields.FIELDS`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feed_builder.model import Episode, Show

if TYPE_CHECKING:
    from feed_builder.podcasting20 import License

_CREATIVE_COMMONS: Final = re.compile(r"cc-((?:by|nc|nd|sa)(?:-(?:nc|nd|sa))*)-(\d\.\d)")
_PODCAST: Final = 21  # Apple's media kind
_SPEAKING: Final = ("guest", "host", "co-host", "guest host")
# ISO 639-2 for the codes of ISO 639-1 that shows are most spoken in; ID3 wants three letters.
_THREE_LETTERS: Final = dict(
    pair.split(":")
    for pair in (
        "ar:ara bg:bul bn:ben br:bre ca:cat co:cos cs:ces cy:cym da:dan de:deu el:ell en:eng "
        "eo:epo es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg he:heb hi:hin hr:hrv "
        "hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat ko:kor lb:ltz lt:lit lv:lav mk:mkd "
        "ms:msa mt:mlt nb:nob nl:nld nn:nno no:nor oc:oci pl:pol pt:por ro:ron ru:rus sk:slk "
        "sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam th:tha tr:tur uk:ukr ur:urd vi:vie zh:zho"
    ).split()
)


def values_of(show: Show, episode: Episode, notes: str, link: str) -> dict[str, str | int]:
    """The values to write; `notes` are the episode's as plain text.

    Addresses are those under `link`, the show's own, so that a trial build under another has the
    same media.
    """
    season = episode.season.number if episode.season else None
    license_ = _license(show, episode)
    article = episode.article
    known = {
        "title": episode.title,
        "show": show.title,
        "guests": _names(show, episode),
        "publisher": show.author,
        "date": episode.published.date().isoformat(),
        "number": episode.number,
        "season": season,
        "tv_number": episode.number,
        "tv_season": season,
        "genre": "Podcast",
        "notes": notes.replace(show.link, link),
        "long_notes": notes.replace(show.link, link),
        "summary": episode.notes.summary,
        "language": _language((article.language if article else None) or show.language),
        "rights": show.copyright or (license_.name if license_ else None),
        "licence": _address(license_) if license_ else None,
        "page": _under(episode.link, show.link, link),
        "podcast": 1,
        "guid": episode.guid,
        "feed": _under(show.feed_url, show.link, link),
        "kind": _PODCAST,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def _license(show: Show, episode: Episode) -> License | None:
    own = episode.tags.license if episode.tags else None
    return own or (show.tags.license if show.tags else None)


def _address(license_: License) -> str | None:
    """Where a licence can be read; Creative Commons' addresses follow from their names."""
    found = _CREATIVE_COMMONS.fullmatch(license_.name.lower())
    if license_.url or not found:
        return license_.url
    return f"https://creativecommons.org/licenses/{found.group(1)}/{found.group(2)}/"


def _names(show: Show, episode: Episode) -> str:
    people = episode.people or show.people
    heard = [p for p in people if p.role in _SPEAKING]
    guests = [p.name for p in heard if p.role != "host"]
    return ", ".join(guests or [p.name for p in heard]) or show.author


def _under(url: str, old: str, new: str) -> str:
    return new + url.removeprefix(old) if url.startswith(old) else url


def _language(tag: str) -> str | None:
    code = tag.partition("-")[0].lower()
    return code if len(code) == 3 else _THREE_LETTERS.get(code)
