"""What a recording says of itself once it is out of the feed, and where each container keeps it.

ID3: id3.org (ID3v2.3.0, section 4) and Apple's podcast frames (mutagen-specs, "off-spec frames").
MP4: Apple's atoms, as mutagen names them. Vorbis comments: xiph.org's names, and for what it has
none Mp3tag's, which players share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from feed_builder.audio.facts import chapters_from, chapters_told
from feed_builder.model import Chapter
from feed_builder.records import dataclass

GENRE: Final = "Podcast"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact, and its name in each container; "" where that has no place for it."""

    name: str
    id3: str
    mp4: str
    vorbis: str


def _freeform(name: str) -> str:
    return f"----:com.apple.iTunes:{name}"


FIELDS: Final = (
    Field("title", "TIT2", "©nam", "TITLE"),
    Field("show", "TALB", "©alb", "ALBUM"),
    Field("guests", "TPE1", "©ART", "ARTIST"),
    Field("publisher", "TPE2", "aART", "ALBUMARTIST"),
    Field("date", "TDRC", "©day", "DATE"),
    Field("number", "TRCK", "trkn", "TRACKNUMBER"),
    Field("season", "TPOS", "disk", "DISCNUMBER"),
    Field("tv_number", "", "tves", ""),
    Field("tv_season", "", "tvsn", ""),
    Field("genre", "TCON", "©gen", "GENRE"),
    Field("notes", "COMM", "©cmt", "COMMENT"),
    Field("long_notes", "TDES", "ldes", "DESCRIPTION"),
    Field("summary", "TIT3", "desc", "SUBTITLE"),
    Field("language", "TLAN", _freeform("LANGUAGE"), "LANGUAGE"),
    Field("rights", "TCOP", "cprt", "COPYRIGHT"),
    Field("licence", "WCOP", _freeform("LICENSE"), "LICENSE"),
    Field("page", "WOAF", _freeform("URL"), "URL"),
    Field("podcast", "PCST", "pcst", "PODCAST"),
    Field("guid", "TGID", "egid", "PODCASTID"),
    Field("feed", "WFED", "purl", "PODCASTURL"),
    Field("kind", "", "stik", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What to write: `values` by the names in `FIELDS`, chapters, the file of a small cover.

    `seconds` is how long the recording plays, where its last chapter ends. With `id3` "2.4" MP3s
    get that version. Without `keep` the recording's own tags are left out: they can't be read.
    """

    values: Mapping[str, str | int]
    seconds: float
    chapters: tuple[Chapter, ...] = ()
    picture: str | None = None
    picture_type: str = "image/jpeg"
    id3: str = "2.3"
    keep: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As JSON can say it."""
        return {
            "values": dict(self.values),
            "seconds": self.seconds,
            "chapters": chapters_told(self.chapters),
            "picture": self.picture,
            "picture_type": self.picture_type,
            "id3": self.id3,
            "keep": self.keep,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Tags:
        """What `to_dict` was given."""
        return cls(**{**told, "chapters": chapters_from(told["chapters"])})

    def named(self, container: str) -> list[tuple[str, str | int]]:
        """The values with their names in a container, an attribute of `Field`."""
        pairs = [(getattr(field, container), self.values.get(field.name)) for field in FIELDS]
        return [(name, value) for name, value in pairs if name and value is not None]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as tags say it: whole milliseconds, a title, an end, the file of a picture."""

    start: int
    end: int
    title: str
    href: str | None
    listed: bool
    picture: str | None = None


def parts(tags: Tags) -> Sequence[Part]:
    """The chapters in order of time; each ends where the next begins unless it says otherwise."""
    starts = [_milliseconds(chapter.start.total_seconds()) for chapter in tags.chapters]
    ends = [*starts[1:], _milliseconds(tags.seconds)]
    found = []
    for number, (chapter, start, latest) in enumerate(
        zip(tags.chapters, starts, ends, strict=True), 1
    ):
        said = chapter.end and _milliseconds(chapter.end.total_seconds())
        found.append(
            Part(
                start=start,
                end=min(said, latest) if said else latest,
                title=chapter.title or str(number),
                href=chapter.href,
                listed=chapter.toc,
                picture=chapter.picture,
            )
        )
    return found


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
