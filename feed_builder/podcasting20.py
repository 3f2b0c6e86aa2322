"""What the tags of Podcasting 2.0 say: one frozen type for each, with the tag's own words.

A show, an episode and a live item hold these; where an attribute is left out it is `None`. Spans
of time are `timedelta`, dates are aware. The tags are those of the podcast namespace, and limits
and required attributes are in section 4.2 of the standards that `read/tag_keys.py` holds them to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from feed_builder.records import dataclass

if TYPE_CHECKING:
    from feed_builder.feed_parts import Enclosure, Image, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Where listeners can give: `podcast:funding`."""

    url: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place that is spoken of, or where it was made: `podcast:location`.

    `geo` is an RFC 5870 address ("geo:45.78,3.08"), `osm` an OpenStreetMap object ("R113314"),
    `country` a code of ISO 3166-1.
    """

    name: str
    rel: str | None = None
    geo: str | None = None
    osm: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class License:
    """What others may do with it: `podcast:license`. One that is not in the list has a `url`."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A part worth quoting: `podcast:soundbite`."""

    start_time: timedelta
    duration: timedelta
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    """A recording that announces the show or a season: `podcast:trailer`."""

    title: str
    url: str
    published: datetime
    length: int | None = None
    type: str | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One address of an alternate enclosure: `podcast:source`."""

    uri: str
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """What proves that a file is the one meant: `podcast:integrity`.

    The `value` of "sri" is `sha256-…` with the digest in base 64.
    """

    type: Literal["sri", "pgp-signature"]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternateEnclosure:
    """The episode in another form: `podcast:alternateEnclosure`.

    `length` is in bytes, `bitrate` in bit/s, `height` in pixels, `lang` a language tag, `codecs`
    as RFC 6381 has it. `default` says that it is the enclosure's own file. `rendition` is the name
    under which it makes a feed of its own (`feed-opus.xml`).
    """

    type: str
    sources: tuple[Source, ...]
    length: int | None = None
    bitrate: float | None = None
    height: int | None = None
    lang: str | None = None
    title: str | None = None
    rel: str | None = None
    codecs: str | None = None
    default: bool = False
    integrity: Integrity | None = None
    rendition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteItem:
    """Another show, or one of its episodes: `podcast:remoteItem`."""

    feed_guid: str
    feed_url: str | None = None
    item_guid: str | None = None
    medium: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRecipient:
    """Who gets a share of what listeners pay: `podcast:valueRecipient`."""

    type: str
    address: str
    split: int
    name: str | None = None
    custom_key: str | None = None
    custom_value: str | None = None
    fee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTimeSplit:
    """Others get the shares for a while: `podcast:valueTimeSplit`, a remote item or recipients."""

    start_time: timedelta
    duration: timedelta
    remote_start_time: timedelta | None = None
    remote_percentage: float | None = None
    remote_item: RemoteItem | None = None
    recipients: tuple[ValueRecipient, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How listeners can pay: `podcast:value`. `suggested` is an amount, as it was written."""

    type: str
    method: str
    recipients: tuple[ValueRecipient, ...]
    suggested: str | None = None
    time_splits: tuple[ValueTimeSplit, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentLink:
    """The same content in another place: `podcast:contentLink`."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialInteract:
    """Where it is talked about: `podcast:socialInteract`. `disabled` asks for no talk at all."""

    protocol: str
    uri: str | None = None
    account_id: str | None = None
    account_url: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Whether a service may take the show in: `podcast:block`. Without an `id` it means all."""

    value: bool
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Txt:
    """Text for a program to read: `podcast:txt`."""

    text: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFrequency:
    """How often there is something new: `podcast:updateFrequency`. `rrule` is as in RFC 5545."""

    text: str
    rrule: str | None = None
    dtstart: datetime | None = None
    complete: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where listeners meet while they listen: `podcast:chat`."""

    server: str
    protocol: str
    account_id: str | None = None
    space: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What an episode or a live item says in tags of their own that a show can say as well."""

    funding: tuple[Funding, ...] = ()
    locations: tuple[Location, ...] = ()
    license: License | None = None
    values: tuple[Value, ...] = ()
    images: tuple[Image, ...] = ()
    content_links: tuple[ContentLink, ...] = ()
    social_interacts: tuple[SocialInteract, ...] = ()
    txts: tuple[Txt, ...] = ()
    chat: Chat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveItem:
    """A broadcast that is announced or under way: `podcast:liveItem`.

    A new `guid` is a new broadcast. `notes` is sanitised HTML, `source` the file it was read from.
    """

    guid: str
    title: str
    status: Literal["pending", "live", "ended"]
    start: datetime
    link: str
    notes: str = ""
    end: datetime | None = None
    enclosure: Enclosure | None = None
    alternates: tuple[AlternateEnclosure, ...] = ()
    explicit: bool | None = None
    people: tuple[Person, ...] = ()
    tags: Tags | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTags(Tags):
    """What only a show says in tags of Podcasting 2.0, and what an episode can say as well."""

    trailers: tuple[Trailer, ...] = ()
    blocks: tuple[Block, ...] = ()
    remote_items: tuple[RemoteItem, ...] = ()
    podroll: tuple[RemoteItem, ...] = ()
    publisher: RemoteItem | None = None
    update_frequency: UpdateFrequency | None = None
    uses_podping: bool | None = None
    live_items: tuple[LiveItem, ...] = ()
